"""The marks of a forest plot: squares, diamonds and the arrows of cut intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from natfig.charts._forest_rows import Line
from natfig.charts.base import PanelStyle
from natfig.data.tables import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from natfig.charts.forest import ForestPanel

__all__ = ["Painter", "marker", "square_sides"]

# Side of the effect squares in pt: of the heaviest row, of the lightest, and without weights.
SQUARE_MOST, SQUARE_LEAST, SQUARE = 6.0, 1.5, 3.5
# A mark never fills more than this share of its row.
ROW_FILL = 0.6
DIAMOND_PT = 5.0


def square_sides(panel: ForestPanel, table: Table, row_pt: float, is_summary: np.ndarray) -> np.ndarray:
    """Return the side of each row's square in pt; its area is proportional to the weight."""
    most = min(SQUARE_MOST, ROW_FILL * row_pt)
    if panel.weight is None:
        return np.full(table.rows, min(SQUARE, most))
    weight = np.asarray(table[panel.weight.field], dtype=np.float64)
    shown = weight[~is_summary]
    heaviest = float(shown.max()) if len(shown) else 0.0
    if heaviest <= 0:
        return np.full(table.rows, min(SQUARE, most))
    return np.maximum(most * np.sqrt(np.clip(weight / heaviest, 0, 1)), SQUARE_LEAST)


@dataclass(frozen=True)
class Painter:
    """Draws the marks of one panel; `limits` are those of the x axis, `row_pt` a row's height."""

    ax: Axes
    style: PanelStyle
    limits: tuple[float, float]
    row_pt: float

    def draw_square(
        self, line: Line, ends: tuple[float, float, float], side_pt: float, *, has_summary: bool
    ) -> None:
        """Draw an interval, its square, and an arrow where the interval leaves the axis."""
        value, low, high = ends
        first, last = self.limits
        look = self.style.look
        if line.level is not None:
            color = self.style.mark(line.level).color
        else:
            # The diamonds carry the argument where there are any.
            color = look.neutral_dark if has_summary else self.style.signal
        gid = self.style.gid("series", line.level)
        start, end = max(low, first), min(high, last)
        if start < end:
            self.ax.plot(
                [start, end], [line.position] * 2, color=color, linewidth=look.error_pt, linestyle="-",
                marker="", solid_capstyle="butt", zorder=3, clip_on=False, gid=gid,
            )  # fmt: skip
        for is_beyond, edge, tip in ((low < first, first, 4), (high > last, last, 5)):
            if is_beyond:  # 4 and 5 are matplotlib's triangles whose tip is at the point
                self.ax.plot(
                    [edge], [line.position], marker=tip, color=color, markersize=look.marker_pt,
                    markeredgewidth=0, linestyle="", zorder=3, clip_on=False, gid=gid,
                )  # fmt: skip
        if first <= value <= last:
            self.ax.plot(
                [value], [line.position], marker=marker(self.style, line.level), color=color,
                markersize=side_pt, markeredgewidth=0, linestyle="", zorder=3, clip_on=False, gid=gid,
            )  # fmt: skip

    def draw_diamond(self, line: Line, ends: tuple[float, float, float]) -> None:
        """Draw a summary as a diamond from end to end of its interval."""
        from matplotlib.patches import Polygon

        value, low, high = ends
        half = min(DIAMOND_PT / 2 / self.row_pt, ROW_FILL / 2)
        color = self.style.signal if line.level is None else self.style.mark(line.level).color
        y = line.position
        points = [(low, y), (value, y - half), (high, y), (value, y + half)]
        inside = self.limits[0] <= low and high <= self.limits[1]
        diamond = Polygon(
            points, closed=True, facecolor=color, edgecolor="none", linewidth=0, zorder=3, clip_on=not inside,
            gid=self.style.gid("summary", line.level),
        )  # fmt: skip
        self.ax.add_patch(diamond)


def marker(style: PanelStyle, level: str | None) -> str:
    """Return the square, or the level's own marker where colours alone don't tell the levels apart."""
    marker = style.mark(level).marker
    return "s" if marker == "o" else marker
