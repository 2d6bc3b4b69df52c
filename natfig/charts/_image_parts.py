"""What an image panel consists of once files and keys are matched: tiles, channels, marks."""

from __future__ import annotations

from dataclasses import dataclass

from natfig.charts._image_models import ImageArrow, ImageInset, ImageScaleBar
from natfig.images.contrast import RangeRule
from natfig.images.facts import ImageFacts, PixelSize, Region, View
from natfig.images.geometry import Turn

__all__ = ["Layer", "Plate", "Pointer", "Tile", "Zoomed"]


@dataclass(frozen=True)
class Layer:
    """A channel of a tile.

    `name` is how labels and messages call it, `rule` how its range is found; `is_own`: the tile
    has a range of its own.
    """

    channel: int
    name: str
    label: str | None
    rgb: tuple[int, int, int]
    rule: RangeRule
    is_own: bool = False


@dataclass(frozen=True)
class Zoomed:
    """An inset: `region` in shown (turned, cropped) pixels of its tile."""

    region: Region
    keys: ImageInset
    bar_um: float | None


@dataclass(frozen=True)
class Pointer:
    """An arrow or arrowhead: its tip in shown pixels of its tile."""

    x: float
    y: float
    keys: ImageArrow
    is_head: bool


@dataclass(frozen=True)
class Tile:
    """One image on the plate.

    Attributes
    ----------
    row, column : int
        Place on the plate, from 0 on.
    facts : ImageFacts
    view : View
        Without a channel.
    region : Region
        In pixels of the file.
    turn : Turn
    layers : tuple of Layer
        Empty for a colour image.
    pixel_size : PixelSize or None
    label : str or None
    insets, pointers
        In shown pixels.
    is_alone : bool
        Whether the plate has no other tile.
    """

    row: int
    column: int
    facts: ImageFacts
    view: View
    region: Region
    turn: Turn
    layers: tuple[Layer, ...]
    pixel_size: PixelSize | None
    label: str | None = None
    insets: tuple[Zoomed, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    is_alone: bool = True

    @property
    def shown_px(self) -> tuple[int, int]:
        """Width and height in pixels as shown."""
        size = self.region.width, self.region.height
        return (size[1], size[0]) if self.turn.swaps else size

    @property
    def is_angle(self) -> bool:
        """Whether pixels are angles on the sky."""
        return self.pixel_size is not None and self.pixel_size.is_angle

    @property
    def um_per_px(self) -> tuple[float, float] | None:
        """Micrometres (or arcseconds) of a pixel along the shown width and height."""
        size = self.pixel_size
        if size is None:
            return None
        return (size.y_um, size.x_um) if self.turn.swaps else (size.x_um, size.y_um)

    @property
    def ratio(self) -> float:
        """Width by height on the page; pixels that are not square are drawn as they are."""
        width, height = self.shown_px
        um = self.um_per_px
        return width / height if um is None else width * um[0] / (height * um[1])

    @property
    def name(self) -> str:
        """How messages call the tile."""
        place = "" if self.is_alone else f" in row {self.row + 1}, column {self.column + 1}"
        return f"the tile of {self.facts.name}{place}"


@dataclass(frozen=True)
class Plate:
    """All tiles of a panel with what holds for the plate.

    Attributes
    ----------
    tiles : tuple of Tile
        Row by row.
    rows, columns : int
    column_titles, row_titles : tuple of str
        Empty where there are none.
    title_rgb : tuple
        For each column the colour of the channel its title names, or None.
    gap_mm : float
    is_dark : bool
    bar : ImageScaleBar or None
    bar_um : float or None
        Its length; None too where the spec says why there is none.
    labelled : set of int
        Numbers of the tiles that name their channels.
    """

    tiles: tuple[Tile, ...]
    rows: int
    columns: int
    column_titles: tuple[str, ...]
    row_titles: tuple[str, ...]
    title_rgb: tuple[tuple[int, int, int] | None, ...]
    gap_mm: float
    is_dark: bool
    bar: ImageScaleBar | None
    bar_um: float | None
    labelled: frozenset[int]
