"""What a form of legends offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from natfig.legend.model import Legend

__all__ = ["LegendFormat"]


class LegendFormat(Protocol):
    """A module ``natfig/legend/formats/<id>.py`` with an object ``form``.

    `suffixes` are those of its files, by which ``--output legend.tex`` chooses it; a binary form
    is not written to a terminal.
    """

    id: str
    suffixes: tuple[str, ...]
    is_binary: bool

    def write(self, legends: Sequence[Legend]) -> bytes:
        """Return the legends as a file's content."""
