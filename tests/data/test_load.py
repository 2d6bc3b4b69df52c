"""Tables come in whole or not at all, and the engine reads nothing else."""

import datetime as dt
import json
import sys

import numpy as np
import pytest

from natfig.core.errors import DataError
from natfig.data.load import load_tables
from natfig.spec.loader import load_spec
from specwriter import changed, write


def tables(folder, data="{file: t.csv}", *, allow_outside=False, timeout_s=60.0, more="", **files):
    """Load a spec whose table t is `data`; `more` are further lines under data:."""
    new = f"data:\n  t: {data}" + "".join(f"\n  {line}" for line in more.splitlines())
    loaded = load_spec(write(folder, changed("data:\n  t: {file: t.csv}", new), **files))
    return load_tables(loaded, allow_outside, timeout_s=timeout_s)


def fault(folder, *args, **kwargs):
    with pytest.raises(DataError) as caught:
        tables(folder, *args, **kwargs)
    return str(caught.value)


def column(folder, cells):
    return tables(folder, t__csv="g,y\n" + "".join(f"A,{c}\n" for c in cells))["t"]["y"]


# -- types ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "dtype", "values"),
    [
        (["1", "2"], "int64", [1, 2]),
        (["-1", "+2", " 3 "], "int64", [-1, 2, 3]),
        (["1", "2.5"], "float64", [1.0, 2.5]),
        (["1e3", ".5", "5."], "float64", [1000.0, 0.5, 5.0]),
        (["true", "FALSE"], "bool", [True, False]),
        (["1", "n.d."], "object", ["1", "n.d."]),
        (["007", "012"], "object", ["007", "012"]),
        (["12345678901234567890", "1"], "object", ["12345678901234567890", "1"]),
        (["1_000", "2"], "object", ["1_000", "2"]),
        (["5%", "6%"], "object", ["5%", "6%"]),
        (["yes", "no"], "object", ["yes", "no"]),
        (["t", "f"], "object", ["t", "f"]),
        (["01/02/2020", "03/04/2020"], "object", ["01/02/2020", "03/04/2020"]),
        ([" FP16", "INT8 "], "object", ["FP16", "INT8"]),
        (['"a,b"', '"x ""y"""'], "object", ["a,b", 'x "y"']),
    ],
)
def test_a_column_has_one_type(tmp_path, cells, dtype, values):
    found = column(tmp_path, cells)
    assert found.dtype == np.dtype(dtype)
    assert found.tolist() == values


@pytest.mark.parametrize("missing", ["", "NA", "NaN", "nan", "null", "NULL", "N/A", '""', '"NA"'])
def test_missing_values(tmp_path, missing):
    assert np.isnan(column(tmp_path, ["1", missing, "3"])[1])
    assert column(tmp_path, ["a", missing, "b"])[1] is None


def test_dates(tmp_path):
    found = column(tmp_path, ["2020-01-31", "NA"])
    assert found.dtype.kind == "M"
    assert str(found[0])[:10] == "2020-01-31"
    assert np.isnat(found[1])
    assert str(column(tmp_path, ["2020-01-31 12:30:00", "2020-02-01T00:00"])[0])[:16] == "2020-01-31T12:30"


def test_dates_that_are_none_stay_text(tmp_path):
    assert column(tmp_path, ["2020-02-30", "2020-01-01"]).tolist() == ["2020-02-30", "2020-01-01"]


def test_a_late_text_makes_the_column_text(tmp_path):
    found = column(tmp_path, [*map(str, range(5000)), "x"])
    assert found.dtype == object
    assert found[4999] == "4999"


def test_a_column_that_begins_with_missing_values_can_be_a_number(tmp_path):
    assert column(tmp_path, [*["NA"] * 3000, "1.5"])[-1] == 1.5


def test_a_column_without_any_value(tmp_path):
    assert column(tmp_path, ["NA", "NA"]).tolist() == [None, None]


def test_rows_stay_in_their_order(tmp_path):
    values = [str(v) for v in np.random.default_rng(1).permutation(20_000)]
    assert column(tmp_path, values).tolist() == [int(v) for v in values]


def test_pandas_is_never_loaded(tmp_path):
    import subprocess

    spec = write(tmp_path)
    code = (
        "import sys; from pathlib import Path; from natfig.spec.loader import load_spec; "
        "from natfig.data.load import load_tables; import natfig.data.tables; "
        "assert 'duckdb' not in sys.modules; "
        f"t = load_tables(load_spec(Path({str(spec)!r}))); t['t']; "
        "assert not {'pandas', 'matplotlib', 'pyarrow', 'openpyxl'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# -- formats -------------------------------------------------------------------

ROWS = [{"g": "A", "y": 1.5, "n": 1}, {"g": "B", "y": None, "n": 2}]


def check(found):
    assert found["g"].tolist() == ["A", "B"]
    assert found["y"][0] == 1.5
    assert np.isnan(found["y"][1])
    assert found["n"].tolist() == [1, 2]
    assert found["n"].dtype == np.int64


def test_csv_tsv_semicolons_bom_and_line_ends(tmp_path):
    check(tables(tmp_path, t__csv="g,y,n\nA,1.5,1\nB,,2\n")["t"])
    check(tables(tmp_path, t__csv="g;y;n\r\nA;1.5;1\r\nB;;2\r\n")["t"])
    check(tables(tmp_path, t__csv="\ufeffg,y,n\nA,1.5,1\nB,,2")["t"])
    check(tables(tmp_path, t__csv="g|y|n\nA|1.5|1\nB||2\n")["t"])
    check(tables(tmp_path, "{file: t.tsv}", t__tsv="g\ty\tn\nA\t1.5\t1\nB\t\t2\n")["t"])


def test_json_records_and_lines(tmp_path):
    check(tables(tmp_path, "{file: t.json}", t__json=json.dumps(ROWS))["t"])
    lines = "\n".join(json.dumps(r) for r in ROWS)
    for name in ("t.json", "t.ndjson", "t.jsonl"):
        check(tables(tmp_path, f"{{file: {name}}}", **{name.replace(".", "__"): lines})["t"])


def test_inline_rows(tmp_path):
    check(tables(tmp_path, "{rows: [{g: A, y: 1.5, n: 1}, {g: B, n: 2}]}")["t"])


def test_xlsx(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["g", "y", "n", "day"])
    book.active.append(["A", 1.5, 1, dt.date(2020, 1, 31)])
    book.active.append(["B", None, 2, dt.date(2020, 2, 1)])
    book.active.append([None, None, None, None])
    other = book.create_sheet("second")
    other.append(["g"])
    other.append(["C"])
    book.save(tmp_path / "t.xlsx")
    found = tables(tmp_path, "{file: t.xlsx}")["t"]
    check(found)
    assert str(found["day"][0])[:10] == "2020-01-31"
    assert tables(tmp_path, "{file: t.xlsx, sheet: second}")["t"]["g"].tolist() == ["C"]
    assert "has no sheet 'secnd'; did you mean 'second'?" in fault(tmp_path, "{file: t.xlsx, sheet: secnd}")


def test_parquet(tmp_path):
    import duckdb

    duckdb.sql(
        "SELECT * FROM (VALUES ('A', 1.5::DECIMAL(5,2), 1::TINYINT, 'u'::ENUM('u', 'v'), [1]),"
        "('B', NULL, 2, 'v', [2])) t(g, y, n, e, l)"
    ).write_parquet(str(tmp_path / "p.parquet"))
    with pytest.raises(DataError, match="column 'l' holds lists or records, which cannot be plotted"):
        tables(tmp_path, "{file: p.parquet}")["t"]
    found = tables(tmp_path, "{file: p.parquet}", more='u: {query: "SELECT g, y, n, e, l[1] AS l FROM t"}')[
        "u"
    ]
    check(found)
    assert found["e"].tolist() == ["u", "v"]
    assert found["l"].tolist() == [1, 2]


def test_globs_are_joined_in_the_order_of_names(tmp_path):
    files = {"b__csv": "g,y\nB,2\n", "a__csv": "y,g\n1,A\n", "c__csv": "g,y\nC,3.5\n"}
    found = tables(tmp_path, '{file: "[abc].csv"}', **files)
    assert found["t"]["g"].tolist() == ["A", "B", "C"]
    assert found["t"]["y"].tolist() == [1.0, 2.0, 3.5]
    assert found.info("t").files == ("a.csv", "b.csv", "c.csv")


def test_a_name_with_pattern_characters_is_a_name(tmp_path):
    (tmp_path / "r[1].csv").write_text("g,y\nA,1\n")
    assert tables(tmp_path, '{file: "r[1].csv"}')["t"]["y"].tolist() == [1]


@pytest.mark.parametrize("rows", [0, 1, 7])
def test_the_hash_is_that_of_the_file(tmp_path, rows):
    import hashlib

    text = "g,y\nA,1\n" + "B,2\n" * rows
    assert tables(tmp_path, t__csv=text).info("t").sha256 == hashlib.sha256(text.encode()).hexdigest()


# -- wrong files -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "data.t: t.csv is empty"),
        ("\n\n", "t.csv is empty"),
        ("g,y\n", "t.csv has a header but no rows"),
        ("g,y", "t.csv has a header but no rows"),
        ("g,g\n1,2\n", "t.csv has two columns called 'g'; rename one of them"),
        ("n,N\n1,2\n", "t.csv has the columns 'n' and 'N', which SQL cannot tell apart"),
        ("g,y\nA,1\nB,2,3\n", "t.csv: line 3 has 3 cells, the header 2"),
        ("g,y\nA,1\n\nB\n", "t.csv: line 4 has 1 cell, the header 2"),
        ("g,y\nA,1,5\n", "a decimal comma needs ';' between the columns or, better, a point"),
        ("g;y\nA;1,5\nB;2\n", "column 'y' of t.csv has decimal commas ('1,5'); write 1.5"),
        ('g,y\nA,"1\nB,2\n', "t.csv"),
        (b"g,y\r\nA,1\nB,2\r\n", "t.csv mixes line ends of Windows and Unix"),
        ("g,y\nä,1\n".encode("latin-1"), "t.csv is not UTF-8: byte 0xe4 in line 2; save it as UTF-8"),
        ("g,y\nA,1\n".encode("utf-16"), "t.csv is UTF-16, not UTF-8"),
        (b"g,y\nA\x00,1\n", "t.csv is not text: it holds NUL bytes"),
    ],
)
def test_a_wrong_csv_is_told(tmp_path, text, message):
    assert message in fault(tmp_path, t__csv=text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "t.json: not valid JSON"),
        ('[{"g": 1}', "t.json: not valid JSON in line 1"),
        ('{"g": [1, 2]}', "t.json is not a list of records"),
        ("[]", "t.json has no rows"),
        ("[1]", "row 1 is not a mapping"),
        ('[{"g": {"a": 1}}]', "column 'g' of t.json holds lists or records"),
        ('[{"g": 1, "g": 2}]', "the key 'g' is there twice in one record"),
        ("[" * 100_000, "t.json"),
    ],
)
def test_a_wrong_json_is_told(tmp_path, text, message):
    assert message in fault(tmp_path, "{file: t.json}", t__json=text)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("{file: s.csv}", "data.t: there is no file s.csv; did you mean 'u.csv'?"),
        ("{file: data/s.csv}", "there is no file data/s.csv; there is no folder data either"),
        ('{file: "*.tsv"}', "no file fits *.tsv; paths are relative to the spec"),
        ('{file: ""}', "the file has no name"),
        ("{file: .}", "is a folder"),
        (
            "{file: spec.yaml}",
            "natfig does not read 'yaml' files; it reads csv, tsv, json, ndjson, jsonl, parquet, xlsx",
        ),
        ("{file: 'https://example.org/t.csv'}", "is an address, not a file"),
        ("{file: t.csv, sheet: a}", "t.csv has no sheets; remove sheet:"),
        (
            "{file: t.csv, query: SELECT 1}",
            "the table has file and query; give exactly one of file:, query: and rows:",
        ),
        ("{note: x}", "the table has no file, query or rows"),
        ("{rows: []}", "there are no rows"),
        ("{rows: [{g: [1]}]}", "column 'g' of the rows of 't' holds lists or records"),
        ("{rows: [{g: 1}], sheet: x}", "sheet goes with file"),
        ("{file: bad.xlsx}", "bad.xlsx is not an xlsx file"),
        ("{file: bad.parquet}", "bad.parquet is not a readable Parquet file"),
        ('{file: "*.csv"}', "u.csv lacks the column 'y', unlike t.csv; did you mean 'yy'?"),
        ('{file: "[tb].*[vx]"}', "different formats"),
    ],
)
def test_a_wrong_source_is_told(tmp_path, data, message):
    files = {"bad__xlsx": "no", "bad__parquet": "no", "u__csv": "g,yy\nA,1\n", "b__xlsx": "no"}
    assert message in fault(tmp_path, data, **files)


def test_every_wrong_table_is_told_with_its_line(tmp_path):
    text = fault(tmp_path, "{file: none.csv}", more="u: {file: nope.csv}")
    assert "spec.yaml:13: data.t: there is no file none.csv" in text
    assert "spec.yaml:14: data.u: there is no file nope.csv" in text


def test_names_sql_cannot_tell_apart(tmp_path):
    assert "SQL cannot tell 'T' from 't'" in fault(tmp_path, more="T: {file: t.csv}")


# -- outside the folder ------------------------------------------------------------


@pytest.fixture
def inside(tmp_path):
    (tmp_path / "secret.csv").write_text("g,y\nA,1\n")
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def test_a_path_may_not_leave_the_folder(inside):
    message = "lies outside the spec's folder; move it beside the spec, or allow it with --allow-outside"
    assert message in fault(inside, "{file: ../secret.csv}")
    assert message in fault(inside, f"{{file: {inside.parent}/secret.csv}}")
    assert message in fault(inside, "{file: ../*.csv}")
    assert message in fault(inside, "{file: a/../../secret.csv}")


def test_nor_may_a_symbolic_link(inside):
    (inside / "link.csv").symlink_to(inside.parent / "secret.csv")
    (inside / "folder").symlink_to(inside.parent)
    assert "lies outside" in fault(inside, "{file: link.csv}")
    assert "lies outside" in fault(inside, "{file: folder/secret.csv}")
    assert "lies outside" in fault(inside, '{file: "lin*.csv"}')


def test_it_may_when_allowed(inside):
    assert tables(inside, "{file: ../secret.csv}", allow_outside=True)["t"].rows == 1
    assert tables(inside, f"{{file: {inside.parent}/secret.csv}}", allow_outside=True)["t"].rows == 1


def test_a_link_within_the_folder_is_fine(inside):
    (inside / "s").mkdir()
    (inside / "s" / "real.csv").write_text("g,y\nA,1\n")
    (inside / "link.csv").symlink_to(inside / "s" / "real.csv")
    assert tables(inside, "{file: link.csv}")["t"].rows == 1


def test_a_pipe_is_not_waited_for(inside):
    import os

    os.mkfifo(inside / "pipe.csv")
    assert "pipe.csv is not an ordinary file" in fault(inside, "{file: pipe.csv}")


# -- queries -----------------------------------------------------------------------


def test_queries_run_in_any_order(tmp_path):
    more = 'c: {query: "SELECT sum(z) AS s FROM b"}\nb: {query: "SELECT y * 2 AS z FROM t -- doubled"}'
    more += '\nd: {query: "FROM c;"}'
    found = tables(tmp_path, more=more)
    assert found["d"]["s"].tolist() == [8.0]
    assert found.names == ["t", "c", "b", "d"]
    assert found.info("c").sources == ("b",)


def test_a_query_may_use_with(tmp_path):
    more = 'b: {query: "WITH b AS (SELECT y FROM t), u AS (FROM b) SELECT * FROM u"}'
    assert tables(tmp_path, more=more)["b"].rows == 2


def test_example_data_stay_example_data(tmp_path):
    found = tables(tmp_path, "{file: t.csv, example: true}", more='b: {query: "FROM t"}\nc: {rows: [{x: 1}]}')
    assert [found.info(n).example for n in "tbc"] == [True, True, False]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT * FROM tt", "data.q: there is no table 'tt'; did you mean 't'?"),
        ("SELECT yy FROM t", "there is no column 'yy'; did you mean 'y'?"),
        ("SELEC y FROM t", "the SQL is wrong: syntax error"),
        ("SELECT 1; SELECT 2", "the SQL holds 2 statements"),
        ("", "the SQL is empty"),
        ("-- nothing", "the SQL holds 0 statements"),
        ("SELECT * FROM t WHERE y > 100", "the query gives no rows"),
        ("SELECT sum(g) FROM t", "a column it takes for numbers is text"),
        ("SELECT * FROM q", "the queries read each other in a circle: q → q"),
        ("SELECT * FROM r", "the queries read each other in a circle: "),
        ("DROP TABLE t", "the SQL is not a SELECT"),
        ("COPY t TO 'x.csv'", "the SQL is not a SELECT"),
        ("ATTACH 'x.db'", "the SQL is not a SELECT"),
        ("INSTALL httpfs", "the SQL is not a SELECT"),
        ("SET threads = 4", "the SQL is not a SELECT"),
        ("PRAGMA version", "the SQL is not a SELECT"),
        ("CREATE TABLE u AS SELECT 1", "the SQL is not a SELECT"),
        ("DESCRIBE t", "the SQL describes tables"),
        ("WITH w AS (INSERT INTO t VALUES ('C', 3) RETURNING *) SELECT * FROM w", "the SQL changes tables"),
        ("SELECT * FROM read_csv('/etc/passwd')", "read_csv() is not allowed in SQL"),
        ("SELECT * FROM read_text('/etc/passwd')", "read_text() is not allowed in SQL"),
        ("SELECT * FROM glob('*')", "glob() is not allowed in SQL"),
        ("SELECT * FROM query('SELECT 1')", "query() is not allowed in SQL"),
        ("SELECT * FROM pandas_scan(1)", "pandas_scan() is not allowed in SQL"),
        ("SELECT * FROM duckdb_settings()", "duckdb_settings() is not allowed in SQL"),
        ("SELECT * FROM 't.csv'", "the SQL reads the file 't.csv'; list it under data:"),
        ("SELECT * FROM '/etc/passwd'", "the SQL reads the file '/etc/passwd'"),
        ("SELECT * FROM t WHERE g IN (SELECT content FROM read_text('x'))", "read_text() is not allowed"),
        ("SELECT * FROM information_schema.tables", "the table information_schema.tables is not under data:"),
        ("SELECT random() AS r FROM t", "random() gives another result at another time"),
        ("SELECT now() AS r FROM t", "now() gives another result at another time"),
        ("SELECT current_date AS r FROM t", "current_date gives another result at another time"),
        ("SELECT * FROM t USING SAMPLE 1", "the SQL takes a sample; every row is used"),
        ("SELECT * FROM t TABLESAMPLE 10%", "the SQL takes a sample"),
        ("SELECT * FROM sys", "there is no table 'sys'"),
    ],
)
def test_sql_that_is_wrong_or_not_allowed(tmp_path, sql, message):
    more = f"q: {{query: {json.dumps(sql)}}}\nr: {{query: SELECT * FROM q}}"  # noqa: S608  # what is tested
    found = fault(tmp_path, more=more)
    assert message in found
    assert "spec.yaml:1" in found


def test_a_wrong_table_is_told_once(tmp_path):
    assert (
        fault(tmp_path, "{file: no.csv}", more='b: {query: "FROM t"}\nc: {query: "FROM b"}').count("\n") == 0
    )


def test_endless_sql_is_stopped(tmp_path):
    more = 'q: {query: "SELECT count(*) AS n FROM range(1000000000) a, range(1000000000) b"}'
    assert "the SQL takes longer than 0.3 s" in fault(tmp_path, more=more, timeout_s=0.3)


def test_the_engine_is_locked_even_without_the_first_gate(tmp_path):
    (tmp_path / "x.txt").write_text("secret")
    engine = tables(tmp_path)._engine
    for sql in (
        f"SELECT * FROM read_text('{tmp_path}/x.txt')",  # noqa: S608  # what is tested
        f"COPY t TO '{tmp_path}/out.csv'",
        f"ATTACH '{tmp_path}/x.db'",
        "SET enable_external_access = true",
        "SET threads = 2",
    ):
        with pytest.raises(DataError):
            engine.run(sql)
    assert not (tmp_path / "out.csv").exists()


def test_no_table_is_changed_by_a_query(tmp_path):
    assert tables(tmp_path, more='q: {query: "FROM t"}')["t"].rows == 2
