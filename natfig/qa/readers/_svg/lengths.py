"""CSS and SVG lengths to user units (CSS pixels): units, percentages, ``calc()``.

A length is first parsed to a small value that knows nothing of the element, so that
equal texts are parsed once, and resolved later.

Source: CSS Values and Units 4, sections 5–6 and 10,
<https://www.w3.org/TR/css-values-4/>; 1 in = 96 px = 2.54 cm = 72 pt = 6 pc, 1 Q = 0.25 mm.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from natfig.core import lazyre

__all__ = ["NUMBER", "Length", "Scale", "math_number", "parse_length", "parse_number", "resolve"]

# Either (value, unit), absolute units and bare numbers already in px with unit "",
# or the text of a math function, known to be valid.
Length = tuple[float, str] | str

NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?"
_DIMENSION = lazyre.compile(rf"({NUMBER})([a-zA-Z]+|%)?", re.ASCII)

_PX = {"px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6, "pt": 96 / 72, "pc": 16.0}
# Where no face is known, as the standard says; faces of figures lie within 10 % of it.
_EM = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "cap": 0.7}
_OTHER = {"%", "rem", "rex", "rch", "lh", "rlh"} | {
    f"{p}{u}" for p in ("", "s", "l", "d") for u in ("vw", "vh")
}
_OTHER |= {f"{p}{u}" for p in ("", "s", "l", "d") for u in ("vmin", "vmax", "vi", "vb")}

_MATH = lazyre.compile(r"(?:calc|min|max|clamp|abs)\(", re.IGNORECASE)
_MATH_TOKEN = (
    rf"\s*(?:(?P<dimension>{NUMBER}(?:[a-zA-Z]+|%)?)|(?P<name>[a-zA-Z-]*\()|(?P<mark>[),]))"
    r"|\s*(?P<product>[*/])\s*|\s+(?P<sum>[+-])(?=[\s(])"
)
_MAX_MATH_TEXT = 2_000
_MAX_MATH_DEPTH = 32
# Browsers keep single precision; nothing on paper comes near.
_LARGEST = 3.4e38


class Scale(NamedTuple):
    """What relative units are relative to, all in user units; `percent` is 100 %.

    `face_unit` says how many em a unit is that a face decides ("ex", "ch", "cap"); it is asked
    when such a unit turns up, so that faces aren't loaded for others.
    """

    em: float = 16.0
    rem: float = 16.0
    percent: float = 0.0
    width: float = 0.0
    height: float = 0.0
    line: float = 0.0
    face_unit: Callable[[str], float] | None = None


def _finite(value: float) -> float:
    """Return a value in the range of single precision; not-a-number is 0, as in CSS."""
    if math.isnan(value):
        return 0.0
    return max(-_LARGEST, min(_LARGEST, value))


@lru_cache(maxsize=8192)
def _dimension(text: str) -> tuple[float, str, bool] | None:
    """Return (value, unit, whether a unit was written) with absolute units in px."""
    match = _DIMENSION.fullmatch(text)
    if match is None:
        return None
    value, unit = _finite(float(match[1])), match[2]
    if unit is None:
        return value, "", False
    unit = unit.lower()
    if unit in _PX:
        return value * _PX[unit], "", True
    return (value, unit, True) if unit in _EM or unit in _OTHER else None


def parse_length(
    text: str, *, numbers: bool = True, percentages: bool = True, negative: bool = True
) -> Length | None:
    """Return a length to be resolved, or None where the text isn't one.

    Parameters
    ----------
    text : str
        Without white space around it.
    numbers : bool
        Whether a bare number other than 0 is a length, as in SVG attributes.
    percentages, negative : bool
        Whether they are allowed.
    """
    found = _dimension(text) if len(text) < 100 else None
    if found is not None:
        value, unit, has_unit = found
        if (not numbers and not has_unit and value) or (not percentages and unit == "%"):
            return None
        return None if value < 0 and not negative else (value, unit)
    if not _MATH.match(text):
        return None
    result = _evaluate(text, Scale(), percentages=percentages)
    if result is None or not (result[1] or numbers):
        return None
    if negative:
        return text
    return f"max(0px,{text})" if result[1] else f"max(0,{text})"


def parse_number(text: str, *, percentages: bool = False) -> float | None:
    """Return a number, or a percentage as its hundredth where it is allowed, or None."""
    if text.endswith("%"):
        text = text[:-1] if percentages else ""
        factor = 0.01
    else:
        factor = 1.0
    found = _dimension(text) if len(text) < 100 else None
    if found is not None:
        return None if found[2] else found[0] * factor
    return math_number(text) if factor == 1.0 else None


def math_number(text: str) -> float | None:
    """Return the value of ``calc()`` and its kin where it is a plain number, or None."""
    if not _MATH.match(text):
        return None
    result = _evaluate(text, Scale(), percentages=False)
    return result[0] if result is not None and not result[1] else None


def resolve(length: Length, scale: Scale) -> float:
    """Return a parsed length in user units, always finite."""
    if isinstance(length, str):
        result = _evaluate(length, scale, percentages=True)
        return 0.0 if result is None else result[0]
    value, unit = length
    return _finite(value * _per_unit(unit, scale)) if unit else value


def _per_unit(unit: str, scale: Scale) -> float:
    if unit == "%":
        return scale.percent / 100
    if unit in _EM:
        em = _EM[unit] if unit in {"em", "ic"} or scale.face_unit is None else scale.face_unit(unit)
        return em * scale.em
    if unit.startswith("r"):
        return scale.rem * {"rem": 1.0, "rlh": 1.2}.get(unit, 0.5)
    if unit == "lh":
        return scale.line or scale.em * 1.2
    if unit.endswith("vmin"):
        return min(scale.width, scale.height) / 100
    if unit.endswith("vmax"):
        return max(scale.width, scale.height) / 100
    return (scale.width if unit.endswith(("vw", "vi")) else scale.height) / 100


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    """The text is not a math function."""


class _Evaluator:
    """Recursive descent over the tokens of a math function; values are (number, is a length)."""

    def __init__(self, text: str, scale: Scale, *, percentages: bool) -> None:
        self.tokens = self._tokenize(text)
        self.at = 0
        self.depth = 0
        self.scale = scale
        self.percentages = percentages

    @staticmethod
    def _tokenize(text: str) -> list[tuple[str, str]]:
        tokens: list[tuple[str, str]] = []
        pattern = re.compile(_MATH_TOKEN, re.ASCII)  # here, since files hardly ever need it
        at, text = 0, text.rstrip()
        while at < len(text):
            match = pattern.match(text, at)
            if match is None or match.lastgroup is None:
                raise _Refused
            tokens.append((match.lastgroup, match[match.lastgroup].lower()))
            at = match.end()
        tokens.append(("end", ""))
        return tokens

    def take(self, kind: str, *texts: str) -> str | None:
        found, text = self.tokens[self.at]
        if found != kind or (texts and text not in texts):
            return None
        self.at += 1
        return text

    def whole(self) -> tuple[float, bool]:
        value = self.operand()
        if self.take("end") is None:
            raise _Refused
        return value

    def sum(self) -> tuple[float, bool]:
        value, is_length = self.product()
        while sign := self.take("sum"):
            more, more_is_length = self.product()
            if more_is_length != is_length:
                raise _Refused
            value += -more if sign == "-" else more
        return value, is_length

    def product(self) -> tuple[float, bool]:
        value, is_length = self.operand()
        while sign := self.take("product"):
            more, more_is_length = self.operand()
            if more_is_length and (is_length or sign == "/"):
                raise _Refused
            is_length = is_length or more_is_length
            if sign == "*":
                value *= more
            else:
                value = value / more if more else math.copysign(math.inf, value)
        return value, is_length

    def operand(self) -> tuple[float, bool]:
        if (text := self.take("dimension")) is not None:
            found = _dimension(text)
            if found is None or (found[1] == "%" and not self.percentages):
                raise _Refused
            value, unit, has_unit = found
            return (value * _per_unit(unit, self.scale) if unit else value), has_unit
        name = self.take("name", "(", "calc(", "min(", "max(", "clamp(", "abs(")
        if name is None:
            raise _Refused
        self.depth += 1
        if self.depth > _MAX_MATH_DEPTH:
            raise _Refused
        values = [self.sum()]
        while self.take("mark", ","):
            values.append(self.sum())
        if self.take("mark", ")") is None and self.tokens[self.at][0] != "end":
            raise _Refused
        self.depth -= 1
        return _call(name, values)


def _call(name: str, values: list[tuple[float, bool]]) -> tuple[float, bool]:
    if len({is_length for _, is_length in values}) != 1:
        raise _Refused
    numbers, is_length = [value for value, _ in values], values[0][1]
    if name == "min(":
        return min(numbers), is_length
    if name == "max(":
        return max(numbers), is_length
    if name == "clamp(" and len(numbers) == 3:
        return max(numbers[0], min(numbers[1], numbers[2])), is_length
    if len(numbers) != 1 or name == "clamp(":
        raise _Refused
    return (abs(numbers[0]) if name == "abs(" else numbers[0]), is_length


def _evaluate(text: str, scale: Scale, *, percentages: bool) -> tuple[float, bool] | None:
    if len(text) > _MAX_MATH_TEXT:
        return None
    try:
        value, is_length = _Evaluator(text, scale, percentages=percentages).whole()
    except _Refused:
        return None
    return _finite(value), is_length
