"""Areas over numbers or dates."""

from __future__ import annotations

from natfig.legend.kinds.base import KindWords, View, by_color
from natfig.legend.words import name_of

__all__ = ["words"]


class _Area(KindWords):
    id = "area"

    def subject(self, view: View) -> str:
        panel = view.panel
        y = name_of(panel.y, opens=panel.stack != "fill")
        stacked = ", stacked" if panel.stack is True and panel.color is not None else ""
        what = f"Share of {y}" if panel.stack == "fill" else y
        return f"{what} against {name_of(panel.x)}{by_color(panel.color)}{stacked}"


words = _Area()
