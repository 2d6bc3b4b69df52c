"""Whether two marks of one box are drawn alike, and if not how far apart they run."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor, hypot
from typing import Any

from natfig.qa.diff.groups import Vector
from natfig.qa.document import Point, Shapes

__all__ = ["Outlines"]

# Points looked at in one comparison of two figures, all marks together: some ten seconds.
_MOST_POINTS = 3_000_000
# Points a single line is filled up to where programs cut curves differently.
_MOST_SAMPLES = 200_000


class Outlines:
    """Compares outlines of two figures' marks, within a bound of points.

    Attributes
    ----------
    skipped : int
        Marks that were not compared as the bound was reached.
    """

    def __init__(self, old: Shapes, new: Shapes, tolerance_mm: float) -> None:
        self.old, self.new = old, new
        self.tol = tolerance_mm
        self.skipped = 0
        self._points = _MOST_POINTS

    def apart(self, i: int, j: int, shift: Vector) -> float:
        """Return how far two outlines of the same box are apart in mm; 0 within the tolerance."""
        if _same_recipe(self.old.recipe(i), self.new.recipe(j)):
            return 0.0
        old = self.old
        # Too small to be drawn differently by more than the tolerance.
        if max(old.x1[i] - old.x0[i], old.y1[i] - old.y0[i]) <= self.tol:
            return 0.0
        if self._points <= 0:
            self.skipped += 1
            return 0.0
        a, b = self.old.outline(i), self.new.outline(j)
        self._points -= sum(map(len, a)) + sum(map(len, b))
        if shift != (0.0, 0.0):
            a = [[(x + shift[0], y + shift[1]) for x, y in line] for line in a]
        far = _pointwise(a, b)
        if far is not None and far <= self.tol:
            return 0.0
        # Two lines that run along each other are one line, whatever their points are.
        off = max(self._off(a, b), self._off(b, a))
        if off <= self.tol:
            return 0.0
        return off if far is None else min(max(off, self.tol), far) if far > off else off

    def _off(self, a: Sequence[Sequence[Point]], b: Sequence[Sequence[Point]]) -> float:
        """Return how far the points along `a` are from `b`, as far as a grid of the tolerance tells."""
        step = max(self.tol, _length(b) / _MOST_SAMPLES, _length(a) / _MOST_SAMPLES, 1e-3)
        cells: dict[tuple[int, int], list[Point]] = {}
        for x, y in _along(b, step):
            cells.setdefault((floor(x / step), floor(y / step)), []).append((x, y))
        if not cells:
            return 0.0
        missed = []
        for x, y in _along(a, step):
            k, m = floor(x / step), floor(y / step)
            near = min(
                (
                    hypot(x - p, y - q)
                    for u in (k - 1, k, k + 1)
                    for v in (m - 1, m, m + 1)
                    for p, q in cells.get((u, v), ())
                ),
                default=None,
            )
            # Samples lie up to half a step beside each other along one and the same line.
            if near is None or near > step * 1.2:
                missed.append((x, y))
        return _farthest(missed, cells, step) if missed else 0.0


def _same_recipe(one: Any, two: Any) -> bool:
    """Return whether two shapes of the same box are drawn alike as far as what they are made of tells.

    Recipes are those of `natfig.qa.readers._svg.marks`: name, attributes, matrix and offset.
    """
    if one is None or two is None or one[0] != two[0] or one[2][:4] != two[2][:4]:
        return False
    # Wherever it is put, the same path in the same scale is the same; a circle has but its box.
    return bool(one[0] == "circle" or one[1] == two[1])


def _farthest(missed: Sequence[Point], cells: dict[tuple[int, int], list[Point]], step: float) -> float:
    """Return the greatest distance of some points from the cells' points."""
    points = [p for found in cells.values() for p in found[:1]]
    thin = missed[:: max(1, len(missed) * len(points) // 400_000)]
    points = points[:: max(1, len(points) // 4000)]
    return max(max(step, min(hypot(x - p, y - q) for p, q in points)) for x, y in thin)


def _pointwise(a: Sequence[Sequence[Point]], b: Sequence[Sequence[Point]]) -> float | None:
    """Return the greatest distance of points in order, or None where they can't be paired."""
    if [len(line) for line in a] != [len(line) for line in b]:
        return None
    return max(
        (
            max(abs(p[0] - q[0]), abs(p[1] - q[1]))
            for one, two in zip(a, b, strict=True)
            for p, q in zip(one, two, strict=True)
        ),
        default=0.0,
    )


def _length(lines: Sequence[Sequence[Point]]) -> float:
    return sum(hypot(q[0] - p[0], q[1] - p[1]) for line in lines for p, q in pairwise(line))


def _along(lines: Sequence[Sequence[Point]], step: float) -> list[Point]:
    """Return points along lines, `step` mm apart at most."""
    out: list[Point] = []
    for line in lines:
        out += line[:1]
        for (x0, y0), (x1, y1) in pairwise(line):
            parts = max(1, ceil(max(abs(x1 - x0), abs(y1 - y0)) / step))
            out += [(x0 + (x1 - x0) * k / parts, y0 + (y1 - y0) * k / parts) for k in range(1, parts + 1)]
    return out
