"""What a drawing is once it is read: a list of what is painted, in painting order.

All places are in the drawing's own units, y downwards, with every transform of the
source applied. Nothing in here can run, link or load.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from natfig.drawing.outline import Outline

__all__ = [
    "Anchor",
    "Drawing",
    "Gradient",
    "Item",
    "Label",
    "Matrix",
    "Notes",
    "Picture",
    "Run",
    "Shape",
    "Stop",
    "Stroke",
]

# x' = a·x + c·y + e, y' = b·x + d·y + f
Matrix = tuple[float, float, float, float, float, float]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Stop:
    """A colour at a place along a gradient; `offset` and `opacity` are 0–1."""

    offset: float
    color: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Gradient:
    """A fill that runs from colour to colour.

    Parameters
    ----------
    kind : str
        "linear": along the x axis of its own space, from 0 to 1. "radial": around
        (0, 0), to radius 1.
    matrix : Matrix
        From its own space to the drawing.
    stops : tuple of Stop
        At least one, by offset.
    spread : str
        Beyond the ends: "pad", "reflect" or "repeat".
    focus : tuple of float
        Of a radial one, where its first colour sits.
    """

    kind: Literal["linear", "radial"]
    matrix: Matrix
    stops: tuple[Stop, ...]
    spread: str = "pad"
    focus: tuple[float, float] = (0.0, 0.0)

    @property
    def mean_color(self) -> str:
        """Return the mean of its stops, for what can't be drawn as a gradient."""
        rgb = np.array([[int(s.color[i : i + 2], 16) for i in (1, 3, 5)] for s in self.stops])
        return "#{:02X}{:02X}{:02X}".format(*(round(float(v)) for v in rgb.mean(axis=0)))


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn; `width`, `dashes` and `offset` in the drawing's units."""

    color: str
    width: float
    opacity: float = 1.0
    dashes: tuple[float, ...] = ()
    offset: float = 0.0
    cap: Literal["butt", "round", "projecting"] = "butt"
    join: Literal["miter", "round", "bevel"] = "miter"


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline that is filled, stroked or both.

    `clips` are outlines that all have to hold a point for it to be painted; `id` is
    what the source calls the shape or the nearest group around it.
    """

    outline: Outline
    fill: str | Gradient | None
    fill_opacity: float = 1.0
    stroke: Stroke | None = None
    clips: tuple[Outline, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line of one style; `rise` is 1 for a superscript, −1 for a subscript."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    rise: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """One label: lines of runs.

    Parameters
    ----------
    lines : tuple of tuple of Run
    x, y : float
        Where the first baseline is anchored.
    size : float
        Of the type, in the drawing's units.
    width : float
        Of its widest line in the source.
    pitch : float
        From baseline to baseline.
    angle_deg : float
        Of the baseline, clockwise.
    anchor : str
    fill : str
    opacity : float
    family : str
        The source's face.
    id : str
    """

    lines: tuple[tuple[Run, ...], ...]
    x: float
    y: float
    size: float
    width: float
    pitch: float = 0.0
    angle_deg: float = 0.0
    anchor: Anchor = "start"
    fill: str = "#000000"
    opacity: float = 1.0
    family: str = ""
    id: str = ""

    @property
    def text(self) -> str:
        """The label as plain text, lines joined by a blank."""
        return " ".join("".join(run.text for run in line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster image: `pixels` of shape (rows, columns, 4), uint8, first row on top.

    `matrix` maps the unit square, its (0, 0) the top left corner, to the drawing.
    """

    pixels: np.ndarray
    matrix: Matrix
    opacity: float = 1.0
    clips: tuple[Outline, ...] = ()
    id: str = ""


Item = Shape | Label | Picture


@dataclass
class Notes:
    """What was left out or made simpler while reading, each kind once with how often."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, what: str) -> None:
        """Count something."""
        self.counts[what] += 1

    def sentences(self) -> list[str]:
        """Return one clause for each kind, by name."""
        return [what if n == 1 else f"{what} ({n} times)" for what, n in sorted(self.counts.items())]


@dataclass(frozen=True)
class Drawing:
    """A drawing.

    Parameters
    ----------
    width, height : float
        In its own units; what it shows lies within (0, 0) and (width, height).
    unit_mm : float
        Length of a unit at the drawing's own size.
    items : tuple of Item
        In painting order.
    notes : tuple of str
        What was left out or made simpler, a clause each.
    pages : int
        How many pages the file has.
    """

    width: float
    height: float
    unit_mm: float
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()
    pages: int = 1

    @property
    def labels(self) -> list[Label]:
        """Its labels."""
        return [i for i in self.items if isinstance(i, Label)]

    @property
    def shapes(self) -> list[Shape]:
        """Its shapes."""
        return [i for i in self.items if isinstance(i, Shape)]

    @property
    def pictures(self) -> list[Picture]:
        """Its raster images."""
        return [i for i in self.items if isinstance(i, Picture)]
