"""Texts of svglite's SVG: where they stand, and what belongs to one label.

plotmath draws a formula piece by piece, and grid draws each line of a label for itself; here the
pieces become one ``<text>`` with ``<tspan>`` elements, so that a label is edited as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import cos, radians, sin
from typing import Any

from lxml import etree

from natfig.backends.r.measure import text_mm
from natfig.core.units import mm_to_pt
from natfig.style.fonts import SVG_FAMILY

__all__ = ["bounds", "box_of", "finish_text", "join_lines", "join_pieces", "place", "size_of"]

_SVG = "http://www.w3.org/2000/svg"
# Distances of the lines of one label, in its size: R sets them 1.2 times the line height apart, which
# is 0.9 in themes and 1.2 in layers of text, unless the code says 1.
_PITCHES = {"guide": (1.08,), "axis": (1.08, 1.2), "colorbar": (1.08,), "lines": (0.9, 1.08, 1.2, 1.44)}
_PITCH_SLACK = 0.012
# Between what is sure to be one label: any line height.
_CLOSE = (0.85, 1.5)
# Above and below the baseline, in the size of the text, as Arial's letters reach.
_ASCENT, _DESCENT = 0.72, 0.21


def numbers(text: str | None) -> list[float]:
    """Return the numbers of an attribute."""
    return [float(v) for v in re.findall(r"-?[\d.]+(?:e-?\d+)?", text or "")]


def size_of(element: Any) -> float:
    """Return the size of a text in pt, 0 where it doesn't say one."""
    found = re.search(r"font-size: ([\d.]+)px", element.get("style", ""))
    return float(found[1]) if found else 0.0


def place(leaf: Any) -> tuple[float, float, float]:
    """Return a text's x, y and angle in degrees."""
    turn = re.match(r"translate\(([-\d.]+),([-\d.]+)\)(?: rotate\(([-\d.]+)\))?", leaf.get("transform", ""))
    if turn:
        return float(turn[1]), float(turn[2]), float(turn[3] or 0)
    return float(leaf.get("x", 0)), float(leaf.get("y", 0)), 0.0


def finish_text(leaf: Any) -> None:
    """Take away what squeezes a text, and name the fonts that may stand for Arial."""
    for element in leaf.iter():
        for key in ("textLength", "lengthAdjust"):
            element.attrib.pop(key, None)
        style = element.get("style")
        if style is not None:
            family = f"font-family: {SVG_FAMILY};"
            element.set("style", re.sub(r'font-family: ("[^"]*"|[^;]*);', family, style))


# ---------------------------------------------------------------- boxes


def box_of(leaf: Any) -> tuple[float, float, float, float]:
    """Return a box (x0, y0, x1, y1) that a mark stays within, lines' widths left out."""
    kind = etree.QName(leaf).localname

    def at(key: str) -> float:
        return float(leaf.get(key, 0))

    if kind in ("rect", "image") and "%" not in leaf.get("width", ""):
        return at("x"), at("y"), at("x") + at("width"), at("y") + at("height")
    if kind == "circle":
        return at("cx") - at("r"), at("cy") - at("r"), at("cx") + at("r"), at("cy") + at("r")
    if kind == "line":
        xs, ys = (at("x1"), at("x2")), (at("y1"), at("y2"))
        return min(xs), min(ys), max(xs), max(ys)
    if kind in ("polyline", "polygon", "path"):
        # svglite's paths are polygons with absolute places.
        values = numbers(leaf.get("d") if kind == "path" else leaf.get("points"))
        if values:
            return min(values[::2]), min(values[1::2]), max(values[::2]), max(values[1::2])
    if kind == "text":
        x, y = place(leaf)[:2]
        return x, y, x, y
    return float("-inf"), float("-inf"), float("inf"), float("inf")


def bounds(leaf: Any) -> tuple[str, tuple[float, float, float, float]]:
    """Return a finished text's letters and its box on the page, measured in the face it is drawn in.

    The box is that of capitals and descenders, turned with the text.
    """
    x, y, angle = place(leaf)
    size, is_bold = size_of(leaf), "bold" in leaf.get("style", "")
    lines: list[tuple[str, float]] = [(leaf.text or "", 0.0)] if (leaf.text or "").strip() else []
    at, high, low = 0.0, _ASCENT * size, _DESCENT * size
    for span in leaf:
        if span.get("class") == "line":
            lines.append((span.text or "", float(span.get("y")) - float(leaf.get("y", 0))))
            continue
        dy = float(span.get("dy", 0))
        at += dy
        own = size_of(span) or size
        high, low = max(high, _ASCENT * own - at), max(low, _DESCENT * own + at)
        if lines and not any(s.get("class") == "line" for s in leaf):
            lines[-1] = (lines[-1][0] + (span.text or ""), 0.0)
        else:
            lines.append((span.text or "", 0.0))
    width = max((mm_to_pt(text_mm(t, size, is_bold=is_bold)) for t, _ in lines), default=0.0)
    share = {"middle": 0.5, "end": 1.0}.get(leaf.get("text-anchor", "start"), 0.0)
    x0, x1 = -share * width, (1 - share) * width
    last = max((dy for _, dy in lines), default=0.0)
    a = radians(angle)
    ends = [(u, v) for u in (x0, x1) for v in (-high, last + low)]
    corners = [(u * cos(a) - v * sin(a), u * sin(a) + v * cos(a)) for u, v in ends]
    xs, ys = [x + c[0] for c in corners], [y + c[1] for c in corners]
    return " ".join(t for t, _ in lines), (min(xs), min(ys), max(xs), max(ys))


# ---------------------------------------------------------------- one label, one text


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    """Return a place along and across the direction of a text."""
    a = radians(angle)
    return x * cos(a) + y * sin(a), -x * sin(a) + y * cos(a)


def _is_text(leaf: Any) -> bool:
    return bool(etree.QName(leaf).localname == "text")


def join_pieces(leaves: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return elements (with what comes along) with the pieces of each formula joined to one text.

    A piece that begins where the one before it ends, on a baseline less than its size away,
    belongs to it.
    """
    out: list[tuple[Any, Any]] = []
    end: tuple[float, float, float, float] | None = None  # along, first baseline, angle, last baseline
    for leaf, more in leaves:
        if not _is_text(leaf) or leaf.get("text-anchor") not in (None, "start"):
            out.append((leaf, more))
            end = None
            continue
        x, y, angle = place(leaf)
        along, across = _turned(x, y, angle)
        size = size_of(leaf)
        width = mm_to_pt(text_mm(leaf.text or "", size, is_bold="bold" in leaf.get("style", "")))
        if (
            end is not None and abs(end[2] - angle) < 0.01 and -0.3 <= along - end[0] <= 0.3 * size
            and abs(across - end[1]) < size
        ):  # fmt: skip
            _append(out[-1][0], leaf, along - end[0], across - end[3])
            end = (along + width, end[1], angle, across)
            continue
        out.append((leaf, more))
        end = (along + width, across, angle, across)
    return out


def _append(first: Any, piece: Any, dx: float, dy: float) -> None:
    """Append a piece to a text as a tspan, moved from where the last one ended."""
    if not len(first) and first.text:
        start = etree.SubElement(first, f"{{{_SVG}}}tspan")
        start.text, first.text = first.text, None
    span = etree.SubElement(first, f"{{{_SVG}}}tspan")
    span.text = piece.text
    if abs(dx) > 0.01:
        span.set("dx", f"{dx:.2f}")
    if abs(dy) > 0.01:
        span.set("dy", f"{dy:.2f}")
    if piece.get("style") != first.get("style"):
        span.set("style", piece.get("style", ""))


def join_lines(leaves: Sequence[tuple[Any, Any]], form: str = "text") -> list[tuple[Any, Any]]:
    """Return elements with the lines of each label joined to one text.

    Parameters
    ----------
    leaves : sequence of (element, what comes along)
    form : str
        "axis" (tick labels), "guide", "colorbar" and "lines" are labels of their own that may stand
        below each other; a line of theirs is known by the distance that R sets it at. In other forms
        all lines are of one label.
    """
    out: list[tuple[Any, Any]] = []
    last: tuple[float, float, float] | None = None  # along, across, angle
    are_apart = form == "axis" and _one_per_tick([leaf for leaf, _ in leaves])
    for leaf, more in leaves:
        if not _is_text(leaf) or len(leaf):
            out.append((leaf, more))
            last = None
            continue
        x, y, angle = place(leaf)
        along, across = _turned(x, y, angle)
        first = out[-1][0] if out else None
        if (
            not are_apart and last is not None and first is not None and _is_alike(first, leaf)
            and last[2] == angle and abs(last[0] - along) < 0.06
            and _is_pitch(across - last[1], size_of(leaf), form)
        ):  # fmt: skip
            _add_line(first, leaf, across - last[1])
        else:
            out.append((leaf, more))
        last = (along, across, angle)
    return out


def _one_per_tick(leaves: Sequence[Any]) -> bool:
    """Whether every tick has one line: as many as there are ticks, or all below each other, evenly."""
    texts = [leaf for leaf in leaves if _is_text(leaf)]
    ticks = sum(etree.QName(leaf).localname in ("polyline", "line") for leaf in leaves)
    if ticks == len(texts):
        return True
    if ticks or len(texts) < 3:
        return False
    spots = [_turned(*place(leaf)) for leaf in texts]
    steps = [b[1] - a[1] for a, b in pairwise(spots)]
    is_stack = all(abs(spot[0] - spots[0][0]) < 0.06 for spot in spots)
    return is_stack and max(steps) - min(steps) < 0.06


def _is_alike(first: Any, leaf: Any) -> bool:
    return _is_text(first) and all(first.get(k) == leaf.get(k) for k in ("style", "text-anchor"))


def _is_pitch(step: float, size: float, form: str) -> bool:
    if size <= 0:
        return False
    if form not in _PITCHES:
        return _CLOSE[0] <= step / size <= _CLOSE[1]
    return any(abs(step / size - pitch) < _PITCH_SLACK for pitch in _PITCHES[form])


def _add_line(first: Any, leaf: Any, dy: float) -> None:
    # With a place of its own each line is a line to readers, too.
    at = first.get("x", "0")
    if not len(first):
        start = etree.SubElement(first, f"{{{_SVG}}}tspan", x=at, y=first.get("y", "0"))
        start.text, first.text = first.text, None
        start.set("class", "line")
    y = float(first[-1].get("y")) + dy
    span = etree.SubElement(first, f"{{{_SVG}}}tspan", x=at, y=f"{y:.2f}")
    span.set("class", "line")
    span.text = leaf.text
