"""Colour ramps: whether many colours are one smooth map, and whether that map is a rainbow."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import pairwise

from natfig.qa.seeing import RGB, ucs

__all__ = ["FEWEST", "FEWEST_IN_ORDER", "is_ramp", "rainbow_sweep_deg"]

# More distinct fills than any key of categories has are a map of values, whatever their order.
FEWEST = 13

# Fewer can be told by their order alone: bands of a contour plot are drawn from low to
# high. Three turns at least.
FEWEST_IN_ORDER = 5

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

# From colour to colour a map goes on in about the same direction, a key of categories
# goes back: mean cosine of the turns 0.39–1 for maps of 7 to 12 colours, −0.2 and less
# for tab10, Set1, Set2, Dark2, Okabe-Ito and their like.
_ONWARD = 0.4
_ONWARD_SORTED = 0.6

# Colours around the hue circle at one lightness (ggplot2's, husl) go on as well; they are
# a key, and known by hardly changing lightness or by coming back to where they began.
_LEAST_RISE = 15.0
_CLOSED = 1.2

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
        ``#RRGGBB`` in the order they are drawn; with `FEWEST` and more it doesn't matter.

    Notes
    -----
    The shortest tree over the colours of a curve is the curve itself and has two ends;
    over a key's or a drawing's colours it branches everywhere.
    """
    chosen = _thinned(colors)
    points = [ucs(c) for c in chosen]
    if len(chosen) < FEWEST:
        return len(chosen) >= FEWEST_IN_ORDER and _goes_on(points)
    degree = [0] * len(chosen)
    for a, b in _tree(points):
        degree[a] += 1
        degree[b] += 1
    return sum(d == 1 for d in degree) <= 2 + len(chosen) / 9


def _goes_on(points: Sequence[RGB]) -> bool:
    """Return whether a few colours follow each other along a map, as drawn or by lightness."""
    lightness = [p[0] for p in points]
    if max(lightness) - min(lightness) < _LEAST_RISE:
        return False
    if _onward(sorted(points)) >= _ONWARD_SORTED:
        return True
    steps = sorted(math.dist(a, b) for a, b in pairwise(points))
    is_closed = math.dist(points[0], points[-1]) < _CLOSED * steps[len(steps) // 2]
    return not is_closed and _onward(points) >= _ONWARD


def _onward(points: Sequence[RGB]) -> float:
    """Return the mean cosine of the turns along points, 1 for a straight way and −1 to and fro."""
    ways = [(b[0] - a[0], b[1] - a[1], b[2] - a[2]) for a, b in pairwise(points)]
    turns = [
        sum(x * y for x, y in zip(u, v, strict=True)) / (math.hypot(*u) * math.hypot(*v))
        if any(u) and any(v)
        else 1.0
        for u, v in pairwise(ways)
    ]
    return sum(turns) / len(turns)


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
