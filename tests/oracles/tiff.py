"""What a TIFF file says of itself, and whether its pixels can be read."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import tifffile
from PIL import Image

from oracles.programs import OracleError

__all__ = ["Tiff", "read"]

MM_PER_UNIT = {2: 25.4, 3: 10.0}  # ResolutionUnit: inch, centimetre


@dataclass(frozen=True, slots=True)
class Tiff:
    """The tags of the first page; `dpi` is None where the file has no resolution with a unit."""

    width_px: int
    height_px: int
    dpi: tuple[float, float] | None
    photometric: str
    channels: int
    bits: int
    alpha: bool
    compression: str
    pages: int
    colors: int

    @property
    def size_mm(self) -> tuple[float, float]:
        """Printed width and height."""
        if self.dpi is None:
            raise OracleError("the file has no resolution")
        return self.width_px / self.dpi[0] * 25.4, self.height_px / self.dpi[1] * 25.4


def read(path: Path) -> Tiff:
    """Read tags with tifffile and pixels with Pillow: two readers, one answer.

    Raises
    ------
    OracleError
        If either can't read it or they disagree on the size.
    """
    try:
        with tifffile.TiffFile(path) as file:
            page = file.pages.first
            unit = page.tags.valueof("ResolutionUnit", 2)
            rational = [page.tags.valueof(name) for name in ("XResolution", "YResolution")]
            dpi = None
            if all(rational) and int(unit) in MM_PER_UNIT:
                x, y = (n / d * 25.4 / MM_PER_UNIT[int(unit)] for n, d in rational)
                dpi = (x, y)
            pages = len(file.pages)
            width, height = page.imagewidth, page.imagelength
            photometric, compression = page.photometric.name, page.compression.name
            channels, bits = page.samplesperpixel, page.bitspersample
            alpha = bool(page.extrasamples)
        with Image.open(path) as image:
            image.load()
            if image.size != (width, height):
                raise OracleError(f"{path}: Pillow reads {image.size}, the tags say {(width, height)}")
            colors = len(
                image.convert("RGB").resize((256, 256), Image.Resampling.NEAREST).getcolors(1 << 16) or []
            )
    except (tifffile.TiffFileError, struct.error, OSError) as error:
        raise OracleError(f"{path}: {error}") from None
    return Tiff(width, height, dpi, photometric, channels, bits, alpha, compression, pages, colors)
