"""The pixels of a plate's tiles: read, mapped with ranges that compared tiles share, and told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from natfig.charts._image_parts import Layer, Plate, Tile
from natfig.core.errors import DataError
from natfig.images.contrast import Range, color_image, composite, resolve_range
from natfig.images.facts import View
from natfig.images.reader import read_pixels

__all__ = ["Picture", "make_pictures"]


@dataclass(frozen=True)
class Picture:
    """A tile as it is drawn.

    Attributes
    ----------
    pixels : numpy.ndarray, shape (rows, columns, 3), uint8
        Turned and mapped.
    ranges : tuple of Range
        One for each layer.
    clipped : tuple of (below, above)
        Shares of the tile's pixels outside each range, 0-1.
    not_numbers : int
        Pixels that hold no number (NaN); they are drawn as the lower end.
    """

    pixels: np.ndarray
    ranges: tuple[Range, ...]
    clipped: tuple[tuple[float, float], ...]
    not_numbers: int


class _Shelf:
    """Planes that were read, so that a plane shown twice is read once."""

    def __init__(self) -> None:
        self._planes: dict[object, np.ndarray] = {}

    def plane(self, tile: Tile, channel: int | None) -> np.ndarray:
        view = View(channel, tile.view.z, tile.view.t, tile.view.page)
        key = (tile.facts.path, view, tile.region)
        if key not in self._planes:
            self._planes[key] = read_pixels(tile.facts, view, tile.region)
        return self._planes[key]


def _group(plate: Plate, tile: Tile, layer: Layer, contrast: str) -> tuple[object, ...]:
    """Return what tells whether two layers are compared: those with equal keys share a range."""
    if layer.is_own or contrast == "each":
        # The channel's own tile and the merged one show the same pixels: they stay alike.
        return (layer.name, tile.facts.path, tile.view, tile.region, layer.rule)
    place = {"rows": tile.row, "columns": tile.column}.get(contrast)
    # A merged tile stands in a column of its own and shows what the channels' columns show.
    if contrast == "columns" and len(tile.layers) > 1:
        place = next(
            (t.column for t in plate.tiles if t.row == tile.row and t.layers == (layer,)), tile.column
        )
    return (layer.name, layer.rule, place)


def _ranges(plate: Plate, contrast: str, shelf: _Shelf) -> dict[tuple[object, ...], Range]:
    groups: dict[tuple[object, ...], list[tuple[Tile, Layer]]] = {}
    for tile in plate.tiles:
        for layer in tile.layers:
            groups.setdefault(_group(plate, tile, layer, contrast), []).append((tile, layer))
    return {key: _range_of(members, shelf) for key, members in groups.items()}


def _range_of(members: Sequence[tuple[Tile, Layer]], shelf: _Shelf) -> Range:
    first, layer = members[0]
    depths = {(t.facts.dtype, t.facts.bits): t for t, _ in members}
    if len(depths) > 1 and (layer.rule.depends_on_data or layer.rule.how == "full"):
        said = " and ".join(f"{t.facts.name} ({_depth(t)})" for t in list(depths.values())[:2])
        raise DataError(
            f"{layer.name} is compared between images of different bit depth: {said}",
            hint="export both alike, give range: [lo, hi] in values, or write contrast: each",
        )
    what = f"{layer.name} of {first.facts.name}"
    planes = list({id(p): p for p in (shelf.plane(t, x.channel) for t, x in members)}.values())
    return resolve_range(layer.rule, planes, first.facts.bits, what)


def _depth(tile: Tile) -> str:
    kind = "floating point" if tile.facts.dtype.startswith("float") else "bit"
    return f"{tile.facts.bits}-bit" if kind == "bit" else f"{tile.facts.bits}-bit {kind}"


def make_pictures(plate: Plate, contrast: str, gamma: float) -> list[Picture]:
    """Read and map every tile.

    Parameters
    ----------
    plate : Plate
    contrast : str
        "shared", "rows", "columns" or "each".
    gamma : float
        1 is linear.

    Raises
    ------
    DataError
        If a file is damaged, a channel has one value everywhere, or bit depths are mixed.
    """
    shelf = _Shelf()
    ranges = _ranges(plate, contrast, shelf)
    out = []
    for tile in plate.tiles:
        if not tile.layers:
            plane = shelf.plane(tile, None)
            pixels = color_image(plane, 8 if plane.dtype == np.uint8 else tile.facts.bits, gamma)
            out.append(Picture(tile.turn.pixels(pixels), (), (), 0))
            continue
        planes = [shelf.plane(tile, layer.channel) for layer in tile.layers]
        found = tuple(ranges[_group(plate, tile, layer, contrast)] for layer in tile.layers)
        mapped = composite(planes, found, [layer.rgb for layer in tile.layers], gamma)
        clipped = tuple(_clipped(p, r) for p, r in zip(planes, found, strict=True))
        strange = sum(int(np.isnan(p).sum()) for p in planes if p.dtype.kind == "f")
        out.append(Picture(tile.turn.pixels(mapped), found, clipped, strange))
    return out


def _clipped(plane: np.ndarray, shown: Range) -> tuple[float, float]:
    return float((plane < shown.low).mean()), float((plane > shown.high).mean())
