"""From the bytes of an SVG to a drawing."""

from __future__ import annotations

import math
from typing import Any

from natfig.core.errors import DocumentError
from natfig.core.xml import parse_xml
from natfig.drawing._svg.css import local_name
from natfig.drawing._svg.geometry import Frame, fit_matrix, view_box
from natfig.drawing._svg.values import physical_mm
from natfig.drawing._svg.walk import Walker
from natfig.drawing.matrix import IDENTITY
from natfig.drawing.model import Drawing, Notes

__all__ = ["read_svg"]

_PX_MM = 25.4 / 96
# Illustrator counts 72 px an inch and says so nowhere; its own mark tells.
_PT_MM = 25.4 / 72
_ILLUSTRATOR = "{http://ns.adobe.com/AdobeIllustrator/10.0/}"


def read_svg(data: bytes) -> Drawing:
    """Read an SVG drawing.

    Raises
    ------
    DocumentError
        If it is no SVG, is not well formed or unsafe, has no size, or names another file.
    """
    root: Any = parse_xml(data, what="drawing").getroot()
    if local_name(root) != "svg":
        raise DocumentError(f"it is no SVG: its first element is <{local_name(root)}>")
    notes = Notes()
    width, height, unit_mm = _size(root, data)
    box = view_box(root)
    matrix, frame = IDENTITY, Frame(width, height)
    if box is not None:
        matrix = fit_matrix(box, width, height, root.get("preserveAspectRatio"))
        frame = Frame(box[2], box[3])
    items = Walker(root, notes).walk(root, matrix, frame)
    return Drawing(width, height, unit_mm, tuple(items), tuple(notes.sentences()))


def _size(root: Any, data: bytes) -> tuple[float, float, float]:
    """Return width, height in px, and how many mm a px is."""
    box = view_box(root)
    px_mm = _PT_MM if b"Adobe Illustrator" in data[:2000] or _ILLUSTRATOR in root.nsmap.values() else _PX_MM
    sizes = []
    for name in ("width", "height"):
        found = physical_mm(root.get(name))
        sizes.append(None if found is None else (found[0] / _PX_MM, found[1]))
    ratio = box[2] / box[3] if box is not None else None
    w, h = (s[0] if s is not None else None for s in sizes)
    if w is None and h is None:
        if box is None:
            raise DocumentError(
                "it says neither how large it is nor has it a viewBox", hint="export it again"
            )
        w, h = box[2], box[3]
    elif w is None and h is not None:
        w = h * (ratio or 1.0)
    elif h is None and w is not None:
        h = w / (ratio or 1.0)
    assert w is not None and h is not None  # noqa: S101, PT018 - all cases are above
    if not (math.isfinite(w) and math.isfinite(h)) or max(w, h) > 1e6 or max(w, h) > 200 * min(w, h):
        raise DocumentError(f"its size of {w * _PX_MM:.4g} × {h * _PX_MM:.4g} mm can't be right")
    units = {s[1] for s in sizes if s is not None}
    return w, h, px_mm if units <= {"", "px"} else _PX_MM
