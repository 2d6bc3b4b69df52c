"""How the paints of a document are used, and the colours they show on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from natfig.core.record import dataclass
from natfig.qa.checks._names import series_of
from natfig.qa.document import Box, Document, Paint
from natfig.qa.seeing import blend

__all__ = ["APART_MM", "CLOUD", "LEAST_OPACITY", "Swatch", "Use", "merge", "swatches_of", "uses_of"]

# What can hardly be seen is no data colour: the tooltip areas of interactive charts.
LEAST_OPACITY = 0.08
# This many translucent marks of one colour lie over each other in places, where the
# colour is stronger than that of one mark on the page.
CLOUD = 10
# Colours further apart on the page than this are taken to be in different panels.
APART_MM = 20.0
# Where a colour lies is known from this many of its shapes.
ENOUGH = 2000


@dataclass(slots=True)
class Swatch:
    """One colour of data marks in a panel.

    `color` is what it looks like on the page, `stated` what the file says; `name` is
    its series where ids tell.
    """

    color: str
    stated: str
    box: Box
    name: str = ""
    is_dashed: bool = False
    is_solid: bool = False
    is_fill: bool = False
    opacity: float = 1.0
    shapes: int = 0

    def differs_in_dash(self, other: Swatch) -> bool:
        """Return whether one is only drawn dashed and the other only solid."""
        lines = {(self.is_dashed, self.is_solid), (other.is_dashed, other.is_solid)}
        return lines == {(True, False), (False, True)}

    @property
    def is_cloud(self) -> bool:
        """Whether it is many translucent marks, seen in shades from `color` to `stated`."""
        return self.color != self.stated and self.shapes >= CLOUD

    def meets(self, other: Swatch) -> bool:
        """Return whether both lie near enough to be in one panel."""
        return self.box.grown(APART_MM).meet(other.box) is not None


@dataclass(slots=True)
class Use:
    """A paint with the number, the place and the largest of its shapes, and its series where ids tell."""

    paint: Paint
    count: int
    box: Box
    largest: Box
    series: str | None = None


def uses_of(document: Document) -> list[Use]:
    """Return how each paint is used, in one pass over the shapes."""
    shapes = document.shapes
    n = len(shapes.paints)
    counts = Counter(shapes.paint)
    seen, big = [0] * n, [-1.0] * n
    largest: list[tuple[float, float, float, float]] = [(0.0, 0.0, 0.0, 0.0)] * n
    low_x, low_y, high_x, high_y = [1e9] * n, [1e9] * n, [-1e9] * n, [-1e9] * n
    for p, x0, y0, x1, y1 in zip(shapes.paint, shapes.x0, shapes.y0, shapes.x1, shapes.y1, strict=True):
        if seen[p] >= ENOUGH:
            continue
        seen[p] += 1
        if x0 < low_x[p]:  # noqa: PLR1730 — four calls a shape would cost more than the rest
            low_x[p] = x0
        if y0 < low_y[p]:  # noqa: PLR1730
            low_y[p] = y0
        if x1 > high_x[p]:  # noqa: PLR1730
            high_x[p] = x1
        if y1 > high_y[p]:  # noqa: PLR1730
            high_y[p] = y1
        size = (x1 - x0) * (y1 - y0)
        if size > big[p]:
            big[p], largest[p] = size, (x0, y0, x1, y1)
    return [
        Use(
            paint,
            counts[i],
            Box(low_x[i], low_y[i], high_x[i], high_y[i]),
            Box(*largest[i]),
            series_of(paint.group),
        )
        for i, paint in enumerate(shapes.paints)
        if counts[i] and not paint.is_text
    ]


def swatches_of(use: Use, background: str) -> Iterator[Swatch]:
    """Yield the fill and the stroke of a use as they look on a background."""
    paint = use.paint
    if paint.fill is not None and paint.fill_opacity >= LEAST_OPACITY:
        color = blend(paint.fill.upper(), round(paint.fill_opacity, 2), background)
        yield Swatch(
            color, paint.fill.upper(), use.box, "", False, False, True, paint.fill_opacity, use.count
        )
    if paint.stroke is not None and paint.width_pt > 0 and paint.stroke_opacity >= LEAST_OPACITY:
        color = blend(paint.stroke.upper(), round(paint.stroke_opacity, 2), background)
        stated, dashed = paint.stroke.upper(), paint.dashed
        yield Swatch(color, stated, use.box, "", dashed, not dashed, False, paint.stroke_opacity, use.count)


def merge(found: dict[str, Swatch], new: Swatch) -> None:
    """Add a swatch under the file's own colour; of several opacities the strongest is the one seen."""
    old = found.get(new.stated)
    if old is None:
        found[new.stated] = new
        return
    if new.opacity > old.opacity:
        old.color, old.opacity = new.color, new.opacity
    old.box = old.box.union(new.box)
    old.is_dashed |= new.is_dashed
    old.is_solid |= new.is_solid
    old.is_fill |= new.is_fill
    old.shapes += new.shapes
