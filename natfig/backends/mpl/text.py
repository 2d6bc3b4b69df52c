"""Text as natfig sets it: lines made of runs, no glyph under the journal's floor.

matplotlib's own mathtext shrinks exponents to 0.7 of the text, so a 7 pt label
has 4.9 pt exponents, and writes one positioned ``<tspan>`` a glyph. Here a label
such as ``$10^{-3}$`` or ``log$_2$ fold change`` is parsed into runs of one size
and style that flow one after the other; scripts are drawn at 0.7 of the text or
at the floor, whichever is larger. What the small grammar does not know (fractions,
roots, accents) goes through mathtext with a shrink factor that keeps the floor.

Kerning and ligatures are off: a kerned word is cut into pieces in a PDF opened
for editing, and "fi" as one glyph cannot be edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from matplotlib import _mathtext
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import LoadFlags

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font, LayoutItem

__all__ = [
    "ASCENT",
    "CAP_HEIGHT",
    "DESCENT",
    "FEATURES",
    "LINE_PITCH",
    "Line",
    "Run",
    "TextSetter",
    "advance_px",
    "parse_math",
    "run_font",
    "shaped",
]

FEATURES = ("-kern", "-liga", "-clig")
# Arial's metrics in em: hhea ascent and descent (what browsers take as a text's box)
# and OS/2 capital height (what the eye takes as its top).
ASCENT, DESCENT, CAP_HEIGHT = 0.905, 0.212, 0.716
LINE_PITCH = 1.15
SCRIPT_SCALE = 0.7
# Baseline shifts in em of the surrounding text; the top of a superscript clears the capitals
# by a little, a subscript hangs under the baseline.
SUPER_RISE, SUB_RISE = 0.40, -0.18

_SYMBOLS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "times": "×", "pm": "±", "cdot": "·", "leq": "≤",
    "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "infty": "∞",
    "rightarrow": "→", "to": "→", "leftarrow": "←", "degree": "°", "circ": "°", "prime": "′", "partial": "∂",
    "%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "{": "{", "}": "}",
    ",": "\u2009", ":": "\u2009", ";": "\u2009", " ": " ", "quad": "\u2003", "log": "log", "ln": "ln",
    "exp": "exp", "min": "min", "max": "max", "sin": "sin", "cos": "cos", "tan": "tan", "ldots": "…",
}  # fmt: skip
_STYLES = {
    "mathdefault": (None, None), "mathrm": (False, False), "mathregular": (False, None),
    "text": (False, None), "mathit": (True, None), "mathbf": (False, True), "mathsf": (False, None),
    "operatorname": (False, None),
}  # fmt: skip
_SPACED = set("=<>≤≥≈≠±×→+")
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[\^_{}]|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text of one size and style; `rise_pt` is the baseline's shift, up positive."""

    text: str
    size_pt: float
    rise_pt: float = 0.0
    italic: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of runs with its box around the baseline, in pt.

    `ascent_pt` and `descent_pt` bound the visible letters (capital height),
    `box_ascent_pt` the box a browser reports.
    """

    runs: tuple[Run, ...]
    width_pt: float
    ascent_pt: float
    descent_pt: float
    box_ascent_pt: float
    box_descent_pt: float
    fallback: bool = False

    @property
    def text(self) -> str:
        """The characters of all runs."""
        return "".join(r.text for r in self.runs)


class _UnknownError(Exception):
    """The small grammar does not cover this formula."""


def parse_math(source: str, size_pt: float, floor_pt: float) -> list[Run] | None:
    """Return a label with ``$…$`` parts as runs, or None if mathtext has to set it.

    Parameters
    ----------
    source : str
        Text with balanced, unescaped dollar signs around formulae.
    size_pt : float
        Size of the text.
    floor_pt : float
        No run is smaller than this (nor than `size_pt` if that is smaller already).
    """
    script_pt = max(SCRIPT_SCALE * size_pt, min(floor_pt, size_pt))
    runs: list[Run] = []
    try:
        for index, part in enumerate(re.split(r"(?<!\\)\$", source)):
            if index % 2 == 0:
                runs.append(Run(part.replace(r"\$", "$"), size_pt))
            else:
                runs.extend(_stripped(_Formula(part, size_pt, script_pt).runs()))
    except _UnknownError:
        return None
    return _joined(runs)


class _Formula:
    """A recursive-descent reader of the formulae that labels are made of."""

    def __init__(self, source: str, size_pt: float, script_pt: float) -> None:
        self._tokens: list[str] = _TOKEN.findall(source)
        self._at = 0
        self._size_pt = size_pt
        self._script_pt = script_pt

    def runs(self) -> list[Run]:
        out = self._group(rise=0, italic=None, bold=None, until=None)
        if self._at < len(self._tokens):
            raise _UnknownError
        return out

    def _next(self) -> str | None:
        if self._at >= len(self._tokens):
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def _argument(self, rise: int, italic: bool | None, bold: bool | None) -> list[Run]:
        piece = self._next()
        while piece is not None and piece.isspace():
            piece = self._next()
        if piece is None:
            raise _UnknownError
        if piece == "{":
            return self._group(rise, italic, bold, until="}")
        self._at -= 1
        return self._atom(rise, italic, bold)

    def _group(self, rise: int, italic: bool | None, bold: bool | None, until: str | None) -> list[Run]:
        out: list[Run] = []
        while True:
            piece = self._next()
            if piece is None:
                if until is None:
                    return out
                raise _UnknownError
            if piece == until:
                return out
            if piece == "}":
                raise _UnknownError
            self._at -= 1
            out.extend(self._atom(rise, italic, bold))

    def _atom(self, rise: int, italic: bool | None, bold: bool | None) -> list[Run]:
        piece = self._next()
        if piece is None:
            raise _UnknownError
        if piece in "^_":
            if rise:  # a script of a script has no readable size under a 5 pt floor
                raise _UnknownError
            return self._argument(1 if piece == "^" else -1, italic, bold)
        if piece == "{":
            return self._group(rise, italic, bold, until="}")
        if piece.isspace():
            # Spaces do not count in a formula, but inside \text{} and \mathrm{} writers mean them.
            return [self._run(" ", rise, False, bold)] if italic is False else []
        if piece == "~":
            return [self._run(" ", rise, False, bold)]
        if piece.startswith("\\"):
            return self._command(piece[1:], rise, italic, bold)
        slanted = piece.isalpha() and piece.isascii() if italic is None else italic and piece.isalpha()
        text = {"-": "\u2212", "*": "∗"}.get(piece, piece)
        if text in _SPACED and not rise:
            text = f" {text} "
        return [self._run(text, rise, slanted, bold)]

    def _command(self, name: str, rise: int, italic: bool | None, bold: bool | None) -> list[Run]:
        if name in _STYLES:
            slant, weight = _STYLES[name]
            # \mathdefault is what matplotlib's tick formatters write: the text's own face.
            return self._argument(rise, False if slant is None else slant, bold if weight is None else weight)
        if name not in _SYMBOLS:
            raise _UnknownError
        text = _SYMBOLS[name]
        if text in _SPACED and not rise and italic is not False:
            text = f" {text} "
        return [self._run(text, rise, False, bold)]

    def _run(self, text: str, rise: int, italic: bool | None, bold: bool | None) -> Run:
        size = self._script_pt if rise else self._size_pt
        shift = {0: 0.0, 1: SUPER_RISE, -1: SUB_RISE}[rise] * self._size_pt
        return Run(text, size, shift, bool(italic), bool(bold))


def _stripped(runs: list[Run]) -> list[Run]:
    """Drop the space a lone operator brings along: the text around it has its own."""
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip(" "))
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    return runs


def _joined(runs: list[Run]) -> list[Run]:
    """Join neighbours of one style, so that a word stays one run."""
    out: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        last = out[-1] if out else None
        if last and (last.size_pt, last.rise_pt, last.italic, last.bold) == (
            run.size_pt,
            run.rise_pt,
            run.italic,
            run.bold,
        ):
            text = last.text + run.text
            out[-1] = Run(text, run.size_pt, run.rise_pt, run.italic, run.bold)
        else:
            out.append(run)
    return out


def run_font(run: Run, prop: FontProperties) -> FT2Font:
    """Return the font of a run, sized for 72 dpi (1 px = 1 pt)."""
    font = _font(tuple(prop.get_family()), _style(run, prop), _weight(run, prop))
    font.set_size(run.size_pt, 72)
    return font


def shaped(font: FT2Font, text: str) -> list[LayoutItem]:
    """Return the glyphs of a text in order, unhinted, without kerning and ligatures."""
    return font._layout(text, LoadFlags.NO_HINTING, features=FEATURES)


def advance_px(item: LayoutItem) -> float:
    """Return how far a glyph moves the pen, in pixels at its font's size, unhinted."""
    glyph = item.ft_object.load_glyph(item.glyph_index, flags=LoadFlags.NO_HINTING)
    return glyph.linearHoriAdvance / 65536  # FreeType counts it in 16.16 fixed point


def _style(run: Run, prop: FontProperties) -> str:
    return "italic" if run.italic else str(prop.get_style())


def _weight(run: Run, prop: FontProperties) -> str | int:
    return "bold" if run.bold else prop.get_weight()


@lru_cache(maxsize=64)
def _font(family: tuple[str, ...], style: str, weight: str | int) -> FT2Font:
    prop = FontProperties(family=list(family), style=style, weight=weight)  # type: ignore[arg-type]
    return get_font(fontManager._find_fonts_by_props(prop))


@lru_cache(maxsize=8192)
def _advance_em(family: tuple[str, ...], style: str, weight: str | int, text: str) -> float:
    """Return a text's advance width in em, unhinted and unkerned."""
    font = _font(family, style, weight)
    font.set_size(100, 72)
    return sum(advance_px(item) for item in shaped(font, text)) / 100


class TextSetter:
    """Measures and lays out lines; every renderer of natfig is one.

    Attributes
    ----------
    floor_pt : float
        No glyph is set below this size.
    """

    floor_pt: float = 5.0

    def line(self, s: str, prop: FontProperties, ismath: bool | str) -> Line:
        """Return the laid-out line of a string as matplotlib hands it to a renderer."""
        size_pt = float(prop.get_size_in_points())
        if ismath:
            runs = parse_math(s, size_pt, self.floor_pt)
            if runs is None:
                return self._math_line(s, prop, size_pt)
        else:
            runs = [Run(s, size_pt)]
        family = tuple(prop.get_family())
        width = sum(r.size_pt * _advance_em(family, _style(r, prop), _weight(r, prop), r.text) for r in runs)
        return Line(
            tuple(runs),
            width,
            max((r.rise_pt + CAP_HEIGHT * r.size_pt for r in runs), default=0.0),
            max((DESCENT * r.size_pt - r.rise_pt for r in runs), default=0.0),
            max((r.rise_pt + ASCENT * r.size_pt for r in runs), default=0.0),
            max((DESCENT * r.size_pt - r.rise_pt for r in runs), default=0.0),
        )

    def _math_line(self, s: str, prop: FontProperties, size_pt: float) -> Line:
        parse = self.parsed_math(s, prop)
        text = "".join(chr(g[2]) for g in parse.glyphs)
        up = max(parse.height - parse.depth, ASCENT * size_pt)
        down = max(parse.depth, DESCENT * size_pt)
        return Line(
            (Run(text, size_pt),),
            parse.width,
            parse.height - parse.depth,
            parse.depth,
            up,
            down,
            fallback=True,
        )

    def parsed_math(self, s: str, prop: FontProperties) -> Any:
        """Return mathtext's glyphs and rules for a formula the small grammar does not know, in pt."""
        with self.floored_mathtext(float(prop.get_size_in_points())):
            return _vector_parser().parse(s, 72, prop)

    @contextmanager
    def floored_mathtext(self, size_pt: float) -> Iterator[None]:
        """Make mathtext's scripts, and scripts of scripts, stay at or above the floor."""
        before = _mathtext.SHRINK_FACTOR, _mathtext.NUM_SIZE_LEVELS
        smallest = min(self.floor_pt / size_pt, 1.0)
        # The floor is reached in two steps; what is nested deeper shrinks no further.
        _mathtext.SHRINK_FACTOR = max(before[0], smallest**0.5)
        _mathtext.NUM_SIZE_LEVELS = 3
        try:
            yield
        finally:
            _mathtext.SHRINK_FACTOR, _mathtext.NUM_SIZE_LEVELS = before

    # What matplotlib's Text asks a renderer.

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        """Return width, height and descent in pixels, by capital height."""
        line = self.line(s, prop, ismath)
        scale = self._px_per_pt()
        return line.width_pt * scale, (line.ascent_pt + line.descent_pt) * scale, line.descent_pt * scale

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float]:
        # By capital height, so that a tick label is centred on its tick as the eye sees it.
        size_px = float(prop.get_size_in_points()) * self._px_per_pt()
        gap = LINE_PITCH - CAP_HEIGHT - DESCENT
        return CAP_HEIGHT * size_px, DESCENT * size_px, gap * size_px

    def _px_per_pt(self) -> float:
        points_to_pixels: Any = getattr(self, "points_to_pixels", None)
        return float(points_to_pixels(1.0)) if points_to_pixels else 1.0


@lru_cache(maxsize=1)
def _vector_parser() -> Any:
    from matplotlib.mathtext import MathTextParser

    return MathTextParser("path")
