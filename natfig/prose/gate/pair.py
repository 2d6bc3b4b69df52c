"""Two readings side by side: what was found again, what was lost and what was gained."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from natfig.prose.gate.facts import Facts, facts_of
from natfig.prose.gate.frames import settle
from natfig.prose.gate.meanings import match_meanings
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.tables.general import may_stand_for
from natfig.prose.gate.thesaurus import are_confused
from natfig.prose.gate.words import key_of, roots_of

__all__ = ["Comparison", "compared", "compared_with", "has_noun"]

# "inhibitor" is a thing and "inhibit" what it does; "active" and "activate" are two words.
#: A passage that lost more words than this is another one: no synonyms are looked for.
MOST_REWORDED = 100
_AGENTS = ("er", "or", "ers", "ors", "ive", "able", "ible", "est", "less", "ful")
_DERIVABLE = frozenset({"word", "cause", "evidence", "hedge", "significance"})


@dataclass(eq=False)
class Comparison:
    """What a revision kept, lost and gained.

    Attributes
    ----------
    original, revised : Reading
    lost, gained : list of Token
        Tokens without a counterpart, in order.
    renamed : dict of str to str
        Key in the revision → key in the original, where another form of a word is used.
    claimed : set of int
        ``id`` of tokens that a comparer has spoken of.
    paired : set of str
        Keys of numbers that a comparer found to belong where they stand: no other one asks.
    is_converse : bool
        "A is higher than B" has become "B is lower than A".
    is_derived : bool
        A word comes in another form, so that words that only help may come and go.
    """

    original: Reading
    revised: Reading
    lost: list[Token] = field(default_factory=list)
    gained: list[Token] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    claimed: set[int] = field(default_factory=set)
    paired: set[str] = field(default_factory=set)
    is_converse: bool = False
    is_derived: bool = False

    def left(self, *kinds: str) -> tuple[list[Token], list[Token]]:
        """Return lost and gained tokens of some kinds that no comparer has spoken of yet."""
        return (
            [t for t in self.lost if t.kind in kinds and id(t) not in self.claimed],
            [t for t in self.gained if t.kind in kinds and id(t) not in self.claimed],
        )

    def claim(self, *tokens: Token) -> None:
        """Note that tokens were spoken of."""
        self.claimed.update(id(t) for t in tokens)

    @cached_property
    def before(self) -> Facts:
        """What the original says of what."""
        return facts_of(self.original)

    @cached_property
    def after(self) -> Facts:
        """What the revision says of what."""
        return facts_of(self.revised)

    def key(self, token: Token) -> str:
        """Return the key of a token of the revision as the original would have it."""
        return self.renamed.get(token.key, token.key)

    def key_named(self, key: str) -> str:
        """Return a key of the revision as the original would have it."""
        return self.renamed.get(key, key)

    @cached_property
    def is_same_order(self) -> bool:
        """Return whether what was found again stands in the order of the original."""
        lost, gained = {id(t) for t in self.lost}, {id(t) for t in self.gained}
        a = [t.key for t in self.original.tokens if _is_ordered(t) and id(t) not in lost]
        b = [self.key(t) for t in self.revised.tokens if _is_ordered(t) and id(t) not in gained]
        return a == b

    @cached_property
    def is_same_frame(self) -> bool:
        """Return whether words that direct a relation ("by", "from", "was …ed") are the same in order."""
        return _frame(self.original.tokens) == _frame(self.revised.tokens)


def _is_ordered(token: Token) -> bool:
    return token.is_heavy


_FRAMING = frozenset({"by", "from", "to", "into"})


def _frame(tokens: Iterable[Token]) -> list[str]:
    """Return the words that say which way a sentence runs, in order."""
    return [
        "be" if token.key == "be" else token.lower
        for token in tokens
        if token.lower in _FRAMING or token.kind == "logic" or token.function == "auxiliary"
    ]


def compared(original: Reading, revised: Reading) -> Comparison:
    """Return two readings side by side."""
    pair = Comparison(original, revised)
    defining = _brought_in(original, revised)
    now = [t for t in revised.heavy if t.number not in defining]
    had, has = Counter(t.key for t in original.heavy), Counter(t.key for t in now)
    pair.lost = _excess(original.heavy, has)
    pair.gained = _excess(now, had)
    _match_initials(pair)
    _drop_repeated(pair, had, has)
    _match_particles(pair)
    _match_able(pair)
    is_short = max(len(pair.lost), len(pair.gained)) <= MOST_REWORDED
    if is_short:
        _settle_frames(pair)
    _match_derived(pair)
    _match_joined(pair)
    if is_short:
        _settle_frames(pair)
        _match_received(pair)
        _match_synonyms(pair)
        match_meanings(pair)
    _drop_swallowed(pair)
    again = set(pair.renamed.values())
    pair.lost = [t for t in pair.lost if not (t.kind == "word" and t.key in again)]
    return pair


def _settle_frames(pair: Comparison) -> None:
    """Find frames again: "not … until" in "only when"."""
    for old, new in settle(pair.lost, pair.gained, pair.key):
        pair.renamed.setdefault(new.key, old.key)


def _excess(tokens: list[Token], others: Counter[str]) -> list[Token]:
    """Return tokens beyond the number of their counterparts."""
    left = Counter(others)
    out = []
    for token in tokens:
        if left[token.key] > 0:
            left[token.key] -= 1
        else:
            out.append(token)
    return out


def _brought_in(original: Reading, revised: Reading) -> set[int]:
    """Return numbers of tokens "(NDVI)" behind its full form, which only the revision defines."""
    defined = {t.key for t in original.tokens if _is_definition(original, t)}
    return {
        t.number
        for t in revised.tokens
        if t.key not in defined and _is_definition(revised, t) and _is_spelt_before(revised, t)
    }


def _is_spelt_before(reading: Reading, token: Token) -> bool:
    return token.number > 1 and reading.tokens[token.number - 2].key == token.key


#: Fewer letters stand for too many things.
_LETTERS_MIN = 3


def _match_initials(pair: Comparison) -> None:
    """Find "polymerase chain reaction" again in "PCR", which everybody knows or both texts use."""
    for names, plain in ((pair.gained, pair.lost), (pair.lost, pair.gained)):
        for name in [t for t in names if t.kind == "name" and t.key.isalpha() and t.key.isupper()]:
            length = len(name.key)
            for at in range(len(plain) - length + 1 if length >= _LETTERS_MIN else 0):
                spelt = plain[at : at + length]
                is_run = spelt[-1].number - spelt[0].number == length - 1 and all(
                    t.kind == "word" for t in spelt
                )
                if is_run and "".join(t.lower[0] for t in spelt) == name.key.lower():
                    names[:] = [t for t in names if t.key != name.key]
                    del plain[at : at + length]
                    break


_REPEATABLE = frozenset({"word", "name", "cause"})
#: "If … and if …" is "if … and …".
_REPEATED_LINKS = frozenset({"logic:if", "logic:because", "logic:although", "logic:than"})
_POINTING = frozenset(
    words(
        """
        it they them this these those which that its their former latter who one ones both either neither
        each other others same
        """
    )
)


def _drop_repeated(pair: Comparison, had: Counter[str], has: Counter[str]) -> None:
    """Leave out words that are still there once: "cells were washed and (cells were) fixed"."""
    kept = [
        t
        for t in pair.lost
        if not (
            (t.kind in _REPEATABLE or t.lower == "evidence")
            and has[t.key]
            and not _is_definition(pair.original, t)
        )
    ]
    kept = [t for t in kept if not (t.key in _REPEATED_LINKS and has[t.key])]
    # One repeated word for another is no repetition: "the same day as DOC" and "… as DON".
    swapped = len(kept) < len(pair.lost) and any(t.kind == "name" and had[t.key] for t in pair.gained)
    pair.lost = kept
    if swapped:
        return
    pointed = not _POINTING.isdisjoint(pair.original.passage.text.lower().split())
    split = sum(t.text in {".", ";"} for t in pair.revised.tokens) > sum(
        t.text in {".", ";"} for t in pair.original.tokens
    )
    elided = any(t.lower in {"and", "or"} for t in pair.original.tokens)
    if pointed or split or elided:
        pair.gained = [
            t
            for t in pair.gained
            if not (t.kind in _REPEATABLE and had[t.key] and not _is_definition(pair.revised, t))
        ]


def _is_definition(reading: Reading, token: Token) -> bool:
    """Return whether a name is one that brackets define: "reactive oxygen species (ROS)"."""
    tokens, at = reading.tokens, token.number
    return (
        token.kind == "name"
        and 0 < at < len(tokens) - 1
        and tokens[at - 1].text == "("
        and tokens[at + 1].text == ")"
    )


def _match_derived(pair: Comparison) -> None:
    """Find words again that come in another form: "inhibition" and "inhibit"."""
    by_root: dict[str, list[Token]] = defaultdict(list)
    for token in pair.lost:
        if token.kind in _DERIVABLE:
            for root in roots_of(token.lower):
                by_root[root].append(token)
    gone: set[int] = set()
    pair.gained = [t for t in pair.gained if not _is_pointed_at(pair, t)]
    for token in pair.gained:
        if token.kind not in _DERIVABLE:
            continue
        found = next(
            (t for root in roots_of(token.lower) for t in by_root.get(root, ())
             if id(t) not in gone and _is_derivation(t, token)), None,
        )  # fmt: skip
        if found is not None:
            gone |= {id(found), id(token)}
            pair.renamed[token.key] = found.key
            pair.is_derived = True
    pair.lost = [t for t in pair.lost if id(t) not in gone]
    pair.gained = [t for t in pair.gained if id(t) not in gone]


def _is_pointed_at(pair: Comparison, token: Token) -> bool:
    """Return whether "this detection" takes up what the original says was detected."""
    before = pair.revised.tokens[token.number - 1] if token.number else None
    if before is None or before.lower not in {"this", "these", "such"} or token.kind not in _DERIVABLE:
        return False
    own = roots_of(token.lower)
    return any(own & roots_of(t.lower) for t in pair.original.tokens if t.kind in _DERIVABLE)


def _is_derivation(a: Token, b: Token) -> bool:
    """Return whether one of two words with a common root may stand for the other."""
    if a.kind != b.kind and {a.kind, b.kind} - {"word"} and a.kind != "word" and b.kind != "word":
        return False
    return a.lower.endswith(_AGENTS) == b.lower.endswith(_AGENTS)


def _drop_swallowed(pair: Comparison) -> None:
    """Leave out words that the other passage has too, within a phrase that was brought to another form."""
    for side, other in ((pair.lost, pair.revised), (pair.gained, pair.original)):
        # Words of a term that stands as one are no others: "full width at half maximum" and "full width".
        terms = Counter(
            w for t in other.tokens if t.kind == "name" for w in _plain_words(t.text) if " " in t.text
        )
        known = {key_of(w) for w in (Counter(_plain_words(other.passage.text)) - terms)}
        keys = {t.key for t in other.tokens}
        side[:] = [
            t for t in side if not (t.kind == "word" and key_of(t.lower) in known and t.key not in keys)
        ]


def _plain_words(text: str) -> list[str]:
    return [word.strip(".,;:()") for word in text.lower().split()]


def _match_synonyms(pair: Comparison) -> None:
    """Find words again for which another word of general English stands: "fulfil" and "meet"."""
    left = [t for t in pair.lost if t.kind == "word" and not t.is_capital]
    for token in list(pair.gained):
        if token.kind != "word" or token.is_capital or not left:
            continue
        roots = roots_of(token.lower)
        found = next(
            (
                t
                for t in left
                if _are_synonyms(roots_of(t.lower), roots) and not are_confused(t.lower, token.lower)
            ),
            None,
        )
        if found is not None:
            left.remove(found)
            pair.lost.remove(found)
            pair.gained.remove(token)
            pair.renamed.setdefault(token.key, found.key)


def _match_received(pair: Comparison) -> None:
    """Find "were treated with" again in "received"."""
    for one, other, reading in (
        (pair.lost, pair.gained, pair.original),
        (pair.gained, pair.lost, pair.revised),
    ):
        for token in [t for t in one if t.lower == "treated"]:
            near = reading.tokens[max(0, token.number - 3) : token.number + 2]
            received = next((t for t in other if key_of(t.lower) == "receiv"), None)
            if received is not None and near[-1].lower == "with" and any(t.key == "be" for t in near):
                one.remove(token)
                other.remove(received)
                pair.renamed.setdefault(received.key, token.key)


def _are_synonyms(some: frozenset[str], others: frozenset[str]) -> bool:
    return any(may_stand_for(a, b) for a in some for b in others)


def _match_joined(pair: Comparison) -> None:
    """Find words again that are written as one or as two: "data set" and "dataset"."""
    for one, two in ((pair.lost, pair.gained), (pair.gained, pair.lost)):
        whole = {t.lower: t for t in one if t.kind == "word"}
        for a, b in zip(list(two), list(two)[1:], strict=False):
            joined = whole.get(a.lower + b.lower) if a.kind == b.kind == "word" else None
            if joined is not None and joined in one and a in two and b in two:
                one.remove(joined)
                two.remove(a)
                two.remove(b)


#: Particles that a verb is written together with when it becomes a noun: "knock down", "knockdown".
_PARTICLES = ("down", "up", "out", "off", "in", "over", "back", "through", "away")


def _match_particles(pair: Comparison) -> None:
    """Find words again whose particle is written apart or not: "knocking down" and "knockdown"."""
    for one, two, other in (
        (pair.gained, pair.lost, pair.original),
        (pair.lost, pair.gained, pair.revised),
    ):
        for whole in [t for t in one if t.kind == "word"]:
            stem, particle = next(
                ((whole.lower[: -len(p)], p) for p in _PARTICLES if whole.lower.endswith(p)), ("", "")
            )
            if len(stem) < 3:
                continue
            verbs = [
                t
                for t in other.tokens
                if t.kind == "word"
                and key_of(t.lower) == key_of(stem)
                and any(n.lower == particle for n in other.tokens[t.number + 1 : t.number + 2])
            ]
            if verbs:
                one.remove(whole)
                two[:] = [t for t in two if t not in verbs]
                pair.renamed.setdefault(whole.key, verbs[0].key)


_ABLE = ("ability", "ibility", "able", "ible")


def _match_able(pair: Comparison) -> None:
    """Find "can be recycled" again in "recyclable" or "recyclability"."""
    for one, two in ((pair.gained, pair.lost), (pair.lost, pair.gained)):
        for whole in [t for t in one if t.kind == "word" and t.lower.endswith(_ABLE)]:
            stem = next(whole.lower[: -len(e)] for e in _ABLE if whole.lower.endswith(e))
            verb = next(
                (t for t in two if t.form in {"ed", ""} and key_of(t.lower) in {key_of(stem), stem}), None
            )
            can = next((t for t in two if t.key in {"modal:can", "modal:able", "modal:could"}), None)
            if verb is not None and can is not None:
                one.remove(whole)
                two.remove(verb)
                two.remove(can)
                pair.renamed.setdefault(whole.key, verb.key)


def has_noun(pair: Comparison) -> bool:
    """Return whether a noun of one side is a verb of the other: "an increase", "increased"."""
    verbs = set(pair.before.passive) ^ {pair.key_named(key) for key in pair.after.passive}
    if not verbs:
        return False
    return any(
        key in verbs
        for key in {t.key for t in pair.original.heavy} & {pair.key(t) for t in pair.revised.heavy}
    )


def compared_with(reading: Reading, names: dict[str, str]) -> set[str]:
    """Return what stands after "than" or "compared with" up to the end of the phrase."""
    found: set[str] = set()
    tokens = reading.tokens
    for at, token in enumerate(tokens):
        if token.key not in {"logic:than", "logic:compared"}:
            continue
        for other in tokens[at + 1 : at + 9]:
            if (
                other.kind == "punctuation"
                or other.function == "subordinator"
                or other.lower in {"and", "but"}
            ):
                break
            if other.kind in {"word", "name"}:
                found.add(names.get(other.key, other.key))
    return found
