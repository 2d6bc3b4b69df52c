"""Polarity: what is denied stays denied, and nothing else is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from natfig.prose.gate.bindings import said
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.verdict import Reason
from natfig.prose.gate.words import key_of

__all__ = ["look"]

_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "de")
#: Groups that deny in the same way: "no effect" and "not … any effect".
_PLAIN = frozenset({"negation:not", "negation:no", "negation:none", "negation:neither", "negation:nor"})


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield negations that came, went or moved."""
    _match_prefixes(pair)
    lost, gained = pair.left("negation")
    pair.claim(*lost, *gained)
    if any(t.key == "negation:neither" for t in (*lost, *gained)) and _buts(pair.original) != _buts(
        pair.revised
    ):
        yield Reason("negation-moved", "'neither' denies two things, and 'but not' denies one")
    if any(t.lower in {"both", "and"} for t in pair.revised.tokens):
        lost = [t for t in lost if t.key != "negation:notonly"]
    lost, gained = _settled(lost, gained)
    _match_lacking(pair, lost, gained)
    _match_rejected(pair, lost, gained)
    for token in lost:
        yield Reason("negation-lost", f"'{token.text}' is gone")
        break
    for token in gained:
        yield Reason("negation-added", f"'{token.text}' isn't in the original")
        break
    yield from _exchanged(pair)


def _buts(reading: Reading) -> int:
    return sum(t.lower == "but" for t in reading.tokens)


_DENYING = frozenset({"negation:not", "negation:no", "negation:without", "negation:none"})


def _exchanged(pair: Comparison) -> Iterator[Reason]:
    """Yield what is denied now while something else that was denied isn't: "in A but not in B"."""
    had, has = _counted_none(pair.original, {}), _counted_none(pair.revised, pair.renamed)
    if had is None or has is None:
        had, has = _denied(pair.original, {}), _denied(pair.revised, pair.renamed)
    if had is None or has is None or pair.is_same_order:
        return
    now = sorted(key for key in had if key in has and has[key] and not had[key])
    before = sorted(key for key in had if key in has and had[key] and not has[key])
    if now and before:
        yield Reason(
            "negation-moved",
            f"'{said(pair.original, before[0])}' was denied, and '{said(pair.original, now[0])}' is now",
        )


def _counted_none(reading: Reading, names: dict[str, str]) -> dict[str, bool] | None:
    """Return key of what stands once → whether "no" or "none" counts it, where a number counts the rest."""
    tokens = reading.tokens
    nots = [t.number for t in tokens if t.key in {"negation:no", "negation:none"}]
    if len(nots) != 1:
        return None
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.lower in _CONTRASTING or token.text in _ENDING:
            parts.append([])
        else:
            parts[-1].append(token)
    own = next(part for part in parts if any(t.number == nots[0] for t in part))
    if not any(t.quantity is not None for part in parts if part is not own for t in part):
        return None
    counts = Counter(names.get(t.key, t.key) for t in tokens)
    return {
        key: part is own
        for part in parts
        for t in part
        if t.kind in {"word", "name"} and counts[key := names.get(t.key, t.key)] == 1
    }


def _denied(reading: Reading, names: dict[str, str]) -> dict[str, bool] | None:
    """Return key of what stands once → whether "but not" comes before it, or None without such a "but"."""
    tokens = reading.tokens
    nots = [t.number for t in tokens if t.key in _DENYING]
    if len(nots) != 1:
        return None
    if not any(t.lower in _CONTRASTING or t.text in ".;" for t in tokens[:-1]):
        return None
    found: dict[str, bool] = {}
    twice: set[str] = set()
    start = next(
        (t.number for t in reversed(tokens[: nots[0]]) if t.text in _ENDING or t.lower in _CONTRASTING), 0
    )
    end = next((t.number for t in tokens[nots[0] :] if t.text in _ENDING), len(tokens))
    for token in tokens:
        is_denied = start <= token.number < end
        if token.kind in {"word", "name", "number"}:
            key = names.get(token.key, token.key)
            if key in found:
                twice.add(key)
            found[key] = is_denied
    return {key: value for key, value in found.items() if key not in twice}


_ENDING = frozenset(".;:,")
_CONTRASTING = frozenset({"but", "whereas", "while", "and", "although", "yet", "though"})


def _settled(lost: list[Token], gained: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return what is left when negations of one kind are set against each other."""
    for one, other in ((lost, gained), (gained, lost)):
        if any(t.key == "negation:neither" for t in one) and any(t.key == "negation:nor" for t in one):
            one[:] = [t for t in one if t.key != "negation:nor"]
        _ = other
    for token in list(lost):
        partner = next((t for t in gained if t.key in _PLAIN and token.key in _PLAIN), None)
        if partner is not None:
            lost.remove(token)
            gained.remove(partner)
    return lost, gained


#: Groups that deny that something is there: "without X", "X is absent", "contains no X".
_LACKING = frozenset(
    {
        "negation:without",
        "negation:absent",
        "negation:no",
        "negation:not",
        "negation:none",
        "negation:neither",
    }
)
#: Words looked at on either side of a negation for what it denies.
NEAR = 6


def _match_lacking(pair: Comparison, lost: list[Token], gained: list[Token]) -> None:
    """Find "without X" again in "X was absent", and "if no X is present": the same thing is missing."""
    for old in list(lost):
        if old.key not in _LACKING:
            continue
        missing = _missing(pair.original, old, {})
        partner = next(
            (t for t in gained if t.key in _LACKING and missing & _missing(pair.revised, t, pair.renamed)),
            None,
        )
        if partner is None:
            continue
        lost.remove(old)
        gained.remove(partner)
        _claim_presence(pair, old, partner)


def _match_rejected(pair: Comparison, lost: list[Token], gained: list[Token]) -> None:
    """Find "A rather than B" again in "A, not B"."""
    instead = [[t for t in side if t.key == "scope:instead"] for side in pair.left("scope")]
    for nots, others, one, other, names in (
        (gained, instead[0], pair.revised, pair.original, pair.renamed),
        (lost, instead[1], pair.original, pair.revised, {}),
    ):
        for denial in [t for t in nots if t.key == "negation:not"]:
            back = {} if names else pair.renamed
            partner = next(
                (t for t in others if _missing(other, t, back) & _missing(one, denial, names)), None
            )
            before = one.tokens[denial.number - 1].lower if denial.number else ""
            if partner is not None and before in {",", "and", "but", "—", "–"}:
                nots.remove(denial)
                others.remove(partner)
                pair.claim(partner)


def _missing(reading: Reading, token: Token, names: dict[str, str]) -> set[str]:
    """Return keys of what a negation says isn't there."""
    tokens, at = reading.tokens, token.number
    after: list[Token] = []
    for other in tokens[at + 1 : at + 1 + NEAR]:
        if other.kind == "punctuation" or (after and other.function in {"preposition", "auxiliary"}):
            break
        after.append(other)
    is_behind = token.key == "negation:absent" or token.lower == "lacking"
    if token.key == "negation:absent" and after and after[0].lower in {"from", "in"}:
        # "absent from the shoot" denies of the shoot what "not in the shoot" does
        place = [t for t in tokens[at + 2 : at + NEAR] if t.kind in {"word", "name"}][:2]
        return {names.get(t.key, t.key) for t in place} | _missing_behind(tokens, at, names)
    if is_behind and not any(t.lower == "of" for t in after[:1]):
        after = []
        for other in reversed(tokens[max(0, at - NEAR) : at]):
            if other.kind == "punctuation" or other.function in {
                "subordinator",
                "preposition",
                "conjunction",
            }:
                break
            after.append(other)
    return {names.get(t.key, t.key) for t in after if t.kind in {"word", "name"}}


def _missing_behind(tokens: list[Token], at: int, names: dict[str, str]) -> set[str]:
    """Return keys of what stands before "is absent"."""
    found: set[str] = set()
    for other in reversed(tokens[max(0, at - NEAR) : at]):
        if other.kind == "punctuation" or other.function in {"subordinator", "preposition", "conjunction"}:
            break
        if other.kind in {"word", "name"}:
            found.add(names.get(other.key, other.key))
    return found


_PRESENT = frozenset(
    {"present", "available", "contain", "contains", "contained", "containing", "exist", "exists"}
)


def _claim_presence(pair: Comparison, old: Token, new: Token) -> None:
    """Note that "present", "contain" and "if" beside one of two negations are said by the other."""
    for side, reading, token in (
        (pair.lost, pair.original, old),
        (pair.gained, pair.revised, new),
    ):
        near = {id(t) for t in reading.tokens[max(0, token.number - 4) : token.number + 5]}
        for other in side:
            is_condition = other.key == "logic:if" and _is_short(reading, other.number)
            if id(other) in near and (other.lower in _PRESENT or is_condition):
                pair.claim(other)


def _is_short(reading: Reading, at: int) -> bool:
    """Return whether an "if" only says that something is there or isn't: "if no light is present"."""
    clause: list[Token] = []
    for token in reading.tokens[at + 1 : at + 10]:
        if token.kind == "punctuation":
            break
        clause.append(token)
    return any(t.lower in {"present", "absent", "available", "lacking"} for t in clause)


def _denies(reading: Reading, denial: Token, word: Token | None) -> bool:
    """Return whether a "not" stands close before a word: "not treated", "did not clearly change"."""
    if word is None:
        return False
    near = reading.tokens[denial.number + 1 : denial.number + 5]
    for token in near:
        if token is word or token.key == word.key:
            return True
        if token.function == "preposition" or token.kind == "punctuation":
            return False
    return False


def _match_prefixes(pair: Comparison) -> None:
    """Find "unchanged" again in "not changed", and the other way round."""
    words, more = pair.left("word", "cause")
    nots_lost, nots_gained = pair.left("negation")
    for whole, plain, nots in ((words, more, nots_gained), (more, words, nots_lost)):
        for token in whole:
            own = key_of(token.lower)
            stem = next((own[len(p) :] for p in _PREFIXES if own.startswith(p)), "")
            partner = next((t for t in plain if key_of(t.lower) == stem), None) if len(stem) > 3 else None
            if partner is None and len(stem) > 3 and token.kind == "word":
                others = pair.original if whole is more else pair.revised
                partner = next(
                    (t for t in others.tokens if t.kind == "word" and key_of(t.lower) == stem), None
                )
            reading = pair.original if nots is nots_lost else pair.revised
            denial = next((t for t in nots if t.key == "negation:not" and id(t) not in pair.claimed), None)
            # Which of two equal words was gained says nothing: any "not" may be the one that denies it.
            if not any(_denies(reading, t, partner) for t in reading.tokens if t.key == "negation:not"):
                continue
            if partner is not None and denial is not None:
                pair.claim(token, partner, denial)
