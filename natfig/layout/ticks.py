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


def linear_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return the round values within [low, high] that give the most labels, at most `most`.

    Steps are 1, 2, 2.5 or 5 times a power of ten.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    best: list[float] = []
    best_score = (0, 0)
    exponent = math.floor(math.log10((high - low) / max(most, 1)))
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
    return [m * 10.0**k for k in range(first, last + 1) for m in range(2, 10) if low <= m * 10.0**k <= high]


def _grouped(text: str) -> str:
    sign, digits = (text[0], text[1:]) if text[:1] in "+-" else ("", text)
    whole, dot, rest = digits.partition(".")
    if len(whole) > 4:
        parts = []
        while whole:
            parts.insert(0, whole[-3:])
            whole = whole[:-3]
        whole = THIN_SPACE.join(parts)
    return sign.replace("-", MINUS) + whole + dot + rest


def _power(value: float) -> str:
    exponent = math.floor(math.log10(abs(value)) + 1e-12)
    mantissa = value / 10.0**exponent
    sign = "-" if mantissa < 0 else ""
    if abs(abs(mantissa) - 1) < 1e-9:
        return f"${sign}10^{{{exponent}}}$"
    return f"${mantissa:g} \\times 10^{{{exponent}}}$"


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
    smallest = min((abs(v) for v in values if v), default=0.0)
    if largest >= _PLAIN_MAX or (smallest and largest < _PLAIN_MIN * 10):
        return [_power(v) if v else "0" for v in values]
    decimals = 0
    while decimals < 6 and any(abs(round(v, decimals) - v) > 1e-9 * max(largest, 1e-12) for v in values):
        decimals += 1
    return [_grouped(f"{v + 0.0:.{decimals}f}" if round(v, decimals) else f"{0:.{decimals}f}") for v in values]


def log_labels(values: Sequence[float], base: float, form: str | None = None) -> list[str]:
    """Return labels of a logarithmic axis: plain numbers while all are short, powers beyond."""
    if form is not None:
        return format_ticks(values, form)
    if all(v >= 1 for v in values) and max(values, default=1) <= 9999:
        return [_grouped(f"{v:.0f}") for v in values]
    if base == 10 and all(0.009 < v <= 1000 for v in values):
        return [f"{v:g}" for v in values]
    symbol = f"{base:g}"
    return [f"${symbol}^{{{round(math.log(v, base))}}}$" for v in values]
