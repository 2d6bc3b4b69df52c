"""Where the tiles of a plate stand, in mm from the top left of its box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from natfig.core.units import pt_to_mm

__all__ = ["Cell", "Strips", "arrange", "overlap"]

# Black around the tiles of a dark plate.
DARK_PAD_MM = 1.0
# Between a title and its tiles.
TITLE_GAP_MM = 0.8
# Line height of a title, in em.
TITLE_EM = 1.12


@dataclass(frozen=True, slots=True)
class Cell:
    """A rectangle in mm; y points down."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge in mm."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Lower edge in mm."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Strips:
    """Room inside the plate for titles and its own edge; 0 where titles stand outside."""

    left: float = 0.0
    top: float = 0.0
    pad: float = 0.0

    @classmethod
    def of(cls, size_pt: float, *, is_dark: bool, has_columns: bool, has_rows: bool) -> Strips:
        """Return the strips of a plate whose titles have a size in pt."""
        if not is_dark:
            return cls()
        strip = pt_to_mm(TITLE_EM * size_pt) + TITLE_GAP_MM
        return cls(strip if has_rows else 0.0, strip if has_columns else 0.0, DARK_PAD_MM)


def overlap(a: Cell, b: Cell) -> float:
    """Return the depth in mm by which two rectangles overlap; 0 when they are apart."""
    dx = min(a.right, b.right) - max(a.x, b.x)
    dy = min(a.bottom, b.bottom) - max(a.y, b.y)
    return max(0.0, min(dx, dy))


def arrange(
    places: Sequence[tuple[int, int, float]], size_mm: tuple[float, float], gap_mm: float, strips: Strips
) -> tuple[list[Cell], Cell]:
    """Return the tiles' rectangles and the plate's, as large as a box allows.

    All tiles are equally high; a column is as wide as its widest tile.

    Parameters
    ----------
    places : sequence of (row, column, width by height)
    size_mm : tuple of float
        Width and height of the box.
    gap_mm : float
        Between tiles.
    strips : Strips
    """
    rows = 1 + max(r for r, _, _ in places)
    columns = 1 + max(c for _, c, _ in places)
    ratios = [max((q for _, c, q in places if c == k), default=0.0) for k in range(columns)]
    across = strips.left + 2 * strips.pad + gap_mm * (columns - 1)
    down = strips.top + 2 * strips.pad + gap_mm * (rows - 1)
    height = max(min((size_mm[0] - across) / sum(ratios), (size_mm[1] - down) / rows), 0.1)
    lefts, x = [], strips.left + strips.pad
    for ratio in ratios:
        lefts.append(x)
        x += ratio * height + gap_mm
    top = strips.top + strips.pad
    cells = [
        Cell(lefts[c] + (ratios[c] - q) * height / 2, top + r * (height + gap_mm), q * height, height)
        for r, c, q in places
    ]
    return cells, Cell(0.0, 0.0, across + sum(ratios) * height, down + rows * height)
