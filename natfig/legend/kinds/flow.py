"""Diagrams: what their boxes mean they say themselves."""

from __future__ import annotations

from natfig.legend.kinds.base import KindWords, View

__all__ = ["words"]


class _Flow(KindWords):
    id = "flow"

    def subject(self, view: View) -> str:  # noqa: ARG002 - the claim of the contract says it
        return ""


words = _Flow()
