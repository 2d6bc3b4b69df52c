"""What a number counts: the word right after it, or the words before the bracket it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from natfig.prose.gate.bindings import keep_prepositions, move_together, whole_numbers
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.verdict import Reason

__all__ = ["look"]

#: Words before a bracket that its number may belong to.
REACH = 3
_BETWEEN = frozenset({"of", "the", "these", "those", "all"})


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield numbers of one kind that changed what they count, as far as it stands beside them."""
    if any(t.key == "scope:respectively" for r in (pair.original, pair.revised) for t in r.tokens):
        return
    kinds = {t.key: _kind(t) for t in pair.original.tokens if t.quantity is not None}
    apart = pair.paired | (whole_numbers(pair.original) & whole_numbers(pair.revised))
    kinds = {key: kind for key, kind in kinds.items() if key not in apart}
    if len(kinds) < 2:
        return
    once = _once(pair.original, {}) & _once(pair.revised, pair.renamed)
    for find in (_followers, _bracketed):
        had, has = find(pair.original, {}, once), find(pair.revised, pair.renamed, once)
        for word, number in had.items():
            now = has.get(word)
            if now is not None and now != number and now in kinds and kinds[now] == kinds.get(number):
                yield Reason(
                    "number-rebound",
                    f"another number than before is said of '{word.partition(':')[2] or word}'",
                )
                return
    once = _once(pair.original, {}, _TELLING) & _once(pair.revised, pair.renamed, _TELLING)
    if _says_so(pair) or move_together(pair):
        return
    yield from _at_other_times(pair, kinds)
    yield from _in_other_places(pair, kinds, once)
    yield from _beside_others(pair, kinds, once)


_TIMES = frozenset({"logic:before", "logic:after", "negation:without", "logic:above", "logic:below"})
_APART = frozenset({"and", "but", "while", "whereas", ";", "."})


def _at_other_times(pair: Comparison, kinds: dict[str, object]) -> Iterator[Reason]:
    """Yield two numbers of which one stood with "before", the other with "after", and that changed over."""
    had, has = _timed(pair.original), _timed(pair.revised)
    told = [key for key in kinds if had.get(key) and has.get(key) and had[key] != has[key]]
    for a, b in pairwise(told[:MOST_NUMBERS]):
        if had[a] == has[b] and had[b] == has[a]:
            yield Reason("number-rebound", "two numbers stand with each other's time or condition now")
            return


def _timed(reading: Reading) -> dict[str, frozenset[str]]:
    """Return number → "before", "after" and the like in its part of the sentence."""
    found: dict[str, frozenset[str]] = {}
    numbers: list[str] = []
    times: set[str] = set()
    for token in [*reading.tokens, None]:
        if token is None or token.lower in _APART:
            found.update(dict.fromkeys(numbers, frozenset(times)))
            numbers, times = [], set()
        elif token.quantity is not None:
            after = reading.tokens[token.number + 1 : token.number + 2]
            if after and after[0].key in _TIMES:  # "from 12 before training to 5 after it"
                found[token.key] = frozenset({after[0].key})
            else:
                numbers.append(token.key)
        elif token.key in _TIMES:
            times.add(token.key)
    return found


def _says_so(pair: Comparison) -> bool:
    """Return whether "did so" stands for a verb, which may then stand with either number."""
    return any(t.lower == "so" for r in (pair.original, pair.revised) for t in r.tokens)


def _in_other_places(pair: Comparison, kinds: dict[str, object], once: set[str]) -> Iterator[Reason]:
    """Yield numbers of one kind that changed places among words that stayed where they were."""
    old = [t.key for t in pair.original.tokens if t.key in once]
    new = [key for t in pair.revised.tokens if (key := pair.key(t)) in once]
    if [k for k in old if k not in kinds] != [k for k in new if k not in kinds]:
        return
    for kind in dict.fromkeys(kinds.values()):
        had, has = ([k for k in side if k in kinds and kinds[k] == kind] for side in (old, new))
        if had != has and len(had) > 1 and len(old) - len(had) > 1 and not keep_prepositions(pair, had):
            yield Reason("number-rebound", "numbers changed places among words that stand as before")
            return


def _beside_others(pair: Comparison, kinds: dict[str, object], once: set[str]) -> Iterator[Reason]:
    """Yield a word whose part of the sentence holds another number than before."""
    had, has = _parts(pair.original, {}, once), _parts(pair.revised, pair.renamed, once)
    numbers = [key for key in kinds if key in had and key in has][:MOST_NUMBERS]
    for a in numbers:
        for b in numbers:
            if a == b or kinds[a] != kinds[b]:
                continue
            moved = (had[a] & has[b]) - had[b] - has[a]
            if moved and not _is_by(pair, a):
                yield Reason(
                    "number-rebound",
                    f"another number than before stands with '{min(moved).partition(':')[2] or min(moved)}'",
                )
                return


def _is_by(pair: Comparison, number: str) -> bool:
    """Return whether "an increase of 38% in the toughness" has become "increased the toughness by 38%"."""
    tokens = pair.original.tokens
    at = next(t.number for t in tokens if t.key == number)
    if at < 2 or at + 2 > len(tokens) or tokens[at + 1].lower != "in":
        return False
    change = tokens[at - 2] if tokens[at - 1].lower == "of" else tokens[at - 1]
    if change is tokens[at - 1] and not change.text.endswith(" of"):
        return False
    for token in pair.revised.tokens:
        if token.key == number:
            before = pair.revised.tokens[max(0, token.number - REACH_BACK) : token.number]
            if not before or before[-1].lower != "by":
                return False
            for other in reversed(before[:-1]):
                if other.kind in {"number", "punctuation"}:
                    return False
                if pair.key(other) == change.key:
                    return other.form in {"ed", "s"}
    return False


#: Words between "increased" and "by 38%".
REACH_BACK = 14
#: Longer lists of numbers aren't set against each other one by one.
MOST_NUMBERS = 24


def _parts(reading: Reading, names: dict[str, str], once: set[str]) -> dict[str, set[str]]:
    """Return number → what follows it up to a comma, "and", a bracket or another number."""
    found: dict[str, set[str]] = {}
    last = ""
    for token in reading.tokens:
        key = names.get(token.key, token.key)
        if token.quantity is not None:
            last = token.key if token.key in once else ""
            if last:
                found[last] = set()
        elif token.kind == "punctuation" or token.lower in _CUTS or token.key in _COMPARED:
            last = ""
        elif last and key in once:
            found[last].add(key)
    return found


_CUTS = frozenset({"and", "but", "or", "while", "whereas"})
_COMPARED = frozenset({"logic:than", "logic:compared"})


def _kind(token: Token) -> object:
    quantity = token.quantity
    return quantity and (quantity.measure and quantity.measure.dimension, quantity.is_ordinal)


#: Kinds of words that say where a number belongs.
_KINDS = frozenset({"word", "name", "number"})
_TELLING = _KINDS | {"scope"}


def _once(reading: Reading, names: dict[str, str], of: frozenset[str] = _KINDS) -> set[str]:
    counts = Counter(names.get(t.key, t.key) for t in reading.tokens if t.kind in of)
    return {key for key, count in counts.items() if count == 1}


def _followers(reading: Reading, names: dict[str, str], once: set[str]) -> dict[str, str]:
    """Return word → the number right before it: "14% of the rural voters"."""
    found: dict[str, str] = {}
    for token in reading.tokens:
        if token.quantity is None or token.key not in once:
            continue
        for after in reading.tokens[token.number + 1 : token.number + 4]:
            if after.kind in {"word", "name"}:
                key = names.get(after.key, after.key)
                if key in once:
                    found[key] = token.key
                break
            if after.lower not in _BETWEEN:
                break
    return found


def _bracketed(reading: Reading, names: dict[str, str], once: set[str]) -> dict[str, str]:
    """Return word → the number in the bracket behind it: "welded joints (365 MPa)"."""
    found: dict[str, str] = {}
    for token in reading.tokens:
        at = token.number
        if token.quantity is None or token.key not in once or at < 2 or reading.tokens[at - 1].text != "(":
            continue
        for before in reversed(reading.tokens[max(0, at - 1 - REACH) : at - 1]):
            if before.kind in {"punctuation", "logic", "number"} or before.lower in {"and", "or"}:
                break
            key = names.get(before.key, before.key)
            if before.kind in {"word", "name"} and key in once:
                found[key] = token.key
    return found
