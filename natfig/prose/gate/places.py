"""Where something is: "around the notch" isn't "in the notch", nor "near the river" "in the river".

Prepositions are light words elsewhere, because an editor mends so many of them. Those that say where
something lies are not: they are held against each other where one stands before the same word in both texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading
from natfig.prose.gate.verdict import Reason

__all__ = ["look"]

_IN = frozenset({"in", "within", "inside", "into"})
_ON = frozenset({"on", "onto"})
_THROUGH = frozenset({"through", "via"})
_NEAR = frozenset({"near"})
_AROUND = frozenset({"around"})
_ALONG = frozenset({"along"})
_ACROSS = frozenset({"across"})
_BETWEEN = frozenset({"between"})
#: Prepositions of place that are no two ways to say one thing.
_APART = (
    (_NEAR, _IN | _ON | _AROUND | _BETWEEN | _THROUGH),
    (_AROUND, _IN | _ON | _THROUGH | _BETWEEN),
    (_ALONG, _IN | _ON | _ACROSS | _AROUND | _NEAR),
    (_BETWEEN, _ON | _AROUND | _THROUGH),
    (_ON, _THROUGH),
)
_PLACING = frozenset().union(*(side for two in _APART for side in two))
_NAMING = frozenset({"word", "name"})
#: Words behind a preposition that are looked at.
REACH = 4


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield words before which another preposition of place stands."""
    old, new = _placed(pair.original, {}), _placed(pair.revised, pair.renamed)
    for key, (word, text) in old.items():
        now = new.get(key, (word, ""))[0]
        if any((word in a and now in b) or (word in b and now in a) for a, b in _APART):
            yield Reason("scope-changed", f"'{word} {text}' has become '{now} {text}'")
            return


def _placed(reading: Reading, names: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return key of the word behind each preposition → the preposition and the word, of what stands once."""
    counts = Counter(names.get(t.key, t.key) for t in reading.tokens)
    found: dict[str, tuple[str, str]] = {}
    for token in reading.tokens:
        if token.lower not in _PLACING:
            continue
        for other in reading.tokens[token.number + 1 : token.number + 1 + REACH]:
            if other.kind in _NAMING:
                key = names.get(other.key, other.key)
                if counts[key] == 1:
                    found[key] = token.lower, other.text
            elif other.function != "determiner":
                break
    return found
