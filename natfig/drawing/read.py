"""The one door: the bytes of a file to a drawing, whatever its format."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache

from natfig.core.errors import DocumentError, NatfigError, Problem
from natfig.drawing.model import Drawing, Item, Label, Picture, Shape

__all__ = ["MOST_BYTES", "Disguise", "disguised_raster", "read_drawing"]

# Larger than this, a drawing is a data set or a picture.
MOST_BYTES = 50_000_000
# An image that covers this share of a drawing without text or more shapes than these is the drawing.
_COVERING, _FEW_SHAPES = 0.8, 3


@lru_cache(maxsize=16)
def read_drawing(data: bytes, name: str, page: int = 1) -> Drawing:
    """Read an SVG (also packed) or a page of a PDF.

    Parameters
    ----------
    data : bytes
    name : str
        What messages call the file.
    page : int
        Of a PDF, from 1.

    Raises
    ------
    DocumentError
        With one sentence that begins with the file's name.
    """
    try:
        return _visible(_read(data, page))
    except NatfigError as error:
        raise DocumentError([replace_file(p, name) for p in error.problems]) from None
    except RecursionError:
        raise DocumentError(f"{name}: it is nested too deep to be drawn") from None


def replace_file(problem: Problem, name: str) -> Problem:
    """Return a problem that begins with the drawing's name; its line is the spec's to give."""
    where = f"{name}, line {problem.line}" if problem.line is not None else name
    return replace(problem, message=f"{where}: {problem.message}", line=None, file=None)


def _read(data: bytes, page: int) -> Drawing:
    if len(data) > MOST_BYTES:
        raise DocumentError(f"it has {len(data) / 1e6:.0f} MB, more than a drawing needs", hint="simplify it")
    if data[:1024].lstrip().startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        from natfig.drawing._pdf.reader import read_pdf

        return read_pdf(data, page)
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data)
    head = data[:4096].lower()
    if b"<" not in head and b"<\0" not in head:
        raise DocumentError(
            "it is neither an SVG nor a PDF",
            hint="export the drawing as SVG or PDF; for pixels use kind: image",
        )
    if page != 1:
        raise DocumentError(f"an SVG has one page, and page {page} is asked for")
    from natfig.drawing._svg.reader import read_svg

    return read_svg(data)


def _unpacked(data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            out = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise DocumentError("it is packed and can't be unpacked") from None
    if len(out) > MOST_BYTES:
        raise DocumentError(f"it unpacks to more than {MOST_BYTES // 1_000_000} MB")
    return out


# ---------------------------------------------------------------- what can be seen


def _visible(drawing: Drawing) -> Drawing:
    """Leave out what lies beside the page or is clipped away altogether."""
    return replace(drawing, items=tuple(i for i in drawing.items if _shows(i, drawing)))


def _shows(item: Item, drawing: Drawing) -> bool:
    slack = 1e-6 * max(drawing.width, drawing.height)
    if isinstance(item, Label):
        reach = item.width + item.size
        return -reach < item.x < drawing.width + reach and -reach < item.y < drawing.height + reach
    x0, y0, x1, y1 = item_bounds(item)
    for clip in item.clips:
        a, b, c, d = clip.bounds
        x0, y0, x1, y1 = max(x0, a), max(y0, b), min(x1, c), min(y1, d)
    x0, y0, x1, y1 = max(x0, 0.0), max(y0, 0.0), min(x1, drawing.width), min(y1, drawing.height)
    return x0 <= x1 + slack and y0 <= y1 + slack


def item_bounds(item: Shape | Picture) -> tuple[float, float, float, float]:
    """Return the box of what a shape or picture covers, its clips left aside."""
    if isinstance(item, Shape):
        half = item.stroke.width / 2 if item.stroke is not None else 0.0
        x0, y0, x1, y1 = item.outline.bounds
        return x0 - half, y0 - half, x1 + half, y1 + half
    a, b, c, d, e, f = item.matrix
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class Disguise:
    """A picture that passes for a drawing: its pixels, and the mm it covers at the drawing's own size."""

    columns: int
    rows: int
    width_mm: float

    @property
    def dpi(self) -> float:
        """Its resolution at that size."""
        return self.columns / self.width_mm * 25.4


def disguised_raster(drawing: Drawing) -> Disguise | None:
    """Return the picture that a drawing consists of, or None where it is a drawing."""
    if drawing.labels or len(drawing.shapes) > _FEW_SHAPES or not drawing.pictures:
        return None
    largest = max(drawing.pictures, key=lambda p: _area(item_bounds(p)))
    box = item_bounds(largest)
    if _area(box) < _COVERING * drawing.width * drawing.height:
        return None
    rows, columns = largest.pixels.shape[:2]
    return Disguise(columns, rows, (box[2] - box[0]) * drawing.unit_mm)


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
