"""A panel made by the user's own R function: natfig can't know what it draws."""

from __future__ import annotations

from natfig.legend.kinds.base import KindWords, View
from natfig.legend.model import Statement

__all__ = ["words"]


class _R(KindWords):
    id = "r"

    def statements(self, view: View) -> list[Statement]:
        if not view.said:
            view.warnings.append(
                f"panel {view.letter}: natfig doesn't know what {view.panel.function} draws; "
                f"describe it in legend.panels.{view.letter}"
            )
        return []


words = _R()
