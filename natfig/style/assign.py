"""Which colour, marker, dash and hatch each level gets, so that levels stay apart.

Colours alone do it while they stay apart under every colour-vision deficiency;
beyond that markers, dashes and hatches differ from level to level as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from natfig.style.marks import Mark

__all__ = ["DASHES", "HATCHES", "MARKERS", "assign_marks", "order_colours"]

# Seven of each: as many as people keep apart in small marks, and all that the
# same index may pick. Filled markers only, so that size and colour read alike.
MARKERS: tuple[str, ...] = ("o", "s", "^", "D", "v", "P", "X")
DASHES: tuple[str | tuple[float, tuple[float, ...]], ...] = (
    "-",
    (0.0, (4.0, 1.5)),
    (0.0, (1.0, 1.2)),
    (0.0, (5.0, 1.2, 1.0, 1.2)),
    (0.0, (8.0, 2.0)),
    (0.0, (4.0, 1.2, 1.0, 1.2, 1.0, 1.2)),
    (0.0, (2.0, 2.0)),
)
HATCHES: tuple[str | None, ...] = (None, "////", "....", "\\\\\\\\", "xxxx", "----", "oo")


def order_colours(
    colours: Mapping[str, str], start: str, background: str, reserved: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return names of colours in the order of use: whatever stays apart first.

    Each step takes the colour whose nearest neighbour among those taken is
    farthest away, over normal vision and all deficiencies (maximin). Colours with
    3:1 against the background go first, then those with 2:1 that still stay
    apart, then the rest; fainter ones are left out.

    Parameters
    ----------
    colours : mapping of str to str
        Name → ``#RRGGBB``.
    start : str
        Name of the first colour (the signal).
    background : str
        ``#RRGGBB`` behind the marks.
    reserved : sequence of str
        Names that are never assigned.

    Returns
    -------
    tuple of str
    """
    from natfig.style.vision import (
        APART,
        MIN_MARK_CONTRAST,
        MIN_VISIBLE_CONTRAST,
        contrast,
        hex_to_rgb,
        min_distances,
    )

    names = list(colours)
    rgb = hex_to_rgb(list(colours.values()))
    seen = contrast(rgb, hex_to_rgb(background))
    gaps = min_distances(rgb)
    free = [i for i, name in enumerate(names) if name not in reserved]
    strong = [i for i in free if seen[i] >= MIN_MARK_CONTRAST]
    faint = [i for i in free if MIN_VISIBLE_CONTRAST <= seen[i] < MIN_MARK_CONTRAST]
    taken = [names.index(start)]
    for pool, least in ((strong, APART), (faint, APART), (strong, 0.0), (faint, 0.0)):
        while rest := [i for i in pool if i not in taken]:
            nearest = {i: float(gaps[i, taken].min()) for i in rest}
            best = max(rest, key=nearest.__getitem__)
            if nearest[best] < least:
                break
            taken.append(best)
    return tuple(names[i] for i in taken)


class _Distances:
    """Whether two of some colours are told apart; looked up by ``#RRGGBB``."""

    def __init__(self, colours: Sequence[str]) -> None:
        from natfig.style.vision import APART, hex_to_rgb, min_distances

        unique = list(dict.fromkeys(colours))
        self._index = {colour: i for i, colour in enumerate(unique)}
        self._apart: Any = min_distances(hex_to_rgb(unique)) >= APART

    def is_apart(self, a: str, b: str) -> bool:
        return bool(self._apart[self._index[a], self._index[b]])


def _pick_colours(
    levels: Sequence[str], fixed: Mapping[str, str], order: Sequence[str], gaps: _Distances
) -> dict[str, str]:
    """Return a colour per level: the next one that is apart from all others, else the next, else a repeat."""
    chosen = dict(fixed)
    for level in levels:
        if level in chosen:
            continue
        used = list(chosen.values())
        unused = [c for c in order if c not in used]
        apart = [c for c in unused if all(gaps.is_apart(c, other) for other in used)]
        chosen[level] = (apart or unused or [min(order, key=used.count)])[0]
    return {level: chosen[level] for level in levels}


def _pick_styles(colours: Sequence[str], gaps: _Distances) -> list[tuple[int, int]]:
    """Return (marker, dash and hatch) indices, so that what colour doesn't tell apart they do.

    Up to seven levels all differ. Beyond that two levels share an index only if
    their colours stay apart; when seven indices are used up among colours that
    don't, marker and dash are combined.
    """
    count = len(MARKERS)
    pairs = [(i, i) for i in range(count)]
    pairs += [(i, (i + shift) % count) for shift in range(1, count) for i in range(count)]
    out: list[tuple[int, int]] = []
    for colour in colours:
        near = {p for p, other in zip(out, colours, strict=False) if not gaps.is_apart(colour, other)}
        free = [p for p in pairs[:count] if p not in near] or [p for p in pairs if p not in near] or pairs
        out.append(min(free, key=out.count))
    return out


def assign_marks(
    levels: Sequence[str], fixed: Mapping[str, str], order: Sequence[str], apart: int
) -> dict[str, Mark]:
    """Return how each level looks.

    Parameters
    ----------
    levels : sequence of str
        Without repeats.
    fixed : mapping of str to str
        Level → ``#RRGGBB`` that is given.
    order : sequence of str
        ``#RRGGBB`` in the order of use, not empty.
    apart : int
        How many of `order` stay apart under every vision.

    Returns
    -------
    dict of str to Mark
        In the order of `levels`.
    """
    if not fixed and len(levels) <= apart:
        return {level: Mark(colour) for level, colour in zip(levels, order, strict=False)}
    gaps = _Distances([*fixed.values(), *order])
    colours = _pick_colours(levels, fixed, order, gaps)
    used = list(colours.values())
    if all(gaps.is_apart(a, b) for i, a in enumerate(used) for b in used[:i]):
        return {level: Mark(colour) for level, colour in colours.items()}
    styles = _pick_styles(used, gaps)
    return {
        level: Mark(colours[level], MARKERS[marker], DASHES[dash], HATCHES[dash])
        for level, (marker, dash) in zip(levels, styles, strict=True)
    }
