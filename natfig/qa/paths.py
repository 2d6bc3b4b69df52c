"""Paths, polygons and ellipses as boxes and points under a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import hypot, isfinite, pi

from natfig.qa._curves import curve_range, flattened
from natfig.qa._matrix import IDENTITY, Matrix, apply, map_box
from natfig.qa._pathdata import LETTERS, Event, events, events_of
from natfig.qa._pathnumbers import numbers
from natfig.qa.document import Box, Point

__all__ = [
    "Signature",
    "ellipse_box",
    "ellipse_points",
    "path_box",
    "path_facts",
    "path_points",
    "path_signature",
    "poly_box",
    "poly_points",
    "rect_points",
]

# Subpaths, line segments, curve segments, whether any is closed.
Signature = tuple[int, int, int, bool]

# Data up to this length is remembered: markers and glyphs come by the thousand.
_SHORT = 512
# Pieces of one curve at most, and of all curves of a path.
_PIECES, _ALL_PIECES = 1024, 500_000

_Extent = tuple[float, float, float, float]


def path_box(d: str, matrix: Matrix = IDENTITY) -> Box | None:
    """Return the tight upright box of what a path draws, without its stroke.

    Parameters
    ----------
    d : str
        Path data. Up to an error everything counts; a move from which nothing is
        drawn does not.
    matrix : Matrix
        Out of the path's units.

    Returns
    -------
    Box or None
        None if nothing is drawn (or out of all range).
    """
    return path_facts(d, matrix)[0]


def path_signature(d: str) -> Signature:
    """Return how many subpaths, line and curve segments path data has, and whether any is closed.

    Subpaths that draw nothing and the lines that close one are not counted. Of long
    data take `path_facts`, which reads it once for both.
    """
    return path_facts(d, IDENTITY)[1]


def path_facts(d: str, matrix: Matrix = IDENTITY) -> tuple[Box | None, Signature]:
    """Return `path_box` and `path_signature` of path data that is read once."""
    is_upright = matrix[1] == matrix[2] == 0 or matrix[0] == matrix[3] == 0
    if len(d) <= _SHORT:
        found, extent, signature = _remembered(d)
        if extent is not None and not is_upright:
            extent = _fold(_mapped(found, matrix))[0]
    else:
        stream = events(d)
        extent, signature = _fold(stream if is_upright else _mapped(stream, matrix))
    if extent is None:
        return None, signature
    box = map_box(matrix, *extent) if is_upright else Box(*extent)
    return _in_range(box), signature


def _in_range(box: Box) -> Box | None:
    """Return the box, or None where the matrix led out of all range."""
    return box if isfinite(sum(box)) else None


@lru_cache(maxsize=1024)
def _remembered(d: str) -> tuple[tuple[Event, ...], _Extent | None, Signature]:
    found = tuple(events_of(d))
    return found, *_fold(found)


def _fold(stream: Iterable[Event]) -> tuple[_Extent | None, Signature]:
    """Return the box around events and what they count up to."""
    x0 = y0 = float("inf")
    x1 = y1 = float("-inf")
    subpaths = lines = curves = 0
    is_closed = False
    for event in stream:
        if event[0] == "L":
            xs, ys = event[1], event[2]
            lines += len(xs) - 1
            left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
        elif event[0] == "C":
            curves += 1
            left, top, right, bottom = curve_range(event[1])
        else:
            if event[0] == "M":
                subpaths += 1
            else:
                is_closed = True
            continue
        # Comparing is twice as fast as min and max, and every path comes by here.
        if left < x0:  # noqa: PLR1730
            x0 = left
        if top < y0:  # noqa: PLR1730
            y0 = top
        if right > x1:  # noqa: PLR1730
            x1 = right
        if bottom > y1:  # noqa: PLR1730
            y1 = bottom
    signature = (subpaths, lines, curves, is_closed)
    return ((x0, y0, x1, y1) if subpaths else None), signature


def _mapped(stream: Iterable[Event], matrix: Matrix) -> Iterator[Event]:
    """Yield events under a matrix."""
    a, b, c, d, e, f = matrix
    for event in stream:
        if event[0] == "L":
            pairs = list(zip(event[1], event[2], strict=True))
            yield "L", [a * x + c * y + e for x, y in pairs], [b * x + d * y + f for x, y in pairs]
        elif event[0] == "C":
            curve = event[1]
            if len(curve) == 12:
                ends = [v for i in (0, 2, 4) for v in apply(matrix, curve[i], curve[i + 1])]
                axes = [
                    v
                    for i in (6, 8)
                    for v in (a * curve[i] + c * curve[i + 1], b * curve[i] + d * curve[i + 1])
                ]
                yield "C", (*ends, *axes, curve[10], curve[11]), None  # type: ignore[misc]
            else:
                points = [v for i in range(0, len(curve), 2) for v in apply(matrix, curve[i], curve[i + 1])]
                yield "C", tuple(points), None  # type: ignore[misc]
        elif event[0] == "M":
            yield ("M", *apply(matrix, event[1], event[2]))
        else:
            yield event


def path_points(d: str, matrix: Matrix = IDENTITY, tolerance: float = 0.02) -> list[list[Point]]:
    """Return a path's subpaths as points.

    Parameters
    ----------
    d : str
        Path data; up to an error everything counts.
    matrix : Matrix
        Out of the path's units.
    tolerance : float
        How far points may leave a curve, in the units `matrix` leads to.

    Returns
    -------
    list of list of Point
        A closed subpath ends where it begins. Empty if the matrix leads out of all range.
    """
    found: Iterable[Event] = _remembered(d)[0] if len(d) <= _SHORT else list(events(d))
    if matrix != IDENTITY:
        found = _mapped(found, matrix)
    found = list(found)
    curves = sum(1 for event in found if event[0] == "C")
    most = max(8, min(_PIECES, _ALL_PIECES // max(1, curves)))
    result: list[list[Point]] = []
    for event in found:
        if event[0] == "M":
            points = [(event[1], event[2])]
            result.append(points)
        elif event[0] == "L":
            result[-1].extend(list(zip(event[1], event[2], strict=True))[1:])
        elif event[0] == "C":
            result[-1].extend(flattened(event[1], tolerance, most))
        elif result[-1][0] != result[-1][-1]:
            result[-1].append(result[-1][0])
    if not all(isfinite(x) and isfinite(y) for points in result for x, y in points):
        return []
    return result


def poly_points(points: str) -> list[Point]:
    """Return the points of a polyline or polygon; an error or half a point ends them."""
    values, _ = numbers(points)
    return list(zip(values[::2], values[1::2], strict=False))


def poly_box(points: str, matrix: Matrix = IDENTITY) -> Box | None:
    """Return the upright box of a polyline or polygon in bounded memory; None without a point."""
    if not any(letter in points for letter in LETTERS):
        box = path_box(f"M{points}", matrix)
        if box is not None:
            return box
    # A single point, or an error that path data would take for a command.
    few = [apply(matrix, x, y) for x, y in poly_points(points)]
    return _in_range(Box.around(few)) if few else None


def ellipse_box(cx: float, cy: float, rx: float, ry: float, matrix: Matrix = IDENTITY) -> Box:
    """Return the tight upright box of an ellipse under a matrix."""
    a, b, c, d, _, _ = matrix
    x, y = apply(matrix, cx, cy)
    half_w, half_h = hypot(a * rx, c * ry), hypot(b * rx, d * ry)
    return Box(x - half_w, y - half_h, x + half_w, y + half_h)


def ellipse_points(
    cx: float, cy: float, rx: float, ry: float, matrix: Matrix = IDENTITY, *, tolerance: float = 0.02
) -> list[Point]:
    """Return a closed polygon for an ellipse, no further from it than `tolerance` under the matrix."""
    a, b, c, d, _, _ = matrix
    ux, uy, vx, vy = a * rx, b * rx, c * ry, d * ry
    x, y = apply(matrix, cx, cy)
    whole = (x + ux, y + uy, x + ux, y + uy, x, y, ux, uy, vx, vy, 0.0, 2 * pi)
    return [whole[:2], *flattened(whole, tolerance, _PIECES)]


def rect_points(  # noqa: PLR0917 - the attributes of a <rect>, in its order
    x: float,
    y: float,
    w: float,
    h: float,
    rx: float = 0.0,
    ry: float = 0.0,
    matrix: Matrix = IDENTITY,
    *,
    tolerance: float = 0.02,
) -> list[Point]:
    """Return a closed polygon for a rectangle, with rounded corners if it has radii.

    Radii are bounded by half the sides (SVG 2, section 10.2); how an absent one
    follows from the other is the reader's to say.
    """
    rx, ry = min(abs(rx), w / 2), min(abs(ry), h / 2)
    if not (rx > 0 and ry > 0):
        corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]
        return [apply(matrix, *corner) for corner in corners]
    a, b, c, d, _, _ = matrix
    left, right, top, bottom = x + rx, x + w - rx, y + ry, y + h - ry
    axes = (a * rx, b * rx, c * ry, d * ry)
    result: list[Point] = []
    # Clockwise from the top edge: each corner's arc from where it begins, about its middle.
    for turn, begin, end, middle in (
        (-0.5 * pi, (right, y), (x + w, top), (right, top)),
        (0.0, (x + w, bottom), (right, y + h), (right, bottom)),
        (0.5 * pi, (left, y + h), (x, bottom), (left, bottom)),
        (pi, (x, top), (left, y), (left, top)),
    ):
        start = apply(matrix, *begin)
        arc = (*start, *apply(matrix, *end), *apply(matrix, *middle), *axes, turn, 0.5 * pi)
        result.extend([start, *flattened(arc, tolerance, _PIECES)])
    return [*result, result[0]]
