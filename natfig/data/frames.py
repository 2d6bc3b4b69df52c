"""Tables that are already in memory: data frames of pandas or Polars, mappings of columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.core.errors import DataError
from natfig.core.io import hash_bytes
from natfig.data.infer import column_array
from natfig.data.origin import check_names
from natfig.data.sql import quote

if TYPE_CHECKING:
    from natfig.data.engine import Engine

__all__ = ["is_frame", "load_frame", "store"]

_PLAIN = "biufM"


def is_frame(value: Any) -> bool:
    """Whether a value is a table: it has columns that can be asked for by name."""
    return isinstance(value, Mapping) or (hasattr(value, "columns") and hasattr(value, "__getitem__"))


def load_frame(engine: Engine, frame: Any, table: str) -> tuple[int, str]:
    """Make a table of a data frame, and return its rows and a hash of what it holds.

    Parameters
    ----------
    engine : Engine
    frame : data frame or mapping of str to sequence
        Its index is not a column.
    table : str

    Raises
    ------
    DataError
        If it is no table, empty, or a column's values are lists or records.
    """
    where = f"the table '{table}'"
    if not is_frame(frame):
        raise DataError(
            f"{where} is {type(frame).__name__}, not a table",
            hint="give a data frame, or a mapping of names to columns",
        )
    names = [str(n) for n in (frame.keys() if isinstance(frame, Mapping) else frame.columns)]
    check_names(names, where)
    columns = {n: _array(frame[n], f"column '{n}' of {where}") for n in names}
    counts = {len(v) for v in columns.values()}
    if len(counts) > 1:
        raise DataError(f"{where}: its columns have {min(counts)} to {max(counts)} rows")
    rows = counts.pop() if counts else 0
    if not rows:
        raise DataError(f"{where}: there are no rows")
    store(engine, columns, table)
    return rows, _hash(columns)


def _array(column: Any, where: str) -> np.ndarray:
    values = column.to_numpy() if hasattr(column, "to_numpy") else np.asarray(column)
    if values.ndim != 1:
        raise DataError(f"{where} has {values.ndim} dimensions, not one")
    if values.dtype.kind in _PLAIN:
        return np.ascontiguousarray(values)
    # Categories, text, dates of Python's and pandas' own kinds of missing values.
    listed = [None if _is_missing(v) else v for v in values.tolist()]
    return column_array(listed, where)


def _is_missing(value: Any) -> bool:
    return value is None or type(value).__name__ in {"NAType", "NaTType"}


def store(engine: Engine, columns: Mapping[str, np.ndarray], table: str) -> None:
    """Make a table of numpy arrays, all of one length."""
    view = f"{table}__natfig_view"
    engine.con.register(view, {f"c{k}": v for k, v in enumerate(columns.values())})
    # An object array with nothing in it has no type; all others are text.
    parts = [
        f"c{k}{'::VARCHAR' if v.dtype.kind == 'O' else ''} AS {quote(n)}"
        for k, (n, v) in enumerate(columns.items())
    ]
    engine.run(f"CREATE TABLE {quote(table)} AS SELECT {', '.join(parts)} FROM {quote(view)}")  # noqa: S608  # names go through quote()
    engine.con.unregister(view)


def _hash(columns: Mapping[str, np.ndarray]) -> str:
    parts = []
    for name, values in columns.items():
        body = repr(values.tolist()).encode() if values.dtype.kind == "O" else values.tobytes()
        parts.append(f"{name}\0{values.dtype.str}\0{hash_bytes(body)}")
    return hash_bytes("\n".join(parts).encode())
