"""What the layout of text works on and what it comes to, in the text's own coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from natfig.core.record import dataclass, field
from natfig.qa.document import Point

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.metrics import Face
    from natfig.qa.readers._svg.style import Style
    from natfig.qa.readers._svg.textfont import Type
    from natfig.qa.readers._svg.textpath import Track

__all__ = ["NOTHING", "Chars", "Ink", "Node", "Piece", "Placed", "RunOut", "TextOut"]

Ink = tuple[float, float, float, float]

# Stands for a letter that became one with the letter before it; takes no room.
NOTHING = "\u200d"


@dataclass(slots=True)
class Piece:
    """A stretch of a run on one straight baseline, in the text's own coordinates (px, y down).

    `origin` is where its baseline starts, `angle` its direction in radians; `length`
    runs along it, `ascent` and `descent` across it; `ink` is (along0, up0, along1, up1)
    of what the glyphs really cover, or None for blanks.
    """

    origin: Point
    angle: float
    length: float
    ascent: float
    descent: float
    ink: Ink | None


@dataclass(slots=True)
class RunOut:
    """A run before it is put on the page.

    `size` is the font size in px, `element` what its first letter stands in, `opacity`
    that of the elements within the ``<text>`` around it.
    """

    text: str
    element: etree._Element
    style: Style
    face: Face
    size: float
    pieces: list[Piece]
    opacity: float = 1.0


@dataclass(slots=True)
class TextOut:
    """A laid-out text.

    `text` is what its lines say, joined by blanks; `placed` counts the letters that were
    put one by one where a word would have put them itself. `is_cut` says that it was too
    long to be laid out as a whole.
    """

    text: str = ""
    runs: list[RunOut] = field(default_factory=list)
    placed: int = 0
    is_cut: bool = False


class Node:
    """An element of a text with what its characters share.

    Attributes
    ----------
    element : Element
    style : Style
    type : Type
    parent : Node or None
    start, end : int
        Its characters, those of elements within it included.
    shift : float
        What baseline-shift comes to, of the elements around it too; px downwards.
    drop : float
        How far below the line's point its letters' own baseline lies; px downwards.
    opacity : float
        From below the ``<text>``.
    track : Track or None
        The path it follows.
    rotates : list of float
        Of its own ``rotate``, degrees.
    turner : Node or None
        The innermost element around its characters that has one.
    """

    __slots__ = (
        "drop",
        "element",
        "end",
        "opacity",
        "parent",
        "rotates",
        "shift",
        "start",
        "style",
        "track",
        "turner",
        "type",
    )

    def __init__(self, element: etree._Element, style: Style, parent: Node | None, start: int) -> None:
        self.element = element
        self.style = style
        self.type: Type
        self.parent = parent
        self.start = self.end = start
        self.shift = self.drop = 0.0
        self.opacity = 1.0
        self.track: Track | None = None
        self.rotates: list[float] = []
        self.turner: Node | None = None


@dataclass(slots=True)
class Chars:
    """The characters of a text after white space is settled, in columns.

    Parameters
    ----------
    text : list of str
        One shown character each.
    owners : list of Node
        What each stands in.
    edges : list of int
        Where the owner may change.
    spans : list of Node
        All elements, outer ones before those within them.
    x, y, dx, dy : dict of int to float
        By character, where an attribute gives one.
    is_cut : bool
    """

    text: list[str] = field(default_factory=list)
    owners: list[Node] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    spans: list[Node] = field(default_factory=list)
    x: dict[int, float] = field(default_factory=dict)
    y: dict[int, float] = field(default_factory=dict)
    dx: dict[int, float] = field(default_factory=dict)
    dy: dict[int, float] = field(default_factory=dict)
    is_cut: bool = False

    def __len__(self) -> int:
        return len(self.text)


@dataclass(slots=True)
class Placed:
    """Where each character stands, in columns.

    Parameters
    ----------
    x, y : list of float
        Start of its cell on the line's point (the dominant baseline), px.
    advance : list of float
        Length of its cell along the line, px.
    angle : list of float
        Direction of the line under it, radians; without its own rotation.
    scale : dict of int to float
        Of those that lengthAdjust stretches.
    chunks : list of int
        First character of each stretch that stands where an attribute puts it.
    hidden : set of int
        Characters off their path.
    upright : set of int
        Those that stand upright in a vertical line.
    spread : set of int
        Those that textLength drew apart.
    has_rtl : bool
        Some of it may run from right to left.
    breaks : set of int
        Where the next letter doesn't stand beside the one before it, as between a word from
        right to left and a number in it.
    """

    x: list[float]
    y: list[float]
    advance: list[float]
    angle: list[float]
    scale: dict[int, float]
    chunks: list[int]
    hidden: set[int]
    upright: set[int]
    spread: set[int]
    has_rtl: bool
    breaks: set[int]
