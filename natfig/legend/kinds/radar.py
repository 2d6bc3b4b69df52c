"""Several quantities of a few things on spokes."""

from __future__ import annotations

from natfig.legend.kinds.base import KindWords, View, and_color
from natfig.legend.model import Statement
from natfig.legend.words import name_of

__all__ = ["words"]


class _Radar(KindWords):
    id = "radar"

    def subject(self, view: View) -> str:
        panel = view.panel
        return f"{name_of(panel.value, opens=True)} by {name_of(panel.axis)}{and_color(panel.color)}"

    def statements(self, view: View) -> list[Statement]:
        if view.panel.scales != "each":
            return []
        return [Statement("marks", "Each spoke has a scale of its own.", said_by="scale")]


words = _Radar()
