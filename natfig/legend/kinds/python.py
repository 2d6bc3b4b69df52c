"""A panel drawn by the user's own Python function."""

from __future__ import annotations

from natfig.legend.kinds._own import OwnFunction

__all__ = ["words"]


class _Python(OwnFunction):
    id = "python"


words = _Python()
