"""DOC002: something that could run when the file is opened."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Fix, Severity
from natfig.qa.check import Check, Context
from natfig.qa.document import Document

__all__ = ["check"]


def _look(document: Document, _context: Context) -> Iterator[Finding]:
    counts: dict[str, list[int | None]] = {}
    for active in document.active:
        counts.setdefault(active.what, []).append(active.line)
    for what, lines in counts.items():
        often = f" ({len(lines)} times)" if len(lines) > 1 else ""
        yield check.finding(
            f"the file has active content: {what}{often}",
            line=lines[0],
            fix=Fix.SAFE if document.kind == "svg" else Fix.NONE,
        )


check = Check(
    id="doc002_active_content",
    code="DOC002",
    title="active content",
    reason=(
        "Scripts, event handlers and launch actions are refused by submission systems and mail filters, and "
        "a reader who opens the file runs them. A printed figure has no use for them."
    ),
    bad='<svg onload="…">, <script>, href="javascript:…", a PDF with OpenAction JavaScript',
    good="shapes and text alone",
    needs=("links",),
    look=_look,
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    source=(
        "SVG 2, section 2.4 (secure static mode), https://www.w3.org/TR/SVG2/conform.html#secure-static-mode"
        "; ISO 19005-1 (PDF/A) forbids JavaScript and Launch actions"
    ),
    hint="let --fix remove it, or export a static figure",
)
