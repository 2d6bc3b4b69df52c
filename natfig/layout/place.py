"""Placing labels: spreading them along a line, finding an empty spot, packing a strip."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from natfig.layout.grid import Box

__all__ = ["empty_spot", "pack_rows", "spread"]


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float] | None:
    """Return centres as near as possible to `wanted` so that intervals of `sizes` don't touch.

    Parameters
    ----------
    wanted : sequence of float
        Wanted centres, any order.
    sizes : sequence of float
        Length each label takes, gap included.
    low, high : float
        The intervals stay within.

    Returns
    -------
    list of float or None
        Centres in the order given; None if they don't fit.

    Source
    ------
    Least squares under order constraints by pooling adjacent violators
    (Barlow et al., Statistical Inference under Order Restrictions, 1972).
    """
    if not wanted:
        return []
    if sum(sizes) > high - low + 1e-9:
        return None
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    # Shift each label by what lies below it; then non-touching means non-decreasing.
    offsets, at = [], 0.0
    for i in order:
        offsets.append(at + sizes[i] / 2)
        at += sizes[i]
    blocks: list[list[float]] = []  # [sum, count]
    for i, offset in zip(order, offsets, strict=True):
        blocks.append([wanted[i] - offset, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [blocks[-1][0] + last[0], blocks[-1][1] + last[1]]
    bases = [total / count for total, count in blocks for _ in range(int(count))]
    floor, ceiling = low, high - sum(sizes)
    out = [0.0] * len(wanted)
    for i, offset, base in zip(order, offsets, bases, strict=True):
        out[i] = min(max(base, floor), ceiling) + offset
    return out


def pack_rows(widths: Sequence[float], available: float, gap: float) -> list[list[int]] | None:
    """Return indices row by row, in reading order, so that each row fits; None if one item alone does not."""
    rows: list[list[int]] = [[]]
    used = 0.0
    for i, width in enumerate(widths):
        if width > available + 1e-9:
            return None
        extra = width + (gap if rows[-1] else 0.0)
        if rows[-1] and used + extra > available + 1e-9:
            rows.append([])
            used, extra = 0.0, width
        rows[-1].append(i)
        used += extra
    return [r for r in rows if r]


def empty_spot(ink: np.ndarray, axes: Box, width: float, height: float, pad: float) -> Box | None:
    """Return the emptiest place for a label inside the axes, or None if every place touches ink.

    Parameters
    ----------
    ink : numpy.ndarray of bool, shape (rows, columns)
        What is painted in the axes; first row at the top.
    axes : Box
        The axes in mm.
    width, height, pad : float
        Size of the label and the clear space around it, in mm.

    Notes
    -----
    Corners are preferred, top right first, because that is where readers look for them.
    """
    rows, columns = ink.shape
    if width + 2 * pad > axes.width or height + 2 * pad > axes.height:
        return None
    w = int(np.ceil((width + 2 * pad) / axes.width * columns))
    h = int(np.ceil((height + 2 * pad) / axes.height * rows))
    total = np.zeros((rows + 1, columns + 1))
    total[1:, 1:] = np.cumsum(np.cumsum(ink, axis=0), axis=1)
    counts = total[h:, w:] - total[:-h, w:] - total[h:, :-w] + total[:-h, :-w]
    free = np.argwhere(counts == 0)
    if not len(free):
        return None
    top, left = free[:, 0] / max(counts.shape[0] - 1, 1), free[:, 1] / max(counts.shape[1] - 1, 1)
    corners = np.stack([top + (1 - left), top + left, (1 - top) + (1 - left), (1 - top) + left])
    # A corner later in the list has to be clearly nearer to win.
    cost = (corners + np.arange(4)[:, None] * 0.05).min(axis=0)
    r, c = free[int(np.argmin(cost))]
    x0 = axes.x0 + c / columns * axes.width + pad
    y1 = axes.y1 - r / rows * axes.height - pad
    return Box(x0, y1 - height, x0 + width, y1)
