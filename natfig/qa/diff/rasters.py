"""What differs between two raster images: size, mode, resolution, pixels."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.errors import DocumentError
from natfig.core.io import hash_bytes, read_bounded
from natfig.core.units import MM_PER_IN
from natfig.qa.diff.change import Change
from natfig.qa.diff.pixels import PixelDifference, Place, compare_pixels
from natfig.qa.diff.words import arrow, count, length, number
from natfig.qa.document import Box, Document, Raster
from natfig.qa.readers.base import LIMITS

__all__ = ["compare_rasters", "pixels_message"]

# Resolutions are stored as ratios of whole numbers, or in dots a metre.
_SAME_DPI = 0.5
# Where a picture states no resolution its pixels are taken as those of a screen.
_DEFAULT_DPI = 96.0


def _dpi(raster: Raster) -> str:
    if raster.dpi is None:
        return "no resolution tag"
    x, y = raster.dpi
    return f"{number(x, 1)} dpi" if abs(x - y) <= _SAME_DPI else f"{number(x, 1)} × {number(y, 1)} dpi"


def _head(a: Raster, b: Raster) -> Iterator[Change]:
    if (a.width_px, a.height_px) != (b.width_px, b.height_px):
        sizes = f"{a.width_px:,} × {a.height_px:,} px", f"{b.width_px:,} × {b.height_px:,} px"
        yield Change("resized", "pixels", f"the picture has {sizes[1]} instead of {sizes[0]}", *sizes)
    if (a.dpi is None) != (b.dpi is None) or (
        a.dpi is not None
        and b.dpi is not None
        and max(abs(a.dpi[0] - b.dpi[0]), abs(a.dpi[1] - b.dpi[1])) > _SAME_DPI
    ):
        said = arrow(_dpi(a), _dpi(b))
        yield Change("changed", "resolution", f"resolution: {said}", _dpi(a), _dpi(b))
    modes = f"{a.mode}, {a.bits} bits", f"{b.mode}, {b.bits} bits"
    if modes[0] != modes[1]:
        yield Change("changed", "mode", f"colour mode: {arrow(*modes)}", *modes)
    if a.frames != b.frames:
        yield Change(
            "changed", "page", f"the file has {b.frames:,} frames instead of {a.frames:,}", a.frames, b.frames
        )


def pixels_message(found: PixelDifference, what: str, places: str) -> str:
    """Return in words that pixels differ."""
    share = 100 * found.pixels / max(1, found.total)
    percent = f"{share:.2g} %" if share >= 0.01 else "less than 0.01 %"
    return f"{what} differs in {count(found.pixels, 'pixel')} ({percent}){places}"


def compare_rasters(
    old: Document, new: Document, tolerance_mm: float, data: tuple[bytes, bytes] | None = None
) -> Iterator[Change | str]:
    """Yield changes between two raster images, and what could not be compared as a string.

    `data` are the files, where they are not on disk.
    """
    a, b = old.raster, new.raster
    if a is None or b is None:
        return
    yield from _head(a, b)
    if (a.width_px, a.height_px) != (b.width_px, b.height_px):
        yield "pixels: the pictures have different numbers of them"
        return
    try:
        one, two = data or (read_bounded(d.path, LIMITS.file_bytes, "figure") for d in (old, new))
    except DocumentError as error:
        yield f"pixels: {error.problems[0].message}"
        return
    if hash_bytes(one) == hash_bytes(two):
        return
    dpi = max(a.dpi) if a.dpi is not None else _DEFAULT_DPI
    radius = max(1, round(tolerance_mm * dpi / MM_PER_IN)) if tolerance_mm > 0 else 0
    found = compare_pixels(one, two, radius_px=radius, exact=tolerance_mm <= 0)
    if found.reason:
        yield f"pixels: {found.reason}"
    elif found.pixels:
        yield from _pixel_changes(found, new)


def _pixel_changes(found: PixelDifference, new: Document) -> Iterator[Change]:
    raster = new.raster
    x_dpi, y_dpi = raster.dpi if raster is not None and raster.dpi is not None else (_DEFAULT_DPI,) * 2

    def box(place: Place) -> Box:
        x0, y0, x1, y1 = place
        return Box(
            x0 / x_dpi * MM_PER_IN, y0 / y_dpi * MM_PER_IN, x1 / x_dpi * MM_PER_IN, y1 / y_dpi * MM_PER_IN
        )

    where = f" in {count(len(found.places), 'place')}"
    message = pixels_message(found, "the picture", where)
    yield Change("changed", "pixels", message, count=found.pixels)
    for place in found.places:
        b = box(place)
        at = f"{number(b.x0, 1)}, {number(b.y0, 1)} mm"
        message = f"pixels differ at {at} from the top left, on {length(b.w)} × {length(b.h)}"
        yield Change("changed", "pixels", message, box=b, old_box=b)
