"""Affine maps of the plane, as SVG and PDF write them: six numbers a b c d e f.

x' = a·x + c·y + e and y' = b·x + d·y + f (SVG 2, section 8.3;
<https://www.w3.org/TR/SVG2/coords.html#EstablishingANewSVGViewport>).
"""

from __future__ import annotations

from math import atan2, degrees, hypot, isfinite, sqrt

from natfig.qa.document import Box, Quad

__all__ = [
    "IDENTITY",
    "Matrix",
    "apply",
    "invert",
    "map_box",
    "map_quad",
    "multiply",
    "rotation_deg",
    "scale_of",
    "up_scale",
]

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """Return the map that applies `n` first, then `m` (a child's transform is `n`)."""
    if n is IDENTITY:
        return m
    if m is IDENTITY:
        return n
    ma, mb, mc, md, me, mf = m
    na, nb, nc, nd, ne, nf = n
    return (
        ma * na + mc * nb,
        mb * na + md * nb,
        ma * nc + mc * nd,
        mb * nc + md * nd,
        ma * ne + mc * nf + me,
        mb * ne + md * nf + mf,
    )


def invert(m: Matrix) -> Matrix | None:
    """Return the map back, or None where there is none (a scale of 0, numbers out of range)."""
    a, b, c, d, e, f = m
    det = a * d - b * c
    if det == 0 or not isfinite(det):
        return None
    back = (d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det)
    return back if all(map(isfinite, back)) else None


def apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point goes."""
    a, b, c, d, e, f = m
    return a * x + c * y + e, b * x + d * y + f


def scale_of(m: Matrix) -> float:
    """Return what the width of a stroke is multiplied by: the root of how areas grow.

    With unequal scales a stroke is wider in one direction; this is its mean, the
    number viewers use for dashes and hairlines.
    """
    return sqrt(abs(m[0] * m[3] - m[1] * m[2]))


def up_scale(m: Matrix) -> float:
    """Return what the height of text is multiplied by.

    A line of text becomes a parallelogram over its baseline; its height is area by
    base, |det| / |(a, b)|. 0 for a map that flattens the plane.
    """
    base = hypot(m[0], m[1])
    return abs(m[0] * m[3] - m[1] * m[2]) / base if base > 0 else 0.0


def rotation_deg(m: Matrix) -> float:
    """Return the direction of the x axis, clockwise on a page whose y runs down, −180…180."""
    return degrees(atan2(m[1], m[0]))


def map_box(m: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    """Return the upright box of a mapped rectangle; its corners may come in any order."""
    a, b, c, d, e, f = m
    if b == c == 0 and a >= 0 and d >= 0 and x0 <= x1 and y0 <= y1:
        return Box(a * x0 + e, d * y0 + f, a * x1 + e, d * y1 + f)
    # Each output coordinate is a sum of one term in x and one in y, so its extremes
    # are the sums of theirs.
    ax0, ax1, cy0, cy1 = a * x0, a * x1, c * y0, c * y1
    bx0, bx1, dy0, dy1 = b * x0, b * x1, d * y0, d * y1
    if ax0 > ax1:
        ax0, ax1 = ax1, ax0
    if cy0 > cy1:
        cy0, cy1 = cy1, cy0
    if bx0 > bx1:
        bx0, bx1 = bx1, bx0
    if dy0 > dy1:
        dy0, dy1 = dy1, dy0
    return Box(ax0 + cy0 + e, bx0 + dy0 + f, ax1 + cy1 + e, bx1 + dy1 + f)


def map_quad(m: Matrix, x0: float, y0: float, x1: float, y1: float) -> Quad:
    """Return the four corners of a mapped rectangle: (x0, y0), (x1, y0), (x1, y1), (x0, y1)."""
    a, b, c, d, e, f = m
    ax0, ax1, bx0, bx1 = a * x0 + e, a * x1 + e, b * x0 + f, b * x1 + f
    cy0, cy1, dy0, dy1 = c * y0, c * y1, d * y0, d * y1
    return (ax0 + cy0, bx0 + dy0), (ax1 + cy0, bx1 + dy0), (ax1 + cy1, bx1 + dy1), (ax0 + cy1, bx0 + dy1)
