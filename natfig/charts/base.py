"""What a chart kind is.

A kind is one module ``natfig/charts/<id>.py`` with an object named ``chart``,
an instance of a `Chart` subclass. It says what it needs (`Panel`, a model whose
keys are the YAML keys of a panel), checks what the model cannot (`check`), and
draws on an axes it is given (`draw`) with ordinary matplotlib calls.

Rules for `draw`, which the layout relies on:

* Draw marks, set scales, limits and axis labels; never touch the axes' position,
  the figure, fonts or rcParams. Sizes and colours come from `style`.
* Put no legend, colour bar or text beside the axes yourself: return them in
  `Drawn` and the layout places them on measured boxes, so nothing collides.
  Text inside the axes is allowed where the chart itself knows that it fits
  (numbers in heat-map cells); everything else is a `Drawn.note`.
* Name what you draw: ``artist.set_gid(style.gid("series", level))`` gives
  ``panel-a.series.INT8``; artists that share a gid end up in one SVG group.
* Draw every row. When there are more marks than `RASTERIZE_ABOVE`, call
  ``artist.set_rasterized(True)``: the points become pixels inside the vector
  file, the text stays text.
* Same input, same drawing: take randomness from `style.rng` only.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from natfig.spec.models import PanelBase
from natfig.style.marks import Look, Mark

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable

    from natfig.data.tables import Table
    from natfig.stats.result import PanelStatistics

__all__ = [
    "RASTERIZE_ABOVE",
    "Bracket",
    "Chart",
    "ColorBar",
    "DirectLabel",
    "Drawn",
    "LegendEntry",
    "Look",
    "Mark",
    "PanelStyle",
    "PointLabel",
]

# Above this many marks a vector file becomes slow to open in Illustrator and
# larger than its picture (about 60 bytes a mark in SVG).
RASTERIZE_ABOVE = 5_000


@dataclass(frozen=True)
class PanelStyle:
    """Everything a chart may ask about looks.

    Attributes
    ----------
    panel : str
        Panel letter.
    look : Look
        Sizes in pt and inks.
    marks : mapping of str to Mark
        Level of the panel's colour channel → how it looks; the same thing has
        the same mark in every panel of the figure.
    signal, accent, up, down : str
        Colours with a role (#RRGGBB): the one series that matters, a second
        one, and the two directions (never told apart by colour alone).
    sequential, diverging : str
        Names of registered matplotlib colour maps.
    hero : bool
        Whether the panel is the figure's hero.
    rng : numpy.random.Generator
        Seeded from figure and panel; the only source of randomness.
    claims : mapping of str to str
        Formatted values of the claims, for texts with {names}.
    size_hint_mm : tuple of float
        Expected width and height of the axes; a hint, not a promise.
    folder : Path
        Folder of the spec.
    allow_code : bool
        Whether the user's own code beside the spec may run (``--no-code``).
    statistics : PanelStatistics or None
        What the panel's ``stats:`` computed; None when nothing was asked for.
    colors : mapping of str to str
        Every colour a spec can name → #RRGGBB: levels of the figure's colour channels,
        the palette's colours and its roles.
    photo_dpi : float or None
        The least resolution the journal asks of photographs; None where it states none.
    """

    panel: str
    look: Look
    marks: Mapping[str, Mark]
    signal: str
    accent: str
    up: str
    down: str
    sequential: str
    diverging: str
    hero: bool
    rng: np.random.Generator
    claims: Mapping[str, str] = field(default_factory=dict)
    size_hint_mm: tuple[float, float] = (60.0, 45.0)
    folder: Path = Path()
    allow_code: bool = True
    statistics: PanelStatistics | None = None
    colors: Mapping[str, str] = field(default_factory=dict)
    photo_dpi: float | None = None

    def mark(self, level: object = None) -> Mark:
        """Return the mark of a level; without one (or an unknown one) the signal colour."""
        if level is None:
            return Mark(self.signal)
        return self.marks.get(str(level), Mark(self.signal))

    def gid(self, role: str, name: object = None) -> str:
        """Return an SVG group id such as ``panel-a.series.INT8``."""
        parts = [f"panel-{self.panel}", role]
        if name is not None:
            parts.append(str(name))
        return ".".join(parts)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend.

    `handle` says what is drawn before the text; `mark` how. `size_pt` is the
    marker's diameter where it means something (a size legend).
    """

    text: str
    mark: Mark
    handle: Literal["line", "marker", "line+marker", "patch", "band"] = "line"
    size_pt: float | None = None


@dataclass(frozen=True, slots=True)
class DirectLabel:
    """A label at the right end of a series; `y` in data coordinates, placed in the right margin."""

    text: str
    y: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class PointLabel:
    """A name for one point inside the axes; `x`, `y` in data coordinates, the most important first.

    The layout puts it beside its point, with a leader line where it has to go
    further, or drops and reports it.
    """

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ColorBar:
    """A colour bar that the layout draws 2 mm wide beside the axes."""

    mappable: ScalarMappable
    label: str
    ticks: tuple[float, ...] | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Bracket:
    """A comparison of two groups, drawn above everything that belongs to them.

    `start` and `end` are places on the category axis in data coordinates, `text`
    is what stands on the bracket (``P = 0.003``); where both places are the same
    it is the text alone. `name` is what the SVG group is called; `is_horizontal`
    puts the bracket to the right of marks that run to the right. The marks of a
    group reach `reach` to both sides of its place.
    """

    start: float
    end: float
    text: str
    name: str = ""
    is_horizontal: bool = False
    reach: float = 0.0


@dataclass
class Drawn:
    """What a chart hands back to the layout.

    Attributes
    ----------
    legend : list of LegendEntry
        Entries in reading order; empty when nothing needs a legend.
    legend_title : str or None
    direct : list of DirectLabel
        When given, the layout prefers them to the legend if they fit.
    colorbar : ColorBar or None
    point_labels : list of PointLabel
        Names of single points, placed without touching each other or the axes.
    notes : list of str
        Short texts for an empty place in the panel (``"n = 8 animals"``, ``"AUC = 0.91"``).
    margin_text : list of (y, text) columns, right of the axes
        Tables beside the axes (forest, survival): each column is a list of
        ``(y in data coordinates, text)`` with a header.
    below : rows of text under the axes at x positions in data coordinates (numbers at risk)
    frame : str
        "axes" (spines left and bottom), "box" (all four), "none".
    square : bool
        Whether the axes keep equal sides (polar, ROC).
    aspect : float or None
        Width of the axes box by its height where that is given (a picture, a drawing).
    brackets : list of Bracket
        Comparisons of groups; the layout stacks them clear of the marks.
    record : dict
        What the manifest says of this panel besides its counts; plain JSON values.
    n : mapping of str to int
        Observations per group as counted, for the manifest.
    warnings : list of str
        For the manifest and the terminal; `Chart.place` may write them anew in every pass.
    problems : list of (what, what to do)
        Why the panel can't be drawn at the size it has now, without the panel's name;
        `Chart.place` writes them anew in every pass and the last ones stop the build.
    """

    legend: list[LegendEntry] = field(default_factory=list)
    legend_title: str | None = None
    direct: list[DirectLabel] = field(default_factory=list)
    colorbar: ColorBar | None = None
    point_labels: list[PointLabel] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    margin_text: list[MarginColumn] = field(default_factory=list)
    below: list[BelowRow] = field(default_factory=list)
    frame: Literal["axes", "box", "none"] = "axes"
    square: bool = False
    aspect: float | None = None
    brackets: list[Bracket] = field(default_factory=list)
    record: dict[str, Any] = field(default_factory=dict)
    n: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    problems: list[tuple[str, str | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MarginColumn:
    """A column of text right of the axes; `cells` are ``(y in data coordinates, text)``."""

    header: str
    cells: Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class BelowRow:
    """A row of text under the x axis; `cells` are ``(x in data coordinates, text)``."""

    label: str
    cells: Sequence[tuple[float, str]]
    color: str | None = None


class Chart(ABC):
    """One kind of chart.

    Class attributes: `id` (the file's name), `Panel` (the model of its keys),
    `summary` (one line for ``natfig charts``), `example` (a minimal panel in
    YAML, tested), `aka` (names people look for, used in suggestions), `noun` (what
    alternative text calls it; default: "<id> chart").
    """

    id: ClassVar[str]
    Panel: ClassVar[type[PanelBase]]
    summary: ClassVar[str]
    example: ClassVar[str]
    aka: ClassVar[tuple[str, ...]] = ()
    noun: ClassVar[str] = ""

    def check(self, panel: Any, table: Table) -> None:  # noqa: B027 - most kinds have nothing to add
        """Check what the model alone cannot; columns, types and missing values are checked already.

        Raises
        ------
        DataError
            With one sentence.
        """

    def files(self, panel: Any) -> tuple[str, ...]:
        """Return the files a panel reads besides its table, relative to the spec's folder."""
        return ()

    def check_files(self, panel: Any, folder: Path) -> None:  # noqa: B027 - most kinds read nothing else
        """Check what can be known of these files without drawing.

        Parameters
        ----------
        panel : PanelBase
        folder : Path
            The spec's, absolute and resolved; a file outside it is an error.

        Raises
        ------
        NatfigError
            With one sentence.
        """

    @abstractmethod
    def draw(self, ax: Axes, panel: Any, table: Table, style: PanelStyle) -> Drawn:
        """Draw the panel on `ax` and return what the layout has to place."""

    def place(  # noqa: B027 - most kinds are drawn in data coordinates and follow by themselves
        self, ax: Axes, panel: Any, drawn: Drawn, size_mm: tuple[float, float]
    ) -> None:
        """Bring what is drawn in mm or pt to the axes' box; called in every pass of the layout.

        Parameters
        ----------
        ax : Axes
            At its place on the page.
        panel : PanelBase
        drawn : Drawn
            What `draw` returned.
        size_mm : tuple of float
            Width and height of the axes.
        """
