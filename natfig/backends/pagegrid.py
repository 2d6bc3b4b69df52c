"""The arrangement of a page's panels, and which solver places it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from natfig.core.units import pt_to_mm
from natfig.layout.grid import HERO_RATIO, GridPlan, Margins, collapse, hero_weights, solve, spans
from natfig.layout.tree import solve_tree
from natfig.spec.arrangement import Part, Size, mosaic_part

if TYPE_CHECKING:
    from natfig.spec.loader import LoadedSpec

__all__ = ["PageGrid", "Shape"]

# Under a heading: its rule, and clear space.
HEADING_GAP_PT = 5.0


class Shape(Protocol):
    """What is known of the form of an axes box."""

    aspect: float | None
    square: bool


class PageGrid:
    """Places axes: a mosaic of weights as one grid, everything else as a tree.

    Parameters
    ----------
    loaded : LoadedSpec
    width_mm : float
        Of the page.
    height_mm : float or None
        Of the page; None: free.
    max_height_mm : float or None
        The journal's limit, for a free height.
    line_pt : float
        Height of a heading's line.

    Attributes
    ----------
    letters : list of str
        The panels of the layout in reading order; insets are not among them.
    """

    def __init__(
        self,
        loaded: LoadedSpec,
        width_mm: float,
        height_mm: float | None,
        *,
        max_height_mm: float | None,
        line_pt: float,
    ) -> None:
        self.width_mm, self.height_mm, self.max_height_mm = width_mm, height_mm, max_height_mm
        self.heading_mm = pt_to_mm(line_pt + HEADING_GAP_PT)
        self.part = loaded.part
        figure = loaded.spec.figure
        self.hero = next((k for k, e in loaded.spec.contract.evidence.items() if e.hero), None)
        self.grid: list[list[str]] = []
        if self.part is not None:
            self.letters = self.part.letters()
            return
        # The contract gate has counted them already.
        columns: list[Any] = list(figure.column_widths or [1.0] * len(loaded.grid[0]))
        rows: list[Any] = list(figure.row_heights or [1.0] * len(loaded.grid))
        self.grid, self.columns, self.rows = collapse(loaded.grid, columns, rows)
        if self.hero is not None:
            wide, high = hero_weights(self.grid, self.hero, self.columns, self.rows)
            self.columns = self.columns if figure.column_widths is not None else wide
            self.rows = self.rows if figure.row_heights is not None else high
        self.letters = list(spans(self.grid))

    def solve(
        self,
        margins: Mapping[str, Margins],
        header_mm: float,
        drawn: Mapping[str, Shape],
        need_mm: Mapping[str, float],
    ) -> GridPlan:
        """Place the axes of all panels.

        Parameters
        ----------
        margins : mapping of str to Margins
            What each panel needs around its axes.
        header_mm : float
            Space at the top for the legends of the whole figure.
        drawn : mapping of str to Shape
            The panels as drawn so far; they say which axes have a given aspect.
        need_mm : mapping of str to float
            Smallest axes height of panels with many rows of text.

        Raises
        ------
        LayoutError
            If an axes would be too small.
        """
        drawn = {k: drawn[k] for k in self.letters if k in drawn}
        if self.part is None and any(d.aspect is not None for d in drawn.values()):
            self.part = self._as_tree()
        if self.part is None:
            return solve(
                self.grid, margins, width_mm=self.width_mm, height_mm=self.height_mm,
                column_weights=self.columns, row_weights=self.rows, header_mm=header_mm,
                square=frozenset(k for k, d in drawn.items() if d.square),
                min_height_mm=need_mm, max_height_mm=self.max_height_mm,
            )  # fmt: skip
        aspects = {k: d.aspect or 1.0 for k, d in drawn.items() if d.aspect is not None or d.square}
        return solve_tree(
            self.part, margins, width_mm=self.width_mm, height_mm=self.height_mm, header_mm=header_mm,
            heading_mm=self.heading_mm, aspects=aspects, min_height_mm=need_mm,
            max_height_mm=self.max_height_mm,
        )  # fmt: skip

    def tree(self) -> Part:
        """Return the arrangement as a tree, a mosaic too."""
        return self.part if self.part is not None else self._as_tree()

    def small_hero(self, plan: GridPlan) -> str | None:
        """Return a sentence where a tree gives the hero less than it needs to lead; None where all is well.

        A mosaic's hero is widened by itself; in a tree the sizes are the author's.
        """
        if self.part is None or self.hero is None or self.hero not in plan.axes:
            return None
        area = {k: plan.axes[k].width * plan.axes[k].height for k in self.letters}
        mine = area.pop(self.hero)
        rival = max(area, key=lambda k: area[k], default=None)
        if rival is None or mine >= HERO_RATIO * area[rival]:
            return None
        return (
            f"panel {self.hero} is the hero and {mine / area[rival]:.1f} times as large as panel {rival}; "
            f"give it {HERO_RATIO:g} times the area (width:, height: in figure.layout)"
        )

    def _as_tree(self) -> Part:
        """Return the mosaic as a tree, in which pictures decide the heights of their rows."""
        is_given = len(set(self.rows)) > 1
        return mosaic_part(
            ["".join(row) for row in self.grid],
            [Size(w) for w in self.columns],
            [Size(h, is_given=is_given) for h in self.rows],
        )
