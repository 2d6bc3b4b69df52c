"""Form XObjects, and the quick way to draw the same small form ten thousand times.

Markers are forms in the PDFs of most plotting programs. The first time one is run; if it
holds nothing but a few shapes, they are kept as a stamp and pressed wherever the form is
drawn in the same look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from natfig.qa.document import Box
from natfig.qa.readers._pdf.canvas import Canvas
from natfig.qa.readers._pdf.filters import DamagedError, TooLargeError, unpacked
from natfig.qa.readers._pdf.geometry import IDENTITY, Matrix
from natfig.qa.readers._pdf.layers import Layers
from natfig.qa.readers._pdf.objects import child, matrix, numbers
from natfig.qa.readers._pdf.state import State
from natfig.qa.readers.base import Limits

__all__ = ["Form", "Stamp", "Stamps", "read_form"]

_MOST_FORM_BYTES = 100_000_000
_MOST_SHAPES = 64
_MOST_STAMPS = 10_000
_SLACK_MM = 1e-3


@dataclass(slots=True)
class Form:
    """A form XObject, read once."""

    data: bytes
    resources: Any
    matrix: Matrix
    bbox: tuple[float, float, float, float] | None
    is_shown: bool
    layer: str


def read_form(obj: Any, layers: Layers, limits: Limits) -> Form | None:
    """Return a form, or None where its content can't be unpacked."""
    try:
        data = unpacked(obj, min(_MOST_FORM_BYTES, limits.file_bytes))
    except DamagedError as error:
        data = error.part
        if not data:
            return None
    except (TooLargeError, RuntimeError, AttributeError, ValueError):
        return None
    box = numbers(child(obj, "/BBox"), 4)
    layer = child(obj, "/OC")
    return Form(
        data,
        child(obj, "/Resources"),
        matrix(child(obj, "/Matrix")) or IDENTITY,
        (box[0], box[1], box[2], box[3]) if box else None,
        layers.is_shown(layer),
        layers.title(layer) if layer is not None else "",
    )


@dataclass(slots=True)
class Stamp:
    """The shapes of a form where it was drawn first: path, matrix, paint and uncut box of each."""

    origin: tuple[float, float]
    shapes: list[tuple[int, Matrix, int, Box]]

    @classmethod
    def taken(
        cls, canvas: Canvas, shapes: range, state: State, bbox: Box | None, clip: Box | None
    ) -> Stamp | None:
        """Return the stamp of shapes just added, or None where it would not be the same elsewhere.

        It would not where the form's own box or the clip around it cuts anything off;
        where nothing is cut, the form's box is no clip worth keeping.
        """
        if not 0 < len(shapes) <= _MOST_SHAPES:
            return None
        boxes = [canvas.shapes.box(i) for i in shapes]
        for edge in (bbox, state.clip):
            if edge is not None and not all(edge.holds(box, _SLACK_MM) for box in boxes):
                return None
        kept = []
        for i, box in zip(shapes, boxes, strict=True):
            canvas.shapes.paint[i] = canvas.with_clip(canvas.shapes.paint[i], clip)
            kept.append((*canvas.path_of(i), canvas.shapes.paint[i], box))
        return cls((state.ctm[4], state.ctm[5]), kept)


class Stamps:
    """All stamps of a page."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._known: dict[tuple[object, ...], Stamp] = {}

    @staticmethod
    def key(identity: tuple[object, ...], state: State, group: str) -> tuple[object, ...] | None:
        """Return under what a form in a look is kept; None where the look can't be compared."""
        fill, stroke = state.fill, state.stroke
        if fill.pattern is not None or stroke.pattern is not None:
            return None
        a, b, c, d, _, _ = state.ctm
        return (
            identity,
            (a, b, c, d),
            (fill.color, state.fill_alpha, stroke.color, state.stroke_alpha, state.line_width, state.dashed),
            state.clip,
            group,
        )

    def keep(self, key: tuple[object, ...], stamp: Stamp | None) -> None:
        """Keep a stamp."""
        if stamp is not None and len(self._known) < _MOST_STAMPS:
            self._known[key] = stamp

    def press(self, key: tuple[object, ...], state: State, counter: Any) -> bool:
        """Draw a form from its stamp; return False where there is none."""
        stamp = self._known.get(key)
        if stamp is None:
            return False
        dx, dy = state.ctm[4] - stamp.origin[0], state.ctm[5] - stamp.origin[1]
        add = self._canvas.add
        for path, (a, b, c, d, e, f), paint, (x0, y0, x1, y1) in stamp.shapes:
            add(
                path,
                (a, b, c, d, e + dx, f + dy),
                paint,
                (x0 + dx, y0 + dy, x1 + dx, y1 + dy),
                counter.next_order(),
            )
        return True
