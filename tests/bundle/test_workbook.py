"""The source-data workbook: numbers as numbers, texts as texts."""

import datetime as dt
import io
import math
import zipfile
from types import SimpleNamespace

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legendspecs import prepared_of
from natfig.bundle import workbook
from natfig.bundle.figure import bundle_figure
from natfig.bundle.sheets import Column, Sheet, panel_sheets

LINE = "{kind: line, data: t, x: {field: x, label: Time (h)}, y: {field: y, label: 'log$_{10}$ count'}, %s}"
BAR = (
    "{kind: bar, data: t, x: {field: g, label: Group}, y: {field: v, label: Count (per ml)}, "
    "where: w > 20, exclude: [{rule: v > 14, reason: the counter overflowed}], "
    "stats: {spread: sd, n: auto, unit: mice, replicate: mouse, test: welch}}"
)


def book_of(figures):
    return openpyxl.load_workbook(io.BytesIO(workbook.source_data(figures)["source_data.xlsx"]))


def rows_of(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def table_of(sheet):
    """Return header, fields and rows below the empty row."""
    rows = rows_of(sheet)
    at = next(k for k, row in enumerate(rows) if all(v is None for v in row))
    return rows[at + 1], rows[at + 2], rows[at + 3 :]


@pytest.fixture
def figure(tmp_path):
    return bundle_figure(prepared_of(tmp_path, BAR), 3, tmp_path / "draw")


def test_a_sheet_holds_exactly_the_rows_drawn(figure):
    sheet = book_of([figure])["Fig3"]
    header, fields, rows = table_of(sheet)
    assert header == ["Group", "Count (per ml)", "Mouse"]
    assert fields == ["g", "v", "mouse"]
    table = figure.prepared.panel_tables["a"]
    assert [tuple(r) for r in rows] == list(
        zip(table["g"].tolist(), table["v"].tolist(), table["mouse"].tolist(), strict=True)
    )


def test_what_stands_above_the_table(figure):
    facts = {r[0]: r[1] for r in rows_of(book_of([figure])["Fig3"])[:12]}
    assert facts["Panel"] == "Fig3"
    assert facts["Shows"] == "Claim a holds."
    assert facts["Chart"] == "bar"
    assert facts["Table"].startswith("t (t.csv); SHA-256 ")
    assert "n counts mice" in facts["Replicates"]
    assert facts["Missing values"] == "none in these columns"
    left_out = [r[1] for r in rows_of(book_of([figure])["Fig3"]) if r[0] == "Left out"]
    assert any("v > 14 (the counter overflowed)" in text for text in left_out)
    assert any("(not shown in this panel)" in text for text in left_out)


def test_tests_have_a_sheet(figure):
    header, row = rows_of(book_of([figure])["Statistics"])
    (one,) = figure.prepared.statistics["a"].comparisons
    found = dict(zip(header, row, strict=True))
    assert found["P"] == one.p
    assert found["Panel"] == "Fig3"
    assert found["Groups"] == "A; B"


def test_bytes_are_the_same_each_time_and_have_no_date(figure, monkeypatch):
    first = workbook.source_data([figure])["source_data.xlsx"]
    assert first == workbook.source_data([figure])["source_data.xlsx"]
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert str(dt.datetime.now(dt.UTC).year).encode() not in archive.read("docProps/core.xml")


FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "#N/A", "TRUE", "\t=1", "{=1}", "=" * 40]


def sheet_of(*columns):
    """Return the cells of a sheet with these columns, read back."""
    book = openpyxl.Workbook(write_only=True)
    labelled = tuple(Column(f"c{k}", f"c{k}", np.asarray(values)) for k, values in enumerate(columns))
    workbook._panel(book.create_sheet("s"), Sheet("s", (("Panel", "s"),), labelled))
    buffer = io.BytesIO()
    book.save(buffer)
    return list(
        openpyxl.load_workbook(buffer)["s"].iter_rows(
            min_row=5, max_row=4 + len(columns[0]), max_col=len(columns)
        )
    )


def test_hostile_texts_never_become_formulas():
    rows = sheet_of(np.array(FORMULAS, dtype=object))
    assert [row[0].data_type for row in rows] == ["s"] * len(FORMULAS)
    assert [row[0].value for row in rows] == [f.replace("\t", "\\t") for f in FORMULAS]
    quoted = [row[0].quotePrefix for row in rows]
    assert [bool(q) for q in quoted] == [f[0] in "=+-@" for f in FORMULAS]


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_any_text_is_a_text(text):
    ((cell,),) = sheet_of(np.array([text], dtype=object))
    assert cell.data_type in {"s", "n"}  # a blank text is read back as an empty cell
    assert cell.data_type == "s" or not text.strip()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_every_digit(value):
    ((cell,),) = sheet_of(np.array([value]))
    assert cell.data_type == "n"
    assert float(cell.value) == value


# Cells have no time zone.
LEAP_DAY = dt.datetime(2020, 2, 29, tzinfo=dt.UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        (np.array([2**53, 2**53 + 1], dtype=np.int64), [2**53, str(2**53 + 1)]),
        (np.array([np.nan, np.inf, -np.inf]), [None, "infinite", "−infinite"]),
        (np.array([True, False]), [True, False]),
        (np.array(["2020-02-29", "NaT"], dtype="datetime64[D]"), [LEAP_DAY, None]),
        (np.array(["2020-02-29T12:30:00"], dtype="datetime64[s]"), [LEAP_DAY.replace(hour=12, minute=30)]),
        (np.array(["1850-01-01"], dtype="datetime64[D]"), ["1850-01-01"]),
        (np.array(["a\x00b", None], dtype=object), ["a\\x00b", None]),
        (np.array(["x" * 40_000], dtype=object), ["x" * 32_766 + "…"]),
    ],
)  # fmt: skip
def test_what_a_cell_cannot_hold_becomes_text(values, cells):
    assert [row[0].value for row in sheet_of(values)] == cells


def test_more_rows_than_a_sheet_holds_go_into_a_csv(figure, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 12)
    files = workbook.source_data([figure])
    assert list(files) == ["source_data.xlsx", "source_data_Fig3.csv"]
    sheet = openpyxl.load_workbook(io.BytesIO(files["source_data.xlsx"]))["Fig3"]
    assert rows_of(sheet)[-1][1].endswith("they are in source_data_Fig3.csv")
    lines = files["source_data_Fig3.csv"].decode().splitlines()
    assert lines[0] == "Group,Count (per ml),Mouse"
    assert len(lines) == figure.prepared.panel_tables["a"].rows + 1


def test_csv_defuses_formulas():
    column = Column("t", "t", np.array(["=1+1", "fine", "-2"], dtype=object))
    numbers = Column("v", "v", np.array([-1.5, 2.0, math.nan]))
    assert workbook._csv(Sheet("s", (), (column, numbers))) == b"t,v\n'=1+1,-1.5\nfine,2.0\n'-2,\n"


def test_intervals_are_labelled_by_their_channel(tmp_path):
    data = "  u: {rows: [{x: 1, y: 2, lo: 1, hi: 3}, {x: 2, y: 3, lo: 2, hi: 4}]}"
    panel = "{kind: line, data: u, x: x, y: {field: y, label: Rate (per s), low: lo, high: hi}}"
    prepared = prepared_of(tmp_path, panel, data=data)
    figure = SimpleNamespace(prepared=prepared, panel_name=lambda _: "Fig1", record=lambda _: {})
    (sheet,) = panel_sheets(figure)
    assert [c.label for c in sheet.columns] == [
        "X",
        "Rate (per s)",
        "Rate (per s), lower end",
        "Rate (per s), upper end",
    ]
