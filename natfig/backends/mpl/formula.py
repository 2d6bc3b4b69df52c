"""What mathtext makes of a formula, told apart: letters that stay text, and signs that are shapes.

Large brackets, roots and sums come from fonts whose codes are not characters ("p"
is a root sign in cmex10), or are stretched to what they enclose. Written as text
they would show, and be copied, as something else; so they are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.ft2font import LoadFlags, StyleFlags
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.ft2font import FT2Font, GlyphIndexType

__all__ = ["Letter", "letters_and_shapes"]

# Families of sized signs, and TeX's own, whose codes mean other characters.
_SHAPE_FAMILIES = ("cm", "STIXSize")
_PRIVATE_USE = range(0xE000, 0xF900)


@dataclass(frozen=True, slots=True)
class Letter:
    """A character of a formula: x, y in pt from the formula's left baseline, y up."""

    text: str
    size_pt: float
    x: float
    y: float
    italic: bool
    bold: bool
    font: FT2Font
    glyph: int


def letters_and_shapes(glyphs: Sequence[Any]) -> tuple[list[Letter], list[Path]]:
    """Return the letters from left to right, and the outlines of all other signs.

    Parameters
    ----------
    glyphs : sequence
        ``parse("…").glyphs`` of matplotlib's ``MathTextParser("path")`` at 72 dpi.

    Returns
    -------
    letters : list of Letter
    shapes : list of matplotlib.path.Path
        In pt from the formula's left baseline, y up; to be filled.
    """
    letters, shapes = [], []
    for font, size_pt, code, index, x, y in sorted(glyphs, key=lambda g: g[4]):
        if font.family_name.startswith(_SHAPE_FAMILIES) or code in _PRIVATE_USE:
            shapes.append(_outline(font, size_pt, index).transformed(Affine2D().translate(x, y)))
        else:
            style = font.style_flags
            slant, weight = StyleFlags.ITALIC in style, StyleFlags.BOLD in style
            letters.append(Letter(chr(code), float(size_pt), x, y, slant, weight, font, index))
    return letters, shapes


def _outline(font: FT2Font, size_pt: float, index: GlyphIndexType) -> Path:
    font.set_size(size_pt, 72)
    font.load_glyph(index, flags=LoadFlags.NO_HINTING)
    return Path(*font.get_path())
