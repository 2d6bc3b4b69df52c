"""Scope: "most", "only", "except", "if" and "first" stay, and stay with what they were said of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, takewhile

from natfig.core import lazyre
from natfig.prose.gate.bindings import said
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.tables.classes import describe
from natfig.prose.gate.verdict import Reason

__all__ = ["look"]

_WELCOME = frozenset({"scope:respectively"})
_COMPARING = frozenset({"logic:than", "logic:compared"})
#: "(54% against 31%)" and "(54% versus 31%)".
_SET_AGAINST = frozenset({"logic:against", "logic:compared"})
_NO_TARGET = frozenset(
    {
        "hedge:unclear",
        "hedge:unknown",
        "scope:instead",
        "hedge:estimate",
        "hedge:expect",
        "hedge:propose",
        "hedge:believe",
        "hedge:assume",
        "hedge:suspect",
        "hedge:speculate",
        "hedge:hypothesise",
        "hedge:consistent",
        "negation:absent",
        "negation:without",
        "scope:respectively",
        "scope:eg",
        "scope:ie",
        "scope:other",
        "scope:overall",
        "scope:various",
        "negation:nor",
        "negation:neither",
    }
)
_ORDINALS = frozenset({"scope:first", "scope:second", "scope:third", "scope:last"})


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield words of scope and conditions that came, went or moved."""
    lost, gained = pair.left("scope", "logic")
    pair.claim(*lost, *gained)
    denied = any(t.kind == "negation" for t in pair.original.tokens)
    nor = any(
        t.key in {"negation:nor", "negation:neither"} for r in (pair.original, pair.revised) for t in r.tokens
    )
    skip = {"scope:any"} if denied else set()
    skip |= {"logic:or"} if nor else set()
    if any(t.key == "scope:any" for t in lost) and not any(t.kind == "negation" for t in pair.revised.tokens):
        skip |= {"scope:all"}  # "not detectable in any" is "undetectable in all"
    if any(t.key == "negation:none" for t in pair.original.tokens):
        skip |= {"scope:all"}  # "none could" is "all failed to"
    gained = [t for t in gained if t.key not in skip]
    lost = [t for t in lost if t.key not in skip and t.key not in {"scope:ie", "scope:total"}]
    lost = [
        t
        for t in lost
        if not (t.key == "scope:all" and _before(pair.original, t) in {"of", "majority", "most"})
    ]
    lost = [t for t in lost if not _is_implied(pair, t) and not _is_split(pair, t)]
    if {"scope:first", "scope:second"} <= {t.key for t in lost} and _enumerates(pair):
        lost = [t for t in lost if t.key not in {"scope:first", "scope:second"}]
    if _is_told_apart(pair):
        lost = [t for t in lost if t.key != "scope:respectively"]
    lost = [t for t in lost if not _is_led_otherwise(pair, t)]
    gained = [t for t in gained if t.key not in skip and t.key not in _WELCOME]
    lost = [t for t in lost if not _is_stood_in(pair, t)]
    for token in list(lost):
        partner = next(
            (
                t
                for t in gained
                if {t.key, token.key} == _COMPARING
                or _is_most(token, t)
                or ({t.key, token.key} == _SET_AGAINST and _is_between_numbers(pair.original, token))
            ),
            None,
        )
        if partner is not None:
            lost.remove(token)
            gained.remove(partner)
    _match_universal(pair, lost, gained)
    for old, new in zip(lost, gained, strict=False):
        yield Reason("scope-changed", f"'{old.text}' has become '{new.text}'")
    for token in lost[len(gained) :][:2]:
        yield Reason("scope-lost", f"the {describe(token.kind)} '{token.text}' is gone")
    for token in gained[len(lost) :][:2]:
        yield Reason("scope-added", f"the {describe(token.kind)} '{token.text}' isn't in the original")
    yield from _untied(pair)
    if not pair.is_same_order:
        yield from _moved(pair)


def _is_led_otherwise(pair: Comparison, token: Token) -> bool:
    """Return whether "resistance to", "shielded from" or "May to June" says what "against" or "until" did."""
    lowers = [[t.lower for t in r.tokens] for r in (pair.original, pair.revised)]
    more = {word for word in ("to", "from") if lowers[1].count(word) > lowers[0].count(word)}
    return (token.key == "logic:against" and bool(more)) or (token.key == "logic:until" and "to" in more)


_UNIVERSAL = frozenset({"scope:every", "scope:all"})


def _match_universal(pair: Comparison, lost: list[Token], gained: list[Token]) -> None:
    """Find "every reservoir" again in "all reservoirs", and ": A and B" in ", namely A and B"."""
    if any(t.text == ":" for t in pair.original.tokens):
        gained[:] = [t for t in gained if t.key != "scope:ie"]
    if any(t.kind == "negation" for t in pair.original.tokens):
        return
    for old in [t for t in lost if t.key in _UNIVERSAL]:
        new = next((t for t in gained if t.key in _UNIVERSAL), None)
        if new is not None:
            lost.remove(old)
            gained.remove(new)


def _is_between_numbers(reading: Reading, token: Token) -> bool:
    near = reading.tokens[max(0, token.number - 1) : token.number + 2]
    return len(near) == 3 and near[0].kind == near[2].kind == "number"


_TYING = frozenset({"when", "whenever", "logic:if", "scope:whenever", "logic:until", "logic:unless"})
#: What may stand for "when".
_TIES = frozenset(
    words(
        """
        which while where as once after before if on upon with at during for in by since
        whenever until unless
        """
    )
)


def _is_tie(reading: Reading, token: Token) -> bool:
    """Return whether "while" says when, or a leading "where" says under what: no contrast, no place."""
    if token.lower == "while":
        return token.number > 0 and reading.tokens[token.number - 1].text != ","
    return token.lower == "where" and token.is_first


def _untied(pair: Comparison) -> Iterator[Reason]:
    """Yield "it sounds when the door is open" that has become "it sounds, and the door is open"."""
    ties = [[t for t in r.tokens if t.key in _TYING or _is_tie(r, t)] for r in (pair.original, pair.revised)]
    if len(ties[0]) <= len(ties[1]):
        return
    counts = [Counter(t.lower for t in r.tokens if t.lower in _TIES) for r in (pair.original, pair.revised)]
    joints = [sum(t.lower == "and" or t.text in _CLAUSE_ENDS for t in r.tokens[:-1]) for r in
              (pair.original, pair.revised)]  # fmt: skip
    if joints[1] > joints[0] and not counts[1] - counts[0]:
        yield Reason("connection-lost", f"'{ties[0][0].text}' is gone: what depended on it is told by itself")


#: "If one compares A and B, one sees that": nothing depends on the one who looks.
_ONLOOKER = lazyre.compile(
    r"\bif (one|we|you) [^.;]{1,120}, \1 (?:can )?(?:sees?|finds?|observes?|notices?) that\b", 2
)
_CASES = ("in most cases", "in the majority of cases", "in a majority of cases", "in most instances")


def _is_most(a: Token, b: Token) -> bool:
    """Return whether of two words one is "most" and the other "in most cases"."""
    return any(
        one.key == "scope:usually" and one.text.lower() in _CASES and other.key == "scope:most"
        for one, other in ((a, b), (b, a))
    )


_STANDINS = {
    "logic:after": frozenset({"afterwards", "afterward", "thereafter", "subsequently"}),
    "logic:before": frozenset({"beforehand"}),
}


def _is_stood_in(pair: Comparison, token: Token) -> bool:
    """Return whether "after it was finished" is told by "afterwards"."""
    words = _STANDINS.get(token.key)
    counts = [sum(t.lower in words for t in r.tokens) if words else 0 for r in (pair.original, pair.revised)]
    return counts[1] > counts[0]


def _enumerates(pair: Comparison) -> bool:
    """Return whether "one … one" or "one … the other" tells in order what "first" and "second" told."""
    named = sum(t.key in {"one", "scope:other"} for t in pair.revised.tokens)
    if named < 2:
        return False
    counts = [Counter(t.key for t in r.heavy) for r in (pair.original, pair.revised)]
    orders = [
        [t.key for t in r.heavy if counts[0][t.key] == 1 == counts[1][t.key]]
        for r in (pair.original, pair.revised)
    ]
    return orders[0] == orders[1]


def _is_split(pair: Comparison, token: Token) -> bool:
    """Return whether "A more than B (72% vs 58%)" has its numbers with A and B now, each with its own."""
    if token.key != "logic:compared" or token.lower not in {"vs", "versus", "compared-with"}:
        return False
    tokens = pair.original.tokens
    near = [t for t in tokens[max(0, token.number - 1) : token.number + 3] if t.text not in {token.text, "."}]
    around = near[:2]
    thans = [[t.number for t in r.tokens if t.key == "logic:than"] for r in (pair.original, pair.revised)]
    if len(around) != 2 or any(t.quantity is None for t in around) or [len(t) for t in thans] != [1, 1]:
        return False
    places = [next((t.number for t in pair.revised.tokens if t.key == a.key), -1) for a in around]
    if not (thans[0][0] < token.number and 0 <= places[0] < thans[1][0] < places[1]):
        return False
    pair.paired.update(t.key for t in around)
    return True


_ABSOLUTE = frozenset(
    words(
        """
        identical unique equal empty absent destroyed surrounded full filled eliminated immersed unanimous
        """
    )
)
_COUNTED_GROUPS = lazyre.compile(
    r"\b(?:groups?|sets?|batches|blocks?|rows?|arms?|teams?|classes) of (?:\d+|[a-z]+)\b", 2
)


def _is_implied(pair: Comparison, token: Token) -> bool:
    """Return whether a word of scope says what its neighbours say already."""
    tokens, at = pair.original.tokens, token.number
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.key == "scope:fully":  # "completely identical"
        return after is not None and after.lower in _ABSOLUTE
    if token.key == "scope:other":  # "found by others (Garg et al., 2015)"
        return any(t.mark is not None for t in tokens[at + 1 : at + 3])
    if token.key == "scope:every" and at and tokens[at - 1].lower in {"in", "per"}:
        # "4 groups with 10 mice in each group"
        return _COUNTED_GROUPS.search(pair.revised.passage.text) is not None
    if token.key == "scope:every" and at and after is not None and after.kind == "number":
        return tokens[at - 1].lower == "of"  # "one out of every five"
    if token.key == "logic:if":
        return _is_bound(pair, at) or _ONLOOKER.search(pair.original.passage.text) is not None
    return False


def _is_bound(pair: Comparison, at: int) -> bool:
    """Return whether an "if" only leads to a bound that the revision has: "if the pH is below 5"."""
    clause = list(takewhile(lambda t: t.kind != "punctuation", pair.original.tokens[at + 1 : at + 10]))
    bound = clause[-1] if clause else None
    if bound is None or bound.quantity is None or not bound.quantity.comparator:
        return False
    if sum(t.kind in {"word", "name", "cause", "evidence"} for t in clause) > 2:
        return False
    return any(
        t.key == bound.key
        and t.quantity is not None
        and t.quantity.comparator == bound.quantity.comparator
        and not any(b.key == "be" for b in pair.revised.tokens[max(0, t.number - 2) : t.number])
        for t in pair.revised.tokens
    )


def _before(reading: Reading, token: Token) -> str:
    return reading.tokens[token.number - 1].lower if token.number else ""


def _is_told_apart(pair: Comparison) -> bool:
    """Return whether the revision says of every number by itself what it belongs to."""
    kinds = [t.kind for t in pair.revised.heavy if t.kind in {"number", "word", "name"}]
    return not any(a == b == "number" for a, b in pairwise(kinds))


def _moved(pair: Comparison) -> Iterator[Reason]:
    """Yield words that are said of another thing which the original has too."""
    had = pair.before.targets
    has: Counter[tuple[str, str]] = Counter()
    for (key, target), count in pair.after.targets.items():
        has[key, pair.renamed.get(target, target)] += count
    gone, come = had - has, has - had
    known = {t.key for t in pair.original.tokens} & {pair.key(t) for t in pair.revised.tokens}
    for key, target in gone:
        if key in _NO_TARGET:
            continue
        if key == "scope:often" and any(t.lower == "frequent" for t in pair.original.tokens):
            continue  # "was more frequent in A", "occurred more frequently in A"
        new = next((t for k, t in come if k == key and t in known and t != target), None)
        if new is not None and (new == "scope:except" or target == "scope:except"):
            continue
        if (
            new is not None
            and key in _ORDINALS
            and any(_is_bare(r, key) for r in (pair.original, pair.revised))
        ):
            continue  # "the second annotator … the second"
        if key == "scope:any" and all(
            any(t.kind == "negation" for t in r.tokens) for r in (pair.original, pair.revised)
        ):
            continue  # "no sign in any of them" and "none of them showed any sign"
        if new is not None and key == "negation:not" and _is_elided(pair.revised):
            continue  # "those in ward B did not"
        if new is not None and key.startswith("hedge:") and _is_same_clause(pair, key):
            continue
        if new is not None and target in known and not _are_near(pair, target, new):
            yield Reason(
                "scope-moved",
                f"'{said(pair.original, key)}' was said of '{said(pair.original, target)}' and is said of "
                f"'{said(pair.original, new)}' now",
            )
            return


def _is_same_clause(pair: Comparison, key: str) -> bool:
    """Return whether a hedge leads to the same words behind "that", told in the active or the passive."""
    clauses = []
    for reading, names in ((pair.original, {}), (pair.revised, pair.renamed)):
        at = next((t.number for t in reading.tokens if t.key == key), -1)
        if at < 0 or at + 1 >= len(reading.tokens) or reading.tokens[at + 1].lower != "that":
            return False
        told = takewhile(lambda t: t.text not in _CLAUSE_ENDS, reading.tokens[at + 2 :])
        clauses.append(Counter(names.get(t.key, t.key) for t in told if t.is_heavy))
    return clauses[0] == clauses[1]


_CLAUSE_ENDS = frozenset(".;?!")


def _are_near(pair: Comparison, a: str, b: str) -> bool:
    """Return whether two words are bound to each other in both readings, so that either may be hit."""
    names = pair.renamed
    in_had = any({x, y} == {a, b} for _, x, y in pair.before.edges)
    in_has = any({names.get(x, x), names.get(y, y)} == {a, b} for _, x, y in pair.after.edges)
    return in_had and in_has


def _is_elided(reading: Reading) -> bool:
    """Return whether a "not" ends its clause: "those who do not"."""
    return any(
        a.key == "negation:not" and b.kind == "punctuation" for a, b in pairwise(reading.tokens)
    ) or bool(reading.tokens and reading.tokens[-1].key == "negation:not")


def _is_bare(reading: Reading, key: str) -> bool:
    """Return whether an ordinal stands without the noun it counts."""
    for token, after in pairwise(reading.tokens):
        if token.key == key and (
            after.key == "one"
            or after.kind in {"function", "auxiliary", "punctuation", "logic", "negation", "modal"}
            or after.key in _verbal(reading)
        ):
            return True
    return False


def _verbal(reading: Reading) -> frozenset[str]:
    """Return keys of tokens with a verb's ending that a noun would not have."""
    return frozenset(t.key for t in reading.tokens if t.form in {"ed", "s"})
