"""A part of a drawing."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from natfig.core.errors import DataError
from natfig.drawing.model import Drawing, Gradient, Item, Label, Shape
from natfig.drawing.read import item_bounds

__all__ = ["cropped"]

# Kept clear around what is shown, as a share of the drawing's longer side.
MARGIN = 0.004


def cropped(drawing: Drawing, crop: Literal["content"] | tuple[float, float, float, float] | None) -> Drawing:
    """Return a drawing cut to its content, or to x, y, width and height in mm.

    Raises
    ------
    DataError
        If nothing is left.
    """
    if crop is None or not drawing.items:
        return drawing
    if crop == "content":
        x0, y0, x1, y1 = _content(drawing)
    else:
        left, top, width, height = (v / drawing.unit_mm for v in crop)
        x0, y0, x1, y1 = left, top, left + width, top + height
        if x0 >= drawing.width or y0 >= drawing.height or x1 <= 0 or y1 <= 0:
            size = f"{drawing.width * drawing.unit_mm:.1f} × {drawing.height * drawing.unit_mm:.1f} mm"
            raise DataError(f"crop lies beside the drawing, which is {size}")
    items = tuple(_moved(i, -x0, -y0) for i in drawing.items if _shows(i, (x0, y0, x1, y1)))
    return replace(drawing, width=x1 - x0, height=y1 - y0, items=items)


def _box(item: Item) -> tuple[float, float, float, float]:
    if not isinstance(item, Label):
        x0, y0, x1, y1 = item_bounds(item)
        for clip in item.clips:
            a, b, c, d = clip.bounds
            x0, y0, x1, y1 = max(x0, a), max(y0, b), min(x1, c), min(y1, d)
        return x0, y0, x1, y1
    if item.angle_deg % 180:
        # Turned: as far as it can reach, whichever way it is anchored.
        reach = item.width if item.angle_deg % 90 else item.size
        return item.x - reach, item.y - item.width, item.x + reach, item.y + item.width
    left = item.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[item.anchor] * item.width
    below = (len(item.lines) - 1) * item.pitch + 0.21 * item.size
    return left, item.y - 0.75 * item.size, left + item.width, item.y + below


def _content(drawing: Drawing) -> tuple[float, float, float, float]:
    # A white rectangle over the whole page is paper.
    whole = drawing.width * drawing.height
    boxes = [
        _box(i)
        for i in drawing.items
        if not (
            isinstance(i, Shape)
            and i.fill == "#FFFFFF"
            and (i.stroke is None or i.stroke.color == "#FFFFFF")
            and i.outline.area > 0.95 * whole
        )
    ]
    if not boxes:
        return 0.0, 0.0, drawing.width, drawing.height
    margin = MARGIN * max(drawing.width, drawing.height)
    return (
        max(min(b[0] for b in boxes) - margin, 0.0),
        max(min(b[1] for b in boxes) - margin, 0.0),
        min(max(b[2] for b in boxes) + margin, drawing.width),
        min(max(b[3] for b in boxes) + margin, drawing.height),
    )


def _shows(item: Item, crop: tuple[float, float, float, float]) -> bool:
    x0, y0, x1, y1 = _box(item)
    if isinstance(item, Label):  # a text is shown whole or not at all
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        return crop[0] <= x <= crop[2] and crop[1] <= y <= crop[3]
    return x0 < crop[2] and y0 < crop[3] and x1 > crop[0] and y1 > crop[1]


def _moved(item: Item, dx: float, dy: float) -> Item:
    if isinstance(item, Label):
        return replace(item, x=item.x + dx, y=item.y + dy)
    step = (1.0, 0.0, 0.0, 1.0, dx, dy)
    clips = tuple(c.moved(step) for c in item.clips)
    if not isinstance(item, Shape):
        a, b, c, d, e, f = item.matrix
        return replace(item, matrix=(a, b, c, d, e + dx, f + dy), clips=clips)
    fill = item.fill
    if isinstance(fill, Gradient):
        a, b, c, d, e, f = fill.matrix
        fill = replace(fill, matrix=(a, b, c, d, e + dx, f + dy))
    return replace(item, outline=item.outline.moved(step), fill=fill, clips=clips)
