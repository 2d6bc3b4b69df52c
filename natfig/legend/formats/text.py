"""Plain text: one legend per paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from natfig.core.plain import visible
from natfig.legend.model import Legend

__all__ = ["form"]


class _Text:
    id = "text"
    suffixes = (".txt",)
    is_binary = False

    def write(self, legends: Sequence[Legend]) -> bytes:
        return ("\n\n".join(visible(legend.text) for legend in legends) + "\n").encode()


form = _Text()
