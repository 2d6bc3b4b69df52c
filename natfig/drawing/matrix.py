"""Transforms of the plane as six numbers."""

from __future__ import annotations

import math

from natfig.drawing.model import Matrix

__all__ = ["IDENTITY", "angle_deg", "apply", "inverse", "multiply", "scale_of"]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the transform that does `inner` first, then `outer`."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f,
    )  # fmt: skip


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point goes."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def scale_of(matrix: Matrix) -> float:
    """Return the factor by which lengths grow on the average: the root of the area's."""
    a, b, c, d, _, _ = matrix
    return math.sqrt(abs(a * d - b * c))


def angle_deg(matrix: Matrix) -> float:
    """Return by how much the x axis is turned, towards y."""
    return math.degrees(math.atan2(matrix[1], matrix[0]))


def inverse(matrix: Matrix) -> Matrix | None:
    """Return the transform back, or None where it squeezes the plane flat."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if abs(area) < 1e-18:
        return None
    return (d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area)
