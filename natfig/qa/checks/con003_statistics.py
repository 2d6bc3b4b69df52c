"""CON003: error bars whose meaning is not declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from natfig.core.findings import Finding, Severity
from natfig.qa.beside import panel_items
from natfig.qa.check import Check, Context
from natfig.qa.checks._intervals import series_with_intervals
from natfig.qa.document import Document

__all__ = ["check"]

# Kinds whose intervals mean one thing only (quartiles of a box, a curve's confidence
# band, the estimate of a forest plot) declare them by being what they are.
_OWN_MEANING = frozenset(
    {
        "distribution",
        "survival",
        "forest",
        "roc",
        "scatter",
        "density",
        "histogram",
        "heatmap",
        "area",
        "paired",
    }
)
_SPREADS = {"sd": "s.d.", "sem": "s.e.m.", "ci95": "95 % CI", "iqr": "quartiles", "range": "range"}


def _look(document: Document, context: Context) -> Iterator[Finding]:
    assert context.manifest is not None  # noqa: S101 — the runner asks for it
    drawn = series_with_intervals(document)
    for letter, panel in panel_items(context.manifest).items():
        stats = panel.get("stats")
        if isinstance(stats, Mapping):
            yield from _incomplete(letter, stats)
        elif (
            "stats" in panel and panel.get("kind") not in _OWN_MEANING and any(drawn.get(letter, {}).values())
        ):
            yield check.finding(
                f"panel {letter} draws intervals and its spec doesn't say what they are; its legend must",
                panel=letter,
                severity=Severity.INFO,
            )


def _incomplete(letter: str, stats: Mapping[str, Any]) -> Iterator[Finding]:
    spread = stats.get("spread")
    if spread in (None, "none"):
        return
    name = _SPREADS.get(str(spread), str(spread))
    if stats.get("n") is None:
        yield check.finding(f"panel {letter} shows {name} and doesn't declare n", panel=letter)
    if not stats.get("center"):
        yield check.finding(f"panel {letter} shows {name} around a centre it doesn't name", panel=letter)
    if not stats.get("unit"):
        yield check.finding(
            f"panel {letter} shows {name} and doesn't say what one observation is (animals, runs, folds)",
            panel=letter,
            severity=Severity.INFO,
        )


check = Check(
    id="con003_statistics",
    code="CON003",
    title="statistics undeclared",
    reason=(
        "Error bars mean nothing until the reader knows what they are (s.d., s.e.m., CI), around what, from "
        "how many observations of what. Journals send papers back for it."
    ),
    bad="stats: {center: mean, spread: sem}",
    good="stats: {center: mean, spread: sd, n: 5, unit: independent runs}",
    needs=(),
    look=_look,
    severity=Severity.WARNING,
    source=(
        "Nature Portfolio reporting summary, https://www.nature.com/nature-portfolio/editorial-policies/"
        "reporting-standards; Cumming, Fidler & Vaux 2007, https://doi.org/10.1083/jcb.200611141"
    ),
    hint="complete stats: of the panel in the spec (center, spread, n, unit)",
    needs_manifest=True,
)
