"""A matrix of values as colours."""

from __future__ import annotations

from natfig.legend.kinds.base import KindWords, View
from natfig.legend.model import Statement
from natfig.legend.words import name_of, plural, sentence

__all__ = ["words"]

_SIDES = {"rows": "Rows are", "columns": "Columns are", "both": "Rows and columns are"}


class _HeatMap(KindWords):
    id = "heatmap"

    def subject(self, view: View) -> str:
        panel = view.panel
        value, rows, columns = name_of(panel.value, opens=True), name_of(panel.y), name_of(panel.x)
        if rows == columns:
            return f"{value} for pairs of {plural(rows)}"
        return f"{value} by {rows} and {columns}"

    def statements(self, view: View) -> list[Statement]:
        panel = view.panel
        if panel.cluster == "none":
            return []
        how = f"{panel.cluster_method} linkage, {_metric(panel.cluster_metric)} distance"
        text = f"{_SIDES[panel.cluster]} ordered by hierarchical clustering ({how})"
        return [Statement("marks", sentence(text), said_by="cluster")]


def _metric(name: str) -> str:
    return {"euclidean": "Euclidean", "cityblock": "city-block", "chebyshev": "Chebyshev"}.get(name, name)


words = _HeatMap()
