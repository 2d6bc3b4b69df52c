"""A scatter panel and its table, read once and checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from natfig.charts import _maps as maps
from natfig.charts._levels import split_levels
from natfig.charts.base import RASTERIZE_ABOVE
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.spec.models import Scale

if TYPE_CHECKING:
    from natfig.charts.scatter import ScatterPanel

__all__ = ["ColorScale", "Points", "check_color", "check_intervals"]


@dataclass(frozen=True)
class ColorScale:
    """A continuous colour as the helpers for channels read it."""

    field: str
    label: str | None
    limits: tuple[float | None, float | None] | None
    scale: Scale
    ticks: None = None
    format: None = None


@dataclass(frozen=True)
class Points:
    """A panel and its table, read once."""

    panel: ScatterPanel
    table: Table

    def numbers(self, field: str) -> np.ndarray:
        """Return a column as floats."""
        return np.asarray(self.table[field], dtype=np.float64)

    @cached_property
    def x(self) -> np.ndarray:
        """Values across."""
        return self.numbers(self.panel.x.field)

    @cached_property
    def y(self) -> np.ndarray:
        """Values up."""
        return self.numbers(self.panel.y.field)

    @property
    def is_heavy(self) -> bool:
        """Whether there are too many points for a vector file."""
        return len(self.x) > RASTERIZE_ABOVE

    @cached_property
    def color_scale(self) -> ColorScale | None:
        """The continuous colour: of numbers, unless the panel says otherwise."""
        panel, color = self.panel, self.panel.color
        if color is None or panel.color_scale == "category":
            return None
        if panel.color_scale == "auto" and not self.table.is_numeric(color.field):
            return None
        return ColorScale(
            color.field, color.label, panel.color_limits, "log" if panel.color_log else "linear"
        )

    @cached_property
    def levels(self) -> list[tuple[str | None, np.ndarray]]:
        """Each level with the mask of its rows; a single None where there are no levels."""
        if self.panel.color is None or self.color_scale is not None:
            return [(None, np.ones(len(self.x), dtype=bool))]
        return [*split_levels(self.table, self.panel.color)]

    def interval(self, name: Literal["x", "y"]) -> np.ndarray | None:
        """Return the lengths of the intervals below and above, shape (2, rows), or None."""
        channel: Any = getattr(self.panel, name)
        values = self.x if name == "x" else self.y
        if channel.error is not None:
            return np.stack([self.numbers(channel.error)] * 2)
        if channel.low is not None and channel.high is not None:
            return np.stack([values - self.numbers(channel.low), self.numbers(channel.high) - values])
        return None


def check_intervals(points: Points) -> None:
    """Check that intervals hold their values.

    Raises
    ------
    DataError
        If only one end is given, or an interval does not hold its value.
    """
    names: tuple[Literal["x", "y"], ...] = ("x", "y")
    for name in names:
        channel: Any = getattr(points.panel, name)
        if (channel.low is None) != (channel.high is None):
            raise DataError(
                f"{name} has only one end of its intervals", hint="give low: and high:, or error:"
            )
        ends = points.interval(name)
        if ends is None:
            continue
        wrong = np.flatnonzero(~(ends >= 0).all(axis=0))
        if len(wrong):
            value = points.numbers(channel.field)[wrong[0]]
            raise DataError(
                f"{name}: {len(wrong)} of {len(points.x)} intervals don't hold their value, first {value:g}",
                hint="low: and high: are places on the axis, error: is a length >= 0",
            )


def check_color(points: Points) -> None:
    """Check that the keys for colours fit what the colour column holds.

    Raises
    ------
    DataError
        With the key.
    """
    panel, scale = points.panel, points.color_scale
    if scale is None:
        for key in ("map", "center", "color_limits", "color_log"):
            if getattr(panel, key) not in {None, False}:
                raise DataError(
                    f"{key}: is for numbers in color, and there are none", hint=f"take {key}: out"
                )
        return
    if not points.table.is_numeric(scale.field):
        raise DataError(
            f"color_scale is continuous, but column '{scale.field}' holds text",
            hint="use color_scale: category",
        )
    for key in ("order", "colors"):
        if getattr(panel.color, key) is not None:
            raise DataError(
                f"color.{key} is for levels, but column '{scale.field}' holds numbers",
                hint="use color_scale: category, or map: and color_limits:",
            )
    maps.check_map(panel.map, panel.center)
    maps.check_norm(scale, points.numbers(scale.field), panel.center, "color")
