"""Clips of a drawing as the one outline that a matplotlib artist can have."""

from __future__ import annotations

import numpy as np

from natfig.drawing.model import Notes
from natfig.drawing.outline import CLOSE, LINE, MOVE, Outline, Pen

__all__ = ["one_clip"]

_Box = tuple[float, float, float, float]
# What reaches over an edge by less than this share of the drawing is not cut: it is half a line, or rounding.
SLACK = 2e-3


def one_clip(
    clips: tuple[Outline, ...], bounds: _Box, page: tuple[float, float], notes: Notes
) -> Outline | None:
    """Return what bounds a shape, or None where nothing cuts it.

    Parameters
    ----------
    clips : tuple of Outline
        All of them hold.
    bounds : tuple of float
        The shape's box.
    page : tuple of float
        Width and height of the drawing, which cuts as well.
    """
    slack = SLACK * max(page)
    box: _Box | None = None
    others: list[Outline] = []
    for clip in clips:
        rectangle = clip.box_if_rectangle
        if rectangle is None:
            if not any(o is clip or np.array_equal(o.vertices, clip.vertices) for o in others):
                others.append(clip)
        elif not _holds(rectangle, bounds, slack):
            box = rectangle if box is None else _meet(box, rectangle)
    whole = (0.0, 0.0, *page)
    if not others and not _holds(whole, bounds, slack):
        box = whole if box is None else _meet(box, whole)
    if not others:
        return None if box is None else _rectangle(box)
    others.sort(key=lambda o: o.area)
    result = others[0]
    for other in others[1:]:
        convex = next((p for p in (other, result) if _is_convex(p)), None)
        if convex is None:
            notes.add("a clip within a clip, the smaller one kept")
            continue
        result = _cut(result if convex is other else other, convex.subpaths[0])
    if box is not None and not _holds(box, result.bounds if len(result.vertices) else bounds, 0.0):
        result = _cut(result, _rectangle(box).subpaths[0])
    return result if len(result.vertices) else _rectangle((0.0, 0.0, 0.0, 0.0))


def _holds(outer: _Box, inner: _Box, slack: float) -> bool:
    return (
        outer[0] <= inner[0] + slack
        and outer[1] <= inner[1] + slack
        and outer[2] >= inner[2] - slack
        and outer[3] >= inner[3] - slack
    )


def _meet(a: _Box, b: _Box) -> _Box:
    x0, y0 = max(a[0], b[0]), max(a[1], b[1])
    return x0, y0, max(min(a[2], b[2]), x0), max(min(a[3], b[3]), y0)


def _rectangle(box: _Box) -> Outline:
    pen = Pen()
    pen.rectangle(box)
    return pen.outline


def _is_convex(outline: Outline) -> bool:
    if len(outline.subpaths) != 1:
        return False
    edges = np.diff(np.vstack([outline.subpaths[0], outline.subpaths[0][:1]]), axis=0)
    edges = edges[np.hypot(*edges.T) > 1e-9]
    turns = edges[:, 0] * np.roll(edges[:, 1], -1) - edges[:, 1] * np.roll(edges[:, 0], -1)
    slack = 1e-9 * float(np.abs(edges).max() ** 2) if len(edges) else 0.0
    return bool((turns >= -slack).all() or (turns <= slack).all())


def _cut(outline: Outline, convex: np.ndarray) -> Outline:
    """Return the part of an outline inside a convex polygon, curves cut into lines.

    Source
    ------
    I. E. Sutherland and G. W. Hodgman, Reentrant polygon clipping, Commun. ACM 17, 32-42 (1974).
    """
    x, y = convex.T
    sign = 1.0 if (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() > 0 else -1.0
    points: list[np.ndarray] = []
    codes: list[np.ndarray] = []
    for part in outline.subpaths:
        left = part
        for a, b in zip(convex, np.roll(convex, -1, axis=0), strict=True):
            left = _half(left, a, sign * (b - a)) if len(left) else left
        if len(left) > 2:
            points.append(np.vstack([left, left[:1]]))
            codes.append(np.array([MOVE, *[LINE] * (len(left) - 1), CLOSE], np.uint8))
    if not points:
        return Outline(np.zeros((0, 2)), np.zeros(0, np.uint8))
    return Outline(np.vstack(points), np.concatenate(codes))


def _half(part: np.ndarray, start: np.ndarray, along: np.ndarray) -> np.ndarray:
    """Return a polygon's part left of a line."""
    if not along.any():
        return part
    away = along[0] * (part[:, 1] - start[1]) - along[1] * (part[:, 0] - start[0])
    out = []
    for i in range(len(part)):
        here, there = away[i - 1], away[i]
        if (here < 0) != (there < 0):
            out.append(part[i - 1] + here / (here - there) * (part[i] - part[i - 1]))
        if there >= 0:
            out.append(part[i])
    return np.array(out).reshape(-1, 2)
