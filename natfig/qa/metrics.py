"""How wide and how tall text is: the metrics of the face a browser would set it in.

Families are resolved as headless Chromium 156 on Debian does it, measured on a system
with the Liberation, DejaVu and URW fonts:

===============================  ==========================================
named in the file                set in
===============================  ==========================================
Arial, Helvetica, sans-serif     Liberation Sans (Arial's widths)
Times New Roman, Times, serif    Liberation Serif (Times New Roman's)
Courier New, Courier             Liberation Mono (Courier New's)
monospace                        DejaVu Sans Mono
system-ui, Sans                  DejaVu Sans
an installed family              that family
anything else                    the next family of the stack, at last
                                 Liberation Serif: so do cursive and fantasy
===============================  ==========================================

The metrics of these faces come with natfig, so a figure is measured alike on every
machine. In three places natfig knows better than that browser, because the author's
program has the face and the printed figure is what counts: PostScript names that
Illustrator writes (ArialMT, Helvetica-Bold), Arial Narrow, and clones of Helvetica,
Times and Courier that are not installed.

Sources: fontconfig's metric aliases (30-metric-aliases.conf); CSS Fonts 4, section 5,
<https://www.w3.org/TR/css-fonts-4/#font-matching-algorithm>.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from natfig.core import lazyre
from natfig.qa._fontchoice import DEFAULT, FALLBACK, bundled, resolve
from natfig.qa._fonttable import Table

__all__ = ["Face", "find_face"]

# Width of a character no face has: about the mean of a sans serif face's letters; wide
# scripts (Chinese, Japanese, Korean) fill the em.
_UNKNOWN_EM, _WIDE_EM = 0.6, 1.0
# Kept glyphs a face; hostile files could otherwise name every code point there is.
_MAX_KEPT = 20_000
# Labels that are kept with their measures, and how long they may be.
_MAX_LABELS, _MAX_LABEL = 4096, 64

# Spaces a shaper makes itself where the face has none, in em (Unicode 16, chapter 6.2).
_SPACES_EM = {
    "\u2000": 1 / 2,
    "\u2001": 1.0,
    "\u2002": 1 / 2,
    "\u2003": 1.0,
    "\u2004": 1 / 3,
    "\u2005": 1 / 4,
    "\u2006": 1 / 6,
    "\u2009": 1 / 5,
    "\u200a": 1 / 10,
    "\u205f": 4 / 18,
    "\u3000": 1.0,
}
# Characters a shaper sets as another one where the face lacks them.
_INSTEAD = {
    "\u00a0": " ",
    "\u2011": "\u2010",
    "\u2010": "-",
    "\u2007": "0",
    "\u2008": ".",
    "\u202f": "\u2009",
}
_INSTEAD |= dict.fromkeys("\t\n\r\f", " ")
# Default-ignorable code points: no width, no ink.
_IGNORED = lazyre.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)

_FOREIGN = -1  # a glyph of another face: kerning ends here
_NOTHING = -2  # a mark or nothing at all: kerning goes on over it


class _Glyph(NamedTuple):
    """What a character becomes: the table it is in (None: no face has it), its advance in em."""

    table: Table | None
    slot: int
    number: int
    advance_em: float


class Face:
    """A face, and what text set in it measures. Lengths are in em, y upwards.

    Right-to-left and shaped scripts are measured letter by letter.

    Attributes
    ----------
    family : str
        The face that is really used.
    exact : bool
        False when the family asked for first was not at hand and another one stands in,
        with other widths.
    ascent, descent : float
        Both positive, as Chromium on Linux takes them for text boxes.
    cap_height, x_height : float
    """

    __slots__ = (
        "_cells",
        "_fallbacks",
        "_glyphs",
        "_known",
        "_table",
        "ascent",
        "cap_height",
        "descent",
        "exact",
        "family",
        "x_height",
    )

    def __init__(
        self, family: str, exact: bool, table: Table, fallbacks: Sequence[Callable[[], Table | None]] = ()
    ) -> None:
        self.family = family
        self.exact = exact
        self.ascent = table.ascent / table.upem
        self.descent = table.descent / table.upem
        self.cap_height = table.cap_height / table.upem
        self.x_height = table.x_height / table.upem
        self._table = table
        self._fallbacks = fallbacks
        self._glyphs: dict[str, _Glyph] = {}
        self._cells: dict[str, tuple[int, float, tuple[float, float, float, float] | None]] = {}
        self._known: dict[str, tuple[float, tuple[float, float, float, float] | None]] = {}

    def __repr__(self) -> str:
        return f"Face({self.family!r}, exact={self.exact})"

    def advances(self, text: str, kern: bool = True) -> list[float]:
        """Return the advance of each character; kerning is part of the left one's.

        Parameters
        ----------
        text : str
            n characters.
        kern : bool
            As browsers do by default.

        Returns
        -------
        list of float, length n
            Marks, and letters that became one with the letter before them, have 0.
        """
        widths: list[float] = []
        kerns, upem = self._table.kerns, self._table.upem
        left, at = _FOREIGN, 0
        for i, char in enumerate(_units(text, self._table)):
            glyph = self._glyphs.get(char) or self._find(char)
            slot = glyph.slot
            if slot != _NOTHING:
                if kern and left >= 0 <= slot and (between := kerns.get(left << 16 | slot)):
                    widths[at] += between / upem
                left, at = slot, i
            widths.append(glyph.advance_em)
        return widths

    def advance(self, text: str, kern: bool = True) -> float:
        """Return the advance of a text in em."""
        total, units, left = 0.0, 0, _FOREIGN
        glyphs, kerns = self._glyphs, self._table.kerns if kern else {}
        for char in _units(text, self._table):
            glyph = glyphs.get(char) or self._find(char)
            slot = glyph.slot
            total += glyph.advance_em
            if slot != _NOTHING:
                if left >= 0 <= slot:
                    units += kerns.get(left << 16 | slot, 0)
                left = slot
        return total + units / self._table.upem

    def measure(self, text: str, kern: bool = True) -> tuple[float, tuple[float, float, float, float] | None]:
        """Return (`advance`, `ink`) of a text; in one go, and once for labels that come again and again."""
        known = self._known if kern else None
        found = None if known is None else known.get(text)
        if found is None:
            found = self._measure(text, kern)
            if known is not None and len(known) < _MAX_LABELS and len(text) < _MAX_LABEL:
                known[text] = found
        return found

    def _measure(self, text: str, kern: bool) -> tuple[float, tuple[float, float, float, float] | None]:
        cells, kerns = self._cells, self._table.kerns if kern else {}
        pen, left, upem = 0.0, _FOREIGN, self._table.upem
        x0 = y0 = float("inf")
        x1 = y1 = float("-inf")
        for char in text:
            cell = cells.get(char)
            if cell is None:
                glyph = self._glyphs.get(char) or self._find(char)
                cell = (glyph.slot, glyph.advance_em, self._box(glyph))
                if len(cells) < _MAX_KEPT:
                    cells[char] = cell
            slot, advance, box = cell
            if slot == _NOTHING:  # a mark, which its letter may become one with
                return self.advance(text, kern), self.ink(text, kern)
            if left >= 0 <= slot and (between := kerns.get(left << 16 | slot)):
                pen += between / upem
            left = slot
            if box is not None:
                a, b, c, d = box
                # Comparisons: calls of min and max take longer, and there are millions of letters.
                if pen + a < x0:  # noqa: PLR1730
                    x0 = pen + a
                if b < y0:  # noqa: PLR1730
                    y0 = b
                if pen + c > x1:  # noqa: PLR1730
                    x1 = pen + c
                if d > y1:  # noqa: PLR1730
                    y1 = d
            pen += advance
        return pen, None if x0 > x1 else (x0, y0, x1, y1)

    def ink(self, text: str, kern: bool = True) -> tuple[float, float, float, float] | None:
        """Return the box around the glyphs' ink from the pen's start, or None for blanks.

        Returns
        -------
        tuple of float or None
            (x0, y0, x1, y1) in em, y upwards. A character that no face has counts as
            a box of its width and a capital's height.
        """
        x0 = y0 = float("inf")
        x1 = y1 = float("-inf")
        pen = middle = 0.0
        for char, width in zip(_units(text, self._table), self.advances(text, kern), strict=True):
            glyph = self._glyphs.get(char) or self._find(char)
            box = self._box(glyph)
            if box is not None:
                # A mark is set over the middle of the letter before it, wherever the font keeps it.
                shift = pen if glyph.slot != _NOTHING else middle - (box[0] + box[2]) / 2
                left, right = shift + box[0], shift + box[2]
                x0, y0 = min(x0, left), min(y0, box[1])
                x1, y1 = max(x1, right), max(y1, box[3])
                middle = (left + right) / 2
            elif glyph.slot != _NOTHING:
                middle = pen + width / 2
            pen += width
        return None if x0 > x1 else (x0, y0, x1, y1)

    def covers(self, text: str) -> bool:
        """Return whether the face itself has every character that leaves ink or space."""
        for char in _units(text, self._table):
            glyph = self._glyphs.get(char) or self._find(char)
            if glyph.table is not self._table and glyph.slot != _NOTHING:
                return False
        return True

    def _box(self, glyph: _Glyph) -> tuple[float, float, float, float] | None:
        table, n = glyph.table, 4 * glyph.number
        if table is None:
            return (0.0, 0.0, glyph.advance_em, self.cap_height) if glyph.slot == _FOREIGN else None
        if n < 0 or table.ink[n] > table.ink[n + 2]:
            return None
        x0, y0, x1, y1 = (v / table.upem for v in table.ink[n : n + 4])
        return x0, y0, x1, y1

    def _find(self, char: str) -> _Glyph:
        glyph = self._look(char)
        if len(self._glyphs) < _MAX_KEPT:
            self._glyphs[char] = glyph
        return glyph

    def _look(self, char: str) -> _Glyph:
        if not char or _IGNORED.match(char):
            return _Glyph(None, _NOTHING, -1, 0.0)
        own = _from_table(self._table, char, is_own=True) or self._substitute(char)
        if own is not None:
            return own
        for fallback in self._fallbacks:
            table = fallback()
            if table is not None and (found := _from_table(table, char, is_own=False)) is not None:
                return found
        return _unknown(char)

    def _substitute(self, char: str) -> _Glyph | None:
        """Return what a shaper makes of a character the face lacks but can do without."""
        if (other := _INSTEAD.get(char)) is not None:
            return _from_table(self._table, other, is_own=True) or self._substitute(other)
        if (width := _SPACES_EM.get(char)) is not None:
            return _Glyph(self._table, _FOREIGN, -1, width)
        if char.isascii():
            return None
        import unicodedata

        parts = unicodedata.normalize("NFD", char)
        if len(parts) > 1 and all(p in self._table.glyphs for p in parts):
            return _from_table(self._table, parts[0], is_own=True)
        return None


def _from_table(table: Table, char: str, *, is_own: bool) -> _Glyph | None:
    number = table.glyphs.get(char)
    if number is None:
        return None
    if table.marks[number] or _is_mark(char):
        return _Glyph(table, _NOTHING, number, 0.0)
    return _Glyph(table, number if is_own else _FOREIGN, number, table.advances[number] / table.upem)


def _is_mark(char: str) -> bool:
    if char < "\u0300":
        return False
    import unicodedata

    return unicodedata.category(char) in {"Mn", "Me"}


def _unknown(char: str) -> _Glyph:
    if char < " " or "\x7f" <= char < "\xa0":
        return _Glyph(None, _NOTHING, -1, 0.0)
    import unicodedata

    if _is_mark(char):
        return _Glyph(None, _NOTHING, -1, 0.0)
    is_wide = unicodedata.east_asian_width(char) in {"W", "F"}
    return _Glyph(None, _FOREIGN, -1, _WIDE_EM if is_wide else _UNKNOWN_EM)


def _units(text: str, table: Table) -> Sequence[str]:
    """Return one string a character: where letter and mark become one, that one and ""."""
    if text.isascii():
        return text
    import unicodedata

    if unicodedata.is_normalized("NFC", text):
        return text
    units: list[str] = []
    base = -1
    for char in text:
        if base >= 0 and unicodedata.combining(char):
            whole = unicodedata.normalize("NFC", units[base] + char)
            if len(whole) == 1 and whole in table.glyphs:
                units[base] = whole
                units.append("")
                continue
        else:
            base = len(units)
        units.append(char)
    return units


# -- which face ------------------------------------------------------------------


@lru_cache(maxsize=1024)
def find_face(families: tuple[str, ...], weight: int = 400, italic: bool = False) -> Face:
    """Return the face that text of a font stack is set in; never raises.

    Parameters
    ----------
    families : tuple of str
        As CSS lists them, the preferred one first; () is the browser's default.
    weight : int
        CSS weight, 1–1000.
    italic : bool
        Italic or oblique.
    """
    for place, name in enumerate(families):
        found = resolve(name, weight, italic)
        if found is not None:
            rest = [_later(other, weight, italic) for other in families[place + 1 :]]
            rest.append(lambda: bundled(FALLBACK, weight, italic))
            return Face(found.family, place == 0, found.table, rest)
    table = bundled(DEFAULT, weight, italic)
    return Face(DEFAULT, not families, table, [lambda: bundled(FALLBACK, weight, italic)])


def _later(name: str, weight: int, italic: bool) -> Callable[[], Table | None]:
    """Return what looks up a later family of a stack, for characters the first one lacks."""

    def look() -> Table | None:
        found = resolve(name, weight, italic)
        return None if found is None else found.table

    return look
