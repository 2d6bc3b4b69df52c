"""Where points lie: counts in hexagons or rectangles, or contours of a smooth density."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts import _maps as maps
from natfig.charts._kde import estimate_density
from natfig.charts.base import RASTERIZE_ABOVE, Chart, ColorBar, Drawn, PanelStyle
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.spec.models import NumericChannel, PanelBase, Scale

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Density", "DensityPanel", "cell_numbers", "chart"]

# Width of a cell: small enough to show a shape, large enough to be seen as a cell.
CELL_MM = 1.7
# Points outside the last contour; small, because the contours carry the message.
OUTLIER_PT = 1.2


_XY = tuple[np.ndarray, np.ndarray]
_CellNumber = Annotated[int, Field(ge=5, le=500)]


class DensityPanel(PanelBase):
    """Keys of a density panel."""

    kind: Literal["density"]
    x: NumericChannel = Field(description="Numbers, one row per point.")
    y: NumericChannel = Field(description="Numbers, one row per point.")
    shape: Literal["hexbin", "kde", "hist2d"] = Field(
        "hexbin",
        description="hexbin, hist2d: points are counted in cells; kde: contours of a smooth density.",
    )
    cells: _CellNumber | tuple[_CellNumber, _CellNumber] | None = Field(
        None,
        description="Cells across, or [across, up], so that the counts don't depend on the size of the axes; "
        "default: about 1.7 mm wide and as high.",
    )
    log_counts: bool = Field(False, description="Colours of counts in logarithmic steps.")
    levels: tuple[float, ...] = Field(
        (0.1, 0.25, 0.5, 0.75, 0.95),
        min_length=1,
        description="kde: shares of the points inside the contours.",
    )
    bandwidth: float = Field(1.0, gt=0, le=5, description="kde: factor on Scott's bandwidth.")
    map: str | None = Field(
        None, description="Sequential colour map; default: light to dark in the palette's colour."
    )
    count_label: str = Field("Count", description="Name of the colour bar of counts.")


@dataclass(frozen=True)
class _Counts:
    """The counts as the helpers for channels read them."""

    label: str
    scale: Scale
    field: str = "count"
    limits: None = None
    ticks: tuple[float, ...] | None = None
    format: str | None = None


class Density(Chart):
    """Density of points in the plane."""

    id = "density"
    Panel = DensityPanel
    summary = (
        "where many points lie: hexagons or cells with counts, or contours that hold a share of the points"
    )
    aka = ("hexbin", "kde", "kdeplot", "hist2d", "contour", "2d histogram", "jointplot", "heat scatter")
    example = """\
kind: density
x: {field: flipper_mm, label: Flipper length (mm)}
y: {field: body_mass_g, label: Body mass (g)}
shape: hexbin
"""

    def check(self, panel: DensityPanel, table: Table) -> None:
        """Check numbers, levels and the colour map."""
        x, y = _read(panel, table)
        cat.check_value(panel.x, x, "x")
        cat.check_value(panel.y, y, "y")
        for name, channel in (("x", panel.x), ("y", panel.y)):
            for key in ("low", "high", "error"):
                if getattr(channel, key) is not None:
                    raise DataError(
                        f"{name}.{key} has no effect in kind density", hint=f"take {key} out of {name}"
                    )
            if channel.scale == "symlog" and panel.shape == "hexbin":
                raise DataError(f"{name}.scale symlog has no even hexagons", hint="use shape: hist2d or kde")
        maps.check_map(panel.map, None)
        if panel.shape == "kde":
            _check_kde(panel, x, y)

    def draw(self, ax: Axes, panel: DensityPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw cells or contours; every row is in a cell, inside a contour or drawn as a point."""
        x, y = _read(panel, table)
        drawn = Drawn(n={"all": len(x)})
        cat.set_value_axis(ax, panel.x, is_x=True)
        cat.set_value_axis(ax, panel.y, is_x=False)
        {"hexbin": _draw_hexagons, "hist2d": _draw_cells, "kde": _draw_contours}[panel.shape](
            ax, panel, (x, y), style, drawn
        )
        for is_x, channel in ((True, panel.x), (False, panel.y)):
            cat.set_value_axis(ax, channel, is_x=is_x)
        drawn.warnings += [*cat.count_outside(panel.x, x, "x"), *cat.count_outside(panel.y, y)]
        return drawn


def _read(panel: DensityPanel, table: Table) -> _XY:
    return (
        np.asarray(table[panel.x.field], dtype=np.float64),
        np.asarray(table[panel.y.field], dtype=np.float64),
    )


def _check_kde(panel: DensityPanel, x: np.ndarray, y: np.ndarray) -> None:
    if any(not 0 < level < 1 for level in panel.levels) or any(a >= b for a, b in pairwise(panel.levels)):
        raise DataError(
            f"levels {', '.join(f'{v:g}' for v in panel.levels)} are no rising shares of the points",
            hint="write shares between 0 and 1, such as [0.25, 0.5, 0.75, 0.95]",
        )
    for key in ("cells", "log_counts"):
        if getattr(panel, key):
            raise DataError(f"{key}: is for counts, but shape is kde", hint=f"take {key}: out")
    if len(x) < 10 or np.linalg.matrix_rank(np.cov(x, y)) < 2:
        raise DataError(
            "a density needs at least ten points that don't lie on one line", hint="use kind: scatter"
        )


def cell_numbers(panel: DensityPanel, style: PanelStyle) -> tuple[int, int]:
    """Return cells across and up; where the panel doesn't say, they are about as wide as high."""
    if isinstance(panel.cells, tuple):
        return panel.cells
    width, height = style.size_hint_mm
    across = panel.cells or max(5, round(width / CELL_MM))
    up = max(3, round(across * height / width))
    # Regular hexagons: a column is narrower than a row is high by the factor √3.
    return (across, max(2, round(up / np.sqrt(3)))) if panel.shape == "hexbin" else (across, up)


def _cell_map(panel: DensityPanel, style: PanelStyle) -> Any:
    # An empty cell is paper; one with a single point is not.
    if panel.map is None:
        return maps.paper_map(style)
    return maps.choose_map(panel.map, None, style.sequential, style.diverging)


def _count_scale(panel: DensityPanel, counts: np.ndarray) -> _Counts:
    most = int(counts.max())
    few = tuple(float(v) for v in range(1, most + 1)) if most <= 4 else None
    return _Counts(panel.count_label, "log" if panel.log_counts else "linear", ticks=few)


def _draw_hexagons(ax: Axes, panel: DensityPanel, xy: _XY, style: PanelStyle, drawn: Drawn) -> None:
    across, up = cell_numbers(panel, style)
    cmap = _cell_map(panel, style)
    hexagons = ax.hexbin(
        *xy,
        gridsize=(across, up),
        mincnt=1,
        cmap=cmap,
        xscale="log" if panel.x.scale in {"log", "log2"} else "linear",
        yscale="log" if panel.y.scale in {"log", "log2"} else "linear",
        linewidths=0.1,
        edgecolors="face",
        gid=style.gid("series", "hexagons"),
        rasterized=across * up > RASTERIZE_ABOVE,
    )
    counts = np.asarray(hexagons.get_array())
    scale = _count_scale(panel, counts)
    hexagons.set_norm(maps.make_norm(scale, counts))
    drawn.colorbar, _ = maps.color_bar(hexagons, scale, counts)


def _draw_cells(ax: Axes, panel: DensityPanel, xy: _XY, style: PanelStyle, drawn: Drawn) -> None:
    across, up = cell_numbers(panel, style)
    scales = ax.xaxis.get_transform(), ax.yaxis.get_transform()
    scaled: list[np.ndarray] = [np.asarray(t.transform(v)) for t, v in zip(scales, xy, strict=True)]
    counts, x_edges, y_edges = np.histogram2d(scaled[0], scaled[1], bins=[across, up])
    shown = np.ma.masked_equal(counts.T, 0)
    scale = _count_scale(panel, counts)
    mesh = ax.pcolormesh(
        scales[0].inverted().transform(x_edges),
        scales[1].inverted().transform(y_edges),
        shown,
        cmap=_cell_map(panel, style),
        norm=maps.make_norm(scale, counts[counts > 0]),
        gid=style.gid("series", "cells"),
        rasterized=across * up > RASTERIZE_ABOVE,
    )
    drawn.colorbar, _ = maps.color_bar(mesh, scale, counts[counts > 0])


def _draw_contours(ax: Axes, panel: DensityPanel, xy: _XY, style: PanelStyle, drawn: Drawn) -> None:
    """Fill the regions of highest density that hold the shares of the points."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import BoundaryNorm, ListedColormap

    x, y = xy
    scales = ax.xaxis.get_transform(), ax.yaxis.get_transform()
    grid = estimate_density(scales[0].transform(x), scales[1].transform(y), panel.bandwidth)
    thresholds = [grid.threshold(share) for share in reversed(panel.levels)]
    cmap = _cell_map(panel, style)
    # The inmost region, with the smallest share, is the darkest.
    tones = cmap(np.linspace(0.05, 0.95, len(thresholds)))
    across, up = scales[0].inverted().transform(grid.x), scales[1].inverted().transform(grid.y)
    filled = ax.contourf(
        across, up, grid.density, levels=[*thresholds, grid.density.max() * 1.001], colors=tones
    )
    filled.set_gid(style.gid("series", "density"))
    lines = ax.contour(
        across, up, grid.density, levels=thresholds, colors="white", linewidths=style.look.marker_edge_pt
    )
    lines.set_gid(style.gid("series", "density"))
    outside = grid.at_points < thresholds[0]
    _draw_outliers(ax, x[outside], y[outside], style)
    ax.autoscale_view()
    norm = BoundaryNorm([0.0, *panel.levels], len(tones))
    shares = ScalarMappable(norm, ListedColormap(tones[::-1]))
    drawn.colorbar = ColorBar(shares, "Points inside (%)", panel.levels, ".0%")
    drawn.n["outside the contours"] = int(outside.sum())


def _draw_outliers(ax: Axes, x: np.ndarray, y: np.ndarray, style: PanelStyle) -> None:
    """Draw what the contours leave out, so that no row is hidden."""
    from natfig.charts._points import PointCloud, PointGroup  # brings matplotlib along

    look, gid = style.look, style.gid("series", "points")
    if len(x) > RASTERIZE_ABOVE:
        cloud = PointCloud.add_to(ax, [PointGroup(x, y, look.neutral)], OUTLIER_PT, look.point_alpha)
        cloud.set_gid(gid)
    elif len(x):
        ax.scatter(x, y, s=OUTLIER_PT**2, color=look.neutral, alpha=look.point_alpha, linewidths=0, gid=gid)


chart = Density()
