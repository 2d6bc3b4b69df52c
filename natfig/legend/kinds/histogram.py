"""Histograms and cumulative distributions."""

from __future__ import annotations

from natfig.legend.kinds.base import KindWords, View, by_color, groups_of
from natfig.legend.model import Statement
from natfig.legend.spread import n_statement
from natfig.legend.words import n_words, name_of

__all__ = ["words"]


class _Histogram(KindWords):
    id = "histogram"

    def subject(self, view: View) -> str:
        panel = view.panel
        what = "Cumulative distribution" if panel.ecdf else "Distribution"
        return f"{what} of {name_of(panel.x)}{by_color(panel.color)}"

    def statements(self, view: View) -> list[Statement]:
        counts = {level: rows.rows for level, rows in groups_of(view.table, view.panel.color).items()}
        return [n_statement(n_words(view.counts(counts), view.unit))]


words = _Histogram()
