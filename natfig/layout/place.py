"""Placing labels: spreading them along a line, finding an empty spot, packing a strip."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from natfig.layout.grid import Box

__all__ = ["beside_points", "empty_spot", "pack_rows", "spread"]

# Directions (degrees) and distances (mm) at which a name may stand from its point, best first: readers
# expect it to the upper right and near.
_DIRECTIONS = (35, 145, -35, -145, 0, 180, 90, -90, 60, 120, -60, -120, 15, 165, -15, -165)
_DISTANCES_MM = (0.9, 1.6, 2.6, 4.0, 6.0, 8.5)


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float] | None:
    """Return centres as near as possible to `wanted` so that intervals of `sizes` don't touch.

    Parameters
    ----------
    wanted : sequence of float
        Wanted centres, any order.
    sizes : sequence of float
        Length each label takes, gap included, in the unit of `wanted`.
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
    """Return indices row by row, in reading order, so that each row fits; None if one item alone does not.

    Widths, the available width and the gap between items are in one unit, whichever.
    """
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
    total = _integral(ink)
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


def _integral(ink: np.ndarray) -> np.ndarray:
    total = np.zeros((ink.shape[0] + 1, ink.shape[1] + 1))
    total[1:, 1:] = np.cumsum(np.cumsum(ink, axis=0), axis=1)
    return total


def beside_points(
    ink: np.ndarray,
    axes: Box,
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    pad: float,
) -> list[Box | None]:
    """Return a place near each point for its name; None where every place touches something.

    Names are placed in the order given, so the most important comes first.

    Parameters
    ----------
    ink : numpy.ndarray of bool, shape (rows, columns)
        What is painted in the axes; first row at the top.
    axes : Box
        The axes in mm; names stay inside.
    points : sequence of (x, y)
        In mm from the page's bottom left.
    sizes : sequence of (width, height)
        Of the names, in mm.
    pad : float
        Clear space around a name, in mm.
    """
    total = _integral(ink)
    rows, columns = ink.shape
    placed: list[Box | None] = []
    for (px, py), (width, height) in zip(points, sizes, strict=True):
        found = None
        for distance in _DISTANCES_MM:
            for angle in _DIRECTIONS:
                turn = np.deg2rad(angle)
                dx, dy = float(np.cos(turn)), float(np.sin(turn))
                # The side of the name that faces the point stands at the distance.
                x0 = px + distance * dx + (width / 2) * (np.sign(round(dx, 3)) - 1)
                y0 = py + distance * dy + (height / 2) * (np.sign(round(dy, 3)) - 1)
                box = Box(float(x0), float(y0), float(x0) + width, float(y0) + height)
                grown = Box(box.x0 - pad, box.y0 - pad, box.x1 + pad, box.y1 + pad)
                if grown.x0 < axes.x0 or grown.x1 > axes.x1 or grown.y0 < axes.y0 or grown.y1 > axes.y1:
                    continue
                if any(other is not None and grown.overlap(other) > 0 for other in placed):
                    continue
                c0, c1 = ((v - axes.x0) / axes.width * columns for v in (grown.x0, grown.x1))
                r0, r1 = ((axes.y1 - v) / axes.height * rows for v in (grown.y1, grown.y0))
                a, b, c, d = int(r0), min(int(np.ceil(r1)), rows), int(c0), min(int(np.ceil(c1)), columns)
                if total[b, d] - total[a, d] - total[b, c] + total[a, c] == 0:
                    found = box
                    break
            if found is not None:
                break
        placed.append(found)
    return placed
