"""Which text of the old figure is which of the new one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from math import cos, floor, hypot, radians, sin

from natfig.qa.diff.groups import Vector
from natfig.qa.diff.labels import Label
from natfig.qa.document import Box

__all__ = ["SAME_TURN_DEG", "Matched", "match_texts", "moved_by"]

# Directions that differ by less are the same.
SAME_TURN_DEG = 1.0

# Texts this alike are one text with a correction; below it they have only letters in common.
_ALIKE = 0.6
# So far a short text (a tick's number, a letter) may have moved: others like it are about.
_SHORT, _SHORT_MM = 4, 20.0
# A corrected text is looked for this near.
_NEAR_MM = 15.0
# A text is turned about a point no further from its letters than this, in mm.
_TURNED_WITHIN_MM = 1.0
# More combinations than these are not tried one by one; beyond it order decides.
_MOST_COMBINATIONS = 40_000
_LONGEST_ALIKE = 300

Matched = list[tuple[int, int]]


def moved_by(old: Label, new: Label) -> Vector:
    """Return how far a text moved, in mm: by that of its holding points that moved least.

    A text that grew keeps its start, its middle or its end, and its baseline; it is not said to
    have moved then.
    """
    if abs(old.rotation_deg - new.rotation_deg) > SAME_TURN_DEG:
        return _swung(old, new)
    du = min((b - a for a, b in zip(old.along, new.along, strict=True)), key=abs)
    dv = min((b - a for a, b in zip(old.across, new.across, strict=True)), key=abs)
    if old.rotation_deg == 0:
        return du, dv
    c, s = cos(radians(old.rotation_deg)), sin(radians(old.rotation_deg))
    return du * c - dv * s, du * s + dv * c


def _swung(old: Label, new: Label) -> Vector:
    """Return how far a turned text moved: not at all where it was turned about a point of its own."""
    (x, y), (x2, y2) = old.ink_center, new.ink_center
    turn = radians(new.rotation_deg - old.rotation_deg)
    c, s = cos(turn), sin(turn)
    # The point p that stays: p + R (center − p) = center'. 1 − R has the determinant 2 − 2c.
    bx, by = x2 - (x * c - y * s), y2 - (x * s + y * c)
    p = ((1 - c) * bx - s * by) / (2 - 2 * c), (s * bx + (1 - c) * by) / (2 - 2 * c)
    if old.box.grown(_TURNED_WITHIN_MM).holds(Box(*p, *p)):
        return 0.0, 0.0
    return x2 - x, y2 - y


class _Matcher:
    """Pairs texts in passes, from certain to likely."""

    def __init__(
        self,
        old: list[Label],
        new: list[Label],
        *,
        rename: Callable[[str], str],
        section: Callable[[str], str],
        shifts: Mapping[str, Vector],
        tolerance_mm: float,
    ) -> None:
        self.old, self.new = old, new
        self.tol = tolerance_mm
        self.groups = [rename(label.group) for label in old]
        self.sections = [section(label.section) for label in old]
        self.shift = [shifts.get(name, (0.0, 0.0)) for name in self.sections]
        self.left = dict.fromkeys(range(len(old)))
        self.free = dict.fromkeys(range(len(new)))
        self.pairs: Matched = []

    def _take(self, i: int, j: int) -> None:
        self.pairs.append((i, j))
        del self.left[i]
        del self.free[j]

    def _residual(self, i: int, j: int) -> Vector:
        dx, dy = moved_by(self.old[i], self.new[j])
        sx, sy = self.shift[i]
        return dx - sx, dy - sy

    def _is_there(self, i: int, j: int) -> bool:
        dx, dy = self._residual(i, j)
        return abs(dx) <= self.tol and abs(dy) <= self.tol

    def in_order(self) -> None:
        """Pair texts that were neither touched nor put in another order: nearly all, as a rule."""
        by_text: dict[str, list[int]] = defaultdict(list)
        for j in self.free:
            by_text[self.new[j].text].append(j)
        at: Counter[str] = Counter()
        for i in list(self.left):
            text = self.old[i].text
            found = by_text.get(text, ())
            if at[text] < len(found):
                j = found[at[text]]
                at[text] += 1
                if self.groups[i] == self.new[j].group and self._is_there(i, j):
                    self._take(i, j)

    def in_place(self, *, same_text: bool) -> None:
        """Pair texts that stand in the same place, found through a grid of holding points."""
        cell = max(self.tol, 0.02)
        grid: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for j in self.free:
            label = self.new[j]
            for key in self._keys(label, cell, (0.0, 0.0), same_text=same_text, spread=False):
                grid[key].append(j)
        for i in list(self.left):
            label = self.old[i]
            seen: dict[int, None] = {}
            for key in self._keys(label, cell, self.shift[i], same_text=same_text, spread=True):
                # Hundreds of texts at one point are one text painted again.
                for j in grid.get(key, ())[-50:]:
                    seen[j] = None
            good = [j for j in seen if j in self.free and self._is_there(i, j)]
            if good:
                self._take(i, min(good, key=lambda j: self._cost(i, j)))

    def _keys(
        self, label: Label, cell: float, shift: Vector, *, same_text: bool, spread: bool
    ) -> Iterable[tuple[object, ...]]:
        text = label.text if same_text else None
        box = label.box
        sx, sy = shift
        # Along the line start, middle and end; across it the middle, or the baseline if that is held.
        upright = abs(label.rotation_deg) in {90, -90} or abs(abs(label.rotation_deg) - 90) < 1
        xs = (box.x0, (box.x0 + box.x1) / 2, box.x1)
        ys = (box.y0, (box.y0 + box.y1) / 2, box.y1)
        if upright:
            points = [(k, m, x, y) for k, y in enumerate(ys) for m, x in enumerate(xs)]
        else:
            base = (*ys, box.y0 + 0.808 * (box.y1 - box.y0))
            points = [(k, m, x, y) for k, x in enumerate(xs) for m, y in enumerate(base)]
        near = (-1, 0, 1) if spread else (0,)
        for k, m, x, y in points:
            a, b = floor((x + sx) / cell), floor((y + sy) / cell)
            for p in near:
                for q in near:
                    yield text, k, m, a + p, b + q

    def _cost(self, i: int, j: int) -> tuple[bool, bool, float, float]:
        old, new = self.old[i], self.new[j]
        dx, dy = self._residual(i, j)
        same_look = old.runs[0].size_pt == new.runs[0].size_pt and old.runs[0].fill == new.runs[0].fill
        return self.groups[i] != new.group, not same_look, hypot(dx, dy), abs(i - j)

    def moved(self) -> None:
        """Pair equal texts at different places: of one section, the nearest first."""
        by_text: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for i in self.left:
            by_text[self.sections[i], self.old[i].text][0].append(i)
        for j in self.free:
            by_text[self.new[j].section, self.new[j].text][1].append(j)
        for (_, text), (mine, theirs) in by_text.items():
            limit = _SHORT_MM if len(text) < _SHORT and not len(mine) == len(theirs) == 1 else None
            self._nearest(mine, theirs, limit)
        # A text that stands only once on both pages went from one section to another.
        olds = Counter(self.old[i].text for i in self.left)
        news = {self.new[j].text: j for j in self.free}
        counts = Counter(self.new[j].text for j in self.free)
        for i in list(self.left):
            text = self.old[i].text
            if len(text) >= _SHORT and olds[text] == 1 and counts[text] == 1:
                self._take(i, news[text])

    def _nearest(self, mine: list[int], theirs: list[int], limit: float | None) -> None:
        if len(mine) * len(theirs) > _MOST_COMBINATIONS:
            for i, j in zip(mine, theirs, strict=False):
                self._take(i, j)
            return
        costs = sorted((self._cost(i, j), i, j) for i in mine for j in theirs)
        for cost, i, j in costs:
            if i in self.left and j in self.free and (limit is None or cost[2] <= limit):
                self._take(i, j)

    def named(self) -> None:
        """Pair texts of one id."""
        mine = Counter(self.groups[i] for i in self.left)
        theirs = Counter(self.new[j].group for j in self.free)
        where = {self.new[j].group: j for j in self.free}
        for i in list(self.left):
            name = self.groups[i]
            if name and mine[name] == theirs[name] == 1:
                self._take(i, where[name])

    def overlapping(self) -> None:
        """Pair texts of which one covers half of the other, then those nearby that are alike."""
        if len(self.left) * len(self.free) > _MOST_COMBINATIONS:
            return
        found = []
        for i in self.left:
            old = self.old[i].box
            sx, sy = self.shift[i]
            for j in self.free:
                new = self.new[j].box
                x = min(old.x1 + sx, new.x1) - max(old.x0 + sx, new.x0)
                y = min(old.y1 + sy, new.y1) - max(old.y0 + sy, new.y0)
                if x > 0 < y and x * y >= 0.5 * min(old.area, new.area):
                    found.append((-x * y, i, j))
        for _, i, j in sorted(found):
            if i in self.left and j in self.free:
                self._take(i, j)
        found = []
        for i in self.left:
            for j in self.free:
                if self.sections[i] == self.new[j].section and (alike := self._alike(i, j)) >= _ALIKE:
                    found.append((-alike, i, j))
        for _, i, j in sorted(found):
            if i in self.left and j in self.free:
                self._take(i, j)

    def _alike(self, i: int, j: int) -> float:
        a, b = self.old[i].text, self.new[j].text
        if max(len(a), len(b)) > _LONGEST_ALIKE or min(len(a), len(b)) < _SHORT:
            return 0.0
        if hypot(*self._residual(i, j)) > _NEAR_MM:
            return 0.0
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def match_texts(
    old: list[Label],
    new: list[Label],
    *,
    rename: Callable[[str], str],
    section: Callable[[str], str],
    shifts: Mapping[str, Vector],
    tolerance_mm: float,
    rejoin: Callable[[list[int], list[int]], tuple[list[int], list[int]]] | None = None,
) -> tuple[Matched, list[int], list[int]]:
    """Pair the texts of two figures.

    Parameters
    ----------
    old, new : list of Label
    rename, section : callable
        The new name of an old group's path, and of an old section.
    shifts : mapping
        New section → how far all of it moved, mm.
    tolerance_mm : float
    rejoin : callable, optional
        Takes what is left of both out where one figure stores a text in pieces.

    Returns
    -------
    tuple
        Pairs of indices, indices of old texts without a new one, and of new ones without an old one.
    """
    matcher = _Matcher(old, new, rename=rename, section=section, shifts=shifts, tolerance_mm=tolerance_mm)
    matcher.in_order()
    matcher.in_place(same_text=True)
    if rejoin is not None:
        left, free = rejoin(list(matcher.left), list(matcher.free))
        matcher.left, matcher.free = dict.fromkeys(left), dict.fromkeys(free)
    matcher.in_place(same_text=False)
    matcher.moved()
    matcher.named()
    matcher.overlapping()
    return matcher.pairs, list(matcher.left), list(matcher.free)
