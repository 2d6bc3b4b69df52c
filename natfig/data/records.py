"""Reading rows that are Python objects: JSON, XLSX, and rows written into the spec."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from natfig.core.errors import DataError, did_you_mean
from natfig.data.files import DataFile
from natfig.data.frames import store
from natfig.data.infer import column_array
from natfig.data.origin import Origin, check_agree, check_names

if TYPE_CHECKING:
    from natfig.data.engine import Engine

__all__ = ["load_records", "read_json", "read_xlsx"]

# JSON and XLSX are held as Python objects while they are read, at some fifty times their size.
_MAX_JSON_BYTES = 200_000_000
_MAX_XLSX_BYTES = 100_000_000
_MAX_XLSX_UNPACKED = 2_000_000_000


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
    check_names(list(names), where)
    store(
        engine,
        {n: column_array([row.get(n) for row in rows], f"column '{n}' of {where}") for n in names},
        table,
    )


def read_json(engine: Engine, files: Sequence[DataFile], table: str) -> list[Origin]:
    """Load JSON files (a list of records, or one record a line) as one table.

    Raises
    ------
    DataError
        If a file is not that, or too large.
    """
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
            check_agree(first, names, files[0].name, file.name)
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


def read_xlsx(engine: Engine, files: Sequence[DataFile], table: str, sheet: str | None) -> list[Origin]:
    """Load a sheet of XLSX files as one table; `sheet` None is the first one.

    Raises
    ------
    DataError
        If a file is no workbook, has no such sheet, or no rows.
    """
    return _join_records(engine, files, table, ((f, *_xlsx_rows(f, sheet)) for f in files))


def _xlsx_rows(file: DataFile, sheet: str | None) -> tuple[list[dict[str, Any]], int]:
    """Return the rows of a sheet and the number of the first one; formulas give their saved values."""
    _check_archive(file)
    import openpyxl

    try:
        book = openpyxl.load_workbook(file.path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # noqa: BLE001  # openpyxl raises whatever a broken part provokes
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
    check_names(names, file.name)
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
