"""The rows of a forest plot: their places, intervals, which are summaries, their text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.charts import _categorical as cat
from natfig.core.errors import DataError, did_you_mean
from natfig.data.tables import Table, label

if TYPE_CHECKING:
    from natfig.charts.forest import ForestPanel

__all__ = ["Line", "Name", "Plan", "arrange", "effect_texts", "intervals", "summary_rows"]

# In heights of a row: between effects of one row, after a group, before the summary.
SUB_ROW, GROUP_GAP, SUMMARY_GAP = 0.72, 0.3, 0.25


@dataclass(frozen=True, slots=True)
class Line:
    """One effect: its place from the top, its row in the table, its name and colour level."""

    position: float
    row: int
    name: str
    level: str | None


@dataclass(frozen=True, slots=True)
class Name:
    """A text left of the axes."""

    position: float
    text: str
    is_heading: bool = False
    is_indented: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows; `height` in rows, the first one is at 0."""

    lines: tuple[Line, ...]
    names: tuple[Name, ...]
    height: float


def intervals(panel: ForestPanel, table: Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return effects, lower and upper ends, each of shape (rows,)."""
    x = panel.x
    value = np.asarray(table[x.field], dtype=np.float64)
    if x.error is not None:
        error = np.asarray(table[x.error], dtype=np.float64)
        return value, value - error, value + error
    return (
        value,
        np.asarray(table[str(x.low)], dtype=np.float64),
        np.asarray(table[str(x.high)], dtype=np.float64),
    )


def summary_rows(panel: ForestPanel, table: Table) -> np.ndarray:
    """Return a mask, shape (rows,), of the rows drawn as diamonds.

    Raises
    ------
    DataError
        If a name is not a row, or the column is not 0 and 1.
    """
    if panel.summary is None:
        return np.zeros(table.rows, dtype=bool)
    names = [label(v) for v in table[panel.y.field]]
    if isinstance(panel.summary, tuple):
        wanted = [label(v) for v in panel.summary]
        for name in wanted:
            if name not in names:
                raise DataError(f"summary names '{name}', which is no row", hint=did_you_mean(name, names))
        return np.array([n in wanted for n in names], dtype=bool)
    marks = [label(v) for v in table[panel.summary.field]]
    if not set(marks) <= {"0", "1", "True", "False"}:
        raise DataError(
            f"summary: column '{panel.summary.field}' holds other values than 0 and 1",
            hint="write 1 for the rows drawn as diamonds, or name them: summary: [Overall]",
        )
    return np.array([m in {"1", "True"} for m in marks], dtype=bool)


def arrange(panel: ForestPanel, table: Table) -> Plan:
    """Give every effect its place from top to bottom.

    A group of one row that has the group's own name (``Overall``) stands alone, without a heading.

    Raises
    ------
    DataError
        If two rows have the same name (in one group and of one colour), or an order forgets one.
    """
    names = cat.ordered_levels(table, panel.y, "y")
    if panel.y.reverse:
        names.reverse()
    groups: list[str | None] = [None]
    if panel.group is not None:
        groups = list(cat.ordered_levels(table, panel.group, "group"))
    levels: list[str | None] = [None]
    if panel.color is not None:
        levels = list(cat.ordered_levels(table, panel.color, "color"))
    found = _index(panel, table)
    is_summary = summary_rows(panel, table)

    lines: list[Line] = []
    texts: list[Name] = []
    at = 0.0
    for group in groups:
        inside = [n for n in names if any((group, n, level) in found for level in levels)]
        has_heading = group is not None and inside != [group]
        if has_heading:
            texts.append(Name(at, str(group), is_heading=True))
            at += 1
        for name in inside:
            indices = [
                (level, found[group, name, level]) for level in levels if (group, name, level) in found
            ]
            if lines and is_summary[indices[0][1]] and not is_summary[lines[-1].row]:
                at += SUMMARY_GAP
            places = [at + SUB_ROW * k for k in range(len(indices))]
            lines += [Line(p, i, name, level) for p, (level, i) in zip(places, indices, strict=True)]
            texts.append(Name((places[0] + places[-1]) / 2, name, is_indented=has_heading))
            at = places[-1] + 1
        if group is not None:
            at += GROUP_GAP
    return Plan(tuple(lines), tuple(texts), at - (GROUP_GAP if panel.group is not None else 0.0))


def _index(panel: ForestPanel, table: Table) -> dict[tuple[str | None, str, str | None], int]:
    """Return (group, name, level) → row of the table."""

    def texts(channel: Any) -> list[str | None]:
        return [None] * table.rows if channel is None else [label(v) for v in table[channel.field]]

    found: dict[tuple[str | None, str, str | None], int] = {}
    for i, (group, name, level) in enumerate(
        zip(texts(panel.group), texts(panel.y), texts(panel.color), strict=True)
    ):
        key = (group, str(name), level)
        if key in found:
            place = f" in group '{group}'" if group is not None else ""
            raise DataError(
                f"there are two rows called '{name}'{place}",
                hint="part them with group: or color:, or give them names of their own",
            )
        found[key] = i
    return found


def effect_texts(value: np.ndarray, low: np.ndarray, high: np.ndarray, form: str) -> list[str]:
    """Return ``0.78 (0.61–0.99)`` for every row, with "to" where a minus would run into the dash.

    Raises
    ------
    DataError
        If `form` is not a number format.
    """
    try:
        format(1.0, form)
    except ValueError:
        raise DataError(f"numbers: '{form}' is not a number format", hint='write one such as ".2f"') from None
    write = cat.number_format((), form)
    finite = np.concatenate([value, low, high])
    dash = " to " if any(write(v).startswith("−") for v in finite if np.isfinite(v)) else "–"

    def text(number: float) -> str:
        if np.isinf(number):
            return "∞" if number > 0 else "−∞"
        return write(number)

    return [f"{text(v)} ({text(a)}{dash}{text(b)})" for v, a, b in zip(value, low, high, strict=True)]
