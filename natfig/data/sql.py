"""The SQL a spec may hold: one SELECT over the tables of the spec, the same at every build.

DuckDB parses the statement; its syntax tree is searched before anything runs.
The engine is locked as well (no files, no settings), so this is the second lock,
and the one that can say what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from natfig.core.errors import DataError, did_you_mean

__all__ = [
    "CLOCK_WORDS",
    "TABLE_FUNCTIONS",
    "UNSTABLE",
    "Statement",
    "parse_condition",
    "parse_select",
    "quote",
]

# Functions in FROM that make rows out of nothing but their arguments. All others read files,
# settings or memory addresses (pandas_scan), or hide SQL in text (query).
TABLE_FUNCTIONS = frozenset(("range", "generate_series", "unnest"))

# Functions whose result depends on chance, the clock or the state of the engine. DuckDB marks them
# as VOLATILE or CONSISTENT_WITHIN_QUERY in duckdb_functions(); the tests compare the lists.
UNSTABLE = frozenset(
    (
        "random",
        "uuid",
        "uuidv4",
        "uuidv7",
        "gen_random_uuid",
        "setseed",
        "nextval",
        "currval",
        "setval",
        "sleep_ms",
        "write_log",
        "stats",
        "vector_type",
        "error",
        "current_query",
        "current_query_id",
        "current_connection_id",
        "current_transaction_id",
        "current_database",
        "current_date",
        "current_schema",
        "current_schemas",
        "current_setting",
        "get_current_time",
        "get_current_timestamp",
        "getvariable",
        "in_search_path",
        "now",
        "today",
        "transaction_timestamp",
        "txid_current",
        "reservoir_quantile",
        "getenv",
        "current_localtime",
        "current_localtimestamp",
        "age",
        "version",
    )
)
# Written without parentheses the clock looks like a column.
CLOCK_WORDS = frozenset(
    (
        "current_date",
        "current_time",
        "current_timestamp",
        "localtime",
        "localtimestamp",
        "current_user",
        "session_user",
    )
)
_NODES = frozenset(("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"))

_ONLY = "SQL in a spec is one SELECT (or WITH … SELECT) over the tables under data:"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that may run.

    Attributes
    ----------
    sql : str
    tables : tuple of str
        Tables it reads, as written, without those it defines itself by WITH.
    local : frozenset of str
        Names it defines by WITH, in lower case.
    """

    sql: str
    tables: tuple[str, ...]
    local: frozenset[str]


def quote(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def parse_select(con: Any, sql: str) -> Statement:
    """Parse and judge a statement; nothing runs.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
    sql : str

    Raises
    ------
    DataError
        If it is not exactly one SELECT, or reads or calls what it may not.
    """
    tree = _tree(con, sql)
    tables: dict[str, None] = {}
    local: set[str] = set()
    for node in _nodes(tree):
        _judge(node)
        if node.get("type") == "BASE_TABLE":
            _check_base(node)
            tables[node["table_name"]] = None
        cte = node.get("cte_map")
        if isinstance(cte, dict):
            local |= {str(entry.get("key", "")).casefold() for entry in cte.get("map", [])}
        if node.get("type") == "RECURSIVE_CTE_NODE":
            local.add(str(node.get("cte_name", "")).casefold())
    return Statement(sql, tuple(tables), frozenset(local))


def parse_condition(con: Any, condition: str, table: str) -> Statement:
    """Parse a condition on the rows of a table; it returns the statement that evaluates it row by row.

    Raises
    ------
    DataError
        If it is more than a condition.
    """
    if not condition.strip():
        raise DataError("the condition is empty", hint="write one such as batch <= 64")
    # The line break ends a comment in the condition, so that it can't swallow the bracket.
    sql = f"SELECT ({condition}\n) IS TRUE FROM {quote(table)}"  # noqa: S608  # names and text go through quote()
    statement = parse_select(con, sql)
    node = _tree(con, sql)["statements"][0]["node"]
    plain = (
        node.get("type") == "SELECT_NODE"
        and len(node.get("select_list", ())) == 1
        and node.get("from_table", {}).get("type") == "BASE_TABLE"
        and node.get("where_clause") is None
        and not node.get("modifiers")
        and not node.get("group_expressions")
    )
    if not plain:
        raise DataError(
            f"'{condition}' is not a condition", hint="write one such as batch <= 64 AND model = 'A'"
        )
    return statement


def _tree(con: Any, sql: str) -> dict[str, Any]:
    if not sql.strip():
        raise DataError("the SQL is empty", hint=_ONLY)
    (text,) = con.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchone()
    tree: dict[str, Any] = json.loads(text)
    if tree.get("error"):
        if tree.get("error_type") == "not implemented":
            raise DataError("the SQL is not a SELECT", hint=_ONLY)
        raise DataError(
            f"the SQL is wrong: {_first_line(str(tree.get('error_message', 'it cannot be read')))}"
        )
    count = len(tree.get("statements", ()))
    if count != 1:
        raise DataError(f"the SQL holds {count} statements", hint=_ONLY)
    return tree


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else text


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping of the tree, without recursion."""
    stack = [tree]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)


def _judge(node: dict[str, Any]) -> None:
    kind = node.get("type")
    if isinstance(kind, str) and kind.endswith("_NODE") and kind not in _NODES:
        raise DataError("the SQL changes tables", hint=_ONLY)
    if kind == "SHOW_REF":
        raise DataError("the SQL describes tables instead of selecting from them", hint=_ONLY)
    if node.get("sample"):
        raise DataError(
            "the SQL takes a sample", hint="every row is used; leave rows out with where: or exclude:"
        )
    if kind == "TABLE_FUNCTION":
        name = str(node.get("function", {}).get("function_name", ""))
        if name.casefold() not in TABLE_FUNCTIONS:
            raise DataError(
                f"{name}() is not allowed in SQL", hint="list files under data: and select from their names"
            )
    elif kind in ("FUNCTION", "WINDOW_AGGREGATE") or "function_name" in node:
        name = str(node.get("function_name", ""))
        if name.casefold() in UNSTABLE:
            raise DataError(
                f"{name}() gives another result at another time", hint="a figure must build the same again"
            )
    if kind == "COLUMN_REF":
        names = node.get("column_names", [])
        if len(names) == 1 and str(names[0]).casefold() in CLOCK_WORDS:
            raise DataError(f"{names[0]} gives another result at another time", hint="write the date itself")


def _check_base(node: dict[str, Any]) -> None:
    name = str(node["table_name"])
    if node.get("schema_name") or node.get("catalog_name"):
        raise DataError(
            f"the table {node.get('schema_name') or node.get('catalog_name')}.{name} is not under data:",
            hint=_ONLY,
        )


def unknown_table(name: str, known: list[str]) -> DataError:
    """Return the error for a table that is not in the spec."""
    if any(c in name for c in "./\\"):
        return DataError(
            f"the SQL reads the file '{name}'", hint="list it under data: and select from its name"
        )
    return DataError(f"there is no table '{name}'", hint=did_you_mean(name, known, what="tables"))
