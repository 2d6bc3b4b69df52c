"""Boxes, violins, strips and rainclouds."""

from __future__ import annotations

from typing import Any

import numpy as np

from natfig.charts import _categorical as cat
from natfig.charts.distribution import FEW, WHISKER_IQR
from natfig.legend.kinds.base import KindWords, View, and_color
from natfig.legend.model import Statement
from natfig.legend.spread import CENTERS, SPREADS, n_statement
from natfig.legend.words import name_of, sentence
from natfig.stats.density import FEWEST_DISTINCT
from natfig.stats.summaries import quartiles

__all__ = ["words"]

_BOX_SHORT = f"whiskers, {WHISKER_IQR:g} interquartile ranges at the most"
_BOX = (
    "boxes, medians and quartiles; whiskers, most extreme values within "
    f"{WHISKER_IQR:g} interquartile ranges of the quartiles"
)
_SAYS_POINTS = r"\b(?:points?|dots?|circles)\b(?:,|:| are| is| show)"
_SAYS = {
    "box": r"\bbox(?:es)?\b.*(?:quartile|median)|\bas (?:in|for) \(?[a-z]\b",
    "raincloud": r"\bbox(?:es)?\b.*(?:quartile|median)|\bas (?:in|for) \(?[a-z]\b",
    "violin": r"\bviolins?\b.*densit",
    "strip": r"\b(?:means?|medians?)\b.*\b(?:line|bar)|\b(?:line|bar)s?\b.*\b(?:means?|medians?)\b",
}


class _Distribution(KindWords):
    id = "distribution"

    def subject(self, view: View) -> str:
        panel = view.panel
        return f"{name_of(panel.y, opens=True)} by {name_of(panel.x)}{and_color(panel.color, panel.x)}"

    def statements(self, view: View) -> list[Statement]:
        panel = view.panel
        grid = cat.arrange(view.table, panel.x, panel.y, panel.color, span=1.0)
        shapes, points = _marks(view, grid)
        out = [n_statement(view.number(grid, "group"))]
        if points:
            out.insert(0, Statement("marks", sentence(points), said_by=_SAYS_POINTS))
        if shapes:
            text = sentence("; ".join(shapes))
            short = text.replace(_BOX.partition("; ")[2], _BOX_SHORT)
            said = _SAYS[panel.shape]
            out.insert(0, Statement("data", text, said_by=said, short=short if short != text else ""))
        return out


def _marks(view: View, grid: cat.Grid) -> tuple[list[str], str]:
    """Return what the shapes are, and what the points are (empty where none are drawn)."""
    panel = view.panel
    has_points = panel.points
    if has_points is None:
        has_points = panel.shape in {"strip", "raincloud"} or max(grid.counts.values()) <= FEW
    single = view.points
    if panel.shape == "strip":
        return _strip(view), single
    if panel.shape == "violin":
        few = any(len(np.unique(cell.values)) < FEWEST_DISTINCT for cell in grid.cells)
        rest = f"points, groups of fewer than {FEWEST_DISTINCT} distinct values" if few else ""
        return _violin(view), single if has_points else rest
    points = single if has_points else ""
    if not has_points and _has_outliers(grid):
        points = "points, values beyond the whiskers"
    return ["clouds, kernel densities"] * (panel.shape == "raincloud") + [_BOX], points


def _strip(view: View) -> list[str]:
    stats = view.stats
    if stats is None:
        return []
    spread = [f"error bars, {SPREADS[stats.spread]}"] if stats.spread != "none" else []
    return [f"lines, {CENTERS[stats.center]}", *spread]


def _violin(view: View) -> list[str]:
    """Return what the white dot and the dark line in a violin are; undeclared, median and quartiles."""
    stats: Any = view.stats
    center, bars = "median", "quartiles"
    if stats is not None and stats.spread != "none":
        center, bars = stats.center, SPREADS[stats.spread]
    elif stats is not None and "center" in stats.model_fields_set:
        center = stats.center
    return ["violins, kernel densities", f"white dots, {CENTERS[center]}", f"dark lines, {bars}"]


def _has_outliers(grid: cat.Grid) -> bool:
    """Whether a value lies beyond the whiskers, where a point shows it."""
    for cell in grid.cells:
        low, _, high = quartiles(cell.values)
        reach = WHISKER_IQR * (high - low)
        if float(cell.values.min()) < low - reach or float(cell.values.max()) > high + reach:
            return True
    return False


words = _Distribution()
