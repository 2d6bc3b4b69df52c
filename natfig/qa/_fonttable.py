"""What is known of one font face, as a small binary table.

A table holds facts only (widths, boxes, kerning), no outlines. The tables natfig brings
along lie in ``styles/fonts/metrics``; those of installed fonts are kept in the user's
cache. Both have the same form, so that neither needs a font library when it is read::

    magic "NFM1" | length of the rest when unpacked (uint32) | zlib:
      units an em, ascent, descent, cap height, x height        5 × int16
      characters, glyphs, kern pairs, length of the name        4 × uint32
      name (UTF-8)
      code points            uint32 × characters, ascending
      glyph of each          uint16 × characters
      advance                uint16 × glyphs
      is a mark              uint8  × glyphs
      ink x0, y0, x1, y1     int16  × 4 × glyphs (x0 > x1: no ink)
      left << 16 | right     uint32 × pairs
      kern                   int16  × pairs

Numbers are little-endian and in font units, y upwards.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array

from natfig.core.record import dataclass, field

__all__ = ["BLANK", "Table", "pack", "unpack"]

_MAGIC = b"NFM1"
_HEAD = struct.Struct("<4sI")
_BODY = struct.Struct("<5h4I")
# Larger than any table natfig writes; a damaged length must not fill the memory.
_MAX_BYTES = 16_000_000

BLANK = (1, 0, 0, 0)
"""The ink box of a glyph without ink."""


@dataclass(slots=True)
class Table:
    """Metrics of one face in font units.

    Parameters
    ----------
    name : str
        Family, style and version of the font they were read from.
    upem : int
        Units an em.
    ascent, descent : int
        Above and below the baseline, both positive.
    cap_height, x_height : int
    glyphs : dict of str to int
        Character → glyph number.
    advances : array of uint16, by glyph
    marks : array of uint8, by glyph
        1 for combining marks, which take no room of their own.
    ink : array of int16, four a glyph
    kerns : dict of int to int
        ``left << 16 | right`` → what is added between the two.
    """

    name: str
    upem: int
    ascent: int
    descent: int
    cap_height: int
    x_height: int
    glyphs: dict[str, int]
    advances: array[int] = field(default_factory=lambda: array("H"))
    marks: array[int] = field(default_factory=lambda: array("B"))
    ink: array[int] = field(default_factory=lambda: array("h"))
    kerns: dict[int, int] = field(default_factory=dict)


def _raw(values: array[int]) -> bytes:
    if sys.byteorder == "big":
        values = array(values.typecode, values)
        values.byteswap()
    return values.tobytes()


def _int32() -> str:
    """Return the array type code of four-byte unsigned numbers on this machine."""
    return "I" if array("I").itemsize == 4 else "L"


def pack(table: Table) -> bytes:
    """Return a table as bytes; equal tables give equal bytes."""
    name = table.name.encode()
    codes = sorted(table.glyphs)
    pairs = sorted(table.kerns)
    wide = _int32()
    body = b"".join(
        (
            _BODY.pack(
                table.upem,
                table.ascent,
                table.descent,
                table.cap_height,
                table.x_height,
                len(codes),
                len(table.advances),
                len(pairs),
                len(name),
            ),
            name,
            _raw(array(wide, [ord(c) for c in codes])),
            _raw(array("H", [table.glyphs[c] for c in codes])),
            _raw(table.advances),
            _raw(table.marks),
            _raw(table.ink),
            _raw(array(wide, pairs)),
            _raw(array("h", [table.kerns[p] for p in pairs])),
        )
    )
    return _HEAD.pack(_MAGIC, len(body)) + zlib.compress(body, 9)


def unpack(data: bytes) -> Table:
    """Return the table in `data`.

    Raises
    ------
    ValueError
        If the bytes are not a whole table.
    """
    try:
        magic, size = _HEAD.unpack_from(data)
        if magic != _MAGIC or size > _MAX_BYTES:
            raise ValueError("not a table of font metrics")
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(data[_HEAD.size :], size + 1)
        upem, ascent, descent, cap, low, characters, glyphs, pairs, letters = _BODY.unpack_from(body)
        widths = (
            letters,
            4 * characters,
            2 * characters,
            2 * glyphs,
            glyphs,
            8 * glyphs,
            4 * pairs,
            2 * pairs,
        )
        whole = unpacker.eof and len(body) == size == _BODY.size + sum(widths)
        if not whole or upem < 1:
            raise ValueError("a damaged table of font metrics")
        parts: list[bytes] = []
        at = _BODY.size
        for width in widths:
            parts.append(body[at : at + width])
            at += width
        name = parts[0].decode()
        wide = _int32()
        codes, numbers, advances, marks, ink, keys, kerns = (
            _column(code, part)
            for code, part in zip((wide, "H", "H", "B", "h", wide, "h"), parts[1:], strict=True)
        )
        found = dict(zip(map(chr, codes), numbers, strict=True))
    except (struct.error, zlib.error, OverflowError) as error:
        raise ValueError(f"a damaged table of font metrics: {error}") from None
    if numbers and max(numbers) >= glyphs:
        raise ValueError("a damaged table of font metrics")
    between = dict(zip(keys, kerns, strict=True))
    return Table(name, upem, ascent, descent, cap, low, found, advances, marks, ink, between)


def _column(code: str, raw: bytes) -> array[int]:
    column: array[int] = array(code)
    column.frombytes(raw)
    if sys.byteorder == "big":
        column.byteswap()
    return column
