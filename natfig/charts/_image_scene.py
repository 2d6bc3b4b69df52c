"""A plate on its axes: images, titles, labels, scale bars, insets and arrows, placed in mm.

The axes' data coordinates are mm from the top left of their box, so that a length
on the page is a length in the drawing. Everything but the images is made anew in
each pass of the layout.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.charts import _image_tone as tone
from natfig.charts._curves import text_width_pt
from natfig.charts._image_grid import TITLE_GAP_MM, Cell, Strips, arrange, overlap
from natfig.charts._image_parts import Plate, Pointer, Tile, Zoomed
from natfig.charts._image_pixels import Picture
from natfig.charts.base import PanelStyle
from natfig.core.units import MM_PER_IN, pt_to_mm
from natfig.images.contrast import COLORS, rgb_of
from natfig.images.lengths import format_length

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["Scene"]

# From a tile's edge to what stands in its corner.
PAD_MM = 1.0
INSET_PAD_MM = 0.7
BAR_PT, INSET_BAR_PT = 1.5, 1.0
# Between the bar and the descenders of its label.
BAR_GAP_MM = 0.25
ARROW_MM, HEAD_MM, SHAFT_PT = 3.0, 1.25, 0.75
ASCENT, DESCENT, CAP_HEIGHT = 0.905, 0.212, 0.716  # of the page's face, in em
LINE_EM = 1.15
# Tiles whose scales differ by less are of one scale.
SAME_SCALE = 0.005
TOUCH_MM = 0.02
# Resolutions are rounded: 299.9 dpi is 300.
DPI_SLACK = 0.01


@dataclass
class Scene:
    """What `draw` made and `place` moves.

    Attributes
    ----------
    plate : Plate
    pictures : list of Picture
    style : PanelStyle
    images : list of Artist
        One for each tile, then those of its insets.
    insets : list of (tile number, Zoomed, image)
    loose : list of Artist
        Made anew in each pass.
    """

    plate: Plate
    pictures: list[Picture]
    style: PanelStyle
    images: list[Any]
    insets: list[tuple[int, Zoomed, Any]]
    colors: Mapping[str, str]
    loose: list[Artist] = field(default_factory=list)
    problems: list[tuple[str, str | None]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @classmethod
    def draw(cls, ax: Axes, plate: Plate, pictures: list[Picture], style: PanelStyle) -> Scene:
        """Put a plate's images on an axes; `place` says where."""
        from natfig.charts._image_artist import PlainImage

        ax.set_axis_off()
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_autoscale_on(False)

        def image(pixels: np.ndarray, name: str) -> Any:
            made = PlainImage(ax, extent=(0, 1, 1, 0), origin="upper", interpolation="none")
            made.set_data(pixels)
            made.set_gid(name)
            made.set_clip_on(False)
            made.set_zorder(1 if ".image" in name else 1.5)
            ax.add_artist(made)
            return made

        images, insets = [], []
        for i, (tile, picture) in enumerate(zip(plate.tiles, pictures, strict=True)):
            images.append(image(picture.pixels, style.gid("image", i + 1)))
            for zoomed in tile.insets:
                r = zoomed.region
                part = picture.pixels[r.y : r.y + r.height, r.x : r.x + r.width]
                made = image(np.ascontiguousarray(part), style.gid("inset", f"{i + 1}"))
                insets.append((i, zoomed, made))
        return cls(plate, pictures, style, images, insets, {**style.colors, **COLORS})

    # -- one pass -------------------------------------------------------

    def place(self, ax: Axes, size_mm: tuple[float, float]) -> tuple[list[Cell], Cell]:
        """Bring everything to a box and return the tiles' rectangles and the plate's.

        Parameters
        ----------
        ax : Axes
        size_mm : tuple of float
            Width and height of the axes' box.
        """
        for artist in self.loose:
            artist.remove()
        self.loose.clear()
        self.problems, self.warnings = [], []
        ax.set_xlim(0, size_mm[0])
        ax.set_ylim(size_mm[1], 0)
        plate = self.plate
        strips = Strips.of(
            self.style.look.label_pt, is_dark=plate.is_dark,
            has_columns=bool(plate.column_titles), has_rows=bool(plate.row_titles),
        )  # fmt: skip
        places = [(t.row, t.column, t.ratio) for t in plate.tiles]
        cells, whole = arrange(places, size_mm, plate.gap_mm, strips)
        if plate.is_dark:
            self._rectangle(ax, whole, tone.BLACK, is_filled=True, gid=self.style.gid("ground"), zorder=0.5)
        for image, cell in zip(self.images, cells, strict=True):
            image.set_extent((cell.x, cell.right, cell.bottom, cell.y))
        self._titles(ax, cells, strips)
        bars = self.tiles_with_bar(cells)
        for i, (tile, cell) in enumerate(zip(plate.tiles, cells, strict=True)):
            self._furnish(ax, i, tile, cell, has_bar=i in bars)
        return cells, whole

    def _add(self, ax: Axes, artist: Any) -> None:
        artist.set_clip_on(False)
        ax.add_artist(artist)
        self.loose.append(artist)

    def _rectangle(
        self, ax: Axes, box: Cell, color: str, *, is_filled: bool, gid: str, zorder: float
    ) -> None:
        from matplotlib.patches import Rectangle

        look = self.style.look
        self._add(ax, Rectangle(
            (box.x, box.y), box.width, box.height, facecolor=color if is_filled else "none",
            edgecolor="none" if is_filled else color, linewidth=0 if is_filled else look.axis_pt, gid=gid,
            zorder=zorder, joinstyle="miter",
        ))  # fmt: skip

    def _text(self, ax: Axes, x: float, y: float, text: str, size_pt: float, **keys: Any) -> None:
        """Write a line with its baseline at (x, y) mm."""
        usual: dict[str, Any] = {"va": "baseline", "ha": "left", "zorder": 4, "clip_on": False}
        self.loose.append(ax.text(x, y, text, fontsize=size_pt, **(usual | keys)))

    # -- titles ---------------------------------------------------------

    def _titles(self, ax: Axes, cells: Sequence[Cell], strips: Strips) -> None:
        plate, size = self.plate, self.style.look.label_pt
        below = pt_to_mm(DESCENT * size) + TITLE_GAP_MM
        top, left = strips.top + strips.pad, strips.left + strips.pad
        for c, title in enumerate(plate.column_titles):
            here = [cell for t, cell in zip(plate.tiles, cells, strict=True) if t.column == c]
            if title and here:
                middle = (min(b.x for b in here) + max(b.right for b in here)) / 2
                ink = self._title_ink(plate.title_rgb[c])
                gid = self.style.gid("title", title)
                self._text(ax, middle, top - below, title, size, ha="center", color=ink, gid=gid)
        for r, title in enumerate(plate.row_titles):
            mine = [cell for t, cell in zip(plate.tiles, cells, strict=True) if t.row == r]
            if title and mine:
                self._text(
                    ax, left - below, mine[0].y + mine[0].height / 2, title, size, ha="center", rotation=90,
                    rotation_mode="anchor", color=self._title_ink(None), gid=self.style.gid("title", title),
                )  # fmt: skip

    def _title_ink(self, rgb: tuple[int, int, int] | None) -> str:
        if not self.plate.is_dark:
            return self.style.look.ink
        return tone.WHITE if rgb is None else tone.legible_color(rgb, np.zeros(1))

    # -- in a tile ------------------------------------------------------

    def _furnish(self, ax: Axes, i: int, tile: Tile, cell: Cell, *, has_bar: bool) -> None:
        """Draw what stands in a tile and make sure that nothing there touches."""
        taken = self._labels(ax, i, tile, cell)
        for number, zoomed, image in self.insets:
            if number == i:
                taken += self._inset(ax, i, zoomed, image, cell)
        if has_bar and self.plate.bar is not None and self.plate.bar_um is not None:
            keys = self.plate.bar
            text = (
                keys.label
                if isinstance(keys.label, str)
                else format_length(self.plate.bar_um, is_angle=tile.is_angle)
            )
            bar = _Bar(self.plate.bar_um, text if keys.label else "", keys.where, keys.color, BAR_PT)
            taken.append(self._bar(ax, i, bar, cell, self.pictures[i].pixels, tile.shown_px[0]))
        for pointer in tile.pointers:
            taken.append(self._pointer(ax, i, pointer, tile, cell))
        self._check(tile, cell, taken)

    def _check(self, tile: Tile, cell: Cell, taken: Sequence[tuple[str, Cell]]) -> None:
        for k, (what, box) in enumerate(taken):
            over = max(cell.x - box.x, cell.y - box.y, box.right - cell.right, box.bottom - cell.bottom)
            if over > TOUCH_MM:
                self.problems.append((
                    f"{what} leaves {tile.name} by {_tenths(over)} mm",
                    "make the panel larger, or the text shorter",
                ))  # fmt: skip
            for other, place in taken[:k]:
                if overlap(box, place) > TOUCH_MM and not {other, what} <= _POINTING:
                    self.problems.append((
                        f"{other} and {what} are in each other's way in {tile.name}",
                        "give one of them another corner with where:, or make the panel larger",
                    ))  # fmt: skip

    def _labels(self, ax: Axes, i: int, tile: Tile, cell: Cell) -> list[tuple[str, Cell]]:
        """Write a tile's label, then its channels', from the top left down."""
        size = self.style.look.annotation_pt
        lines: list[tuple[str, tuple[int, int, int] | None]] = []
        if tile.label:
            lines.append((tile.label, None))
        if i in self.plate.labelled:
            lines += [(layer.label, layer.rgb) for layer in tile.layers if layer.label]
        out = []
        top = cell.y + PAD_MM - pt_to_mm((ASCENT - CAP_HEIGHT) * size)
        for text, rgb in lines:
            width, height = pt_to_mm(text_width_pt(text, size)), pt_to_mm(LINE_EM * size)
            box = Cell(cell.x + PAD_MM, top, width, height)
            behind = tone.under(self.pictures[i].pixels, cell, box)
            grey = rgb is None or rgb == (255, 255, 255)
            ink = tone.ink_for(behind) if rgb is None or grey else tone.legible_color(rgb, behind)
            gid = self.style.gid("label", text)
            self._text(ax, box.x, top + pt_to_mm(ASCENT * size), text, size, color=ink, gid=gid)
            self._warn_tone(f"the label '{text}'", ink, behind, tile)
            out.append((f"the label '{text}'", box))
            top += height
        return out

    def _warn_tone(self, what: str, ink: str, behind: np.ndarray, tile: Tile) -> None:
        if tone.hard_to_see(ink, behind):
            self.warnings.append(f"{what} is hard to see where it stands in {tile.name}")

    def _color(self, given: str | None, behind: np.ndarray) -> str:
        if given is None or given == "auto":
            return tone.ink_for(behind)
        red, green, blue = rgb_of(self.colors.get(given, given))
        return f"#{red:02X}{green:02X}{blue:02X}"

    # -- scale bars -----------------------------------------------------

    def tiles_with_bar(self, cells: Sequence[Cell]) -> set[int]:
        """Return the numbers of the tiles that have a scale bar."""
        plate = self.plate
        if plate.bar is None or plate.bar_um is None:
            return set()
        count = len(plate.tiles)
        scales = [self._mm_per_um(t, c) for t, c in zip(plate.tiles, cells, strict=True)]
        how = plate.bar.tiles
        if how == "auto":
            how = "last" if max(scales) <= min(scales) * (1 + SAME_SCALE) else "all"
        return {"all": set(range(count)), "first": {0}, "last": {count - 1}}[how]

    @staticmethod
    def _mm_per_um(tile: Tile, cell: Cell) -> float:
        um = tile.um_per_px
        return 0.0 if um is None else cell.width / (tile.shown_px[0] * um[0])

    def _bar(  # noqa: PLR0917 - the bar, and what it is drawn on
        self, ax: Axes, i: int, bar: _Bar, cell: Cell, pixels: np.ndarray, width_px: int
    ) -> tuple[str, Cell]:
        """Draw a scale bar in a corner of a tile or inset of `width_px` pixels."""
        from matplotlib.lines import Line2D

        tile, size = self.plate.tiles[i], self.style.look.annotation_pt
        um = tile.um_per_px
        assert um is not None  # noqa: S101 - the plan refuses a bar without a pixel size
        length = bar.length_um / um[0] / width_px * cell.width
        thick = pt_to_mm(bar.width_pt)
        text_mm = pt_to_mm(text_width_pt(bar.text, size)) if bar.text else 0.0
        high = thick + (BAR_GAP_MM + pt_to_mm((ASCENT + DESCENT) * size) if bar.text else 0.0)
        wide = max(length, text_mm)
        x = cell.right - PAD_MM - wide if bar.where.endswith("right") else cell.x + PAD_MM
        # Above the capitals there is room for accents that no length has.
        top = cell.y + PAD_MM - (pt_to_mm((ASCENT - CAP_HEIGHT) * size) if bar.text else 0.0)
        y = cell.bottom - PAD_MM - high if bar.where.startswith("bottom") else top
        box = Cell(x, y, wide, high)
        behind = tone.under(pixels, cell, box)
        ink, middle, low = self._color(bar.color, behind), x + wide / 2, y + high - thick / 2
        gid = self.style.gid("scale-bar")
        self._add(ax, Line2D(
            [middle - length / 2, middle + length / 2], [low, low], color=ink, linewidth=bar.width_pt,
            linestyle="-", marker="", solid_capstyle="butt", gid=gid, zorder=3,
        ))  # fmt: skip
        if bar.text:
            base = y + pt_to_mm(ASCENT * size)
            self._text(ax, middle, base, bar.text, size, ha="center", color=ink, gid=f"{gid}.label")
        self._warn_tone("the scale bar", ink, behind, tile)
        return f"the scale bar of {format_length(bar.length_um, is_angle=tile.is_angle)}", box

    # -- insets and arrows ----------------------------------------------

    def _inset(self, ax: Axes, i: int, zoomed: Zoomed, image: Any, cell: Cell) -> list[tuple[str, Cell]]:
        tile, region, keys = self.plate.tiles[i], zoomed.region, zoomed.keys
        wide_px, high_px = tile.shown_px
        mm = cell.width / wide_px, cell.height / high_px
        source = Cell(
            cell.x + region.x * mm[0], cell.y + region.y * mm[1], region.width * mm[0], region.height * mm[1]
        )
        wide, high = source.width * keys.zoom, source.height * keys.zoom
        x = cell.right - INSET_PAD_MM - wide if keys.where.endswith("right") else cell.x + INSET_PAD_MM
        y = cell.bottom - INSET_PAD_MM - high if keys.where.startswith("bottom") else cell.y + INSET_PAD_MM
        box = Cell(x, y, wide, high)
        image.set_extent((box.x, box.right, box.bottom, box.y))
        pixels = self.pictures[i].pixels
        color = self._color(keys.color, tone.under(pixels, cell, source))
        gid = self.style.gid("inset-frame", i + 1)
        for frame, z in ((source, 2.0), (box, 2.1)):
            self._rectangle(ax, frame, color, is_filled=False, gid=gid, zorder=z)
        if zoomed.bar_um is not None:
            text = format_length(zoomed.bar_um, is_angle=tile.is_angle)
            bar = _Bar(zoomed.bar_um, text, "bottom right", "auto", INSET_BAR_PT)
            part = pixels[region.y : region.y + region.height, region.x : region.x + region.width]
            what, place = self._bar(ax, i, bar, box, part, region.width)
            self._check(tile, box, [(what, place)])
        return [("the inset", box), (_FRAME, source)]

    def _pointer(self, ax: Axes, i: int, pointer: Pointer, tile: Tile, cell: Cell) -> tuple[str, Cell]:
        """Draw an arrow, or a head alone, with its tip at a point."""
        from matplotlib.lines import Line2D
        from matplotlib.patches import Polygon

        wide_px, high_px = tile.shown_px
        tip = np.array(
            [cell.x + pointer.x / wide_px * cell.width, cell.y + pointer.y / high_px * cell.height]
        )
        turn = math.radians(pointer.keys.angle)
        along = np.array([math.cos(turn), -math.sin(turn)])  # y points down
        across = np.array([-along[1], along[0]])
        length = HEAD_MM if pointer.is_head else ARROW_MM
        tail = tip - along * length
        back = tip - along * HEAD_MM
        corners = np.array([tip, back + across * HEAD_MM * 0.42, back - across * HEAD_MM * 0.42])
        ends = np.vstack([corners, tail])
        low, high = ends.min(axis=0), ends.max(axis=0)
        box = Cell(float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))
        behind = tone.under(self.pictures[i].pixels, cell, box)
        color = self._color(pointer.keys.color, behind)
        gid = self.style.gid("arrowhead" if pointer.is_head else "arrow")
        self._add(ax, Polygon(corners, closed=True, facecolor=color, linewidth=0, gid=gid, zorder=3))
        if not pointer.is_head:
            self._add(ax, Line2D(
                [tail[0], back[0]], [tail[1], back[1]], color=color, linewidth=SHAFT_PT, linestyle="-",
                marker="", solid_capstyle="butt", gid=gid, zorder=3,
            ))  # fmt: skip
        self._warn_tone("an arrow", color, behind, tile)
        return _HEAD if pointer.is_head else _ARROW, box

    # -- resolution -----------------------------------------------------

    def dpi(self, cells: Sequence[Cell]) -> list[float]:
        """Return every tile's pixels per inch of paper, the coarser direction counting."""
        out = []
        for tile, cell in zip(self.plate.tiles, cells, strict=True):
            wide, high = tile.shown_px
            out.append(min(wide / cell.width, high / cell.height) * MM_PER_IN)
        return out

    def resolution_warning(self, cells: Sequence[Cell], whole: Cell) -> str | None:
        """Return what to say where an image is printed more coarsely than the journal asks."""
        least = self.style.photo_dpi
        if least is None:
            return None
        have = [(dpi, self.plate.tiles[i], "") for i, dpi in enumerate(self.dpi(cells))]
        have += [
            (have[i][0] / zoomed.keys.zoom, self.plate.tiles[i], "the inset in ")
            for i, zoomed, _ in self.insets
        ]
        low = [entry for entry in have if entry[0] < least * (1 - DPI_SLACK)]
        if not low:
            return None
        dpi, tile, what = min(low, key=lambda entry: entry[0])
        # Gaps and titles keep their size when the plate gets smaller.
        tiles_mm = sum(max(c.width for t, c in zip(self.plate.tiles, cells, strict=True) if t.column == k)
                       for k in {t.column for t in self.plate.tiles})  # fmt: skip
        widest = math.floor(10 * (whole.width - tiles_mm + tiles_mm * dpi / least)) / 10
        more = f" (and {len(low) - 1} more)" if len(low) > 1 else ""
        return (
            f"{what}{tile.name} is printed at {dpi:.0f} dpi{more}, and the journal asks {least:.0f} dpi of "
            f"photographs: the plate may be {widest:g} mm wide at most, and is {whole.width:.1f} mm"
        )


_FRAME, _ARROW, _HEAD = "the part an inset shows", "the arrow", "the arrowhead"
# These point at the image itself, perhaps at one spot of it.
_POINTING = {_FRAME, _ARROW, _HEAD}


@dataclass(frozen=True)
class _Bar:
    """A scale bar: its length in µm, its label ("" for none), corner, colour, and thickness in pt."""

    length_um: float
    text: str
    where: str
    color: str
    width_pt: float


def _tenths(mm: float) -> str:
    return f"{max(math.ceil(10 * mm) / 10, 0.1):.1f}"
