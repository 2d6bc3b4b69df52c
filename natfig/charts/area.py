"""Areas over numbers or dates, stacked, as shares or overlaid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts import _curves as curves
from natfig.charts.base import Chart, DirectLabel, Drawn, LegendEntry, PanelStyle
from natfig.core.errors import DataError
from natfig.data.tables import Table, label
from natfig.spec.models import Channel, ColorChannel, NumericChannel, PanelBase

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Area", "AreaPanel", "chart"]

# Share of the height that stays free above the highest point.
HEADROOM = 0.05
# Overlaid areas let those behind them show through; the line on top keeps the shape readable.
OVERLAID_ALPHA = 0.3
# White between the bands of a stack, in pt.
HAIRLINE_PT = 0.5


class AreaPanel(PanelBase):
    """One row per x and level."""

    kind: Literal["area"]
    x: Channel = Field(description="Column with numbers or dates.")
    y: NumericChannel = Field(description="Column with the heights.")
    color: ColorChannel | None = Field(None, description="Column with the level: one area each.")
    stack: bool | Literal["fill"] = Field(
        True, description="true: on top of each other; fill: as shares; false: overlaid."
    )


class Area(Chart):
    """Draws the areas from the first level at the bottom to the last on top."""

    id = "area"
    Panel = AreaPanel
    summary = "Areas over time or numbers: stacked, as shares of the whole, or overlaid"
    aka = ("stacked area", "stacked_area", "stackplot", "stream", "filled line", "composition")
    example = """\
kind: area
data: energy            # one row per year and source
x: year
y: {field: twh, label: Electricity (TWh)}
color: source
stack: true
"""

    def check(self, panel: AreaPanel, table: Table) -> None:
        """Check that every level has one row at every x and that heights can be areas."""
        curves.check_keys(panel.y, "y", ("limits", "ticks", "format"), "area")
        curves.check_keys(panel.x, "x", ("limits", "ticks", "format", "scale", "reverse"), "area")
        y = np.asarray(table[panel.y.field], dtype=np.float64)
        cat.check_value(panel.y, y, "y")
        is_date = table[panel.x.field].dtype.kind == "M"
        if not is_date and not table.is_numeric(panel.x.field):
            raise DataError(
                f"x: column '{panel.x.field}' holds neither numbers nor dates",
                hint="for categories use kind: bar with stack: true",
            )
        if not is_date:
            cat.check_value(panel.x, np.asarray(table[panel.x.field], dtype=np.float64), "x")
        elif panel.x.scale != "linear":
            raise DataError(f"x.scale is {panel.x.scale} but x holds dates", hint="take it out")
        if panel.y.limits is not None and panel.y.limits[0] not in {None, 0}:
            raise DataError(
                "y.limits must start at 0: an area is read from its base", hint="write limits: [0, …]"
            )
        if y.min() < 0 and panel.stack is not False:
            raise DataError(
                f"column '{panel.y.field}' has the negative value {y.min():g}, which can't be stacked",
                hint="set stack: false",
            )
        curves.complete_grid(table, panel.x.field, _color(panel), may_lack=panel.missing is not None)
        x, _, heights = _grid(panel, table)
        if len(x) < 2:
            raise DataError(f"there is one value of '{panel.x.field}' only", hint="an area needs two")
        if panel.stack == "fill" and (empty := x[heights.sum(axis=0) <= 0]).size:
            raise DataError(
                f"the whole is zero at {panel.x.field} {label(empty[0])}, so there are no shares",
                hint="leave it out with where:",
            )

    def draw(self, ax: Axes, panel: AreaPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw the areas and return a label for each, at the middle of its right end."""
        drawn = Drawn(n={"rows": table.rows})
        lacking = curves.complete_grid(table, panel.x.field, _color(panel), may_lack=True)
        if lacking:
            drawn.warnings.append(
                f"left out {panel.x.field} {', '.join(lacking)}: not every '{_color(panel)}' has a row there"
            )
        x, levels, heights = _grid(panel, table)
        if panel.stack == "fill":
            heights = heights / heights.sum(axis=0)
        tops = np.cumsum(heights, axis=0) if panel.stack is not False else heights
        for i, level in enumerate(levels):
            base = tops[i - 1] if i and panel.stack is not False else np.zeros(len(x))
            _draw_area(ax, panel, level, (x, base, tops[i]), style, is_first=i == 0)
        _set_axes(ax, panel, x, tops)
        _label(drawn, panel, levels, tops, style)
        return drawn


def _color(panel: AreaPanel) -> str | None:
    return panel.color.field if panel.color is not None else None


def _grid(panel: AreaPanel, table: Table) -> tuple[np.ndarray, list[str | None], np.ndarray]:
    """Return x in order, levels, and heights of shape (levels, x); x that lack a level are left out."""
    groups = [
        (level, dict(zip(rows[panel.x.field].tolist(), rows[panel.y.field].tolist(), strict=True)), rows)
        for level, rows in curves.split_levels(table, panel.color)
    ]
    shared = set(groups[0][1]).intersection(*(g[1] for g in groups[1:]))
    x = np.unique(table[panel.x.field])
    x = x[[v in shared for v in x.tolist()]]
    heights = np.array([[of_x[v] for v in x.tolist()] for _, of_x, _ in groups], dtype=np.float64)
    return x, [level for level, _, _ in groups], heights


# ---------------------------------------------------------------- drawing


def _draw_area(
    ax: Axes,
    panel: AreaPanel,
    level: str | None,
    band: tuple[np.ndarray, np.ndarray, np.ndarray],
    style: PanelStyle,
    *,
    is_first: bool,
) -> None:
    x, base, top = band
    mark, gid = style.mark(level), style.gid("series", level)
    is_stacked = panel.stack is not False
    keys: dict[str, Any] = {"hatch": mark.hatch, "hatchcolor": "#FFFFFF"} if mark.hatch is not None else {}
    ax.fill_between(
        x, base, top, facecolor=mark.color, edgecolor="none", linewidth=0, zorder=2, gid=gid,
        alpha=None if is_stacked else OVERLAID_ALPHA, **keys,
    )  # fmt: skip
    if not is_stacked:
        ax.plot(
            x, top, color=mark.color, linestyle=mark.dash, linewidth=style.look.line_pt, marker="",
            zorder=3, gid=gid, clip_on=panel.x.limits is not None or panel.y.limits is not None,
        )  # fmt: skip
    elif not is_first:
        ax.plot(
            x, base, color="#FFFFFF", linewidth=HAIRLINE_PT, linestyle="-", marker="", solid_capstyle="butt",
            zorder=2.5, gid=style.gid("hairline", level),
        )  # fmt: skip


def _set_axes(ax: Axes, panel: AreaPanel, x: np.ndarray, tops: np.ndarray) -> None:
    if panel.x.scale in {"log", "log2"}:
        ax.set_xscale("log", base=10 if panel.x.scale == "log" else 2)
    elif panel.x.scale == "symlog":
        ax.set_xscale("symlog")
    first, last = panel.x.limits or (None, None)
    ends: list[Any] = [x[0] if first is None else first, x[-1] if last is None else last]
    ax.set_xlim(*(reversed(ends) if panel.x.reverse else ends))
    if panel.x.ticks is not None:
        curves.set_ticks(ax, panel.x.ticks, panel.x.format, is_x=True)
    elif x.dtype.kind == "M":
        _set_date_ticks(ax, panel.x.format)
    ax.set_xlabel(cat.axis_label(panel.x))

    low = min(0.0, float(tops.min()))
    high = 1.0 if panel.stack == "fill" else float(tops.max()) * (1 + HEADROOM) or 1.0
    asked = panel.y.limits[1] if panel.y.limits is not None else None
    ax.set_ylim(low * (1 + HEADROOM), high if asked is None else asked)
    form = panel.y.format
    if panel.stack == "fill":
        curves.set_ticks(ax, panel.y.ticks or (0, 0.25, 0.5, 0.75, 1), form or ".0%", is_x=False)
    elif panel.y.ticks is not None or form is not None:
        curves.set_ticks(ax, panel.y.ticks or ax.get_yticks().tolist(), form, is_x=False)
    share = "Share" if panel.stack == "fill" and panel.y.label is None else cat.axis_label(panel.y)
    ax.set_ylabel(share)


def _set_date_ticks(ax: Axes, form: str | None) -> None:
    from matplotlib.dates import AutoDateLocator, DateFormatter

    locator = AutoDateLocator(minticks=3, maxticks=5)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    days = float(abs(np.diff(ax.get_xlim())[0]))
    by_span = "%Y" if days > 3 * 365 else "%b %Y" if days > 90 else "%d %b"
    ax.xaxis.set_major_formatter(DateFormatter(form or by_span))  # type: ignore[no-untyped-call]


def _label(
    drawn: Drawn, panel: AreaPanel, levels: list[str | None], tops: np.ndarray, style: PanelStyle
) -> None:
    if levels == [None]:
        return
    handle: Literal["patch", "line"] = "patch" if panel.stack is not False else "line"
    drawn.legend = [LegendEntry(str(v), style.mark(v), handle) for v in levels]
    ends = tops[:, 0 if panel.x.reverse else -1]
    if panel.stack is not False:
        # From the top down, as the bands lie.
        drawn.legend.reverse()
        ends = (ends + np.concatenate([[0.0], ends[:-1]])) / 2
    hides_end = panel.x.limits is not None and panel.x.limits[1] is not None
    if not hides_end:
        labels = [DirectLabel(str(v), float(y), style.mark(v)) for v, y in zip(levels, ends, strict=True)]
        drawn.direct = sorted(labels, key=lambda d: -d.y)


chart = Area()
