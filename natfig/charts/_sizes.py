"""Areas that stand for values: bubbles and dots, and their legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from natfig.charts import _categorical as cat
from natfig.charts.base import LegendEntry
from natfig.core.errors import DataError
from natfig.style.marks import Mark

__all__ = ["SizeScale", "check_size", "equal_area"]

# A mark for a value of zero (or nearly) is as small as can be seen in print, not absent.
SMALLEST_PT = 0.8
# Values in a legend of sizes.
FEWEST_ENTRIES, MOST_ENTRIES = 3, 4


def check_size(channel: Any, values: np.ndarray) -> None:
    """Check that values can be areas.

    Raises
    ------
    DataError
        If one is negative or infinite, none is above zero, or the channel has keys
        that areas have no use for.
    """
    cat.check_value(channel, values, "size")
    for key in ("limits", "low", "high", "error"):
        if getattr(channel, key) is not None:
            raise DataError(f"size.{key} has no meaning: areas start at zero", hint=f"take {key} out of size")
    if channel.scale != "linear" or channel.reverse:
        raise DataError(
            "size stands for areas, which are linear and start at zero",
            hint="take scale and reverse out of size",
        )
    if values.min() < 0:
        raise DataError(
            f"size column '{channel.field}' has negative values, which no area can show",
            hint="use color for them",
        )
    if values.max() == 0:
        raise DataError(f"size column '{channel.field}' is zero everywhere", hint="leave size out")


def equal_area(marker: str) -> float:
    """Return the factor on a marker's size that gives it the area of an "o" of that size."""
    return float(np.sqrt(_area("o") / _area(marker)))


def _area(marker: str) -> float:
    from matplotlib.markers import MarkerStyle

    style = MarkerStyle(marker)
    area = 0.0
    for polygon in style.get_path().transformed(style.get_transform()).to_polygons():
        x, y = np.asarray(polygon).T
        area += abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2
    return area


@dataclass(frozen=True)
class SizeScale:
    """Area in proportion to value; `largest` has the diameter `largest_pt`."""

    largest: float
    largest_pt: float

    def diameter_pt(self, values: np.ndarray) -> np.ndarray:
        """Return diameters in pt; what would be too small to see is drawn at `SMALLEST_PT`."""
        share = np.asarray(values, dtype=np.float64) / self.largest
        return np.maximum(self.largest_pt * np.sqrt(share), SMALLEST_PT)

    def entries(self, channel: Any, color: str, prefix: str = "") -> list[LegendEntry]:
        """Return legend entries of three or four round values, the smallest first and after `prefix`."""
        from matplotlib.ticker import MaxNLocator

        if channel.ticks is not None:
            shown = [float(t) for t in channel.ticks if t >= 0]
        else:
            shown = []
            for intervals in range(FEWEST_ENTRIES, 4 * MOST_ENTRIES):
                ticks = MaxNLocator(intervals, steps=[1, 2, 2.5, 5, 10]).tick_values(0, self.largest)
                shown = [float(t) for t in ticks if 0 < t <= self.largest * 1.0001]
                if len(shown) >= FEWEST_ENTRIES:
                    break
            if len(shown) > MOST_ENTRIES:
                shown = shown[(len(shown) + 1) % 2 :: 2]
        write = cat.number_format(shown, channel.format or "g")
        return [
            LegendEntry(f"{prefix if i == 0 else ''}{write(value)}", Mark(color), "marker", float(diameter))
            for i, (value, diameter) in enumerate(zip(shown, self.diameter_pt(np.array(shown)), strict=True))
        ]
