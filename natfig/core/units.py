"""Lengths: the only conversions in the project.

1 in = 25.4 mm = 72 pt (the PostScript and CSS point) = 96 px (the CSS pixel).
Source: CSS Values and Units 3, section 5.2, <https://www.w3.org/TR/css-values-3/>.
"""

from __future__ import annotations

from natfig.core import lazyre
from natfig.core.errors import UsageError

__all__ = ["MM_PER_IN", "PT_PER_IN", "in_to_mm", "mm_to_in", "mm_to_pt", "parse_length_mm", "pt_to_mm"]

MM_PER_IN = 25.4
PT_PER_IN = 72.0
PX_PER_IN = 96.0

_IN_MM = {"mm": 1.0, "cm": 10.0, "in": MM_PER_IN, "pt": MM_PER_IN / PT_PER_IN, "px": MM_PER_IN / PX_PER_IN}
_LENGTH = lazyre.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*(mm|cm|in|pt|px)\s*")


def mm_to_pt(mm: float) -> float:
    """Return millimetres as points (1/72 inch)."""
    return mm * PT_PER_IN / MM_PER_IN


def pt_to_mm(pt: float) -> float:
    """Return points (1/72 inch) as millimetres."""
    return pt * MM_PER_IN / PT_PER_IN


def mm_to_in(mm: float) -> float:
    """Return millimetres as inches."""
    return mm / MM_PER_IN


def in_to_mm(inches: float) -> float:
    """Return inches as millimetres."""
    return inches * MM_PER_IN


def parse_length_mm(text: str) -> float:
    """Return a length such as ``"120mm"``, ``"3.5in"`` or ``"252 pt"`` in mm.

    Raises
    ------
    UsageError
        If the text is not a positive number with a unit.
    """
    match = _LENGTH.fullmatch(text)
    if match is None or float(match[1]) <= 0:
        raise UsageError(
            f"'{text}' is not a length", hint="write a number and a unit, such as 120mm, 8.9cm or 3.5in"
        )
    return float(match[1]) * _IN_MM[match[2]]
