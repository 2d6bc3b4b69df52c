"""TIFF as production desks take it: RGB, no alpha, LZW, the right resolution tag."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from natfig.core.errors import OutputError

if TYPE_CHECKING:
    import numpy as np

__all__ = ["tiff_bytes"]

# Baseline TIFF counts bytes in 32 bits; some production tools read nothing larger.
_MAX_BYTES = 4 * 2**30 - 1
_IMAGE_DESCRIPTION, _SOFTWARE = 270, 305


def tiff_bytes(rgb: np.ndarray, dpi: float, *, description: str, software: str) -> bytes:
    """Return pixels as TIFF.

    Parameters
    ----------
    rgb : numpy.ndarray of uint8, shape (rows, columns, 3)
    dpi : float
        Written as XResolution and YResolution per inch.
    description : str
        Alternative text, tag 270 (ASCII: other characters are replaced).
    software : str
        Tag 305.
    """
    from PIL import Image, TiffImagePlugin

    if rgb.nbytes > _MAX_BYTES:
        raise OutputError(
            f"a TIFF of {rgb.nbytes / 2**30:.1f} GiB is more than the format holds", hint="lower figure.dpi"
        )
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[_IMAGE_DESCRIPTION] = description.encode("ascii", "replace").decode("ascii")
    tags[_SOFTWARE] = software
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, format="TIFF", compression="tiff_lzw", dpi=(dpi, dpi), tiffinfo=tags)
    return buffer.getvalue()
