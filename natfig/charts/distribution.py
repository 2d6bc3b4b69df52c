"""Distributions of a number by category: boxes, violins, strips of points, rainclouds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts._observed import Observed, of_grid, places
from natfig.charts._results import add_results
from natfig.charts._scene import Scene, tint
from natfig.charts.base import RASTERIZE_ABOVE, Chart, Drawn, PanelStyle
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.spec.models import CategoryChannel, ColorChannel, NumericChannel, PanelBase
from natfig.stats.density import FEWEST_DISTINCT, gaussian_density
from natfig.stats.summaries import Summary, check_n, has_summary_rows, quartiles, summarize

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Distribution", "DistributionPanel", "chart"]

Shape = Literal["box", "violin", "strip", "raincloud"]

# Up to here every observation is shown over its box; beyond, a box is meant to spare them.
FEW = 30
DENSITY_POINTS = 128
# Widths as shares of the room a cell has.
BOX = 0.75
STRIP = 0.8
MEDIAN_BAR = 0.5
# A raincloud: cloud above, box in the middle, rain below, as shares of the room.
CLOUD_HEIGHT, RAIN_WIDTH, RAINCLOUD_BOX, GAP = 0.5, 0.28, 0.12, 0.08
FILL_TINT = 0.72
WHISKER_IQR = 1.5


class DistributionPanel(PanelBase):
    """Keys of a distribution panel."""

    kind: Literal["distribution"]
    x: CategoryChannel = Field(description="Categories, one distribution (or group of them) each.")
    y: NumericChannel = Field(description="Observations, one row each.")
    color: ColorChannel | None = Field(None, description="Levels side by side within a category.")
    shape: Shape = Field(
        "box", description="box, violin, strip (every point) or raincloud (density, box and points)."
    )
    horizontal: bool = Field(False, description="Values run to the right; the first category is on top.")
    points: bool | None = Field(
        None, description=f"Draw every observation; default: strips, rainclouds, and up to {FEW} per group."
    )


class Distribution(Chart):
    """Box plots, violins, strips and rainclouds."""

    id = "distribution"
    Panel = DistributionPanel
    summary = "boxes, violins, strips of points or rainclouds by category; grouped, horizontal"
    aka = (
        "box", "boxplot", "violin", "violinplot", "strip", "stripplot", "swarm", "beeswarm", "raincloud",
        "dotplot", "jitter", "points",
    )  # fmt: skip
    example = """\
kind: distribution
x: {field: species, label: Species}
y: {field: body_mass_g, label: Body mass (g)}
shape: box
stats: {center: median, spread: iqr, n: auto}
"""

    def check(self, panel: DistributionPanel, table: Table) -> None:
        """Check that rows are observations and that what `stats` says is what the shape shows."""
        cat.check_category(panel.x)
        cat.check_value(panel.y, np.asarray(table[panel.y.field], dtype=np.float64))
        for key in ("error", "low", "high"):
            if getattr(panel.y, key) is not None:
                raise DataError(
                    f"y.{key} has no meaning where rows are observations",
                    hint="use kind: bar or kind: forest",
                )
        grid = cat.arrange(table, panel.x, panel.y, panel.color, span=1.0)
        check_n(panel.stats, grid.counts)
        stats = panel.stats
        if stats is None:
            return
        if has_summary_rows(stats, grid.counts):
            raise DataError(
                f"panel says n = {stats.n} but has one row per group: a distribution needs the observations",
                hint="use kind: bar or kind: forest for summaries",
            )
        if _has_box(panel) and stats.spread not in {"none", "iqr"}:
            raise DataError(
                f"shape: {panel.shape} shows median and quartiles, but stats says spread: {stats.spread}",
                hint="say spread: iqr, or use shape: strip or violin",
            )
        if _has_box(panel) and stats.center == "mean" and "center" in stats.model_fields_set:
            raise DataError(
                f"shape: {panel.shape} shows the median, but stats says center: mean",
                hint="say center: median, or use shape: strip or violin",
            )
        if not _has_box(panel):
            for cell in grid.cells:
                summarize(cell.values, stats)

    def observe(self, panel: DistributionPanel, table: Table) -> Observed:
        """Return the groups that tests compare: one per distribution."""
        grid = cat.arrange(table, panel.x, panel.y, panel.color, span=1.0)
        color = panel.color.field if panel.color is not None else None
        return of_grid(grid, panel.x.field, panel.y.field, color, scale=panel.y.scale)

    def draw(self, ax: Axes, panel: DistributionPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw the shapes, back to front: density, box, points, centre."""
        grid = cat.arrange(table, panel.x, panel.y, panel.color, span=style.look.bar_width)
        n = check_n(panel.stats, grid.counts)
        drawn = Drawn(n=n, legend=cat.legend_entries(grid, panel.x, panel.color, style))
        if panel.color is not None and drawn.legend:
            drawn.legend_title = panel.color.label
        scene = Scene(ax, style, len(grid.categories), panel.horizontal)
        # The scale comes first: densities are estimated on the axis as it is read.
        cat.set_value_axis(ax, panel.y, is_x=panel.horizontal)
        names, drawn.notes = cat.tick_names(grid, n, panel.stats, is_horizontal=panel.horizontal)
        scene.name_categories(names, panel.x)
        if panel.shape == "strip":
            _draw_strips(scene, panel, grid)
        elif panel.shape == "box":
            has_points = _has_points(panel, grid)
            _draw_boxes(scene, grid.cells, BOX, has_fliers=not has_points)
            if has_points:
                _draw_all_points(scene, grid, BOX)
        else:
            drawn.warnings += _draw_densities(scene, panel, grid)
        drawn.warnings += cat.count_outside(panel.y, np.asarray(table[panel.y.field], dtype=np.float64))
        color = panel.color.field if panel.color is not None else None
        add_results(drawn, panel, style, places(grid, panel.x.field, color), is_horizontal=panel.horizontal)
        return drawn


def _has_box(panel: DistributionPanel) -> bool:
    return panel.shape in {"box", "raincloud"}


def _has_points(panel: DistributionPanel, grid: cat.Grid) -> bool:
    if panel.points is not None:
        return panel.points
    return panel.shape in {"strip", "raincloud"} or max(grid.counts.values()) <= FEW


def _color(scene: Scene, cell: cat.Cell) -> str:
    return scene.style.mark(cell.level).color


# ---------------------------------------------------------------- boxes


def _draw_boxes(
    scene: Scene, cells: Sequence[cat.Cell], share: float, *, has_fliers: bool, offset: float = 0.0
) -> None:
    """Draw median, quartiles and whiskers to the last value within 1.5 interquartile ranges.

    Source
    ------
    Tukey, Exploratory Data Analysis (1977), chapter 2, the schematic plot; quartiles as
    in `natfig.stats.summaries.quartiles`.
    """
    look = scene.style.look
    for cell in cells:
        color = _color(scene, cell)
        line = {"color": color, "linewidth": look.error_pt}
        drawn = scene.ax.boxplot(
            [cell.values],
            positions=[cell.position + offset * cell.width],
            widths=[share * cell.width],
            orientation="horizontal" if scene.is_horizontal else "vertical",
            whis=WHISKER_IQR,
            patch_artist=True,
            manage_ticks=False,
            showcaps=False,
            showfliers=has_fliers,
            boxprops={"facecolor": tint(color, FILL_TINT), "edgecolor": color, "linewidth": look.error_pt},
            whiskerprops=line,
            medianprops={"color": look.ink, "linewidth": look.line_pt, "solid_capstyle": "butt"},
            flierprops={
                "marker": "o",
                "markersize": look.point_pt,
                "markerfacecolor": color,
                "markeredgewidth": 0,
                "alpha": look.point_alpha,
                "rasterized": len(cell.values) > RASTERIZE_ABOVE,
            },
            zorder=2,
        )
        for role, artists in drawn.items():
            for artist in artists:
                artist.set_gid(scene.style.gid("points" if role == "fliers" else "series", cell.name))


# ---------------------------------------------------------------- points


def _draw_all_points(
    scene: Scene, grid: cat.Grid, share: float, offset: float = 0.0, *, is_main: bool = False
) -> None:
    is_dense = sum(grid.counts.values()) > RASTERIZE_ABOVE
    for cell in grid.cells:
        scene.draw_points(
            cell,
            _color(scene, cell),
            width=share * cell.width,
            offset=offset * cell.width,
            is_main=is_main,
            is_rasterized=is_dense,
        )


def _draw_strips(scene: Scene, panel: DistributionPanel, grid: cat.Grid) -> None:
    """Draw points, and over them the centre and spread that `stats` declares."""
    _draw_all_points(scene, grid, STRIP, is_main=max(grid.counts.values()) <= FEW)
    if panel.stats is None:
        return
    for cell in grid.cells:
        _draw_center(scene, cell, summarize(cell.values, panel.stats))


def _draw_center(scene: Scene, cell: cat.Cell, summary: Summary) -> None:
    look = scene.style.look
    half = MEDIAN_BAR * cell.width / 2
    scene.ax.plot(
        *scene.xy([cell.position - half, cell.position + half], [summary.center] * 2),
        color=look.ink,
        linewidth=look.line_pt,
        solid_capstyle="butt",
        zorder=5,
        gid=scene.style.gid("center", cell.name),
    )
    if summary.has_spread:
        scene.draw_spread(cell.position, (summary.low, summary.high), cell.name)


# ---------------------------------------------------------------- densities


def _density(values: np.ndarray, scale: str) -> tuple[np.ndarray, np.ndarray] | None:
    """Return where a density is evaluated and its height, or None for too few distinct values.

    It runs from the smallest to the largest observation: no tail is invented. On a
    log axis it is the density of the logarithms, which is the area the eye sees.
    """
    if len(np.unique(values)) < FEWEST_DISTINCT:
        return None
    is_log = scale in {"log", "log2"}
    along = np.log(values) if is_log else values
    where = np.linspace(along.min(), along.max(), DENSITY_POINTS)
    return (np.exp(where) if is_log else where), gaussian_density(along, where)


def _draw_densities(scene: Scene, panel: DistributionPanel, grid: cat.Grid) -> list[str]:
    """Draw violins or rainclouds; a group too small for a density gets its points, and a warning."""
    densities = {cell.key: _density(cell.values, panel.y.scale) for cell in grid.cells}
    large = [cell for cell in grid.cells if densities[cell.key] is not None]
    small = [cell for cell in grid.cells if densities[cell.key] is None]
    has_points = _has_points(panel, grid)
    for cell in large:
        where, height = densities[cell.key] or (np.empty(0), np.empty(0))
        _draw_cloud(scene, panel, cell, where, height / height.max())
    if panel.shape == "violin":
        _draw_violin_centers(scene, panel, large)
        for cell in grid.cells if has_points else small:
            scene.draw_points(cell, _color(scene, cell), width=0.4 * cell.width, zorder=2.5)
    else:
        side = _cloud_side(scene)
        rain = -side * (RAINCLOUD_BOX / 2 + GAP + RAIN_WIDTH / 2)
        _draw_boxes(scene, grid.cells, RAINCLOUD_BOX, has_fliers=not has_points)
        if has_points:
            _draw_all_points(scene, grid, RAIN_WIDTH, rain)
    return [
        f"group '{cell.key}' has {len(np.unique(cell.values))} distinct values, too few for a density: "
        "its points are drawn instead"
        for cell in small
    ]


def _cloud_side(scene: Scene) -> int:
    """Return on which side of its place a cloud stands: above (the axis is turned round), or right."""
    return -1 if scene.is_horizontal else 1


def _draw_cloud(
    scene: Scene, panel: DistributionPanel, cell: cat.Cell, where: np.ndarray, height: np.ndarray
) -> None:
    color, look = _color(scene, cell), scene.style.look
    if panel.shape == "violin":
        low, high = cell.position - height * cell.width / 2, cell.position + height * cell.width / 2
    else:
        side = _cloud_side(scene)
        low = np.full_like(height, cell.position + side * (RAINCLOUD_BOX / 2 + GAP) * cell.width)
        high = low + side * height * CLOUD_HEIGHT * cell.width
    fill: Any = scene.ax.fill_between if scene.is_horizontal else scene.ax.fill_betweenx
    fill(
        where,
        low,
        high,
        facecolor=tint(color, FILL_TINT),
        edgecolor=color,
        linewidth=look.reference_pt,
        zorder=2,
        gid=scene.style.gid("series", cell.name),
    )


def _draw_violin_centers(scene: Scene, panel: DistributionPanel, cells: Sequence[cat.Cell]) -> None:
    """Draw the declared centre and spread in each violin; undeclared, the median and quartiles."""
    look, stats = scene.style.look, panel.stats
    for cell in cells:
        if stats is None or stats.spread == "none":
            low, center, high = quartiles(cell.values)
            if stats is not None and "center" in stats.model_fields_set:
                center = summarize(cell.values, stats).center
        else:
            summary = summarize(cell.values, stats)
            low, center, high = summary.low, summary.center, summary.high
        gid = scene.style.gid("center", cell.name)
        scene.ax.plot(
            *scene.xy([cell.position] * 2, [low, high]),
            color=look.ink,
            linewidth=look.line_pt,
            solid_capstyle="butt",
            zorder=3,
            gid=gid,
        )
        scene.ax.plot(
            *scene.xy([cell.position], [center]),
            linestyle="none",
            marker="o",
            markersize=look.marker_pt,
            markerfacecolor="#FFFFFF",
            markeredgecolor=look.ink,
            markeredgewidth=look.error_pt,
            zorder=4,
            gid=gid,
        )


chart = Distribution()
