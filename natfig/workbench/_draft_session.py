"""A draft that is being reviewed: remarks taken or left, sentences rewritten past the gate, words counted.

Every decision is an edit of the source as it was read; what is not edited stays byte for byte, and
a Word file gets tracked changes. Nothing leaves the machine, unless a rewrite was allowed and is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core import lazyre
from natfig.core.errors import OutputError, UsageError
from natfig.workbench._decisions import Decisions, Proposal, Revision, State, renumbered
from natfig.workbench._draft_figures import numbered
from natfig.workbench._draft_state import (
    LEAVE,
    TOUCHES,
    blocks_json,
    model_json,
    proposals_json,
    remarks_json,
    revision_json,
    sentences_json,
)

if TYPE_CHECKING:
    from natfig.polish.result import Remark, Rewrite
    from natfig.prose.document import Edit, Manuscript, Passage, Sentence
    from natfig.prose.gate.verdict import Verdict
    from natfig.workbench._rewriter import Rewriter

__all__ = ["DraftSession"]

_CELL = "draft.md"
_MOST_STEPS = 500
_BREAKS = lazyre.compile(r"[ \t\r\n]+")
# What a figure has to do with; all else is judged by the draft alone.
_FIGURE_RULES = ("FIG",)


class DraftSession:
    """One draft, open for review.

    Parameters
    ----------
    draft : path or str
        A file (text, Markdown, LaTeX, Word), or prose, which is read as Markdown. Of a LaTeX file that
        includes others, its own text is reviewed.
    journal : str, optional
        Whose rules and limits hold.
    section : str, optional
        What a draft without headings is: "abstract", "methods", …
    stage : str
    engine : str
        Grammar engine, or "none".
    may_rewrite : bool
        Let `suggest` send sentences to the model.
    max_cost : float, optional
        Dollars that may cost.

    Attributes
    ----------
    on_change : callable or None
        Is called without arguments when the model's answers come, from a thread of its own.

    Raises
    ------
    NatfigError
        If the draft can't be read, or a journal, section or engine is not known.
    """

    def __init__(
        self,
        draft: str | os.PathLike[str],
        journal: str | None = None,
        section: str | None = None,
        *,
        stage: str = "initial",
        engine: str = "harper",
        may_rewrite: bool = False,
        max_cost: float | None = None,
    ) -> None:
        from natfig.workbench.draft import _options, _read

        self.path, data = _read(draft)
        self.is_text = data is not None
        self._journal = journal
        self._settings = {"stage": stage, "engine": engine}
        self._options = _options(journal, section, **self._settings)
        self._section = section
        self._remarks: list[Remark] = []
        self._figures: tuple[Mapping[str, Any], ...] = ()
        self._counted: tuple[list[Edit], list[dict[str, Any]]] | None = None
        self._lint(data)
        self._now = Decisions({}, {})
        self._history: list[Decisions] = []
        self._trial: dict[str, Any] | None = None
        self._written: bytes | None = None
        self._saved = self._now
        self.on_change: Callable[[], None] | None = None
        self._proposals: dict[int, Proposal] = {}
        self._rewriter = self._new_rewriter(max_cost) if may_rewrite else None

    def _lint(self, data: bytes | None) -> None:
        from natfig.polish.session import Session

        session = Session(self._options)
        self._manuscript = session.read(self.path, data)
        self._draft = self._manuscript.drafts[0]
        self._remarks = list(session.lint(self.path, self._manuscript)[0].remarks)
        linter = session.linter(self._manuscript)
        self._rules = linter.rules
        self._context = linter.refresh(linter.context, self._manuscript)
        self._blocks = [b for b in self._draft.blocks if b.text.strip()]
        self._sentences: list[Sentence] = [s for b in self._blocks for s in b.sentences]

    # ---------------------------------------------------------------- decisions

    def accept(self, remark: int) -> None:
        """Make the change a remark proposes; those it overlaps are open again.

        Raises
        ------
        UsageError
            If there is no such remark, or it proposes nothing.
        """
        edit = self._remark(remark).edit
        if edit is None:
            raise UsageError("this remark has no change to make", hint="rewrite the sentence")
        remarks = dict(self._now.remarks)
        for other, state in self._now.remarks.items():
            found = self._remarks[other].edit
            if state == "accepted" and found is not None and _meet(edit, found):
                del remarks[other]
        remarks[remark] = "accepted"
        place = self._sentence_of(remark)
        sentences = {k: v for k, v in self._now.sentences.items() if k != place}
        self._decide(replace(self._now, remarks=remarks, sentences=sentences))

    def reject(self, remark: int) -> None:
        """Leave the text as it is there."""
        self._remark(remark)
        self._decide(replace(self._now, remarks={**self._now.remarks, remark: "rejected"}))

    def reopen(self, remark: int) -> None:
        """Take a decision back."""
        self._remark(remark)
        remarks = {k: v for k, v in self._now.remarks.items() if k != remark}
        self._decide(replace(self._now, remarks=remarks))

    def accept_safe(self) -> None:
        """Make every open change that is safe and that the gate lets pass; one step of `undo`.

        The gate judges what becomes of each sentence; a change that it refuses stays open, with the reason.
        """
        from natfig.polish.fix import choose_safe

        free = [
            (number, remark)
            for number, remark in enumerate(self._remarks)
            if remark.edit is not None
            and number not in self._now.remarks
            and self._sentence_of(number) not in self._now.sentences
            and not self._overlaps(remark.edit)
        ]
        chosen, refused = choose_safe([remark for _, remark in free], self._judge)
        for number, remark in free:
            self._remarks[number] = refused.get(id(remark), remark)
        wanted = {id(remark) for remark in chosen}
        made: dict[int, State] = {number: "accepted" for number, remark in free if id(remark) in wanted}
        self._decide(replace(self._now, remarks={**self._now.remarks, **made}))

    def hold_against(self, figures: Sequence[Mapping[str, Any]]) -> bool:
        """Compare the draft with figures from now on; return whether that is news.

        What was decided stays, whatever the number of a remark becomes.

        Parameters
        ----------
        figures : sequence of mapping
            Their manifests; the place of each is its number, unless its id says another.
        """
        if tuple(figures) == self._figures:
            return False
        from natfig.core.record import replace as changed
        from natfig.polish.result import order
        from natfig.polish.session import Session

        self._figures = tuple(figures)
        asked = changed(self._options, select=_FIGURE_RULES, engine="none", figures=self._figures)
        found = Session(asked).lint(self.path, self._manuscript)[0].remarks
        kept = [remark for remark in self._remarks if not remark.code.startswith(_FIGURE_RULES)]
        before, self._remarks = self._remarks, sorted([*kept, *found], key=order)
        places = {_identity(remark): number for number, remark in enumerate(self._remarks)}
        names = enumerate(map(_identity, before))
        numbers = {number: places[name] for number, name in names if name in places}
        self._now, self._saved = (renumbered(one, numbers) for one in (self._now, self._saved))
        self._history = [renumbered(one, numbers) for one in self._history]
        return True

    def try_sentence(self, sentence: int, text: str) -> None:
        """Ask the gate about a revision of a sentence, held against the original; nothing is changed."""
        revision = self._revision(sentence, text)
        self._trial = {"sentence": sentence, **revision_json(revision)}

    def revise(self, sentence: int, text: str) -> None:
        """Take a revision of a sentence, whatever the gate says: its author has read the verdict.

        Changes of remarks in it are undone; a text equal to the original takes the revision back.

        Raises
        ------
        UsageError
            If something protected (a citation, a formula, a reference) is changed or missing.
        """
        revision = self._revision(sentence, text)
        if revision.edits is None:
            raise UsageError(TOUCHES, hint=LEAVE)
        sentences = {k: v for k, v in self._now.sentences.items() if k != sentence}
        if revision.text != self._sentences[sentence].text:
            sentences[sentence] = revision
        remarks = {
            k: v for k, v in self._now.remarks.items() if v != "accepted" or self._sentence_of(k) != sentence
        }
        self._trial = None
        left = self._now.left - {sentence}
        self._decide(Decisions(remarks, sentences, left))

    def undo(self) -> None:
        """Take the last decision back."""
        if self._history:
            self._now = self._history.pop()
            self._trial = None

    def _decide(self, decisions: Decisions) -> None:
        if decisions == self._now:
            return
        self._history.append(self._now)
        del self._history[:-_MOST_STEPS]
        self._now = decisions

    def _remark(self, number: int) -> Remark:
        if not 0 <= number < len(self._remarks):
            raise UsageError(f"there is no remark {number}")
        return self._remarks[number]

    def _sentence(self, number: int) -> Sentence:
        if not 0 <= number < len(self._sentences):
            raise UsageError(f"there is no sentence {number}")
        return self._sentences[number]

    def _overlaps(self, edit: Edit) -> bool:
        return any(_meet(edit, other) for other in self._edits())

    def _sentence_of(self, remark: int) -> int | None:
        """Return the sentence a remark begins in."""
        found = self._remarks[remark]
        for number, (block, begin, end) in enumerate(self._sentences):
            if block is found.block and begin <= found.begin < end:
                return number
        return None

    # ---------------------------------------------------------------- the model

    def _new_rewriter(self, max_cost: float | None) -> Rewriter:
        from natfig.workbench._rewriter import Rewriter

        return Rewriter(self._keep, self._tell, max_cost=max_cost)

    def suggest(self, sentence: int | None = None) -> None:
        """Ask the model for sentences; its proposals come later, and nothing is changed by them.

        Parameters
        ----------
        sentence : int, optional
            Ask for the paragraph it stands in; left out, for the whole draft.

        Raises
        ------
        UsageError
            If rewriting was not allowed, an answer is waited for already, or there is nothing to ask for.
        MissingRuntimeError
            If there is no key.
        """
        if self._rewriter is None:
            raise UsageError(
                "a rewrite sends the draft to a model, which was not allowed",
                hint="open the workbench with rewrite=True if that is meant",
            )
        blocks = self._blocks if sentence is None else [self._sentence(sentence).block]
        self._rewriter.ask(self._manuscript, blocks, self._rules, self._context)

    def stop(self) -> None:
        """Ask the model for no more."""
        if self._rewriter is not None:
            self._rewriter.stop()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until the model has answered; return whether it has."""
        return self._rewriter is None or self._rewriter.wait(timeout_s)

    def take(self, sentence: int) -> None:
        """Take the model's proposal for a sentence.

        Raises
        ------
        UsageError
            If there is none, or the gate refused it: such a one is taken by `revise`, after reading why.
        """
        proposal = self._proposals.get(sentence)
        if proposal is None or not proposal.accepted:
            raise UsageError("there is no proposal for this sentence that the gate let pass")
        self.revise(sentence, proposal.revision.text)

    def leave(self, sentence: int) -> None:
        """Leave a sentence as it is, whatever was proposed; a proposal that was taken is taken back."""
        sentences = {k: v for k, v in self._now.sentences.items() if k != sentence or not self._is_taken(k)}
        self._decide(replace(self._now, sentences=sentences, left=self._now.left | {sentence}))

    def put_back(self, sentence: int) -> None:
        """Take back what was decided about a proposal."""
        sentences = {k: v for k, v in self._now.sentences.items() if k != sentence or not self._is_taken(k)}
        self._decide(replace(self._now, sentences=sentences, left=self._now.left - {sentence}))

    def _is_taken(self, sentence: int) -> bool:
        revision, proposal = self._now.sentences.get(sentence), self._proposals.get(sentence)
        return revision is not None and proposal is not None and revision.text == proposal.revision.text

    def _keep(self, rewrites: Sequence[Rewrite]) -> None:
        """Keep what came, by sentence; the page and the author look at it in their own time."""
        places = {(id(block), begin): n for n, (block, begin, _) in enumerate(self._sentences)}
        found = dict(self._proposals)
        for rewrite in rewrites:
            number = places.get((id(rewrite.block), rewrite.begin))
            if number is not None:
                revision = self._revision(number, rewrite.proposed)
                is_good = rewrite.accepted and revision.edits is not None
                reasons = rewrite.reasons if revision.edits is not None else (*rewrite.reasons, TOUCHES)
                found[number] = Proposal(revision, is_good, reasons, rewrite.model)
        self._proposals = dict(sorted(found.items()))

    def _tell(self) -> None:
        if self.on_change is not None:
            self.on_change()

    # ---------------------------------------------------------------- the gate

    def _revision(self, number: int, text: str) -> Revision:
        from natfig.polish.apply import edits_of
        from natfig.polish.result import Rewrite

        sentence = self._sentence(number)
        text = _one_line(text)
        block, begin, end = sentence
        original = block.passage(begin, end)
        if text == _one_line(sentence.text):
            text = sentence.text
        revised = _with_marks(text, original)
        verdict = self._judge(original, revised)
        edits = edits_of(Rewrite(block, begin, end, sentence.text, text, True))
        return Revision(text, verdict, None if edits is None else tuple(edits))

    def _judge(self, original: Passage, revised: Passage) -> Verdict:
        from natfig.prose.gate.compare import compare

        return compare(original, revised, ledger=self._context.ledger, spelling=self._context.spelling)

    # ---------------------------------------------------------------- what it comes to

    def _edits(self) -> list[Edit]:
        found = [self._remarks[n].edit for n, state in self._now.remarks.items() if state == "accepted"]
        edits = [e for e in found if e is not None]
        edits += [e for revision in self._now.sentences.values() for e in revision.edits or ()]
        return sorted(edits, key=lambda e: (e.start, e.end))

    @property
    def manuscript(self) -> Manuscript:
        """The draft as it was read, with the files it includes."""
        return self._manuscript

    @property
    def is_dirty(self) -> bool:
        """Whether decisions were made since the draft was saved."""
        return self._now != self._saved

    def content(self, *, tracked: bool = True, date: datetime | None = None) -> bytes:
        """Return the draft with what was accepted, in its own format.

        Parameters
        ----------
        tracked : bool
            Of a Word file: as tracked changes.
        date : datetime, optional
            Of these changes.
        """
        from natfig.polish.session import written
        from natfig.prose.formats.base import Tracking

        return written(self._draft, self._edits(), Tracking(date=date) if tracked else None)

    def save(self, path: str | os.PathLike[str] | None = None, *, force: bool = False) -> Path:
        """Write the draft with what was accepted, and return where it is.

        Parameters
        ----------
        path : path, optional
            Default: ``draft.fixed.tex`` beside ``draft.tex``, ``draft.md`` for a text.
        force : bool
            Overwrite a file that says something else.

        Raises
        ------
        OutputError
            If a file that was not written here is there already.
        """
        from natfig.core.io import write_atomic

        default = (
            self.path if self.is_text else self.path.with_name(f"{self.path.stem}.fixed{self.path.suffix}")
        )
        target = Path(path) if path is not None else default
        data = self.content(date=datetime.now(UTC).replace(microsecond=0))
        if not force and target.exists() and target.read_bytes() not in (data, self._written):
            raise OutputError(
                f"{target} is there already and says something else", hint="move it away, or give force=True"
            )
        write_atomic(target, data)
        self._written, self._saved = data, self._now
        return target

    def _counts(self) -> list[dict[str, Any]]:
        """Return how long the draft is as it now is, beside the journal's limits."""
        from natfig.prose.read import read_manuscript
        from natfig.workbench._draft_counts import counts_of

        edits = self._edits()
        # A page asks while its author types into a sentence; the draft is another only once that is taken.
        if self._counted is None or self._counted[0] != edits:
            again = read_manuscript(
                self._draft.path or self.path,
                data=self.content(tracked=False),
                section=self._options.section,
            )
            self._counted = (edits, counts_of(again, self._context))
        return self._counted[1]

    def state(self) -> dict[str, Any]:
        """Return everything a page has to show, as JSON."""
        now = self._now
        return {
            "name": self.path.name,
            "format": self._draft.format,
            "journal": self._journal or "",
            "blocks": blocks_json(self._blocks),
            "remarks": list(remarks_json(self._remarks, self._blocks, now, self._sentence_of)),
            "sentences": list(sentences_json(self._sentences, self._blocks, now.sentences)),
            "trial": self._trial,
            "model": model_json(self._rewriter),
            "proposals": list(proposals_json(self._proposals, self._sentences, now, self._is_taken)),
            "figures": numbered(self._figures),
            "counts": self._counts(),
            "changes": len(self._edits()),
            "can_undo": bool(self._history),
            "is_dirty": self.is_dirty,
        }


def _with_marks(text: str, original: Passage) -> Passage:
    """Return a revised sentence with the protected things of the original where they stand now.

    What is not found keeps no mark: the gate then says that it is missing.
    """
    from natfig.prose.document import Mark, Passage

    marks: list[Mark] = []
    at = 0
    for mark in original.marks:
        seen = original.text[mark.start : mark.end]
        found = text.find(seen, at) if seen else -1
        if found >= 0:
            at = found + len(seen)
            marks.append(Mark(found, at, mark.kind, mark.source))
    return Passage(text, tuple(marks))


def _one_line(text: str) -> str:
    """Return a text with its breaks as blanks; a blank that must not break (``~`` in LaTeX) is kept."""
    return " ".join(part for part in _BREAKS.split(text) if part)


def _identity(remark: Remark) -> tuple[Any, ...]:
    """Return what makes a remark the same one in another list."""
    return remark.code, remark.span, remark.message


def _meet(a: Edit, b: Edit) -> bool:
    """Whether two edits touch the same source, or stand at one place."""
    return (a.start < b.end and b.start < a.end) or a.start == b.start
