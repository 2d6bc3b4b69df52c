"""The operators that build paths and paint them, shadings and images.

Source: ISO 32000-1, sections 8.5, 8.7.4 and 8.9.
"""

from __future__ import annotations

import math
from typing import Any

from natfig.core.units import MM_PER_IN, mm_to_pt
from natfig.qa.document import Box, Image, Link
from natfig.qa.readers._pdf.canvas import Path
from natfig.qa.readers._pdf.coloring import Coloring
from natfig.qa.readers._pdf.colors import Space, gradient_stops, space
from natfig.qa.readers._pdf.engine import NOWHERE
from natfig.qa.readers._pdf.filters import filter_names
from natfig.qa.readers._pdf.geometry import IDENTITY, Matrix, box_of, determinant, is_sane, multiply
from natfig.qa.readers._pdf.objects import array, child, key_of, kind, number, text
from natfig.qa.readers._pdf.picture import encoding_of, look_at, mode_of
from natfig.qa.readers._pdf.text import panel_in

__all__ = ["Painting", "file_name"]

# A line of width 0 is one device pixel wide: 0.03 pt on a 2,400 dpi imagesetter.
_HAIRLINE_PT = 0.03

# Pictures looked into for what they show; a page of thousands of tiles is looked at in part.
_MOST_LOOKS = 40


def file_name(spec: Any) -> str:
    """Return the name of a file specification."""
    for key in ("/UF", "/F", "/Unix", "/DOS", "/Mac"):
        if found := text(child(spec, key)):
            return found
    return text(spec) or text(child(child(spec, "/F"), "/F"))


class Painting(Coloring):
    """Paths, shadings and images."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._clips_next = False
        self._base: Matrix = IDENTITY
        self._looks: dict[tuple[int, int] | None, tuple[bool | None, int | None]] = {}
        self._look: tuple[object, ...] = ()
        self._look_index: int | None = None

    # ------------------------------------------------------------ paths

    def op_move(self, operands: list[Any]) -> None:
        """Begin a subpath: m."""
        self.path.move(operands[0], operands[1])

    def op_line(self, operands: list[Any]) -> None:
        """Add a line: l."""
        self.path.line(operands[:2])

    def op_lines(self, operands: list[Any]) -> None:
        """Add many lines: a row of l."""
        self.path.line(operands)

    def op_curve(self, operands: list[Any]) -> None:
        """Add a curve: c."""
        self.path.curve(operands[:6])

    def op_curve_v(self, operands: list[Any]) -> None:
        """Add a curve whose first control point is the current point: v."""
        self.path.curve([*self.path.last(), *operands[:4]])

    def op_curve_y(self, operands: list[Any]) -> None:
        """Add a curve whose second control point is its end: y."""
        self.path.curve([*operands[:4], *operands[2:4]])

    def op_close(self, operands: list[Any]) -> None:  # noqa: ARG002
        """Close the subpath: h."""
        self.path.close()

    def op_rectangle(self, operands: list[Any]) -> None:
        """Add a rectangle: re."""
        self.path.rectangle(operands[0], operands[1], operands[2], operands[3])

    def op_clip(self, operands: list[Any]) -> None:  # noqa: ARG002
        """Let the path clip what comes after it has been painted: W, W*."""
        self._clips_next = True

    def paint(self, *, fill: bool = False, stroke: bool = False, close: bool = False) -> None:
        """Paint the path and begin a new one: f, S, B, n and their kin."""
        path, self.path = self.path, Path()
        clips, self._clips_next = self._clips_next, False
        if not path.ops or not path.coords:
            return
        if close:
            path.close()
        m = self.state.ctm
        box = path.box(m)
        if (fill or stroke) and not self.hidden:
            self.shape(path, m, box, fill=fill and not path.is_flat, stroke=stroke)
        if clips:
            self._clip_to(box)

    def _clip_to(self, box: Box) -> None:
        clip = self.state.clip
        met = box if clip is None else clip.meet(box)
        self.state.clip = met if met is not None and is_sane(*met) else NOWHERE if met is None else clip

    def shape(self, path: Path, m: Matrix, box: Box, *, fill: bool, stroke: bool) -> None:
        """Add a path, moved by a matrix, in the colours in force."""
        state = self.state
        fill, stroke = fill and state.fill_alpha > 0, stroke and state.stroke_alpha > 0
        # Thousands of shapes in a row mostly look the same.
        scale = (m[0], m[1], m[2], m[3]) if stroke else None
        look = (
            fill and state.fill, stroke and state.stroke, state.fill_alpha, state.stroke_alpha,
            state.line_width, state.dashed, state.clip, self.group, scale,
        )  # fmt: skip
        if look != self._look:
            self._look, self._look_index = look, self._index(fill=fill, stroke=stroke)
        if self._look_index is None:
            return
        if fill and state.fill.pattern is not None:
            self._tile_images(state.fill.pattern, box)
        self.canvas.add(self.canvas.store(path), m, self._look_index, box, self.next_order())

    def _index(self, *, fill: bool, stroke: bool) -> int | None:
        """Return the index of the paint in force, or None where nothing would be seen."""
        state = self.state
        nothing: tuple[Any, ...] = (None, (), 1.0)
        fill_key = stroke_key = nothing
        width = 0.0
        if fill:
            ink = self.resolved(state.fill)
            fill_key = (ink.color, ink.stops, state.fill_alpha)
        if stroke:
            ink = self.resolved(state.stroke)
            stroke_key = (ink.color, ink.stops, state.stroke_alpha)
            width = self.stroke_width() if ink.color or ink.stops else 0.0
        if not any((*fill_key[:2], *stroke_key[:2])):
            return None
        return self.paint_index(fill_key, stroke_key, width)

    def paint_index(self, fill: tuple[Any, ...], stroke: tuple[Any, ...], width: float) -> int:
        """Return the index of a paint under the state in force."""
        return self.canvas.paint_index(
            (
                fill[0],
                stroke[0],
                fill[2],
                stroke[2],
                width,
                self.state.dashed and width > 0,
                self.group,
                panel_in(self.group) if self.group else None,
                self.clip_on_page(),
                fill[1],
                stroke[1],
            )
        )

    def stroke_width(self) -> float:
        """Return the width of a stroke as printed, in pt."""
        width = abs(self.state.line_width) * math.sqrt(abs(determinant(self.state.ctm)))
        return round(mm_to_pt(width), 4) or _HAIRLINE_PT

    # ------------------------------------------------------------ shadings

    def op_shading(self, operands: list[Any]) -> None:
        """Paint a gradient over everything the clip leaves: sh."""
        shading = self.resources.get("/Shading", str(operands[0]))
        if shading is None or self.hidden or self.state.fill_alpha <= 0:
            return
        stops = gradient_stops(shading, lambda k: self.resources.get("/ColorSpace", k))
        box = self.state.clip or self.page
        path = Path()
        path.rectangle(box.x0, box.y0, box.w, box.h)
        index = self.paint_index((None, stops, self.state.fill_alpha), (None, (), 1.0), 0.0)
        self.canvas.add(self.canvas.store(path), IDENTITY, index, box, self.next_order())

    # ------------------------------------------------------------ images

    def image(self, obj: Any) -> None:
        """Place an image XObject on the unit square of user space."""
        if self.hidden:
            return
        spec = child(obj, "/F")
        href = file_name(spec) if spec is not None else ""
        colors = space(child(obj, "/ColorSpace"), lambda k: self.resources.get("/ColorSpace", k))
        has_alpha = any(kind(child(obj, k)) in {"Stream", "Array"} for k in ("/SMask", "/Mask"))
        is_mask = bool(child(obj, "/ImageMask"))
        size = (int(number(child(obj, "/Width"))), int(number(child(obj, "/Height"))))
        names = filter_names(child(obj, "/Filter"))
        bits = int(number(child(obj, "/BitsPerComponent"), 8))
        mode = mode_of(colors, bits, is_mask=is_mask, has_alpha=has_alpha)
        seen: tuple[bool | None, int | None] = (None, None)
        if not href and not is_mask:
            seen = self._look_at(obj, names, colors)
        self._place(size, mode, names, href, seen)
        for opi in array(child(child(obj, "/OPI"), "/2.0")) or [child(child(obj, "/OPI"), "/2.0")]:
            if opi is not None and (name_of := file_name(child(opi, "/F"))):
                self.links.append(Link(name_of, "image"))

    def op_inline_image(self, operands: list[Any]) -> None:
        """Place an inline image: BI … EI."""
        if self.hidden:
            return
        image = operands[0]
        width, height = (
            int(number(image.get(k, image.get(long)))) for k, long in (("W", "Width"), ("H", "Height"))
        )
        key = image.get("CS", image.get("ColorSpace"))
        colors = self.resources.space(str(key)) if isinstance(key, str) else space(key) if key else None
        is_mask = bool(image.get("IM", image.get("ImageMask")))
        bits = int(number(image.get("BPC", image.get("BitsPerComponent")), 8))
        names = filter_names(image.get("F", image.get("Filter")))
        mode = mode_of(colors, bits, is_mask=is_mask, has_alpha=False)
        self._place((width, height), mode, names, "", (None, None))

    def _look_at(self, obj: Any, names: list[str], colors: Space | None) -> tuple[bool | None, int | None]:
        key = key_of(obj)
        if key not in self._looks:
            if len(self._looks) >= _MOST_LOOKS or key is None:
                return None, None
            self._looks[key] = look_at(obj, names, colors)
        return self._looks[key]

    def _tile_images(self, pattern: Any, box: Box) -> None:
        """Note the images of a pattern that fills `box`; a pattern's space is the page's."""
        if int(number(child(pattern, "/PatternType"))) != 1:
            return
        for obj, where in self.tile(pattern).images:
            saved = self.state
            self.state = saved.copy()
            self.state.ctm = multiply(where, self._base)
            self.state.clip = box if saved.clip is None else saved.clip.meet(box) or NOWHERE
            self.image(obj)
            self.state = saved

    def _place(
        self,
        size: tuple[int, int],
        mode: str,
        filters: list[str],
        href: str,
        seen: tuple[bool | None, int | None],
    ) -> None:
        m = self.state.ctm
        box: Box | None = box_of(m, 0.0, 0.0, 1.0, 1.0)
        if box is None or not is_sane(*box):
            self.canvas.strange += 1
            return
        if self.state.clip is not None and (box := self.state.clip.meet(box)) is None:
            return
        across, down = math.hypot(m[0], m[1]), math.hypot(m[2], m[3])
        dpi = None
        if min(across, down) > 0 and min(size) > 0:
            dpi = min(size[0] / across, size[1] / down) * MM_PER_IN
        linked = bool(href)
        if not linked and min(size) <= 0:
            self.say("an image has no width or height and is left out")
            return
        if linked:
            self.links.append(Link(href, "image"))
        self.images.append(
            Image(
                width_px=None if linked or size[0] <= 0 else size[0],
                height_px=None if linked or size[1] <= 0 else size[1],
                dpi=None if linked else dpi,
                linked=linked,
                box=box,
                mode=mode,
                encoding="" if linked else encoding_of(filters),
                photographic=seen[0],
                quality=seen[1],
                order=self.next_order(),
                group=self.group,
                panel=panel_in(self.group) if self.group else None,
                href=href,
            )
        )
