"""A matrix of values as colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts import _maps as maps
from natfig.charts._curves import text_width_pt
from natfig.charts._matrix import Matrix, expected_cell_pt, name_axes, read_matrix
from natfig.charts._scene import contrast_ink
from natfig.charts.base import Chart, Drawn, LegendEntry, Mark, PanelStyle
from natfig.core.errors import DataError
from natfig.core.units import pt_to_mm
from natfig.data.tables import Table
from natfig.spec.models import CategoryChannel, NumericChannel, PanelBase

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap, Normalize

__all__ = ["HeatMap", "HeatMapPanel", "chart"]

# Up to here white hairlines part the cells; beyond, they would be most of the picture.
PARTED_MAX = 20
# CIE L* of the lightest cell: a breath of colour tells it from the paper and the hairlines.
LIGHTEST_CELL_L = 96.0
# Ordering the leaves at its best takes time with the cube of their number.
OPTIMAL_MAX = 800
# Clear space between a number and the edges of its cell, both sides together.
CELL_PAD_PT = 1.5
# Steps by which numbers are tried smaller, down to the floor.
SIZE_STEP_PT = 0.5

Method = Literal["average", "single", "complete", "weighted", "centroid", "median", "ward"]
Metric = Literal["euclidean", "correlation", "cosine", "cityblock", "chebyshev"]


class HeatMapPanel(PanelBase):
    """Keys of a heat map panel."""

    kind: Literal["heatmap"]
    x: CategoryChannel = Field(description="Columns, from left to right; numbers rise.")
    y: CategoryChannel = Field(description="Rows, from top to bottom; numbers rise.")
    value: NumericChannel = Field(description="The number of a cell; limits are those of the colours.")
    map: str | None = Field(
        None, description="Colour map, such as viridis or cmc.vik; default: the palette's."
    )
    center: float | None = Field(
        None, description="Middle of a diverging map; the limits are symmetric about it."
    )
    annotate: bool = Field(False, description="Write the numbers into the cells, where they fit.")
    cluster: Literal["rows", "columns", "both", "none"] = Field(
        "none", description="Put similar rows, or columns, next to each other (hierarchical clustering)."
    )
    cluster_method: Method = Field("average", description="How clusters are joined.")
    cluster_metric: Metric = Field("euclidean", description="Distance of two rows or columns.")
    square: bool = Field(False, description="Cells are as wide as high.")


class HeatMap(Chart):
    """Cells coloured by value."""

    id = "heatmap"
    Panel = HeatMapPanel
    summary = "a matrix of values as colours, with numbers, clustering and a stated centre"
    aka = ("heat map", "clustermap", "matrix", "confusion matrix", "correlation matrix", "imshow", "pheatmap")
    example = """\
kind: heatmap
x: {field: feature, label: Feature}
y: {field: other, label: Other feature}
value: {field: r, label: Pearson correlation, limits: [-1, 1]}
center: 0
annotate: true
"""

    def check(self, panel: HeatMapPanel, table: Table) -> None:
        """Check cells, colours and clustering."""
        matrix = read_matrix(table, panel.x, panel.y)
        values = np.asarray(table[panel.value.field], dtype=np.float64)
        maps.check_map(panel.map, panel.center)
        maps.check_norm(panel.value, values, panel.center, "value")
        for key in ("low", "high", "error"):
            if getattr(panel.value, key) is not None:
                raise DataError(f"value.{key} has no effect in kind heatmap", hint=f"take {key} out of value")
        _check_clusters(panel, matrix)
        _clustered(panel, matrix, values)

    def draw(self, ax: Axes, panel: HeatMapPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw cells and numbers."""
        values = np.asarray(table[panel.value.field], dtype=np.float64)
        matrix = _clustered(panel, read_matrix(table, panel.x, panel.y), values)
        drawn = Drawn(frame="none", n={"cells": len(values)})
        cmap = maps.choose_map(panel.map, panel.center, style.sequential, style.diverging)
        if panel.map is None and panel.center is None:
            # Cells of the lowest value are still cells.
            cmap = maps.from_visible(cmap, LIGHTEST_CELL_L)
        cmap = cmap.with_extremes(bad=style.look.neutral_light)
        norm = maps.make_norm(panel.value, values, panel.center)
        filled = matrix.fill(values)
        _draw_cells(ax, filled, cmap, norm, style)
        cell = expected_cell_pt(matrix, panel.y, style, has_bar=True, has_legend=bool(matrix.lacking))
        drawn.warnings += name_axes(ax, matrix, (panel.x, panel.y), cell, style)
        drawn.colorbar, warnings = maps.color_bar(maps.mappable(norm, cmap), panel.value, values)
        drawn.warnings += warnings
        lacking = len(matrix.lacking)
        if lacking:
            text = f"No data ({cat.format_count(lacking)} {'cell' if lacking == 1 else 'cells'})"
            drawn.legend.append(LegendEntry(text, Mark(style.look.neutral_light), "patch"))
        if panel.annotate:
            drawn.warnings += _write_numbers(
                ax, filled, cmap(norm(filled)), panel.value.format, cell=cell, style=style
            )
        if panel.square:
            drawn.square = matrix.shape[0] == matrix.shape[1]
            ax.set_aspect("equal")
        return drawn


# ---------------------------------------------------------------- order


def _check_clusters(panel: HeatMapPanel, matrix: Matrix) -> None:
    for name, channel, side in (("x", panel.x, "columns"), ("y", panel.y, "rows")):
        if panel.cluster in {side, "both"} and (channel.order is not None or channel.reverse):
            raise DataError(
                f"{name}.order (or reverse) and cluster: {panel.cluster} both say how the {side} are ordered",
                hint="keep one of the two",
            )
    if panel.cluster == "none":
        return
    if matrix.lacking:
        row, column = matrix.lacking[0]
        raise DataError(
            f"clustering needs every cell, but {len(matrix.lacking)} are missing, "
            f"such as ({matrix.columns[column]}, {matrix.rows[row]})",
            hint="use cluster: none, or complete the table",
        )
    if panel.cluster_method in {"ward", "centroid", "median"} and panel.cluster_metric != "euclidean":
        raise DataError(
            f"cluster_method {panel.cluster_method} is defined for euclidean distances only",
            hint="use cluster_method: average, or cluster_metric: euclidean",
        )


def _clustered(panel: HeatMapPanel, matrix: Matrix, values: np.ndarray) -> Matrix:
    """Return the matrix with similar rows and columns next to each other, where that is asked for."""
    if panel.cluster == "none":
        return matrix
    filled = matrix.fill(values)
    rows, columns = np.arange(matrix.shape[0]), np.arange(matrix.shape[1])
    if panel.cluster in {"rows", "both"}:
        rows = _leaf_order(panel, filled, "row")
    if panel.cluster in {"columns", "both"}:
        columns = _leaf_order(panel, filled.T, "column")
    return matrix.reorder(rows, columns)


def _leaf_order(panel: HeatMapPanel, vectors: np.ndarray, what: str) -> np.ndarray:
    """Return the order of the leaves of a hierarchical clustering, neighbours as similar as can be.

    Source
    ------
    Bar-Joseph, Gifford and Jaakkola, Fast optimal leaf ordering for hierarchical
    clustering, Bioinformatics 17, S22 (2001).
    """
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import pdist

    if len(vectors) < 3:
        return np.arange(len(vectors))
    distances = pdist(vectors, panel.cluster_metric)
    if not np.all(np.isfinite(distances)):
        raise DataError(
            f"cluster_metric {panel.cluster_metric} is not defined for a {what} of equal values",
            hint="use cluster_metric: euclidean",
        )
    tree = linkage(distances, panel.cluster_method, optimal_ordering=len(vectors) <= OPTIMAL_MAX)
    return np.asarray(leaves_list(tree))


# ---------------------------------------------------------------- drawing


def _draw_cells(ax: Axes, filled: np.ndarray, cmap: Colormap, norm: Normalize, style: PanelStyle) -> None:
    shown, gid = np.ma.masked_invalid(filled), style.gid("series", "cells")
    if max(filled.shape) <= PARTED_MAX:
        across, down = (np.arange(n + 1) - 0.5 for n in filled.shape[::-1])
        edges: dict[str, Any] = {"edgecolors": "white", "linewidth": style.look.axis_pt}
        ax.pcolormesh(across, down, shown, cmap=cmap, norm=norm, gid=gid, clip_on=False, **edges)
        return
    # An image of one pixel a cell, made as sharp as the output without smoothing.
    image = ax.imshow(shown, cmap=cmap, norm=norm, aspect="auto", interpolation="nearest", gid=gid)
    image.set_clip_on(False)


def _write_numbers(
    ax: Axes,
    filled: np.ndarray,
    colors: Any,
    form: str | None,
    *,
    cell: tuple[float, float],
    style: PanelStyle,
) -> list[str]:
    """Write the numbers in ink or white, or none of them with a warning when one would not fit."""
    from matplotlib.colors import to_hex

    write = cat.number_format(filled[np.isfinite(filled)], form)
    cells = [(int(r), int(c)) for r, c in np.argwhere(np.isfinite(filled))]
    # A value that rounds to zero has no sign.
    texts = [t if t.strip("−0.,%\u2009") else t.lstrip("−") for t in (write(filled[cell]) for cell in cells)]
    size = _fitting_size(texts, cell, style)
    if size is None:
        width, height = (pt_to_mm(v) for v in cell)
        where = f"cells of {width:.1f} × {height:.1f} mm at {style.look.floor_pt:g} pt"
        return [f"the numbers don't fit into {where} and are left out"]
    for (row, column), text in zip(cells, texts, strict=True):
        ax.text(
            column, row, text, ha="center", va="center_baseline", fontsize=size, gid=style.gid("values"),
            color=contrast_ink(to_hex(colors[row, column]), style.look.ink),
        )  # fmt: skip
    return []


def _fitting_size(texts: list[str], cell: tuple[float, float], style: PanelStyle) -> float | None:
    """Return the largest size, from the annotations' down to the floor, at which every text fits its cell."""
    width, height = (v - CELL_PAD_PT for v in cell)
    widest = max(text_width_pt(text, 1) for text in set(texts))
    size = style.look.annotation_pt
    while size >= style.look.floor_pt - 1e-9:
        if widest * size <= width and size <= height:
            return size
        size -= SIZE_STEP_PT
    return None


chart = HeatMap()
