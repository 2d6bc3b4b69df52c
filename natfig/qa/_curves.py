"""Curves of paths: how far they reach, and as short straight pieces."""

from __future__ import annotations

from math import acos, atan2, ceil, cos, hypot, pi, radians, sin, sqrt

from natfig.qa.document import Point

__all__ = ["Arc", "Cubic", "Quadratic", "arc_between", "curve_range", "flattened"]

Quadratic = tuple[float, float, float, float, float, float]
Cubic = tuple[float, float, float, float, float, float, float, float]
# Start point, end point, middle, the two half axes as vectors, angle at the start, angle
# swept: a point is middle + cos(t)·first + sin(t)·second. This form survives any matrix.
Arc = tuple[float, float, float, float, float, float, float, float, float, float, float, float]


def curve_range(curve: Quadratic | Cubic | Arc) -> tuple[float, float, float, float]:
    """Return the box (x0, y0, x1, y1) of a curve itself, not of its control points."""
    if len(curve) == 8:
        ax, ay, bx, by, cx, cy, dx, dy = curve
        x0, x1 = (ax, dx) if ax < dx else (dx, ax)
        y0, y1 = (ay, dy) if ay < dy else (dy, ay)
        # Between the ends a curve stays if its control points do: most do.
        if not (x0 <= bx <= x1 and x0 <= cx <= x1):
            x0, x1 = _cubic_range(ax, bx, cx, dx)
        if not (y0 <= by <= y1 and y0 <= cy <= y1):
            y0, y1 = _cubic_range(ay, by, cy, dy)
    elif len(curve) == 6:
        ax, ay, bx, by, cx, cy = curve
        x0, x1 = _quadratic_range(ax, bx, cx)
        y0, y1 = _quadratic_range(ay, by, cy)
    else:
        sx, sy, ex, ey, mx, my, ux, uy, vx, vy, start, sweep = curve
        x0, x1 = _arc_range(sx, ex, mx, ux, vx, start, sweep)
        y0, y1 = _arc_range(sy, ey, my, uy, vy, start, sweep)
    return x0, y0, x1, y1


def _quadratic_range(a: float, b: float, c: float) -> tuple[float, float]:
    """Return the range of one coordinate: of the ends, and where the derivative is 0."""
    low, high = (a, c) if a < c else (c, a)
    if low <= b <= high:
        return low, high
    # The control point lies outside the ends, so the turning point is between them.
    t = (a - b) / ((a - b) + (c - b))
    turn = (1 - t) * ((1 - t) * a + 2 * t * b) + t * t * c
    return min(low, turn), max(high, turn)


def _cubic_range(a: float, b: float, c: float, d: float) -> tuple[float, float]:
    """Return the range of one coordinate: of the ends, and where the derivative is 0."""
    low, high = (a, d) if a < d else (d, a)
    # Derivative / 3 = p·t² − 2q·t + r.
    p, q, r = d - a + 3 * (b - c), 2 * b - a - c, b - a
    turns: list[float] = []
    under = q * q - p * r
    if under >= 0:
        # The form that doesn't subtract what is nearly equal (Numerical Recipes, section 5.6).
        w = q + sqrt(under) if q >= 0 else q - sqrt(under)
        if p:
            turns.append(w / p)
        if w:
            turns.append(r / w)
    for t in turns:
        if 0 < t < 1:
            s = 1 - t
            turn = s * s * s * a + 3 * s * t * (s * b + t * c) + t * t * t * d
            low, high = min(low, turn), max(high, turn)
    return low, high


def _arc_range(  # noqa: PLR0917 - one coordinate of what an Arc holds
    first: float, last: float, middle: float, u: float, v: float, start: float, sweep: float
) -> tuple[float, float]:
    """Return the range of one coordinate: of the ends, and of the two turning points if swept over."""
    low, high = (first, last) if first < last else (last, first)
    reach, top = hypot(u, v), atan2(v, u)
    begin = start if sweep >= 0 else start + sweep
    if (top - begin) % (2 * pi) < abs(sweep):
        high = max(high, middle + reach)
    if (top + pi - begin) % (2 * pi) < abs(sweep):
        low = min(low, middle - reach)
    return low, high


def arc_between(  # noqa: PLR0917 - the arguments of the path command, in its order
    x0: float,
    y0: float,
    rx: float,
    ry: float,
    rotation_deg: float,
    is_large: bool,
    is_clockwise: bool,
    x1: float,
    y1: float,
) -> Arc | None:
    """Return the elliptical arc of a path's A command, or None where it is a straight line.

    `is_clockwise` is the sweep flag on a page whose y runs down.

    Source
    ------
    SVG 2, appendix B.2.4 and B.2.5 (SVG 1.1, F.6.5 and F.6.6), conversion from end
    points to centre and correction of radii;
    <https://www.w3.org/TR/SVG2/implnote.html#ArcImplementationNotes>
    """
    rx, ry = abs(rx), abs(ry)
    if rx == 0 or ry == 0 or (x0 == x1 and y0 == y1):
        return None
    c, s = cos(radians(rotation_deg)), sin(radians(rotation_deg))
    # Half the chord in the ellipse's own axes, as parts of its radii: on the unit circle.
    hx, hy = (x0 - x1) / 2, (y0 - y1) / 2
    px, py = (c * hx + s * hy) / rx, (c * hy - s * hx) / ry
    chord = px * px + py * py
    if not 1e-300 < chord < 1e300:
        return None  # no number tells such an arc from a line
    if chord > 1:
        grow = sqrt(chord)
        rx, ry, px, py = rx * grow, ry * grow, px / grow, py / grow
        chord = 1.0
    offset = sqrt(max(0.0, 1 / chord - 1))
    if is_large == is_clockwise:
        offset = -offset
    qx, qy = offset * py, -offset * px
    start, end = atan2(py - qy, px - qx), atan2(-py - qy, -px - qx)
    sweep = (end - start if is_clockwise else start - end) % (2 * pi)
    # A chord shorter than the numbers resolve makes no turn of a whole one, or the reverse.
    if is_large and sweep < 1:
        sweep += 2 * pi
    elif not is_large and sweep > 5:
        sweep = 0.0
    if not is_clockwise:
        sweep = -sweep
    ux, uy, vx, vy = rx * c, rx * s, -ry * s, ry * c
    middle_x = (x0 + x1) / 2 + qx * ux + qy * vx
    middle_y = (y0 + y1) / 2 + qx * uy + qy * vy
    return (x0, y0, x1, y1, middle_x, middle_y, ux, uy, vx, vy, start, sweep)


def flattened(curve: Quadratic | Cubic | Arc, tolerance: float, most: int) -> list[Point]:
    """Return the points of a curve after its first, no further from it than `tolerance`.

    Parameters
    ----------
    curve : Quadratic, Cubic or Arc
    tolerance : float
        In the unit of the points, > 0.
    most : int
        Pieces at most, however large the curve.

    Source
    ------
    Pieces of a Bézier curve: Wang's bound on its second differences (G. Wang, The
    subdivision method for finding the intersection between two Bézier curves or
    surfaces, 1984); of an arc: the height of a circle's segment.
    """
    points: list[Point] = []
    if len(curve) == 8:
        ax, ay, bx, by, cx, cy, dx, dy = curve
        bend = max(hypot(ax - 2 * bx + cx, ay - 2 * by + cy), hypot(bx - 2 * cx + dx, by - 2 * cy + dy))
        count = _pieces(sqrt(0.75 * bend / tolerance), most)
        for i in range(1, count):
            t = i / count
            s = 1 - t
            k0, k1, k2, k3 = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
            points.append((k0 * ax + k1 * bx + k2 * cx + k3 * dx, k0 * ay + k1 * by + k2 * cy + k3 * dy))
        points.append((dx, dy))
        return points
    if len(curve) == 6:
        ax, ay, bx, by, cx, cy = curve
        bend = hypot(ax - 2 * bx + cx, ay - 2 * by + cy)
        count = _pieces(sqrt(0.25 * bend / tolerance), most)
        for i in range(1, count):
            t = i / count
            s = 1 - t
            k0, k1, k2 = s * s, 2 * s * t, t * t
            points.append((k0 * ax + k1 * bx + k2 * cx, k0 * ay + k1 * by + k2 * cy))
        points.append((cx, cy))
        return points
    return _flat_arc(curve, tolerance, most)


def _pieces(wanted: float, most: int) -> int:
    return max(1, ceil(wanted)) if wanted < most else most


def _flat_arc(arc: Arc, tolerance: float, most: int) -> list[Point]:
    _, _, x1, y1, mx, my, ux, uy, vx, vy, start, sweep = arc
    # Under a skew the longest half axis is neither vector: it is the larger singular value.
    square, area = ux * ux + uy * uy + vx * vx + vy * vy, ux * vy - uy * vx
    reach = sqrt((square + sqrt(max(0.0, square * square - 4 * area * area))) / 2)
    # A quarter turn a piece at most, or a small circle would be seen as a line.
    step = min(pi / 2, 2 * acos(1 - tolerance / reach)) if reach > tolerance else pi / 2
    count = _pieces(abs(sweep) / step if step > 0 else float(most), most)
    points = []
    for i in range(1, count):
        t = start + sweep * i / count
        c, s = cos(t), sin(t)
        points.append((mx + c * ux + s * vx, my + c * uy + s * vy))
    points.append((x1, y1))
    return points
