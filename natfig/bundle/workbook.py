"""The source-data workbook: numbers as numbers, texts as texts, never a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from natfig import __version__
from natfig.bundle.figure import BundledFigure
from natfig.bundle.sheets import Column, Sheet, panel_sheets, statistics_rows
from natfig.core.plain import visible
from natfig.legend.archive import repacked
from natfig.legend.words import count

__all__ = ["MAX_ROWS", "source_data"]

# Rows and characters of a cell that spreadsheet programs hold (ECMA-376 files of Excel and LibreOffice).
MAX_ROWS = 1_048_576
MAX_CHARS = 32_767
# Larger whole numbers are no longer exact in the cells of a spreadsheet, which are doubles.
MAX_EXACT = 2**53
# Serial dates of spreadsheets are the same in all programs from here on.
_FIRST_DATE = np.datetime64("1900-03-01")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DATE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_TESTS = (
    "Panel", "Test", "Sidedness", "Groups", "n", "Statistic", "Value", "Degrees of freedom", "P",
    "Corrected P", "Correction", "Effect size", "Effect", "95% CI, lower end", "95% CI, upper end",
)  # fmt: skip
_COLUMNS = (
    "The first row of a table is the label in the figure, with the unit in brackets; "
    "the second is the column's name in the data."
)
_CLAIMS = ("Figure", "Claim", "Value", "In words", "Unit", "Asserted", "Holds")


def source_data(figures: Sequence[BundledFigure]) -> dict[str, bytes]:
    """Return the workbook, and a CSV file for each panel with more rows than a sheet holds.

    Returns
    -------
    dict of str to bytes
        ``source_data.xlsx`` first.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheets = [(figure, sheet) for figure in figures for sheet in panel_sheets(figure)]
    extra: dict[str, bytes] = {}
    _readme(book.create_sheet("README"), figures, [sheet for _, sheet in sheets])
    for _, sheet in sheets:
        if len(sheet.facts) + 4 + sheet.rows > MAX_ROWS:
            name = f"source_data_{sheet.name}.csv"
            extra[name] = _csv(sheet)
            note = ("Data", f"{count(sheet.rows)} rows are more than a sheet holds; they are in {name}")
            sheet = Sheet(sheet.name, (*sheet.facts, note), ())
        _panel(book.create_sheet(sheet.name), sheet)
    tests = [row for figure in figures for row in statistics_rows(figure)]
    if tests:
        _table(book.create_sheet("Statistics"), _TESTS, tests)
    claims = [row for figure in figures for row in _claims(figure)]
    if claims:
        _table(book.create_sheet("Claims"), _CLAIMS, claims)
    properties = book.properties
    properties.creator, properties.title = f"natfig {__version__}", "Source data"
    properties.created = properties.modified = _DATE
    buffer = io.BytesIO()
    book.save(buffer)
    return {"source_data.xlsx": repacked(_undated(buffer.getvalue())), **extra}


def _undated(data: bytes) -> bytes:
    """Return a workbook without the time of saving, which openpyxl writes whatever it is told."""
    import re
    import zipfile

    from natfig.legend.archive import zipped

    stamp = f"{_DATE:%Y-%m-%dT%H:%M:%S}Z".encode()
    out = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            content = archive.read(info)
            if info.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            out[info.filename] = content
    return zipped(out)


# ---------------------------------------------------------------- sheets


def _readme(target: Any, figures: Sequence[BundledFigure], sheets: Sequence[Sheet]) -> None:
    target.column_dimensions["A"].width, target.column_dimensions["B"].width = 16, 110
    lines: list[tuple[str, str]] = [
        ("Source data", "The data behind the figures, one sheet per panel with exactly the rows drawn."),
        ("Columns", _COLUMNS),
        ("Numbers", "Not rounded. Empty cells are missing values."),
        ("Written by", f"natfig {__version__}"),
        ("", ""),
    ]
    lines += [(figure.name, figure.legend.title) for figure in figures]
    lines.append(("", ""))
    lines += [(sheet.name, dict(sheet.facts).get("Shows", "")) for sheet in sheets]
    for k, (key, text) in enumerate(lines):
        _append(target, (key, text), bold_first=True, is_title=k == 0)


def _panel(target: Any, sheet: Sheet) -> None:
    for k, column in enumerate(sheet.columns):
        letter = _letter(k)
        longest = max(len(column.label), len(column.field), 14 if k == 0 else 8)
        target.column_dimensions[letter].width = min(longest + 2, 40)
    if sheet.columns:
        target.freeze_panes = f"A{len(sheet.facts) + 4}"  # below the two rows of names
    for key, text in sheet.facts:
        _append(target, (key, text), bold_first=True)
    _append(target, ())
    if not sheet.columns:
        return
    _append(target, [c.label for c in sheet.columns], is_title=True)
    _append(target, [c.field for c in sheet.columns], is_italic=True)
    for row in zip(*(_cells(c) for c in sheet.columns), strict=True):
        _append(target, row)


def _letter(index: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(index + 1))


def _table(target: Any, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    for k, name in enumerate(header):
        target.column_dimensions[_letter(k)].width = max(len(name) + 2, 12)
    _append(target, header, is_title=True)
    for row in rows:
        _append(target, row)


def _claims(figure: BundledFigure) -> Iterator[tuple[Any, ...]]:
    claims = figure.prepared.loaded.spec.claims
    for name, result in figure.prepared.claims.items():
        yield (
            figure.name, name, result.value, result.text, claims[name].unit or None, result.assertion,
            result.holds,
        )  # fmt: skip


# ---------------------------------------------------------------- cells


def _append(
    target: Any,
    values: Iterable[Any],
    *,
    bold_first: bool = False,
    is_title: bool = False,
    is_italic: bool = False,
) -> None:
    """Write a row; a text is a text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    row = []
    for k, value in enumerate(values):
        value = _storable(value)
        cell = WriteOnlyCell(target, value=None)
        if isinstance(value, str):
            cell.value = value
            cell.data_type = "s"  # openpyxl takes "=1+1" for a formula and "#N/A" for an error
            if value.startswith(_FORMULA):
                cell.quotePrefix = True  # stays a text also when somebody edits the cell
        elif isinstance(value, float):
            # openpyxl writes 16 digits, which lose the last bit of some numbers.
            object.__setattr__(cell, "_value", repr(value))
            cell.data_type = "n"
        elif value is not None:
            cell.value = value
        if isinstance(value, dt.datetime):
            has_time = (value.hour, value.minute, value.second) != (0, 0, 0)
            cell.number_format = "yyyy-mm-dd hh:mm:ss" if has_time else "yyyy-mm-dd"
        if is_title or is_italic or (bold_first and k == 0):
            cell.font = Font(name="Calibri", size=11, bold=is_title or bold_first, italic=is_italic)
        row.append(cell)
    target.append(row)


def _storable(value: Any) -> Any:
    """Return a value as a cell holds it; what it can't hold exactly becomes text."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | dt.datetime):
        return value
    if isinstance(value, int):
        return value if abs(value) <= MAX_EXACT else str(value)
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return value if math.isfinite(value) else ("infinite" if value > 0 else "−infinite")
    text = visible(str(value))
    return text if len(text) <= MAX_CHARS else text[: MAX_CHARS - 1] + "…"


def _cells(column: Column) -> Iterator[Any]:
    """Yield a column's values as Python values; dates as dates where spreadsheets agree on them."""
    values = column.values
    if values.dtype.kind != "M":
        yield from values.tolist()
        return
    for one in values:
        if np.isnat(one):
            yield None
        elif one < _FIRST_DATE:
            yield str(one.astype("datetime64[D]") if one == one.astype("datetime64[D]") else one)
        else:
            yield one.astype("datetime64[ms]").item()


def _csv(sheet: Sheet) -> bytes:
    """Return a table as CSV; a text that a spreadsheet would take for a formula gets an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_harmless(c.label) for c in sheet.columns])
    for row in zip(*(_cells(c) for c in sheet.columns), strict=True):
        writer.writerow([_harmless(_storable(v)) for v in row])
    return buffer.getvalue().encode()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
