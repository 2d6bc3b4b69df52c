"""From the keys of an image panel and the files' headers to tiles: what is shown where, in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from natfig.charts._image_models import (
    ImageArrow,
    ImageChannel,
    ImageInset,
    ImagePanel,
    ImageScaleBar,
    ImageTile,
    Length,
    RangeKeys,
)
from natfig.core.errors import DataError, did_you_mean
from natfig.core.units import parse_length_mm
from natfig.data.files import find_files
from natfig.images.contrast import COLORS, RangeRule, parse_range, rgb_of
from natfig.images.facts import ImageFacts, PixelSize, Region, View
from natfig.images.geometry import Turn
from natfig.images.lengths import format_length, parse_um
from natfig.images.reader import check_region, check_view, find_channel, read_facts

__all__ = ["Layer", "Plate", "Pointer", "Tile", "Zoomed", "file_names", "plan_plate"]

# Colours of channels that name none, by their number: pairs of these stay apart for everyone.
_DEFAULT_COLORS = (("gray",), ("magenta", "green"), ("cyan", "magenta", "yellow"))
# A full page (183 × 247 mm) at 1,000 dpi has 70 megapixels, whatever is on it.
MOST_PLATE_PIXELS = 128_000_000
Colors = Mapping[str, str]


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
    def um_per_px(self) -> tuple[float, float] | None:
        """Micrometres of a pixel along the shown width and height."""
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


# ---------------------------------------------------------------- the grid


def _entries(panel: ImagePanel) -> list[list[ImageTile]]:
    """Return the files as rows of tiles."""
    if (panel.file is None) == (panel.files is None):
        raise DataError(
            "give either file: or files:", hint="file: is one image, files: a list or rows of them"
        )
    if panel.file is not None:
        return [[ImageTile(file=panel.file)]]
    given = panel.files or ()
    if not given:
        raise DataError("files: is empty", hint="list at least one image")
    nested = [isinstance(entry, tuple) for entry in given]
    if any(nested) and not all(nested):
        raise DataError(
            "files: mixes images and rows of images", hint="write every row as a list: [[a, b], [c]]"
        )
    rows = [list(e) if isinstance(e, tuple) else [e] for e in given]
    if not any(nested) and not panel.split:
        rows = [[entry for row in rows for entry in row]]
    if panel.split and max(len(row) for row in rows) > 1:
        raise DataError(
            "split: true makes a row of each file, so files: can't have rows", hint="list the files"
        )
    return [[ImageTile(file=e) if isinstance(e, str) else e for e in row] for row in rows]


def file_names(panel: ImagePanel) -> tuple[str, ...]:
    """Return the files a panel names, each once; () where its keys contradict each other."""
    try:
        return tuple(dict.fromkeys(e.file for row in _entries(panel) for e in row))
    except DataError:
        return ()


def _one_file(folder: Path, name: str) -> ImageFacts:
    try:
        found = find_files(folder, name)
    except DataError as error:
        if "lies outside" in str(error):  # --allow-outside is for tables
            raise DataError(error.problems[0].message, hint="copy it beside the spec") from None
        raise
    if len(found) > 1:
        raise DataError(
            f"{name} fits {len(found)} files; an image is one file", hint="list them under files:"
        )
    return read_facts(found[0])


def plan_plate(panel: ImagePanel, folder: Path, colors: Colors | None = None) -> Plate:
    """Return a panel's tiles; everything that headers can tell is checked.

    Parameters
    ----------
    panel : ImagePanel
    folder : Path
        Of the spec.
    colors : mapping of str to str, optional
        Names of colours → #RRGGBB; None: any name may be one (the figure's palette is not known yet).

    Raises
    ------
    DataError
        With one sentence.
    """
    rows = _entries(panel)
    known: dict[str, ImageFacts] = {}
    for row in rows:
        for entry in row:
            if entry.file not in known:
                known[entry.file] = _one_file(folder, entry.file)
    if panel.channels and not all(facts.is_color for facts in known.values()):
        # The panel's channels are meant for the files that have any.
        rows = [[_as_it_is(e) if known[e.file].is_color else e for e in row] for row in rows]
    tiles: list[Tile] = []
    for r, row in enumerate(rows):
        for c, entry in enumerate(row):
            tile = _tile(panel, entry, known[entry.file], colors)
            for k, layers in enumerate(_views(panel, tile)):
                tiles.append(replace(tile, row=r, column=c + k, layers=layers))
    _check_total(tiles)
    columns = 1 + max(t.column for t in tiles)
    tiles = [replace(t, is_alone=len(tiles) == 1) for t in tiles]
    bar, bar_um = _scale_bar(panel, tiles)
    titles, title_rgb = _column_titles(panel, tiles, columns)
    if panel.row_titles is not None and len(panel.row_titles) != len(rows):
        raise DataError(f"row_titles has {len(panel.row_titles)} entries for {_rows(len(rows))}")
    labelled = _labelled(panel, tiles, is_titled=any(title_rgb))
    return Plate(
        tuple(tiles), len(rows), columns, titles, panel.row_titles or (), title_rgb,
        _gap_mm(panel.gap), panel.background == "dark", bar, bar_um, labelled,
    )  # fmt: skip


def _check_total(tiles: Sequence[Tile]) -> None:
    """Refuse a plate that would take gigabytes, though each of its tiles could be shown."""
    total = sum(t.region.pixels for t in tiles)
    if total > MOST_PLATE_PIXELS:
        raise DataError(
            f"the {len(tiles)} tiles hold {total / 1e6:.0f} megapixels, more than the "
            f"{MOST_PLATE_PIXELS // 1_000_000} that a page can show",
            hint="show parts with crop: [x, y, w, h], or fewer tiles",
        )


def _as_it_is(entry: ImageTile) -> ImageTile:
    """Return a colour image's tile, which takes no channels from the panel."""
    return entry if entry.channels is not None else entry.model_copy(update={"channels": ()})


def _rows(count: int) -> str:
    return f"{count} row{'s' * (count != 1)}"


def _gap_mm(text: str) -> float:
    if text.strip() in ("0", "0mm"):
        return 0.0
    gap = parse_length_mm(text)
    if gap > 10:
        raise DataError(f"gap {text} is more than 10 mm", hint="tiles of one plate stand close: 1mm")
    return gap


def _views(panel: ImagePanel, tile: Tile) -> list[tuple[Layer, ...]]:
    """Return the layers of each tile that an image becomes."""
    if len(tile.layers) < 2:
        return [tile.layers]
    apart = [(layer,) for layer in tile.layers]
    if not panel.split:
        return [tile.layers] if panel.merge else _not_both()
    return [*apart, tile.layers] if panel.merge else list(apart)


def _not_both() -> list[tuple[Layer, ...]]:
    raise DataError("merge: false leaves nothing to show", hint="add split: true for a tile for each channel")


def _column_titles(
    panel: ImagePanel, tiles: Sequence[Tile], columns: int
) -> tuple[tuple[str, ...], tuple[tuple[int, int, int] | None, ...]]:
    """Return the titles and, where a title names a channel, the channel's colour."""
    if panel.column_titles is not None:
        if len(panel.column_titles) != columns:
            raise DataError(f"column_titles has {len(panel.column_titles)} entries for {columns} columns")
        return panel.column_titles, (None,) * columns
    if not panel.split or panel.labels != "auto":
        return (), (None,) * columns
    first = [next((t for t in tiles if t.column == c), None) for c in range(columns)]
    titles = [
        "" if t is None else "Merge" if len(t.layers) > 1 else (t.layers[0].label or "") if t.layers else ""
        for t in first
    ]
    if len({tuple(x.label for x in t.layers) for t in tiles if t.column == 0}) > 1 or not all(titles):
        return (), (None,) * columns  # rows with other channels, or without names: labels stand in the tiles
    return tuple(titles), tuple(t.layers[0].rgb if t is not None and t.layers else None for t in first)


def _labelled(panel: ImagePanel, tiles: Sequence[Tile], *, is_titled: bool) -> frozenset[int]:
    """Return the tiles that name their channels: of tiles that show the same ones, the first is enough."""
    if panel.labels == "none" or (panel.labels == "auto" and is_titled):
        return frozenset()
    if panel.labels == "inside":
        return frozenset(range(len(tiles)))
    seen: dict[tuple[str | None, ...], int] = {}
    for i, tile in enumerate(tiles):
        seen.setdefault(tuple(layer.label for layer in tile.layers), i)
    return frozenset(seen.values())


# ---------------------------------------------------------------- one tile


def _tile(panel: ImagePanel, entry: ImageTile, facts: ImageFacts, colors: Colors | None) -> Tile:
    def pick(key: str) -> object:
        own = getattr(entry, key)
        return getattr(panel, key) if own is None else own

    z, page, t = pick("z"), pick("page"), pick("t")
    view = View(None, z if isinstance(z, int | str) else None, _int(t), _int(page))
    layers = _layers(panel, entry, facts, colors)
    for layer in layers or (None,):
        check_view(facts, View(None if layer is None else layer.channel, view.z, view.t, view.page))
    given = entry.pixel_size or panel.pixel_size
    size = facts.pixel_size if given is None else _pixel_size(given)
    crop = entry.crop or panel.crop
    region = facts.whole if crop is None else _region(crop, size, facts, "crop")
    check_region(facts, region, is_whole=crop is None)
    rotate, flip = pick("rotate"), pick("flip")
    turn = Turn(_int(rotate) or 0, flip if isinstance(flip, str) else None)
    if facts.is_color and entry.range is not None:
        raise DataError(f"{facts.name} is a colour image, which is shown as it is", hint="leave range out")
    tile = Tile(0, 0, facts, view, region, turn, layers, size, entry.label)
    insets = panel.insets if entry.insets is None else entry.insets
    arrows = panel.arrows if entry.arrows is None else entry.arrows
    heads = panel.arrowheads if entry.arrowheads is None else entry.arrowheads
    marks = [(a, False) for a in arrows] + [(a, True) for a in heads]
    return replace(
        tile,
        insets=tuple(_zoomed(tile, i, colors) for i in insets),
        pointers=tuple(_pointer(tile, a, colors, is_head=h) for a, h in marks),
    )


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _pixel_size(given: str | tuple[str, str]) -> PixelSize:
    pair = (given, given) if isinstance(given, str) else given
    x_um, y_um = (parse_um(v, "pixel_size") for v in pair)
    return PixelSize(x_um, y_um, "the spec")


def _px(given: Length, um: float | None, facts: ImageFacts, key: str) -> float:
    """Return a length in pixels of the file."""
    if isinstance(given, int):
        return float(given)
    if um is None:
        raise DataError(
            f"{key} of {facts.name} is in lengths, but the size of a pixel is not known",
            hint=_size_hint(facts),
        )
    # A corner may be at 0.
    return 0.0 if given.strip().startswith(("0 ", "0µ", "0u")) else parse_um(given, key) / um


def _size_hint(facts: ImageFacts) -> str:
    if facts.pixel_note:
        return f"{facts.pixel_note}; write pixel_size: 0.325 µm with the microscope's value"
    return "the file does not say it; write pixel_size: 0.325 µm with the microscope's value"


def _region(box: Sequence[Length], size: PixelSize | None, facts: ImageFacts, key: str) -> Region:
    um = (None, None) if size is None else (size.x_um, size.y_um)
    x, y, w, h = (round(_px(v, um[i % 2], facts, key)) for i, v in enumerate(box))
    return Region(x, y, w, h)


def _layers(
    panel: ImagePanel, entry: ImageTile, facts: ImageFacts, colors: Colors | None
) -> tuple[Layer, ...]:
    given = panel.channels if entry.channels is None else entry.channels
    if not given:
        is_paged = facts.pages_are_channels and (panel.page is not None or entry.page is not None)
        if facts.is_color or (len(facts.channels) > 1 and not is_paged):
            return ()
        given = (0,)
    out = []
    for i, one in enumerate(given):
        keys = _inherited(one if isinstance(one, ImageChannel) else ImageChannel(channel=one), panel)
        out.append(_layer(keys, i, len(given), facts, entry, colors))
    names = [layer.name for layer in out]
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice is not None:
        raise DataError(f"channels lists '{twice}' twice")
    _check_range_names(entry, out)
    return tuple(out)


def _inherited(keys: ImageChannel, panel: ImagePanel) -> ImageChannel:
    """Return a channel with what the panel says of the channel of that number or name."""
    for one in panel.channels:
        if isinstance(one, ImageChannel) and one.channel == keys.channel:
            own = keys.model_dump(exclude_none=True)
            return one.model_copy(update={k: getattr(keys, k) for k in own})
    return keys


def _layer(  # noqa: PLR0917 - a channel's keys, its place among the others, and what it is looked up in
    keys: ImageChannel, at: int, count: int, facts: ImageFacts, entry: ImageTile, colors: Colors | None
) -> Layer:  # fmt: skip
    channel = find_channel(facts, keys.channel)
    label = keys.label or (facts.channels[channel] or None)
    name = label or f"channel {channel}"
    few = _DEFAULT_COLORS[min(count, 3) - 1]
    if keys.color is None and at >= len(few):
        raise DataError(f"channel {channel} has no colour", hint=f"give color: one of {', '.join(COLORS)}")
    rgb = _rgb(keys.color or few[at], colors)
    own = _own_range(entry.range, name, keys.channel)
    given = own if own is not None else keys.range
    rule = parse_range(given) if given is not None else RangeRule("full" if facts.bits == 8 else "auto")
    return Layer(channel, name, label, rgb, rule, own is not None)


def _rgb(color: str, colors: Colors | None) -> tuple[int, int, int]:
    known = COLORS if colors is None else {**colors, **COLORS}
    named = known.get(color.strip(), color) if colors is not None else color
    if colors is None and not color.startswith("#") and color.strip().lower() not in COLORS:
        return (255, 255, 255)  # perhaps the palette's; known when the panel is drawn
    return rgb_of(named)


def _own_range(
    given: RangeKeys | dict[str, RangeKeys] | None, name: str, channel: int | str
) -> RangeKeys | None:
    if isinstance(given, dict):
        return given.get(name, given.get(str(channel)))
    return given


def _check_range_names(entry: ImageTile, layers: Sequence[Layer]) -> None:
    if not isinstance(entry.range, dict):
        return
    names = {layer.name for layer in layers} | {str(layer.channel) for layer in layers}
    for name in entry.range:
        if name not in names:
            shown = [layer.name for layer in layers]
            raise DataError(
                f"range names '{name}', which is no channel shown", hint=did_you_mean(name, shown)
            )


def _zoomed(tile: Tile, keys: ImageInset, colors: Colors | None) -> Zoomed:
    region = _region(keys.at, tile.pixel_size, tile.facts, "an inset")
    whole = tile.region
    moved = Region(region.x - whole.x, region.y - whole.y, region.width, region.height)
    inside = (
        moved.x >= 0 and moved.y >= 0 and region.width > 0 and region.height > 0
        and moved.x + region.width <= whole.width and moved.y + region.height <= whole.height
    )  # fmt: skip
    where = f"[{region.x}, {region.y}, {region.width}, {region.height}]"
    if not inside:
        raise DataError(
            f"the inset {where} leaves what is shown of {tile.facts.name}: "
            f"[{whole.x}, {whole.y}, {whole.width}, {whole.height}]",
            hint="at: is [left, top, width, height] in pixels of the file",
        )
    if max(keys.zoom * region.width / whole.width, keys.zoom * region.height / whole.height) > 0.75:
        raise DataError(
            f"the inset {where} of {tile.facts.name} would cover most of its tile at zoom {keys.zoom:g}",
            hint="take a smaller region or zoom, or show the part in a tile of its own with crop:",
        )
    bar = None if keys.scale_bar is None else parse_um(keys.scale_bar, "an inset's scale_bar")
    if bar is not None:
        _check_bar(tile, bar, region.height if tile.turn.swaps else region.width, "the inset")
    if keys.color is not None:
        _rgb(keys.color, colors)
    return Zoomed(tile.turn.region(moved, whole.width, whole.height), keys, bar)


def _pointer(tile: Tile, keys: ImageArrow, colors: Colors | None, *, is_head: bool) -> Pointer:
    size = tile.pixel_size
    um = (None, None) if size is None else (size.x_um, size.y_um)
    x, y = (_px(v, um[i], tile.facts, "an arrow") for i, v in enumerate(keys.at))
    left, top = x - tile.region.x, y - tile.region.y
    if not (0 <= left <= tile.region.width and 0 <= top <= tile.region.height):
        raise DataError(
            f"the arrow at [{x:g}, {y:g}] points outside what is shown of {tile.facts.name}",
            hint="at: is [x, y] of its tip in pixels of the file",
        )
    if keys.color is not None:
        _rgb(keys.color, colors)
    moved = tile.turn.point(left, top, tile.region.width, tile.region.height)
    return Pointer(*moved, keys, is_head)


# ---------------------------------------------------------------- scale bar


def _scale_bar(panel: ImagePanel, tiles: Sequence[Tile]) -> tuple[ImageScaleBar | None, float | None]:
    given = panel.scale_bar
    bar = ImageScaleBar(length=given) if isinstance(given, str) else given
    if bar is None:
        return None, None
    if (bar.length is None) == (bar.none is None):
        raise DataError("scale_bar: give a length such as 20 µm, or none: with the reason why there is none")
    if bar.length is None:
        return bar, None
    length = parse_um(bar.length, "scale_bar")
    for tile in tiles:
        _check_bar(tile, length, tile.shown_px[0], "the tile")
    return bar, length


def _check_bar(tile: Tile, length_um: float, width_px: int, what: str) -> None:
    um = tile.um_per_px
    if um is None:
        raise DataError(
            f"a scale bar needs the size of a pixel, which is not known for {tile.facts.name}",
            hint=_size_hint(tile.facts),
        )
    wide = width_px * um[0]
    if length_um > 0.9 * wide:
        raise DataError(
            f"the scale bar of {format_length(length_um)} does not fit {what} of {tile.facts.name}, which is "
            f"{format_length(float(f'{wide:.3g}'))} wide",
            hint="a fifth of the width reads well",
        )
