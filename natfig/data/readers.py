"""Reading data files into the engine, one function per format."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from natfig.core.errors import DataError, did_you_mean
from natfig.data.files import DataFile, fingerprint
from natfig.data.infer import DECIMAL_COMMA, MISSING, column_array, typed_columns
from natfig.data.sql import quote

if TYPE_CHECKING:
    import numpy as np

    from natfig.data.engine import Engine

__all__ = ["FORMATS", "Origin", "load_records", "read_files"]

# The first record of a CSV file is its header; one longer than this is no header.
_HEADER_BYTES = 1 << 20
# JSON and XLSX are held as Python objects while they are read, at some fifty times their size.
_MAX_JSON_BYTES = 200_000_000
_MAX_XLSX_BYTES = 100_000_000
_MAX_XLSX_UNPACKED = 2_000_000_000
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where some consecutive rows of a table come from.

    Attributes
    ----------
    name : str
        The file as messages call it, or "the rows in the spec".
    rows : int
    first : int
        Number of the first row in the file, as a spreadsheet counts (the header is row 1),
        or 1 where rows have no header.
    file : DataFile or None
        Of a CSV file, to find the exact line.
    delimiter : str or None
    """

    name: str
    rows: int
    first: int = 1
    file: DataFile | None = None
    delimiter: str | None = None

    def row(self, index: int) -> int:
        """Return the number of a row, 1-based; in a CSV file the line it ends in."""
        if self.file is None or self.delimiter is None:
            return self.first + index
        for k, (line, _) in enumerate(_records(self.file, self.delimiter)):
            if k == index + 1:
                return line
        return self.first + index


# -- csv, tsv ----------------------------------------------------------------


def _records(file: DataFile, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of each record as Python's reader sees them; blank lines are none."""
    with file.path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle, delimiter=delimiter)
        try:
            for cells in reader:
                if cells:
                    yield reader.line_num, cells
        except csv.Error:
            return


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


def _check_names(names: Sequence[str], where: str) -> None:
    seen: dict[str, str] = {}
    for name in names:
        first = seen.get(name.casefold())
        if first == name:
            raise DataError(f"{where} has two columns called '{name}'", hint="rename one of them")
        if first is not None:
            raise DataError(
                f"{where} has the columns '{first}' and '{name}', which SQL cannot tell apart",
                hint="rename one",
            )
        seen[name.casefold()] = name


def _escape(path: str) -> str:
    """Return a path that DuckDB does not take for a pattern."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in path)


def _read_text(engine: Engine, files: Sequence[DataFile], table: str, delimiter: str | None) -> list[Origin]:
    raw = f"{table}__natfig_raw"
    origins: list[Origin] = []
    first: list[str] = []
    for file in files:
        names, parted = _header(file, delimiter)
        _check_names(names, file.name)
        if origins:
            _check_agree(first, names, files[0].name, file.name)
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
    engine.run(f"CREATE TABLE {quote(table)} AS SELECT {casts} FROM {quote(raw)}")
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
    sql = (
        f"INSERT INTO {quote(raw)} BY NAME SELECT * FROM read_csv(?, columns = {{{columns}}}, header = true, "
        f"auto_detect = false, delim = {_literal(delimiter)}, quote = '\"', escape = '\"', nullstr = [{missing}])"
    )
    try:
        engine.run(sql, [_escape(str(file.path))])
    except DataError as error:
        raise _csv_fault(file, names, delimiter, error) from None


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _csv_fault(file: DataFile, names: Sequence[str], delimiter: str, error: DataError) -> DataError:
    """Return what is wrong with a CSV file, found with Python's own reader."""
    for line, cells in _records(file, delimiter):
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
            f"SELECT count({column}), count({column}) FILTER (regexp_full_match({column}, ?)), "
            f"min({column}) FILTER (contains({column}, ',')) FROM {quote(raw)}",
            [DECIMAL_COMMA.pattern],
        ).fetchone()
        if total and total == fitting and example:
            raise DataError(
                f"column '{name}' of {origins[0].name} has decimal commas ('{example}')",
                hint=f"write {example.replace(',', '.')}",
            )


def _check_agree(first: Sequence[str], names: Sequence[str], one: str, other: str) -> None:
    if set(first) == set(names):
        return
    lacking = [n for n in first if n not in names]
    extra = [n for n in names if n not in first]
    what = f"lacks the column '{lacking[0]}'" if lacking else f"has the column '{extra[0]}'"
    hint = (
        did_you_mean(lacking[0], extra)
        if lacking and extra
        else "files that are joined have the same columns"
    )
    raise DataError(f"{other} {what}, unlike {one}", hint=hint)


# -- json, inline rows, xlsx ---------------------------------------------------


def load_records(engine: Engine, rows: Sequence[Any], table: str, where: str) -> None:
    """Make a table of Python mappings; a key that a row lacks is a missing value.

    Raises
    ------
    DataError
        If a row is no mapping, or a value is a list or mapping.
    """
    names: dict[str, None] = {}
    for k, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise DataError(f"{where}: row {k} is not a mapping", hint="write column: value pairs")
        names.update(dict.fromkeys(str(n) for n in row))
    if not rows or not names:
        raise DataError(f"{where}: there are no rows")
    _check_names(list(names), where)
    _store(
        engine,
        {n: column_array([row.get(n) for row in rows], f"column '{n}' of {where}") for n in names},
        table,
    )


def _store(engine: Engine, columns: dict[str, np.ndarray], table: str) -> None:
    """Make a table of numpy arrays."""
    view = f"{table}__natfig_view"
    engine.con.register(view, {f"c{k}": v for k, v in enumerate(columns.values())})
    # An object array with nothing in it has no type; all others are text.
    parts = [
        f"c{k}{'::VARCHAR' if v.dtype.kind == 'O' else ''} AS {quote(n)}"
        for k, (n, v) in enumerate(columns.items())
    ]
    engine.run(f"CREATE TABLE {quote(table)} AS SELECT {', '.join(parts)} FROM {quote(view)}")
    engine.con.unregister(view)


def _read_json(engine: Engine, files: Sequence[DataFile], table: str) -> list[Origin]:
    return _join_records(engine, files, table, ((f, _json_rows(f), 1) for f in files))


def _join_records(
    engine: Engine, files: Sequence[DataFile], table: str, parts: Iterable[tuple[DataFile, list[Any], int]]
) -> list[Origin]:
    rows: list[Any] = []
    origins: list[Origin] = []
    first: list[str] = []
    for file, found, start in parts:
        if not found:
            raise DataError(f"{file.name} has no rows")
        names = list(dict.fromkeys(n for row in found if isinstance(row, Mapping) for n in row))
        if origins:
            _check_agree(first, names, files[0].name, file.name)
        first = first or names
        rows += found
        origins.append(Origin(file.name, len(found), start))
    load_records(engine, rows, table, files[0].name if len(files) == 1 else f"{files[0].name} and others")
    return origins


def _json_rows(file: DataFile) -> list[Any]:
    if file.path.stat().st_size > _MAX_JSON_BYTES:
        raise DataError(
            f"{file.name} is larger than {_MAX_JSON_BYTES:,} bytes", hint="save it as CSV or Parquet"
        )
    text = file.path.read_text(encoding="utf-8-sig")
    try:
        value = json.loads(text, object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        if "Extra data" not in error.msg and file.path.suffix.lower() == ".json":
            raise DataError(f"{file.name}: not valid JSON in line {error.lineno}: {error.msg}") from None
        return _json_lines(file, text)
    except RecursionError:
        raise DataError(f"{file.name}: nested too deep") from None
    except ValueError as error:
        raise DataError(f"{file.name}: {error}") from None
    if isinstance(value, Mapping) and not any(isinstance(v, list | Mapping) for v in value.values()):
        return [value]
    if not isinstance(value, list):
        raise DataError(
            f"{file.name} is not a list of records", hint='write [{"x": 1, "y": 2}, …], or one record a line'
        )
    return value


def _json_lines(file: DataFile, text: str) -> list[Any]:
    rows = []
    for k, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line, object_pairs_hook=_pairs))
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            raise DataError(f"{file.name}: not valid JSON in line {k}: {reason}") from None
    return rows


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        twice = next(k for k, _ in pairs if [n for n, _ in pairs].count(k) > 1)
        raise ValueError(f"the key '{twice}' is there twice in one record")
    return value


def _read_xlsx(engine: Engine, files: Sequence[DataFile], table: str, sheet: str | None) -> list[Origin]:
    return _join_records(engine, files, table, ((f, *_xlsx_rows(f, sheet)) for f in files))


def _xlsx_rows(file: DataFile, sheet: str | None) -> tuple[list[dict[str, Any]], int]:
    """Return the rows of a sheet and the number of the first one; formulas give their saved values."""
    _check_archive(file)
    import openpyxl

    try:
        book = openpyxl.load_workbook(file.path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever the parts of a broken file provoke
        raise DataError(f"{file.name} is not a readable xlsx file: {type(error).__name__}") from None
    try:
        names = book.sheetnames
        if sheet is not None and sheet not in names:
            raise DataError(
                f"{file.name} has no sheet '{sheet}'", hint=did_you_mean(sheet, names, what="sheets")
            )
        page = book[sheet] if sheet is not None else book.worksheets[0]
        grid = [list(row) for row in page.iter_rows(values_only=True)]
    finally:
        book.close()
    return _grid_rows(grid, file)


def _grid_rows(grid: list[list[Any]], file: DataFile) -> tuple[list[dict[str, Any]], int]:
    start = next((k for k, row in enumerate(grid) if any(c is not None for c in row)), None)
    if start is None:
        raise DataError(f"{file.name} is empty")
    header = list(grid[start])
    while header and header[-1] is None:
        header.pop()
    names = [str(c).strip() if c is not None else f"column{k}" for k, c in enumerate(header, 1)]
    _check_names(names, file.name)
    body = grid[start + 1 :]
    while body and all(c is None for c in body[-1]):
        body.pop()
    if not body:
        raise DataError(f"{file.name} has a header but no rows")
    for k, row in enumerate(body, start + 2):
        if any(c is not None for c in row[len(names) :]):
            raise DataError(
                f"{file.name}: row {k} has more cells than the header", hint="name every column in the header"
            )
    return [dict(zip(names, [*row, *[None] * len(names)], strict=False)) for row in body], start + 2


def _check_archive(file: DataFile) -> None:
    try:
        with zipfile.ZipFile(file.path) as archive:
            unpacked = sum(i.file_size for i in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        raise DataError(
            f"{file.name} is not an xlsx file", hint="save it as .xlsx (not .xls) or as CSV"
        ) from None
    if file.path.stat().st_size > _MAX_XLSX_BYTES or unpacked > _MAX_XLSX_UNPACKED:
        raise DataError(f"{file.name} is too large for a spreadsheet", hint="save it as CSV or Parquet")


# -- parquet -------------------------------------------------------------------


def _read_parquet(engine: Engine, files: Sequence[DataFile], table: str) -> list[Origin]:
    origins: list[Origin] = []
    first: list[str] = []
    for file in files:
        path = _escape(str(file.path))
        try:
            cursor = engine.run("SELECT * FROM read_parquet(?) LIMIT 0", [path])
        except DataError as error:
            raise DataError(
                f"{file.name} is not a readable Parquet file: {error.problems[0].message}"
            ) from None
        names = [str(c[0]) for c in cursor.description]
        _check_names(names, file.name)
        if origins:
            _check_agree(first, names, files[0].name, file.name)
        first = first or names
        (rows,) = engine.run("SELECT count(*) FROM read_parquet(?)", [path]).fetchone()
        if rows == 0:
            raise DataError(f"{file.name} has no rows")
        origins.append(Origin(file.name, int(rows)))
    union = " UNION ALL BY NAME ".join("SELECT * FROM read_parquet(?)" for _ in files)
    engine.run(f"CREATE TABLE {quote(table)} AS {union}", [_escape(str(f.path)) for f in files])
    return origins


# -- all -------------------------------------------------------------------------

_Reader = Callable[["Engine", Sequence[DataFile], str, "str | None"], list[Origin]]

# Suffix → reader and whether the file is text.
FORMATS: Mapping[str, tuple[_Reader, bool]] = {
    ".csv": (lambda e, f, t, _: _read_text(e, f, t, None), True),
    ".tsv": (lambda e, f, t, _: _read_text(e, f, t, "\t"), True),
    ".json": (lambda e, f, t, _: _read_json(e, f, t), True),
    ".ndjson": (lambda e, f, t, _: _read_json(e, f, t), True),
    ".jsonl": (lambda e, f, t, _: _read_json(e, f, t), True),
    ".parquet": (lambda e, f, t, _: _read_parquet(e, f, t), False),
    ".xlsx": (lambda e, f, t, sheet: _read_xlsx(e, f, t, sheet), False),
}


def read_files(
    engine: Engine, files: Sequence[DataFile], table: str, sheet: str | None = None
) -> tuple[list[Origin], list[str]]:
    """Load files of one format as one table.

    Returns
    -------
    tuple
        Where the rows come from, and the SHA-256 of each file.

    Raises
    ------
    DataError
        If the format is unknown, or a file is broken, empty or unlike the others.
    """
    if len({f.name.rsplit(".", 1)[-1].lower() for f in files}) > 1:
        raise DataError(
            f"{files[0].name} and {files[-1].name} are of different formats", hint="join files of one format"
        )
    suffix = "." + files[0].name.rsplit(".", 1)[-1].lower()
    if suffix not in FORMATS:
        known = ", ".join(s.lstrip(".") for s in FORMATS)
        raise DataError(
            f"{files[0].name}: natfig does not read '{suffix.lstrip('.')}' files", hint=f"it reads {known}"
        )
    if sheet is not None and suffix != ".xlsx":
        raise DataError(f"{files[0].name} has no sheets", hint="remove sheet:")
    reader, is_text = FORMATS[suffix]
    hashes = [fingerprint(f, text=is_text) for f in files]
    return reader(engine, files, table, sheet), hashes
