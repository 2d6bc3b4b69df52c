"""A matrix of dots: area for one number, colour for another.

Two categories are needed. One category with a number on the other axis (a
Cleveland dot plot, with or without intervals) is kind `forest`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts import _maps as maps
from natfig.charts._matrix import Matrix, expected_cell_pt, name_axes, read_matrix
from natfig.charts._sizes import SizeScale, check_size
from natfig.charts.base import RASTERIZE_ABOVE, Chart, Drawn, LegendEntry, Mark, PanelStyle
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.spec.models import CategoryChannel, NumericChannel, PanelBase

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Dot", "DotPanel", "chart"]

# Part of a cell that the largest dot takes, so that neighbours never touch.
FILL = 0.88
LARGEST_PT = 9.0
SMALLEST_LARGEST_PT = 2.0
CROSS_PT = 2.0


class DotPanel(PanelBase):
    """Keys of a dot panel."""

    kind: Literal["dot"]
    x: CategoryChannel = Field(description="Columns, from left to right; numbers rise.")
    y: CategoryChannel = Field(description="Rows, from top to bottom; numbers rise.")
    size: NumericChannel = Field(description="Numbers >= 0 shown as areas; ticks are the legend's values.")
    value: NumericChannel | None = Field(None, description="Numbers shown as colours.")
    map: str | None = Field(
        None, description="Colour map, such as viridis or cmc.vik; default: the palette's."
    )
    center: float | None = Field(
        None, description="Middle of a diverging map; the limits are symmetric about it."
    )
    largest_pt: float | None = Field(
        None, ge=2, le=40, description="Diameter of the largest dot; default: fits the cells."
    )
    square: bool = Field(False, description="Cells are as wide as high.")


class Dot(Chart):
    """Dots whose area and colour stand for two numbers."""

    id = "dot"
    Panel = DotPanel
    summary = (
        "a matrix of dots: area for one number (percent expressing), colour for another (mean expression)"
    )
    aka = ("dotplot", "dot plot", "dot matrix", "bubble matrix", "balloon plot", "marker genes", "enrichment")
    example = """\
kind: dot
x: {field: gene, label: Gene}
y: {field: cell_type, label: Cell type}
size: {field: percent, label: Cells expressing (%)}
value: {field: mean, label: Mean expression}
"""

    def check(self, panel: DotPanel, table: Table) -> None:
        """Check cells, areas and colours."""
        read_matrix(table, panel.x, panel.y)
        check_size(panel.size, np.asarray(table[panel.size.field], dtype=np.float64))
        if panel.value is None:
            for key in ("map", "center"):
                if getattr(panel, key) is not None:
                    raise DataError(
                        f"{key}: is for the colours of value:, which is missing", hint="add value:"
                    )
            return
        maps.check_map(panel.map, panel.center)
        values = np.asarray(table[panel.value.field], dtype=np.float64)
        maps.check_norm(panel.value, values, panel.center, "value")
        for key in ("low", "high", "error"):
            if getattr(panel.value, key) is not None:
                raise DataError(f"value.{key} has no effect in kind dot", hint=f"take {key} out of value")

    def draw(self, ax: Axes, panel: DotPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw a dot per row, and a cross where a pair of categories has none."""
        matrix = read_matrix(table, panel.x, panel.y)
        amounts = np.asarray(table[panel.size.field], dtype=np.float64)
        drawn = Drawn(n={"dots": len(amounts)}, legend_title=cat.axis_label(panel.size))
        cell = expected_cell_pt(matrix, panel.y, style, has_bar=panel.value is not None, has_legend=True)
        scale = SizeScale(float(amounts.max()), panel.largest_pt or _largest_pt(cell))
        # What a dot has to be seen for is its area: the smallest are drawn last.
        order = np.argsort(-amounts, kind="stable")
        looks: dict[str, Any] = {"color": style.signal, "linewidths": 0}
        if panel.value is not None:
            looks = _colors(panel, table, style, drawn, order)
        looks |= {"gid": style.gid("series", "dots"), "rasterized": len(order) > RASTERIZE_ABOVE}
        area = scale.diameter_pt(amounts[order]) ** 2
        ax.scatter(matrix.column[order], matrix.row[order], s=area, clip_on=False, **looks)
        drawn.legend = scale.entries(panel.size, style.look.neutral)
        _cross_out(ax, matrix, style, drawn)
        drawn.warnings += name_axes(ax, matrix, (panel.x, panel.y), cell, style)
        if panel.square:
            drawn.square = matrix.shape[0] == matrix.shape[1]
            ax.set_aspect("equal")
        return drawn


def _largest_pt(cell: tuple[float, float]) -> float:
    """Return the diameter of the largest dot that leaves its neighbours room."""
    return max(min(FILL * min(cell), LARGEST_PT), SMALLEST_LARGEST_PT)


def _colors(
    panel: DotPanel, table: Table, style: PanelStyle, drawn: Drawn, order: np.ndarray
) -> dict[str, Any]:
    """Return colours for `scatter`, and hand the colour bar to the layout."""
    assert panel.value is not None  # noqa: S101  # asked for only then
    values = np.asarray(table[panel.value.field], dtype=np.float64)
    if panel.map is None and panel.center is None:
        cmap = maps.paper_map(style)
    else:
        cmap = maps.choose_map(panel.map, panel.center, style.sequential, style.diverging)
    norm = maps.make_norm(panel.value, values, panel.center)
    drawn.colorbar, warnings = maps.color_bar(maps.mappable(norm, cmap), panel.value, values)
    drawn.warnings += warnings
    # A hairline keeps dots of the lightest colours apart from the paper.
    edge = {"edgecolors": style.look.neutral, "linewidths": style.look.marker_edge_pt}
    return {"c": values[order], "cmap": cmap, "norm": norm, **edge}


def _cross_out(ax: Axes, matrix: Matrix, style: PanelStyle, drawn: Drawn) -> None:
    """Mark pairs without a row, which are not the same as a value of zero."""
    lacking = matrix.lacking
    if not lacking:
        return
    rows, columns = np.array(lacking).T
    mark = Mark(style.look.neutral, marker="X")
    ax.scatter(
        columns,
        rows,
        s=CROSS_PT**2,
        color=mark.color,
        marker=mark.marker,
        linewidths=0,
        gid=style.gid("missing"),
    )
    drawn.legend.append(LegendEntry("No data", mark, "marker", CROSS_PT))


chart = Dot()
