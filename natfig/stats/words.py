"""Results of tests in words: P values, numbers and whole comparisons."""

from __future__ import annotations

import math

from natfig.stats.result import Comparison, Effect

__all__ = ["describe", "describe_effect", "format_number", "format_p", "format_statistic", "sentence"]

_MINUS = "\u2212"
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")

# Levels readers compare with: a P value is never rounded onto or across one of them.
_LEVELS = (0.05, 0.01, 0.001)
_LARGE_P = 0.995  # "P = 1.00" would claim a certainty that no test gives
_SMALLEST = 2.2250738585072014e-308  # smaller floats lose their digits


def format_p(p: float, floor: float = 1e-4, symbol: str = "P") -> str:
    """Return a P value as journals write it.

    Parameters
    ----------
    p : float
        Within 0 and 1.
    floor : float
        Below it "P < floor" is written; 0: the exact value with a power of ten.
    symbol : str
        Set in italics by the caller where the journal wants that.

    Returns
    -------
    str
        "P = 0.24", "P = 0.048", "P = 0.003", "P < 0.0001", "P > 0.99"; never "P = 0.000".

    Raises
    ------
    ValueError
        If p lies outside 0 and 1 or is NaN.

    Source
    ------
    AMA Manual of Style, 11th edition, section 19.5: two or three digits, more where rounding would
    reach the level of significance; Nature's reporting summary asks for exact values.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"a P value of {p} lies outside 0 and 1")
    if p < floor:
        return f"{symbol} < {_plain_floor(floor)}"
    if p >= _LARGE_P:
        return f"{symbol} > 0.99"
    if p < 1e-4:
        return f"{symbol} {'=' if p >= _SMALLEST else '<'} {_power(max(p, _SMALLEST))}"
    digits = 2 if p >= 0.1 else 3 if p >= 0.001 else 4
    while _crosses(p, round(p, digits)):
        digits += 1
    return f"{symbol} = {p:.{digits}f}"


def sentence(text: str) -> str:
    """Return a text with a capital first letter; the rest stays."""
    return text[:1].upper() + text[1:]


def _crosses(p: float, rounded: float) -> bool:
    """Return whether rounding moves a P value onto or over a level."""
    return rounded == 0 or any((p < level) != (rounded < level) for level in _LEVELS)


def _plain_floor(floor: float) -> str:
    return f"{floor:.10f}".rstrip("0") if floor >= 1e-6 else _power(floor)


def _power(value: float) -> str:
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa} × 10{str(int(exponent)).translate(_SUPERSCRIPT)}"


def format_number(value: float, digits: int) -> str:
    """Return a number with a true minus sign and a fixed number of digits after the point.

    Parameters
    ----------
    digits : int
        >= 0; numbers too large or small for them get a power of ten.
    """
    if math.isinf(value):
        return "∞" if value > 0 else f"{_MINUS}∞"
    if math.isnan(value):
        return "not a number"
    if abs(value) >= 1e7 or (value and abs(value) < 1e-5):
        return _power(value).replace("-", _MINUS)
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", _MINUS)


def describe_effect(effect: Effect) -> str:
    """Return "Hedges' g = 0.38 (95% CI −0.21 to 0.93)"; the interval where there is one.

    All numbers get the same digits, three that count in the width of the interval; those of a
    ratio get three each.
    """
    low, high = effect.low, effect.high
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return f"{effect.name} = {format_number(effect.value, _digits(abs(effect.value)))}"
    shown = _alike(effect.value, low, high, is_ratio="ratio" in effect.name)
    level = f"{100 * effect.level:.4g}% CI"
    if math.isinf(low) and math.isinf(high):
        return f"{effect.name} = {shown[0]}"
    if math.isinf(high):
        return f"{effect.name} = {shown[0]} ({level} ≥ {shown[1]})"
    if math.isinf(low):
        return f"{effect.name} = {shown[0]} ({level} ≤ {shown[2]})"
    return f"{effect.name} = {shown[0]} ({level} {shown[1]} to {shown[2]})"


def _alike(value: float, low: float, high: float, *, is_ratio: bool) -> list[str]:
    """Return a value and the ends of its interval with digits that belong together."""
    numbers = (value, low, high)
    if is_ratio:  # 0.12 and 157 are equally far from 1: each has its own digits
        return [format_number(v, _digits(abs(v))) for v in numbers]
    ends = [v for v in (low, high) if math.isfinite(v)]
    width = high - low if len(ends) == 2 else 2 * abs(value - ends[0]) if ends else 0.0
    digits = _digits(width if math.isfinite(width) else abs(value))
    return [format_number(v, digits) for v in numbers]


def _digits(size: float) -> int:
    """Return digits after the point that show three digits of a size, at most six."""
    if not size or not math.isfinite(size):
        return 2
    return min(6, max(0, 2 - math.floor(math.log10(size))))


def format_statistic(comparison: Comparison) -> str:
    """Return "t(17.8) = 1.22", "F(2, 27) = 4.85", "U = 35.5"."""
    degrees = ", ".join(_df(value) for value in comparison.df)
    value = comparison.value
    # Sums of ranks and counts are whole or half numbers.
    is_counted = comparison.statistic in {"U", "W", "S", "T"} and abs(2 * value - round(2 * value)) < 1e-6
    shown = f"{round(2 * value) / 2:.12g}" if is_counted and abs(value) < 1e7 else format_number(value, 2)
    # A statistic of 0.004 would be "0.00".
    if value and shown.strip(f"{_MINUS}0.") == "":
        shown = format_number(value, _digits(abs(value)))
    return f"{comparison.statistic}{f'({degrees})' if degrees else ''} = {shown.replace('-', _MINUS)}"


def _df(value: float) -> str:
    return f"{value:.0f}" if abs(value - round(value)) < 1e-9 else f"{value:.1f}"


def describe(comparison: Comparison, floor: float = 1e-4) -> str:
    """Return a comparison as a legend writes it.

    Returns
    -------
    str
        "two-sided Welch's t-test, t(17.8) = −1.86, P = 0.079, Hedges' g = −0.80 (95% CI −1.69 to
        0.10)"; a corrected P value is followed by its correction.
    """
    parts = [comparison.name]
    if math.isfinite(comparison.value) and comparison.statistic:
        parts.append(format_statistic(comparison))
    p = format_p(comparison.shown_p, floor)
    if comparison.correction and comparison.correction not in comparison.name:
        p += f" ({comparison.correction}-corrected)"
    parts.append(p)
    if comparison.effect is not None and math.isfinite(comparison.effect.value):
        parts.append(describe_effect(comparison.effect))
    return ", ".join(parts)
