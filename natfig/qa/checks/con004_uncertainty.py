"""CON004: a series without uncertainty where its neighbours have it."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.beside import panel_items
from natfig.qa.check import Check, Context
from natfig.qa.checks._intervals import series_with_intervals
from natfig.qa.checks._rules import quoted
from natfig.qa.document import Document

__all__ = ["check"]

# Kinds whose marks are not estimates with a spread, or show it in ways of their own
# (a box, a whisker that ends in its box): nothing is missing there.
_OTHER_KINDS = frozenset(
    {"distribution", "forest", "paired", "heatmap", "histogram", "density", "scatter", "volcano", "dot"}
)


def _look(document: Document, context: Context) -> Iterator[Finding]:
    assert context.manifest is not None  # noqa: S101 — the runner asks for it
    known = panel_items(context.manifest)
    for letter, series in series_with_intervals(document).items():
        if letter not in known or known[letter].get("kind") in _OTHER_KINDS:
            continue
        bare = [name for name, has in series.items() if not has]
        if bare and len(bare) < len(series):
            others = [name for name, has in series.items() if has]
            are, do = ("has" if len(bare) == 1 else "have"), ("does" if len(others) == 1 else "do")
            yield check.finding(
                f"in panel {letter} {quoted(bare)} {are} no error bars or band; {quoted(others)} {do}",
                panel=letter,
            )


check = Check(
    id="con004_uncertainty",
    code="CON004",
    title="series without uncertainty beside others that have it",
    reason=(
        "A reader takes a line without error bars beside lines with them for exact. Either it has none, "
        "which the legend must say, or they were lost."
    ),
    bad="INT8 with error bars and FP16 without in one panel",
    good="error bars on both, or on neither",
    needs=("structure", "shapes"),
    look=_look,
    severity=Severity.WARNING,
    source="Cumming, Fidler & Vaux 2007, https://doi.org/10.1083/jcb.200611141",
    hint="give the series its spread, or say in the legend why it has none",
    needs_manifest=True,
)
