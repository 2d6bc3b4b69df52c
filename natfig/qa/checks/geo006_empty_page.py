"""GEO006: a page of which much is blank."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.document import Box, Document

__all__ = ["check"]

# A blank band over the whole width or height: from a third of the page on it is a
# missing panel or a figure drawn for another page.
MAX_BAND_SHARE = 1 / 3
# Both margins of one direction together, when neither reaches a third alone.
MAX_MARGINS_SHARE = 0.4

# Strips each direction is divided into; 183 mm makes 0.36 mm.
_STRIPS = 512
# What covers this much of the page in one colour is its ground and not content.
_GROUND_SHARE = 0.95
# Shapes between two looks whether a wide band is left; most pages are full after the first.
_CHUNK = 2048


class _Axis:
    """Which strips along one direction hold something."""

    __slots__ = ("filled", "length", "start")

    def __init__(self, start: float, length: float) -> None:
        self.start, self.length = start, length
        self.filled = bytearray(_STRIPS)

    def add(self, low: float, high: float) -> None:
        """Mark what lies between two places in mm."""
        scale = _STRIPS / self.length
        a, b = (low - self.start) * scale, (high - self.start) * scale
        if b < 0 or a >= _STRIPS:
            return
        first, last = max(0, int(a)), min(_STRIPS - 1, int(b))
        self.filled[first : last + 1] = b"\x01" * (last + 1 - first)

    def bands(self) -> tuple[tuple[float, float], float]:
        """Return the widest blank band (from, to) and both margins together, in mm."""
        best = (0, 0)
        start: int | None = None
        for k, mark in enumerate((*self.filled, 1)):
            if mark:
                if start is not None and k - start > best[1] - best[0]:
                    best = (start, k)
                start = None
            elif start is None:
                start = k
        step = self.length / _STRIPS
        first, last = self.filled.find(1), self.filled.rfind(1)
        margins = _STRIPS if first < 0 else first + _STRIPS - 1 - last
        return (self.start + best[0] * step, self.start + best[1] * step), margins * step

    def is_full(self) -> bool:
        """Return whether no band or margin can be found fault with any more."""
        longest = b"\x00" * int(MAX_BAND_SHARE * _STRIPS)
        return longest not in self.filled and self.bands()[1] <= MAX_MARGINS_SHARE * self.length


def _boxes(document: Document, page: Box) -> Iterator[tuple[float, float, float, float]]:
    """Yield the boxes of content; grounds and what has the page's colour are left out."""
    yield from (tuple(run.box) for run in document.runs if run.visible)  # type: ignore[misc]
    for image in document.images:
        yield tuple(image.box)  # type: ignore[misc]
    shapes = document.shapes
    plain = [
        paint.stroke is None
        and not paint.stroke_stops
        and (paint.fill == document.background or (paint.fill is None and not paint.fill_stops))
        for paint in shapes.paints
    ]
    lined = [paint.stroke is not None or bool(paint.stroke_stops) for paint in shapes.paints]
    wide, tall = _GROUND_SHARE * page.w, _GROUND_SHARE * page.h
    for paint, x0, y0, x1, y1 in zip(shapes.paint, shapes.x0, shapes.y0, shapes.x1, shapes.y1, strict=True):
        if not plain[paint] and (x1 - x0 < wide or y1 - y0 < tall or lined[paint]):
            yield x0, y0, x1, y1


def _occupied(document: Document, page: Box) -> tuple[_Axis, _Axis] | None:
    """Return both directions with their content marked, or None as soon as the page is seen to be full."""
    across, down = _Axis(page.x0, page.w), _Axis(page.y0, page.h)
    left = _CHUNK
    for x0, y0, x1, y1 in _boxes(document, page):
        across.add(x0, x1)
        down.add(y0, y1)
        left -= 1
        if not left:
            if across.is_full() and down.is_full():
                return None
            left = _CHUNK
    return across, down


def _look(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001 — a look has both
    page = document.page.box
    if page is None or page.w <= 0 or page.h <= 0:
        return
    axes = _occupied(document, page)
    if axes is None:
        return
    if not any(axes[0].filled) or not any(axes[1].filled):
        yield check.finding("nothing is painted on the page", box=page, severity=Severity.ERROR)
        return
    for axis, length, way, ends in (
        (axes[0], page.w, "wide", ("left", "right")),
        (axes[1], page.h, "tall", ("top", "bottom")),
    ):
        (low, high), margins = axis.bands()
        side = (
            ends[0]
            if low <= axis.start + length / _STRIPS
            else ends[1]
            if high >= axis.start + length
            else ""
        )
        where = f"at the {side}" if side else "in the middle"
        if high - low >= MAX_BAND_SHARE * length:
            box = Box(low, page.y0, high, page.y1) if way == "wide" else Box(page.x0, low, page.x1, high)
            yield check.finding(
                f"a blank band {high - low:.0f} mm {way} {where}: {(high - low) / length:.0%} of the page",
                box=box,
            )
        elif margins >= MAX_MARGINS_SHARE * length:
            yield check.finding(
                f"the margins {ends[0]} and {ends[1]} take {margins:.0f} mm, "
                f"{margins / length:.0%} of the page",
                box=page,
            )


check = Check(
    id="geo006_empty_page",
    code="GEO006",
    title="mostly empty page",
    reason=(
        "Blank paper costs the size of what is printed: content in one corner of the page is set as small as "
        "if the page were full. A blank third is a panel that was lost, or a page of the wrong size."
    ),
    bad="one panel of 60 × 50 mm at the top left of a page of 183 × 170 mm",
    good="the same panel on a page of 89 × 60 mm",
    needs=("page", "text", "shapes"),
    look=_look,
    severity=Severity.WARNING,
    source="E. R. Tufte, The Visual Display of Quantitative Information (2001), on the use of space",
    hint="make the page as small as its content, or the panels as large as the page",
    options={"max_band_share": round(MAX_BAND_SHARE, 3), "max_margins_share": MAX_MARGINS_SHARE},
)
