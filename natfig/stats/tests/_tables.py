"""Checks of contingency tables."""

from __future__ import annotations

import numpy as np

from natfig.core.errors import DataError
from natfig.stats.tests._data import pairs_of
from natfig.stats.tests.base import Options, Sample, Table

__all__ = ["clean_table", "parted"]


def clean_table(sample: Sample, subject: str, *, keep_empty: bool = False) -> Table:
    """Return the table of a sample with whole counts.

    Parameters
    ----------
    keep_empty : bool
        Whether a row or column without any count is fine.

    Raises
    ------
    DataError
        If there is no table of two rows and two columns, or its counts aren't counts.
    """
    table = sample.table
    if table is None:
        raise DataError(
            f"{subject} needs a table of counts", hint="name a column of groups and one of outcomes"
        )
    counts = np.asarray(table.counts, dtype=np.float64)
    if counts.ndim != 2 or counts.shape != (len(table.rows), len(table.columns)) or min(counts.shape) < 2:
        raise DataError(
            f"{subject} needs at least two groups and two outcomes, but there are "
            f"{len(table.rows)} and {len(table.columns)}"
        )
    if not np.all(np.isfinite(counts)) or np.any(counts < 0) or np.any(counts != np.round(counts)):
        bad = counts[~(np.isfinite(counts) & (counts >= 0) & (counts == np.round(counts)))][0]
        raise DataError(
            f"{subject} needs whole counts of 0 or more, but there is {bad:g}",
            hint="give counts, not shares or percentages",
        )
    if counts.sum() == 0:
        raise DataError(f"{subject} needs observations, but all counts are 0")
    if not keep_empty:
        _refuse_empty(table, counts, subject)
    return Table(table.rows, table.columns, counts.astype(np.int64))


def _refuse_empty(table: Table, counts: np.ndarray, subject: str) -> None:
    for what, names, sums in (
        ("group", table.rows, counts.sum(axis=1)),
        ("outcome", table.columns, counts.sum(axis=0)),
    ):
        for name, total in zip(names, sums, strict=True):
            if total == 0:
                raise DataError(
                    f"the {what} '{name}' was never observed (its counts are 0): {subject} is not defined",
                    hint=f"leave the {what} out",
                )


def parted(table: Table, options: Options, subject: str) -> tuple[list[Table], list[Table]]:
    """Return the tables to be tested: that of all rows, and those of the pairs that are asked for.

    With two rows there is one table, and it is the pair.
    """
    if not options.wants_pairs:
        return [table], []
    rows = {name: i for i, name in enumerate(table.rows)}
    pairs = [
        Table((a, b), table.columns, table.counts[[rows[a], rows[b]]])
        for a, b in pairs_of(table.rows, options)
    ]
    for pair in pairs:
        # An outcome that neither of the two has can't be tested and says nothing about them.
        seen = pair.counts.sum(axis=0) > 0
        if int(seen.sum()) < 2:
            raise DataError(
                f"'{pair.rows[0]}' and '{pair.rows[1]}' all have the same outcome: {subject} is not defined",
                hint="leave the pair out",
            )
    pairs = [_seen(pair) for pair in pairs]
    return ([table] if len(table.rows) > 2 else []), pairs


def _seen(table: Table) -> Table:
    """Return a table without outcomes that nobody has."""
    seen = table.counts.sum(axis=0) > 0
    names = tuple(name for name, keep in zip(table.columns, seen, strict=True) if keep)
    return Table(table.rows, names, table.counts[:, seen])
