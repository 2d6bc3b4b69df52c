"""Roles: who does what to whom. "A inhibits B" is "B is inhibited by A", and not "B inhibits A"."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.prose.gate.bindings import said
from natfig.prose.gate.exchange import exchanges
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading
from natfig.prose.gate.respective import settled
from natfig.prose.gate.verdict import Reason

__all__ = ["look"]


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield roles that were exchanged."""
    if pair.is_converse or (pair.is_same_order and pair.is_same_frame):
        return
    sure = settled(pair)
    for label, anchor, old, new in exchanges(pair):
        if label in {"subj", "obj"} and not sure.issuperset((old, new)):
            if (label == "subj" or _is_passive(pair, anchor)) and _has_same_subject(pair, anchor):
                continue
            role = "acts" if label == "subj" else "is acted on"
            yield Reason(
                "roles-swapped",
                f"with '{said(pair.original, anchor)}', '{said(pair.original, old)}' {role} in "
                f"the original and "
                f"'{said(pair.original, new)}' in the revision",
            )
            return


_HELPING = frozenset({"negation", "modal", "hedge", "scope", "filler"})


def _is_passive(pair: Comparison, verb: str) -> bool:
    """Return whether a verb stands in the passive in both texts, so that its subject is acted on."""
    after = {pair.key_named(key): value for key, value in pair.after.passive.items()}
    return pair.before.passive.get(verb) == after.get(verb) == {True}


def _has_same_subject(pair: Comparison, verb: str) -> bool:
    """Return whether a verb has the same plain subject in both texts: "after the mice had fasted"."""
    had, has = _subject(pair.original, verb, {}), _subject(pair.revised, verb, pair.renamed)
    return had != "" and had == has


def _subject(reading: Reading, verb: str, names: dict[str, str]) -> str:
    """Return the key of a noun that begins the clause of a verb, "" where other nouns come before."""
    places = [t.number for t in reading.tokens if names.get(t.key, t.key) == verb]
    if len(places) != 1:
        return ""
    noun = ""
    for token in reversed(reading.tokens[: places[0]]):
        is_helping = token.function == "auxiliary" or token.kind in _HELPING or token.lower.endswith("ly")
        if is_helping and not noun:
            continue
        if token.kind in {"word", "name"}:
            noun = noun or names.get(token.key, token.key)
        elif token.function == "determiner":
            # "from sequences the isolate was assigned": two nouns with an article between are two phrases
            before = reading.tokens[token.number - 1] if token.number else None
            if noun and before is not None and before.kind in {"word", "name"}:
                return noun
        elif (
            token.kind == "logic"
            or token.function == "subordinator"
            or token.text in {".", ";"}
            or token.lower == "as"
        ):
            return noun
        else:
            return ""
    return noun
