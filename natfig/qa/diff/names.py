"""Ids: which a person gave and which a program counted, and under which heading a thing is told."""

from __future__ import annotations

import re
from functools import lru_cache

from natfig.core import lazyre
from natfig.qa.checks._names import outer_id

__all__ = ["given_name", "is_generated", "section_name"]

# Elements of SVG and artists of matplotlib with a number behind, as programs count them
# (Inkscape "path1234", "tspan12-3"; matplotlib "line2d_7", "PathCollection_1"; cairo "surface5"; graphviz
# "node3"), and what is random.
_COUNTED = lazyre.compile(
    r"(?:svg|g|a|path|rect|use|text|tspan|textpath|image|circle|ellipse|line|polyline|polygon|layer|surface"
    r"|glyph|clip|clippath|clip-path|mask|symbol|defs|marker|pattern|flowroot|flowpara|flowregion|group"
    r"|figure|axes|patch|line2d|legend|matplotlib\.axis|xtick|ytick|table|container|graph|node|edge|clust"
    r"|cluster|id|shape|page|artboard|vector|frame|source|gnuplot_plot_|namedview|metadata|base|title|desc"
    r"|meshgrid|[A-Z][A-Za-z]+(?=_))[-_. ]?\d[\d_.\-]*[a-z]?(?:-\d+)*",
    re.IGNORECASE,
)
_RANDOM = lazyre.compile(
    r"(?=[^0-9]*\d)(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]?[0-9a-f]{8,}|_?\d+)", re.IGNORECASE
)
# What people rarely mean when they write it, and programs often put around everything.
_WRAPPERS = frozenset({"svg", "root", "main", "figure", "canvas", "graph", "layer", "page", "plot", "chart"})


@lru_cache(maxsize=65536)
def is_generated(name: str) -> bool:
    """Return whether a program made up an id, so that it may be another one next time."""
    return _COUNTED.fullmatch(name) is not None or _RANDOM.fullmatch(name) is not None


@lru_cache(maxsize=16384)
def given_name(group: str) -> str | None:
    """Return the innermost id around a thing that says what it is, or None."""
    return next((part for part in reversed(group.split("/")) if part and not is_generated(part)), None)


@lru_cache(maxsize=16384)
def section_name(group: str, panel: str | None) -> str:
    """Return the heading of a thing: its panel, else the outermost group with a name, else the page."""
    if panel is not None:
        return f"panel {panel}"
    if axes := outer_id(group):
        return axes
    for part in group.split("/"):
        if part and not is_generated(part) and part.lower() not in _WRAPPERS:
            return part
    return "page"
