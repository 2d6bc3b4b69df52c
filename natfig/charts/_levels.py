"""Levels of a column for very many rows: a label is made once per distinct value."""

from __future__ import annotations

from typing import Any

import numpy as np

from natfig.charts import _categorical as cat
from natfig.data.tables import Table

__all__ = ["level_codes", "split_levels"]


def level_codes(table: Table, channel: Any, name: str) -> tuple[list[str], np.ndarray]:
    """Return the levels of a channel in its order, and each row's index into them, shape (rows,).

    Raises
    ------
    DataError
        If `order` leaves out a level that has rows.
    """
    values = table[channel.field].tolist()
    index = {value: i for i, value in enumerate(dict.fromkeys(values))}
    codes = np.fromiter(map(index.__getitem__, values), dtype=np.int64, count=len(values))
    firsts = np.unique(codes, return_index=True)[1]
    distinct = Table(table.name, {channel.field: table[channel.field][firsts]})
    levels = cat.ordered_levels(distinct, channel, name)
    return levels, cat.codes_of(distinct, channel.field, levels)[codes]


def split_levels(table: Table, channel: Any, name: str = "color") -> list[tuple[str, np.ndarray]]:
    """Return each level with the mask of its rows, in the channel's order.

    Raises
    ------
    DataError
        If `order` leaves out a level that has rows.
    """
    levels, codes = level_codes(table, channel, name)
    return [(level, codes == i) for i, level in enumerate(levels)]
