"""Events and periods on one axis with a true scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal

from natfig.charts import _flow_canvas as cv
from natfig.charts.base import Look

__all__ = ["Event", "timeline"]

BAR_MM, LANE_GAP = 4.6, 1.2
TICK_MM = 0.7
# Under the first level of labels, and from level to level.
STEM_MM, LEVEL_GAP = 1.6, 1.6
GAP_MM = 1.6
# Between a pole and its label.
POLE_MM = 0.8
# Widths that labels of events are broken to.
WIDTHS = (30.0, 25.0, 21.0, 18.0, 15.0, 12.5)


@dataclass(frozen=True, slots=True)
class Event:
    """Something at a time, or, with an end, from one to another."""

    name: str
    label: str
    start: float
    end: float | None = None
    color: str | None = None


def timeline(  # noqa: PLR0917 - what a timeline is made of, each of another type
    events: Sequence[Event],
    limits: tuple[float, float],
    ticks: Sequence[tuple[float, str]],
    label: str,
    room_mm: tuple[float, float],
    sizes_pt: Sequence[float],
    look: Look,
) -> cv.Canvas:
    """Return the diagram in a room, or with what is missing.

    Parameters
    ----------
    events : sequence of Event
    limits : tuple of float
        First and last time shown.
    ticks : sequence of (float, str)
    label : str
        Of the axis.
    room_mm : tuple of float
    sizes_pt : sequence of float
        Sizes of type to try.
    look : Look
    """
    # Half of the outermost tick labels reaches over the axis.
    aside = max([cv.width_mm(t, look.tick_pt) / 2 for _, t in ticks] or [0.0]) + 0.5
    axis = _Axis(limits, tuple(ticks), label, (aside, room_mm[0] - aside), room_mm[0], look)
    best: tuple[float, cv.Canvas] | None = None
    for size_pt in sizes_pt:
        for width in WIDTHS:
            canvas, need = _lay_out(events, axis, size_pt, width)
            lacking = max(need - room_mm[1], 0.0)
            if lacking <= 1e-6 and not canvas.problems:
                return canvas.moved(0.0, (room_mm[1] - need) / 2)
            if best is None or (len(canvas.problems), lacking) < (len(best[1].problems), best[0]):
                best = (lacking, canvas)
    assert best is not None  # noqa: S101 - there are widths to try
    if not best[1].problems:
        what = f"the timeline lacks {best[0]:.1f} mm of height at {sizes_pt[-1]:g} pt"
        best[1].problems.append((what, "give the panel more room, or shorten the labels"))
    return best[1]


@dataclass(frozen=True, slots=True)
class _Axis:
    """The scale: `ends` are the places of its limits in mm, `room` the panel's width."""

    limits: tuple[float, float]
    ticks: tuple[tuple[float, str], ...]
    label: str
    ends: tuple[float, float]
    room: float
    look: Look

    def x(self, time: float) -> float:
        """Return the place of a time in mm."""
        (low, high), (x0, x1) = self.limits, self.ends
        return x0 + (time - low) / (high - low) * (x1 - x0)


def _lay_out(events: Sequence[Event], axis: _Axis, size_pt: float, width: float) -> tuple[cv.Canvas, float]:
    """Return the diagram from the top of its highest label, and its height."""
    canvas = cv.Canvas()
    flags = _flags([e for e in events if e.end is None], axis, size_pt, width)
    levels = _levels(flags)
    if levels is None:
        names = " and ".join(f"'{f.event.label}'" for f in flags if f.is_left)
        canvas.problems.append(
            (f"the labels around {names} have no place", "shorten them, or give the panel more width")
        )
        levels = list(range(len(flags)))
    above = _fly(canvas, flags, levels, size_pt)
    lanes = _lanes([e for e in events if e.end is not None], axis, size_pt)
    count = max((lane for _, lane in lanes), default=-1) + 1
    # The axis stands under events and bars, where it can be read off for both.
    axis_y = above + count * (BAR_MM + LANE_GAP) + (1.0 if count else 0.0)
    for event, lane in lanes:
        _bar(canvas, event, above + lane * (BAR_MM + LANE_GAP) + BAR_MM / 2, axis, size_pt)
    _stand(canvas, axis_y, above)
    return canvas, _draw_axis(canvas, axis, axis_y)


def _draw_axis(canvas: cv.Canvas, axis: _Axis, y: float) -> float:
    """Draw the axis at a height, and return where its label ends."""
    look = axis.look
    width: dict[str, Any] = {"heads": (False, False), "width_pt": look.axis_pt}
    canvas.lines.append(cv.Line(((axis.ends[0], y), (axis.ends[1], y)), "axis", **width))
    tick_h = cv.block_mm(["0"], look.tick_pt)[1]
    for time, text in axis.ticks:
        x = axis.x(time)
        canvas.lines.append(cv.Line(((x, y), (x, y + TICK_MM)), "axis", **width))
        canvas.words.append(cv.Words((text,), x, y + TICK_MM + 1.2 + tick_h / 2, look.tick_pt, "axis.tick"))
    y += TICK_MM + 1.2 + tick_h
    if axis.label:
        label_h = cv.block_mm([axis.label], look.label_pt)[1]
        middle = (axis.ends[0] + axis.ends[1]) / 2
        canvas.words.append(
            cv.Words((axis.label,), middle, y + 2.2 + label_h / 2, look.label_pt, "axis.label")
        )
        y += 2.2 + label_h
    return y + 1.0


# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class _Flag:
    """A label on a pole; it flies to the right, or to the left where the panel ends."""

    event: Event
    x: float
    lines: tuple[str, ...]
    left: float
    right: float
    height: float

    @property
    def is_left(self) -> bool:
        """Whether it flies to the left."""
        return self.left < self.x

    def covers(self, x: float) -> bool:
        """Return whether another pole would run through the label."""
        return self.left - POLE_MM / 2 < x < self.right + POLE_MM

    def touches(self, other: _Flag) -> bool:
        """Return whether two labels on one level would touch."""
        return other.left < self.right + GAP_MM and other.right > self.left - GAP_MM


def _flags(events: Sequence[Event], axis: _Axis, size_pt: float, width: float) -> list[_Flag]:
    flags = []
    for event in sorted(events, key=lambda e: e.start):
        lines = tuple(cv.balance(event.label, width, size_pt))
        w, h = cv.block_mm(lines, size_pt)
        x = axis.x(event.start)
        left = x + POLE_MM if x + POLE_MM + w <= axis.room else x - POLE_MM - w
        flags.append(_Flag(event, x, lines, left, left + w, h))
    return flags


def _levels(flags: Sequence[_Flag]) -> list[int] | None:
    """Return each flag's level: above all whose poles it would cover; None where they are in a circle."""
    above: list[set[int]] = [set() for _ in flags]
    for (i, first), (k, later) in combinations(enumerate(flags), 2):
        if later.covers(first.x):
            above[k].add(i)
        if first.covers(later.x):
            above[i].add(k)
        if first.touches(later) and i not in above[k] and k not in above[i]:
            high, low = (k, i) if later.is_left else (i, k)
            above[high].add(low)
    levels = [0] * len(flags)
    for _ in range(len(flags) + 1):
        new = [max((levels[k] + 1 for k in under), default=0) for under in above]
        if new == levels:
            return levels
        levels = new
    return None


def _fly(canvas: cv.Canvas, flags: Sequence[_Flag], levels: Sequence[int], size_pt: float) -> float:
    """Draw labels and stems above y = the height returned, the highest level on top."""
    y = 0.0
    for level in range(max(levels, default=-1), -1, -1):
        row = [f for f, of in zip(flags, levels, strict=True) if of == level]
        tall = max(f.height for f in row)
        y += 0.8 if level == max(levels) else LEVEL_GAP
        for flag in row:
            name = flag.event.name
            edge = flag.right if flag.is_left else flag.left
            middle = y + tall - flag.height / 2
            align: Literal["left", "right"] = "right" if flag.is_left else "left"
            canvas.words.append(cv.Words(flag.lines, edge, middle, size_pt, name, align))
            stem = ((flag.x, y + tall - flag.height), (flag.x, 0.0))
            canvas.lines.append(cv.Line(stem, f"{name}.stem", color=flag.event.color))
        y += tall
    return y + STEM_MM + cv.HEAD_MM if flags else 0.0


def _stand(canvas: cv.Canvas, axis_y: float, above: float) -> None:
    """Let the stems end on the axis, or on the bars that stand over it."""
    bars = [b for b in canvas.boxes if b.style == "bar"]
    for i, line in enumerate(canvas.lines):
        if line.name.endswith(".stem"):
            x = line.points[0][0]
            is_barred = any(b.edges[0] - 0.3 < x < b.edges[2] + 0.3 for b in bars)
            end = above - 0.4 if is_barred else axis_y
            canvas.lines[i] = replace(line, points=(line.points[0], (x, end)))


# ---------------------------------------------------------------- periods


def _lanes(events: Sequence[Event], axis: _Axis, size_pt: float) -> list[tuple[Event, int]]:
    """Put periods on lanes where neither bars nor their labels touch."""
    taken: list[float] = []
    out: list[tuple[Event, int]] = []
    for event in sorted(events, key=lambda e: (e.start, -(e.end or 0.0))):
        left, right = _extent(event, axis, size_pt)
        lane = next((i for i, end in enumerate(taken) if end + 0.4 <= left), len(taken))
        if lane == len(taken):
            taken.append(0.0)
        taken[lane] = right
        out.append((event, lane))
    return out


def _extent(event: Event, axis: _Axis, size_pt: float) -> tuple[float, float]:
    """Return the left and right end of a bar with its label."""
    a, b = axis.x(event.start), axis.x(event.end or 0.0)
    w = cv.width_mm(event.label, size_pt)
    if w + 2.0 <= b - a:
        return a, b
    return (a, b + 1.0 + w) if b + 1.0 + w <= axis.room else (a - 1.0 - w, b)


def _bar(canvas: cv.Canvas, event: Event, y: float, axis: _Axis, size_pt: float) -> None:
    a, b = axis.x(event.start), axis.x(event.end or 0.0)
    left, right = _extent(event, axis, size_pt)
    color = event.color or axis.look.neutral_light
    canvas.boxes.append(cv.Box((a + b) / 2, y, b - a, BAR_MM, event.name, "bar", color))
    label = (event.label,)
    if (left, right) == (a, b):
        ink = cv.bar_ink(color, axis.look.ink)
        words = cv.Words(label, (a + b) / 2, y, size_pt, event.name, color=ink)
    elif left == a:
        words = cv.Words(label, b + 1.0, y, size_pt, event.name, "left")
    else:
        words = cv.Words(label, a - 1.0, y, size_pt, event.name, "right")
    if left < 0:
        what = f"'{event.label}' fits neither in its bar nor beside it; {-left:.1f} mm are missing"
        canvas.problems.append((what, "shorten it, or give the panel more width"))
    canvas.words.append(words)
