"""What is known of a picture from its head."""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import replace
from typing import Any

from natfig.core.record import dataclass, field

__all__ = ["CHANNELS", "ImageFacts", "dpi_of", "icc_name"]

CHANNELS = {
    **dict.fromkeys(("1", "L", "P", "I;16", "I", "F"), 1),
    **dict.fromkeys(("LA", "PA"), 2),
    **dict.fromkeys(("RGB", "YCbCr", "LAB"), 3),
    **dict.fromkeys(("RGBA", "RGBX", "CMYK"), 4),
}
"""Channels of a mode."""

# An ICC profile is a few kB; with tables for print up to a few MB.
_MAX_PROFILE_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """A picture as its head describes it.

    Parameters
    ----------
    width_px, height_px : int or None
        None where they can't be told.
    mode : str
        "1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX" (a fourth channel of no stated
        use), "CMYK", "YCbCr", "LAB", "I;16", "I", "F"; "" where unknown.
    encoding : str
        "png", "jpeg", "gif", "webp", "tiff", "bmp"; "" where unknown.
    photographic : bool or None
    bits : int
        Per channel.
    dpi : tuple of float or None
        (horizontal, vertical); None without a tag.
    compression : str
        "none", "deflate", "lzw", "jpeg", …
    frames : int
    icc : str or None
        Description of the embedded profile.
    quality : int or None
        Of a JPEG, 1–100, estimated from its quantization tables.
    problem : str or None
        What is wrong with it, when its head can be read all the same ("it is cut short").
    extras : mapping
        Further facts by name: "bigtiff", "planar", "layers", "transparent".
    """

    width_px: int | None
    height_px: int | None
    mode: str = ""
    encoding: str = ""
    photographic: bool | None = None
    bits: int = 8
    dpi: tuple[float, float] | None = None
    compression: str = ""
    frames: int = 1
    icc: str | None = None
    quality: int | None = None
    problem: str | None = None
    extras: dict[str, str] = field(default_factory=dict)

    @property
    def channels(self) -> int:
        """Channels a pixel has."""
        return CHANNELS.get(self.mode, 3)

    def but(self, **changes: Any) -> ImageFacts:
        """Return the same with some changes."""
        return replace(self, **changes)


def dpi_of(x: float, y: float) -> tuple[float, float] | None:
    """Return a resolution in dpi, or None where it can't be one: 1 and less are placeholders."""
    if not (math.isfinite(x) and math.isfinite(y)) or min(x, y) <= 1:
        return None
    return x, y


def icc_name(profile: bytes, *, packed: bool = False) -> str | None:
    """Return the description in an ICC profile, "" where it has none, or None where it is no profile.

    Source: ICC.1:2022, sections 7.2, 7.3 and 9.2.41.
    """
    if packed:
        try:
            profile = zlib.decompressobj().decompress(profile, _MAX_PROFILE_BYTES)
        except zlib.error:
            return None
    if profile[36:40] != b"acsp":
        return None
    try:
        count = min(struct.unpack_from(">I", profile, 128)[0], 200)
        for tag, at, size in struct.iter_unpack(">4sII", profile[132 : 132 + 12 * count]):
            if tag == b"desc":
                return _text(profile[at : at + min(size, 4096)])
    except struct.error:
        return ""
    return ""


def _text(tag: bytes) -> str:
    if tag[:4] == b"mluc":
        size, at = struct.unpack_from(">II", tag, 20)
        return tag[at : at + size].decode("utf-16-be", "replace").strip("\0 ")
    size = struct.unpack_from(">I", tag, 8)[0]
    return tag[12 : 12 + size].decode("latin-1").strip("\0 ")
