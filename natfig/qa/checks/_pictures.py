"""The colours of PNG images inside an SVG: heat maps of matplotlib's ``imshow`` are drawn that way."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from natfig.qa.checks._panel import Ramp
from natfig.qa.checks._ramps import FEWEST, is_ramp
from natfig.qa.document import Document, Image

__all__ = ["image_ramps"]

# Decoding is bounded: this many images of this many pixels each, of which a grid is looked at.
MOST_IMAGES = 6
MOST_PIXELS = 16_000_000
_GRID = 64

# White margins and transparent corners are not of the map.
_OPAQUE = 250


def image_ramps(document: Document) -> Iterator[Ramp]:
    """Yield a ramp for every embedded PNG whose colours lie along one curve."""
    tree = getattr(document.source, "tree", None)
    if document.kind != "svg" or tree is None:
        return
    wanted = [
        i
        for i in document.images
        if not i.linked and i.encoding == "png" and i.mode in {"RGB", "RGBA", "P"} and _is_fit(i)
    ][:MOST_IMAGES]
    if not wanted:
        return
    elements = tree.getroot().xpath("//*[local-name()='image']")
    by_line = {element.sourceline: element for element in reversed(elements)}
    for image in wanted:
        element = by_line.get(image.line)
        colors = _colors_of(element) if element is not None else []
        if len(colors) >= FEWEST and is_ramp(colors):
            yield Ramp(tuple(colors), image.panel, image.box)


def _is_fit(image: Image) -> bool:
    return 0 < (image.width_px or 0) * (image.height_px or 0) <= MOST_PIXELS


def _colors_of(element: Any) -> list[str]:
    """Return the different colours on a grid over an image's pixels, [] when it can't be decoded."""
    # Loaded where an image is met only: an ordinary figure has none.
    from PIL import Image as Pixels

    from natfig.qa.readers._svg.image import data_of
    from natfig.qa.readers._svg.names import HREF, XLINK_HREF

    found = data_of((element.get(HREF) or element.get(XLINK_HREF) or "").strip())
    if found is None:
        return []
    try:
        with Pixels.open(io.BytesIO(found[1]), formats=("PNG",)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return []
            picture.load()
            small = picture.convert("RGBA").resize(
                (min(_GRID, picture.width), min(_GRID, picture.height)), Pixels.Resampling.NEAREST
            )
    except (OSError, ValueError, SyntaxError, Pixels.DecompressionBombError):
        return []
    data = small.tobytes()
    seen = dict.fromkeys(data[k : k + 3] for k in range(0, len(data), 4) if data[k + 3] >= _OPAQUE)
    return [f"#{color.hex().upper()}" for color in seen if color != b"\xff\xff\xff"]
