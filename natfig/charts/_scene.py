"""Drawing on an axes with categories: the axes themselves, points, error bars, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.charts._categorical import Cell, axis_label
from natfig.charts.base import RASTERIZE_ABOVE, PanelStyle
from natfig.core.units import pt_to_mm

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

__all__ = ["Scene", "contrast_ink", "jitter", "tint"]

# Free space before the first and after the last category, from its middle: half a category and a bit.
MARGIN = 0.55
# Advance width of an average Arial glyph in em, on the safe side for digits (0.556), and of a line.
GLYPH_EM = 0.56
LINE_EM = 1.15
# From this many points on, jitter takes the whole width.
SPREAD_OUT = 30
MAIN_ALPHA = 0.8
# White on both sides of an error bar over a dark bar.
RIM_PT = 0.3


def tint(color: str, amount: float) -> str:
    """Return a colour mixed with white; `amount` 0 is the colour, 1 is white."""
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = (c + (1 - c) * amount for c in to_rgb(color))
    return str(to_hex((red, green, blue)))


def contrast_ink(color: str, ink: str) -> str:
    """Return white or `ink`, whichever stands out more on a colour.

    Source
    ------
    Relative luminance and contrast ratio of WCAG 2.2, <https://www.w3.org/TR/WCAG22/>.
    """
    from matplotlib.colors import to_rgb

    def luminance(name: str) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(name)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    here, dark = luminance(color) + 0.05, luminance(ink) + 0.05
    return "#FFFFFF" if 1.05 / here > here / dark else ink


def jitter(count: int, half_width: float, rng: np.random.Generator) -> np.ndarray:
    """Return offsets within ±half_width, evenly spread in random order, shape (count,).

    Evenly spread offsets keep few points apart, where independent ones clump.
    """
    if count == 1 or half_width <= 0:
        return np.zeros(count)
    slots = (np.arange(count) + 0.5) / count * 2 - 1
    return np.asarray(rng.permutation(slots) * half_width)


@dataclass(frozen=True)
class Scene:
    """An axes with categories along one side and values along the other.

    Attributes
    ----------
    ax : Axes
    style : PanelStyle
    categories : int
        How many there are; they stand at 0, 1, 2, ….
    is_horizontal : bool
        Whether values run to the right and categories from top to bottom.
    margin : float
        Free space before the first and after the last category, from its middle.
    """

    ax: Axes
    style: PanelStyle
    categories: int
    is_horizontal: bool = False
    margin: float = MARGIN

    @property
    def unit_mm(self) -> float:
        """Expected distance of two categories in mm."""
        across = self.style.size_hint_mm[1 if self.is_horizontal else 0]
        return across / (self.categories - 1 + 2 * self.margin)

    @property
    def along_mm(self) -> float:
        """Expected length of the value axis in mm."""
        return self.style.size_hint_mm[0 if self.is_horizontal else 1]

    def xy(self, position: Any, value: Any) -> tuple[Any, Any]:
        """Return x and y of a place on the category axis and a value."""
        return (value, position) if self.is_horizontal else (position, value)

    def text_mm(self, text: str) -> tuple[float, float]:
        """Return the width and height of an annotation in mm, on the safe side."""
        size_pt = self.style.look.annotation_pt
        return pt_to_mm(len(text) * GLYPH_EM * size_pt), pt_to_mm(LINE_EM * size_pt)

    def name_categories(self, names: Sequence[str], channel: Any) -> None:
        """Set the names without tick marks; the first one is left, or on top."""
        from matplotlib.ticker import FixedFormatter, FixedLocator

        axis: Axis = self.ax.yaxis if self.is_horizontal else self.ax.xaxis
        # Fixed names are how the page knows a category axis, whose labels it may wrap.
        axis.set_major_locator(FixedLocator(range(len(names))))
        axis.set_major_formatter(FixedFormatter(list(names)))
        axis.set_tick_params(which="both", length=0)
        ends = (-self.margin, len(names) - 1 + self.margin)
        if self.is_horizontal:
            self.ax.set_ylim(ends[::-1])
        else:
            self.ax.set_xlim(ends)
        axis.set_label_text(axis_label(channel))

    @property
    def value_limits(self) -> tuple[float, float]:
        """Lower and upper end of the value axis, whichever way it runs."""
        ends = self.ax.get_xlim() if self.is_horizontal else self.ax.get_ylim()
        return min(ends), max(ends)

    def set_value_limits(self, low: float, high: float, *, is_final: bool = False) -> None:
        """Set the ends of the value axis without turning it round.

        Unless `is_final`, the page may still move an end to the next tick.
        """
        axis: Axis = self.ax.xaxis if self.is_horizontal else self.ax.yaxis
        ends = (high, low) if axis.get_inverted() else (low, high)
        set_limits: Any = self.ax.set_xlim if self.is_horizontal else self.ax.set_ylim
        set_limits(ends, auto=False if is_final else None)

    def draw_points(
        self,
        cell: Cell,
        color: str,
        *,
        width: float | None = None,
        offset: float = 0.0,
        is_main: bool = False,
        is_rasterized: bool = False,
        zorder: float = 3,
    ) -> None:
        """Draw every observation of a cell, jittered so that no point leaves the mark's width.

        `width` is the room in units of the category axis (default: the cell's),
        `offset` its place beside the cell's. Points that are the chart itself
        (`is_main`) are as large and nearly as opaque as markers.
        """
        look = self.style.look
        width = cell.width if width is None else width
        size_pt, alpha = (look.marker_pt, MAIN_ALPHA) if is_main else (look.point_pt, look.point_alpha)
        # The size of the axes is a hint: a whole point is kept free at both edges, not half a one.
        half = min(0.4 * width, width / 2 - pt_to_mm(size_pt) / self.unit_mm)
        # A handful of points spread over the full width would not look like one group.
        half *= min(1.0, (len(cell.values) / SPREAD_OUT) ** 0.5)
        at = cell.position + offset + jitter(len(cell.values), half, self.style.rng)
        self.ax.plot(
            *self.xy(at, cell.values),
            linestyle="none",
            marker="o",
            markersize=size_pt,
            markerfacecolor=color,
            markeredgecolor="#FFFFFF",  # on a dark bar a dark point is told by its rim
            markeredgewidth=look.marker_edge_pt,
            alpha=alpha,
            zorder=zorder,
            gid=self.style.gid("points", cell.name),
            rasterized=is_rasterized or len(cell.values) > RASTERIZE_ABOVE,
        )

    def draw_spread(
        self,
        position: float,
        ends: tuple[float, float],
        name: str,
        *,
        color: str | None = None,
        over: str | None = None,
        zorder: float = 4,
    ) -> None:
        """Draw an error bar between two values; they need not lie evenly around the centre.

        `over` is the colour of what it stands on: on a dark one it gets a white rim.
        """
        look = self.style.look
        if over is not None and contrast_ink(over, look.ink) != look.ink:
            rim: dict[str, Any] = {
                "color": "#FFFFFF",
                "linewidth": look.error_pt + 2 * RIM_PT,
                "zorder": zorder - 0.1,
            }
            self.ax.plot(*self.xy([position] * 2, ends), **rim, gid=self.style.gid("spread", name))
        middle, half = (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2
        looks: dict[str, Any] = {
            "fmt": "none",
            "ecolor": color or look.ink,
            "elinewidth": look.error_pt,
            "capsize": look.cap_pt,
            "capthick": look.error_pt,
            "zorder": zorder,
        }
        looks["xerr" if self.is_horizontal else "yerr"] = half
        for artist in self.ax.errorbar(*self.xy(position, middle), **looks).get_children():
            artist.set_gid(self.style.gid("spread", name))

    def write(self, position: float, value: float, text: str, *, color: str, away_pt: float = 0.0) -> None:
        """Write a text at a place; `away_pt` moves it off along the value axis (0: centred on it)."""
        beside = "center" if away_pt == 0 else ("left" if away_pt > 0 else "right")
        above = "center" if away_pt == 0 else ("bottom" if away_pt > 0 else "top")
        self.ax.annotate(
            text,
            self.xy(position, value),
            xytext=self.xy(0.0, away_pt),
            textcoords="offset points",
            ha=beside if self.is_horizontal else "center",
            va="center" if self.is_horizontal else above,
            fontsize=self.style.look.annotation_pt,
            color=color,
            gid=self.style.gid("values"),
        )
