"""Paints: shapes that look alike, in groups that count alike, share one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from natfig.core.units import mm_to_pt
from natfig.qa.document import Document, Link, Paint
from natfig.qa.readers._svg import servers
from natfig.qa.readers._svg.frame import MM_PER_PX, Frame
from natfig.qa.readers._svg.names import SVG

if TYPE_CHECKING:
    from natfig.qa.readers._svg.css import Cascade
    from natfig.qa.readers._svg.style import Style

__all__ = ["Paints", "References"]

# So many ids are looked for one by one; in a large file where every mark has an id that is
# faster than listing them all.
_FEW = 6
# Where what is referred to usually stands; the rest of a large file is searched only for
# what is not there.
_SHELVES = tuple(
    f"{SVG}{name}"
    for name in (
        "defs",
        "clipPath",
        "linearGradient",
        "radialGradient",
        "pattern",
        "mask",
        "symbol",
        "marker",
    )
)


class References:
    """Elements of the file by id."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._ids: dict[str, Any] | None = None
        self._found: dict[str, Any] = {}
        self._defined: dict[Any, Any] | None = None

    def _on_shelves(self) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        seen = set()
        for shelf in self._root.iter(*_SHELVES):
            if shelf in seen:
                continue
            for element in shelf.iter("*"):
                found.setdefault(element.get("id"), element)
                if element.tag in _SHELVES:
                    seen.add(element)
        return found

    def find(self, href: str) -> Any:
        """Return the element that ``#id`` names, or None; of several the first."""
        if not href.startswith("#"):
            return None
        name = href[1:]
        if self._defined is None:
            self._defined = self._on_shelves()
        if (found := self._defined.get(name)) is not None:
            return found
        if self._ids is None:
            if len(self._found) < _FEW or name in self._found:
                if name not in self._found:
                    self._found[name] = next(iter(self._root.xpath("//*[@id=$name]", name=name)), None)
                return self._found[name]
            self._ids = {}
            for element in self._root.xpath("//*[@id]"):
                self._ids.setdefault(element.get("id"), element)
        return self._ids.get(name)


class Paints:
    """Finds the paint of a style in a frame."""

    def __init__(self, document: Document, cascade: Cascade, references: References) -> None:
        self.document = document
        self.cascade = cascade
        self.references = references
        self._keys: dict[tuple[Any, ...], int] = {}
        self._known: dict[tuple[Style, int, float], int] = {}

    def key(self, frame: Frame) -> int:
        """Return a number that is the same for frames in which a style paints the same."""
        found = (frame.group, frame.panel, frame.clip, frame.opacity, frame.is_text)
        return self._keys.setdefault(found, len(self._keys))

    def paint(self, style: Style, frame: Frame, scale: float) -> int:
        """Return the number of a paint, or −1 where nothing would be seen.

        `scale` is what lengths are multiplied by on their way to mm.
        """
        key = (style, frame.key, scale)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._new(style, frame, scale)
        return found

    def _new(self, style: Style, frame: Frame, scale: float) -> int:
        opacity = frame.opacity * style.opacity
        if not style.visible or opacity <= 0:
            return -1
        fill, fill_stops = self.server(style.fill, style.fill_fallback, style.color)
        stroke, stroke_stops = self.server(style.stroke, style.stroke_fallback, style.color)
        fill_opacity, stroke_opacity = style.fill_alpha * opacity, style.stroke_alpha * opacity
        if fill_opacity <= 0:
            fill, fill_stops = None, ()
        width = 0.0
        if stroke is not None or stroke_stops:
            fixed = style.vector_effect == "non-scaling-stroke"
            width = mm_to_pt(style.stroke_width * (MM_PER_PX if fixed else scale))
        if width <= 0 or stroke_opacity <= 0:
            stroke, stroke_stops, width = None, (), 0.0
        if fill is None and stroke is None and not fill_stops and not stroke_stops:
            return -1
        paints = self.document.shapes.paints
        paints.append(
            Paint(
                fill,
                stroke,
                fill_opacity,
                stroke_opacity,
                width,
                style.dashed and width > 0,
                frame.group,
                frame.panel,
                frame.clip,
                fill_stops,
                stroke_stops,
                frame.is_text,
            )
        )
        return len(paints) - 1

    def server(
        self, value: str | None, fallback: str | None, color: str
    ) -> tuple[str | None, tuple[str, ...]]:
        """Return a paint's colour, or the colours of the gradient or pattern it names."""
        if value is None or not value.startswith("url("):
            return value, ()
        href = value[4:].rstrip(")").strip("\"' ")
        target = self.references.find(href)
        if target is None:
            if href and not href.startswith("#"):
                self.document.links.append(Link(href[:500], "paint"))
            return fallback, ()
        stops = servers.colors_of(target, self.references.find, self.cascade, color)
        if len(set(stops)) == 1:
            return stops[0], ()
        return None, stops
