"""Small panels in empty places of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from natfig.core.errors import LayoutError
from natfig.core.units import parse_length_mm
from natfig.layout.grid import MIN_AXES_MM, Box, Margins
from natfig.layout.place import empty_spot

if TYPE_CHECKING:
    import numpy as np

    from natfig.spec.models import Inset

__all__ = ["find_place", "inset_size"]

# Clear space between an inset's labels and the ink of its panel, in mm.
CLEAR_MM = 1.0
# An inset that finds no place is tried smaller, in these steps.
STEPS = (1.0, 0.9, 0.8, 0.7)


def inset_size(inset: Inset) -> tuple[float, float]:
    """Return the wanted width and height of an inset's axes in mm."""
    return parse_length_mm(inset.width), parse_length_mm(inset.height)


def find_place(letter: str, inset: Inset, ink: np.ndarray, host: Box, margins: Margins) -> Box:
    """Return the axes of an inset, in an empty place of its panel's axes.

    Parameters
    ----------
    letter : str
        Of the inset.
    inset : Inset
    ink : numpy.ndarray of bool, shape (rows, columns)
        What is painted in the axes of its panel.
    host : Box
        These axes in mm.
    margins : Margins
        What the inset needs around its axes.

    Raises
    ------
    LayoutError
        If every place touches what is drawn.
    """
    width, height = inset_size(inset)
    whole = (width, height)
    for step in STEPS:
        w, h = max(width * step, MIN_AXES_MM), max(height * step, MIN_AXES_MM)
        whole = (w + margins.left + margins.right, h + margins.bottom + margins.top)
        spot = empty_spot(ink, host, *whole, CLEAR_MM)
        if spot is not None:
            x0, y0 = spot.x0 + margins.left, spot.y0 + margins.bottom
            return Box(x0, y0, x0 + w, y0 + h)
    raise LayoutError(
        f"panel {letter}: panel {inset.panel} has no empty place of {whole[0]:.0f} × {whole[1]:.0f} mm, "
        "its labels included, for the inset",
        hint=f"make it smaller under figure.insets.{letter}, widen panel {inset.panel}, or give it a cell",
    )
