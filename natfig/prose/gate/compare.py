"""The edit gate: whether a revision says what the original said.

Small comparers look at the two readings, each at one thing, and each gives its reasons. A revision
passes when none of them has one. In doubt they refuse: a refused edit costs the author a look, a
changed claim may cost the paper.
"""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core import lazyre
from natfig.prose.document import Passage
from natfig.prose.gate import (
    additions,
    agents,
    bindings,
    causality,
    clauses,
    counted,
    direction,
    hedges,
    marks,
    numbers,
    omissions,
    order,
    places,
    polarity,
    reach,
    relative,
    roles,
    scope,
    shape,
    sides,
    tense,
    terms,
    turned,
    which,
)
from natfig.prose.gate.canon import canonical
from natfig.prose.gate.everyday import evened
from natfig.prose.gate.pair import Comparison, compared
from natfig.prose.gate.reading import read
from natfig.prose.gate.slips import mended, rewritten
from natfig.prose.gate.verdict import Reason, Verdict
from natfig.prose.gate.words import to_american
from natfig.prose.ledger import Ledger

__all__ = ["compare", "compare_texts"]

_SPACES = lazyre.compile(r"[ \t]{2,}|[ \t]*[\r\n]\s*|\t")

# The order matters: each comparer claims the tokens it speaks of, and what is left over at the end was
# added or left out.
_COMPARERS = (
    numbers,
    marks,
    direction,
    polarity,
    terms,
    hedges,
    causality,
    scope,
    bindings,
    counted,
    roles,
    agents,
    relative,
    clauses,
    sides,
    turned,
    reach,
    order,
    tense,
    which,
    places,
    additions,
    omissions,
)


def compare(
    original: Passage, revised: Passage, *, ledger: Ledger | None = None, spelling: str = ""
) -> Verdict:
    """Return whether a revision may stand in for the original, and why not.

    Parameters
    ----------
    original, revised : Passage
        Any number of sentences, but what belongs together: where two versions of a document are
        compared, `natfig.prose.gate.align` finds what.
    ledger : Ledger, optional
        Variants of a term count as the term, and an abbreviation as what it stands for.
    spelling : str
        "en-GB", "en-GB-oxendict" or "en-US": a revision that turns a word away from it gets a warning.
    """
    if original == revised:
        return Verdict()
    original, revised = (canonical(_tidied(passage)) for passage in (original, revised))
    original, revised = evened(*mended(original, revised), ledger)
    reasons = list(shape.look(original, revised))
    if not revised.text.strip() or not original.text.strip():
        return Verdict(tuple(reasons))
    # What either text defines holds in both: an editor may bring "(NDVI)" in with its full form.
    before = read(original, ledger, read(revised, ledger) if "(" in revised.text else None)
    pair = compared(before, read(revised, ledger, before))
    for comparer in _COMPARERS:
        reasons.extend(comparer.look(pair))
    reasons.extend(_spelling(pair, spelling))
    return Verdict(tuple(reasons))


def compare_texts(
    original: str, revised: str, *, ledger: Ledger | None = None, spelling: str = ""
) -> Verdict:
    """Return whether a revised text may stand in for the original; see `compare`."""
    return compare(Passage(original), Passage(revised), ledger=ledger, spelling=spelling)


def _tidied(passage: Passage) -> Passage:
    """Return a passage with one space where there are several, or a line break."""
    return rewritten(passage, [(m.start(), m.end(), " ") for m in _SPACES.finditer(passage.text)])


def _spelling(pair: Comparison, spelling: str) -> Iterator[Reason]:
    """Yield words that were turned away from the spelling of the journal."""
    if not spelling:
        return
    had = {t.lower for t in pair.original.tokens if t.kind not in {"mark", "number"}}
    for token in pair.revised.tokens:
        word = token.lower
        if word in had or token.kind in {"mark", "number"} or not word.isalpha():
            continue
        american = to_american(word)
        turned = (
            word != american and american in had
            if spelling == "en-US"
            else any(to_american(other) == word != other for other in had)
        )
        if turned:
            yield Reason("spelling", f"'{word}' isn't the spelling of {spelling}", is_warning=True)
            return
