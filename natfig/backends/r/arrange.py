"""The arrangement of a page as patchwork code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from natfig.backends.r.code import Code, call, to_code

if TYPE_CHECKING:
    from natfig.backends.r.script import Page
    from natfig.spec.arrangement import Part, Size

__all__ = ["arrange"]

Named = Callable[[str], Code]


def arrange(page: Page, named: Named) -> Code:
    """Return ``wrap_plots(…)`` of a page's panels; `named` gives the variable of each."""
    if page.part is not None:
        return _part(page, page.part, named)
    if len(page.grid) == 1 and len(page.grid[0]) == 1:
        return call("wrap_plots", named(page.grid[0][0]))
    return _mosaic(page.grid, page.column_mm, page.row_mm, named)


def _mosaic(
    grid: Sequence[Sequence[str]], columns: Sequence[float], rows: Sequence[float], named: Named
) -> Code:
    letters = list(dict.fromkeys(k for row in grid for k in row if k != "."))
    design = "\n".join("".join(k.replace(".", "#") for k in row) for row in grid)
    args: dict[str, Any] = {letter: named(letter) for letter in letters}
    return call("wrap_plots", **args, design=design, widths=_shares(columns), heights=_shares(rows))


def _shares(sizes: Sequence[float]) -> Code:
    """Return sizes as shares of the largest, which is what patchwork's numbers are."""
    most = max(sizes, default=1.0)
    shares = [round(s / most, 3) for s in sizes]
    return to_code(1) if len(set(shares)) == 1 else to_code(shares)


def _part(page: Page, part: Part, named: Named) -> Code:
    if part.kind == "panel":
        code = named(part.letter)
    elif part.kind == "empty":
        code = call("plot_spacer")
    elif part.kind == "grid":
        sizes = page.sizes_mm
        rows = [list(row) for row in part.grid]
        columns = [_given(s) for s in part.columns] or [1.0] * len(rows[0])
        heights = [_given(s) for s in part.rows] or [1.0] * len(rows)
        code = _mosaic(rows, columns, heights, named)
    else:
        inner = [_part(page, p, named) for p in part.parts]
        if part.kind == "row":
            code = call("wrap_plots", *inner, nrow=1, widths=_shares([_wide(page, p) for p in part.parts]))
        else:
            code = call("wrap_plots", *inner, ncol=1, heights=_shares([_high(page, p) for p in part.parts]))
    return code


def _given(size: Size) -> float:
    return size.mm if size.mm is not None else size.weight


def _wide(page: Page, part: Part) -> float:
    """Return the expected width of a part's axes in mm, from the solved page."""
    if part.kind == "empty":
        return part.width.weight
    sizes = [page.sizes_mm[k][0] for k in part.letters() if k in page.sizes_mm]
    if part.kind == "row":
        return sum(_wide(page, p) for p in part.parts)
    return max(sizes, default=part.width.weight)


def _high(page: Page, part: Part) -> float:
    """Return the expected height of a part's axes in mm, from the solved page."""
    if part.kind == "empty":
        return part.height.weight
    sizes = [page.sizes_mm[k][1] for k in part.letters() if k in page.sizes_mm]
    if part.kind == "column":
        return sum(_high(page, p) for p in part.parts)
    return max(sizes, default=part.height.weight)
