"""Order: neighbours that changed places, words that lost what they lean on, adverbs that stand elsewhere.

Two nouns side by side name one thing, and turned round another or none: "drift current" and "current
drift". What is checked here is small and close by; what moves over a distance is the matter of
`natfig.prose.gate.bindings`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from natfig.core import lazyre
from natfig.prose.gate.facts import Facts
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.verdict import Reason

__all__ = ["look"]

#: Endings of words that may stand before or after their neighbour: "increased linearly", "nests found".
_FREE = ("ly", "ed", "ing", "able", "ible", "wise", "ward", "en", "wn", "und")
_FREE_WORDS = frozenset(
    words(
        """
        twice once again now then later earlier also only alone together daily weekly monthly yearly annually
        hourly here there fast well left lost set put read cut held kept made met run done sent built taught
        caught bought thought tested available present possible used average more less most least
        better worse further elsewhere overnight abroad upstream downstream upward downward
        """
    )
)
_ADJECTIVAL = ("ent", "ant", "ic", "al", "ous", "ive", "ar", "ful", "less", "ilar")
_NAMING = frozenset({"word", "name"})
_AFTER_ARTICLE = frozenset({"auxiliary", "subordinator", "conjunction"})
_PREPOSED = frozenset(words("of by into onto from with within among between during"))
_ELLIPSIS = lazyre.compile(
    r"\b(?:the|these|those|their|its|our|his|her|a|an)\s+([\w-]+)\s+(more|less)\s+than\s+([\w\s-]{1,40}?)\s+(?:do|does|did)\b",
    2,
)


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield neighbours in another order and words that have nothing to stand with."""
    yield from _elided(pair)
    if pair.is_same_order and pair.original.passage.text.lower() == pair.revised.passage.text.lower():
        return
    yield from _turned(pair)
    yield from _rebound(pair)
    yield from _turned_of(pair)
    yield from _leaning(pair)
    yield from _hollow(pair)
    yield from _aside(pair)
    yield from _sequenced(pair)


def _neighbours(reading: Reading, names: dict[str, str]) -> dict[tuple[str, str], tuple[Token, Token]]:
    found: dict[tuple[str, str], tuple[Token, Token]] = {}
    for a, b in pairwise(reading.tokens):
        if a.kind in _NAMING and b.kind in _NAMING and b.start - a.end == 1:
            found[names.get(a.key, a.key), names.get(b.key, b.key)] = a, b
    return found


def _is_free(token: Token) -> bool:
    return token.lower.endswith(_FREE) or token.lower in _FREE_WORDS or token.form in {"ed", "ing"}


def _turned(pair: Comparison) -> Iterator[Reason]:
    """Yield "current drift" where the original speaks of "drift current"."""
    had, has = _neighbours(pair.original, {}), _neighbours(pair.revised, pair.renamed)
    for (a, b), (first, second) in had.items():
        if a == b or (b, a) not in has or (a, b) in has or (b, a) in had:
            continue
        then = has[b, a]
        if any(_is_free(t) for t in (first, second, *then)) or _is_verb(pair, first, second, then):
            continue
        if _takes_more(pair.original, second) or _takes_more(pair.revised, then[1]):
            continue
        yield Reason(
            "order-changed",
            f"'{first.text} {second.text}' has become '{then[0].text} {then[1].text}'",
        )
        return


def _takes_more(reading: Reading, token: Token) -> bool:
    """Return whether an adjective stands behind its noun because more follows it: "mice deficient in"."""
    after = reading.tokens[token.number + 1 : token.number + 2]
    return token.lower.endswith(_ADJECTIVAL) and bool(after) and after[0].function == "preposition"


def _rebound(pair: Comparison) -> Iterator[Reason]:
    """Yield "social literature" where the original speaks of "social capital" and of literature."""
    had, has = _by_first(_neighbours(pair.original, {})), _by_first(_neighbours(pair.revised, pair.renamed))
    once = _once(pair.original, {}) & _once(pair.revised, pair.renamed)
    near_had, near_has = _near(pair.before, {}), _near(pair.after, pair.renamed)
    for key, (first, second, other) in had.items():
        if key not in has or not {key, other} <= once:
            continue
        then_first, then, now = has[key]
        if now == other or now not in once or any(_is_free(t) for t in (first, second, then_first, then)):
            continue
        if (
            now in near_had[key]
            or other in near_has[key]
            or _is_verb(pair, first, second, (then_first, then))
        ):
            continue
        yield Reason(
            "binding-changed",
            f"'{first.text}' stood with '{second.text}' and stands with '{then.text}' now",
        )
        return


def _by_first(
    neighbours: dict[tuple[str, str], tuple[Token, Token]],
) -> dict[str, tuple[Token, Token, str]]:
    return {a: (first, second, b) for (a, b), (first, second) in neighbours.items()}


def _once(reading: Reading, names: dict[str, str]) -> set[str]:
    counts = Counter(names.get(t.key, t.key) for t in reading.tokens if t.kind in _NAMING)
    return {key for key, count in counts.items() if count == 1}


def _near(facts: Facts, names: dict[str, str]) -> dict[str, set[str]]:
    """Return key → what it is bound to in any way."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, a, b in facts.edges:
        a, b = names.get(a, a), names.get(b, b)
        found[a].add(b)
        found[b].add(a)
    return found


def _turned_of(pair: Comparison) -> Iterator[Reason]:
    """Yield "the field of the north" where the original speaks of "the north of the field"."""
    had, has = _owned(pair.original, {}), _owned(pair.revised, pair.renamed)
    for a, b in had:
        if (b, a) in has and (a, b) not in has and (b, a) not in had:
            yield Reason("order-changed", f"'{had[a, b]}' has become '{has[b, a]}'")
            return
    yield from _reowned(pair, had, has)


def _reowned(
    pair: Comparison, had: dict[tuple[str, str], str], has: dict[tuple[str, str], str]
) -> Iterator[Reason]:
    """Yield "a history of reason" where the original speaks of "a history of stroke" and of a reason."""
    once = _once(pair.original, {}) & _once(pair.revised, pair.renamed)
    near_had, near_has = _near(pair.before, {}), _near(pair.after, pair.renamed)
    for side in (0, 1):
        was = {two[side]: two[1 - side] for two in had if once.issuperset(two) and " of " in had[two]}
        now = {two[side]: two[1 - side] for two in has if once.issuperset(two) and " of " in has[two]}
        for anchor in was.keys() & now.keys():
            old, new = was[anchor], now[anchor]
            if old == new or new in near_had[anchor] or old in near_has[anchor]:
                continue
            if _are_listed(pair.revised, pair.renamed, old, new):
                continue  # "the sex and the age of the bird"
            yield Reason("binding-changed", f"'{had[(anchor, old) if side == 0 else (old, anchor)]}' is gone")
            return


def _are_listed(reading: Reading, names: dict[str, str], a: str, b: str) -> bool:
    """Return whether two words are members of one list."""
    places = [t.number for t in reading.tokens if names.get(t.key, t.key) in {a, b}]
    between = reading.tokens[min(places) : max(places)] if places else []
    return len(between) < REACH and any(t.lower in {"and", "or", "nor", ","} for t in between)


#: Words between two members of a list.
REACH = 6
_OWNING = frozenset(words("of in on for from with within among"))


def _owned(reading: Reading, names: dict[str, str]) -> dict[tuple[str, str], str]:
    """Return keys of two nouns with "of" between them → how that is written."""
    tokens = reading.tokens
    found: dict[tuple[str, str], str] = {}
    for token in tokens:
        at = token.number
        if (
            token.lower not in _OWNING
            or at == 0
            or tokens[at - 1].kind not in _NAMING
            or _is_free(tokens[at - 1])
        ):
            continue
        owner = next((t for t in tokens[at + 1 : at + 3] if t.function != "determiner"), None)
        if owner is not None and owner.kind in _NAMING and not _is_free(owner):
            keys = names.get(tokens[at - 1].key, tokens[at - 1].key), names.get(owner.key, owner.key)
            if keys[0] != keys[1]:
                found[keys] = f"{tokens[at - 1].text} {token.lower} {owner.text}"
    return found


def _is_verb(pair: Comparison, first: Token, second: Token, then: tuple[Token, Token]) -> bool:
    """Return whether one of two neighbours is the verb of the other in either reading."""
    before, after = pair.before.verbs, pair.after.verbs
    return any(before[t.number] for t in (first, second)) or any(after[t.number] for t in then)


def _leaning(pair: Comparison) -> Iterator[Reason]:
    """Yield an article before what can't follow one: "the is", "a of"."""
    had, has = _bare_articles(pair.original), _bare_articles(pair.revised)
    if len(has) > len(had):
        yield Reason("grammar-broken", f"in the revision nothing follows the article of '{has[-1]}'")


#: What a form of "be" without its participle is left before: "was from", "be to the data".
_HOLLOW = frozenset(words("of from to by with into"))


def _hollow(pair: Comparison) -> Iterator[Reason]:
    """Yield a "be" that lost its participle: "has been to reduce", "is of copper and tin"."""
    had = {(a.key, b.lower) for a, b in pairwise(pair.original.tokens)}
    for a, b in pairwise(pair.revised.tokens):
        if a.key != "be" or b.lower not in _HOLLOW or (a.key, b.lower) in had:
            continue
        if (
            b.lower == "by"
            and pair.revised.tokens[b.number + 1 : b.number + 2]
            and (pair.revised.tokens[b.number + 1].lower == "far")
        ):
            continue
        if b.lower != "to" or a.lower in {"be", "been"} or _is_before_be(pair.revised, b):
            yield Reason("grammar-broken", f"'{a.text} {b.text}' lacks a verb that the original has")
            return


def _is_before_be(reading: Reading, token: Token) -> bool:
    return any(t.key == "be" for t in reading.tokens[token.number + 1 : token.number + 2])


#: Prepositions that no "this" without a noun stands before: "kept at this for two hours".
_HOLDING = frozenset(words("for of with to at between from"))


def _bare_articles(reading: Reading) -> list[str]:
    return [
        f"{a.text} {b.text}"
        for a, b in pairwise(reading.tokens)
        if (a.lower in {"the", "an"} or (a.lower in {"this", "these"} and b.lower in _HOLDING))
        and a.kind == "function"
        and " " not in b.text
        and (b.function in _AFTER_ARTICLE or b.lower in _PREPOSED or b.text in {",", ".", ";", ":", ")"})
        and b.lower not in {"being", "having", "doing", "who", "yet", "both"}
    ]


def _elided(pair: Comparison) -> Iterator[Reason]:
    """Yield "trusted the doctors more than the officials" without the "did" that says who trusted."""
    for one, other in ((pair.original, pair.revised), (pair.revised, pair.original)):
        match = _ELLIPSIS.search(one.passage.text)
        if match is None:
            continue
        bare = f"{match[1]} {match[2]} than {match[3]}"
        again = other.passage.text.lower().find(bare.lower())
        if again >= 0 and not other.passage.text[again + len(bare) :].lstrip().lower().startswith(
            ("do", "did")
        ):
            yield Reason("roles-swapped", f"'{match[0]}' and '{bare}' may compare two other things")
            return


def _sequenced(pair: Comparison) -> Iterator[Reason]:
    """Yield steps in another order: "fixed, stained and washed" for "fixed, washed and stained"."""
    had, has = _steps(pair.original, {}), _steps(pair.revised, pair.renamed)
    for steps in had:
        other = next((s for s in has if sorted(s) == sorted(steps)), None)
        if other is not None and other != steps and len(set(steps)) == len(steps):
            yield Reason("order-changed", "the steps that were taken are told in another order")
            return


def _steps(reading: Reading, names: dict[str, str]) -> list[list[str]]:
    """Return lists of what was done: participles after one "was" or "were", commas and "and" between."""
    found: list[list[str]] = []
    steps: list[str] = []
    before = ""
    for token in reading.tokens:
        is_next = before in {"was", "were", "been", "and", ",", "then"} or before.endswith("ly")
        if token.form == "ed" and token.kind in {"word", "cause"} and is_next:
            steps.append(names.get(token.key, token.key))
        elif token.function in {"auxiliary", "subordinator"} or token.text in {".", ";"}:
            found += [steps] if len(steps) > 1 else []
            steps = []
        before = token.lower
    return [*found, steps] if len(steps) > 1 else found


_ASIDE = frozenset({"hedge", "scope"})


def _aside(pair: Comparison) -> Iterator[Reason]:
    """Yield a "probably" that stood with one circumstance (", probably by a monk") and no longer does."""
    had, has = _set_off(pair.original), _set_off(pair.revised)
    for one, other, reading in ((had, has, pair.revised), (has, had, pair.original)):
        for key in one:
            if key not in other and any(t.key == key for t in reading.tokens):
                token = next(t for t in reading.tokens if t.key == key)
                yield Reason("scope-moved", f"'{token.text}' was said of one circumstance only")
                return


def _set_off(reading: Reading) -> set[str]:
    """Return keys of hedges between a comma and a preposition."""
    tokens = reading.tokens
    return {
        token.key
        for token in tokens
        if token.kind in _ASIDE
        and 1 < token.number < len(tokens) - 1
        and tokens[token.number - 1].text == ","
        and tokens[token.number + 1].function == "preposition"
        and token.lower.endswith(("ly", "ps"))
    }
