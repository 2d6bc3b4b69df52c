"""What an image in a PDF is: how it is packed, in which mode, and whether it is a photograph.

Source: ISO 32000-1, sections 8.9.5 and 7.4.
"""

from __future__ import annotations

from typing import Any

from natfig.qa.pixels import MOST_PIXELS, inspect_image, looks_photographic, raw_looks_photographic
from natfig.qa.readers._pdf.colors import Space
from natfig.qa.readers._pdf.filters import DamagedError, TooLargeError, raw_bytes, unpacked
from natfig.qa.readers._pdf.objects import child, number

__all__ = ["encoding_of", "look_at", "mode_of"]

_ENCODINGS = {
    "DCTDecode": "jpeg",
    "JPXDecode": "jpx",
    "CCITTFaxDecode": "ccitt",
    "JBIG2Decode": "jbig2",
    "FlateDecode": "png",
    "LZWDecode": "lzw",
    "RunLengthDecode": "packbits",
}
_WITH_ALPHA = {"RGB": "RGBA", "L": "LA", "P": "PA"}


def encoding_of(filters: list[str]) -> str:
    """Return how an image is packed, by its innermost filter."""
    return _ENCODINGS.get(filters[-1], "raw") if filters else "raw"


def mode_of(colors: Space | None, bits: int, *, is_mask: bool, has_alpha: bool) -> str:
    """Return Pillow's word for an image's pixels; "" where its colour space can't be told."""
    mode = colors.mode if colors is not None else ""
    if is_mask or (bits == 1 and mode == "L"):
        return "1"
    return _WITH_ALPHA.get(mode, mode) if has_alpha else mode


def look_at(obj: Any, filters: list[str], colors: Space | None) -> tuple[bool | None, int | None]:
    """Return whether an image XObject is a photograph, and the quality of its JPEG.

    Both are None where that can't be told within bounds.
    """
    width, height = int(number(child(obj, "/Width"))), int(number(child(obj, "/Height")))
    if not 0 < width * height <= MOST_PIXELS:
        return None, None
    try:
        if filters == ["DCTDecode"]:
            data = raw_bytes(obj)
            facts = inspect_image(data)
            seen = facts.photographic
            return (looks_photographic(data) if seen is None else seen), facts.quality
        mode = colors.mode if colors is not None else ""
        if mode in {"L", "RGB", "CMYK"} and int(number(child(obj, "/BitsPerComponent"), 8)) == 8:
            data = unpacked(obj, 8 * MOST_PIXELS)
            return raw_looks_photographic(data, (width, height), mode), None
    except (DamagedError, TooLargeError):
        return None, None
    return None, None
