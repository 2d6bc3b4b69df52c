"""Sides: what stands behind "than", "rather than", "in contrast to", "who" or "that" stays behind it.

Each of these words cuts a sentence in two. Where a word of one side and a word of the other exchanged
their places, something else is compared, denied or meant than before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from natfig.prose.gate.bindings import said
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.thesaurus import is_verb
from natfig.prose.gate.verdict import Reason

__all__ = ["look"]

#: Words looked at behind a cut.
REACH = 16
_FOLLOWED = frozenset({"word", "name", "number", "cause"})
#: Words that turn what they stand with: one of them on the other side is enough.
_TURNING = frozenset(
    {"logic:before", "logic:after", "logic:above", "logic:below", "negation:not", "negation:no",
     "negation:without"}
)  # fmt: skip
_CONTRASTS = (
    "in contrast to",
    "in contrast with",
    "contrary to",
    "unlike",
    "as opposed to",
    "by contrast with",
)
_EVIDENCE = frozenset({"evidence", "hedge"})


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield what stands on another side than before."""
    if pair.is_same_order and pair.is_same_frame:
        return
    for cut, what in (
        (_rejected, "is set aside"),
        (_contrasted, "is set against the rest"),
        (_meant, "says which"),
    ):
        two = _exchanged(*_cut(pair, cut))
        if two is not None:
            yield Reason(
                "roles-swapped",
                f"'{said(pair.original, two[0])}' {what} in the original, and "
                f"'{said(pair.original, two[1])}' in the revision",
            )
            return
    if not pair.is_converse:
        yield from _compared(pair)
    yield from _denied_what_is_told(pair)


Cut = Callable[[list[Token]], set[int] | None]


def _cut(pair: Comparison, cut: Cut) -> tuple[dict[str, bool], dict[str, bool]]:
    """Return what stands behind a cut in both readings; nothing where one of them has none."""
    had, has = _parted(pair.original, {}, cut), _parted(pair.revised, pair.renamed, cut)
    return ({}, {}) if had is None or has is None else (had, has)


def _exchanged(had: dict[str, bool], has: dict[str, bool]) -> tuple[str, str] | None:
    """Return a key that stood behind the cut and one that does now, where something went each way."""
    shared = had.keys() & has.keys()
    out = sorted(key for key in shared if had[key] and not has[key])
    come = sorted(key for key in shared if has[key] and not had[key])
    return (out[0], come[0]) if out and come else None


def _parted(reading: Reading, names: dict[str, str], cut: Cut) -> dict[str, bool] | None:
    """Return key of what stands once → whether it stands behind the cut; None without one."""
    behind = cut(reading.tokens)
    if not behind:
        return None
    counts = Counter(names.get(t.key, t.key) for t in reading.tokens)
    return {
        key: token.number in behind
        for token in reading.tokens
        if (token.kind in _FOLLOWED or token.key in _TURNING)
        and counts[key := names.get(token.key, token.key)] == 1
    }


def _ends(token: Token) -> bool:
    return token.kind == "punctuation" or token.lower in {"but", "and", "while", "whereas"}


def _span(tokens: list[Token], start: int) -> set[int]:
    """Return the places from one up to the end of its phrase."""
    found: set[int] = set()
    for token in tokens[start : start + REACH]:
        if _ends(token):
            break
        found.add(token.number)
    return found


def _rejected(tokens: list[Token]) -> set[int] | None:
    """Return what follows "rather than", "instead of" or ", not"."""
    found: set[int] = set()
    for token in tokens:
        at = token.number
        is_not = token.key == "negation:not" and at > 0 and tokens[at - 1].lower in {",", "but", "and"}
        if token.key == "scope:instead" or is_not:
            found |= _span(tokens, at + 1)
    return found or None


def _contrasted(tokens: list[Token]) -> set[int] | None:
    """Return what follows "in contrast to" or "unlike"."""
    found: set[int] = set()
    for token in tokens:
        if token.text.lower().startswith(_CONTRASTS):
            found |= _span(tokens, token.number + 1)
    return found or None


def _meant(tokens: list[Token]) -> set[int] | None:
    """Return the first verb after each "who", "which" or "that" that says which of several is meant."""
    found: set[int] = set()
    for token in tokens:
        at = token.number
        if token.lower not in {"who", "that", "which", "whose"} or at == 0 or tokens[at - 1].kind != "word":
            continue
        if token.lower == "whose":  # "children whose parents read to them": the verb stands behind the noun
            at = next((t.number for t in tokens[at + 1 : at + 4] if t.kind == "word"), at)
        for other in tokens[at + 1 : at + 5]:
            if other.kind == "punctuation":
                break
            if _is_subject(tokens, other):
                continue  # "tasks that workers are executing"
            if (other.form or token.lower == "whose") and other.kind in {"word", "cause", "evidence"}:
                found.add(other.number)
                break
    return found or None


def _is_subject(tokens: list[Token], noun: Token) -> bool:
    """Return whether a word in -s is a noun whose verb follows at once."""
    after = tokens[noun.number + 1] if noun.number + 1 < len(tokens) else None
    if noun.form != "s" or after is None:
        return False
    return (
        after.function == "auxiliary" or after.kind == "modal" or (after.form == "" and is_verb(after.lower))
    )


def _than(tokens: list[Token]) -> set[int] | None:
    found: set[int] = set()
    for token in tokens:
        is_than = token.key in {"logic:than", "logic:compared"} and not _counts(tokens, token.number)
        if is_than or _is_equalled(tokens, token.number):
            found |= _span(tokens, token.number + 1)
    return found or None


#: Words between the two of "as high … as".
_BETWEEN = 7


def _is_equalled(tokens: list[Token], at: int) -> bool:
    """Return whether an "as" is the second of "twice as high under mulch as on bare soil"."""
    if tokens[at].lower != "as" or at + 1 == len(tokens):
        return False
    for token in reversed(tokens[max(0, at - _BETWEEN) : at]):
        if token.kind == "punctuation" or token.function == "subordinator":
            return False
        if token.lower == "as":
            degree = tokens[token.number + 1]
            return degree.number < at and degree.kind in {"word", "scope"} and degree.form in {"", "ed"}
    return False


def _counts(tokens: list[Token], at: int) -> bool:
    """Return whether a "than" bounds a number: "more than 5 mg"."""
    return any(t.kind == "number" for t in tokens[at + 1 : at + 2])


def _compared(pair: Comparison) -> Iterator[Reason]:
    """Yield "before", "after" or "not" that went to the other side of a comparison."""
    had, has = _cut(pair, _than)
    two = _exchanged(had, has)
    if two is not None:
        yield Reason(
            "roles-swapped",
            f"'{said(pair.original, two[0])}' and '{said(pair.original, two[1])}' stand on the other side "
            f"of the comparison",
        )
        return
    for key in sorted(_TURNING & had.keys() & has.keys()):
        if had[key] != has[key]:
            yield Reason(
                "roles-swapped",
                f"'{said(pair.original, key)}' stood on the other side of the comparison",
            )
            return


def _denied_what_is_told(pair: Comparison) -> Iterator[Reason]:
    """Yield "no evidence that it works" where there is "evidence that it doesn't work" now."""
    had, has = _told(pair.original), _told(pair.revised)
    if had is not None and has is not None and had != has:
        yield Reason(
            "negation-moved",
            "what is denied is the evidence in one of the texts, and what it tells in the other",
        )


def _told(reading: Reading) -> bool | None:
    """Return whether the one negation of a passage stands in what evidence is said to tell."""
    tokens = reading.tokens
    nots = [t.number for t in tokens if t.key in {"negation:not", "negation:no", "negation:never"}]
    thats = [t.number for t in tokens if t.lower in {"that", "whether"} and _is_told_by(tokens, t.number)]
    if len(nots) != 1 or len(thats) != 1:
        return None
    return nots[0] > thats[0]


def _is_told_by(tokens: list[Token], at: int) -> bool:
    return any(t.kind in _EVIDENCE for t in tokens[max(0, at - 2) : at])
