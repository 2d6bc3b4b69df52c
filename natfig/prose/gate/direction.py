"""Directions: nothing that rose falls, and nothing that came before comes after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from natfig.prose.gate.pair import Comparison, compared_with
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables.synonyms import ANTONYMS, SYNONYMS
from natfig.prose.gate.verdict import Reason
from natfig.prose.gate.words import key_of

__all__ = ["look"]

#: Words set against each other; more of them are refused as lost words anyway.
MOST_COMPARED = 100
_KINDS = ("word", "cause", "logic", "negation")


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield words that turned into their opposites."""
    yield from _exchanged(pair)
    yield from _turned_particles(pair)
    lost, gained = pair.left(*_KINDS)
    if _is_converse(pair, lost, gained):
        pair.is_converse = True
        return
    for old in lost[:MOST_COMPARED]:
        for new in gained[:MOST_COMPARED]:
            if id(new) not in pair.claimed and _are_opposite(old, new):
                pair.claim(old, new)
                yield Reason("direction-changed", f"'{old.text}' has become '{new.text}', the opposite")
                break


#: Particles and prepositions that turn round what their verb says.
_PARTICLES = {
    "on": "off",
    "up": "down",
    "in": "out",
    "into": "out",
    "towards": "away",
    "toward": "away",
    "over": "under",
}
_TURNED = {frozenset(two) for two in _PARTICLES.items()}
#: Words between a verb and its particle.
REACH = 4


def _turned_particles(pair: Comparison) -> Iterator[Reason]:
    """Yield "the field is turned on" where it was turned off."""
    had, has = _particles(pair.original, {}), _particles(pair.revised, pair.renamed)
    for (key, particle), text in has.items():
        if (key, particle) in had:
            continue
        was = next(
            (p for k, p in had if k == key and frozenset({p, particle}) in _TURNED and (k, p) not in has),
            None,
        )
        if was is not None:
            yield Reason("direction-changed", f"'{had[key, was]}' has become '{text}', the opposite")
            return


_ALL_PARTICLES = frozenset(_PARTICLES) | frozenset(_PARTICLES.values())


def _particles(reading: Reading, names: dict[str, str]) -> dict[tuple[str, str], str]:
    """Return key of a verb and a particle close behind it → how they are written."""
    found: dict[tuple[str, str], str] = {}
    for token in reading.tokens:
        if token.kind not in {"word", "cause"} or token.function:
            continue
        for other in reading.tokens[token.number + 1 : token.number + 1 + REACH]:
            if other.kind == "punctuation":
                break
            if other.lower in _ALL_PARTICLES:
                found.setdefault((names.get(token.key, token.key), other.lower), f"{token.text} {other.text}")
                break
    return found


def _exchanged(pair: Comparison) -> Iterator[Reason]:
    """Yield two opposites that changed places while all the rest stayed: "strongly … weakly"."""
    if pair.is_same_order:
        return
    had = [t.key for t in pair.original.heavy]
    has = [pair.key(t) for t in pair.revised.heavy]
    counts, now = Counter(had), Counter(has)
    once = {key for key in counts if counts[key] == 1 == now[key]}
    old, new = ([key for key in side if key in once] for side in (had, has))
    apart = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    if len(apart) == 2 and apart[0] == apart[1][::-1]:
        a, b = apart[0]
        adverbs = {t.key for r in (pair.original, pair.revised) for t in r.tokens if t.lower.endswith("ly")}
        adverbs |= {pair.key_named(key) for key in adverbs}
        if frozenset({a, b}) in ANTONYMS or frozenset({a, b}) in _BY_GROUP or {a, b} <= adverbs:
            yield Reason("direction-changed", f"'{a}' and '{b}' have changed places")


#: Words that compare and have a converse.
_CONVERSE = frozenset(
    frozenset(two.split())
    for two in (
        "higher lower",
        "greater lower",
        "greater less",
        "more less",
        "more fewer",
        "longer shorter",
        "larger smaller",
        "greater smaller",
        "faster slower",
        "older younger",
        "earlier later",
        "stronger weaker",
        "better worse",
        "superior inferior",
        "heavier lighter",
        "warmer cooler",
        "warmer colder",
        "thicker thinner",
        "wider narrower",
        "deeper shallower",
        "bigger smaller",
        "taller shorter",
        "richer poorer",
        "above below",
    )
)


def _is_converse(pair: Comparison, lost: list[Token], gained: list[Token]) -> bool:
    """Return whether a comparison was turned round and says the same: both its word and its sides changed."""
    turned = [
        (a, b)
        for a in lost[:MOST_COMPARED]
        for b in gained[:MOST_COMPARED]
        if frozenset({a.lower, b.lower}) in _CONVERSE
    ]
    if len(turned) != 1 or any(t.kind == "negation" for r in (pair.original, pair.revised) for t in r.tokens):
        return False
    if any(
        sum(t.key in {"logic:than", "logic:compared"} for t in r.tokens) != 1
        for r in (pair.original, pair.revised)
    ):
        return False
    had, has = compared_with(pair.original, {}), compared_with(pair.revised, pair.renamed)
    known = {t.key for t in pair.original.heavy} & {pair.key(t) for t in pair.revised.heavy}
    gone, come = (had - has) & known, (has - had) & known
    if not gone or not come:
        return False
    pair.claim(*turned[0])
    return True


def _are_opposite(a: Token, b: Token) -> bool:
    own_a, own_b = key_of(a.lower), key_of(b.lower)
    if frozenset({own_a, own_b}) in ANTONYMS:
        return True
    return frozenset({SYNONYMS.get(own_a, own_a), SYNONYMS.get(own_b, own_b)}) in _BY_GROUP


_BY_GROUP = frozenset(frozenset(SYNONYMS.get(key, key) for key in pair) for pair in ANTONYMS)
