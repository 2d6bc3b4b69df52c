"""Texts of an SVG: characters with their places become pieces, pieces become labels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np

from natfig.drawing._svg.css import Sheet, local_name
from natfig.drawing._svg.geometry import SHAPES, Frame, outline_of
from natfig.drawing._svg.paint import href_of
from natfig.drawing._svg.values import FONT_SIZES, color, length, number, numbers, transform
from natfig.drawing.labels import Piece
from natfig.drawing.model import Anchor, Notes
from natfig.drawing.widths import text_width_em

__all__ = ["font_size", "html_lines", "text_pieces"]

_ANCHORS = {"middle": "middle", "end": "end", "center": "middle", "right": "end"}
# Where a baseline other than the letters' own lies, in em below it (Arial's metrics).
_BASELINES = {
    "middle": 0.26, "central": 0.35, "hanging": 0.72, "text-before-edge": 0.9, "before-edge": 0.9,
    "mathematical": 0.36, "text-after-edge": -0.21, "after-edge": -0.21, "ideographic": -0.21,
}  # fmt: skip
# baseline-shift: sub and super, in em: SVG 2 leaves it to the face; these are the usual ones.
_SHIFTS = {"sub": -0.2, "super": 0.4, "baseline": 0.0}
# A letter that stands this much further than the last one's end begins a new piece.
_JUMP_EM = 1.5
_PRESERVE = frozenset({"pre", "pre-wrap", "break-spaces"})
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SKIPPED = frozenset(("title", "desc", "metadata", "script", "style", "animate", "set", "animateTransform"))
_BLOCKS = frozenset(["div", "p", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section"])


def font_size(element: Any, style: dict[str, str], parent: dict[str, str], parent_em: float) -> float:
    """Return the type size of an element in px.

    A relative size that is only inherited counts once, on the element that has it.
    """
    value = style.get("font-size", "").strip()
    if value == parent.get("font-size", "").strip() and "font-size" not in element.attrib:
        return parent_em
    if value in FONT_SIZES:
        return FONT_SIZES[value]
    if value in ("smaller", "larger"):
        return parent_em / 1.2 if value == "smaller" else parent_em * 1.2
    size = length(value, parent_em, em=parent_em, whole=parent_em)
    return size if 0 < size < 1e5 else parent_em


@dataclass
class _Pen:
    """Where the next character goes; `is_new` when the source has given a place."""

    x: float = 0.0
    y: float = 0.0
    is_new: bool = True
    shift: float = 0.0
    pieces: list[Piece] = field(default_factory=list)


class _Reader:
    def __init__(self, sheet: Sheet, frame: Frame, notes: Notes, ids: dict[str, Any]) -> None:
        self.sheet, self.frame, self.notes, self.ids = sheet, frame, notes, ids
        self.pen = _Pen()
        self.ends_blank = True

    def element(self, element: Any, style: dict[str, str], em: float, opacity: float) -> None:
        frame = replace(self.frame, em=em)

        def places(name: str) -> list[float]:
            whole = frame.width if "x" in name else frame.height
            words = (element.get(name) or "").replace(",", " ").split()
            return [length(w, em=em, whole=whole) for w in words]

        xs, ys, dxs, dys = (places(name) for name in ("x", "y", "dx", "dy"))
        pen = self.pen
        # A place at the very spot where the pen is anyway begins nothing new.
        if xs:
            pen.x, pen.is_new = xs[0], True
        if ys:
            pen.is_new = pen.is_new or abs(ys[0] - pen.y) > 1e-9
            pen.y = ys[0]
        if dxs:
            pen.x += dxs[0]
        if dys:
            pen.y += dys[0]
        if any(numbers(element.get("rotate"))):
            self.notes.add("letters turned one by one, set straight")
        before = pen.shift
        shift = style.get("baseline-shift", "")
        if shift:
            pen.shift += _SHIFTS[shift] * em if shift in _SHIFTS else length(shift, em=em, whole=em)
        self.characters(element.text, style, em, opacity, xs, ys)
        for child in element:
            self.child(child, style, em, opacity)
            self.characters(child.tail, style, em, opacity, [], [])
        pen.shift = before

    def child(self, child: Any, style: dict[str, str], em: float, opacity: float) -> None:
        name = local_name(child)
        if not name or name in _SKIPPED:
            return
        own = self.sheet.style(child, style)
        if own.get("display") == "none":
            return
        alpha = opacity * number(own.get("opacity", "1"), 1.0)
        draw = self.along if name == "textPath" else self.element
        draw(child, own, font_size(child, own, style, em), alpha)

    def along(self, element: Any, style: dict[str, str], em: float, opacity: float) -> None:
        """Set a text along a path straight, its middle where it has it on the path."""
        path = self.ids.get(href_of(element).removeprefix("#"))
        if path is None or local_name(path) not in SHAPES:
            return
        outline = outline_of(path, self.sheet.style(path, {}), self.frame, Notes())
        self.notes.add("a text along a path, set straight")
        if outline is None or not outline.is_sound:
            return
        points = np.vstack(outline.moved(transform(path.get("transform"))).subpaths)
        run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        first, self.pen.is_new = len(self.pen.pieces), True
        self.element(element, style, em, opacity)
        pieces = self.pen.pieces[first:]
        if not pieces:
            return
        at = length(element.get("startOffset"), em=em, whole=float(run[-1]))
        at += sum(p.width for p in pieces) * {"start": 0.5, "middle": 0.0, "end": -0.5}[pieces[0].anchor]
        x, y = (float(np.interp(at, run, points[:, i])) for i in (0, 1))
        self.pen.pieces[first] = replace(pieces[0], x=x, y=y, anchor="middle")
        self.pen.is_new = True

    def characters(  # noqa: PLR0917 - what a text depends on
        self,
        text: str | None,
        style: dict[str, str],
        em: float,
        opacity: float,
        xs: list[float],
        ys: list[float],
    ) -> None:
        text = self.spaced(text or "", style)
        if not text or style.get("visibility") in ("hidden", "collapse"):
            return
        paint = color(style.get("fill", "#000000"), _current(style))
        fill, alpha = paint if paint is not None else ("#000000", 0.0)
        if paint is None and (style.get("fill") or "").startswith("url("):
            self.notes.add("a text filled with a gradient or pattern, drawn in one colour")
            fill, alpha = "#000000", 1.0
        elif paint is None and color(style.get("stroke")) is not None:
            self.notes.add("a text drawn as its outline, filled instead")
            fill, alpha = (color(style.get("stroke")) or ("#000000", 1.0))[0], 1.0
        alpha *= number(style.get("fill-opacity", "1"), 1.0) * opacity
        if alpha <= 0:
            return
        weight = style.get("font-weight", "normal").strip()
        family = style.get("font-family", "").split(",")[0].strip("\"' ")
        base = Piece(
            "", 0.0, 0.0, em, 0.0,
            anchor=cast("Anchor", _ANCHORS.get(style.get("text-anchor", ""), "start")),
            is_bold=weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600),
            is_italic=style.get("font-style", "") in ("italic", "oblique"),
            fill=fill, opacity=alpha, family=family,
        )  # fmt: skip
        down = _BASELINES.get(style.get("dominant-baseline", "") or style.get("alignment-baseline", ""), 0.0)
        self.put(text, base, xs, ys, down * em)

    def put(self, text: str, base: Piece, xs: list[float], ys: list[float], down: float) -> None:
        """Cut a text where its letters' own places jump, and put the pieces down."""
        start, pen = 0, self.pen
        for i in range(1, min(len(text), max(len(xs), len(ys)))):
            x = xs[i] if i < len(xs) else None
            y = ys[i] if i < len(ys) else None
            is_jump = x is not None and not -0.5 < (x - xs[i - 1]) / base.size < _JUMP_EM
            is_off = y is not None and abs(y - pen.y) > 1e-3 * base.size
            if is_jump or is_off:
                self.piece(text[start:i], base, down)
                pen.x, pen.is_new = (x if x is not None else pen.x), pen.is_new or x is not None
                pen.y, start = (y if y is not None else pen.y), i
        self.piece(text[start:], base, down)

    def piece(self, text: str, base: Piece, down: float) -> None:
        pen = self.pen
        width = text_width_em(text, is_bold=base.is_bold) * base.size
        if text.strip() or not pen.is_new:
            y = pen.y + down - pen.shift
            pen.pieces.append(replace(base, text=text, x=pen.x, y=y, width=width, is_placed=pen.is_new))
            pen.is_new = False
        pen.x += width

    def spaced(self, text: str, style: dict[str, str]) -> str:
        """Return a text with white space as it is shown, in the case it is shown."""
        if style.get("white-space", "") not in _PRESERVE:
            text = re.sub(r"[ \t\r\n]+", " ", text)
            if self.ends_blank:
                text = text.lstrip(" ")
        else:
            text = re.sub(r"[\t\r\n]", " ", text)
        if text:
            self.ends_blank = text.endswith(" ")
        case = style.get("text-transform", "")
        return text.upper() if case == "uppercase" else text.lower() if case == "lowercase" else text


def text_pieces(  # noqa: PLR0917 - what a text depends on
    element: Any,
    style: dict[str, str],
    frame: Frame,
    opacity: float,
    sheet: Sheet,
    notes: Notes,
    ids: dict[str, Any] | None = None,
) -> list[Piece]:
    """Return the pieces of a ``<text>``, in the element's coordinates."""
    if element.get(_XML_SPACE) == "preserve":
        style = style | {"white-space": "pre"}
    reader = _Reader(sheet, frame, notes, ids or {})
    reader.element(element, style, frame.em, opacity)
    return _anchored(_in_order([p for p in reader.pen.pieces if p.text]))


def _in_order(pieces: list[Piece]) -> list[Piece]:
    """Put single signs of a formula in the order of reading: some programs sort them by face."""
    signs = [p for p in pieces if p.text.strip()]
    if len(signs) < 3 or not all(
        p.is_placed and p.anchor == "start" and len(p.text.strip()) < 9 for p in signs
    ):
        return pieces
    if max(p.y for p in signs) - min(p.y for p in signs) > 0.75 * max(p.size for p in signs):
        return pieces
    return sorted(signs, key=lambda p: p.x)


def _anchored(pieces: list[Piece]) -> list[Piece]:
    """Give each piece of a chunk in several colours its own place, for they become several labels.

    Source
    ------
    SVG 2, section 11.10.2.2: a chunk, all that follows a given place, is anchored as one.
    """
    chunks: list[list[Piece]] = []
    for piece in pieces:
        if piece.is_placed or not chunks:
            chunks.append([])
        chunks[-1].append(piece)
    out: list[Piece] = []
    for chunk in chunks:
        if len({(p.fill, p.opacity) for p in chunk}) > 1:
            share = {"start": 0.0, "middle": 0.5, "end": 1.0}[chunk[0].anchor]
            back = share * sum(p.width for p in chunk)
            chunk = [replace(p, x=p.x - back, anchor="start") for p in chunk]
        out += chunk
    return out


def _current(style: dict[str, str]) -> str:
    found = color(style.get("color"))
    return found[0] if found is not None else "#000000"


def html_lines(element: Any, sheet: Sheet, style: dict[str, str]) -> tuple[list[str], dict[str, str]]:
    """Return the lines of the HTML in a ``<foreignObject>``, and the style of its innermost text."""
    lines, last = [""], dict(style)

    def walk(node: Any, above: dict[str, str], depth: int) -> None:
        nonlocal last
        name = local_name(node)
        if not name or name in ("script", "style") or depth > 60:
            return
        own = sheet.style(node, above)
        if name in ("b", "strong"):
            own["font-weight"] = "bold"
        if own.get("display") == "none":
            return
        if name in _BLOCKS and lines[-1].strip():
            lines.append("")
        if (node.text or "").strip():
            lines[-1] += re.sub(r"\s+", " ", node.text)
            last = own
        for child in node:
            walk(child, own, depth + 1)
            if (child.tail or "").strip():
                lines[-1] += re.sub(r"\s+", " ", child.tail)
                last = own
        if name in _BLOCKS and lines[-1].strip():
            lines.append("")

    walk(element, style, 0)
    return [line.strip() for line in lines if line.strip()], last
