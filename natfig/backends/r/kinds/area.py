"""Areas in R: ``geom_area()``, stacked, as shares or overlaid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from natfig.backends.r._curves import Axes, Rows, finish, numbers, span_of
from natfig.backends.r.code import Code, Infix, Text, assign, call, col, column, to_code
from natfig.backends.r.plan import Direct, Layer, RPanel, RStyle, Twin
from natfig.backends.r.terms import factor, format_problems, line_pt, mark_scales
from natfig.charts import _curves as curves
from natfig.charts.area import HAIRLINE_PT, HEADROOM, OVERLAID_ALPHA, AreaPanel, _color, _grid
from natfig.charts.base import LegendEntry

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]

_SHARES = (0, 0.25, 0.5, 0.75, 1)


@dataclass(frozen=True)
class _Areas:
    """A panel, and the heights of its areas as natfig computes them."""

    panel: AreaPanel
    table: Table
    style: RStyle

    @property
    def is_stacked(self) -> bool:
        return self.panel.stack is not False

    @cached_property
    def grid(self) -> tuple[np.ndarray, list[str | None], np.ndarray]:
        return _grid(self.panel, self.table)

    @property
    def levels(self) -> list[str]:
        return [str(v) for v in self.grid[1] if v is not None]

    @cached_property
    def tops(self) -> np.ndarray:
        """The upper edges, shape (levels, x)."""
        heights = self.grid[2]
        if self.panel.stack == "fill":
            heights = heights / heights.sum(axis=0)
        return np.asarray(np.cumsum(heights, axis=0) if self.is_stacked else heights)


class Area(Twin):
    """Areas."""

    id = "area"

    def problems(self, panel: AreaPanel, table: Table | None) -> list[tuple[str, str | None]]:
        """Return formats that R can't write."""
        is_date = table is not None and table[panel.x.field].dtype.kind == "M"
        return format_problems(panel.y, None if is_date else panel.x)

    def draw(self, panel: AreaPanel, table: Table, style: RStyle) -> RPanel:
        """Return the areas as R code."""
        areas = _Areas(panel, table, style)
        mapping = {"x": col(panel.x.field), "y": col(panel.y.field)}
        if panel.color is not None:
            mapping["fill"] = col(panel.color.field)
        base = call("ggplot", Text(style.frame), call("aes", **mapping))
        out = RPanel(base, guides=("fill",))
        out.statements = _statements(areas, out.warnings)
        out.n = {"rows": table.rows}
        axes = _axes(areas)
        out.layers += _layers(areas)
        _name_levels(areas, out, axes)
        is_share = panel.stack == "fill" and panel.y.label is None
        return finish(out, axes, texts={"y": "Share"} if is_share else None)


def _statements(areas: _Areas, warnings: list[str]) -> list[Code]:
    """Return what makes the levels, and leaves out places where one is missing."""
    panel, table, frame = areas.panel, areas.table, areas.style.frame
    out: list[Code] = []
    if panel.color is None:
        return out
    out.append(factor(frame, table, panel.color.field, areas.levels))
    lacking = curves.complete_grid(table, panel.x.field, _color(panel), may_lack=True)
    if lacking:
        place = column(frame, panel.x.field)
        count = call("ave", call("seq_along", place), call("format", place), FUN=Text("length"))
        is_whole = Infix("==", (count, Text(str(len(areas.levels)))))
        out.append(assign(frame, Rows(frame, is_whole)))
        warnings.append(
            f"left out {panel.x.field} {', '.join(lacking)}: not every '{_color(panel)}' has a row there"
        )
    return out


def _axes(areas: _Areas) -> Axes:
    """Return the axes: x from end to end, y from zero, or from the lowest value."""
    panel, tops = areas.panel, areas.tops
    x = numbers(areas.grid[0])
    low = min(0.0, float(tops.min())) * (1 + HEADROOM)
    high = 1.0 if panel.stack == "fill" else float(tops.max()) * (1 + HEADROOM) or 1.0
    first, last = panel.x.limits or (None, None)
    asked = panel.y.limits[1] if panel.y.limits is not None else None
    y = panel.y
    if panel.stack == "fill":
        more: dict[str, Any] = {"ticks": y.ticks or _SHARES, "format": y.format or ".0%"}
        y = y.model_copy(update=more)
    axes = Axes(panel, areas.table, areas.style, panel.x, y, [x], [tops, [0.0]])
    axes.ends = {
        "x": (float(x[0] if first is None else first), float(x[-1] if last is None else last)),
        "y": (low, high if asked is None else float(asked)),
    }
    across = axes.across(x)
    for level in tops:
        axes.room.add_band(across, np.minimum(axes.up([0.0] * len(x)), axes.up(level)), axes.up(level))
    return axes


def _layers(areas: _Areas) -> list[Layer]:
    panel, looks = areas.panel, areas.style.looks
    fixed: dict[str, Any] = {} if panel.color is not None else {"fill": looks.signal}
    # The rows are complete, so that nothing has to be filled in between them.
    named: dict[str, Any] = {**fixed, "stat": "identity"}
    if areas.is_stacked:
        function = "position_fill" if panel.stack == "fill" else "position_stack"
        named["position"] = call(function, reverse=True)
        return [Layer(call("geom_area", **named)), *_hairlines(areas, named["position"])]
    named |= {"position": "identity", "alpha": OVERLAID_ALPHA}
    line: dict[str, Any] = {"linewidth": line_pt(looks.look.line_pt)}
    mapping: list[Code] = []
    if panel.color is not None:
        mapping = [call("aes", colour=col(panel.color.field), **_dashes(areas))]
    else:
        line["colour"] = looks.signal
    return [Layer(call("geom_area", **named)), Layer(call("geom_line", *mapping, **line))]


def _hairlines(areas: _Areas, position: Code) -> list[Layer]:
    """Return the white lines that part the areas of a stack."""
    panel, frame = areas.panel, areas.style.frame
    if panel.color is None or len(areas.levels) < 2:
        return []
    white: dict[str, Any] = {"position": position, "colour": "white", "linewidth": line_pt(HAIRLINE_PT)}
    if panel.stack == "fill":
        # Shares are made of all areas; the line along the top is at the end of the axis.
        white["data"] = Text(frame)
    else:
        # The highest area keeps its upper edge.
        is_below = Infix("!=", (column(frame, panel.color.field), to_code(areas.levels[-1])))
        white["data"] = Rows(frame, is_below)
    code = call("geom_line", call("aes", group=col(panel.color.field)), **white)
    return [Layer(code, "hairline", split=False)]


def _dashes(areas: _Areas) -> dict[str, Code]:
    marks = [areas.style.looks.mark(v) for v in areas.levels]
    assert areas.panel.color is not None  # noqa: S101 - there are levels
    return {"linetype": col(areas.panel.color.field)} if any(m.dash != "-" for m in marks) else {}


def _name_levels(areas: _Areas, out: RPanel, axes: Axes) -> None:
    """Add scales, legend and the labels at the right end of the areas."""
    panel, looks, color = areas.panel, areas.style.looks, areas.panel.color
    if color is None:
        return
    used = ["fill"]
    if not areas.is_stacked:
        used += ["colour", *(_dashes(areas))]
    out.terms += mark_scales(areas.style, color.field, areas.levels, aesthetics=used, title=None)
    out.guides = tuple(used)
    handle: Literal["patch", "line"] = "patch" if areas.is_stacked else "line"
    out.legend = [LegendEntry(v, looks.mark(v), handle) for v in areas.levels]
    ends = areas.tops[:, 0 if panel.x.reverse else -1]
    if areas.is_stacked:
        # From the top down, as the bands lie.
        out.legend.reverse()
        out.terms.append(call("guides", fill=call("guide_legend", reverse=True)))
        ends = (ends + np.concatenate([[0.0], ends[:-1]])) / 2
    hides_end = panel.x.limits is not None and panel.x.limits[1] is not None
    if not hides_end:
        places = [float(v) for v in ends]
        out.direct = Direct(
            areas.levels, places, [looks.mark(v).color for v in areas.levels], places, span_of(axes)
        )


twin = Area()
