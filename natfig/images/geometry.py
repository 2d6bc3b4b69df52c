"""Turning and mirroring whole pixels: exact, and undone exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from natfig.images.facts import Region

__all__ = ["Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A rotation by quarters (clockwise), then a mirror image.

    Attributes
    ----------
    degrees : int
        0, 90, 180 or 270, clockwise.
    flip : str or None
        "horizontal" (left and right change places), "vertical", or None.
    """

    degrees: int = 0
    flip: str | None = None

    @property
    def swaps(self) -> bool:
        """Whether width and height change places."""
        return self.degrees in (90, 270)

    def pixels(self, plane: np.ndarray) -> np.ndarray:
        """Return turned pixels; rows first."""
        turned = np.rot90(plane, -self.degrees // 90)
        if self.flip == "horizontal":
            turned = turned[:, ::-1]
        elif self.flip == "vertical":
            turned = turned[::-1]
        return np.ascontiguousarray(turned)

    def point(self, x: float, y: float, width: float, height: float) -> tuple[float, float]:
        """Return where a point of an unturned image of a size goes; y points down."""
        if self.degrees == 90:
            x, y, width, height = height - y, x, height, width
        elif self.degrees == 180:
            x, y = width - x, height - y
        elif self.degrees == 270:
            x, y, width, height = y, width - x, height, width
        if self.flip == "horizontal":
            x = width - x
        elif self.flip == "vertical":
            y = height - y
        return x, y

    def region(self, region: Region, width: int, height: int) -> Region:
        """Return where a region of an unturned image of a size goes."""
        a = self.point(region.x, region.y, width, height)
        b = self.point(region.x + region.width, region.y + region.height, width, height)
        x, y = min(a[0], b[0]), min(a[1], b[1])
        return Region(round(x), round(y), round(abs(a[0] - b[0])), round(abs(a[1] - b[1])))
