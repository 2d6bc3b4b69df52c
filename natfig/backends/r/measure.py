"""How wide text is, by the face it will be drawn in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from natfig.backends.r.formula import plain_text
from natfig.core.units import pt_to_mm
from natfig.style.fonts import find_face

__all__ = ["text_mm"]

# Advance widths are read at this size; hinting plays no part in it.
_AT = 1000


@lru_cache(maxsize=4)
def _font(is_bold: bool) -> Any:
    from PIL import ImageFont

    face = find_face()
    return ImageFont.truetype(str(face.bold if is_bold else face.regular), _AT)


def text_mm(text: str, size_pt: float, *, is_bold: bool = False) -> float:
    """Return the width in mm of the widest line of a text; formulas count as their letters."""
    lines = plain_text(text).split("\n") or [""]
    return pt_to_mm(max(float(_font(is_bold).getlength(line)) for line in lines) / _AT * size_pt)
