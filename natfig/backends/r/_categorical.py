"""What R's kinds with a category axis share: its scale and names, places of the groups, jitter.

The categories are a factor, which ggplot2 puts at 1, 2, 3, …; on horizontal plots the first one is
on top. Marks stand at the places that `natfig.charts._categorical.arrange` gives them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import numpy as np

from natfig.backends.lines import words
from natfig.backends.r._axes import axis_ends, shares
from natfig.backends.r._room import Room, axis_infinities, place_notes
from natfig.backends.r.code import Call, Code, Text, assign, call, col, column, constant
from natfig.backends.r.formula import has_formula, label_code
from natfig.backends.r.measure import LINE_EM, text_mm
from natfig.backends.r.plan import Layer, RPanel, RStyle, Twin, Zones
from natfig.backends.r.terms import (
    coordinates,
    format_problems,
    line_pt,
    placed_texts,
    point_pt,
    references,
)
from natfig.charts._categorical import DODGED_SPAN, Grid, axis_label
from natfig.charts._scene import MARGIN, RIM_PT
from natfig.charts.base import RASTERIZE_ABOVE
from natfig.core.errors import NatfigError
from natfig.core.units import pt_to_mm

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = [
    "SURE",
    "CategoryAxis",
    "CategoryTwin",
    "Covered",
    "add_common",
    "axis_titles",
    "channel_problems",
    "contrast_ink",
    "fit_names",
    "fresh",
    "points_layer",
    "put_notes",
    "spread_layers",
    "wrap",
]

# Clear space between neighbouring names, in pt: a digit's width.
GAP_PT = 3.0
# Names of categories take this many lines at most, labels of axes this many.
MOST_LINES, MOST_LABEL_LINES = 4, 3
# The axes on the page may be a little shorter than expected.
SURE = 0.95


class _Drawing(Protocol):
    def __init__(self, panel: Any, table: Table, style: RStyle) -> None: ...

    def draw(self) -> RPanel: ...


class CategoryTwin(Twin):
    """A twin whose panel has categories along one axis and values along the other."""

    drawing: ClassVar[type[_Drawing]]

    def problems(self, panel: Any, table: Table | None) -> list[tuple[str, str | None]]:  # noqa: ARG002
        """Return formats and formulas that R can't write."""
        return channel_problems(panel.x, panel.y, panel.color)

    def draw(self, panel: Any, table: Table, style: RStyle) -> RPanel:
        """Return the panel as R code."""
        return self.drawing(panel, table, style).draw()


@dataclass(frozen=True)
class CategoryAxis:
    """The side of a panel with the categories.

    Attributes
    ----------
    style : RStyle
    channel : Channel
        Of the categories.
    names : tuple of str
        Categories in the order in which they stand.
    is_horizontal : bool
        Whether values run to the right and categories from top to bottom.
    level : str or None
        Column whose levels stand side by side.
    levels : int
        How many there are.
    is_complete : bool
        Whether every category has every level; else the places of the levels are columns of
        their own, for ``position_dodge()`` closes gaps.
    margin : float
        Free space before the first and after the last category, from its middle.
    place : str
        Column of the places, where there is one.
    """

    style: RStyle
    channel: Any
    names: tuple[str, ...]
    is_horizontal: bool = False
    level: str | None = None
    levels: int = 1
    is_complete: bool = True
    margin: float = MARGIN
    place: str = "place"

    @classmethod
    def of_grid(cls, grid: Grid, table: Table, style: RStyle, panel: Any) -> CategoryAxis:
        """Return the axis of a panel whose categories `arrange` has given their places."""
        level = panel.color.field if grid.is_dodged else None
        is_complete = len(grid.cells) == len(grid.categories) * len(grid.levels)
        return cls(
            style, panel.x, grid.categories, panel.horizontal, level, len(grid.levels), is_complete,
            place=fresh("place", table),
        )  # fmt: skip

    @property
    def field(self) -> str:
        """Column of the categories."""
        return str(self.channel.field)

    @property
    def keys(self) -> list[str]:
        """Columns that name a group: the category, and the level where levels stand side by side."""
        return [self.field, *([self.level] if self.level is not None and self.level != self.field else [])]

    @property
    def has_places(self) -> bool:
        """Whether groups stand at places that the data frames carry."""
        return self.level is not None and not self.is_complete

    @property
    def unit_mm(self) -> float:
        """Expected distance of two categories in mm."""
        return self.style.size_mm[1 if self.is_horizontal else 0] / (len(self.names) - 1 + 2 * self.margin)

    @property
    def need_mm(self) -> float:
        """Smallest height of the axes on which no two names touch, where they stand over each other."""
        if not self.is_horizontal or len(self.names) < 2:
            return 0.0
        lines = max(name.count("\n") for name in self.names) + 1
        line = pt_to_mm(lines * LINE_EM * self.style.looks.look.tick_pt)
        return line * (len(self.names) - 1 + 2 * self.margin)

    @property
    def along_mm(self) -> float:
        """Expected length of the value axis in mm."""
        return self.style.size_mm[0 if self.is_horizontal else 1]

    @property
    def category(self) -> str:
        """Aesthetic of the categories."""
        return "y" if self.is_horizontal else "x"

    @property
    def value(self) -> str:
        """Aesthetic of the values."""
        return "x" if self.is_horizontal else "y"

    @property
    def ends(self) -> tuple[float, float]:
        """Ends of the category axis, where the categories stand at 1, 2, 3, …."""
        return round(1 - self.margin, 4), round(len(self.names) + self.margin, 4)

    def at(self, place: float) -> float:
        """Return where a place of Python's axis (0, 1, 2, … from the first) is on this one."""
        return len(self.names) - place if self.is_horizontal else place + 1

    # ---- aesthetics and positions

    def aes(self, category: Code | None, value: Code | None, **more: Code) -> Call:
        """Return ``aes(x = …, y = …, …)``, the other way round on a horizontal plot."""
        pair = {self.category: category, self.value: value}
        named = {k: pair[k] for k in ("x", "y") if pair[k] is not None}
        return call("aes", **named, **more)

    def span(self, low: Code, high: Code) -> dict[str, Code]:
        """Return the aesthetics of an interval of values."""
        return {f"{self.value}min": low, f"{self.value}max": high}

    def group_at(self) -> Code:
        """Return what the groups of a data frame stand at: the factor, or its column of places."""
        return col(self.place if self.has_places else self.field)

    def apart(self) -> dict[str, Code]:
        """Return the aesthetic that tells groups apart where no factor along the axis does."""
        if not self.has_places:
            return {}
        return {"group": call("interaction", *(col(key) for key in self.keys))}

    def oriented(self) -> dict[str, str]:
        """Return the argument that says along which axis the groups stand, where both hold numbers."""
        return {"orientation": self.category} if self.has_places else {}

    def dodged(self) -> dict[str, Code]:
        """Return the argument that sets levels side by side; nothing where there is no need."""
        if self.level is None or self.has_places:
            return {}
        # A negative width counts the levels from the top.
        span = -DODGED_SPAN if self.is_horizontal else DODGED_SPAN
        return {"position": call("position_dodge", width=span)}

    def width(self, share: float) -> float:
        """Return the width a geometry is told to be as wide as `share` units of the axis in the end."""
        return round(share * (self.levels if self.dodged() else 1), 4)

    def cap(self) -> float:
        """Return the width of an error bar's caps."""
        return self.width(2 * pt_to_mm(self.style.looks.look.cap_pt) / self.unit_mm)

    def places(self, frame: str) -> list[Code]:
        """Return the statement that gives the groups of a data frame their places, where it takes one."""
        return [self._places(frame, self.place)] if self.has_places else []

    def jitter(self, frame: str, name: str, width: float, size_pt: float) -> Code:
        """Return the statement that spreads observations so that no point leaves the mark's width.

        Parameters
        ----------
        frame : str
            With the factors of the axis.
        name : str
            Of the column of places it gets.
        width : float
            Room in units of the axis.
        size_pt : float
            Diameter of the points.
        """
        # The size of the axes is a hint: a whole point is kept free at both edges, not half a one.
        half = max(min(0.4 * width, width / 2 - pt_to_mm(size_pt) / self.unit_mm), 0.0)
        return self._places(frame, name, width=round(2 * half, 4), seed=self.style.seed)

    def _places(self, frame: str, name: str, **more: Any) -> Code:
        factors = [column(frame, self.field)]
        if self.level is not None:
            factors.append(column(frame, self.level))
        if self.is_horizontal:
            more["from_top"] = True
        return assign(column(frame, name), call("place_natfig", *factors, **more))

    def zones(self, grid: Grid) -> Zones:
        """Return the names of groups by where they stand, as the Python backend calls them."""
        half = DODGED_SPAN / max(self.levels, 1) / 2 if self.level is not None else 0.5
        return self._zones([(cell.position, half, cell.name) for cell in grid.cells])

    def zones_of(self, names: Sequence[str]) -> Zones:
        """Return the names of whole categories by where they stand."""
        return self._zones([(float(i), 0.5, name) for i, name in enumerate(names)])

    def _zones(self, places: Sequence[tuple[float, float, str]]) -> Zones:
        first, last = self.ends

        def share(place: float) -> float:
            return (place - first) / (last - first)

        side: Any = self.category
        middles = [(self.at(at), half, name) for at, half, name in places]
        return Zones(side, [(share(at - half), share(at + half), name) for at, half, name in middles])

    # ---- the axis itself

    def terms(
        self,
        names: Sequence[str] | None = None,
        *,
        value: Any = None,
        hidden: bool = False,
        at_numbers: bool = False,
    ) -> list[Code]:
        """Return scale, zoom and theme of the axis.

        Parameters
        ----------
        names : sequence of str, optional
            Texts under the categories; default: the categories.
        value : Channel, optional
            Of the value axis, for its limits.
        hidden : bool
            Whether these cut marks off.
        at_numbers : bool
            Whether no layer stands at the factor: then the scale has to be told its levels.
        """
        texts, is_turned = self._texts(names)
        named: dict[str, Any] = {}
        if self.is_horizontal:
            named["limits"] = Text("rev")
        if self.has_places or at_numbers:
            levels = call("levels", column(self.style.frame, self.field))
            named["limits"] = call("rev", levels) if self.is_horizontal else levels
        if texts is not None:
            named["labels"] = texts
        out: list[Code] = [call(f"scale_{self.category}_discrete", **named, expand=[0, 0])]
        out.append(self.zoom(value, hidden=hidden))
        theme: dict[str, Any] = {f"axis.ticks.{self.category}": call("element_blank")}
        if is_turned:
            theme["axis.text.x"] = call("element_text", angle=90, hjust=1, vjust=0.5)
        out.append(call("theme", **theme))
        return out

    def zoom(self, value: Any = None, *, hidden: bool = False) -> Code:
        """Return ``coord_cartesian()`` with the ends of the category axis."""
        if self.is_horizontal:
            code = coordinates(value, None, y_limits=self.ends, hides=hidden)
        else:
            code = coordinates(None, value, x_limits=self.ends, hides=hidden)
        assert code is not None  # noqa: S101 - the ends are given
        return code

    def _texts(self, names: Sequence[str] | None) -> tuple[Code | None, bool]:
        """Return names by category, where they differ from it, and whether they are turned."""
        texts, is_turned = list(self.names if names is None else names), False
        if not self.is_horizontal:
            texts, is_turned = fit_names(texts, self.unit_mm * SURE, self.style.looks.look.tick_pt)
        if any(map(has_formula, texts)):
            # plotmath sets one line; expressions come in the order of the axis.
            flat = [label_code(t.replace("\n", " ")) for t in (texts[::-1] if self.is_horizontal else texts)]
            terms = [c.args[0][1] if isinstance(c, Call) else c for c in flat]
            return call("expression", *terms), is_turned
        if texts == list(self.names):
            return None, is_turned
        return call("c", **dict(zip(self.names, texts, strict=True))), is_turned


# ---------------------------------------------------------------- names and labels


def fit_names(names: Sequence[str], slot_mm: float, size_pt: float) -> tuple[list[str], bool]:
    """Return names that fit side by side, and whether they have to stand upright for it.

    Parameters
    ----------
    names : sequence of str
        May have several lines.
    slot_mm : float
        Distance of two names' middles.
    size_pt : float
    """
    room = slot_mm - pt_to_mm(GAP_PT)
    widths = [text_mm(n, size_pt) for n in names]
    if all((a + b) / 2 <= room for a, b in pairwise(widths)) or len(names) == 1:
        return list(names), False
    wrapped = [wrap(n, room, size_pt, MOST_LINES) for n in names]
    if all(w is not None for w in wrapped):
        return [str(w) for w in wrapped], False
    return [n.replace("\n", ", ") for n in names], True


def wrap(text: str, width_mm: float, size_pt: float, most: int = MOST_LABEL_LINES) -> str | None:
    """Return a text broken at spaces into at most `most` lines that fit a width, else None."""
    lines: list[str] = []
    for part in text.split("\n"):
        current = ""
        for word in words(part):
            trial = f"{current} {word}" if current else word
            if current and text_mm(trial, size_pt) > width_mm:
                lines.append(current)
                current = word
            else:
                current = trial
        lines.append(current)
    fits = len(lines) <= most and all(text_mm(line, size_pt) <= width_mm for line in lines)
    return "\n".join(lines) if fits else None


def fresh(name: str, table: Table) -> str:
    """Return a column name that the table does not have yet."""
    out, i = name, 2
    while out in table.columns:
        out, i = f"{name}_{i}", i + 1
    return out


# ---------------------------------------------------------------- layers


def contrast_ink(color: str, ink: str) -> str:
    """Return white or `ink`, whichever stands out more on a colour."""
    from natfig.style.vision import contrast, hex_to_rgb

    here = hex_to_rgb(color)
    return "#FFFFFF" if float(contrast(here)) > float(contrast(here, hex_to_rgb(ink))) else ink


def spread_layers(
    axis: CategoryAxis,
    ends: tuple[str, str],
    *,
    at: Code | None = None,
    data: Code | None = None,
    dark: Code | bool = False,
    mapped: Mapping[str, Any] | None = None,
    is_split: bool = False,
    name: Zones | None = None,
    has_gaps: bool = False,
) -> list[Layer]:
    """Return error bars, with a white rim on dark marks.

    Parameters
    ----------
    axis : CategoryAxis
    ends : tuple of str
        Columns with the lower and the upper end.
    at : Code, optional
        Where they stand; default: as the plot says.
    data : Code, optional
        Data frame; default: the plot's.
    dark : Code or bool
        Whether they stand on dark marks, or the condition on a row under which they do.
    mapped : mapping, optional
        Further arguments: "aes" holds aesthetics, "colour" replaces the ink.
    is_split : bool
        Whether they have the colours of their levels.
    name : Zones, optional
        Names of their groups.
    has_gaps : bool
        Whether rows of the data frame have no ends.
    """
    look = axis.style.looks.look
    more: dict[str, Code] = {axis.category: at} if at is not None else {}
    mapping = dict(mapped or {})
    aes = {**more, **axis.span(col(ends[0]), col(ends[1])), **mapping.pop("aes", {})}
    given: dict[str, Any] = {} if data is None else {"data": data}
    fixed: dict[str, Any] = {} if is_split else {"colour": look.ink} | mapping
    layers = []
    if dark is not False:
        rim_aes = aes
        if isinstance(dark, Code):
            # All rows stay, or position_dodge() would set the rims beside their error bars.
            low = call("ifelse", dark, col(ends[0]), constant("NA"))
            rim_aes = {**aes, **axis.span(low, col(ends[1]))}
        rim = call(
            "geom_linerange", call("aes", **rim_aes), **given, colour="white",
            linewidth=line_pt(look.error_pt + 2 * RIM_PT), **axis.dodged(),
            **_without_ends(has_gaps or rim_aes is not aes),
            **{"show.legend": False},
        )  # fmt: skip
        layers.append(Layer(rim, "spread", split=False, name=name))
    bar = call(
        "geom_errorbar", call("aes", **aes), **given, width=axis.cap(), **fixed,
        linewidth=line_pt(look.error_pt), **axis.dodged(), **_without_ends(has_gaps),
        **{"show.legend": False},
    )  # fmt: skip
    return [*layers, Layer(bar, "spread", split=is_split, name=name)]


def _without_ends(has_gaps: bool) -> dict[str, bool]:
    return {"na.rm": True} if has_gaps else {}


def points_layer(
    axis: CategoryAxis,
    at: str,
    count: int,
    *,
    color: str | None,
    data: Code | None = None,
    value: str | None = None,
    fill: str | None = None,
    is_main: bool = False,
    in_legend: bool = False,
    name: Zones | None = None,
) -> Layer:
    """Return a layer with every observation.

    Parameters
    ----------
    axis : CategoryAxis
    at : str
        Column of their places.
    count : int
        How many there are.
    color : str or None
        One colour for all; None: that of the levels of `fill`.
    data : Code, optional
        Data frame; default: the plot's.
    value : str, optional
        Column of the values, where the plot doesn't say.
    fill : str, optional
        Column of the levels.
    is_main : bool
        Whether they are the chart itself, as large as markers.
    in_legend : bool
        Whether the legend shows them.
    name : Zones, optional
        Names of their groups.
    """
    from natfig.charts._scene import MAIN_ALPHA

    look = axis.style.looks.look
    size_pt, alpha = (look.marker_pt, MAIN_ALPHA) if is_main else (look.point_pt, look.point_alpha)
    more = {"fill": col(fill)} if fill is not None and color is None else {}
    named: dict[str, Any] = {} if data is None else {"data": data}
    if color is not None:
        named["fill"] = color
    code = call(
        "geom_point", axis.aes(col(at), None if value is None else col(value), **more), **named, shape=21,
        size=point_pt(size_pt, look.marker_edge_pt), stroke=call("stroke_pt", look.marker_edge_pt),
        colour="white", alpha=alpha, **({} if in_legend else {"show.legend": False}),
    )  # fmt: skip
    if count > RASTERIZE_ABOVE:
        code = call("rasterized", code, dpi=axis.style.dpi)
    return Layer(code, "points", split=color is None, name=name)


# ---------------------------------------------------------------- panels


def add_common(out: RPanel, panel: Any, axis: CategoryAxis) -> None:
    """Add reference lines and placed texts; on the category axis they count from 0, as in Python."""
    update: dict[str, Any] = {
        "references": tuple(_shifted(r, axis) for r in panel.references),
        "annotations": tuple(_shifted(a, axis) for a in panel.annotations),
    }
    out.need_mm = axis.need_mm
    shifted = panel.model_copy(update=update)
    out.layers += references(shifted, axis.style)
    placed, notes = placed_texts(shifted, axis.style)
    out.layers += placed
    out.notes += notes


def _shifted(item: Any, axis: CategoryAxis) -> Any:
    value = getattr(item, axis.category)
    if value is None or isinstance(value, str):
        return item
    return item.model_copy(update={axis.category: axis.at(value)})


def axis_titles(axis: CategoryAxis, value: Any, text: str | None = None) -> dict[str, Any]:
    """Return the texts of both axes; `text` replaces that of the values."""
    pair = {axis.category: axis_label(axis.channel), axis.value: text or axis_label(value)}
    return {k: pair[k] for k in ("x", "y")}


def channel_problems(*channels: Any) -> list[tuple[str, str | None]]:
    """Return what R can't write of some channels: formats of numbers, commands in formulas."""
    given = [c for c in channels if c is not None]
    out = format_problems(*(c for c in given if hasattr(c, "format")))
    for channel in given:
        try:
            label_code(channel.label or "")
        except NatfigError as error:
            out += [(p.message, p.hint) for p in error.problems]
    return out


@dataclass(frozen=True)
class Covered:
    """What a mark covers of the axes: along the categories, which count from 0, and along the values."""

    start: float
    end: float
    low: float
    high: float


def put_notes(
    out: RPanel,
    axis: CategoryAxis,
    value: Any,
    shown: Any,
    covered: Sequence[Covered],
    *,
    lines: Sequence[np.ndarray] = (),
    zero: bool = False,
) -> None:
    """Move a panel's notes into an empty corner of its axes where there is one.

    Parameters
    ----------
    out : RPanel
    axis : CategoryAxis
    value : Channel
        Of the values.
    shown : array_like
        All that is drawn along the value axis.
    covered : sequence of Covered
        What the marks cover.
    lines : sequence of numpy.ndarray, shape (categories,)
        Values of lines from category to category.
    zero : bool
        Whether the value axis stands on zero.
    """
    if not out.notes:
        return
    ends, room = axis_ends(value, shown, zero=zero), Room(axis.style.size_mm)
    first, last = axis.ends

    def paint(places: Sequence[float], values: Any) -> tuple[np.ndarray, np.ndarray]:
        across = (np.array([axis.at(p) for p in places]) - first) / (last - first)
        along = np.clip(shares(value, values, ends), 0.0, 1.0)
        return (along, across) if axis.is_horizontal else (across, along)

    for mark in covered:
        x, y = (np.sort(v) for v in paint([mark.start, mark.end], [mark.low, mark.high]))
        room.add_band(x, np.full(2, y[0]), np.full(2, y[1]))
        room.add_line(x, y)
    for line in lines:
        room.add_line(*paint(range(len(line)), line))
    corners = {axis.category: (float("-inf"), float("inf")), axis.value: axis_infinities(value, ends[0])}
    place_notes(out, room, axis.style, corners)
