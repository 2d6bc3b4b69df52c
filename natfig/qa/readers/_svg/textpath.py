"""Text along a path: where on it a letter stands, and in which direction.

Source: SVG 2, section 11.8, <https://www.w3.org/TR/SVG2/text.html#TextpathLayoutRules>; a
closed path is not followed beyond its end, as browsers have it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from natfig.qa.document import Point
from natfig.qa.readers._svg.names import HREF, XLINK_HREF

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.readers._svg.css import Cascade
    from natfig.qa.readers._svg.style import Style

__all__ = ["PathOf", "Track", "track_of"]

# From a reference to the subpaths of what it names, or None.
PathOf = Callable[[str], list[list[Point]] | None]

# Lines that many texts follow are measured once; no figure has more of them.
_MOST_KNOWN = 1000
_known: WeakKeyDictionary[Cascade, dict[tuple[str, str], _Line | None]] = WeakKeyDictionary()


class _Line:
    """Points with the way to each; gaps between subpaths have no length."""

    __slots__ = ("ends", "points", "total")

    def __init__(self, subpaths: list[list[Point]]) -> None:
        self.points: list[tuple[Point, Point]] = []
        self.ends: list[float] = []
        way = 0.0
        for subpath in subpaths:
            for a, b in pairwise(subpath):
                length = math.dist(a, b)
                if length > 0:
                    way += length
                    self.points.append((a, b))
                    self.ends.append(way)
        self.total = way

    def at(self, way: float) -> tuple[Point, float] | None:
        """Return the point and the direction (radians) after a way, or None beyond the ends."""
        if not 0 <= way <= self.total:
            return None
        k = bisect_left(self.ends, way)
        (x0, y0), (x1, y1) = self.points[k]
        before = self.ends[k - 1] if k else 0.0
        share = (way - before) / (self.ends[k] - before)
        return (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share), math.atan2(y1 - y0, x1 - x0)

    @property
    def end(self) -> Point:
        return self.points[-1][1]


class Track:
    """A line that text follows, and where on it the text starts."""

    __slots__ = ("line", "start")

    def __init__(self, line: _Line, start: float) -> None:
        self.line = line
        self.start = start

    @property
    def end(self) -> Point:
        """Where the line ends; text after it goes on there."""
        return self.line.end

    def place(self, along: float, advance: float, across: float) -> tuple[float, float, float] | None:
        """Return (x, y, angle) of a letter's start, or None where its middle is off the line.

        Parameters
        ----------
        along : float
            From the line's start to the letter's, `start` included; px.
        advance : float
            How long the letter is; its middle stands on the line.
        across : float
            How far it is moved off the line, to its right side.
        """
        found = self.line.at(along + advance / 2)
        if found is None:
            return None
        (x, y), angle = found
        c, s = math.cos(angle), math.sin(angle)
        return x - c * advance / 2 - s * across, y - s * advance / 2 + c * across, angle


def track_of(element: etree._Element, style: Style, cascade: Cascade, path_of: PathOf) -> Track | None:
    """Return what a ``<textPath>`` follows, or None where it names nothing; then it isn't drawn."""
    href, data = element.get(HREF) or element.get(XLINK_HREF) or "", element.get("path") or ""
    known = _known.setdefault(cascade, {})
    if (href, data) not in known:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        known[href, data] = _line(href, data, path_of)
    line = known[href, data]
    if line is None:
        return None
    offset = (element.get("startOffset") or "0").strip()
    if offset.endswith("%"):
        try:
            start = float(offset[:-1]) / 100 * line.total
        except ValueError:
            start = 0.0
    else:
        start = cascade.length(offset, style, "d")
    return Track(line, start if math.isfinite(start) else 0.0)


def _line(href: str, data: str, path_of: PathOf) -> _Line | None:
    if data:
        from natfig.qa.paths import path_points

        subpaths: list[list[Point]] | None = path_points(data)
    else:
        subpaths = path_of(href)
    line = _Line(subpaths or [])
    return line if line.points and math.isfinite(line.total) else None
