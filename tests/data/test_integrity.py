"""A panel draws every row, or the spec says which it does not and why."""

import numpy as np
import pytest

from natfig.core.errors import DataError
from natfig.data.integrity import admit, used_columns
from natfig.data.load import load_tables
from natfig.data.use import DataUse, Exclusion, merge_uses
from natfig.spec.loader import load_spec
from specwriter import changed, write

NUMBERS = "g,y,z\nA,1,5\nB,2,0\nA,3,-1\nB,4,8\n"


def admitted(folder, panel, csv=NUMBERS, extra=(), data="{file: t.csv}"):
    text = changed("    x: g\n    y: y\n", "".join(f"    {line}\n" for line in panel.splitlines()))
    loaded = load_spec(write(folder, text.replace("{file: t.csv}", data), t__csv=csv))
    return admit("a", loaded.panels["a"], load_tables(loaded), loaded.place, extra)


def fault(folder, *args, **kwargs):
    with pytest.raises(DataError) as caught:
        admitted(folder, *args, **kwargs)
    return str(caught.value)


def test_all_rows_are_used(tmp_path):
    table, use = admitted(tmp_path, "x: g\ny: y")
    assert table["y"].tolist() == [1, 2, 3, 4]
    assert (use.name, use.rows, use.rows_used, use.exclusions, use.panels) == ("t", 4, 4, (), ("a",))


def test_where_and_exclude_are_counted_once(tmp_path):
    rules = '[{rule: "g = \'B\'", reason: faulty probe}, {rule: "y <= 2", reason: too small}]'
    panel = f'x: g\ny: y\nwhere: "y < 4"\nexclude: {rules}'
    table, use = admitted(tmp_path, panel)
    assert table["y"].tolist() == [3]
    assert [e.to_json() for e in use.exclusions] == [
        {"rule": "NOT (y < 4)", "reason": "where", "rows": 1},
        {"rule": "g = 'B'", "reason": "faulty probe", "rows": 1},
        {"rule": "y <= 2", "reason": "too small", "rows": 1},
    ]
    assert (use.rows, use.rows_used) == (4, 1)
    assert list(use.to_json()) == ["name", "sha256", "rows", "rows_used", "exclusions", "panels"]


def test_a_condition_that_is_unknown_keeps_no_row_and_excludes_none(tmp_path):
    csv = "g,y\nA,1\nB,2\n,3\n"
    assert admitted(tmp_path, "x: y\ny: y\nwhere: \"g = 'A'\"", csv)[1].rows_used == 1
    excluded = "x: y\ny: y\nexclude: [{rule: \"g = 'A'\", reason: faulty}]"
    assert admitted(tmp_path, excluded, csv)[1].rows_used == 2


@pytest.mark.parametrize(
    ("panel", "message"),
    [
        ("x: gg\ny: y", "spec.yaml:18: panel a: there is no column 'gg' in t.csv; did you mean 'g'?"),
        ("x: G\ny: y", "panel a: there is no column 'G' in t.csv; did you mean 'g'?"),
        ("x: g\ny: {field: y, low: lo}", "panel a: there is no column 'lo' in t.csv; columns: g, y, z"),
        ("x: g\ny: y\ncolor: c", "panel a: there is no column 'c' in t.csv"),
        ("x: g\ny: g", "panel a: column 'g' of t.csv is text: row 2 holds 'A'"),
        (
            "x: g\ny: {field: y, scale: log}\nwhere: 'yy > 1'",
            "spec.yaml:20: panel a: there is no column 'yy'; did you mean 'y'?",
        ),
        (
            "x: g\ny: {field: z, scale: log}",
            "column 'z' of t.csv has 2 values of 0 or less, the first in row 3 (0); a log scale cannot",
        ),
        (
            "x: g\ny: {field: z, scale: log2}\nwhere: 'z <> 0'",
            "has 1 value of 0 or less, the first in row 4 (-1); a log2 scale",
        ),
        ("x: g\ny: y\nwhere: 'y > 100'", "panel a: no row of t.csv is left; 4 rows were there before"),
        (
            "x: g\ny: y\nwhere: 'max(y) > 1'",
            "panel a: the condition sums rows up; a condition looks at one row",
        ),
        ("x: g\ny: y\nwhere: 'y >'", "panel a: the SQL is wrong: syntax error"),
        ("x: g\ny: y\nwhere: 'random() < 0.5'", "random() gives another result at another time"),
        ("x: g\ny: y\nwhere: 'y > 1), (y'", "is not a condition"),
        ("x: g\ny: y\nwhere: 'y IN (SELECT y FROM u)'", "there is no table 'u'"),
        ("x: {field: g, order: [A]}\ny: y", "order leaves out 'B' of column 'g'; name every level"),
        ("x: {field: g, order: [A, B, C]}\ny: y", "order names 'C', which column 'g' does not hold"),
        ("x: {field: g, order: [A, B, A]}\ny: y", "order names 'A' twice"),
    ],
)
def test_what_cannot_be_drawn_is_told(tmp_path, panel, message):
    assert message in fault(tmp_path, panel)


def test_the_line_of_a_text_is_the_file_s(tmp_path):
    csv = "g,y\n" + "A,1\n" * 15 + "B,n.d.\n"
    assert "column 'y' of t.csv is text: row 17 holds 'n.d.'" in fault(tmp_path, "x: g\ny: y", csv)
    # Blank lines and line breaks inside quotes count as an editor counts them.
    csv = 'g,y\nA,1\n\n"B\nC",2\nD,n.d.\n'
    assert "row 6 holds 'n.d.'" in fault(tmp_path, "x: g\ny: y", csv)


def test_decimal_commas_are_named(tmp_path):
    assert "column 'y' of t.csv has decimal commas: row 3 holds '1,5'; write 1.5" in fault(
        tmp_path, "x: g\ny: y", 'g,y\nA,1\nB,"1,5"\n'
    )


def test_the_row_of_a_joined_file_is_that_file_s(tmp_path):
    (tmp_path / "u.csv").write_text("g,y\nA,1\nB,n.d.\n")
    message = fault(tmp_path, "x: g\ny: y", "g,y\nA,1\nB,2\nC,3\n", data='{file: "[tu].csv"}')
    assert "column 'y' of u.csv is text: row 3 holds 'n.d.'" in message


def test_codes_with_leading_zeros_are_numbers_where_numbers_are_asked_for(tmp_path):
    table, _ = admitted(tmp_path, "x: g\ny: y", "g,y\nA,01\nB,02\n")
    assert table["y"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("cells", "what"), [("2020-01-01\nB,2020-01-02", "dates"), ("true\nB,false", "true and false")]
)
def test_dates_and_booleans_are_no_numbers(tmp_path, cells, what):
    assert f"column 'y' of t.csv holds {what}, not numbers" in fault(
        tmp_path, "x: g\ny: y", f"g,y\nA,{cells}\n"
    )


MISSING = "g,y,z\nA,1,1\nB,,2\n,3,3\nD,inf,\n"


def test_missing_values_stop_the_build(tmp_path):
    message = fault(tmp_path, "x: g\ny: y", MISSING)
    assert (
        "column 'g' of t.csv has 1 missing value, the first in row 4; fill them in, or write missing:"
        in message
    )
    assert "column 'y' of t.csv has 2 missing or infinite values, the first in row 3" in message
    assert "'z'" not in message


def test_they_are_dropped_for_a_reason_and_counted(tmp_path):
    table, use = admitted(tmp_path, "x: g\ny: y\nmissing: {drop: the probe failed}", MISSING)
    assert table["y"].tolist() == [1.0]
    assert use.exclusions == (
        Exclusion("g IS MISSING", "the probe failed", 1),
        Exclusion("y IS MISSING", "the probe failed", 2),
    )
    assert use.rows_used == 1


def test_missing_values_in_rows_that_are_not_shown_do_not_matter(tmp_path):
    assert admitted(tmp_path, "x: g\ny: y\nwhere: \"g = 'A'\"", MISSING)[1].rows_used == 1


def test_missing_values_in_a_row_that_is_dropped_count_once(tmp_path):
    _, use = admitted(tmp_path, "x: g\ny: y\nmissing: {drop: why not}", "g,y\nA,1\n,\n")
    assert [e.rows for e in use.exclusions] == [1, 0]


def test_no_row_is_left(tmp_path):
    assert "no row is left without missing values" in fault(
        tmp_path, "x: g\ny: y\nmissing: {drop: why not}", "g,y\nA,\nB,\n"
    )


def test_columns_a_chart_lists_are_checked_too(tmp_path):
    assert "there is no column 'w'" in fault(tmp_path, "x: g\ny: y", extra=[("w", False)])
    assert "column 'g' of t.csv is text" in fault(tmp_path, "x: y\ny: y", extra=[("g", True)])


def test_which_table(tmp_path):
    text = changed("  t: {file: t.csv}", "  t: {file: t.csv}\n  u: {rows: [{g: A, y: 1}]}").replace(
        "    data: t\n", ""
    )
    loaded = load_spec(write(tmp_path, text))
    with pytest.raises(DataError, match="it does not say which table it draws; add data: with one of t, u"):
        admit("a", loaded.panels["a"], load_tables(loaded), loaded.place)
    only = load_spec(write(tmp_path, changed("    data: t\n", "")))
    assert admit("a", only.panels["a"], load_tables(only), only.place)[1].name == "t"


def test_no_table_at_all(tmp_path):
    text = changed("data:\n  t: {file: t.csv}\n", "").replace("    data: t\n", "")
    loaded = load_spec(write(tmp_path, text))
    with pytest.raises(DataError, match="add a table under data:"):
        admit("a", loaded.panels["a"], load_tables(loaded), loaded.place)


def test_code_may_go_without_data(tmp_path):
    text = changed(
        "    kind: bar\n    data: t\n    x: g\n    y: y\n", "    kind: python\n    function: p.py:draw\n"
    )
    loaded = load_spec(write(tmp_path, text))
    assert admit("a", loaded.panels["a"], load_tables(loaded), loaded.place) == (None, None)


def test_used_columns(tmp_path):
    text = changed("    y: y\n", "    y: {field: y, low: y, high: z}\n    color: g\n")
    panel = load_spec(write(tmp_path, text, t__csv=NUMBERS)).panels["a"]
    assert [(u.keys, u.column, u.numeric) for u in used_columns(panel)] == [
        (("x", "field"), "g", False),
        (("y", "field"), "y", True),
        (("y", "low"), "y", True),
        (("y", "high"), "z", True),
        (("color", "field"), "g", False),
    ]


def test_order_of_numbers_and_levels_only_hidden_rows_have(tmp_path):
    csv = "g,y\n1,1\n2,2\n3,3\n"
    table, _ = admitted(tmp_path, "x: {field: g, order: [2, 1, 3]}\ny: y\nwhere: g < 3", csv)
    assert table["g"].tolist() == [1, 2]


def test_uses_that_are_the_same_are_one():
    use = DataUse("t", "0", 4, 4, (), ("a",))
    other = DataUse("t", "0", 4, 4, (), ("b",))
    less = DataUse("t", "0", 4, 3, (Exclusion("y > 1", "why", 1),), ("c",), (), example=True)
    merged = merge_uses([use, other, less])
    assert [u.panels for u in merged] == [("a", "b"), ("c",)]
    assert merged[1].to_json()["example"] is True


def test_a_large_table_is_quick(tmp_path):
    rng = np.random.default_rng(0)
    csv = "g,y\n" + "".join(f"A,{v:.4f}\n" for v in rng.normal(size=50_000))
    assert admitted(tmp_path, "x: g\ny: y", csv)[1].rows_used == 50_000
