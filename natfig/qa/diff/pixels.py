"""Compares pictures pixel by pixel, within a bound of memory, and says where they differ."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["MAX_PIXELS", "PixelDifference", "compare_pixels"]

# Two pictures of this size in RGB take 600 MB; A4 at 900 dpi has 78 million pixels.
MAX_PIXELS = 100_000_000
# Rows looked at in one go.
_BAND_PX = 512
# A channel that differs by less (of 255) is the same: JPEG and colour management round so.
_SAME_LEVEL = 8
# With a tolerance edges may lie elsewhere and be smoothed otherwise, as another version of
# freetype does; what is then left must be this much lighter or darker than all around it.
_SMOOTHED_LEVEL = 48
_MAX_RADIUS_PX = 4
# Places are told in a grid of this many cells along the longer side.
_CELLS = 64
_MOST_PLACES = 40

_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "WEBP", "BMP")

Place = tuple[int, int, int, int]


@dataclass(slots=True)
class PixelDifference:
    """How two pictures of one size differ.

    Parameters
    ----------
    pixels : int
        That differ.
    total : int
    largest : int
        Difference of one channel, 0–255.
    places : list of tuple
        Boxes (x0, y0, x1, y1) in px around what differs, the larger first.
    reason : str
        Why they could not be compared; "" where they were.
    """

    pixels: int = 0
    total: int = 0
    largest: int = 0
    places: list[Place] = field(default_factory=list)
    reason: str = ""


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    from PIL import Image

    from natfig.qa._tone import silent

    # Pillow warns of large pictures and odd tags, and libtiff writes to the terminal.
    with warnings.catch_warnings(), silent(data[:2] in {b"II", b"MM"}):
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            yield image


def _flat(image: Any) -> Any:
    """Return a picture in 8-bit RGB on white, or in 16-bit grey as its upper byte."""
    from PIL import Image

    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    if image.mode in {"I;16", "I;16B", "I;16L", "I"}:
        image = image.convert("I").point(lambda v: v * (1 / 256)).convert("L")
    return image if image.mode == "RGB" else image.convert("RGB")


def compare_pixels(old: bytes, new: bytes, *, radius_px: int = 0, exact: bool = False) -> PixelDifference:
    """Return where two pictures differ.

    Parameters
    ----------
    old, new : bytes
        PNG, JPEG, TIFF, GIF, WebP or BMP files.
    radius_px : int
        Edges may lie so far elsewhere: a pixel is the same when its level lies within those
        that the other picture has around it.
    exact : bool
        Every level must be the same.
    """
    from PIL import Image

    try:
        with _opened(old) as a, _opened(new) as b:
            if a.size != b.size:
                return PixelDifference(reason="the pictures have different numbers of them")
            if a.width * a.height > MAX_PIXELS:
                return PixelDifference(reason=f"more than {MAX_PIXELS:,} pixels")
            return _compare(a, b, min(radius_px, _MAX_RADIUS_PX), exact=exact)
    except (MemoryError, Image.DecompressionBombError):
        return PixelDifference(reason="the pictures are too large")
    except Exception:  # noqa: BLE001 — a damaged picture can fail anywhere in the decoders
        return PixelDifference(reason="the pixels can't be decoded")


def _compare(a: Any, b: Any, radius: int, *, exact: bool) -> PixelDifference:
    a, b = _flat(a), _flat(b)
    out = PixelDifference(total=a.width * a.height)
    side = max(1, -(-max(a.size) // _CELLS))
    cells: set[tuple[int, int]] = set()
    for top in range(0, a.height, _BAND_PX):
        bottom = min(top + _BAND_PX, a.height)
        y0, y1 = max(0, top - radius), min(a.height, bottom + radius)
        one, two = a.crop((0, y0, a.width, y1)), b.crop((0, y0, a.width, y1))
        if one.tobytes() == two.tobytes():
            continue
        mask, largest = _mask(one, two, radius, exact=exact)
        mask = mask.crop((0, top - y0, a.width, bottom - y0))
        count = mask.histogram()[255]
        if count:
            out.pixels += count
            out.largest = max(out.largest, largest)
            _mark_cells(mask, top, side, cells)
    out.places = _places(cells, side, a.size)
    return out


def _mask(one: Any, two: Any, radius: int, *, exact: bool) -> tuple[Any, int]:
    """Return a mask, 255 where two bands differ, and the largest difference there."""
    from PIL import ImageChops, ImageFilter

    if radius == 0:
        differ = ImageChops.difference(one, two)
        limit = 0 if exact else _SAME_LEVEL
    else:
        window = 2 * radius + 1
        outside = []
        for mine, other in ((one, two), (two, one)):
            low = other.filter(ImageFilter.MinFilter(window))
            high = other.filter(ImageFilter.MaxFilter(window))
            outside += [ImageChops.subtract(low, mine), ImageChops.subtract(mine, high)]
        differ = outside[0]
        for more in outside[1:]:
            differ = ImageChops.lighter(differ, more)
        limit = _SMOOTHED_LEVEL
    bands = differ.split()
    level: Any = bands[0]
    for band in bands[1:]:
        level = ImageChops.lighter(level, band)
    return level.point([255 if v > limit else 0 for v in range(256)]), int(level.getextrema()[1])


def _mark_cells(mask: Any, top: int, side: int, cells: set[tuple[int, int]]) -> None:
    box = mask.getbbox()
    if box is None:
        return
    for y in range((top + box[1]) // side, (top + box[3] - 1) // side + 1):
        for x in range(box[0] // side, (box[2] - 1) // side + 1):
            if (x, y) in cells:
                continue
            corner = (
                x * side,
                max(0, y * side - top),
                (x + 1) * side,
                min(mask.height, (y + 1) * side - top),
            )
            if mask.crop(corner).getbbox() is not None:
                cells.add((x, y))


def _places(cells: set[tuple[int, int]], side: int, size: tuple[int, int]) -> list[Place]:
    """Return boxes around cells that touch, the larger first."""
    left, found = set(cells), []
    while left:
        waiting = [left.pop()]
        members = []
        while waiting:
            x, y = waiting.pop()
            members.append((x, y))
            near = {(x + p, y + q) for p in (-1, 0, 1) for q in (-1, 0, 1)} & left
            left -= near
            waiting += near
        xs, ys = [x for x, _ in members], [y for _, y in members]
        found.append(
            (
                min(xs) * side,
                min(ys) * side,
                min((max(xs) + 1) * side, size[0]),
                min((max(ys) + 1) * side, size[1]),
            )
        )
    found.sort(key=lambda b: (-(b[2] - b[0]) * (b[3] - b[1]), b))
    return found[:_MOST_PLACES]
