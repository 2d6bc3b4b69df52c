"""Effects with intervals, row by row."""

from __future__ import annotations

import re

from natfig.charts import _forest_rows as rows
from natfig.legend.kinds.base import KindWords, View, and_color
from natfig.legend.model import Statement
from natfig.legend.words import name_of, sentence

__all__ = ["words"]

_LEVEL = re.compile(r"(\d+(?:\.\d+)?)\s*%")


class _Forest(KindWords):
    id = "forest"

    def subject(self, view: View) -> str:
        panel = view.panel
        return f"{name_of(panel.x, opens=True)} by {name_of(panel.y)}{and_color(panel.color)}"

    def statements(self, view: View) -> list[Statement]:
        panel = view.panel
        # The header over the numbers may say what the intervals are; what it says is what counts.
        stated = _LEVEL.search(panel.header or "")
        level = float(stated[1]) if stated else panel.level
        marks = [f"squares, estimates; lines, {level:g}% confidence intervals"]
        if panel.weight is not None:
            marks.append(f"areas of squares, {name_of(panel.weight)}")
        if rows.summary_rows(panel, view.table).any():
            marks.append("diamonds, summary estimates with their intervals")
        return [Statement("data", sentence("; ".join(marks)), said_by=r"confidence|credible|\bCI\b|interval")]


words = _Forest()
