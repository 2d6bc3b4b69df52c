"""Image plates: micrographs and photographs with channels, scale bars and insets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.charts._image_models import ImagePanel
from natfig.charts.base import Chart, Drawn, PanelStyle
from natfig.core.errors import DataError, NatfigError, UsageError
from natfig.data.tables import Table
from natfig.images.lengths import format_length

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from natfig.charts._image_parts import Plate

__all__ = ["ImageChart", "ImagePanel", "chart"]

# Where the axes keep what `place` moves.
_KEPT = "_natfig_plate"


class ImageChart(Chart):
    """Images as recorded, on one plate."""

    id = "image"
    Panel = ImagePanel
    noun = "image"
    summary = "micrographs and photographs: channels, shared linear contrast, scale bars, insets, plates"
    aka = (
        "micrograph",
        "microscopy",
        "photo",
        "photograph",
        "picture",
        "plate",
        "tiff",
        "ome-tiff",
        "blot",
        "gel",
    )
    example = """\
kind: image
file: data/cells.ome.tif
channels:
  - {channel: DAPI, color: cyan, label: DNA, range: [p0.1, p99.9]}
  - {channel: GFP, color: magenta, label: Tubulin}
split: true
crop: [256, 256, 512, 512]
scale_bar: 20 µm
insets: [{at: [300, 320, 96, 96], zoom: 3, where: top right}]
background: dark
"""

    def check(self, panel: ImagePanel, table: Table) -> None:
        """Refuse keys that a picture has no use for."""
        if panel.data is not None or panel.where is not None or panel.exclude:
            raise DataError("kind: image reads no table", hint="leave data, where and exclude out")
        if panel.references:
            raise DataError(
                "an image has no axes for references", hint="use arrows: [{at: [x, y], angle: 45}]"
            )
        if any(a.x is not None or a.y is not None for a in panel.annotations):
            raise DataError(
                "an image has no axes for an annotation with x and y", hint="use label: of a tile, or arrows:"
            )

    def files(self, panel: ImagePanel) -> tuple[str, ...]:
        """Return the images."""
        from natfig.charts._image_plan import file_names

        return file_names(panel)

    def check_files(self, panel: ImagePanel, folder: Path) -> None:
        """Read the images' headers and check everything they can tell: channels, crops, scale bars."""
        self._plan(panel, folder, None)

    @staticmethod
    def _plan(panel: ImagePanel, folder: Path, style: PanelStyle | None) -> Plate:
        from natfig.charts._image_plan import plan_plate

        try:
            return plan_plate(panel, folder, None if style is None else style.colors)
        except UsageError as error:  # a length such as gap: 1 inch
            raise DataError([*error.problems]) from None

    def draw(self, ax: Axes, panel: ImagePanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw the plate; `place` brings it to its size."""
        from natfig.charts._image_pixels import make_pictures
        from natfig.charts._image_record import differing_ranges, integrity_note, tile_records
        from natfig.charts._image_scene import Scene

        gamma = panel.gamma
        try:
            plate = self._plan(panel, style.folder, style)
            pictures = make_pictures(plate, panel.contrast, 1.0 if gamma is None else gamma.value)
        except NatfigError as error:
            named = [replace(p, message=f"panel {style.panel}: {p.message}") for p in error.problems]
            raise type(error)(named) from None
        drawn = Drawn(frame="none")
        scene = Scene.draw(ax, plate, pictures, style)
        ax.__dict__[_KEPT] = scene, _lasting_warnings(plate, differing_ranges(plate, pictures))
        drawn.record["images"] = tile_records(plate, pictures, gamma)
        drawn.record["image_note"] = integrity_note(plate, pictures, gamma)
        if plate.bar_um is not None:
            drawn.record["scale_bar"] = format_length(plate.bar_um, is_angle=plate.tiles[0].is_angle)
        elif plate.bar is not None:
            drawn.record["scale_bar"] = f"none: {plate.bar.none}"
        self.place(ax, panel, drawn, style.size_hint_mm)
        return drawn

    def place(self, ax: Axes, panel: Any, drawn: Drawn, size_mm: tuple[float, float]) -> None:
        """Fit the plate into the axes' box, and write down the size it is printed at."""
        scene, lasting = ax.__dict__[_KEPT]
        cells, whole = scene.place(ax, size_mm)
        drawn.aspect = whole.width / whole.height
        drawn.problems = scene.problems
        coarse = scene.resolution_warning(cells, whole)
        drawn.warnings = [*lasting, *dict.fromkeys(scene.warnings), *([coarse] if coarse else [])]
        bars = scene.tiles_with_bar(cells)
        for i, (item, cell, dpi) in enumerate(
            zip(drawn.record["images"], cells, scene.dpi(cells), strict=True)
        ):
            item["printed_mm"] = [round(cell.width, 3), round(cell.height, 3)]
            item["effective_dpi"] = round(dpi, 1)
            item["scale_bar"] = drawn.record.get("scale_bar") if i in bars else None


def _lasting_warnings(plate: Plate, differing: list[str]) -> list[str]:
    """Return what does not depend on the size."""
    out = list(differing)
    if any(_is_red_green([layer.rgb for layer in t.layers]) for t in plate.tiles):
        out.append("red and green are merged, which many readers can't tell apart; take magenta and green")
    changed = ("transparency on white", "stored with zero as white")
    out += [f"{t.facts.name}: {t.facts.note}" for t in plate.tiles if t.facts.note in changed]
    return list(dict.fromkeys(out))


def _is_red_green(colors: list[tuple[int, int, int]]) -> bool:
    """Return whether pure red and pure green are laid over each other."""
    return any(r > 128 and g < 64 and b < 64 for r, g, b in colors) and any(
        g > 128 and r < 64 and b < 64 for r, g, b in colors
    )


chart = ImageChart()
