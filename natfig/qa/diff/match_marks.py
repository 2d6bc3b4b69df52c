"""Which mark of the old figure is which of the new one.

Half a million marks are usual, so equal marks are paired by walking both figures in paint
order and through a grid; only what is left is looked at one by one.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import floor

from natfig.qa.diff.groups import Vector
from natfig.qa.diff.looks import Look, looks_of, same_look
from natfig.qa.document import Document

__all__ = ["Marks", "match_marks"]

# More combinations than these are not tried one by one; beyond it order decides.
_MOST_COMBINATIONS = 60_000
# Of the marks of one cell of the grid so many are looked at.
_MOST_IN_A_CELL = 40
# Looks that are compared with rounding; beyond it they must be written the same.
_MOST_LOOKS = 500
# Cells around one, itself first.
_NEAR = ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1))
# Fewer marks than this are told apart by their places.
_FEWEST_ROWS = 30
# How far the walk looks ahead for the next equal pair when a mark was put in or taken out.
_AHEAD = 3
# A mark of another size is the same mark where this near, in mm.
_NEAR_MM = 10.0
# What a difference of size or look costs, in mm of distance: a bar that grew stays a bar.
_SIZE_COST, _LOOK_COST_MM = 2.0, 30.0


class Marks:
    """The marks of two figures and their pairs.

    Attributes
    ----------
    partner : array of int
        For each old mark the new one, −1 for none.
    free : bytearray
        For each new mark 1 while it has no old one.
    unequal : list of int
        Old marks whose partner differs from them in place, size or look.
    """

    def __init__(self, old: Document, new: Document, tolerance_mm: float) -> None:
        self.old, self.new = old.shapes, new.shapes
        self.tol = tolerance_mm
        self.looks, self.new_looks = looks_of(old), looks_of(new)
        self.partner = array("q", [-1]) * len(self.old)
        self.free = bytearray(b"\1") * len(self.new)
        self.unequal: list[int] = []
        self._ids, self._new_ids = _look_ids(self.looks, self.new_looks)

    def look(self, i: int) -> Look:
        """Return the look of an old mark."""
        return self.looks[self.old.paint[i]]

    def new_look(self, j: int) -> Look:
        """Return the look of a new mark."""
        return self.new_looks[self.new.paint[j]]

    def same_look(self, i: int, j: int) -> bool:
        """Return whether an old and a new mark look the same."""
        return self._ids[self.old.paint[i]] == self._new_ids[self.new.paint[j]]

    def look_id(self, i: int) -> int:
        """Return the number of an old mark's look: that of all that look the same."""
        return self._ids[self.old.paint[i]]

    def new_look_id(self, j: int) -> int:
        """Return the number of a new mark's look."""
        return self._new_ids[self.new.paint[j]]

    def is_there(self, i: int, j: int, shift: Vector) -> bool:
        """Return whether an old mark, moved by `shift`, has the box of a new one."""
        a, b, tol = self.old, self.new, self.tol
        dx, dy = shift
        return (
            abs(a.x0[i] + dx - b.x0[j]) <= tol
            and abs(a.y0[i] + dy - b.y0[j]) <= tol
            and abs(a.x1[i] + dx - b.x1[j]) <= tol
            and abs(a.y1[i] + dy - b.y1[j]) <= tol
        )

    def take(self, i: int, j: int, *, equal: bool) -> None:
        """Pair two marks."""
        self.partner[i] = j
        self.free[j] = 0
        if not equal:
            self.unequal.append(i)


def _look_ids(looks: Sequence[Look], others: Sequence[Look]) -> tuple[list[int], list[int]]:
    """Return numbers for the looks of both figures, the same for those that look the same."""
    known: dict[Look, int] = {}
    new_ids = [known.setdefault(look, len(known)) for look in others]
    distinct = list(known.items())[:_MOST_LOOKS]
    ids = []
    for look in looks:
        found = known.get(look)
        if found is None:
            found = next((n for other, n in distinct if same_look(look, other)), len(known))
            known[look] = found
        ids.append(found)
    return ids, new_ids


def _by_group(document: Document, path: Callable[[str], str]) -> dict[str, array[int]]:
    """Return the indices of marks under their groups' (new) paths."""
    names = [path(paint.group) for paint in document.shapes.paints]
    out: dict[str, array[int]] = {name: array("q") for name in dict.fromkeys(names)}
    into = [out[name].append for name in names]
    for i, paint in enumerate(document.shapes.paint):
        into[paint](i)
    return out


def _walk(marks: Marks, mine: Sequence[int], theirs: Sequence[int], shift: Vector) -> None:
    """Pair equal marks in paint order, looking a few ahead where one was put in or taken out."""
    a = b = 0
    while a < len(mine) and b < len(theirs):
        i, j = mine[a], theirs[b]
        if marks.same_look(i, j) and marks.is_there(i, j, shift):
            marks.take(i, j, equal=True)
            a, b = a + 1, b + 1
            continue
        for k in range(1, _AHEAD + 1):
            if _runs_on(marks, mine, a, theirs, b + k, shift):
                b += k
                break
            if _runs_on(marks, mine, a + k, theirs, b, shift):
                a += k
                break
        else:
            a, b = a + 1, b + 1


def _runs_on(marks: Marks, mine: Sequence[int], a: int, theirs: Sequence[int], b: int, shift: Vector) -> bool:  # noqa: PLR0917 - two sequences with their places
    """Return whether the next two marks of both figures are equal: one alone may be by chance."""
    if a >= len(mine) or b >= len(theirs):
        return False
    for k in (0, 1):
        if a + k == len(mine) or b + k == len(theirs):
            return len(mine) - a == len(theirs) - b
        i, j = mine[a + k], theirs[b + k]
        if not (marks.is_there(i, j, shift) and marks.same_look(i, j)):
            return False
    return True


Key = tuple[int, int, int]


def _grid(marks: Marks, theirs: Sequence[int], cell: float, *, any_look: bool) -> dict[Key, list[int]]:
    new = marks.new
    grid: dict[Key, list[int]] = defaultdict(list)
    for j in reversed(theirs):
        a = floor((new.x0[j] + new.x1[j]) / 2 / cell)
        b = floor((new.y0[j] + new.y1[j]) / 2 / cell)
        grid[a, b, 0 if any_look else marks.new_look_id(j)].append(j)
    return grid


def _in_place(
    marks: Marks, mine: Sequence[int], theirs: Sequence[int], shift: Vector, *, any_look: bool
) -> None:
    """Pair marks of one box through a grid: of the same look, or else of whatever look."""
    looks = {marks.look_id(i) for i in mine}
    if not any_look and looks.isdisjoint(map(marks.new_look_id, theirs)):
        return
    cell = max(marks.tol, 0.02)
    grid = _grid(marks, theirs, cell, any_look=any_look)
    old = marks.old
    for i in mine:
        a = floor(((old.x0[i] + old.x1[i]) / 2 + shift[0]) / cell)
        b = floor(((old.y0[i] + old.y1[i]) / 2 + shift[1]) / cell)
        look = 0 if any_look else marks.look_id(i)
        for p, q in _NEAR:
            found = grid.get((a + p, b + q, look))
            if found and (k := _first(marks, i, found, shift)) >= 0:
                marks.take(i, found.pop(k), equal=not any_look)
                break


def _first(marks: Marks, i: int, found: list[int], shift: Vector) -> int:
    """Return where in a cell the first mark is that has the box of an old one, or −1."""
    for k in range(len(found) - 1, max(-1, len(found) - 1 - _MOST_IN_A_CELL), -1):
        if marks.is_there(i, found[k], shift):
            return k
    return -1


def _keeps_rows(marks: Marks, mine: Sequence[int], theirs: Sequence[int]) -> bool:
    """Return whether as many marks of one look and size moved, each a little, and kept their order.

    In a dense cloud nearly every moved point lies where another one was: then order, not
    place, tells which is which. Where marks were put in another order instead, those
    of the same rank are as far apart as any two.
    """
    if len(mine) != len(theirs) or len(mine) < _FEWEST_ROWS:
        return False
    old, new = marks.old, marks.new
    in_order = anyhow = 0.0
    last = len(theirs) - 1
    for k, (i, j) in enumerate(zip(mine, theirs, strict=True)):
        if not (marks.same_look(i, j) and _same_size(marks, i, j)):
            return False
        other = theirs[last - k]
        in_order += abs(new.x0[j] - old.x0[i]) + abs(new.y0[j] - old.y0[i])
        anyhow += abs(new.x0[other] - old.x0[i]) + abs(new.y0[other] - old.y0[i])
    return in_order < 0.5 * anyhow


def _left(marks: Marks, mine: Sequence[int], theirs: Sequence[int]) -> tuple[list[int], list[int]]:
    return [i for i in mine if marks.partner[i] < 0], [j for j in theirs if marks.free[j]]


def _same_size(marks: Marks, i: int, j: int) -> bool:
    a, b, tol = marks.old, marks.new, marks.tol
    return (
        abs((a.x1[i] - a.x0[i]) - (b.x1[j] - b.x0[j])) <= tol
        and abs((a.y1[i] - a.y0[i]) - (b.y1[j] - b.y0[j])) <= tol
    )


def _cost(marks: Marks, i: int, j: int, shift: Vector) -> float | None:
    """Return how unlike two marks of a group are, in mm, or None where they are two marks."""
    a, b = marks.old, marks.new
    dx0, dx1 = abs(b.x0[j] - a.x0[i] - shift[0]), abs(b.x1[j] - a.x1[i] - shift[0])
    dy0, dy1 = abs(b.y0[j] - a.y0[i] - shift[1]), abs(b.y1[j] - a.y1[i] - shift[1])
    far = max(min(dx0, dx1), min(dy0, dy1))
    grown = abs(dx0 - dx1) + abs(dy0 - dy1) if not _same_size(marks, i, j) else 0.0
    alike = marks.same_look(i, j)
    if (grown or not alike) and far > _NEAR_MM:
        return None
    if grown and not alike and far > marks.tol:
        return None
    return far + (dx0 + dx1 + dy0 + dy1) / 4 + _SIZE_COST * (grown > 0) + _LOOK_COST_MM * (not alike)


def _pair_rest(marks: Marks, mine: list[int], theirs: list[int], shift: Vector) -> None:
    """Pair what is left of a group: rows that kept their order, else the nearest that are alike."""
    if len(mine) == len(theirs) and all(
        marks.same_look(i, j) and _same_size(marks, i, j) for i, j in zip(mine, theirs, strict=True)
    ):
        _pair_moved(marks, mine, theirs)
        return
    if len(mine) * len(theirs) <= _MOST_COMBINATIONS:
        found = [
            (cost, i, j) for i in mine for j in theirs if (cost := _cost(marks, i, j, shift)) is not None
        ]
        for _, i, j in sorted(found):
            if marks.partner[i] < 0 and marks.free[j]:
                marks.take(i, j, equal=False)
        return
    by_look: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i in mine:
        by_look[marks.look_id(i)][0].append(i)
    for j in theirs:
        by_look[marks.new_look_id(j)][1].append(j)
    for ours, others in by_look.values():
        for i, j in zip(ours, others, strict=False):
            marks.take(i, j, equal=False)


def _pair_moved(marks: Marks, mine: list[int], theirs: list[int]) -> None:
    """Pair as many marks of one look and size: in paint order, or by place where all moved alike."""
    old, new = marks.old, marks.new

    def spread(pairs: Sequence[tuple[int, int]]) -> float:
        xs = [new.x0[j] - old.x0[i] for i, j in pairs]
        ys = [new.y0[j] - old.y0[i] for i, j in pairs]
        return max(max(xs) - min(xs), max(ys) - min(ys)) if pairs else 0.0

    pairs = list(zip(mine, theirs, strict=True))
    if spread(pairs) > 2 * marks.tol:
        by_place = list(
            zip(
                sorted(mine, key=lambda i: (round(old.x0[i], 2), old.y0[i])),
                sorted(theirs, key=lambda j: (round(new.x0[j], 2), new.y0[j])),
                strict=True,
            )
        )
        if spread(by_place) <= 2 * marks.tol:
            pairs = by_place
    for i, j in pairs:
        marks.take(i, j, equal=False)


def _is_untouched(marks: Marks, old: Document, new: Document) -> bool:
    """Return whether both figures hold the very same marks, by comparing whole columns."""
    a, b = old.shapes, new.shapes
    return (
        len(a) == len(b)
        and a.paint == b.paint
        and marks.looks == marks.new_looks
        and [p.group for p in a.paints] == [p.group for p in b.paints]
        and (a.x0, a.y0, a.x1, a.y1) == (b.x0, b.y0, b.x1, b.y1)
    )


def match_marks(
    old: Document,
    new: Document,
    *,
    path: Callable[[str], str],
    shift_of: Mapping[str, Vector],
    tolerance_mm: float,
) -> Marks:
    """Pair the marks of two figures.

    Parameters
    ----------
    old, new : Document
    path : callable
        The new path of an old group.
    shift_of : mapping
        Group path of the new figure → how far all of its section moved, mm.
    tolerance_mm : float
    """
    marks = Marks(old, new, tolerance_mm)
    if _is_untouched(marks, old, new):
        marks.partner = array("q", range(len(marks.old)))
        marks.free = bytearray(len(marks.new))
        return marks
    mine, theirs = _by_group(old, path), _by_group(new, str)
    none = array("q")
    for name, ours in mine.items():
        others = theirs.get(name, none)
        shift = shift_of.get(name, (0.0, 0.0))
        _walk(marks, ours, others, shift)
        a, b = _left(marks, ours, others)
        if a and b and not _keeps_rows(marks, a, b):
            _in_place(marks, a, b, shift, any_look=False)
        elif a and b:
            _pair_moved(marks, a, b)
    # What went into another group, or whose group goes by another name.
    a, b = _left(marks, range(len(marks.old)), range(len(marks.new)))
    if a and b:
        _in_place(marks, a, b, (0.0, 0.0), any_look=False)
    for name, ours in mine.items():
        shift = shift_of.get(name, (0.0, 0.0))
        a, b = _left(marks, ours, theirs.get(name, none))
        if a and b:
            _in_place(marks, a, b, shift, any_look=True)
            a, b = _left(marks, a, b)
            _pair_rest(marks, a, b, shift)
    return marks
