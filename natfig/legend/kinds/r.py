"""A panel drawn by the user's own R function."""

from __future__ import annotations

from natfig.legend.kinds._own import OwnFunction

__all__ = ["words"]


class _R(OwnFunction):
    id = "r"


words = _R()
