"""The colours that data marks use, panel by panel: what the colour checks compare.

Where ids name series, each series has one colour and series are compared. Elsewhere
the marks are told from the furniture by how they look: greys of thin lines, whites,
page-wide fills and faint twins of a stronger mark are no data colours. Fills that
make up a map of values are set apart as ramps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from natfig.qa.checks import _names as names
from natfig.qa.checks._ramps import FEWEST, FEWEST_IN_ORDER, is_ramp
from natfig.qa.document import Box, Document, Paint
from natfig.qa.seeing import SAME, blend, chroma, distance, lightness

__all__ = ["MOST", "Panel", "Ramp", "Swatch", "panels"]

# More unnamed colours than this in one panel are a drawing or a photograph's tracing.
MOST = 12

# Without ids: what counts as grey, as a line of data, as a mark and as background.
GREY_CHROMA = 8.0
LEAST_LINE_PT = 0.6
LEAST_MARK_MM = 0.3
BACKGROUND_SHARE = 0.35
NEAR_PAGE = 6.0
GREY_LIGHTNESS = (25.0, 88.0)
SOLID_OPACITY = 0.9
# What can hardly be seen is no data colour: the tooltip areas of interactive charts.
LEAST_OPACITY = 0.08
# This many translucent marks of one colour lie over each other in places, where the
# colour is stronger than that of one mark on the page.
CLOUD = 10
# Colours further apart on the page than this are taken to be in different panels.
APART_MM = 20.0

_KEY = "colour of marks"


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
        return (self.is_dashed, self.is_solid) in {(True, False), (False, True)} and (
            self.is_dashed,
            self.is_solid,
        ) == (other.is_solid, other.is_dashed)

    @property
    def is_cloud(self) -> bool:
        """Whether it is many translucent marks, seen in shades from `color` to `stated`."""
        return self.color != self.stated and self.shapes >= CLOUD

    def meets(self, other: Swatch) -> bool:
        """Return whether both lie near enough to be in one panel."""
        return self.box.grown(APART_MM).meet(other.box) is not None


@dataclass(frozen=True, slots=True)
class Ramp:
    """The colours of one map of values; ordered when a gradient gives them in order."""

    colors: tuple[str, ...]
    panel: str | None
    box: Box | None
    is_ordered: bool = False


@dataclass(slots=True)
class Panel:
    """What the colour checks know of one panel.

    `too_many` counts the colours of a panel without ids that has more than `MOST`;
    its swatches are left out then.
    """

    letter: str | None
    outer: str
    is_named: bool = False
    swatches: list[Swatch] = field(default_factory=list)
    ramps: list[Ramp] = field(default_factory=list)
    too_many: int = 0

    def pairs(self) -> Iterator[tuple[Swatch, Swatch]]:
        """Yield every two colours that are to be told apart here."""
        for k, one in enumerate(self.swatches):
            for other in self.swatches[k + 1 :]:
                if distance(one.color, other.color) >= SAME and (
                    self.is_named or self.letter is not None or self.outer or one.meets(other)
                ):
                    yield one, other


@dataclass(slots=True)
class _Use:
    """A paint with the number, the place and the largest of its shapes."""

    paint: Paint
    count: int
    box: Box
    largest: Box


def panels(document: Document) -> list[Panel]:
    """Return the panels of a document with the colours of their data marks; worked out once."""
    found: list[Panel] | None = document.cache.get(_KEY)
    if found is None:
        found = document.cache[_KEY] = list(_panels(document))
    return found


def _uses(document: Document) -> list[_Use]:
    """Return how each paint is used, in one pass over the shapes."""
    shapes = document.shapes
    n = len(shapes.paints)
    count, big = [0] * n, [-1.0] * n
    largest: list[tuple[float, float, float, float]] = [(0.0, 0.0, 0.0, 0.0)] * n
    low_x, low_y, high_x, high_y = [1e9] * n, [1e9] * n, [-1e9] * n, [-1e9] * n
    for p, x0, y0, x1, y1 in zip(shapes.paint, shapes.x0, shapes.y0, shapes.x1, shapes.y1, strict=True):
        count[p] += 1
        if x0 < low_x[p]:  # noqa: PLR1730 — four calls a shape would cost more than the rest
            low_x[p] = x0
        if y0 < low_y[p]:  # noqa: PLR1730 — four calls a shape would cost more than the rest
            low_y[p] = y0
        if x1 > high_x[p]:  # noqa: PLR1730
            high_x[p] = x1
        if y1 > high_y[p]:  # noqa: PLR1730
            high_y[p] = y1
        size = (x1 - x0) * (y1 - y0)
        if size > big[p]:
            big[p], largest[p] = size, (x0, y0, x1, y1)
    return [
        _Use(paint, count[i], Box(low_x[i], low_y[i], high_x[i], high_y[i]), Box(*largest[i]))
        for i, paint in enumerate(shapes.paints)
        if count[i] and not paint.is_text
    ]


def _panels(document: Document) -> Iterator[Panel]:
    grouped: dict[tuple[str | None, str], list[_Use]] = defaultdict(list)
    for use in _uses(document):
        group = use.paint.group
        if not names.is_furniture(group):
            outer = "" if use.paint.panel is not None else names.outer_id(group)
            grouped[use.paint.panel, outer].append(use)
    has_series = any(names.series_of(u.paint.group) is not None for uses in grouped.values() for u in uses)
    for (letter, outer), uses in grouped.items():
        panel = Panel(letter, outer)
        rest = _take_ramps(panel, uses)
        if any(names.series_of(u.paint.group) is not None for u in rest):
            panel.is_named = True
            panel.swatches = _named(rest, document.background)
        elif letter is not None or not has_series:
            # Beside panels with series the rest of the page is their shared legend.
            _guess(panel, rest, document)
        yield panel


# -- ramps ---------------------------------------------------------------------


def _fill_on(paint: Paint, background: str) -> str | None:
    if paint.fill is None or paint.fill_opacity < LEAST_OPACITY:
        return None
    return blend(paint.fill.upper(), round(paint.fill_opacity, 2), background)


def _take_ramps(panel: Panel, uses: Iterable[_Use]) -> list[_Use]:
    """Move what makes up maps of values to the panel's ramps and return the other uses."""
    rest: list[_Use] = []
    by_group: dict[str, list[_Use]] = defaultdict(list)
    for use in uses:
        paint = use.paint
        for stops in (paint.fill_stops, paint.stroke_stops):
            if len(stops) > 2:  # two stops are a shine or a one-hue map
                colors = tuple(dict.fromkeys(s.upper() for s in stops))
                panel.ramps.append(Ramp(colors, panel.letter, use.box, is_ordered=True))
        if paint.fill is not None and paint.fill_opacity >= LEAST_OPACITY:
            by_group[paint.group].append(use)
        else:
            rest.append(use)
    loose: list[_Use] = []
    for group, members in by_group.items():
        if names.is_bar(group):
            _add_ramp(panel, members)
        else:
            loose += _take_maps(panel, members)
    # Cells that sit in groups of their own.
    for cluster in _clusters(loose):
        if _is_map(cluster):
            _add_ramp(panel, cluster)
        else:
            rest += cluster
    return rest


def _take_maps(panel: Panel, members: list[_Use]) -> list[_Use]:
    """Move the maps of one group to the panel's ramps and return what is left.

    Cells that touch are one map, so that two maps without ids stay two; points coloured
    by value don't touch and are one map by their group.
    """
    apart: list[_Use] = []
    for cluster in _clusters(members):
        if _is_map(cluster):
            _add_ramp(panel, cluster)
        else:
            apart += cluster
    if _is_map(apart):
        _add_ramp(panel, apart)
        return []
    return apart


def _colors(uses: Iterable[_Use]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(u.paint.fill.upper() for u in uses if u.paint.fill is not None))


def _is_map(uses: list[_Use]) -> bool:
    return len(uses) >= FEWEST_IN_ORDER and is_ramp(_colors(uses))


def _add_ramp(panel: Panel, uses: list[_Use]) -> None:
    box = uses[0].box
    for use in uses[1:]:
        box = box.union(use.box)
    colors = _colors(uses)
    panel.ramps.append(Ramp(colors, panel.letter, box, is_ordered=len(colors) < FEWEST))


def _clusters(uses: list[_Use]) -> list[list[_Use]]:
    """Return uses whose boxes touch together, by one sweep from left to right."""
    if len(uses) < FEWEST:
        return [uses]
    out: list[list[_Use]] = []
    boxes: list[Box] = []
    for use in sorted(uses, key=lambda u: u.box.x0):
        near = use.box.grown(0.2)
        touched = [k for k, box in enumerate(boxes) if box.meet(near) is not None]
        if not touched:
            out.append([use])
            boxes.append(use.box)
            continue
        first = touched[0]
        for k in reversed(touched[1:]):
            out[first] += out.pop(k)
            boxes[first] = boxes[first].union(boxes.pop(k))
        out[first].append(use)
        boxes[first] = boxes[first].union(use.box)
    return out


# -- series with names -----------------------------------------------------------


def _named(uses: Iterable[_Use], background: str) -> list[Swatch]:
    """Return one colour for each named series: the strongest that is not shared with another."""
    listed = [(names.series_of(u.paint.group), u) for u in uses]
    base = names.base_names([n for n, _ in listed if n is not None])
    series: dict[str, dict[str, Swatch]] = defaultdict(dict)
    for name, use in listed:
        if name is not None:
            for swatch in _swatches(use, background):
                _merge(series[base[name]], swatch)
    shared: dict[str, int] = defaultdict(int)
    for found in series.values():
        for color in found:
            shared[color] += 1
    out = []
    for name, found in series.items():
        own = [s for c, s in found.items() if shared[c] == 1 and distance(s.color, background) > NEAR_PAGE]
        if 0 < len({s.stated for s in own if s.is_fill}) <= 3 or (own and not any(s.is_fill for s in own)):
            best = max(own, key=lambda s: distance(s.color, background))
            best.name = name
            out.append(best)
    return out


def _swatches(use: _Use, background: str) -> Iterator[Swatch]:
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


def _merge(found: dict[str, Swatch], new: Swatch) -> None:
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


# -- marks without names -----------------------------------------------------------


def _guess(panel: Panel, uses: list[_Use], document: Document) -> None:
    """Find the data colours of a panel whose ids say nothing."""
    outlines: dict[str, set[str]] = defaultdict(set)
    for use in uses:
        if use.paint.stroke is not None and use.paint.fill is not None:
            outlines[use.paint.stroke.upper()].add(use.paint.fill.upper())
    found: dict[str, Swatch] = {}
    for use in uses:
        swatch = _mark(use, document, outlines)
        if swatch is not None:
            _merge(found, swatch)
    colors = tuple(found)
    if len(colors) >= FEWEST_IN_ORDER and is_ramp(colors):
        # Lines or points of one figure coloured by a value.
        panel.ramps.append(Ramp(colors, panel.letter, None, is_ordered=len(colors) < FEWEST))
        return
    kept: list[Swatch] = []
    for swatch in sorted(found.values(), key=lambda s: -s.shapes):
        if all(distance(swatch.color, other.color) >= SAME for other in kept):
            kept.append(swatch)
        if len(kept) > MOST:
            panel.too_many = len(found)
            return
    panel.swatches = kept


def _mark(use: _Use, document: Document, outlines: dict[str, set[str]]) -> Swatch | None:
    """Return the one colour by which a kind of mark is known, or None for furniture."""
    fill: Swatch | None = None
    stroke: Swatch | None = None
    for swatch in _swatches(use, document.background):
        if swatch.is_fill:
            fill = swatch if _is_data_fill(use, swatch, document) else None
        elif _is_data_stroke(use, swatch, document):
            stroke = swatch
    if fill is None or stroke is None:
        return fill or stroke
    if len(outlines[stroke.stated]) > 1:
        return fill
    page = document.background
    return max(fill, stroke, key=lambda s: distance(s.color, page))


def _is_data_fill(use: _Use, swatch: Swatch, document: Document) -> bool:
    if distance(swatch.color, document.background) < NEAR_PAGE:
        return False
    big, page = use.largest, document.page.box
    if max(big.w, big.h) < LEAST_MARK_MM:
        return False
    if page is not None and big.area > BACKGROUND_SHARE * page.area:
        return False
    if chroma(swatch.color) >= GREY_CHROMA:
        return True
    low, high = GREY_LIGHTNESS
    return low <= lightness(swatch.color) <= high and swatch.opacity >= SOLID_OPACITY


def _is_data_stroke(use: _Use, swatch: Swatch, document: Document) -> bool:
    if chroma(swatch.color) < GREY_CHROMA or distance(swatch.color, document.background) < NEAR_PAGE:
        return False
    if max(use.largest.w, use.largest.h) < LEAST_MARK_MM:
        return False
    return use.paint.width_pt >= LEAST_LINE_PT or use.paint.fill is not None
