"""Schematics: a drawing of another program, placed at size with its text still text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from natfig.charts import _drawing_paint as paint
from natfig.charts import _drawing_text as text
from natfig.charts._drawing_crop import cropped
from natfig.charts._drawing_scene import Painter, Staged
from natfig.charts.base import Chart, Drawn, PanelStyle
from natfig.core.errors import DataError, NatfigError, did_you_mean
from natfig.core.units import mm_to_pt
from natfig.data.files import find_files, fingerprint
from natfig.data.tables import Table
from natfig.drawing.model import Drawing, Notes
from natfig.drawing.read import disguised_raster, read_drawing
from natfig.spec.models import PanelBase

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Svg", "SvgPanel", "chart"]

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
# What is said on the terminal of things left out; the manifest has all of them.
MOST_SAID = 6


class SvgPanel(PanelBase):
    """A drawing and how it is brought into the figure."""

    reads_table: ClassVar[bool] = False

    kind: Literal["svg"]
    file: str = Field(description="An SVG or PDF drawing beside the spec.")
    page: int = Field(1, ge=1, description="Page of a PDF.")
    scale: Literal["fit", "true"] = Field(
        "fit", description="fit: as large as the panel allows; true: the drawing's own millimetres."
    )
    fonts: Literal["journal", "keep"] = Field(
        "journal", description="journal: texts in the journal's face; keep: in the drawing's where installed."
    )
    min_pt: float | None = Field(
        None, gt=0, le=24, description="Smallest text in pt; default: the journal's, which it can't go below."
    )
    colors: Literal["keep"] | dict[str, str] = Field(
        "keep",
        description="Colours to exchange: #RRGGBB of the drawing → a level, a palette's colour or role.",
    )
    crop: Literal["content"] | tuple[float, float, float, float] | None = Field(
        None, description="content: without empty margins; or [x, y, width, height] in mm of the drawing."
    )


class Svg(Chart):
    """Draws an SVG or PDF drawing as ordinary artists; see `natfig.drawing`."""

    id = "svg"
    Panel = SvgPanel
    noun = "schematic"
    summary = "A schematic: any SVG or PDF drawing at size, its text in the journal's type and still editable"
    aka = ("schematic", "drawing", "diagram", "pdf", "illustration", "inkscape", "biorender", "illustrator")
    example = """\
kind: svg
file: schematic.svg            # or a PDF, with page: 2
colors: {"#1F77B4": signal}    # of the drawing: a colour of the palette, a role or a level
"""

    def check(self, panel: SvgPanel, table: Table) -> None:
        """Check what can be known without the file."""
        if panel.data is not None or panel.where is not None or panel.exclude:
            raise DataError("kind: svg reads no table", hint="leave data, where and exclude out")
        if panel.colors != "keep":
            for old in panel.colors:
                if _HEX.fullmatch(old) is None:
                    raise DataError(f"colors: '{old}' is not a colour of the form #RRGGBB")
        if isinstance(panel.crop, tuple) and min(panel.crop[2:]) <= 0:
            raise DataError("crop has no width or no height", hint="write crop: [x, y, width, height] in mm")

    def files(self, panel: SvgPanel) -> tuple[str, ...]:
        """Return the drawing."""
        return (panel.file,)

    def check_files(self, panel: SvgPanel, folder: Path) -> None:
        """Check that the drawing can be read, is one, and has the colours that are exchanged.

        Raises
        ------
        NatfigError
            With one sentence.
        """
        drawing = _read(panel, folder)
        found = disguised_raster(drawing)
        if found is not None:
            raise DataError(
                f"{panel.file} is a picture in disguise: one image of {found.columns} × {found.rows} pixels "
                f"fills it ({found.dpi:.0f} dpi at its own size of {found.width_mm:.0f} mm)",
                hint="use kind: image for it, or export the drawing as vectors",
            )
        if not drawing.items:
            raise DataError(f"{panel.file} shows nothing", hint=_blame(drawing))
        if panel.colors != "keep":
            known = list(paint.colors_by_area(drawing))
            for old in panel.colors:
                if old.upper() not in known:
                    raise DataError(
                        f"colors: {panel.file} has no {old}",
                        hint=did_you_mean(old.upper(), known, what="it has"),
                    )

    def draw(self, ax: Axes, panel: SvgPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw everything in the drawing's own units."""
        drawing = _read(panel, style.folder.resolve())
        notes = Notes()
        drawing = paint.recolored(drawing, _exchange(panel, style))
        painter = Painter(ax, drawing, style, notes, keeps_fonts=panel.fonts == "keep")
        scene = painter.paint()
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_axis_off()
        dropped = sorted({*drawing.notes, *notes.sentences()})
        drawn = Staged(frame="none", aspect=drawing.width / drawing.height, scene=scene)
        drawn.record["drawing"] = {
            "file": panel.file,
            "sha256": fingerprint(find_files(style.folder.resolve(), panel.file)[0], text=False),
            "page": panel.page,
            "source_mm": [
                round(drawing.width * drawing.unit_mm, 3),
                round(drawing.height * drawing.unit_mm, 3),
            ],
            "fonts_replaced": sorted(f for f, is_kept in painter.families.items() if not is_kept),
            "fonts_kept": sorted(f for f, is_kept in painter.families.items() if is_kept),
            "colors": paint.colors_by_area(drawing),
            "dropped": dropped,
        }
        drawn.warnings += _said(panel, drawing, dropped)
        drawn.said = len(drawn.warnings)
        self.place(ax, panel, drawn, style.size_hint_mm)
        return drawn

    def place(self, ax: Axes, panel: SvgPanel, drawn: Drawn, size_mm: tuple[float, float]) -> None:
        """Bring the drawing to the axes' size: limits, strokes, and every text at a size in pt."""
        assert isinstance(drawn, Staged)  # noqa: S101 - draw returns one
        assert drawn.scene is not None  # noqa: S101
        scene, drawing = drawn.scene, drawn.scene.drawing
        look, record = scene.style.look, drawn.record["drawing"]
        scale_mm = min(size_mm[0] / drawing.width, size_mm[1] / drawing.height)
        drawn.problems.clear()
        if panel.scale == "true":
            lacking = max(
                drawing.width * drawing.unit_mm - size_mm[0], drawing.height * drawing.unit_mm - size_mm[1]
            )
            scale_mm = drawing.unit_mm
            if lacking > 0.05:
                drawn.problems.append(_too_large(drawing, size_mm, lacking))
        _set_limits(ax, drawing, size_mm, scale_mm)
        scale_pt = mm_to_pt(scale_mm)
        for patch, width in scene.strokes:
            patch.set_linewidth(max(width * scale_pt, look.line_floor_pt))
        floor = max(look.floor_pt, panel.min_pt or 0.0)
        fitted, problems, warnings = text.fit(
            scene.seats, scale_pt, drawing.width, floor_pt=floor, ceiling_pt=max(look.label_pt, floor)
        )
        drawn.problems += problems
        moved = []
        for one, artist in zip(fitted, scene.texts, strict=True):
            x, y = one.at
            artist.set_position((x / scale_pt, y / scale_pt))
            artist.set_fontsize(one.size_pt)
            # Texts without room would ask for margins, which would leave them less of it.
            artist.set_visible(not drawn.problems)
            was = one.seat.label.size * scale_pt
            if abs(was - one.size_pt) > 0.1:
                moved.append({"text": one.seat.label.text, "from_pt": round(was, 2), "to_pt": one.size_pt})
        del drawn.warnings[drawn.said :]
        drawn.warnings += warnings
        record["scale"] = round(scale_mm / drawing.unit_mm, 4)
        record["size_mm"] = [round(drawing.width * scale_mm, 2), round(drawing.height * scale_mm, 2)]
        record["texts"] = moved


def _read(panel: SvgPanel, folder: Path) -> Drawing:
    """Return the drawing of a panel, cropped."""
    (file, *more) = find_files(folder, panel.file)
    if more:
        raise DataError(f"{panel.file} names {len(more) + 1} files", hint="name one drawing")
    try:
        data = file.path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot read {file.name}: {error.strerror or error}") from None
    try:
        drawing = read_drawing(data, file.name, panel.page)
    except NatfigError as error:
        raise DataError(error.problems) from None
    return cropped(drawing, panel.crop)


def _blame(drawing: Drawing) -> str | None:
    return f"left out: {', '.join(drawing.notes)}" if drawing.notes else None


def _exchange(panel: SvgPanel, style: PanelStyle) -> dict[str, str]:
    """Return old → new colours, both #RRGGBB in capitals."""
    if panel.colors == "keep":
        return {}
    own = {"signal": style.signal, "accent": style.accent, "up": style.up, "down": style.down}
    names = own | dict(style.colors)
    out = {}
    for old, new in panel.colors.items():
        found = new if _HEX.fullmatch(new) else names.get(new)
        if found is None:
            raise DataError(
                f"panel {style.panel}: colors: no level or colour is called '{new}'",
                hint=did_you_mean(new, names),
            )
        out[old.upper()] = found.upper()
    return out


def _said(panel: SvgPanel, drawing: Drawing, dropped: list[str]) -> list[str]:
    out = []
    if dropped:
        listed = ", ".join(dropped[:MOST_SAID]) + (
            f" and {len(dropped) - MOST_SAID} more kinds" if len(dropped) > MOST_SAID else ""
        )
        out.append(f"{panel.file}: left out or made simpler: {listed}")
    large = [p for p in drawing.pictures if p.pixels.shape[1] > 1]
    if large and not drawing.labels and len(drawing.shapes) < len(large):
        out.append(f"{panel.file} consists of pictures, which can't be edited")
    return out


def _too_large(drawing: Drawing, size_mm: tuple[float, float], lacking: float) -> tuple[str, str]:
    width, height = drawing.width * drawing.unit_mm, drawing.height * drawing.unit_mm
    what = (
        f"at its own size the drawing is {width:.0f} × {height:.0f} mm and the panel has "
        f"{size_mm[0]:.0f} × {size_mm[1]:.0f} mm; {lacking:.1f} mm are missing"
    )
    return what, "use scale: fit, crop it, or give the panel more room"


def _set_limits(ax: Any, drawing: Drawing, size_mm: tuple[float, float], scale_mm: float) -> None:
    """Centre the drawing in the axes, y downwards."""
    aside = (size_mm[0] / scale_mm - drawing.width) / 2
    above = (size_mm[1] / scale_mm - drawing.height) / 2
    ax.set_xlim(-aside, drawing.width + aside, auto=False)
    ax.set_ylim(drawing.height + above, -above, auto=False)


chart = Svg()
