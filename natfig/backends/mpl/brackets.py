"""Brackets over compared groups, stacked clear of the marks and of each other.

The value axis keeps its limits and ticks. A bracket stands as low as the marks,
error bars and numbers under it allow, also above the end of the axes; what it
needs there is margin, which the page gives it like the room of a legend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D

from natfig.backends.mpl.extents import mark_boxes
from natfig.backends.mpl.text import ASCENT, CAP_HEIGHT, DESCENT
from natfig.core.units import mm_to_pt

if TYPE_CHECKING:
    from matplotlib.artist import Artist

    from natfig.backends.mpl.furniture import Furnisher
    from natfig.backends.mpl.panel import Panel
    from natfig.charts.base import Bracket
    from natfig.layout.grid import Box

__all__ = ["Reach", "Slot", "draw_brackets", "stack"]

# All in pt.
FOOT_PT = 1.5
# Between the feet and what is under them, and between a text and the bracket over it.
CLEAR_PT = 2.0
# From the line to the baseline of its text: letters without descenders then stand as near as they
# do to a ruled line; and between a text's box and marks beside the line.
TEXT_RISE_PT, TEXT_CLEAR_PT = 1.8, 0.8
# Stars hang at the top of their line, so their baseline may lie lower.
STAR_DROP_EM = 0.35
# A bracket ends this much inside its groups' places: neighbours that share a group don't join.
INSET_PT = 1.25
# Between the texts of neighbours on one level.
BESIDE_PT = 1.5
# Brackets whose levels differ by less than this share of a bracket's height stand on one level.
SNAP_SHARE = 0.8
_MOST_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Slot:
    """What one bracket takes up, along the categories and away from the marks, in pt.

    Attributes
    ----------
    start, end : float
        Ends of its line, start <= end.
    low, high : float
        Where the marks of its groups begin and end.
    text_start, text_end : float
        Ends of its text with the room it keeps free.
    under_line, under_text : float
        Clear space the line, and the text, ask for below the level.
    over_line, over_text : float
        How far line and text reach beyond the level.
    """

    start: float
    end: float
    low: float
    high: float
    text_start: float
    text_end: float
    under_line: float
    under_text: float
    over_line: float
    over_text: float


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a panel's brackets go, in pt from the page's bottom left; minus infinity without any."""

    top: float = -np.inf
    right: float = -np.inf


def stack(slots: Sequence[Slot], taken: np.ndarray) -> list[float]:
    """Return the level of every bracket: the shortest lie lowest, none touches anything.

    Parameters
    ----------
    slots : sequence of Slot
    taken : numpy.ndarray, shape (k, 3)
        What is there already: start and end along the categories, and how far it reaches.

    Returns
    -------
    list of float
        In the order of `slots`.
    """
    best = [_settled(slots, order, taken) for order in _orders(slots, taken)]
    return min(best, key=lambda levels: (round(max(levels, default=0.0), 3), round(sum(levels), 3)))


def _orders(slots: Sequence[Slot], taken: np.ndarray) -> list[list[int]]:
    """Return orders to stack in: the shortest first, those of one length from several sides."""
    places = range(len(slots))
    length = [round(slot.end - slot.start) for slot in slots]
    base = [_top(taken, slot.low, slot.high) for slot in slots]
    return [
        sorted(places, key=lambda i: (length[i], slots[i].start)),
        sorted(places, key=lambda i: (length[i], -slots[i].start)),
        sorted(places, key=lambda i: (length[i], base[i], slots[i].start)),
    ]


def _settled(slots: Sequence[Slot], order: Sequence[int], taken: np.ndarray) -> list[float]:
    """Stack in one order, and again until levels that nearly agree are one."""
    snap = SNAP_SHARE * min((slot.over_text + slot.under_line for slot in slots), default=0.0)
    wanted: list[float] = []
    levels = _stacked(slots, order, taken, wanted, snap)
    for _ in range(_MOST_ROUNDS):
        clustered = _clusters(levels, snap)
        if clustered == wanted:
            break
        wanted = clustered
        levels = _stacked(slots, order, taken, wanted, snap)
    return levels


def _stacked(
    slots: Sequence[Slot], order: Sequence[int], taken: np.ndarray, wanted: Sequence[float], snap: float
) -> list[float]:
    """Put each bracket on what is under it, or on a wanted level up to `snap` higher."""
    levels = [0.0] * len(slots)
    brackets = np.empty((0, 3))
    for i in order:
        slot = slots[i]
        everything = np.vstack([taken, brackets])
        low = max(
            _top(taken, slot.low, slot.high) + slot.under_line,
            _top(brackets, slot.start, slot.end) + slot.under_line,
            _top(everything, slot.text_start, slot.text_end) + slot.under_text,
        )
        levels[i] = next((w for w in wanted if low - 1e-6 <= w <= low + snap), low)
        mine = [
            [slot.start, slot.end, levels[i] + slot.over_line],
            [slot.text_start, slot.text_end, levels[i] + slot.over_text],
        ]
        brackets = np.vstack([brackets, mine])
    return levels


def _top(taken: np.ndarray, start: float, end: float) -> float:
    under = (taken[:, 1] > start) & (taken[:, 0] < end)
    return float(taken[under, 2].max(initial=-np.inf))


def _clusters(levels: Sequence[float], snap: float) -> list[float]:
    """Return the highest of each run of levels that lie within `snap` of it, rising."""
    out: list[float] = []
    for level in sorted(levels, reverse=True):
        if not out or out[-1] - level > snap:
            out.append(level)
    return out[::-1]


# ---------------------------------------------------------------- on the page


def draw_brackets(
    furnisher: Furnisher, panel: Panel, box: Box, texts: Sequence[tuple[float, float, float, float]]
) -> Reach:
    """Draw the brackets of a panel and return how far they go.

    Parameters
    ----------
    furnisher : Furnisher
    panel : Panel
        Its axes stand at their place on the page.
    box : Box
        The axes in mm.
    texts : sequence of (x0, y0, x1, y1)
        Boxes of the panel's own texts, in pt.
    """
    reach = Reach()
    for is_horizontal in (False, True):
        chosen = [b for b in panel.drawn.brackets if b.is_horizontal is is_horizontal]
        if chosen:
            one = _Side(furnisher, panel, box, is_horizontal).draw(chosen, texts)
            reach = Reach(max(reach.top, one.top), max(reach.right, one.right))
    return reach


class _Side:
    """The brackets over vertical marks, or right of horizontal ones."""

    def __init__(self, furnisher: Furnisher, panel: Panel, box: Box, is_horizontal: bool) -> None:
        self.furnisher, self.panel, self.is_horizontal = furnisher, panel, is_horizontal
        self.size_pt = furnisher.look.annotation_pt
        self.edges = (
            (mm_to_pt(box.y0), mm_to_pt(box.y1)) if is_horizontal else (mm_to_pt(box.x0), mm_to_pt(box.x1))
        )

    def draw(self, brackets: Sequence[Bracket], texts: Sequence[tuple[float, float, float, float]]) -> Reach:
        boxes = np.vstack([mark_boxes(self.panel.ax), np.array(texts).reshape(-1, 4)])
        taken = boxes[:, [1, 3, 2]] if self.is_horizontal else boxes[:, [0, 2, 3]]
        slots = [self._slot(bracket) for bracket in brackets]
        levels = stack(slots, taken)
        ends = []
        for bracket, slot, level in zip(brackets, slots, levels, strict=True):
            self._draw_one(bracket, slot, level)
            ends.append(level + slot.over_text)
        return Reach(right=max(ends)) if self.is_horizontal else Reach(top=max(ends))

    def _place(self, value: float) -> float:
        """Return where a place on the category axis is on the page, in pt."""
        ax = self.panel.ax
        if self.is_horizontal:
            return float(ax.transData.transform((ax.get_xlim()[0], value))[1])
        return float(ax.transData.transform((value, ax.get_ylim()[0]))[0])

    def _slot(self, bracket: Bracket) -> Slot:
        start, end = sorted((self._place(bracket.start), self._place(bracket.end)))
        reach = abs(self._place(bracket.start + bracket.reach) - self._place(bracket.start))
        marks = (start - reach, end + reach)
        middle = (start + end) / 2
        is_alone = bracket.start == bracket.end
        if not is_alone:
            inset = min(INSET_PT, (end - start) / 4)
            start, end = start + inset, end - inset
        width = self.furnisher.width(bracket.text, self.size_pt)
        half = (((ASCENT + DESCENT) * self.size_pt) if self.is_horizontal else width) / 2 + BESIDE_PT
        # A text over the first or last group stays within the axes where it can.
        low, high = self.edges
        middle = min(max(middle, low + half), high - half) if high - low > 2 * half else middle
        under_line = CLEAR_PT + (0.0 if is_alone else FOOT_PT)
        if self.is_horizontal:
            rise = 0.0 if is_alone else TEXT_RISE_PT
            return Slot(
                start,
                end,
                *marks,
                middle - half,
                middle + half,
                under_line,
                CLEAR_PT - rise,
                0.25,
                rise + width,
            )
        rise = self._rise(bracket)
        return Slot(
            start,
            end,
            *marks,
            middle - half,
            middle + half,
            under_line,
            TEXT_CLEAR_PT + DESCENT * self.size_pt - max(rise, 0.0),
            0.25,
            rise + (CAP_HEIGHT if bracket.start != bracket.end else ASCENT) * self.size_pt,
        )

    def _rise(self, bracket: Bracket) -> float:
        """Return how far the baseline lies over the bracket's line."""
        rise = 0.0 if bracket.start == bracket.end else TEXT_RISE_PT
        is_stars = bool(bracket.text) and set(bracket.text) == {"*"}
        return rise - STAR_DROP_EM * self.size_pt if is_stars else rise

    def _draw_one(self, bracket: Bracket, slot: Slot, level: float) -> None:
        look, letter = self.furnisher.look, self.panel.letter
        role = f"bracket.{bracket.name or bracket.text}"
        gid = f"panel-{letter}.{role}"
        parts: list[Artist] = []
        if bracket.start != bracket.end:
            along = [slot.start, slot.start, slot.end, slot.end]
            away = [level - FOOT_PT, level, level, level - FOOT_PT]
            looks: dict[str, Any] = {
                "color": look.ink,
                "linewidth": look.axis_pt,
                "marker": "",
                "solid_joinstyle": "miter",
                "solid_capstyle": "butt",
            }
            line = Line2D(*self._xy(along, away), transform=self.furnisher.points, **looks)
            line.set_gid(f"{gid}.line")
            parts.append(line)
        middle = (slot.text_start + slot.text_end) / 2
        if self.is_horizontal:
            rise = 0.0 if bracket.start == bracket.end else TEXT_RISE_PT
            base = middle - CAP_HEIGHT / 2 * self.size_pt
            text = self.furnisher.text(level + rise, base, bracket.text, self.size_pt, gid=f"{gid}.text")
        else:
            base = level + self._rise(bracket)
            text = self.furnisher.text(
                middle, base, bracket.text, self.size_pt, ha="center", gid=f"{gid}.text"
            )
        self.furnisher.put(self.panel, role, [*parts, text])

    def _xy(self, along: Any, away: Any) -> tuple[Any, Any]:
        return (away, along) if self.is_horizontal else (along, away)
