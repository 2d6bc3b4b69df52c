"""The directories of a TIFF or BigTIFF file.

Sources: TIFF 6.0 (1992); BigTIFF design, <https://www.awaresystems.be/imaging/tiff/bigtiff.html>.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from natfig.core.record import dataclass
from natfig.qa._facts import ImageFacts, dpi_of, icc_name

__all__ = ["described", "tiff"]

# Codes of the field types that matter: size in bytes and struct letter.
_TYPES = {
    1: (1, "B"),
    2: (1, "s"),
    3: (2, "H"),
    4: (4, "I"),
    5: (8, ""),
    7: (1, "s"),
    13: (4, "I"),
    16: (8, "Q"),
}
_MAX_FRAMES = 10_000
_MAX_ENTRIES = 4096
_MAX_VALUES = 4_000_000

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_OFFSETS, _CHANNELS, _COUNTS = 273, 277, 279
_X_RESOLUTION, _Y_RESOLUTION, _PLANAR, _UNIT = 282, 283, 284, 296
_TILE_OFFSETS, _TILE_COUNTS, _EXTRA, _FORMAT = 324, 325, 338, 339
_TEXTS = {
    269: "title",
    270: "description",
    305: "creator",
    306: "date",
    315: "author",
    316: "host",
    33432: "copyright",
}
_MAX_TEXT_BYTES = 65_536
_SUBFILE, _ICC, _PHOTOSHOP_LAYERS = 254, 34675, 37724
_COMPRESSIONS = {
    1: "none",
    2: "ccitt",
    3: "ccitt",
    4: "ccitt",
    5: "lzw",
    6: "jpeg",
    7: "jpeg",
    8: "deflate",
    32773: "packbits",
    32946: "deflate",
    34712: "jpeg2000",
    34887: "lerc",
    34925: "lzma",
    50000: "zstd",
    50001: "webp",
    50002: "jpegxl",
}
_PHOTOMETRICS = {0: "L", 1: "L", 2: "RGB", 3: "P", 4: "1", 5: "CMYK", 6: "YCbCr", 8: "LAB", 9: "LAB"}

_Value = tuple[int, ...] | tuple[float, ...] | bytes


@dataclass(frozen=True, slots=True)
class _Form:
    """Byte order and widths of a file."""

    order: str
    is_big: bool

    @classmethod
    def of(cls, data: bytes) -> _Form:
        order = {b"II": "<", b"MM": ">"}.get(data[:2])
        if order is None:
            raise ValueError("not a TIFF")
        version = struct.unpack_from(order + "H", data, 2)[0]
        if version not in {42, 43}:
            raise ValueError("not a TIFF")
        return cls(order, version == 43)

    def first(self, data: bytes) -> int:
        """Return where the first directory is."""
        return int(
            struct.unpack_from(self.order + ("Q" if self.is_big else "I"), data, 8 if self.is_big else 4)[0]
        )


def _directory(data: bytes, form: _Form, at: int) -> tuple[dict[int, _Value], int]:
    """Return the tags of one directory and where the next one is (0: none)."""
    order = form.order
    head, letter, entry = (8, "Q", 20) if form.is_big else (2, "H", 12)
    count = struct.unpack_from(order + letter, data, at)[0]
    if count > _MAX_ENTRIES:
        raise ValueError("too many tags")
    tags: dict[int, _Value] = {}
    for i in range(count):
        place = at + head + i * entry
        tag, kind, number = struct.unpack_from(order + ("HHQ" if form.is_big else "HHI"), data, place)
        value = _value(data, form, kind, number, place + (12 if form.is_big else 8))
        if value is not None:
            tags.setdefault(tag, value)
    after = at + head + count * entry
    step = (
        struct.unpack_from(order + ("Q" if form.is_big else "I"), data, after)[0] if after < len(data) else 0
    )
    return tags, int(step)


def _value(data: bytes, form: _Form, kind: int, number: int, place: int) -> _Value | None:
    if kind not in _TYPES or not 0 < number <= _MAX_VALUES:
        return None
    size, letter = _TYPES[kind]
    room = 8 if form.is_big else 4
    if size * number > room:
        place = struct.unpack_from(form.order + ("Q" if form.is_big else "I"), data, place)[0]
    if place + size * number > len(data):
        return None
    if kind == 5:
        parts = struct.unpack_from(f"{form.order}{2 * number}I", data, place)
        return tuple(a / b if b else 0.0 for a, b in zip(parts[::2], parts[1::2], strict=True))
    if letter == "s":
        return bytes(data[place : place + number])
    return struct.unpack_from(f"{form.order}{number}{letter}", data, place)


def _ints(tags: Mapping[int, _Value], tag: int, default: tuple[int, ...] = ()) -> tuple[int, ...]:
    value = tags.get(tag, default)
    return tuple(int(v) for v in value)


def _one(tags: Mapping[int, _Value], tag: int, default: int) -> int:
    return next(iter(_ints(tags, tag)), default)


def _dpi(tags: Mapping[int, _Value]) -> tuple[float, float] | None:
    x, y = (next(iter(tags.get(t, ())), 0.0) for t in (_X_RESOLUTION, _Y_RESOLUTION))
    # Without a unit tag the format's default is the inch.
    scale = {2: 1.0, 3: 2.54}.get(_one(tags, _UNIT, 2))
    return None if scale is None else dpi_of(float(x) * scale, float(y or x) * scale)


def described(data: bytes) -> tuple[tuple[float, float] | None, dict[str, str]]:
    """Return the resolution in dpi and the texts in the first directory (of Exif data, too)."""
    form = _Form.of(data)
    tags = _directory(data, form, form.first(data))[0]
    return _dpi(tags), _texts(tags)


def _texts(tags: Mapping[int, _Value]) -> dict[str, str]:
    found = {}
    for tag, name in _TEXTS.items():
        raw = tags.get(tag)
        if isinstance(raw, bytes) and (
            text := raw[:_MAX_TEXT_BYTES].strip(b"\0 ").decode("utf-8", "replace")
        ):
            found[name] = text
    return found


def tiff(data: bytes) -> ImageFacts:
    """Return the facts of the first picture of a TIFF."""
    form = _Form.of(data)
    at, seen, frames = form.first(data), set[int](), 0
    first: dict[int, _Value] | None = None
    problem = None
    while at and at not in seen and len(seen) < _MAX_FRAMES:
        seen.add(at)
        try:
            tags, at = _directory(data, form, at)
        except (struct.error, ValueError):
            if first is None:
                raise
            problem = "its later pages are broken"
            break
        if _one(tags, _SUBFILE, 0) & 5 and first is not None:
            continue  # a thumbnail or a mask of the picture before it
        frames += 1
        first = first if first is not None else tags
    if first is None or _WIDTH not in first:
        raise ValueError("no picture")
    return _facts(first, form, frames).but(problem=problem or _cut(first, len(data)))


def _facts(tags: Mapping[int, _Value], form: _Form, frames: int) -> ImageFacts:
    extras = {"bigtiff": "yes"} if form.is_big else {}
    channels = _one(tags, _CHANNELS, 1)
    if _one(tags, _PLANAR, 1) == 2 and channels > 1:
        extras["planar"] = "yes"
    if _PHOTOSHOP_LAYERS in tags:
        extras["layers"] = "yes"
    extras |= _texts(tags)
    profile = tags.get(_ICC)
    return ImageFacts(
        _one(tags, _WIDTH, 0),
        _one(tags, _HEIGHT, 0),
        _mode(tags, channels),
        "tiff",
        None,
        max(_ints(tags, _BITS, (1,)) or (1,)),
        _dpi(tags),
        _COMPRESSIONS.get(_one(tags, _COMPRESSION, 1), "unknown"),
        frames,
        icc_name(profile) if isinstance(profile, bytes) else None,
        extras=extras,
    )


def _mode(tags: Mapping[int, _Value], channels: int) -> str:
    base = _PHOTOMETRICS.get(_one(tags, _PHOTOMETRIC, 1), "")
    bits, form = max(_ints(tags, _BITS, (1,)) or (1,)), _one(tags, _FORMAT, 1)
    if base in {"L", "1"} and channels == 1:
        if form == 3:
            return "F"
        return "1" if bits == 1 else "L" if bits <= 8 else "I;16" if bits <= 16 else "I"
    extra = _ints(tags, _EXTRA)
    alphas = {"L": "LA", "P": "PA", "RGB": "RGBA"}
    usual = {"L": 1, "P": 1, "RGB": 3}.get(base)
    if usual is not None and channels > usual:
        if extra and extra[0] == 0 and base == "RGB":
            return "RGBX"
        return alphas[base]
    return base


def _cut(tags: Mapping[int, _Value], size: int) -> str | None:
    """Return what is wrong when pixels lie behind the end of the file."""
    for offsets, counts in ((_OFFSETS, _COUNTS), (_TILE_OFFSETS, _TILE_COUNTS)):
        if offsets in tags:
            starts, sizes = _ints(tags, offsets), _ints(tags, counts)
            ends = [a + b for a, b in zip(starts, sizes, strict=False)]
            return "it is cut short" if not ends or max(ends) > size else None
    return "it has no pixels"
