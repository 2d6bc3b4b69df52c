"""PNG and JPEG through Pillow."""

from __future__ import annotations

import contextlib
import struct
import warnings
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.core.errors import DataError
from natfig.images.facts import ImageFacts, PixelSize, Region
from natfig.images.metadata import PRINTER_UM
from natfig.images.tiff import opaque

if TYPE_CHECKING:
    from PIL import Image

    from natfig.data.files import DataFile

__all__ = ["flat_facts", "read_flat"]

# These formats are decoded as a whole, a crop or not; three bytes a pixel make 600 MB.
MOST_DECODED = 200_000_000
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    TypeError,
    struct.error,
    zlib.error,
    MemoryError,
)
_GREY = {"1": 1, "L": 8, "I;16": 16, "I;16B": 16, "I": 16}


@contextlib.contextmanager
def _opened(file: DataFile | ImageFacts, form: str) -> Iterator[Image.Image]:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Sizes are judged here, by limits of our own.
            warnings.simplefilter("ignore")
            with Image.open(file.path, formats=[form.upper()]) as picture:
                yield picture
    except Image.DecompressionBombError:
        raise DataError(
            f"{file.name} is larger than {MOST_DECODED // 1_000_000} megapixels",
            hint="save it as TIFF, from which natfig reads a crop alone",
        ) from None
    except _BROKEN as error:
        reason = " ".join(str(error).split())[:160]
        raise DataError(
            f"{file.name} is not a readable {form.upper()}: {reason}", hint="copy it again, or save it anew"
        ) from None


def flat_facts(file: DataFile, form: str, head: bytes) -> ImageFacts:
    """Read the header of a PNG or JPEG.

    Parameters
    ----------
    file : DataFile
    form : str
        "png" or "jpeg".
    head : bytes
        The file's first bytes.

    Raises
    ------
    DataError
        If it is damaged, too large, CMYK, or has 16 bits for each colour (Pillow would halve them).
    """
    with _opened(file, form) as picture:
        width, height = picture.size
        mode, info = picture.mode, {str(k): v for k, v in picture.info.items()}
    if width * height > MOST_DECODED:
        raise DataError(
            f"{file.name} is {width:,} × {height:,} px, which has to be decoded as a whole",
            hint="save it as TIFF, from which natfig reads a crop alone",
        )
    if mode in ("CMYK", "YCCK", "LAB", "HSV"):
        raise DataError(
            f"{file.name} is {mode}, whose colours depend on a device",
            hint="convert it to RGB with the right profile in the program it comes from",
        )
    # IHDR: bit depth and colour type follow width and height (PNG specification, 11.2.1).
    if form == "png" and len(head) > 25 and head[24] == 16 and head[25] in (2, 4, 6):
        raise DataError(
            f"{file.name} is a PNG with 16 bits for each of several samples, which can't be read in full",
            hint="save it as TIFF",
        )
    grey = mode in _GREY
    bits = _GREY.get(mode, 8)
    note = "palette colours" if mode == "P" else None
    if mode in ("LA", "RGBA", "PA") or "transparency" in info:
        note = "transparency on white"
        grey = mode == "LA"
    size, why = _pixel_size(info, form)
    return ImageFacts(
        file.path, file.name, form, width, height, "uint16" if bits == 16 else "uint8", bits,
        is_color=not grey, pixel_size=size, pixel_note=why, note=note,
    )  # fmt: skip


def _pixel_size(info: dict[str, Any], form: str) -> tuple[PixelSize | None, str | None]:
    """Return the pixel size of a PNG's pHYs chunk; a JPEG's density is a printer's."""
    dpi = info.get("dpi")
    if not isinstance(dpi, tuple) or len(dpi) != 2 or min(float(v) for v in dpi) <= 0:
        return None, None
    x_um, y_um = (25_400.0 / float(v) for v in dpi)
    if form == "png" and max(x_um, y_um) <= PRINTER_UM:
        return PixelSize(x_um, y_um, "PNG resolution"), None
    return None, f"its {float(dpi[0]):.0f} dpi are for printers, not a pixel size"


def read_flat(facts: ImageFacts, region: Region) -> np.ndarray:
    """Return a region: shape (rows, columns), or (rows, columns, 3) of a colour image; values as stored."""
    with _opened(facts, facts.form) as picture:
        box = (region.x, region.y, region.x + region.width, region.y + region.height)
        if facts.is_color:
            wanted = "RGBA" if facts.note == "transparency on white" else "RGB"
            part = picture.convert(wanted).crop(box)
            return opaque(np.asarray(part))
        if picture.mode == "LA":
            grey = np.asarray(picture.convert("RGBA").crop(box))
            return np.ascontiguousarray(opaque(grey)[..., 0])
        if picture.mode == "1":
            return np.asarray(picture.convert("L").crop(box))
        values = np.asarray(picture.crop(box))
        return values.astype(np.uint16) if facts.bits == 16 else values
