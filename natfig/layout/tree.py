"""A page as a tree of rows, columns and mosaics, placed in mm.

Every part has an inner box, which its outermost axes fill, and margins around it for
their labels. Parts of a row share their top and bottom edges, parts of a column their
left and right ones; so axes line up wherever they can, at every depth. A part made of
pictures alone has one height for every width: rows and columns follow from that, and
their neighbours take the rest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from natfig.core.errors import LayoutError
from natfig.layout.grid import (
    ALIKE_MM,
    AUTO_ASPECT,
    AUTO_AXES_MM,
    GUTTER_MM,
    MIN_AXES_MM,
    MOST_TAKEN,
    PAGE_PAD_MM,
    Box,
    GridPlan,
    Margins,
)
from natfig.layout.mosaic import MosaicGrid
from natfig.layout.sharing import clustered, fitted, lifted
from natfig.spec.arrangement import Part

__all__ = ["Heading", "TreePlan", "solve_tree"]

# A picture gives way when what stands beside or under it would keep less than this share of what it wants.
LEAST_KEPT = 0.6
# Left edges of panels in different rows that would miss each other by less are brought into line.
SNAP_MM = 3.0
_NONE = Margins()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and the box in mm it stands in; `is_row`: it runs up along the left of its part."""

    text: str
    box: Box
    is_row: bool


@dataclass(frozen=True)
class TreePlan(GridPlan):
    """A solved page with its headings."""

    headings: Sequence[Heading] = field(default=())


def solve_tree(
    root: Part,
    margins: Mapping[str, Margins],
    *,
    width_mm: float,
    height_mm: float | None,
    header_mm: float = 0.0,
    heading_mm: float = 0.0,
    aspects: Mapping[str, float] | None = None,
    min_height_mm: Mapping[str, float] | None = None,
    max_height_mm: float | None = None,
) -> TreePlan:
    """Place the axes of all panels.

    Parameters
    ----------
    root : Part
        The arrangement.
    margins : mapping of str to Margins
        What each panel needs around its axes.
    width_mm : float
        Page width, kept exactly.
    height_mm : float or None
        Page height, kept exactly; None: chosen from the widths.
    header_mm : float
        Space at the top for a legend of the whole figure.
    heading_mm : float
        Height of one heading with the space under it.
    aspects : mapping of str to float, optional
        Width by height of axes where that is given.
    min_height_mm : mapping of str to float, optional
        Smallest axes height of panels with many rows of text.
    max_height_mm : float, optional
        The journal's limit, for a free height.

    Raises
    ------
    LayoutError
        If an axes would be smaller than 8 mm; names the panel and the mm missing.
    """
    solver = _Solver(margins, aspects or {}, min_height_mm or {}, heading_mm)
    edges = solver.edges(root)
    x0, x1 = PAGE_PAD_MM + edges.left, width_mm - PAGE_PAD_MM - edges.right
    around = 2 * PAGE_PAD_MM + header_mm + edges.top + edges.bottom
    if height_mm is None:
        height_mm = around + max(solver.wanted(root, x1 - x0), solver.least(root))
        if max_height_mm is not None:
            height_mm = min(height_mm, max_height_mm)
    inner = Box(x0, PAGE_PAD_MM + edges.bottom, x1, height_mm - PAGE_PAD_MM - header_mm - edges.top)
    solver.place(root, inner, edges, is_alone=True)
    return TreePlan(width_mm, height_mm, solver.axes, solver.panels, tuple(solver.headings))


class _Solver:
    """One solution; `axes`, `panels` and `headings` fill up while parts are placed."""

    def __init__(
        self,
        margins: Mapping[str, Margins],
        aspects: Mapping[str, float],
        minimum: Mapping[str, float],
        heading_mm: float,
    ) -> None:
        self.margins, self.aspects, self.minimum, self.heading_mm = margins, aspects, minimum, heading_mm
        self.axes: dict[str, Box] = {}
        self.panels: dict[str, Box] = {}
        self.headings: list[Heading] = []
        self._edges: dict[int, Margins] = {}
        self._lefts: list[float] = []

    # -- margins --------------------------------------------------------

    def edges(self, part: Part) -> Margins:
        """Return what a part needs around its inner box, headings included."""
        inner = self.content(part)
        side = self.heading_mm if part.row_heading else 0.0
        over = self.heading_mm if part.heading else 0.0
        return Margins(inner.left + side, inner.right, inner.top + over, inner.bottom)

    def content(self, part: Part) -> Margins:
        """Return what a part needs around its inner box without a heading of its own."""
        known = self._edges.get(id(part))
        if known is None:
            known = self._edges[id(part)] = self._content(part)
        return known

    def _content(self, part: Part) -> Margins:
        if part.kind == "empty":
            return _NONE
        if part.kind == "panel":
            return self.margins[part.letter]
        if part.kind == "grid":
            return MosaicGrid(part, self).outer
        all_edges = [self.edges(p) for p in part.parts]
        if part.kind == "column":
            return Margins(
                max(e.left for e in all_edges), max(e.right for e in all_edges),
                all_edges[0].top, all_edges[-1].bottom,
            )  # fmt: skip
        top = max(self.content(p).top for p in part.parts)
        over = self.heading_mm if any(p.heading for p in part.parts) else 0.0
        return Margins(all_edges[0].left, all_edges[-1].right, top + over, max(e.bottom for e in all_edges))

    def gaps(self, part: Part) -> list[float]:
        """Return the distances in mm between the inner boxes of neighbouring parts."""
        all_edges = [self.edges(p) for p in part.parts]
        if part.kind == "row":
            return [a.right + GUTTER_MM + b.left for a, b in pairwise(all_edges)]
        return [a.bottom + GUTTER_MM + b.top for a, b in pairwise(all_edges)]

    def bleed(self, part: Part) -> list[tuple[float, float]]:
        """Return how far each part of a column may reach beyond its inner box, left and right.

        Parts that need about as much room at a side line up; one that needs far less than
        the widest (beside a forest plot's table, say) lines up with its like.
        """
        sides = []
        for side in ("left", "right"):
            own = [getattr(self.edges(p), side) for p in part.parts]
            grouped = clustered(own)
            sides.append([max(own) - g for g in grouped])
        return list(zip(*sides, strict=True))

    def sunk(self, part: Part) -> list[float]:
        """Return how far each part of a row may reach below its inner box, in mm.

        A column beside a panel with a table under its axes uses the room beside the table.
        """
        own = [self.edges(p).bottom for p in part.parts]
        drops = [max(own) - bottom for bottom in own]
        return [
            d if p.kind == "column" and d > ALIKE_MM else 0.0 for p, d in zip(part.parts, drops, strict=True)
        ]

    def inside(self, part: Part) -> float:
        """Return the mm of a part's inner width that labels and gutters within it take."""
        if part.kind == "row":
            return sum(self.gaps(part)) + sum(self.inside(p) for p in part.parts)
        if part.kind == "column":
            return max(
                max(self.inside(p) - sum(b), 0.0) for p, b in zip(part.parts, self.bleed(part), strict=True)
            )
        return MosaicGrid(part, self).gap_w if part.kind == "grid" else 0.0

    # -- heights --------------------------------------------------------

    def rigid(self, part: Part) -> tuple[float, float] | None:
        """Return (slope, offset) of the height that follows from a part's inner width, if one does."""
        if part.kind == "panel":
            aspect = self.aspects.get(part.letter)
            return None if aspect is None or part.height.mm is not None else (1 / aspect, 0.0)
        if part.kind not in ("row", "column"):
            return None
        found = [self.rigid(p) for p in part.parts]
        lines = [line for line in found if line is not None]
        if len(lines) < len(found) or part.height.mm is not None:
            return None
        gaps = sum(self.gaps(part))
        if part.kind == "row":
            if any(p.width.mm is not None for p in part.parts):
                return None
            total = sum(1 / a for a, _ in lines)
            return 1 / total, (sum(b / a for a, b in lines) - gaps) / total
        pairs = list(zip(lines, self.bleed(part), strict=True))
        return sum(a for a, _ in lines), gaps + sum(a * sum(bleed) + b for (a, b), bleed in pairs)

    def least(self, part: Part) -> float:
        """Return the inner height in mm that a part's texts need."""
        if part.height.mm is not None:
            return part.height.mm
        if part.kind == "panel":
            return max(MIN_AXES_MM, self.minimum.get(part.letter, 0.0))
        if part.kind == "row":
            return max(self.least(p) - d for p, d in zip(part.parts, self.sunk(part), strict=True))
        if part.kind == "column":
            return sum(self.gaps(part)) + sum(self.least(p) for p in part.parts)
        if part.kind == "grid":
            grid = MosaicGrid(part, self)
            return grid.gap_h + sum(grid.least_rows())
        return 0.0

    def wanted(self, part: Part, width: float) -> float:
        """Return the inner height in mm at which a part of that inner width looks well."""
        if part.height.mm is not None:
            return part.height.mm
        if part.kind == "empty":
            return 0.0
        line = self.rigid(part)
        if line is not None:
            return max(line[0] * width + line[1], MIN_AXES_MM)
        if part.kind == "panel":
            return self.wanted_panel(part.letter, width)
        if part.kind == "row":
            widths = self.widths(part, width)
            drops = self.sunk(part)
            return max(self.wanted(p, w) - d for p, w, d in zip(part.parts, widths, drops, strict=True))
        if part.kind == "grid":
            grid = MosaicGrid(part, self)
            return grid.gap_h + sum(grid.wanted_rows(width))
        wanted = self._wanted_parts(part, width)
        given = [w / p.height.weight for w, p in zip(wanted, part.parts, strict=True) if _is_weighted(p)]
        if given:
            unit = max(given)
            wanted = [
                unit * p.height.weight if _is_weighted(p) else w
                for w, p in zip(wanted, part.parts, strict=True)
            ]
        return sum(self.gaps(part)) + sum(wanted)

    def wanted_panel(self, letter: str, width: float) -> float:
        """Return the height in mm that suits one axes of that width."""
        aspect = self.aspects.get(letter)
        if aspect is not None:
            return width / aspect
        return max(
            min(max(width * AUTO_ASPECT, AUTO_AXES_MM[0]), AUTO_AXES_MM[1]), self.minimum.get(letter, 0.0)
        )

    def _wanted_parts(self, part: Part, width: float) -> list[float]:
        return [
            self.wanted(p, width + left + right)
            for p, (left, right) in zip(part.parts, self.bleed(part), strict=True)
        ]

    def heights(self, part: Part, width: float, height: float) -> list[float]:
        """Share a column's inner height among its parts, in mm."""
        rest = height - sum(self.gaps(part))
        wanted = self._wanted_parts(part, width)
        is_fixed = [p.height.mm is not None for p in part.parts]
        has_weights = any(_is_weighted(p) for p in part.parts)
        is_rigid = [
            not f and self.rigid(p) is not None and not _is_weighted(p)
            for f, p in zip(is_fixed, part.parts, strict=True)
        ]
        rest -= sum(w for w, f in zip(wanted, is_fixed, strict=True) if f)
        flexible = sum(w for w, f, r in zip(wanted, is_fixed, is_rigid, strict=True) if not f and not r)
        pictures = sum(w for w, r in zip(wanted, is_rigid, strict=True) if r)
        # Pictures keep their height as long as the others keep most of theirs.
        scale = min(1.0, max(rest - LEAST_KEPT * flexible, 0.0) / pictures) if pictures else 1.0
        out = [w * scale if r else w for w, r in zip(wanted, is_rigid, strict=True)]
        free = [i for i in range(len(out)) if not is_fixed[i] and not is_rigid[i]]
        if free:
            shares = [part.parts[i].height.weight if has_weights else max(wanted[i], 1e-6) for i in free]
            left = rest - pictures * scale
            fair = [left * s / sum(shares) for s in shares]
            for i, h in zip(free, lifted(fair, [self.least(part.parts[i]) for i in free]), strict=True):
                out[i] = h
        return out

    # -- widths ---------------------------------------------------------

    def widths(self, part: Part, width: float) -> list[float]:
        """Share a row's inner width among its parts by weight, in mm."""
        rest = width - sum(self.gaps(part))
        inside = [0.0 if p.width.mm is not None else self.inside(p) for p in part.parts]
        rest -= sum(inside) + sum(p.width.mm or 0.0 for p in part.parts)
        weight = sum(p.width.weight for p in part.parts if p.width.mm is None)
        unit = rest / weight if weight else 0.0
        return [
            p.width.mm if p.width.mm is not None else i + unit * p.width.weight
            for p, i in zip(part.parts, inside, strict=True)
        ]

    def suited(self, part: Part, width: float, height: float) -> tuple[list[float], float]:
        """Return a row's widths when its height is known, and what stays free between its parts, in mm."""
        widths = self.widths(part, width)
        lines = [None if p.width.mm is not None else self.rigid(p) for p in part.parts]
        flexible = [i for i, p in enumerate(part.parts) if lines[i] is None and p.width.mm is None]
        wish = {i: max((height - line[1]) / line[0], 0.0) for i, line in enumerate(lines) if line is not None}
        if not wish:
            return widths, 0.0
        growth = {i: max(w - widths[i], 0.0) for i, w in wish.items()}
        freed = sum(max(widths[i] - w, 0.0) for i, w in wish.items())
        affordable = freed + MOST_TAKEN * sum(widths[i] for i in flexible)
        scale = min(1.0, affordable / max(sum(growth.values()), 1e-9))
        out = list(widths)
        for i, w in wish.items():
            out[i] = min(w, widths[i]) + scale * growth[i]
        spare = sum(widths) - sum(out)
        if not flexible:
            return out, max(spare, 0.0) / max(len(out) - 1, 1) if len(out) > 1 else 0.0
        weight = sum(part.parts[i].width.weight for i in flexible)
        for i in flexible:
            out[i] += spare * part.parts[i].width.weight / weight
        return out, 0.0

    # -- places ---------------------------------------------------------

    def place(self, part: Part, inner: Box, margin: Margins, *, is_alone: bool = False) -> None:
        """Set a part into its inner box with the margins it got; `is_alone`: it has the page's width."""
        if part.row_heading or part.heading:
            margin = self._write_headings(part, inner, margin)
        if part.kind == "panel":
            self.place_panel(part.letter, inner, margin, is_alone=is_alone)
        elif part.kind == "row":
            self._place_row(part, inner, margin, is_alone=is_alone)
        elif part.kind == "column":
            self._place_column(part, inner, margin, is_alone=is_alone)
        elif part.kind == "grid":
            MosaicGrid(part, self).place(inner, margin)

    def _write_headings(self, part: Part, inner: Box, margin: Margins) -> Margins:
        content, height = self.content(part), self.heading_mm
        left, top = margin.left, margin.top
        if part.heading:
            top = max(content.top, margin.top - height)
            over = Box(inner.x0, inner.y1 + top, inner.x1, inner.y1 + top + height)
            self.headings.append(Heading(part.heading, over, is_row=False))
        if part.row_heading:
            left = max(content.left, margin.left - height)
            beside = Box(inner.x0 - left - height, inner.y0, inner.x0 - left, inner.y1)
            self.headings.append(Heading(part.row_heading, beside, is_row=True))
        return Margins(left, margin.right, top, margin.bottom)

    def _place_row(self, part: Part, inner: Box, margin: Margins, *, is_alone: bool) -> None:
        widths, spare = self.suited(part, inner.width, inner.height)
        if not spare:
            self._snap(part, inner, widths)
        top = margin.top
        if any(p.heading for p in part.parts):
            top = max(*(self.content(p).top for p in part.parts), margin.top - self.heading_mm)
        x = inner.x0
        last = len(part.parts) - 1
        gaps = [*self.gaps(part), 0.0]
        for i, (child, width, gap, drop) in enumerate(
            zip(part.parts, widths, gaps, self.sunk(part), strict=True)
        ):
            own = self.edges(child)
            around = Margins(
                margin.left if i == 0 else own.left,
                margin.right if i == last else own.right,
                top + (self.heading_mm if child.heading else 0.0),
                margin.bottom - drop,
            )
            box = Box(x, inner.y0 - drop, x + width, inner.y1)
            self.place(child, box, around, is_alone=is_alone and not last)
            x += width + gap + spare

    def _snap(self, part: Part, inner: Box, widths: list[float]) -> None:
        """Move the borders within a row onto left edges of panels above that they nearly meet."""
        x = inner.x0
        gaps = self.gaps(part)
        for i in range(1, len(widths)):
            x += widths[i - 1] + gaps[i - 1]
            pair = part.parts[i - 1], part.parts[i]
            if any(p.width.mm is not None or self.rigid(p) is not None for p in pair):
                continue
            edge = x - self.edges(part.parts[i]).left
            near = min(self._lefts, key=lambda known, edge=edge: abs(known - edge), default=edge)  # type: ignore[misc]
            move = near - edge
            if 0 < abs(move) < SNAP_MM and min(widths[i - 1] + move, widths[i] - move) > MIN_AXES_MM:
                widths[i - 1] += move
                widths[i] -= move
                x += move

    def _place_column(self, part: Part, inner: Box, margin: Margins, *, is_alone: bool) -> None:
        heights = self.heights(part, inner.width, inner.height)
        y, last = inner.y1, len(part.parts) - 1
        parts = zip(part.parts, heights, [*self.gaps(part), 0.0], self.bleed(part), strict=True)
        for i, (child, height, gap, (left, right)) in enumerate(parts):
            own = self.edges(child)
            box = Box(inner.x0 - left, y - height, inner.x1 + right, y)
            around = Margins(
                margin.left - left,
                margin.right - right,
                margin.top if i == 0 else own.top,
                margin.bottom if i == last else own.bottom,
            )
            self.place(child, box, around, is_alone=is_alone)
            y -= height + gap

    def place_panel(self, letter: str, inner: Box, margin: Margins, *, is_alone: bool) -> None:
        """Set a panel's axes into its inner box.

        Raises
        ------
        LayoutError
            If the axes would be too small.
        """
        for what, size, cells in (
            ("width", inner.width, "panels in its row"),
            ("height", inner.height, "rows"),
        ):
            if size < MIN_AXES_MM - 1e-9:
                missing = max(math.ceil(10 * (MIN_AXES_MM - size)) / 10, 0.1)
                raise LayoutError(
                    f"panel {letter} has {max(size, 0):.1f} mm of {what} left for its axes; "
                    f"{missing:.1f} mm are missing",
                    hint=f"raise figure.{what}, use fewer {cells}, or shorten the labels beside the axes",
                )
        self.axes[letter] = fitted(inner, self.aspects.get(letter), is_alone=is_alone)
        self.panels[letter] = margin.around(inner)
        self._lefts.append(self.panels[letter].x0)


def _is_weighted(part: Part) -> bool:
    return part.height.is_given and part.height.mm is None
