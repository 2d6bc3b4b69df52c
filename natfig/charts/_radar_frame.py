"""The geometry of a radar chart: spokes, series and their scales."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from natfig.charts import _categorical as cat
from natfig.charts import _curves as curves
from natfig.data.tables import Table, label

if TYPE_CHECKING:
    from natfig.charts.radar import RadarPanel

__all__ = ["Frame", "frame_of"]

RINGS = 4
# Round steps, in the power of ten below the share of each part.
_STEPS = (0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 2.5, 5.0, 10.0, 20.0)
# In steps: what counts as on a round value.
_SLACK = 1e-10


@dataclass(frozen=True)
class Frame:
    """Spokes, series and scales.

    `names` are the spokes with their own scale, where they have one, on a
    second line. `values` has shape (series, spokes), `low` and `high` (spokes,), `rings` are
    values of the common scale (with own scales: quarters of the first one).
    """

    spokes: list[str]
    names: list[str]
    levels: list[str | None]
    values: np.ndarray
    low: np.ndarray
    high: np.ndarray
    rings: np.ndarray

    @property
    def angles(self) -> np.ndarray:
        """Direction of each spoke in radians, from the top clockwise, shape (spokes,)."""
        return np.arange(len(self.names)) * 2 * np.pi / len(self.names)

    def points(self, radii: np.ndarray) -> np.ndarray:
        """Return the corners at given radii along the spokes, shape (spokes, 2)."""
        return np.column_stack([radii * np.sin(self.angles), radii * np.cos(self.angles)])


def frame_of(panel: RadarPanel, table: Table) -> Frame:
    """Return spokes, series and scales of a panel whose table has one row per spoke and series."""
    spokes = cat.ordered_levels(table, panel.axis, "axis")
    if panel.axis.reverse:
        spokes[1:] = spokes[:0:-1]
    groups = list(curves.split_levels(table, panel.color))
    values = np.empty((len(groups), len(spokes)))
    for i, (_, rows) in enumerate(groups):
        of_spoke = dict(zip(map(label, rows[panel.axis.field]), rows[panel.value.field], strict=True))
        values[i] = [of_spoke[name] for name in spokes]
    names = list(spokes)
    if panel.scales == "each":
        ends = [panel.ranges.get(n) or _round_range(values[:, i], RINGS) for i, n in enumerate(spokes)]
        low, high = np.array(ends, dtype=np.float64).T
        for i, name in enumerate(spokes):
            write = cat.number_format(
                [*ends[i]], panel.value.format or ("g" if max(map(abs, ends[i])) < 10_000 else None)
            )
            names[i] = f"{name}\n({write(low[i])}–{write(high[i])})".replace("–−", " to −")
        rings = np.linspace(low[0], high[0], RINGS + 1)[1:]
    else:
        asked = panel.value.limits or (None, None)
        start = 0.0 if values.min() >= 0 else None
        nice = _round_range(np.append(values, 0.0) if start is not None else values.ravel(), RINGS)
        first, last = (nice[i] if asked[i] is None else float(asked[i] or 0.0) for i in (0, 1))
        low, high = np.full(len(spokes), first), np.full(len(spokes), last)
        rings = np.array(panel.value.ticks or _round_ticks(first, last), dtype=np.float64)
        rings = np.unique(np.append(rings[(rings > first) & (rings < last)], last))
    return Frame(spokes, names, [level for level, _ in groups], values, low, high, rings)


def _round_range(values: np.ndarray, parts: int) -> tuple[float, float]:
    """Return round ends around values, about `parts` round steps apart."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = min(low, 0.0), max(high, 0.0) or 1.0
    ticks = _round_values(low, high, parts)
    return float(ticks[0]), float(ticks[-1])


def _round_ticks(low: float, high: float) -> np.ndarray:
    return _round_values(low, high, RINGS)


def _round_values(low: float, high: float, parts: int) -> np.ndarray:
    """Return round values from `low` or below it to `high` or above, at most `parts` steps within.

    They are those of matplotlib's ``MaxNLocator`` with the same steps, without matplotlib.
    """
    share = (high - low) / parts
    steps = np.array(_STEPS) * 10.0 ** np.floor(np.log10(share))
    values = np.array([low, high])
    for step in steps[: int(np.argmax(steps >= share)) + 1][::-1]:
        base = np.floor(low / step) * step
        first = np.floor((low - base) / step + _SLACK)
        last = np.ceil((high - base) / step - _SLACK)
        values = np.arange(first, last + 1) * step + base
        # A range between two round values needs finer steps.
        if np.sum((values >= low) & (values <= high)) >= 2:
            break
    return values
