"""Names of single points; the layout places them."""

from __future__ import annotations

import numpy as np

from natfig.charts.base import PointLabel
from natfig.core.errors import DataError, did_you_mean
from natfig.data.tables import Table, label

__all__ = ["MOST_NAMES", "check_names", "name_points"]

# More names than this in one panel are a table, not a figure.
MOST_NAMES = 20


def _named(column: str, table: Table) -> np.ndarray:
    """Return the rows that have a name."""
    missing = table.is_missing(column)
    filled = [not gone and label(v).strip() != "" for v, gone in zip(table[column], missing, strict=True)]
    return np.flatnonzero(filled)


def check_names(column: str | None, table: Table, most: int | None = MOST_NAMES) -> None:
    """Check a column of names, which may be empty in most rows.

    Raises
    ------
    DataError
        If it does not exist, or names more than `most` points.
    """
    if column is None:
        return
    if column not in table:
        raise DataError(f"there is no column '{column}' for label:", hint=did_you_mean(column, table.columns))
    count = len(_named(column, table))
    if most is not None and count > most:
        raise DataError(
            f"column '{column}' names {count} points; {most} can be read at most",
            hint="leave it empty for the points that need no name",
        )


def name_points(
    column: str | None, table: Table, x: np.ndarray, y: np.ndarray, order: np.ndarray | None = None
) -> list[PointLabel]:
    """Return the names of the rows that have one, of `order` (row numbers) in that order."""
    if column is None:
        return []
    named = _named(column, table)
    rows = named if order is None else [i for i in order if i in set(named.tolist())]
    return [PointLabel(label(table[column][i]), float(x[i]), float(y[i])) for i in rows]
