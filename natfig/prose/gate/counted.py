"""What a number counts: the word right after it, or the words before the bracket it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

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
    kinds = {key: kind for key, kind in kinds.items() if key not in pair.paired}
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


def _kind(token: Token) -> object:
    quantity = token.quantity
    return quantity and (quantity.measure and quantity.measure.dimension, quantity.is_ordinal)


def _once(reading: Reading, names: dict[str, str]) -> set[str]:
    counts = Counter(names.get(t.key, t.key) for t in reading.tokens if t.kind in {"word", "name", "number"})
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
