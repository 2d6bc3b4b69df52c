"""From the keys of an image panel and the files' headers to a plate of tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from natfig.charts._image_models import ImagePanel, ImageScaleBar, ImageTile
from natfig.charts._image_parts import Layer, Plate, Tile
from natfig.charts._image_tile import Colors, check_bar, check_color, make_tile
from natfig.core.errors import DataError
from natfig.core.units import parse_length_mm
from natfig.data.files import find_files
from natfig.images.facts import ImageFacts
from natfig.images.reader import read_facts

__all__ = ["file_names", "plan_plate"]

# A full page (183 × 247 mm) at 1,000 dpi has 70 megapixels, whatever is on it.
MOST_PLATE_PIXELS = 128_000_000


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
            tile = make_tile(panel, entry, known[entry.file], colors)
            for k, layers in enumerate(_views(panel, tile)):
                tiles.append(replace(tile, row=r, column=c + k, layers=layers))
    _check_total(tiles)
    columns = 1 + max(t.column for t in tiles)
    tiles = [replace(t, is_alone=len(tiles) == 1) for t in tiles]
    bar, bar_um = _scale_bar(panel, tiles, colors)
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


def _scale_bar(
    panel: ImagePanel, tiles: Sequence[Tile], colors: Colors | None
) -> tuple[ImageScaleBar | None, float | None]:
    given = panel.scale_bar
    bar = ImageScaleBar(length=given) if isinstance(given, str) else given
    if bar is None:
        return None, None
    if (bar.length is None) == (bar.none is None):
        raise DataError("scale_bar: give a length such as 20 µm, or none: with the reason why there is none")
    if bar.length is None:
        return bar, None
    if bar.color != "auto":
        check_color(bar.color, colors)
    lengths = [check_bar(tile, bar.length, tile.shown_px[0], "the tile") for tile in tiles]
    return bar, lengths[0]
