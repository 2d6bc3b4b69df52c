"""An image whose pixels go to vector files as they are; imported when a panel is drawn."""

from __future__ import annotations

from typing import Any

from matplotlib.image import AxesImage

__all__ = ["PlainImage"]


class PlainImage(AxesImage):
    """An image that is never smoothed where it is enlarged.

    SVG and PDF hold the pixels themselves. In TIFF and PNG an enlarged pixel is a
    square; an image with more pixels than the file has dots is averaged over them,
    for leaving out rows and columns would make patterns that are not in the data.
    """

    def draw(self, renderer: Any) -> None:
        """Draw the image."""
        if not renderer.option_scale_image():
            shown = self.get_window_extent(renderer).width * renderer.get_image_magnification()
            array = self.get_array()
            columns = 0 if array is None else array.shape[1]
            # "hanning" has no negative lobes: no rings around bright points.
            self.set_interpolation("hanning" if columns > shown else "nearest")
            self.set_resample(True)  # the kernel grows with what it averages
        else:
            self.set_interpolation("none")
        super().draw(renderer)
