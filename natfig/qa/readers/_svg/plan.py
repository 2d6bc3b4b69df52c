"""How to read an element fast: which of its attributes matter for what.

Elements of one tag with the same attribute names share a plan; a large file has a
handful of them. It turns reading an element into two calls (names, values) and a
look-up by the values that decide its look.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from natfig.qa.readers._svg.names import HREF, INKSCAPE, XLINK_HREF, local_name
from natfig.qa.readers._svg.properties import ATTRIBUTES

__all__ = ["GROUPS", "SHAPES", "Plan"]

SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
GROUPS = frozenset({"g", "a", "svg", "switch"})

# Attributes that are read by name where they matter and do not change the style.
_PLACE = {
    "path": ("d",),
    "circle": ("cx", "cy", "r"),
    "rect": ("x", "y", "width", "height"),
    "line": ("x1", "y1", "x2", "y2"),
    "use": ("x", "y"),
}

_SPECIAL = frozenset(
    {
        "transform",
        "systemLanguage",
        "requiredExtensions",
        "requiredFeatures",
        "transform-origin",
        f"{INKSCAPE}label",
    }
)


def _nothing(values: list[str]) -> tuple[str, ...]:
    del values
    return ()


def _picked(indices: list[int]) -> Callable[[list[str]], Any]:
    return itemgetter(*indices) if indices else _nothing


class Plan:
    """What to do with elements of one tag and one set of attribute names.

    Attributes
    ----------
    name : str
        Local name; "" for what is not SVG.
    kind : str
        "shape", "use", "group", "text", "image", "foreignObject" or "" for what draws nothing.
    look : callable
        Values → what decides the style, hashable.
    place : callable or None
        Values → the geometry as text, in the order of `_PLACE`; None where one is missing.
    move : int
        Index of the transform, or −1.
    href : int
        Index of the reference, or −1.
    own_id : int
        Index of the id, or −1.
    simple : bool
        A ``<g>`` that only groups: it moves nothing and sets no conditions.
    """

    __slots__ = ("href", "kind", "look", "move", "name", "own_id", "place", "simple")

    def __init__(self, tag: str, names: tuple[str, ...], *, by_id: bool, by_class: bool) -> None:
        self.name = local_name(tag)
        self.kind = self._kind(self.name)
        style = {"style", "class"} if by_class else {"style"}
        if by_id:
            style.add("id")
        self.look = _picked(
            [i for i, n in enumerate(names) if n in style or (n in ATTRIBUTES and n != "transform")]
        )
        self.move = names.index("transform") if "transform" in names else -1
        self.href = next((names.index(n) for n in (HREF, XLINK_HREF) if n in names), -1)
        self.own_id = names.index("id") if "id" in names else -1
        self.simple = self.name == "g" and _SPECIAL.isdisjoint(names)
        wanted = _PLACE.get(self.name)
        self.place: Callable[[list[str]], Any] | None = None
        if wanted is not None and all(n in names for n in wanted):
            self.place = _picked([names.index(n) for n in wanted])

    @staticmethod
    def _kind(name: str) -> str:
        if name in SHAPES:
            return "shape"
        if name in GROUPS:
            return "group"
        return name if name in {"use", "text", "image", "foreignObject"} else ""
