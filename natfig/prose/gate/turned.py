"""Turned round: who acts, where from and where to, and what a clause with "which" speaks of.

Only plain cases are looked at, in which the words right before and behind a verb or a preposition say it all;
there a swap can't hide behind other changes of the sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from natfig.prose.gate.bindings import said
from natfig.prose.gate.facts import Facts
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.thesaurus import is_verb
from natfig.prose.gate.verdict import Reason
from natfig.prose.gate.words import key_of

__all__ = ["look"]

_NAMING = frozenset({"word", "name"})
_VERBAL = frozenset({"active", "passive", "infinitive"})
_HELPING = frozenset({"modal", "negation", "hedge", "scope", "filler"})
#: Verbs whose two sides may change places.
_SYMMETRIC = frozenset(
    key_of(word)
    for word in words(
        "differ overlap interact coincide coexist collide intersect compete agree correlate correspond equal "
        "match resemble alternate combine mix compare associate link relate total amount constitute "
        "represent form"
    )
)
_FROM = frozenset(words("from off"))
_TO = frozenset(words("to into onto toward towards"))
#: Words of a noun phrase that are read behind a preposition, and from a noun back to its verb.
REACH = 5


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield what was turned round."""
    once = _once(pair.original, {}) & _once(pair.revised, pair.renamed)
    yield from _sides(pair, once)
    yield from _ways(pair, once)
    yield from _heads(pair, once)


def _once(reading: Reading, names: dict[str, str]) -> set[str]:
    counts = Counter(names.get(t.key, t.key) for t in reading.tokens)
    return {key for key, count in counts.items() if count == 1}


def _sides(pair: Comparison, once: set[str]) -> Iterator[Reason]:
    """Yield "teachers rate pupils" where pupils rate teachers."""
    had = _around(pair.original, pair.before, {}, once)
    has = _around(pair.revised, pair.after, pair.renamed, once)
    for verb, (kind, acting, acted) in had.items():
        if verb in has and has[verb] == (kind, acted, acting):
            yield Reason(
                "roles-swapped",
                f"'{said(pair.original, acting)}' and '{said(pair.original, acted)}' have changed sides of "
                f"'{said(pair.original, verb)}'",
            )
            return


def _around(
    reading: Reading, facts: Facts, names: dict[str, str], once: set[str]
) -> dict[str, tuple[str, str, str]]:
    """Return key of a verb → its kind, the noun right before it and the first one behind it."""
    found: dict[str, tuple[str, str, str]] = {}
    tokens = reading.tokens
    for token, kind in zip(tokens, facts.verbs, strict=True):
        key = names.get(token.key, token.key)
        if not kind and token.number and tokens[token.number - 1].lower == "to" and is_verb(token.lower):
            kind = "infinitive"
        if kind not in _VERBAL or key not in once or key_of(token.lower) in _SYMMETRIC:
            continue
        before = _subject(tokens, facts.verbs, token.number)
        after = _object(tokens, token.number + 1)
        keys = [names.get(t.key, t.key) for t in (before, after) if t is not None]
        if len(keys) == 2 and keys[0] != keys[1] and once.issuperset(keys):
            found[key] = (kind, keys[0], keys[1])
    return found


def _subject(tokens: list[Token], verbs: list[str], at: int) -> Token | None:
    """Return the noun before a verb, and before the verb that leads to it: "pupils were asked to rate"."""
    for back in range(at - 1, max(-1, at - 2 * REACH), -1):
        token = tokens[back]
        is_helping = token.function == "auxiliary" or token.kind in _HELPING or token.lower.endswith("ly")
        if is_helping or token.lower == "to" or verbs[back]:
            continue
        return token if token.kind in _NAMING else None
    return None


def _object(tokens: list[Token], start: int) -> Token | None:
    """Return the head of the noun phrase behind a verb."""
    head: Token | None = None
    for token in tokens[start : start + REACH]:
        if token.kind in _NAMING:
            head = token
        elif head is not None or (token.function != "determiner" and token.kind not in {"person", "number"}):
            break
    return head


def _ways(pair: Comparison, once: set[str]) -> Iterator[Reason]:
    """Yield "from B to A" where the original says from A to B."""
    had, has = _led(pair.original, {}, once), _led(pair.revised, pair.renamed, once)
    gone = [key for key in had if had[key] == "from" and has.get(key) == "to"]
    come = [key for key in had if had[key] == "to" and has.get(key) == "from"]
    if gone and come:
        yield Reason(
            "direction-changed",
            f"'{said(pair.original, gone[0])}' is where it began, and "
            f"'{said(pair.original, come[0])}' is now",
        )


def _led(reading: Reading, names: dict[str, str], once: set[str]) -> dict[str, str]:
    """Return key of what stands behind "from" or "to" → which of them."""
    found: dict[str, str] = {}
    for token in reading.tokens:
        way = "from" if token.lower in _FROM else "to" if token.lower in _TO else ""
        for other in reading.tokens[token.number + 1 : token.number + 1 + REACH] if way else ():
            if other.kind in _NAMING or other.kind == "mark":
                key = names.get(other.key, other.key)
                if key in once:
                    found[key] = way
            elif other.function != "determiner":
                break
    return found


def _heads(pair: Comparison, once: set[str]) -> Iterator[Reason]:
    """Yield a clause that spoke of one thing and speaks of another: "A, which was cooled, was added to B"."""
    had, has = _meant(pair.original, {}, once), _meant(pair.revised, pair.renamed, once)
    for verb, (old, _) in had.items():
        new, span = has.get(verb, (old, frozenset[str]()))
        if new != old and new in once and old in once and old not in span and new not in had[verb][1]:
            yield Reason(
                "binding-changed",
                f"'{said(pair.original, verb)}' is told of '{said(pair.original, old)}' in the original "
                f"and of '{said(pair.original, new)}' in the revision",
            )
            return


def _meant(reading: Reading, names: dict[str, str], once: set[str]) -> dict[str, tuple[str, frozenset[str]]]:
    """Return first verb of a clause with "which" → the noun before it, and all of that noun's phrase."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    tokens = reading.tokens
    for token in tokens:
        if token.lower not in {"which", "who"} or token.number < 2:
            continue
        at = token.number - (2 if tokens[token.number - 1].text == "," else 1)
        if tokens[at].kind not in _NAMING or tokens[at].form == "ed":
            continue
        verb = next(
            (
                t
                for t in tokens[token.number + 1 : token.number + 1 + REACH]
                if t.function not in {"auxiliary", "connective"}
                and t.kind not in _HELPING
                and not t.lower.endswith("ly")
            ),
            None,
        )
        if verb is None or verb.kind not in {"word", "cause"} or not verb.form:
            continue
        key = names.get(verb.key, verb.key)
        if key in once:
            phrase = frozenset(names.get(t.key, t.key) for t in _phrase(tokens, at))
            found[key] = names.get(tokens[at].key, tokens[at].key), phrase
    return found


def _phrase(tokens: list[Token], at: int) -> list[Token]:
    """Return the words of the noun phrase that ends at a place: "the solution of the aldehyde"."""
    found: list[Token] = []
    for token in reversed(tokens[max(0, at - 2 * REACH) : at + 1]):
        if token.kind in _NAMING or token.kind == "number":
            found.append(token)
        elif token.function != "determiner" and token.lower not in {"of", "in", "for", "on", "with"}:
            break
    return found
