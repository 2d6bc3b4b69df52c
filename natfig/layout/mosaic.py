"""A mosaic as a part of a page: rows and columns that line up with each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from natfig.layout.grid import GUTTER_MM, MIN_AXES_MM, Box, Margins, spans
from natfig.layout.sharing import clustered, lifted, shared
from natfig.spec.arrangement import Part, Size

if TYPE_CHECKING:

    class Solver(Protocol):
        """What a mosaic needs of the page's solver."""

        margins: Mapping[str, Margins]
        minimum: Mapping[str, float]

        def wanted_panel(self, letter: str, width: float) -> float: ...
        def place_panel(self, letter: str, inner: Box, margin: Margins, *, is_alone: bool) -> None: ...


__all__ = ["MosaicGrid"]


class MosaicGrid:
    """A mosaic whose rows and columns line up with each other."""

    def __init__(self, part: Part, solver: Solver) -> None:
        self.part, self.solver = part, solver
        self.spans = spans(part.grid)
        margins = {k: solver.margins[k] for k in self.spans}
        columns, rows = len(part.columns), len(part.rows)
        self.left, self.right = [0.0] * columns, [0.0] * columns
        self.top, self.bottom = [0.0] * rows, [0.0] * rows
        for letter, s in self.spans.items():
            m = margins[letter]
            self.left[s.column0] = max(self.left[s.column0], m.left)
            self.right[s.column1] = max(self.right[s.column1], m.right)
            self.top[s.row0] = max(self.top[s.row0], m.top)
            self.bottom[s.row1] = max(self.bottom[s.row1], m.bottom)
        self.outer = Margins(self.left[0], self.right[-1], self.top[0], self.bottom[-1])
        self.gap_w = sum(self.left[1:]) + sum(self.right[:-1]) + GUTTER_MM * (columns - 1)
        self.gap_h = sum(self.top[1:]) + sum(self.bottom[:-1]) + GUTTER_MM * (rows - 1)

    def columns_mm(self, width: float) -> list[float]:
        """Share the inner width among the columns."""
        return shared(width - self.gap_w, self.part.columns)

    def _over_rows(self, need: Mapping[str, float]) -> list[float]:
        out = [0.0] * len(self.part.rows)
        for letter, s in self.spans.items():
            deep = s.row1 - s.row0 + 1
            for r in range(s.row0, s.row1 + 1):
                out[r] = max(out[r], need[letter] / deep)
        return [s.mm if s.mm is not None else h for s, h in zip(self.part.rows, out, strict=True)]

    def least_rows(self) -> list[float]:
        """Return the heights in mm that the rows' texts need."""
        return self._over_rows({k: max(MIN_AXES_MM, self.solver.minimum.get(k, 0.0)) for k in self.spans})

    def wanted_rows(self, width: float) -> list[float]:
        """Return the heights in mm at which the rows look well."""
        columns = self.columns_mm(width)
        wide = {k: sum(columns[s.column0 : s.column1 + 1]) for k, s in self.spans.items()}
        wanted = self._over_rows({k: self.solver.wanted_panel(k, w) for k, w in wide.items()})
        given = [w / s.weight for w, s in zip(wanted, self.part.rows, strict=True) if s.mm is None]
        if not given or not any(s.is_given for s in self.part.rows):
            return wanted
        unit = max(given)
        return [unit * s.weight if s.mm is None else s.mm for s in self.part.rows]

    def place(self, inner: Box, margin: Margins) -> None:
        """Set all panels into the inner box."""
        columns = self.columns_mm(inner.width)
        rows = self.part.rows
        if not any(s.is_given for s in rows):
            rows = tuple(Size(max(w, 1e-6)) for w in self.wanted_rows(inner.width))
        heights = lifted(shared(inner.height - self.gap_h, rows), self.least_rows())
        left = [margin.left, *self.left[1:]]
        right = [*self.right[:-1], margin.right]
        top = [margin.top, *self.top[1:]]
        bottom = [*self.bottom[:-1], margin.bottom]
        x0s, x1s, y0s, y1s = [], [], [], []
        x, y = inner.x0, inner.y1
        for c, width in enumerate(columns):
            x0s.append(x)
            x1s.append(x + width)
            x += width + self.right[c] + GUTTER_MM + (self.left[c + 1] if c + 1 < len(columns) else 0.0)
        for r, height in enumerate(heights):
            y1s.append(y)
            y0s.append(y - height)
            y -= height + self.bottom[r] + GUTTER_MM + (self.top[r + 1] if r + 1 < len(heights) else 0.0)
        more_left, more_right = self._clusters("left"), self._clusters("right")
        for letter, s in self.spans.items():
            box = Box(
                x0s[s.column0] - more_left[letter],
                y0s[s.row1],
                x1s[s.column1] + more_right[letter],
                y1s[s.row0],
            )
            around = Margins(
                left[s.column0] - more_left[letter], right[s.column1] - more_right[letter],
                top[s.row0], bottom[s.row1],
            )  # fmt: skip
            self.solver.place_panel(letter, box, around, is_alone=False)

    def _clusters(self, side: str) -> dict[str, float]:
        index = {"left": "column0", "right": "column1"}[side]
        out: dict[str, float] = {}
        for column in {getattr(s, index) for s in self.spans.values()}:
            here = [k for k, s in self.spans.items() if getattr(s, index) == column]
            own = [getattr(self.solver.margins[k], side) for k in here]
            out |= {k: max(own) - g for k, g in zip(here, clustered(own), strict=True)}
        return out
