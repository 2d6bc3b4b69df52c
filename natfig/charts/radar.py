"""Radar charts: several quantities of a few things, on straight spokes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts import _curves as curves
from natfig.charts import _radar_text as text
from natfig.charts._radar_frame import Frame, frame_of
from natfig.charts.base import Chart, Drawn, LegendEntry, PanelStyle
from natfig.core.errors import DataError, did_you_mean
from natfig.data.tables import Table
from natfig.spec.models import CategoryChannel, ColorChannel, NumericChannel, PanelBase

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Radar", "RadarPanel", "chart"]

FEWEST_AXES = 3
FILL_ALPHA = 0.15
WEB_PT = 0.5
# On a common scale an axis whose values stay below this share of the largest can't be read.
FAINT = 0.05


class RadarPanel(PanelBase):
    """One row per axis and series."""

    kind: Literal["radar"]
    axis: CategoryChannel = Field(description="Column with the names of the spokes; three at least.")
    value: NumericChannel = Field(description="Column with the values.")
    color: ColorChannel | None = Field(None, description="Column with the series: one polygon each.")
    scales: Literal["common", "each"] = Field(
        "common", description="One scale, or each spoke its own, stated in its name."
    )
    ranges: dict[str, tuple[float, float]] = Field(
        default_factory=dict, description="With scales: each: spoke → value at the centre and at the rim."
    )


class Radar(Chart):
    """Draws rings, spokes and one closed line per series, the first spoke upwards, then clockwise."""

    id = "radar"
    Panel = RadarPanel
    summary = "Radar chart: several quantities of a few things on straight spokes"
    aka = ("spider", "spider chart", "star plot", "polar", "web chart", "kiviat")
    example = """\
kind: radar
data: methods           # one row per method and criterion
axis: criterion
value: score
color: method
"""

    def check(self, panel: RadarPanel, table: Table) -> None:
        """Check that every series has one value on every spoke, within its range."""
        cat.check_category(panel.axis, "axis")
        used = ("limits", "ticks", "format") if panel.scales == "common" else ("format",)
        curves.check_keys(
            panel.value, "value", used, "radar" if panel.scales == "common" else "radar with scales: each"
        )
        cat.check_value(panel.value, np.asarray(table[panel.value.field], dtype=np.float64), "value")
        names = cat.ordered_levels(table, panel.axis, "axis")
        if len(names) < FEWEST_AXES:
            raise DataError(
                f"a radar chart needs {FEWEST_AXES} spokes and '{panel.axis.field}' has {len(names)}",
                hint="use kind: bar",
            )
        if panel.missing is not None:
            lacking = curves.complete_grid(table, panel.axis.field, _color(panel), may_lack=True)
            if lacking:
                raise DataError(
                    f"a series has no value on {curves.join_names(lacking)}, so its line can't be closed",
                    hint="leave that spoke out with where:",
                )
        curves.complete_grid(table, panel.axis.field, _color(panel))
        for name, (low, high) in panel.ranges.items():
            if panel.scales != "each":
                raise DataError(
                    "ranges needs scales: each", hint="use value: {limits: [0, 1]} for a common scale"
                )
            if name not in names:
                raise DataError(f"ranges names '{name}', which is no spoke", hint=did_you_mean(name, names))
            if low == high:
                raise DataError(f"the range of '{name}' has no width")
        frame = frame_of(panel, table)
        for i, name in enumerate(names):
            low, high = sorted((frame.low[i], frame.high[i]))
            values = frame.values[:, i]
            if values.min() < low or values.max() > high:
                wrong = values[(values < low) | (values > high)][0]
                raise DataError(
                    f"'{name}' has the value {wrong:g}, outside its scale of {low:g} to {high:g}",
                    hint="widen it",
                )

    def draw(self, ax: Axes, panel: RadarPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw the web and the series; names of spokes are inside the axes' limits."""
        frame = frame_of(panel, table)
        drawn = Drawn(frame="none", square=True, n={"rows": table.rows}, warnings=_faint(panel, frame))
        ax.set_aspect("equal", adjustable="box")
        ax.set_xticks([])
        ax.set_yticks([])
        shares = (frame.values - frame.low) / (frame.high - frame.low)
        rings = (frame.rings - frame.low[0]) / (frame.high[0] - frame.low[0])
        _draw_web(ax, frame, rings, style)
        for level, radii in zip(frame.levels, shares, strict=True):
            _draw_series(ax, frame, level, radii, style)
        text.draw_names(ax, frame, style)
        if panel.scales == "common":
            text.draw_ring_values(ax, frame, style, rings=rings, shares=shares, form=panel.value.format)
        if panel.color is not None:
            drawn.legend = [LegendEntry(str(v), style.mark(v), "line+marker") for v in frame.levels]
        return drawn


def _color(panel: RadarPanel) -> str | None:
    return panel.color.field if panel.color is not None else None


def _faint(panel: RadarPanel, frame: Frame) -> list[str]:
    """Return a warning when a common scale hides an axis."""
    if panel.scales == "each":
        return []
    reach = np.abs(frame.values - frame.low).max(axis=0) / (frame.high - frame.low)
    names = [n for n, r in zip(frame.spokes, reach, strict=True) if r < FAINT]
    if not names:
        return []
    return [f"{curves.join_names(names)} can't be read on the common scale; consider scales: each"]


# ---------------------------------------------------------------- drawing


def _draw_web(ax: Axes, frame: Frame, rings: np.ndarray, style: PanelStyle) -> None:
    from matplotlib.patches import Polygon

    look = style.look
    # The web is behind the data, also where a journal wants thick axes.
    thin: dict[str, Any] = {"linewidth": max(look.line_floor_pt, WEB_PT), "zorder": 1, "clip_on": False}
    for i, radius in enumerate(rings):
        color = look.neutral if i == len(rings) - 1 else look.neutral_light
        corners = frame.points(np.full(len(frame.names), radius))
        ring = Polygon(
            corners, closed=True, fill=False, edgecolor=color, gid=style.gid("grid", "ring"), **thin
        )
        ax.add_patch(ring)
    for x, y in frame.points(np.ones(len(frame.names))):
        ax.plot(
            [0, x], [0, y], color=look.neutral_light, linestyle="-", marker="",
            gid=style.gid("grid", "spoke"), **thin,
        )  # fmt: skip


def _draw_series(ax: Axes, frame: Frame, level: str | None, radii: np.ndarray, style: PanelStyle) -> None:
    from matplotlib.patches import Polygon

    mark, look, gid = style.mark(level), style.look, style.gid("series", level)
    corners = frame.points(radii)
    fill = Polygon(
        corners, closed=True, facecolor=mark.color, alpha=FILL_ALPHA, edgecolor="none", linewidth=0, zorder=2,
        clip_on=False, gid=gid,
    )  # fmt: skip
    ax.add_patch(fill)
    closed = np.vstack([corners, corners[:1]])
    ax.plot(
        closed[:, 0], closed[:, 1], color=mark.color, linestyle=mark.dash, linewidth=look.line_pt,
        marker=mark.marker, markersize=look.marker_pt, markeredgecolor="#FFFFFF",
        markeredgewidth=look.marker_edge_pt, zorder=3, solid_joinstyle="round", clip_on=False, gid=gid,
    )  # fmt: skip


chart = Radar()
