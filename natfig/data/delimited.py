"""Reading CSV and TSV: every cell as text first, then the type that fits a whole column."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from natfig.core.errors import DataError
from natfig.data.files import DataFile
from natfig.data.infer import DECIMAL_COMMA, MISSING, typed_columns
from natfig.data.origin import Origin, check_agree, check_names, escape_path, records
from natfig.data.sql import quote

if TYPE_CHECKING:
    from natfig.data.engine import Engine

__all__ = ["read_delimited"]

# The first record of a CSV file is its header; one longer than this is no header.
_HEADER_BYTES = 1 << 20
_DELIMITERS = (",", ";", "\t", "|")


def _header(file: DataFile, delimiter: str | None) -> tuple[list[str], str]:
    """Return the names of the columns and what parts them."""
    with file.path.open(encoding="utf-8-sig", newline="") as handle:
        start = handle.read(_HEADER_BYTES)
    if not start.strip():
        raise DataError(f"{file.name} is empty")
    line = start.lstrip("\r\n").splitlines()[0]
    if delimiter is None:
        counts = {d: _outside_quotes(line).count(d) for d in _DELIMITERS}
        delimiter = max(_DELIMITERS, key=lambda d: counts[d])
        if counts[delimiter] == 0:
            delimiter = ","
    try:
        names = next(csv.reader(io.StringIO(start.lstrip("\r\n"), newline=""), delimiter=delimiter))
    except (csv.Error, StopIteration):
        raise DataError(
            f"{file.name}: the header in line 1 cannot be read", hint="check its quotes"
        ) from None
    return [n.strip() or f"column{k}" for k, n in enumerate(names, 1)], delimiter


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def read_delimited(
    engine: Engine, files: Sequence[DataFile], table: str, delimiter: str | None
) -> list[Origin]:
    """Load CSV or TSV files as one table.

    Parameters
    ----------
    engine : Engine
    files : sequence of DataFile
        Joined in this order; their columns must agree.
    table : str
        Name of the new table.
    delimiter : str or None
        What parts the cells; None: the header tells.

    Raises
    ------
    DataError
        If a file is no table, has no rows, or writes decimals with commas.
    """
    raw = f"{table}__natfig_raw"
    origins: list[Origin] = []
    first: list[str] = []
    for file in files:
        names, parted = _header(file, delimiter)
        check_names(names, file.name)
        if origins:
            check_agree(first, names, files[0].name, file.name)
        else:
            first = names
            engine.run(f"CREATE TABLE {quote(raw)} ({', '.join(f'{quote(n)} VARCHAR' for n in names)})")
        before = engine.count(raw) if origins else 0
        _insert_csv(engine, raw, file, names, parted)
        rows = engine.count(raw) - before
        if rows == 0:
            raise DataError(f"{file.name} has a header but no rows")
        origins.append(Origin(file.name, rows, 2, file, parted))
    types = typed_columns(engine, raw)
    _refuse_decimal_commas(engine, raw, types, origins)
    casts = ", ".join(_typed(n, kind) for n, kind in types.items())
    select = f"SELECT {casts} FROM {quote(raw)}"  # noqa: S608  # names go through quote()
    engine.run(f"CREATE TABLE {quote(table)} AS {select}")
    engine.run(f"DROP TABLE {quote(raw)}")
    return origins


def _typed(name: str, kind: str) -> str:
    column = quote(name)
    return (
        f"trim({column}) AS {column}" if kind == "VARCHAR" else f"CAST(trim({column}) AS {kind}) AS {column}"
    )


def _insert_csv(engine: Engine, raw: str, file: DataFile, names: Sequence[str], delimiter: str) -> None:
    columns = ", ".join(f"{_literal(n)}: 'VARCHAR'" for n in names)
    missing = ", ".join(_literal(m) for m in MISSING)
    options = (
        f"columns = {{{columns}}}, header = true, auto_detect = false, delim = {_literal(delimiter)}, "
        f"quote = '\"', escape = '\"', nullstr = [{missing}]"
    )
    sql = f"INSERT INTO {quote(raw)} BY NAME SELECT * FROM read_csv(?, {options})"  # noqa: S608  # quoted
    try:
        engine.run(sql, [escape_path(str(file.path))])
    except DataError as error:
        raise _csv_fault(file, names, delimiter, error) from None


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _csv_fault(file: DataFile, names: Sequence[str], delimiter: str, error: DataError) -> DataError:
    """Return what is wrong with a CSV file, found with Python's own reader."""
    for line, cells in records(file, delimiter):
        if len(cells) != len(names):
            hint = "put text that holds the delimiter into quotes"
            if delimiter == "," and len(cells) > len(names):
                hint += "; a decimal comma needs ';' between the columns or, better, a point"
            counted = f"{len(cells)} {'cell' if len(cells) == 1 else 'cells'}"
            return DataError(f"{file.name}: line {line} has {counted}, the header {len(names)}", hint=hint)
    content = file.path.read_bytes()
    if content.count(b"\r\n") not in (0, content.count(b"\n")) or (
        b"\r" in content.replace(b"\r\n", b"") and b"\n" in content
    ):
        return DataError(
            f"{file.name} mixes line ends of Windows and Unix", hint="save it again with one of them"
        )
    if "quote" in str(error) or content.count(b'"') % 2:
        return DataError(
            f"{file.name}: a quote is opened and never closed", hint='double a quote inside quotes: ""'
        )
    return DataError(f"{file.name} is not a table of cells: {error.problems[0].message}")


def _refuse_decimal_commas(
    engine: Engine, raw: str, types: Mapping[str, str], origins: Sequence[Origin]
) -> None:
    """Refuse "3,5" where ';' parts the columns: there it can only be a number."""
    if not any(o.delimiter == ";" for o in origins):
        return
    for name in [n for n, kind in types.items() if kind == "VARCHAR"]:
        column = quote(name)
        total, fitting, example = engine.run(
            f"SELECT count({column}), count({column}) FILTER (regexp_full_match({column}, ?)), "  # noqa: S608  # names go through quote()
            f"min({column}) FILTER (contains({column}, ',')) FROM {quote(raw)}",
            [DECIMAL_COMMA.pattern],
        ).fetchone()
        if total and total == fitting and example:
            raise DataError(
                f"column '{name}' of {origins[0].name} has decimal commas ('{example}')",
                hint=f"write {example.replace(',', '.')}",
            )
