"""Hedges: a claim is neither made stronger nor weaker.

Stacked hedges may collapse ("may possibly" → "may"); every other step on the scale is refused in both
directions, because a weaker claim is a claim lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from natfig.prose.gate.pair import Comparison, has_noun
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.tables.classes import LEVELS, describe
from natfig.prose.gate.verdict import Reason
from natfig.prose.gate.words import key_of

__all__ = ["look", "strength_reasons"]

#: Adverbs that say again what another hedge of the clause says.
_STACKED = frozenset({"hedge:possible", "hedge:potential", "hedge:probable", "hedge:putative"})
_HOLDERS = frozenset(
    {
        "modal:may",
        "modal:might",
        "modal:could",
        "hedge:possible",
        "hedge:appear",
        "evidence:suggest",
        "hedge:potential",
        "hedge:probable",
    }
)
#: "An increase was observed" is "it increased".
_SEEN = frozenset(
    {"observed", "seen", "found", "noted", "showed", "shows", "revealed", "observe", "see", "find", "note"}
)
#: Two ways to say one thing.
_EQUAL = (
    frozenset({"modal:able", "modal:can"}),
    frozenset({"modal:able", "modal:could"}),
    frozenset({"hedge:possible", "modal:may"}),
    frozenset({"modal:might", "modal:may"}),
    frozenset({"evidence:illustrate", "evidence:show"}),
    frozenset({"hedge:possibility", "modal:may"}),
    frozenset({"hedge:possibility", "hedge:possible"}),
    frozenset({"hedge:likelihood", "hedge:probable"}),
    frozenset({"hedge:potential", "modal:may"}),
    frozenset({"hedge:potential", "hedge:possible"}),
)


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield claims that are stronger or weaker than before."""
    lost, gained = pair.left("significance")
    pair.claim(*lost, *gained)
    if lost:
        yield Reason("significance-lost", f"'{lost[0].text}' is gone")
    if gained:
        yield Reason("significance-added", f"'{gained[0].text}' isn't in the original")
    lost, gained = pair.left("modal", "hedge", "evidence")
    pair.claim(*lost, *gained)
    _match_equal(lost, gained)
    _match_reported(pair, lost, gained)
    gained = [t for t in gained if not _is_failing(pair, t)]
    _match_denied(pair, lost, gained)
    _match_described(pair, lost, gained)
    _match_enabled(pair, lost, gained)
    if has_noun(pair):
        lost, gained = ([t for t in side if t.lower not in _SEEN] for side in (lost, gained))
    lost = [t for t in lost if not _is_empty(pair, t)]
    if not gained:
        lost = _without_stacked(pair, lost)
    _match_neutral(pair, lost, gained)
    lost = [t for t in lost if not _is_in_condition(pair.original, t)]
    _drop_seen(pair, lost, gained)
    yield from strength_reasons(lost, gained, "hedge")


def _match_enabled(pair: Comparison, lost: list[Token], gained: list[Token]) -> None:
    """Find "allow us to conclude" again in "we can conclude"."""
    causes_lost, causes_gained = pair.left("cause")
    for modals, causes in ((gained, causes_lost), (lost, causes_gained)):
        able = next((t for t in modals if t.key in {"modal:can", "modal:able", "modal:could"}), None)
        enable = next((t for t in causes if t.key == "cause:enable"), None)
        if able is not None and enable is not None:
            modals.remove(able)
            pair.claim(enable)


_DESCRIBED = frozenset(key_of(word) for word in ("describe", "document", "publish", "list"))


#: What those do who are asked: "respondents said that" and "respondents reported that".
_SAID = frozenset(key_of(word) for word in ("say", "state", "tell", "mention"))


def _match_described(pair: Comparison, lost: list[Token], gained: list[Token]) -> None:
    """Find "reported" again in "described" where a citation says by whom."""
    is_cited = any(t.mark is not None or t.lower == "literature" for t in pair.original.tokens)
    words_lost, words_gained = pair.left("word")
    for told, others in ((lost, words_gained), (gained, words_lost)):
        report = next((t for t in told if t.key == "evidence:report"), None)
        known = _DESCRIBED | _SAID if is_cited else _SAID
        other = next((t for t in others if key_of(t.lower) in known), None)
        if report is not None and other is not None:
            told.remove(report)
            pair.claim(other)


def _match_equal(lost: list[Token], gained: list[Token]) -> None:
    for token in list(lost):
        partner = next((t for t in gained if frozenset({t.key, token.key}) in _EQUAL), None)
        if partner is not None:
            lost.remove(token)
            gained.remove(partner)


_THOUGHT = frozenset(
    {"hedge:hypothesise", "hedge:expect", "hedge:assume", "hedge:believe", "hedge:suspect", "hedge:speculate",
     "cause:predict", "evidence:argue", "hedge:propose"}
)  # fmt: skip


def _match_reported(pair: Comparison, lost: list[Token], gained: list[Token]) -> None:
    """Find "we hypothesised that it will rise" again in "… that it would rise"."""
    will = next((t for t in lost if t.key == "modal:will"), None)
    would = next((t for t in gained if t.key == "modal:would"), None)
    if will is not None and would is not None:
        before = pair.original.tokens[: will.number]
        if any(t.key in _THOUGHT and t.form == "ed" for t in before):
            lost.remove(will)
            gained.remove(would)


def _is_failing(pair: Comparison, token: Token) -> bool:
    """Return whether "were unable to" stands for "failed to"."""
    failed = any(t.text.lower().startswith("fail") for t in pair.original.tokens)
    return token.key == "modal:able" and "unable" in token.text.lower() and failed


_DENIABLE = frozenset({"evidence:suggest", "evidence:indicate", "evidence:evidence"})


def _match_denied(pair: Comparison, lost: list[Token], gained: list[Token]) -> None:
    """Find "nothing suggests that" again in "there is no evidence that"."""
    for old in [t for t in lost if t.key in _DENIABLE and _is_denied(pair.original, t)]:
        new = next((t for t in gained if t.key in _DENIABLE and _is_denied(pair.revised, t)), None)
        if new is not None:
            lost.remove(old)
            gained.remove(new)


def _is_denied(reading: Reading, token: Token) -> bool:
    """Return whether there is no evidence, so that its strength says nothing."""
    before = reading.tokens[max(0, token.number - 5) : token.number]
    return any(t.key in {"negation:no", "negation:none", "negation:not"} for t in before)


#: Up to this strength a hedge says no more than that something is possible.
_WEAK = 15
#: Stronger words ("can", "will", "suggest") are no hedges that another one makes needless.
_MIDDLING = 22


def _without_stacked(pair: Comparison, lost: list[Token]) -> list[Token]:
    """Return lost hedges without those that another hedge of their clause still holds."""
    gone = {id(t) for t in lost}
    tokens, clauses = pair.original.tokens, pair.before.clause
    held: dict[int, int] = {}
    for token, clause in zip(tokens, clauses, strict=True):
        if token.key in _HOLDERS and id(token) not in gone:
            held[clause] = min(_strength(token), held.get(clause, 99))
    clause_of = {id(t): c for t, c in zip(tokens, clauses, strict=True)}
    # "suggests that X may possibly": the clause that "that" begins is held by its own hedge
    said = {(c, t.key) for t, c in zip(tokens, clauses, strict=True) if id(t) not in gone}
    empty = _empty_clauses(pair)

    def is_held(token: Token) -> bool:
        clause = clause_of.get(id(token), -1)
        if (clause, token.key) in said:
            return True
        if token.key in _STACKED and clause in held:
            return True
        # "It seems possible that the crater may": what says nothing but the hedge
        own = held.get(clause + 1 if clause in empty else clause)
        is_hedge = token.kind in {"modal", "hedge"} and (_strength(token) <= _MIDDLING or clause in empty)
        return is_hedge and own is not None and own <= max(_strength(token), _WEAK) and _strength(token) > 0

    return [t for t in lost if not is_held(t)]


def _strength(token: Token) -> int:
    return LEVELS.get(token.key.partition(":")[2], 0)


def _empty_clauses(pair: Comparison) -> set[int]:
    """Return clauses that hold nothing but hedges: "it could perhaps be the case"."""
    full = {
        clause
        for token, clause in zip(pair.original.tokens, pair.before.clause, strict=True)
        if token.is_heavy and token.kind not in {"modal", "hedge"} and token.lower not in {"case", "evident"}
    }
    return set(pair.before.clause) - full


def strength_reasons(lost: list[Token], gained: list[Token], word: str) -> Iterator[Reason]:
    """Yield reasons for words on a scale of strength that came, went or changed."""
    for old, new in zip(lost, gained, strict=False):
        before, after = (LEVELS.get(t.key.partition(":")[2], 0) for t in (old, new))
        code = "claim-stronger" if after > before else "claim-weaker" if after < before else "claim-changed"
        way = {
            "claim-stronger": "claims more",
            "claim-weaker": "claims less",
            "claim-changed": "says another thing",
        }[code]
        yield Reason(code, f"'{old.text}' has become '{new.text}', which {way}")
    for token in lost[len(gained) :][:2]:
        yield Reason(f"{word}-lost", f"the {describe(token.kind)} '{token.text}' is gone")
    for token in gained[len(lost) :][:2]:
        yield Reason(f"{word}-added", f"the {describe(token.kind)} '{token.text}' isn't in the original")


def _is_failed(pair: Comparison, token: Token) -> bool:
    """Return whether "were not able to" has become "failed to"."""
    return any(t.kind == "negation" for t in pair.original.tokens[: token.number + 3]) and any(
        t.text.lower().startswith("fail") for t in pair.revised.tokens
    )


_THERE = frozenset({"found", "observed", "seen", "noted"})


def _is_placed(pair: Comparison, token: Token) -> bool:
    """Return whether "was found" only says that something is there: "the peak which is seen at 5 keV"."""
    tokens, at = pair.original.tokens, token.number
    if token.lower not in _THERE or at < 2 or tokens[at - 1].key != "be":
        return False
    if tokens[at - 2].lower in {"which", "that"}:
        return True
    if any(t.kind == "negation" for t in tokens):
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or after.kind == "punctuation"


_REPORTED = frozenset({"evidence:report", "evidence:show"})


def _is_cited(token: Token, around: list[Token]) -> bool:
    """Return whether a citation says by itself who reported something: "those reported by Meyer [12]"."""
    return (
        token.key in _REPORTED
        and token.form == "ed"
        and any(t.lower == "by" for t in around[:1])
        and any(t.mark is not None for t in around)
    )


#: What shows something when it is looked at: a frame for what is told, no claim of its own.
_SHOWING = frozenset(
    words(
        """
        table figure tables figures result results data finding findings comparison analysis survey
        questionnaire questionnaires inspection observation observations map maps image images plot plots
        """
    )
)


def _match_neutral(pair: Comparison, lost: list[Token], gained: list[Token]) -> None:
    """Leave out a "showed" that only carries what is told.

    "The coating showed no corrosion" says that there was none, and "a comparison of A and B shows that"
    says where one looks. Where any other word of evidence came or went, nothing is left out.
    """
    if {t.key for t in (*lost, *gained)} - {"evidence:show"}:
        return
    for side, reading, other in ((lost, pair.original, pair.revised), (gained, pair.revised, pair.original)):
        side[:] = [t for t in side if not _is_neutral(reading, other, t)]


def _is_neutral(reading: Reading, other: Reading, token: Token) -> bool:
    after = reading.tokens[token.number + 1 : token.number + 2]
    if token.form not in {"ed", "s", ""} or not after or after[0].kind == "punctuation":
        return False
    back = reading.tokens[max(0, token.number - 8) : token.number]
    if any(t.function == "auxiliary" or t.kind in {"modal", "negation"} for t in back[-1:]):
        return False
    if after[0].lower in {"that", "how", "whether", "why"}:
        shown = {t.lower for t in back if t.lower in _SHOWING or t.mark is not None}
        said = {t.lower for t in other.tokens}
        return bool(shown) and (
            bool(shown & said)
            or (
                reading.tokens[0].lower in {"a", "an", "the"}
                and bool(shown & {"comparison", "analysis", "inspection"})
            )
        )
    return after[0].kind in {"negation", "word"} or after[0].function == "determiner"


def _is_sight(pair: Comparison, token: Token) -> bool:
    """Return whether "could be seen" says that something was seen."""
    tokens = pair.original.tokens[token.number + 1 : token.number + 5]
    after = [t for t in tokens if not t.lower.endswith("ly") and t.lower != "also"][:2]
    return len(after) == 2 and after[0].key == "be" and after[1].key == "evidence:show"


def _drop_seen(pair: Comparison, lost: list[Token], gained: list[Token]) -> None:
    """Leave out words for what was seen or found, where no other word of evidence came or went.

    Whoever tells a result has found it: "it was found that A rose", "A rose". Set against a stronger or a
    weaker word it is a claim of its own.
    """
    if {t.key for t in (*lost, *gained)} == {"evidence:show"} and not any(
        _has_seer(r, t) for r, side in ((pair.original, lost), (pair.revised, gained)) for t in side
    ):
        lost.clear()
        gained.clear()


def _has_seer(reading: Reading, token: Token) -> bool:
    """Return whether it is told who saw it: "it was found by them that"."""
    after = reading.tokens[token.number + 1 : token.number + 3]
    return len(after) == 2 and after[0].lower == "by" and after[1].kind == "person"


_CONDITIONS = frozenset({"logic:if", "logic:unless", "when", "whenever"})


def _is_in_condition(reading: Reading, token: Token) -> bool:
    """Return whether a "would" stands in a condition: "if the load would exceed 5 N"."""
    if token.key != "modal:would":
        return False
    for before in reversed(reading.tokens[max(0, token.number - 10) : token.number]):
        if before.key in _CONDITIONS:
            return True
        if before.kind == "punctuation":
            return False
    return False


_SEEABLE = frozenset(key_of(w) for w in ["observe", "find", "see", "detect", "notice", "discern", "identify"])
_PLANNED = frozenset(
    key_of(w)
    for w in [
        "expect",
        "expectation",
        "predict",
        "prediction",
        "hypothesise",
        "hypothesis",
        "decide",
        "plan",
        "agree",
        "intend",
        "aim",
    ]
)
_OUTLINE = frozenset({"section", "chapter", "subsection", "paragraph", "appendix"})


def _is_empty(pair: Comparison, token: Token) -> bool:
    """Return whether a modal says nothing by itself: "no change could be observed"."""
    around = pair.original.tokens[token.number + 1 : token.number + 6]
    if any(t.lower == "yes" for t in pair.original.tokens[max(0, token.number - 4) : token.number]):
        return True  # "Yes, it can"
    if _is_cited(token, pair.original.tokens[token.number + 1 : token.number + 9]) or _is_placed(pair, token):
        return True
    if token.key in {"modal:could", "modal:can", "modal:able"} and _is_failed(pair, token):
        return True
    if token.key in {"modal:could", "modal:can"} and _is_sight(pair, token):
        return True
    if token.key in {"modal:could", "modal:can", "modal:able"}:
        denied = all(any(t.kind == "negation" for t in r.tokens) for r in (pair.original, pair.revised))
        return denied and any(key_of(t.lower) in _SEEABLE for t in around)
    if token.key == "modal:able" and around and around[0].lower == "to":
        around = around[1:]
    if token.key == "modal:able" and around and around[0].kind == "evidence":
        back = pair.original.tokens[max(0, token.number - 1) : token.number]
        return token.text.lower().startswith(("were", "was")) or any(t.lower in {"were", "was"} for t in back)
    if token.key == "modal:would":
        return any(key_of(w) in _PLANNED for w in pair.original.passage.text.lower().split())
    if token.key == "modal:will":
        return any(t.lower in _OUTLINE for t in pair.original.tokens)
    return False
