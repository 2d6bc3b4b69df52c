"""From measured values to the colours on the page: linear, stated, the same for compared images.

The mapping is the whole of what natfig does to pixels::

    share   = clip((value - low) / (high - low), 0, 1) ** gamma      gamma = 1 unless a reason is given
    red     = min(255, round(sum over channels of share * channel's red))      likewise green and blue

Numbers are rounded half to even. An 8-bit channel in grey over its full range keeps
every pixel's value.

Source
------
M. Rossner, K. M. Yamada, What's in a picture? The temptation of image manipulation,
J. Cell Biol. 166, 11-15 (2004): adjustments are linear, to the whole image, and the
same for what is compared; nonlinear ones are disclosed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from natfig.core import lazyre
from natfig.core.errors import DataError

__all__ = [
    "Bound",
    "Range",
    "RangeRule",
    "color_image",
    "composite",
    "parse_range",
    "resolve_range",
    "rgb_of",
]

# Rows mapped at once: keeps floating-point copies small beside the image.
_ROWS = 256
_PERCENTILE = lazyre.compile(r"\s*p\s*(\d+(?:\.\d+)?)\s*")
# Colours that microscopes and their programs name; each is as bright as the ink allows.
# Magenta and green, and cyan and red, stay apart with a colour-vision deficiency; red and green don't.
COLORS = {
    "gray": "#FFFFFF", "grey": "#FFFFFF", "white": "#FFFFFF", "red": "#FF0000", "green": "#00FF00",
    "blue": "#0000FF", "cyan": "#00FFFF", "magenta": "#FF00FF", "yellow": "#FFFF00", "orange": "#FF8000",
}  # fmt: skip
_HEX = lazyre.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range: a value, or a percentile (0-100) of the compared pixels."""

    value: float
    is_percentile: bool = False


@dataclass(frozen=True, slots=True)
class RangeRule:
    """How a range is found: "auto" (lowest to highest value), "full" (the bit depth's) or two bounds."""

    how: str
    low: Bound = Bound(0.0, is_percentile=True)
    high: Bound = Bound(100.0, is_percentile=True)

    @property
    def depends_on_data(self) -> bool:
        """Whether the pixels decide."""
        return self.how == "auto" or self.low.is_percentile or self.high.is_percentile


@dataclass(frozen=True, slots=True)
class Range:
    """The values shown as black and as full colour, and in words where they come from."""

    low: float
    high: float
    source: str


def parse_range(given: object) -> RangeRule:
    """Return the rule that ``range:`` states.

    Raises
    ------
    DataError
        If it states none.
    """
    if given in ("auto", "full"):
        return RangeRule(str(given))
    if isinstance(given, list | tuple) and len(given) == 2:
        low, high = (_bound(v) for v in given)
        if low.is_percentile == high.is_percentile and low.value >= high.value:
            raise DataError(
                f"range [{given[0]}, {given[1]}] has no width", hint="the lower value comes first"
            )
        return RangeRule("given", low, high)
    raise DataError(
        f"range '{given}' is not understood",
        hint="write auto (lowest to highest), full (the bit depth's), [low, high] or [p0.1, p99.9]",
    )


def _bound(given: object) -> Bound:
    if isinstance(given, int | float) and not isinstance(given, bool) and np.isfinite(given):
        return Bound(float(given))
    match = _PERCENTILE.fullmatch(given) if isinstance(given, str) else None
    if match is not None and float(match[1]) <= 100:
        return Bound(float(match[1]), is_percentile=True)
    raise DataError(f"'{given}' is no end of a range", hint="write a number, or a percentile such as p99.9")


def resolve_range(rule: RangeRule, planes: Sequence[np.ndarray], bits: int, what: str) -> Range:
    """Return the range of a channel for all images that are compared.

    Parameters
    ----------
    rule : RangeRule
    planes : sequence of numpy.ndarray
        The pixels shown, of every compared image; not looked at where the rule is given in values.
    bits : int
        Bit depth of integers, for "full".
    what : str
        How a message calls the channel.

    Raises
    ------
    DataError
        If all pixels have one value, so that nothing could be shown.
    """
    if rule.how == "full":
        if planes and planes[0].dtype.kind == "f":
            raise DataError(
                f"{what} holds floating-point values, which have no full range", hint="give [low, high]"
            )
        signed = bool(planes) and planes[0].dtype.kind == "i"
        low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
        return Range(float(low), float(high), f"full range of {bits} bits")
    low, high = (
        b.value if not b.is_percentile else _percentile(planes, b.value) for b in (rule.low, rule.high)
    )
    if not low < high:
        if rule.how == "auto":
            raise DataError(f"{what} has the value {low:g} in every pixel shown: there is nothing to see")
        raise DataError(
            f"{what} has no width between {_said(rule.low)} and {_said(rule.high)} (both {low:g})"
        )
    if rule.how == "auto":
        return Range(low, high, "lowest to highest value shown")
    if rule.depends_on_data:
        return Range(low, high, f"{_said(rule.low)} to {_said(rule.high)} of the pixels shown")
    return Range(low, high, "given")


def _said(bound: Bound) -> str:
    return f"percentile {bound.value:g}" if bound.is_percentile else f"{bound.value:g}"


def _percentile(planes: Sequence[np.ndarray], percent: float) -> float:
    """Return the smallest value that at least `percent` of all pixels do not exceed."""
    parts = [p[np.isfinite(p)] if p.dtype.kind == "f" else p.ravel() for p in planes]
    values = np.concatenate(parts) if len(parts) > 1 else parts[0]
    if not values.size:
        raise DataError("not one of the pixels shown is a number")
    if percent in (0.0, 100.0):
        return float(values.min() if percent == 0 else values.max())
    return float(np.percentile(values, percent, method="inverted_cdf"))


def rgb_of(color: str) -> tuple[int, int, int]:
    """Return a channel's colour as red, green and blue, 0-255.

    Raises
    ------
    DataError
        If it is neither a known name nor #RRGGBB.
    """
    named = COLORS.get(color.strip().lower(), color.strip())
    if _HEX.fullmatch(named) is None:
        from natfig.core.errors import did_you_mean

        hint = did_you_mean(color, COLORS, what="write #RRGGBB or one of")
        raise DataError(f"'{color}' is not a colour", hint=hint)
    return int(named[1:3], 16), int(named[3:5], 16), int(named[5:7], 16)


def _shares(rows: np.ndarray, shown: Range, gamma: float) -> np.ndarray:
    values = rows.astype(np.float64)
    if rows.dtype.kind == "f":
        values = np.where(np.isnan(values), shown.low, values)
    shares = np.clip((values - shown.low) / (shown.high - shown.low), 0.0, 1.0)
    return shares if gamma == 1 else shares**gamma


def composite(
    planes: Sequence[np.ndarray],
    ranges: Sequence[Range],
    colors: Sequence[tuple[int, int, int]],
    gamma: float = 1.0,
) -> np.ndarray:
    """Return channels in their colours, added up, shape (rows, columns, 3), uint8.

    Parameters
    ----------
    planes : sequence of numpy.ndarray
        One for each channel, of one shape (rows, columns).
    ranges : sequence of Range
    colors : sequence of (red, green, blue)
    gamma : float
        Exponent of the shares; 1 is linear.
    """
    height, width = planes[0].shape
    out = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, _ROWS):
        rows = slice(top, min(top + _ROWS, height))
        total = np.zeros((rows.stop - rows.start, width, 3))
        for plane, shown, color in zip(planes, ranges, colors, strict=True):
            total += _shares(plane[rows], shown, gamma)[..., None] * np.array(color, np.float64)
        out[rows] = np.rint(np.minimum(total, 255.0)).astype(np.uint8)
    return out


def color_image(color: np.ndarray, bits: int, gamma: float = 1.0) -> np.ndarray:
    """Return a colour image with 8 bits a sample, over the full range of its bit depth.

    Parameters
    ----------
    color : numpy.ndarray, shape (rows, columns, 3)
    bits : int
        Bit depth of a sample.
    gamma : float
        Exponent; 1 is linear, and leaves 8-bit pixels as they are.
    """
    if color.dtype == np.uint8 and gamma == 1:
        return color
    top = 1.0 if color.dtype.kind == "f" else float(2**bits - 1)
    shares = np.clip(np.nan_to_num(color.astype(np.float64)) / top, 0.0, 1.0)
    return np.asarray(np.rint(shares**gamma * 255.0).astype(np.uint8))
