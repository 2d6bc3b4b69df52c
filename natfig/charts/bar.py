"""Bars that start at zero, with the observations over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _bar_numbers as numbers
from natfig.charts import _categorical as cat
from natfig.charts._observed import Observed, of_grid, places
from natfig.charts._results import add_results
from natfig.charts._scene import Scene
from natfig.charts.base import RASTERIZE_ABOVE, Chart, Drawn, PanelStyle
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.spec.models import CategoryChannel, ColorChannel, NumericChannel, PanelBase
from natfig.stats.summaries import Summary, check_n, given_interval, has_summary_rows, summarize

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Bar", "BarPanel", "chart"]

Marked = numbers.Marked


class BarPanel(PanelBase):
    """Keys of a bar panel."""

    kind: Literal["bar"]
    x: CategoryChannel = Field(description="Categories, one bar (or group of bars) each.")
    y: NumericChannel = Field(description="Values; several rows per bar are summarized as stats: says.")
    color: ColorChannel | None = Field(None, description="Levels side by side, or stacked.")
    horizontal: bool = Field(False, description="Bars grow to the right; the first category is on top.")
    stack: bool | Literal["fill"] = Field(
        False, description="true: levels on top of each other; fill: as shares of 100 %."
    )
    points: bool | None = Field(
        None, description="Observations over the bars; default: when a bar has several rows."
    )
    sort: Literal["ascending", "descending", "none"] = Field(
        "none", description="Order of the categories by height."
    )
    values: bool = Field(False, description="Write the numbers at the bars' ends, where they fit.")


class Bar(Chart):
    """Bars from zero: lone, side by side or stacked."""

    id = "bar"
    Panel = BarPanel
    summary = "bars from zero with error bars and every observation; grouped, stacked, shares, horizontal"
    aka = (
        "barplot",
        "barchart",
        "column",
        "columns",
        "stacked bar",
        "grouped bar",
        "histogram of categories",
    )
    example = """\
kind: bar
x: {field: species, label: Species}
y: {field: body_mass_g, label: Body mass (g)}
color: sex
stats: {center: mean, spread: sd, n: auto}
"""

    def check(self, panel: BarPanel, table: Table) -> None:
        """Check that bars can start at zero and that the marks can be computed."""
        cat.check_category(panel.x)
        cat.check_value(panel.y, np.asarray(table[panel.y.field], dtype=np.float64))
        if panel.y.scale in {"log", "log2"}:
            raise DataError(
                "bars start at zero, which a log axis does not have",
                hint="use kind: forest, or kind: distribution with shape: strip",
            )
        low, high = panel.y.limits or (None, None)
        if (low is not None and low > 0) or (high is not None and high < 0):
            raise DataError(
                f"bars start at zero, but y.limits show {_span(low, high)}",
                hint="let the limits include 0, or use kind: forest, or kind: distribution with shape: strip",
            )
        if panel.sort != "none" and panel.x.order is not None:
            raise DataError("x.order and sort both say how the bars are ordered", hint="keep one of the two")
        if panel.stack:
            _check_stack(panel)
        marks = _summarize(panel, _arrange(panel, table))
        if panel.stack == "fill":
            _shares(marks)

    def observe(self, panel: BarPanel, table: Table) -> Observed:
        """Return the groups that tests compare: one per bar."""
        grid = _arrange(panel, table)
        are_summaries = has_summary_rows(panel.stats, grid.counts) or any(
            (panel.y.error, panel.y.low, panel.y.high)
        )
        color = panel.color.field if panel.color is not None else None
        return of_grid(
            grid, panel.x.field, panel.y.field, color, scale=panel.y.scale, are_summaries=are_summaries
        )

    def draw(self, ax: Axes, panel: BarPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw bars, points, error bars and numbers."""
        grid = _arrange(panel, table, style.look.bar_width)
        marks = _summarize(panel, grid)
        n = check_n(panel.stats, grid.counts)
        drawn = Drawn(n=n, legend=cat.legend_entries(grid, panel.x, panel.color, style))
        scene = Scene(ax, style, len(grid.categories), panel.horizontal)
        names, drawn.notes = cat.tick_names(grid, n, panel.stats, is_horizontal=panel.horizontal)
        scene.name_categories(names, panel.x)
        if panel.color is not None and drawn.legend:
            drawn.legend_title = panel.color.label
        if panel.stack:
            marks = _shares(marks) if panel.stack == "fill" else marks
            ends, drawn.warnings = _draw_stacks(scene, panel, marks)
            if not panel.horizontal:
                drawn.legend.reverse()  # reads as the stack does, from the top
        else:
            ends, drawn.warnings = _draw_bars(scene, panel, marks), _without_spread(panel, marks)
        if np.min(ends) < 0:
            _draw_zero(scene)
        cat.set_value_axis(ax, panel.y, is_x=panel.horizontal, text=_value_label(panel))
        is_given = panel.stack == "fill" or panel.y.limits is not None
        scene.set_value_limits(*_limits(panel, ends), is_final=is_given)
        drawn.warnings += cat.count_outside(panel.y, ends)
        if panel.values and not panel.stack:
            drawn.warnings += numbers.write_ends(scene, panel, marks, has_points=_has_points(panel, marks))
        color = panel.color.field if panel.color is not None else None
        add_results(drawn, panel, style, places(grid, panel.x.field, color), is_horizontal=panel.horizontal)
        return drawn


def _span(low: float | None, high: float | None) -> str:
    if low is None:
        return f"values up to {high:g}"
    return f"values from {low:g} on" if high is None else f"{low:g} to {high:g}"


def _value_label(panel: BarPanel) -> str:
    text = cat.axis_label(panel.y)
    if panel.stack != "fill" or panel.y.label is not None:
        return text
    return f"Share of {text[:1].lower()}{text[1:]} (%)"


def _without_spread(panel: BarPanel, marks: Sequence[Marked]) -> list[str]:
    """Return a warning when a declared spread is missing from a bar."""
    without = [cell.key for cell, summary in marks if not summary.has_spread]
    if panel.stats is None or panel.stats.spread == "none" or not without:
        return []
    names = ", ".join(map(repr, without))
    return [f"no error bar on {names}: one row, and y has no error, low or high column"]


def _check_stack(panel: BarPanel) -> None:
    if panel.color is None:
        raise DataError(
            "stacked bars need color: for their parts", hint="add color: <column>, or take stack out"
        )
    has_columns = any((panel.y.error, panel.y.low, panel.y.high))
    if has_columns or (panel.stats is not None and panel.stats.spread != "none"):
        raise DataError(
            "parts of a stacked bar share no baseline, so their spread cannot be read",
            hint="use stack: false, or take the spread out",
        )
    if panel.points:
        raise DataError(
            "parts of a stacked bar share no baseline, so points cannot be read", hint="use stack: false"
        )
    if panel.stack == "fill" and panel.y.limits is not None:
        raise DataError("stack: fill shows 0 to 100 %, but y.limits are given", hint="take y.limits out")


# ---------------------------------------------------------------- numbers


def _arrange(panel: BarPanel, table: Table, width: float = 1.0) -> cat.Grid:
    def height(cells: list[cat.Cell]) -> float:
        centers = [summarize(cell.values, _center_only(panel)).center for cell in cells]
        return float(np.sum(centers) if panel.stack else np.mean(centers))

    return cat.arrange(
        table,
        panel.x,
        panel.y,
        panel.color,
        span=width,
        may_dodge=not panel.stack,
        sort=None if panel.sort == "none" else height,
        is_descending=panel.sort == "descending",
    )


def _center_only(panel: BarPanel) -> Any:
    return None if panel.stats is None else panel.stats.model_copy(update={"spread": "none"})


def _summarize(panel: BarPanel, grid: cat.Grid) -> list[Marked]:
    """Return the bar of every cell; its spread comes from columns where there are any."""
    check_n(panel.stats, grid.counts)
    y = panel.y
    has_columns = any((y.error, y.low, y.high))
    repeated = next((cell for cell in grid.cells if len(cell.values) > 1), None)
    if repeated is not None and has_columns:
        raise DataError(
            f"y has columns for its spread, but '{repeated.key}' has {len(repeated.values)} rows",
            hint="give one row per bar, or let stats: compute the spread",
        )
    if repeated is not None and panel.stack and panel.stats is None:
        raise DataError(
            f"'{repeated.key}' has {len(repeated.values)} rows, but a part of a stacked bar is one number",
            hint="sum them in a query, or say stats: {center: mean}",
        )
    marks = []
    for cell in grid.cells:
        summary = summarize(cell.values, panel.stats)
        if has_columns:
            columns = {
                key: np.asarray(cell.rows[name], dtype=np.float64)
                for key, name in (("error", y.error), ("low", y.low), ("high", y.high))
                if name is not None
            }
            low, high = given_interval(cell.values, **columns)
            summary = Summary(summary.center, float(low[0]), float(high[0]), summary.n)
        elif has_summary_rows(panel.stats, grid.counts):
            summary = Summary(summary.center, np.nan, np.nan, summary.n)
        marks.append((cell, summary))
    return marks


def _shares(marks: Sequence[Marked]) -> list[Marked]:
    """Return every part as per cent of its category's sum."""
    totals: dict[int, float] = {}
    for cell, summary in marks:
        if summary.center < 0:
            raise DataError(
                f"stack: fill needs values >= 0, but '{cell.key}' is {summary.center:g}",
                hint="use stack: true",
            )
        totals[cell.index] = totals.get(cell.index, 0.0) + summary.center
    for cell, _ in marks:
        if totals[cell.index] == 0:
            raise DataError(
                f"the parts of '{cell.category}' sum to 0, which has no shares",
                hint="leave it out, or use stack: true",
            )
    return [(c, Summary(s.center / totals[c.index] * 100, np.nan, np.nan, s.n)) for c, s in marks]


# ---------------------------------------------------------------- drawing


def _draw_rectangle(scene: Scene, cell: cat.Cell, height: float, start: float = 0.0) -> None:
    mark = scene.style.mark(cell.level)
    looks: dict[str, Any] = {
        "color": mark.color,
        "linewidth": 0,
        "zorder": 2,
        "gid": scene.style.gid("series", cell.name),
    }
    if mark.hatch is not None:
        looks |= {"hatch": mark.hatch, "hatchcolor": "#FFFFFF"}
    if scene.is_horizontal:
        scene.ax.barh(cell.position, height, height=cell.width, left=start, **looks)
    else:
        scene.ax.bar(cell.position, height, width=cell.width, bottom=start, **looks)


def _has_points(panel: BarPanel, marks: Sequence[Marked]) -> bool:
    return any(len(cell.values) > 1 for cell, _ in marks) if panel.points is None else panel.points


def _draw_bars(scene: Scene, panel: BarPanel, marks: Sequence[Marked]) -> np.ndarray:
    """Draw lone or dodged bars and return every value the axis has to show."""
    has_points = _has_points(panel, marks)
    is_dense = sum(len(cell.values) for cell, _ in marks) > RASTERIZE_ABOVE
    ends = [0.0]
    for cell, summary in marks:
        _draw_rectangle(scene, cell, summary.center)
        if has_points:
            scene.draw_points(cell, scene.style.look.ink, is_rasterized=is_dense)
        if summary.has_spread:
            over = scene.style.mark(cell.level).color
            scene.draw_spread(cell.position, (summary.low, summary.high), cell.name, over=over)
        ends += numbers.reach(cell, summary, has_points)
    return np.array(ends)


def _draw_stacks(scene: Scene, panel: BarPanel, marks: Sequence[Marked]) -> tuple[np.ndarray, list[str]]:
    """Draw parts on top of each other, negative ones downwards; return the stacks' ends and warnings."""
    tops: dict[tuple[int, bool], float] = {}
    parts: list[numbers.Part] = []
    for cell, summary in marks:
        side = (cell.index, summary.center < 0)
        start = tops.get(side, 0.0)
        tops[side] = start + summary.center
        _draw_rectangle(scene, cell, summary.center, start)
        parts.append((cell, start, summary.center))
    ends = np.array([0.0, *tops.values()])
    return ends, numbers.write_parts(scene, panel, parts, float(np.ptp(ends))) if panel.values else []


def _draw_zero(scene: Scene) -> None:
    """Draw the line bars grow from; the category axis' own line would be a second one."""
    scene.ax.spines["left" if scene.is_horizontal else "bottom"].set_edgecolor("none")
    line = scene.ax.axvline if scene.is_horizontal else scene.ax.axhline
    look = scene.style.look
    line(0, color=look.ink, linewidth=look.axis_pt, zorder=2.5, gid=scene.style.gid("zero"))


def _limits(panel: BarPanel, ends: np.ndarray) -> tuple[float, float]:
    """Return the ends of the value axis: as given, else zero and a little beyond what is drawn."""
    if panel.stack == "fill":
        return 0.0, 100.0
    low, high = float(np.min(ends)), float(np.max(ends))
    pad = (high - low) * numbers.HEADROOM or 1.0
    low, high = (low - pad if low < 0 else 0.0), (high + pad if high > 0 or low == 0 else 0.0)
    given = panel.y.limits or (None, None)
    return (low if given[0] is None else given[0]), (high if given[1] is None else given[1])


chart = Bar()
