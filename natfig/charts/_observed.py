"""What a panel has to offer to statistical tests: the very rows it draws, group by group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from natfig.charts._categorical import DODGED_SPAN, Cell, Grid
from natfig.data.tables import Table

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Group", "Observed", "Place", "of_grid", "places"]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are drawn as one mark.

    Attributes
    ----------
    key : str
        Name in results and messages; no two groups of a panel share one.
    category : str
        Level of the category axis.
    level : str or None
        Level of the colour, where it parts the groups further.
    values : numpy.ndarray, shape (rows,)
    rows : Table
    """

    key: str
    category: str
    level: str | None
    values: np.ndarray
    rows: Table


@dataclass(frozen=True)
class Observed:
    """What a panel offers to tests.

    Attributes
    ----------
    category, color : str
        Columns that part the groups; `color` is empty where the category says it all.
    value : str
        Column of the values.
    groups : tuple of Group
        In the order in which they are drawn.
    compares : str
        The column whose levels are compared unless ``by:`` says otherwise.
    subject : str
        Column of the subjects where the panel itself pairs its rows.
    are_summaries : bool
        Whether each group is one number that somebody has made of many.
    scale : str
        Of the value axis.
    points : mapping of str to (x, y)
        Of two numeric axes: level → values; the only one is called "all".
    names : tuple of str
        Of the two numeric axes.
    survival : mapping of str to (time, event)
    """

    category: str = ""
    color: str = ""
    value: str = ""
    groups: tuple[Group, ...] = ()
    compares: str = ""
    subject: str = ""
    are_summaries: bool = False
    scale: str = "linear"
    points: Mapping[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    names: tuple[str, str] = ("x", "y")
    survival: Mapping[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    @property
    def rows(self) -> dict[str, int]:
        """Rows of each group, whatever the panel offers."""
        if self.groups:
            return {group.key: len(group.values) for group in self.groups}
        if self.points:
            return {name: len(x) for name, (x, _) in self.points.items()}
        return {name: len(time) for name, (time, _) in self.survival.items()}

    def levels(self, column: str) -> list[str]:
        """Return the levels of one of the columns that part the groups, in the order they are drawn."""
        return list(dict.fromkeys(self.name_in(group, column) for group in self.groups))

    def name_in(self, group: Group, column: str) -> str:
        """Return a group's level of one of the columns that part the groups."""
        return group.category if column == self.category or group.level is None else group.level


def of_grid(
    grid: Grid, x: str, y: str, color: str | None, *, scale: str = "linear", are_summaries: bool = False
) -> Observed:
    """Return what a chart with a category axis offers.

    Parameters
    ----------
    grid : Grid
    x, y, color : str
        Columns of its channels.
    scale : str
        Of the value axis.
    are_summaries : bool
        Whether its rows are summaries already.
    """
    parting = color if _is_parted(grid, color, x) else None
    groups = tuple(
        Group(_key(c, parting), c.category, c.level if parting else None, c.values, c.rows)
        for c in grid.cells
    )
    return Observed(x, parting or "", y, groups, parting or x, are_summaries=are_summaries, scale=scale)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a group stands on the category axis, and how far its marks reach to both sides of it."""

    middle: float
    reach: float


def places(grid: Grid, x: str, color: str | None) -> dict[str, Place]:
    """Return where the groups of `of_grid` stand, and the categories as a whole."""
    parting = color if _is_parted(grid, color, x) else None
    whole = {category: Place(float(i), DODGED_SPAN / 2) for i, category in enumerate(grid.categories)}
    return whole | {_key(c, parting): Place(c.position, c.width / 2) for c in grid.cells}


def _key(cell: Cell, parting: str | None) -> str:
    return cell.category if parting is None else cell.key


def _is_parted(grid: Grid, color: str | None, x: str) -> bool:
    """Whether the colour parts any category: several of its levels stand in one."""
    indices = [cell.index for cell in grid.cells]
    return color is not None and color != x and len(set(indices)) < len(indices)
