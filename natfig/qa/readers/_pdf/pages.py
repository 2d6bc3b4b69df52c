"""The first page: its size, its content and what lies on it as annotations.

Source: ISO 32000-1, sections 7.7.3, 12.5.5 and 14.11.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from natfig.core.findings import Severity
from natfig.core.units import MM_PER_IN, PT_PER_IN
from natfig.qa.document import Box, Note
from natfig.qa.readers._pdf.filters import DamagedError, TooLargeError, unpacked
from natfig.qa.readers._pdf.geometry import IDENTITY, Matrix, box_of, multiply
from natfig.qa.readers._pdf.layers import Layers
from natfig.qa.readers._pdf.objects import array, child, key_of, kind, matrix, name, number, numbers
from natfig.qa.readers.base import Limits

__all__ = ["Content", "Sheet", "appearances", "content", "sheet_of"]

_PT_MM = MM_PER_IN / PT_PER_IN
# US Letter, which viewers take for a page without a size.
_LETTER = (0.0, 0.0, 612.0, 792.0)
_FARTHEST_PT = 3e6
_MOST_ANNOTATIONS = 5000
_MOST_PARENTS = 64
# Annotation flags: Hidden and NoView.
_UNSEEN = 1 << 1 | 1 << 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page's box in mm from its top left, and the matrix from its user space to there."""

    box: Box
    matrix: Matrix
    is_known: bool
    resources: Any
    notes: list[Note] = field(default_factory=list)


def _inherited(page: Any, key: str) -> Any:
    """Return an entry of a page or of the nearest node above it that has one."""
    node, seen = page, set()
    for _ in range(_MOST_PARENTS):
        if node is None:
            return None
        if (found := child(node, key)) is not None:
            return found
        here = key_of(node)
        if here is not None and here in seen:
            return None
        seen.add(here)
        node = child(node, "/Parent")
    return None


def _corners(obj: Any) -> tuple[float, float, float, float] | None:
    """Return a rectangle with its corners in order, or None for one without area or beyond reason."""
    values = numbers(obj, 4)
    if values is None:
        return None
    x0, x1 = sorted((values[0], values[2]))
    y0, y1 = sorted((values[1], values[3]))
    is_sane = all(abs(v) <= _FARTHEST_PT for v in values) and x1 > x0 and y1 > y0
    return (x0, y0, x1, y1) if is_sane else None


def sheet_of(page: Any, *, has_box: bool = True) -> Sheet:
    """Return the page as it is printed: crop box, rotation and user unit applied.

    `has_box` is False where the MediaBox the page has is not its own.
    """
    notes: list[Note] = []
    media = _corners(_inherited(page, "/MediaBox")) if has_box else None
    is_known = media is not None
    if media is None:
        notes.append(Note("the page's MediaBox is missing or no box of a page; its size is not known"))
        media = _LETTER
    x0, y0, x1, y1 = media
    if (crop := _corners(_inherited(page, "/CropBox"))) is not None:
        x0, y0, x1, y1 = max(x0, crop[0]), max(y0, crop[1]), min(x1, crop[2]), min(y1, crop[3])
        if x0 >= x1 or y0 >= y1:
            notes.append(
                Note("the page's CropBox lies outside its MediaBox and is ignored", Severity.WARNING)
            )
            x0, y0, x1, y1 = media
    unit = number(child(page, "/UserUnit"), 1.0)
    s = _PT_MM * (unit if 0 < unit < 1e5 else 1.0)
    w, h = (x1 - x0) * s, (y1 - y0) * s
    # Counter-clockwise matrices would turn the other way: here y points down already.
    turn = int(number(_inherited(page, "/Rotate"))) % 360
    upright: Matrix = (s, 0.0, 0.0, -s, -x0 * s, y1 * s)
    turned: dict[int, tuple[Matrix, float, float]] = {
        90: ((0.0, 1.0, -1.0, 0.0, h, 0.0), h, w),
        180: ((-1.0, 0.0, 0.0, -1.0, w, h), w, h),
        270: ((0.0, -1.0, 1.0, 0.0, 0.0, w), h, w),
    }
    after, width, height = turned.get(turn, (IDENTITY, w, h))
    return Sheet(
        Box(0.0, 0.0, width, height),
        multiply(upright, after),
        is_known,
        _inherited(page, "/Resources"),
        notes,
    )


@dataclass(frozen=True, slots=True)
class Content:
    """A page's content; `message` says what is wrong with it, if anything."""

    data: bytes
    message: str = ""


def content(page: Any, limits: Limits, *, is_mended: bool = False) -> Content:
    """Return the content streams of a page as one.

    `is_mended` says that the file is damaged: then a page without content has lost it.
    """
    obj = child(page, "/Contents")
    streams = array(obj) or ([obj] if kind(obj) == "Stream" else [])
    if not streams and is_mended:
        return Content(b"", "the page's content is lost")
    parts: list[bytes] = []
    left = limits.file_bytes
    for stream in streams:
        try:
            parts.append(unpacked(stream, left))
        except TooLargeError:
            return Content(
                b"\n".join(parts), f"the page's content unpacks to more than {limits.file_bytes:,} bytes"
            )
        except DamagedError as error:
            parts.append(error.part)
            return Content(b"\n".join(parts), f"the page's content is damaged: {error}")
        except (RuntimeError, AttributeError, ValueError, TypeError) as error:
            return Content(b"\n".join(parts), f"the page's content can't be read: {error}")
        left -= len(parts[-1])
    return Content(b"\n".join(parts))


def appearances(page: Any, base: Matrix, layers: Layers) -> Iterator[tuple[Any, Matrix]]:
    """Yield the appearances of annotations that are seen: a form and the matrix to draw it with."""
    for annotation in array(child(page, "/Annots"))[:_MOST_ANNOTATIONS]:
        if int(number(child(annotation, "/F"))) & _UNSEEN or name(child(annotation, "/Subtype")) == "Popup":
            continue
        if not layers.is_shown(child(annotation, "/OC")):
            continue
        form = child(child(annotation, "/AP"), "/N")
        if kind(form) != "Stream":
            form = child(form, "/" + (name(child(annotation, "/AS")) or "Off"))
        rect, box = _corners(child(annotation, "/Rect")), _corners(child(form, "/BBox"))
        if kind(form) != "Stream" or rect is None or box is None:
            continue
        # The form's box, turned by its own matrix, is fitted into the annotation's rectangle.
        own = matrix(child(form, "/Matrix")) or IDENTITY
        fitted = box_of(own, *box)
        if fitted.w <= 0 or fitted.h <= 0:
            continue
        sx, sy = (rect[2] - rect[0]) / fitted.w, (rect[3] - rect[1]) / fitted.h
        fit: Matrix = (sx, 0.0, 0.0, sy, rect[0] - fitted.x0 * sx, rect[1] - fitted.y0 * sy)
        yield form, multiply(fit, base)
