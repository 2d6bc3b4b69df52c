"""Plane geometry that readers and checks share: matrices, boxes, quadrilaterals, cover.

A rotated label fills little of its upright box. Boxes decide quickly what may touch;
quadrilaterals (`Quad`, four corners in order) and outlines decide what does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import hypot, inf

from natfig.qa._cover import polygon_share, stroke_hits, stroke_share
from natfig.qa._matrix import (
    IDENTITY,
    Matrix,
    apply,
    invert,
    map_box,
    map_quad,
    multiply,
    rotation_deg,
    scale_of,
    up_scale,
)
from natfig.qa._transform import Length, parse_transform, viewbox_matrix
from natfig.qa.document import Box, Point, Quad

__all__ = [
    "IDENTITY",
    "Length",
    "Matrix",
    "apply",
    "hull",
    "invert",
    "map_box",
    "map_quad",
    "multiply",
    "overlap_depth",
    "parse_transform",
    "polygon_share",
    "quad_area",
    "quad_box",
    "quad_of",
    "rotation_deg",
    "scale_of",
    "stroke_hits",
    "stroke_share",
    "up_scale",
    "viewbox_matrix",
]


def quad_of(box: Sequence[float]) -> Quad:
    """Return a box (x0, y0, x1, y1) as its four corners, from the top left clockwise."""
    x0, y0, x1, y1 = box
    return (x0, y0), (x1, y0), (x1, y1), (x0, y1)


def quad_box(quad: Quad) -> Box:
    """Return the upright box around a quadrilateral."""
    return Box.around(quad)


def quad_area(quad: Quad) -> float:
    """Return the area of a quadrilateral whose edges don't cross (shoelace formula)."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    return abs((cx - ax) * (dy - by) - (cy - ay) * (dx - bx)) / 2


def overlap_depth(a: Quad, b: Quad) -> float:
    """Return how deep two convex quadrilaterals reach into each other.

    The shortest way one of them has to move until they share no area; negative when
    they are apart (then minus the widest gap across any edge). Separating axes:
    convex shapes are apart exactly when their shadows across some edge are.
    Quadrilaterals without area, lines and points, are measured as such.
    """
    depth = inf
    for nx, ny in {*_axes(a), *_axes(b)}:
        sa = [nx * x + ny * y for x, y in a]
        sb = [nx * x + ny * y for x, y in b]
        depth = min(depth, max(sa) - min(sb), max(sb) - min(sa))
    return depth


def _axes(quad: Quad) -> list[Point]:
    """Return the directions shadows are compared in: across every edge, with one sign for both ways."""
    axes = []
    for (x0, y0), (x1, y1) in zip(quad, (*quad[1:], quad[0]), strict=True):
        length = hypot(x1 - x0, y1 - y0)
        if length > 0:
            axes.append(((y0 - y1) / length, (x1 - x0) / length))
    if quad_area(quad) == 0:  # a line has ends too, and a point has no edges
        axes.extend([(-ny, nx) for nx, ny in axes] or [(1.0, 0.0), (0.0, 1.0)])
    return [(nx, ny) if (nx, ny) > (0.0, 0.0) else (-nx, -ny) for nx, ny in axes]


def hull(points: Iterable[Point]) -> list[Point]:
    """Return the corners of the convex hull in order, without collinear ones (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    half_hulls: list[list[Point]] = []
    for sequence in (ordered, reversed(ordered)):
        chain: list[Point] = []
        for x, y in sequence:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-2], chain[-1]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                chain.pop()
            chain.append((x, y))
        half_hulls.append(chain[:-1])
    return half_hulls[0] + half_hulls[1]
