"""The colours that data marks use, panel by panel: what the colour checks compare.

Where ids name series, each series has one colour and series are compared. Elsewhere
`_guess` tells the marks from the furniture by how they look. Fills that make up a map
of values are set apart as ramps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from natfig.qa.checks import _names as names
from natfig.qa.checks._guess import guess
from natfig.qa.checks._panel import MOST_TO_SORT, Panel, Ramp
from natfig.qa.checks._ramps import FEWEST, FEWEST_IN_ORDER, is_ramp
from natfig.qa.checks._swatch import LEAST_OPACITY, Swatch, Use, merge, swatches_of, uses_of
from natfig.qa.document import Box, Document
from natfig.qa.seeing import distance

__all__ = ["panels"]

# A colour this near to that of the page parts marks and is no mark.
NEAR_PAGE = 6.0
# A series of more fills than this is coloured by value.
MOST_FILLS = 3

_KEY = "colour of marks"


def panels(document: Document) -> list[Panel]:
    """Return the panels of a document with the colours of their data marks; worked out once."""
    found: list[Panel] | None = document.cache.get(_KEY)
    if found is None:
        found = document.cache[_KEY] = list(_panels(document))
    return found


def _panels(document: Document) -> Iterator[Panel]:
    grouped: dict[tuple[str | None, str], list[Use]] = defaultdict(list)
    for use in uses_of(document):
        group = use.paint.group
        if not names.is_furniture(group):
            outer = "" if use.paint.panel is not None else names.outer_id(group)
            grouped[use.paint.panel, outer].append(use)
    has_series = any(u.series is not None for uses in grouped.values() for u in uses)
    for (letter, outer), uses in grouped.items():
        panel = Panel(letter, outer)
        rest = _take_ramps(panel, uses)
        if any(u.series is not None for u in rest):
            panel.is_named = True
            panel.swatches = _named(rest, document.background)
        elif letter is not None or not has_series:
            # Beside panels with series the rest of the page is their shared legend.
            guess(panel, rest, document)
        yield panel


# -- ramps ---------------------------------------------------------------------


def _take_ramps(panel: Panel, uses: Iterable[Use]) -> list[Use]:
    """Move what makes up maps of values to the panel's ramps and return the other uses."""
    rest: list[Use] = []
    by_group: dict[str, list[Use]] = defaultdict(list)
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
    loose: list[Use] = []
    for group, members in by_group.items():
        if names.is_bar(group):
            _add_ramp(panel, members)
        elif len(members) < FEWEST_IN_ORDER:
            loose += members
        else:
            loose += _take_maps(panel, members)
    # Cells that sit in groups of their own.
    for cluster in _clusters(loose):
        if _is_map(cluster):
            _add_ramp(panel, cluster)
        else:
            rest += cluster
    return rest


def _take_maps(panel: Panel, members: list[Use]) -> list[Use]:
    """Move the maps of one group to the panel's ramps and return what is left.

    Cells that touch are one map, so that two maps without ids stay two; points coloured
    by value don't touch and are one map by their group.
    """
    apart: list[Use] = []
    for cluster in _clusters(members):
        if _is_map(cluster):
            _add_ramp(panel, cluster)
        else:
            apart += cluster
    if _is_map(apart):
        _add_ramp(panel, apart)
        return []
    return apart


def _colors(uses: Iterable[Use]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(u.paint.fill.upper() for u in uses if u.paint.fill is not None))


def _is_map(uses: list[Use]) -> bool:
    return len(uses) >= FEWEST_IN_ORDER and is_ramp(_colors(uses))


def _add_ramp(panel: Panel, uses: list[Use]) -> None:
    box = uses[0].box
    for use in uses[1:]:
        box = box.union(use.box)
    colors = _colors(uses)
    panel.ramps.append(Ramp(colors, panel.letter, box))


def _clusters(uses: list[Use]) -> list[list[Use]]:
    """Return uses whose boxes touch together, by one sweep from left to right."""
    if not FEWEST <= len(uses) <= MOST_TO_SORT:
        return [uses]
    out: list[list[Use]] = []
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
    # In the order they are drawn: that of a map, where its bands are drawn from low to high.
    place = {id(use): k for k, use in enumerate(uses)}
    return [sorted(cluster, key=lambda use: place[id(use)]) for cluster in out]


# -- series with names -----------------------------------------------------------


def _named(uses: Iterable[Use], background: str) -> list[Swatch]:
    """Return one colour for each named series: the strongest that is not shared with another."""
    listed = [(u.series, u) for u in uses]
    base = names.base_names([n for n, _ in listed if n is not None])
    series: dict[str, dict[str, Swatch]] = defaultdict(dict)
    for name, use in listed:
        if name is not None:
            for swatch in swatches_of(use, background):
                merge(series[base[name]], swatch)
    shared: dict[str, int] = defaultdict(int)
    for found in series.values():
        for color in found:
            shared[color] += 1
    out = []
    for name, found in series.items():
        own = [s for c, s in found.items() if shared[c] == 1 and distance(s.color, background) > NEAR_PAGE]
        if own and sum(s.is_fill for s in own) <= MOST_FILLS:
            best = max(own, key=lambda s: distance(s.color, background))
            best.name = name
            out.append(best)
    return out
