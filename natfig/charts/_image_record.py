"""What is said of images: for the manifest, and as a sentence for Methods or the reporting summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from natfig.charts._image_models import ImageGamma
from natfig.charts._image_parts import Layer, Plate, Tile
from natfig.charts._image_pixels import Picture
from natfig.core.io import hash_file
from natfig.images.facts import PixelSize, Region
from natfig.images.lengths import format_length

__all__ = ["differing_ranges", "integrity_note", "tile_records"]


def tile_records(plate: Plate, pictures: Sequence[Picture], gamma: ImageGamma | None) -> list[dict[str, Any]]:
    """Return what the manifest says of every tile; the printed size is added when it is known."""
    hashes: dict[Path, str] = {}
    out = []
    for tile, picture in zip(plate.tiles, pictures, strict=True):
        facts = tile.facts
        if facts.path not in hashes:
            hashes[facts.path] = hash_file(facts.path)
        size = tile.pixel_size
        item: dict[str, Any] = {
            "row": tile.row,
            "column": tile.column,
            "file": facts.name,
            "sha256": hashes[facts.path],
            "size_px": [facts.width_px, facts.height_px],
            "bit_depth": facts.bits,
            "sample": "float" if facts.dtype.startswith("float") else "integer",
            "channels": [
                _channel(layer, shown, clipped)
                for layer, shown, clipped in zip(tile.layers, picture.ranges, picture.clipped, strict=True)
            ],
            "colors": "as recorded" if not tile.layers else "channels added up",
            "gamma": 1.0 if gamma is None else gamma.value,
            "interpolation": "none",
            "crop_px": None if tile.region == facts.whole else _box(tile.region),
            "rotation_deg": tile.turn.degrees,
            "flip": tile.turn.flip,
            "pixel_size_um": None if size is None or size.is_angle else _sides(size),
            "pixel_size_source": None if size is None else size.source,
        }
        if size is not None and size.is_angle:
            item["pixel_size_arcsec"] = _sides(size)
        item |= {
            k: v
            for k, v in (("z", tile.view.z), ("t", tile.view.t), ("page", tile.view.page))
            if v is not None
        }
        if facts.note is not None:
            item["note"] = facts.note
        if picture.not_numbers:
            item["not_numbers"] = picture.not_numbers
        if tile.insets:
            item["insets"] = [_inset(tile, i) for i in range(len(tile.insets))]
        out.append(item)
    return out


def _sides(size: PixelSize) -> list[float]:
    return [round(size.x_um, 9), round(size.y_um, 9)]


def _box(region: Region) -> list[int]:
    return [region.x, region.y, region.width, region.height]


def _inset(tile: Tile, at: int) -> dict[str, Any]:
    zoomed = tile.insets[at]
    bar = None if zoomed.bar_um is None else format_length(zoomed.bar_um, is_angle=tile.is_angle)
    return {"shown_px": _box(zoomed.region), "zoom": zoomed.keys.zoom, "scale_bar": bar}


def _channel(layer: Layer, shown: Any, clipped: tuple[float, float]) -> dict[str, Any]:
    return {
        "channel": layer.channel,
        "name": layer.name,
        "color": "#{:02X}{:02X}{:02X}".format(*layer.rgb),
        "range": [_plain(shown.low), _plain(shown.high)],
        "range_source": shown.source,
        "below": round(clipped[0], 6),
        "above": round(clipped[1], 6),
    }


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else value


def _all_ranges(plate: Plate, pictures: Sequence[Picture]) -> dict[str, dict[tuple[float, float], list[str]]]:
    """Return channel → range → the files shown with it."""
    out: dict[str, dict[tuple[float, float], list[str]]] = {}
    for tile, picture in zip(plate.tiles, pictures, strict=True):
        for layer, shown in zip(tile.layers, picture.ranges, strict=True):
            files = out.setdefault(layer.name, {}).setdefault((shown.low, shown.high), [])
            if tile.facts.name not in files:
                files.append(tile.facts.name)
    return out


def differing_ranges(plate: Plate, pictures: Sequence[Picture]) -> list[str]:
    """Return one sentence for each channel that is not shown with one range everywhere."""
    out = []
    for name, ranges in _all_ranges(plate, pictures).items():
        if len(ranges) > 1:
            said = [f"{_words(files)}: {_span(r)}" for r, files in ranges.items()]
            out.append(f"{name} is shown with different ranges ({'; '.join(said)})")
    return out


def _span(pair: tuple[float, float]) -> str:
    return f"{_number(pair[0])}–{_number(pair[1])}"


def _number(value: float) -> str:
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}".replace("-", "\u2212")
    return f"{value:.4g}".replace("-", "\u2212")


def _words(names: Sequence[str], most: int = 3) -> str:
    more = [f"{len(names) - most} more"] if len(names) > most else []
    parts = [*names[:most], *more]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def integrity_note(plate: Plate, pictures: Sequence[Picture], gamma: ImageGamma | None) -> str:
    """Return what Methods or a reporting summary say of how the images were processed."""
    said: list[str] = []
    colored = [t for t in plate.tiles if not t.layers]
    mapped = _all_ranges(plate, pictures)
    if mapped:
        said.append(_contrast(plate, pictures, mapped))
        said.extend(f"{s[0].upper()}{s[1:]}." for s in differing_ranges(plate, pictures))
    if colored:
        names = _words(list(dict.fromkeys(t.facts.name for t in colored)))
        deep = any(t.facts.bits > 8 for t in colored)
        how = "scaled linearly to 8 bits, otherwise as recorded" if deep else "as recorded"
        said.append(f"Colour images ({names}) are shown {how}.")
    false = _false_colors(plate)
    if false:
        said.append(f"False colours: {false}.")
    clipped = max((max(c) for p in pictures for c in p.clipped), default=0.0)
    if clipped > 0:
        said.append(f"At most {_percent(clipped)} of an image's pixels lie outside a range.")
    said.extend(_moves(plate.tiles))
    if gamma is not None:
        said.append(f"A gamma of {gamma.value:g} was applied to every image: {gamma.reason.rstrip('.')}.")
    said.append("Nothing else was changed; vector files hold the pixels without interpolation.")
    return " ".join(said)


def _contrast(plate: Plate, pictures: Sequence[Picture], mapped: Mapping[str, Any]) -> str:
    sources = {r.source for p in pictures for r in p.ranges}
    if len(sources) == 1 and next(iter(sources)).startswith("full range"):
        return f"Brightness is shown as recorded ({next(iter(sources))})."
    count = len({(t.facts.path, t.region) for t in plate.tiles if t.layers})
    spans = "; ".join(
        f"{name} {_span(next(iter(ranges)))}" for name, ranges in mapped.items() if len(ranges) == 1
    )
    start = "Brightness and contrast were adjusted linearly over the whole image"
    if not spans:
        return f"{start}."
    shared = " and equally in all compared images" if count > 1 else ""
    return f"{start}{shared} ({spans})."


def _false_colors(plate: Plate) -> str:
    names = {
        (255, 255, 255): "grey", (255, 0, 0): "red", (0, 255, 0): "green", (0, 0, 255): "blue",
        (0, 255, 255): "cyan", (255, 0, 255): "magenta", (255, 255, 0): "yellow", (255, 128, 0): "orange",
    }  # fmt: skip
    seen: dict[str, str] = {}
    for layer in (x for t in plate.tiles for x in t.layers):
        seen.setdefault(layer.name, names.get(layer.rgb, "#{:02X}{:02X}{:02X}".format(*layer.rgb)))
    return ", ".join(f"{n} {c}" for n, c in seen.items()) if set(seen.values()) - {"grey"} else ""


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.001 else "0.1 %"


def _moves(tiles: Sequence[Tile]) -> list[str]:
    out = []
    if any(t.view.z == "max" for t in tiles):
        out.append("Stacks are shown as maximum projections along z.")
    if any(t.region != t.facts.whole for t in tiles):
        out.append("Images were cropped.")
    if any(t.turn.degrees or t.turn.flip for t in tiles):
        out.append("Images were turned by quarter turns or mirrored, without resampling.")
    return out
