"""The layout mosaic: rows of panel letters."""

from __future__ import annotations

import math
import re
import string
from collections.abc import Sequence

__all__ = ["MAX_CELLS", "default_mosaic", "mosaic_faults", "parse_mosaic"]

# A page has no room for more; it also bounds the work on a hostile layout.
MAX_CELLS = 40
_LETTERS = frozenset(string.ascii_lowercase)


def parse_mosaic(text: str) -> tuple[str, ...]:
    """Return the rows of a mosaic such as ``"aab/ccb"``, without judging them.

    Rows are split by a newline or "/"; spaces are ignored, so are empty rows.
    """
    rows = ("".join(row.split()) for row in re.split(r"[/\n]", text))
    return tuple(row for row in rows if row)


def default_mosaic(letters: Sequence[str]) -> tuple[str, ...]:
    """Return one row for up to three panels, else a near-square grid in reading order."""
    letters = sorted(letters)
    if len(letters) <= 3:
        return ("".join(letters),)
    columns = math.ceil(math.sqrt(len(letters)))
    rows = ["".join(letters[i : i + columns]) for i in range(0, len(letters), columns)]
    return tuple(row.ljust(columns, ".") for row in rows)


def mosaic_faults(rows: Sequence[str]) -> list[str]:
    """Return what is wrong with a mosaic, one sentence each; nothing when it is sound."""
    if not rows or all(set(row) == {"."} for row in rows):
        return ["the layout holds no panel"]
    faults = []
    if len(rows) > MAX_CELLS or max(map(len, rows)) > MAX_CELLS:
        return [f"the layout is larger than {MAX_CELLS} rows or columns"]
    strange = sorted({c for row in rows for c in row} - _LETTERS - {"."})
    if strange:
        shown = ", ".join(f"'{c}'" for c in strange)
        why = (
            " (the journal decides the case of the drawn letters)"
            if any(c.isupper() for c in strange)
            else ""
        )
        faults.append(f"the layout holds {shown}; it takes the letters a to z and '.' for an empty cell{why}")
    lengths = {len(row) for row in rows}
    if len(lengths) > 1:
        shown = ", ".join(f"'{row}' has {len(row)}" for row in rows)
        faults.append(f"the rows of the layout differ in length: {shown}; fill up with '.'")
        return faults
    for letter in sorted({c for row in rows for c in row} & _LETTERS):
        cells = [(r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell == letter]
        height = len({r for r, _ in cells})
        width = len({c for _, c in cells})
        top, left = min(r for r, _ in cells), min(c for _, c in cells)
        bottom, right = max(r for r, _ in cells), max(c for _, c in cells)
        if len(cells) != height * width or bottom - top + 1 != height or right - left + 1 != width:
            faults.append(f"panel {letter} does not fill a rectangle of the layout")
    return faults
