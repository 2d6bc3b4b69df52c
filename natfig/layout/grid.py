"""The page as a grid of panels in mm.

Axes edges line up across rows and columns: every column has one left and one
right margin, wide enough for the widest labels of its panels, and the rest of the
width is shared among the columns by weight; rows likewise. A panel that spans
columns or rows covers the margins between them. Panels that need far less room at
a side than the widest one of their column (a forest plot's table, say) line up
among themselves instead, so that no third of the page stays empty.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from natfig.core.errors import LayoutError

__all__ = ["Box", "GridPlan", "Margins", "Span", "collapse", "hero_weights", "solve", "spans"]

# Clear space between the boxes (labels included) of neighbouring panels.
GUTTER_MM = 5.0
# Keeps strokes and letters off the very edge of the page.
PAGE_PAD_MM = 0.8
# Axes smaller than this show nothing at print size.
MIN_AXES_MM = 8.0
# The hero is at least this many times its neighbours.
HERO_RATIO = 1.5
# Margins that differ by less line up.
ALIKE_MM = 7.0
# What an axes is given when the page's height is free: near the golden section, within readable bounds.
AUTO_ASPECT = 0.68
AUTO_AXES_MM = (24.0, 62.0)
# A square panel widens its column up to this factor; its neighbours pay for it.
MOST_WIDENED = 1.4
# … which give up at most this share of theirs.
MOST_TAKEN = 0.4


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in mm from the page's bottom left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Width in mm."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in mm."""
        return self.y1 - self.y0

    def overlap(self, other: Box) -> float:
        """Return the depth in mm by which two boxes overlap; 0 when they are apart."""
        dx = min(self.x1, other.x1) - max(self.x0, other.x0)
        dy = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0.0, min(dx, dy))

    def union(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(
            min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )


@dataclass(frozen=True, slots=True)
class Margins:
    """What a panel needs around its axes, in mm."""

    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0

    def around(self, box: Box) -> Box:
        """Return a box grown by the margins."""
        return Box(box.x0 - self.left, box.y0 - self.bottom, box.x1 + self.right, box.y1 + self.top)


@dataclass(frozen=True, slots=True)
class Span:
    """Rows and columns a panel covers, both ends included; row 0 is the top."""

    row0: int
    row1: int
    column0: int
    column1: int

    @property
    def cells(self) -> int:
        """Number of cells."""
        return (self.row1 - self.row0 + 1) * (self.column1 - self.column0 + 1)


@dataclass(frozen=True)
class GridPlan:
    """A solved page.

    Attributes
    ----------
    width_mm, height_mm : float
        Page size.
    axes : mapping of str to Box
        Axes rectangle of every panel.
    panels : mapping of str to Box
        Panel box: the axes with the margins of its columns and rows.
    """

    width_mm: float
    height_mm: float
    axes: Mapping[str, Box]
    panels: Mapping[str, Box]


def spans(grid: Sequence[Sequence[str]]) -> dict[str, Span]:
    """Return the span of every letter of a mosaic, in reading order; "." is empty."""
    out: dict[str, Span] = {}
    for r, row in enumerate(grid):
        for c, letter in enumerate(row):
            if letter == ".":
                continue
            old = out.get(letter)
            out[letter] = (
                Span(r, r, c, c)
                if old is None
                else Span(old.row0, r, min(old.column0, c), max(old.column1, c))
            )
    return out


def collapse(
    grid: Sequence[Sequence[str]], column_weights: Sequence[float], row_weights: Sequence[float]
) -> tuple[list[list[str]], list[float], list[float]]:
    """Join neighbouring columns, and rows, that hold the same panels; their weights add up.

    ``aaabb`` is a way to say 3 : 2, not a grid with four gutters.
    """
    rows: list[list[str]] = []
    heights: list[float] = []
    for row, weight in zip(grid, row_weights, strict=True):
        if rows and rows[-1] == list(row):
            heights[-1] += weight
        else:
            rows.append(list(row))
            heights.append(weight)
    columns: list[tuple[str, ...]] = []
    widths: list[float] = []
    for column, weight in zip(zip(*rows, strict=True), column_weights, strict=True):
        if columns and columns[-1] == column:
            widths[-1] += weight
        else:
            columns.append(column)
            widths.append(weight)
    return [list(row) for row in zip(*columns, strict=True)], widths, heights


def hero_weights(
    grid: Sequence[Sequence[str]], hero: str, columns: Sequence[float], rows: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Return column and row weights at which the hero is at least `HERO_RATIO` times any other panel."""
    places = spans(grid)
    wide, high = list(columns), list(rows)
    mine = places.get(hero)
    if mine is None or len(places) < 2:
        return wide, high

    def size(span: Span) -> float:
        return sum(wide[span.column0 : span.column1 + 1]) * sum(high[span.row0 : span.row1 + 1])

    if size(mine) >= HERO_RATIO * max(size(s) for k, s in places.items() if k != hero):
        return wide, high
    if mine.column1 - mine.column0 + 1 < len(wide):
        wide = [w * HERO_RATIO if mine.column0 <= c <= mine.column1 else w for c, w in enumerate(wide)]
    if mine.row1 - mine.row0 + 1 < len(high):
        high = [w * HERO_RATIO if mine.row0 <= r <= mine.row1 else w for r, w in enumerate(high)]
    return wide, high


def _side(count: int, places: Mapping[str, Span], margins: Mapping[str, Margins], side: str) -> list[float]:
    index = {"left": "column0", "right": "column1", "top": "row0", "bottom": "row1"}[side]
    out = [0.0] * count
    for letter, span in places.items():
        at = getattr(span, index)
        out[at] = max(out[at], getattr(margins[letter], side))
    return out


def _clusters(places: Mapping[str, Span], margins: Mapping[str, Margins], side: str) -> dict[str, float]:
    """Return each panel's margin at one side in mm.

    It is the widest among the panels of its column that need about as much.
    """
    index = {"left": "column0", "right": "column1"}[side]
    out: dict[str, float] = {}
    for column in {getattr(s, index) for s in places.values()}:
        here = sorted(
            (getattr(margins[k], side), k) for k, s in places.items() if getattr(s, index) == column
        )
        group: list[tuple[float, str]] = []
        for item in here:
            if group and item[0] - group[-1][0] > ALIKE_MM:
                out |= {k: group[-1][0] for _, k in group}
                group = []
            group.append(item)
        out |= {k: group[-1][0] for _, k in group}
    return out


def _share(total: float, weights: Sequence[float], fixed: Mapping[int, float]) -> list[float]:
    """Share `total` by weight; cells in `fixed` take at most that much and leave the rest to the others."""
    free = [i for i in range(len(weights)) if i not in fixed]
    if not free:
        scale = min(1.0, total / max(sum(fixed.values()), 1e-9))
        return [fixed[i] * scale for i in range(len(weights))]
    rest = total - sum(fixed.values())
    weight = sum(weights[i] for i in free)
    return [fixed[i] if i in fixed else rest * weights[i] / weight for i in range(len(weights))]


def _check(sizes: Sequence[float], places: Mapping[str, Span], *, across: bool) -> None:
    for letter, span in places.items():
        a, b = (span.column0, span.column1) if across else (span.row0, span.row1)
        size = sum(sizes[a : b + 1])
        if size < MIN_AXES_MM:
            what, cells = ("width", "columns") if across else ("height", "rows")
            missing = max(math.ceil(10 * (MIN_AXES_MM - size)) / 10, 0.1)
            raise LayoutError(
                f"panel {letter} has {max(size, 0):.1f} mm of {what} left for its axes; "
                f"{missing:.1f} mm are missing",
                hint=f"raise figure.{what}, use fewer {cells}, or shorten the labels beside the axes",
            )


def solve(
    grid: Sequence[Sequence[str]],
    margins: Mapping[str, Margins],
    *,
    width_mm: float,
    height_mm: float | None,
    column_weights: Sequence[float] | None = None,
    row_weights: Sequence[float] | None = None,
    header_mm: float = 0.0,
    square: frozenset[str] = frozenset(),
    min_height_mm: Mapping[str, float] | None = None,
    max_height_mm: float | None = None,
) -> GridPlan:
    """Place the axes of all panels.

    Parameters
    ----------
    grid : rows of letters
        The mosaic; all rows have one length.
    margins : mapping of str to Margins
        What each panel needs around its axes.
    width_mm : float
        Page width, kept exactly.
    height_mm : float or None
        Page height, kept exactly; None: chosen from the widths.
    column_weights, row_weights : sequence of float, optional
        Relative sizes of axes columns and rows.
    header_mm : float
        Space at the top for a legend of the whole figure.
    square : set of str
        Panels whose axes keep equal sides; a column of such panels takes only the width it can use.
    min_height_mm : mapping of str to float, optional
        Smallest axes height of panels with many rows of text; used when the height is free.
    max_height_mm : float, optional
        The journal's limit, for a free height.

    Raises
    ------
    LayoutError
        If an axes would be smaller than `MIN_AXES_MM`; names the panel and the mm missing.
    """
    places = spans(grid)
    rows = len(grid)
    bands = _bands(grid, list(column_weights or [1.0] * len(grid[0])), margins, width_mm)
    row_weights = list(row_weights or [1.0] * rows)
    top, bottom = (_side(rows, places, margins, s) for s in ("top", "bottom"))
    gaps_h = header_mm + 2 * PAGE_PAD_MM + sum(top) + sum(bottom) + GUTTER_MM * (rows - 1)
    for band in bands:
        band.check()
    if height_mm is None:
        wide = {letter: band.width(letter) for band in bands for letter in band.places}
        heights = _free_heights(places, wide, row_weights, square, min_height_mm or {})
        height_mm = gaps_h + sum(heights)
        if max_height_mm is not None and height_mm > max_height_mm:
            height_mm = max_height_mm
    heights = _share(height_mm - gaps_h, row_weights, {})
    if min_height_mm:
        heights = _with_minimum(heights, places, min_height_mm)
    _check(heights, places, across=False)
    high = {k: sum(heights[s.row0 : s.row1 + 1]) for k, s in places.items()}
    for band in bands:
        band.suit_squares(square, high)

    y = height_mm - PAGE_PAD_MM - header_mm
    y0s, y1s = [], []
    for r in range(rows):
        y1s.append(y - top[r])
        y0s.append(y1s[-1] - heights[r])
        y = y0s[-1] - bottom[r] - GUTTER_MM
    axes, panels = {}, {}
    for band in bands:
        for letter, (edge0, edge1, x0, x1) in band.edges().items():
            s = places[letter]
            panels[letter] = Box(edge0, y0s[s.row1] - bottom[s.row1], edge1, y1s[s.row0] + top[s.row0])
            box = Box(x0, y0s[s.row1], x1, y1s[s.row0])
            axes[letter] = _squared(box) if letter in square else box
    return GridPlan(width_mm, height_mm, axes, panels)


class _Band:
    """Rows whose columns line up: one set of columns with its margins and widths."""

    def __init__(
        self,
        grid: Sequence[Sequence[str]],
        weights: Sequence[float],
        margins: Mapping[str, Margins],
        width_mm: float,
    ) -> None:
        joined, self.weights, _ = collapse(grid, weights, [1.0] * len(grid))
        self.places = spans(joined)
        self.margins = {k: margins[k] for k in self.places}
        columns = len(joined[0])
        self.left = _side(columns, self.places, self.margins, "left")
        self.right = _side(columns, self.places, self.margins, "right")
        gaps = 2 * PAGE_PAD_MM + sum(self.left) + sum(self.right) + GUTTER_MM * (columns - 1)
        self.inner_mm = width_mm - gaps
        self.widths = _share(self.inner_mm, self.weights, {})

    def width(self, letter: str) -> float:
        """Return the width in mm that a panel's columns give its axes."""
        span = self.places[letter]
        return sum(self.widths[span.column0 : span.column1 + 1])

    def check(self) -> None:
        """Refuse axes too narrow to show anything."""
        _check(self.widths, self.places, across=True)

    def suit_squares(self, square: frozenset[str], high: Mapping[str, float]) -> None:
        """Give columns of panels with equal sides the width that their height calls for."""
        wanted = _square_columns(self.places, square, self.widths, high)
        if not wanted or len(wanted) == len(self.widths):
            return
        growth = {c: max(width - self.widths[c], 0.0) for c, width in wanted.items()}
        freed = sum(max(self.widths[c] - width, 0.0) for c, width in wanted.items())
        others = sum(width for c, width in enumerate(self.widths) if c not in wanted)
        affordable = freed + MOST_TAKEN * others
        scale = min(1.0, affordable / max(sum(growth.values()), 1e-9))
        fixed = {c: min(width, self.widths[c]) + scale * growth[c] for c, width in wanted.items()}
        self.widths = _share(self.inner_mm, self.weights, fixed)
        self.check()

    def edges(self) -> dict[str, tuple[float, float, float, float]]:
        """Return the left and right edges in mm of every panel's box, then of its axes."""
        x = PAGE_PAD_MM
        x0s, x1s = [], []
        for left, width, right in zip(self.left, self.widths, self.right, strict=True):
            x0s.append(x + left)
            x1s.append(x0s[-1] + width)
            x = x1s[-1] + right + GUTTER_MM
        own_left = _clusters(self.places, self.margins, "left")
        own_right = _clusters(self.places, self.margins, "right")
        out = {}
        for letter, s in self.places.items():
            edge0, edge1 = x0s[s.column0] - self.left[s.column0], x1s[s.column1] + self.right[s.column1]
            out[letter] = (edge0, edge1, edge0 + own_left[letter], edge1 - own_right[letter])
        return out


def _bands(
    grid: Sequence[Sequence[str]], weights: Sequence[float], margins: Mapping[str, Margins], width_mm: float
) -> list[_Band]:
    """Group the rows whose columns can line up.

    Rows belong together when a panel spans both, or when the column edges of one are
    among those of the other. ``aabb`` over ``cccddd`` shares no edge: solved as one grid,
    the margins of each row would eat into the other's axes, so each row is shared out
    for itself.
    """
    cuts = [frozenset(c for c in range(1, len(row)) if row[c] != row[c - 1]) for row in grid]
    group = list(range(len(grid)))

    def join(a: int, b: int) -> None:
        old, new = max(group[a], group[b]), min(group[a], group[b])
        for r, g in enumerate(group):
            if g == old:
                group[r] = new

    for r, row in enumerate(grid):
        for q in range(r):
            spanned = {k for k in row if k != "."} & set(grid[q])
            # A row of one panel has no edges of its own: it follows its neighbour.
            alike = (cuts[r] <= cuts[q] or cuts[q] <= cuts[r]) if cuts[r] and cuts[q] else q == r - 1
            if spanned or alike:
                join(q, r)
    return [
        _Band([grid[r] for r, g in enumerate(group) if g == name], weights, margins, width_mm)
        for name in sorted(set(group))
    ]


def _squared(box: Box) -> Box:
    side = min(box.width, box.height)
    # Left and top edges keep their lines, so that the letter stays with its panel.
    return Box(box.x0, box.y1 - side, box.x0 + side, box.y1)


def _free_heights(
    places: Mapping[str, Span],
    widths: Mapping[str, float],
    weights: Sequence[float],
    square: frozenset[str],
    minimum: Mapping[str, float],
) -> list[float]:
    rows = len(weights)
    wanted = [0.0] * rows
    for letter, s in places.items():
        width = widths[letter]
        deep = s.row1 - s.row0 + 1
        aspect = 1.0 if letter in square else AUTO_ASPECT
        height = min(max(width * aspect, AUTO_AXES_MM[0]), AUTO_AXES_MM[1]) / deep
        height = max(height, minimum.get(letter, 0.0) / deep)
        for r in range(s.row0, s.row1 + 1):
            wanted[r] = max(wanted[r], height)
    unit = max(w / k for w, k in zip(wanted, weights, strict=True)) if len(set(weights)) > 1 else None
    return wanted if unit is None else [unit * k for k in weights]


def _with_minimum(
    heights: list[float], places: Mapping[str, Span], minimum: Mapping[str, float]
) -> list[float]:
    """Take height from rows that have it to spare, for rows whose text needs it."""
    need = [0.0] * len(heights)
    for letter, s in places.items():
        if s.row0 == s.row1:
            need[s.row0] = max(need[s.row0], minimum.get(letter, 0.0))
    short = [max(0.0, n - h) for n, h in zip(need, heights, strict=True)]
    spare = [max(0.0, h - max(n, AUTO_AXES_MM[0])) for n, h in zip(need, heights, strict=True)]
    missing, available = sum(short), sum(spare)
    if not missing or available < missing:
        return heights
    return [h + s - p * missing / available for h, s, p in zip(heights, short, spare, strict=True)]


def _square_columns(
    places: Mapping[str, Span], square: frozenset[str], widths: Sequence[float], high: Mapping[str, float]
) -> dict[int, float]:
    """Return the widths of columns that follow from panels with equal sides.

    A column of such panels alone takes only what it can use; one that holds a high
    square panel is widened towards its height, up to `MOST_WIDENED` times.
    """
    out: dict[int, float] = {}
    for c, width in enumerate(widths):
        here = {k: s for k, s in places.items() if s.column0 <= c <= s.column1}
        sides = [high[k] for k, s in here.items() if k in square and s.column0 == s.column1]
        if not sides:
            continue
        side = max(sides)
        if (side < width and len(sides) == len(here)) or (side > width and len(widths) > 1):
            out[c] = min(side, MOST_WIDENED * width)
    return out
