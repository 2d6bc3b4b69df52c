"""Lists that "respectively" pairs, against the same pairs told one by one.

"Pd and Pt gave 91% and 74%, respectively" is "91% with Pd and 74% with Pt". Where both texts pair the same
numbers with the same things, the order of either list is a matter of style.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token

__all__ = ["settled"]

_RESPECTIVELY = "scope:respectively"
_NAMING = frozenset({"word", "name", "mark", "cause", "scope"})
_JOINTS = frozenset({"and", "or"})
#: Words of a member of a list before its last one.
REACH = 5

#: Longer lists are left to the other comparers.
MOST_LISTED = 40

Pairs = dict[str, str]


def settled(pair: Comparison) -> frozenset[str]:
    """Return keys of numbers and things that belong together in both texts as "respectively" has it."""
    has = [any(t.key == _RESPECTIVELY for t in r.tokens) for r in (pair.original, pair.revised)]
    if not any(has):
        return frozenset()
    if all(has):
        old, new = _listed(pair.original, {}), _listed(pair.revised, pair.renamed)
    elif has[0]:
        old = _listed(pair.original, {})
        new = _one_by_one(pair.revised, pair.renamed, old)
    else:
        new = _listed(pair.revised, pair.renamed)
        old = _one_by_one(pair.original, {}, new)
    return frozenset({*old, *old.values()}) if old and old == new else frozenset()


def _listed(reading: Reading, names: Mapping[str, str]) -> Pairs:
    """Return key of each thing → key of its number, where a text has one list of either."""
    tokens = reading.tokens
    numbers = _numbers(tokens)
    taken = {t.number for t in numbers}
    lists = [
        members
        for at, token in enumerate(tokens)
        if token.lower in _JOINTS and (members := _members(tokens, at, len(numbers), taken))
    ]
    if len(numbers) < 2 or len(lists) != 1:
        return {}
    keys = [names.get(t.key, t.key) for t in lists[0]]
    values = [names.get(t.key, t.key) for t in numbers]
    return dict(zip(keys, values, strict=True)) if len({*keys, *values}) == 2 * len(keys) else {}


def _numbers(tokens: list[Token]) -> list[Token]:
    """Return the one run of numbers with nothing but commas and "and" between them."""
    runs: list[list[Token]] = []
    for token in tokens:
        if token.quantity is None:
            continue
        last = runs[-1][-1] if runs else None
        between = tokens[last.number + 1 : token.number] if last is not None else []
        if last is not None and between and all(t.text == "," or t.lower in _JOINTS for t in between):
            runs[-1].append(token)
        else:
            runs.append([token])
    long = [run for run in runs if len(run) > 1]
    return long[0] if len(long) == 1 and len(long[0]) <= MOST_LISTED else []


def _members(tokens: list[Token], at: int, count: int, taken: set[int]) -> list[Token]:
    """Return the members of a list whose last but one stands before an "and"."""
    after = next((t for t in tokens[at + 1 : at + 3] if t.function != "determiner"), None)
    back = at - 1
    if back > 0 and tokens[back].text == ",":
        back -= 1
    if after is None or back < 0 or after.kind not in _NAMING or after.number in taken:
        return []
    found = [after]
    while len(found) < count:
        if tokens[back].kind not in _NAMING or tokens[back].number in taken:
            return []
        found.append(tokens[back])
        if len(found) == count:
            break
        comma = next((k for k in range(back - 1, max(-1, back - REACH), -1) if tokens[k].text == ","), 0)
        if comma < 1:
            return []
        back = comma - 1
    return found[::-1]


def _one_by_one(reading: Reading, names: Mapping[str, str], known: Pairs) -> Pairs:
    """Return key of each thing → key of the number beside it, where the two take turns."""
    if not known:
        return {}
    things, numbers = set(known), set(known.values())
    told = [key for t in reading.tokens if (key := names.get(t.key, t.key)) in things | numbers]
    if len(told) != 2 * len(known) or len(set(told)) != len(told):
        return {}
    if any((a in things) == (b in things) for a, b in pairwise(told)):
        return {}
    twos = zip(told[::2], told[1::2], strict=True)
    return {a if a in things else b: b if a in things else a for a, b in twos}
