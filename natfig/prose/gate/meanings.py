"""Words found again by what they mean: synonyms of a thesaurus, verbs with particles, "again" and "re-".

What one passage lost and the other gained is matched where a thesaurus knows both as one meaning, or where a
rule of word formation makes one of the other. Nothing is matched that another list tells apart: opposites,
degrees of certainty and cause, and terms that are easily confused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.thesaurus import (
    Entry,
    are_told_apart,
    entries,
    is_degree,
    is_form,
    may_replace,
    phrasal,
    share,
)
from natfig.prose.gate.words import key_of, roots_of

if TYPE_CHECKING:
    from natfig.prose.gate.pair import Comparison

__all__ = ["is_implied_degree", "match_meanings"]

#: Where more words were lost or gained than this, no thesaurus is asked.
MOST_LOOKED_UP = 40
#: Words between a verb and its particle: "left that year out".
REACH = 4
#: "farmer" is who farms, and no other form of "farm".
_DOERS = ("er", "or", "ers", "ors")
_ABLE = ("ive", "able", "ible", "less", "ful")
_NESS = ("ness", "ity", "ities")
_APART = frozenset(words("out off up down away back apart together over around"))
_AGAIN = frozenset(words("again anew afresh"))
_LEADING = frozenset(words("up in out on off over down back"))
#: "intake", "onset", "outflow"; a longer word with "in" before it is denied ("ineffective").
LONGEST_LED = 5


def match_meanings(pair: Comparison) -> None:
    """Take out of what was lost and gained what means the same."""
    if not (pair.lost or pair.gained) or max(len(pair.lost), len(pair.gained)) > MOST_LOOKED_UP:
        return
    _match_again(pair)
    _match_led(pair)
    _match_forms(pair)
    _match_phrasal(pair)
    _match_synonyms(pair)


def _plain(tokens: list[Token]) -> list[Token]:
    return [t for t in tokens if t.kind == "word" and not t.is_capital and t.lower.isalpha()]


def _settle(pair: Comparison, old: Token, new: Token) -> None:
    pair.lost.remove(old)
    pair.gained.remove(new)
    pair.renamed.setdefault(new.key, old.key)


def _match_forms(pair: Comparison) -> None:
    """Find "growth" again in "grew", and "activity" in "active"."""
    for new in _plain(pair.gained):
        old = next((t for t in _plain(pair.lost) if _may_be_form(t.lower, new.lower)), None)
        if old is not None:
            _settle(pair, old, new)
            pair.is_derived = True


def _may_be_form(a: str, b: str) -> bool:
    if a.endswith(_DOERS) != b.endswith(_DOERS):
        return False
    if a.endswith(_ABLE) != b.endswith(_ABLE) and not (a.endswith(_NESS) or b.endswith(_NESS)):
        return False
    return is_form(a, b) and not are_told_apart(a, b)


def _match_synonyms(pair: Comparison) -> None:
    """Find "obtain" again in "acquire"."""
    for new in _plain(pair.gained):
        old = next(
            (
                t
                for t in _plain(pair.lost)
                if t.lower.endswith(_DOERS) == new.lower.endswith(_DOERS) and may_replace(t.lower, new.lower)
            ),
            None,
        )
        if old is not None:
            _settle(pair, old, new)


# ---------------------------------------------------------------- verbs with particles


def _match_phrasal(pair: Comparison) -> None:
    """Find "omitted" again in "left out", and "switched off" in "turned off"."""
    for one, other, of_one, of_other in (
        (pair.lost, pair.gained, pair.original, pair.revised),
        (pair.gained, pair.lost, pair.revised, pair.original),
    ):
        for verb in _plain(one):
            for particle, known in _with_particles(of_one, verb):
                found = next((t for t in _plain(other) if _means(of_other, t, known)), None)
                if found is None or verb not in one:
                    continue
                old, new = (verb, found) if one is pair.lost else (found, verb)
                _settle(pair, old, new)
                one[:] = [t for t in one if t is not particle]
                break


def _with_particles(reading: Reading, verb: Token) -> Iterator[tuple[Token, dict[str, Entry]]]:
    for at, token in enumerate(reading.tokens[verb.number + 1 : verb.number + 1 + REACH]):
        if token.kind == "punctuation":
            return
        if (at == 0 or token.lower in _APART) and (known := phrasal(verb.lower, token.lower)):
            yield token, known


def _means(reading: Reading, token: Token, known: dict[str, Entry]) -> bool:
    """Return whether a verb, with its particle if it has one, means what another one does."""
    own = [entry for _, entry in _with_particles(reading, token)] or [entries(token.lower)]
    return any(share(entry, known) for entry in own)


# ---------------------------------------------------------------- formation of words


def _match_again(pair: Comparison) -> None:
    """Find "heated again" again in "reheated"."""
    for one, other, reading in (
        (pair.gained, pair.lost, pair.original),
        (pair.lost, pair.gained, pair.revised),
    ):
        again = next((t for t in reading.tokens if t.lower in _AGAIN), None)
        if again is None:
            continue
        for whole in [t for t in _plain(one) if t.lower.startswith("re") and len(t.lower) > 5]:
            bare = roots_of(whole.lower.removeprefix("re").removeprefix("-"))
            verb = next((t for t in reading.tokens if t.kind == "word" and roots_of(t.lower) & bare), None)
            if verb is None:
                continue
            one.remove(whole)
            other[:] = [t for t in other if t is not verb and t is not again]
            if one is pair.gained:
                pair.renamed.setdefault(whole.key, verb.key)
            break


def _match_led(pair: Comparison) -> None:
    """Find "takes up" again in "uptake"."""
    for one, other, reading in (
        (pair.gained, pair.lost, pair.original),
        (pair.lost, pair.gained, pair.revised),
    ):
        for whole in _plain(one):
            particle = next((p for p in _LEADING if whole.lower.startswith(p)), "")
            stem = key_of(whole.lower[len(particle) :]) if len(whole.lower) - len(particle) > 2 else ""
            verb = next((t for t in reading.tokens if t.kind == "word" and key_of(t.lower) == stem), None)
            if not particle or verb is None or len(stem) > LONGEST_LED:
                continue
            after = [t.lower for t in reading.tokens[verb.number + 1 : verb.number + 1 + REACH]]
            if particle in after:
                one.remove(whole)
                other[:] = [t for t in other if t is not verb]
                if one is pair.gained:
                    pair.renamed.setdefault(whole.key, verb.key)


# ---------------------------------------------------------------- degrees


def is_implied_degree(reading: Reading, others: Reading, noun: str) -> bool:
    """Return whether an adjective that both readings have says what a noun names: "small (sample) sizes"."""
    again = {t.key for t in others.tokens}
    return any(
        t.kind in {"word", "scope"} and t.key in again and is_degree(noun, t.lower) for t in reading.tokens
    )
