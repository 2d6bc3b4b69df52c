"""The resolution a figure has while it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["at_dpi"]


@contextmanager
def at_dpi(figure: Figure, dpi: float) -> Iterator[tuple[float, float]]:
    """Give a figure a resolution while the block runs; its size stays.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    dpi : float
        72 makes a pixel a point.

    Yields
    ------
    tuple of float
        Width and height of the page in pixels, not rounded.
    """
    before = figure.dpi
    figure.dpi = dpi
    try:
        width_in, height_in = figure.get_size_inches()
        yield float(width_in) * dpi, float(height_in) * dpi
    finally:
        figure.dpi = before
