"""Points: every row is one, with colour, area, intervals, a fitted line and names where asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts import _maps as maps
from natfig.charts._names import check_names, name_points
from natfig.charts._observed import Observed
from natfig.charts._results import add_correlations
from natfig.charts._scatter_rows import Points, check_color, check_intervals
from natfig.charts._sizes import SizeScale, check_size, equal_area
from natfig.charts._trend import check_trend, draw_trend
from natfig.charts.base import Chart, Drawn, LegendEntry, PanelStyle
from natfig.core.units import mm_to_pt
from natfig.data.tables import Table
from natfig.spec.models import ColorChannel, NumericChannel, PanelBase

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Scatter", "ScatterPanel", "chart"]

# Markers with a white hairline while they cover this share of the axes at most; beyond, the
# hairlines would be most of what is seen, and translucent points show where many lie.
FEW_COVER = 0.08
# The largest bubble: this share of the shorter side of the axes, within limits in pt.
LARGEST_OF_AXES = 0.08
LARGEST_PT = (8.0, 18.0)
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
    largest_pt: float | None = Field(
        None, ge=2, le=40, description="Diameter of the largest size; default: 8 to 18, with the axes."
    )
    marker_pt: float | None = Field(
        None, ge=0.5, le=20, description="Diameter; default 3, or 2 for many points."
    )
    alpha: float | None = Field(None, gt=0, le=1, description="Opacity; default 1, or 0.5 for many points.")
    trend: Literal["linear", "none"] = Field(
        "none",
        description="linear: least-squares line with 95 % band, r and n; on log axes of the logarithms.",
    )
    label: str | None = Field(None, description="Column with names of up to 20 points; empty elsewhere.")


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
        points = Points(panel, table)
        cat.check_value(panel.x, points.x, "x")
        cat.check_value(panel.y, points.y, "y")
        check_intervals(points)
        check_color(points)
        if panel.size is not None:
            check_size(panel.size, points.numbers(panel.size.field))
        if panel.trend == "linear":
            for _, at in points.levels:
                check_trend(panel.x, points.x[at], "x")
                check_trend(panel.y, points.y[at], "y")
        check_names(panel.label, table)

    def observe(self, panel: ScatterPanel, table: Table) -> Observed:
        """Return the points of each level for correlations, as logarithms on log axes."""
        points = Points(panel, table)
        x, y = _as_drawn(panel.x, points.x), _as_drawn(panel.y, points.y)
        names = cat.axis_label(panel.x), cat.axis_label(panel.y)
        return Observed(points={level or "all": (x[at], y[at]) for level, at in points.levels}, names=names)

    def draw(self, ax: Axes, panel: ScatterPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw points, intervals and lines."""
        points = Points(panel, table)
        drawn = Drawn(n={level or "all": int(at.sum()) for level, at in points.levels})
        cat.set_value_axis(ax, panel.x, is_x=True)
        cat.set_value_axis(ax, panel.y, is_x=False)
        if points.color_scale is not None or panel.size is not None:
            _draw_varied(ax, points, style, drawn)
        elif points.is_heavy:
            _draw_cloud(ax, points, style)
        else:
            _draw_markers(ax, points, style)
        results = add_correlations(drawn, panel, style)
        for level, at in points.levels:
            color = style.look.neutral_dark if points.color_scale is not None else style.mark(level).color
            _draw_intervals(
                ax, points, at, color=color, style=style, gid=style.gid("spread", level or "points")
            )
            if panel.trend == "linear":
                x, y = points.x[at], points.y[at]
                note = draw_trend(ax, x, y, color=color, style=style, level=level)
                # A test that is asked for says more of r than the line does.
                drawn.notes += [] if results else [note]
        _add_legend(points, style, drawn)
        drawn.point_labels = name_points(panel.label, table, points.x, points.y)
        drawn.warnings += [*cat.count_outside(panel.x, points.x, "x"), *cat.count_outside(panel.y, points.y)]
        return drawn


def _as_drawn(channel: NumericChannel, values: np.ndarray) -> np.ndarray:
    """Return values as the axis shows them: a straight line on the page is one of these."""
    return np.log(values) if channel.scale in {"log", "log2"} else values


# ---------------------------------------------------------------- drawing


def _is_few(points: Points, style: PanelStyle) -> bool:
    width, height = (mm_to_pt(v) for v in style.size_hint_mm)
    return len(points.x) * np.pi / 4 * style.look.marker_pt**2 <= FEW_COVER * width * height


def _size_scale(points: Points, style: PanelStyle) -> SizeScale:
    assert points.panel.size is not None  # noqa: S101  # asked for only then
    largest = float(points.numbers(points.panel.size.field).max())
    fitting = float(np.clip(LARGEST_OF_AXES * mm_to_pt(min(style.size_hint_mm)), *LARGEST_PT))
    return SizeScale(largest, points.panel.largest_pt or fitting)


def _looks(points: Points, style: PanelStyle) -> tuple[float, float, dict[str, Any]]:
    """Return diameter in pt, opacity, and the outline."""
    look, panel = style.look, points.panel
    if _is_few(points, style):
        edge = {"edgecolors": "white", "linewidths": look.marker_edge_pt, "zorder": 3}
        return panel.marker_pt or look.marker_pt, panel.alpha or 1.0, edge
    edge = {"edgecolors": "none", "linewidths": 0, "zorder": 3}
    return panel.marker_pt or look.point_pt, panel.alpha or look.point_alpha, edge


def _draw_cloud(ax: Axes, points: Points, style: PanelStyle) -> None:
    from natfig.charts._points import PointCloud, PointGroup  # brings matplotlib along

    diameter, alpha, _ = _looks(points, style)
    groups = [
        PointGroup(points.x[at], points.y[at], style.mark(level).color, style.mark(level).marker)
        for level, at in points.levels
    ]
    name = points.levels[0][0] if len(groups) == 1 else None
    PointCloud.add_to(ax, groups, diameter, alpha).set_gid(style.gid("series", name or "points"))


def _draw_markers(ax: Axes, points: Points, style: PanelStyle) -> None:
    diameter, alpha, edge = _looks(points, style)
    for level, at in points.levels:
        mark, gid = style.mark(level), style.gid("series", level or "points")
        x, y = points.x[at], points.y[at]
        ax.scatter(x, y, s=diameter**2, c=mark.color, marker=mark.marker, alpha=alpha, gid=gid, **edge)


def _draw_varied(ax: Axes, points: Points, style: PanelStyle, drawn: Drawn) -> None:
    """Draw points that differ one by one, in colour, area or both."""
    panel, x, y = points.panel, points.x, points.y
    diameter, alpha, edge = _looks(points, style)
    # The order of the file must not decide which point lies on top; small bubbles lie over large ones.
    order = style.rng.permutation(len(x))
    area = np.full(len(x), diameter**2)
    if panel.size is not None:
        values = points.numbers(panel.size.field)
        area = _size_scale(points, style).diameter_pt(values) ** 2
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
    ax: Axes, points: Points, at: np.ndarray, *, color: str, style: PanelStyle, gid: str
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


def _add_legend(points: Points, style: PanelStyle, drawn: Drawn) -> None:
    """Add levels, then sizes; with both, the sizes carry their name themselves."""
    panel = points.panel
    named = [level for level, _ in points.levels if level is not None]
    drawn.legend += [LegendEntry(level, style.mark(level), "marker") for level in named]
    if named and panel.color is not None:
        drawn.legend_title = panel.color.label
    if panel.size is not None:
        name = cat.axis_label(panel.size)
        scale = _size_scale(points, style)
        drawn.legend += scale.entries(panel.size, style.look.neutral, f"{name}: " if named else "")
        drawn.legend_title = drawn.legend_title if named else name


chart = Scatter()
