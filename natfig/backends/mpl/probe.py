"""Where the texts of an axes are, and what is painted.

matplotlib places an axis label while drawing, from boxes it computes anew in every
drawing. Here the tick labels are measured once, the axis label is placed from them,
and its place is kept: all formats then show it at the same spot, and a layout pass
costs a fraction of a drawing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.mpl.group import Group
from natfig.backends.mpl.measure import Measure, TextBox
from natfig.backends.mpl.raster import RendererRaster
from natfig.backends.mpl.resolution import at_dpi

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.transforms import Transform

__all__ = ["Probe"]

# Resolution at which the painted area is looked at when a note needs an empty place.
INK_DPI = 144
# Between tick labels and the axis label, in pt. The boxes hold the descenders, so this is all clear space.
LABEL_PAD_PT = 1.8


class Probe:
    """Measures a figure whose dpi is 72, so that 1 px = 1 pt.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    points : Transform
        Page coordinates in pt → display.
    floor_pt : float
        Smallest glyph.
    """

    def __init__(self, figure: Figure, points: Transform, floor_pt: float) -> None:
        self.figure, self.points, self.floor_pt = figure, points, floor_pt

    def measure(self) -> Measure:
        """Return a renderer that notes texts."""
        width_in, height_in = self.figure.get_size_inches()
        return Measure(width_in * 72, height_in * 72, self.floor_pt)

    def axis_boxes(self, ax: Axes, owner: str) -> list[TextBox]:
        """Place the axis labels of an axes and return the boxes of its tick and axis labels."""
        measure = self.measure()
        if ax.axison and ax.get_visible():
            measure.open_group("axes", owner)
            for which, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
                if axis.get_visible():
                    self._axis(ax, which, axis, measure)
            measure.close_group("axes")
        return measure.boxes

    def _axis(self, ax: Axes, which: str, axis: Axis, measure: Measure) -> None:
        first = len(measure.boxes)
        ticks = axis._update_ticks()  # type: ignore[attr-defined]
        for tick in ticks:
            for label in (tick.label1, tick.label2):
                if label.get_visible() and label.get_text():
                    label.draw(measure)
        if not axis.label.get_text():
            return
        self._place_label(ax, which, axis, [b.box for b in measure.boxes[first:]])
        axis.label.draw(measure)

    def _place_label(
        self, ax: Axes, which: str, axis: Axis, boxes: list[tuple[float, float, float, float]]
    ) -> None:
        area = ax.bbox
        tick = (
            max((t.get_tick_padding() for t in axis.get_major_ticks()[:1]), default=0.0) if not boxes else 0.0
        )
        side: str = axis.get_label_position()
        label: Any = axis.label
        if which == "x":
            along = {"left": area.x0, "right": area.x1}.get(str(label.get_ha()), (area.x0 + area.x1) / 2)
            if side == "top":
                place = (along, max([b[3] for b in boxes], default=area.y1 + tick) + LABEL_PAD_PT)
            else:
                # "top" anchors at the capitals: the box a browser draws begins a fifth of an em above them.
                over = 0.19 * label.get_size()
                place = (along, min([b[1] for b in boxes], default=area.y0 - tick) - LABEL_PAD_PT - over)
        else:
            along = (area.y0 + area.y1) / 2
            if side == "right":
                over = 0.19 * label.get_size()
                place = (max([b[2] for b in boxes], default=area.x1 + tick) + LABEL_PAD_PT + over, along)
            else:
                place = (min([b[0] for b in boxes], default=area.x0 - tick) - LABEL_PAD_PT, along)
        axis.set_label_coords(*place, transform=self.points)

    def text_boxes(self, ax: Axes, owner: str) -> list[TextBox]:
        """Return the boxes of the texts in and around an axes that belong to no axis."""
        measure = self.measure()
        measure.open_group("axes", owner)
        for text in ax.texts:
            text.draw(measure)
        for group in ax.artists:
            if isinstance(group, Group) and group.is_measured:
                group.draw(measure)
        measure.close_group("axes")
        return measure.boxes

    def ink(self) -> np.ndarray:
        """Return what is painted, shape (rows, columns), bool, first row at the top."""
        with at_dpi(self.figure, INK_DPI):
            width_in, height_in = self.figure.get_size_inches()
            columns, rows = round(width_in * INK_DPI), round(height_in * INK_DPI)
            renderer = RendererRaster(columns, rows, INK_DPI, self.floor_pt)
            self.figure.draw(renderer)
            rgba = np.asarray(renderer.buffer_rgba())
        return np.asarray((rgba[..., :3].min(axis=2) < 250) & (rgba[..., 3] > 5))
