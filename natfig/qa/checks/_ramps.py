"""Colour ramps: whether many colours are one smooth map, and whether that map is a rainbow."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import pairwise

from natfig.qa.seeing import RGB, ucs

__all__ = ["FEWEST", "is_ramp", "rainbow_sweep_deg"]

# More distinct fills than any key of categories has are a map of values.
FEWEST = 13

# Colours of a set that are looked at; enough for any curve, and 96² distances are cheap.
_MOST = 96

# Colours this vivid have a hue that strikes the eye. With 20 all maps of matplotlib fall
# into two camps: rainbows sweep 190° or more of vivid hues, diverging maps 160° or less.
_VIVID = 20.0

# A map of one arm has its colours in order of lightness: the way through them by
# lightness is as long as the shortest tree over them (1.00–1.05 measured on viridis,
# magma, cubehelix, batlow …). Where it goes up and down, the way jumps between the arms
# (1.19 for 13 random colours of jet, more with more colours).
_DETOUR = 1.12

_BIN_DEG = 10
_STEP = 2.0


def _thinned(colors: Collection[str]) -> list[str]:
    found = list(dict.fromkeys(colors))
    step = -(-len(found) // _MOST)
    return found[::step] if step > 1 else found


def _tree(points: Sequence[RGB]) -> list[tuple[int, int]]:
    """Return the edges of the shortest tree over points (Prim), at most `_MOST` of them."""
    left = set(range(1, len(points)))
    near = {k: (math.dist(points[0], points[k]), 0) for k in left}
    edges = []
    while left:
        k = min(left, key=near.__getitem__)
        left.remove(k)
        edges.append((near[k][1], k))
        for other in left:
            gap = math.dist(points[k], points[other])
            if gap < near[other][0]:
                near[other] = (gap, k)
    return edges


def is_ramp(colors: Collection[str]) -> bool:
    """Return whether colours lie along one curve, as those of a map do and those of a key don't.

    Parameters
    ----------
    colors : collection of str
        ``#RRGGBB`` in any order.

    Notes
    -----
    The shortest tree over the colours of a curve is the curve itself and has two ends;
    over a key's or a drawing's colours it branches everywhere.
    """
    chosen = _thinned(colors)
    if len(chosen) < FEWEST:
        return False
    degree = [0] * len(chosen)
    for a, b in _tree([ucs(c) for c in chosen]):
        degree[a] += 1
        degree[b] += 1
    return sum(d == 1 for d in degree) <= 2 + len(chosen) / 9


def rainbow_sweep_deg(colors: Sequence[str], *, is_ordered: bool = False) -> float | None:
    """Return how many degrees of vivid hue a map sweeps when lightness does not order it, else None.

    Parameters
    ----------
    colors : sequence of str
        ``#RRGGBB``; at least three.
    is_ordered : bool
        They come in the order of the map (a gradient's stops).

    Returns
    -------
    float or None
        Degrees of hue angle in CAM02-UCS; None for a map whose lightness rises or falls
        all along, whatever its hues.
    """
    chosen = _thinned(colors)
    points = [ucs(c) for c in chosen]
    edges = [(k, k + 1) for k in range(len(points) - 1)] if is_ordered else _tree(points)
    way = sum(math.dist(a, b) for a, b in pairwise(sorted(points)))
    if way < _DETOUR * sum(math.dist(points[a], points[b]) for a, b in _tree(points)) and not (
        is_ordered and _turns(points)
    ):
        return None
    bins: set[int] = set()
    for a, b in edges:
        bins |= _vivid_bins(points[a], points[b])
    return float(len(bins) * _BIN_DEG)


def _turns(points: Sequence[RGB]) -> bool:
    """Return whether lightness turns back by a clear step somewhere along the order."""
    rises = [b[0] - a[0] for a, b in pairwise(points)]
    return max(rises, default=0.0) > _VIVID / 2 and min(rises, default=0.0) < -_VIVID / 2


def _vivid_bins(a: RGB, b: RGB) -> set[int]:
    """Return the bins of hue that a straight way between two colours passes vividly."""
    parts = max(1, int(math.dist(a, b) / _STEP))
    found = set()
    for k in range(parts + 1):
        x = a[1] + (b[1] - a[1]) * k / parts
        y = a[2] + (b[2] - a[2]) * k / parts
        if math.hypot(x, y) >= _VIVID:
            found.add(int(math.degrees(math.atan2(y, x)) % 360.0 // _BIN_DEG))
    return found
