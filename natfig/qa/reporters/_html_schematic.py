"""A drawing of what was measured, for figures that can't be shown themselves."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from html import escape

from natfig.core import lazyre
from natfig.core.units import pt_to_mm
from natfig.qa.document import Box, Document, Paint, TextRun
from natfig.qa.reporters._plain import visible

__all__ = ["MOST_SHAPES", "schematic"]

# What a reader's eye takes in, and what a browser draws at once.
MOST_SHAPES = 2500
# Of more shapes than that so many of the largest: panels, axes, areas.
_LARGEST = 200
_MOST_TEXTS = 2500
_LONGEST = 120
_HAIRLINE_MM = 0.08
_COLOR = lazyre.compile(r"#[0-9A-Fa-f]{6}")


def schematic(document: Document, page: Box) -> str:
    """Return an SVG of the boxes of shapes, images and texts on the page.

    Parameters
    ----------
    document : Document
    page : Box
        In mm; also the SVG's own units.
    """
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {page.w:.3f} {page.h:.3f}" '
        f'width="{page.w:.3f}mm" height="{page.h:.3f}mm" font-family="Arial, Helvetica, sans-serif">'
    )
    parts = [
        head,
        f'<rect width="{page.w:.3f}" height="{page.h:.3f}" fill="{_color(document.background, "#FFFFFF")}"/>',
        *_shapes(document, page),
        *_images(document, page),
        *(_text(run) for run in _texts(document, page)),
        "</svg>",
    ]
    return "".join(parts)


def _color(color: str | None, otherwise: str) -> str:
    return color if color is not None and _COLOR.fullmatch(color) else otherwise


def _seen(box: Box, page: Box) -> Box | None:
    """Return what of a box lies on the page, None for what is nowhere."""
    return box.meet(page) if all(map(math.isfinite, box)) else None


def _shapes(document: Document, page: Box) -> Iterator[str]:
    """Yield shapes as boxes, in paint order: of many the largest, and others from all over the file."""
    s = document.shapes
    sizes = [
        (x1 - x0 + y1 - y0, i)
        for i, (x0, y0, x1, y1) in enumerate(zip(s.x0, s.y0, s.x1, s.y1, strict=True))
        if x0 <= page.x1 and x1 >= page.x0 and y0 <= page.y1 and y1 >= page.y0
    ]
    chosen = {i for _, i in sizes}
    if len(sizes) > MOST_SHAPES:
        chosen = {i for _, i in heapq.nlargest(_LARGEST, sizes)}
        rest = [i for _, i in sizes if i not in chosen]
        left = MOST_SHAPES - _LARGEST
        chosen.update(rest[k * len(rest) // left] for k in range(left))
    for i in sorted(chosen, key=s.order.__getitem__):
        if (box := _seen(s.box(i), page)) is not None:
            yield _box(box, s.paint_of(i))


def _box(box: Box, paint: Paint) -> str:
    fill = _color(paint.fill, "none") if not paint.fill_stops else _color(paint.fill_stops[0], "none")
    stroke = _color(paint.stroke, "none")
    # A sheet of one colour would hide all that lies below it.
    opacity = 0.35 * min(max(paint.fill_opacity, 0.0), 1.0)
    width = min(max(pt_to_mm(paint.width_pt), _HAIRLINE_MM), 2.0)
    if stroke == "none" and fill != "none":
        stroke, width = fill, _HAIRLINE_MM
    return (
        f'<rect x="{box.x0:.3f}" y="{box.y0:.3f}" width="{max(box.w, 0.01):.3f}" '
        f'height="{max(box.h, 0.01):.3f}" fill="{fill}" fill-opacity="{opacity:.2f}" stroke="{stroke}" '
        f'stroke-width="{width:.3f}"/>'
    )


def _images(document: Document, page: Box) -> Iterator[str]:
    for image in document.images[:MOST_SHAPES]:
        if (box := _seen(image.box, page)) is not None:
            yield (
                f'<path d="M{box.x0:.3f} {box.y0:.3f}H{box.x1:.3f}V{box.y1:.3f}H{box.x0:.3f}Z'
                f'L{box.x1:.3f} {box.y1:.3f}M{box.x1:.3f} {box.y0:.3f}L{box.x0:.3f} {box.y1:.3f}" '
                'fill="#808080" fill-opacity="0.2" stroke="#808080" stroke-width="0.15"/>'
            )


def _texts(document: Document, page: Box) -> list[TextRun]:
    found = []
    for run in document.runs:
        if run.visible and _seen(run.box, page) is not None and math.isfinite(run.size_pt):
            found.append(run)
            if len(found) == _MOST_TEXTS:
                break
    return found


def _text(run: TextRun) -> str:
    """Return a run set to its measured length along the lower edge of its ink."""
    text = " ".join(run.text.split())[:_LONGEST]
    if not text or not all(
        map(math.isfinite, (*(c for corner in run.ink for c in corner), run.rotation_deg))
    ):
        return ""
    turn = math.radians(run.rotation_deg)
    ux, uy = math.cos(turn), math.sin(turn)
    along = [x * ux + y * uy for x, y in run.ink]
    down = max(y * ux - x * uy for x, y in run.ink)
    start, length = min(along), max(along) - min(along)
    if length <= 0:
        return ""
    x, y = start * ux - down * uy, start * uy + down * ux
    weight = ' font-weight="bold"' if run.is_bold else ""
    return (
        f'<text transform="translate({x:.3f} {y:.3f}) rotate({run.rotation_deg:.2f})" '
        f'font-size="{pt_to_mm(run.size_pt):.3f}" textLength="{length:.3f}" lengthAdjust="spacingAndGlyphs" '
        f'fill="{_color(run.fill, "#000000")}"{weight}>{escape(visible(text))}</text>'
    )
