"""Gradients as pixels, colours exchanged for the palette's, and which colours a drawing has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from natfig.drawing.matrix import inverse
from natfig.drawing.model import Drawing, Gradient, Item, Label, Picture, Shape

__all__ = ["colors_by_area", "gradient_pixels", "recolored"]


def gradient_pixels(
    gradient: Gradient, box: tuple[float, float, float, float], columns: int, rows: int
) -> np.ndarray:
    """Return a gradient over a box of the drawing, shape (rows, columns, 4), uint8, first row on top.

    Source
    ------
    SVG 2, section 14.2.3 (radial ones: the circle through a point whose centre lies on
    the line from the focus to the middle).
    """
    back = inverse(gradient.matrix)
    stops = gradient.stops
    if back is None:
        t = np.ones((rows, columns))
    else:
        x0, y0, x1, y1 = box
        x = x0 + (np.arange(columns) + 0.5) / columns * (x1 - x0)
        y = (y0 + (np.arange(rows) + 0.5) / rows * (y1 - y0))[:, None]
        a, b, c, d, e, f = back
        u, v = a * x + c * y + e, b * x + d * y + f
        t = u if gradient.kind == "linear" else _radial(u, v, gradient.focus)
    if gradient.spread == "repeat":
        t = t - np.floor(t)
    elif gradient.spread == "reflect":
        t = 1 - np.abs(t - 2 * np.floor(t / 2) - 1)
    offsets = [s.offset for s in stops]
    parts = [np.interp(t, offsets, [int(s.color[i : i + 2], 16) for s in stops]) for i in (1, 3, 5)]
    parts.append(np.interp(t, offsets, [255 * s.opacity for s in stops]))
    return np.asarray(np.stack(parts, axis=-1).round().astype(np.uint8))


def _radial(u: np.ndarray, v: np.ndarray, focus: tuple[float, float]) -> np.ndarray:
    fx, fy = focus
    far = (fx * fx + fy * fy) ** 0.5
    if far > 0.99:  # the focus lies within the circle, as renderers move it there
        fx, fy = 0.99 * fx / far, 0.99 * fy / far
    # |f + (p − f)/t| = 1: where a ray from the focus through the point meets the circle.
    du, dv = u - fx, v - fy
    a = du * du + dv * dv
    b = fx * du + fy * dv
    reach = (-b + np.sqrt(np.maximum(b * b + a * (1 - fx * fx - fy * fy), 0))) / np.maximum(a, 1e-30)
    return np.asarray(np.where(a < 1e-20, 0.0, 1 / np.maximum(reach, 1e-12)))


def recolored(drawing: Drawing, colors: Mapping[str, str]) -> Drawing:
    """Return a drawing with some colours (#RRGGBB, upper case) in place of others."""

    def paint(value: Any) -> Any:
        if isinstance(value, Gradient):
            return replace(value, stops=tuple(replace(s, color=paint(s.color)) for s in value.stops))
        return colors.get(value, value)

    def item(one: Item) -> Item:
        if isinstance(one, Label):
            return replace(one, fill=paint(one.fill))
        if isinstance(one, Picture):
            return one
        stroke = replace(one.stroke, color=paint(one.stroke.color)) if one.stroke is not None else None
        return replace(one, fill=paint(one.fill), stroke=stroke)

    return replace(drawing, items=tuple(item(i) for i in drawing.items)) if colors else drawing


def colors_by_area(drawing: Drawing) -> dict[str, float]:
    """Return each colour of shapes and texts → the share of the drawing it covers, the largest first.

    What lies over what is left aside; a text counts with a fifth of its box.
    """
    areas: dict[str, float] = defaultdict(float)
    for item in drawing.items:
        if isinstance(item, Label):
            areas[item.fill] += 0.2 * item.width * item.size * len(item.lines)
        elif isinstance(item, Shape):
            _count(item, areas)
    whole = drawing.width * drawing.height
    ordered = sorted(areas.items(), key=lambda pair: (-pair[1], pair[0]))
    return {color: round(min(area / whole, 1.0), 4) for color, area in ordered}


def _count(shape: Shape, areas: dict[str, float]) -> None:
    if isinstance(shape.fill, str):
        areas[shape.fill] += shape.outline.area * shape.fill_opacity
    elif shape.fill is not None:
        for stop in shape.fill.stops:
            areas[stop.color] += shape.outline.area * stop.opacity / len(shape.fill.stops)
    if shape.stroke is not None:
        areas[shape.stroke.color] += shape.outline.length * shape.stroke.width * shape.stroke.opacity
