"""What kinds with a category axis share: places of the groups, axes, jitter, n under the names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.charts.base import LegendEntry, PanelStyle
from natfig.core.errors import DataError
from natfig.data.tables import Table, label
from natfig.spec.models import Stats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

__all__ = [
    "DODGED_FILL",
    "DODGED_SPAN",
    "Cell",
    "Grid",
    "arrange",
    "axis_label",
    "check_category",
    "check_value",
    "codes_of",
    "count_outside",
    "format_count",
    "legend_entries",
    "number_format",
    "ordered_levels",
    "set_value_axis",
    "tick_names",
]

# A dodged group takes a little more room than a lone bar, so that its bars don't get thin,
# and its bars stand a hairline apart.
DODGED_SPAN = 0.82
DODGED_FILL = 0.92
_LOG_BASE = {"log": 10, "log2": 2}


@dataclass(frozen=True)
class Cell:
    """The rows of one category and one level, and where their mark stands.

    `position` and `width` are in units of the category axis, where the
    categories stand at 0, 1, 2, …; `values` has shape (rows,).
    """

    index: int
    category: str
    level: str | None
    position: float
    width: float
    values: np.ndarray
    rows: Table

    @property
    def key(self) -> str:
        """Name of the group in messages and in the manifest."""
        return self.category if self.level in {None, self.category} else f"{self.category}, {self.level}"

    @property
    def name(self) -> str:
        """What the SVG group is called: the level, without colour the category."""
        return self.category if self.level is None else self.level


@dataclass(frozen=True)
class Grid:
    """Categories, levels and the cells that have rows, category by category."""

    categories: tuple[str, ...]
    levels: tuple[str, ...]
    cells: tuple[Cell, ...]
    is_dodged: bool

    @property
    def counts(self) -> dict[str, int]:
        """Rows per cell."""
        return {cell.key: len(cell.values) for cell in self.cells}

    def of_category(self, index: int) -> list[Cell]:
        """Return the cells of one category, in the order of the levels."""
        return [cell for cell in self.cells if cell.index == index]


def check_category(channel: Any, name: str = "x") -> None:
    """Refuse keys that mean nothing on an axis of names.

    Raises
    ------
    DataError
        If scale, limits, ticks or format are set.
    """
    for key in ("limits", "ticks", "format"):
        if getattr(channel, key) is not None:
            raise DataError(
                f"{name}.{key} has no meaning on an axis of categories", hint=f"take {key} out of {name}"
            )
    if channel.scale != "linear":
        raise DataError(
            f"{name}.scale is {channel.scale} but {name} holds categories",
            hint="take it out, or use a kind with a numeric axis",
        )


def check_value(channel: Any, values: np.ndarray, name: str = "y") -> None:
    """Check the numbers of a channel and the way they are to be written.

    Raises
    ------
    DataError
        If there are no rows, a value is infinite, the format is none or the
        limits are upside down.
    """
    if not len(values):
        raise DataError("no rows are left to draw", hint="check where: and exclude:")
    if not np.all(np.isfinite(values)):
        raise DataError(f"column '{channel.field}' has infinite values", hint="exclude them with a reason")
    if channel.format is not None:
        try:
            format(1.0, channel.format)
        except ValueError:
            raise DataError(
                f"{name}.format '{channel.format}' is not a number format", hint='write one such as ".1f"'
            ) from None
    low, high = channel.limits or (None, None)
    if low is not None and high is not None and low >= high:
        raise DataError(
            f"{name}.limits are {low:g} and {high:g}",
            hint="the lower one comes first; reverse: true turns an axis",
        )


def ordered_levels(table: Table, channel: Any, name: str) -> list[str]:
    """Return the levels of a channel in its order; a level that the order forgets is an error.

    Raises
    ------
    DataError
        If `order` leaves out a level that has rows: they would vanish silently.
    """
    present = table.levels(channel.field)
    if channel.order is None:
        return present
    ordered = table.levels(channel.field, channel.order)
    forgotten = [level for level in present if level not in ordered]
    if forgotten:
        raise DataError(
            f"{name}.order leaves out {', '.join(map(repr, forgotten))} of column '{channel.field}'",
            hint="name every category, or leave rows out with where: or exclude:",
        )
    return ordered


def codes_of(table: Table, field: str, levels: Sequence[str]) -> np.ndarray:
    """Return the index of each row's level, shape (rows,)."""
    index = {level: i for i, level in enumerate(levels)}
    return np.fromiter((index[label(v)] for v in table[field]), dtype=np.int64, count=table.rows)


def arrange(
    table: Table,
    x: Any,
    y: Any,
    color: Any,
    *,
    span: float,
    may_dodge: bool = True,
    sort: Callable[[list[Cell]], float] | None = None,
    is_descending: bool = False,
) -> Grid:
    """Give every category and level its place on the category axis.

    Parameters
    ----------
    table : Table
    x, y, color : channels
        Category, value and colour; `color` may be None.
    span : float
        Width of a lone mark in units of the axis.
    may_dodge : bool
        Whether levels stand side by side; else they share the category's place.
        A category with one level of its own never dodges.
    sort : callable, optional
        Cells of a category → key by which categories are ordered.
    is_descending : bool
        Whether the largest key comes first.

    Raises
    ------
    DataError
        If an order forgets a level.
    """
    categories = ordered_levels(table, x, "x")
    if x.reverse:
        categories.reverse()
    category_of = codes_of(table, x.field, categories)
    levels = ordered_levels(table, color, "color") if color is not None else []
    level_of = codes_of(table, color.field, levels) if levels else np.zeros(table.rows, dtype=np.int64)
    combined = category_of * max(len(levels), 1) + level_of
    present = np.unique(combined)
    is_dodged = may_dodge and len(present) > len(categories)
    width = DODGED_SPAN / len(levels) * DODGED_FILL if is_dodged else span
    values = np.asarray(table[y.field], dtype=np.float64)

    cells = []
    for code in present:
        index, at = divmod(int(code), max(len(levels), 1))
        rows = np.flatnonzero(combined == code)
        offset = (at - (len(levels) - 1) / 2) * DODGED_SPAN / len(levels) if is_dodged else 0.0
        level = levels[at] if levels else None
        cells.append(
            Cell(index, categories[index], level, index + offset, width, values[rows], table.take(rows))
        )
    grid = Grid(tuple(categories), tuple(levels), tuple(cells), is_dodged)
    return grid if sort is None else _sorted(grid, sort, is_descending)


def _sorted(grid: Grid, sort: Callable[[list[Cell]], float], is_descending: bool) -> Grid:
    keys = [sort(grid.of_category(i)) for i in range(len(grid.categories))]
    # sorted() is stable, also with reverse: equal categories keep the order of the file.
    order = sorted(range(len(keys)), key=keys.__getitem__, reverse=is_descending)
    cells = []
    for place, index in enumerate(order):
        cells += [
            Cell(place, c.category, c.level, c.position - index + place, c.width, c.values, c.rows)
            for c in grid.of_category(index)
        ]
    return Grid(tuple(grid.categories[i] for i in order), grid.levels, tuple(cells), grid.is_dodged)


# ---------------------------------------------------------------- numbers and text


def format_count(n: int) -> str:
    """Return a count with thin spaces between thousands from 10 000 on."""
    return f"{n:,}".replace(",", "\u2009") if n >= 10_000 else str(n)


def number_format(values: Iterable[float], spec: str | None) -> Callable[[float], str]:
    """Return how numbers are written: by `spec`, else with three significant digits of the largest.

    The minus is a true minus, thousands are parted by a thin space.
    """
    if spec is None:
        finite = [abs(v) for v in values if np.isfinite(v)]
        largest = max(finite, default=0.0)
        digits = 2 - int(np.floor(np.log10(largest))) if largest > 0 else 0
        spec = ",.0f" if all(v.is_integer() for v in map(float, finite)) else f",.{min(max(digits, 0), 8)}f"
        if largest < 10_000:
            spec = spec.removeprefix(",")
    chosen = spec
    return lambda value: format(float(value), chosen).replace("-", "−").replace(",", "\u2009")


def axis_label(channel: Any) -> str:
    """Return a channel's label, else its column's name as words."""
    if channel.label is not None:
        return str(channel.label)
    words = str(channel.field).replace("_", " ")
    return words[:1].upper() + words[1:]


def tick_names(
    grid: Grid, n: Mapping[str, int], stats: Stats | None, *, is_horizontal: bool = False
) -> tuple[list[str], list[str]]:
    """Return the categories' names with n, and notes for the panel; n only where it is declared and shown.

    n stands under the names; beside them where they are stacked themselves, and
    there once for all in a note if it is the same everywhere.
    """
    if stats is None or stats.n is None or not stats.show:
        return list(grid.categories), []
    every = set(n.values())
    if is_horizontal and len(every) == 1:
        unit = f" {stats.unit}" if stats.unit else ""
        return list(grid.categories), [f"n = {format_count(every.pop())}{unit} each"]
    names = []
    for i, category in enumerate(grid.categories):
        counts = [n[cell.key] for cell in grid.of_category(i)]
        shown = ", ".join(map(format_count, counts[:1] if len(set(counts)) == 1 else counts))
        names.append(f"{category} (n = {shown})" if is_horizontal else f"{category}\nn = {shown}")
    return names, []


def legend_entries(
    grid: Grid, x: Any, color: Any, style: PanelStyle, handle: Any = "patch"
) -> list[LegendEntry]:
    """Return one entry per level; none where the category axis names the levels already."""
    if color is None or color.field == x.field:
        return []
    return [LegendEntry(level, style.mark(level), handle) for level in grid.levels]


def count_outside(channel: Any, values: np.ndarray, name: str = "y") -> list[str]:
    """Return a warning when limits hide values."""
    low, high = channel.limits or (None, None)
    hidden = np.zeros(len(values), dtype=bool)
    if low is not None:
        hidden |= values < low
    if high is not None:
        hidden |= values > high
    count = int(hidden.sum())
    return (
        [f"{name}.limits hide {format_count(count)} of {format_count(len(values))} values"] if count else []
    )


def set_value_axis(ax: Axes, channel: Any, *, is_x: bool, text: str | None = None) -> None:
    """Set scale, ticks, limits, direction and label of a numeric axis as its channel says.

    Call it after the marks are drawn; `text` replaces the label. Where ticks are
    not given, the page chooses them for the axes' final length.
    """
    from matplotlib.ticker import FuncFormatter

    axis: Axis = ax.xaxis if is_x else ax.yaxis
    set_scale: Any = ax.set_xscale if is_x else ax.set_yscale
    set_limits: Any = ax.set_xlim if is_x else ax.set_ylim
    if channel.scale in _LOG_BASE:
        set_scale("log", base=_LOG_BASE[channel.scale])
    elif channel.scale == "symlog":
        set_scale("symlog")
    if channel.ticks is not None:
        axis.set_ticks(channel.ticks)
        axis.minorticks_off()
    if channel.format is not None:
        write = number_format((), channel.format)
        axis.set_major_formatter(FuncFormatter(lambda value, _: write(value)))
        # The page chooses ticks and writes them anew; this tells it how.
        axis.__dict__["_natfig_format"] = channel.format
    if channel.limits is not None:
        set_limits(*channel.limits)
    if channel.reverse and not axis.get_inverted():
        axis.set_inverted(True)
    axis.set_label_text(text if text is not None else axis_label(channel))
