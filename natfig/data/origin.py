"""What readers of data files share: where rows come from, and names of columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from natfig.core.errors import DataError, did_you_mean
from natfig.data.files import DataFile

__all__ = ["Origin", "check_agree", "check_names", "escape_path", "records"]


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
        for k, (line, _) in enumerate(records(self.file, self.delimiter)):
            if k == index + 1:
                return line
        return self.first + index


def records(file: DataFile, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of each record as Python's reader sees them; blank lines are none."""
    with file.path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle, delimiter=delimiter)
        try:
            for cells in reader:
                if cells:
                    yield reader.line_num, cells
        except csv.Error:
            return


def check_names(names: Sequence[str], where: str) -> None:
    """Refuse columns that SQL cannot tell apart.

    Raises
    ------
    DataError
    """
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


def check_agree(first: Sequence[str], names: Sequence[str], one: str, other: str) -> None:
    """Refuse to join files whose columns differ.

    Raises
    ------
    DataError
    """
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


def escape_path(path: str) -> str:
    """Return a path that DuckDB does not take for a pattern."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in path)
