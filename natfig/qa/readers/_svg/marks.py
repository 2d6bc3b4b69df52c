"""Keeps what is painted so that its outline can be worked out later, for the few shapes that need it."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from natfig.core.findings import Severity
from natfig.qa.document import Box, Document, Note, Point
from natfig.qa.geometry import Matrix
from natfig.qa.paths import path_box
from natfig.qa.readers._svg.frame import MAX_MM
from natfig.qa.readers._svg.names import local_name
from natfig.qa.readers._svg.outline import shape_points

if TYPE_CHECKING:
    from natfig.qa.readers._svg.css import Cascade
    from natfig.qa.readers._svg.style import Style

__all__ = ["Marks"]

# Ten columns are filled faster by the thousand than one number at a time.
_CHUNK = 8192
# Path data this long is worth reading by itself.
_SHORT = 2000
# Fewer paths than these are read faster without numpy.
_FEW = 2000
# Where the paths have curves, trying to read them together is given up after so many chunks.
_MOST_REFUSALS = 3
# Attributes that an outline is made from.
_GEOMETRY = {
    "path": ("d",),
    "polyline": ("points",),
    "polygon": ("points",),
    "line": ("x1", "y1", "x2", "y2"),
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
}


class Marks:
    """Puts shapes into a document.

    A marker that ``<use>`` repeats is one template with many offsets, so that half a
    million of them cost two numbers each.
    """

    def __init__(self, document: Document, cascade: Cascade) -> None:
        self.document = document
        self.cascade = cascade
        self.order = 0
        self._templates: list[tuple[Any, Matrix, Style]] = []
        self._template_of = array("l")
        self._dx, self._dy = array("d"), array("d")
        self._rows: list[tuple[Any, ...]] = []
        self._late = 0  # rows whose boxes are still to be worked out
        self._refusals = 0
        self._warned = False

    def template(self, element: Any, matrix: Matrix, style: Style) -> int:
        """Keep what an outline is made of, and return its number."""
        self._templates.append((element, matrix, style))
        return len(self._templates) - 1

    def put(
        self,
        paint: int,
        template: int,
        box: Sequence[float],
        *,
        clip: Box | None,
        line: int,
        move: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        """Add a shape, cut to its clip.

        Parameters
        ----------
        paint, template : int
        box : sequence of float
            x0, y0, x1, y1 in mm.
        clip : Box or None
        line : int
            In the source file.
        move : tuple of float
            From the template's place, mm.
        """
        cut = self._cut(box, clip, line)
        if cut is None:
            return
        self.order += 1
        self._rows.append((paint, *cut, self.order, line, template, *move))
        if len(self._rows) >= _CHUNK:
            self.flush()

    def put_late(
        self, paint: int, what: tuple[Any, Matrix, Style], data: str, clip: Box | None, line: int | None
    ) -> bool:
        """Add a path whose box is worked out together with others; see `put`.

        Parameters
        ----------
        what : tuple
            Element, matrix and style, as in `template`.
        data : str
            Path data.

        Returns
        -------
        bool
            False where its box can't wait.
        """
        if len(data) >= _SHORT or self._refusals >= _MOST_REFUSALS:
            return False
        templates, rows = self._templates, self._rows
        self.order = order = self.order + 1
        self._late += 1
        rows.append((paint, None, data, clip, order, line or 0, len(templates), 0.0, 0.0))
        templates.append(what)
        if len(rows) >= _CHUNK:
            self.flush()
        return True

    def _cut(
        self, box: Sequence[float], clip: Box | None, line: int
    ) -> tuple[float, float, float, float] | None:
        """Return what a clip leaves of a box; None where that is nothing, or lies nowhere."""
        x0, y0, x1, y1 = box
        if not (-MAX_MM < x0 <= x1 < MAX_MM and -MAX_MM < y0 <= y1 < MAX_MM):
            self.warn_far(line)
            return None
        if clip is not None:
            cx0, cy0, cx1, cy1 = clip
            if x0 < cx0 or y0 < cy0 or x1 > cx1 or y1 > cy1:
                x0, y0, x1, y1 = max(x0, cx0), max(y0, cy0), min(x1, cx1), min(y1, cy1)
                if x0 > x1 or y0 > y1:
                    return None
        return x0, y0, x1, y1

    def _settle(self) -> None:
        """Work out the boxes that were put off."""
        late = [row for row in self._rows if row[1] is None]
        found: Any = None
        if len(late) > _FEW and (place := self._place_of_all(late)) is not None:
            from natfig.qa.readers._svg.straight import boxes

            found = boxes([row[2] for row in late], *place)
            self._refusals += found is None
        if found is None:
            found = [self._by_itself(row) for row in late]
        if len(late) == len(self._rows):
            self._rows = [
                (row[0], *box, *row[4:]) for row, box in zip(late, found, strict=True) if box is not None
            ]
        else:
            box_of = iter(found)
            rows = []
            for row in self._rows:
                if row[1] is not None:
                    rows.append(row)
                elif (box := next(box_of)) is not None:
                    rows.append((row[0], *box, *row[4:]))
            self._rows = rows
        self._late = 0

    def _place_of_all(self, late: list[tuple[Any, ...]]) -> tuple[Matrix, Box | None] | None:
        """Return matrix and clip where all of them have the same."""
        matrix, clip = self._templates[late[0][6]][1], late[0][3]
        for row in late:
            other = self._templates[row[6]][1]
            if (other is not matrix and other != matrix) or (row[3] is not clip and row[3] != clip):
                return None
        return matrix, clip

    def _by_itself(self, row: tuple[Any, ...]) -> tuple[float, float, float, float] | None:
        box = path_box(row[2], self._templates[row[6]][1])
        return None if box is None else self._cut(box, row[3], row[5])

    def flush(self) -> None:
        """Put what was collected into the document's columns."""
        if self._late:
            self._settle()
        if self._rows:
            s = self.document.shapes
            into: tuple[array[Any], ...] = (
                s.paint,
                s.x0,
                s.y0,
                s.x1,
                s.y1,
                s.order,
                s.line,
                self._template_of,
                self._dx,
                self._dy,
            )
            for column, values in zip(into, zip(*self._rows, strict=True), strict=True):
                column.extend(values)
            self._rows.clear()

    def next_order(self) -> int:
        """Return the paint order of something that is not a shape."""
        self.order += 1
        return self.order

    def warn_far(self, line: int | None) -> None:
        """Note, once, that something lies nowhere."""
        if not self._warned:
            self._warned = True
            self.document.notes.append(
                Note(
                    "a coordinate is further off the page than any program draws, or is no number",
                    Severity.WARNING,
                    line=line,
                )
            )

    def recipe(self, i: int) -> Hashable:
        """Return what a shape is drawn from and where, or None where a style sheet has a say in it."""
        element, matrix, style = self._templates[self._template_of[i]]
        if style.geometry:
            return None
        name = local_name(element.tag)
        return name, tuple(map(element.get, _GEOMETRY[name])), matrix, self._dx[i], self._dy[i]

    def outline(self, i: int) -> list[list[Point]]:
        """Return a shape's subpaths in mm."""
        element, matrix, style = self._templates[self._template_of[i]]
        dx, dy = self._dx[i], self._dy[i]
        if dx or dy:
            a, b, c, d, e, f = matrix
            matrix = (a, b, c, d, e + dx, f + dy)
        return shape_points(element, local_name(element.tag), style, self.cascade, matrix)
