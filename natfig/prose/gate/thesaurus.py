"""What a thesaurus knows: words that mean the same, other forms of a word, opposites.

The list is ``styles/words/thesaurus.txt.gz``, made from WordNet by ``scripts/thesaurus.py``. It is read when
a pair of sentences first has words that nothing else explains, in some 50 ms. What two words share is one of
the senses they mostly have, so that "obtain" and "acquire" are one, and "press" and "newspapers" are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from natfig.core.resources import styles_dir
from natfig.prose.gate.tables.forms import IRREGULAR
from natfig.prose.gate.tables.synonyms import ANTONYMS, CONFUSABLE, SYNONYMS
from natfig.prose.gate.words import key_of, to_american

__all__ = [
    "Entry",
    "are_confused",
    "are_opposite",
    "are_similar",
    "are_told_apart",
    "entries",
    "is_degree",
    "is_form",
    "is_verb",
    "may_replace",
    "phrasal",
    "share",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one word.

    Attributes
    ----------
    senses : frozenset of str
        Words that have one in common mean the same in it; the first letter is the part of speech.
    forms : frozenset of str
        Related words of other parts of speech.
    opposites : frozenset of str
    degrees : frozenset of str
        What an adjective is a degree of: "length" of "long".
    """

    senses: frozenset[str]
    forms: frozenset[str]
    opposites: frozenset[str]
    degrees: frozenset[str]


@cache
def _lines() -> dict[str, str]:
    """Return word → what its line says."""
    import gzip

    text = gzip.decompress(styles_dir("words", "thesaurus.txt.gz").read_bytes()).decode("ascii")
    return dict(line.split("\t", 1) for line in text.splitlines())


@lru_cache(maxsize=5000)
def _entry(word: str) -> Entry | None:
    line = _lines().get(word)
    if line is None:
        return None
    return Entry(*(frozenset(cell.split()) for cell in line.split("\t")))


@lru_cache(maxsize=5000)
def entries(word: str) -> dict[str, Entry]:
    """Return what a written word in lower case may be an inflected form of, and what is known of that.

    An entry says only what agrees with the ending: "measured" is a verb, "measures" no adjective.
    """
    found: dict[str, Entry] = {}
    for candidate, parts in _bases(word):
        for spelt in dict.fromkeys((candidate, to_american(candidate))):
            known = _entry(spelt)
            if known is None or spelt in found:
                continue
            senses = frozenset(s for s in known.senses if s[0] in parts)
            found[spelt] = Entry(senses, known.forms, known.opposites, known.degrees)
    return found


@lru_cache(maxsize=5000)
def phrasal(verb: str, particle: str) -> dict[str, Entry]:
    """Return what a written verb with a particle may be a form of: "left out" of "leave_out"."""
    found: dict[str, Entry] = {}
    for candidate, parts in _bases(verb):
        name = f"{candidate}_{particle}"
        if "v" in parts and (known := _entry(name)) is not None:
            found[name] = known
    return found


def _bases(word: str) -> list[tuple[str, str]]:
    """Return words that may be the base of an inflected one, with the parts of speech they may be."""
    found = [(word, "nvar")]
    if word == "left":
        found.append(("leave", "v"))
    if (base := IRREGULAR.get(word)) is not None and base != word:
        found.append((base, "nv"))
    if word.endswith("ies"):
        found.append((word[:-3] + "y", "nv"))
    elif word.endswith("s") and not word.endswith("ss"):
        found.append((word[:-1], "nv"))
        if word.endswith("es"):
            found.append((word[:-2], "nv"))
    if word.endswith("ied"):
        found.append((word[:-3] + "y", "v"))
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            found += [(stem + "e", "v"), (stem, "v")]
            if stem[-1] == stem[-2]:
                found.append((stem[:-1], "v"))
    return found


def may_replace(a: str, b: str) -> bool:
    """Return whether an editor may write one word in lower case for another, as far as words can tell.

    They share a sense, or a form of one and the other do. Opposites and words that are easily confused never
    replace each other, whatever else they share.
    """
    some, others = entries(a), entries(b)
    if are_told_apart(a, b):
        return False
    if share(some, others) or _shares_with_forms(some, b) or _shares_with_forms(others, a):
        return True
    return any(are_similar(one, two) for one in some for two in others)


@cache
def _similar() -> dict[str, frozenset[str]]:
    """Return word → words like it that come later in the alphabet; see ``scripts/similar.py``."""
    import gzip

    text = gzip.decompress(styles_dir("words", "similar.txt.gz").read_bytes()).decode("ascii")
    pairs = (line.split("\t") for line in text.splitlines())
    return {word: frozenset(others.split()) for word, others in pairs}


def are_similar(a: str, b: str) -> bool:
    """Return whether two uninflected verbs, adjectives or adverbs are alike by meaning and by use."""
    return max(a, b) in _similar().get(min(a, b), ())


def share(some: dict[str, Entry], others: dict[str, Entry]) -> bool:
    """Return whether two words share a sense that both mostly have."""
    return any(not one.senses.isdisjoint(two.senses) for one in some.values() for two in others.values())


def _shares_with_forms(some: dict[str, Entry], b: str) -> bool:
    """Return whether another form of one word means what the other means: "refusal" and "decline"."""
    others = entries(b)
    for own in some.values():
        for form in own.forms:
            known = _entry(form)
            if known is not None and any(not known.senses.isdisjoint(e.senses) for e in others.values()):
                return not are_told_apart(form, b)
    return False


def is_degree(noun: str, adjective: str) -> bool:
    """Return whether a noun says what an adjective in any degree is a degree of: "size" and "smaller"."""
    names = entries(noun).keys() | {noun}
    return any(not names.isdisjoint(e.degrees | _MORE_DEGREES.get(w, frozenset()))
               for w, e in _plain_degree(adjective).items())  # fmt: skip


#: What the thesaurus lacks.
_MORE_DEGREES = {
    "fast": frozenset({"rate", "pace", "velocity"}),
    "slow": frozenset({"rate", "pace", "speed", "velocity"}),
    "rapid": frozenset({"rate", "pace", "speed"}),
    "long": frozenset({"time", "period"}),
    "short": frozenset({"time", "period"}),
    "brief": frozenset({"time", "period", "duration"}),
    "high": frozenset({"level", "height", "degree"}),
    "low": frozenset({"level", "height", "degree"}),
    "old": frozenset({"age"}),
    "young": frozenset({"age"}),
    "often": frozenset({"frequency"}),
    "far": frozenset({"distance"}),
    "big": frozenset({"size"}),
    "much": frozenset({"amount", "quantity"}),
    "many": frozenset({"number"}),
    "few": frozenset({"number"}),
    "expensive": frozenset({"cost", "price"}),
    "cheap": frozenset({"cost", "price"}),
}


def _plain_degree(adjective: str) -> dict[str, Entry]:
    """Return an adjective or adverb without "-er" and "-est"."""
    found = dict(entries(adjective))
    for ending in ("er", "est"):
        stem = adjective.removesuffix(ending)
        if stem != adjective and len(stem) > 1:
            doubled = stem[:-1] if stem[-1] == stem[-2] else stem
            for word in (stem, stem + "e", doubled, stem[:-1] + "y" if stem[-1] == "i" else stem):
                found |= entries(word)
    if adjective in _MORE_DEGREES and adjective not in found:
        found[adjective] = Entry(*[frozenset[str]()] * 4)
    return found


def is_form(a: str, b: str) -> bool:
    """Return whether one word is another part of speech of the other: "grow" and "growth"."""
    some, others = entries(a), entries(b)
    return any(
        own in two.forms or other in one.forms
        for own, one in some.items()
        for other, two in others.items()
        if own != other
    )


def is_verb(word: str) -> bool:
    """Return whether an inflected word in lower case may be a verb."""
    return any(sense[0] == "v" for entry in entries(word).values() for sense in entry.senses)


def are_opposite(a: str, b: str) -> bool:
    """Return whether one word is the opposite of another, or of what that is like."""
    some, others = entries(a), entries(b)
    return any(
        own in two.opposites or other in one.opposites
        for own, one in some.items()
        for other, two in others.items()
    )


def are_told_apart(a: str, b: str) -> bool:
    """Return whether a table or the thesaurus says that two words differ in what a paper claims."""
    own_a, own_b = key_of(a), key_of(b)
    two = frozenset({own_a, own_b})
    by_group = frozenset({SYNONYMS.get(own_a, own_a), SYNONYMS.get(own_b, own_b)})
    if two in ANTONYMS or two in CONFUSABLE or by_group in ANTONYMS or are_opposite(a, b):
        return True
    # "effective" and "ineffective", whatever they share with "effect"
    short, long = sorted((a, b), key=len)
    bare = [long.removeprefix(prefix) for prefix in _DENYING if long.startswith(prefix)]
    return any(not entries(word).keys().isdisjoint(entries(short)) for word in bare)


def are_confused(a: str, b: str) -> bool:
    """Return whether two words name properties that are never the same: "hardness" and "toughness"."""
    return frozenset({key_of(a), key_of(b)}) in CONFUSABLE


_DENYING = ("un", "in", "im", "ir", "il", "dis", "non", "de", "mis", "a")
