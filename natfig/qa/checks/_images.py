"""What the checks of raster images share: which images there are, and what to call them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from natfig.qa.document import Document, Image

if TYPE_CHECKING:
    from natfig.journals.model import Value
    from natfig.qa.check import Context

__all__ = ["first_stated", "named", "pixel_images"]

# Fewer pixels on a side: an icon, a colour bar, or data with a pixel for each value.
CELLS_PX = 128


def pixel_images(document: Document) -> Iterator[Image]:
    """Yield the images whose pixels are in the file."""
    for image in document.images:
        if not image.linked and image.width_px and image.height_px:
            yield image


def named(document: Document, image: Image) -> str:
    """Return what to call an image: "the TIFF", "the image of 800 × 600 px"."""
    if document.raster is not None:
        return f"the {document.kind.upper()}"
    return f"an image of {image.width_px} × {image.height_px} px"


def first_stated(context: Context, *keys: str) -> Value | None:
    """Return the first of some values that the journal states, those for this stage before borrowed ones."""
    found = [v for key in keys if (v := context.value(key)) is not None and v.value is not None]
    return next((v for v in found if not v.borrowed), found[0] if found else None)
