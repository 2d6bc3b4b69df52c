"""Plane geometry on boxes and quadrilaterals in mm: what touches what.

A rotated label fills a small part of its upright box, so upright boxes (`Rect`)
decide quickly and quadrilaterals (`Quad`, four corners in order) decide truly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple, Protocol, TypeVar

__all__ = ["Labelled", "Point", "Quad", "Rect", "covered_by", "depth_mm", "outside", "overlapping", "quad_of"]

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]


class Rect(NamedTuple):
    """An upright box, mm from the page's top left."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h


class Labelled(Protocol):
    """What the functions here ask of a text."""

    @property
    def rect(self) -> Rect: ...
    @property
    def quad(self) -> Quad: ...


T = TypeVar("T", bound=Labelled)


def quad_of(rect: Rect) -> Quad:
    """Return a box as its four corners."""
    return ((rect.x, rect.y), (rect.right, rect.y), (rect.right, rect.bottom), (rect.x, rect.bottom))


def _rect_depth(a: Rect, b: Rect) -> float:
    return min(min(a.right, b.right) - max(a.x, b.x), min(a.bottom, b.bottom) - max(a.y, b.y))


def _axes(quad: Quad) -> Iterator[Point]:
    for (x0, y0), (x1, y1) in zip(quad, (*quad[1:], quad[0]), strict=True):
        dx, dy = x1 - x0, y1 - y0
        length = (dx * dx + dy * dy) ** 0.5
        if length > 0:
            yield -dy / length, dx / length


def depth_mm(a: Quad, b: Quad) -> float:
    """Return how deep two convex quadrilaterals reach into each other.

    The shortest way, in mm, one of them has to move until they no longer share
    area; negative when they are apart (then minus the widest gap along any edge's
    normal). Separating axis theorem: convex shapes are apart exactly when their
    shadows on the normal of some edge are.
    """
    depth = float("inf")
    for nx, ny in (*_axes(a), *_axes(b)):
        sa = [x * nx + y * ny for x, y in a]
        sb = [x * nx + y * ny for x, y in b]
        depth = min(depth, max(sa) - min(sb), max(sb) - min(sa))
    return depth


def overlapping(texts: Sequence[T], tolerance_mm: float = 0.0) -> list[tuple[T, T, float]]:
    """Return the pairs that reach into each other by more than `tolerance_mm`, and how deep."""
    found = []
    for a, b in combinations(texts, 2):
        if _rect_depth(a.rect, b.rect) > tolerance_mm:
            depth = depth_mm(a.quad, b.quad)
            if depth > tolerance_mm:
                found.append((a, b, depth))
    return found


def outside(
    texts: Iterable[T], width_mm: float, height_mm: float, tolerance_mm: float = 0.0
) -> list[tuple[T, float]]:
    """Return the texts that leave the page by more than `tolerance_mm`, and by how much."""
    found = []
    for text in texts:
        r = text.rect
        beyond = max(-r.x, -r.y, r.right - width_mm, r.bottom - height_mm)
        if beyond > tolerance_mm:
            found.append((text, beyond))
    return found


def covered_by(texts: Iterable[T], box: Rect, tolerance_mm: float = 0.0) -> list[tuple[T, float]]:
    """Return the texts that reach into a box by more than `tolerance_mm`, and how deep."""
    quad = quad_of(box)
    near = (text for text in texts if _rect_depth(text.rect, box) > tolerance_mm)
    return [(text, d) for text in near if (d := depth_mm(text.quad, quad)) > tolerance_mm]
