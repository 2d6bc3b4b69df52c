"""What all parts of the interpreter share: the page, its state, and what has been found so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from natfig.qa.document import Box, Image, Link
from natfig.qa.readers._pdf.canvas import Canvas, Path
from natfig.qa.readers._pdf.colors import Space, space
from natfig.qa.readers._pdf.fonts import PdfFont
from natfig.qa.readers._pdf.layers import Layers
from natfig.qa.readers._pdf.lexer import Operation
from natfig.qa.readers._pdf.objects import child, key_of
from natfig.qa.readers._pdf.state import State
from natfig.qa.readers._pdf.text import TextBuilder
from natfig.qa.readers.base import Limits

__all__ = ["NOWHERE", "Engine", "Frame", "Mark", "Resources"]

# The clip under which nothing shows.
NOWHERE = Box(-1e5, -1e5, -1e5, -1e5)


class Resources:
    """The named things of one content stream; each is looked up once."""

    def __init__(self, obj: Any, outer: Resources | None = None) -> None:
        self.obj = obj
        self.outer = outer
        self._found: dict[tuple[str, str], Any] = {}
        self._spaces: dict[str, Space | None] = {}
        self._keys: dict[tuple[str, str], tuple[object, ...]] = {}

    def get(self, category: str, key: str) -> Any:
        """Return an entry of a category ("/Font"), or None."""
        where = (category, key)
        if where not in self._found:
            self._found[where] = child(child(self.obj, category), "/" + key)
        return self._found[where]

    def space(self, key: str) -> Space | None:
        """Return a colour space by name."""
        if key not in self._spaces:
            from pikepdf import Name

            self._spaces[key] = space(Name("/" + key) if key else None, lambda k: self.get("/ColorSpace", k))
        return self._spaces[key]

    def identity(self, category: str, key: str) -> tuple[object, ...]:
        """Return what tells a resource from all others in the file."""
        where = (category, key)
        if where not in self._keys:
            self._keys[where] = key_of(self.get(category, key)) or (id(self), category, key)
        return self._keys[where]


@dataclass(slots=True)
class Mark:
    """Marked content: hidden by a layer, named by one, or spelled out."""

    is_hidden: bool = False
    group: str = ""
    actual: str | None = None
    is_told: bool = False


@dataclass(slots=True)
class Frame:
    """A content stream that is being drawn."""

    operations: Iterator[Operation]
    resources: Resources
    state: State
    stack: list[State] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    form: Any = None


class Engine:
    """The state of the interpreter and its results."""

    def __init__(self, layers: Layers, limits: Limits, page: Box) -> None:
        self.layers = layers
        self.limits = limits
        self.page = page
        self.canvas = Canvas()
        self.text = TextBuilder()
        self.images: list[Image] = []
        self.links: list[Link] = []
        self.fonts: dict[tuple[object, ...], PdfFont] = {}
        self.used_fonts: set[int] = set()
        self.unmapped: dict[str, int] = {}
        self.order = 0
        self.frames: list[Frame] = []
        self.state = State()
        self.path = Path()
        self.hidden = 0
        self.group = ""
        self.messages: dict[str, int] = {}
        self.lacks = ""

    def say(self, message: str) -> None:
        """Count something that is wrong with the page."""
        self.messages[message] = self.messages.get(message, 0) + 1

    def lack(self, message: str) -> None:
        """Count something that keeps a part of the page from being measured."""
        self.say(message)
        self.lacks = self.lacks or message

    @property
    def resources(self) -> Resources:
        """Those of the stream being drawn."""
        return self.frames[-1].resources

    def next_order(self) -> int:
        """Return the next place in the paint order."""
        self.order += 1
        return self.order

    def clip_on_page(self) -> Box | None:
        """Return the clip in force, or None where it leaves the whole page."""
        clip = self.state.clip
        return None if clip is None or clip.holds(self.page, 0.01) else clip

    def spelled_out(self) -> str | None:
        """Return what the text being shown stands for where the file spells it out; once, then ""."""
        for mark in reversed(self.frames[-1].marks):
            if mark.actual is not None:
                said, mark.is_told = ("" if mark.is_told else mark.actual), True
                return said
        return None
