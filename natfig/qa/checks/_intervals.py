"""Which series of a panel have error bars or a band, as far as ids and shapes tell."""

from __future__ import annotations

import re
from collections import defaultdict

from natfig.core import lazyre
from natfig.qa.checks import _names as names
from natfig.qa.document import Document, Paint

__all__ = ["series_with_intervals"]

_INTERVAL = lazyre.compile(
    r"(?:^|\.)(?:band|spread|errors?|errorbars?|ribbon|ci|whiskers?)(?:\.|$)", re.IGNORECASE
)
# Groups that show single observations or what belongs to them: no interval is expected there.
_ASIDE = lazyre.compile(r"(?:^|\.)(?:points|censored|trend)(?:\.|$)", re.IGNORECASE)

# A segment is upright or level when its other side is below this, in mm.
_FLAT_MM = 0.01
# Fewer parallel segments may be a line's own two points or an arrow.
_FEWEST = 2
_KEY = "intervals"


def series_with_intervals(document: Document) -> dict[str, dict[str, bool]]:
    """Return for each panel letter its series, and whether each has error bars or a band.

    A series has them when a group of its name is called a band, spread or error, or when
    its own group holds upright segments without fill, as error bars are.
    """
    known: dict[str, dict[str, bool]] | None = document.cache.get(_KEY)
    if known is None:
        known = document.cache[_KEY] = _find(document)
    return known


def _find(document: Document) -> dict[str, dict[str, bool]]:
    shapes = document.shapes
    segments = _segments(document)
    listed: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for i, paint in enumerate(shapes.paints):
        name = names.series_of(paint.group)
        last = paint.group.rpartition("/")[2]
        if paint.panel is None or not name or _ASIDE.search(last):
            continue
        listed[paint.panel].append((name, bool(_INTERVAL.search(last)) or segments.get(i, 0) >= _FEWEST))
    out: dict[str, dict[str, bool]] = {}
    for panel, found in listed.items():
        base = names.base_names([name for name, _ in found])
        series: dict[str, bool] = {}
        for name, has in found:
            series[base[name]] = series.get(base[name], False) or has
        out[panel] = series
    return out


def _segments(document: Document) -> dict[int, int]:
    """Return how many upright or level segments each paint of a named series has."""
    shapes = document.shapes
    wanted = {i for i, paint in enumerate(shapes.paints) if _could_be_bar(paint)}
    found: dict[int, int] = dict.fromkeys(wanted, 0)
    if not wanted:
        return found
    for p, x0, y0, x1, y1 in zip(shapes.paint, shapes.x0, shapes.y0, shapes.x1, shapes.y1, strict=True):
        if p in found and (x1 - x0 < _FLAT_MM) != (y1 - y0 < _FLAT_MM):
            found[p] += 1
    return found


def _could_be_bar(paint: Paint) -> bool:
    return (
        paint.panel is not None
        and paint.fill is None
        and paint.stroke is not None
        and not paint.dashed
        and names.series_of(paint.group) is not None
    )
