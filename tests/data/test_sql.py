"""The list of functions that are not allowed follows DuckDB."""

import duckdb
import pytest

from natfig.core.errors import DataError
from natfig.data.sql import CLOCK_WORDS, TABLE_FUNCTIONS, UNSTABLE, parse_condition, parse_select, quote


@pytest.fixture(scope="module")
def con():
    return duckdb.connect(":memory:")


def test_every_unstable_function_of_duckdb_is_refused(con):
    rows = con.execute(
        "SELECT DISTINCT function_name FROM duckdb_functions() "
        "WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY') AND function_type = 'scalar'"
    ).fetchall()
    assert {name for (name,) in rows} <= UNSTABLE


def test_table_functions_that_are_allowed_exist(con):
    rows = con.execute(
        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'table'"
    ).fetchall()
    assert {name for (name,) in rows} >= TABLE_FUNCTIONS


@pytest.mark.parametrize("word", sorted(CLOCK_WORDS))
def test_the_clock_is_refused(con, word):
    with pytest.raises(DataError):
        parse_select(con, f"SELECT {word}")


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("SELECT 1", set()),
        ("FROM t", {"t"}),
        ("SELECT * FROM t JOIN u USING (x) WHERE y IN (SELECT y FROM v)", {"t", "u", "v"}),
        ('SELECT * FROM "my table"', {"my table"}),
        ("SELECT x FROM range(5) r(x)", set()),
        ("SELECT unnest([1, 2])", set()),
        (
            "WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r WHERE x < 5) SELECT * FROM r",
            {"r"},
        ),
        ("SELECT age FROM t", {"t"}),
        ("SELECT sum(y) OVER (ORDER BY x) FROM t", {"t"}),
        ("VALUES (1)", set()),
    ],
)
def test_tables_are_found(con, sql, tables):
    assert set(parse_select(con, sql).tables) == tables


@pytest.mark.parametrize(
    "condition", ["y > 1", "g = 'a' AND y <= 2 -- so", "y IN (SELECT max(y) FROM t)", "g LIKE '%;%'"]
)
def test_conditions(con, condition):
    assert parse_condition(con, condition, "t").tables


@pytest.mark.parametrize(
    "condition", ["", "y > 1) FROM t WHERE (true", "y), (y", "1); DROP TABLE t; --", "y) ORDER BY (y"]
)
def test_more_than_a_condition(con, condition):
    with pytest.raises(DataError):
        parse_condition(con, condition, "t")


def test_quote():
    assert quote('a"b') == '"a""b"'
