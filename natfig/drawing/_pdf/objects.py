"""What PDFium says of the objects of a page: outlines, colours, clips, pixels.

A thin layer over its C functions, which answer through pointers.
"""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from natfig.drawing._pdf.pdfium import pdfium, raw
from natfig.drawing.model import Matrix, Stroke
from natfig.drawing.outline import Outline, Pen

__all__ = [
    "bounds_of",
    "children",
    "clip_paths",
    "fill_color",
    "has_pattern",
    "image_pixels",
    "is_even_odd",
    "mark_names",
    "matrix_of",
    "path_outline",
    "rendered_alone",
    "stroke_of",
]

_CAPS = ("butt", "round", "projecting")
_JOINS = ("miter", "round", "bevel")
# A hairline (width 0) is as thin as the device can draw; in print that is about this, in pt.
_HAIRLINE_PT = 0.25
# Pixels on the longer side of a gradient that is drawn as a picture.
SHADING_PX = 1200


def matrix_of(obj: Any) -> Matrix:
    """Return an object's own transform."""
    pdf = raw()
    m = pdf.FS_MATRIX()
    if not pdf.FPDFPageObj_GetMatrix(obj, m):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def children(form: Any) -> list[Any]:
    """Return the objects in a form."""
    pdf = raw()
    return [pdf.FPDFFormObj_GetObject(form, i) for i in range(max(pdf.FPDFFormObj_CountObjects(form), 0))]


def _segments(pen: Pen, segments: list[Any]) -> None:
    pdf = raw()
    curve: list[tuple[float, float]] = []
    for segment in segments:
        x, y = ctypes.c_float(), ctypes.c_float()
        if not pdf.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point, kind = (x.value, y.value), pdf.FPDFPathSegment_GetType(segment)
        if kind == pdf.FPDF_SEGMENT_MOVETO:
            pen.moveTo(point)
        elif kind == pdf.FPDF_SEGMENT_LINETO:
            pen.lineTo(point)
        else:
            curve.append(point)
            if len(curve) == 3:
                pen.curveTo(*curve)
                curve.clear()
        if pdf.FPDFPathSegment_GetClose(segment):
            pen.closePath()


def path_outline(obj: Any) -> Outline:
    """Return a path in its own coordinates."""
    pdf, pen = raw(), Pen()
    count = max(pdf.FPDFPath_CountSegments(obj), 0)
    _segments(pen, [pdf.FPDFPath_GetPathSegment(obj, i) for i in range(count)])
    return pen.outline


def clip_paths(obj: Any) -> list[Outline]:
    """Return what clips an object, in the coordinates of what holds it."""
    pdf = raw()
    clip = pdf.FPDFPageObj_GetClipPath(obj)
    out = []
    for i in range(max(pdf.FPDFClipPath_CountPaths(clip), 0) if clip else 0):
        pen = Pen()
        count = max(pdf.FPDFClipPath_CountPathSegments(clip, i), 0)
        _segments(pen, [pdf.FPDFClipPath_GetPathSegment(clip, i, k) for k in range(count)])
        if len(pen.outline.vertices):
            out.append(pen.outline)
    return out


def is_even_odd(obj: Any) -> tuple[int, bool]:
    """Return a path's fill mode (0 none, 1 even-odd, 2 winding) and whether it is stroked."""
    pdf = raw()
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdf.FPDFPath_GetDrawMode(obj, mode, stroke)
    return mode.value, bool(stroke.value)


def _color(ask: Any, obj: Any) -> tuple[str, float] | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not ask(obj, *parts):
        return None
    r, g, b, a = (p.value for p in parts)
    return f"#{r:02X}{g:02X}{b:02X}", a / 255


def fill_color(obj: Any) -> tuple[str, float] | None:
    """Return an object's fill and its opacity, or None where it isn't one colour."""
    return _color(raw().FPDFPageObj_GetFillColor, obj)


def has_pattern(obj: Any, document: Any) -> bool:
    """Return whether a path is filled with a pattern or gradient; PDFium still gives it a colour."""
    pdf = raw()
    bitmap = pdf.FPDFPageObj_GetRenderedFillPattern(document, obj)
    if bitmap:
        pdf.FPDFBitmap_Destroy(bitmap)
    return bool(bitmap)


def stroke_of(obj: Any, scale: float) -> Stroke | None:
    """Return an object's stroke with lengths times `scale`, or None where it isn't one colour."""
    pdf = raw()
    color = _color(pdf.FPDFPageObj_GetStrokeColor, obj)
    if color is None or color[1] == 0:
        return None
    width, phase = ctypes.c_float(), ctypes.c_float()
    pdf.FPDFPageObj_GetStrokeWidth(obj, width)
    count = max(pdf.FPDFPageObj_GetDashCount(obj), 0)
    dashes: tuple[float, ...] = ()
    if count:
        array = (ctypes.c_float * count)()
        pdf.FPDFPageObj_GetDashArray(obj, array, count)
        pdf.FPDFPageObj_GetDashPhase(obj, phase)
        dashes = tuple(float(d) * scale for d in array)
        dashes = dashes * (1 + len(dashes) % 2) if sum(dashes) > 0 else ()
    cap, join = pdf.FPDFPageObj_GetLineCap(obj), pdf.FPDFPageObj_GetLineJoin(obj)
    names: Any = (_CAPS[cap] if cap in (0, 1, 2) else "butt", _JOINS[join] if join in (0, 1, 2) else "miter")
    return Stroke(
        color[0], width.value * scale or _HAIRLINE_PT, color[1], dashes, phase.value * scale, *names
    )


def mark_names(obj: Any) -> list[str]:
    """Return the names of the layers an object is marked with."""
    pdf = raw()
    out = []
    for i in range(max(pdf.FPDFPageObj_CountMarks(obj), 0)):
        mark = pdf.FPDFPageObj_GetMark(obj, i)
        size = ctypes.c_ulong()
        buffer = ctypes.create_string_buffer(512)
        if pdf.FPDFPageObjMark_GetParamStringValue(
            mark, b"Name", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), 512, size
        ):
            out.append(buffer.raw[: max(size.value - 2, 0)].decode("utf-16-le", "replace"))
    return out


def bounds_of(obj: Any) -> tuple[float, float, float, float] | None:
    """Return left, bottom, right and top of an object, in the coordinates of what holds it."""
    pdf = raw()
    values = [ctypes.c_float() for _ in range(4)]
    if not pdf.FPDFPageObj_GetBounds(obj, *values):
        return None
    return tuple(v.value for v in values)  # type: ignore[return-value]


def _rgba(bitmap: Any) -> np.ndarray:
    return np.asarray(bitmap.to_pil().convert("RGBA"))


def image_pixels(obj: Any, page: Any) -> tuple[np.ndarray, bool] | None:
    """Return an image's pixels, and whether they are turned and masked as on the page already."""
    image = pdfium().PdfImage(obj, page=page)
    has_mask = bool(raw().FPDFPageObj_HasTransparency(obj))
    try:
        return _rgba(image.get_bitmap(render=has_mask, scale_to_original=True)), has_mask
    except (pdfium().PdfiumError, ValueError, MemoryError):
        return None


def rendered_alone(
    obj: Any,
    leaves: list[Any],
    page: Any,
    box: tuple[float, float, float, float],
    most_px: int = SHADING_PX,
) -> np.ndarray:
    """Return what one object alone paints in a box of the page (pt from its top left) as RGBA."""
    pdf = raw()
    x0, y0, x1, y1 = box
    scale = min(most_px / max(x1 - x0, y1 - y0), 12.0)
    width, height = page.get_size()
    for leaf in leaves:
        pdf.FPDFPageObj_SetIsActive(leaf, leaf is obj)
    try:
        crop = (max(x0, 0.0), max(height - y1, 0.0), max(width - x1, 0.0), max(y0, 0.0))
        return _rgba(page.render(scale=scale, crop=crop, fill_color=(255, 255, 255, 0), draw_annots=False))
    finally:
        for leaf in leaves:
            pdf.FPDFPageObj_SetIsActive(leaf, True)
