"""How wide text is, by the face it will be drawn in."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from natfig.backends.lines import words
from natfig.backends.r.formula import has_formula, plain_text
from natfig.core.units import pt_to_mm
from natfig.style.fonts import find_face

__all__ = ["LINE_EM", "broken", "text_mm"]

# Height of a line of text with a hairline to the next, in its size.
LINE_EM = 1.15

# Advance widths are read at this size; hinting plays no part in it.
_AT = 1000


@lru_cache(maxsize=4)
def _font(is_bold: bool) -> Any:
    from PIL import ImageFont

    face = find_face()
    return ImageFont.truetype(str(face.bold if is_bold else face.regular), _AT)


def text_mm(text: str, size_pt: float, *, is_bold: bool = False) -> float:
    """Return the width in mm of the widest line of a text; formulas count as their letters."""
    # Control characters have no width, and the shaper gives up on some.
    shown = (c for c in plain_text(text) if c == "\n" or unicodedata.category(c) != "Cc")
    lines = "".join(shown).split("\n")
    return pt_to_mm(max(float(_font(is_bold).getlength(line)) for line in lines) / _AT * size_pt)


def broken(text: str, width_mm: float, size_pt: float) -> str:
    """Return a text in lines that stay within a width in mm, broken between words.

    A unit in parentheses gets a line of its own where that does.

    Lines that the author made stay; a formula is not broken, for R sets a label with one as a single line.
    """
    if has_formula(text) or text_mm(text, size_pt) <= width_mm:
        return text
    out = []
    for given in text.split("\n"):
        if text_mm(given, size_pt) <= width_mm:
            out.append(given)
            continue
        head, _, unit = given.rpartition(" (")
        if head and max(text_mm(head, size_pt), text_mm(f"({unit}", size_pt)) <= width_mm:
            out += [head, f"({unit}"]
            continue
        first, *rest = words(given)
        lines = [first]
        for word in rest:
            longer = f"{lines[-1]} {word}"
            if lines[-1] and text_mm(longer, size_pt) > width_mm:
                lines.append(word)
            else:
                lines[-1] = longer
        out += lines
    return "\n".join(out)
