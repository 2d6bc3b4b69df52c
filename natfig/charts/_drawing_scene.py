"""A drawing on an axes: ordinary artists in the drawing's own units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from natfig.charts import _drawing_text as text
from natfig.charts._drawing_clip import one_clip
from natfig.charts._drawing_paint import gradient_pixels
from natfig.charts.base import Drawn, PanelStyle
from natfig.core.units import mm_to_pt
from natfig.drawing.model import Drawing, Gradient, Label, Notes, Picture, Shape
from natfig.drawing.outline import Outline
from natfig.drawing.read import item_bounds

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.patches import PathPatch
    from matplotlib.text import Text

__all__ = ["Scene", "Staged"]

# Gradients become pictures of this resolution: they have no edges of their own.
GRADIENT_DPI = 450
MOST_GRADIENT_PX = 1600


@dataclass
class Scene:
    """The artists of a drawing that follow the size of the axes.

    Attributes
    ----------
    drawing : Drawing
    style : PanelStyle
    strokes : list of (artist, width in the drawing's units)
    seats : list of Seat
    texts : list of Text
        One for each seat.
    """

    drawing: Drawing
    style: PanelStyle
    strokes: list[tuple[PathPatch, float]] = field(default_factory=list)
    seats: list[text.Seat] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


@dataclass
class Staged(Drawn):
    """What a drawing hands back: as every chart, and the scene that `place` brings to size.

    `said` counts the warnings that don't depend on the size.
    """

    scene: Scene | None = None
    said: int = 0


class Painter:
    """Puts the items of a drawing on an axes.

    Parameters
    ----------
    ax : Axes
    drawing : Drawing
    style : PanelStyle
    notes : Notes
        Where is said what had to be made simpler.
    keeps_fonts : bool
        Whether texts stay in the drawing's own faces where these are installed.
    """

    def __init__(
        self, ax: Axes, drawing: Drawing, style: PanelStyle, notes: Notes, *, keeps_fonts: bool
    ) -> None:
        self.ax, self.drawing, self.style, self.notes = ax, drawing, style, notes
        self.scene = Scene(drawing, style, seats=text.seats(drawing))
        self.families: dict[str, bool] = {}
        self._keeps_fonts = keeps_fonts
        hint_w, hint_h = style.size_hint_mm
        self._scale_pt = mm_to_pt(min(hint_w / drawing.width, hint_h / drawing.height))

    def paint(self) -> Scene:
        """Add all artists, in painting order, and return what follows the size."""
        seats = iter(self.scene.seats)
        step = 1.0 / (len(self.drawing.items) + 1)
        for i, item in enumerate(self.drawing.items):
            zorder = 1.0 + i * step
            if isinstance(item, Shape):
                self._shape(item, zorder)
            elif isinstance(item, Picture):
                self._picture(item, zorder)
            else:
                self._label(item, zorder, next(seats))
        return self.scene

    def _gid(self, name: str) -> str:
        return self.style.gid(name or "drawing")

    def _add(self, artist: Artist, zorder: float, name: str, clip: Outline | None) -> None:
        from matplotlib.path import Path

        artist.set_zorder(zorder)
        artist.set_gid(self._gid(name))
        self.ax.add_artist(artist)
        # The axes' own edge cuts nothing: a stroke may reach over it by half its width.
        artist.set_clip_box(None)
        artist.set_clip_path(None)
        if clip is not None:
            artist.set_clip_path(Path(clip.vertices, clip.codes), self.ax.transData)

    def _clip(self, item: Shape | Picture, bounds: tuple[float, float, float, float]) -> Outline | None:
        return one_clip(item.clips, bounds, (self.drawing.width, self.drawing.height), self.notes)

    def _shape(self, shape: Shape, zorder: float) -> None:
        from matplotlib.colors import to_rgba
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        clip = self._clip(shape, item_bounds(shape))
        fill, stroke = shape.fill, shape.stroke
        if isinstance(fill, Gradient):
            self._gradient(shape, fill, zorder)
            fill = None
            if stroke is None:
                return
        looks: dict[str, Any] = {"facecolor": "none", "edgecolor": "none", "linewidth": 0.0}
        if fill is not None:
            looks["facecolor"] = to_rgba(fill, shape.fill_opacity)
        if stroke is not None:
            looks |= {
                "edgecolor": to_rgba(stroke.color, stroke.opacity), "capstyle": stroke.cap,
                "joinstyle": stroke.join, "linewidth": max(stroke.width * self._scale_pt, 0.1),
            }  # fmt: skip
            if stroke.dashes:
                # matplotlib counts dashes in line widths, so they follow the scale by themselves.
                dashes = tuple(max(d / stroke.width, 1e-3) for d in stroke.dashes)
                looks["linestyle"] = (stroke.offset / stroke.width, dashes)
        outline = shape.outline
        patch = PathPatch(Path(outline.vertices, outline.codes), **looks)
        if stroke is not None:
            self.scene.strokes.append((patch, stroke.width))
        self._add(patch, zorder, shape.id, clip)

    def _gradient(self, shape: Shape, gradient: Gradient, zorder: float) -> None:
        box = shape.outline.bounds
        page = (self.drawing.width, self.drawing.height)
        x0, y0, x1, y1 = max(box[0], 0.0), max(box[1], 0.0), min(box[2], page[0]), min(box[3], page[1])
        if x1 <= x0 or y1 <= y0:
            return
        px = self._scale_pt / 72 * GRADIENT_DPI
        px = min(px, MOST_GRADIENT_PX / max(x1 - x0, y1 - y0))
        columns, rows = (max(round((b - a) * px), 2) for a, b in ((x0, x1), (y0, y1)))
        pixels = gradient_pixels(gradient, (x0, y0, x1, y1), columns, rows)
        clip = one_clip(
            (*shape.clips, shape.outline),
            (x0, y0, x1, y1),
            (self.drawing.width, self.drawing.height),
            self.notes,
        )
        matrix = (x1 - x0, 0.0, 0.0, y1 - y0, x0, y0)
        self._image(pixels, matrix, shape.fill_opacity, zorder, shape.id, clip)

    def _picture(self, picture: Picture, zorder: float) -> None:
        clip = self._clip(picture, item_bounds(picture))
        self._image(picture.pixels, picture.matrix, picture.opacity, zorder, picture.id, clip)

    def _image(  # noqa: PLR0917 - what an image needs, each of another type
        self,
        pixels: np.ndarray,
        matrix: Sequence[float],
        opacity: float,
        zorder: float,
        name: str,
        clip: Outline | None,
    ) -> None:
        from matplotlib.image import AxesImage
        from matplotlib.transforms import Affine2D

        # Pixels stay what they are: no interpolation, in no format.
        image = AxesImage(self.ax, interpolation="none", origin="upper", extent=(0, 1, 1, 0))
        image.set_data(pixels)
        if opacity < 1:
            image.set_alpha(opacity)
        self._add(image, zorder, name, clip)
        image.set_transform(Affine2D.from_values(*matrix) + self.ax.transData)

    def _label(self, label: Label, zorder: float, seat: text.Seat) -> None:
        from matplotlib.colors import to_rgba

        source, is_formula, is_bold, is_italic = text.label_source(label)
        looks: dict[str, Any] = {}
        if family := self._family(label.family):
            looks["fontfamily"] = [family, *self._own_families()]
        artist = self.ax.text(
            0.0, 0.0, source, parse_math=is_formula, color=to_rgba(label.fill, label.opacity),
            fontweight="bold" if is_bold else "normal", fontstyle="italic" if is_italic else "normal",
            fontsize=self.style.look.label_pt, rotation=-label.angle_deg, rotation_mode="anchor",
            ha={"start": "left", "middle": "center", "end": "right"}[seat.anchor],
            va="baseline",
            multialignment={"start": "left", "middle": "center", "end": "right"}[seat.anchor],
            zorder=zorder, gid=self._gid(label.id), clip_on=False, **looks,
        )  # fmt: skip
        self.scene.texts.append(artist)

    def _family(self, family: str) -> str | None:
        """Note a face, and return it where it is kept."""
        from matplotlib import font_manager

        generic = ("", "sans-serif", "sans", "sans serif", "inherit", "initial")
        if family.lower() in generic or family.lower() in _ARIALS:
            return None
        if family not in self.families:
            known = self._keeps_fonts and family in font_manager.get_font_names()
            self.families[family] = known
        return family if self.families[family] else None

    @staticmethod
    def _own_families() -> list[str]:
        from matplotlib import rcParams

        return list(rcParams["font.family"])


# Faces with Arial's metrics: texts set in them stay as they were.
_ARIALS = frozenset(
    (
        "arial", "arialmt", "arimo", "helvetica", "helvetica neue", "liberation sans", "liberationsans",
        "nimbus sans",
    )
)  # fmt: skip
