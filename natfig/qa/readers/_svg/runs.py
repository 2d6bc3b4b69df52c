"""Puts laid-out text on the page."""

from __future__ import annotations

import math
from collections.abc import Sequence

from natfig.core.units import mm_to_pt
from natfig.qa.document import Box, Point, Quad, TextRun
from natfig.qa.geometry import Matrix, map_quad, multiply, rotation_deg, up_scale
from natfig.qa.readers._svg.frame import MAX_MM
from natfig.qa.readers._svg.paints import Paints
from natfig.qa.readers._svg.text import Piece, RunOut

__all__ = ["Place", "make_run"]


class Place:
    """Where a text stands: what its runs share.

    Parameters
    ----------
    matrix : Matrix
        The text's coordinates to mm.
    opacity : float
        Of all parents and the text itself.
    group, panel, clip
        As in `TextRun`.
    element : int
        Number of its `TextElement`.
    line : int or None
    """

    __slots__ = ("clip", "element", "group", "line", "matrix", "opacity", "panel")

    def __init__(
        self,
        matrix: Matrix,
        opacity: float,
        *,
        group: str,
        panel: str | None,
        clip: Box | None,
        element: int,
        line: int | None,
    ) -> None:
        self.matrix = matrix
        self.opacity = opacity
        self.group = group
        self.panel = panel
        self.clip = clip
        self.element = element
        self.line = line


def make_run(run: RunOut, place: Place, paints: Paints, order: int) -> TextRun | None:
    """Return a run on the page, or None when it lies nowhere (infinite or far off)."""
    style, matrix = run.style, place.matrix
    fill, stops = paints.server(style.fill, style.fill_fallback, style.color)
    opacity = place.opacity * run.opacity
    alpha = opacity * style.fill_alpha
    painted = (fill is not None or bool(stops)) and alpha > 0
    stroke_alpha = opacity * style.stroke_alpha
    stroked = style.stroke is not None and stroke_alpha > 0 and style.stroke_width > 0
    size = mm_to_pt(run.size * up_scale(matrix))
    corners: list[Point] = []
    inks: list[Quad] = []
    for piece in run.pieces:
        turned = _turned(matrix, piece)
        corners += map_quad(turned, 0.0, -piece.ascent, piece.length, piece.descent)
        if piece.ink is not None:
            x0, up0, x1, up1 = piece.ink
            inks.append(map_quad(turned, x0, -up1, x1, -up0))
    if not all(abs(v) < MAX_MM for points in (corners, *inks) for point in points for v in point):
        return None
    if not painted and stroked:
        fill = None
    box = Box.around(corners)
    return TextRun(
        text=run.text,
        size_pt=size,
        family=style.families[0] if style.families else "",
        families=style.families,
        weight=style.weight,
        style=style.font_style,
        fill=fill,
        opacity=alpha if painted else stroke_alpha,
        visible=style.visible and (painted or stroked) and size > 0,
        box=box,
        ink=_around(inks, box),
        rotation_deg=rotation_deg(_turned(matrix, run.pieces[0])),
        element=place.element,
        order=order,
        group=place.group,
        panel=place.panel,
        clip=place.clip,
        measured=run.face.exact,
        line=place.line,
        pieces=tuple(inks) if len(inks) > 1 else (),
    )


def _turned(matrix: Matrix, piece: Piece) -> Matrix:
    """Return the matrix from a piece's own axes (along, down) to the page."""
    if piece.angle == 0:
        return multiply(matrix, (1.0, 0.0, 0.0, 1.0, *piece.origin))
    c, s = math.cos(piece.angle), math.sin(piece.angle)
    return multiply(matrix, (c, s, -s, c, *piece.origin))


def _around(inks: Sequence[Quad], box: Box) -> Quad:
    if len(inks) == 1:
        return inks[0]
    if not inks:
        corner = (box.x0, box.y0)
        return (corner, corner, corner, corner)
    b = Box.around([point for quad in inks for point in quad])
    return ((b.x0, b.y0), (b.x1, b.y0), (b.x1, b.y1), (b.x0, b.y1))
