"""English with the grammar of another language, read as what it means where the revision says so.

"Triterpenoids were with methanol extracted" has its participle where German has it, "responsible of" the
preposition of French or Spanish, "got always the same" an adverb that English puts before the verb. What
stands in the original is only read otherwise if the revision has the very words in English order, and the
original hasn't; a revision that brings one of these in has changed the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from natfig.core import lazyre
from natfig.prose.gate.tables import words
from natfig.prose.gate.words import form_of

__all__ = ["meant_in_english"]

Change = tuple[int, int, str]

_LEADING = "to|with|by|from|in|on|at|for|before|after|during|of|into|under|without|between|through|over|as"
_BE = "was|were|is|are|be|been"
_MODALS = "can|could|may|might|must|should|will|would"
_LATE = lazyre.compile(
    rf"\b(?P<aux>{_BE}|{_MODALS})(?P<comma>,?) (?P<between>(?:{_LEADING}) [^;:()]{{2,90}}?),? "
    r"(?P<participle>(?:be )?[a-z]{3,}(?:ed|en|wn|un|pt|ght|de|ut))(?= and\b| but\b| or\b|[.,;]|$)"
)
#: The second of two such participles: "and by NMR identified".
_LATE_AGAIN = lazyre.compile(
    rf" (?P<joint>and|but|or) (?P<between>(?:{_LEADING}) [^.,;:()]{{2,60}}?) "
    r"(?P<participle>[a-z]{3,}ed)(?= and\b| but\b|[.,;]|$)"
)


def meant_in_english(old: str, new: str) -> Iterator[Change]:
    """Yield stretches of an original and what they mean in English, where the revision says so."""
    for find in _READINGS:
        yield from find(old, new)


def _participles(old: str, new: str) -> Iterator[Change]:
    """Yield "were with methanol extracted" as "were extracted with methanol"."""
    found = False
    for match in _LATE.finditer(old):
        verb, participle = match["aux"], match["participle"]
        said = rf"\b{verb} (?:[a-z]+ly )?{participle}\b"
        last = participle.split()[-1]
        is_verb = form_of(last) == "ed" and (participle.startswith("be ") == (verb in _MODALS.split("|")))
        if is_verb and not re.search(said, old) and re.search(said, new):
            found = True
            yield match.start(), match.end(), f"{verb} {participle}{match['comma']} {match['between']}"
    for match in _LATE_AGAIN.finditer(old) if found else ():
        participle = match["participle"]
        if re.search(rf"\b{match['joint']} {participle}\b", new) and old.count(participle) == 1:
            yield match.start(), match.end(), f" {match['joint']} {participle} {match['between']}"


#: Word → the preposition it takes, and those that learners give it.
_TAKES = {
    word: (right, wrong.replace(",", "|").replace("_", " "))
    for line in (
        "responsible for of,to", "depend depends depended depending on of,from,in",
        "rely relies relied on of,in", "independent capable of on,from,to",
        "interested participate participated participates in on,at,for",
        "similar comparable identical to with,as", "composed of from",
        "characterised characterized by with,of", "superior inferior to than,of,from", "prior to of,from",
        "associated correlated accordance agreement with to", "focused focuses focus on in,at,to",
        "different differs differ differed from to,of", "affinity for to,of",
        "attitude attitudes towards to,in_front_of", "consist consists consisted of from,on",
        "influence impact effect influences impacts effects on to", "sensitive resistant exposed to against",
    )
    for *known, right, wrong in [line.split()]
    for word in known
}  # fmt: skip
_TAKEN = lazyre.compile(
    r"\b(" + "|".join(_TAKES) + r")((?: [a-z]+){0,3}?) (in front of|of|to|from|in|on|at|for|with|as|by|than|"
    r"through|against|over)\b"
)  # fmt: skip
#: Words whose preposition may stand behind what has it: "attitude of citizens in front of wind farms".
_APART = frozenset(words("attitude attitudes influence impact effect influences impacts effects affinity"))


def _prepositions(old: str, new: str) -> Iterator[Change]:
    """Yield "responsible of" as "responsible for"."""
    for match in _TAKEN.finditer(old):
        word, between, given = match.groups()
        right, wrong = _TAKES[word]
        if given not in wrong.split("|") or (between and (word not in _APART or " of " not in f"{between} ")):
            continue
        said = f"{word}{between} {right} "
        if said in new and said not in old:
            yield match.start(3), match.end(), right


_FREQUENCY = "always|often|usually|frequently|rarely|seldom|sometimes|never"
_OBJECT = r"(?:the|a|an|this|these|their|its|our|no|all|\d)"
_ADVERB = lazyre.compile(rf"\b(?P<verb>[a-z]{{3,}}) (?P<adverb>{_FREQUENCY}) (?={_OBJECT}\b)")
_SAID = lazyre.compile(rf"\b({_FREQUENCY}) ([a-z]{{3,}}) (?={_OBJECT}\b)")
_FLOATING = lazyre.compile(
    r"\b(was|were|is|are) ([a-z]{3,}(?:ed|en|de|ne)) (all|both) (?=(?:on|in|at|by|with|from|for|to)\b)"
)
_DEGREE = lazyre.compile(
    r"\b(?P<verb>[a-z]{3,}) (?P<degree>(?:more|less) (?:often|frequently|rarely|slowly|quickly|strongly)) "
    r"(?P<object>(?:[a-z-]+ ){1,3}?)(?=than\b)"
)  # fmt: skip


def _adverbs(old: str, new: str) -> Iterator[Change]:
    """Yield "got always the same" as "always got the same", "performed all on" as "all performed on"."""
    said = {m[1]: m[2] for m in _SAID.finditer(new)}
    for match in _ADVERB.finditer(old) if said else ():
        is_verb = form_of(match["verb"]) == "ed"
        if is_verb and match["adverb"] in said and not _SAID.search(old):
            yield match.start(), match.end(), f"{match['adverb']} {match['verb']} "
    for match in _FLOATING.finditer(old):
        if f"{match[1]} {match[3]} {match[2]}" in new:
            yield match.start(), match.end(), f"{match[1]} {match[3]} {match[2]} "
    for match in _DEGREE.finditer(old):
        if f"{match['verb']} {match['object']}{match['degree'].split()[0]} " in new:
            yield match.start(), match.end(), f"{match['verb']} {match['object']}{match['degree']} "


_VERBS = (
    (lazyre.compile(r"\blet to (?=[a-z])"), "allowed to ", "allowed to "),
    (lazyre.compile(r"\b[Ff]ew (?=(?:is|was) (?:[a-z]+ly )?(?:known|understood)\b)"), "little ", "ittle is"),
    (
        lazyre.compile(r"\bma(?:ke|kes|de|king) (?:the|an?) difference between\b"),
        "distinguish between",
        "",
    ),
)
_TOLD = (
    (
        lazyre.compile(
            r"\b(?<=we |er )exposes? (?=(?:an?|the|our) (?:[a-z]+ )?"
            r"(?:method|approach|model|theory|algorithm|framework|idea|proof|result)\b)"
        ),
        "present",
    ),
    (
        lazyre.compile(
            r"\b(?<=we )dispose of (?=(?:an? |\d)[^.,;]{0,20}"
            r"(?:data|database|sample|measurements|recordings|corpus|archive|records)\b)"
        ),
        "have",
    ),
)
_TELLING_APART = lazyre.compile(r"\b(?:distinguish|discriminat|differentiat)\w*")


def _verbs(old: str, new: str) -> Iterator[Change]:
    """Yield "let to attach" as "allowed to attach", "few is known" as "little is known"."""
    for pattern, meant, said in _VERBS:
        if said:
            found = said in new and said not in old
        else:
            found = _TELLING_APART.search(new) is not None and "difference" not in new
        for match in pattern.finditer(old) if found else ():
            told = _TELLING_APART.search(new)
            yield match.start(), match.end(), meant if said or told is None else f"{told[0]} between"


def _false_friends(old: str, new: str) -> Iterator[Change]:
    """Yield "we expose a method" as "we present a method", "we dispose of data" as "we have data"."""
    for pattern, meant in _TOLD:
        for match in pattern.finditer(old) if f" {meant}" in new else ():
            yield match.start(), match.end(), f"{meant} "


_REASONED = lazyre.compile(
    r"(?:^|(?<=[.;] ))(?P<first>[A-Z][^.;]{10,200})[.;] "
    r"(?:As a (?:result|consequence)(?: of this)?|Because of this|For this reason|Therefore|Consequently|"
    r"Hence|Thus|Accordingly),? (?P<second>[a-z0-9])"
)  # fmt: skip
_BECAUSE = lazyre.compile(r"\b(?:Because|Since|As) (\w+ \w+)")


def _reasons(old: str, new: str) -> Iterator[Change]:
    """Yield "Winds were strong. As a result, we left" as "Because winds were strong, we left"."""
    starts = {m[1].lower() for m in _BECAUSE.finditer(new)}
    for match in _REASONED.finditer(old) if starts else ():
        first = match["first"]
        if " ".join(first.split()[:2]).lower() in starts:
            begun = first if first[:2].isupper() else first[0].lower() + first[1:]
            yield match.start(), match.end() - 1, f"Because {begun}, "


#: What finds readings of an original in its revision.
_READINGS: tuple[Callable[[str, str], Iterator[Change]], ...] = (
    _participles, _prepositions, _adverbs, _verbs, _false_friends, _reasons,
)  # fmt: skip
