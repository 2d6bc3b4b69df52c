"""What plots over two continuous axes share in R: the axes, notes in an empty corner, error caps, names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._axes import axis_ends, shares
from natfig.backends.r._room import Room, axis_infinities, place_notes
from natfig.backends.r.code import Code
from natfig.backends.r.measure import text_mm
from natfig.backends.r.plan import RPanel, RStyle
from natfig.backends.r.terms import (
    continuous,
    coordinates,
    dates,
    hides,
    is_days,
    labels,
    minor_ticks,
    placed_texts,
    references,
    value_places,
)
from natfig.core.units import pt_to_mm

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["Axes", "Rows", "finish", "fresh", "numbers", "span_of"]


def fresh(table: Table, name: str) -> str:
    """Return a name for a new column that the table doesn't have yet."""
    while name in table:
        name += "_"
    return name


def numbers(values: np.ndarray) -> np.ndarray:
    """Return values as floats; dates as days since 1970."""
    if values.dtype.kind == "M":
        return np.asarray(values.astype("datetime64[s]").astype(np.int64) / 86400.0)
    return np.asarray(values, dtype=float)


def _joined(values: Sequence[Any]) -> np.ndarray:
    every = np.concatenate([numbers(np.asarray(v)).ravel() for v in values])
    return np.asarray(every[np.isfinite(every)])


@dataclass
class Axes:
    """The two axes of a panel, and what natfig knows of the marks in them.

    Attributes
    ----------
    panel : PanelBase
    table : Table
    style : RStyle
    x, y : Channel
    x_drawn, y_drawn : list of array_like
        What is drawn along each axis, ends of intervals included.
    zero : bool
        Whether the heights stand on zero.
    ends : dict of str to tuple of float
        Ends of "x" and "y" where the chart itself sets them, the lower value first.
    """

    panel: Any
    table: Table
    style: RStyle
    x: Any
    y: Any
    x_drawn: list[Any]
    y_drawn: list[Any]
    zero: bool = False
    ends: dict[str, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Lines of reference are drawn too, and the axes reach them.
        for reference in self.panel.references:
            if reference.x is not None:
                self.x_drawn.append([reference.x])
            if reference.y is not None:
                self.y_drawn.append([reference.y])
        self.room = Room(self.style.size_mm)

    @property
    def has_dates(self) -> bool:
        """Whether x holds dates."""
        return self.x.field in self.table and self.table[self.x.field].dtype.kind == "M"

    def ends_of(self, axis: str) -> tuple[float, float]:
        """Return where an axis ends, the lower value first; dates as days since 1970."""
        if axis in self.ends:
            return self.ends[axis]
        channel, drawn = (self.x, self.x_drawn) if axis == "x" else (self.y, self.y_drawn)
        values = _joined(drawn)
        if axis == "x" and self.has_dates:
            low, high = float(values.min()), float(values.max())
            room = 0.05 * (high - low)
            asked = channel.limits or (None, None)
            return (
                low - room if asked[0] is None else asked[0],
                high + room if asked[1] is None else asked[1],
            )
        return axis_ends(channel, values, zero=self.zero and axis == "y")

    def across(self, values: Any) -> np.ndarray:
        """Return values of x as shares of the axes' width."""
        return shares(self.x, numbers(np.asarray(values)), self.ends_of("x"))

    def up(self, values: Any) -> np.ndarray:
        """Return values of y as shares of the axes' height."""
        return shares(self.y, numbers(np.asarray(values)), self.ends_of("y"))

    def cap_width(self, length_pt: float) -> float:
        """Return a length across in units of the x axis as it is drawn (logarithms on a log axis)."""
        low, high = value_places(self.x, self.ends_of("x"))
        if self.has_dates and not is_days(self.table[self.x.field]):
            low, high = low * 86400, high * 86400
        if self.x.scale == "log2":
            low, high = low / np.log10(2), high / np.log10(2)
        return float(f"{pt_to_mm(length_pt) / self.style.size_mm[0] * (high - low):.2g}")

    @property
    def is_cut(self) -> bool:
        """Whether the channels' limits cut off something that is drawn."""
        return hides(self.x, *map(_floats, self.x_drawn)) or hides(self.y, *map(_floats, self.y_drawn))

    def scales(self) -> list[Code]:
        """Return the scales of both axes."""
        x, y = _joined(self.x_drawn), _joined(self.y_drawn)
        fixed: dict[str, Any] = {"expand": [0, 0]}
        more_x, more_y = (fixed if k in self.ends else {} for k in ("x", "y"))
        x_values, y_values = self.ends.get("x", x), self.ends.get("y", y)
        across = (
            dates(self.x, "x", self.table, style=self.style, **more_x)
            if self.has_dates
            else continuous(self.x, "x", style=self.style, values=x_values, **more_x)
        )
        return [across, continuous(self.y, "y", style=self.style, values=y_values, zero=self.zero, **more_y)]

    def zoom(self) -> Code | None:
        """Return the coordinates: limits that were asked for or that the chart sets."""
        days = is_days(self.table[self.x.field]) if self.has_dates else None
        given: dict[str, Any] = {
            f"{k}_limits": v for k, v in self.ends.items() if not (k == "x" and self.has_dates)
        }
        found = coordinates(self.x, self.y, hides=self.is_cut, dates=days, **given)
        if found is None and minor_ticks(self.style, x=self.x, y=self.y):
            return coordinates(clip=False, always=True)
        return found


def _floats(values: Any) -> np.ndarray:
    return numbers(np.asarray(values))


def span_of(axes: Axes) -> tuple[float, float]:
    """Return the ends of the y axis as they stand along it, for `Direct.span`."""
    low, high = value_places(axes.y, axes.ends_of("y"))
    return low, high


def finish(out: RPanel, axes: Axes, *, texts: dict[str, str] | None = None) -> RPanel:
    """Add what every panel has: reference lines, annotations, axes, labels, notes.

    Parameters
    ----------
    out : RPanel
        With its layers, notes and the scales of its colours.
    axes : Axes
        `room` knows the marks; without any, notes go above the axes.
    texts : dict of str to str, optional
        Labels of "x" and "y" that replace the channels' own.
    """
    panel, style = axes.panel, axes.style
    days = is_days(axes.table[axes.x.field]) if axes.has_dates else None
    out.layers += references(panel, style, dates=days)
    placed, notes = placed_texts(panel, style, dates=days)
    out.layers += placed
    out.notes += notes
    for annotation in panel.annotations:
        _note_place(axes, annotation)
    small = minor_ticks(style, x=axes.x, y=axes.y)
    if axes.is_cut:
        # Beyond the axes everything is cut off: small ticks, and labels at the ends of lines.
        small, out.direct = [], None
    if out.direct is not None:
        right = axis_infinities(axes.x, axes.ends_of("x")[0], days)[1]
        out.direct = replace(out.direct, right=right)
    out.layers += small
    # Where R puts names is not known here: notes stay clear of them above the axes.
    has_names = any(layer.role == "names" for layer in out.layers)
    if axes.room.ink.any() and not has_names:
        infinities = {
            "x": axis_infinities(axes.x, axes.ends_of("x")[0], days),
            "y": axis_infinities(axes.y, axes.ends_of("y")[0]),
        }
        place_notes(out, axes.room, style, infinities)
    named: dict[str, Any] = {"x": axes.x, "y": axes.y} | (texts or {})
    if out.direct is not None:
        axes.style = _beside_names(style, out.direct.texts)
    out.terms = [*axes.scales(), *out.terms, labels(**named)]
    if (zoom := axes.zoom()) is not None:
        out.terms.append(zoom)
    return out


def _beside_names(style: RStyle, texts: Sequence[str]) -> RStyle:
    """Return a style whose axes are narrower by the names at the ends of the lines."""
    width, height = style.size_mm
    widest = max(text_mm(text, style.looks.look.label_pt) for text in texts)
    return replace(style, size_mm=(max(width - widest, width / 2), height))


def _note_place(axes: Axes, annotation: Any) -> None:
    """Mark the place of an annotation that has one, so that no note is written over it."""
    if isinstance(annotation.x, int | float) and isinstance(annotation.y, int | float):
        size = axes.style.looks.look.annotation_pt
        wide = text_mm(annotation.text, size) / axes.style.size_mm[0]
        x, y = float(axes.across([annotation.x])[0]), float(axes.up([annotation.y])[0])
        start = {"left": 0.0, "center": 0.5, "right": 1.0}[annotation.align]
        at = np.linspace(x - start * wide, x + (1 - start) * wide, 20)
        axes.room.add_points(at, np.full(20, y), size)


@dataclass(frozen=True)
class Rows(Code):
    """``frame[rows, ]``."""

    frame: str
    rows: Code

    def flat(self) -> str:
        """Return the code on one line."""
        return f"{self.frame}[{self.rows.flat()}, ]"

    def lines(self, width: int) -> list[str]:
        """Return the code on as many lines as it needs."""
        if len(self.flat()) <= width:
            return [self.flat()]
        inner = self.rows.lines(width - 3)
        return [f"{self.frame}[", *(f"  {line}" for line in inner[:-1]), f"  {inner[-1]},", "]"]
