"""Means and spreads of groups, computed in R; what R can't repeat exactly comes as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r.code import Code, Text, assign, call
from natfig.data.tables import Table

if TYPE_CHECKING:
    from natfig.spec.models import Stats

__all__ = ["Summary", "summary_frame"]


@dataclass(frozen=True)
class Summary:
    """Statements that make a data frame of summaries, and the tables they read."""

    statements: list[Code] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)


def summary_frame(  # noqa: PLR0917 - what a group is and how it is reduced, each of another type
    target: str, frame: str, table: Table, keys: Sequence[str], value: str, stats: Stats | None
) -> Summary:
    """Return a data frame with one row per group: the keys, the centre under the value's name, low, high, n.

    Parameters
    ----------
    target : str
        Name of the new data frame.
    frame : str
        Of the rows.
    table : Table
        What it holds.
    keys : sequence of str
        Columns that name the group; factors are kept as they are.
    value : str
    stats : Stats or None
        None: the mean without a spread.

    Notes
    -----
    Bootstrap intervals are random; natfig's own are handed over, so that both backends show the same.
    """
    center = stats.center if stats is not None else "mean"
    spread = stats.spread if stats is not None else "none"
    named: dict[str, Any] = {"by": keys[0] if len(keys) == 1 else list(keys)}
    if center != "mean":
        named["center"] = center
    if spread not in ("none", "boot95"):
        named["spread"] = spread
    statements: list[Code] = [assign(target, call("summary_natfig", Text(frame), value, **named))]
    tables: dict[str, Table] = {}
    if spread == "boot95":
        name = target.replace("summary", "interval")
        tables[name] = _intervals(table, keys, value, stats)
        statements.append(assign(target, call("merge", Text(target), Text(name), by=list(keys))))
    return Summary(statements, tables)


def _intervals(table: Table, keys: Sequence[str], value: str, stats: Any) -> Table:
    from natfig.stats.summaries import summarize

    groups: dict[tuple[Any, ...], list[int]] = {}
    for i, key in enumerate(zip(*(table[k].tolist() for k in keys), strict=True)):
        groups.setdefault(key, []).append(i)
    rows = [summarize(np.asarray(table[value], dtype=float)[at], stats) for at in groups.values()]
    columns = {
        k: table[k][[at[0] for at in groups.values()]] for k in keys
    } | {"low": np.array([r.low for r in rows]), "high": np.array([r.high for r in rows])}  # fmt: skip
    return Table("", columns)
