"""Where ticks stand and what they say."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["format_ticks", "linear_ticks", "log_labels", "log_ticks", "minor_log_ticks"]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
# Thin space between groups of thousands from five digits on (ISO 80000-1, section 7.3.1).
THIN_SPACE = "\u2009"
MINUS = "\u2212"
# Plain numbers up to here; beyond, powers of ten.
_PLAIN_MAX, _PLAIN_MIN = 1e6, 1e-4
# A factor before a power of ten with more digits than this is harder to read than the plain
# number (a place on a chromosome), which may then be this long.
_MOST_DIGITS, _PLAIN_LIMIT = 4, 1e12


def linear_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return the round values within [low, high] that give the most labels, at most `most`.

    Steps are 1, 2, 2.5 or 5 times a power of ten.
    """
    share = (high - low) / max(most, 1)
    if not (math.isfinite(share) and share > 0):
        return []
    best: list[float] = []
    best_score = (0, 0)
    exponent = math.floor(math.log10(share))
    for power in range(exponent - 1, exponent + 3):
        for step in _STEPS[:-1]:
            width = step * 10.0**power
            first, last = math.ceil(low / width - 1e-9), math.floor(high / width + 1e-9)
            count = last - first + 1
            # Quarters need one more digit than the values around them: only when nothing else gives three.
            score = (min(count, 3) if step == 2.5 else 3 * (count >= 3) + count, -power)
            if 2 <= count <= most and score > best_score:
                best = [round(k * width, 12 - min(power, 0)) for k in range(first, last + 1)]
                best_score = score
    return best


def log_ticks(low: float, high: float, base: float, most: int = 5) -> list[float]:
    """Return powers of `base` within [low, high], every k-th so that there are at most `most`."""
    first = math.ceil(math.log(low, base) - 1e-9)
    last = math.floor(math.log(high, base) + 1e-9)
    count = last - first + 1
    if count < 1:
        return []
    stride = max(1, math.ceil(count / most))
    start = first if (last - first) % stride == 0 or first >= 0 else first + (-first) % stride
    return [base**k for k in range(start, last + 1, stride)]


def minor_log_ticks(low: float, high: float) -> list[float]:
    """Return 2…9 times every power of ten within [low, high]."""
    first, last = math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1
    inside = (low * (1 - 1e-9), high * (1 + 1e-9))
    values = [m * 10.0**k for k in range(first, last + 1) for m in range(2, 10)]
    return [v for v in values if inside[0] <= v <= inside[1]]


def _grouped(text: str) -> str:
    sign, digits = (text[0], text[1:]) if text[:1] in "+-" else ("", text)
    whole, dot, rest = digits.partition(".")
    if len(whole) > 4:
        parts: list[str] = []
        while whole:
            parts.insert(0, whole[-3:])
            whole = whole[:-3]
        whole = THIN_SPACE.join(parts)
    return sign.replace("-", MINUS) + whole + dot + rest


def _power(value: float, digits: int) -> str:
    """Return a number as factor and power of ten, `digits` of the factor shown."""
    factor, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    if "." in factor:
        factor = factor.rstrip("0").rstrip(".")
    power = f"10^{{{int(exponent)}}}"
    if factor in ("1", "-1"):
        return f"${factor[:-1]}{power}$"
    return f"${factor} \\times {power}$"


def _digits(values: Sequence[float], most: int = 15) -> int:
    """Return how many digits tell what every value is, to a billionth of the largest."""
    slack = 1e-9 * max((abs(v) for v in values), default=0.0)

    def tell(digits: int) -> bool:
        return all(abs(float(f"{v:.{digits - 1}e}") - v) <= slack for v in values)

    return next((n for n in range(1, most) if tell(n)), most)


def format_ticks(values: Sequence[float], form: str | None = None) -> list[str]:
    """Return tick labels with one number of decimals, true minus and thin-space thousands.

    Parameters
    ----------
    values : sequence of float
    form : str, optional
        A Python format such as ".1f" or ".0%".
    """
    if form is not None:
        return [format(v, form).replace("-", MINUS) for v in values]
    largest = max((abs(v) for v in values), default=0.0)
    if largest >= _PLAIN_MAX or 0 < largest < _PLAIN_MIN * 10:
        digits = _digits(values)
        if digits <= _MOST_DIGITS or not _PLAIN_MAX <= largest < _PLAIN_LIMIT:
            return [_power(v, digits) if v else "0" for v in values]
    decimals = 0
    while decimals < 12 and any(abs(round(v, decimals) - v) > 1e-9 * largest for v in values):
        decimals += 1
    return [
        _grouped(f"{v + 0.0:.{decimals}f}" if round(v, decimals) else f"{0:.{decimals}f}") for v in values
    ]


def log_labels(values: Sequence[float], base: float, form: str | None = None) -> list[str]:
    """Return labels of a logarithmic axis: plain numbers while all are short, powers beyond.

    Each has as many decimals as it needs, for neighbours differ by factors.
    """
    if form is not None:
        return format_ticks(values, form)
    if all(v >= 1 for v in values) and max(values, default=1) <= 9999:
        return [_short(v) for v in values]
    if base == 10 and all(0.009 < v <= 1000 for v in values):
        return [_short(v) for v in values]
    exponents = [round(math.log(v, base)) for v in values]
    if all(math.isclose(base**k, v, rel_tol=1e-9) for k, v in zip(exponents, values, strict=True)):
        return [f"${base:g}^{{{k}}}$" for k in exponents]
    # Ticks that the author set: no label may state another number.
    if all(_PLAIN_MIN <= v < _PLAIN_MAX for v in values):
        return [_short(v) for v in values]
    return [_power(v, _digits([v])) for v in values]


def _short(value: float) -> str:
    return _grouped(f"{value:.12f}".rstrip("0").rstrip("."))
