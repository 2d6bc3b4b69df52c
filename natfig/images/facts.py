"""What is known of an image file before its pixels are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["MOST_PIXELS", "ImageFacts", "PixelSize", "Region", "View"]

# What one tile may show: a full page (183 × 247 mm) at 1,200 dpi has 100 megapixels, and no
# journal prints more than half of that density. It also bounds the memory a tile takes.
MOST_PIXELS = 64_000_000


@dataclass(frozen=True, slots=True)
class PixelSize:
    """How much of the object one pixel covers.

    Attributes
    ----------
    x_um, y_um : float
        In micrometres; in seconds of arc where it is an angle.
    source : str
        Where that is written ("OME metadata", "the spec").
    is_angle : bool
        The object is the sky.
    """

    x_um: float
    y_um: float
    source: str
    is_angle: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A part of an image in whole pixels, from its top left."""

    x: int
    y: int
    width: int
    height: int

    @property
    def pixels(self) -> int:
        """Number of pixels."""
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class View:
    """Which of a file's planes is meant; None: the only one.

    `z` may be "max": the brightest value along z at every pixel.
    """

    channel: int | None = None
    z: int | str | None = None
    t: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class ImageFacts:
    """An image file, described by its header.

    Attributes
    ----------
    path : Path
        Absolute, resolved.
    name : str
        As messages call it, relative to the spec.
    form : str
        "tiff", "png" or "jpeg".
    width_px, height_px : int
    dtype : str
        numpy's name of a pixel's type.
    bits : int
        Bit depth of one sample as stored.
    is_color : bool
        Whether a pixel holds red, green and blue already.
    channels : tuple of str
        Names of the channels, "" for one without a name; one entry where there is one channel.
    pages_are_channels : bool
        Whether the channels are the pages of a file that says nothing of either.
    sizes : mapping of str to int
        How many there are of "z", "t" and "page"; what is not there has no entry.
    pixel_size : PixelSize or None
    pixel_note : str or None
        Why a resolution in the file was not taken for a pixel size.
    note : str or None
        What reading changes ("palette colours", "transparency").
    """

    path: Path
    name: str
    form: str
    width_px: int
    height_px: int
    dtype: str
    bits: int
    is_color: bool = False
    channels: tuple[str, ...] = ("",)
    sizes: Mapping[str, int] = field(default_factory=dict)
    pixel_size: PixelSize | None = None
    pixel_note: str | None = None
    note: str | None = None
    pages_are_channels: bool = False

    @property
    def whole(self) -> Region:
        """The region of all pixels."""
        return Region(0, 0, self.width_px, self.height_px)

    @property
    def listed_channels(self) -> str:
        """The channels as a message lists them: ``0 (DAPI), 1 (GFP)``."""
        return ", ".join(f"{i} ({name})" if name else str(i) for i, name in enumerate(self.channels))
