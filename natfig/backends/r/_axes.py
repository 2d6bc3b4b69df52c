"""Where the axes of R's plots end and which ticks they get, as styles/natfig.R computes it.

The script leaves both to R, so that it stays right when the data are edited; natfig computes
them too, to know how many labels have room and which corner of the axes is empty.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r.measure import text_mm
from natfig.core.units import pt_to_mm
from natfig.layout.ticks import format_ticks, linear_ticks, log_labels

if TYPE_CHECKING:
    from natfig.style.marks import Look

__all__ = ["LOG_BASES", "axis_ends", "fit_count", "fit_stride", "log_breaks", "shares", "symlog_breaks"]

LOG_BASES = {"log": 10, "log2": 2}
# As in ends_natfig(): room beyond the data, and how near a tick draws the end of an axis.
_ROOM, _NEAR = 0.05, 0.35
# As in ends_log_natfig(): ends this near to a power, in powers, go there.
_NEAR_POWER = 0.12
MOST_LABELS = 5
# Powers of two are read one by one (batch sizes, dilutions): show as many as fit.
MOST_POWERS_OF_TWO = 10
# Clear space between labels in pt: a digit's width across, a hairline down.
_GAP_X_PT, _GAP_Y_PT = 3.0, 0.6
_LINE_HEIGHT = 1.15
# The axes on the page may be a little shorter than expected.
_SURE = 0.94


def axis_ends(channel: Any, values: Any, *, zero: bool = False) -> tuple[float, float]:
    """Return where an axis of numbers ends, the lower value first.

    Parameters
    ----------
    channel : channel with `scale` and `limits`
    values : array_like
        All that is drawn along the axis.
    zero : bool
        Whether the axis stands on zero.
    """
    known = np.asarray(values, dtype=float)
    known = known[np.isfinite(known)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    if channel.scale in LOG_BASES:
        ends = _log_ends(low, high, LOG_BASES[channel.scale])
    else:
        ends = _linear_ends(low, high, zero=zero)
    asked = channel.limits or (None, None)
    return (
        ends[0] if asked[0] is None else float(asked[0]),
        ends[1] if asked[1] is None else float(asked[1]),
    )


def _log_ends(low: float, high: float, base: int) -> tuple[float, float]:
    a, b = math.log(low, base), math.log(high, base)
    room = _ROOM * (b - a) if b > a else 0.5
    a, b = a - room, b + room
    if a - math.floor(a) < _NEAR_POWER:
        a = math.floor(a)
    if math.ceil(b) - b < _NEAR_POWER:
        b = math.ceil(b)
    return float(base) ** a, float(base) ** b


def _linear_ends(low: float, high: float, *, zero: bool) -> tuple[float, float]:
    base = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
    room = _ROOM * (base[1] - base[0])
    if not room:
        room = 0.5 if base[0] == 0 else _ROOM * abs(base[0])
    first, last = base[0] - room, base[1] + room
    if low > 0 or (zero and low >= 0):
        first = max(first, 0.0)
    if high < 0 or (zero and high <= 0):
        last = min(last, 0.0)
    ticks = linear_ticks(first, last, MOST_LABELS)
    if len(ticks) >= 2:
        step = ticks[1] - ticks[0]
        if 0 < first - (ticks[0] - step) <= _NEAR * step:
            first = ticks[0] - step
        if 0 < ticks[-1] + step - last <= _NEAR * step:
            last = ticks[-1] + step
    return first, last


def shares(channel: Any, values: Any, ends: tuple[float, float]) -> np.ndarray:
    """Return where values stand along an axis, 0 at its start and 1 at its end."""
    at, (low, high) = _along(channel, values), _along(channel, ends)
    share = (at - low) / (high - low)
    return np.asarray(1 - share if channel.reverse else share)


def _along(channel: Any, values: Any) -> np.ndarray:
    numbers = np.asarray(values, dtype=float)
    if channel.scale in LOG_BASES:
        return np.asarray(np.log(np.maximum(numbers, np.finfo(float).tiny)))
    return np.arcsinh(numbers / 2) if channel.scale == "symlog" else numbers


# ---------------------------------------------------------------- ticks


def log_breaks(low: float, high: float, base: int, most: int) -> list[float]:
    """Return what breaks_log_natfig() gives: powers, else round numbers between them."""
    first, last = math.ceil(math.log(low, base) - 1e-9), math.floor(math.log(high, base) + 1e-9)
    powers = list(range(first, last + 1))
    if len(powers) > most:
        stride = math.ceil(len(powers) / most)
        powers = [k for k in powers if k % stride == 0]
    if len(powers) >= 3:
        return [float(base) ** k for k in powers]
    decades = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
    for digits in ((1, 2, 5), (1, 3), (1, 5), (1, 2)):
        ticks = sorted(float(f"{d * 10.0**k:.5e}") for k in decades for d in digits)
        inside = [v for v in ticks if low * (1 - 1e-9) <= v <= high * (1 + 1e-9)]
        if min(most, 3) <= len(inside) <= most:
            return inside
    return [float(base) ** k for k in powers] if len(powers) >= 2 else linear_ticks(low, high, most)


def symlog_breaks(low: float, high: float, most: int) -> list[float]:
    """Return what breaks_symlog_natfig() gives: zero and powers of ten on both sides."""
    reach = [abs(v) for v, counts in ((low, low < 0), (high, high > 0)) if counts]
    sides, top = len(reach), math.floor(math.log10(max(min(reach, default=1.0), 1.0)) + 1e-9)
    stride = max(1, math.ceil((top + 1) * sides / (most - 1)))
    powers = [10.0**k for k in range(top, -1, -stride)]
    return [v for v in sorted([-p for p in powers] + [0.0] + powers) if low <= v <= high]


def fit_count(
    channel: Any, ends: tuple[float, float], length_mm: float, look: Look, *, is_x: bool
) -> int | None:
    """Return how many tick labels an axis may have so that they don't touch; None: the usual number."""
    usual = MOST_POWERS_OF_TWO if channel.scale == "log2" else MOST_LABELS
    for most in range(usual, 1, -1):
        ticks, labels = _labelled(channel, ends, most)
        if len(ticks) < 2 or _are_apart(shares(channel, ticks, ends), labels, length_mm, look, is_x=is_x):
            return None if most == MOST_LABELS else most
    return 2


def _labelled(channel: Any, ends: tuple[float, float], most: int) -> tuple[list[float], list[str]]:
    form = channel.format
    if channel.scale in LOG_BASES:
        ticks = log_breaks(*ends, LOG_BASES[channel.scale], most)
        return ticks, log_labels(ticks, LOG_BASES[channel.scale], form)
    ticks = symlog_breaks(*ends, most) if channel.scale == "symlog" else linear_ticks(*ends, most)
    return ticks, format_ticks(ticks, form)


def fit_stride(channel: Any, ends: tuple[float, float], length_mm: float, look: Look, *, is_x: bool) -> int:
    """Return the k of "every k-th given tick gets a label" at which labels don't touch."""
    ticks = [float(t) for t in channel.ticks]
    base = LOG_BASES.get(channel.scale)
    labels = log_labels(ticks, base, channel.format) if base else format_ticks(ticks, channel.format)
    places = shares(channel, ticks, ends)
    for stride in range(1, len(ticks) + 1):
        if _are_apart(places[::stride], labels[::stride], length_mm, look, is_x=is_x):
            return stride
    return len(ticks)


def _are_apart(
    places: np.ndarray, labels: Sequence[str], length_mm: float, look: Look, *, is_x: bool
) -> bool:
    line = pt_to_mm(look.tick_pt * _LINE_HEIGHT)
    extents = [text_mm(t, look.tick_pt) if is_x else line for t in labels]
    gap = pt_to_mm(_GAP_X_PT if is_x else _GAP_Y_PT)
    boxes = sorted(zip((places * length_mm * _SURE).tolist(), extents, strict=True))
    return all(b[0] - a[0] >= (a[1] + b[1]) / 2 + gap for a, b in pairwise(boxes))
