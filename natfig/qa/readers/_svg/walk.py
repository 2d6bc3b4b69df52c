"""Walks an SVG tree in paint order and fills a document.

The walk keeps a stack of its own: depth is bounded by `Limits.depth`, not by
Python's. Half a million marks are usual, so what every mark needs is looked up in
caches: computed styles (`Cascade`), paints, and the boxes of what ``<use>`` repeats.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from natfig.core.errors import DocumentError
from natfig.core.findings import Severity
from natfig.core.units import MM_PER_IN, PX_PER_IN, mm_to_pt
from natfig.qa.document import Box, Document, Group, Link, Note, Page, Paint, Point, TextElement, TextRun
from natfig.qa.geometry import (
    IDENTITY,
    Matrix,
    apply,
    map_box,
    multiply,
    parse_transform,
    rotation_deg,
    scale_of,
    up_scale,
    viewbox_matrix,
)
from natfig.qa.readers._svg import facts, servers
from natfig.qa.readers._svg.css import Cascade
from natfig.qa.readers._svg.names import HREF, INKSCAPE, SVG, XLINK_HREF, glyph_name, local_name, panel_of
from natfig.qa.readers._svg.outline import shape_box, shape_points
from natfig.qa.readers._svg.style import ROOT, Style
from natfig.qa.readers._svg.text import RunOut, lay_out

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.readers.base import Limits

__all__ = ["Walker"]

MM_PER_PX = MM_PER_IN / PX_PER_IN

_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_GROUPS = frozenset({"g", "a", "svg", "switch"})
# Never drawn where they stand.
_SILENT = frozenset(
    {
        "defs", "symbol", "clipPath", "mask", "pattern", "marker", "linearGradient", "radialGradient",
        "filter", "style", "script", "title", "desc", "metadata", "cursor", "view", "font", "meshgradient",
        "hatch", "solidcolor", "animate", "animateMotion", "animateTransform", "set", "stop",
    }
)  # fmt: skip

# A <use> may repeat a group that holds uses, and so on: what a small file can grow to.
_MAX_REPEATED = 1_000_000
_MAX_GROUPS = 20_000
# A length on the page beyond which nothing is drawn by anyone: 100 km.
_MAX_MM = 1e8

_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(mm|cm|in|pt|pc|px|Q|q|%|em|ex|rem)?\s*")
_PX = {
    "": 1.0, "px": 1.0, "in": PX_PER_IN, "mm": 1 / MM_PER_PX, "cm": 10 / MM_PER_PX, "pt": PX_PER_IN / 72,
    "pc": PX_PER_IN / 6, "Q": 0.25 / MM_PER_PX, "q": 0.25 / MM_PER_PX, "em": 16.0, "rem": 16.0, "ex": 8.0,
}  # fmt: skip


@dataclass(slots=True)
class _Frame:
    """What the children of an element stand in."""

    children: Iterator[Any]
    style: Style
    matrix: Matrix
    key: int
    group: str
    panel: str | None
    clip: Box | None
    opacity: float
    is_text: bool
    viewport: tuple[float, float]
    repeated: int = 0
    mark: tuple[str, int, int] | None = None
    chain: tuple[Any, ...] = ()


class Walker:
    """One walk over one file."""

    def __init__(self, document: Document, root: etree._Element, limits: Limits) -> None:
        self.document = document
        self.root = root
        self.limits = limits
        self.order = 0
        self.items = 0
        self.repeated = 0
        self._ids: dict[str, Any] | None = None
        self._keys: dict[tuple[Any, ...], int] = {}
        self._paint_cache: dict[tuple[int, int, float], int] = {}
        self._styles: list[Style] = []  # keeps what _paint_cache is keyed by alive
        self._clips: dict[tuple[str, Matrix], Box | None] = {}
        self._use_cache: dict[Any, Any] = {}
        self._templates: list[tuple[Any, Matrix, Style]] = []
        self._template_of: list[int] = []
        self._dx: list[float] = []
        self._dy: list[float] = []
        self._marks: list[tuple[str, str, str | None, int, int, int, int]] = []
        self._foreign: list[int] = []
        self._stopped = False
        self.run_elements: list[Any] = []
        self.run_sizes: list[float] = []

    # -- the page --------------------------------------------------------------

    def _page(self, sheet: dict[str, str] | None = None) -> tuple[Page, tuple[float, float], Matrix]:
        """Return the page, the size of its user space and the matrix from there to mm.

        `sheet` has a width and height that CSS gives; they win over the attributes.
        """
        root = self.root
        width, unit = _page_length((sheet or {}).get("width") or root.get("width"))
        height, _ = _page_length((sheet or {}).get("height") or root.get("height"))
        viewbox = _viewbox(root.get("viewBox"))
        stated = width is not None and height is not None
        if viewbox is not None:
            ratio = viewbox[3] / viewbox[2]
            if width is None and height is None:
                width, height = viewbox[2], viewbox[3]
            elif width is None and height is not None:
                width = height / ratio
            elif height is None and width is not None:
                height = width * ratio
        if width is None or height is None:
            page = Page(None, None, unit)
            size = (width or 300.0, height or 150.0)
        else:
            page = Page(width * MM_PER_PX, height * MM_PER_PX, unit if stated else "none")
            size = (width, height)
        matrix: Matrix = (MM_PER_PX, 0.0, 0.0, MM_PER_PX, 0.0, 0.0)
        if viewbox is not None:
            inner = viewbox_matrix(viewbox, 0.0, 0.0, *size, root.get("preserveAspectRatio"))
            return page, (viewbox[2], viewbox[3]), multiply(matrix, inner)
        return page, size, matrix

    # -- the walk ---------------------------------------------------------------

    def walk(self) -> None:
        """Fill the document."""
        document = self.document
        document.page, viewport, matrix = self._page()
        self.cascade = Cascade(self.root, viewport=viewport)
        document.links += self.cascade.links
        facts.collect(document, self.root)
        style = self.cascade.style(self.root, ROOT)
        if style.geometry:
            document.page, viewport, matrix = self._page(style.geometry)
        if style.displayed:
            matrix = self._moved(self.root, style, matrix)
            frame = _Frame(
                self.root.iterchildren(), style, matrix, 0, "", None, None, style.opacity, False, viewport
            )
            frame.key = self._key(frame)
            self._loop([frame])
        self._finish()

    def _loop(self, stack: list[_Frame]) -> None:
        limit = self.limits.items
        depth = self.limits.depth
        while stack:
            frame = stack[-1]
            element = next(frame.children, None)
            if element is None:
                stack.pop()
                if frame.mark is not None:
                    self._leave(frame)
                continue
            name = local_name(element.tag)
            if name in _SHAPES:
                self._shape(element, name, frame)
            elif name == "use":
                inner = self._use(element, frame)
                if inner is not None:
                    stack.append(inner)
            elif name == "text":
                self._text(element, frame)
            elif name in _GROUPS:
                inner = self._group(element, name, frame)
                if inner is not None:
                    stack.append(inner)
            elif name == "image":
                self._image(element, frame)
            elif name == "foreignObject":
                self._foreign_object(element, frame)
            elif name not in _SILENT:
                continue
            self.items += 1
            if len(stack) > depth:
                raise DocumentError(f"elements are nested more than {depth} deep")
            if frame.repeated:
                self.repeated += 1
            if self.items > limit or self.repeated > _MAX_REPEATED:
                self._stop()
                return

    def _stop(self) -> None:
        self._stopped = True
        self.document.notes.append(
            Note(
                f"it draws more than {min(self.items, _MAX_REPEATED):,} things, many of them by <use> within "
                "<use>; what comes after them was not measured"
                if self.repeated > _MAX_REPEATED
                else f"it draws more than {self.limits.items:,} things; what comes after them was not measured"
            )
        )

    def _key(self, frame: _Frame) -> int:
        found = (frame.group, frame.panel, frame.clip, frame.opacity, frame.is_text)
        return self._keys.setdefault(found, len(self._keys))

    def _moved(self, element: etree._Element, style: Style, matrix: Matrix) -> Matrix:
        own = style.transform
        if own is None:
            text = element.get("transform")
            return matrix if text is None else multiply(matrix, parse_transform(text))
        if own == "none":
            return matrix
        move = parse_transform(own, lambda t: self.cascade.length(t, style, "x"))
        origin = getattr(style, "transform_origin", None)
        if origin:
            words = str(origin).split()
            x = self.cascade.length(words[0], style, "x")
            y = self.cascade.length(words[1], style, "y") if len(words) > 1 else 0.0
            move = multiply(multiply((1, 0, 0, 1, x, y), move), (1, 0, 0, 1, -x, -y))
        return multiply(matrix, move)

    # -- groups ------------------------------------------------------------------

    def _group(self, element: etree._Element, name: str, frame: _Frame) -> _Frame | None:
        style = self.cascade.style(element, frame.style)
        if not style.displayed:
            return None
        if name == "switch":
            return self._switch(element, style, frame)
        if not _conditions_hold(element):
            return None
        matrix = self._moved(element, style, frame.matrix)
        inner = self._framed(element, style, matrix, frame)
        if name == "svg":
            return self._nested(element, style, matrix, inner, frame)
        return inner

    def _framed(self, element: etree._Element, style: Style, matrix: Matrix, frame: _Frame) -> _Frame:
        group, panel, mark = frame.group, frame.panel, None
        name = element.get("id")
        if name is not None:
            group = f"{group}/{name}" if group else name
            panel = panel_of(name) or panel
        label = element.get(f"{INKSCAPE}label")
        if label is not None:
            panel = panel_of(label) or panel
        clip = self._clipped(style, matrix, frame.clip)
        opacity = frame.opacity * style.opacity
        inner = _Frame(
            element.iterchildren(), style, matrix, frame.key, group, panel, clip, opacity,
            frame.is_text, frame.viewport, frame.repeated, chain=frame.chain,
        )  # fmt: skip
        if group is not frame.group or clip is not frame.clip or opacity != frame.opacity or panel != frame.panel:
            inner.key = self._key(inner)
        if name is not None and len(self._marks) < _MAX_GROUPS:
            mark = (name, len(self.document.shapes), len(self.document.elements))
        inner.mark = mark
        return inner

    def _leave(self, frame: _Frame) -> None:
        assert frame.mark is not None  # noqa: S101 — the caller asked
        name, shapes, texts = frame.mark
        self._marks.append(
            (name, frame.group, frame.panel, shapes, len(self.document.shapes), texts, len(self.document.elements))
        )

    def _switch(self, element: etree._Element, style: Style, frame: _Frame) -> _Frame | None:
        for child in element.iterchildren():
            if local_name(child.tag) and _conditions_hold(child):
                matrix = self._moved(element, style, frame.matrix)
                inner = self._framed(element, style, matrix, frame)
                inner.children = iter((child,))
                return inner
        return None

    def _nested(
        self, element: etree._Element, style: Style, matrix: Matrix, inner: _Frame, frame: _Frame
    ) -> _Frame | None:
        x = self._size(element, "x", style, frame, 0, 0.0)
        y = self._size(element, "y", style, frame, 1, 0.0)
        width = self._size(element, "width", style, frame, 0, frame.viewport[0])
        height = self._size(element, "height", style, frame, 1, frame.viewport[1])
        return self._viewport(element, style, matrix, inner, (x, y, width, height))

    def _viewport(
        self,
        element: etree._Element,
        style: Style,
        matrix: Matrix,
        inner: _Frame,
        place: tuple[float, float, float, float],
    ) -> _Frame | None:
        """Put what follows into a viewport of its own: a nested ``<svg>`` or a used ``<symbol>``."""
        x, y, width, height = place
        if width <= 0 or height <= 0:
            # In the tree, and nothing to be seen.
            self.document.empty_texts += sum(1 for e in element.iter(f"{SVG}text"))
            return None
        if element.get("overflow", getattr(style, "overflow", None) or "hidden") in {"hidden", "scroll"}:
            inner.clip = _met(inner.clip, map_box(matrix, x, y, x + width, y + height))
        viewbox = _viewbox(element.get("viewBox"))
        if viewbox is None:
            inner.matrix = multiply(matrix, (1, 0, 0, 1, x, y))
            inner.viewport = (width, height)
        else:
            fit = viewbox_matrix(viewbox, x, y, width, height, element.get("preserveAspectRatio"))
            inner.matrix = multiply(matrix, fit)
            inner.viewport = (viewbox[2], viewbox[3])
        inner.key = self._key(inner)
        return inner

    def _size(
        self, element: etree._Element, name: str, style: Style, frame: _Frame, axis: int, default: float
    ) -> float:
        geometry = style.geometry
        text = geometry.get(name) if geometry else None
        text = text or element.get(name)
        if text is None or text == "auto":
            return default
        if text.endswith("%"):
            try:
                return float(text[:-1]) / 100 * frame.viewport[axis]
            except ValueError:
                return default
        return self.cascade.length(text, style, "x" if axis == 0 else "y", default)

    def _clipped(self, style: Style, matrix: Matrix, clip: Box | None) -> Box | None:
        if style.clip_path is None:
            return clip
        key = (style.clip_path, matrix)
        if key not in self._clips:
            self._clips[key] = self._clip_box(style.clip_path, matrix)
        own = self._clips[key]
        return clip if own is None else _met(clip, own)

    def _clip_box(self, name: str, matrix: Matrix) -> Box | None:
        """Return the box of a clip path on the page, or None where it can't be told."""
        target = self.find("#" + name)
        if local_name(getattr(target, "tag", None)) != "clipPath":
            return None
        if target.get("clipPathUnits") == "objectBoundingBox":
            return None
        own = self.cascade.style(target, ROOT)
        matrix = self._moved(target, own, matrix)
        found: Box | None = None
        for child in target.iterchildren():
            style = self.cascade.style(child, own)
            place = self._moved(child, style, matrix)
            kind = local_name(child.tag)
            if kind == "use":
                inner = self.find(child.get(HREF) or child.get(XLINK_HREF) or "")
                if inner is None:
                    continue
                shift = (self._size_of(child, "x", style), self._size_of(child, "y", style))
                place = multiply(place, (1, 0, 0, 1, *shift))
                child, kind = inner, local_name(inner.tag)
                style = self.cascade.style(child, style)
                place = self._moved(child, style, place)
            if kind == "text" or not style.displayed:
                if kind == "text":
                    return None
                continue
            box = shape_box(child, kind, style, self.cascade, place) if kind in _SHAPES else None
            if box is not None:
                found = box if found is None else found.union(box)
        # An empty clip path hides everything.
        return found if found is not None else Box(-_MAX_MM, -_MAX_MM, -_MAX_MM, -_MAX_MM)

    def _size_of(self, element: etree._Element, name: str, style: Style) -> float:
        return self.cascade.length(element.get(name), style, "x" if name in {"x", "width"} else "y")

    # -- references ---------------------------------------------------------------

    def find(self, href: str) -> Any:
        """Return the element of this file that ``#id`` names, or None."""
        if not href.startswith("#"):
            return None
        if self._ids is None:
            self._ids = {}
            for element in self.root.xpath("//*[@id]"):
                self._ids.setdefault(element.get("id"), element)
        return self._ids.get(href[1:])

    def _use(self, element: etree._Element, frame: _Frame) -> _Frame | None:
        href = element.get(HREF) or element.get(XLINK_HREF) or ""
        style = self.cascade.style(element, frame.style)
        if not style.displayed:
            return None
        target = self.find(href)
        if target is None:
            if href and not href.startswith("#"):
                self.document.links.append(Link(href[:500], "use", element.sourceline))
            return None
        matrix = frame.matrix
        if style.transform is not None or element.get("transform") is not None:
            matrix = self._moved(element, style, matrix)
        x, y = _number(element.get("x")), _number(element.get("y"))
        if x is None or y is None:
            x, y = self._size(element, "x", style, frame, 0, 0.0), self._size(element, "y", style, frame, 1, 0.0)
        kind = local_name(target.tag)
        if kind in _SHAPES and style.clip_path is None:
            self._use_shape(element, target, kind, style, matrix, (x, y), frame)
            return None
        return self._use_any(element, target, kind, style, multiply(matrix, (1, 0, 0, 1, x, y)), frame)

    def _use_shape(
        self,
        element: etree._Element,
        target: etree._Element,
        kind: str,
        style: Style,
        matrix: Matrix,
        at: tuple[float, float],
        frame: _Frame,
    ) -> None:
        """Draw a marker again: what was worked out the first time is only moved."""
        a, b, c, d, e, f = matrix
        x, y = at
        dx, dy = a * x + c * y + e, b * x + d * y + f
        key = (target, id(style), frame.key, a, b, c, d)
        cached = self._use_cache.get(key)
        if cached is None:
            cached = self._use_cache[key] = self._template(target, kind, style, (a, b, c, d, 0.0, 0.0), frame)
            self._styles.append(style)
        if cached[0] < 0:
            return
        paint, template, box, clip = cached
        self._put(paint, template, (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy), dx, dy, clip, element)

    def _template(self, target: Any, kind: str, style: Style, linear: Matrix, frame: _Frame) -> tuple[Any, ...]:
        own = self.cascade.style(target, style)
        if not own.displayed:
            return (-1,)
        matrix = self._moved(target, own, linear)
        inner = frame
        is_text = frame.is_text or glyph_name(target.get("id", ""))
        opacity = frame.opacity * style.opacity
        if is_text != frame.is_text or opacity != frame.opacity:
            inner = _Frame(
                iter(()), own, matrix, 0, frame.group, frame.panel, frame.clip, opacity, is_text, frame.viewport
            )
            inner.key = self._key(inner)
        paint = self._paint(own, inner, matrix)
        box = shape_box(target, kind, own, self.cascade, matrix) if paint >= 0 else None
        if box is None:
            return (-1,)
        self._templates.append((target, matrix, own))
        return paint, len(self._templates) - 1, box, frame.clip

    def _use_any(
        self, element: etree._Element, target: Any, kind: str, style: Style, matrix: Matrix, frame: _Frame
    ) -> _Frame | None:
        if target in frame.chain or any(target is a for a in element.iterancestors()):
            # Browsers draw nothing for it, so there is nothing to measure.
            self.document.notes.append(
                Note("a <use> refers to itself in a circle", Severity.WARNING, line=element.sourceline)
            )
            return None
        inner = self._framed(element, style, matrix, frame)
        inner.repeated = frame.repeated + 1
        inner.chain = (*frame.chain, target)
        if inner.repeated > self.limits.depth:
            raise DocumentError("<use> elements refer to each other too deeply")
        if glyph_name(target.get("id", "")):
            inner.is_text = True
            inner.key = self._key(inner)
        if kind in {"symbol", "svg"}:
            own = self.cascade.style(target, style)
            if not own.displayed:
                return None
            matrix = self._moved(target, own, matrix)
            inner.style, inner.opacity = own, inner.opacity * own.opacity
            inner.children = target.iterchildren()
            sizes = [element.get("width") or target.get("width"), element.get("height") or target.get("height")]
            lengths = [
                frame.viewport[k] if s in {None, "auto", "100%"} else self.cascade.length(s, style, "xy"[k])  # type: ignore[arg-type]
                for k, s in enumerate(sizes)
            ]
            x, y = self._size_of(target, "x", own), self._size_of(target, "y", own)
            if kind == "symbol" and target.get("viewBox") is None and element.get("width") is None:
                inner.matrix = multiply(matrix, (1, 0, 0, 1, x, y))
                inner.key = self._key(inner)
                return inner
            return self._viewport(target, own, matrix, inner, (x, y, lengths[0], lengths[1]))
        inner.children = iter((target,))
        return inner

    # -- paints ---------------------------------------------------------------------

    def _paint(self, style: Style, frame: _Frame, matrix: Matrix) -> int:
        """Return the number of a paint, or −1 where nothing would be seen."""
        scale = scale_of(matrix)
        key = (id(style), frame.key, scale)
        found = self._paint_cache.get(key)
        if found is None:
            found = self._paint_cache[key] = self._new_paint(style, frame, scale)
            self._styles.append(style)
        return found

    def _new_paint(self, style: Style, frame: _Frame, scale: float) -> int:
        opacity = frame.opacity * style.opacity
        if not style.visible or opacity <= 0:
            return -1
        fill, fill_stops = self._server(style.fill, style.fill_fallback, style.color)
        stroke, stroke_stops = self._server(style.stroke, style.stroke_fallback, style.color)
        fill_opacity, stroke_opacity = style.fill_alpha * opacity, style.stroke_alpha * opacity
        if fill_opacity <= 0:
            fill, fill_stops = None, ()
        width = 0.0
        if stroke is not None or stroke_stops:
            user = style.stroke_width
            mm = user * MM_PER_PX if style.vector_effect == "non-scaling-stroke" else user * scale
            width = mm_to_pt(mm)
        if width <= 0 or stroke_opacity <= 0:
            stroke, stroke_stops, width = None, (), 0.0
        if fill is None and stroke is None and not fill_stops and not stroke_stops:
            return -1
        self.document.shapes.paints.append(
            Paint(
                fill, stroke, fill_opacity, stroke_opacity, width, style.dashed and width > 0, frame.group,
                frame.panel, frame.clip, fill_stops, stroke_stops, frame.is_text,
            )  # fmt: skip
        )
        return len(self.document.shapes.paints) - 1

    def _server(self, value: str | None, fallback: str | None, color: str) -> tuple[str | None, tuple[str, ...]]:
        """Return a paint's colour, or the colours of the gradient or pattern it names."""
        if value is None or not value.startswith("url("):
            return value, ()
        href = value[4:].rstrip(")").strip("\"' ")
        target = self.find(href)
        if target is None:
            if href and not href.startswith("#"):
                self.document.links.append(Link(href[:500], "paint"))
            return fallback, ()
        stops = servers.colors_of(target, self.find, self.cascade, color)
        if len(set(stops)) == 1:
            return stops[0], ()
        return None, stops

    # -- shapes ------------------------------------------------------------------------

    def _shape(self, element: etree._Element, name: str, frame: _Frame) -> None:
        style = self.cascade.style(element, frame.style)
        if not style.displayed:
            return
        matrix = frame.matrix
        if style.transform is not None or element.get("transform") is not None:
            matrix = self._moved(element, style, matrix)
        clip = frame.clip
        if style.clip_path is not None:
            own = self._clipped(style, matrix, clip)
            if own is not clip:
                frame = self._with_clip(frame, own)
                clip = own
        paint = self._paint(style, frame, matrix)
        if paint < 0:
            return
        box = shape_box(element, name, style, self.cascade, matrix)
        if box is None:
            return
        self._templates.append((element, matrix, style))
        self._put(paint, len(self._templates) - 1, box, 0.0, 0.0, clip, element)

    def _with_clip(self, frame: _Frame, clip: Box | None) -> _Frame:
        inner = _Frame(
            iter(()), frame.style, frame.matrix, 0, frame.group, frame.panel, clip, frame.opacity,
            frame.is_text, frame.viewport, frame.repeated,
        )  # fmt: skip
        inner.key = self._key(inner)
        return inner

    def _put(
        self,
        paint: int,
        template: int,
        box: tuple[float, float, float, float],
        dx: float,
        dy: float,
        clip: Box | None,
        element: etree._Element,
    ) -> None:
        if clip is not None:
            cut = clip.meet(Box(*box))
            if cut is None:
                return
            box = cut
        if not -_MAX_MM < box[0] <= box[2] < _MAX_MM or not -_MAX_MM < box[1] <= box[3] < _MAX_MM:
            self._note_far(element)
            return
        self.order += 1
        self._template_of.append(template)
        self._dx.append(dx)
        self._dy.append(dy)
        self.document.shapes.add(paint, box, self.order, element.sourceline or 0)

    def _note_far(self, element: etree._Element) -> None:
        if not any("off the page by" in n.message for n in self.document.notes):
            self.document.notes.append(
                Note(
                    "a coordinate is off the page by more than any program draws (or is not a number)",
                    Severity.WARNING,
                    line=element.sourceline,
                )
            )

    def outline(self, i: int) -> list[list[Point]]:
        """Return a shape's subpaths in mm."""
        element, matrix, style = self._templates[self._template_of[i]]
        dx, dy = self._dx[i], self._dy[i]
        if dx or dy:
            matrix = (*matrix[:4], matrix[4] + dx, matrix[5] + dy)
        return shape_points(element, local_name(element.tag), style, self.cascade, matrix)

    # -- images --------------------------------------------------------------------------

    def _image(self, element: etree._Element, frame: _Frame) -> None:
        from natfig.qa.readers._svg.image import read_image

        style = self.cascade.style(element, frame.style)
        if not style.displayed or not style.visible or not _conditions_hold(element):
            return
        opacity = frame.opacity * style.opacity
        if opacity <= 0:
            return
        matrix = self._moved(element, style, frame.matrix)
        clip = self._clipped(style, matrix, frame.clip)
        x = self._size(element, "x", style, frame, 0, 0.0)
        y = self._size(element, "y", style, frame, 1, 0.0)
        width = self._size(element, "width", style, frame, 0, math.nan)
        height = self._size(element, "height", style, frame, 1, math.nan)
        self.order += 1
        image = read_image(
            element, (x, y, width, height), matrix, clip, order=self.order, limits=self.limits,
            group=frame.group, panel=frame.panel,
        )  # fmt: skip
        if image is None:
            return
        self.document.images.append(image)
        if image.linked:
            self.document.links.append(Link(image.href, "image", element.sourceline))

    def _foreign_object(self, element: etree._Element, frame: _Frame) -> None:
        style = self.cascade.style(element, frame.style)
        if style.displayed and any((t or "").strip() for t in element.itertext()):
            self._foreign.append(element.sourceline or 0)

    # -- text ------------------------------------------------------------------------------

    def _text(self, element: etree._Element, frame: _Frame) -> None:
        style = self.cascade.style(element, frame.style)
        if not style.displayed or not _conditions_hold(element):
            return
        matrix = self._moved(element, style, frame.matrix)
        out = lay_out(element, style, self.cascade, self._text_path)
        if not out.runs:
            self.document.empty_texts += 1
            return
        name = element.get("id")
        group, panel = frame.group, frame.panel
        if name:
            group, panel = (f"{group}/{name}" if group else name), panel_of(name) or panel
        clip = self._clipped(style, matrix, frame.clip)
        opacity = frame.opacity * style.opacity
        runs = self.document.runs
        first = len(runs)
        for run in out.runs:
            made = self._run(run, matrix, opacity, group, panel, clip, element)
            if made is not None:
                runs.append(made)
                self.run_elements.append(run.element)
                self.run_sizes.append(run.size)
        if len(runs) == first:
            return
        box = runs[first].box
        for made in runs[first + 1 :]:
            box = box.union(made.box)
        self.document.elements.append(
            TextElement(out.text, range(first, len(runs)), box, out.placed, element.sourceline)
        )

    def _run(
        self,
        run: RunOut,
        matrix: Matrix,
        opacity: float,
        group: str,
        panel: str | None,
        clip: Box | None,
        element: etree._Element,
    ) -> TextRun | None:
        style = run.style
        fill, stops = self._server(style.fill, style.fill_fallback, style.color)
        alpha = opacity * style.fill_alpha
        stroked = style.stroke is not None and style.stroke_alpha * opacity > 0 and style.stroke_width > 0
        size = mm_to_pt(run.size * up_scale(matrix))
        painted = (fill is not None or bool(stops)) and alpha > 0
        visible = style.visible and (painted or stroked) and size > 0
        corners: list[Point] = []
        inks: list[tuple[Point, ...]] = []
        for piece in run.pieces:
            turned = _turned(matrix, piece.origin, piece.angle)
            corners += _corners(turned, 0.0, -piece.ascent, piece.length, piece.descent)
            if piece.ink is not None:
                x0, up0, x1, up1 = piece.ink
                inks.append(tuple(_corners(turned, x0, -up1, x1, -up0)))
        if not all(abs(v) < _MAX_MM for point in corners for v in point):
            self._note_far(element)
            return None
        box = Box.around(corners)
        turned = _turned(matrix, run.pieces[0].origin, run.pieces[0].angle)
        self.order += 1
        if not painted and stroked:
            fill = style.stroke if style.stroke and not style.stroke.startswith("url(") else None
        return TextRun(
            text=run.text,
            size_pt=size,
            family=style.families[0] if style.families else "",
            families=style.families,
            weight=style.weight,
            style=style.font_style,
            fill=fill,
            opacity=alpha if painted else opacity * style.stroke_alpha,
            visible=visible,
            box=box,
            ink=_ink(inks, box),
            rotation_deg=rotation_deg(turned),
            element=len(self.document.elements),
            order=self.order,
            group=group,
            panel=panel,
            clip=clip,
            measured=run.face.exact,
            line=element.sourceline,
            pieces=tuple(q for q in inks if len(q) == 4) if len(inks) > 1 else (),  # type: ignore[misc]
        )

    def _text_path(self, href: str) -> list[list[Point]] | None:
        target = self.find(href)
        kind = local_name(getattr(target, "tag", None))
        if kind not in _SHAPES:
            return None
        style = self.cascade.style(target, ROOT)
        return shape_points(target, kind, style, self.cascade, self._moved(target, style, IDENTITY))

    # -- the end ----------------------------------------------------------------------------

    def _finish(self) -> None:
        document = self.document
        document.shapes.set_outline(self.outline)
        unmeasured = dict(document.unmeasured)
        if self._stopped:
            reason = "the file draws more than is looked at"
            unmeasured |= {a: reason for a in ("text", "shapes", "colors", "images", "structure")}  # type: ignore[misc]
        if document.page.width_mm is None:
            unmeasured["page"] = "the file states no size"
        if not any(panel for _, _, panel, *_ in self._marks):
            unmeasured["structure"] = "no ids or layers say which group is a panel"
        document.unmeasured = unmeasured
        if self._foreign:
            document.notes.append(
                Note(
                    f"{len(self._foreign)} label(s) are HTML inside <foreignObject>, which Illustrator and "
                    "Inkscape do not show; they were not measured. Export plain SVG text",
                    Severity.ERROR,
                    line=self._foreign[0] or None,
                )
            )
        self._groups()
        families: dict[str, None] = {}
        for run in document.runs:
            if run.visible:
                families[run.family] = None
        document.fonts += facts.fonts_of(families, self.cascade)
        if document.shapes.paints:
            from natfig.qa.outlines import find_outlined

            document.outlined = find_outlined(document)

    def _groups(self) -> None:
        shapes, elements = self.document.shapes, self.document.elements
        for name, path, panel, s0, s1, t0, t1 in self._marks:
            box: Box | None = None
            if s1 > s0:
                box = Box(
                    min(shapes.x0[s0:s1]), min(shapes.y0[s0:s1]), max(shapes.x1[s0:s1]), max(shapes.y1[s0:s1])
                )
            for element in elements[t0:t1]:
                box = element.box if box is None else box.union(element.box)
            self.document.groups.setdefault(name, Group(name, path, box, s1 - s0, t1 - t0, panel))


def _number(text: str | None) -> float | None:
    """Return a bare number; 0 for an attribute that is left out; None for a length with a unit."""
    if text is None:
        return 0.0
    try:
        return float(text)
    except ValueError:
        return None


def _page_length(text: str | None) -> tuple[float | None, str]:
    """Return a page's side in px and the unit it is given in ("none" where it isn't)."""
    if text is None or text.strip() == "auto":
        return None, "none"
    match = _LENGTH.fullmatch(text)
    if match is None:
        return None, "none"
    number, unit = float(match[1]), match[2] or ""
    if unit == "%" or not math.isfinite(number) or number <= 0:
        return None, "%" if unit == "%" else "none"
    return number * _PX[unit], unit


def _viewbox(text: str | None) -> tuple[float, float, float, float] | None:
    if text is None:
        return None
    try:
        numbers = [float(w) for w in text.replace(",", " ").split()]
    except ValueError:
        return None
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)) or numbers[2] <= 0 or numbers[3] <= 0:
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _met(a: Box | None, b: Box) -> Box:
    if a is None:
        return b
    return a.meet(b) or Box(-_MAX_MM, -_MAX_MM, -_MAX_MM, -_MAX_MM)


def _conditions_hold(element: etree._Element) -> bool:
    """Return whether conditional attributes let an element through, for an English reader."""
    if element.get("requiredExtensions"):
        return False
    languages = element.get("systemLanguage")
    if languages is None:
        return True
    return any(l.strip().lower().split("-")[0] == "en" for l in languages.split(","))


def _turned(matrix: Matrix, origin: Point, angle: float) -> Matrix:
    """Return the matrix from a piece's own axes (along, down) to the page."""
    if angle == 0:
        return multiply(matrix, (1.0, 0.0, 0.0, 1.0, *origin))
    c, s = math.cos(angle), math.sin(angle)
    return multiply(matrix, (c, s, -s, c, *origin))


def _corners(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> list[Point]:
    return [apply(matrix, x0, y0), apply(matrix, x1, y0), apply(matrix, x1, y1), apply(matrix, x0, y1)]


def _ink(inks: list[tuple[Point, ...]], box: Box) -> Any:
    if not inks:
        return ((box.x0, box.y0), (box.x0, box.y0), (box.x0, box.y0), (box.x0, box.y0))
    if len(inks) == 1:
        return inks[0]
    b = Box.around([p for quad in inks for p in quad])
    return ((b.x0, b.y0), (b.x1, b.y0), (b.x1, b.y1), (b.x0, b.y1))
