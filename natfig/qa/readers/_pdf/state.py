"""The graphics state, and how one way of painting becomes one `Paint`."""

from __future__ import annotations

from typing import Any

from natfig.qa.document import Box
from natfig.qa.readers._pdf.colors import GRAY, Space
from natfig.qa.readers._pdf.geometry import IDENTITY, Matrix

__all__ = ["Ink", "State"]


class Ink:
    """A colour to paint with: one colour, or the stops of a gradient or pattern.

    `pattern` is the pattern's dictionary while it has not been looked into.
    """

    __slots__ = ("color", "pattern", "space", "stops")

    def __init__(
        self,
        space: Space,
        color: str | None,
        stops: tuple[str, ...] = (),
        pattern: Any = None,
    ) -> None:
        self.space = space
        self.color = color
        self.stops = stops
        self.pattern = pattern


_BLACK = Ink(GRAY, "#000000")


class State:
    """One graphics state; `copy` is what ``q`` saves.

    `ctm` leads from user space to mm on the page.
    """

    def __init__(self) -> None:
        self.ctm: Matrix = IDENTITY
        self.clip: Box | None = None
        self.fill = _BLACK
        self.stroke = _BLACK
        self.fill_alpha = 1.0
        self.stroke_alpha = 1.0
        self.line_width = 1.0
        self.dashed = False
        self.font: Any = None
        self.size = 0.0
        self.stretch = 1.0
        self.char_space = 0.0
        self.word_space = 0.0
        self.leading = 0.0
        self.rise = 0.0
        self.mode = 0

    def copy(self) -> State:
        """Return a state that can change on its own."""
        other = State.__new__(State)
        other.__dict__.update(self.__dict__)
        return other
