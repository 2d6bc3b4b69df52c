"""One image of a plate: its planes, region and channels, and what is marked on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from natfig.charts._image_models import (
    ImageArrow,
    ImageChannel,
    ImageInset,
    ImagePanel,
    ImageTile,
    Length,
    RangeKeys,
)
from natfig.charts._image_parts import Layer, Pointer, Tile, Zoomed
from natfig.core.errors import DataError, did_you_mean
from natfig.images.contrast import COLORS, RangeRule, parse_range, rgb_of
from natfig.images.facts import ImageFacts, PixelSize, Region, View
from natfig.images.geometry import Turn
from natfig.images.lengths import format_length, parse_extent
from natfig.images.reader import check_region, check_view, find_channel

__all__ = ["Colors", "check_bar", "check_color", "make_tile"]

# Colours of channels that name none, by their number: pairs of these stay apart for everyone.
_DEFAULT_COLORS = (("gray",), ("magenta", "green"), ("cyan", "magenta", "yellow"))
Colors = Mapping[str, str]


def make_tile(panel: ImagePanel, entry: ImageTile, facts: ImageFacts, colors: Colors | None) -> Tile:
    """Return the tile of an image, its place on the plate not yet given.

    Parameters
    ----------
    panel : ImagePanel
    entry : ImageTile
        What it says wins over the panel.
    facts : ImageFacts
    colors : mapping of str to str or None
        Names of colours → #RRGGBB; None: any name may be one.

    Raises
    ------
    DataError
        If the file has no such plane, channel, region or mark.
    """

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
    (x, x_is_angle), (y, y_is_angle) = (parse_extent(v, "pixel_size") for v in pair)
    if x_is_angle != y_is_angle:
        raise DataError(f"pixel_size: '{pair[0]}' and '{pair[1]}' are a length and an angle")
    return PixelSize(x, y, "the spec", x_is_angle)


def _px(given: Length, size: PixelSize | None, axis: int, facts: ImageFacts, key: str) -> float:
    """Return a length along x (0) or y (1) in pixels of the file."""
    if isinstance(given, int):
        return float(given)
    if size is None:
        raise DataError(
            f"{key} of {facts.name} is in lengths, but the size of a pixel is not known",
            hint=_size_hint(facts),
        )
    # A corner may be at 0.
    if given.strip().startswith(("0 ", "0µ", "0u")):
        return 0.0
    value, is_angle = parse_extent(given, key)
    _same_kind(is_angle, size, given, key)
    return value / (size.y_um if axis else size.x_um)


def _same_kind(is_angle: bool, size: PixelSize, given: str, what: str) -> None:
    """Refuse an angle where pixels are lengths, and the other way round."""
    if is_angle != size.is_angle:
        kinds = ("a length", "an angle")
        raise DataError(
            f"{what} '{given}' is {kinds[is_angle]}, but a pixel is {kinds[size.is_angle]}",
            hint="use one kind of unit for both",
        )


def _size_hint(facts: ImageFacts) -> str:
    if facts.pixel_note:
        return f"{facts.pixel_note}; write pixel_size: 0.325 µm with the microscope's value"
    return "the file does not say it; write pixel_size: 0.325 µm with the microscope's value"


def _region(box: Sequence[Length], size: PixelSize | None, facts: ImageFacts, key: str) -> Region:
    x, y, w, h = (round(_px(v, size, i % 2, facts, key)) for i, v in enumerate(box))
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
    width = region.height if tile.turn.swaps else region.width
    bar = None if keys.scale_bar is None else check_bar(tile, keys.scale_bar, width, "the inset")
    if keys.color is not None:
        _rgb(keys.color, colors)
    return Zoomed(tile.turn.region(moved, whole.width, whole.height), keys, bar)


def _pointer(tile: Tile, keys: ImageArrow, colors: Colors | None, *, is_head: bool) -> Pointer:
    size = tile.pixel_size
    x, y = (_px(v, size, i, tile.facts, "an arrow") for i, v in enumerate(keys.at))
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


def check_color(color: str, colors: Colors | None) -> None:
    """Refuse what is no colour.

    Raises
    ------
    DataError
    """
    _rgb(color, colors)


def check_bar(tile: Tile, given: str, width_px: int, what: str) -> float:
    """Return a scale bar's length in the unit of the tile's pixels.

    It needs a pixel size, and has to fit into `width_px` pixels.

    Raises
    ------
    DataError
    """
    length, is_angle = parse_extent(given, "scale_bar")
    um, size = tile.um_per_px, tile.pixel_size
    if um is None or size is None:
        raise DataError(
            f"a scale bar needs the size of a pixel, which is not known for {tile.facts.name}",
            hint=_size_hint(tile.facts),
        )
    _same_kind(is_angle, size, given, "scale_bar")
    wide = width_px * um[0]
    if length > 0.9 * wide:
        said, across = (format_length(v, is_angle=is_angle) for v in (length, float(f"{wide:.3g}")))
        raise DataError(
            f"the scale bar of {said} does not fit {what} of {tile.facts.name}, which is {across} wide",
            hint="a fifth of the width reads well",
        )
    return length
