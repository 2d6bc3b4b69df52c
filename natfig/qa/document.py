"""What a reader makes of a file, whatever its format: the figure at its printed size.

All places are mm from the page's top left, y downwards; all type and line sizes
are pt (1/72 inch) as printed, transforms included. Paint order is a counter over
everything that is painted: the higher number lies on top.

What a format can't tell is listed in `Document.unmeasured`, so that a check that
needs it is reported as not measured and never as passed.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from natfig.core.findings import Severity
from natfig.core.record import dataclass, field

__all__ = [
    "Active",
    "Aspect",
    "Box",
    "Document",
    "Font",
    "Group",
    "Image",
    "Kind",
    "Link",
    "Note",
    "OutlinedText",
    "Page",
    "Paint",
    "Point",
    "Quad",
    "Raster",
    "Shapes",
    "TextElement",
    "TextRun",
]

Kind = Literal["svg", "pdf", "tiff", "png", "jpeg"]
Point = tuple[float, float]
# Four corners in order around the shape; a rotated label fills little of its upright box.
Quad = tuple[Point, Point, Point, Point]

# What a check may need of a document.
#   page        the size on paper is stated in the file
#   text        text is stored as text (or known to be absent)
#   shapes      lines and areas are stored as such
#   colors      the colours of marks are known by mark
#   images      embedded images with their pixels on paper
#   fonts       which fonts the file carries
#   structure   ids or layers say what is a panel and what is a series
#   links       references to other files
#   meta        title, description, metadata
Aspect = Literal["page", "text", "shapes", "colors", "images", "fonts", "structure", "links", "meta"]


class Box(NamedTuple):
    """An upright box in mm from the page's top left; x1 ≥ x0 and y1 ≥ y0."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def w(self) -> float:
        """Width in mm."""
        return self.x1 - self.x0

    @property
    def h(self) -> float:
        """Height in mm."""
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        """Area in mm²."""
        return self.w * self.h

    @property
    def center(self) -> Point:
        """Middle of the box."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def union(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(
            min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )

    def meet(self, other: Box) -> Box | None:
        """Return what both share, or None where they are apart."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        x1, y1 = min(self.x1, other.x1), min(self.y1, other.y1)
        return Box(x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None

    def grown(self, by: float) -> Box:
        """Return the box with `by` mm more on every side."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def holds(self, other: Box, slack: float = 0.0) -> bool:
        """Return whether `other` lies inside, to within `slack` mm."""
        return (
            other.x0 >= self.x0 - slack
            and other.y0 >= self.y0 - slack
            and other.x1 <= self.x1 + slack
            and other.y1 <= self.y1 + slack
        )

    def xywh(self) -> tuple[float, float, float, float]:
        """Return the agreed JSON form (x, y, w, h)."""
        return (self.x0, self.y0, self.w, self.h)

    @classmethod
    def around(cls, points: Sequence[Point]) -> Box:
        """Return the upright box around points (at least one)."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return cls(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Page:
    """The page a figure is printed on.

    Parameters
    ----------
    width_mm, height_mm : float or None
        None where the file doesn't say (an SVG of width "100%", a TIFF without a dpi tag).
    unit : str
        Unit the file states it in: "mm", "cm", "in", "pt", "px" (CSS pixels, 96 an
        inch), "" (a bare number, also CSS pixels), "%", or "none".
    number : int
        How many pages or frames the file has.
    """

    width_mm: float | None
    height_mm: float | None
    unit: str = "mm"
    number: int = 1

    @property
    def box(self) -> Box | None:
        """The page as a box, or None where its size is unknown."""
        if self.width_mm is None or self.height_mm is None:
            return None
        return Box(0.0, 0.0, self.width_mm, self.height_mm)


@dataclass(frozen=True, slots=True)
class TextRun:
    """A maximal piece of rendered text of one size, family and fill.

    Parameters
    ----------
    text : str
        As rendered (white space collapsed).
    size_pt : float
        Along the glyphs' up direction, all transforms included.
    family : str
        First family named, without quotes; for a PDF without its subset tag.
    families : tuple of str
        The whole stack.
    weight : str
        "normal", "bold" or a number as text ("300").
    style : str
        "normal", "italic" or "oblique".
    fill : str or None
        ``#RRGGBB``; None where it isn't one colour (a pattern) or not painted.
    opacity : float
        0–1, of the fill with all its parents.
    visible : bool
        Painted at all; False for hidden, transparent and unpainted text.
    box : Box
        Upright box of advance width by the face's ascent and descent, as a browser
        measures it.
    ink : Quad
        Four corners around the glyphs' ink along the text's own direction.
    rotation_deg : float
        Of the baseline, clockwise on the page, −180…180.
    element : int
        Index of its `TextElement`.
    order : int
        Paint order.
    group : str
        Ids of the groups around it, outermost first, joined by "/" ("panel-a/panel-a.axis-x").
    panel : str | None
        Letter of the panel it belongs to, where ids say so.
    clip : Box or None
        The part of the page it is clipped to, if any.
    measured : bool
        False when the face's widths were not at hand and another face stood in.
    line : int or None
        1-based line in the source file.
    pieces : tuple of Quad
        The ink of each line where the run breaks into several; else empty, and `ink` is all.
    """

    text: str
    size_pt: float
    family: str
    families: tuple[str, ...]
    weight: str
    style: str
    fill: str | None
    opacity: float
    visible: bool
    box: Box
    ink: Quad
    rotation_deg: float
    element: int
    order: int
    group: str = ""
    panel: str | None = None
    clip: Box | None = None
    measured: bool = True
    line: int | None = None
    pieces: tuple[Quad, ...] = ()

    @property
    def is_bold(self) -> bool:
        """Whether the weight is 600 or more."""
        return self.weight in {"bold", "bolder"} or (self.weight.isdigit() and int(self.weight) >= 600)


@dataclass(frozen=True, slots=True)
class TextElement:
    """One ``<text>`` that is rendered (a ``<use>`` renders it again), or one text object of a PDF.

    Parameters
    ----------
    text : str
        All its runs; lines are joined by a blank.
    runs : range
        Its runs in `Document.runs`.
    box : Box
    placed : int
        Characters, after the first of a line, that were given a place of their own
        (an x for every letter), so that the word falls apart when it is edited.
    line : int or None
        1-based line in the source file.
    """

    text: str
    runs: range
    box: Box
    placed: int = 0
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Paint:
    """How shapes are painted; shapes that look alike share one.

    Parameters
    ----------
    fill, stroke : str or None
        ``#RRGGBB``; None where nothing is painted (or, with a gradient or pattern,
        where it isn't one colour: then `fill_stops` or `stroke_stops` has its colours).
    fill_opacity, stroke_opacity : float
        0–1 with all parents.
    width_pt : float
        Width of the stroke as printed; 0 without a stroke.
    dashed : bool
    group : str
        Ids of the groups around it, outermost first, joined by "/".
    panel : str or None
    clip : Box or None
    fill_stops, stroke_stops : tuple of str
    is_text : bool
        The shape is the outline of a glyph.
    """

    fill: str | None
    stroke: str | None
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    width_pt: float = 0.0
    dashed: bool = False
    group: str = ""
    panel: str | None = None
    clip: Box | None = None
    fill_stops: tuple[str, ...] = ()
    stroke_stops: tuple[str, ...] = ()
    is_text: bool = False


class Shapes:
    """Every painted line and area, in columns: a figure may have half a million.

    Attributes
    ----------
    paints : list of Paint
    paint : array of int
        Index into `paints` for each shape.
    x0, y0, x1, y1 : array of float
        Box in mm of the geometry without its stroke, cut to its clip.
    order : array of int
        Paint order.
    line : array of int
        1-based line in the source file; 0 where there is none.
    """

    __slots__ = (
        "_outline",
        "_recipe",
        "_weight",
        "line",
        "order",
        "paint",
        "paints",
        "x0",
        "x1",
        "y0",
        "y1",
    )

    def __init__(self, outline: Callable[[int], list[list[Point]]] | None = None) -> None:
        self.paints: list[Paint] = []
        self.paint = array("i")
        self.x0, self.y0 = array("d"), array("d")
        self.x1, self.y1 = array("d"), array("d")
        self.order = array("q")
        self.line = array("q")
        self._outline = outline
        self._weight: Callable[[int], int] | None = None
        self._recipe: Callable[[int], Hashable] | None = None

    def __len__(self) -> int:
        return len(self.paint)

    def add(self, paint: int, box: Sequence[float], order: int, line: int = 0) -> int:
        """Append a shape and return its index."""
        self.paint.append(paint)
        self.x0.append(box[0])
        self.y0.append(box[1])
        self.x1.append(box[2])
        self.y1.append(box[3])
        self.order.append(order)
        self.line.append(line)
        return len(self.paint) - 1

    def box(self, i: int) -> Box:
        """Return the box of a shape in mm."""
        return Box(self.x0[i], self.y0[i], self.x1[i], self.y1[i])

    def paint_of(self, i: int) -> Paint:
        """Return how a shape is painted."""
        return self.paints[self.paint[i]]

    def outline(self, i: int) -> list[list[Point]]:
        """Return a shape's subpaths as points in mm, curves flattened to 0.02 mm; worked out on demand."""
        if self._outline is None:
            b = self.box(i)
            return [[(b.x0, b.y0), (b.x1, b.y0), (b.x1, b.y1), (b.x0, b.y1), (b.x0, b.y0)]]
        return self._outline(i)

    def set_outline(
        self,
        outline: Callable[[int], list[list[Point]]],
        weight: Callable[[int], int] | None = None,
        recipe: Callable[[int], Hashable] | None = None,
    ) -> None:
        """Say where `outline` gets its points from, `weight` their number, and `recipe` what they are of."""
        self._outline, self._weight, self._recipe = outline, weight, recipe

    def recipe(self, i: int) -> Hashable:
        """Return what a shape's outline is made from, or None: equal recipes, of any file, draw alike."""
        return None if self._recipe is None else self._recipe(i)

    def weight(self, i: int) -> int:
        """Return about how many points a shape's outline has, without working it out; 0 where nobody knows.

        A single path may fill megabytes: who can do without its outline asks first.
        """
        return 0 if self._weight is None else self._weight(i)

    def touching(self, box: Box, after: int = -1) -> Iterator[int]:
        """Yield shapes whose box meets `box` and that are painted after an order."""
        bx0, by0, bx1, by1 = box
        for i, (x0, y0, x1, y1, order) in enumerate(
            zip(self.x0, self.y0, self.x1, self.y1, self.order, strict=True)
        ):
            if order > after and x0 <= bx1 and x1 >= bx0 and y0 <= by1 and y1 >= by0:
                yield i


@dataclass(frozen=True, slots=True)
class Image:
    """A raster image on the page.

    Parameters
    ----------
    width_px, height_px : int or None
        None for a linked image, which is not opened.
    dpi : float or None
        The lower of the two directions, as printed.
    linked : bool
        The pixels are in another file.
    box : Box
    mode : str
        "RGB", "RGBA", "L", "CMYK", "1", …; "" where unknown.
    encoding : str
        "png", "jpeg", "raw", "ccitt", "jpx", …; "" where unknown.
    photographic : bool or None
        Many colours without flat areas (a micrograph); None where it was not looked at.
    order : int
    group : str
    panel : str or None
    href : str
        For a linked image what it names; else "".
    line : int or None
    quality : int or None
        Of a JPEG, 1–100, estimated from its quantization tables.
    """

    width_px: int | None
    height_px: int | None
    dpi: float | None
    linked: bool
    box: Box
    mode: str = ""
    encoding: str = ""
    photographic: bool | None = None
    order: int = 0
    group: str = ""
    panel: str | None = None
    href: str = ""
    line: int | None = None
    quality: int | None = None


@dataclass(frozen=True, slots=True)
class Font:
    """A font the file names or carries.

    `type` is "TrueType", "Type 1", "CFF", "Type 3", "Type 0" … for a PDF, None for an
    SVG; `used` tells whether any text of the page is set in it.
    """

    family: str
    embedded: bool
    type: str | None = None
    subset: bool = False
    used: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to something outside the file; `what` says which ("image", "stylesheet", "font")."""

    href: str
    what: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Active:
    """Something that could run when the file is opened; `what` names it ("script", "onload handler")."""

    what: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class OutlinedText:
    """A row of glyphs that are drawn as shapes.

    `glyphs` counts the glyphs, `text` is what they spell where the file still says so
    (a comment, a title, glyph names), `height_mm` the height of a capital.
    """

    glyphs: int
    box: Box
    text: str | None = None
    height_mm: float | None = None
    panel: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What the reader itself has to say; becomes a finding of the code as it stands.

    `code` is "DOC006" for what is not well formed or unsafe.
    """

    message: str
    severity: Severity = Severity.ERROR
    code: str = "DOC006"
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A named group: its id, its own box in mm (None when empty), and how many shapes and texts it holds."""

    id: str
    path: str
    box: Box | None
    shapes: int = 0
    texts: int = 0
    panel: str | None = None


@dataclass(frozen=True, slots=True)
class Raster:
    """The file itself when it is a raster image.

    Parameters
    ----------
    width_px, height_px : int
    mode : str
        "RGB", "RGBA", "L", "LA", "CMYK", "1", "P", "I;16", …
    bits : int
        Per channel.
    dpi : tuple of float or None
        (horizontal, vertical); None without a tag.
    compression : str
        "none", "lzw", "deflate", "jpeg", "packbits", "ccitt", …
    frames : int
    icc : str or None
        Description of the embedded profile.
    photographic : bool or None
    quality : int or None
        Of a JPEG, 1–100, estimated from its quantization tables.
    transparent : bool or None
        Whether any pixel lets the page through; None where it was not looked at.
    traits : tuple of str
        "bigtiff", "planar", "layers".
    """

    width_px: int
    height_px: int
    mode: str
    bits: int
    dpi: tuple[float, float] | None
    compression: str
    frames: int = 1
    icc: str | None = None
    photographic: bool | None = None
    quality: int | None = None
    transparent: bool | None = None
    traits: tuple[str, ...] = ()


@dataclass(slots=True)
class Document:
    """One file, read once; everything checks, reports and comparisons need.

    `meta` holds strings under lower-case keys ("title", "description", "creator",
    "author", "date", "producer", …), with where they come from left out.
    `empty_texts` counts ``<text>`` elements that are rendered and hold nothing (Vega writes
    them for labels it leaves out). `unmeasured` maps an aspect to the reason in words.
    `background` is the page's
    colour. `source` is the reader's own parsed form, for `--fix` and the HTML report.
    """

    path: Path
    kind: Kind
    size_bytes: int
    page: Page
    elements: list[TextElement] = field(default_factory=list)
    runs: list[TextRun] = field(default_factory=list)
    shapes: Shapes = field(default_factory=Shapes)
    images: list[Image] = field(default_factory=list)
    fonts: list[Font] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    active: list[Active] = field(default_factory=list)
    outlined: list[OutlinedText] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    raster: Raster | None = None
    background: str = "#FFFFFF"
    notes: list[Note] = field(default_factory=list)
    unmeasured: Mapping[Aspect, str] = field(default_factory=dict)
    source: Any = None
    cache: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    empty_texts: int = 0

    @property
    def text_count(self) -> int:
        """Rendered ``<text>`` elements, empty ones too."""
        return len(self.elements) + self.empty_texts

    @property
    def visible_runs(self) -> list[TextRun]:
        """Runs that are painted."""
        return [run for run in self.runs if run.visible]
