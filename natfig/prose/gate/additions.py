"""Additions: nothing is said that the original doesn't say.

Every word of the revision that says something has to be found in the original: the same word, another
form or spelling of it, or a listed synonym.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from natfig.prose.gate.light import holds_place
from natfig.prose.gate.meanings import is_implied_degree
from natfig.prose.gate.pair import Comparison, has_noun
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.tables.synonyms import LIGHT, TELLS
from natfig.prose.gate.verdict import Reason
from natfig.prose.gate.words import key_of, roots_of

__all__ = ["ALWAYS_LIGHT", "is_having", "is_light", "look"]

#: Words that may come and go freely.
ALWAYS_LIGHT = frozenset(
    key_of(w)
    for w in [
        "use",
        "process",
        "fact",
        "manner",
        "fashion",
        "way",
        "thing",
        "basis",
        "base",
        "such",
        "respective",
        "one",
        "ones",
    ]
)
#: Words that only fill the place before another one and may go, but not come.
DROPPABLE = frozenset(
    key_of(word)
    for word in words(
        """value obtain locate situate perform accomplish nature exist result ones respective term course
        extent
        become go done being note locate apply reside situate take come make bring put quantity amount
        consider question base lie list undergo keep moment
        decide remain range reach receive give last yes participate
        pursue regard exist actual carry conduct"""
    )
)
#: What a number with its unit says already: "at a temperature of 37 °C".
MEASURED = {
    "°C": "temperature",
    "K": "temperature",
    "°F": "temperature",
    "s": "time duration period age interval",
    "m": "length distance size thickness",
    "kg": "mass weight",
    "g": "mass weight",
    "Pa": "pressure",
    "m-3 mol": "concentration",
    "year": "age period duration",
    "month": "age period duration",
    "Hz": "frequency rate",
    "×g": "speed",
    "rpm": "speed",
    "V": "voltage",
    "A": "current",
    "W": "power",
    "eV": "energy",
    "mol m-3": "concentration",
}
MOST_SHOWN = 6


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield what was added."""
    had = Counter(_filler(t) for t in pair.original.tokens if t.kind == "filler")
    roots = {root for t in pair.original.tokens if t.kind == "word" for root in roots_of(t.lower)}
    for token in pair.revised.tokens:
        if token.kind == "filler":
            had[_filler(token)] -= 1
            # "a clear difference" and "differed clearly"
            if had[_filler(token)] < 0 and not roots & roots_of(token.lower):
                yield Reason(
                    "filler-added", f"'{token.text}' isn't in the original and says nothing that it says"
                )
    _, gained = pair.left("word")
    pair.claim(*gained)
    gained = [t for t in gained if not is_light(pair, key_of(t.lower)) and t.key != "use"]
    tells = [t for t in gained if key_of(t.lower) in TELLS]
    for token in tells[:2]:
        yield Reason(
            "machine-written", f"'{token.text}' isn't in the original and is a word of machine-written prose"
        )
    plain = [
        t.text
        for t in gained
        if t not in tells and not _is_carried(pair, t) and not holds_place(pair, t, is_lost=False)
    ]
    if plain:
        words = ", ".join(f"'{w}'" for w in plain[:MOST_SHOWN])
        yield Reason("content-added", f"the original doesn't say {words}")


_WORKS = ("study", "work", "paper", "article", "report", "contribution")


def _filler(token: Token) -> str:
    """Return what a filler is counted by: "in this work" and "in the present study" are one."""
    return "filler:here" if token.lower.startswith("in ") and token.lower.endswith(_WORKS) else token.key


_CARRIERS = frozenset(
    key_of(word)
    for word in [
        "give",
        "have",
        "reach",
        "yield",
        "obtain",
        "achieve",
        "make",
        "remain",
        "receive",
        "arise",
        "occur",
    ]
)
#: Verbs that say of a thing what it has: "the museum has 46 skulls" and "the museum holds 46 skulls".
_HAVING = frozenset(
    key_of(word) for word in ("contain", "hold", "possess", "carry", "bear", "exhibit", "display", "comprise")
)

_DEGREES = frozenset(
    ["markedly", "considerably", "substantially", "greatly", "appreciably", "noticeably", "clearly"]
)
_TURNS = frozenset(["obviously", "evidently", "dramatically", "remarkably", "strikingly", "apparently"])


def _is_carried(pair: Comparison, token: Token) -> bool:
    """Return whether a word of the revision only carries what the original says with "be" or otherwise."""
    key = key_of(token.lower)
    if _is_share(pair.revised, token):
        return True
    if token.lower == "measured":  # "the plots measured 5 m"
        after = pair.revised.tokens[token.number + 1 : token.number + 2]
        return bool(after) and after[0].kind == "number"
    if key in _CARRIERS and any(t.key == "be" for t in pair.original.tokens):
        return True
    if key in _HAVING or key in _CARRIERS:
        return any(is_having(pair.original, t) for t in pair.original.tokens)
    if is_implied_degree(pair.original, pair.revised, token.lower):
        return True
    if token.lower in _DEGREES:
        return any(t.lower in _TURNS for t in pair.original.tokens) and not any(
            t.lower in _TURNS for t in pair.revised.tokens
        )
    return False


def _is_share(reading: Reading, token: Token) -> bool:
    """Return whether "accounts for" says how much something is of a whole: "for most of the loss"."""
    after = reading.tokens[token.number + 1 : token.number + 4]
    return (
        token.lower.startswith("account")
        and len(after) > 1
        and after[0].lower == "for"
        and (after[1].quantity is not None or after[1].kind == "scope")
    )


def is_having(reading: Reading, token: Token) -> bool:
    """Return whether "has" says what a thing has, and is no auxiliary."""
    if token.lower not in {"has", "have", "had", "having"}:
        return False
    after = next((t for t in reading.tokens[token.number + 1 :] if not t.lower.endswith("ly")), None)
    return after is not None and after.form != "ed" and after.lower not in {"been", "not", "to"}


def is_light(pair: Comparison, key: str) -> bool:
    """Return whether a word only helps another one: "perform" in "perform an analysis of"."""
    if key == "ag":  # "aged 65 years"
        return any(t.quantity is not None for t in pair.original.tokens)
    if key == "accord":
        return True
    return key in ALWAYS_LIGHT or (key in LIGHT and bool(pair.is_derived or has_noun(pair)))
