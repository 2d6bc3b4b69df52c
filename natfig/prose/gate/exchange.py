"""Things that changed places: what one word was bound to is now bound to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from natfig.prose.gate.facts import Edge
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.tables import words
from natfig.prose.gate.words import key_of

__all__ = ["Exchange", "exchanges"]


class Exchange(NamedTuple):
    """`anchor` was bound to `old` and is bound to `new`, which was bound to something else."""

    label: str
    anchor: str
    old: str
    new: str


#: Relations that are one when a sentence is turned round.
_SAME = {"of": "p", "()": "p", "mod": "p", "is": "p"}


def exchanges(pair: Comparison) -> Iterator[Exchange]:
    """Yield bindings that were exchanged between things which both readings speak of."""
    aside = _aside(pair)
    had = {_renamed(edge, {}) for edge in pair.before.edges if not (edge[0] == "()" and edge[2] in aside)}
    has = {
        _renamed(edge, pair.renamed)
        for edge in pair.after.edges
        if not (edge[0] == "()" and edge[2] in aside)
    }
    loose = _adverbs(pair)
    near_had, near_has = _neighbours(had), _neighbours(has)
    lost = _by_anchor(edge for edge in had if edge not in has)
    gained = _by_anchor(edge for edge in has if edge not in had)
    gave, took = _partners(had - has), _partners(has - had)
    yield from _turned(had, has)
    known = near_had.keys() & near_has.keys()
    for (label, anchor, side), news in gained.items():
        if label in {"subj", "obj"} and _is_symmetric(anchor):
            continue
        for old in lost.get((label, anchor, side), ()):
            if old not in known or (old in near_has[anchor] and label == "p"):
                continue
            if old in loose or anchor in loose:
                continue
            for new in news:
                if new in loose:
                    continue
                if new not in known or new == old or (label == "p" and new in near_had[anchor]):
                    continue
                # A number that takes another's place is enough; words have to have changed places.
                is_closed = any(who != anchor or how not in {"", label} for who, how in gave[new] & took[old])
                if (old[0] == "#" and new[0] == "#") or is_closed:
                    yield Exchange(label, anchor, old, new)


#: Verbs whose two sides say the same when they change places.
_SYMMETRIC = frozenset(
    key_of(word) for word in words("differ overlap interact coincide coexist collide intersect compete agree")
) | {"cause:correlate", "cause:associate", "cause:link", "cause:relate"}


def _is_symmetric(key: str) -> bool:
    return key in _SYMMETRIC


def _adverbs(pair: Comparison) -> set[str]:
    """Return keys of adverbs, and of the adjectives they were made of: they belong to a whole claim."""
    own = {t.key for t in pair.original.tokens if t.kind == "word" and t.lower.endswith("ly")}
    now = {pair.key(t) for t in pair.revised.tokens if t.kind == "word" and t.lower.endswith("ly")}
    # An adverb in both stays with what it is said of: "rapidly in mice and slowly in rats".
    return own ^ now


def _aside(pair: Comparison) -> set[str]:
    """Return keys of one bracket that ends both passages: it belongs to the whole of what was said."""
    found = []
    for reading in (pair.original, pair.revised):
        tokens = reading.tokens
        opened = [t.number for t in tokens if t.text == "("]
        ends = [t.number for t in tokens if t.text == ")"]
        if len(opened) != 1 or len(ends) != 1 or len(tokens) - ends[0] > 2:
            return set()
        found.append({t.key for t in tokens[opened[0] : ends[0]] if t.is_heavy})
    return found[0] if found[0] == found[1] else set()


_DIRECTED = frozenset({"before", "after", "from", "to", "by", "than", "without", "against", "above", "below"})


def _turned(had: set[Edge], has: set[Edge]) -> Iterator[Exchange]:
    """Yield two bindings whose directions were exchanged: "before" here and "after" there."""
    lost = {(a, b): label for label, a, b in had - has if label in _DIRECTED}
    gained = {(a, b): label for label, a, b in has - had if label in _DIRECTED}
    turns = {
        (lost[place], gained[place]): place
        for place in lost
        if place in gained and lost[place] != gained[place]
    }
    for (old, new), (a, b) in turns.items():
        if (new, old) in turns:
            yield Exchange("turned", a, b, turns[new, old][1])


def _renamed(edge: Edge, names: dict[str, str]) -> Edge:
    label, a, b = edge
    return _SAME.get(label, label), names.get(a, a), names.get(b, b)


def _partners(edges: set[Edge]) -> dict[str, set[tuple[str, str]]]:
    """Return key → (what it is bound to, relation; "" for a relation that may be any)."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for label, a, b in edges:
        found[a].add((b, ""))
        found[b].add((a, ""))
        found[b].add((a, label))
    return found


def _neighbours(edges: set[Edge]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = defaultdict(set)
    for _, a, b in edges:
        near[a].add(b)
        near[b].add(a)
    return near


def _by_anchor(edges: Iterator[Edge]) -> dict[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for label, a, b in edges:
        found[label, a, "" if label == "p" else ">"].append(b)
        found[label, b, "" if label == "p" else "<"].append(a)
    return found
