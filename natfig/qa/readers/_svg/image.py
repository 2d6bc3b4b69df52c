"""Images in an SVG: their pixels, and how densely they lie on the page."""

from __future__ import annotations

import base64
import binascii
import math
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from natfig.core.units import mm_to_in
from natfig.qa.document import Box, Image
from natfig.qa.geometry import Matrix, map_box, multiply, viewbox_matrix
from natfig.qa.readers._svg.names import HREF, XLINK_HREF

if TYPE_CHECKING:
    from natfig.qa.readers.base import Limits

__all__ = ["data_of", "read_image"]

# A pixel smaller than an atom is none: the image is drawn at no size.
_LEAST_STEP_IN = 1e-9


def data_of(href: str) -> tuple[str, bytes] | None:
    """Return the media type and the bytes of a ``data:`` link, or None when it is broken."""
    head, comma, body = href[5:].partition(",")
    if not comma:
        return None
    words = [w.strip().lower() for w in head.split(";")]
    if "base64" not in words:
        return words[0], unquote_to_bytes(body)
    packed = (
        "".join(unquote_to_bytes(body).decode("latin-1").split()) if "%" in body else "".join(body.split())
    )
    try:
        return words[0], base64.b64decode(packed + "=" * (-len(packed) % 4))
    except (binascii.Error, ValueError):
        return None


def read_image(
    element: Any,
    place: tuple[float, float, float, float],
    matrix: Matrix,
    clip: Box | None,
    *,
    order: int,
    limits: Limits,
    group: str,
    panel: str | None,
    look: bool = True,
) -> Image | None:
    """Return an ``<image>``; None when it can't be drawn. A linked file is never opened.

    Parameters
    ----------
    place : tuple of float
        x, y, width and height in user units; NaN where not given.
    matrix : Matrix
        User units to mm.
    look : bool
        Whether pixels may be decoded, where the head doesn't tell if they are a photograph.
    """
    from natfig.qa.pixels import inspect_image, looks_photographic

    href = (element.get(HREF) or element.get(XLINK_HREF) or "").strip()
    if not href:
        return None
    x, y, width, height = place
    common: dict[str, Any] = {"order": order, "group": group, "panel": panel, "line": element.sourceline}
    if href[:5].lower() != "data:":
        box = map_box(matrix, x, y, x + (max(0, width)), y + (max(0, height)))
        return Image(None, None, None, True, _cut(box, clip), href=href[:500], **common)
    found = data_of(href)
    if found is None:
        return Image(None, None, None, False, map_box(matrix, x, y, x, y), encoding="broken", **common)
    media, data = found
    if "svg" in media:
        box = map_box(matrix, x, y, x + _or(width, 0), y + _or(height, 0))
        return Image(None, None, None, False, _cut(box, clip), encoding="svg", **common)
    facts = inspect_image(data, limits)
    photographic = facts.photographic
    if photographic is None and look:
        photographic = looks_photographic(data, limits)
    px, py = facts.width_px, facts.height_px
    width, height = _sides(width, height, px, py)
    if not (width > 0 and height > 0):
        return None
    inner = matrix
    box = map_box(matrix, x, y, x + width, y + height)
    dpi = None
    if px and py:
        fit = viewbox_matrix(
            (0.0, 0.0, float(px), float(py)), x, y, width, height, element.get("preserveAspectRatio")
        )
        inner = multiply(matrix, fit)
        box = _cut(map_box(inner, 0.0, 0.0, float(px), float(py)), box)
        a, b, c, d = inner[:4]
        steps = [mm_to_in(math.hypot(a, b)), mm_to_in(math.hypot(c, d))]
        dpi = 1 / max(steps) if min(steps) > _LEAST_STEP_IN else None
    return Image(
        px,
        py,
        dpi,
        False,
        _cut(box, clip),
        facts.mode,
        facts.encoding,
        photographic,
        quality=facts.quality,
        **common,
    )


def _or(value: float, default: float) -> float:
    return value if value > 0 else default


def _sides(width: float, height: float, px: int | None, py: int | None) -> tuple[float, float]:
    """Fill in a side that is left out: from the other one and the pixels' shape."""
    if math.isnan(width) and math.isnan(height):
        return float(px or 0), float(py or 0)
    if math.isnan(width):
        return (height * px / py if px and py else height), height
    if math.isnan(height):
        return width, (width * py / px if px and py else width)
    return width, height


def _cut(box: Box, clip: Box | None) -> Box:
    return box if clip is None else clip.meet(box) or Box(box.x0, box.y0, box.x0, box.y0)
