"""What differs between the marks of two figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from natfig.core.record import dataclass, field
from natfig.qa.diff.groups import Vector
from natfig.qa.diff.looks import look_changes
from natfig.qa.diff.match_marks import Marks, match_marks
from natfig.qa.diff.names import given_name, section_name
from natfig.qa.diff.raw import Raw, Raws, Totals
from natfig.qa.diff.shape import Outlines
from natfig.qa.document import Document

__all__ = ["MarkResult", "compare_marks"]


@dataclass(slots=True)
class MarkResult:
    """What became of the marks.

    Attributes
    ----------
    raws : list of Raw
    stayed : dict
        Section → marks of it that moved exactly with it.
    totals : tuple of dict
        (Section, group's given name) → number of marks, in the old and in the new figure.
    regrouped : dict
        (Old group in its new name, new group) → marks that went from one to the other.
    skipped : int
        Marks whose outlines were not compared.
    """

    raws: list[Raw] = field(default_factory=list)
    stayed: dict[str, int] = field(default_factory=dict)
    totals: tuple[Totals, Totals] = field(default_factory=lambda: ({}, {}))
    regrouped: dict[tuple[str, str], int] = field(default_factory=dict)
    skipped: int = 0


class _Comparer:
    def __init__(self, marks: Marks, shift_of: Mapping[str, Vector], path: Callable[[str], str]) -> None:
        self.marks = marks
        self.shift_of = shift_of
        self.path = path
        self.out = MarkResult()
        new = marks.new
        self.sections = [section_name(p.group, p.panel) for p in new.paints]
        self.shifts = [shift_of.get(p.group, (0.0, 0.0)) for p in new.paints]
        self.outlines = Outlines(marks.old, new, marks.tol)
        self.found = Raws(marks.tol)

    def raw(self, i: int, j: int, kind: str, **more: object) -> Raw:
        new = self.marks.new
        paint = new.paints[new.paint[j]]
        return Raw(
            kind,
            "mark",
            self.sections[new.paint[j]],
            paint.group,
            paint.panel,
            box=new.box(j),
            old_box=self.marks.old.box(i),
            line=new.line[j] or None,
            **more,  # type: ignore[arg-type]
        )

    def differing(self, i: int, j: int) -> Iterator[Raw]:
        """Yield what differs between a mark and its partner."""
        marks = self.marks
        a, b, tol = marks.old.box(i), marks.new.box(j), marks.tol
        if not marks.same_look(i, j):
            for kind, prop, was, now in look_changes(marks.look(i), marks.new_look(j)):
                yield self.raw(i, j, kind, prop=prop, old=was, new=now)
        sx, sy = self.shifts[marks.new.paint[j]]
        grown = b.w - a.w, b.h - a.h
        has_grown = abs(grown[0]) > tol or abs(grown[1]) > tol
        if has_grown:
            yield self.raw(i, j, "resized", prop="size", vector=grown)
        dx = min((b.x0 - a.x0, b.center[0] - a.center[0], b.x1 - a.x1), key=lambda d: abs(d - sx))
        dy = min((b.y0 - a.y0, b.center[1] - a.center[1], b.y1 - a.y1), key=lambda d: abs(d - sy))
        has_moved = abs(dx) > tol or abs(dy) > tol
        follows = abs(dx - sx) <= tol and abs(dy - sy) <= tol
        if has_moved and not follows:
            yield self.raw(i, j, "moved", vector=(dx, dy))
        elif follows:
            self._count(j)
        if not has_grown:
            apart = self.outlines.apart(i, j, (dx, dy))
            if apart:
                yield self.raw(i, j, "changed", prop="outline", vector=(apart, 0.0))

    def _count(self, j: int) -> None:
        paint = self.marks.new.paint[j]
        if self.shifts[paint] != (0.0, 0.0):
            stayed = self.out.stayed
            stayed[self.sections[paint]] = stayed.get(self.sections[paint], 0) + 1

    def equal(self, i: int, j: int) -> None:
        """Look at a mark and its partner of the same box and look."""
        marks = self.marks
        paint = marks.new.paint[j]
        shift = self.shifts[paint]
        if shift != (0.0, 0.0):
            if marks.is_there(i, j, shift):
                self._count(j)
            else:  # it stayed where it was, or came from another group
                shift = (0.0, 0.0)
        was = self.path(marks.old.paints[marks.old.paint[i]].group)
        now = marks.new.paints[paint].group
        if was != now:
            regrouped = self.out.regrouped
            regrouped[was, now] = regrouped.get((was, now), 0) + 1
        apart = self.outlines.apart(i, j, shift)
        if apart:
            self.found.add(self.raw(i, j, "changed", prop="outline", vector=(apart, 0.0)))

    def loose(self) -> None:
        """Report marks that only one figure has."""
        old, new = self.marks.old, self.marks.new
        for i, j in enumerate(self.marks.partner):
            if j < 0:
                paint = old.paints[old.paint[i]]
                section = section_name(paint.group, paint.panel)
                self.found.add(
                    Raw(
                        "removed",
                        "mark",
                        section,
                        paint.group,
                        paint.panel,
                        "letter" if paint.is_text else "",
                        old_box=old.box(i),
                        line=old.line[i] or None,
                    )
                )
        for j, is_free in enumerate(self.marks.free):
            if is_free:
                paint = new.paints[new.paint[j]]
                section = self.sections[new.paint[j]]
                self.found.add(
                    Raw(
                        "added",
                        "mark",
                        section,
                        paint.group,
                        paint.panel,
                        "letter" if paint.is_text else "",
                        box=new.box(j),
                        line=new.line[j] or None,
                    )
                )


def _totals(document: Document, section: Callable[[str], str]) -> Totals:
    out: Counter[tuple[str, str | None]] = Counter()
    paints = document.shapes.paints
    for index, number in Counter(document.shapes.paint).items():
        paint = paints[index]
        out[section(section_name(paint.group, paint.panel)), given_name(paint.group)] += number
    return out


def compare_marks(
    old: Document,
    new: Document,
    *,
    path: Callable[[str], str],
    section: Callable[[str], str],
    shift_of: Mapping[str, Vector],
    tolerance_mm: float,
) -> MarkResult:
    """Return what differs between the marks of two figures.

    `section` gives the new name of an old section; see `match_marks` for the others.
    """
    marks = match_marks(old, new, path=path, shift_of=shift_of, tolerance_mm=tolerance_mm)
    comparer = _Comparer(marks, shift_of, path)
    out = comparer.out
    out.totals = _totals(old, section), _totals(new, str)
    unequal = set(marks.unequal)
    for i, j in enumerate(marks.partner):
        if j >= 0 and i not in unequal:
            comparer.equal(i, j)
    for i in sorted(unequal):
        for raw in comparer.differing(i, marks.partner[i]):
            comparer.found.add(raw)
    comparer.loose()
    out.raws = comparer.found.all()
    out.skipped = comparer.outlines.skipped
    return out
