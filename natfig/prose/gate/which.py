"""Which ones are meant: commas before "who" and "which" tell of all of them what was told of some.

"The volunteers who had skipped breakfast" are some of the volunteers; "the volunteers, who had skipped
breakfast" are all of them. The same goes for "since 2015", which lasts, and "in 2015", which is over.
"""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core import lazyre
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.verdict import Reason
from natfig.prose.gate.words import key_of

__all__ = ["look"]

_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_HEADS = frozenset({"word", "cause", "evidence"})
_OVER = frozenset({"in", "during", "at", "on", "until", "before", "for", "by", "within", "throughout"})
_LASTING = frozenset({"since"})


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield clauses that told which ones were meant, and times that have ended."""
    had = _told(pair.original, pair.before.verbs, {})
    has = _told(pair.revised, pair.after.verbs, pair.renamed)
    for place, (is_aside, word) in had.items():
        if place in has and has[place][0] != is_aside:
            yield Reason(
                "scope-changed",
                f"what is said of '{word}' "
                + ("told of all of them and tells which are meant now" if is_aside else
                   "told which are meant and tells of all of them now"),
            )  # fmt: skip
            break
    yield from _times(pair)
    yield from _varied(pair)


_VARIED = lazyre.compile(
    r"\b(?:variations?|changes?|dependence|evolution|plots?) (?:of|in) ((?:[\w-]+ ){1,6}?)"
    r"(?:with|on|upon|against|versus) "
    r"((?:[\w-]+ ?){1,3})"
)


def _varied(pair: Comparison) -> Iterator[Reason]:
    """Yield "the variation of flux with time" that has become "the variation of time with flux"."""
    had, has = (
        [[{key_of(word) for word in side.split()} for side in match.groups()] for match in found]
        for found in (_VARIED.finditer(r.passage.text.lower()) for r in (pair.original, pair.revised))
    )
    if len(had) != 1 or len(has) != 1:
        return
    (what, along), (now_what, now_along) = had[0], has[0]
    if (what - along) & (now_along - now_what) - _ARTICLES and (along - what) & (
        now_what - now_along
    ) - _ARTICLES:
        yield Reason("roles-swapped", "what varies and what it varies with have changed places")


_ARTICLES = frozenset({"the", "a", "an", "of", "in", "and"})


def _told(
    reading: Reading, verbs: list[str], names: dict[str, str]
) -> dict[tuple[str, str], tuple[bool, str]]:
    """Return (noun, next word of its clause) → whether the clause stands aside, and the noun as written."""
    found: dict[tuple[str, str], tuple[bool, str]] = {}
    tokens = reading.tokens
    for at, token in enumerate(tokens):
        if token.lower not in _RELATIVE or at == 0 or (at == 1 and tokens[0].text == ","):
            continue
        is_aside = tokens[at - 1].text == ","
        head = tokens[at - 2] if is_aside else tokens[at - 1]
        # ", that" is a slip; a name needs nobody to tell which is meant.
        if head.kind not in _HEADS or head.is_capital or (is_aside and token.lower == "that"):
            continue
        if verbs[head.number] == "passive" and head.form == "ed":
            continue  # "tests were performed, which shows that": a whole statement shows it
        after = next((t for t in tokens[at + 1 : at + 6] if t.is_heavy), None)
        if after is not None and not _is_new(tokens, head.number):
            found[names.get(head.key, head.key), names.get(after.key, after.key)] = is_aside, head.text
    return found


def _is_new(tokens: list[Token], at: int) -> bool:
    """Return whether a noun speaks of one thing for the first time: "on a diet that was replaced daily".

    At the beginning of a sentence "a drug that is taken" may be any such drug.
    """
    for token in reversed(tokens[max(0, at - MOST_BEFORE) : at]):
        if token.lower in {"a", "an"}:
            before = tokens[token.number - 1] if token.number else None
            return not token.is_first and before is not None and before.function == "preposition"
        if token.kind == "number" and token.number > 1 and not token.is_first:
            # "comprises 18 items, which": there are no others
            return _tells_all(tokens[token.number - 1])
        if token.kind not in _HEADS:
            return False
    return False


_CONSISTING = frozenset(key_of(word) for word in ("comprise", "contain", "include", "consist", "have"))


def _tells_all(token: Token) -> bool:
    """Return whether a verb tells all there is of something: "comprises", "consists of"."""
    return key_of(token.lower) in _CONSISTING or token.lower in {"has", "have", "had"} or " of" in token.text


#: Adjectives between an article and its noun.
MOST_BEFORE = 4


def _times(pair: Comparison) -> Iterator[Reason]:
    """Yield "since 2015" that has become "in 2015", and what goes on and is told as over."""
    old, new = _dated(pair.original), _dated(pair.revised)
    for key, (word, text) in old.items():
        now = new.get(key, ("", ""))[0]
        if (word in _LASTING and now in _OVER) or (now in _LASTING and word in _OVER):
            yield Reason("time-changed", f"'{word} {text}' has become '{now} {text}'")
            return


def _dated(reading: Reading) -> dict[str, tuple[str, str]]:
    """Return key of what follows a preposition → the preposition and the words, of what stands once."""
    found: dict[str, tuple[str, str]] = {}
    tokens = reading.tokens
    for at, token in enumerate(tokens):
        if token.lower not in _OVER | _LASTING:
            continue
        after = next((t for t in tokens[at + 1 : at + 4] if t.function != "determiner"), None)
        if after is not None and after.is_heavy:
            found.setdefault(after.key, (token.lower, after.text))
    return found
