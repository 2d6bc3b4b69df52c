"""Whether two drawings of one panel show the same values, within 1 %."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from backends.r.readback import SHARE, SLACK_PT

__all__ = ["Compared", "compare"]

# An outline is cut this far to either side of a vertex of the other one.
_CUT_PT = 0.06
_CAP_PT = 4.2
# Of 255: 1 % and what rounding adds.
_LEVELS = 3
# Pictures are looked at in this many rows and columns; at the edge of a cell they may differ.
_GRID = (97, 89)
_SAME_PLACES = 0.95


@dataclass
class Compared:
    """What was compared in one group of marks, and what differs."""

    group: str
    what: list
    wrong: list


def compare(one, two):
    """Return what was compared of two `Panel`\\ s.

    Where both draw a group of the same name, it is compared with its like; what is left is
    compared by level, whatever the role (a mean may be part of the series or a centre of its own).
    """
    x, y = _pair(one, two, "x"), _pair(one, two, "y")
    groups = {key for key in one.marks if one.marks[key]} | {key for key in two.marks if two.marks[key]}
    by_level = defaultdict(list)
    for key in sorted(groups):
        both = one.marks.get(key) and two.marks.get(key)
        by_level[key if both else f"*.{key.partition('.')[2]}"].append(key)
    out, alone = [], {"Python": [], "R": []}
    for name, keys in by_level.items():
        first, second = ([m for k in keys for m in p.marks.get(k, [])] for p in (one, two))
        if first and second:
            result = Compared(f"panel-{one.letter}.{name.removeprefix('*.')}", [], [])
            if one.rings and two.rings:
                _radial(result, _radii(first, one.rings), _radii(second, two.rings))
            else:
                _compare(result, _View(first, x[0], y[0]), _View(second, x[1], y[1]))
            out.append(result)
        else:
            alone["Python" if first else "R"] += keys
    if any(alone.values()):
        out.append(_alone(one, two, alone, x, y))
    if one.pixels or two.pixels:
        out.append(_pictures(one, two))
    return out


def _pictures(one, two):
    """Return whether pictures inside the panel, such as heat maps of many cells, show the same colours."""
    result = Compared(f"panel-{one.letter}.image", [], [])
    if len(one.pixels) != len(two.pixels):
        result.wrong.append(f"{len(one.pixels)} pictures in Python, {len(two.pixels)} in R")
    for ours, theirs in zip(one.pixels, two.pixels, strict=False):
        rows, columns = (np.arange(0.5, count) / count for count in _GRID)
        seen = [
            p[np.ix_((rows * p.shape[0]).astype(int), (columns * p.shape[1]).astype(int))]
            for p in (ours, theirs)
        ]
        alike = (np.abs(seen[0] - seen[1]) <= _LEVELS).all(axis=2).mean()
        result.what.append(f"colours of a picture at {rows.size * columns.size} places")
        if alike < _SAME_PLACES:
            result.wrong.append(f"{1 - alike:.1%} of a picture has other colours")
    return result


def _alone(one, two, alone, x, y):
    """Return what is left over: marks whose groups are called differently are compared all the same."""
    result = Compared(f"panel-{one.letter}", [], [])
    said = "; ".join(f"only {who} has {', '.join(keys)}" for who, keys in alone.items() if keys)
    result.wrong.append(said)
    first = [m for key in alone["Python"] for m in one.marks[key]]
    second = [m for key in alone["R"] for m in two.marks[key]]
    if first and second:
        _compare(result, _View(first, x[0], y[0]), _View(second, x[1], y[1]))
    return result


def _pair(one, two, side):
    """Return both axes; one without labels has those of the other where it has as many ticks."""
    a, b = getattr(one, side), getattr(two, side)
    if (a is None) == (b is None):
        return a, b
    known, bare = (one, two) if b is None else (two, one)
    places = bare.ticks.get(side, ([], []))[0]
    axis = getattr(known, side)
    theirs = known.ticks[side][0]
    if not axis.is_number or len(places) != len(theirs) or len(places) < 2:
        return a, b
    values = axis.values(theirs)
    slope, offset = np.polyfit(places, np.log10(values) if axis.kind == "log" else values, 1)
    lent = type(axis)(axis.kind, slope, offset, float(np.ptp(places)))
    return (a, lent) if b is None else (lent, b)


class _View:
    """The marks of one drawing in axis units."""

    def __init__(self, marks, x, y):
        self.x, self.y, self.marks = x, y, marks
        self.points = np.array([m.xy[0] for m in marks if m.kind == "point"]).reshape(-1, 2)
        self.others = [m for m in marks if m.kind != "point" and not self._is_cap(m)]

    def _is_cap(self, mark):
        if mark.kind != "line" or len(mark.xy) != 2:
            return False
        wide, high = np.ptp(mark.xy, axis=0)
        return max(wide, high) < _CAP_PT and min(wide, high) < 0.02 and self._across(wide, high)

    def _across(self, wide, high):
        # A whisker may be as short as a cap, but runs along the axis of numbers.
        if self.x is not None and self.x.is_number and not (self.y is not None and self.y.is_number):
            return high > wide
        return wide > high

    @property
    def numbers(self):
        """Which of the axes has numbers: 0 for x, 1 for y."""
        return [i for i, axis in enumerate((self.x, self.y)) if axis is not None and axis.is_number]

    def axis(self, i):
        return (self.x, self.y)[i]


def _is_close(got, want, axis):
    """Return which values agree: within 1 %, or by less than the file's own digits."""
    return np.abs(got - want) <= axis.allowed(want)


def _compare(result, a, b):
    if a.numbers != b.numbers:
        result.wrong.append("the axes differ in kind: numbers on one, none on the other")
        return
    if not a.numbers:
        _cells(result, a, b)
        return
    if len(a.points) or len(b.points):
        _points(result, a, b)
    if a.others and b.others:
        if len(a.numbers) == 2:
            _outlines(result, a, b)
        else:
            _extents(result, a, b, a.numbers[0])
    elif a.others or b.others:
        result.wrong.append(f"only {'Python' if a.others else 'R'} draws lines or areas")


# ---------------------------------------------------------------- cells and dots of a matrix


def _cells(result, a, b):
    """Marks between two axes of categories have the same colours, and dots the same areas."""
    ours, theirs = _by_place(a), _by_place(b)
    blank = {mark.fill for place, mark in ours.items() if place not in theirs}
    # Cells without data may be the ground that shows through; they have one colour.
    if not theirs or not set(theirs) <= set(ours) or len(blank) > 1:
        result.wrong.append(f"{len(ours)} cells in Python, {len(theirs)} in R, or at other places")
        return
    ours = {place: mark for place, mark in ours.items() if place in theirs}
    result.what.append(f"colours of {len(ours)} cells")
    colours = [p for p in ours if np.abs(_levels(ours[p]) - _levels(theirs[p])).max() > _LEVELS]
    if colours:
        one, two = ours[colours[0]].fill, theirs[colours[0]].fill
        result.wrong.append(f"{len(colours)} of {len(ours)} cells differ: {one} in Python, {two} in R")
    if all(mark.kind == "point" for mark in ours.values()):
        # The number is shown by the area, as a share of the largest: how large that is depends on the axes.
        areas = [_shares([m[p].size_pt ** 2 for p in ours]) for m in (ours, theirs)]
        bad = [(x, y) for x, y in zip(*areas, strict=True) if abs(x - y) > SHARE]
        result.what.append(f"areas of {len(ours)} dots")
        if bad:
            result.wrong.append(
                f"{len(bad)} of {len(ours)} dots differ: {bad[0][0]:.3g}, {bad[0][1]:.3g} of the largest area"
            )


def _shares(areas):
    return [area / max(areas) for area in areas]


def _by_place(view):
    if view.x is None or view.y is None:
        return {}
    out = {}
    for mark in view.marks:
        x0, y0, x1, y1 = mark.box
        x, y = view.x.values((x0 + x1) / 2), view.y.values((y0 + y1) / 2)
        if mark.fill not in {None, "none"}:
            out[round(float(x)), round(float(y))] = mark
    return out


def _levels(mark):
    return np.array([int(mark.fill[i : i + 2], 16) for i in (1, 3, 5)])


# ---------------------------------------------------------------- values along spokes


def _radii(marks, rings):
    """Return rows (spoke, distance from the centre in parts of the outermost ring) of all vertices."""
    outer = max((ring.xy for ring in rings), key=lambda xy: np.ptp(xy[:, 1]))
    corners = np.unique(outer.round(2), axis=0)
    centre = corners.mean(axis=0)
    reach = np.hypot(*(corners - centre).T).max()
    step = 2 * np.pi / len(corners)
    away = np.concatenate([mark.xy for mark in marks]) - centre
    spokes = np.round(np.arctan2(away[:, 0], -away[:, 1]) / step) % len(corners)
    return np.column_stack([spokes, np.hypot(*away.T) / reach])


def _radial(result, ours, theirs):
    """Every vertex of R lies where Python has one on that spoke, and the other way round."""
    for one, other, whose in ((theirs, ours, "R"), (ours, theirs, "Python")):
        off = [v for v in one if np.abs(other[other[:, 0] == v[0], 1] - v[1]).min(initial=1) > SHARE / 2]
        result.what.append(f"{len(one)} vertices of {whose} along spokes")
        if off:
            result.wrong.append(
                f"{len(off)} of {len(one)} vertices of {whose} lie elsewhere, such as {off[0]}"
            )


# ---------------------------------------------------------------- points


def _points(result, a, b):
    if len(a.points) != len(b.points):
        result.wrong.append(f"{len(a.points)} points in Python, {len(b.points)} in R")
        return
    if len(a.numbers) == 1:
        i = a.numbers[0]
        first, second = (np.sort(v.axis(i).values(v.points[:, i])) for v in (a, b))
        _judge(result, first, second, b.axis(i), f"points along {'xy'[i]}")
        return
    places = [
        np.column_stack([(v.points[:, i] * v.axis(i).slope + v.axis(i).offset) for i in (0, 1)])
        for v in (a, b)
    ]
    spread = np.ptp(places[0], axis=0)
    spread[spread == 0] = 1
    order = linear_sum_assignment(cdist(places[0] / spread, places[1] / spread))[1]
    for i in (0, 1):
        first = a.axis(i).values(a.points[:, i])
        second = b.axis(i).values(b.points[order, i])
        _judge(result, first, second, b.axis(i), f"points along {'xy'[i]}")


def _judge(result, first, second, axis, what):
    bad = np.flatnonzero(~_is_close(first, second, axis))
    result.what.append(f"{len(first)} {what}")
    if len(bad):
        k = bad[0]
        result.wrong.append(
            f"{len(bad)} of {len(first)} {what} differ: {first[k]:.6g} in Python, {second[k]:.6g} in R"
        )


# ---------------------------------------------------------------- outlines between two axes of numbers


def _outlines(result, a, b):
    """Every vertex of one drawing lies on the other's lines or edges of areas."""
    for one, other, whose in ((a, b, "Python"), (b, a, "R")):
        segments = _segments(other)
        vertices = _vertices(one)
        off = [v for v in vertices if not _lies_on(v, segments, other)]
        result.what.append(f"{len(vertices)} vertices of {whose}'s lines on the other's")
        if off:
            x, y, miss = off[0][0], off[0][1], _miss(off[0], segments, other)
            result.wrong.append(
                f"{len(off)} of {len(vertices)} vertices of {whose} lie off the other's lines, "
                f"such as ({x:.6g}, {y:.6g}), where the other has {miss}"
            )


def _vertices(view):
    """Return (x, y) of all vertices in axis units."""
    xy = np.concatenate([m.xy for m in view.others])
    return np.unique(np.column_stack([view.x.values(xy[:, 0]), view.y.values(xy[:, 1])]), axis=0)


def _segments(view):
    """Return the edges of all marks as rows (x1, y1, x2, y2) in page points."""
    rows = []
    for mark in view.others:
        xy = np.vstack([mark.xy, mark.xy[:1]]) if mark.kind == "area" else mark.xy
        rows.append(np.hstack([xy[:-1], xy[1:]]))
    return np.concatenate(rows)


def _cuts(vertex, segments, view):
    """Return the ranges of y that lines have within a hair of an x, in page points."""
    at = float(view.x.places(vertex[0]))
    width = _CUT_PT
    left, right = np.minimum(segments[:, 0], segments[:, 2]), np.maximum(segments[:, 0], segments[:, 2])
    near = segments[(left <= at + width) & (right >= at - width)]
    if not len(near):
        return np.empty((0, 2))
    run = near[:, 2] - near[:, 0]
    ends = []
    for x in (at - width, at + width):
        share = np.clip(np.divide(x - near[:, 0], run, out=np.zeros(len(near)), where=run != 0), 0, 1)
        ends.append(near[:, 1] + share * (near[:, 3] - near[:, 1]))
    upright = np.abs(run) < 2 * width
    low = np.where(upright, np.minimum(near[:, 1], near[:, 3]), np.minimum(*ends))
    high = np.where(upright, np.maximum(near[:, 1], near[:, 3]), np.maximum(*ends))
    return np.column_stack([low, high])


def _lies_on(vertex, segments, view):
    cuts = _cuts(vertex, segments, view)
    off = view.y.allowed(vertex[1])
    ends = view.y.places(np.array([vertex[1] - off, vertex[1] + off]))
    return bool(((cuts[:, 0] - SLACK_PT <= ends.max()) & (ends.min() <= cuts[:, 1] + SLACK_PT)).any())


def _miss(vertex, segments, view):
    cuts = _cuts(vertex, segments, view)
    if not len(cuts):
        return "nothing"
    at = float(view.y.places(vertex[1]))
    nearest = cuts[np.argmin(np.minimum(np.abs(cuts[:, 0] - at), np.abs(cuts[:, 1] - at)))]
    return f"{view.y.values(nearest.mean()):.6g}"


# ---------------------------------------------------------------- extents along the one axis of numbers


def _extents(result, a, b, i):
    """R's ends and edges are among Python's, group by group, and reach as far."""
    ours, theirs = _ends(a, i), _ends(b, i)
    if set(ours) != set(theirs):
        result.wrong.append(f"Python has marks at {sorted(ours)}, R at {sorted(theirs)}")
        return
    axis = b.axis(i)
    count, bad = 0, []
    for place, values in theirs.items():
        for value in values:
            count += 1
            if not _is_close(np.array(ours[place]), value, axis).any():
                bad.append((place, value))
        for reach in (min, max):
            count += 1
            if not _is_close(np.array([reach(values)]), reach(ours[place]), axis).all():
                bad.append((place, reach(ours[place])))
    result.what.append(f"{count} ends and edges along {'xy'[i]}")
    if bad:
        place, value = bad[0]
        result.wrong.append(
            f"{len(bad)} of {count} ends and edges differ, such as {value:.6g} at {place}; "
            f"Python: {_told(ours[place])}; R: {_told(theirs[place])}"
        )


def _ends(view, i):
    """Return number of the category → ends of lines and edges of areas along the axis of numbers."""
    across = view.axis(1 - i)
    out = defaultdict(list)
    for mark in view.others:
        xy = mark.xy
        if mark.kind == "area":
            low, high = xy.min(axis=0), xy.max(axis=0)
            xy = np.array([low, high])
            xy[:, 1 - i] = (low + high)[1 - i] / 2
        # A line between two categories has an end at each.
        for vertex in xy:
            place = 0 if across is None else round(float(across.values(vertex[1 - i])))
            out[place].append(float(view.axis(i).values(vertex[i])))
    return {place: sorted(set(values)) for place, values in out.items()}


def _told(values):
    shown = ", ".join(f"{v:.4g}" for v in values[:6])
    return shown + (", …" if len(values) > 6 else "")
