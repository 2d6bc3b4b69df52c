"""Reach: a circumstance still holds for what it held for.

"In mice, A rose and B fell" says both of mice; "A rose and, in mice, B fell" says one. A circumstance at
the beginning of a sentence reaches over all that follows, one behind "and" or "but" only over what comes
after, and one within a part over that part; one at the very end may reach back. Two readings contradict
each other where one has to reach what the other can't.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from natfig.prose.gate.bindings import said
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.verdict import Reason

__all__ = ["look"]

#: Words of a circumstance that are followed.
REACH = 8
#: A sentence of more parts is a list; nothing is said of it.
MOST_PARTS = 12
_OPENING = frozenset(
    words("in at on during under within among for over throughout between with without when if unless while")
)
_OPENING_KEYS = frozenset({"logic:if", "logic:unless", "logic:above", "logic:below", "negation:without"})
_LATER = frozenset({"later", "earlier", "afterwards", "thereafter"})
_JOINING = frozenset({"and", "but", "or", "yet", "whereas"})
_STRONG = frozenset(".;:?!")
_FOLLOWED = frozenset({"word", "name", "number", "cause", "evidence"})


@dataclass(slots=True)
class _Circumstance:
    """Keys of a circumstance, and of what it has to reach and may reach."""

    keys: frozenset[str]
    least: frozenset[str]
    most: frozenset[str]


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield a circumstance that reaches less or more than before."""
    if pair.is_same_order and not _is_later(pair.revised):
        return
    had = _circumstances(pair.original, pair.before.verbs, {})
    if not had:
        return
    has = _circumstances(pair.revised, pair.after.verbs, pair.renamed)
    known = _keys(pair.original.tokens, {}) & _keys(pair.revised.tokens, pair.renamed)
    once = _once(pair.original, {}) & _once(pair.revised, pair.renamed)
    for before in had:
        after = next((c for c in has if c.keys & before.keys & once), None)
        if after is None:
            continue
        own = before.keys | after.keys
        missed = (before.least - after.most) | (after.least - before.most)
        # What a repeated word is said of, the other reading may leave out.
        missed = frozenset(key for key in missed & known if not _is_again(pair, key)) - own
        # Something is reached both times, so that it is the same circumstance of the same claim.
        if missed and before.most & after.most & known - own:
            yield Reason(
                "scope-moved",
                f"whether '{said(pair.original, min(before.keys & after.keys & once))}' holds for "
                f"'{said(pair.original, min(missed))}' changed",
            )
            return


def _is_later(reading: Reading) -> bool:
    """Return whether a time is told that commas bind to one of two events: "and, 24 h later, stained"."""
    return any(a.kind == "number" and b.lower in _LATER for a, b in pairwise(reading.tokens))


def _is_again(pair: Comparison, key: str) -> bool:
    """Return whether the revision says a word twice that the original says once."""
    counts = (
        sum(t.key == key for t in pair.original.tokens),
        sum(pair.key(t) == key for t in pair.revised.tokens),
    )
    return counts[0] < counts[1]


def _once(reading: Reading, names: dict[str, str]) -> set[str]:
    counts = Counter(names.get(t.key, t.key) for t in reading.tokens if t.kind in _FOLLOWED)
    return {key for key, count in counts.items() if count == 1}


def _circumstances(reading: Reading, verbs: list[str], names: dict[str, str]) -> list[_Circumstance]:
    """Return the circumstances of a reading that say by their place what they reach."""
    found: list[_Circumstance] = []
    start = 0
    tokens = reading.tokens
    for token in [*tokens, None]:
        if token is None or token.text in _STRONG:
            end = token.number if token is not None else len(tokens)
            found.extend(_of_sentence(tokens[start:end], verbs[start:end], names))
            start = end + 1
    return found


def _of_sentence(tokens: list[Token], verbs: list[str], names: dict[str, str]) -> Iterator[_Circumstance]:
    cuts = [at for at, token in enumerate(tokens) if 0 < at < len(tokens) - 1 and _cuts(tokens, verbs, at)]
    if len(cuts) > MOST_PARTS:
        return
    bounds = [0, *cuts, len(tokens)]
    parts = [_keys(tokens[a:b], names) for a, b in pairwise(bounds)]
    everything = frozenset[str]().union(*parts)
    subject = _keys(_subject(tokens, verbs), names)
    heads = [_after_joint(tokens, at) for at in bounds[:-1]]
    leading = [_opens(tokens, head) for head in heads]
    for number, (head, end) in enumerate(zip(heads, bounds[1:], strict=True)):
        own = parts[number]
        place = head
        if leading[number]:
            place = _end_of(tokens, verbs, head, end)
            keys = _keys(tokens[head:place], names)
            if number == 0 and not any(leading[1:]) and _is_comma(tokens, place):
                yield _Circumstance(keys, everything - keys, everything)
            elif number > 0 and (_is_comma(tokens, place) or _is_comma(tokens, bounds[number] - 1)):
                yield _Circumstance(keys, own - keys, subject.union(*parts[number:]))
        is_closed = number > 0 and _is_comma(tokens, bounds[number] - 1)
        may = own if is_closed or (number == 0 and cuts and _is_comma(tokens, end - 1)) else everything
        for at in range(place + 1, end):
            if _opens(tokens, at):
                keys = _keys(tokens[at : _end_of(tokens, verbs, at, end)], names)
                # "24 h later" in one part is said of that part.
                holds = may is own or (number + 1 < len(heads) and tokens[at].kind == "number")
                yield _Circumstance(keys, own - keys if holds else frozenset(), may | subject)


def _subject(tokens: list[Token], verbs: list[str]) -> list[Token]:
    """Return what a sentence speaks of: the words up to its verb, a leading circumstance left out."""
    at = _end_of(tokens, verbs, 0, len(tokens)) if _opens(tokens, 0) else 0
    found: list[Token] = []
    for token in tokens[at : at + REACH]:
        if verbs[token.number - tokens[0].number] or token.function == "auxiliary" or token.kind == "modal":
            return found
        is_joined = token.function in {"preposition", "conjunction"} and token.lower != "of"
        if found and (is_joined or token.kind == "punctuation"):
            return found[:-1] or found  # "birds feed on": a verb that isn't known as one
        if token.kind in _FOLLOWED:
            found.append(token)
    return found


def _cuts(tokens: list[Token], verbs: list[str], at: int) -> bool:
    """Return whether a sentence goes on with another part of its claim here."""
    if tokens[at].lower not in _JOINING:
        return False
    after = _after_joint(tokens, at)
    if after >= len(tokens):
        return False
    if (
        _opens(tokens, after)
        and not _is_shared(tokens, verbs, at)
        and (tokens[after - 1].text == "," or tokens[at - 1].text == "," or _comma_near(tokens, after))
    ):
        return True
    if tokens[after].form in {"ed", "s"} and tokens[after].kind in {"word", "cause", "evidence"}:
        return verbs[after] != "" or tokens[after].form == "ed"
    ahead = range(after, min(after + REACH, len(tokens)))
    return any(verbs[k] in {"active", "passive", "copula"} for k in ahead) or tokens[at - 1].text == ","


def _is_shared(tokens: list[Token], verbs: list[str], at: int) -> bool:
    """Return whether "but not in argon" only denies one circumstance: a comma or no verb follows."""
    if tokens[at].lower != "but" or at + 1 >= len(tokens) or tokens[at + 1].key != "negation:not":
        return False
    for token, verb in zip(tokens[at + 2 :], verbs[at + 2 :], strict=True):
        if token.kind == "punctuation":
            return True
        if verb in {"active", "passive", "copula"}:
            return False
    return True


def _after_joint(tokens: list[Token], at: int) -> int:
    """Return the place behind "and", a comma and adverbs."""
    while at < len(tokens) and (
        tokens[at].lower in _JOINING or tokens[at].text == "," or tokens[at].kind == "filler"
    ):
        at += 1
    return at


def _opens(tokens: list[Token], at: int) -> bool:
    if at + 1 < len(tokens) and tokens[at].kind == "number" and tokens[at + 1].lower in _LATER:
        return True  # "24 h later"
    return (at < len(tokens) and tokens[at].lower in _OPENING) or (
        at < len(tokens) and tokens[at].key in _OPENING_KEYS
    )


def _end_of(tokens: list[Token], verbs: list[str], at: int, end: int) -> int:
    """Return the place behind a circumstance: a comma, the next phrase, the end of the part."""
    has_noun = False
    is_clause = tokens[at].lower in _CLAUSAL or tokens[at].kind == "logic"
    for place in range(at + 1, min(end, at + 2 * REACH)):
        token = tokens[place]
        if token.text == ",":
            return place
        if not is_clause and has_noun and tokens[place - 1].function != "preposition":
            if token.function in {"determiner", "auxiliary", "pronoun", "subordinator"}:
                return place
            if verbs[place] in {"active", "passive"} or token.kind in {"person", "modal"}:
                return place
        has_noun = has_noun or token.kind in _FOLLOWED
    return min(end, at + 2 * REACH)


_CLAUSAL = frozenset({"when", "if", "unless", "while"})


def _is_comma(tokens: list[Token], at: int) -> bool:
    return 0 <= at < len(tokens) and tokens[at].text == ","


def _comma_near(tokens: list[Token], at: int) -> bool:
    return any(t.text == "," for t in tokens[at + 1 : at + REACH])


def _keys(tokens: list[Token], names: dict[str, str]) -> frozenset[str]:
    return frozenset(names.get(t.key, t.key) for t in tokens if t.kind in _FOLLOWED)
