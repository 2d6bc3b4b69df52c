"""Agents: whole phrases that act and that are acted on, so that a swap of any of their words is seen.

`natfig.prose.gate.roles` follows single relations. Here everything before a verb is held against
everything behind it: "heating the salt prevented the crystals …" is not "crystals prevented the salt …".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from natfig.prose.gate.bindings import said
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.verdict import Reason
from natfig.prose.gate.words import key_of

__all__ = ["look"]

#: Words followed on either side of a verb.
REACH = 12
#: Verbs whose two sides may change places.
_SYMMETRIC = frozenset(
    key_of(word)
    for word in words(
        """
        differ correlate associate equal match overlap interact agree resemble compare relate link
        coincide coexist collide intersect alternate correspond compete cooperate occur exist combine mix
        amount total constitute represent be form comprise
        """
    )
)
_FOLLOWED = frozenset({"word", "name", "number", "mark"})
_STOPS = frozenset({"and", "but", "or", "than", "while", "whereas", "as"})


class _Sides(NamedTuple):
    """Keys of what acts and of what is acted on."""

    acting: frozenset[str]
    acted: frozenset[str]


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield a verb whose sides were exchanged."""
    if pair.is_converse or (pair.is_same_order and pair.is_same_frame):
        return
    had = _sides(pair.original, pair.before.verbs, pair.before.clause, {})
    has = _sides(pair.revised, pair.after.verbs, pair.after.clause, pair.renamed)
    for verb, before in had.items():
        after = has.get(verb)
        if after is None:
            continue
        gone = (before.acting - before.acted) & (after.acted - after.acting)
        come = (before.acted - before.acting) & (after.acting - after.acted)
        if gone and come:
            yield Reason(
                "roles-swapped",
                f"with '{said(pair.original, verb)}', '{said(pair.original, min(gone))}' and "
                f"'{said(pair.original, min(come))}' have changed sides",
            )
            return


def _is_symmetric(token: Token) -> bool:
    return key_of(token.lower) in _SYMMETRIC or token.key.partition(":")[2] in _SYMMETRIC_GROUPS


_SYMMETRIC_GROUPS = frozenset({"correlate", "associate", "link", "relate", "accompany"})


def _sides(reading: Reading, verbs: list[str], clause: list[int], names: dict[str, str]) -> dict[str, _Sides]:
    """Return key of each verb that stands once → its sides."""
    tokens = reading.tokens
    counts = Counter(names.get(t.key, t.key) for t in tokens)
    found: dict[str, _Sides] = {}
    for at, kind in enumerate(verbs):
        token = tokens[at]
        key = names.get(token.key, token.key)
        if kind not in {"active", "passive"} or counts[key] != 1 or _is_symmetric(token):
            continue
        before = _before(tokens, clause, at)
        if kind == "active" and at and tokens[at - 1].lower == "what":
            sides = _cleft(tokens, at, names)
        elif kind == "active":
            sides = _Sides(_keys(before, names), _keys(_after(tokens, at + 1), names))
        else:
            sides = _Sides(_keys(_agent(tokens, at + 1), names), _keys(before, names))
        if sides.acting and sides.acted:
            found[key] = sides
    return found


def _cleft(tokens: list[Token], at: int, names: dict[str, str]) -> _Sides:
    """Return the sides of "what limits the yield is the heat": the heat limits."""
    be = next((t.number for t in tokens[at + 1 : at + REACH] if t.key == "be"), -1)
    if be < 0:
        return _Sides(frozenset(), frozenset())
    acting: list[Token] = []
    for token in tokens[be + 1 : be + REACH]:
        if token.kind == "punctuation" or token.key == "scope:instead" or token.lower in _STOPS:
            break
        acting.append(token)
    return _Sides(_keys(acting, names), _keys(tokens[at + 1 : be], names))


def _keys(tokens: list[Token], names: dict[str, str]) -> frozenset[str]:
    return frozenset(names.get(t.key, t.key) for t in tokens if t.kind in _FOLLOWED)


def _before(tokens: list[Token], clause: list[int], at: int) -> list[Token]:
    """Return the subject of a verb: its clause up to it, without what a comma parts from it."""
    found: list[Token] = []
    for back in range(at - 1, max(-1, at - REACH - 1), -1):
        token = tokens[back]
        if token.kind == "punctuation":
            break
        if clause[back] != clause[at] and not _is_relative(tokens, back + 1):
            break
        found.append(token)
    if found and (found[-1].function == "preposition" or found[-1].kind == "logic"):
        # "After 3 h the drug lowered …": the subject begins at its article
        heads = [place for place, token in enumerate(found) if token.function == "determiner"]
        return found[: heads[0]] if heads else found[:1]
    return found


def _after(tokens: list[Token], start: int) -> list[Token]:
    """Return the object of a verb with what belongs to it, up to the end of its part."""
    found: list[Token] = []
    for token in tokens[start : start + REACH]:
        if token.kind in {"punctuation", "logic", "modal"} or token.lower in _STOPS:
            break
        if token.function == "auxiliary" or (
            token.function == "subordinator" and not _is_relative(tokens, token.number)
        ):
            break
        found.append(token)
    return found


_RELATIVE = frozenset(words("which that who whom whose where"))


def _is_relative(tokens: list[Token], at: int) -> bool:
    """Return whether a clause says from here on which thing is meant: "the rate at which it melts"."""
    return at > 0 and tokens[at].lower.split()[-1] in _RELATIVE and tokens[at - 1].kind in _FOLLOWED


def _agent(tokens: list[Token], start: int) -> list[Token]:
    """Return what "by" names after a passive."""
    for place in range(start, min(start + REACH, len(tokens))):
        token = tokens[place]
        if token.lower == "by" and not any(t.kind == "number" for t in tokens[place + 1 : place + 2]):
            return _after(tokens, place + 1)
        is_other = token.form in {"ed", "ing"} and place > start and token.kind != "punctuation"
        if token.kind == "punctuation" or token.lower in _STOPS - {"as", "than"} or is_other:
            break
    return []
