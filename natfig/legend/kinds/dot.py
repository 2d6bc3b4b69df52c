"""A matrix of dots: area for one number, colour for another."""

from __future__ import annotations

from natfig.legend.kinds.base import KindWords, View
from natfig.legend.model import Statement
from natfig.legend.words import name_of, sentence

__all__ = ["words"]


class _Dot(KindWords):
    id = "dot"

    def subject(self, view: View) -> str:
        panel = view.panel
        return f"{name_of(panel.size, opens=True)} by {name_of(panel.y)} and {name_of(panel.x)}"

    def statements(self, view: View) -> list[Statement]:
        panel = view.panel
        marks = f"areas, {name_of(panel.size)}"
        if panel.value is not None:
            marks += f"; colours, {name_of(panel.value)}"
        return [Statement("marks", sentence(marks), is_needed=False, said_by=r"\b(?:size|area)s?\b")]


words = _Dot()
