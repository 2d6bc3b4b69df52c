"""Misspelt words of the original that the revision spells right.

A word is only taken for another one if nobody knows it, if the other is a common word one slip away, if no
other known word is as near, and if both stand beside the same word: "hypotensve" may not become
"hypertensive", nor "fluorite" "fluoride".
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from natfig.core import lazyre
from natfig.prose.gate.tables import words
from natfig.prose.gate.words import key_of
from natfig.prose.ledger import Ledger

if TYPE_CHECKING:
    from natfig.prose.engines._spelling import Lexicon

__all__ = ["misspelt"]

_WORD = lazyre.compile(r"(?<![\w@/\\.'’‑–−-])[A-Za-z]{2,40}(?![\w@/\\‑–−-]|\.\w|['’](?!s\b)\w)")
_LETTERS_MIN = 3
#: Shorter words are taken for slips only where both neighbours are the same: many words are one letter away.
_LETTERS_SURE = 6
#: Texts with more words that the other lacks are no copy edits.
_MOST = 60
_MOST_OTHER = 3
_DOUBLED = lazyre.compile(r"(.)\1")
#: Endings that are mistaken for each other, and in which no term differs from another.
_VOWELS = lazyre.compile(r"[aei](?=n(?:t|ts|ce|ces|cy|tly)$|ble$|bly$)")


def misspelt(old: str, new: str, ledger: Ledger | None = None) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, word meant) of each word of the old text that the new one spells right.

    Parameters
    ----------
    old, new : str
    ledger : Ledger, optional
        Its terms are meant as they are.
    """
    before, after = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    had, has = ({m[0].lower() for m in found} for found in (before, after))
    lost = [n for n, m in enumerate(before) if m[0].lower() not in has and _is_candidate(m[0])]
    gained = [n for n, m in enumerate(after) if m[0].lower() not in had and _is_candidate(m[0])]
    if not lost or not gained or len(lost) > _MOST or len(gained) > _MOST:
        return
    near = [(a, b) for a in lost for b in gained if _may_be(before[a][0], after[b][0])]
    if not near:
        return
    from natfig.prose.engines._spelling import lexicon

    known = lexicon()
    terms = _terms(ledger)
    slips = [
        (a, b)
        for a, b in near
        for wrong, right in [(before[a][0].lower(), after[b][0].lower())]
        if not {wrong, right} & terms and _is_meant(known, wrong, right)
    ]
    pairs = {before[a][0].lower(): after[b][0].lower() for a, b in slips}
    for a, b in slips:
        beside = _beside(before, a, pairs) & _beside(after, b, {})
        is_sure = len(before[a][0]) >= _LETTERS_SURE or before[a][0].lower() in known.slips
        if len(beside) > (not is_sure):
            yield before[a].start(), before[a].end(), after[b][0]


def _is_candidate(word: str) -> bool:
    return len(word) >= _LETTERS_MIN and word[1:].islower()


def _may_be(wrong: str, right: str) -> bool:
    """Return whether two words are near at first sight."""
    a, b = wrong.lower(), right.lower()
    if b in _MIXED_UP.get(a, ()):
        return True
    return a[0] == b[0] and abs(len(a) - len(b)) <= 2 and len(set(a) ^ set(b)) <= _MOST_OTHER


def _terms(ledger: Ledger | None) -> frozenset[str]:
    """Return each word of the ledger's terms."""
    if ledger is None:
        return frozenset()
    said = [*ledger.terms, *(v for variants in ledger.terms.values() for v in variants)]
    return frozenset(
        part for term in (*said, *ledger.abbreviations.values()) for part in term.lower().split()
    )


def _beside(found: Sequence[re.Match[str]], at: int, pairs: dict[str, str]) -> set[tuple[int, str]]:
    """Return the words before and after a place, each as it would be spelt right."""
    return {
        (step, pairs.get(word, word))
        for step in (-1, 1)
        if 0 <= at + step < len(found)
        for word in [found[at + step][0].lower()]
    }


def _is_meant(known: Lexicon, wrong: str, right: str) -> bool:
    """Return whether a word is a slip for another one, and for no third that is as near."""
    if right in _MIXED_UP.get(wrong, ()):
        return True
    if wrong in known.common or wrong in known.science:
        return False
    if known.slips.get(wrong) == right:
        return True
    is_same_sound = _VOWELS.sub("e", _single(wrong)) == _VOWELS.sub("e", _single(right))
    if right in known.common and is_same_sound:
        return True
    if wrong in known.rare:
        return False
    if right in known.common and right in _slipped(wrong):
        return True  # whoever revises saw the sentence: of two words as near, one was meant
    if not _is_right(known, right):
        return False
    others = {key_of(word) for word in _slipped(wrong) if known.knows(word)}
    if right in _slipped(wrong):
        return others <= {key_of(right)}
    is_near = (
        len(wrong) > _LETTERS_SURE
        and right in known.common
        and not _slipped(wrong).isdisjoint(_slipped(right))
    )
    return is_near and not others and not known.is_meant(wrong)


def _is_right(known: Lexicon, word: str) -> bool:
    """Return whether a word is known, or made of a beginning and a common word: "photobleaching"."""
    parts = (word[len(p) :] for p in known.prefixes if word.startswith(p))
    return known.knows(word) or any(len(part) > _LETTERS_SURE and part in known.common for part in parts)


#: Real words that are written for another one that sounds or looks alike → what is meant.
_MIXED_UP = {
    wrong: tuple(right.split("|"))
    for wrong, right in (
        two.split("→")
        for two in words(
            """
            effected→affected effecting→affecting loose→lose loosing→losing weather→whether wether→whether
            discreet→discrete compliment→complement complimentary→complementary insure→ensure
            dependant→dependent breath→breathe trough→through thorough→through casual→causal were→where
            where→were form→from fro→for there→their their→there lead→led bare→bear cite→site sight→site
            site→cite to→too lather→latter later→latter latter→later
            practise→practice elude→elute eluded→eluted
            """
        )
    )
}


def _single(word: str) -> str:
    """Return a word without doubled letters."""
    return _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=256)
def _slipped(word: str) -> frozenset[str]:
    """Return what is one letter too many, too few, wrong or swapped away."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    letters = string.ascii_lowercase
    return frozenset(
        {
            *(a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1),
            *(a + b[1:] for a, b in cuts if b),
            *(a + c + b for a, b in cuts for c in letters),
            *(a + c + b[1:] for a, b in cuts if b for c in letters),
        }
    )
