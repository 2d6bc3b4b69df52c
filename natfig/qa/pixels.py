"""What a picture file says of itself, read from its head: no picture library, no pixels.

Readers use `inspect_image` for pictures inside other files, too. Only
`looks_photographic` decodes pixels, and only a bounded number of them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

from natfig.qa import _pngjpeg, _tiffhead
from natfig.qa._facts import CHANNELS, ImageFacts

if TYPE_CHECKING:
    from natfig.qa.readers.base import Limits

__all__ = [
    "MOST_PIXELS",
    "ImageFacts",
    "inspect_image",
    "kind_of",
    "looks_photographic",
    "raw_looks_photographic",
]

# A compressed picture of so few bytes a pixel has large flat areas: figures drawn by
# programs take 0.01–0.15 of their raw size as PNG, photographs and micrographs more than 0.3.
_FLAT_SHARE = 0.08
# Less than this on a side is an icon, a colour bar or a few cells of data.
_SMALL_PX = 32

# Of an image inside a figure: a camera's picture, decoded in about a quarter of a second.
MOST_PIXELS = 16_000_000

_UNKNOWN = ImageFacts(None, None)


def kind_of(head: bytes) -> str:
    """Return "png", "jpeg", "gif", "webp", "tiff" or "bmp" by the first bytes, or ""."""
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if head[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:4] in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}:
        return "tiff"
    return "bmp" if head[:2] == b"BM" and len(head) > 26 and head[6:10] == b"\0\0\0\0" else ""


def inspect_image(data: bytes, limits: Limits | None = None) -> ImageFacts:
    """Return what the head of a picture says; never raises.

    Parameters
    ----------
    data : bytes
        A PNG, JPEG, GIF, WebP, TIFF or BMP file.
    limits : Limits, optional
        A picture of more pixels than these is a problem (`ImageFacts.problem`).

    Returns
    -------
    ImageFacts
        Sizes are None where the head is broken. `photographic` is False where the
        size of the file alone tells (large flat areas), else None.
    """
    kind = kind_of(data[:64])
    parsers: dict[str, Callable[[bytes], ImageFacts]] = {
        "png": _pngjpeg.png,
        "jpeg": _pngjpeg.jpeg,
        "gif": _pngjpeg.gif,
        "webp": _pngjpeg.webp,
        "tiff": _tiffhead.tiff,
        "bmp": _pngjpeg.bmp,
    }
    if kind not in parsers:
        return _UNKNOWN
    try:
        facts = parsers[kind](data)
    except (struct.error, ValueError, IndexError, OverflowError):
        return ImageFacts(None, None, encoding=kind, problem=f"the head of the {kind.upper()} is broken")
    if not facts.width_px or not facts.height_px:
        return facts.but(width_px=None, height_px=None, problem=facts.problem or "it has no pixels")
    pixels = facts.width_px * facts.height_px
    if limits is not None and pixels > limits.pixels:
        return facts.but(problem=f"it has {pixels:,} pixels; {limits.pixels:,} are looked at, at most")
    return facts.but(photographic=_by_size(facts, len(data)))


def _by_size(facts: ImageFacts, size: int) -> bool | None:
    width, height = facts.width_px or 0, facts.height_px or 0
    if facts.mode == "1" or min(width, height) < _SMALL_PX:
        return False
    if facts.encoding == "png":
        raw = width * height * facts.bits * facts.channels / 8
        return False if size < _FLAT_SHARE * raw else None
    return None


def looks_photographic(
    data: bytes, limits: Limits | None = None, most_pixels: int = MOST_PIXELS
) -> bool | None:
    """Return whether a picture is a photograph or micrograph rather than drawn.

    A photograph has hardly two equal neighbours; what a program draws has areas of one
    colour. Blocks of pixels all over the picture are looked at. Loads Pillow.

    Parameters
    ----------
    data : bytes
    limits : Limits, optional
    most_pixels : int
        Larger pictures are not decoded.

    Returns
    -------
    bool or None
        None where the pixels can't be read or are too many.
    """
    facts = inspect_image(data, limits)
    if facts.width_px is None or facts.height_px is None:
        return None
    if facts.photographic is not None:
        return facts.photographic
    if facts.width_px * facts.height_px > most_pixels:
        return None
    from natfig.qa._tone import look_at

    return look_at(data, facts).photographic


def raw_looks_photographic(data: bytes, size: tuple[int, int], mode: str) -> bool | None:
    """Return whether bare pixels are a photograph's, as `looks_photographic` does for files.

    Parameters
    ----------
    data : bytes
        Rows from the top, 8 bits a channel, as a PDF stores them unpacked.
    size : tuple of int
        Width and height in px.
    mode : str
        "L", "RGB" or "CMYK"; None is returned for others.
    """
    width, height = size
    if mode not in {"L", "RGB", "CMYK"} or len(data) < width * height * CHANNELS[mode]:
        return None
    if min(size) < _SMALL_PX:
        return False
    from natfig.qa._tone import look_at_raw

    return look_at_raw(data, size, mode)
