"""Heat maps in R: ``geom_tile()`` or ``geom_raster()``, a colour bar, numbers in the cells."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._colours import gradient, value_ends
from natfig.backends.r._matrix import (
    cell_mm,
    decimals_of,
    fitting_size,
    map_table,
    name_sides,
    ramp_stops,
)
from natfig.backends.r._scales import format_problems, label_natfig
from natfig.backends.r.code import Call, Code, Text, assign, call, col, column
from natfig.backends.r.legends import with_argument
from natfig.backends.r.plan import Layer, RPanel, RStyle, Twin
from natfig.backends.r.terms import factor, labels, line_pt, placed_texts, text_pt
from natfig.charts import _categorical as cat
from natfig.charts._matrix import Matrix, read_matrix
from natfig.charts.heatmap import LIGHTEST_CELL_L, PARTED_MAX, HeatMapPanel, _clustered
from natfig.core.errors import UsageError

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]


class HeatMap(Twin):
    """Heat map."""

    id = "heatmap"

    def problems(self, panel: HeatMapPanel, table: Table | None) -> list[tuple[str, str | None]]:
        """Return which formats and colour maps R doesn't have."""
        del table
        found = format_problems(panel.value)
        try:
            if panel.map is not None:
                map_table(panel.map)
        except UsageError as error:
            found += [(p.message, p.hint) for p in error.problems]
        return found

    def draw(self, panel: HeatMapPanel, table: Table, style: RStyle) -> RPanel:
        """Return the matrix as R code."""
        values = np.asarray(table[panel.value.field], dtype=np.float64)
        matrix = _clustered(panel, read_matrix(table, panel.x, panel.y), values)
        frame, ramp = style.frame, f"ramp_{style.letter}"
        is_log = panel.value.scale in {"log", "log2"}
        ends = _tidy(value_ends(values, panel.value.limits, center=panel.center, is_log=is_log))
        mapping = {"x": col(panel.x.field), "y": col(panel.y.field), "fill": col(panel.value.field)}
        out = RPanel(call("ggplot", Text(frame), call("aes", **mapping)), frame="none", colorbar=True)
        out.statements = [
            factor(frame, table, panel.x.field, matrix.columns),
            factor(frame, table, panel.y.field, matrix.rows),
            assign(ramp, ramp_stops(panel.map, panel.center, style.looks, LIGHTEST_CELL_L)),
        ]
        out.n, out.guides = {"cells": len(values)}, ("fill",)
        out.layers = _cells(panel, matrix, style, out)
        cell = cell_mm(matrix, (panel.x, panel.y), style)
        if panel.annotate:
            out.layers += _numbers(panel, values, cell, style, ends=ends, out=out)
        placed, notes = placed_texts(panel, style)
        out.layers += placed
        out.notes += notes
        beyond = int(np.sum((values < ends[0]) | (values > ends[1])))
        across, down = name_sides(matrix, (panel.x, panel.y), cell, style)
        out.terms = [_fill(panel, ends, ramp, is_log=is_log, beyond=beyond > 0), across.scale, down.scale]
        out.terms.append(labels(x=across.title, y=down.title))
        out.terms.append(call("coord_fixed" if panel.square else "coord_cartesian", clip="off"))
        if across.is_turned:
            text = call("element_text", angle=90, hjust=1, vjust=0.5)
            out.terms.append(call("theme", **{"axis.text.x": text}))
        out.square = panel.square and matrix.shape[0] == matrix.shape[1]
        out.warnings += [*across.warnings, *down.warnings]
        if beyond:
            out.warnings.append(
                f"{cat.format_count(beyond)} values of '{panel.value.field}' lie beyond the colour limits "
                f"{ends[0]:g} to {ends[1]:g} and take the end's colour"
            )
        return out


def _tidy(ends: tuple[float, float]) -> tuple[float, float]:
    """Return limits with six digits, a little wider than asked, so that all values stay within them."""
    span = ends[1] - ends[0]
    unit = 10.0 ** (math.floor(math.log10(span)) - 5)
    low, high = math.floor(round(ends[0] / unit, 6)), math.ceil(round(ends[1] / unit, 6))
    return float(f"{low * unit:.10g}"), float(f"{high * unit:.10g}")


def _cells(panel: HeatMapPanel, matrix: Matrix, style: RStyle, out: RPanel) -> list[Layer]:
    """Return the cells; up to a size white hairlines part them."""
    look = style.looks.look
    is_parted = max(matrix.shape) <= PARTED_MAX
    parted: dict[str, Any] = {}
    if is_parted:
        parted = {"colour": "white", "linewidth": line_pt(look.axis_pt)}
    layers = []
    lacking = len(matrix.lacking)
    if lacking:
        # Beyond the colours of the map, as in the Python backend.
        cells = call("missing_natfig", Text(style.frame), panel.x.field, panel.y.field)
        mapping = call("aes", x=col(panel.x.field), y=col(panel.y.field))
        code = call(
            "geom_tile", mapping, data=cells, fill=look.neutral_light, **parted, **{"inherit.aes": False}
        )
        layers.append(Layer(code, "missing", split=False))
        out.notes.append(f"Grey: no data ({cat.format_count(lacking)} {'cell' if lacking == 1 else 'cells'})")
    if is_parted:
        return [*layers, Layer(call("geom_tile", **parted), "series", split=False, name="cells")]
    # As pixels: the seams between so many cells would shine through.
    pixels = call("rasterized", call("geom_raster"), dpi=style.dpi)
    return [*layers, Layer(pixels, "series", split=False, name="cells")]


def _numbers(
    panel: HeatMapPanel, values: np.ndarray, cell: tuple[float, float], style: RStyle, *,
    ends: tuple[float, float], out: RPanel,
) -> list[Layer]:  # fmt: skip
    """Return the numbers in ink or white, or none of them with a warning where one would not fit."""
    form = panel.value.format
    write = cat.number_format(values, form)
    size = fitting_size([write(v) for v in values], cell, style)
    look = style.looks.look
    if size is None:
        where = f"cells of {cell[0]:.1f} × {cell[1]:.1f} mm at {look.floor_pt:g} pt"
        out.warnings.append(f"the numbers don't fit into {where} and are left out")
        return []
    label = label_natfig(form) if form is not None else call("label_natfig", digits=decimals_of(values))
    number: Code = col(panel.value.field)
    digits = dict(label.args).get("digits") if isinstance(label, Call) else None
    if digits is not None and form != "e":
        # A value that rounds to zero has no sign.
        scale = 2 if form is not None and form.endswith("%") else 0
        number = call("round", number, int(digits.flat()) + scale)
    more = {"log": True} if panel.value.scale in {"log", "log2"} else {}
    fill = call(
        "ramp_natfig", column(style.frame, panel.value.field), Text(f"ramp_{style.letter}"),
        limits=list(ends), **more,
    )  # fmt: skip
    ink = call("ink_natfig", fill, **({} if look.ink == "#272727" else {"ink": look.ink}))
    text = Call(label.flat(), (("", number),))
    code = call("geom_text", call("aes", label=text), colour=ink, size=text_pt(size), family="Arial")
    return [Layer(code, "values", split=False)]


def _fill(panel: HeatMapPanel, ends: tuple[float, float], ramp: str, *, is_log: bool, beyond: bool) -> Code:
    scale = gradient(
        "fill", None, stops=(), title=cat.axis_label(panel.value), ends=ends, is_log=is_log,
        ticks=panel.value.ticks, form=panel.value.format, beyond=beyond,
    )  # fmt: skip
    assert isinstance(scale, Call)  # noqa: S101 - a gradient of colours
    return with_argument(scale, colours=Text(ramp))


twin = HeatMap()
