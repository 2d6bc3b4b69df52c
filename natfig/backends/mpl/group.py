"""Several artists under one name, so that selecting the group in an editor selects all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist

__all__ = ["Group"]


class Group(Artist):
    """Draws its artists inside one named group.

    Parameters
    ----------
    gid : str or None
        Name of the group in the SVG; None: no group of its own.
    artists : sequence of Artist
        Drawn in this order; never clipped.
    is_measured : bool
        Whether its texts count when a panel asks for margins.
    """

    def __init__(self, gid: str | None, artists: Sequence[Artist], *, is_measured: bool = True) -> None:
        super().__init__()
        if gid is not None:
            self.set_gid(gid)
        self.is_measured = is_measured
        self.artists = list(artists)
        # Above data (2), like matplotlib's own texts.
        self.set_zorder(3)

    def set_figure(self, fig: Any) -> None:
        """Put the group and all it holds on a figure."""
        super().set_figure(fig)
        for artist in self.artists:
            artist.set_figure(fig)

    def draw(self, renderer: Any) -> None:
        """Draw all artists as one group."""
        renderer.open_group("group", gid=self.get_gid())
        for artist in self.artists:
            artist.draw(renderer)
        renderer.close_group("group")
