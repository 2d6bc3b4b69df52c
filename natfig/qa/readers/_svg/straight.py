"""Boxes of thousands of straight paths at once.

A map or a contour plot of 50 MB has hundreds of thousands of short paths. Their numbers
are read together, ten times faster than one path after the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from natfig.qa.document import Box
from natfig.qa.geometry import Matrix
from natfig.qa.readers._svg.frame import MAX_MM

__all__ = ["STRAIGHT", "boxes"]

# Path data of lines between given points, without its letters, is a row of numbers.
STRAIGHT = str.maketrans("MLZz,", "     ")
_BREAK = "\n nan \n"


def boxes(
    data: Sequence[str], matrix: Matrix, clip: Box | None
) -> list[tuple[float, float, float, float] | None] | None:
    """Return x0, y0, x1, y1 in mm of what is seen of each path.

    Parameters
    ----------
    data : sequence of str
        Path data.
    matrix : Matrix
        User units to mm, without a turn.
    clip : Box or None

    Returns
    -------
    list or None
        None for a path of fewer than two points or outside the clip; None for all when any
        of them is more than absolute straight lines: then each has to be read by itself.
    """
    import warnings

    import numpy as np

    text = _BREAK.join(data).translate(STRAIGHT)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", DeprecationWarning)  # numpy stops there without an error
            numbers = np.fromstring(text, dtype=np.float64, sep=" ")
    except (ValueError, DeprecationWarning):
        return None
    is_break = np.isnan(numbers)
    breaks = np.flatnonzero(is_break)
    if len(breaks) != len(data) - 1:
        return None
    ends = np.append(breaks, len(numbers))
    counts = np.diff(np.concatenate(([-1], ends))) - 1
    if (counts % 2).any():
        return None
    points = numbers[~is_break].reshape(-1, 2)
    found: list[tuple[float, float, float, float] | None] = [None] * len(data)
    drawn = np.flatnonzero(counts >= 4)
    if len(drawn) == 0:
        return found
    # Paths of one point or none are left out: `reduceat` has no empty stretches.
    keep = np.repeat(counts >= 4, counts // 2)
    points = points[keep]
    starts = np.concatenate(([0], np.cumsum(counts[drawn] // 2)[:-1]))
    a, _, _, d, e, f = matrix
    points = points * (a, d) + (e, f)
    low = np.minimum.reduceat(points, starts, axis=0)
    high = np.maximum.reduceat(points, starts, axis=0)
    if not (np.abs(low) < MAX_MM).all() or not (np.abs(high) < MAX_MM).all():
        return None
    if clip is not None:
        low, high = np.maximum(low, clip[:2]), np.minimum(high, clip[2:])
        seen = (low <= high).all(axis=1)
        low, high, drawn = low[seen], high[seen], drawn[seen]
    for number, box in zip(drawn.tolist(), np.hstack([low, high]).tolist(), strict=True):
        found[number] = tuple(box)
    return found
