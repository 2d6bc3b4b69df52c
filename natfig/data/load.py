"""The tables of a spec: files, inline rows and queries over them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from natfig.core.errors import DataError, Problem, SpecError
from natfig.core.io import hash_bytes
from natfig.data.engine import TIMEOUT_S, Engine
from natfig.data.files import find_files
from natfig.data.frames import load_frame
from natfig.data.origin import Origin
from natfig.data.readers import read_files
from natfig.data.records import load_records
from natfig.data.sql import Statement, parse_condition, parse_select, quote, unknown_table

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from natfig.data.tables import Table
    from natfig.spec.models import DataSource, Spec

__all__ = ["MAX_ROWS", "Located", "PlaceLike", "TableInfo", "Tables", "load_tables"]

# What numpy columns of a figure may reasonably hold; a cross join reaches it in a second.
MAX_ROWS = 100_000_000


class PlaceLike(Protocol):
    """Where a key of the spec stands."""

    def with_message(self, message: str, hint: str | None = None) -> Problem:
        """Return a problem there."""


class Located(Protocol):
    """What is needed of a loaded spec: its models, its folder and the lines of its keys."""

    @property
    def spec(self) -> Spec:
        """The checked models."""

    @property
    def folder(self) -> Path:
        """Absolute folder of the spec."""

    def place(self, *keys: str | int) -> PlaceLike:
        """Return where a key path stands."""


@dataclass(frozen=True)
class TableInfo:
    """Where a table comes from.

    Attributes
    ----------
    name : str
    sha256 : str
        Of the file's bytes; of several files or a query, of all that goes into it.
    rows : int
    columns : mapping of str to str
        Column → SQL type.
    origins : tuple of Origin
        Empty for a query.
    files : tuple of str
    sources : tuple of str
        Tables a query reads.
    example : bool
        Example data, here or in what a query reads.
    """

    name: str
    sha256: str
    rows: int
    columns: Mapping[str, str]
    origins: tuple[Origin, ...] = ()
    files: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    example: bool = False

    @property
    def title(self) -> str:
        """How messages call the table: its file, else its name."""
        if len(self.files) == 1:
            return self.files[0]
        return f"table '{self.name}'"

    def locate(self, index: int) -> tuple[int, str]:
        """Return the number of a row (0-based index) where it comes from, and that place's name."""
        for origin in self.origins:
            if index < origin.rows:
                return origin.row(index), origin.name
            index -= origin.rows
        return index + 1, self.title


class Tables:
    """The tables of one spec, in an engine that reads nothing else."""

    def __init__(self, engine: Engine, infos: Mapping[str, TableInfo]) -> None:
        self._engine = engine
        self._infos = dict(infos)
        self._fetched: dict[str, Table] = {}

    @property
    def names(self) -> list[str]:
        """Names in the order of the spec."""
        return list(self._infos)

    def __contains__(self, name: object) -> bool:
        return name in self._infos

    def info(self, name: str) -> TableInfo:
        """Return where a table comes from."""
        return self._infos[name]

    def __getitem__(self, name: str) -> Table:
        if name not in self._fetched:
            self._fetched[name] = self._engine.fetch(name)
        return self._fetched[name]

    def check(self, sql: str) -> Statement:
        """Judge a SELECT over the tables; nothing runs."""
        statement = parse_select(self._engine.con, sql)
        for table in statement.tables:
            if not _is_known(table, statement, self.names):
                raise unknown_table(table, self.names)
        return statement

    def rows(self, sql: str, most: int = 2) -> tuple[list[tuple[Any, ...]], int]:
        """Run a SELECT and return its first rows and the number of its columns."""
        statement = self.check(sql)
        columns = [
            c
            for t in statement.tables
            for n in self.names
            if n.casefold() == t.casefold()
            for c in self._infos[n].columns
        ]

        def take(cursor: Any) -> tuple[list[tuple[Any, ...]], int]:
            return cursor.fetchmany(most), len(cursor.description)

        return self._engine.run_user(sql, take, columns)

    def mask(self, name: str, condition: str) -> np.ndarray:
        """Return which rows of a table meet a condition, shape (rows,), in the table's order."""
        statement = parse_condition(self._engine.con, condition, name)
        for table in statement.tables:
            if not _is_known(table, statement, self.names):
                raise unknown_table(table, self.names)
        info = self._infos[name]
        return self._engine.mask(statement.sql, info.rows, list(info.columns))

    def close(self) -> None:
        """Give the memory back; tables that were fetched stay."""
        self._engine.close()


def _is_known(table: str, statement: Statement, names: list[str]) -> bool:
    folded = table.casefold()
    return folded in statement.local or folded in {n.casefold() for n in names}


def load_tables(
    loaded: Located,
    allow_outside: bool = False,
    *,
    timeout_s: float = TIMEOUT_S,
    frames: Mapping[str, Any] | None = None,
) -> Tables:
    """Load every table of a spec.

    Parameters
    ----------
    loaded : LoadedSpec
    allow_outside : bool
        Whether files outside the spec's folder may be read.
    timeout_s : float
        Longest time one SQL statement may take.
    frames : mapping of str to data frame, optional
        Tables that are in memory already; they stand in for those of the same name.

    Raises
    ------
    DataError
        With all that is wrong: a missing, empty or broken file, wrong SQL, a circle of queries.
    """
    sources, frames = loaded.spec.data, frames or {}
    problems = _form_problems(loaded)
    if problems:
        raise DataError(problems)
    engine = Engine(timeout_s)
    infos: dict[str, TableInfo] = {}
    for name, source in sources.items():
        if source.query is not None and name not in frames:
            continue
        try:
            if name in frames:
                infos[name] = _in_memory(engine, name, frames[name], source)
                continue
            infos[name] = _load(engine, name, source, loaded.folder, allow_outside)
        except DataError as error:
            key = "rows" if source.rows is not None else "file"
            problems += [
                loaded.place("data", name, key).with_message(f"data.{name}: {p.message}", p.hint)
                for p in error.problems
            ]
    engine.lock()
    failed = set(sources) - set(infos) - {n for n, s in sources.items() if s.query is not None}
    problems += _Queries(engine, loaded, infos, failed).run()
    if problems:
        raise DataError(sorted(problems, key=lambda p: p.line or 0))
    return Tables(engine, {n: infos[n] for n in sources})


def _form_problems(loaded: Located) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for name, source in loaded.spec.data.items():
        place = loaded.place("data", name)
        given = [k for k in ("file", "query", "rows") if getattr(source, k) is not None]
        if len(given) != 1:
            what = f"has {' and '.join(given)}" if given else "has no file, query or rows"
            problems.append(
                place.with_message(
                    f"data.{name}: the table {what}", "give exactly one of file:, query: and rows:"
                )
            )
        if not name.strip() or "__natfig_" in name:
            problems.append(place.with_message(f"data: '{name}' cannot be the name of a table"))
        first = seen.setdefault(name.casefold(), name)
        if first != name:
            problems.append(
                place.with_message(
                    f"data.{name}: SQL cannot tell '{name}' from '{first}'", "rename one of them"
                )
            )
        if source.sheet is not None and source.file is None:
            problems.append(
                loaded.place("data", name, "sheet").with_message(
                    f"data.{name}: sheet goes with file", "remove it"
                )
            )
    return problems


def _load(engine: Engine, name: str, source: DataSource, folder: Path, allow_outside: bool) -> TableInfo:
    if source.rows is not None:
        load_records(engine, source.rows, name, f"the rows of '{name}'")
        sha256 = hash_bytes(json.dumps(source.rows, sort_keys=True, ensure_ascii=False).encode())
        origins, files = [Origin(f"the rows of '{name}'", len(source.rows))], []
    else:
        found = find_files(folder, source.file or "", allow_outside=allow_outside)
        origins, hashes = read_files(engine, found, name, source.sheet)
        sha256 = hashes[0] if len(hashes) == 1 else hash_bytes("\n".join(hashes).encode())
        files = [f.name for f in found]
    rows = sum(o.rows for o in origins)
    return TableInfo(
        name, sha256, rows, engine.types(name), tuple(origins), tuple(files), example=source.example
    )


def _in_memory(engine: Engine, name: str, frame: Any, source: DataSource) -> TableInfo:
    rows, sha256 = load_frame(engine, frame, name)
    origin = Origin(f"the table '{name}' in memory", rows)
    return TableInfo(name, sha256, rows, engine.types(name), (origin,), (), example=source.example)


class _Queries:
    """The queries of a spec on their way into the engine, each after the tables it reads."""

    def __init__(
        self, engine: Engine, loaded: Located, infos: dict[str, TableInfo], failed: set[str]
    ) -> None:
        self.engine = engine
        self.loaded = loaded
        self.infos = infos
        self.failed = failed
        self.problems: list[Problem] = []
        self.waiting: dict[str, tuple[Statement, list[str]]] = {}

    def run(self) -> list[Problem]:
        """Run them all; `infos` grows."""
        for name, source in self.loaded.spec.data.items():
            if source.query is not None:
                self._parse(name, source.query)
        while self.waiting:
            ready = next(
                (n for n, (_, needs) in self.waiting.items() if not set(needs) & set(self.waiting)), None
            )
            if ready is None:
                circle = _circle({n: needs for n, (_, needs) in self.waiting.items()})
                message = f"the queries read each other in a circle: {' → '.join(circle)}"
                self._fail(circle[0], DataError(message, hint="break it at one of them"))
                break
            self._one(ready, *self.waiting.pop(ready))
        return self.problems

    def _fail(self, name: str, error: SpecError) -> None:
        self.failed.add(name)
        place = self.loaded.place("data", name, "query")
        self.problems += [place.with_message(f"data.{name}: {p.message}", p.hint) for p in error.problems]

    def _parse(self, name: str, sql: str) -> None:
        known = list(self.loaded.spec.data)
        folded = {n.casefold(): n for n in known}
        try:
            statement = parse_select(self.engine.con, sql)
            needs = []
            for table in statement.tables:
                found = folded.get(table.casefold())
                is_local = table.casefold() in statement.local
                if found is None and not is_local:
                    raise unknown_table(table, [n for n in known if n != name])
                # WITH may give a table the name of the query itself; that is no circle.
                if found is not None and not (found == name and is_local):
                    needs.append(found)
            self.waiting[name] = (statement, needs)
        except DataError as error:
            self._fail(name, error)

    def _one(self, name: str, statement: Statement, needs: list[str]) -> None:
        if set(needs) & self.failed:
            self.failed.add(name)  # told at the table it needs
            return
        try:
            sources = [self.infos[n] for n in needs]
            self.infos[name] = _query(self.engine, name, self.loaded.spec.data[name], statement, sources)
        except DataError as error:
            self._fail(name, error)


def _circle(needs: Mapping[str, list[str]]) -> list[str]:
    path = [next(iter(needs))]
    while True:
        following = next(n for n in needs[path[-1]] if n in needs)
        if following in path:
            return [*path[path.index(following) :], following]
        path.append(following)


def _query(
    engine: Engine, name: str, source: DataSource, statement: Statement, needs: list[TableInfo]
) -> TableInfo:
    columns = [c for info in needs for c in info.columns]
    # No brackets: the statement may end in a semicolon or a comment, and it is known to be one SELECT.
    engine.run_user(
        f"CREATE TABLE {quote(name)} AS\n{statement.sql}", lambda cursor: cursor.fetchall(), columns
    )
    types = engine.types(name)
    rows = engine.count(name)
    if rows == 0:
        raise DataError("the query gives no rows", hint="check its WHERE and JOIN conditions")
    if rows > MAX_ROWS:
        raise DataError(f"the query gives more than {MAX_ROWS:,} rows")
    digest = hash_bytes("\n".join([statement.sql, *(f"{i.name} {i.sha256}" for i in needs)]).encode())
    example = source.example or any(i.example for i in needs)
    return TableInfo(name, digest, rows, types, sources=tuple(i.name for i in needs), example=example)
