"""Drawings: what they show only their author knows."""

from __future__ import annotations

from natfig.legend.kinds.base import KindWords, View

__all__ = ["words"]


class _Svg(KindWords):
    id = "svg"

    def subject(self, view: View) -> str:  # noqa: ARG002 - the claim of the contract says it
        return ""


words = _Svg()
