"""Tells whether one version of a figure is worse than another, and which change is to blame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from natfig.core.findings import Finding, Severity
from natfig.qa.document import Box, Document, TextRun
from natfig.qa.result import FileResult

if TYPE_CHECKING:
    from natfig.qa.fixes.base import Change

__all__ = ["Blame", "Harm", "Look", "harms"]

# A page may change by what four decimals of a millimetre round off, and by less than anyone measures.
_SAME_MM = 0.001


@dataclass(frozen=True, slots=True)
class Look:
    """One version of the file, read and checked; nothing in `result` is summed up."""

    data: bytes
    document: Document
    result: FileResult


@dataclass(frozen=True, slots=True)
class Harm:
    """Something that was not there before; `element` is the text it is about, where that is known."""

    says: str
    text: str | None = None
    box: Box | None = None
    element: int | None = None


_RANK = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}
# Codes that say something of a text as such: one that falls into two runs is told twice.
_OF_TEXTS = frozenset({"TXT002", "TXT003", "TXT004"})
# So many pairs are compared to find the nearest.
_MOST_PAIRS = 1_000_000
_MOST_TEXTS = 16


def _box(finding: Finding) -> Box | None:
    box = finding.where.bbox_mm
    return None if box is None else Box(box[0], box[1], box[0] + box[2], box[1] + box[3])


def _apart(a: Finding, b: Finding) -> float:
    """Return how far two findings lie apart, in mm."""
    one, two = _box(a), _box(b)
    if one is None or two is None:
        return 0.0
    (x0, y0), (x1, y1) = one.center, two.center
    return abs(x0 - x1) + abs(y0 - y1)


def _bare(text: str | None) -> str:
    return "".join((text or "").split())


class _Kind:
    """The findings of one code in one version, and the ways to find one again.

    A text may fall into other runs than before, and what a finding sums up (after its
    last colon) may begin with another text.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.at: dict[int, list[Finding]] = {}
        self.heads: dict[str, list[Finding]] = {}
        self.same: dict[tuple[str | None, str | None], list[Finding]] = {}

    def add(self, finding: Finding, elements: Iterable[int]) -> None:
        """Add a finding about some texts, by their index."""
        self.findings.append(finding)
        self.same.setdefault((finding.where.text, finding.where.panel), []).append(finding)
        if head := finding.message.rpartition(":")[0]:
            self.heads.setdefault(head, []).append(finding)
        for element in elements:
            self.at.setdefault(element, []).append(finding)

    def like(self, finding: Finding, elements: Iterable[int]) -> Iterator[Finding]:
        """Yield those that a finding of another version may be, though its text is another."""
        yield from self.heads.get(finding.message.rpartition(":")[0], ())
        mine = _bare(finding.where.text)
        for element in elements:
            for other in self.at.get(element, ()):
                its = _bare(other.where.text)
                if mine in its or its in mine:
                    yield other


def _kinds(look: Look) -> tuple[dict[str, _Kind], dict[int, frozenset[int]]]:
    """Return findings by code, and the texts each (by its identity) is about."""
    places: dict[tuple[str, tuple[int, int]], list[TextRun]] = {}
    exact: dict[tuple[str, tuple[float, float, float, float]], set[int]] = {}
    for run in look.document.runs:
        exact.setdefault((run.text, run.box.xywh()), set()).add(run.element)
        for cell in _cells(run.box):
            places.setdefault((run.text, cell), []).append(run)
    kinds: dict[str, _Kind] = {}
    texts: dict[int, frozenset[int]] = {}
    for finding in look.result.findings:
        box, text = _box(finding), finding.where.text
        elements: frozenset[int] = frozenset()
        if box is not None and text is not None and finding.where.bbox_mm is not None:
            elements = frozenset(exact.get((text, finding.where.bbox_mm), ()))
            if not elements:
                near = (run for cell in _cells(box) for run in places.get((text, cell), ()))
                meeting = (run.element for run in near if run.box.meet(box) is not None)
                # One text in many places on one spot: any of them will do.
                elements = frozenset(islice(meeting, _MOST_TEXTS))
        texts[id(finding)] = elements
        kinds.setdefault(finding.code, _Kind()).add(finding, elements)
    return kinds, texts


def _pair(found: list[Finding], known: list[Finding], free: set[int]) -> list[Finding]:
    """Return those of `found` for which no one of `known`, as bad at least, is free; others use one up.

    Tick labels say "0" in many places: each is taken for one in the same place, else for
    the nearest one.
    """
    here: dict[object, list[Finding]] = {}
    for old in known:
        here.setdefault(old.where.bbox_mm, []).append(old)
    rest = [f for f in found if not _take(f, here.get(f.where.bbox_mm, ()), free)]
    left = [o for o in known if id(o) in free]
    if len(rest) * len(left) <= _MOST_PAIRS:
        near = {id(f): min((_apart(f, o) for o in left), default=0.0) for f in rest}
        rest.sort(key=lambda f: near[id(f)])
        return [f for f in rest if not _take(f, left, free)]
    # Thousands of one text in other places: each for another, whichever.
    number = min(len(left), len(rest))
    free.difference_update(id(o) for o in left[:number])
    return rest[number:]


def _take(finding: Finding, others: Iterable[Finding], free: set[int]) -> bool:
    rank = _RANK[finding.severity]
    able = [o for o in others if id(o) in free and _RANK[o.severity] >= rank]
    if able:
        free.discard(id(min(able, key=lambda o: _apart(o, finding))))
    return bool(able)


def _new(code: str, old: _Kind, now: _Kind, texts: dict[int, frozenset[int]]) -> list[Finding]:
    """Return findings that none of the old ones stands for."""
    free = {id(f) for f in old.findings}
    rest: list[Finding] = []
    for key, found in now.same.items():
        rest += _pair(found, old.same.get(key, []), free)
    rest = [f for f in rest if not _take(f, old.like(f, texts[id(f)]), free)]
    if code in _OF_TEXTS:
        rest = [
            f
            for f in rest
            if not any(_RANK[o.severity] >= _RANK[f.severity] for o in old.like(f, texts[id(f)]))
        ]
    return rest


def harms(before: Look, after: Look) -> list[Harm]:
    """Return what is worse in the second version: new findings, lost text, another page."""
    known, _ = _kinds(before)
    present, texts = _kinds(after)
    found = [
        Harm(finding.message, finding.where.text, _box(finding))
        for code, now in present.items()
        for finding in _new(code, known.get(code, _Kind()), now, texts)
    ]
    found += [Harm(fault) for fault in after.result.faults if fault not in before.result.faults]
    return [*_other_content(before.document, after.document), *found]


def _other_content(old: Document, new: Document) -> list[Harm]:
    for was, now in ((old.page.width_mm, new.page.width_mm), (old.page.height_mm, new.page.height_mm)):
        if was is not None and (now is None or abs(was - now) > _SAME_MM + 1e-6 * was):
            return [Harm("the page would have another size")]
    if len(old.elements) != len(new.elements) or old.empty_texts != new.empty_texts:
        return [Harm("text would be lost")]
    pairs = enumerate(zip(old.elements, new.elements, strict=True))
    return [
        Harm("text would be lost", a.text, a.box, i)
        for i, (a, b) in pairs
        # Where words are apart depends on their size.
        if a.text != b.text and "".join(a.text.split()) != "".join(b.text.split())
    ]


# Changed texts are sorted into cells of this size; one that fills more of them than this is looked at always.
_CELL_MM = 8.0
_MOST_CELLS = 60


class Blame:
    """Tells which changes a new finding may come from.

    Parameters
    ----------
    changes : sequence of Change
    document : Document
        The file with all of them.
    """

    def __init__(self, changes: Sequence[Change], document: Document) -> None:
        self._document = document
        self._changes = {i: change for change in changes for i in change.texts}
        self._cells: dict[tuple[int, int], list[int]] = {}
        self._large: list[int] = []
        for i in self._changes:
            if i < len(document.elements):
                cells = list(_cells(document.elements[i].box))
                for cell in cells:
                    self._cells.setdefault(cell, []).append(i)
                if not cells:
                    self._large.append(i)
        self._order = {c.key: n for n, c in enumerate(changes)}

    def of(self, harm: Harm) -> list[Change]:
        """Return the changes in their order; none where it can't be told."""
        found = {c.key: c for i in self._near(harm) if (c := self._changes.get(i)) is not None}
        return sorted(found.values(), key=lambda c: self._order[c.key])

    def _near(self, harm: Harm) -> Iterable[int]:
        elements = self._document.elements
        if harm.element is not None:
            return [harm.element]
        if harm.box is None:
            runs = self._document.runs
            return [r.element for r in runs if r.text == harm.text]
        box = harm.box
        cells = list(_cells(box))
        near = {i for cell in cells for i in self._cells.get(cell, ())} if cells else self._changes.keys()
        return [i for i in {*near, *self._large} if i < len(elements) and elements[i].box.meet(box)]


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    """Yield the cells that a box touches; none for one that touches too many."""
    columns = range(int(box.x0 // _CELL_MM), int(box.x1 // _CELL_MM) + 1)
    rows = range(int(box.y0 // _CELL_MM), int(box.y1 // _CELL_MM) + 1)
    if len(columns) * len(rows) <= _MOST_CELLS:
        yield from ((column, row) for row in rows for column in columns)
