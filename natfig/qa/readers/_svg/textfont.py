"""The type that text is set in: face, used size, kerning and capitals, and where its baselines lie.

Baselines, synthesized capitals and the sizes they have are what headless Chromium makes
of a face without tables for them; see SVG 2, section 11.10.2, and CSS Fonts 4, sections
2.6 and 6.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from natfig.qa.metrics import Face, find_face
from natfig.qa.readers._svg.textmodel import NOTHING, Ink

if TYPE_CHECKING:
    from natfig.qa.readers._svg.css import Cascade
    from natfig.qa.readers._svg.style import Style

__all__ = [
    "Type",
    "drop_of",
    "face_of",
    "face_unit",
    "is_sideways",
    "is_vertical",
    "shift_of",
    "type_of",
    "weight_of",
]

# Capitals that stand for small letters have this part of the type size in all browsers.
_SMALL = 0.7
# Which characters are set smaller: small letters alone, everything, or what isn't a small letter.
_LOWER = frozenset({"small-caps", "petite-caps"})
_ALL = frozenset({"all-small-caps", "all-petite-caps"})
_CAPS = _LOWER | _ALL | {"unicase"}
_ARABIC = ("\u0600", "\u0780")


def weight_of(style: Style) -> int:
    """Return a style's weight as a number."""
    weight = style.weight
    return 400 if weight == "normal" else 700 if weight == "bold" else int(float(weight))


def face_of(style: Style) -> Face:
    """Return the face a style asks for."""
    return find_face(style.families, weight_of(style), style.font_style != "normal")


class Type:
    """How a style sets its letters; one for all elements of a look.

    Attributes
    ----------
    face : Face
    size : float
        Used size, px: the font size but for font-size-adjust.
    small : float
        Size of capitals that stand for small letters, px.
    kern : bool
    caps : str
        The kind of capitals to synthesize, or "".
    letter, word : float
        Added after each letter, and after each blank besides; px.
    key : tuple
        Letters of types with the same key are shaped together.
    """

    __slots__ = ("caps", "face", "kern", "key", "letter", "size", "small", "word")

    def __init__(self, style: Style) -> None:
        self.face = face = face_of(style)
        self.size = style.font_size
        if style.size_adjust is not None:
            self.size *= _adjusted(style, face)
        self.small = style.font_size * _SMALL  # browsers don't adjust it
        self.kern = style.kerning if style.kern_feature is None else style.kern_feature
        self.caps = style.font_variant if style.font_variant in _CAPS else ""
        self.letter, self.word = style.letter_spacing, style.word_spacing
        self.key = (face, self.size, self.kern, self.caps, self.letter, self.word)

    @property
    def ascent(self) -> float:
        """Above the baseline, px."""
        return self.face.ascent * self.size

    @property
    def descent(self) -> float:
        """Below the baseline, px."""
        return self.face.descent * self.size

    def advances(self, text: str) -> list[float]:
        """Return how far each character takes the pen, px, without letter and word spacing."""
        shown = _joined(text)
        if not self.caps:
            size = self.size
            widths = [advance * size for advance in self.face.advances(shown, self.kern)]
            return widths if shown is text else _halved(widths, text, shown)
        widths = []
        for part, shown, size in self._cases(text):
            found = self.face.advances(shown, self.kern)
            if len(shown) != len(part):  # ß is SS as a capital
                found = [sum(self.face.advances(c.upper(), False)) for c in part]
            widths += [advance * size for advance in found]
        return widths

    def ink(self, text: str) -> Ink | None:
        """Return (x0, y0, x1, y1) of the ink from the pen's start, px, y upwards; None for blanks."""
        text = _joined(text)
        if not self.caps:
            return _times(self.face.measure(text, self.kern)[1], self.size, 0.0)
        found: Ink | None = None
        pen = 0.0
        for _, shown, size in self._cases(text):
            ink = _times(self.face.ink(shown, self.kern), size, pen)
            if ink is not None:
                found = ink if found is None else _around(found, ink)
            pen += self.face.advance(shown, self.kern) * size
        return found

    def _cases(self, text: str) -> list[tuple[str, str, float]]:
        """Return (text, as which it is shown, at which size) of each stretch of one case."""
        parts: list[tuple[str, str, float]] = []
        for is_lower, group in groupby(text, _is_lower):
            part = "".join(group)
            shown = part if self.caps == "unicase" else part.upper()
            is_small = self.caps in _ALL or is_lower == (self.caps in _LOWER)
            parts.append((part, shown, self.small if is_small else self.size))
        return parts


def _is_lower(char: str) -> bool:
    return char != char.upper()


@lru_cache(maxsize=1024)
def type_of(style: Style) -> Type:
    """Return the type a style asks for."""
    return Type(style)


def face_unit(style: Style, unit: str) -> float:
    """Return how many em an "ex", "ch" or "cap" is in the face a style asks for."""
    face = face_of(style)
    em = face.x_height if unit == "ex" else face.cap_height if unit == "cap" else face.advance("0")
    return em * _adjusted(style, face)


def _adjusted(style: Style, face: Face) -> float:
    """Return what font-size-adjust multiplies sizes by."""
    if style.size_adjust is None:
        return 1.0
    metric, wanted = style.size_adjust
    if metric == "cap-height":
        has = face.cap_height
    elif metric == "ch-width":
        has = face.advance("0")
    elif metric in {"ic-width", "ic-height"}:
        has = 1.0
    else:
        has = face.x_height
    return wanted / has if has > 0 else 1.0


def _joined(text: str) -> str:
    """Return text with Arabic letters in the forms they have in a word."""
    if text.isascii() or not any(_ARABIC[0] <= c < _ARABIC[1] for c in text):
        return text
    from natfig.qa.readers._svg.textbidi import joined

    return joined(text)


def _halved(widths: list[float], text: str, shown: str) -> list[float]:
    """Return widths with those of letters that became one divided between them."""
    for i, (before, after) in enumerate(zip(text, shown, strict=True)):
        if before != after == NOTHING:
            widths[i - 1] = widths[i] = widths[i - 1] / 2
    return widths


def _times(ink: Ink | None, size: float, at: float) -> Ink | None:
    if ink is None:
        return None
    x0, y0, x1, y1 = ink
    return at + x0 * size, y0 * size, at + x1 * size, y1 * size


def _around(a: Ink, b: Ink) -> Ink:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


# -- baselines ---------------------------------------------------------------------


def is_vertical(style: Style) -> bool:
    """Return whether lines of a text run down, or up, the page."""
    return style.writing_mode != "horizontal-tb"


def is_sideways(style: Style) -> bool:
    """Return whether a vertical line is a horizontal one turned as a whole."""
    return style.writing_mode.startswith("sideways") or style.text_orientation == "sideways"


def drop_of(style: Style, root: Style) -> float:
    """Return how far below a line's point the letters' own baseline lies, px.

    Each element aligns its letters by itself: by its alignment-baseline where it has one,
    else by the dominant baseline, which is that of its own font and size.

    Parameters
    ----------
    style : Style
        Of the element the letters stand in.
    root : Style
        Of the ``<text>``, whose dominant baseline counts where the element says "auto".
    """
    name = style.alignment_baseline
    if name not in _DROPS:
        name = style.dominant_baseline
        if name == "auto":
            name = root.dominant_baseline
        if name == "auto":
            name = "central" if is_vertical(root) and not is_sideways(root) else "alphabetic"
        if name == "alphabetic":
            return 0.0
    above, below, middle = _DROPS.get(name, (0.0, 0.0, 0.0))
    face = type_of(style).face
    return (face.ascent * above - face.descent * below + face.x_height * middle) * type_of(style).size


# Parts of the ascent, the descent (upwards) and the x-height.
_DROPS = {
    "alphabetic": (0.0, 0.0, 0.0),
    "middle": (0.0, 0.0, 0.5),
    "central": (0.5, 0.5, 0.0),
    "hanging": (0.8, 0.0, 0.0),
    "mathematical": (0.5, 0.0, 0.0),
    "text-before-edge": (1.0, 0.0, 0.0),
    "before-edge": (1.0, 0.0, 0.0),
    "text-after-edge": (0.0, 1.0, 0.0),
    "after-edge": (0.0, 1.0, 0.0),
    "ideographic": (0.0, 1.0, 0.0),
}


def shift_of(style: Style, cascade: Cascade) -> float:
    """Return the downward shift that an element's own baseline-shift asks for, px."""
    value = style.baseline_shift
    if value == "baseline":
        return 0.0
    if value in {"super", "sub"}:
        own = type_of(style)
        height = (own.ascent + own.descent) / 2
        return -height if value == "super" else height
    if value.endswith("%"):
        try:
            return -float(value[:-1]) / 100 * style.font_size
        except ValueError:
            return 0.0
    return -cascade.length(value, style, "y")
