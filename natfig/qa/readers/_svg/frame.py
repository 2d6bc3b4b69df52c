"""What the children of an element stand in, and the page around all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from natfig.core import lazyre
from natfig.core.record import dataclass, field
from natfig.core.units import MM_PER_IN, PX_PER_IN
from natfig.qa.document import Box, Page
from natfig.qa.geometry import Matrix, multiply, viewbox_matrix

if TYPE_CHECKING:
    from natfig.qa.readers._svg.style import Style

__all__ = ["MAX_MM", "MM_PER_PX", "NOWHERE", "Frame", "met", "number", "page_of", "viewbox_of"]

MM_PER_PX = MM_PER_IN / PX_PER_IN

# A length on the page beyond which nothing is drawn by anyone: 100 km.
MAX_MM = 1e8
NOWHERE = Box(-MAX_MM, -MAX_MM, -MAX_MM, -MAX_MM)

# Sides of a page and of what is shown of a drawing, in px or user units: an atom, the Earth.
_LEAST, _MOST = 1e-6, 1e12

_LENGTH = lazyre.compile(
    r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(mm|cm|in|pt|pc|px|Q|q|%|em|ex|rem)?\s*"
)
_PX = {
    "": 1.0, "px": 1.0, "in": PX_PER_IN, "mm": 1 / MM_PER_PX, "cm": 10 / MM_PER_PX, "pt": PX_PER_IN / 72,
    "pc": PX_PER_IN / 6, "Q": 0.25 / MM_PER_PX, "q": 0.25 / MM_PER_PX, "em": 16.0, "rem": 16.0, "ex": 8.0,
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Frame:
    """What the children of one element inherit.

    Parameters
    ----------
    children : iterator or None
        What is drawn in it; None: the children of the element it was made for.
    style : Style
    matrix : Matrix
        User units to mm.
    key : int
        The same for frames that paint alike: group, panel, clip, opacity and glyphs.
    group, panel, clip
        As in `natfig.qa.document.Paint`.
    opacity : float
        Of all parents.
    is_text : bool
        Within the outline of a glyph.
    viewport : tuple of float
        Width and height that percentages are of, in user units.
    chain : tuple
        What the uses around it refer to.
    mark : tuple or None
        The group's id, and how many shapes and texts there were before it.
    known : dict
        What was worked out for children that look alike.
    """

    children: Iterator[Any] | None
    style: Style
    matrix: Matrix
    key: int
    group: str
    panel: str | None
    clip: Box | None
    opacity: float
    is_text: bool
    viewport: tuple[float, float]
    chain: tuple[Any, ...] = ()
    mark: tuple[str, int, int] | None = None
    known: dict[Any, Any] = field(default_factory=dict)


def page_of(root: Any, sheet: dict[str, str] | None = None) -> tuple[Page, tuple[float, float], Matrix]:
    """Return the page, the size of its user space and the matrix from there to mm.

    A file that states no size and has a viewBox is taken at one CSS pixel a unit, as
    Inkscape and most converters do; its `Page.unit` is "none".

    Parameters
    ----------
    root : Element
    sheet : dict, optional
        A width and height that CSS gives; they win over the attributes.
    """
    width, unit = _side((sheet or {}).get("width") or root.get("width"))
    height, _ = _side((sheet or {}).get("height") or root.get("height"))
    viewbox = viewbox_of(root.get("viewBox"))
    stated = width is not None and height is not None
    if viewbox is not None:
        ratio = viewbox[3] / viewbox[2]
        if width is None and height is None:
            width, height = viewbox[2], viewbox[3]
        elif width is None and height is not None:
            width = height / ratio
        elif height is None and width is not None:
            height = width * ratio
    if width is None or height is None:
        page = Page(None, None, unit)
        # The default size of a replaced element, CSS 2.2 section 10.3.2.
        size = (width or 300.0, height or 150.0)
    else:
        page = Page(width * MM_PER_PX, height * MM_PER_PX, unit if stated else "none")
        size = (width, height)
    matrix: Matrix = (MM_PER_PX, 0.0, 0.0, MM_PER_PX, 0.0, 0.0)
    if viewbox is None:
        return page, size, matrix
    inner = viewbox_matrix(viewbox, 0.0, 0.0, *size, root.get("preserveAspectRatio"))
    return page, (viewbox[2], viewbox[3]), multiply(matrix, inner)


def _side(text: str | None) -> tuple[float | None, str]:
    """Return a page's side in px and the unit it is given in ("none" where it isn't)."""
    if text is None or text.strip() == "auto":
        return None, "none"
    match = _LENGTH.fullmatch(text)
    if match is None:
        return None, "none"
    value, unit = float(match[1]), match[2] or ""
    if unit == "%":
        return None, "%"
    px = value * _PX[unit]
    return (px, unit) if _LEAST < px < _MOST else (None, "none")


def viewbox_of(text: str | None) -> tuple[float, float, float, float] | None:
    """Return a viewBox; None where there is none or it is of no use."""
    if text is None:
        return None
    try:
        numbers = [float(word) for word in text.replace(",", " ").split()]
    except ValueError:
        return None
    if len(numbers) != 4 or not all(abs(n) < _MOST for n in numbers[:2]):
        return None
    if not all(_LEAST < n < _MOST for n in numbers[2:]):
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def number(text: str | None) -> float | None:
    """Return a bare number; 0 for an attribute that is left out; None for a length with a unit."""
    if text is None:
        return 0.0
    try:
        return float(text)
    except ValueError:
        return None


def met(a: Box | None, b: Box) -> Box:
    """Return what two clips leave; a place off every page where that is nothing."""
    if a is None:
        return b
    return a.meet(b) or NOWHERE
