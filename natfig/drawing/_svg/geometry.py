"""The outline of each basic shape of SVG, in its own coordinates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from natfig.drawing._svg.css import local_name
from natfig.drawing._svg.values import length, numbers
from natfig.drawing.model import Matrix, Notes
from natfig.drawing.outline import Outline, Pen

__all__ = ["SHAPES", "Frame", "fit_matrix", "outline_of", "view_box"]

SHAPES = frozenset(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"])
# Path data longer than this would take minutes; a drawing of that kind is a picture.
_LONGEST_PATH = 2_000_000


@dataclass(frozen=True, slots=True)
class Frame:
    """What percentages are of, in px: the nearest viewport, and the type size."""

    width: float
    height: float
    em: float = 16.0


def outline_of(element: Any, style: dict[str, str], frame: Frame, notes: Notes) -> Outline | None:
    """Return a shape's outline, or None where it has none to draw."""
    name = local_name(element)
    if name == "path":
        return _path(element, style, notes)
    return _DRAW[name](element, style, frame)


def _lengths(element: Any, style: dict[str, str], frame: Frame, names: str) -> list[float]:
    out = []
    for name in names.split():
        across = name in ("x", "cx", "width", "rx", "x1", "x2")
        size = frame.width if across else frame.height
        if name == "r":
            size = ((frame.width**2 + frame.height**2) / 2) ** 0.5
        # Since SVG 2 the geometry may also stand in a style.
        out.append(length(element.get(name) or style.get(name), em=frame.em, whole=size))
    return out


def _path(element: Any, style: dict[str, str], notes: Notes) -> Outline | None:
    from fontTools.svgLib.path.parser import parse_path

    data = (element.get("d") or style.get("d", "")).strip()
    if len(data) > _LONGEST_PATH:
        notes.add("a path of more than 2 MB")
        return None
    pen = Pen()
    if data and data != "none":
        try:
            parse_path(data, pen)
        except (ValueError, IndexError, TypeError, ZeroDivisionError, OverflowError):
            # What stands before the mistake is drawn: SVG 2, section 9.5.4.
            notes.add("the rest of a path that is not well formed")
    return pen.outline


def _rect(element: Any, style: dict[str, str], frame: Frame) -> Outline | None:
    x, y, w, h, rx, ry = _lengths(element, style, frame, "x y width height rx ry")
    if w <= 0 or h <= 0:
        return None
    rx, ry = rx or ry, ry or rx
    pen = Pen()
    pen.rectangle((x, y, x + w, y + h), min(rx, w / 2), min(ry, h / 2))
    return pen.outline


def _circle(element: Any, style: dict[str, str], frame: Frame) -> Outline | None:
    cx, cy, r = _lengths(element, style, frame, "cx cy r")
    return _round(cx, cy, r, r)


def _ellipse(element: Any, style: dict[str, str], frame: Frame) -> Outline | None:
    cx, cy, rx, ry = _lengths(element, style, frame, "cx cy rx ry")
    return _round(cx, cy, rx or ry, ry or rx)


def _round(cx: float, cy: float, rx: float, ry: float) -> Outline | None:
    if rx <= 0 or ry <= 0:
        return None
    pen = Pen()
    pen.ellipse(cx, cy, rx, ry)
    return pen.outline


def _line(element: Any, style: dict[str, str], frame: Frame) -> Outline | None:
    x1, y1, x2, y2 = _lengths(element, style, frame, "x1 y1 x2 y2")
    pen = Pen()
    pen.moveTo((x1, y1))
    pen.lineTo((x2, y2))
    return pen.outline


def _poly(element: Any, _style: dict[str, str], _frame: Frame) -> Outline | None:
    values = numbers(re.sub(r"(?i)nan|inf(inity)?", "x", element.get("points") or ""))
    points = list(zip(values[::2], values[1::2], strict=False))
    if len(points) < 2:
        return None
    pen = Pen()
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    if local_name(element) == "polygon":
        pen.closePath()
    return pen.outline


_DRAW: dict[str, Callable[[Any, dict[str, str], Frame], Outline | None]] = {
    "rect": _rect, "circle": _circle, "ellipse": _ellipse, "line": _line, "polyline": _poly, "polygon": _poly,
}  # fmt: skip


def view_box(element: Any) -> tuple[float, float, float, float] | None:
    """Return x, y, width and height of a viewBox, or None where there is none to use."""
    values = numbers(element.get("viewBox"))
    if len(values) != 4 or values[2] <= 0 or values[3] <= 0:
        return None
    return values[0], values[1], values[2], values[3]


def fit_matrix(
    box: tuple[float, float, float, float], width: float, height: float, aspect: str | None
) -> Matrix:
    """Return the transform that fits a viewBox into a viewport, as preserveAspectRatio says.

    Source
    ------
    SVG 2, section 8.2, <https://www.w3.org/TR/SVG2/coords.html#ComputingAViewportsTransform>.
    """
    x, y, w, h = box
    words = (aspect or "xMidYMid meet").split()
    align = next((word for word in words if word.startswith("x")), words[0] if words else "xMidYMid")
    sx, sy = width / w, height / h
    if align == "none":
        return (sx, 0.0, 0.0, sy, -x * sx, -y * sy)
    scale = max(sx, sy) if "slice" in words else min(sx, sy)
    share = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
    fx, fy = share.get(align[1:4], 0.5), share.get(align[5:8], 0.5)
    return (
        scale,
        0.0,
        0.0,
        scale,
        fx * (width - w * scale) - x * scale,
        fy * (height - h * scale) - y * scale,
    )
