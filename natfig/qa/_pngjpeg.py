"""The heads of PNG, JPEG, GIF, WebP and BMP files.

Sources: PNG (3rd edition), section 11, <https://www.w3.org/TR/png-3/>; ITU-T T.81 (JPEG)
annex B and K; JFIF 1.02; GIF89a; RFC 9649 (WebP).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from natfig.qa._facts import ImageFacts, dpi_of, icc_name

__all__ = ["bmp", "gif", "jpeg", "png", "webp"]

# A text chunk of more is no description; of more chunks, nobody reads the rest.
_MAX_TEXT_BYTES, _MAX_TEXTS = 65_536, 64
_KEYS = {"software": "creator", "creation time": "date"}
_INCH_M = 0.0254
_MAX_CHUNKS = 1_000_000
_PNG_MODES = {0: "L", 2: "RGB", 3: "P", 4: "LA", 6: "RGBA"}

# Luminance quantization of T.81, table K.1, whose multiples most encoders write.
_LUMINANCE = (
    *(16, 11, 10, 16, 24, 40, 51, 61),
    *(12, 12, 14, 19, 26, 58, 60, 55),
    *(14, 13, 16, 24, 40, 57, 69, 56),
    *(14, 17, 22, 29, 51, 87, 80, 62),
    *(18, 22, 37, 56, 68, 109, 103, 77),
    *(24, 35, 55, 64, 81, 104, 113, 92),
    *(49, 64, 78, 87, 103, 121, 120, 101),
    *(72, 92, 95, 98, 112, 100, 103, 99),
)


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield (type, start of content, length); the last one may reach past the end."""
    at = 8
    for _ in range(_MAX_CHUNKS):
        if at + 8 > len(data):
            return
        size, name = struct.unpack_from(">I4s", data, at)
        yield name, at + 8, size
        if name == b"IEND":
            return
        at += 12 + size


def png(data: bytes) -> ImageFacts:
    """Return the facts of a PNG."""
    width, height, bits, colour = struct.unpack_from(">IIBB", data, 16)
    if data[12:16] != b"IHDR" or colour not in _PNG_MODES:
        raise ValueError("not a PNG head")
    mode, dpi, icc, frames, is_whole = _PNG_MODES[colour], None, None, 1, False
    extras: dict[str, str] = {}
    for name, at, size in _chunks(data):
        if name == b"pHYs" and size >= 9:
            x, y, unit = struct.unpack_from(">IIB", data, at)
            dpi = dpi_of(x * _INCH_M, y * _INCH_M) if unit == 1 else None
        elif name == b"tRNS":
            mode = {"L": "LA", "RGB": "RGBA", "P": "PA"}.get(mode, mode)
        elif name == b"iCCP":
            label, _, rest = data[at : at + size].partition(b"\0")
            icc = icc_name(rest[1:], packed=True) or label.decode("latin-1")
        elif name == b"sRGB":
            icc = icc or "sRGB"
        elif name in {b"tEXt", b"zTXt", b"iTXt"} and len(extras) < _MAX_TEXTS:
            extras.update(_text(name, data[at : at + min(size, _MAX_TEXT_BYTES)]))
        elif name == b"acTL" and size >= 4:
            frames = struct.unpack_from(">I", data, at)[0]
        elif name == b"IEND":
            is_whole = True
    if mode == "L" and bits in {1, 16}:
        mode = "1" if bits == 1 else "I;16"
    problem = None if is_whole else "it is cut short"
    return ImageFacts(
        width, height, mode, "png", None, bits, dpi, "deflate", max(frames, 1), icc, None, problem, extras
    )


def _text(name: bytes, body: bytes) -> dict[str, str]:
    """Return the keyword (lower case, "creator" for Software) and the text of a chunk."""
    key, _, rest = body.partition(b"\0")
    charset = "latin-1"
    if name == b"iTXt":
        is_packed, rest, charset = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1], "utf-8"
    elif is_packed := name == b"zTXt":
        rest = rest[1:]
    if is_packed:
        try:
            rest = zlib.decompressobj().decompress(rest, _MAX_TEXT_BYTES)
        except zlib.error:
            return {}
    word = key.decode("latin-1").lower()
    text = rest.decode(charset, "replace").strip("\0 ")
    return {_KEYS.get(word, word): text} if text else {}


def jpeg(data: bytes) -> ImageFacts:
    """Return the facts of a JPEG."""
    size: tuple[int, int, int, int] | None = None
    dpi = exif = icc = quality = None
    extras: dict[str, str] = {}
    for marker, at, end in _segments(data):
        body = data[at:end]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            size = size or struct.unpack_from(">BHHB", body)
        elif marker == 0xDB and quality is None:
            quality = _quality(body)
        elif marker == 0xE0 and body[:5] == b"JFIF\0":
            unit, x, y = struct.unpack_from(">BHH", body, 7)
            dpi = {1: dpi_of(x, y), 2: dpi_of(x * 2.54, y * 2.54)}.get(unit)
        elif marker == 0xE1 and body[:6] == b"Exif\0\0" and exif is None:
            exif, texts = _exif(body[6:])
            extras.update(texts)
        elif marker == 0xFE and (comment := body.decode("utf-8", "replace").strip("\0 ")):
            extras.setdefault("comment", comment)
        elif marker == 0xE2 and body[:12] == b"ICC_PROFILE\0" and icc is None:
            icc = icc_name(body[14:])
    if size is None:
        raise ValueError("no frame")
    bits, height, width, components = size
    mode = {1: "L", 3: "RGB", 4: "CMYK"}.get(components, "")
    problem = None if data.rfind(b"\xff\xd9") > 0 else "it is cut short"
    return ImageFacts(
        width, height, mode, "jpeg", None, bits, dpi or exif, "jpeg", 1, icc, quality, problem, extras
    )


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (marker, start, end) up to the first scan."""
    at = 2
    for _ in range(_MAX_CHUNKS):
        at = data.find(b"\xff", at)
        if at < 0 or at + 4 > len(data):
            return
        marker = data[at + 1]
        if marker in {0x00, 0xFF} or 0xD0 <= marker <= 0xD7 or marker == 0x01:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in {0xD9, 0xDA}:
            return
        size = struct.unpack_from(">H", data, at + 2)[0]
        yield marker, at + 4, at + 2 + size
        at += 2 + max(size, 2)


def _quality(body: bytes) -> int | None:
    """Return the quality (1–100) whose multiple of the standard table the first table is.

    The scale is the one of the Independent JPEG Group: 50 is the table itself, 100 all ones.
    """
    if not body or body[0] & 0x0F:
        return None
    table = struct.unpack_from(">64H" if body[0] >> 4 else ">64B", body, 1)
    # Both are compared as sums, so that the zigzag order of the stored one does not matter.
    percent = 100 * sum(table) / sum(_LUMINANCE)
    if max(table) <= 1:
        return 100
    quality = (200 - percent) / 2 if percent <= 100 else 5000 / percent
    return int(min(max(round(quality), 1), 100))


def _exif(data: bytes) -> tuple[tuple[float, float] | None, dict[str, str]]:
    """Return the resolution and the texts of Exif data, which has the form of a TIFF."""
    from natfig.qa._tiffhead import described

    try:
        return described(data)
    except (struct.error, ValueError, IndexError):
        return None, {}


def gif(data: bytes) -> ImageFacts:
    """Return the facts of a GIF."""
    width, height = struct.unpack_from("<HH", data, 6)
    return ImageFacts(width, height, "P", "gif", compression="lzw")


def webp(data: bytes) -> ImageFacts:
    """Return the facts of a WebP."""
    name = data[12:16]
    if name == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return ImageFacts(width & 0x3FFF, height & 0x3FFF, "RGB", "webp", compression="webp")
    if name == b"VP8L":
        packed = struct.unpack_from("<I", data, 21)[0]
        mode = "RGBA" if packed >> 28 & 1 else "RGB"
        return ImageFacts(
            (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1, mode, "webp", compression="webp"
        )
    if name == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
        if len(data) < 30:
            raise ValueError("cut short")
        return ImageFacts(width, height, "RGBA" if data[20] & 0x10 else "RGB", "webp", compression="webp")
    raise ValueError("not a WebP head")


def bmp(data: bytes) -> ImageFacts:
    """Return the facts of a BMP."""
    width, height, _, depth = struct.unpack_from("<iiHH", data, 18)
    mode = {1: "1", 4: "P", 8: "P", 32: "RGBA"}.get(depth, "RGB")
    return ImageFacts(abs(width), abs(height), mode, "bmp", bits=1 if depth == 1 else 8, compression="none")
