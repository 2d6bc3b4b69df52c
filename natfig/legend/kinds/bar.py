"""Bars: centre, spread, the observations over them."""

from __future__ import annotations

from natfig.charts import _categorical as cat
from natfig.legend.kinds.base import KindWords, View, and_color, warn_of_columns
from natfig.legend.model import Statement
from natfig.legend.spread import data_statement
from natfig.legend.words import n_words, name_of
from natfig.stats.summaries import has_summary_rows

__all__ = ["words"]


class _Bar(KindWords):
    id = "bar"

    def subject(self, view: View) -> str:
        panel = view.panel
        share = "Share of " if panel.stack == "fill" else ""
        y = name_of(panel.y, opens=not share)
        return f"{share}{y} by {name_of(panel.x)}{and_color(panel.color, panel.x)}"

    def statements(self, view: View) -> list[Statement]:
        panel, stats = view.panel, view.stats
        grid = cat.arrange(view.table, panel.x, panel.y, panel.color, span=1.0, may_dodge=not panel.stack)
        has_columns = any((panel.y.error, panel.y.low, panel.y.high))
        if stats is None or (has_columns and stats.spread == "none"):
            if has_columns:
                warn_of_columns(view, "error bars")
            return []
        if has_summary_rows(stats, grid.counts):
            shown = stats if has_columns else stats.model_copy(update={"spread": "none"})
            number = n_words({"": int(stats.n or 0)}, stats.unit)
            return [data_statement(shown, number, marks="Bars", bars="error bars")]
        if max(grid.counts.values(), default=0) < 2:
            return []
        has_points = panel.points is not False and not panel.stack
        points = view.points if has_points else ""
        number = view.number(grid, "bar")
        return [data_statement(stats, number, marks="Bars", bars="error bars", extra=points)]


words = _Bar()
