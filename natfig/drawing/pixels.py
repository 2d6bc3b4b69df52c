"""Embedded raster images, decoded with a limit."""

from __future__ import annotations

import io
import warnings

import numpy as np

__all__ = ["MOST_PIXELS", "decode"]

# 10,000 × 10,000: a whole page at 1,200 dpi.
MOST_PIXELS = 100_000_000
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")


def decode(data: bytes) -> np.ndarray | None:
    """Return an image as RGBA, shape (rows, columns, 4), uint8, or None where it can't be read."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    return None
                return np.asarray(image.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError):
        return None
