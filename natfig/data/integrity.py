"""The data integrity gate: which rows a panel draws, and that they can be drawn.

Every row is used unless the spec says otherwise, and what it says is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from natfig.core.errors import DataError, Problem, did_you_mean
from natfig.data.infer import DECIMAL_COMMA, FLOAT
from natfig.data.tables import Table, label
from natfig.data.use import DataUse, Exclusion
from natfig.spec.models import PanelBase, _Channel, _ColorChannel, _NumericChannel

if TYPE_CHECKING:
    import numpy as np

    from natfig.data.load import PlaceLike, TableInfo, Tables

__all__ = ["UsedColumn", "admit", "used_columns"]

Place = Callable[..., "PlaceLike"]


@dataclass(frozen=True, slots=True)
class UsedColumn:
    """A column a panel draws.

    Attributes
    ----------
    keys : tuple
        Where it is named, below the panel: ``("x", "field")``.
    column : str
    numeric : bool
        Text in it is an error.
    channel : object or None
        The channel it belongs to, for the column of its `field`.
    """

    keys: tuple[str | int, ...]
    column: str
    numeric: bool = False
    channel: Any = field(default=None, compare=False)


def _channels(value: Any, keys: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, _Channel | _ColorChannel):
        yield keys, value
    elif isinstance(value, tuple | list):
        for k, one in enumerate(value):
            yield from _channels(one, (*keys, k))


def used_columns(panel: PanelBase) -> list[UsedColumn]:
    """Return the columns a panel's channels name, with the ends of their intervals, and its stats."""
    used: list[UsedColumn] = []
    for name in type(panel).model_fields:
        for keys, channel in _channels(getattr(panel, name), (name,)):
            is_number = isinstance(channel, _NumericChannel)
            used.append(UsedColumn((*keys, "field"), channel.field, is_number, channel))
            if is_number:
                ends = ((e, getattr(channel, e)) for e in ("low", "high", "error"))
                used += [
                    UsedColumn((*keys, end), column, numeric=True)
                    for end, column in ends
                    if column is not None
                ]
    if panel.stats is not None:
        if panel.stats.replicate is not None:
            used.append(UsedColumn(("stats", "replicate"), panel.stats.replicate))
        subjects = ((k, test.subject) for k, test in enumerate(panel.stats.test))
        used += [UsedColumn(("stats", "test", k, "subject"), s) for k, s in subjects if s is not None]
    return used


def admit(
    letter: str, panel: PanelBase, tables: Tables, place: Place, extra: Iterable[tuple[str, bool]] = ()
) -> tuple[Table | None, DataUse | None]:
    """Return the rows a panel draws, or say why it can't.

    Parameters
    ----------
    letter : str
    panel : PanelBase
    tables : Tables
    place : callable
        ``place(*keys)`` gives the place of a key path of the spec.
    extra : iterable of (str, bool)
        Columns the chart uses besides its channels, and whether they must be numbers.

    Returns
    -------
    tuple of (Table, DataUse)
        Both None for ``kind: python`` and ``kind: r`` without data.

    Raises
    ------
    DataError
        With all that is wrong: no such table or column, text in a numeric column,
        missing values without a rule, values a log scale can't show, an incomplete order.
    """
    gate = _Gate(letter, panel, tables, place)
    name = gate.table_name()
    if name is None:
        return None, None
    keep, exclusions = gate.rows(name)
    used = [*used_columns(panel), *(UsedColumn((), column, numeric) for column, numeric in extra)]
    present = [u for u in used if gate.is_there(u, name)]
    gate.stop()
    table = gate.with_numbers(tables[name], present, keep, name)
    gate.stop()
    keep, dropped = gate.without_missing(table, present, keep, name)
    exclusions += dropped
    gate.stop()
    gate.check_scales(table, present, keep, name)
    gate.check_orders(table, present, keep)
    gate.stop()
    info = tables.info(name)
    rows_used = int(keep.sum())
    use = DataUse(
        name, info.sha256, info.rows, rows_used, tuple(exclusions), (letter,), info.sources, info.example
    )
    return (table if rows_used == info.rows else table.take(keep)), use


class _Gate:
    """One panel on its way through the gate; problems are collected and told together."""

    def __init__(self, letter: str, panel: PanelBase, tables: Tables, place: Place) -> None:
        self.letter = letter
        self.panel = panel
        self.tables = tables
        self.place = place
        self.problems: list[Problem] = []

    def fault(self, message: str, *keys: str | int, hint: str | None = None) -> None:
        """Note a problem at a key of the panel."""
        where = self.place("panels", self.letter, *keys)
        self.problems.append(where.with_message(f"panel {self.letter}: {message}", hint))

    def stop(self) -> None:
        """Raise what was noted."""
        if self.problems:
            raise DataError(list(dict.fromkeys(self.problems)))

    def info(self, name: str) -> TableInfo:
        return self.tables.info(name)

    def table_name(self) -> str | None:
        """Return the table the panel draws: the one it names, else the only one there is."""
        names = self.tables.names
        if self.panel.data is not None:
            if self.panel.data in self.tables:
                return self.panel.data
            self.fault(
                f"there is no table '{self.panel.data}'",
                "data",
                hint=did_you_mean(self.panel.data, names, what="tables"),
            )
        elif self.panel.kind in ("python", "r") or not getattr(type(self.panel), "reads_table", True):
            return None
        elif len(names) == 1:
            return names[0]
        else:
            hint = f"add data: with one of {', '.join(names)}" if names else "add a table under data:"
            self.fault("it does not say which table it draws", hint=hint)
        self.stop()
        return None

    def rows(self, name: str) -> tuple[np.ndarray, list[Exclusion]]:
        """Return which rows `where` and `exclude` leave, shape (rows,), and what they take out."""
        import numpy as np

        keep = np.ones(self.info(name).rows, dtype=bool)
        out: list[Exclusion] = []
        if self.panel.where is not None:
            shown = self._mask(name, self.panel.where, "where")
            out.append(Exclusion(f"NOT ({self.panel.where})", "where", int((keep & ~shown).sum())))
            keep &= shown
        for k, rule in enumerate(self.panel.exclude):
            gone = self._mask(name, rule.rule, "exclude", k, "rule")
            out.append(Exclusion(rule.rule, rule.reason, int((keep & gone).sum())))
            keep &= ~gone
        self.stop()
        if not keep.any():
            key = "where" if self.panel.where is not None else "exclude"
            self.fault(
                f"no row of {self.info(name).title} is left",
                key,
                hint=f"{self.info(name).rows:,} rows were there before",
            )
        self.stop()
        return keep, out

    def _mask(self, name: str, condition: str, *keys: str | int) -> np.ndarray:
        import numpy as np

        try:
            return self.tables.mask(name, condition)
        except DataError as error:
            for problem in error.problems:
                self.fault(problem.message, *keys, hint=problem.hint)
            return np.ones(self.info(name).rows, dtype=bool)

    def is_there(self, used: UsedColumn, name: str) -> bool:
        """Return whether a column is in the table, and note it if it is not."""
        columns = self.info(name).columns
        if used.column in columns:
            return True
        title = self.info(name).title
        hint = did_you_mean(used.column, columns, what="columns")
        self.fault(f"there is no column '{used.column}' in {title}", *used.keys, hint=hint)
        return False

    def with_numbers(self, table: Table, used: Sequence[UsedColumn], keep: np.ndarray, name: str) -> Table:
        """Return the table with every numeric column as numbers; text in one is noted."""
        columns = dict(table.columns)
        for column in used:
            if not column.numeric or table.is_numeric(column.column):
                continue
            values = table[column.column]
            kind = values.dtype.kind
            if kind == "O" and all(v is None or isinstance(v, str) for v in values):
                numbers = self._parse(values, keep, column, name)
                if numbers is not None:
                    columns[column.column] = numbers
                continue
            what = {"M": "dates", "b": "true and false"}.get(kind, "true, false and missing values")
            title = self.info(name).title
            self.fault(f"column '{column.column}' of {title} holds {what}, not numbers", *column.keys)
        return Table(table.name, columns)

    def _parse(self, values: np.ndarray, keep: np.ndarray, used: UsedColumn, name: str) -> np.ndarray | None:
        """Return text as numbers (codes with leading zeros), or note the first value that is none."""
        import re

        import numpy as np

        number = re.compile(FLOAT.replace("(0|[1-9][0-9]{0,17})", "[0-9]{1,18}"))
        for index in np.flatnonzero(keep):
            text = values[index]
            if text is None or number.fullmatch(text):
                continue
            row, where = self.info(name).locate(int(index))
            comma = bool(DECIMAL_COMMA.fullmatch(text)) and "," in text
            what = "has decimal commas" if comma else "is text"
            hint = (
                f"write {text.replace(',', '.')}"
                if comma
                else "write a number, or leave the cell empty and say missing:"
            )
            self.fault(
                f"column '{used.column}' of {where} {what}: row {row} holds '{text}'", *used.keys, hint=hint
            )
            return None
        kept = [float("nan") if v is None or not k else float(v) for v, k in zip(values, keep, strict=True)]
        return np.array(kept, dtype=np.float64)

    def without_missing(
        self, table: Table, used: Sequence[UsedColumn], keep: np.ndarray, name: str
    ) -> tuple[np.ndarray, list[Exclusion]]:
        """Return the rows without missing values in a used column, if the spec allows to drop any."""
        import numpy as np

        rule = self.panel.missing
        exclusions: list[Exclusion] = []
        left = keep.copy()
        seen: set[str] = set()
        for column in used:
            if column.column in seen:
                continue
            seen.add(column.column)
            values = table[column.column]
            gone = table.is_missing(column.column)
            if values.dtype.kind == "f":
                gone = gone | np.isinf(values)
            gone = gone & keep
            count = int(gone.sum())
            if not count:
                continue
            if rule is None:
                self._missing_fault(column, values, gone, count, name)
                continue
            exclusions.append(Exclusion(f"{column.column} IS MISSING", rule.drop, int((gone & left).sum())))
            left &= ~gone
        if rule is not None and not left.any():
            self.fault("no row is left without missing values", "missing")
        return left, exclusions

    def _missing_fault(
        self, used: UsedColumn, values: np.ndarray, gone: np.ndarray, count: int, name: str
    ) -> None:
        import numpy as np

        row, where = self.info(name).locate(int(np.flatnonzero(gone)[0]))
        infinite = values.dtype.kind == "f" and bool(np.isinf(values[gone]).any())
        what = "missing or infinite" if infinite else "missing"
        noun = "value" if count == 1 else "values"
        self.fault(
            f"column '{used.column}' of {where} has {count:,} {what} {noun}, the first in row {row}",
            *used.keys,
            hint="fill them in, or write missing: {drop: the reason} to leave those rows out",
        )

    def check_scales(self, table: Table, used: Sequence[UsedColumn], keep: np.ndarray, name: str) -> None:
        """Note values a log scale can't show."""
        import numpy as np

        scales = {u.keys[:-1]: u.channel.scale for u in used if isinstance(u.channel, _Channel)}
        for column in used:
            scale = scales.get(column.keys[:-1])
            if (
                scale not in ("log", "log2")
                or column.keys[-1:] == ("error",)
                or not table.is_numeric(column.column)
            ):
                continue
            bad = np.flatnonzero(keep & (table[column.column] <= 0))
            if len(bad):
                row, where = self.info(name).locate(int(bad[0]))
                value = float(table[column.column][bad[0]])
                noun = "value" if len(bad) == 1 else "values"
                self.fault(
                    f"column '{column.column}' of {where} has {len(bad):,} {noun} of 0 or less, "
                    f"the first in row {row} ({value:g}); a {scale} scale cannot show them",
                    *column.keys,
                    hint="write scale: symlog or linear, or leave the rows out with exclude: and a reason",
                )

    def check_orders(self, table: Table, used: Sequence[UsedColumn], keep: np.ndarray) -> None:
        """Note an order that leaves levels out, invents some or names one twice."""
        for column in used:
            order = getattr(column.channel, "order", None)
            if order is None:
                continue
            here = table.take(keep).levels(column.column)
            known = set(table.levels(column.column))
            given = [label(v) for v in order]
            keys = (*column.keys[:-1], "order")
            twice = sorted({v for v in given if given.count(v) > 1})
            if twice:
                self.fault(f"order names '{twice[0]}' twice", *keys)
            left_out = [v for v in here if v not in given]
            if left_out:
                shown = ", ".join(f"'{v}'" for v in left_out[:5])
                more = f" and {len(left_out) - 5} more" if len(left_out) > 5 else ""
                message = f"order leaves out {shown}{more} of column '{column.column}'"
                self.fault(message, *keys, hint="name every level, or leave rows out with where: or exclude:")
            for value in given:
                # A level that only excluded rows have is no invention.
                if value not in known:
                    message = f"order names '{value}', which column '{column.column}' does not hold"
                    self.fault(message, *keys, hint=did_you_mean(value, known, what="levels"))
