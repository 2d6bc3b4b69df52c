"""What a PDF page shows as text: every string with its printed size, read from the page's operators.

An interpreter of the text operators only (ISO 32000-1, sections 8.4 and 9.2 to 9.4),
form XObjects included. Lengths in mm from the page's top left, sizes in pt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pikepdf
from fontTools import agl

from oracles.programs import OracleError

__all__ = ["Font", "Matrix", "PdfPage", "Show", "read"]

PT_MM = 25.4 / 72
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
# A space is 0.278 em wide in Arial; kerning moves a glyph by 0.15 em at most.
WORD_GAP_EM = 0.2
# Paths are most of a drawing and say nothing of text.
_OPERATORS = "q Q cm Do BT Tf Tz TL Ts Tr Tm Td TD T* Tj TJ ' \""
_MAX_FORM_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Font:
    """A font as the file has it; `type` is TrueType, Type1, Type3, Type0/CIDFontType2, …"""

    name: str
    type: str
    embedded: bool


@dataclass(frozen=True, slots=True)
class Show:
    """One text-showing operator.

    `block` counts BT/ET pairs: strings of one label share it. `jump_em` is the
    largest gap or overlap put between two glyphs of the string, in em.
    """

    text: str
    size_pt: float
    font: str
    x_mm: float
    y_mm: float
    block: int
    jump_em: float
    visible: bool


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The first page of a PDF file."""

    path: Path
    pages: int
    width_mm: float
    height_mm: float
    shows: tuple[Show, ...]
    fonts: tuple[Font, ...]

    def labels(self) -> list[str]:
        """Return the text of each BT/ET block, in drawing order."""
        blocks: dict[int, str] = {}
        for show in self.shows:
            blocks[show.block] = blocks.get(show.block, "") + show.text
        return list(blocks.values())

    def broken_words(self) -> list[str]:
        """Return the words that an editor meets in pieces.

        A word is whole when one operator shows all of it and no gap in it is as
        wide as a space (`WORD_GAP_EM`), or a reader would see two words.
        """
        broken = []
        blocks: dict[int, list[Show]] = {}
        for show in self.shows:
            blocks.setdefault(show.block, []).append(show)
        for shows in blocks.values():
            owner = [number for number, show in enumerate(shows) for _ in show.text]
            label = "".join(show.text for show in shows)
            for match in re.finditer(r"\S+", label):
                pieces = set(owner[match.start() : match.end()])
                if len(pieces) > 1 or any(shows[n].jump_em > WORD_GAP_EM for n in pieces):
                    broken.append(match[0])
        return broken


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that applies `m` first, then `n`."""
    a, b, c, d, e, f = m
    g, h, i, j, k, l = n  # noqa: E741 - the six letters of a PDF matrix, twice
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)


def read(path: Path) -> PdfPage:
    """Read the text of a file's first page.

    Raises
    ------
    OracleError
        If it is no PDF, or shows a string whose characters can't be told.
    """
    try:
        with pikepdf.open(path) as pdf:
            page = pdf.pages[0]
            left, bottom, right, top = (float(v) for v in page.mediabox)
            unit = float(page.obj.get("/UserUnit", 1))
            start: Matrix = (unit, 0, 0, unit, -left * unit, -bottom * unit)
            reader = _Reader((top - bottom) * unit)
            reader.run(page.obj, page.obj.get("/Resources", pikepdf.Dictionary()), start, 0)
            return PdfPage(
                path,
                len(pdf.pages),
                (right - left) * unit * PT_MM,
                (top - bottom) * unit * PT_MM,
                tuple(reader.shows),
                tuple(sorted(reader.fonts, key=str)),
            )
    except (pikepdf.PdfError, IndexError) as error:
        raise OracleError(f"{path}: {error}") from None


@dataclass
class _State:
    ctm: Matrix
    font: _Decoder | None = None
    size: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass
class _Reader:
    """Walks the operators of a page and of the forms it draws."""

    height_pt: float
    shows: list[Show] = field(default_factory=list)
    fonts: set[Font] = field(default_factory=set)
    block: int = 0

    # One arm an operator: taken apart it would only be longer.
    def run(self, stream: Any, resources: Any, ctm: Matrix, depth: int) -> None:  # noqa: C901, PLR0912
        if depth > _MAX_FORM_DEPTH:
            raise OracleError("forms are nested too deep")
        fonts = {str(k): _Decoder(v) for k, v in dict(resources.get("/Font", {})).items()}
        self.fonts.update(decoder.font for decoder in fonts.values())
        state, stack = _State(ctm), []
        tm = line = IDENTITY
        for operands, operator in pikepdf.parse_content_stream(stream, _OPERATORS):
            match str(operator), list(operands):
                case "q", _:
                    stack.append(replace(state))
                case "Q", _:
                    state = stack.pop()
                case "cm", values:
                    state.ctm = multiply(_matrix(values), state.ctm)
                case "Do", [name]:
                    self._form(resources, name, state.ctm, depth)
                case "BT", _:
                    self.block += 1
                    tm = line = IDENTITY
                case "Tf", [name, size]:
                    state.font, state.size = fonts[str(name)], float(size)
                case "Tz", [percent]:
                    state.stretch = float(percent) / 100
                case "TL", [leading]:
                    state.leading = float(leading)
                case "Ts", [rise]:
                    state.rise = float(rise)
                case "Tr", [mode]:
                    state.mode = int(mode)
                case "Tm", values:
                    tm = line = _matrix(values)
                case ("Td" | "TD") as kind, [x, y]:
                    if kind == "TD":
                        state.leading = -float(y)
                    tm = line = multiply((1, 0, 0, 1, float(x), float(y)), line)
                case "T*", _:
                    tm = line = multiply((1, 0, 0, 1, 0, -state.leading), line)
                case "Tj", [string]:
                    self._show([string], state, tm)
                case "TJ", [pieces]:
                    self._show(list(pieces), state, tm)
                case (("'" | '"'), [*_, string]):
                    tm = line = multiply((1, 0, 0, 1, 0, -state.leading), line)
                    self._show([string], state, tm)
                case _:
                    pass

    def _form(self, resources: Any, name: Any, ctm: Matrix, depth: int) -> None:
        form = resources["/XObject"][str(name)]
        if form.get("/Subtype") == "/Form":
            matrix = _matrix(list(form.get("/Matrix", IDENTITY)))
            self.run(form, form.get("/Resources", resources), multiply(matrix, ctm), depth + 1)

    def _show(self, pieces: list[Any], state: _State, tm: Matrix) -> None:
        if state.font is None:
            raise OracleError("a string is shown before a font is set")
        text, jump = "", 0.0
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                text += state.font.decode(bytes(piece))
            elif text:
                jump = max(jump, abs(float(piece)) / 1000)
        glyph: Matrix = (state.size * state.stretch, 0, 0, state.size, 0, state.rise)
        a, b, c, d, e, f = multiply(multiply(glyph, tm), state.ctm)
        base = (a * a + b * b) ** 0.5
        size = abs(a * d - b * c) / base if base else 0.0
        self.shows.append(
            Show(
                text,
                size,
                state.font.font.name,
                e * PT_MM,
                (self.height_pt - f) * PT_MM,
                self.block,
                jump,
                state.mode != 3 and size > 0,  # mode 3 paints nothing
            )
        )


def _matrix(values: Any) -> Matrix:
    a, b, c, d, e, f = (float(v) for v in values)
    return (a, b, c, d, e, f)


class _Decoder:
    """A font's codes as characters."""

    def __init__(self, font: Any) -> None:
        subtype = str(font["/Subtype"]).lstrip("/")
        inner = font
        if subtype == "Type0":
            inner = font["/DescendantFonts"][0]
            subtype = f"Type0/{str(inner['/Subtype']).lstrip('/')}"
        descriptor = inner.get("/FontDescriptor", {})
        name = str(font.get("/BaseFont", inner.get("/Name", "unnamed"))).lstrip("/")
        embedded = subtype == "Type3" or any(
            k in descriptor for k in ("/FontFile", "/FontFile2", "/FontFile3")
        )
        self.font = Font(re.sub(r"^[A-Z]{6}\+", "", name), subtype, embedded)
        self._width = 2 if subtype.startswith("Type0") else 1
        self._map = self._encoding(font.get("/Encoding")) if self._width == 1 else {}
        if "/ToUnicode" in font:
            self._map |= dict(_cmap(font["/ToUnicode"].read_bytes().decode("latin-1")))

    @staticmethod
    def _encoding(encoding: Any) -> dict[int, str]:
        base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
        codec = "mac_roman" if base == "/MacRomanEncoding" else "cp1252"
        table = {code: bytes([code]).decode(codec, "replace") for code in range(32, 256)}
        code = 0
        if isinstance(encoding, pikepdf.Dictionary):
            for item in list(encoding.get("/Differences", [])):
                if isinstance(item, pikepdf.Name):
                    table[code] = agl.toUnicode(str(item).lstrip("/"))
                    code += 1
                else:
                    code = int(item)
        return table

    def decode(self, data: bytes) -> str:
        """Return the characters of a string; an unknown code is an error, not a guess."""
        codes = [int.from_bytes(data[i : i + self._width], "big") for i in range(0, len(data), self._width)]
        try:
            return "".join(self._map[code] for code in codes)
        except KeyError as error:
            raise OracleError(f"font {self.font.name} does not say what code {error} is") from None


def _cmap(text: str) -> Iterator[tuple[int, str]]:
    """Yield code and characters of a ToUnicode CMap."""

    def chars(digits: str) -> str:
        return bytes.fromhex(digits).decode("utf-16-be")

    for section in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", section):
            yield int(code, 16), chars(value)
    for section in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        pattern = r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])"
        for low, high, first, many in re.findall(pattern, section, re.DOTALL):
            codes = range(int(low, 16), int(high, 16) + 1)
            if first:
                start = chars(first)
                for step, code in enumerate(codes):
                    yield code, start[:-1] + chr(ord(start[-1]) + step)
            else:
                for code, value in zip(codes, re.findall(r"<([0-9A-Fa-f]*)>", many), strict=False):
                    yield code, chars(value)
