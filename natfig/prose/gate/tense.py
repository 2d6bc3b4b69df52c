"""Tense and person: what was found doesn't become what always holds, and "we" doesn't become "they"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from natfig.core import lazyre
from natfig.prose.document import Kind
from natfig.prose.gate.bindings import said
from natfig.prose.gate.pair import Comparison, has_noun
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
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
    yield from _aspect(pair)
    yield from _plain(pair)
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
        if _is_mixed(pair, now):
            continue
        if before <= _PAST and now == {"present"} and not _is_shown(pair):
            yield _reason(pair, key, "past", "present", "a finding has become a general truth")
            return
        is_style = _is_shown(pair) or _is_statistic(pair, key) or _is_procedure(pair)
        if before == {"present"} and now == {"past"} and not is_style:
            yield _reason(pair, key, "present", "past", "a general truth has become a finding")
            return


def _is_shown(pair: Comparison) -> bool:
    """Return whether a figure or table shows what is told: it did when it was drawn, and does."""
    return any(
        t.mark is not None and t.mark.kind is Kind.REFERENCE and any(
            other.key in {"evidence:show", "evidence:illustrate"}
            for other in pair.original.tokens[max(0, t.number - MOST_BETWEEN) : t.number + MOST_BETWEEN]
        )
        for t in pair.original.tokens
    )  # fmt: skip


#: Words between a figure and the "shows" that is said of it.
MOST_BETWEEN = 4


def _is_mixed(pair: Comparison, now: set[str]) -> bool:
    """Return whether an original mixes two tenses, and the revision tells all in the past."""
    if "present" in now:
        return False
    had, has = (set().union(*facts.tense.values()) for facts in (pair.before, pair.after))
    return {"past", "present"} <= had and "present" not in has


#: What only an experimenter does to things.
_HANDLING = frozenset(
    key_of(word)
    for word in words(
        """
        seed filter pipette sieve rinse centrifuge incubate wash acidify autoclave sonicate vortex aspirate
        aliquot weigh anneal sputter degas stir reflux quench homogenise lyophilise thaw stain scan digitise
        interview randomise recruit anaesthetise dissect inject immunise transfect pulverise grind polish
        harvest sort plant sow mow shear dig
        blot amplify sequence elute titrate calibrate resuspend euthanise photograph transcribe evacuate
        pretreat preheat decant degass dry trypsinise subculture purge outgas ultrasonicate
        """
    )
)


def _is_procedure(pair: Comparison) -> bool:
    """Return whether all that a text tells is done by hand: "cells are seeded and the medium is replaced"."""
    tokens, verbs = pair.original.tokens, pair.before.verbs
    if _is_dated(pair):
        return True
    told = [
        t for t, verb in zip(tokens, verbs, strict=True)
        if verb in {"active", "passive", "copula"} or (t.form == "ed" and t.kind == "word")
    ]  # fmt: skip
    finite = [t for t in told if verbs[t.number] not in {"passive", "", "participle"}]
    ours = _done_by_us(pair, finite)
    if any((t.form != "ed" or tokens[t.number - 1].lower not in _STEPS) and t not in ours for t in finite):
        return False
    is_ours = bool(ours) and len(ours) == len(finite)
    if not is_ours and any(t.lower == "by" for t in tokens):
        return False
    if not is_ours and not any(verb == "passive" for verb in verbs):
        return False
    handled = any(part in _HANDLING for t in told for part in (t.key, key_of(t.lower)))
    return handled and not any(t.kind in {"modal", "evidence", "cause", "hedge"} for t in tokens)


def _done_by_us(pair: Comparison, finite: list[Token]) -> list[Token]:
    """Return verbs that "we" do, and those of further steps: "we cut the roots and weigh them"."""
    tokens = pair.original.tokens
    found: list[Token] = []
    for token in finite:
        at = token.number - 1
        while at > 0 and (tokens[at].lower.endswith("ly") or tokens[at].function == "connective"):
            at -= 1
        if at < 0:
            continue
        if tokens[at].key == "person:we" or (found and tokens[at].lower in _STEPS):
            found.append(token)
    return found


_IN_YEAR = lazyre.compile(r"\bin (?:[A-Z][a-z]{2,8} )?(?:19\d\d|20[01]\d|202[0-5])\b")
#: What is done when things are gathered.
_GATHERING = frozenset(key_of(w) for w in words("take collect sample gather catch record measure survey"))


def _is_dated(pair: Comparison) -> bool:
    """Return whether the present tells what was done in a year that is over: "cores are taken in 1998"."""
    if len(_IN_YEAR.findall(pair.original.passage.text)) != 1:
        return False
    verbs = pair.before.verbs
    told = [t for t in pair.original.tokens if verbs[t.number] in _FINITE]
    handled = _HANDLING | _GATHERING
    return (
        bool(told)
        and all(verbs[t.number] == "passive" or _is_dried(pair.original.tokens, t.number) for t in told)
        and any(part in handled for t in told for part in (t.key, key_of(t.lower)))
        and not any(t.kind in {"modal", "cause", "hedge"} for t in pair.original.tokens)
    )


def _is_dried(tokens: list[Token], at: int) -> bool:
    """Return whether a form of "be" has a compound participle behind it: "are air-dried"."""
    return tokens[at].key == "be" and any(t.form == "ed" for t in tokens[at + 1 : at + 3])


_FINITE = frozenset({"active", "passive", "copula"})
#: Before the second of two steps: "is drawn and centrifuged".
_STEPS = frozenset({"and", ",", "then", "or"})
#: What goes on isn't done, and what was once so isn't now.
_CLASHING = {
    "ongoing": frozenset({"perfect", "past"}),
    "perfect": frozenset({"ongoing", "planned"}),
    "past": frozenset({"ongoing", "planned"}),
    "habit": frozenset({"present", "plain", "ongoing", "perfect"}),
    "present": frozenset({"habit"}),
    "plain": frozenset({"habit"}),
    "planned": frozenset({"past", "perfect", "ongoing"}),
}


#: One of two aspects that clash has one of these.
_ASPECT = lazyre.compile(r"\bbeing\b|\bused to\b|\bto be\b|\b(?:is|are) (?:[a-z]+ ){0,3}[a-z]+ing\b")


def _aspect(pair: Comparison) -> Iterator[Reason]:
    """Yield "is being lost" that has become "has been lost", and "used to breed" that is "breeds" now."""
    if _is_shown(pair) or not any(_ASPECT.search(r.passage.text) for r in (pair.original, pair.revised)):
        return
    had = _aspects(pair.original, pair.before.verbs, {})
    if not had:
        return
    for key, now in _aspects(pair.revised, pair.after.verbs, pair.renamed).items():
        if now in _CLASHING.get(had.get(key, ""), ()):
            yield _reason(pair, key, had[key], now, "what goes on, what is over and what once was so differ")
            return


def _aspects(reading: Reading, verbs: list[str], names: dict[str, str]) -> dict[str, str]:
    """Return key of each verb that stands once → "ongoing", "perfect", "past", "present" or "habit"."""
    counts = Counter(names.get(t.key, t.key) for t in reading.tokens)
    found: dict[str, str] = {}
    chain: list[str] = []  # auxiliaries before a verb
    before = ""
    for token, verb in zip(reading.tokens, verbs, strict=True):
        last, before = before, token.kind
        if token.function == "auxiliary" or token.kind == "modal" or token.lower == "to":
            chain.append(token.lower)
        elif token.lower == "used" and (not chain or chain[-1] == "did"):
            chain = ["used"]
        elif token.kind in _PASSED or token.lower in _BETWEEN or (token.lower.endswith("ly") and chain):
            continue
        else:
            key = names.get(token.key, token.key)
            aspect = _aspect_of(chain, token.form, verb) if token.kind in {"word", "cause"} else ""
            if not chain and not aspect and last in {"word", "name"} and token.form in {"s", ""}:
                aspect = "plain"  # may be a verb that no table knows
            if aspect and counts[key] == 1:
                found[key] = aspect
            chain = []
    return found


def _plain(pair: Comparison) -> Iterator[Reason]:
    """Yield "the lake freezes" that has become "the lake froze", of verbs that no table knows."""
    had = _after_nouns(pair.original, pair.before.verbs, {})
    if not had or _is_procedure(pair):
        return
    for two, is_past in _after_nouns(pair.revised, pair.after.verbs, pair.renamed).items():
        if had.get(two, is_past) != is_past and not _is_telling(pair, two[1]):
            was, now = ("present", "past") if is_past else ("past", "present")
            yield _reason(pair, two[1], was, now, "a general truth and a finding differ")
            return


def _after_nouns(reading: Reading, verbs: list[str], names: dict[str, str]) -> dict[tuple[str, str], bool]:
    """Return (noun, verb) → whether the past is told, of verbs without auxiliaries right behind a noun."""
    found: dict[tuple[str, str], bool] = {}
    noun: Token | None = None
    for token in reading.tokens:
        if token.lower.endswith("ly") or token.kind == "scope":
            continue
        before, noun = noun, token if token.kind in {"word", "name"} and token.form != "ed" else None
        if before is None or token.kind != "word" or verbs[token.number] == "participle":
            continue
        is_present = token.form == "s" and before.form != "s"
        after = reading.tokens[token.number + 1] if token.number + 1 < len(reading.tokens) else None
        if after is None or after.lower == "by" or not (is_present or token.form == "ed"):
            continue
        if is_verb(token.lower):
            found[names.get(before.key, before.key), names.get(token.key, token.key)] = not is_present
    return found


_PASSED = frozenset({"negation", "scope", "hedge", "filler"})
_BETWEEN = frozenset({"still", "now", "also", "already", "then"})


def _aspect_of(chain: list[str], form: str, verb: str) -> str:
    """Return the aspect of a verb behind its auxiliaries, "" for one that tells nothing."""
    if chain[:2] == ["used", "to"]:
        return "habit" if form == "" and len(chain) == 2 else ""
    if not chain:
        is_told = verb == "active"
        return {"ed": "past", "s": "present", "": "present"}.get(form, "") if is_told else ""
    is_now = chain[0] in {"is", "are"}
    if form == "ing":
        return "ongoing" if is_now and len(chain) == 1 else ""
    if form != "ed":
        return ""
    if chain[1:3] == ["to", "be"]:
        return "planned"  # "was to be demolished"
    if chain[-1] == "being":
        return "ongoing" if is_now else ""
    if chain[0] in {"has", "have"}:
        return "perfect"
    if chain[0] in {"had", "was", "were"}:
        return "past"
    return "present" if is_now and len(chain) == 1 else ""


def _retold(pair: Comparison) -> Iterator[Reason]:
    """Yield "workers ignore larvae" where they ignored them, or the other way, of verbs no table knows."""
    had = Counter(t.key for t in pair.original.tokens)
    has = Counter(pair.key(t) for t in pair.revised.tokens)
    sides = (_told_of_many(pair.original, {}), _told_of_many(pair.revised, pair.renamed))
    for is_past in (True, False):
        for key in sides[1][not is_past]:
            if key not in sides[0][is_past] or had[key] != 1 or has[key] != 1 or _is_telling(pair, key):
                continue
            if not is_past and (_is_procedure(pair) or _is_shown(pair) or _is_mixed(pair, {"past"})):
                continue
            was, now = ("past", "present") if is_past else ("present", "past")
            yield _reason(pair, key, was, now, "a general truth and a finding differ")
            return


def _told_of_many(reading: Reading, names: dict[str, str]) -> dict[bool, set[str]]:
    """Return whether the past is told → keys of verbs between a plural noun and what may be an object."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    tokens = reading.tokens
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before.kind != "word" or before.form != "s" or token.kind != "word":
            continue
        if token.form == "ed":
            found[True].add(names.get(token.key, token.key))
        elif not token.form and is_verb(token.lower):
            is_object = after.function == "determiner" or after.kind in {"word", "name"}
            if is_object:
                found[False].add(names.get(token.key, token.key))
    return found


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


_MEN = frozenset(words("he him his himself"))
_WOMEN = frozenset(words("she her hers herself"))


def _person(pair: Comparison) -> Iterator[Reason]:
    had_words, has_words = ({t.lower for t in r.tokens} for r in (pair.original, pair.revised))
    for some, others in ((_MEN, _WOMEN), (_WOMEN, _MEN)):
        if had_words & some and not had_words & others and has_words & others and not has_words & some:
            old, new = min(had_words & some), min(has_words & others)
            yield Reason("person-changed", f"'{old}' has become '{new}'")
            return
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
    if any(t.lower in {"they", "them", "he", "she", "theirs"} for t in pair.original.tokens):
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
