"""Walks an SVG and writes down what it paints."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_to_bytes

from natfig.core.errors import DocumentError
from natfig.drawing._svg.bounds import SILENT, UNIT, Bounds, Place
from natfig.drawing._svg.css import Sheet, local_name
from natfig.drawing._svg.geometry import SHAPES, Frame, fit_matrix, outline_of, view_box
from natfig.drawing._svg.marker import marker_places
from natfig.drawing._svg.paint import Paints, href_of
from natfig.drawing._svg.text import font_size, html_lines, text_pieces
from natfig.drawing._svg.values import length, number, transform
from natfig.drawing.labels import Piece, join_pieces, make_label
from natfig.drawing.matrix import IDENTITY, inverse, multiply, scale_of
from natfig.drawing.model import Item, Matrix, Notes, Picture, Shape
from natfig.drawing.outline import Outline, Pen
from natfig.drawing.pixels import decode
from natfig.drawing.widths import text_width_em

__all__ = ["Walker"]

_DATA = re.compile(r"data:([\w.+/-]*)((?:;[\w=.+-]+)*),(.*)", re.DOTALL)
_LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
# Ids that programs count up say nothing to a reader.
_COUNTED = re.compile(
    r"(?:path|rect|g|text|tspan|circle|ellipse|use|image|poly(?:gon|line)|line|svg|layer|group|shape|id|clip"
    r"|flow\w*|XMLID|SVGID|a|node|edge|graph|glyph|surface|cell|Vector|Rectangle)?[-_ ]*[\d_.-]*"
)
_ACTIVE = {"script": "a script", "handler": "a script"}
_ANIMATIONS = frozenset(
    ["animate", "animateTransform", "animateMotion", "animateColor", "set", "discard", "mpath"]
)
_REPLACED = frozenset(["iframe", "video", "audio", "canvas", "object", "embed"])
# Texts of their own that stand no further apart than words do, in em.
_WORD_GAP = 0.42
_MOST_ITEMS = 100_000
# Elements of a file are at most 256 deep; <use> adds its own.
_DEEPEST, _MOST_USES = 300, 24


class Walker:
    """Collects the items of one SVG.

    Parameters
    ----------
    root : element
    notes : Notes
    """

    def __init__(self, root: Any, notes: Notes) -> None:
        self.notes = notes
        self.ids: dict[str, Any] = {}
        texts = []
        for element in root.iter():
            name = local_name(element)
            if (key := element.get("id")) is not None:
                self.ids.setdefault(key, element)
            if name == "style":
                texts.append("".join(element.itertext()))
            elif name in _ACTIVE:
                notes.add(_ACTIVE[name])
            elif name in _ANIMATIONS:
                notes.add("an animation")
            elif name in _REPLACED:
                notes.add(f"a <{name}>")
            if name and any(a.startswith("on") for a in element.attrib):
                notes.add("an event handler")
            if name == "a" and href_of(element).lower().startswith("javascript:"):
                notes.add("a script")
        self.sheet = Sheet(texts, notes)
        self.paints = Paints(self.ids, self.sheet, notes)
        self.bounds = Bounds(self.ids, self.sheet, self.paints, notes)
        self.items: list[Item] = []
        self._tail: list[tuple[Piece, Matrix, str]] = []

    # -- the walk ---------------------------------------------------------

    def walk(self, root: Any, matrix: Matrix, frame: Frame) -> list[Item]:
        """Return what the root paints, `matrix` being that from its user space to the drawing."""
        style = self.sheet.style(root, {})
        em = font_size(root, style, {}, 16.0)
        self._children(root, style, Place(matrix, replace(frame, em=em)))
        self._flush()
        return self.items

    def _children(self, element: Any, style: dict[str, str], place: Place) -> None:
        for child in element:
            self._element(child, style, place)

    def _element(self, element: Any, above: dict[str, str], place: Place) -> None:
        name = local_name(element)
        if not name or name in SILENT or name in _ACTIVE or name in _ANIMATIONS:
            return
        if place.depth > _DEEPEST:
            raise DocumentError("it is nested too deep to be drawn")
        style = self.sheet.style(element, above)
        if style.get("display") == "none":
            label = element.get(_LABEL)
            if name == "g":
                self.notes.add(f"the hidden layer '{label}'" if label else "a hidden group")
            return
        opacity = min(max(number(style.get("opacity", "1"), 1.0), 0.0), 1.0)
        if opacity > 0:
            self._draw(element, name, style, self._inside(element, style, above, place, opacity))

    def _inside(
        self, element: Any, style: dict[str, str], above: dict[str, str], place: Place, opacity: float
    ) -> Place:
        matrix = multiply(place.matrix, transform(element.get("transform") or style.get("transform")))
        frame = replace(place.frame, em=font_size(element, style, above, place.frame.em))
        here = replace(
            place, matrix=matrix, frame=frame, opacity=place.opacity * opacity, depth=place.depth + 1,
            name=self._name(element) or place.name,
        )  # fmt: skip
        return self.bounds.around(element, style, here)

    def _draw(self, element: Any, name: str, style: dict[str, str], here: Place) -> None:
        if name in SHAPES:
            self._shape(element, style, here)
        elif name == "text":
            self._text(element, style, here)
        elif name in ("g", "a"):
            self._children(element, style, here)
        elif name == "svg":
            self._nested(element, style, here, None)
        elif name == "use":
            self._use(element, style, here)
        elif name == "image":
            self._image(element, style, here)
        elif name == "switch":
            self._switch(element, style, here)
        elif name == "foreignObject":
            self._html(element, style, here)
        elif name in ("flowRoot", "textArea"):
            self.notes.add("flowed text of SVG 1.2, which only Inkscape draws")

    @staticmethod
    def _name(element: Any) -> str:
        for name in (element.get(_LABEL), element.get("id")):
            if name and not _COUNTED.fullmatch(name):
                return str(name)
        return ""

    # -- shapes -------------------------------------------------------------

    def _add(self, item: Item) -> None:
        self._flush()
        self.items.append(item)
        if len(self.items) > _MOST_ITEMS:
            raise DocumentError(
                f"it paints more than {_MOST_ITEMS:,} things", hint="simplify it, or export it as a picture"
            )

    def _shape(self, element: Any, style: dict[str, str], place: Place) -> None:
        outline = outline_of(element, style, place.frame, self.notes)
        if outline is None or not len(outline.vertices):
            return
        if not outline.is_sound or not (moved := outline.moved(place.matrix)).is_sound:
            self.notes.add("a shape whose coordinates are no finite numbers")
            return
        is_visible = style.get("visibility", "visible") == "visible"
        if is_visible:
            fill, alpha = self.paints.fill(style, outline, place.matrix, place.frame)
            stroke = self.paints.stroke(style, outline, place.matrix, place.frame)
            if stroke is not None:
                stroke = replace(stroke, opacity=stroke.opacity * place.opacity)
                stroke = stroke if stroke.opacity > 0 else None
            alpha *= place.opacity
            if len(outline.codes) < 3 or alpha == 0:
                fill = None
            if fill is not None and style.get("fill-rule") == "evenodd":
                moved = moved.filled_even_odd()
            if fill is not None or stroke is not None:
                self._add(Shape(moved, fill, alpha, stroke, place.clips, place.name))
        self._markers(element, style, place, outline)

    def _markers(self, element: Any, style: dict[str, str], place: Place, outline: Outline) -> None:
        if local_name(element) in ("rect", "circle", "ellipse"):
            return
        servers = {w: self.bounds.server(style.get(f"marker-{w}", "none")) for w in ("start", "mid", "end")}
        if not any(s is not None for s in servers.values()):
            return
        for which, x, y, angle in marker_places(outline):
            marker = servers[which]
            if marker is None or local_name(marker) != "marker" or marker in place.uses:
                continue
            orient = marker.get("orient", "0")
            if orient == "auto-start-reverse":
                angle += 180.0 if which == "start" else 0.0
            elif orient != "auto":
                angle = length(orient.removesuffix("deg"))
            scale = 1.0
            if marker.get("markerUnits", "strokeWidth") == "strokeWidth":
                scale = length(style.get("stroke-width", "1"), 1.0, em=place.frame.em)
            self._marker(marker, style, place, (x, y, angle, scale))

    def _marker(
        self, marker: Any, line: dict[str, str], place: Place, at: tuple[float, float, float, float]
    ) -> None:
        x, y, angle, scale = at
        width, height = length(marker.get("markerWidth"), 3.0), length(marker.get("markerHeight"), 3.0)
        inner = IDENTITY
        if (box := view_box(marker)) is not None:
            # The reference point stands on the corner, whatever preserveAspectRatio moves.
            inner = fit_matrix(box, width, height, marker.get("preserveAspectRatio"))
        ref = (length(marker.get("refX"), whole=width), length(marker.get("refY"), whole=height))
        own = self.sheet.style(marker, {})
        chain = transform(f"translate({x} {y}) rotate({angle}) scale({scale})")
        fitted = (inner[0], 0.0, 0.0, inner[3], -ref[0] * inner[0], -ref[1] * inner[3])
        matrix = multiply(place.matrix, multiply(chain, fitted))
        # context-stroke and context-fill are the line's own paints.
        own["color"] = line.get("stroke", "none") if line.get("stroke", "none") != "none" else "#000000"
        inside = replace(place, matrix=matrix, clips=place.clips, uses=(*place.uses, marker))
        if len(inside.uses) <= _MOST_USES:
            self._children(marker, own, inside)

    # -- text ----------------------------------------------------------------

    def _text(self, element: Any, style: dict[str, str], place: Place) -> None:
        pieces = text_pieces(element, style, place.frame, place.opacity, self.sheet, self.notes, self.ids)
        pieces = [p for p in pieces if _is_near(p, place)]
        if not pieces or scale_of(place.matrix) <= 0:
            return
        if style.get("writing-mode", "")[:2] in ("tb", "ve"):
            x, y = pieces[0].x, pieces[0].y
            place = replace(place, matrix=multiply(place.matrix, transform(f"rotate(90 {x} {y})")))
        lone = len(pieces) == 1 and pieces[0].anchor == "start"
        if not lone:
            self._flush()
            self._labels(pieces, place.matrix, place.name)
            return
        # Some programs write a text element for every word: those that go on in a line are one label.
        if self._tail and self._tail[0][1][:4] != place.matrix[:4]:
            self._flush()
        self._tail.append((pieces[0], place.matrix, place.name))

    def _flush(self) -> None:
        """Write down the single pieces that wait for one that goes on."""
        tail, self._tail = self._tail, []
        if not tail:
            return
        _, matrix, _ = tail[0]
        pieces = []
        back = inverse(matrix)
        for piece, own, _name in tail:
            if back is None:
                pieces.append(piece)
                continue
            moved = multiply(back, own)
            pieces.append(replace(piece, x=piece.x + moved[4], y=piece.y + moved[5]))
        done = 0
        for lines in join_pieces(pieces, may_stack=False, widest_gap=_WORD_GAP):
            self.items.append(make_label(lines, matrix, tail[done][2]))
            done += sum(len(line.pieces) for line in lines)

    def _labels(self, pieces: list[Piece], matrix: Matrix, name: str) -> None:
        for lines in join_pieces(pieces, may_stack=True):
            if any(p.text.strip() for line in lines for p, _ in line.pieces):
                self.items.append(make_label(lines, matrix, name))

    def _html(self, element: Any, style: dict[str, str], place: Place, fallback: Any = None) -> None:
        """Write the text of embedded HTML where it stands: around the middle of its box."""
        lines, inner = html_lines(element, self.sheet, style)
        if not lines:
            return
        frame = place.frame
        em = font_size(element, inner, {}, frame.em)
        x, y, w, h = (length(element.get(k), em=em) for k in ("x", "y", "width", "height"))
        at, is_fallback = (x + w / 2, y + h / 2), False
        if fallback is not None:
            drawn = text_pieces(fallback, self.sheet.style(fallback, style), frame, 1.0, self.sheet, Notes())
            if drawn:
                is_fallback = True
                middle = drawn[0].left + drawn[0].width / 2
                at, em = (middle, (drawn[0].y + drawn[-1].y) / 2 - 0.36 * drawn[0].size), drawn[0].size
        if not is_fallback and (w <= 1 or h <= 1):
            self.notes.add("a text in HTML without a box")
            return
        weight = inner.get("font-weight", "")
        bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)
        paint, _ = self.paints.fill({"fill": inner.get("color", "#000000")}, UNIT, IDENTITY, frame)
        first = at[1] - (len(lines) - 1) * 1.2 * em / 2 + 0.36 * em
        pieces = [
            Piece(
                line, at[0], first + i * 1.2 * em, em, text_width_em(line, is_bold=bold) * em, "middle",
                is_bold=bold, fill=paint if isinstance(paint, str) else "#000000", opacity=place.opacity,
                family=inner.get("font-family", "").split(",")[0].strip("\"' "),
            )
            for i, line in enumerate(lines)
        ]  # fmt: skip
        self._flush()
        self._labels(pieces, place.matrix, place.name)

    def _switch(self, element: Any, style: dict[str, str], place: Place) -> None:
        """Draw the first child that an ordinary reader of English takes."""
        children = [c for c in element if local_name(c)]
        html = next((c for c in children if local_name(c) == "foreignObject"), None)
        for child in children:
            language = child.get("systemLanguage")
            if local_name(child) == "foreignObject" or child.get("requiredExtensions"):
                continue
            if language is not None and not any(w.strip().startswith("en") for w in language.split(",")):
                continue
            if html is not None and local_name(child) == "text":
                self._html(html, style, place, child)
            elif html is None or local_name(child) != "a":  # draw.io's link to a help page
                self._element(child, style, place)
            return
        if html is not None:
            self._html(html, style, place)

    # -- reuse -----------------------------------------------------------------

    def _use(self, element: Any, style: dict[str, str], place: Place) -> None:
        href = href_of(element)
        if not href:
            return
        if not href.startswith("#"):
            raise DocumentError(
                f"it uses a part of another file, {href[:80]}", hint="embed it in the drawing"
            )
        target = self.ids.get(href[1:])
        if target is None:
            self.notes.add("a copy of something that is not there")
            return
        if target in place.uses or len(place.uses) >= _MOST_USES:
            self.notes.add("a part that is made of itself")
            return
        em, frame = place.frame.em, place.frame
        x = length(element.get("x"), em=em, whole=frame.width)
        y = length(element.get("y"), em=em, whole=frame.height)
        matrix = multiply(place.matrix, (1.0, 0.0, 0.0, 1.0, x, y))
        inside = replace(place, matrix=matrix, uses=(*place.uses, target))
        name = local_name(target)
        if name in ("symbol", "svg"):
            own = self.sheet.style(target, style)
            if own.get("display") != "none" or name == "symbol":
                moved = replace(inside, matrix=multiply(matrix, transform(target.get("transform"))))
                self._nested(target, own, moved, element)
        else:
            self._element(target, style, inside)

    def _nested(self, element: Any, style: dict[str, str], place: Place, use: Any) -> None:
        """Draw a viewport of its own: a nested ``<svg>``, or a ``<symbol>`` that is used."""
        frame = place.frame

        def size(name: str, whole: float) -> float:
            said = (use.get(name) if use is not None else None) or element.get(name)
            return length(said, whole, em=frame.em, whole=whole) if said not in (None, "auto") else whole

        width, height = size("width", frame.width), size("height", frame.height)
        if width <= 0 or height <= 0:
            return
        x = length(element.get("x"), em=frame.em, whole=frame.width)
        y = length(element.get("y"), em=frame.em, whole=frame.height)
        matrix = multiply(place.matrix, (1.0, 0.0, 0.0, 1.0, x, y))
        clips = place.clips
        if style.get("overflow", "hidden") not in ("visible", "auto"):
            pen = Pen()
            pen.rectangle((0.0, 0.0, width, height))
            clips = (*clips, pen.outline.moved(matrix))
        inner = Frame(width, height, frame.em)
        if (box := view_box(element)) is not None:
            matrix = multiply(matrix, fit_matrix(box, width, height, element.get("preserveAspectRatio")))
            inner = Frame(box[2], box[3], frame.em)
        self._children(element, style, replace(place, matrix=matrix, clips=clips, frame=inner))

    # -- pictures ----------------------------------------------------------------

    def _image(self, element: Any, style: dict[str, str], place: Place) -> None:
        href = href_of(element)
        match = _DATA.fullmatch(href)
        if not href or style.get("visibility", "visible") != "visible":
            return
        if match is None:
            raise DocumentError(
                f"it links the picture {href[:80]}, which is another file", hint="embed it in the drawing"
            )
        if "svg" in match[1]:
            self.notes.add("an SVG embedded as a picture")
            return
        try:
            data = base64.b64decode(match[3]) if ";base64" in match[2] else unquote_to_bytes(match[3])
        except ValueError:
            data = b""
        pixels = decode(data)
        if pixels is None:
            self.notes.add("a picture that can't be read")
            return
        rows, columns = pixels.shape[:2]
        frame = place.frame
        x, y = (length(element.get(k), em=frame.em, whole=frame.width) for k in ("x", "y"))
        width = length(element.get("width"), em=frame.em, whole=frame.width)
        height = length(element.get("height"), em=frame.em, whole=frame.height)
        # One side alone, or none: the other follows from the pixels.
        width = width or (height * columns / rows if height else float(columns))
        height = height or width * rows / columns
        fitted = fit_matrix(
            (0.0, 0.0, float(columns), float(rows)), width, height, element.get("preserveAspectRatio")
        )
        matrix = multiply(place.matrix, multiply((1.0, 0.0, 0.0, 1.0, x, y), fitted))
        clips = place.clips
        if "slice" in (element.get("preserveAspectRatio") or ""):
            pen = Pen()
            pen.rectangle((x, y, x + width, y + height))
            clips = (*clips, pen.outline.moved(place.matrix))
        matrix = multiply(matrix, (float(columns), 0.0, 0.0, float(rows), 0.0, 0.0))
        self._add(Picture(pixels, matrix, place.opacity, clips, place.name))


def _is_near(piece: Piece, place: Place) -> bool:
    """Return whether a text stands where a drawing can be."""
    a, b, c, d, e, f = place.matrix
    x, y = a * piece.x + c * piece.y + e, b * piece.x + d * piece.y + f
    return abs(x) < 1e7 and abs(y) < 1e7
