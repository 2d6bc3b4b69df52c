"""Matrices and curves: the little geometry a PDF page needs.

A matrix is the six numbers of a PDF matrix: (x, y) becomes (a x + c y + e, b x + d y + f).
Source: ISO 32000-1, section 8.3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from natfig.qa.document import Box, Point

__all__ = [
    "IDENTITY",
    "Matrix",
    "apply",
    "box_of",
    "determinant",
    "flatten",
    "inverse",
    "is_sane",
    "multiply",
    "reach",
]

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

# Beyond a kilometre of paper a coordinate is an accident, and its square may be infinite.
_FARTHEST_MM = 1e6
_MOST_PIECES = 64


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that applies `m` first, then `n`."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + o,
    )


def apply(m: Matrix, x: float, y: float) -> Point:
    """Return a point moved by a matrix."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def determinant(m: Matrix) -> float:
    """Return by how much a matrix multiplies areas; negative when it mirrors."""
    return m[0] * m[3] - m[1] * m[2]


def inverse(m: Matrix) -> Matrix | None:
    """Return the matrix that undoes `m`, or None where it is flat."""
    a, b, c, d, e, f = m
    area = a * d - b * c
    if abs(area) < 1e-18:
        return None
    return (
        d / area,
        -b / area,
        -c / area,
        a / area,
        (c * f - d * e) / area,
        (b * e - a * f) / area,
    )


def is_sane(*values: float) -> bool:
    """Return whether lengths in mm are numbers a page could have."""
    return all(-_FARTHEST_MM < v < _FARTHEST_MM for v in values)


def box_of(m: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    """Return the upright box around a rectangle moved by a matrix."""
    return Box.around([apply(m, x, y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))])


def reach(p0: float, p1: float, p2: float, p3: float) -> tuple[float, float]:
    """Return the least and the greatest value of a cubic Bézier curve in one direction."""
    low, high = (p0, p3) if p0 <= p3 else (p3, p0)
    if low <= p1 <= high and low <= p2 <= high:
        return low, high
    # The derivative is a t² + b t + c, up to a factor of 3.
    a, b, c = p3 - p0 + 3 * (p1 - p2), 2 * (p0 - 2 * p1 + p2), p1 - p0
    for t in _roots(a, b, c):
        if 0 < t < 1:
            s = 1 - t
            value = s * s * s * p0 + 3 * s * s * t * p1 + 3 * s * t * t * p2 + t * t * t * p3
            low, high = min(low, value), max(high, value)
    return low, high


def _roots(a: float, b: float, c: float) -> tuple[float, ...]:
    if abs(a) < 1e-12 * (abs(b) + abs(c)):
        return () if b == 0 else (-c / b,)
    under = b * b - 4 * a * c
    if not under >= 0 or a == 0:
        return ()
    root = math.sqrt(under)
    return ((-b + root) / (2 * a), (-b - root) / (2 * a))


def flatten(start: Point, points: Sequence[Point], tolerance: float) -> list[Point]:
    """Return points along a cubic Bézier curve after its start, none farther off than `tolerance`.

    Parameters
    ----------
    start : tuple of float
    points : sequence of three points
        Two control points and the end.

    Source
    ------
    The error of n equal pieces is at most √3/18 of the largest second difference over n²
    (a bound from the curve's second derivative).
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = start, *points
    bend = max(
        math.hypot(x0 - 2 * x1 + x2, y0 - 2 * y1 + y2),
        math.hypot(x1 - 2 * x2 + x3, y1 - 2 * y2 + y3),
    )
    # A curve that reaches beyond all bounds has no number of pieces.
    wanted = math.sqrt(0.75 * bend / tolerance) if bend < _FARTHEST_MM else _MOST_PIECES
    pieces = min(_MOST_PIECES, max(1, math.ceil(wanted)))
    out = []
    for k in range(1, pieces + 1):
        t = k / pieces
        s = 1 - t
        b0, b1, b2, b3 = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
        out.append((b0 * x0 + b1 * x1 + b2 * x2 + b3 * x3, b0 * y0 + b1 * y1 + b2 * y2 + b3 * y3))
    return out
