"""Sharing out lengths among neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from natfig.layout.grid import ALIKE_MM, AUTO_AXES_MM, MIN_AXES_MM, Box
from natfig.spec.arrangement import Size

__all__ = ["clustered", "fitted", "lifted", "shared"]


def clustered(values: Sequence[float]) -> list[float]:
    """Return for each value the largest of those that are about as large."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    out = list(values)
    group: list[int] = []
    for i in [*order, None]:
        if group and (i is None or values[i] - values[group[-1]] > ALIKE_MM):
            for member in group:
                out[member] = values[group[-1]]
            group = []
        if i is not None:
            group.append(i)
    return out


def shared(total: float, sizes: Sequence[Size]) -> list[float]:
    """Share a length in mm; fixed sizes come first."""
    rest = total - sum(s.mm or 0.0 for s in sizes)
    weight = sum(s.weight for s in sizes if s.mm is None)
    return [s.mm if s.mm is not None else rest * s.weight / weight for s in sizes]


def lifted(heights: Sequence[float], least: Sequence[float]) -> list[float]:
    """Take height from those that have it to spare, for those whose texts need it."""
    short = [max(0.0, n - h) for n, h in zip(least, heights, strict=True)]
    missing = sum(short)
    # Nobody is made low for it as long as there is another way.
    for floor in (AUTO_AXES_MM[0], MIN_AXES_MM):
        spare = [max(0.0, h - max(n, floor)) for n, h in zip(least, heights, strict=True)]
        available = sum(spare)
        if missing and available >= missing:
            return [h + s - p * missing / available for h, s, p in zip(heights, short, spare, strict=True)]
    return list(heights)


def fitted(box: Box, aspect: float | None, *, is_alone: bool) -> Box:
    """Return the largest box of an aspect at the top of another; to the left, or amid the page."""
    if aspect is None:
        return box
    width = min(box.width, box.height * aspect)
    height = width / aspect
    x0 = box.x0 + ((box.width - width) / 2 if is_alone else 0.0)
    return Box(x0, box.y1 - height, x0 + width, box.y1)
