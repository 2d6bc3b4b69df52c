"""Grammar: what an engine finds in a manuscript, as far as it can be meant.

The engine reads each paragraph with nouns in place of math, citations, code and the like, and
what it says of those is dropped. What it would put right is only proposed where the edit gate
lets the sentence pass.

Codes: GRM001 grammar, GRM002 spelling, GRM003 punctuation and style.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from natfig.core.findings import Fix, Severity
from natfig.core.record import replace
from natfig.prose.document import Block, Manuscript, Mark, Masked, Passage, Role, Section
from natfig.prose.engines.base import EngineOptions, GrammarEngine, Match
from natfig.prose.gate.verdict import Verdict
from natfig.prose.rule import Context, Hit

__all__ = ["CODES", "check_grammar", "code_of", "revised"]

#: Code → what it is about.
CODES = {"GRM001": "grammar", "GRM002": "spelling", "GRM003": "punctuation and style"}

_CODE_OF = {"spelling": "GRM002", "punctuation": "GRM003", "style": "GRM003"}
_READ = frozenset({Role.PARAGRAPH, Role.ITEM, Role.LEGEND, Role.FOOTNOTE, Role.TITLE})

Judge = Callable[[Passage, Passage], Verdict]


def code_of(category: str) -> str:
    """Return the code for an engine's category."""
    return _CODE_OF.get(category, "GRM001")


def check_grammar(
    manuscript: Manuscript,
    engine: GrammarEngine,
    context: Context,
    options: EngineOptions | None = None,
    judge: Judge | None = None,
) -> Iterator[tuple[str, Hit]]:
    """Ask an engine and return (code, hit) for what it finds in a manuscript, in reading order.

    The engine works on its own thread from now on; the caller may do something else before it
    looks at the first hit.

    Parameters
    ----------
    manuscript : Manuscript
    engine : GrammarEngine
    context : Context
        Its ledger's words raise nothing.
    options : EngineOptions, optional
    judge : callable, optional
        ``judge(original, revised)`` says whether a fix keeps the meaning; by default the edit gate.

    Raises
    ------
    MissingRuntimeError, ServiceError
        If the engine can't be asked.
    """
    blocks = [
        b
        for b in manuscript.blocks
        if b.role in _READ and b.section is not Section.REFERENCES and b.text.strip()
    ]
    if not blocks:
        return iter(())
    options = options or EngineOptions(context.spelling or "en-US")
    options = replace(options, words=frozenset(options.words) | _ledger_words(context))
    judge = judge or _gate(context)
    masked = [block.masked() for block in blocks]
    pool = ThreadPoolExecutor(1)
    asked = pool.submit(engine.check, [m.text for m in masked], options)
    pool.shutdown(wait=False)
    return _hits(blocks, masked, asked, engine.id, judge)


def _hits(
    blocks: Sequence[Block],
    masked: Sequence[Masked],
    asked: Future[list[list[Match]]],
    engine: str,
    judge: Judge,
) -> Iterator[tuple[str, Hit]]:
    if not asked.done():
        # The gate takes a tenth of a second to load, which is free as long as the engine works.
        import natfig.prose.gate.compare  # noqa: F401
    for block, mask, matches in zip(blocks, masked, asked.result(), strict=True):
        for match in matches:
            hit = _hit(block, mask, match, engine, judge)
            if hit is not None:
                yield code_of(match.category), hit


def _ledger_words(context: Context) -> frozenset[str]:
    ledger = context.ledger
    if ledger is None:
        return frozenset()
    return frozenset({*ledger.words, *ledger.terms, *ledger.abbreviations, *ledger.abbreviations.values()})


def _gate(context: Context) -> Judge:
    def judge(original: Passage, proposed: Passage) -> Verdict:
        from natfig.prose.gate.compare import compare

        return compare(original, proposed, ledger=context.ledger, spelling=context.spelling)

    return judge


def _hit(block: Block, mask: Masked, match: Match, engine: str, judge: Judge) -> Hit | None:
    """Return what is said of the block, or None where the engine spoke of a mask."""
    from natfig.prose.engines._config import is_safe

    span = mask.span(match.start, match.end)
    if span is None or span[0] == span[1] or block.is_protected(*span):
        return None
    start, end = span
    if block.text[start:end] != mask.text[match.start : match.end]:
        return None  # something that isn't seen lies in between
    severity = Severity.INFO if match.category == "style" else Severity.WARNING
    message = f"{match.message} ({engine}: {match.rule})"
    replacement, fix = None, Fix.NONE
    if match.replacements and _can_be_made(block, start, end, match.replacements[0]):
        # The gate can't know that a slip is the word it was meant to be: such a fix is only shown.
        is_slip = match.category == "spelling" and block.text[start:end].islower()
        if (kept := _keeps(block, start, end, match.replacements[0], judge)) or is_slip:
            replacement = match.replacements[0]
            is_sure = kept and len(match.replacements) == 1 and is_safe(engine, match.rule)
            fix = Fix.SAFE if is_sure else Fix.UNSAFE
    return Hit(block, start, end, message, replacement, severity, fix)


def _can_be_made(block: Block, start: int, end: int, text: str) -> bool:
    return text != block.text[start:end] and block.edit(start, end, text) is not None


def _keeps(block: Block, start: int, end: int, text: str, judge: Judge) -> bool:
    low, high = _sentence(block, start, end)
    original = block.passage(low, high)
    return judge(original, revised(original, start - low, end - low, text)).accepted


def _sentence(block: Block, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence, or sentences, around a span."""
    sentences = block.sentences
    first = max(0, bisect_right(sentences, start, key=lambda s: s.start) - 1)
    last = max(first, bisect_right(sentences, max(start, end - 1), key=lambda s: s.start) - 1)
    if not sentences:
        return 0, len(block.text)
    return min(start, sentences[first].start), max(end, sentences[last].end)


def revised(passage: Passage, start: int, end: int, text: str) -> Passage:
    """Return a passage with a span of it replaced; the protected things move along.

    Parameters
    ----------
    passage : Passage
    start, end : int
        A span of its text without letters of anything protected.
    text : str
    """
    shift = len(text) - (end - start)
    marks = tuple(
        m if m.end <= start else Mark(m.start + shift, m.end + shift, m.kind, m.source) for m in passage.marks
    )
    return Passage(passage.text[:start] + text + passage.text[end:], marks)
