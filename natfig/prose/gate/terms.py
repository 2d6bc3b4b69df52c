"""Terms: names, genes, chemicals and units keep every letter and its case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.tables.synonyms import CONFUSABLE
from natfig.prose.gate.verdict import Reason
from natfig.prose.gate.words import key_of

__all__ = ["look"]

#: Words that may be written with a capital or without.
_EITHER_CASE = frozenset(
    words(
        """
        western northern southern eastern internet web gaussian bayesian figure table section
        equation supplementary methods results university state student fisher boolean roman latin
        """
    )
)


#: Words set against each other; more of them are refused as lost words anyway.
MOST_COMPARED = 100


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield names and terms that changed."""
    lost, gained = pair.left("name")
    pair.claim(*lost, *gained)
    for old in list(lost):
        new = next((t for t in gained if _is_like(t.key, old.key)), None)
        if new is None and len(lost) == len(gained) == 1:
            new = gained[0]
        if new is not None:
            lost.remove(old)
            gained.remove(new)
            yield Reason("term-changed", f"'{old.key}' has become '{new.key}'")
    for token in lost[:3]:
        yield Reason("term-lost", f"the name '{token.key}' is gone")
    for token in gained[:3]:
        yield Reason("term-added", f"the name '{token.key}' isn't in the original")
    yield from _confused(pair)
    yield from _case(pair)


def _is_like(a: str, b: str) -> bool:
    plain = [key.lower().replace("-", "").replace("/", "") for key in (a, b)]
    return plain[0] == plain[1]


def _confused(pair: Comparison) -> Iterator[Reason]:
    lost, gained = (side[:MOST_COMPARED] for side in pair.left("word"))
    for old in lost:
        for new in gained:
            if (
                id(new) not in pair.claimed
                and frozenset({key_of(old.lower), key_of(new.lower)}) in CONFUSABLE
            ):
                pair.claim(old, new)
                yield Reason("term-changed", f"'{old.text}' has become '{new.text}', which is another thing")
                break


def _case(pair: Comparison) -> Iterator[Reason]:
    """Yield words whose capital came or went within a sentence."""
    had, has = _capitals(pair.original), _capitals(pair.revised)
    flipped = [k for k, (c, s, _) in had.items() if k in has and c and not s and has[k][1] and not has[k][0]]
    at = [t.number for t in pair.original.tokens if t.key in flipped and t.is_capital]
    if len(flipped) > 1 and any(b - a == 1 for a, b in pairwise(at)):
        return  # "Confocal Microscopy", a title in the middle of a sentence
    for key, (capital, small, text) in had.items():
        if key not in has:
            continue
        now_capital, now_small, now_text = has[key]
        if (
            (
                (capital and not small and now_small and not now_capital)
                or (small and not capital and now_capital and not now_small)
            )
            and text.lower() not in _EITHER_CASE
            and not _is_genus(pair.revised, now_text)
        ):
            yield Reason("case-changed", f"'{text}' has become '{now_text}'")
            return


_LATIN = ("us", "um", "is", "ae", "ii", "ens", "ans", "a", "e", "i", "es")


def _is_genus(reading: Reading, word: str) -> bool:
    """Return whether a capital begins the Latin name of a species: "Bacillus subtilis"."""
    return any(
        a.text == word
        and b.kind == "word"
        and not b.is_capital
        and b.lower.endswith(_LATIN)
        and len(b.lower) > 4
        for a, b in pairwise(reading.tokens)
    )


def _capitals(reading: Reading) -> dict[str, tuple[int, int, str]]:
    """Return key → how often with a capital, without, as written; first words of sentences left out."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    text: dict[str, str] = {}
    for token in reading.tokens:
        if not token.is_first and token.kind == "word" and token.text[:1].isalpha() and " " not in token.text:
            (capital if token.is_capital else small)[token.key] += 1
            text.setdefault(token.key, _part(token))
    return {key: (capital[key], small[key], text[key]) for key in text}


def _part(token: Token) -> str:
    return token.lower.capitalize() if token.is_capital else token.lower
