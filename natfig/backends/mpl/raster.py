"""One Agg drawing for TIFF and PNG."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

from natfig.backends.mpl.resolution import at_dpi
from natfig.backends.mpl.text import TextSetter, advance_px, run_font, shaped

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

__all__ = ["RendererRaster", "rgb_pixels"]


class RendererRaster(TextSetter, RendererAgg):
    """Agg with natfig's text: unhinted, unkerned, no glyph under the floor.

    Parameters
    ----------
    width_px, height_px : float
        Page size.
    dpi : float
        Pixels per inch.
    floor_pt : float
        Smallest glyph.
    """

    def __init__(self, width_px: float, height_px: float, dpi: float, floor_pt: float = 5.0) -> None:
        super().__init__(width_px, height_px, dpi)
        self.floor_pt = floor_pt

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Draw one line of a label; y down, in pixels."""
        line = self.line(s, prop, ismath)
        if line.fallback:
            with self.floored_mathtext(float(prop.get_size_in_points())):
                self.draw_mathtext(gc, x, y, s, prop, angle)
            return
        scale = self.dpi / 72
        glyphs, at_pt = [], 0.0
        for run in line.runs:
            font = run_font(run, prop)
            for item in shaped(font, run.text):
                glyphs.append(
                    (item.ft_object, run.size_pt, item.glyph_index, 0, 1, at_pt * scale, run.rise_pt * scale)
                )
                at_pt += advance_px(item)
        self._draw_text_glyphs_and_boxes(gc, x, y, angle, glyphs, [])


def rgb_pixels(figure: Figure, dpi: float, floor_pt: float) -> np.ndarray:
    """Return the figure as RGB, shape (rows, columns, 3), uint8, on its own background.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    dpi : float
        Rows and columns are the page size times dpi, rounded to whole pixels.
    floor_pt : float
        Smallest glyph.
    """
    with at_dpi(figure, dpi) as (width_px, height_px):
        renderer = RendererRaster(round(width_px), round(height_px), dpi, floor_pt)
        renderer.clear()
        figure.draw(renderer)
        rgba = np.asarray(renderer.buffer_rgba())
    if int(rgba[..., 3].min()) == 255:
        return np.ascontiguousarray(rgba[..., :3])
    # A transparent page goes on white: journals refuse an alpha channel.
    alpha = rgba[..., 3:].astype(np.uint16)
    return ((rgba[..., :3].astype(np.uint16) * alpha + 255 * (255 - alpha)) // 255).astype(np.uint8)
