"""Tense and person: what was found doesn't become what always holds, and "we" doesn't become "they"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from natfig.prose.gate.bindings import said
from natfig.prose.gate.pair import Comparison, has_noun
from natfig.prose.gate.thesaurus import is_verb
from natfig.prose.gate.verdict import Reason
from natfig.prose.gate.words import key_of

__all__ = ["look"]

#: Verbs of what was done and of how it is told: their tense is a matter of style.
_TELLING = frozenset(
    key_of(word)
    for word in [
        "show",
        "find",
        "observe",
        "see",
        "report",
        "describe",
        "present",
        "illustrate",
        "summarise",
        "note",
        "discuss",
        "use",
        "perform",
        "measure",
        "incubate",
        "wash",
        "treat",
        "add",
        "collect",
        "analyse",
        "calculate",
        "compute",
        "prepare",
        "store",
        "centrifuge",
        "mix",
        "heat",
        "cool",
        "dissolve",
        "dilute",
        "record",
        "sample",
        "select",
        "choose",
        "define",
        "examine",
        "investigate",
        "study",
        "assess",
        "evaluate",
        "test",
        "compare",
        "aim",
        "consider",
        "propose",
        "provide",
        "include",
        "obtain",
        "consist",
        "comprise",
        "list",
        "depict",
        "plot",
        "display",
        "give",
        "denote",
        "represent",
    ]
)
_PAST = frozenset({"past", "perfect", "pluperfect"})


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield claims whose tense or speaker changed."""
    yield from _tense(pair)
    yield from _retold(pair)
    yield from _person(pair)


def _tense(pair: Comparison) -> Iterator[Reason]:
    had = pair.before.tense
    for raw, now in pair.after.tense.items():
        prefix, _, name = raw.rpartition("be:") if raw.startswith("be:") else ("", "", raw)
        key = ("be:" if raw.startswith("be:") else "") + pair.renamed.get(name, name)
        _ = prefix
        before = had.get(key)
        if before is None or before == now:
            continue
        if _is_telling(pair, key):
            continue
        if before <= _PAST and now == {"present"}:
            yield _reason(pair, key, "past", "present", "a finding has become a general truth")
            return
        if before == {"present"} and now == {"past"} and not _is_statistic(pair, key):
            yield _reason(pair, key, "present", "past", "a general truth has become a finding")
            return


def _retold(pair: Comparison) -> Iterator[Reason]:
    """Yield "workers ignore the larvae" where they ignored them, of verbs that no table knows."""
    had = Counter(t.key for t in pair.original.tokens)
    has = Counter(pair.key(t) for t in pair.revised.tokens)
    past = {
        t.key
        for t, before in zip(pair.original.tokens[1:], pair.original.tokens, strict=False)
        if t.form == "ed" and before.kind == "word" and before.form == "s" and t.kind == "word"
    }
    tokens = pair.revised.tokens
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        key = pair.key(token)
        if key not in past or had[key] != 1 or has[key] != 1 or token.form or _is_telling(pair, key):
            continue
        is_object = after.function == "determiner" or after.kind in {"word", "name"}
        if before.kind == "word" and before.form == "s" and is_object and is_verb(token.lower):
            yield _reason(pair, key, "past", "present", "a finding has become a general truth")
            return


def _is_statistic(pair: Comparison, key: str) -> bool:
    """Return whether what is told is the significance of one test, whose P value stands beside it."""
    has_value = any(t.key == "p-value" for t in pair.original.tokens)
    place = next((t.number for t in pair.original.tokens if t.key == key.removeprefix("be:")), -1)
    near = pair.original.tokens[max(0, place) : place + 2] if place >= 0 else []
    return key.startswith("be:") and has_value and any(t.kind == "significance" for t in near)


def _is_telling(pair: Comparison, key: str) -> bool:
    if key.startswith("be:"):
        return False
    if key.startswith("evidence:"):
        return key in {"evidence:show", "evidence:report", "evidence:illustrate"}
    return any(t.key == key and key_of(t.lower) in _TELLING for t in pair.original.tokens)


def _reason(pair: Comparison, key: str, was: str, now: str, why: str) -> Reason:
    word = said(pair.original, key.removeprefix("be:"))
    return Reason(
        "tense-changed",
        f"'{word}' is told in the {was} in the original and in the {now} in the revision: {why}",
    )


def _person(pair: Comparison) -> Iterator[Reason]:
    had = {t.key for t in pair.original.tokens if t.kind == "person"}
    has = {t.key for t in pair.revised.tokens if t.kind == "person"}
    had_their = any(t.lower in {"their", "authors"} for t in pair.original.tokens)
    has_their = any(t.lower in {"their", "authors"} for t in pair.revised.tokens)
    for person in ("person:we", "person:i"):
        if person in had and person not in has:
            other = next(iter(has - had), "person:they" if has_their and not had_their else "")
            if other:
                yield Reason(
                    "person-changed",
                    f"'{said(pair.original, person)}' has become '{said(pair.revised, other)}'",
                )
                return
        if person in has and person not in had and not _is_turned(pair):
            yield Reason(
                "person-changed", f"'{said(pair.revised, person)}' isn't in the original: it says who did it"
            )
            return


def _is_turned(pair: Comparison) -> bool:
    """Return whether a passive of the original is an active now: "was measured" → "we measured"."""
    if any(t.key in {"person:they", "person:he"} or t.lower == "their" for t in pair.original.tokens):
        return False
    if has_noun(pair) or (pair.is_derived and True in set().union(*pair.before.passive.values())):
        return True
    after = {pair.renamed.get(key, key): value for key, value in pair.after.passive.items()}
    return any(
        True in was and False in after.get(key, set()) and not _has_agent(pair, key)
        for key, was in pair.before.passive.items()
    )


def _has_agent(pair: Comparison, verb: str) -> bool:
    return any(label == "subj" and a == verb for label, a, _ in pair.before.edges)
