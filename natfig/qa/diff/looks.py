"""How marks look, and whether two look the same."""

from __future__ import annotations

from typing import NamedTuple

from natfig.qa.diff.change import TOLERANCE_PT
from natfig.qa.diff.words import number
from natfig.qa.document import Document, Paint

__all__ = ["SAME_OPACITY", "Look", "look_changes", "looks_of", "same_look"]

# Opacity is written with two decimals, or as one of 256 steps.
SAME_OPACITY = 0.006


class Look(NamedTuple):
    """Paint without the place it is used in."""

    fill: str | None
    stroke: str | None
    fill_opacity: float
    stroke_opacity: float
    width_pt: float
    dashed: bool
    fill_stops: tuple[str, ...]
    stroke_stops: tuple[str, ...]
    is_text: bool


def _upper(color: str | None) -> str | None:
    return None if color is None else color.upper()


def look_of(paint: Paint) -> Look:
    """Return the look of a paint."""
    has_fill = paint.fill is not None or bool(paint.fill_stops)
    has_stroke = paint.stroke is not None or bool(paint.stroke_stops)
    return Look(
        _upper(paint.fill),
        _upper(paint.stroke),
        paint.fill_opacity if has_fill else 1.0,
        paint.stroke_opacity if has_stroke else 1.0,
        paint.width_pt if has_stroke else 0.0,
        paint.dashed and has_stroke,
        tuple(c.upper() for c in paint.fill_stops),
        tuple(c.upper() for c in paint.stroke_stops),
        paint.is_text,
    )


def looks_of(document: Document) -> list[Look]:
    """Return the look of each of a document's paints."""
    return [look_of(paint) for paint in document.shapes.paints]


def same_look(a: Look, b: Look) -> bool:
    """Return whether two looks are the same, rounding apart."""
    return a == b or (
        a.fill == b.fill
        and a.stroke == b.stroke
        and a.dashed == b.dashed
        and a.fill_stops == b.fill_stops
        and a.stroke_stops == b.stroke_stops
        and abs(a.width_pt - b.width_pt) <= TOLERANCE_PT
        and abs(a.fill_opacity - b.fill_opacity) <= SAME_OPACITY
        and abs(a.stroke_opacity - b.stroke_opacity) <= SAME_OPACITY
    )


def _color(color: str | None, stops: tuple[str, ...]) -> str:
    if color is not None:
        return color
    if stops:
        return f"a gradient of {len(set(stops))} colours ({stops[0]}–{stops[-1]})"
    return "none"


def look_changes(a: Look, b: Look) -> list[tuple[str, str, str, str]]:
    """Return what differs between two looks.

    Returns
    -------
    list of tuple
        (kind, property, old, new), such as ("recoloured", "fill", "#FF0000", "#00FF00").
    """
    out = []
    if (a.fill, a.fill_stops) != (b.fill, b.fill_stops):
        out.append(("recoloured", "fill", _color(a.fill, a.fill_stops), _color(b.fill, b.fill_stops)))
    if (a.stroke, a.stroke_stops) != (b.stroke, b.stroke_stops):
        old, new = _color(a.stroke, a.stroke_stops), _color(b.stroke, b.stroke_stops)
        out.append(("recoloured", "stroke", old, new))
    has_both = (a.stroke or a.stroke_stops) and (b.stroke or b.stroke_stops)
    if has_both and abs(a.width_pt - b.width_pt) > TOLERANCE_PT:
        out.append(("restyled", "stroke width", f"{number(a.width_pt)} pt", f"{number(b.width_pt)} pt"))
    if has_both and a.dashed != b.dashed:
        words = {True: "dashed", False: "solid"}
        out.append(("restyled", "line", words[a.dashed], words[b.dashed]))
    for name, p, q in (
        ("fill opacity", a.fill_opacity, b.fill_opacity),
        ("stroke opacity", a.stroke_opacity, b.stroke_opacity),
    ):
        if abs(p - q) > SAME_OPACITY:
            out.append(("restyled", name, number(p), number(q)))
    return out
