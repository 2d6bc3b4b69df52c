"""Lays out a ``<text>`` as a browser does and tells where its pieces stand.

Source: SVG 2, chapter 11 (<https://www.w3.org/TR/SVG2/text.html#TextLayoutAlgorithm>);
baselines and white space as headless Chromium has them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from natfig.core.record import dataclass, field
from natfig.qa.document import Point
from natfig.qa.metrics import Face, find_face
from natfig.qa.readers._svg.names import conditions_hold, local_name

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.readers._svg.css import Cascade
    from natfig.qa.readers._svg.style import Style

__all__ = ["Piece", "RunOut", "TextOut", "face_of", "lay_out"]

# Elements inside text whose own text is shown; all others (title, desc, …) are not.
_INLINE = {"tspan", "a", "textPath", "tref", "altGlyph"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAKS = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\f": " "})
_NUMBERS = re.compile(r"[\s,]+")
_KEEPS_SPACES = {"pre", "pre-wrap", "break-spaces", "preserve", "preserve-spaces", "nowrap-preserve"}

# How deep tspans may lie in each other.
_MAX_DEPTH = 200
_MAX_CHARS = 200_000


@dataclass(slots=True)
class Piece:
    """A stretch of a run on one straight baseline, in the text's own coordinates (px, y down).

    `origin` is where its baseline starts, `angle` its direction in radians; `length`
    runs along it, `ascent` and `descent` across it; `ink` is (along0, up0, along1, up1)
    of what the glyphs really cover, or None for blanks.
    """

    origin: Point
    angle: float
    length: float
    ascent: float
    descent: float
    ink: tuple[float, float, float, float] | None


@dataclass(slots=True)
class RunOut:
    """A run before it is put on the page; `size` in px, `element` is what its first letter stands in."""

    text: str
    element: etree._Element
    style: Style
    face: Face
    size: float
    pieces: list[Piece]


@dataclass(slots=True)
class TextOut:
    """A laid-out text: its runs, its lines' text joined by blanks, and characters placed one by one."""

    text: str = ""
    runs: list[RunOut] = field(default_factory=list)
    placed: int = 0


@dataclass(slots=True)
class _Node:
    """An element of a text with what its characters share."""

    element: etree._Element
    style: Style
    shift: float  # baseline, px downwards
    dominant: str  # the baseline it stands on: the text's own, inside it the parent's
    path: tuple[list[Point], float] | None = None  # text path and where on it the text starts
    visible: bool = True


@dataclass(slots=True)
class _Char:
    text: str
    node: _Node
    x: float | None = None
    y: float | None = None
    dx: float = 0.0
    dy: float = 0.0
    rotate: float = 0.0
    advance: float = 0.0
    px: float = 0.0
    py: float = 0.0
    angle: float = 0.0
    hidden: bool = False
    scale: float = 1.0
    starts: bool = False


def face_of(style: Style) -> Face:
    """Return the face a style asks for."""
    weight = style.weight
    return find_face(
        style.families,
        700 if weight == "bold" else int(weight) if weight.isdigit() else 400,
        style.font_style != "normal",
    )


def _baseline_px(name: str, face: Face, size: float) -> float:
    """Return how far below the given y a baseline lets the letters' own baseline lie, px."""
    if name in {"auto", "alphabetic", "baseline", "no-change", "reset-size", "use-script", ""}:
        return 0.0
    if name == "middle":
        return face.x_height * size / 2
    if name == "central":
        return (face.ascent - face.descent) * size / 2
    if name == "hanging":
        return face.ascent * size * 0.8
    if name == "mathematical":
        return face.ascent * size / 2
    if name in {"text-before-edge", "before-edge"}:
        return face.ascent * size
    if name in {"text-after-edge", "after-edge", "ideographic"}:
        return -face.descent * size
    return 0.0


def _shift_px(style: Style, cascade: Cascade) -> float:
    """Return the downward shift that baseline-shift asks for, px; of the element's own type size."""
    value = style.baseline_shift
    if not value or value in {"baseline", "0"}:
        return 0.0
    if value in {"super", "sub"}:
        face = face_of(style)
        height = (face.ascent + face.descent) * style.font_size
        return -height / 2 if value == "super" else height / 2
    if value.endswith("%"):
        try:
            return -float(value[:-1]) / 100 * style.font_size
        except ValueError:
            return 0.0
    return -cascade.length(value, style, "y")


def _list(element: etree._Element, name: str, style: Style, cascade: Cascade, axis: str) -> list[float]:
    value = element.get(name)
    if value is None:
        return []
    words = [w for w in _NUMBERS.split(value.strip()) if w]
    found = []
    for word in words:
        try:
            found.append(float(word))
        except ValueError:
            number = cascade.length(word, style, axis, math.nan)
            if math.isnan(number):
                return []  # one bad word spoils the list
            found.append(number)
    return [v if math.isfinite(v) else 0.0 for v in found]


def _transformed(text: str, style: Style) -> str:
    how = getattr(style, "text_transform", "none")
    if how == "uppercase":
        return text.upper()
    if how == "lowercase":
        return text.lower()
    if how == "capitalize":
        return re.sub(r"(?<!\w)\w", lambda m: m[0].upper(), text)
    return text


# A plain text needs no list of characters: the frequent case, worth ten times its speed.
def _is_plain(element: etree._Element, style: Style) -> bool:
    if len(element) or element.get("rotate") or element.get("textLength"):
        return False
    if (
        style.letter_spacing
        or style.word_spacing
        or style.writing_mode.startswith(("tb", "vertical", "sideways"))
    ):
        return False
    if style.direction == "rtl":
        return False
    for name in ("x", "y", "dx", "dy"):
        value = element.get(name)
        if value is not None and ("," in value or " " in value.strip()):
            return False
    return True


def _one(element: etree._Element, name: str, style: Style, cascade: Cascade, axis: str) -> float:
    value = element.get(name)
    if value is None:
        return 0.0
    try:
        number = float(value)
    except ValueError:
        number = cascade.length(value, style, axis)
    return number if math.isfinite(number) else 0.0


def _plain(element: etree._Element, style: Style, cascade: Cascade) -> TextOut:
    raw = element.text or ""
    if style.white_space in _KEEPS_SPACES:
        text = raw.translate(_BREAKS)
        if not text.strip():
            return TextOut()
    else:
        text = _SPACES.sub(" ", raw).strip(" ")
    if not text:
        return TextOut()
    text = _transformed(text, style)
    face, size = face_of(style), style.font_size
    length = face.advance(text) * size
    x = _one(element, "x", style, cascade, "x") + _one(element, "dx", style, cascade, "x")
    y = _one(element, "y", style, cascade, "y") + _one(element, "dy", style, cascade, "y")
    if style.text_anchor == "middle":
        x -= length / 2
    elif style.text_anchor == "end":
        x -= length
    name = style.alignment_baseline
    y += _baseline_px(style.dominant_baseline if name in {"", "auto", "baseline"} else name, face, size)
    y += _shift_px(style, cascade)
    ink = face.ink(text)
    scaled = None if ink is None else (ink[0] * size, ink[1] * size, ink[2] * size, ink[3] * size)
    piece = Piece((x, y), 0.0, length, face.ascent * size, face.descent * size, scaled)
    return TextOut(text.strip(" "), [RunOut(text, element, style, face, size, [piece])])


def lay_out(
    element: etree._Element,
    style: Style,
    cascade: Cascade,
    path_of: Callable[[str], list[list[Point]] | None],
) -> TextOut:
    """Lay out one ``<text>``.

    Parameters
    ----------
    element : Element
    style : Style
        Its computed style.
    cascade : Cascade
        Computes the styles of what is inside it.
    path_of : callable
        ``path_of(href)`` returns the flattened subpaths a ``textPath`` names, in the
        text's coordinates, or None.
    """
    if _is_plain(element, style):
        return _plain(element, style, cascade)
    return _Layout(element, style, cascade, path_of).run()


class _Layout:
    """The algorithm of SVG 2, section 11.5, step by step."""

    def __init__(
        self,
        element: etree._Element,
        style: Style,
        cascade: Cascade,
        path_of: Callable[[str], list[list[Point]] | None],
    ) -> None:
        self.element = element
        self.style = style
        self.cascade = cascade
        self.path_of = path_of
        self.chars: list[_Char] = []
        self.spans: list[tuple[_Node, int, int]] = []

    def run(self) -> TextOut:
        self._collect()
        if not any(not c.text.isspace() for c in self.chars):
            return TextOut()
        self._resolve()
        self._advance()
        self._fit_lengths()
        self._position()
        self._anchor()
        self._follow_paths()
        return self._runs()

    # -- characters ----------------------------------------------------------

    def _collect(self) -> None:
        root = _Node(
            self.element, self.style, _shift_px(self.style, self.cascade), self.style.dominant_baseline
        )
        # (element, node, stage): text first, then children with their tails.
        stack: list[tuple[Iterator[etree._Element], _Node, int]] = []
        self._add(self.element.text, root)
        stack.append((self.element.iterchildren(), root, 0))
        starts = [0]
        while stack:
            children, node, _ = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self.spans.append((node, starts.pop(), len(self.chars)))
                if stack:
                    self._add(node.element.tail, stack[-1][1])
                continue
            inner = self._enter(child, node)
            if inner is None or len(stack) > _MAX_DEPTH:
                self._add(child.tail, node)
                continue
            starts.append(len(self.chars))
            self._add(child.text, inner)
            stack.append((child.iterchildren(), inner, 0))
        # Outer elements first, so that inner ones override them.
        self.spans.reverse()
        while self.chars and self.chars[-1].text == " " and not self._keeps(self.chars[-1].node):
            self.chars.pop()

    def _enter(self, child: etree._Element, parent: _Node) -> _Node | None:
        name = local_name(child.tag)
        if name not in _INLINE:
            return None
        style = self.cascade.style(child, parent.style)
        if not style.displayed or not conditions_hold(child):
            return None
        shift = parent.shift + _shift_px(style, self.cascade)
        node = _Node(child, style, shift, parent.style.dominant_baseline, parent.path)
        if name == "textPath":
            node.path = self._path(child, style)
            if node.path is None:
                return None
        return node

    def _path(self, element: etree._Element, style: Style) -> tuple[list[Point], float] | None:
        from natfig.qa.readers._svg.names import HREF, XLINK_HREF

        subpaths = self.path_of(element.get(HREF) or element.get(XLINK_HREF) or "")
        points = [p for sub in subpaths or [] for p in sub]
        if len(points) < 2:
            return None
        offset = element.get("startOffset", "0").strip()
        total = sum(math.dist(a, b) for a, b in pairwise(points))
        if offset.endswith("%"):
            try:
                start = float(offset[:-1]) / 100 * total
            except ValueError:
                start = 0.0
        else:
            start = self.cascade.length(offset, style, "d")
        return points, start

    def _keeps(self, node: _Node) -> bool:
        return node.style.white_space in _KEEPS_SPACES

    def _add(self, text: str | None, node: _Node) -> None:
        if not text or len(self.chars) > _MAX_CHARS:
            return
        text = text.translate(_BREAKS)
        keeps = self._keeps(node)
        if not keeps:
            text = _SPACES.sub(" ", text)
            last = self.chars[-1].text if self.chars else " "
            if last == " " and text.startswith(" "):
                text = text[1:]
        for char in _transformed(text, node.style):
            self.chars.append(_Char(char, node))

    # -- positions given ------------------------------------------------------

    def _resolve(self) -> None:
        n = len(self.chars)
        for node, start, end in self.spans:
            end = min(end, n)
            element, style = node.element, node.style
            if local_name(element.tag) == "textPath":
                continue
            for name, axis in (("x", "x"), ("y", "y"), ("dx", "x"), ("dy", "y")):
                values = _list(element, name, style, self.cascade, axis)
                for k, value in enumerate(values[: max(end - start, 0)]):
                    setattr(self.chars[start + k], name, value)
            angles = _list(element, "rotate", style, self.cascade, "d")
            if angles:
                for k in range(start, end):
                    self.chars[k].rotate = angles[min(k - start, len(angles) - 1)]

    def _advance(self) -> None:
        start = 0
        chars = self.chars
        while start < len(chars):
            end = start + 1
            node = chars[start].node
            while end < len(chars) and chars[end].node.style is node.style and chars[end].x is None:
                if chars[end].y is not None or chars[end].dx or chars[end].dy:
                    break
                end += 1
            self._advance_stretch(start, end)
            start = end

    def _advance_stretch(self, start: int, end: int) -> None:
        style = self.chars[start].node.style
        text = "".join(c.text for c in self.chars[start:end])
        # Letter spacing switches kerning off only where there is ligature; browsers keep it.
        for char, advance in zip(self.chars[start:end], face_of(style).advances(text), strict=True):
            char.advance = advance * style.font_size + style.letter_spacing
            if char.text == " ":
                char.advance += style.word_spacing

    def _fit_lengths(self) -> None:
        for node, start, end in self.spans:
            wanted = self.cascade.length(node.element.get("textLength"), node.style, "x", math.nan)
            end = min(end, len(self.chars))
            if not math.isfinite(wanted) or wanted <= 0 or end <= start:
                continue
            chars = self.chars[start:end]
            natural = sum(c.advance + c.dx for c in chars)
            if natural <= 0:
                continue
            if node.element.get("lengthAdjust") == "spacingAndGlyphs":
                factor = wanted / natural
                for char in chars:
                    char.advance *= factor
                    char.scale *= factor
            elif len(chars) > 1:
                extra = (wanted - natural) / (len(chars) - 1)
                for char in chars[:-1]:
                    char.advance += extra

    # -- layout ---------------------------------------------------------------

    def _is_vertical(self) -> bool:
        return self.style.writing_mode.startswith(("tb", "vertical", "sideways"))

    def _position(self) -> None:
        x = y = 0.0
        vertical = self._is_vertical()
        for k, char in enumerate(self.chars):
            char.starts = k == 0 or char.x is not None or char.y is not None
            if char.node.path is not None:
                first = k == 0 or self.chars[k - 1].node.path is not char.node.path
                if first:
                    x, char.starts = char.node.path[1] + (char.x or 0.0), True
                    y = 0.0
                x += char.dx
                char.px, char.py = x, y + char.dy
                x += char.advance
                continue
            if char.x is not None:
                x = char.x
            if char.y is not None:
                y = char.y
            x += char.dx
            y += char.dy
            char.px, char.py, char.angle = x, y, math.radians(char.rotate)
            if vertical:
                char.angle += math.pi / 2
                y += char.advance
            else:
                x += char.advance

    def _anchor(self) -> None:
        starts = [k for k, c in enumerate(self.chars) if c.starts]
        vertical = self._is_vertical()
        for begin, end in zip(starts, [*starts[1:], len(self.chars)], strict=True):
            chars = self.chars[begin:end]
            style = chars[0].node.style
            along = [c.py if vertical else c.px for c in chars]
            low = min(along)
            high = max(a + c.advance for a, c in zip(along, chars, strict=True))
            anchor = style.text_anchor
            if self.style.direction == "rtl":
                anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
            share = {"middle": 0.5, "end": 1.0}.get(anchor, 0.0)
            shift = -(high - low) * share
            if shift:
                for char in chars:
                    if vertical:
                        char.py += shift
                    else:
                        char.px += shift

    def _follow_paths(self) -> None:
        for char in self.chars:
            if char.node.path is None:
                continue
            at = _along(char.node.path[0], char.px + char.advance / 2)
            if at is None:
                char.hidden = True
                continue
            (x, y), angle = at
            back = char.advance / 2
            off = char.py
            char.px = x - math.cos(angle) * back - math.sin(angle) * off
            char.py = y - math.sin(angle) * back + math.cos(angle) * off
            char.angle = angle + math.radians(char.rotate)

    # -- runs -----------------------------------------------------------------

    def _runs(self) -> TextOut:
        out = TextOut()
        parts: list[str] = []
        stretch: list[_Char] = []
        key: tuple[object, ...] = ()
        for char in self.chars:
            if char.hidden:
                continue
            style = char.node.style
            mine = (style.font_size, style.families[:1], style.fill, style.visible)
            if char.starts and parts and not parts[-1].endswith(" "):
                # A letter that continues where the last one ended is not a new line.
                parts.append("" if self._continues(char, stretch) else " ")
            parts.append(char.text)
            if stretch and mine != key:
                self._close(out, stretch)
                stretch = []
            key = mine
            stretch.append(char)
        if stretch:
            self._close(out, stretch)
        out.text = _SPACES.sub(" ", "".join(parts)).strip()
        out.placed = self._placed()
        return out

    def _continues(self, char: _Char, before: list[_Char]) -> bool:
        if not before:
            return False
        last = before[-1]
        gap = math.hypot(char.px - last.px - last.advance, char.py - last.py)
        return gap < 0.35 * char.node.style.font_size

    def _placed(self) -> int:
        """Count characters with a place of their own that go on in the line before them."""
        count = 0
        for before, char in zip(self.chars, self.chars[1:], strict=False):
            if char.x is None or before.text.isspace() or char.text.isspace():
                continue
            if char.y is not None and char.y not in {before.py, before.y}:
                continue
            if 0 <= char.px - before.px < 3 * char.node.style.font_size:
                count += 1
        return count

    def _close(self, out: TextOut, chars: list[_Char]) -> None:
        style = chars[0].node.style
        face, size = face_of(style), style.font_size
        words: list[str] = []
        pieces: list[Piece] = []
        begin = 0
        for k in range(1, len(chars) + 1):
            if k < len(chars) and self._in_line(chars[k - 1], chars[k]):
                continue
            part = chars[begin:k]
            pieces.append(self._piece(part))
            text = "".join(c.text for c in part)
            if words and not words[-1].endswith(" ") and not self._continues(chars[begin], chars[:begin]):
                words.append(" ")
            words.append(text)
            begin = k
        text = "".join(words)
        if text.strip():
            out.runs.append(RunOut(text, chars[0].node.element, style, face, size, pieces))

    @staticmethod
    def _in_line(a: _Char, b: _Char) -> bool:
        if a.angle != b.angle or a.node.style.weight != b.node.style.weight:
            return False
        if a.node.shift != b.node.shift:
            return False
        c, s = math.cos(a.angle), math.sin(a.angle)
        dx, dy = b.px - a.px, b.py - a.py
        along, across = dx * c + dy * s, dy * c - dx * s
        tolerance = 1e-6 + 0.001 * a.node.style.font_size
        return abs(across) < tolerance and abs(along - a.advance) < 0.5 * a.node.style.font_size + 1e-6

    def _piece(self, chars: list[_Char]) -> Piece:
        first, last = chars[0], chars[-1]
        style = first.node.style
        face, size = face_of(style), style.font_size
        c, s = math.cos(first.angle), math.sin(first.angle)
        length = (last.px - first.px) * c + (last.py - first.py) * s + last.advance
        drop = first.node.shift
        name = style.alignment_baseline
        if name in {"", "auto", "baseline"}:
            name = first.node.dominant
        if self._is_vertical() and name in {"auto", ""}:
            name = "central"
        drop += _baseline_px(name, face, size)
        origin = (first.px - s * drop, first.py + c * drop)
        text = "".join(ch.text for ch in chars)
        ink = face.ink(text)
        scaled = None
        if ink is not None:
            natural = face.advance(text) * size
            stretch = length / natural if natural > 0 else 1.0
            scaled = (ink[0] * size * stretch, ink[1] * size, ink[2] * size * stretch, ink[3] * size)
        return Piece(origin, first.angle, length, face.ascent * size, face.descent * size, scaled)


def _along(points: list[Point], at: float) -> tuple[Point, float] | None:
    """Return the point and the direction (radians) at a distance along a line, or None beyond its ends."""
    if at < 0:
        return None
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        if length == 0:
            continue
        if at <= length:
            t = at / length
            return (x0 + (x1 - x0) * t, y0 + (y1 - y0) * t), math.atan2(y1 - y0, x1 - x0)
        at -= length
    return None
