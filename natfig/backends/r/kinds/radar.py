"""Radar charts in R: polygons on a web of straight spokes, computed with sines and cosines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r.code import Code, Text, assign, call, col, column, constant, to_code
from natfig.backends.r.formula import has_formula, label_code
from natfig.backends.r.measure import text_mm
from natfig.backends.r.plan import Layer, RPanel, RStyle, Twin
from natfig.backends.r.terms import (
    factor,
    labels,
    line_pt,
    mark_scales,
    placed_texts,
    point_pt,
    references,
    text_pt,
)
from natfig.charts import _radar_text as text
from natfig.charts._radar_frame import Frame, frame_of
from natfig.charts.base import LegendEntry
from natfig.charts.radar import FILL_ALPHA, WEB_PT, RadarPanel, _faint
from natfig.core.units import mm_to_pt

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]


class Radar(Twin):
    """Radar chart."""

    id = "radar"

    def draw(self, panel: RadarPanel, table: Table, style: RStyle) -> RPanel:
        """Return the web and the polygons as R code."""
        frame = frame_of(panel, table)
        levels = [str(v) for v in frame.levels if v is not None]
        shares = (frame.values - frame.low) / (frame.high - frame.low)
        rings = (frame.rings - frame.low[0]) / (frame.high[0] - frame.low[0])
        letter = style.letter
        mapping = {"x": col("x"), "y": col("y")} | ({"colour": col("group")} if levels else {})
        base = call("ggplot", Text(f"radar_{letter}"), call("aes", **mapping))
        out = RPanel(base, frame="none", square=True, n={"rows": table.rows}, warnings=_faint(panel, frame))
        out.statements = _statements(panel, table, frame, rings, style)
        side_pt = mm_to_pt(min(style.size_mm))
        look = style.looks.look
        names, x_limits, y_limits = text.place_names(frame, side_pt, look.tick_pt, _width_pt)
        per_pt = (x_limits[1] - x_limits[0]) / side_pt
        out.layers = [*_web(style), *_series(levels, style), *_names(names, per_pt, style)]
        if panel.scales == "common":
            size_pt = max(look.floor_pt, look.tick_pt - 1)
            placed = text.place_ring_values(
                frame, rings, shares, panel.value.format, size_pt=size_pt, per_pt=per_pt, width=_width_pt
            )
            out.layers.append(_ring_values(placed, size_pt, style))
        out.layers += references(panel, style)
        written, out.notes = placed_texts(panel, style)
        out.layers += written
        nothing = {"name": None, "breaks": None}
        out.terms = [call("scale_x_continuous", **nothing), call("scale_y_continuous", **nothing)]
        out.terms += _colours(panel, levels, style, out)
        limits = {"xlim": _rounded(x_limits), "ylim": _rounded(y_limits)}
        out.terms += [labels(x=None, y=None), call("coord_equal", **limits, expand=False, clip="off")]
        return out


def _width_pt(words: str, size_pt: float) -> float:
    return mm_to_pt(text_mm(words, size_pt))


def _rounded(values: Any) -> list[float]:
    return [round(float(v), 4) + 0.0 for v in values]


def _statements(
    panel: RadarPanel, table: Table, frame: Frame, rings: np.ndarray, style: RStyle
) -> list[Code]:
    """Return what makes the web, and the places of the values on the spokes."""
    letter, data = style.letter, style.frame
    out = [factor(data, table, panel.axis.field, frame.spokes)]
    named: dict[str, Any] = {
        "spoke": column(data, panel.axis.field), "value": column(data, panel.value.field),
        "low": _ends(frame.low), "high": _ends(frame.high),
    }  # fmt: skip
    if panel.color is not None:
        levels = [str(v) for v in frame.levels]
        out.append(factor(data, table, panel.color.field, levels))
        named["group"] = column(data, panel.color.field)
    web = call("rings_natfig", len(frame.names), radius=_rounded(rings))
    return [*out, assign(f"web_{letter}", web), assign(f"radar_{letter}", call("radar_natfig", **named))]


def _ends(values: np.ndarray) -> Code:
    """Return the scale's ends: one number where all spokes share it."""
    every = [float(f"{v:.10g}") for v in values]
    return to_code(every[0] if len(set(every)) == 1 else every)


# ---------------------------------------------------------------- layers


def _web(style: RStyle) -> list[Layer]:
    look = style.looks.look
    width = line_pt(max(look.line_floor_pt, WEB_PT))
    web = Text(f"web_{style.letter}")
    rim = call("subset", web, constant("radius == 1"))
    ring = call("aes", x=col("x"), y=col("y"), group=col("radius"))
    spoke = call("aes", x=col("x"), y=col("y"), xend=0, yend=0)
    thin: dict[str, Any] = {"linewidth": width, "inherit.aes": False}
    ring_of = {"fill": float("nan")} | thin
    light, dark = {"colour": look.neutral_light}, {"colour": look.neutral}
    parts = [
        (call("geom_polygon", ring, data=web, **light, **ring_of), "ring"),
        (call("geom_polygon", ring, data=rim, **dark, **ring_of), "ring"),
        (call("geom_segment", spoke, data=rim, **light, **thin), "spoke"),
    ]
    return [Layer(code, "grid", split=False, name=name) for code, name in parts]


def _series(levels: list[str], style: RStyle) -> list[Layer]:
    looks = style.looks
    look = looks.look
    fill: dict[str, Any] = {"fill": col("group")} if levels else {}
    area: dict[str, Any] = {} if levels else {"fill": looks.signal}
    line: dict[str, Any] = {} if levels else {"colour": looks.signal}
    mapped = [call("aes", **fill)] if fill else []
    marks = [looks.mark(v) for v in levels]
    dashes: list[Code] = []
    if any(m.dash != "-" for m in marks):
        dashes = [call("aes", linetype=col("group"))]
    shapes: dict[str, Any] = {"shape": 21}
    points = dict(fill)
    if any(m.marker != "o" for m in marks):
        shapes, points = {}, fill | {"shape": col("group")}
    hidden = {"show.legend": False}
    return [
        Layer(call("geom_polygon", *mapped, **area, colour=float("nan"), alpha=FILL_ALPHA, **hidden)),
        Layer(
            call("geom_polygon", *dashes, **line, fill=float("nan"), linewidth=line_pt(look.line_pt),
                 linejoin="round", key_glyph="path")
        ),
        Layer(
            call(
                "geom_point", *([call("aes", **points)] if points else []), **area, **shapes,
                size=point_pt(look.marker_pt, look.marker_edge_pt),
                stroke=call("stroke_pt", look.marker_edge_pt), colour="white",
            )
        ),
    ]  # fmt: skip


def _names(names: text.Names, per_pt: float, style: RStyle) -> list[Layer]:
    """Return the spokes' names outside the rim, all of them within the limits."""
    gap = text.NAME_GAP_PT
    x = names.across * (1 + gap * per_pt)
    y = names.up * (1 + (gap + names.heights / 2) * per_pt)
    look = style.looks.look
    named: dict[str, Any] = {
        "x": _rounded(x), "y": _rounded(y), "hjust": [(1, 0.5, 0)[int(np.sign(v)) + 1] for v in names.across],
    }  # fmt: skip
    if any(map(has_formula, names.texts)):
        # annotate() reads plotmath from strings.
        codes = [label_code(t.replace("\n", " ")).flat() for t in names.texts]
        named["label"] = [
            c.removeprefix("expression(").removesuffix(")") if c.startswith("expression(") else c
            for c in codes
        ]
        named["parse"] = True
    else:
        named["label"] = names.texts
        if any("\n" in t for t in names.texts):
            named["lineheight"] = text.LINE_EM
    code = call("annotate", "text", **named, size=text_pt(look.tick_pt), family="Arial", colour=look.ink)
    return [Layer(code, "axis", split=False)]


def _ring_values(placed: list[tuple[float, float, str]], size_pt: float, style: RStyle) -> Layer:
    x, y, texts = zip(*placed, strict=True)
    code = call(
        "annotate", "text", x=_rounded(x), y=_rounded(y), label=list(texts), size=text_pt(size_pt),
        family="Arial", colour=style.looks.look.neutral_dark,
    )  # fmt: skip
    return Layer(code, "axis", split=False, name="values")


def _colours(panel: RadarPanel, levels: list[str], style: RStyle, out: RPanel) -> list[Code]:
    out.guides = ()
    if panel.color is None:
        return []
    marks = {v: style.looks.mark(v) for v in levels}
    used = ["colour", "fill"]
    used += ["linetype"] if any(m.dash != "-" for m in marks.values()) else []
    used += ["shape"] if any(m.marker != "o" for m in marks.values()) else []
    out.guides = tuple(used)
    out.legend = [LegendEntry(v, mark, "line+marker") for v, mark in marks.items()]
    return mark_scales(style, panel.color.field, levels, aesthetics=used)


twin = Radar()
