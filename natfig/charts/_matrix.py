"""Two categories across and down, one cell each: what heat maps and dot matrices share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.charts import _categorical as cat
from natfig.charts._curves import text_width_pt
from natfig.charts._levels import level_codes
from natfig.charts.base import PanelStyle
from natfig.core.errors import DataError
from natfig.core.units import mm_to_pt
from natfig.data.tables import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Matrix", "expected_cell_pt", "name_axes", "read_matrix"]

# Distance of lines that can still be read apart, in their size.
LINE_EM = 1.0
# What the hint of the axes' size leaves for names already, and what else stands beside cells:
# a colour bar of 2 mm with its gap, numbers and label; a row of legend with its gap.
HINTED_LEFT_MM, HINTED_BELOW_MM = 12.0, 9.0
BAR_MM, LEGEND_MM = 10.0, 5.0
PAD_PT = 3.0
# Examples in a message.
MOST_SHOWN = 3


@dataclass(frozen=True)
class Matrix:
    """Cells of a table in long form.

    Attributes
    ----------
    columns, rows : tuple of str
        Categories from left to right and from top to bottom.
    column, row : numpy.ndarray of int, shape (table rows,)
        The cell of each table row.
    """

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    column: np.ndarray
    row: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.columns)

    def fill(self, values: np.ndarray) -> np.ndarray:
        """Return values as a matrix of shape (rows, columns), NaN where the table has no row."""
        out = np.full(self.shape, np.nan)
        out[self.row, self.column] = values
        return out

    @property
    def lacking(self) -> list[tuple[int, int]]:
        """Row and column of the cells the table has no row for."""
        there = np.zeros(self.shape, dtype=bool)
        there[self.row, self.column] = True
        return [(int(r), int(c)) for r, c in np.argwhere(~there)]

    def reorder(self, rows: np.ndarray, columns: np.ndarray) -> Matrix:
        """Return the matrix with its rows and columns in another order (indices of the present ones)."""
        return Matrix(
            tuple(self.columns[i] for i in columns),
            tuple(self.rows[i] for i in rows),
            np.argsort(columns)[self.column],
            np.argsort(rows)[self.row],
        )


def expected_cell_pt(
    matrix: Matrix, y: Any, style: PanelStyle, *, has_bar: bool, has_legend: bool
) -> tuple[float, float]:
    """Return the width and height in pt that a cell will have at least.

    The hint for the axes knows nothing of long names, colour bars and legends,
    which take from the cells; here they are measured.
    """
    size = style.look.tick_pt
    width, height = (mm_to_pt(v) for v in style.size_hint_mm)
    names = max(text_width_pt(name, size) for name in matrix.rows)
    title = (style.look.label_pt + 2 * PAD_PT) if cat.axis_label(y) else 0.0
    width -= max(names + title + PAD_PT - mm_to_pt(HINTED_LEFT_MM), 0.0)
    width -= mm_to_pt(BAR_MM) if has_bar else 0.0
    below = max(text_width_pt(name, size) for name in matrix.columns)
    if below > width / len(matrix.columns):
        # The names stand upright.
        height -= max(below + title + PAD_PT - mm_to_pt(HINTED_BELOW_MM), 0.0)
    height -= mm_to_pt(LEGEND_MM) if has_legend else 0.0
    return max(width, 1.0) / len(matrix.columns), max(height, 1.0) / len(matrix.rows)


def read_matrix(table: Table, x: Any, y: Any) -> Matrix:
    """Return the cells of a table.

    Raises
    ------
    DataError
        If a cell has several rows, or an order leaves out a category.
    """
    for name, channel in (("x", x), ("y", y)):
        cat.check_category(channel, name)
    if not table.rows:
        raise DataError("no rows are left to draw", hint="check where: and exclude:")
    columns, column = level_codes(table, x, "x")
    rows, row = level_codes(table, y, "y")
    _check_single(columns, column, rows, row)
    matrix = Matrix(tuple(columns), tuple(rows), column, row)
    return matrix.reorder(_order(table, y, rows), _order(table, x, columns))


def _order(table: Table, channel: Any, levels: list[str]) -> np.ndarray:
    """Return the order of levels: as named or found, numbers rising, the other way round if reversed."""
    order = np.arange(len(levels))
    if channel.order is None and table.is_numeric(channel.field):
        order = np.argsort([float(level) for level in levels], kind="stable")
    return order[::-1] if channel.reverse else order


def _check_single(columns: list[str], column: np.ndarray, rows: list[str], row: np.ndarray) -> None:
    cells, counts = np.unique(row * len(columns) + column, return_counts=True)
    twice = cells[counts > 1]
    if len(twice):
        shown = ", ".join(
            f"({columns[cell % len(columns)]}, {rows[cell // len(columns)]})" for cell in twice[:MOST_SHOWN]
        )
        more = f" and {len(twice) - MOST_SHOWN} more" if len(twice) > MOST_SHOWN else ""
        raise DataError(
            f"a cell shows one row, but there are several for {shown}{more}",
            hint="reduce them to one with a query: under data:",
        )


def name_axes(
    ax: Axes, matrix: Matrix, channels: tuple[Any, Any], cell: tuple[float, float], style: PanelStyle
) -> list[str]:
    """Name columns and rows, the first row on top, and frame the cells.

    `cell` is the expected width and height of a cell in pt. Where names stand
    closer than their lines are high, numbers are thinned evenly and other names
    left out; a warning says so.
    """
    from matplotlib.ticker import FixedFormatter, FixedLocator

    warnings = []
    ax.set_xlim(-0.5, len(matrix.columns) - 0.5)
    ax.set_ylim(len(matrix.rows) - 0.5, -0.5)
    for axis, names, channel, pitch in (
        (ax.xaxis, matrix.columns, channels[0], cell[0]),
        (ax.yaxis, matrix.rows, channels[1], cell[1]),
    ):
        step = max(1, int(np.ceil(style.look.tick_pt * LINE_EM / pitch - 1e-9)))
        label = cat.axis_label(channel)
        if step > 1 and not all(_is_number(name) for name in names):
            axis.set_major_locator(FixedLocator([]))
            label = f"{label} (n = {cat.format_count(len(names))})"
            warnings.append(f"{len(names)} names of '{channel.field}' don't fit on the axis and are left out")
        else:
            places = range(0, len(names), step)
            axis.set_major_locator(FixedLocator(list(places)))
            axis.set_major_formatter(FixedFormatter([names[i] for i in places]))
        axis.set_tick_params(which="both", length=0)
        axis.set_label_text(label)
    return warnings


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
