"""Outlines: lines and cubic Béziers in the form that matplotlib's paths have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

__all__ = ["CLOSE", "CURVE", "LINE", "MOVE", "Outline", "Pen", "join_outlines"]

# matplotlib.path.Path's codes.
MOVE, LINE, CURVE, CLOSE = 1, 2, 4, 79
# Pieces a curve is cut into where only its run matters (areas, boxes, which subpath lies in which).
PIECES = 12
# A quarter of a circle as a Bézier: 4/3·(√2 − 1).
KAPPA = 0.5522847498307936
# Beyond this, no drawing has anything to show and floats lose their digits.
FAR = 1e7


@dataclass(frozen=True)
class Outline:
    """Subpaths of lines and cubic Béziers.

    Parameters
    ----------
    vertices : numpy.ndarray, shape (n, 2)
    codes : numpy.ndarray, shape (n,), uint8
    """

    vertices: np.ndarray
    codes: np.ndarray

    def moved(self, matrix: tuple[float, float, float, float, float, float]) -> Outline:
        """Return the outline under a transform."""
        a, b, c, d, e, f = matrix
        x, y = self.vertices[:, 0], self.vertices[:, 1]
        return Outline(np.column_stack([a * x + c * y + e, b * x + d * y + f]), self.codes)

    @property
    def is_sound(self) -> bool:
        """Whether it has points and all of them are finite and near enough to be drawn."""
        return len(self.vertices) > 0 and bool((np.abs(self.vertices) < FAR).all())

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 around it, curves followed."""
        parts = self.subpaths
        points = np.vstack(parts) if parts else self.vertices
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)

    @cached_property
    def subpaths(self) -> list[np.ndarray]:
        """Each subpath as points, shape (n, 2), curves cut into short lines."""
        out: list[list[np.ndarray]] = []
        i, codes, points = 0, self.codes, self.vertices
        steps = np.linspace(0, 1, PIECES + 1)[1:, None]
        while i < len(codes):
            if codes[i] == MOVE or not out:
                out.append([points[i : i + 1]])
                i += 1
            elif codes[i] == CURVE:
                p0, (p1, p2, p3) = out[-1][-1][-1], points[i : i + 3]
                at = (1 - steps) ** 3 * p0 + 3 * (1 - steps) ** 2 * steps * p1
                out[-1].append(at + 3 * (1 - steps) * steps**2 * p2 + steps**3 * p3)
                i += 3
            else:
                out[-1].append(out[-1][0][:1] if codes[i] == CLOSE else points[i : i + 1])
                i += 1
        return [np.vstack(part) for part in out]

    @cached_property
    def area(self) -> float:
        """The area inside, holes (subpaths turned the other way) taken off."""
        return abs(sum(_signed_area(p) for p in self.subpaths))

    @cached_property
    def length(self) -> float:
        """The length of all subpaths."""
        return float(sum(np.hypot(*np.diff(p, axis=0).T).sum() for p in self.subpaths))

    @property
    def box_if_rectangle(self) -> tuple[float, float, float, float] | None:
        """Its box where it is one upright rectangle, else None."""
        if len(self.subpaths) != 1:
            return None
        x0, y0, x1, y1 = self.bounds
        full = (x1 - x0) * (y1 - y0)
        return self.bounds if full > 0 and abs(self.area - full) < 1e-3 * full else None

    def filled_even_odd(self) -> Outline:
        """Return an outline that a non-zero fill paints as an even-odd fill paints this one.

        Subpaths that nest are turned in turns; where they cross, the two rules differ still.
        """
        parts = self.subpaths
        if len(parts) < 2 or len(parts) > 500:
            return self
        starts = np.flatnonzero(self.codes == MOVE)
        if len(starts) != len(parts):
            return self
        out, codes = [], []
        for i, part in enumerate(parts):
            depth = sum(_holds(other, part[0]) for j, other in enumerate(parts) if j != i)
            end = starts[i + 1] if i + 1 < len(starts) else len(self.codes)
            piece = Outline(self.vertices[starts[i] : end], self.codes[starts[i] : end])
            if (_signed_area(part) > 0) == bool(depth % 2):
                piece = piece._turned()
            out.append(piece.vertices)
            codes.append(piece.codes)
        return Outline(np.vstack(out), np.concatenate(codes))

    def _turned(self) -> Outline:
        """Return one subpath run backwards."""
        is_closed = len(self.codes) > 0 and self.codes[-1] == CLOSE
        count = len(self.codes) - is_closed
        vertices, codes = self.vertices[:count][::-1], self.codes[1:count][::-1]
        codes = np.concatenate([[MOVE], codes]).astype(np.uint8)
        if is_closed:
            vertices, codes = np.vstack([vertices, vertices[:1]]), np.append(codes, CLOSE).astype(np.uint8)
        return Outline(vertices, codes)


def _signed_area(points: np.ndarray) -> float:
    # The first point as origin keeps far drawings exact.
    x, y = (points - points[0]).T
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)


def _holds(polygon: np.ndarray, point: np.ndarray) -> bool:
    """Return whether a closed polygon holds a point, by counting the edges right of it."""
    a, b = polygon, np.roll(polygon, -1, axis=0)
    crosses = (a[:, 1] > point[1]) != (b[:, 1] > point[1])
    if not crosses.any():
        return False
    a, b = a[crosses], b[crosses]
    at = a[:, 0] + (point[1] - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
    return bool((at > point[0]).sum() % 2)


def join_outlines(parts: list[Outline]) -> Outline:
    """Return several outlines as one."""
    if not parts:
        return Outline(np.zeros((0, 2)), np.zeros(0, np.uint8))
    return Outline(np.vstack([p.vertices for p in parts]), np.concatenate([p.codes for p in parts]))


class Pen:
    """Draws an outline step by step.

    It has the methods of a fontTools pen, whose reader of path data draws with it.
    """

    def __init__(self) -> None:
        self._points: list[tuple[float, float]] = []
        self._codes: list[int] = []
        self._start = (0.0, 0.0)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        """Begin a subpath."""
        self._start = point
        self._add(MOVE, point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        """Draw a line."""
        self._add(LINE, point)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        """Draw a cubic Bézier."""
        for point in points:
            self._add(CURVE, point)

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802
        """Draw a quadratic Bézier, raised to a cubic one."""
        x0, y0 = self._points[-1]
        (x1, y1), (x2, y2) = control, end
        first = (x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0))
        self.curveTo(first, (x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2)), end)

    def closePath(self) -> None:  # noqa: N802
        """Close the subpath."""
        self._add(CLOSE, self._start)

    def endPath(self) -> None:  # noqa: N802
        """Leave the subpath open."""

    def ellipse(self, cx: float, cy: float, rx: float, ry: float) -> None:
        """Draw a closed ellipse."""
        k, j = KAPPA * rx, KAPPA * ry
        self.moveTo((cx + rx, cy))
        self.curveTo((cx + rx, cy + j), (cx + k, cy + ry), (cx, cy + ry))
        self.curveTo((cx - k, cy + ry), (cx - rx, cy + j), (cx - rx, cy))
        self.curveTo((cx - rx, cy - j), (cx - k, cy - ry), (cx, cy - ry))
        self.curveTo((cx + k, cy - ry), (cx + rx, cy - j), (cx + rx, cy))
        self.closePath()

    def rectangle(self, box: tuple[float, float, float, float], rx: float = 0.0, ry: float = 0.0) -> None:
        """Draw a rectangle x0, y0, x1, y1, its corners rounded by rx and ry."""
        x0, y0, x1, y1 = box
        if rx <= 0 or ry <= 0:
            self.moveTo((x0, y0))
            for point in ((x1, y0), (x1, y1), (x0, y1)):
                self.lineTo(point)
            self.closePath()
            return
        k, j = (1 - KAPPA) * rx, (1 - KAPPA) * ry
        self.moveTo((x0 + rx, y0))
        self.lineTo((x1 - rx, y0))
        self.curveTo((x1 - k, y0), (x1, y0 + j), (x1, y0 + ry))
        self.lineTo((x1, y1 - ry))
        self.curveTo((x1, y1 - j), (x1 - k, y1), (x1 - rx, y1))
        self.lineTo((x0 + rx, y1))
        self.curveTo((x0 + k, y1), (x0, y1 - j), (x0, y1 - ry))
        self.lineTo((x0, y0 + ry))
        self.curveTo((x0, y0 + j), (x0 + k, y0), (x0 + rx, y0))
        self.closePath()

    def _add(self, code: int, point: tuple[float, float]) -> None:
        self._points.append(point)
        self._codes.append(code)

    @property
    def outline(self) -> Outline:
        """What was drawn so far."""
        points = np.array(self._points, dtype=np.float64).reshape(-1, 2)
        return Outline(points, np.array(self._codes, dtype=np.uint8))
