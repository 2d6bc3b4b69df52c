"""Whom a clause, a main verb or a proposal belongs to, where a phrase says so that stands right beside it.

"Plants from the dry site, which had thicker leaves" may not become "plants from the wet site, which had
thicker leaves"; "exports of machinery, which form a part of all exports, fell" isn't "all exports, a part of
which is machinery, fell"; and what one source proposed is not what another one did. Only words that stand
once in both texts are held against each other, so that a phrase may be shortened or said in another order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from natfig.prose.document import Kind
from natfig.prose.gate.bindings import said
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.verdict import Reason
from natfig.prose.gate.words import roots_of

__all__ = ["look"]

Phrase = frozenset[str]

_RELATIVE = frozenset({"which", "who", "whom", "whose", "that"})
_NAMING = frozenset({"word", "name", "number", "scope", "cause"})
_JOINING = frozenset(words("of in for on from at by among and or within under between near"))
_HELPING = frozenset({"modal", "negation", "hedge", "scope", "filler"})
_ENDS = frozenset({".", ";", ",", "?", "!", ":", "("})
#: Words of a noun phrase, and of a clause, that are looked at.
REACH = 12
#: Words that a clause is known by.
_KNOWN_BY = 3


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield clauses, verbs and proposals that are told of something else than before."""
    once = _once(pair.original, {}) & _once(pair.revised, pair.renamed)
    yield from _heads(pair, once)
    yield from _subjects(pair, once)
    yield from _sources(pair)


def _once(reading: Reading, names: dict[str, str]) -> set[str]:
    counts = Counter(names.get(t.key, t.key) for t in reading.tokens)
    return {key for key, count in counts.items() if count == 1}


def _exchanged(old: Phrase, new: Phrase, once: set[str]) -> tuple[str, str] | None:
    """Return a word that a phrase lost to, and one that it took from, the rest of the text."""
    gone, come = sorted((old - new) & once), sorted((new - old) & once)
    return (gone[0], come[0]) if gone and come else None


def _phrase(reading: Reading, verbs: list[str], names: dict[str, str], at: int) -> Phrase:
    """Return the keys of the noun phrase that ends at a place: "plants from the dry site"."""
    found: set[str] = set()
    for token in reversed(reading.tokens[max(0, at - REACH) : at + 1]):
        before = reading.tokens[token.number - 1] if token.number else None
        is_told = token.form == "ed" and before is not None and before.kind in _NAMING
        if verbs[token.number] or is_told:
            break  # "pond A ate fish": a verb, or a participle behind its noun
        if token.kind in _NAMING:
            found.add(names.get(token.key, token.key))
        elif token.function == "determiner":
            if before is not None and before.lower not in _JOINING and before.kind in {"word", "name"}:
                break  # a verb that no table knows: "the lakes feed the rivers"
        elif token.lower not in _JOINING:
            break
    return frozenset(found)


def _heads(pair: Comparison, once: set[str]) -> Iterator[Reason]:
    """Yield a clause with "which", "who" or "that" that has moved to another noun."""
    had = _clauses(pair.original, pair.before.verbs, {})
    has = _clauses(pair.revised, pair.after.verbs, pair.renamed) if had else []
    for told, phrase in had:
        for now_told, now_phrase in has:
            shared = len(told & now_told)
            if not shared or shared * 2 < max(len(told), len(now_told)):
                continue
            moved = _exchanged(phrase, now_phrase, once - told - now_told)
            if moved is not None and not any(t >= told and not _exchanged(p, phrase, once) for t, p in has):
                old, new = (said(pair.original, key) for key in moved)
                yield Reason(
                    "binding-changed",
                    f"a clause that speaks of '{old}' in the original speaks of '{new}' in the revision",
                )
                return


def _clauses(reading: Reading, verbs: list[str], names: dict[str, str]) -> list[tuple[Phrase, Phrase]]:
    """Return (first words of a relative clause, phrase it speaks of)."""
    found: list[tuple[Phrase, Phrase]] = []
    tokens = reading.tokens
    for token in tokens:
        at = token.number - 1
        if token.lower not in _RELATIVE or at < 0:
            continue
        if tokens[at].text == ",":
            at -= 1
        if at < 0 or tokens[at].kind not in _NAMING or verbs[at]:
            continue
        told: list[str] = []
        for other in tokens[token.number + 1 : token.number + 1 + REACH]:
            if other.text in _ENDS or len(told) == _KNOWN_BY:
                break
            if other.is_heavy:
                told.append(names.get(other.key, other.key))
        if told:
            found.append((frozenset(told), _phrase(reading, verbs, names, at)))
    return found


def _subjects(pair: Comparison, once: set[str]) -> Iterator[Reason]:
    """Yield a main verb behind an aside that has got another subject."""
    had = _behind_asides(pair.original, pair.before.verbs, {})
    has = _behind_asides(pair.revised, pair.after.verbs, pair.renamed)
    for verb, (kind, phrase, is_behind) in had.items():
        now_kind, now, now_behind = has.get(verb, ("", phrase, False))
        if verb not in once or kind != now_kind or not (is_behind or now_behind):
            continue
        moved = _exchanged(phrase, now, once)
        if moved is not None:
            old, new = (said(pair.original, key) for key in moved)
            yield Reason(
                "roles-swapped",
                f"'{said(pair.original, verb)}' is told of '{old}' in the original and of '{new}' in the "
                f"revision",
            )
            return


def _behind_asides(
    reading: Reading, verbs: list[str], names: dict[str, str]
) -> dict[str, tuple[str, Phrase, bool]]:
    """Return key of each verb → its kind, the phrase it is told of, and whether an aside stands between."""
    found: dict[str, tuple[str, Phrase, bool]] = {}
    tokens = reading.tokens
    for token, kind in zip(tokens, verbs, strict=True):
        if kind not in {"active", "passive"}:
            continue
        at = token.number - 1
        while at > 0 and (
            tokens[at].function == "auxiliary"
            or tokens[at].kind in _HELPING
            or tokens[at].lower.endswith("ly")
        ):
            at -= 1
        is_behind = at > 0 and tokens[at].text == ","
        if is_behind:
            at = _before_aside(tokens, at)
        phrase = _phrase(reading, verbs, names, at) if at >= 0 else frozenset[str]()
        if phrase:
            found[names.get(token.key, token.key)] = kind, phrase, is_behind
    return found


def _before_aside(tokens: list[Token], end: int) -> int:
    """Return where the phrase ends that stands before an aside which a comma closes, or -1."""
    start = next((at for at in range(end - 1, 0, -1) if tokens[at].text in _ENDS), -1)
    if start < 0 or tokens[start].text != ",":
        return -1
    has_relative = any(t.lower in _RELATIVE for t in tokens[start + 1 : start + 1 + REACH // 2])
    return start - 1 if has_relative else -1


#: What a source does that is told of it, and of no other.
_SAYING = frozenset(
    root
    for word in words(
        """
        propose suggest recommend report show describe develop introduce find note argue claim demonstrate
        observe publish advise advocate define derive establish discover invent formulate state conclude
        assume postulate hypothesise predict
        """
    )
    for root in roots_of(word)
)


def _sources(pair: Comparison) -> Iterator[Reason]:
    """Yield what one source is said to have proposed, and another one is now."""
    if not any(t.kind == "mark" for t in pair.original.tokens):
        return
    had, has = _said_by(pair.original), _said_by(pair.revised)
    for what, sources in had.items():
        now = has.get(what, frozenset())
        if now and sources.isdisjoint(now):
            old, new = (next(iter(sorted(some))).strip("\0") for some in (sources, now))
            yield Reason("roles-swapped", f"what {old} is said to have done is said of {new} now")
            return


def _said_by(reading: Reading) -> dict[str, Phrase]:
    """Return root of each verb or noun of saying → keys of the sources that said so."""
    found: dict[str, set[str]] = {}
    tokens = reading.tokens
    for token in tokens:
        roots = roots_of(token.lower) & _SAYING
        if not roots:
            continue
        source = _after(tokens, token.number) or _before(tokens, token.number)
        if source is not None:
            found.setdefault(min(roots), set()).add(source.key)
    return {root: frozenset(keys) for root, keys in found.items()}


def _is_source(token: Token) -> bool:
    return token.mark is not None and token.mark.kind is Kind.CITATION and not token.text.startswith("(")


def _after(tokens: list[Token], at: int) -> Token | None:
    """Return the source behind "proposed by", "reported to be loose by" or "a proposal of"."""
    leading = {"by"} if tokens[at].form == "ed" else {"by", "of", "from"}
    reach = REACH if tokens[at].form == "ed" else 2
    for by, token in pairwise(tokens[at + 1 : at + 1 + reach]):
        if by.text in _ENDS:
            return None
        if by.lower in leading and _is_source(token):
            return token
    return None


def _before(tokens: list[Token], at: int) -> Token | None:
    """Return the source before ", who had proposed" or "has suggested"."""
    if tokens[at].form != "ed" and tokens[at].form != "s":
        return None
    for token in reversed(tokens[max(0, at - REACH // 2) : at]):
        if _is_source(token):
            return token
        is_between = token.lower in {"who", "which", ",", "first", "and"} or token.lower in {
            "has",
            "have",
            "had",
        }
        if not is_between and token.kind not in _HELPING and not token.lower.endswith("ly"):
            return None
    return None
