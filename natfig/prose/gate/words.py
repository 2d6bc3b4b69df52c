"""Words brought to one form: ending, spelling, and what they are derived from.

`key_of` returns a stem, not a word of a dictionary: "measured", "measuring" and "measures" are all
"measur". It is only compared with other stems. Endings that change what is said stay: "higher" is
not "high", "inhibitor" is not "inhibit", "active" is not "activate".
"""

from __future__ import annotations

from functools import lru_cache

from natfig.core import lazyre
from natfig.prose.gate.tables import words
from natfig.prose.gate.tables.forms import AMERICAN, DERIVED, IRREGULAR, KEEP, PLURALS

__all__ = ["form_of", "key_of", "roots_of", "to_american"]

_VOWEL = lazyre.compile(r"[aeiouy]")
# -ise and -yse verbs in all their forms; words in which "is" belongs to the stem are left.
_ISE = lazyre.compile(r"(?<=[a-z]{3})is(e|es|ed|ing|ation|ations|able|er|ers)$")
_YSE = lazyre.compile(r"(?<=[a-z]{2}l)ys(e|ed|ing|er|ers)$")
_NO_ISE = lazyre.compile(
    r"(?:adv|rev|superv|telev|improv|surpr|compr|exerc|prom|comprom|enterpr|franch|desp|dev|exc|inc|circumc|"
    r"merchand|pract|prec|conc|ra|pra|ar|upra|no|po|cru|bru|disgu|gu|otherw|likew|clockw|expert|prem|dem|"
    r"parad|treat|stepw|pairw|apprais|appra|ch|r|w|mort)is(?:e|es|ed|ing|able|er|ers)$"
)
_OUR = lazyre.compile(r"(?<=[a-z]{2})our(s|ed|ing|able|al|ally|ful|less|ite|ites|ist|ation|hood|)$")
_NO_OUR = lazyre.compile(
    r"(?:^|.*)(?:four|hour|tour|pour|flour|sour|your|detour|contour|glamour|scour|velour)"
)
_LL = lazyre.compile(r"(?<=[a-z]{2}[aeiou])ll(ed|ing|er|ers|ation)$")
_DOUBLED_L = frozenset(
    words(
        """
        travel label model cancel signal level channel fuel total equal tunnel counsel quarrel
        marvel spiral initial dial distil instil pencil panel parcel pedal rival shovel snorkel
        swivel trammel trial
        """
    )
)


def to_american(word: str) -> str:
    """Return a word in lower case in American spelling, or as it is."""
    known = AMERICAN.get(word)
    if known is not None:
        return known
    if len(word) < 5:
        return word
    if "is" in word and (match := _ISE.search(word)) and not _NO_ISE.match(word):
        return word[: match.start()] + "iz" + match.group(1)
    if "ys" in word and (match := _YSE.search(word)):
        return word[: match.start()] + "yz" + match.group(1)
    if "our" in word and (match := _OUR.search(word)) and not _NO_OUR.match(word):
        return word[: match.start()] + "or" + match.group(1)
    if "ll" in word and (match := _LL.search(word)) and word[: match.start() + 1] in _DOUBLED_L:
        return word[: match.start() + 1] + match.group(1)
    if "aem" in word and word != "aem":  # anaemia and its compounds
        return word.replace("aem", "em")
    return word


def form_of(word: str) -> str:
    """Return "ed", "ing", "s" or "" for the ending of a word in lower case; "past" for "grew"."""
    if word in KEEP:
        return ""
    if word in PLURALS:
        return "s"
    base = IRREGULAR.get(word)
    if base is not None and base != word:
        if word.endswith("ing"):
            return "ing"
        return "s" if word == base + "s" else "ed"
    if word.endswith("ing") and len(word) > 4 and _VOWEL.search(word[:-3]):
        return "ing"
    if word.endswith("ed") and len(word) > 3 and _VOWEL.search(word[:-2]):
        return "ed"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:
        return "s"
    return ""


def _cut(word: str) -> str:
    """Return a regular word without the endings of number and tense."""
    if word in KEEP or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word in {"goes", "undergoes", "does", "echoes"}:
        return word[:-2]
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return _cut(word[:-1]) if word.endswith("ings") else word[:-1]
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        if word.endswith(ending) and not word.endswith("eed"):
            stem = word[: -len(ending)]
            if len(stem) >= 2 and _VOWEL.search(stem):
                return _single(stem)
    return word


def _single(stem: str) -> str:
    """Return "plan" for "plann"."""
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiousfz":
        return stem[:-1]
    return stem


@lru_cache(maxsize=20_000)
def key_of(word: str) -> str:
    """Return the stem of a word in lower case."""
    word = to_american(word)
    stem = IRREGULAR.get(word)
    if stem is None:
        stem = _cut(word)
    stem = to_american(stem)
    if len(stem) > 3:
        if stem.endswith("e"):
            stem = stem[:-1]
        elif stem.endswith("y") and stem[-2] not in "aeiou":
            stem = stem[:-1] + "i"
        stem = _single(stem)
    return stem


_ENDINGS = ("ization", "ation", "ition", "ution", "ion", "ment", "ance", "ence", "ancy", "ency", "alli",
    "li",
            "iliti", "iti", "ness", "al")  # fmt: skip


@lru_cache(maxsize=20_000)
def roots_of(word: str) -> frozenset[str]:
    """Return stems that a word in lower case may be derived from, its own first of all.

    "inhibition" and "inhibit" share one, as do "rapid" and "rapidly", "similar" and "similarity".
    """
    own = key_of(word)
    found = {own}
    singular = _cut(to_american(word))
    for candidate in (word, word.removesuffix("s"), IRREGULAR.get(word, word)):
        if candidate in DERIVED:
            found.add(key_of(DERIVED[candidate]))
    for british in (singular.replace("iz", "is"), singular.replace("yz", "ys")):
        if british in DERIVED:
            found.add(key_of(DERIVED[british]))
    if len(own) < 5:
        return frozenset(found)
    for ending in _ENDINGS:
        if own.endswith(ending) and len(own) - len(ending) >= 4:
            stem = own[: -len(ending)]
            found |= {stem, key_of(stem)}
            if ending == "ization":
                found.add(stem + "iz")
            elif ending == "ation":
                found.add(stem + "at")
            elif (ending == "ly" and stem.endswith("b")) or ending == "iliti":
                found.add(stem + "l")
            break
    return frozenset(found)
