"""A panel drawn by the user's own function, in whatever language: natfig can't know what it draws."""

from __future__ import annotations

from natfig.legend.kinds.base import KindWords, View
from natfig.legend.model import Statement

__all__ = ["OwnFunction"]


class OwnFunction(KindWords):
    """Words for a panel that only its author can describe."""

    def statements(self, view: View) -> list[Statement]:
        """Say nothing, and warn where the author says nothing either."""
        if not view.said:
            view.warnings.append(
                f"panel {view.letter}: natfig doesn't know what {view.panel.function} draws; "
                f"describe it in legend.panels.{view.letter}"
            )
        return []
