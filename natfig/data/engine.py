"""DuckDB, shut in: one thread, no files once the tables are loaded, bounded time."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from natfig.core.errors import DataError, did_you_mean
from natfig.data.sql import quote

if TYPE_CHECKING:
    import duckdb
    import numpy as np

    from natfig.data.tables import Table

__all__ = ["TIMEOUT_S", "Engine"]

T = TypeVar("T")

# A figure's query runs in milliseconds; what takes a minute is a mistake (a cross join).
TIMEOUT_S = 60.0

_INTEGERS = frozenset(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"))
_FLOATS = frozenset(("FLOAT", "DOUBLE", "UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM", "VARINT", "REAL"))
_TEXTS = frozenset(("VARCHAR", "UUID", "TIME", "TIME WITH TIME ZONE", "JSON", "INTERVAL", '"NULL"', "NULL"))
_DATES = frozenset(("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"))


class Engine:
    """A connection that only this spec's tables live in.

    Parameters
    ----------
    timeout_s : float
        Longest time one statement of the spec may take.
    """

    def __init__(self, timeout_s: float = TIMEOUT_S) -> None:
        import duckdb

        self._error = duckdb.Error
        self.timeout_s = timeout_s
        # One thread keeps the order of rows and of floating-point sums the same on every machine.
        self.con: duckdb.DuckDBPyConnection = duckdb.connect(
            ":memory:",
            config={
                "threads": "1",
                "preserve_insertion_order": "true",
                "temp_directory": "",
                "python_enable_replacements": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )

    def lock(self) -> None:
        """Cut the engine off from files, extensions and its own settings, for good."""
        self.con.execute("SET enable_external_access = false")
        self.con.execute("SET lock_configuration = true")

    def close(self) -> None:
        """Give the memory back."""
        self.con.close()

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """Run a statement of natfig's own and return its cursor; a large file may take its time.

        Raises
        ------
        DataError
            With DuckDB's reason in one sentence.
        """
        return self._explained(lambda: self.con.execute(sql, list(parameters)))

    def run_user(self, sql: str, take: Callable[[Any], T], columns: Sequence[str] = ()) -> T:
        """Run a statement of the spec within the time allowed.

        Parameters
        ----------
        sql : str
        take : callable
            Takes the result from the cursor; some of the work is done only then.
        columns : sequence of str
            Columns the statement could have meant, for suggestions.

        Raises
        ------
        DataError
            With DuckDB's reason in one sentence, or that it takes too long.
        """
        late = threading.Event()

        def interrupt() -> None:
            late.set()
            self.con.interrupt()

        timer = threading.Timer(self.timeout_s, interrupt)
        timer.daemon = True
        timer.start()
        try:
            return self._explained(lambda: take(self.con.execute(sql)), columns)
        except DataError:
            if late.is_set():
                message = f"the SQL takes longer than {self.timeout_s:g} s"
                raise DataError(message, hint="is a JOIN without a condition in it?") from None
            raise
        finally:
            timer.cancel()

    def _explained(self, work: Callable[[], T], columns: Sequence[str] = ()) -> T:
        try:
            return work()
        except self._error as error:
            raise explain(str(error), columns) from None
        except MemoryError:
            raise DataError("the SQL needs more memory than there is") from None

    def types(self, table: str) -> dict[str, str]:
        """Return the columns of a table and their SQL types, in order."""
        cursor = self.run(f"SELECT * FROM {quote(table)} LIMIT 0")  # noqa: S608  # names and text go through quote()
        return {str(c[0]): str(c[1]).upper() for c in cursor.description}

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        (rows,) = self.run(f"SELECT count(*) FROM {quote(table)}").fetchone()  # noqa: S608  # names and text go through quote()
        return int(rows)

    def fetch(self, table: str) -> Table:
        """Return a table as numpy arrays: see `natfig.data.tables.Table` for the types.

        Raises
        ------
        DataError
            If a column holds lists, records or bytes.
        """
        from natfig.data.tables import Table

        types = self.types(table)
        parts = [f"{_cast(quote(c), kind, c)} AS c{k}" for k, (c, kind) in enumerate(types.items())]
        arrays: Any = self._explained(
            lambda: self.con.execute(f"SELECT {', '.join(parts)} FROM {quote(table)}").fetchnumpy()  # noqa: S608  # names and text go through quote()
        )
        return Table(table, {c: _plain(arrays[f"c{k}"]) for k, c in enumerate(types)})

    def mask(self, sql: str, rows: int, columns: Sequence[str]) -> np.ndarray:
        """Return the booleans a condition gives, shape (rows,)."""
        import numpy as np

        values = self.run_user(sql, lambda cursor: next(iter(cursor.fetchnumpy().values())), columns)
        if len(values) != rows:
            raise DataError("the condition sums rows up", hint="a condition looks at one row at a time")
        return np.asarray(values, dtype=bool)


def _cast(column: str, kind: str, name: str) -> str:
    if kind in _INTEGERS:
        return f"{column}::BIGINT"
    if kind in _FLOATS or kind.startswith("DECIMAL"):
        return f"{column}::DOUBLE"
    if kind == "BOOLEAN":
        return column
    if kind in _TEXTS or (kind.startswith("ENUM") and not kind.endswith("]")):
        return f"{column}::VARCHAR"
    if kind in _DATES:
        return f"{column}::TIMESTAMP"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"({column} AT TIME ZONE 'UTC')"
    what = "lists or records" if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION")) else kind
    raise DataError(
        f"column '{name}' holds {what}, which cannot be plotted",
        hint="take single values out of it with a query under data:",
    )


def _plain(values: np.ndarray) -> np.ndarray:
    """Return a column without numpy's mask: NaN, NaT or None stand for what is missing."""
    import numpy as np

    if not isinstance(values, np.ma.MaskedArray):
        return values
    mask = np.ma.getmaskarray(values)
    data = values.data
    if data.dtype.kind in "iu":
        data = data.astype(np.float64)
    if data.dtype.kind == "f":
        out = data.copy()
        out[mask] = np.nan
    elif data.dtype.kind == "M":
        out = data.copy()
        out[mask] = np.datetime64("NaT")
    else:
        out = data.astype(object)
        out[mask] = None
    return out


def explain(message: str, columns: Sequence[str]) -> DataError:
    """Return DuckDB's message as one sentence, with the column that was meant."""
    text = message.strip()
    missing = re.search(r'(?:Referenced column|column) "([^"]+)" (?:not found|does not exist)', text)
    if missing:
        return DataError(
            f"there is no column '{missing[1]}'", hint=did_you_mean(missing[1], columns, what="columns")
        )
    if "WHERE clause cannot contain" in text or "must appear in the GROUP BY" in text:
        return DataError(
            f"the SQL is wrong: {_sentence(text)}", hint="add GROUP BY, or use a query under data:"
        )
    if text.startswith("Out of Memory"):
        return DataError("the SQL needs more memory than there is")
    if "file system operations are disabled" in text or "disabled by configuration" in text:
        return DataError(
            "the SQL reads or writes files", hint="list files under data: and select from their names"
        )
    hint = None
    if "VARCHAR" in text and (
        "No function matches" in text or "Cannot compare" in text or "Could not convert" in text
    ):
        hint = "a column it takes for numbers is text"
    return DataError(f"the SQL is wrong: {_sentence(text)}", hint=hint)


def _sentence(text: str) -> str:
    line = text.splitlines()[0] if text else "DuckDB gives no reason"
    return re.sub(r"^[A-Z][A-Za-z ]+ Error: ", "", line).rstrip(".! ")
