"""Points: an artist for very many of them, ordinary markers for few, sizes by value.

`PointCloud` draws N equal markers as one image in about the time it takes to
count them. Every point goes into the count, none is sampled or dropped:

1. the centres are counted on the grid of the output's pixels (split further
   below 400 dpi) with ``np.bincount``;
2. the counts are convolved with the logarithm of what one anti-aliased marker
   lets through, so n markers of opacity a on one place give 1 − (1 − a)ⁿ,
   whatever their order;
3. the image is drawn on the pixel grid of the figure: PNG and TIFF at the same
   resolution, SVG and PDF share one computation.

Groups of several colours are mixed by cover, not stacked: a pixel takes the mean
of the groups' colours weighted by how much each of them covers it. So the order of
the rows or of the legend decides nothing, two dense groups blend half and half, and
one point within a dense group of another colour still tints it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb
from matplotlib.markers import MarkerStyle
from matplotlib.transforms import Affine2D

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase

__all__ = ["PointCloud", "PointGroup"]

# Resolution of the image inside SVG and PDF where the canvas's own is too low for print:
# what Nature asks of pictures that combine line art and halftones is 300 to 600 dpi.
VECTOR_DPI = 600
LEAST_DPI = 300
# Half a pixel at this resolution is 0.03 mm, which no eye sees; coarser grids are
# split so that a marker sits where it belongs.
FINE_DPI = 400
# Opacity that is as good as opaque in 8 bits; log(1 − 1) would be infinite.
MOST_OPAQUE = 0.9999
# More markers on one pixel than make it opaque many times over add nothing but
# rounding noise to the Fourier transform.
SATURATED = 1e-6
# Samples a side for the cover of a marker's border pixels.
SUPERSAMPLE = 12
_CACHED = 2


@dataclass(frozen=True)
class PointGroup:
    """Points that look alike.

    Attributes
    ----------
    x, y : numpy.ndarray, shape (n,)
        Data coordinates, finite.
    color : str
    marker : str
        A filled matplotlib marker.
    """

    x: np.ndarray
    y: np.ndarray
    color: str
    marker: str = "o"


class PointCloud(Artist):
    """All points of an axes as one image.

    Parameters
    ----------
    groups : sequence of PointGroup
    diameter_pt : float
        Diameter of a marker in pt (of an "o"; others as matplotlib scales them).
    alpha : float
        Opacity of one marker, in (0, 1].
    vector_dpi : float
        Pixels per inch of the image inside vector files whose own resolution for images
        is below 300 dpi; other canvases use theirs.
    """

    def __init__(
        self, groups: Sequence[PointGroup], diameter_pt: float, alpha: float, vector_dpi: float = VECTOR_DPI
    ) -> None:
        super().__init__()
        self.groups = tuple(groups)
        self.diameter_pt = diameter_pt
        self.opacity = alpha
        self.vector_dpi = vector_dpi
        self.zorder = 2
        self._cache: dict[tuple[Any, ...], np.ndarray] = {}

    @classmethod
    def add_to(cls, ax: Axes, groups: Sequence[PointGroup], diameter_pt: float, alpha: float) -> PointCloud:
        """Draw `groups` on `ax`, and let its limits take in every point."""
        cloud = cls(groups, diameter_pt, alpha)
        ax.add_artist(cloud)
        corners = [[(g.x.min(), g.y.min()), (g.x.max(), g.y.max())] for g in cloud.groups if len(g.x)]
        if corners:
            ax.update_datalim(np.concatenate(corners))
            ax.autoscale_view()
        # The image ends at the axes by itself; a clip path would only be in the way of editing.
        cloud.set_clip_on(False)
        return cloud

    def draw(self, renderer: RendererBase) -> None:
        """Draw the image at the canvas's resolution, or at `vector_dpi` where that is too low for print."""
        if not self.get_visible():
            return
        figure: Any = self.get_figure(root=True)
        is_vector = renderer.option_scale_image()
        own_dpi = round(renderer.get_image_magnification() * figure.dpi, 6) if is_vector else figure.dpi
        dpi = self.vector_dpi if is_vector and own_dpi < LEAST_DPI else own_dpi
        image, left, bottom = self.image(dpi)
        unit = figure.dpi / dpi if is_vector else 1.0
        placed: tuple[Any, ...] = (left * unit, bottom * unit, image)
        if dpi != own_dpi:
            # Only then: viewers don't smooth an image that is placed by a transform.
            height, width = image.shape[:2]
            placed += (Affine2D().scale(width * unit, height * unit),)
        gc = renderer.new_gc()
        renderer.open_group("points", gid=self.get_gid())
        renderer.draw_image(gc, *placed)
        renderer.close_group("points")
        gc.restore()
        self.stale = False

    def image(self, dpi: float) -> tuple[np.ndarray, int, int]:
        """Return the picture at a resolution and its place on the figure's pixel grid.

        Returns
        -------
        image : numpy.ndarray of uint8, shape (height, width, 4)
            Colour and opacity (not premultiplied); the first row is the lowest.
        left, bottom : int
            Its corner in pixels from the figure's lower left.
        """
        ax: Any = self.axes
        figure: Any = self.get_figure(root=True)
        # Inches, and rounded: the canvas's own dpi must not change where a point falls.
        x0, y0, x1, y1 = np.round(np.asarray(ax.bbox.extents) / figure.dpi, 9) * dpi
        box = (x0, y0, x1, y1)
        scales = tuple(
            (a.get_scale(), getattr(a.get_transform(), "base", None)) for a in (ax.xaxis, ax.yaxis)
        )
        key = (dpi, box, ax.get_xlim(), ax.get_ylim(), scales)
        if key not in self._cache:
            while len(self._cache) >= _CACHED:
                self._cache.pop(next(iter(self._cache)))
            self._cache[key] = self._paint(dpi, box)
        return self._cache[key], math.floor(x0), math.floor(y0)

    def _paint(self, dpi: float, box: tuple[float, float, float, float]) -> np.ndarray:
        left, bottom = math.floor(box[0]), math.floor(box[1])
        shape = (math.ceil(box[3]) - bottom, math.ceil(box[2]) - left)
        covers = []
        for group in self.groups:
            marker = _Kernel.of(group.marker, self.diameter_pt * dpi / 72, self.opacity, _split(dpi))
            px = _to_pixels(self.axes, True, group.x, box[0] - left, box[2] - left)
            py = _to_pixels(self.axes, False, group.y, box[1] - bottom, box[3] - bottom)
            covers.append(marker.cover(px, py, shape))
        inside = np.outer(_inside(box[1], box[3], shape[0]), _inside(box[0], box[2], shape[1]))
        return _mix(covers, [to_rgb(g.color) for g in self.groups], inside)


@dataclass(frozen=True)
class _Kernel:
    """One marker on the pixel grid.

    `log_through` has shape (split, split, size, size): the logarithm of what a
    marker lets through, for each place of its centre within the middle pixel.
    """

    log_through: np.ndarray
    opacity: float

    @classmethod
    def of(cls, marker: str, diameter_px: float, opacity: float, split: int) -> _Kernel:
        """Return the kernel of a marker of a diameter in pixels."""
        style = MarkerStyle(marker)
        path = style.get_path().transformed(style.get_transform() + Affine2D().scale(diameter_px))
        reach = math.ceil(float(np.abs(path.get_extents().get_points()).max()) + 1)
        size = 2 * reach + 1
        steps = (np.arange(size * SUPERSAMPLE) + 0.5) / SUPERSAMPLE - reach
        opacity = min(opacity, MOST_OPAQUE)
        out = np.empty((split, split, size, size), dtype=np.float32)
        polygons = [np.asarray(p) for p in path.to_polygons()]
        for row in range(split):
            for column in range(split):
                dx, dy = steps - (column + 0.5) / split, steps - (row + 0.5) / split
                cover = (
                    _cover_of(polygons, dx, dy)
                    .reshape(size, SUPERSAMPLE, size, SUPERSAMPLE)
                    .mean(axis=(1, 3))
                )
                out[row, column] = np.log1p(-opacity * cover)
        return cls(out, opacity)

    def cover(self, px: np.ndarray, py: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
        """Return how much of each pixel the markers cover together, in [0, 1].

        Parameters
        ----------
        px, py : numpy.ndarray, shape (n,)
            Centres in pixels from the image's lower left.
        shape : tuple of int
            Rows and columns of the image.

        Returns
        -------
        numpy.ndarray of float32, shape (rows, columns)
        """
        from scipy.fft import irfft2, next_fast_len, rfft2

        split, size = self.log_through.shape[1], self.log_through.shape[2]
        reach = size // 2
        counts = _count(px, py, (shape[0] + 2 * reach, shape[1] + 2 * reach), reach, split)
        saturated = 8 * math.ceil(math.log(SATURATED) / math.log1p(-self.opacity))
        np.minimum(counts, saturated, out=counts)
        # Wrapped-around ends fall into the margin of `reach` pixels, which is cut off.
        padded = (
            next_fast_len(shape[0] + 2 * reach, real=True),
            next_fast_len(shape[1] + 2 * reach, real=True),
        )
        spectrum: np.ndarray | None = None
        for row in range(split):
            for column in range(split):
                part = rfft2(counts[row, column].astype(np.float32), padded)
                part *= rfft2(self.log_through[row, column], padded)
                spectrum = part if spectrum is None else spectrum + part
        log_through = irfft2(spectrum, padded, overwrite_x=True)
        log_through = log_through[2 * reach : 2 * reach + shape[0], 2 * reach : 2 * reach + shape[1]]
        cover = -np.expm1(log_through)
        # Rounding of the transform, far below one step of 8 bits.
        cover[cover < 1e-3] = 0
        return np.asarray(cover, dtype=np.float32)


def _cover_of(polygons: Sequence[np.ndarray], dx: np.ndarray, dy: np.ndarray) -> np.ndarray:
    """Return which points of the grid dy × dx lie inside the marker, shape (len(dy), len(dx))."""
    from matplotlib.path import Path

    grid = np.stack(np.meshgrid(dx, dy), axis=-1).reshape(-1, 2)
    inside = np.zeros(len(grid), dtype=bool)
    for polygon in polygons:
        inside ^= Path(polygon).contains_points(grid)
    return inside.reshape(len(dy), len(dx)).astype(np.float32)


def _split(dpi: float) -> int:
    """Return into how many parts a pixel's side is split to place a centre."""
    return max(1, math.ceil(FINE_DPI / dpi))


def _to_pixels(axes: Any, is_x: bool, values: np.ndarray, start: float, end: float) -> np.ndarray:
    """Return data values as pixels along one axis whose ends lie at `start` and `end`."""
    axis = axes.xaxis if is_x else axes.yaxis
    low, high = axis.get_transform().transform(np.asarray(axis.get_view_interval(), dtype=float))
    scaled = axis.get_transform().transform(np.asarray(values, dtype=float))
    factor = (end - start) / (high - low)
    pixels = scaled * factor
    pixels += start - low * factor
    return np.asarray(pixels)


def _count(px: np.ndarray, py: np.ndarray, shape: tuple[int, int], margin: int, split: int) -> np.ndarray:
    """Count centres on a grid with a margin around the image.

    Returns
    -------
    numpy.ndarray of int, shape (split, split, rows, columns)
        First the part of the pixel (row, column), then the pixel.
    """
    rows, columns = shape[0] * split, shape[1] * split
    fine_x, fine_y = (px + margin) * split, (py + margin) * split
    inside = (fine_x >= 0) & (fine_x < columns) & (fine_y >= 0) & (fine_y < rows)
    if not inside.all():
        fine_x, fine_y = fine_x[inside], fine_y[inside]
    fine_x, fine_y = fine_x.astype(np.int32), fine_y.astype(np.int32)
    counts = np.bincount(fine_y * columns + fine_x, minlength=rows * columns)
    return counts.reshape(shape[0], split, shape[1], split).transpose(1, 3, 0, 2)


def _inside(low: float, high: float, length: int) -> np.ndarray:
    """Return which part of each pixel lies between the axes' ends, shape (length,)."""
    edges = math.floor(low) + np.arange(length + 1)
    clipped = np.clip(edges, low, high)
    return np.asarray(np.diff(clipped), dtype=np.float32)


def _mix(covers: Sequence[np.ndarray], colors: Sequence[tuple[float, ...]], inside: np.ndarray) -> np.ndarray:
    """Return RGBA of uint8: opacity of all groups together, colours weighted by cover."""
    image = np.empty((*inside.shape, 4), dtype=np.uint8)
    through = np.ones(inside.shape, dtype=np.float32)
    for cover in covers:
        through *= 1 - cover
    image[..., 3] = np.rint((1 - through) * inside * 255)
    if len(covers) <= 1:
        for channel, value in enumerate(colors[0] if colors else (0.0, 0.0, 0.0)):
            image[..., channel] = round(value * 255)
        return image
    # A trace of every colour keeps clear pixels clear of black, which viewers that
    # interpolate would bring back as dark fringes.
    weights = [cover + np.float32(1e-6) for cover in covers]
    total = np.add.reduce(weights)
    for channel in range(3):
        mixed = np.add.reduce(
            [w * np.float32(c[channel] * 255) for w, c in zip(weights, colors, strict=True)]
        )
        image[..., channel] = np.rint(mixed / total)
    return image
