"""From the bytes of a PDF to a drawing: one page, read by PDFium."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from natfig.core.errors import DocumentError
from natfig.drawing._pdf import objects
from natfig.drawing._pdf.pdfium import pdfium, raw
from natfig.drawing._pdf.texts import TextReader
from natfig.drawing.matrix import multiply, scale_of
from natfig.drawing.model import Drawing, Item, Matrix, Notes, Picture, Shape
from natfig.drawing.outline import Outline

__all__ = ["read_pdf"]

_PT_MM = 25.4 / 72
_MOST_ITEMS = 100_000
_DEEPEST = 20
# Gradients drawn as pictures; each is a rendering of its own.
_MOST_SHADINGS = 60


def read_pdf(data: bytes, page_number: int) -> Drawing:
    """Read a page of a PDF.

    Raises
    ------
    DocumentError
        If it is broken or encrypted, or has no such page.
    """
    try:
        document = pdfium().PdfDocument(data)
    except pdfium().PdfiumError as error:
        locked = "assword" in str(error)
        raise DocumentError(
            "it is protected by a password" if locked else "it can't be read as a PDF",
            hint="save it without one" if locked else "export it again",
        ) from None
    try:
        count = len(document)
        if not 1 <= page_number <= count:
            pages = "1 page" if count == 1 else f"{count} pages"
            raise DocumentError(f"it has {pages}, and page {page_number} is asked for")
        page = document[page_number - 1]
        return _Reader(page, *_facts(data)).read(count)
    finally:
        document.close()


def _facts(data: bytes) -> tuple[frozenset[str], bool]:
    """Return the names of the layers that are off, and whether any gradient is used as a fill."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            settings: Any = pdf.Root.get("/OCProperties")
            off: Any = settings.D.get("/OFF", []) if settings is not None else []
            objs: Any = pdf.objects
            has_gradient = any(
                isinstance(o, (pikepdf.Dictionary, pikepdf.Stream)) and o.get("/PatternType") == 2
                for o in objs
            )
            # A pattern may also stand in the resources themselves.
            has_gradient = has_gradient or b"/PatternType" in data
            return frozenset(str(layer.get("/Name", "")) for layer in off), has_gradient
    except (pikepdf.PdfError, AttributeError, TypeError, ValueError, RecursionError):
        return frozenset(), True


class _Reader:
    def __init__(self, page: Any, hidden: frozenset[str], has_gradient: bool) -> None:
        self.page, self.hidden, self.notes = page, hidden, Notes()
        self.has_gradient = has_gradient
        self.items: list[Item] = []
        self.width, self.height = page.get_size()
        self.matrix = self._page_matrix()
        self.texts = TextReader(page.get_textpage(), self.matrix, self.notes)
        self.leaves: list[Any] = []
        self.shadings = 0

    def read(self, pages: int) -> Drawing:
        pdf = raw()
        if pdf.FPDFPage_GetAnnotCount(self.page.raw):
            self.notes.add("comments or links on the page")
        top = [
            pdf.FPDFPage_GetObject(self.page.raw, i)
            for i in range(max(pdf.FPDFPage_CountObjects(self.page.raw), 0))
        ]
        self._collect(top, 0)
        self._all(top, self.matrix, (), 0)
        self.items += self.texts.labels()
        notes = tuple(self.notes.sentences())
        return Drawing(self.width, self.height, _PT_MM, tuple(self.items), notes, pages)

    def _page_matrix(self) -> Matrix:
        """Return the transform from the page's own space to pt from its top left, y down."""
        left, bottom, right, top = self.page.get_bbox()
        turn = self.page.get_rotation() % 360
        if turn == 90:
            return (0.0, 1.0, 1.0, 0.0, -bottom, -left)
        if turn == 180:
            return (-1.0, 0.0, 0.0, 1.0, right, -bottom)
        if turn == 270:
            return (0.0, -1.0, -1.0, 0.0, top, right)
        return (1.0, 0.0, 0.0, -1.0, -left, top)

    def _collect(self, objs: list[Any], depth: int) -> None:
        pdf = raw()
        for obj in objs:
            if pdf.FPDFPageObj_GetType(obj) == pdf.FPDF_PAGEOBJ_FORM:
                if depth < _DEEPEST:
                    self._collect(objects.children(obj), depth + 1)
            else:
                self.leaves.append(obj)

    def _all(self, objs: list[Any], outer: Matrix, clips: tuple[Outline, ...], depth: int) -> None:
        for obj in objs:
            if len(self.items) > _MOST_ITEMS:
                raise DocumentError(
                    f"it paints more than {_MOST_ITEMS:,} things",
                    hint="simplify it, or export it as a picture",
                )
            self._object(obj, outer, clips, depth)

    def _object(self, obj: Any, outer: Matrix, clips: tuple[Outline, ...], depth: int) -> None:
        pdf = raw()
        layers = [name for name in objects.mark_names(obj) if name in self.hidden]
        if layers:
            self.notes.add(f"the hidden layer '{layers[0]}'")
            return
        kind = pdf.FPDFPageObj_GetType(obj)
        own = [clip.moved(outer) for clip in objects.clip_paths(obj)]
        clips = (*clips, *(clip for clip in own if clip.is_sound))
        if kind == pdf.FPDF_PAGEOBJ_TEXT:
            fill = objects.fill_color(obj)
            if fill is None or fill[1] > 0:
                self.texts.add(obj, objects.matrix_of(obj), outer, fill or ("#000000", 1.0))
            return
        self.items += self.texts.labels()
        if kind == pdf.FPDF_PAGEOBJ_PATH:
            self._path(obj, outer, clips)
        elif kind == pdf.FPDF_PAGEOBJ_IMAGE:
            self._image(obj, outer, clips)
        elif kind == pdf.FPDF_PAGEOBJ_SHADING:
            self._shading(obj, outer, clips)
        elif kind == pdf.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            self._all(objects.children(obj), multiply(outer, objects.matrix_of(obj)), clips, depth + 1)

    def _path(self, obj: Any, outer: Matrix, clips: tuple[Outline, ...]) -> None:
        matrix = multiply(outer, objects.matrix_of(obj))
        outline = objects.path_outline(obj).moved(matrix)
        if not outline.is_sound:
            return
        mode, is_stroked = objects.is_even_odd(obj)
        fill = objects.fill_color(obj) if mode else None
        if (
            fill is None
            or objects.has_pattern(obj, self.page.pdf.raw)
            or self._is_gradient(obj, fill, outline)
        ):
            fill = None
        if mode and fill is None:
            self._shading(obj, outer, (*clips, outline))
        stroke = objects.stroke_of(obj, scale_of(matrix)) if is_stroked else None
        if fill is not None and fill[1] == 0:
            fill = None
        if mode == 1:
            outline = outline.filled_even_odd()
        if fill is not None or stroke is not None:
            color, alpha = fill or (None, 1.0)
            self.items.append(Shape(outline, color, alpha, stroke, clips))

    def _is_gradient(self, obj: Any, fill: tuple[str, float], outline: Outline) -> bool:
        """Return whether what passes for a white fill paints colours: PDFium says white of gradients."""
        if not self.has_gradient or fill[0] != "#FFFFFF":
            return False
        x0, y0, x1, y1 = outline.bounds
        box = max(x0, 0.0), max(y0, 0.0), min(x1, self.width), min(y1, self.height)
        if box[2] - box[0] < 0.1 or box[3] - box[1] < 0.1:
            return False
        alone = objects.rendered_alone(obj, self.leaves, self.page, box, most_px=40)
        inner = alone[alone[..., 3] == 255]  # its own edge is mixed with the page
        return (
            len(inner) > 0
            and bool((inner[:, :3].min(axis=0) < 250).any())
            and len(np.unique(inner, axis=0)) > 4
        )

    def _image(self, obj: Any, outer: Matrix, clips: tuple[Outline, ...]) -> None:
        found = objects.image_pixels(obj, self.page)
        if found is None:
            self.notes.add("a picture that can't be read")
            return
        pixels, is_placed = found
        matrix = multiply(multiply(outer, objects.matrix_of(obj)), (1.0, 0.0, 0.0, -1.0, 0.0, 1.0))
        if is_placed:
            box = objects.bounds_of(obj)
            if box is None:
                return
            left, bottom, right, top = box
            matrix = multiply(outer, (right - left, 0.0, 0.0, bottom - top, left, top))
        self.items.append(Picture(pixels, matrix, 1.0, clips))

    def _shading(self, obj: Any, outer: Matrix, clips: tuple[Outline, ...]) -> None:
        """Draw a gradient as the picture PDFium makes of it, clipped as it is."""
        box = objects.bounds_of(obj)
        self.shadings += 1
        if box is None or self.shadings > _MOST_SHADINGS:
            self.notes.add("a gradient or pattern")
            return
        left, bottom, right, top = box
        width, height = self.width, self.height
        corners = [
            (outer[0] * x + outer[2] * y + outer[4], outer[1] * x + outer[3] * y + outer[5])
            for x, y in ((left, bottom), (right, top), (left, top), (right, bottom))
        ]
        x0, x1 = max(min(c[0] for c in corners), 0.0), min(max(c[0] for c in corners), width)
        y0, y1 = max(min(c[1] for c in corners), 0.0), min(max(c[1] for c in corners), height)
        for clip in clips:
            a, b, c, d = clip.bounds
            x0, y0, x1, y1 = max(x0, a), max(y0, b), min(x1, c), min(y1, d)
        if x1 - x0 < 1e-3 or y1 - y0 < 1e-3:
            return
        pixels = objects.rendered_alone(obj, self.leaves, self.page, (x0, y0, x1, y1))
        self.notes.add("a gradient or pattern, drawn as a picture")
        self.items.append(Picture(pixels, (x1 - x0, 0.0, 0.0, y1 - y0, x0, y0), 1.0, clips))
