"""Words that hold a place and carry no claim: what may be lost, or come, where all around them is kept.

"The incubation process lasted 3 h" says no more than "the incubation lasted 3 h". A word is only held for
such a one if it belongs to a small class (nouns that head a phrase for another noun, verbs that only link),
if it is no member of a list, and if everything else of its phrase stands in the other text. So a condition or
a part of something ("at low pressure", "the tip of the root") never goes with it.
"""

from __future__ import annotations

from itertools import pairwise

from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.words import key_of

__all__ = ["holds_place"]

#: Nouns that say of what kind another noun is, which says so itself.
_HOLDING = frozenset(
    key_of(word)
    for word in words(
        """
        time point moment case fact kind form nature manner degree level amount quantity period duration span
        interval conditions circumstances situation context setting process procedure operation
        phenomenon presence occurrence existence event instance purpose task course topic subject
        matter issue question problem attention effort direction information literature publication technique
        """
    )
)
#: Verbs that link what stands around them.
_LINKING = frozenset(
    key_of(word)
    for word in words(
        """
        occur exist appear arise happen make get give have obtain achieve reach receive exhibit display
        present come go become remain stay lie represent constitute form serve act undergo experience suffer
        arrive locate situate feature contain comprise involve fill
        """
    )
)
#: Those that say what becomes of something: one for another is another claim.
_TELLING = frozenset(
    key_of(word)
    for word in words(
        """
        become remain stay come go arrive reach form contain comprise involve fill receive suffer lie appear
        arise happen give lose
        """
    )
)
#: What publications are called by: those that were made before are the ones that can be cited.
_WORKS = frozenset(
    words("studies study work works research reports report publications literature papers articles")
)
_EARLIER = frozenset(words("previous earlier prior existing past published"))
_POINTING = frozenset(words("this these that those the each any every"))
_POINTED = frozenset(words("particular specific given respective said certain own very"))
_SO_FAR = frozenset({"so far", "to date", "thus far", "until now", "up to now", "up until now"})
#: Verbs that bring things together by themselves.
_JOINING = frozenset(
    key_of(w)
    for w in words("aggregate mix combine join merge link cluster assemble group pool add gather connect")
)
#: Words looked at on either side.
REACH = 4


def holds_place(pair: Comparison, token: Token, *, is_lost: bool) -> bool:
    """Return whether a word that was lost (or gained) only holds a place for what both texts say.

    Parameters
    ----------
    pair : Comparison
    token : Token
        Of the original where it was lost, else of the revision.
    is_lost : bool
    """
    reading = pair.original if is_lost else pair.revised
    tokens, at = reading.tokens, token.number
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.lower in _EARLIER:
        is_work = any(t.lower in _WORKS for t in tokens[at + 1 : at + 3])
        return is_lost and is_work and not _is_denied(tokens, at)
    if token.text.lower() in _SO_FAR:  # "studies that have been published so far"
        return is_lost and any(t.lower in {"has", "have"} for t in tokens)
    if token.lower in _POINTED:
        return is_lost and before is not None and before.lower in _POINTING
    if token.lower == "together":
        return any(t.key in _JOINING or key_of(t.lower) in _JOINING for t in tokens[max(0, at - 3) : at])
    if is_lost and before is not None and (_spells(before, token) or _is_named(before, token)):
        return True
    key = key_of(token.lower)
    if key not in _HOLDING and key not in _LINKING:
        return False
    if _is_listed(before, after) or _is_denied(tokens, at):
        return False
    if key in _LINKING and _is_exchanged(pair, key, is_lost=is_lost):
        return False
    if is_lost and _leaves_gap(pair, token):
        return False
    around = _phrase(reading, token)
    missing = {id(t) for t in (pair.lost if is_lost else pair.gained)}
    own = [t for t in around if t is not token]
    return bool(own) and not any(id(t) in missing and not _is_light(t) for t in own)


def _leaves_gap(pair: Comparison, token: Token) -> bool:
    """Return whether what stood before a word stands now where it can't stand: "was from", "these are"."""
    tokens, at = pair.original.tokens, token.number
    if not 0 < at < len(tokens) - 1:
        return False
    before, after = tokens[at - 1], tokens[at + 1]
    for one, other in pairwise(pair.revised.tokens):
        if before.function == "auxiliary":
            if one.key == before.key and other.key == after.key and other.function == "preposition":
                return True
        elif pair.key(one) == before.key and (before.function == "determiner" or before.kind in _LEADING):
            is_open = (
                other.function in {"auxiliary", "preposition", "subordinator"}
                or other.kind
                in {
                    "punctuation",
                    "modal",
                }
                or (other.form == "ed" and before.kind == "word")
            )
            if is_open and _modifies(tokens, at):
                return True
    return False


#: Kinds of words before a noun that lean on it.
_LEADING = frozenset({"number", "word", "negation", "scope"})


def _modifies(tokens: list[Token], at: int) -> bool:
    """Return whether the word before a noun leans on it, and is no noun that could stand alone."""
    before = tokens[at - 1]
    return before.kind != "word" or before.lower.endswith(_ADJECTIVAL)


_ADJECTIVAL = ("able", "ible", "al", "ous", "ive", "ic", "ful", "less", "ent", "ant", "ary", "erse")


def _is_light(token: Token) -> bool:
    return key_of(token.lower) in _HOLDING or key_of(token.lower) in _LINKING


def _is_exchanged(pair: Comparison, key: str, *, is_lost: bool) -> bool:
    """Return whether one linking verb stands for another that says something else: "remained", "became"."""
    others = {key_of(t.lower) for t in (pair.gained if is_lost else pair.lost) if t.kind == "word"} - {key}
    linking = others & _LINKING
    return bool(linking) and (key in _TELLING or not linking.isdisjoint(_TELLING))


def _spells(name: Token, token: Token) -> bool:
    """Return whether the last letter of an abbreviation stands for a word: "PCA analysis"."""
    is_short = name.kind == "name" and name.key.isupper() and len(name.key) > 1
    return is_short and name.key[-1].lower() == token.lower[0]


#: What a method with a name is, and what agar and broth are.
_METHODS = frozenset(words("algorithm method technique procedure"))
_MEDIA = frozenset(words("agar broth"))


def _is_named(name: Token, token: Token) -> bool:
    """Return whether a name says what a noun behind it says: "the SGD algorithm", "LB agar medium"."""
    is_short = name.kind == "name" and name.key.isupper() and len(name.key) > 2
    return (is_short and token.lower in _METHODS) or (name.lower in _MEDIA and token.lower == "medium")


def _is_listed(before: Token | None, after: Token | None) -> bool:
    """Return whether a word is a member of a list: "age, time and place"."""
    joints = {",", "and", "or", "nor"}
    return (before is not None and before.lower in joints) or (after is not None and after.lower in joints)


def _is_denied(tokens: list[Token], at: int) -> bool:
    return any(t.kind in {"negation", "modal", "hedge"} for t in tokens[max(0, at - REACH) : at])


def _phrase(reading: Reading, token: Token) -> list[Token]:
    """Return what says something close to a word, up to a comma or another clause."""
    found: list[Token] = []
    for step in (-1, 1):
        at = token.number + step
        while 0 <= at < len(reading.tokens) and abs(at - token.number) <= REACH:
            other = reading.tokens[at]
            if other.kind == "punctuation" or other.function in {"subordinator", "conjunction"}:
                break
            if other.is_heavy:
                found.append(other)
            at += step
    return found
