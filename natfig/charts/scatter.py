"""Points: every row is one, with colour, area, intervals, a fitted line and names where asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts import _maps as maps
from natfig.charts._levels import split_levels
from natfig.charts._names import check_names, name_points
from natfig.charts._points import PointCloud, PointGroup
from natfig.charts._sizes import SizeScale, check_size, equal_area
from natfig.charts._trend import check_trend, draw_trend
from natfig.charts.base import RASTERIZE_ABOVE, Chart, Drawn, LegendEntry, PanelStyle
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.spec.models import ColorChannel, NumericChannel, PanelBase, Scale

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Scatter", "ScatterPanel", "chart"]

# Up to here points are markers with a white hairline; beyond, the hairlines would be
# most of what is seen, and translucent points show where many lie.
FEW = 200
# Bubbles lie over each other on purpose.
BUBBLE_ALPHA = 0.75


class ScatterPanel(PanelBase):
    """Keys of a scatter panel."""

    kind: Literal["scatter"]
    x: NumericChannel = Field(description="Numbers; low and high, or error, draw intervals.")
    y: NumericChannel = Field(description="Numbers; low and high, or error, draw intervals.")
    color: ColorChannel | None = Field(None, description="Text gives levels, numbers a continuous scale.")
    color_scale: Literal["auto", "category", "continuous"] = Field(
        "auto",
        description="Read numbers in color as levels (category) or as a scale (continuous, the default).",
    )
    color_limits: tuple[float | None, float | None] | None = Field(
        None, description="Ends of a continuous scale."
    )
    color_log: bool = Field(False, description="A continuous scale with logarithmic steps.")
    map: str | None = Field(
        None, description="Colour map of a continuous scale, such as viridis or cmc.batlow."
    )
    center: float | None = Field(None, description="Middle of a diverging scale.")
    size: NumericChannel | None = Field(None, description="Numbers >= 0 shown as the points' areas.")
    largest_pt: float = Field(10.0, ge=2, le=40, description="Diameter of the largest size.")
    marker_pt: float | None = Field(
        None, ge=0.5, le=20, description="Diameter; default 3, or 2 for many points."
    )
    alpha: float | None = Field(None, gt=0, le=1, description="Opacity; default 1, or 0.5 for many points.")
    trend: Literal["linear", "none"] = Field(
        "none",
        description="linear: least-squares line with 95 % band, r and n; on log axes of the logarithms.",
    )
    label: str | None = Field(None, description="Column with names of up to 20 points; empty elsewhere.")


@dataclass(frozen=True)
class _ColorScale:
    """A continuous colour as the helpers for channels read it."""

    field: str
    label: str | None
    limits: tuple[float | None, float | None] | None
    scale: Scale
    ticks: None = None
    format: None = None


@dataclass(frozen=True)
class _Points:
    """A panel and its table, read once."""

    panel: ScatterPanel
    table: Table

    def numbers(self, field: str) -> np.ndarray:
        return np.asarray(self.table[field], dtype=np.float64)

    @cached_property
    def x(self) -> np.ndarray:
        return self.numbers(self.panel.x.field)

    @cached_property
    def y(self) -> np.ndarray:
        return self.numbers(self.panel.y.field)

    @property
    def is_few(self) -> bool:
        return len(self.x) <= FEW

    @property
    def is_heavy(self) -> bool:
        return len(self.x) > RASTERIZE_ABOVE

    @cached_property
    def color_scale(self) -> _ColorScale | None:
        """The continuous colour: of numbers, unless the panel says otherwise."""
        panel, color = self.panel, self.panel.color
        if color is None or panel.color_scale == "category":
            return None
        if panel.color_scale == "auto" and not self.table.is_numeric(color.field):
            return None
        return _ColorScale(
            color.field, color.label, panel.color_limits, "log" if panel.color_log else "linear"
        )

    @cached_property
    def levels(self) -> list[tuple[str | None, np.ndarray]]:
        """Each level with the mask of its rows; a single None where there are no levels."""
        if self.panel.color is None or self.color_scale is not None:
            return [(None, np.ones(len(self.x), dtype=bool))]
        return [*split_levels(self.table, self.panel.color)]

    def interval(self, name: Literal["x", "y"]) -> np.ndarray | None:
        """Return the lengths of the intervals below and above, shape (2, rows), or None."""
        channel: Any = getattr(self.panel, name)
        values = self.x if name == "x" else self.y
        if channel.error is not None:
            return np.stack([self.numbers(channel.error)] * 2)
        if channel.low is not None and channel.high is not None:
            return np.stack([values - self.numbers(channel.low), self.numbers(channel.high) - values])
        return None


class Scatter(Chart):
    """One point per row."""

    id = "scatter"
    Panel = ScatterPanel
    summary = "one point per row, also a million; colour by level or value, area by value, a fitted line"
    aka = ("points", "scatterplot", "bubble", "bubble chart", "xy", "correlation", "regression", "embedding")
    example = """\
kind: scatter
x: {field: flipper_mm, label: Flipper length (mm)}
y: {field: body_mass_g, label: Body mass (g)}
color: species
trend: linear
"""

    def check(self, panel: ScatterPanel, table: Table) -> None:
        """Check numbers, colours, sizes, intervals and names."""
        points = _Points(panel, table)
        cat.check_value(panel.x, points.x, "x")
        cat.check_value(panel.y, points.y, "y")
        _check_intervals(points)
        _check_color(points)
        if panel.size is not None:
            check_size(panel.size, points.numbers(panel.size.field))
        if panel.trend == "linear":
            for _, at in points.levels:
                check_trend(panel.x, points.x[at], "x")
                check_trend(panel.y, points.y[at], "y")
        check_names(panel.label, table)

    def draw(self, ax: Axes, panel: ScatterPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw points, intervals and lines."""
        points = _Points(panel, table)
        drawn = Drawn(n={level or "all": int(at.sum()) for level, at in points.levels})
        cat.set_value_axis(ax, panel.x, is_x=True)
        cat.set_value_axis(ax, panel.y, is_x=False)
        if points.color_scale is not None or panel.size is not None:
            _draw_varied(ax, points, style, drawn)
        elif points.is_heavy:
            _draw_cloud(ax, points, style)
        else:
            _draw_markers(ax, points, style)
        for level, at in points.levels:
            color = style.look.neutral_dark if points.color_scale is not None else style.mark(level).color
            _draw_intervals(
                ax, points, at, color=color, style=style, gid=style.gid("spread", level or "points")
            )
            if panel.trend == "linear":
                x, y = points.x[at], points.y[at]
                drawn.notes.append(draw_trend(ax, x, y, color=color, style=style, level=level))
        _add_legend(points, style, drawn)
        drawn.point_labels = name_points(panel.label, table, points.x, points.y)
        drawn.warnings += [*cat.count_outside(panel.x, points.x, "x"), *cat.count_outside(panel.y, points.y)]
        return drawn


# ---------------------------------------------------------------- checks


def _check_intervals(points: _Points) -> None:
    names: tuple[Literal["x", "y"], ...] = ("x", "y")
    for name in names:
        channel: Any = getattr(points.panel, name)
        if (channel.low is None) != (channel.high is None):
            raise DataError(
                f"{name} has only one end of its intervals", hint="give low: and high:, or error:"
            )
        ends = points.interval(name)
        if ends is None:
            continue
        wrong = np.flatnonzero(~(ends >= 0).all(axis=0))
        if len(wrong):
            value = points.numbers(channel.field)[wrong[0]]
            raise DataError(
                f"{name}: {len(wrong)} of {len(points.x)} intervals don't hold their value, first {value:g}",
                hint="low: and high: are places on the axis, error: is a length >= 0",
            )


def _check_color(points: _Points) -> None:
    panel, scale = points.panel, points.color_scale
    if scale is None:
        for key in ("map", "center", "color_limits", "color_log"):
            if getattr(panel, key) not in {None, False}:
                raise DataError(
                    f"{key}: is for numbers in color, and there are none", hint=f"take {key}: out"
                )
        return
    if not points.table.is_numeric(scale.field):
        raise DataError(
            f"color_scale is continuous, but column '{scale.field}' holds text",
            hint="use color_scale: category",
        )
    for key in ("order", "colors"):
        if getattr(panel.color, key) is not None:
            raise DataError(
                f"color.{key} is for levels, but column '{scale.field}' holds numbers",
                hint="use color_scale: category, or map: and color_limits:",
            )
    maps.check_map(panel.map, panel.center)
    maps.check_norm(scale, points.numbers(scale.field), panel.center, "color")


# ---------------------------------------------------------------- drawing


def _looks(points: _Points, style: PanelStyle) -> tuple[float, float, dict[str, Any]]:
    """Return diameter in pt, opacity, and the outline."""
    look, panel = style.look, points.panel
    if points.is_few:
        edge = {"edgecolors": "white", "linewidths": look.marker_edge_pt, "zorder": 3}
        return panel.marker_pt or look.marker_pt, panel.alpha or 1.0, edge
    edge = {"edgecolors": "none", "linewidths": 0, "zorder": 3}
    return panel.marker_pt or look.point_pt, panel.alpha or look.point_alpha, edge


def _draw_cloud(ax: Axes, points: _Points, style: PanelStyle) -> None:
    diameter, alpha, _ = _looks(points, style)
    groups = [
        PointGroup(points.x[at], points.y[at], style.mark(level).color, style.mark(level).marker)
        for level, at in points.levels
    ]
    name = points.levels[0][0] if len(groups) == 1 else None
    PointCloud.add_to(ax, groups, diameter, alpha).set_gid(style.gid("series", name or "points"))


def _draw_markers(ax: Axes, points: _Points, style: PanelStyle) -> None:
    diameter, alpha, edge = _looks(points, style)
    for level, at in points.levels:
        mark, gid = style.mark(level), style.gid("series", level or "points")
        x, y = points.x[at], points.y[at]
        ax.scatter(x, y, s=diameter**2, c=mark.color, marker=mark.marker, alpha=alpha, gid=gid, **edge)


def _draw_varied(ax: Axes, points: _Points, style: PanelStyle, drawn: Drawn) -> None:
    """Draw points that differ one by one, in colour, area or both."""
    panel, x, y = points.panel, points.x, points.y
    diameter, alpha, edge = _looks(points, style)
    # The order of the file must not decide which point lies on top; small bubbles lie over large ones.
    order = style.rng.permutation(len(x))
    area = np.full(len(x), diameter**2)
    if panel.size is not None:
        values = points.numbers(panel.size.field)
        area = SizeScale(float(values.max()), panel.largest_pt).diameter_pt(values) ** 2
        order = order[np.argsort(-area[order], kind="stable")]
        alpha = panel.alpha or BUBBLE_ALPHA
    looks: dict[str, Any] = {"alpha": alpha, "rasterized": points.is_heavy, **edge}
    scale = points.color_scale
    if scale is None:
        for level, at in points.levels:
            mark, rows = style.mark(level), order[at[order]]
            looks["gid"] = style.gid("series", level or "points")
            size = area[rows] * equal_area(mark.marker) ** 2
            ax.scatter(x[rows], y[rows], s=size, c=mark.color, marker=mark.marker, **looks)
        return
    if panel.alpha is None and panel.size is None:
        # A colour that is to be found on the colour bar has to be that colour on the page.
        looks["alpha"] = 1.0
    values = points.numbers(scale.field)
    cmap = maps.choose_map(panel.map, panel.center, style.sequential, style.diverging)
    if panel.map is None and panel.center is None:
        cmap = maps.from_visible(cmap)
    norm = maps.make_norm(scale, values, panel.center)
    looks["gid"] = style.gid("series", scale.field)
    ax.scatter(x[order], y[order], s=area[order], c=values[order], cmap=cmap, norm=norm, **looks)
    # Not the points themselves: their translucency is no part of the scale.
    drawn.colorbar, warnings = maps.color_bar(maps.mappable(norm, cmap), scale, values)
    drawn.warnings += warnings


def _draw_intervals(
    ax: Axes, points: _Points, at: np.ndarray, *, color: str, style: PanelStyle, gid: str
) -> None:
    across, along = points.interval("x"), points.interval("y")
    if across is None and along is None:
        return
    bars = ax.errorbar(
        points.x[at],
        points.y[at],
        xerr=None if across is None else across[:, at],
        yerr=None if along is None else along[:, at],
        fmt="none",
        ecolor=color,
        elinewidth=style.look.error_pt,
        capsize=0,
        zorder=2,
    )
    for artist in bars.get_children():
        artist.set_gid(gid)
        artist.set_rasterized(points.is_heavy)


def _add_legend(points: _Points, style: PanelStyle, drawn: Drawn) -> None:
    """Add levels, then sizes; with both, the sizes carry their name themselves."""
    panel = points.panel
    named = [level for level, _ in points.levels if level is not None]
    drawn.legend += [LegendEntry(level, style.mark(level), "marker") for level in named]
    if named and panel.color is not None:
        drawn.legend_title = panel.color.label
    if panel.size is not None:
        name = cat.axis_label(panel.size)
        scale = SizeScale(float(points.numbers(panel.size.field).max()), panel.largest_pt)
        drawn.legend += scale.entries(panel.size, style.look.neutral, f"{name}: " if named else "")
        drawn.legend_title = drawn.legend_title if named else name


chart = Scatter()
