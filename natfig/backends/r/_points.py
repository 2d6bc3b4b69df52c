"""Points in R: one layer for all levels, whatever their marks; names beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from natfig.backends.r.code import Code, call, col
from natfig.backends.r.plan import Layer, RPanel, RStyle
from natfig.backends.r.terms import R_SHAPES, line_pt, point_pt, text_pt
from natfig.charts.base import RASTERIZE_ABOVE

if TYPE_CHECKING:
    from natfig.style.marks import Mark

__all__ = ["VECTOR_DPI", "names_layer", "obstacles", "point_code", "point_guides", "rasterized"]

# Of pixels inside vector files: what Nature asks of line art with halftones is 300 to 600 dpi.
VECTOR_DPI = 600
# R's shapes without an area to fill: their lines are as wide as those of the data.
_LINES = frozenset({3, 4, 8})
_LINE_SHAPE_PT = 0.75
# Names stand clear of all points; with more points than this, of the named ones alone.
_MOST_OBSTACLES = RASTERIZE_ABOVE


def _shapes(marks: Mapping[str, Mark]) -> list[int]:
    return [R_SHAPES.get(m.marker, 21) for m in marks.values()]


def point_guides(marks: Mapping[str, Mark], *, has_edge: bool) -> tuple[str, ...]:
    """Return the aesthetics by which `point_code` shows the levels of a colour channel."""
    shapes = set(_shapes(marks))
    if shapes <= {21}:
        return ("fill",) if has_edge else ("colour",)
    if shapes & _LINES:
        return ("colour", "fill", "shape")
    return ("fill", "shape")


def point_code(
    field: str | None, marks: Mapping[str, Mark], *, color: str, size: Any, edge_pt: float = 0.0,
    alpha: float | None = None, mapping: Mapping[str, Any] | None = None, **more: Any,
) -> Code:  # fmt: skip
    """Return ``geom_point(…)``.

    Parameters
    ----------
    field : str or None
        Column of the colour channel.
    marks : mapping of str to Mark
        Its levels.
    color : str
        Where there are no levels.
    size : float or None
        Diameter in pt; None: it is in `mapping`.
    edge_pt : float
        Of the white hairline; 0: none.
    alpha : float, optional
    mapping : mapping, optional
        Further aesthetics.
    **more
        Further arguments, such as ``data=``.
    """
    aes = dict(mapping or {})
    named: dict[str, Any] = {}
    shapes = set(_shapes(marks)) if field is not None else {21}
    guides = point_guides(marks if field is not None else {}, has_edge=edge_pt > 0)
    if field is not None:
        aes |= {name: col(field) for name in guides}
    is_lines = bool(shapes & _LINES)
    edge = 0.0 if is_lines else edge_pt
    if shapes <= {21}:
        named["shape"] = 21 if edge else 16
    if size is not None:
        named["size"] = point_pt(size, _LINE_SHAPE_PT if is_lines else edge)
    named["stroke"] = call("stroke_pt", _LINE_SHAPE_PT if is_lines else edge) if edge or is_lines else 0
    if field is None:
        fixed = {"fill": color, "colour": "white"} if edge else {"colour": color}
        named |= {k: v for k, v in fixed.items() if k not in aes}
    elif "colour" not in guides:
        named["colour"] = "white" if edge else "transparent"
    if alpha is not None and alpha < 1:
        named["alpha"] = alpha
    return call("geom_point", *([call("aes", **aes)] if aes else []), **(named | more))


def rasterized(layer: Code, marks: int, *, above: int = RASTERIZE_ABOVE) -> Code:
    """Return a layer that is drawn as pixels where it has more than `above` marks."""
    return call("rasterized", layer, dpi=VECTOR_DPI) if marks > above else layer


def names_layer(
    out: RPanel, style: RStyle, mapping: Mapping[str, Any], data: Code, *, avoid_pt: float
) -> None:
    """Add the names of points, placed by ggrepel clear of each other, of points and of the axes.

    Parameters
    ----------
    out : RPanel
    style : RStyle
    mapping : mapping
        Aesthetics, with ``label``.
    data : Code
        Data frame; rows with an empty label are kept clear of.
    avoid_pt : float
        Diameter of the points.
    """
    look = style.looks.look
    out.packages.add("ggrepel")
    code = call(
        "geom_text_repel", call("aes", **mapping), data=data, size=text_pt(look.annotation_pt),
        family="Arial", colour=look.ink, **{
            "segment.size": line_pt(look.line_floor_pt), "segment.colour": look.neutral,
            "min.segment.length": 0.3, "box.padding": 0.1, "point.size": point_pt(avoid_pt),
            "force": 10, "force_pull": 0.1, "max.overlaps": float("inf"),
            # No clock, so that the same names always get the same places.
            "max.time": float("inf"), "max.iter": 5_000, "seed": style.seed % 1_000_000,
            "show.legend": False,
        },
    )  # fmt: skip
    out.layers.append(Layer(code, "names", split=False))


def obstacles(rows: int) -> bool:
    """Return whether names can be kept clear of all points of a panel."""
    return rows <= _MOST_OBSTACLES
