"""Boxes and outlines of the basic shapes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from natfig.qa.document import Box, Point
from natfig.qa.geometry import Matrix, apply, map_box
from natfig.qa.paths import ellipse_points, path_box, path_points, poly_points, rect_points

if TYPE_CHECKING:
    from natfig.qa.readers._svg.css import Cascade
    from natfig.qa.readers._svg.style import Style

__all__ = ["shape_box", "shape_points"]


def _length(
    element: Any, name: str, style: Style, cascade: Cascade, axis: str, *, default: float = 0.0
) -> float:
    text = element.get(name)
    if style.geometry and name in style.geometry:
        text = style.geometry[name]
    if text is None:
        return default
    try:
        return float(text)
    except ValueError:
        return cascade.length(text, style, axis, default)


def _rect(element: Any, style: Style, cascade: Cascade) -> tuple[float, float, float, float] | None:
    x = _length(element, "x", style, cascade, "x")
    y = _length(element, "y", style, cascade, "y")
    w = _length(element, "width", style, cascade, "x")
    h = _length(element, "height", style, cascade, "y")
    return (x, y, w, h) if w > 0 and h > 0 else None


def _ellipse(element: Any, kind: str, style: Style, cascade: Cascade) -> tuple[float, ...] | None:
    cx = _length(element, "cx", style, cascade, "x")
    cy = _length(element, "cy", style, cascade, "y")
    if kind == "circle":
        rx = ry = _length(element, "r", style, cascade, "d")
    else:
        rx = _length(element, "rx", style, cascade, "x", default=math.nan)
        ry = _length(element, "ry", style, cascade, "y", default=math.nan)
        rx, ry = (ry if math.isnan(rx) else rx), (rx if math.isnan(ry) else ry)
    return (cx, cy, rx, ry) if rx > 0 and ry > 0 else None


def _line(element: Any, style: Style, cascade: Cascade) -> list[Point]:
    x1, y1, x2, y2 = (_length(element, n, style, cascade, n[0]) for n in ("x1", "y1", "x2", "y2"))
    return [(x1, y1), (x2, y2)]


def _path_data(element: Any, style: Style) -> str:
    if style.geometry and "d" in style.geometry:
        text = style.geometry["d"].strip()
        if text.startswith("path("):
            return text[5:].rstrip(")").strip("\"' ")
        return "" if text == "none" else text
    return element.get("d") or ""


def shape_box(element: Any, kind: str, style: Style, cascade: Cascade, matrix: Matrix) -> Box | None:
    """Return the tight box of a shape under a matrix, without its stroke; None when it draws nothing.

    Parameters
    ----------
    element : Element
    kind : str
        "path", "rect", "circle", "ellipse", "line", "polyline" or "polygon".
    style : Style
    cascade : Cascade
    matrix : Matrix
        User units to mm.
    """
    if kind == "path":
        return path_box(_path_data(element, style), matrix)
    if kind == "rect":
        place = _rect(element, style, cascade)
        return (
            None
            if place is None
            else map_box(matrix, place[0], place[1], place[0] + place[2], place[1] + place[3])
        )
    if kind in {"circle", "ellipse"}:
        found = _ellipse(element, kind, style, cascade)
        if found is None:
            return None
        cx, cy, rx, ry = found
        x, y = apply(matrix, cx, cy)
        a, b, c, d = matrix[:4]
        dx, dy = math.hypot(a * rx, c * ry), math.hypot(b * rx, d * ry)
        return Box(x - dx, y - dy, x + dx, y + dy)
    points = _line(element, style, cascade) if kind == "line" else poly_points(element.get("points") or "")
    if len(points) < 2:
        return None
    return Box.around([apply(matrix, x, y) for x, y in points])


def shape_points(
    element: Any, kind: str, style: Style, cascade: Cascade, matrix: Matrix
) -> list[list[Point]]:
    """Return a shape's subpaths as points under a matrix, curves flattened; see `shape_box`."""
    if kind == "path":
        return path_points(_path_data(element, style), matrix)
    if kind == "rect":
        place = _rect(element, style, cascade)
        if place is None:
            return []
        rx = _length(element, "rx", style, cascade, "x", default=math.nan)
        ry = _length(element, "ry", style, cascade, "y", default=math.nan)
        rx, ry = (ry if math.isnan(rx) else rx), (rx if math.isnan(ry) else ry)
        rx, ry = (radius if math.isfinite(radius) else 0.0 for radius in (rx, ry))
        return [rect_points(*place, rx, ry, matrix)]
    if kind in {"circle", "ellipse"}:
        found = _ellipse(element, kind, style, cascade)
        if found is None:
            return []
        cx, cy, rx, ry = found
        return [ellipse_points(cx, cy, rx, ry, matrix)]
    points = _line(element, style, cascade) if kind == "line" else poly_points(element.get("points") or "")
    if len(points) < 2:
        return []
    mapped = [apply(matrix, x, y) for x, y in points]
    if kind == "polygon":
        mapped.append(mapped[0])
    return [mapped]
