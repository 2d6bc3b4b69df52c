"""Where the markers of a line stand: arrow heads, dots, ticks."""

from __future__ import annotations

import math

import numpy as np

from natfig.drawing.outline import CLOSE, CURVE, MOVE, Outline

__all__ = ["Place", "marker_places"]

Place = tuple[str, float, float, float]
# A drawing does not have more of them on one line.
_MOST = 2_000


def marker_places(outline: Outline) -> list[Place]:
    """Return (which, x, y, angle in degrees) of the start, the corners between and the end of a path.

    Source
    ------
    SVG 2, section 13.7.4: a corner points along the bisector of its two directions.
    """
    points, codes = outline.vertices, outline.codes
    corners: list[np.ndarray] = []
    into: list[np.ndarray] = []
    out: list[np.ndarray] = []
    i, start = 0, 0
    while i < len(codes):
        if codes[i] == MOVE:
            corners.append(points[i])
            into.append(np.zeros(2))
            out.append(np.zeros(2))
            start = len(corners) - 1
            i += 1
            continue
        if not corners:
            return []
        step = 3 if codes[i] == CURVE else 1
        before = corners[-1]
        chain = [before, *points[i : i + step]]
        if codes[i] == CLOSE:
            chain = [before, corners[start]]
        first, last = _direction(chain), -_direction(chain[::-1])
        out[-1] = first
        corners.append(chain[-1])
        into.append(last)
        out.append(np.zeros(2))
        if codes[i] == CLOSE:
            out[-1], into[start] = out[start], last
        i += step
    if not corners or len(corners) > _MOST:
        return []
    places: list[Place] = []
    for k, corner in enumerate(corners):
        which = "start" if k == 0 else "end" if k == len(corners) - 1 else "mid"
        places.append((which, float(corner[0]), float(corner[1]), _angle(into[k], out[k])))
    if len(corners) == 1:
        places.append(("end", *places[0][1:]))
    return places


def _direction(chain: list[np.ndarray]) -> np.ndarray:
    """Return the unit vector from the first point to the next one that is elsewhere."""
    for point in chain[1:]:
        away = point - chain[0]
        if (far := math.hypot(*away)) > 1e-12:
            return np.asarray(away / far)
    return np.zeros(2)


def _angle(a: np.ndarray, b: np.ndarray) -> float:
    both = a + b if np.abs(a + b).max() > 1e-9 else a
    return math.degrees(math.atan2(both[1], both[0]))
