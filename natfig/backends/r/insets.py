"""Small panels in empty corners of others, on an R page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r.script import Inset
from natfig.backends.r.terms import value_places
from natfig.core.errors import LayoutError
from natfig.core.units import parse_length_mm
from natfig.layout.grid import Box, Margins

if TYPE_CHECKING:
    from natfig.render.prepare import Prepared
    from natfig.spec.models import Inset as InsetSpec

__all__ = ["place_inset"]

# Corners, the likeliest to be empty first.
CORNERS = ("top right", "top left", "bottom right", "bottom left")
# What the labels of an inset with a letter usually take, in mm.
AROUND = Margins(8.0, 1.5, 4.0, 6.5)
# An inset takes at most this share of its host's axes.
MOST = 0.9


def place_inset(prepared: Prepared, letter: str, inset: InsetSpec, host: Box) -> Inset:
    """Return an inset in the corner of its host that holds the fewest rows of data.

    Parameters
    ----------
    prepared : Prepared
    letter : str
        Of the inset.
    inset : InsetSpec
    host : Box
        Expected axes of its host in mm.

    Raises
    ------
    LayoutError
        If it doesn't fit.
    """
    axes = parse_length_mm(inset.width), parse_length_mm(inset.height)
    width, height = axes[0] + AROUND.left + AROUND.right, axes[1] + AROUND.top + AROUND.bottom
    if width > MOST * host.width or height > MOST * host.height:
        missing = max(width - MOST * host.width, height - MOST * host.height)
        raise LayoutError(
            f"panel {letter}: the inset needs {width:.0f} × {height:.0f} mm with its labels, the axes of "
            f"panel {inset.panel} have {host.width:.0f} × {host.height:.0f} mm; "
            f"{missing:.1f} mm are missing",
            hint=f"make it smaller (figure.insets.{letter}), widen panel {inset.panel}, or give it a cell",
        )
    at = _places(prepared, inset.panel)
    corner = min(CORNERS, key=lambda c: _crowd(at, c, width / host.width, height / host.height))
    return Inset(inset.panel, corner, width, height, axes)


def _places(prepared: Prepared, letter: str) -> np.ndarray:
    """Return where a panel's rows are, as shares of its axes, shape (rows, 2); empty if unknown."""
    spec: Any = prepared.loaded.panels[letter]
    table = prepared.panel_tables.get(letter)
    columns = []
    for name in ("x", "y"):
        channel = getattr(spec, name, None)
        if table is None or channel is None or getattr(channel, "field", None) not in table.columns:
            return np.empty((0, 2))
        values = table[channel.field]
        if values.dtype.kind not in "iuf":
            return np.empty((0, 2))
        places = np.asarray(value_places(channel, values.tolist()), dtype=float)
        low, high = np.nanmin(places), np.nanmax(places)
        share = (places - low) / (high - low) if high > low else np.full(len(places), 0.5)
        columns.append(1 - share if getattr(channel, "reverse", False) else share)
    return np.column_stack(columns)


def _crowd(at: np.ndarray, corner: str, wide: float, high: float) -> int:
    """Return how many rows lie in a corner of a size given as shares of the axes."""
    x = at[:, 0] if "left" in corner else 1 - at[:, 0]
    y = at[:, 1] if "bottom" in corner else 1 - at[:, 1]
    return int(((x < wide) & (y < high)).sum())
