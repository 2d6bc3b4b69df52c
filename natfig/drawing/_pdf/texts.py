"""Text of a PDF page as pieces: each object's characters, cut where they jump."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from natfig.drawing._pdf.pdfium import raw
from natfig.drawing.labels import WIDEST_GAP, Piece, join_pieces, make_label
from natfig.drawing.matrix import angle_deg, apply, multiply
from natfig.drawing.model import Label, Matrix, Notes
from natfig.drawing.widths import text_width_em

__all__ = ["TextReader"]

_SUBSET = re.compile(r"^[A-Z]{6}\+")
# Text rendering modes that paint nothing: PDF 32000-1, table 106.
_UNPAINTED = (3, 7)
_BOLD = re.compile(r"(?i)bold|black|heavy|demi")
_ITALIC = re.compile(r"(?i)italic|oblique|slanted")
# Directions that differ by less are the same.
_SAME_DEG = 0.05
_LIGATURES = range(0xFB00, 0xFB07)


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    x: float
    y: float


def _address(handle: Any) -> int:
    return int(ctypes.cast(handle, ctypes.c_void_p).value or 0)


class TextReader:
    """Collects text objects and makes labels of them.

    Parameters
    ----------
    textpage : PdfTextPage
    matrix : Matrix
        From the page's own space to the drawing's.
    notes : Notes
    """

    def __init__(self, textpage: Any, matrix: Matrix, notes: Notes) -> None:
        self.matrix, self.notes = matrix, notes
        self._textpage = textpage  # PDFium frees it with its last reference
        self._chars: dict[int, list[_Char]] = {}
        self._waiting: list[tuple[Piece, float]] = []
        self._index(textpage.raw)

    def _index(self, textpage: Any) -> None:
        """Note the characters of every text object and where they stand on the page."""
        pdf = raw()
        for i in range(max(pdf.FPDFText_CountChars(textpage), 0)):
            obj = pdf.FPDFText_GetTextObject(textpage, i)
            if not obj or pdf.FPDFText_IsGenerated(textpage, i) == 1:
                continue
            x, y = ctypes.c_double(), ctypes.c_double()
            pdf.FPDFText_GetCharOrigin(textpage, i, x, y)
            if pdf.FPDFText_HasUnicodeMapError(textpage, i) == 1:
                self.notes.add("a letter the file does not name")
            text = self._readable(pdf.FPDFText_GetUnicode(textpage, i))
            self._chars.setdefault(_address(obj), []).append(
                _Char(text, *apply(self.matrix, x.value, y.value))
            )

    @staticmethod
    def _readable(code: int) -> str:
        if code in _LIGATURES:
            return unicodedata.normalize("NFKC", chr(code))
        if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            return "\ufffd"
        return " " if code < 32 else chr(code)

    def add(self, obj: Any, own: Matrix, outer: Matrix, fill: tuple[str, float]) -> None:
        """Take a text object in; `own` is its matrix, `outer` brings it to the drawing (y down)."""
        pdf = raw()
        if pdf.FPDFTextObj_GetTextRenderMode(obj) in _UNPAINTED:
            self.notes.add("text that is not painted")
            return
        chars = self._chars.get(_address(obj), [])
        size = ctypes.c_float()
        pdf.FPDFTextObj_GetFontSize(obj, size)
        # Text space has y up; a label's own coordinates have it down.
        matrix = multiply(multiply(outer, own), (1.0, 0.0, 0.0, -1.0, 0.0, 0.0))
        printed = abs(size.value) * math.hypot(matrix[2], matrix[3])
        if not chars or not 1e-3 < printed < 1e5:
            return
        name, turn = self._font(obj), angle_deg(matrix)
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        is_bold, is_italic = bool(_BOLD.search(name)), bool(_ITALIC.search(name))
        family = re.split(r"[-,]", name)[0]
        # Coordinates turned with the text: of all texts of one angle they can be compared.
        places = [(c.text, c.x * cos + c.y * sin, c.y * cos - c.x * sin) for c in chars]
        for text, x, y, width in _words(places, printed, is_bold=is_bold):
            piece = Piece(
                text, x, y, printed, width, is_bold=is_bold, is_italic=is_italic, fill=fill[0],
                opacity=fill[1], family=family,
            )  # fmt: skip
            self._waiting.append((piece, turn))

    @staticmethod
    def _font(obj: Any) -> str:
        pdf = raw()
        font = pdf.FPDFTextObj_GetFont(obj)
        buffer = ctypes.create_string_buffer(256)
        length = pdf.FPDFFont_GetBaseFontName(font, buffer, 256) if font else 0
        return _SUBSET.sub("", buffer.raw[: max(length - 1, 0)].decode("utf-8", "replace"))

    def labels(self) -> list[Label]:
        """Return labels of all texts taken in since the last call."""
        out: list[Label] = []
        waiting, self._waiting = self._waiting, []
        while waiting:
            turn = waiting[0][1]
            count = next(
                (i for i, w in enumerate(waiting) if abs(_between(w[1], turn)) > _SAME_DEG), len(waiting)
            )
            cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
            pieces = [piece for piece, _ in waiting[:count]]
            joined = join_pieces(pieces, may_stack=True)
            out += [make_label(lines, (cos, sin, -sin, cos, 0.0, 0.0), "") for lines in joined]
            waiting = waiting[count:]
        return out


def _between(a: float, b: float) -> float:
    """Return the angle between two directions in degrees."""
    return (a - b + 180) % 360 - 180


def _words(
    chars: list[tuple[str, float, float]], size: float, *, is_bold: bool
) -> list[tuple[str, float, float, float]]:
    """Return (text, x, y, width) of the stretches of an object's characters that stand together."""
    out: list[tuple[str, float, float, float]] = []
    last = float("nan")
    for text, x, y in chars:
        width = text_width_em(text, is_bold=is_bold) * size
        if out:
            before, x0, y0, length = out[-1]
            gap = x - (x0 + length)
            if x == last:  # the letters of a ligature share their place
                out[-1] = (before + text, x0, y0, length + width)
                continue
            last = x
            if abs(y - y0) < 1e-3 * size and -1.5 * size < gap < WIDEST_GAP * size:
                out[-1] = (before + text, x0, y0, x + width - x0)
                continue
        last = x
        out.append((text, x, y, width))
    cut = []
    for text, x, y, width in out:
        if text.strip():
            lead, tail = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
            blank = 0.278 * size
            cut.append((text.strip(), x + lead * blank, y, width - (lead + tail) * blank))
    return cut
