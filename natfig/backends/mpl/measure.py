"""A renderer that draws nothing and notes where every text would be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backend_bases import RendererBase

from natfig.backends.mpl.text import TextSetter

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = ["Measure", "TextBox"]


@dataclass(frozen=True, slots=True)
class TextBox:
    """The box of one label: x0, y0, x1, y1 in pt from the page's bottom left.

    It is the box a browser reports (font ascent and descent), around the rotated text.
    """

    text: str
    box: tuple[float, float, float, float]
    owner: str
    size_pt: float


class Measure(TextSetter, RendererBase):
    """Collects `TextBox`es while artists draw themselves; 1 px = 1 pt.

    Parameters
    ----------
    width_pt, height_pt : float
        Page size.
    floor_pt : float
        Smallest glyph.

    Attributes
    ----------
    boxes : list of TextBox
        One per label, in drawing order.
    """

    def __init__(self, width_pt: float, height_pt: float, floor_pt: float) -> None:
        super().__init__()
        self.width, self.height, self.floor_pt = width_pt, height_pt, floor_pt
        self.boxes: list[TextBox] = []
        self._owners: list[str] = [""]
        self._lines: list[TextBox] | None = None

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Note whose texts follow."""
        if s == "text":
            self._lines = []
        self._owners.append(gid or self._owners[-1])

    def close_group(self, s: str) -> None:
        """Join the lines of one label."""
        if s == "text" and self._lines:
            lines, self._lines = self._lines, None
            x0, y0 = (min(b.box[i] for b in lines) for i in (0, 1))
            x1, y1 = (max(b.box[i] for b in lines) for i in (2, 3))
            self.boxes.append(
                TextBox("\n".join(b.text for b in lines), (x0, y0, x1, y1), lines[0].owner, lines[0].size_pt)
            )
        self._owners.pop()

    def flipy(self) -> bool:
        """Return whether y points down; here it points up."""
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the page size in pt."""
        return self.width, self.height

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
        """Note a line's box."""
        line = self.line(s, prop, ismath)
        turn = np.deg2rad(angle)
        cos, sin = np.cos(turn), np.sin(turn)
        corners = [
            (0.0, -line.box_descent_pt),
            (line.width_pt, line.box_ascent_pt),
            (0.0, line.box_ascent_pt),
            (line.width_pt, -line.box_descent_pt),
        ]
        xs = [float(x + u * cos - v * sin) for u, v in corners]
        ys = [float(y + u * sin + v * cos) for u, v in corners]
        size = min((r.size_pt for r in line.runs), default=0.0)
        box = TextBox(line.text, (min(xs), min(ys), max(xs), max(ys)), self._owners[-1], size)
        (self._lines if self._lines is not None else self.boxes).append(box)

    def draw_path(self, *args: Any, **kwargs: Any) -> None:
        """Leave marks out: texts alone are measured."""

    def draw_markers(self, *args: Any, **kwargs: Any) -> None:
        """Leave marks out: texts alone are measured."""

    def draw_path_collection(self, *args: Any, **kwargs: Any) -> None:
        """Leave marks out: texts alone are measured."""

    def draw_image(self, *args: Any, **kwargs: Any) -> None:
        """Leave marks out: texts alone are measured."""
