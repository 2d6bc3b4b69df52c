"""Numbers, lengths, colours and transforms as SVG writes them; what can't be read is None."""

from __future__ import annotations

import math
import re
from typing import Any

from natfig.core import lazyre
from natfig.drawing.matrix import IDENTITY, multiply
from natfig.drawing.model import Matrix

__all__ = ["FONT_SIZES", "color", "length", "number", "numbers", "physical_mm", "transform"]

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_NUMBERS = lazyre.compile(_NUMBER)
_LENGTH = lazyre.compile(rf"\s*({_NUMBER})\s*([A-Za-z%]*)\s*")
_STEP = lazyre.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")
_LIGHT_DARK = lazyre.compile(r"light-dark\(\s*((?:[^(),]|\([^()]*\))+),.*\)\s*")
# CSS px of each unit. Source: CSS Values and Units 3, section 5.2, <https://www.w3.org/TR/css-values-3/>.
_PX = {
    "": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0,
    "q": 96 / 101.6,
}  # fmt: skip
# An ex is about half an em (CSS Values 3, section 5.1.1).
_EX_EM = 0.5
# In px. Source: CSS Fonts 3, section 3.5, with the usual 16 px for "medium".
FONT_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0,
    "xx-large": 32.0,
}  # fmt: skip


def numbers(text: str | None) -> list[float]:
    """Return all finite numbers of a list."""
    found = (float(m) for m in _NUMBERS.findall(text or ""))
    return [n for n in found if math.isfinite(n)]


def number(text: str | None, default: float = 0.0) -> float:
    """Return a number, a percentage as its hundredth."""
    match = _LENGTH.fullmatch(text or "")
    if match is None or match[2] not in ("", "%") or not math.isfinite(value := float(match[1])):
        return default
    return value / 100 if match[2] else value


def length(text: str | None, default: float = 0.0, *, em: float = 16.0, whole: float = 0.0) -> float:
    """Return a length in px; `whole` is what 100 % are, `em` the type size."""
    match = _LENGTH.fullmatch(text or "")
    if match is None or not math.isfinite(value := float(match[1])):
        return default
    unit = match[2].lower()
    if unit == "%":
        return value / 100 * whole
    if unit in ("em", "rem"):
        return value * em
    if unit in ("ex", "ch"):
        return value * em * _EX_EM
    return value * _PX[unit] if unit in _PX else default


def physical_mm(text: str | None) -> tuple[float, str] | None:
    """Return a length in mm with its unit, or None for a percentage and what is no length."""
    match = _LENGTH.fullmatch(text or "")
    if match is None or match[2].lower() not in _PX:
        return None
    value = float(match[1]) * _PX[match[2].lower()] / 96 * 25.4
    return (value, match[2].lower()) if math.isfinite(value) and value > 0 else None


def color(text: str | None, current: str = "#000000") -> tuple[str, float] | None:
    """Return a colour as ``#RRGGBB`` with its opacity, or None for none and what is no colour."""
    from tinycss2.color4 import parse_color

    text = (text or "").strip()
    if light := _LIGHT_DARK.fullmatch(text):  # draw.io gives both; paper is light
        text = light[1]
    if text.lower() in ("currentcolor", "context-fill", "context-stroke"):
        return current, 1.0
    try:
        parsed: Any = parse_color(text)
        if parsed is None or isinstance(parsed, str):
            return None
        *rgb, alpha = parsed.to("srgb")
    except (ValueError, NotImplementedError, TypeError):
        return None
    if not all(math.isfinite(c) for c in (*rgb, alpha)):
        return None
    written = "#{:02X}{:02X}{:02X}".format(*(round(255 * min(max(c, 0), 1)) for c in rgb))
    return written, min(max(float(alpha), 0.0), 1.0)


def transform(text: str | None) -> Matrix:
    """Return a list of transforms as one; what can't be read counts as none."""
    out = IDENTITY
    # CSS writes units where SVG has bare numbers.
    text = re.sub(r"(?<=\d)(px|deg)\b", "", text or "")
    for name, inside in _STEP.findall(text):
        step = _step(name, numbers(inside))
        if step is None:
            return IDENTITY
        out = multiply(out, step)
    return out


def _step(name: str, n: list[float]) -> Matrix | None:
    try:
        matrix: Matrix = _STEPS[name](n)
        return matrix
    except (IndexError, OverflowError):
        return None


def _rotate(n: list[float]) -> Matrix:
    turn = math.radians(n[0])
    cos, sin = math.cos(turn), math.sin(turn)
    x, y = (n[1], n[2]) if len(n) > 2 else (0.0, 0.0)
    return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)


_STEPS: dict[str, Any] = {
    "matrix": lambda n: (n[0], n[1], n[2], n[3], n[4], n[5]),
    "translate": lambda n: (1.0, 0.0, 0.0, 1.0, n[0], n[1] if len(n) > 1 else 0.0),
    "scale": lambda n: (n[0], 0.0, 0.0, n[1] if len(n) > 1 else n[0], 0.0, 0.0),
    "rotate": _rotate,
    "skewX": lambda n: (1.0, 0.0, math.tan(math.radians(n[0])), 1.0, 0.0, 0.0),
    "skewY": lambda n: (1.0, math.tan(math.radians(n[0])), 0.0, 1.0, 0.0, 0.0),
}
