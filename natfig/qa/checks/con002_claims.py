"""CON002: a claim that the data do not support."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.beside import claim_items
from natfig.qa.check import Check, Context
from natfig.qa.document import Document

__all__ = ["check"]


def _look(_document: Document, context: Context) -> Iterator[Finding]:
    assert context.manifest is not None  # noqa: S101 — the runner asks for it
    for name, claim in claim_items(context.manifest).items():
        if claim.get("holds") is False:
            value = claim.get("value")
            shown = f"{value:g}" if isinstance(value, int | float) else str(value)
            yield check.finding(
                f"claim '{name}' does not hold: its value is {shown}, asserted {_asserted(claim)}"
            )


def _asserted(claim: object) -> str:
    text = claim.get("assert") if isinstance(claim, dict) else None
    return f"'{text}'" if text else "otherwise"


check = Check(
    id="con002_claims",
    code="CON002",
    title="claim does not hold",
    reason="A figure whose data no longer support what its legend says must not leave the house.",
    bad="min_speedup asserted >= 1.5, and 1.21 in the manifest",
    good="every claim of the manifest holds",
    needs=(),
    look=_look,
    severity=Severity.ERROR,
    source="the figure's own claims (manifest)",
    hint="mend the data or the claim, then render again",
    needs_manifest=True,
)
