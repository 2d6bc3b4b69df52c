"""Lines: centre and spread at every point where several rows meet."""

from __future__ import annotations

from collections import Counter

from natfig.charts.line import FEW_POINTS
from natfig.data.tables import label
from natfig.legend.kinds.base import KindWords, View, groups_of, warn_of_columns
from natfig.legend.model import Statement
from natfig.legend.spread import data_statement
from natfig.legend.words import n_range, n_words

__all__ = ["words"]


class _Line(KindWords):
    id = "line"

    def statements(self, view: View) -> list[Statement]:
        panel, stats = view.panel, view.stats
        lines = {
            level: Counter(label(value) for value in rows[panel.x.field].tolist())
            for level, rows in groups_of(view.table, panel.color).items()
        }
        bars = _bars(panel.uncertainty, max(map(len, lines.values()), default=0))
        counts = [count for line in lines.values() for count in line.values()]
        has_columns = any((panel.y.error, panel.y.low, panel.y.high))
        if stats is not None and max(counts, default=0) > 1:
            return [data_statement(stats, _number(view, counts), marks="Lines", bars=bars)]
        if not has_columns or panel.uncertainty == "none":
            return []
        if stats is None or stats.spread == "none":
            warn_of_columns(view, bars)
            return []
        number = n_words({"": stats.n}, stats.unit) if isinstance(stats.n, int) else ""
        return [data_statement(stats, number, marks="Lines", bars=bars)]


def _bars(shown: str, longest: int) -> str:
    """Return what shows the spread of lines with so many points."""
    if shown == "auto":
        shown = "bars" if longest <= FEW_POINTS else "band"
    return "bands" if shown == "band" else "error bars"


def _number(view: View, counts: list[int]) -> str:
    stats = view.stats
    if stats is not None and isinstance(stats.n, int):
        return n_words({"": stats.n}, stats.unit)
    found = view.statistics.n if view.statistics is not None else {}
    return n_range(list(found.values()) or counts, view.unit, "point")


words = _Line()
