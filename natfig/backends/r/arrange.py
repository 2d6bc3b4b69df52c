"""The arrangement of a page as patchwork code.

Sizes are those of natfig's own solved page: patchwork's numbers are shares of the axes, labels
left out, and so are natfig's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from natfig.backends.r.code import Code, Text, assign, call, to_code

if TYPE_CHECKING:
    from natfig.backends.r.script import Page
    from natfig.layout.grid import Box
    from natfig.spec.arrangement import Part, Size

__all__ = ["HEADING_MM", "arrange", "units"]

Named = Callable[[str], Code]
# Height of a heading's text and rule; theme margins come on top.
HEADING_MM = 3.5


def arrange(page: Page, named: Named) -> tuple[list[Code], Code]:
    """Return statements that make the rows of a page, and the code of the whole.

    `named` gives the variable of each panel.
    """
    arranger = _Arranger(page.extents, page.tops_mm, named)
    body = arranger.whole(page.part)
    return arranger.statements, body


class _Arranger:
    def __init__(self, axes: Mapping[str, Box], tops_mm: Mapping[str, float], named: Named) -> None:
        self.axes, self.tops_mm, self.named = axes, tops_mm, named
        self.statements: list[Code] = []
        self.headings = 0

    def whole(self, part: Part) -> Code:
        """Return the page; its rows get names of their own where they are more than a panel."""
        if part.kind == "panel" and not _headed(part):
            return call("wrap_plots", self.named(part.letter))
        if part.kind != "column" or _headed(part):
            return self.part(part)
        cells = []
        for i, row in enumerate(part.parts, 1):
            if row.kind in ("panel", "empty") and not _headed(row):
                cells.append(self.part(row))
                continue
            code = self.part(row)
            self.statements.append(assign(f"row_{i}", code))
            cells.append(Text(f"row_{i}"))
        return call("wrap_plots", *cells, ncol=1, heights=self._sizes(part.parts, across=False))

    def part(self, part: Part, *, is_lowered: bool = False) -> Code:
        """Return a part with its headings; `is_lowered`: its neighbours have one and it has none."""
        code = self._content(part)
        if part.heading or is_lowered:
            head = self._heading(part.heading or "", is_row=False)
            code = call("wrap_plots", head, code, ncol=1, heights=units([HEADING_MM, None]))
        if part.row_heading:
            head = self._heading(part.row_heading, is_row=True)
            code = call("wrap_plots", head, code, nrow=1, widths=units([HEADING_MM, None]))
        return code

    def _heading(self, text: str, *, is_row: bool) -> Code:
        if not text:
            if not any(s.flat().startswith("no_heading") for s in self.statements):
                self.statements.append(assign("no_heading", call("heading_natfig", "")))
            return Text("no_heading")
        self.headings += 1
        name = f"heading_{self.headings}"
        named: dict[str, Any] = {"upright": True} if is_row else {}
        self.statements.append(assign(name, call("heading_natfig", text, **named)))
        return Text(name)

    def _content(self, part: Part) -> Code:
        if part.kind == "panel":
            return self.named(part.letter)
        if part.kind == "empty":
            return call("plot_spacer")
        if part.kind == "grid":
            return self._mosaic(part)
        if part.kind == "row":
            # Axes beside those under a heading begin where these do.
            is_lower = any(p.heading for p in part.parts)
            cells = [self.part(p, is_lowered=is_lower and p.kind != "empty") for p in part.parts]
            return call("wrap_plots", *cells, nrow=1, widths=self._sizes(part.parts, across=True))
        cells = [self.part(p) for p in part.parts]
        return call("wrap_plots", *cells, ncol=1, heights=self._sizes(part.parts, across=False))

    def _sizes(self, parts: Sequence[Part], *, across: bool) -> Code:
        """Return the widths (heights) of neighbouring parts: mm where the spec gives them, else shares."""
        found: list[float | None] = []
        for part in parts:
            boxes = [self.axes[k] for k in part.letters() if k in self.axes]
            if not boxes:
                found.append(None)
            elif across:
                found.append(max(b.x1 for b in boxes) - min(b.x0 for b in boxes))
            else:
                found.append(max(b.y1 for b in boxes) - min(b.y0 for b in boxes) + self._headed_mm(part))
        given = [p.width if across else p.height for p in parts]
        return _lengths(found, given)

    def _headed_mm(self, part: Part) -> float:
        """Return the height in mm that a heading over the axes of a part, or of its parts, adds to them."""
        if not part.heading and not (part.kind == "row" and any(p.heading for p in part.parts)):
            return 0.0
        return HEADING_MM + max((self.tops_mm.get(k, 0.0) for k in part.letters()), default=0.0)

    def _mosaic(self, part: Part) -> Code:
        grid = part.grid
        letters = list(dict.fromkeys(k for row in grid for k in row if k != "."))
        args: dict[str, Any] = {letter: self.named(letter) for letter in letters}
        columns = ["".join(c) for c in zip(*grid, strict=True)]
        return call(
            "wrap_plots", **args, design="\n".join(row.replace(".", "#") for row in grid),
            widths=_lengths(self._lines(columns, across=True), part.columns),
            heights=_lengths(self._lines(grid, across=False), part.rows),
        )  # fmt: skip

    def _lines(self, lines: Sequence[str], *, across: bool) -> list[float | None]:
        """Return the sizes of a mosaic's columns (rows): those of axes that lie in one alone."""
        spans: dict[str, int] = {}
        for line in lines:
            for letter in set(line):
                spans[letter] = spans.get(letter, 0) + 1
        out: list[float | None] = []
        for line in lines:
            alone = [self.axes[k] for k in dict.fromkeys(line) if k in self.axes and spans[k] == 1]
            out.append(max((b.width if across else b.height for b in alone), default=None))
        return out


def _headed(part: Part) -> bool:
    return bool(part.heading or part.row_heading)


def _lengths(found: Sequence[float | None], given: Sequence[Size]) -> Code:
    """Return lengths as shares of the largest; as units where some are in mm.

    What has no axes of its own to tell its size is sized by its weight.
    """
    known = [(v, s.weight) for v, s in zip(found, given, strict=True) if v is not None]
    unit = sum(v for v, _ in known) / sum(w for _, w in known) if known else 1.0
    sizes = [v if v is not None else s.weight * unit for v, s in zip(found, given, strict=True)]
    free = [v for v, s in zip(sizes, given, strict=True) if s.mm is None]
    most = max(free, default=1.0)
    if len(free) < len(sizes):
        values = [s.mm if s.mm is not None else round(v / most, 3) for v, s in zip(sizes, given, strict=True)]
        kinds = ["null" if s.mm is None else "mm" for s in given]
        return call("unit", values, kinds if len(set(kinds)) > 1 else kinds[0])
    shares = [round(v / most, 3) for v in sizes]
    return to_code(1) if len(set(shares)) == 1 else to_code(shares)


def units(sizes: Sequence[float | None]) -> Code:
    """Return lengths in mm, and 1null where a size is free."""
    values = [1 if s is None else round(s, 2) for s in sizes]
    if all(s is None for s in sizes):
        return to_code(values)
    kinds = ["null" if s is None else "mm" for s in sizes]
    one = kinds[0] if len(set(kinds)) == 1 else kinds
    return call("unit", values if len(values) > 1 else values[0], one)
