"""What a kind says of itself in a legend.

A kind is one module ``natfig/legend/kinds/<id>.py`` with an object named ``words``. It says
what the panel shows (`subject`, for panels without a text of their own) and what its marks
are (`statements`), which must be true of what ``natfig/charts/<id>.py`` draws. A kind without
a module, such as one of a third party, is described by its channels; third parties add theirs
through entry points of the group ``natfig.legend.kinds``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from natfig.data.tables import Table
from natfig.legend.model import Statement
from natfig.legend.words import n_words, name_of

if TYPE_CHECKING:
    import numpy as np

    from natfig.charts._categorical import Grid
    from natfig.spec.models import Stats
    from natfig.stats.result import PanelStatistics

__all__ = ["INTERVALS", "KindWords", "View", "and_color", "by_color", "groups_of", "warn_of_columns"]

# An author's text that matches has said what intervals are.
INTERVALS = (
    r"confidence|credible|\bCI\b|s\.?d\.|s\.?e\.?m\.|standard (?:deviation|error)|quartile|interval|\brange"
)


@dataclass(frozen=True)
class View:
    """One panel as its kind sees it.

    Attributes
    ----------
    letter : str
    panel : PanelBase
        Of the kind's own model.
    table : Table
        The rows drawn; empty for a panel without data.
    statistics : PanelStatistics or None
    record : mapping
        What the manifest says of the panel; empty where nothing was rendered.
    said : str
        The author's own text of the panel.
    warnings : list of str
        Notes for the author; a kind appends to it.
    """

    letter: str
    panel: Any
    table: Table
    statistics: PanelStatistics | None = None
    record: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def stats(self) -> Stats | None:
        """What the panel's ``stats:`` declares."""
        found: Stats | None = self.panel.stats
        return found

    @property
    def unit(self) -> str | None:
        """What one observation is, in the plural, where that is declared."""
        return None if self.stats is None else self.stats.unit

    @property
    def points(self) -> str:
        """What single points are, as a list of marks says it."""
        return f"points, individual {self.unit}" if self.unit else "points, single observations"

    def column(self, name: str) -> np.ndarray:
        """Return a column as numbers, shape (rows,)."""
        import numpy as np

        return np.asarray(self.table[name], dtype=np.float64)

    def number(self, grid: Grid, per: str) -> str:
        """Return n of a grid's cells in words; where it is the same in all categories, by level alone."""
        counts = dict(self.counts(grid.counts))
        if set(counts) == set(grid.counts) and len(grid.levels) > 1 and len(set(counts.values())) > 1:
            by_level: dict[str, set[int]] = {}
            for cell in grid.cells:
                by_level.setdefault(str(cell.level), set()).add(counts[cell.key])
            is_whole = len(grid.cells) == len(grid.levels) * len(grid.categories)
            if is_whole and len(grid.categories) > 1 and all(len(found) == 1 for found in by_level.values()):
                number = n_words({level: found.pop() for level, found in by_level.items()}, self.unit)
                return f"{number} for each {name_of(self.panel.x)}"
        return n_words(counts, self.unit, per)

    def counts(self, counted: Mapping[str, int]) -> Mapping[str, int]:
        """Return n of each group: independent observations where statistics know them, else as counted."""
        if self.statistics is not None and self.statistics.n:
            return self.statistics.n
        return counted


class KindWords:
    """Words for a kind of chart; this one knows only the channels.

    Class attributes: `id` (the chart kind's id).
    """

    id = ""

    def subject(self, view: View) -> str:
        """Return what the panel shows, a phrase without a full stop."""
        panel = view.panel
        axes = {key: getattr(panel, key, None) for key in ("x", "y")}
        x, y = axes["x"], axes["y"]
        color = getattr(panel, "color", None)
        if x is None and y is None:
            return ""
        if x is None or y is None:
            return name_of(y if x is None else x, opens=True)
        text = f"{name_of(y, opens=True)} against {name_of(x)}"
        return text + ("" if getattr(color, "field", None) in (x.field, y.field) else by_color(color))

    def statements(self, view: View) -> list[Statement]:  # noqa: ARG002 - other kinds look at the panel
        """Return what the marks are, what was computed for them, and n."""
        return []


def by_color(color: Any) -> str:
    """Return ", by precision" for a colour channel; nothing without one."""
    return "" if color is None else f", by {name_of(color)}"


def and_color(color: Any, *but: Any) -> str:
    """Return " and precision", unless an axis shows the same column already."""
    if color is None or any(getattr(c, "field", None) == color.field for c in but):
        return ""
    return f" and {name_of(color)}"


def groups_of(table: Table, color: Any) -> dict[str, Table]:
    """Return level of a colour channel → its rows, in its order; without one everything under "all"."""
    if color is None:
        return {"all": table}
    return {str(level): rows for level, rows in table.groups(color.field, getattr(color, "order", None))}


def warn_of_columns(view: View, bars: str) -> None:
    """Note that a spread comes from columns and that nobody says what it is."""
    if not re.search(INTERVALS, view.said, re.IGNORECASE):
        view.warnings.append(
            f"panel {view.letter}: its {bars} come from columns of the data, and what they are is not said; "
            f"say it in legend.panels.{view.letter}, or in stats: {{spread: …}}"
        )
