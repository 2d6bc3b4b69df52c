"""Where a glyph's ink is: the boxes of glyphs in embedded fonts, and guesses for others.

Boxes are (x0, y0, x1, y1) in em from the glyph's origin, y upwards.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from typing import Any

from natfig.core import lazyre
from natfig.core.resources import styles_dir
from natfig.qa.readers._pdf.filters import DamagedError, TooLargeError, unpacked
from natfig.qa.readers._pdf.objects import child

__all__ = ["EmBox", "Program", "arial_box", "char_proc_box", "guessed_box", "open_program"]

EmBox = tuple[float, float, float, float]

_SILENT = logging.NullHandler()

_MOST_FONT_BYTES = 40_000_000
_MOST_GLYPH_BYTES = 1_000_000

_NUM = rb"([-+]?[\d.]+)\s+"
_D1 = lazyre.compile(rb"^\s*" + _NUM * 6 + rb"d1\b")


class Program:
    """An embedded font program.

    Its glyphs are asked for by glyph id, by name or by character, whatever it knows;
    every answer is None where the font is damaged or silent.
    """

    def __init__(self, data: bytes, kind: str) -> None:
        self.ascent: float | None = None
        self.descent: float | None = None
        self._box: Callable[[Any], EmBox | None] = lambda _: None
        self._names: dict[str, Any] = {}
        self._unicode: dict[int, str] = {}
        self._codes: dict[int, str] = {}
        self._order: list[str] = []
        self._cid_keyed = False
        self.encoding: dict[int, str] = {}
        if kind == "CFF" and data[:4] != b"OTTO":
            self._open_cff(data)
        elif kind != "Type 1":
            self._open_sfnt(data)

    def _open_sfnt(self, data: bytes) -> None:
        from fontTools.ttLib import TTFont

        # Tables are read when asked for; a subset lacks most of them.
        font = TTFont(io.BytesIO(data), lazy=True, fontNumber=0)
        if "hhea" in font and "head" in font:
            em = float(font["head"].unitsPerEm) or 1000.0
            self.ascent, self.descent = font["hhea"].ascent / em, font["hhea"].descent / em
        if "CFF " in font:
            self._open_cff(font.reader["CFF "])
        elif "glyf" in font:
            self._open_glyf(font)
        if "cmap" in font:
            self._open_cmap(font["cmap"])

    def _open_glyf(self, font: Any) -> None:
        em = float(font["head"].unitsPerEm) or 1000.0
        self._order = font.getGlyphOrder()
        self._names = {name: name for name in self._order}
        table = font["glyf"]

        def box(name: str) -> EmBox | None:
            glyph = table[name]
            if not hasattr(glyph, "xMin"):
                return None
            return (glyph.xMin / em, glyph.yMin / em, glyph.xMax / em, glyph.yMax / em)

        self._box = box

    def _open_cmap(self, cmap: Any) -> None:
        for table in cmap.tables:
            where = (table.platformID, table.platEncID)
            if where in {(3, 1), (3, 10), (0, 3), (0, 4), (0, 1), (0, 0)}:
                self._unicode.update(table.cmap)
            elif where == (3, 0):
                self._codes.update({code & 0xFF: glyph for code, glyph in table.cmap.items()})
            elif where == (1, 0):
                for code, glyph in table.cmap.items():
                    self._codes.setdefault(code, glyph)

    def _open_cff(self, data: bytes) -> None:
        from fontTools.cffLib import CFFFontSet

        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(data), None)
        top = fonts[0]
        strings = top.CharStrings
        self._cid_keyed = hasattr(top, "ROS")
        matrix = list(getattr(top, "FontMatrix", None) or (0.001, 0, 0, 0.001, 0, 0))
        scale = matrix[3] if 1e-5 < abs(matrix[3]) < 1 else 0.001
        self._order = list(top.charset)
        self._names = {name: name for name in self._order}
        encoding = None if self._cid_keyed else getattr(top, "Encoding", None)
        if isinstance(encoding, list):
            self.encoding = {code: name for code, name in enumerate(encoding) if name != ".notdef"}

        def box(name: str) -> EmBox | None:
            bounds = strings[name].calcBounds(None) if name in strings else None
            if bounds is None:
                return None
            x0, y0, x1, y1 = (v * scale for v in bounds)
            return (x0, y0, x1, y1)

        self._box = box

    def _at(self, key: Any) -> EmBox | None:
        try:
            return self._box(key)
        except Exception:  # noqa: BLE001 - fontTools raises whatever a damaged glyph makes it stumble over
            return None

    def by_id(self, glyph: int) -> EmBox | None:
        """Return the box of a glyph id; of a CID-keyed font's CID."""
        if self._cid_keyed:
            return self._at(f"cid{glyph:05d}")
        return self._at(self._order[glyph]) if 0 <= glyph < len(self._order) else None

    def by_name(self, name: str) -> EmBox | None:
        """Return the box of a named glyph."""
        return self._at(name) if name in self._names else None

    def by_char(self, char: str) -> EmBox | None:
        """Return the box of a character's glyph."""
        glyph = self._unicode.get(ord(char)) if len(char) == 1 else None
        return self._at(glyph) if glyph is not None else None

    def by_code(self, code: int) -> EmBox | None:
        """Return the box of what a symbolic font has under a code."""
        glyph = self._codes.get(code)
        return self._at(glyph) if glyph is not None else None

    def name_of_code(self, code: int) -> str:
        """Return the glyph name a symbolic font has under a code, or ""."""
        return self._codes.get(code) or self.encoding.get(code, "")


def open_program(descriptor: Any) -> Program | None:
    """Return the font program of a descriptor, or None where there is none that can be read."""
    # What fontTools has to say of odd tables is not for the user.
    logging.getLogger("fontTools").addHandler(_SILENT)
    for key, kind in (("/FontFile2", "TrueType"), ("/FontFile3", "CFF"), ("/FontFile", "Type 1")):
        stream = child(descriptor, key)
        if stream is None:
            continue
        try:
            return Program(unpacked(stream, _MOST_FONT_BYTES), kind)
        except Exception:  # noqa: BLE001 - see Program._at; the advance widths are in the PDF itself
            return None
    return None


def char_proc_box(stream: Any, matrix: tuple[float, ...]) -> EmBox | None:
    """Return the box a Type 3 glyph declares for itself, or None."""
    try:
        found = _D1.match(unpacked(stream, _MOST_GLYPH_BYTES))
        values = [float(v) for v in found.groups()] if found else []
    except (DamagedError, TooLargeError, ValueError, AttributeError, TypeError):
        return None
    if not values or values[2:] == [0.0] * 4:
        return None
    xs = [matrix[0] * x + matrix[2] * y for x in values[2::2] for y in values[3::2]]
    ys = [matrix[1] * x + matrix[3] * y for x in values[2::2] for y in values[3::2]]
    return (min(xs), min(ys), max(xs), max(ys))


# Typical heights of a sans face, in em.
_X_HEIGHT, _CAP, _DESCENT, _SIDE = 0.52, 0.72, -0.21, 0.06
_SMALL = frozenset("acemnorsuvwxz")
_HANGING = frozenset("gpqyj")
_BELOW = frozenset("gpqyj()[]{}|,;Q")


def guessed_box(char: str, width: float) -> EmBox | None:
    """Return where the ink of a character is in most faces; None for a blank."""
    if not char.strip():
        return None
    first = char[0]
    if first in "-–—−=+~<>":
        low, high = 0.15, 0.55
    elif first in ".,_":
        low, high = (-0.15 if first != "." else 0.0), 0.12
    else:
        low = _DESCENT if first in _BELOW else 0.0
        high = _X_HEIGHT if first in _SMALL or first in _HANGING else _CAP
    return (_SIDE * width, low, (1 - _SIDE) * width, high)


_ARIAL: dict[tuple[bool, bool], Program | None] = {}


def arial_box(chars: str, is_bold: bool, is_italic: bool) -> EmBox | None:
    """Return the box of a character in a face with Arial's widths, which stands in for the real one."""
    key = (is_bold, is_italic)
    if key not in _ARIAL:
        style = ("Bold" if is_bold else "") + ("Italic" if is_italic else "") or "Regular"
        path = styles_dir("fonts", f"LiberationSans-{style}.ttf")
        _ARIAL[key] = Program(path.read_bytes(), "TrueType")
    program = _ARIAL[key]
    return program.by_char(chars) if program is not None else None
