"""``--fix``: makes the changes that are safe, round by round, and only those the gate lets pass.

Each round makes the edits that don't get in each other's way and reads the draft anew,
since one change may call for the next ("5-10mg" wants a dash and a space). The rounds are
then put together into one list of edits of the draft as it was, so that a Word file shows
one tracked change a place and every other byte stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from natfig.core.findings import Fix
from natfig.polish.edits import compose, narrow
from natfig.polish.result import Mended, Remark
from natfig.prose.document import Block, Draft, Edit, Manuscript, Mark, Passage

if TYPE_CHECKING:
    from natfig.prose.gate.verdict import Verdict

__all__ = ["Fixing", "choose_safe", "fix_manuscript", "revised_passage"]

#: More rounds than any chain of rules needs; a pair of rules that undo each other ends here.
MAX_ROUNDS = 6
#: Questions to the gate about one sentence, and letters in them; one that needs more is no sentence.
MAX_JUDGED = 60
MAX_LETTERS = 200_000

Judge = Callable[[Passage, Passage], "Verdict"]
Lint = Callable[[Manuscript], list[Remark]]
Reread = Callable[[Manuscript, dict[int, Sequence[Edit]]], Manuscript]


@dataclass(eq=False)
class Fixing:
    """What came of mending a manuscript.

    Parameters
    ----------
    manuscript : Manuscript
        After all rounds.
    remarks : list of Remark
        What is left.
    edits : dict of int to list of Edit
        For each draft, by its place in the manuscript, the edits of the source as it was.
    mended : dict of int to list of Mended
        What was done, by draft.
    kept : list of Remark
        Safe fixes that were not made, with the reason in `Remark.note`.
    """

    manuscript: Manuscript
    remarks: list[Remark] = field(default_factory=list)
    edits: dict[int, list[Edit]] = field(default_factory=dict)
    mended: dict[int, list[Mended]] = field(default_factory=dict)
    kept: list[Remark] = field(default_factory=list)


def revised_passage(block: Block, start: int, end: int, remarks: Iterable[Remark]) -> Passage:
    """Return what a span of a block's text reads like after replacements.

    Parameters
    ----------
    block : Block
    start, end : int
        The span of the text.
    remarks : iterable of Remark
        Within the span, with replacements; none overlap.
    """
    before = block.passage(start, end)
    out: list[str] = []
    shifts: list[tuple[int, int]] = []  # (place in the old text, what it moves by from there on)
    at = shift = 0
    for remark in sorted(remarks, key=lambda r: (r.begin, r.finish)):
        new = remark.replacement or ""
        out += [before.text[at : remark.begin - start], new]
        at = remark.finish - start
        shift += len(new) - (remark.finish - remark.begin)
        shifts.append((at, shift))
    out.append(before.text[at:])

    def moved(place: int) -> int:
        return place + next((by for since, by in reversed(shifts) if since <= place), 0)

    marks = tuple(Mark(moved(m.start), moved(m.end), m.kind, m.source) for m in before.marks)
    return Passage("".join(out), marks)


def fix_manuscript(manuscript: Manuscript, lint: Lint, judge: Judge, reread: Reread) -> Fixing:
    """Mend what is safe.

    Parameters
    ----------
    manuscript : Manuscript
    lint : callable
        Returns the remarks of a manuscript.
    judge : callable
        The gate: ``judge(original, revised)``.
    reread : callable
        ``reread(manuscript, edits)`` returns the manuscript with edits made, by draft.
    """
    done = Fixing(manuscript)
    sources = [draft.source for draft in manuscript.drafts]
    done.remarks = lint(manuscript)
    for _ in range(MAX_ROUNDS):
        chosen, refused = choose_safe(done.remarks, judge)
        if not chosen:
            done.remarks = [refused.get(id(remark), remark) for remark in done.remarks]
            done.kept = list(refused.values())
            break
        number_of = {id(draft): i for i, draft in enumerate(done.manuscript.drafts)}
        edits: dict[int, list[Edit]] = {}
        for remark in chosen:
            number = number_of[id(remark.draft)]
            edits.setdefault(number, []).append(_edit_of(remark))
            done.mended.setdefault(number, []).append(_mended(remark))
        for number, new in edits.items():
            done.edits[number] = compose(sources[number], done.edits.get(number, []), new)
        done.manuscript = reread(done.manuscript, dict(edits))
        done.remarks = lint(done.manuscript)
    done.edits = {n: narrow(sources[n], edits) for n, edits in done.edits.items()}
    return done


def _edit_of(remark: Remark) -> Edit:
    if remark.edit is None:
        raise ValueError("a remark without an edit was chosen")
    return remark.edit


def _mended(remark: Remark) -> Mended:
    edit = _edit_of(remark)
    before = remark.draft.source[edit.start : edit.end]
    return Mended(remark.code, edit.start, edit.end, before, edit.text, remark.message)


def choose_safe(remarks: Sequence[Remark], judge: Judge) -> tuple[list[Remark], dict[int, Remark]]:
    """Return the fixes of one round, and those the gate refuses.

    Parameters
    ----------
    remarks : sequence of Remark
        Those that aren't safe, or have no edit, are passed over.
    judge : callable
        The gate: ``judge(original, revised)`` of each sentence with all its fixes; where it refuses,
        of some of them.

    Returns
    -------
    tuple of list of Remark and dict of int to Remark
        What can be made at once; and for each that was refused, by its ``id()``, the same remark with
        the reason in `Remark.note`.
    """
    free: list[Remark] = []
    last: dict[Draft, tuple[int, int]] = {}
    safe = [r for r in remarks if r.fix is Fix.SAFE and r.edit is not None]
    for remark in sorted(safe, key=lambda r: (r.span, r.code)):
        edit = _edit_of(remark)
        before = last.get(remark.draft)
        if before is not None and (edit.start < before[1] or (edit.start, edit.end) == before):
            continue  # the next round
        last[remark.draft] = (edit.start, edit.end)
        free.append(remark)
    chosen: list[Remark] = []
    refused: dict[int, Remark] = {}
    for block, start, end, group in _by_sentence(free):
        judged = _Judged(block, start, end, judge)
        chosen += judged.accepted(group)
        refused.update(judged.refused)
    return chosen, refused


class _Judged:
    """The fixes of one sentence before the gate: all at once, and where that fails, by halves."""

    def __init__(self, block: Block, start: int, end: int, judge: Judge) -> None:
        self.block, self.start, self.end, self.judge = block, start, end, judge
        self.refused: dict[int, Remark] = {}
        self.asked = 0
        self.most = min(MAX_JUDGED, max(2, MAX_LETTERS // max(1, end - start)))

    def accepted(self, group: Sequence[Remark], taken: Sequence[Remark] = ()) -> list[Remark]:
        """Return the fixes that the gate lets pass together with those that were taken before.

        `refused` holds the others with the reason.
        """
        if self.asked >= self.most:
            return self._refuse(group, taken, "too many changes in one sentence to be judged one by one")
        self.asked += 1
        together = [*taken, *group]
        why = _verdict(self.block, self.start, self.end, together, self.judge)
        if why is None:
            return together
        if len(group) == 1:
            return self._refuse(group, taken, why)
        half = len(group) // 2
        return self.accepted(group[half:], self.accepted(group[:half], taken))

    def _refuse(self, group: Sequence[Remark], taken: Sequence[Remark], why: str) -> list[Remark]:
        for remark in group:
            self.refused[id(remark)] = replace(remark, fix=Fix.UNSAFE, note=why)
        return list(taken)


def _by_sentence(remarks: Iterable[Remark]) -> Iterable[tuple[Block, int, int, list[Remark]]]:
    """Yield (block, start, end, remarks): fixes with the sentences around them that the gate compares."""
    by_block: dict[Block, list[Remark]] = {}
    for remark in remarks:
        by_block.setdefault(remark.block, []).append(remark)
    for block, found in by_block.items():
        found.sort(key=lambda r: (r.begin, r.finish))
        groups: list[tuple[int, int, list[Remark]]] = []
        sentences = block.sentences
        at = 0
        for remark in found:
            while at + 1 < len(sentences) and sentences[at].end < remark.begin:
                at += 1
            start, end = remark.begin, remark.finish
            number = at
            while number < len(sentences) and sentences[number].start <= remark.finish:
                start, end = min(start, sentences[number].start), max(end, sentences[number].end)
                number += 1
            if groups and start < groups[-1][1]:
                first, final, group = groups.pop()
                groups.append((min(first, start), max(final, end), [*group, remark]))
            else:
                groups.append((start, end, [remark]))
        yield from ((block, start, end, group) for start, end, group in groups)


def _verdict(block: Block, start: int, end: int, remarks: Sequence[Remark], judge: Judge) -> str | None:
    """Return why the gate refuses the fixes, or None."""
    verdict = judge(block.passage(start, end), revised_passage(block, start, end, remarks))
    if verdict.accepted:
        return None
    return "; ".join(r.message for r in verdict.reasons if not r.is_warning)
