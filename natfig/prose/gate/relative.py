"""Relative clauses: whether what is meant acts or is acted on.

"Dykes which cut the gabbro" are not "dykes cut by the gabbro", and "those who had helped her" are not "those
whom she had helped". A noun, a verb behind it and the way they are joined say who did it.
"""

from __future__ import annotations

from collections.abc import Iterator

from natfig.prose.gate.bindings import said
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.tables.function import BE
from natfig.prose.gate.verdict import Reason

__all__ = ["look"]

_SUBJECTS = frozenset({"who", "which", "that"})
_OBJECTS = frozenset({"whom", "which", "that", "who"})
_DOING = frozenset({"word", "cause"})
_NAMING = frozenset({"word", "name", "cause", "mark"})
#: Words between "which" and its verb, or between "whom" and the verb behind its subject.
REACH = 5
_PERSONS = frozenset(words("i we you he she it they"))
#: Subjects that stand with a noun: "those", "ones".
_HEADS = frozenset(words("those these ones one that"))


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield a noun that does in one text what is done to it in the other."""
    if pair.is_same_order and pair.is_same_frame and pair.original.passage.text == pair.revised.passage.text:
        return
    had = _roles(pair.original, {})
    if not had:
        return
    has = _roles(pair.revised, pair.renamed)
    for (head, verb), acts in had.items():
        if has.get((head, verb), acts) != acts:
            was, now = ("does", "suffers") if acts else ("suffers", "does")
            yield Reason(
                "roles-swapped",
                f"with '{said(pair.original, verb)}', '{said(pair.original, head)}' {was} it in the original "
                f"and {now} it in the revision",
            )
            return


def _roles(reading: Reading, names: dict[str, str]) -> dict[tuple[str, str], bool]:
    """Return (noun, verb) → whether the noun acts, of what is told in one way only."""
    found: dict[tuple[str, str], bool] = {}
    mixed: set[tuple[str, str]] = set()
    for head, verb, acts in _clauses(reading.tokens):
        two = names.get(head.key, head.key), names.get(verb.key, verb.key)
        if found.setdefault(two, acts) != acts:
            mixed.add(two)
    return {two: acts for two, acts in found.items() if two not in mixed}


def _clauses(tokens: list[Token]) -> Iterator[tuple[Token, Token, bool]]:
    """Yield nouns and the verbs of clauses that say which of them are meant."""
    for at, head in enumerate(tokens):
        if head.kind not in _NAMING and head.lower not in _HEADS:
            continue
        start = at + 1
        if start < len(tokens) and tokens[start].text == ",":
            start += 1
        if start + 1 >= len(tokens):
            continue
        first = tokens[start]
        if first.lower in _SUBJECTS | _OBJECTS and first.kind == "function":
            told = _after_subject(tokens, start + 1) if first.lower != "whom" else None
            told = told or _after_object(tokens, start + 1)
            if told is not None:
                yield head, *told
        elif start == at + 1 and _is_done_by(tokens, start):
            yield head, first, False


def _is_done_by(tokens: list[Token], at: int) -> bool:
    """Return whether a participle and its "by" follow: "dykes cut by the gabbro"."""
    return tokens[at].kind in _DOING and tokens[at].form != "ing" and tokens[at + 1].lower == "by"


def _after_subject(tokens: list[Token], at: int) -> tuple[Token, bool] | None:
    """Return the verb of a clause whose subject is "who", and whether it acts."""
    helpers: list[Token] = []
    for token in tokens[at : at + REACH]:
        if token.function == "auxiliary" or token.kind in {"modal", "negation"}:
            helpers.append(token)
            continue
        if token.lower.endswith("ly") or token.kind == "scope":
            continue
        if token.kind not in _DOING:
            return None
        after = tokens[token.number + 1] if token.number + 1 < len(tokens) else None
        if helpers and helpers[-1].lower in BE:
            if token.form == "ing":
                return (token, True) if after is not None and _is_object(after) else None
            return (token, False) if token.form == "ed" or (after and after.lower == "by") else None
        is_active = after is not None and _is_object(after) and token.form != "ing"
        is_active = is_active and not (token.form == "s" and after is not None and after.form == "ed")
        return (token, True) if is_active else None
    return None


def _is_object(token: Token) -> bool:
    if token.lower.endswith("ly"):
        return False
    return (
        token.function == "determiner"
        or token.kind in _NAMING
        or token.lower in {"her", "him", "them", "us", "it"}
    )


def _after_object(tokens: list[Token], at: int) -> tuple[Token, bool] | None:
    """Return the verb of a clause with a subject of its own: "whom the experimenter had helped"."""
    has_subject = False
    helper = ""
    for token in tokens[at : at + REACH + 2]:
        if token.kind == "person" or token.lower in _PERSONS:
            has_subject = True
        elif token.function == "auxiliary" or token.kind in {"modal", "negation"}:
            if not has_subject:
                return None
            helper = token.lower
        elif token.kind in _DOING and has_subject and token.form in {"ed", "s", ""} and _ends(tokens, token):
            return None if helper in BE else (token, False)
        elif token.kind in _NAMING:
            if has_subject and helper:
                return None
            has_subject = True
        elif token.function != "determiner" and not token.lower.endswith("ly"):
            return None
    return None


def _ends(tokens: list[Token], verb: Token) -> bool:
    """Return whether nothing is acted on behind a verb, so that it acts on what stands before."""
    after = tokens[verb.number + 1] if verb.number + 1 < len(tokens) else None
    return after is None or not _is_object(after) or (after.kind in _NAMING and after.form in {"ed", "s"})
