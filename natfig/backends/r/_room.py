"""An empty corner of the axes for a panel's notes, as far as natfig knows what is drawn there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._axes import LOG_BASES
from natfig.backends.r.measure import text_mm
from natfig.backends.r.plan import Layer, RPanel, RStyle
from natfig.core.units import pt_to_mm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from natfig.backends.r.code import Code

__all__ = ["Room", "axis_infinities", "place_notes"]

# Cells of the picture that natfig keeps of the axes, up and across.
_ROWS, _COLUMNS = 150, 200
# Clear space around a note in mm; the axes on the page may be a little smaller than expected.
_PAD_MM = 1.0
_SURE = 1.08
_PITCH = 1.25


class Room:
    """What is painted in the axes, on a coarse grid.

    Parameters
    ----------
    size_mm : tuple of float
        Expected width and height of the axes.
    """

    def __init__(self, size_mm: tuple[float, float]) -> None:
        self.size_mm = size_mm
        self.ink = np.zeros((_ROWS, _COLUMNS), dtype=bool)

    def add_points(self, x: np.ndarray, y: np.ndarray, diameter_pt: float) -> None:
        """Add round marks; `x` and `y` are shares of the axes."""
        reach = pt_to_mm(diameter_pt) / 2
        across, up = reach / self.size_mm[0] * _COLUMNS, reach / self.size_mm[1] * _ROWS
        for dx in np.arange(-np.ceil(across), np.ceil(across) + 1):
            for dy in np.arange(-np.ceil(up), np.ceil(up) + 1):
                self._add(np.asarray(x) * _COLUMNS + dx, np.asarray(y) * _ROWS + dy)

    def add_line(self, x: np.ndarray, y: np.ndarray) -> None:
        """Add a line through points, shape (n,), in shares of the axes."""
        if len(x) < 2:
            self._add(np.asarray(x) * _COLUMNS, np.asarray(y) * _ROWS)
            return
        for i in range(len(x) - 1):
            far = max(abs(x[i + 1] - x[i]) * _COLUMNS, abs(y[i + 1] - y[i]) * _ROWS)
            steps = np.linspace(0, 1, int(min(far, 2000)) + 2)
            self._add(
                (x[i] + (x[i + 1] - x[i]) * steps) * _COLUMNS, (y[i] + (y[i + 1] - y[i]) * steps) * _ROWS
            )

    def add_band(self, x: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        """Add what lies between two lines over the same places."""
        order = np.argsort(x)
        x, low, high = np.asarray(x)[order], np.asarray(low)[order], np.asarray(high)[order]
        columns = (np.arange(_COLUMNS) + 0.5) / _COLUMNS
        inside = (columns >= x[0]) & (columns <= x[-1])
        bottom = np.interp(columns, x, low) * _ROWS
        top = np.interp(columns, x, high) * _ROWS
        rows = np.arange(_ROWS)[:, None]
        self.ink |= inside & (rows >= np.floor(bottom)) & (rows <= np.ceil(top))

    def _add(self, column: np.ndarray, row: np.ndarray) -> None:
        c, r = np.floor(column).astype(int), np.floor(row).astype(int)
        keep = (c >= 0) & (c < _COLUMNS) & (r >= 0) & (r < _ROWS)
        self.ink[r[keep], c[keep]] = True

    def corner(self, width_mm: float, height_mm: float) -> tuple[bool, bool] | None:
        """Return a corner (is right, is top) with nothing in a box of a size, or None.

        Readers look to the top right first.
        """
        wide = (width_mm + 2 * _PAD_MM) * _SURE / self.size_mm[0]
        high = (height_mm + 2 * _PAD_MM) * _SURE / self.size_mm[1]
        columns, rows = int(np.ceil(wide * _COLUMNS)), int(np.ceil(high * _ROWS))
        if columns > _COLUMNS or rows > _ROWS:
            return None
        for is_right, is_top in ((True, True), (False, True), (True, False), (False, False)):
            part = self.ink[
                _ROWS - rows if is_top else 0 : _ROWS if is_top else rows,
                _COLUMNS - columns if is_right else 0 : _COLUMNS if is_right else columns,
            ]
            if not part.any():
                return is_right, is_top
        return None


def place_notes(out: RPanel, room: Room, style: RStyle, ends: Mapping[str, tuple[Any, Any]]) -> None:
    """Move a panel's notes into an empty corner of its axes where there is one.

    Parameters
    ----------
    out : RPanel
    room : Room
        What is drawn in the axes.
    style : RStyle
    ends : mapping of str to tuple
        Of "x" and "y": what the script calls the start and the end of the axis, see `end_of`.
    """
    from natfig.backends.r.terms import annotate_text

    notes = list(out.notes)
    if not notes:
        return
    size = style.looks.look.annotation_pt
    width = max(text_mm(t, size) for t in notes)
    for x0, y0, x1, y1 in style.taken:
        room.add_band(np.array([x0, x1]), np.array([y0, y0]), np.array([y1, y1]))
    found = room.corner(width, len(notes) * pt_to_mm(size * _PITCH))
    if found is None:
        return
    is_right, is_top = found
    for i, text in enumerate(notes):
        # hjust and vjust are in widths and heights of the text.
        line = i if is_top else len(notes) - 1 - i
        named: dict[str, Any] = {
            "x": ends["x"][is_right],
            "y": ends["y"][is_top],
            "hjust": _beyond(text, size, is_end=is_right),
            "vjust": round(1.6 + 1.75 * line, 2) if is_top else round(-0.6 - 1.75 * line, 2),
        }
        code: Code = annotate_text(text, style, **named)
        out.layers.append(Layer(code, "note", split=False))
    out.notes = []


def axis_infinities(channel: Any, low: float, dates: bool | None = None) -> tuple[Any, Any]:
    """Return what lies at the start and at the end of an axis for R, whatever its limits.

    Parameters
    ----------
    channel : Channel
    low : float
        Its lower end.
    dates : bool, optional
        Whether the axis has dates (True: days, False: times of day).
    """
    from natfig.backends.r._scales import date_code

    if dates is not None:
        ends: tuple[Any, Any] = (date_code(float("-inf"), dates), date_code(float("inf"), dates))
    else:
        # R warns of the logarithm of zero, and that of -Inf is no number.
        start = float(f"{low * 1.005:.3g}") if channel.scale in LOG_BASES else float("-inf")
        ends = (start, float("inf"))
    return (ends[1], ends[0]) if channel.reverse else ends


def _beyond(text: str, size_pt: float, *, is_end: bool) -> float:
    """Return the hjust that keeps a text 1 mm off the end of the axes."""
    share = _PAD_MM / max(text_mm(text, size_pt), 1.0)
    return round(1 + share if is_end else -share, 2)
