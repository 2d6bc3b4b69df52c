"""The arrangement of a page: a tree of panels, rows, columns and mosaics.

``layout: [[a, b], [c, d, e]]`` is a list of rows, each of which is split for itself;
a list inside a row is a column, a list inside that a row again. Wherever a panel may
stand, a mosaic such as ``"aab/ccb"`` may stand too, and so may a mapping that gives a
part its size or a heading. Only what is written is read here: the sizes of axes come
from the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from natfig.core.errors import UsageError, did_you_mean
from natfig.core.units import parse_length_mm
from natfig.spec.mosaic import mosaic_faults, parse_mosaic

__all__ = ["Fault", "Part", "Size", "mosaic_part", "parse_size", "read_layout", "sized"]

# A page has no room for more; it also bounds the work on a hostile layout.
MAX_DEPTH = 6
MAX_PARTS = 80
_KEYS = ("cells", "width", "height", "heading", "row_heading")

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """How wide or high the axes of a part are: a share of what is free, or a length.

    Attributes
    ----------
    weight : float
        Share among its neighbours; of no meaning beside a length.
    mm : float or None
        A fixed length.
    is_given : bool
        Whether somebody wrote it.
    """

    weight: float = 1.0
    mm: float | None = None
    is_given: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the page.

    Attributes
    ----------
    kind : str
        "panel", "empty", "row" (parts from left to right), "column" (from top to bottom) or "grid".
    letter : str
        Of a panel.
    parts : tuple of Part
        Of a row or column.
    grid : tuple of str
        Rows of a mosaic that can't be cut into rows and columns without losing edges that line up.
    columns, rows : tuple of Size
        Of such a mosaic.
    width, height : Size
        Of the axes within.
    heading, row_heading : str or None
        Text over the part, and text that runs up along its left side.
    """

    kind: Literal["panel", "empty", "row", "column", "grid"]
    letter: str = ""
    parts: tuple[Part, ...] = ()
    grid: tuple[str, ...] = ()
    columns: tuple[Size, ...] = ()
    rows: tuple[Size, ...] = ()
    width: Size = field(default=Size())
    height: Size = field(default=Size())
    heading: str | None = None
    row_heading: str | None = None

    def letters(self) -> list[str]:
        """Return the panels in reading order, as often as they are named."""
        if self.kind == "panel":
            return [self.letter]
        if self.kind == "grid":
            return list(dict.fromkeys(c for row in self.grid for c in row if c != "."))
        return [letter for part in self.parts for letter in part.letters()]

    def walk(self) -> Iterator[Part]:
        """Yield the part and all within."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a layout, and under which key."""

    message: str
    keys: KeyPath = ()
    hint: str | None = None


def parse_size(value: Any) -> Size:
    """Return a size: a number is a weight, a text such as ``30mm`` a length.

    Raises
    ------
    UsageError
        If it is neither.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UsageError("a size is a number or a length such as 30mm")
    if isinstance(value, str):
        try:
            return Size(mm=parse_length_mm(value), is_given=True)
        except UsageError as error:
            raise UsageError(
                error.problems[0].message, hint="write a weight such as 2, or a length such as 30mm"
            ) from None
    if not 0 < value < float("inf"):
        raise UsageError(f"a weight must be above 0, not {value:g}")
    return Size(weight=float(value), is_given=True)


def read_layout(value: Any) -> tuple[Part | None, list[Fault]]:
    """Return the tree of a layout written as a list, and what is wrong with it.

    Parameters
    ----------
    value : object
        The value of ``figure.layout``: a list of rows.
    """
    reader = _Reader()
    part = reader.part(value, (), as_row=False)
    if not reader.faults and part is not None:
        letters = part.letters()
        if not letters:
            reader.fault("the layout holds no panel", ())
        twice = sorted({k for k in letters if letters.count(k) > 1})
        for letter in twice:
            reader.fault(
                f"panel {letter} stands in two places",
                (),
                "a panel spans cells in a mosaic only, such as 'aab/aac'",
            )
    return (None if reader.faults else part), reader.faults


class _Reader:
    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.count = 0

    def fault(self, message: str, keys: KeyPath, hint: str | None = None) -> None:
        self.faults.append(Fault(message, keys, hint))

    def part(self, value: Any, keys: KeyPath, *, as_row: bool) -> Part | None:
        self.count += 1
        if self.count > MAX_PARTS or len(keys) > 2 * MAX_DEPTH:
            if not any("too large" in f.message for f in self.faults):
                what = f"{MAX_PARTS} parts" if self.count > MAX_PARTS else f"{MAX_DEPTH} levels"
                self.fault(f"the layout is too large: it takes at most {what}", ())
            return None
        if isinstance(value, str):
            return self._mosaic(value, keys)
        if isinstance(value, dict):
            return self._mapping(value, keys, as_row=as_row)
        if isinstance(value, list | tuple):
            return self._list(value, keys, as_row=as_row)
        self.fault("a part of the layout is a mosaic, a list or a mapping with cells:", keys)
        return None

    def _mosaic(self, text: str, keys: KeyPath) -> Part | None:
        rows = parse_mosaic(text)
        if rows and all(set(row) == {"."} for row in rows):
            return Part("empty", width=Size(float(len(rows[0]))))
        faults = mosaic_faults(rows)
        for message in faults:
            self.fault(message, keys)
        return None if faults else mosaic_part(rows)

    def _list(self, values: Sequence[Any], keys: KeyPath, *, as_row: bool) -> Part | None:
        if not values:
            self.fault("an empty list holds no panel", keys)
            return None
        found = [self.part(v, (*keys, i), as_row=not as_row) for i, v in enumerate(values)]
        parts = tuple(p for p in found if p is not None)
        return _join("row" if as_row else "column", parts) if len(parts) == len(found) else None

    def _mapping(self, value: dict[str, Any], keys: KeyPath, *, as_row: bool) -> Part | None:
        for key in (k for k in value if k not in _KEYS):
            self.fault(f"unknown key '{key}'", (*keys, key), did_you_mean(str(key), _KEYS, what="keys"))
        if "cells" not in value:
            self.fault("the key 'cells' is missing", keys, "write {cells: ab, height: 30mm}")
            return None
        inner = self.part(value["cells"], (*keys, "cells"), as_row=as_row)
        sizes, texts = self._sizes(value, keys, as_row=as_row), self._texts(value, keys)
        if inner is None:
            return None
        # What the inner part says of itself stays with it: a heading over a part that has one stands above.
        if (texts and (inner.heading or inner.row_heading)) or (sizes and _has_size(inner)):
            inner = _join("row", (inner,))
        return replace(inner, **sizes, **texts)  # type: ignore[arg-type]

    def _sizes(self, value: dict[str, Any], keys: KeyPath, *, as_row: bool) -> dict[str, Size]:
        # A mapping is read as the list it may hold: as a row where it stands in a column.
        sense, senseless = ("height", "width") if as_row else ("width", "height")
        if senseless in value:
            why = (
                "column: its parts are as wide as it is" if as_row else "row: its parts are as high as it is"
            )
            self.fault(f"{senseless} has no meaning in a {why}", (*keys, senseless))
        if sense not in value:
            return {}
        try:
            return {sense: parse_size(value[sense])}
        except UsageError as error:
            self.fault(f"{sense}: {error.problems[0].message}", (*keys, sense), error.problems[0].hint)
            return {}

    def _texts(self, value: dict[str, Any], keys: KeyPath) -> dict[str, str]:
        texts = {}
        for key in ("heading", "row_heading"):
            text = value.get(key)
            if text is not None and (not isinstance(text, str) or not text.strip()):
                self.fault(f"{key} must be text", (*keys, key))
            elif text is not None:
                texts[key] = text.strip()
        return texts


def _has_size(part: Part) -> bool:
    return part.width.is_given or part.height.is_given


def _join(kind: Literal["row", "column"], parts: Sequence[Part]) -> Part:
    """Return a row or column; it is as wide and high as its parts say together."""
    widths, heights = [p.width.weight for p in parts], [p.height.weight for p in parts]
    wide, high = (sum(widths), max(heights)) if kind == "row" else (max(widths), sum(heights))
    return Part(kind, parts=tuple(parts), width=Size(wide), height=Size(high))


# ---------------------------------------------------------------- mosaics


def sized(values: Sequence[Any] | None, count: int) -> tuple[Size, ...]:
    """Return the sizes of `count` columns or rows."""
    return tuple(parse_size(v) for v in values) if values is not None else (Size(),) * count


def mosaic_part(
    grid: Sequence[str], columns: Sequence[Size] | None = None, rows: Sequence[Size] | None = None
) -> Part:
    """Return a sound mosaic as a tree: cut into rows and columns where no lined-up edges are lost by it.

    Parameters
    ----------
    grid : sequence of str
        Rows of letters, all of one length.
    columns, rows : sequence of Size, optional
        One for each.
    """
    columns = list(columns or [Size()] * len(grid[0]))
    rows = list(rows or [Size()] * len(grid))
    return _cut(*_collapsed(grid, columns, rows))


def _added(a: Size, b: Size) -> Size:
    mm = None if a.mm is None or b.mm is None else a.mm + b.mm
    return Size(a.weight + b.weight, mm, a.is_given or b.is_given)


def _collapsed(
    grid: Sequence[str], columns: Sequence[Size], rows: Sequence[Size]
) -> tuple[list[str], list[Size], list[Size]]:
    """Join neighbouring rows, and columns, that hold the same panels."""
    lines: list[str] = []
    heights: list[Size] = []
    for line, size in zip(grid, rows, strict=True):
        if lines and lines[-1] == line:
            heights[-1] = _added(heights[-1], size)
        else:
            lines.append(line)
            heights.append(size)
    kept: list[str] = []
    widths: list[Size] = []
    for column, size in zip(map("".join, zip(*lines, strict=True)), columns, strict=True):
        if kept and kept[-1] == column:
            widths[-1] = _added(widths[-1], size)
        else:
            kept.append(column)
            widths.append(size)
    return ["".join(line) for line in zip(*kept, strict=True)], widths, heights


def _cut(grid: Sequence[str], columns: Sequence[Size], rows: Sequence[Size]) -> Part:
    total_w, total_h = _total(columns), _total(rows)
    if len(columns) == 1 and len(rows) == 1:
        if grid[0] == ".":
            return Part("empty", width=columns[0], height=rows[0])
        return Part("panel", letter=grid[0], width=columns[0], height=rows[0])
    parts = _split(grid, columns, rows)
    if parts is not None:
        kind, cells = parts
        return Part(kind, parts=cells, width=total_w, height=total_h)
    return Part(
        "grid", grid=tuple(grid), columns=tuple(columns), rows=tuple(rows), width=total_w, height=total_h
    )


def _total(sizes: Sequence[Size]) -> Size:
    """Return the size of several columns or rows; a length is kept where there is one of them."""
    if len(sizes) == 1:
        return sizes[0]
    # What lies between several is not known yet, so their lengths do not add up here.
    return Size(sum(s.weight for s in sizes), is_given=any(s.is_given and s.mm is None for s in sizes))


def _split(
    grid: Sequence[str], columns: Sequence[Size], rows: Sequence[Size]
) -> tuple[Literal["row", "column"], tuple[Part, ...]] | None:
    """Cut a mosaic in two where one side is a single panel or the rows share no edges."""

    def piece(r0: int, r1: int, c0: int, c1: int) -> Part:
        return _cut(*_collapsed([line[c0:c1] for line in grid[r0:r1]], columns[c0:c1], rows[r0:r1]))

    height, width = len(rows), len(columns)
    if height == 1:
        return "row", tuple(piece(0, 1, c, c + 1) for c in range(width))
    if width == 1:
        return "column", tuple(piece(r, r + 1, 0, 1) for r in range(height))
    for c in range(1, width):
        left, right = ({line[i] for line in grid for i in span} for span in (range(c), range(c, width)))
        if not left & right - {"."} and 1 in (len(left), len(right)):
            return "row", (piece(0, height, 0, c), piece(0, height, c, width))
    for r in range(1, height):
        above, below = set("".join(grid[:r])), set("".join(grid[r:]))
        if not above & below - {"."} and (1 in (len(above), len(below)) or not _alike(grid[:r], grid[r:])):
            return "column", (piece(0, r, 0, width), piece(r, height, 0, width))
    return None


def _alike(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the column edges of one half are among those of the other."""
    one, other = (
        {c for line in half for c in range(1, len(line)) if line[c] != line[c - 1]} for half in (above, below)
    )
    return one <= other or other <= one
