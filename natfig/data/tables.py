"""Tables: named columns in numpy arrays, in file order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Table"]


@dataclass(frozen=True)
class Table:
    """An immutable table.

    Attributes
    ----------
    name : str
    columns : mapping of str to numpy.ndarray, each of shape (rows,)
        Numbers as float64 or int64, text as object arrays of str, dates as
        datetime64, booleans as bool. Missing values are NaN, None or NaT.
    """

    name: str
    columns: Mapping[str, np.ndarray]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def __getitem__(self, column: str) -> np.ndarray:
        return self.columns[column]

    def __contains__(self, column: object) -> bool:
        return column in self.columns

    def is_numeric(self, column: str) -> bool:
        """Return whether a column holds numbers (booleans and dates are not)."""
        return self.columns[column].dtype.kind in "iuf"

    def is_missing(self, column: str) -> np.ndarray:
        """Return a mask, shape (rows,), of missing values."""
        values = self.columns[column]
        if values.dtype.kind == "f":
            return np.asarray(np.isnan(values))
        if values.dtype.kind == "M":
            return np.asarray(np.isnat(values))
        if values.dtype.kind == "O":
            absent = [v is None or v != v for v in values]  # noqa: PLR0124  # NaN
            return np.array(absent, dtype=bool)
        return np.zeros(len(values), dtype=bool)

    def take(self, keep: np.ndarray) -> Table:
        """Return the rows selected by a mask or by indices, in that order."""
        return Table(self.name, {k: v[keep] for k, v in self.columns.items()})

    def levels(self, column: str, order: tuple[Any, ...] | None = None) -> list[str]:
        """Return the distinct values of a column as text: in `order`, else as they first appear."""
        # Values are told apart first and put into words after: a million rows have few levels.
        values, gone = self._values(column), self.is_missing(column).tolist()
        distinct = dict.fromkeys(v for v, is_gone in zip(values, gone, strict=True) if not is_gone)
        present = dict.fromkeys(label(v) for v in distinct)
        if order is None:
            return list(present)
        return [label(v) for v in order if label(v) in present]

    def groups(
        self, column: str | None, order: tuple[Any, ...] | None = None
    ) -> Iterator[tuple[str | None, Table]]:
        """Yield ``(level, rows of that level)``; without a column the whole table under None."""
        if column is None:
            yield None, self
            return
        values = self._values(column)
        words = {v: label(v) for v in dict.fromkeys(values)}
        labels = np.array([words[v] for v in values], dtype=object)
        for level in self.levels(column, order):
            yield level, self.take(labels == level)

    def _values(self, column: str) -> list[Any]:
        """Return a column as hashable Python values; dates as ISO text."""
        values = self[column]
        if values.dtype.kind == "M":
            values = values.astype("datetime64[D]").astype(str)
        return list(values.tolist())

    def to_pandas(self) -> pd.DataFrame:
        """Return a DataFrame (imports pandas), for seaborn calls in `kind: python`."""
        import pandas as pd

        return pd.DataFrame(dict(self.columns))


def label(value: Any) -> str:
    """Return a value as the text of a level: 1.0 and 1 are the same level."""
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    if isinstance(value, np.datetime64):
        return str(value.astype("datetime64[D]"))
    return str(value)
