"""Parts of a draft under review as plain JSON, for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from natfig.polish.result import Remark
    from natfig.prose.document import Block, Sentence
    from natfig.workbench._decisions import Decisions, Proposal, Revision
    from natfig.workbench._rewriter import Rewriter

__all__ = [
    "LEAVE",
    "TOUCHES",
    "blocks_json",
    "model_json",
    "proposals_json",
    "remarks_json",
    "revision_json",
    "sentences_json",
]

TOUCHES = "the change touches a citation, a formula or the edge of marked text"
LEAVE = "leave these as they are, in their order, and change the words around them"


def blocks_json(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return the text, block by block."""
    return [{"text": b.text, "role": b.role.value, "section": b.section.value} for b in blocks]


def remarks_json(
    remarks: Sequence[Remark],
    blocks: Sequence[Block],
    now: Decisions,
    sentence_of: Callable[[int], int | None],
) -> Iterator[dict[str, Any]]:
    """Yield each remark with its place, its proposal and what was decided of it."""
    places = {id(block): n for n, block in enumerate(blocks)}
    for number, remark in enumerate(remarks):
        yield {
            "block": places.get(id(remark.block)),
            "begin": remark.begin,
            "end": remark.finish,
            "code": remark.code,
            "severity": remark.severity.value,
            "message": remark.message,
            "text": remark.text,
            "replacement": remark.replacement if remark.edit is not None else None,
            "fix": remark.fix.value,
            "source": remark.source,
            "note": remark.note,
            "sentence": sentence_of(number),
            "state": now.remarks.get(number, "open"),
        }


def sentences_json(
    sentences: Sequence[Sentence], blocks: Sequence[Block], revisions: Mapping[int, Revision]
) -> Iterator[dict[str, Any]]:
    """Yield each sentence with its place, and as its author wants it."""
    places = {id(block): n for n, block in enumerate(blocks)}
    for number, sentence in enumerate(sentences):
        revision = revisions.get(number)
        yield {
            "block": places[id(sentence.block)],
            "begin": sentence.start,
            "end": sentence.end,
            "revision": None if revision is None else _with_words(revision, sentence),
        }


def _with_words(revision: Revision, sentence: Sentence) -> dict[str, Any]:
    """Return a revision with what it changes, word by word."""
    from natfig.polish.review.diff import word_diff

    return {**revision_json(revision), "words": word_diff(sentence.text, revision.text)}


def revision_json(revision: Revision) -> dict[str, Any]:
    """Return a revision with the gate's verdict."""
    verdict = revision.verdict
    reasons = [{"code": r.code, "message": r.message, "is_warning": r.is_warning} for r in verdict.reasons]
    if revision.edits is None:
        reasons.append({"code": "markup", "message": f"{TOUCHES}; {LEAVE}", "is_warning": False})
    return {
        "text": revision.text,
        "accepted": verdict.accepted and revision.edits is not None,
        "can_be_made": revision.edits is not None,
        "reasons": reasons,
    }


def model_json(rewriter: Rewriter | None) -> dict[str, Any] | None:
    """Return how far the model is, or None where it may not be asked."""
    if rewriter is None:
        return None
    asking = rewriter.asking
    return {
        "name": rewriter.model,
        "is_asking": asking.is_on,
        "done": asking.done,
        "total": asking.total,
        "same": asking.same,
        "problem": asking.problem,
        "dollars": asking.dollars,
    }


def proposals_json(
    proposals: Mapping[int, Proposal],
    sentences: Sequence[Sentence],
    now: Decisions,
    is_taken: Callable[[int], bool],
) -> Iterator[dict[str, Any]]:
    """Yield what the model would write, word by word against the original."""
    from natfig.polish.review.diff import word_diff

    for number, proposal in proposals.items():
        original, text = sentences[number].text, proposal.revision.text
        yield {
            "sentence": number,
            "text": text,
            "words": [] if text == original else word_diff(original, text),
            "accepted": proposal.accepted,
            "reasons": list(proposal.reasons),
            "model": proposal.model,
            "state": "accepted" if is_taken(number) else "rejected" if number in now.left else "open",
        }
