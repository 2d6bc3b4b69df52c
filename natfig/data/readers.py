"""Reading data files into the engine: which reader takes which format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from natfig.core.errors import DataError
from natfig.data.delimited import read_delimited
from natfig.data.files import DataFile, fingerprint
from natfig.data.origin import Origin, check_agree, check_names, escape_path
from natfig.data.records import read_json, read_xlsx
from natfig.data.sql import quote

if TYPE_CHECKING:
    from natfig.data.engine import Engine

__all__ = ["FORMATS", "read_files"]


def _read_parquet(engine: Engine, files: Sequence[DataFile], table: str) -> list[Origin]:
    origins: list[Origin] = []
    first: list[str] = []
    for file in files:
        path = escape_path(str(file.path))
        try:
            cursor = engine.run("SELECT * FROM read_parquet(?) LIMIT 0", [path])
        except DataError as error:
            raise DataError(
                f"{file.name} is not a readable Parquet file: {error.problems[0].message}"
            ) from None
        names = [str(c[0]) for c in cursor.description]
        check_names(names, file.name)
        if origins:
            check_agree(first, names, files[0].name, file.name)
        first = first or names
        (rows,) = engine.run("SELECT count(*) FROM read_parquet(?)", [path]).fetchone()
        if rows == 0:
            raise DataError(f"{file.name} has no rows")
        origins.append(Origin(file.name, int(rows)))
    union = " UNION ALL BY NAME ".join("SELECT * FROM read_parquet(?)" for _ in files)
    engine.run(f"CREATE TABLE {quote(table)} AS {union}", [escape_path(str(f.path)) for f in files])
    return origins


_Reader = Callable[["Engine", Sequence[DataFile], str, "str | None"], list[Origin]]

# Suffix → reader and whether the file is text.
FORMATS: Mapping[str, tuple[_Reader, bool]] = {
    ".csv": (lambda e, f, t, _: read_delimited(e, f, t, None), True),
    ".tsv": (lambda e, f, t, _: read_delimited(e, f, t, "\t"), True),
    ".json": (lambda e, f, t, _: read_json(e, f, t), True),
    ".ndjson": (lambda e, f, t, _: read_json(e, f, t), True),
    ".jsonl": (lambda e, f, t, _: read_json(e, f, t), True),
    ".parquet": (lambda e, f, t, _: _read_parquet(e, f, t), False),
    ".xlsx": (read_xlsx, False),
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
