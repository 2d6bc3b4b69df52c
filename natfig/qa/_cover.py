"""How much of a piece of text a filled area or a line runs over.

Everything happens along the quadrilateral's own direction: it is turned so that its
first edge is level, and cut into level strips. On the middle of every strip what is
covered is exact, so only edges nearly parallel to the text are sampled at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil, hypot, isfinite
from typing import Literal

from natfig.qa.document import Point, Quad

__all__ = ["polygon_share", "stroke_hits", "stroke_share"]

# Strips over the height of a text: an edge along the text is out by half a strip, and
# the two edges of a level band by 1 % of the area together.
_STRIPS = 96
# Strips are fewer where so many edges cross them that it would take seconds (a scribble
# of 100,000 points); what such an outline covers has hardly a level edge.
_CROSSINGS, _FEWEST = 300_000, 8
# Below this turn (cosine) two segments of a stroke are taken to join without a gap.
_SMOOTH = 0.966
_OCTAGON = ((1.0, 0.414), (0.414, 1.0), (-0.414, 1.0), (-1.0, 0.414))

_Spans = list[tuple[float, float]]


class _Strips:
    """A quadrilateral laid level and cut into strips; `unit` is the direction of its first edge."""

    __slots__ = ("bottom", "corners", "count", "left", "right", "step", "top", "unit")

    def __init__(self, quad: Quad) -> None:
        (ax, ay), (bx, by) = quad[0], quad[1]
        length = hypot(bx - ax, by - ay)
        self.unit = ((bx - ax) / length, (by - ay) / length) if length > 0 else (1.0, 0.0)
        self.corners = self.turned(quad)
        self.top, self.bottom = min(v for _, v in self.corners), max(v for _, v in self.corners)
        self.left, self.right = min(u for u, _ in self.corners), max(u for u, _ in self.corners)
        self.cut(_STRIPS)

    @property
    def has_area(self) -> bool:
        """Whether there is anything to cover."""
        # Sides of 1e-300 mm, or none at all, are no text but the end of arithmetic.
        spans = self.step > 1e-9 and self.right > self.left
        return spans and isfinite(self.top + self.bottom + self.left + self.right)

    def cut(self, count: int) -> None:
        """Cut into a number of strips."""
        self.count = count
        self.step = (self.bottom - self.top) / count

    def turned(self, points: Iterable[Point]) -> list[Point]:
        """Return points along (u) and across (v) the text."""
        c, s = self.unit
        return [(c * x + s * y, c * y - s * x) for x, y in points]

    def crossings(self, outline: Iterable[Sequence[Point]]) -> list[list[tuple[float, int]]]:
        """Return for every strip where turned, closed polygons cross it and which way they go.

        What crosses right of the quadrilateral decides nothing and is left out.
        """
        count = self.count
        rows: list[list[tuple[float, int]]] = [[] for _ in range(count)]
        top, bottom, right, step = self.top, self.bottom, self.right, self.step
        for points in outline:
            u0, v0 = points[-1] if points else (0.0, 0.0)
            for u1, v1 in points:
                if (
                    v0 != v1
                    and not (v0 <= top and v1 <= top)
                    and not (v0 >= bottom and v1 >= bottom)
                    and not (u0 > right and u1 > right)
                ):
                    way = 1 if v1 > v0 else -1
                    low, high = (v0, v1) if way > 0 else (v1, v0)
                    first = 0 if low <= top else max(0, ceil((low - top) / step - 0.5))
                    last = count if high >= bottom else min(count, ceil((high - top) / step - 0.5))
                    slope = (u1 - u0) / (v1 - v0)
                    for row in range(first, last):
                        rows[row].append((u0 + (top + (row + 0.5) * step - v0) * slope, way))
                u0, v0 = u1, v1
        return rows

    def share(self, outline: Sequence[Sequence[Point]], rule: Literal["nonzero", "evenodd"]) -> float:
        """Return the share of the strips' length that turned polygons cover."""
        top, bottom = self.top, self.bottom
        near = 0
        for points in outline:
            for (_, v0), (_, v1) in pairwise(points):
                if (v0 > top or v1 > top) and (v0 < bottom or v1 < bottom):
                    near += 1
        if near * _STRIPS > _CROSSINGS:
            self.cut(max(_FEWEST, _CROSSINGS // near))
        covered = whole = 0.0
        mask = 1 if rule == "evenodd" else -1
        for row, own in zip(self.crossings(outline), self.crossings([self.corners]), strict=True):
            left, right = (min(own)[0], max(own)[0]) if own else (0.0, 0.0)
            whole += right - left
            row.sort()
            winding, entered = 0, left
            for u, way in row:
                if winding & mask:
                    covered += max(0.0, min(u, right) - max(entered, left))
                winding += way
                entered = u
            if winding & mask:  # it leaves right of the quadrilateral
                covered += max(0.0, right - max(entered, left))
        return min(1.0, covered / whole) if whole > 0 else 0.0


def polygon_share(
    quad: Quad, outline: Sequence[Sequence[Point]], rule: Literal["nonzero", "evenodd"] = "nonzero"
) -> float:
    """Return the share of a convex quadrilateral's area that a filled outline covers.

    Parameters
    ----------
    quad : Quad
        Without area it is never covered (0).
    outline : sequence of sequences of Point
        Subpaths, closed or not (a fill closes them), with holes or crossing themselves.
    rule : "nonzero" or "evenodd"
        What is inside.

    Returns
    -------
    float
        0–1, to about 1 %.

    Source
    ------
    SVG 2, section 13.4.2; <https://www.w3.org/TR/SVG2/painting.html#FillRuleProperty>
    """
    strips = _Strips(quad)
    return strips.share([strips.turned(points) for points in outline], rule) if strips.has_area else 0.0


def stroke_share(quad: Quad, outline: Sequence[Sequence[Point]], width: float) -> float:
    """Return the share of a convex quadrilateral's area that a stroked outline covers.

    Parameters
    ----------
    quad : Quad
    outline : sequence of sequences of Point
        Subpaths; one is closed where it ends where it begins.
    width : float
        Of the stroke, in the unit of the points. Ends are taken as butt, corners as
        round, and dashes as drawn through.

    Returns
    -------
    float
        0–1.
    """
    strips = _Strips(quad)
    if not (strips.has_area and width > 0):
        return 0.0
    pieces: list[list[Point]] = []
    for points in outline:
        pieces.extend(_bands(strips, strips.turned(points), width / 2))
    return strips.share(pieces, "nonzero")


def _bands(strips: _Strips, points: list[Point], half: float) -> Iterable[list[Point]]:
    """Yield the band around every segment near the strips, all turning the same way, and round corners."""
    left, right = strips.left - half, strips.right + half
    top, bottom = strips.top - half, strips.bottom + half
    before: tuple[float, float] | None = None
    closed = len(points) > 2 and points[0] == points[-1]
    if closed:
        before = _direction(points[-2], points[-1])
    for (u0, v0), (u1, v1) in pairwise(points):
        if max(u0, u1) < left or min(u0, u1) > right or max(v0, v1) < top or min(v0, v1) > bottom:
            before = None
            continue
        along = _direction((u0, v0), (u1, v1))
        if along is None:
            continue
        nu, nv = -along[1] * half, along[0] * half
        yield [(u0 - nu, v0 - nv), (u1 - nu, v1 - nv), (u1 + nu, v1 + nv), (u0 + nu, v0 + nv)]
        if before is not None and before[0] * along[0] + before[1] * along[1] < _SMOOTH:
            ring = [(u0 + cu * half, v0 + cv * half) for cu, cv in _OCTAGON]
            yield ring + [(2 * u0 - u, 2 * v0 - v) for u, v in ring]
        before = along


def _direction(start: Point, end: Point) -> tuple[float, float] | None:
    """Return the unit vector from one point to another, or None where they are one."""
    du, dv = end[0] - start[0], end[1] - start[1]
    length = hypot(du, dv)
    return (du / length, dv / length) if length > 0 else None


def stroke_hits(quad: Quad, outline: Sequence[Sequence[Point]], width: float) -> float:
    """Return the length of a stroked outline that runs through a convex quadrilateral.

    The quadrilateral is taken half a stroke larger on every side, so that a line
    whose edge alone reaches into it counts too.

    Parameters
    ----------
    quad : Quad
    outline : sequence of sequences of Point
        Subpaths, as lines.
    width : float
        Of the stroke, in the unit of the points; 0 measures the middle line alone.

    Returns
    -------
    float
        In the unit of the points; 0 where the outline passes by.
    """
    planes = _planes(quad, max(0.0, width) / 2)
    if not planes:
        return 0.0
    grown = max(0.0, width) / 2
    x_low, x_high = min(p[0] for p in quad) - grown, max(p[0] for p in quad) + grown
    y_low, y_high = min(p[1] for p in quad) - grown, max(p[1] for p in quad) + grown
    total = 0.0
    for points in outline:
        x0, y0 = points[0] if points else (0.0, 0.0)
        for x1, y1 in points:
            if (
                (x0 >= x_low or x1 >= x_low)
                and (x0 <= x_high or x1 <= x_high)
                and (y0 >= y_low or y1 >= y_low)
                and (y0 <= y_high or y1 <= y_high)
            ):
                total += _inside(planes, x0, y0, x1, y1)
            x0, y0 = x1, y1
    return total


def _planes(quad: Quad, grown: float) -> list[tuple[float, float, float]]:
    """Return (nx, ny, limit) for each edge: inside is nx·x + ny·y ≤ limit. Empty without area."""
    area = 0.0
    for (x0, y0), (x1, y1) in zip(quad, (*quad[1:], quad[0]), strict=True):
        area += x0 * y1 - x1 * y0
    if area == 0:
        return []
    way = 1.0 if area > 0 else -1.0
    planes = []
    for (x0, y0), (x1, y1) in zip(quad, (*quad[1:], quad[0]), strict=True):
        length = hypot(x1 - x0, y1 - y0)
        if length > 0:
            nx, ny = way * (y1 - y0) / length, way * (x0 - x1) / length
            planes.append((nx, ny, nx * x0 + ny * y0 + grown))
    return planes


def _inside(planes: list[tuple[float, float, float]], x0: float, y0: float, x1: float, y1: float) -> float:
    """Return the length of a segment inside all half planes (Cyrus and Beck's clipping)."""
    start, end = 0.0, 1.0
    dx, dy = x1 - x0, y1 - y0
    for nx, ny, limit in planes:
        room, speed = limit - (nx * x0 + ny * y0), nx * dx + ny * dy
        if speed == 0:
            if room <= 0:  # along the edge or outside it
                return 0.0
        elif speed > 0:
            end = min(end, room / speed)
        else:
            start = max(start, room / speed)
    return (end - start) * hypot(dx, dy) if end > start else 0.0
