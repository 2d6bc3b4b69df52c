"""What the R twin of a chart kind gets and gives back.

A kind that R can draw is one module ``natfig/backends/r/kinds/<id>.py`` with an object named
``twin``, an instance of a `Twin` subclass. It writes ggplot2 as a colleague would: the panel's
rows are a data frame of its own, summaries are made in R, sizes go through ``line_pt()`` and
``point_pt()``, and colours stand once, at the top of the script.

Rules for `Twin.draw`, which the page and the checks rely on:

* Return layers in the order they are added, each with its role: the SVG groups are named by
  it (``panel-a.series.INT8``). Where a layer's marks have the colours of levels, each level
  is a group of its own.
* Put no text beside the panel yourself. What belongs above (brackets), below (numbers at
  risk) or to the right of the axes (columns of a forest) is a `Strip`: a small plot of its
  own with a size in mm that shares the panel's scale. Text in the axes only where the chart
  itself knows that it fits.
* Limits zoom (``coord_cartesian``), they never drop rows; a warning of ggplot2 that rows were
  removed stops the build.
* Draw every row. Above `natfig.charts.base.RASTERIZE_ABOVE` marks a layer goes through
  ``rasterized()`` of styles/natfig.R: ``call("rasterized", call("geom_point", …), dpi=style.dpi)``
  stands where the layer stood. SVG and PDF then hold its marks as pixels; nothing else changes.
  Its helper is found by itself. No text goes through it.
* Randomness is seeded in the layer (``position_jitter(seed = …)``).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from natfig.backends.r.code import Code

if TYPE_CHECKING:
    from natfig.charts.base import LegendEntry, PanelStyle
    from natfig.data.tables import Table

__all__ = ["Direct", "Layer", "OwnCode", "RPanel", "RStyle", "Strip", "Twin", "Zones"]


@dataclass(frozen=True)
class RStyle:
    """What a twin may ask about, besides the looks that both backends share.

    Attributes
    ----------
    looks : PanelStyle
        Sizes, inks, marks and statistics; its `rng` is not used here.
    frame : str
        Name of the panel's data frame in the script, such as ``data_a``.
    palettes : mapping of str to str
        Colour field → name of the variable with its colours, such as ``colours_precision``.
    size_mm : tuple of float
        Expected width and height of the axes; a hint, not a promise.
    seed : int
        Of the panel's random numbers.
    page_mm : tuple of float
        Width and height of the page.
    dpi : float
        Resolution of rasterized layers.
    name : str
        The figure's id, the stem of its files.
    taken : sequence of tuple of float
        What insets cover of the axes, as shares: left, bottom, right, top.
    is_measured : bool
        Whether the size leaves out what R has drawn around the axes; else that is a guess for short labels.
    """

    looks: PanelStyle
    frame: str
    palettes: Mapping[str, str]
    size_mm: tuple[float, float]
    seed: int
    page_mm: tuple[float, float] = (183.0, 120.0)
    dpi: float = 600.0
    name: str = ""
    taken: Sequence[tuple[float, float, float, float]] = ()
    is_measured: bool = False

    @property
    def letter(self) -> str:
        """The panel's letter in the spec."""
        return self.looks.panel


@dataclass(frozen=True)
class Zones:
    """Names of marks by where their middle stands along one side of the axes.

    Attributes
    ----------
    side : str
        "x" or "y".
    zones : sequence of (start, end, name)
        Shares of the axes' width from the left, or of their height from the bottom.
    """

    side: Literal["x", "y"]
    zones: Sequence[tuple[float, float, str]]

    def name_at(self, share: float) -> str | None:
        """Return the name of the nearest zone."""
        nearest = min(self.zones, key=lambda z: abs((z[0] + z[1]) / 2 - share), default=None)
        inside = next((z for z in self.zones if z[0] <= share <= z[1]), nearest)
        return None if inside is None else inside[2]


@dataclass(frozen=True)
class Layer:
    """A layer of the plot and the role of what it draws.

    `role` names the SVG group: "series", "spread", "points", "reference", "text" and so on, as
    the Python backend does. `split` parts the marks by the colours of their levels; without it
    the group is ``panel-a.<role>``, or ``panel-a.<role>.<name>``. `Zones` name the marks by where
    they stand.
    """

    code: Code
    role: str = "series"
    split: bool = True
    name: str | Zones | None = None


@dataclass(frozen=True)
class Direct:
    """Labels at the right end of the series: texts, values on the y axis, colours.

    `places` are the values as they stand on the axis (logarithms on a log axis), and `span` the ends
    of the axis in the same terms: by them it is judged whether the labels stay apart. `right` is what
    R calls the right end of the x axis.
    """

    texts: Sequence[str]
    values: Sequence[float]
    colors: Sequence[str]
    places: Sequence[float] = ()
    span: tuple[float, float] | None = None
    right: Any = float("inf")


@dataclass(frozen=True)
class Strip:
    """A small plot beside the panel that shares one of its scales.

    Attributes
    ----------
    side : str
        "above", "below" or "right".
    size_mm : float
        Height (above, below) or width (right).
    statements : sequence of Code
        What makes its data.
    plot : Code
        The plot itself; its theme is ``theme_strip()``, its scale that of the panel.
    role : str
        Names the SVG group.
    """

    side: Literal["above", "below", "right"]
    size_mm: float
    plot: Code
    statements: Sequence[Code] = ()
    role: str = "text"


@dataclass(frozen=True)
class OwnCode:
    """The user's own code in a panel, for messages.

    Attributes
    ----------
    path : str
        Its copy, relative to the script.
    file : str
        As the spec names it.
    line : int or None
        Of the function.
    """

    path: str
    file: str
    line: int | None = None


@dataclass
class RPanel:
    """A panel as R code.

    Attributes
    ----------
    statements : list of Code
        What stands before the plot: factors, summaries. The data frame ``style.frame`` has been read.
    base : Code
        ``ggplot(…)``.
    layers : list of Layer
    terms : list of Code
        Scales, coordinates, labels, facets and theme settings, after the layers.
    strips : list of Strip
    legend : list of LegendEntry
        What the legend says, in reading order; empty: no legend. Used to decide which panels share one.
    legend_title : str or None
    legend_under : list of LegendEntry
        Entries of a second legend, such as one of sizes, in a row under the first.
    guides : tuple of str
        Aesthetics that show the legend ("colour", "fill", "shape", "linetype", "size").
    direct : Direct or None
        Preferred to the legend where the labels fit.
    notes : list of str
        Short texts such as "n = 8 animals"; they stand above the axes.
    colorbar : bool
        Whether the panel has a colour bar.
    square : bool
        Whether the axes box is square.
    need_mm : float
        Smallest height of axes on which rows of text keep clear of each other.
    frame : str
        "axes", "box" or "none".
    n, record, warnings
        As in `natfig.charts.base.Drawn`.
    helpers : set of str
        Functions of styles/natfig.R the code uses; those of the page are known.
    packages : set of str
        Packages to attach besides ggplot2 and patchwork.
    tables : dict of str to Table
        Further tables the code reads, by the name of their data frame, such as ``tests_a``: what
        natfig has computed itself (P values, bootstrap intervals, densities). They are read
        before `statements`.
    split_colors : dict of str to str
        #RRGGBB → level, where it isn't the panel's colour channel that splits layers.
    files : dict of str to bytes
        Files that the code sources, relative to the script.
    own : OwnCode or None
        Whose code made the plot, where it is the user's.
    """

    base: Code
    statements: list[Code] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    terms: list[Code] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)
    legend: list[LegendEntry] = field(default_factory=list)
    legend_title: str | None = None
    legend_under: list[LegendEntry] = field(default_factory=list)
    guides: tuple[str, ...] = ("colour",)
    direct: Direct | None = None
    notes: list[str] = field(default_factory=list)
    colorbar: bool = False
    square: bool = False
    need_mm: float = 0.0
    frame: Literal["axes", "box", "none"] = "axes"
    n: dict[str, int] = field(default_factory=dict)
    record: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    helpers: set[str] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)
    tables: dict[str, Table] = field(default_factory=dict)
    split_colors: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    own: OwnCode | None = None


class Twin(ABC):
    """How R draws one chart kind."""

    id: ClassVar[str]
    # Packages besides ggplot2, patchwork, svglite and ragg without which the kind can't be drawn.
    packages: ClassVar[tuple[str, ...]] = ()

    def problems(self, panel: Any, table: Table | None) -> list[tuple[str, str | None]]:  # noqa: ARG002
        """Return what of this panel R can't draw: (one sentence, what to do)."""
        return []

    @abstractmethod
    def draw(self, panel: Any, table: Table, style: RStyle) -> RPanel:
        """Return the panel as R code."""
