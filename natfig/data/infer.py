"""What a column of text holds: whole numbers, numbers, true/false, dates, or text.

A column is a number only when every value that is not missing is one. Nothing is
turned into a number in part, nor is a code with leading zeros.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from natfig.core.errors import DataError
from natfig.data.sql import quote

if TYPE_CHECKING:
    import numpy as np

    from natfig.data.engine import Engine

__all__ = ["DECIMAL_COMMA", "FLOAT", "MISSING", "column_array", "typed_columns"]

# What stands for a missing value in a text file.
MISSING = ("", "NA", "NaN", "nan", "null", "NULL", "N/A")

# 18 digits fit 64 bits; a longer run of digits, or one with leading zeros, is a name.
_INT = r"\s*[+-]?(0|[1-9][0-9]{0,17})\s*"
FLOAT = r"\s*[+-]?((0|[1-9][0-9]{0,17})(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*|\s*[+-]?[iI]nf(inity)?\s*"
_BOOL = r"\s*([tT]rue|[fF]alse|TRUE|FALSE)\s*"
_DATE = r"\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*"
_TIME = r"\s*[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?\s*"
DECIMAL_COMMA = re.compile(r"\s*[+-]?\d+(?:,\d+)?(?:[eE][+-]?\d+)?\s*")

# Narrowest first: whole numbers are numbers too.
_PATTERNS = (("BIGINT", _INT), ("DOUBLE", FLOAT), ("BOOLEAN", _BOOL), ("DATE", _DATE), ("TIMESTAMP", _TIME))
_SQL = dict(_PATTERNS)
_CALENDAR = ("DATE", "TIMESTAMP")
_PYTHON = {name: re.compile(pattern) for name, pattern in _PATTERNS}
# Rows looked at for a first guess, which is then proved on all.
_GUESS_ROWS = 2_000


def _counts(engine: Engine, source: str, tests: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    parts = [f"count(*) FILTER ({_test(quote(c), kind)})" for c, kind in tests]
    row = engine.run(f"SELECT {', '.join(parts)} FROM {source}").fetchone()  # noqa: S608  # names and text go through quote()
    return tuple(int(v) for v in row)


def _test(column: str, kind: str) -> str:
    """Return SQL that is true where a text can become `kind` as it is."""
    matches = f"regexp_full_match({column}, '{_SQL[kind]}')"
    # 2020-02-30 has the form of a date.
    return f"{matches} AND TRY_CAST(trim({column}) AS {kind}) IS NOT NULL" if kind in _CALENDAR else matches


def _filled(engine: Engine, source: str, columns: Sequence[str]) -> tuple[int, ...]:
    row = engine.run(f"SELECT {', '.join(f'count({quote(c)})' for c in columns)} FROM {source}").fetchone()  # noqa: S608  # names and text go through quote()
    return tuple(int(v) for v in row)


def _guess(engine: Engine, source: str, columns: Sequence[str]) -> dict[str, str]:
    """Return the narrowest type of each column over the rows of `source`."""
    filled = _filled(engine, source, columns)
    tests = [(c, kind) for c in columns for kind, _ in _PATTERNS]
    counts = _counts(engine, source, tests)
    found: dict[str, str] = {}
    for k, column in enumerate(columns):
        hits = counts[k * len(_PATTERNS) : (k + 1) * len(_PATTERNS)]
        fitting = [name for (name, _), n in zip(_PATTERNS, hits, strict=True) if n == filled[k]]
        found[column] = fitting[0] if fitting and filled[k] else "VARCHAR"
    return found


def typed_columns(engine: Engine, raw: str) -> dict[str, str]:
    """Return the SQL type each text column of a table can have without a value being lost.

    Parameters
    ----------
    engine : Engine
    raw : str
        A table whose columns are all VARCHAR.
    """
    columns = list(engine.types(raw))
    guess = _guess(engine, f"(SELECT * FROM {quote(raw)} LIMIT {_GUESS_ROWS})", columns)  # noqa: S608  # names and text go through quote()
    sure = [c for c in columns if guess[c] != "VARCHAR"]
    doubtful = [c for c in columns if guess[c] == "VARCHAR"]
    if sure:
        filled = _filled(engine, quote(raw), sure)
        hits = _counts(engine, quote(raw), [(c, guess[c]) for c in sure])
        doubtful += [c for c, n, hit in zip(sure, filled, hits, strict=True) if n != hit]
    # A text column stays text unless its first rows were all missing.
    late = [c for c in doubtful if guess[c] != "VARCHAR"] + _empty_at_first(engine, raw, doubtful, guess)
    if late:
        guess.update(_guess(engine, quote(raw), late))
    return guess


def _empty_at_first(engine: Engine, raw: str, doubtful: Sequence[str], guess: dict[str, str]) -> list[str]:
    texts = [c for c in doubtful if guess[c] == "VARCHAR"]
    if not texts:
        return []
    filled = _filled(engine, f"(SELECT * FROM {quote(raw)} LIMIT {_GUESS_ROWS})", texts)  # noqa: S608  # names and text go through quote()
    return [c for c, n in zip(texts, filled, strict=True) if n == 0]


def column_array(values: Sequence[Any], where: str) -> np.ndarray:
    """Return Python values as one column.

    Parameters
    ----------
    values : sequence, shape (rows,)
        Numbers, text, booleans, dates or None.
    where : str
        "column 'x' of data/a.json", for the message.

    Raises
    ------
    DataError
        If a value is a list or a mapping.
    """
    import numpy as np

    kinds = {_kind(v, where) for v in values} - {"missing"}
    if kinds and kinds <= {"int", "float"}:
        if kinds == {"int"} and not any(_kind(v, where) == "missing" for v in values):
            return np.array([int(v) for v in values], dtype=np.int64)
        return np.array(
            [float("nan") if _kind(v, where) == "missing" else float(v) for v in values], dtype=np.float64
        )
    if kinds == {"bool"} and all(isinstance(v, bool) for v in values):
        return np.array(values, dtype=bool)
    if kinds == {"date"} or (kinds == {"text"} and _all_dates(values)):
        return np.array([_date(v) for v in values], dtype="datetime64[us]")
    return np.array([None if _kind(v, where) == "missing" else _text(v) for v in values], dtype=object)


def _kind(value: Any, where: str) -> str:
    if value is None or value != value or (isinstance(value, str) and value.strip() in MISSING):  # noqa: PLR0124  # NaN
        return "missing"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int" if -(2**63) <= value < 2**63 else "float"
    if isinstance(value, float):
        return "float"
    if isinstance(value, dt.date):
        return "date"
    if isinstance(value, str | dt.time | dt.timedelta):
        return "text"
    raise DataError(
        f"{where} holds lists or records", hint="each value must be a number, text, true or false"
    )


def _all_dates(values: Iterable[Any]) -> bool:
    texts = [v for v in values if isinstance(v, str) and v.strip() not in MISSING]
    return all(_PYTHON["DATE"].fullmatch(t) or _PYTHON["TIMESTAMP"].fullmatch(t) for t in texts) and all(
        _is_date(t) for t in texts
    )


def _is_date(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def _date(value: Any) -> Any:
    import numpy as np

    if isinstance(value, dt.datetime):
        return np.datetime64(value.replace(tzinfo=None), "us")
    if isinstance(value, dt.date):
        return np.datetime64(value, "us")
    if isinstance(value, str) and value.strip() not in MISSING:
        return np.datetime64(dt.datetime.fromisoformat(value.strip()).replace(tzinfo=None), "us")
    return np.datetime64("NaT", "us")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, str) else str(value)
