"""What bounds an element: clip paths, hard masks; soft ones, filters and blending are said to be left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from natfig.drawing._svg.css import Sheet, local_name
from natfig.drawing._svg.geometry import SHAPES, Frame, outline_of
from natfig.drawing._svg.paint import Paints, href_of
from natfig.drawing._svg.values import length, transform
from natfig.drawing.matrix import multiply
from natfig.drawing.model import Matrix, Notes
from natfig.drawing.outline import Outline, Pen, join_outlines

__all__ = ["SILENT", "UNIT", "Bounds", "Place"]

# What is never drawn where it stands.
SILENT = frozenset(
    [
        "defs",
        "clipPath",
        "mask",
        "marker",
        "linearGradient",
        "radialGradient",
        "pattern",
        "filter",
        "symbol",
        "metadata",
        "title",
        "desc",
        "namedview",
        "style",
        "solidColor",
        "hatch",
        "cursor",
        "view",
        "font",
        "font-face",
        "missing-glyph",
        "glyph",
        "page",
    ]
)


@dataclass(frozen=True, slots=True)
class Place:
    """What an element inherits besides its style."""

    matrix: Matrix
    frame: Frame
    opacity: float = 1.0
    clips: tuple[Outline, ...] = ()
    name: str = ""
    depth: int = 0
    uses: tuple[Any, ...] = ()


def _unit() -> Outline:
    pen = Pen()
    pen.rectangle((0.0, 0.0, 1.0, 1.0))
    return pen.outline


UNIT = _unit()
_NOTHING = (UNIT.vertices * 0, UNIT.codes)


class Bounds:
    """Finds what bounds elements.

    Parameters
    ----------
    ids : dict of str to element
    sheet : Sheet
    paints : Paints
    notes : Notes
    """

    def __init__(self, ids: dict[str, Any], sheet: Sheet, paints: Paints, notes: Notes) -> None:
        self.ids, self.sheet, self.paints, self.notes = ids, sheet, paints, notes

    def around(self, element: Any, style: dict[str, str], place: Place) -> Place:
        if style.get("filter", "none") not in ("none", ""):
            self.notes.add("a filter (a shadow or blur)")
        if style.get("mix-blend-mode", "normal") != "normal":
            self.notes.add("a blend mode")
        clips = place.clips
        for which in ("clip-path", "mask"):
            value = style.get(which, "none")
            server = self.server(value)
            if server is None:
                if value not in ("none", "") and not value.startswith("url("):
                    self.notes.add("a clip given in CSS")
                continue
            found = self._clip(server, element, style, place, depth=0)
            if found is not None:
                clips = (*clips, *found)
        return replace(place, clips=clips)

    def server(self, value: str) -> Any:
        value = value.strip()
        return self.ids.get(value[4:].partition(")")[0].strip("\"' #")) if value.startswith("url(") else None

    def _clip(
        self, server: Any, element: Any, style: dict[str, str], place: Place, depth: int
    ) -> tuple[Outline, ...] | None:
        """Return the outlines that bound an element, or None where they can't be had."""
        is_mask = local_name(server) == "mask"
        matrix = multiply(place.matrix, transform(server.get("transform")))
        units = server.get("maskContentUnits" if is_mask else "clipPathUnits")
        if units == "objectBoundingBox":
            own = (
                outline_of(element, style, place.frame, self.notes) if local_name(element) in SHAPES else None
            )
            if own is None or not own.is_sound:
                self.notes.add("a clip relative to a group's box")
                return None
            x0, y0, x1, y1 = own.bounds
            matrix = multiply(matrix, (x1 - x0, 0.0, 0.0, y1 - y0, x0, y0))
        parts: list[Outline] = []
        for child in server:
            if not self._clip_part(child, replace(place, matrix=matrix), parts, is_mask=is_mask, depth=0):
                self.notes.add("a soft mask" if is_mask else "a clip made of text")
                return None
        clips: tuple[Outline, ...] = (join_outlines(parts) if parts else Outline(*_NOTHING),)
        further = self.server(self.sheet.style(server, {}).get("clip-path", "none"))
        if further is not None and depth < 8:
            clips += self._clip(further, element, style, place, depth + 1) or ()
        return clips

    def _clip_part(
        self, child: Any, place: Place, parts: list[Outline], *, is_mask: bool, depth: int
    ) -> bool:
        """Add a child's outline; return False where it is more than an outline."""
        name = local_name(child)
        style = self.sheet.style(child, {}) if name else {}
        if not name or name in SILENT or style.get("display") == "none" or depth > 8:
            return True
        if is_mask and name in SHAPES:
            # A mask that is opaque white bounds like a clip; anything softer does not.
            fill, alpha = self.paints.fill(style, UNIT, place.matrix, place.frame)
            if fill not in ("#FFFFFF", "#D9D9D9") or alpha < 1 or style.get("stroke", "none") != "none":
                return False
        here = replace(place, matrix=multiply(place.matrix, transform(child.get("transform"))))
        if name == "use":
            target = self.ids.get(href_of(child).removeprefix("#"))
            moved = (1.0, 0.0, 0.0, 1.0, length(child.get("x")), length(child.get("y")))
            here = replace(here, matrix=multiply(here.matrix, moved))
            return target is None or self._clip_part(target, here, parts, is_mask=is_mask, depth=depth + 1)
        if name == "g" and is_mask:
            return all(self._clip_part(c, here, parts, is_mask=True, depth=depth + 1) for c in child)
        if name not in SHAPES:
            return False
        outline = outline_of(child, style, here.frame, self.notes)
        if outline is not None and (moved_outline := outline.moved(here.matrix)).is_sound:
            is_even_odd = style.get("clip-rule") == "evenodd"
            parts.append(moved_outline.filled_even_odd() if is_even_odd else moved_outline)
        return True
