"""Collects the characters of a text: whose they are, white space settled, and what attributes give them.

Source: SVG 2, sections 11.7.2–11.7.3 (white space) and 11.5 (lists of positions),
<https://www.w3.org/TR/SVG2/text.html>; CSS Text 4, section 4.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from natfig.core import lazyre
from natfig.qa.readers._svg.names import conditions_hold, local_name
from natfig.qa.readers._svg.textfont import drop_of, shift_of, type_of
from natfig.qa.readers._svg.textmodel import Chars, Node
from natfig.qa.readers._svg.textpath import PathOf, track_of

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.readers._svg.css import Cascade
    from natfig.qa.readers._svg.style import Style

__all__ = ["collapsed", "collect", "has_rtl", "keeps_spaces", "number_of", "rotations", "transformed"]

# Elements inside text whose own text is shown; all others (title, desc, …) are not.
_INLINE = frozenset({"tspan", "a", "textPath", "tref", "altGlyph"})
_KEEPS_SPACES = frozenset({"pre", "pre-wrap", "break-spaces"})
_BREAKS = str.maketrans("\n\r\t\f", "    ")
_SPACES = lazyre.compile(r" {2,}")
_SEPARATORS = str.maketrans(",\n\r\t\f", "     ")
# A letter that begins a word; the one after an apostrophe doesn't.
_INITIAL = lazyre.compile(r"(?<!\w)(?<!\w['\u2019])\w")
_MARKS = "\u0300"
# A text longer than this is no label; what comes after it is left out, and said to be.
_MAX_CHARS = 200_000


def keeps_spaces(style: Style) -> bool:
    """Return whether blanks in a row stay as they are."""
    return style.white_space in _KEEPS_SPACES


def collapsed(text: str) -> str:
    """Return text with every stretch of white space as one blank."""
    if "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        text = text.translate(_BREAKS)
    return _SPACES.sub(" ", text) if "  " in text else text


def transformed(text: str, style: Style, before: str = "") -> str:
    """Return text as `text-transform` has it; `before` is what stands before it."""
    how = style.text_transform
    if how == "none":
        return text
    if how == "uppercase":
        return text.upper()
    if how == "lowercase":
        return text.lower()
    if how != "capitalize":
        return text
    end = len(before)
    return _INITIAL.sub(lambda m: m[0].upper() if m.start() >= end else m[0], before + text)[end:]


def number_of(text: str, style: Style, cascade: Cascade, axis: str) -> float | None:
    """Return a length of a list in px, or None where it isn't one."""
    try:
        number = float(text)
    except ValueError:
        number = cascade.length(text, style, axis, math.nan)
        if math.isnan(number):
            return None
    return number if math.isfinite(number) else 0.0


def has_rtl(text: Sequence[str]) -> bool:
    """Return whether any letter may be of a script that runs from right to left."""
    if max(text, default="") < "\u0590":
        return False
    return any(
        "\u0590" <= c < "\u0900" or "\ufb1d" <= c < "\ufe00" or "\ufe70" <= c < "\uff00"
        or "\U00010800" <= c < "\U00011000" or "\U0001e800" <= c < "\U0001f000"
        for c in text
    )  # fmt: skip


def collect(element: etree._Element, style: Style, cascade: Cascade, path_of: PathOf) -> Chars:
    """Return the characters of a ``<text>`` with what its elements say of them."""
    chars = _Collector(element, style, cascade, path_of).run()
    for node in chars.spans:
        _resolve(chars, node, cascade)
    if max(chars.text, default="") >= _MARKS:
        _spare_marks(chars)
    return chars


class _Collector:
    """Walks the elements of one text; the stack is its own, so depth costs nothing."""

    def __init__(self, element: etree._Element, style: Style, cascade: Cascade, path_of: PathOf) -> None:
        self.cascade = cascade
        self.path_of = path_of
        self.chars = Chars()
        self.root = self._node(element, style, None)
        # The last character is a blank that takes the next one in; so does the text's start.
        self.is_open = True

    def run(self) -> Chars:
        chars, root = self.chars, self.root
        self._add(root.element.text, root)
        stack: list[tuple[Iterator[etree._Element], Node]] = [(root.element.iterchildren(), root)]
        while stack:
            children, node = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                node.end = len(chars)
                if stack:
                    self._add(node.element.tail, stack[-1][1])
                continue
            inner = self._enter(child, node)
            if inner is None:
                self._add(child.tail, node)
                continue
            self._add(child.text, inner)
            stack.append((child.iterchildren(), inner))
        if self.is_open and chars.text:
            chars.text.pop()
            chars.owners.pop()
            chars.edges = [i for i in chars.edges if i < len(chars)]
            for node in chars.spans:
                node.end = min(node.end, len(chars))
        return chars

    def _node(self, element: etree._Element, style: Style, parent: Node | None) -> Node:
        node = Node(element, style, parent, len(self.chars))
        node.type = type_of(style)
        node.shift = shift_of(style, self.cascade)
        node.drop = drop_of(style, style if parent is None else self.root.style)
        if parent is not None:
            node.shift += parent.shift
            node.opacity = parent.opacity * style.opacity
            node.track, node.turner = parent.track, parent.turner
        self.chars.spans.append(node)
        return node

    def _enter(self, child: etree._Element, parent: Node) -> Node | None:
        name = local_name(child.tag)
        if name not in _INLINE:
            return None
        style = self.cascade.style(child, parent.style)
        if not style.displayed or not conditions_hold(child):
            return None
        track = None
        if name == "textPath":
            # One within another isn't drawn, nor is one that follows nothing.
            track = None if parent.track else track_of(child, style, self.cascade, self.path_of)
            if track is None:
                return None
        node = self._node(child, style, parent)
        node.track = node.track or track
        return node

    def _add(self, text: str | None, node: Node) -> None:
        if not text:
            return
        chars = self.chars
        if len(chars) + len(text) > _MAX_CHARS:
            chars.is_cut = True
            text = text[: max(0, _MAX_CHARS - len(chars))]
        if keeps_spaces(node.style):
            text = text.translate(_BREAKS)
            is_open = False
        else:
            text = collapsed(text)
            if self.is_open and text.startswith(" "):
                text = text[1:]
            is_open = text.endswith(" ")
        if not text:
            return
        self.is_open = is_open
        text = transformed(text, node.style, "".join(chars.text[-2:]))
        chars.edges.append(len(chars))
        chars.text.extend(text)
        chars.owners.extend([node] * len(text))


# -- lists of positions ----------------------------------------------------------------


def _resolve(chars: Chars, node: Node, cascade: Cascade) -> None:
    """Give a node's characters what its attributes list; nodes within it override that later."""
    element, count = node.element, node.end - node.start
    if node.parent is not None:
        node.turner = node.parent.turner
    if count <= 0 or local_name(element.tag) == "textPath":
        return
    for name, column in (("x", chars.x), ("y", chars.y), ("dx", chars.dx), ("dy", chars.dy)):
        text = element.get(name)
        if text is not None:
            values = _list(text, node.style, cascade, name[-1], count)
            column.update(enumerate(values, node.start))
    text = element.get("rotate")
    if text is not None:
        node.rotates = _list(text, node.style, cascade, "d", count)
        if node.rotates:
            node.turner = node


def _list(text: str, style: Style, cascade: Cascade, axis: str, most: int) -> list[float]:
    """Return the values of a list, at most so many; none if any of them is bad."""
    found: list[float] = []
    for word in text.translate(_SEPARATORS).split(None, most)[:most]:
        number = number_of(word, style, cascade, axis)
        if number is None:
            return []
        found.append(number)
    return found


def _spare_marks(chars: Chars) -> None:
    """Take away what is given to marks: they stay with the letters before them in their element."""
    import unicodedata

    text, owners = chars.text, chars.owners
    for column in (chars.x, chars.y, chars.dx, chars.dy):
        for i in [i for i in column if unicodedata.category(text[i]) in {"Mn", "Me"}]:
            if i and owners[i - 1] is owners[i]:
                del column[i]


def rotations(chars: Chars) -> dict[int, float]:
    """Return the rotation of each letter that has one, radians."""
    if all(node.turner is None for node in chars.spans):
        return {}
    found: dict[int, float] = {}
    for i, node in enumerate(chars.owners):
        turner = node.turner
        if turner is not None:
            angle = turner.rotates[min(i - turner.start, len(turner.rotates) - 1)]
            if angle:
                found[i] = math.radians(angle)
    return found
