"""Frames and slips of a sentence that editors mend, read as what they are before two passages are compared.

Like `natfig.prose.gate.everyday`, which calls this: some phrases are brought to one form in both passages
("the present investigation" is "this study"), others only in the original, and only where the revision says
what was meant ("Having heated the ore" and "After the ore had been heated").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from natfig.core import lazyre
from natfig.prose.document import Passage
from natfig.prose.gate.slips import rewritten
from natfig.prose.gate.tables import words
from natfig.prose.gate.words import key_of

__all__ = ["framed", "is_ordinal_third", "meant_by"]

_SHOWN = r"(?:Fig(?:ure|s)?\.?|Table|Eq(?:uation)?\.?|Section|Appendix|the (?:figure|table|plot|map|inset))"
_WARD = r"(north|south|east|west|north-?east|north-?west|south-?east|south-?west)"
#: Phrase → what it is brought to, in both passages.
_FRAMES = tuple(
    (lazyre.compile(pattern), meant)
    for pattern, meant in (
        (r"\b(?:the|this) (?:present|current) (?:investigation|study|work|research)\b", "this study"),
        (r"\bThe (?:present|current) (?:investigation|study|work|research)\b", "This study"),
        (r"\b(?:the|this) (?:present|current) (paper|article|report|review)\b", r"this \1"),
        (r"\bThe (?:present|current) (paper|article|report|review)\b", r"This \1"),
        (r"\bthe (?:present )?authors of (?:this|the present) (?:article|paper|study|work|report)\b", "we"),
        (r"\bThe (?:present )?authors of (?:this|the present) (?:article|paper|study|work|report)\b", "We"),
        (
            (
                r"\b(?:deals? with|address(?:es)?|considers?|is concerned with|concerns?|explores?) "
                r"the (?:question|issue|problem) (?:of )?(?=how\b|whether\b|why\b|what\b|when\b|where\b)"
            ),
            "examines ",
        ),
        (
            r"\b([Ii]t (?:should|must|may|can|is to) be (?:noted|mentioned|emphasised|stressed)) here that\b",
            r"\1 that",
        ),
        (
            (
                rf"\b[Ii]t (?:can|may) be (?:seen|observed|noted) (?:from|in) "
                rf"((?:{_SHOWN})(?: ?\d+[a-z]?)?) that\b"
            ),
            r"\1 shows that",
        ),
        (
            (
                r"\b[Tt]here (?:is|exists) ((?:some|much|little|strong|good|growing|further|limited) )?"
                r"evidence (?:that|which) (suggests|indicates|shows) that\b"
            ),
            r"\1evidence \2 that",
        ),
        (rf"\b{_WARD}wards?(?=[.,;)]| (?:at|in|by|from|with|along|and|during|over|for|after|until)\b)",
         r"to the \1"),
        (r"\b([Ii])t (?:was|has been) (found|shown|seen|thought|held) by us that\b", r"we \2 that"),
        (
            (
                r"\b((?:Section|Chapter|Appendix) [\dA-Z][\d.]* )will (?=(?:then |also )?"
                r"(?:present|discuss|describe|review|outline|introduce|explain|address|illustrate)\b)"
            ),
            r"\1",
        ),
        (
            (
                r"\b([Aa])s (?:is|was|are|were) "
                r"(shown|seen|illustrated|depicted|indicated|listed|described) (?=(?:in|by|from)\b)"
            ),
            r"\1s \2 ",
        ),
        (r"(^|[.;] )Lastly, ", r"\1Finally, "),
        (r"\b([Hh])ow frequently\b", r"\1ow often"),
        (r"(^|[.;] )Besides, ", r"\1Moreover, "),
    )
)  # fmt: skip
_HINT = lazyre.compile(
    r"present |current |authors of|the (?:question|issue|problem)|here that|can be|may be|evidence|wards?\b|"
    r"by us that|frequently|Besides|will |Lastly|[Aa]s (?:is|was|are|were) "
)
_NUMBERS = r"two|three|four|five|six|seven|eight|nine|ten|\d+"
_TIMES = lazyre.compile(rf"\b([a-z]{{3,}})(ed|ing) ({_NUMBERS}) times\b")
_COUNTED = lazyre.compile(rf"\b({_NUMBERS}) ([a-z]{{4,}}s)\b", 2)
_UNIT = r"[A-Za-zµμ°Ω%][\w°µμ·/⁻¹²³−-]{0,12}"
_SHARED = lazyre.compile(rf"(?<![\w.,])(\d[\d.]*(?:, \d[\d.]*)*),? (and|or) (\d[\d.]*)( ?)({_UNIT})(?![\w])")
_PER = r"(?:second|minute|hour|day|week|month|year)"
_OF_PER = lazyre.compile(rf"( of [a-z]+(?: [a-z]+)?) per ({_PER})\b")
_PIECES = lazyre.compile(r"\b(lines|pieces|items|bits) of ([a-z]{5,})\b")
#: What is not counted but by the piece.
_UNCOUNTED = frozenset(
    words(
        "evidence equipment information advice software furniture feedback research knowledge literature work"
    )
)
_IN_ORDER = lazyre.compile(
    r"\b(?:in order|so) that (?:they|it|she|he|we) (?:could|can|might|may|would) (?=[a-z]+)"
)
_AVOIDED = lazyre.compile(
    r"\b(?:in order|so) that ((?:[a-z-]+ ){1,4}?)(?:could|can|might|may|would) be ([a-z]{3,}(?:ed|d))\b"
)
_INFINITIVE = lazyre.compile(r"\bto ([a-z]{3,})\b")
_AIM = lazyre.compile(
    r"\b[Tt]he (?:aim|purpose|goal|objective) of ((?:this|our) (?:paper|article|study|work|report|review)) "
    r"(?:is|was) to ([a-z]{4,})\b"
)
_HAVING = lazyre.compile(r"(?:^|(?<=[.;] ))Having (?=(?:been )?[a-z]+)")
_BEING = lazyre.compile(r"(?:^|(?<=[.;] ))Being (?=an? [a-z])")
_ORDINAL = lazyre.compile(r"\b(?:a|the) third (?!of\b|and\b|but\b|in\b|as\b|or\b|to\b)[a-z]{4,}")
_BARE_THIRD = lazyre.compile(r"\bby a third(?=[.,;)]|$)")

#: Letters of a passage beyond which nothing is looked for: no sentence is as long.
MOST_READ = 5000

Change = tuple[int, int, str]


def framed(passage: Passage) -> Passage:
    """Return a passage with the frames of its sentences brought to one form."""
    if not _HINT.search(passage.text):
        return passage
    for pattern, meant in _FRAMES:
        passage = rewritten(
            passage, [(m.start(), m.end(), m.expand(meant)) for m in pattern.finditer(passage.text)]
        )
    return passage


def meant_by(old: str, new: str) -> Iterator[Change]:
    """Yield stretches of an original and what they mean, where the revision says so."""
    if len(old) > MOST_READ:
        return
    for find in _READINGS:
        yield from find(old, new)


def _times(old: str, new: str) -> Iterator[Change]:
    """Yield "washing three times" as "three washes"."""
    counted = (
        {(m[1].lower(), key_of(m[2])): m[0].lower() for m in _COUNTED.finditer(new)}
        if " times" in old
        else {}
    )
    for match in _TIMES.finditer(old) if counted else ():
        meant = counted.get((match[3], key_of(match[1] + match[2])))
        if meant is not None:
            yield match.start(), match.end(), meant


def _shared(old: str, new: str) -> Iterator[Change]:
    """Yield "61 and 59 years" as "61 years and 59 years"."""
    for match in _SHARED.finditer(old) if " and " in old or " or " in old else ():
        space, unit = match[4], match[5]
        if unit in {"and", "or", "to", "of", "in"} or (space == "" and unit[0].isalpha() and len(unit) > 4):
            continue
        numbers = match[1].split(", ")
        if all(f"{number}{sign}{unit}" in new for number in numbers for sign in [space]):
            told = ", ".join(f"{number}{space}{unit}" for number in numbers)
            yield match.start(), match.end(), f"{told} {match[2]} {match[3]}{space}{unit}"


def _rates(old: str, new: str) -> Iterator[Change]:
    """Yield "640 mm of rain per year" as "640 mm per year of rain"."""
    for match in _OF_PER.finditer(old) if " per " in old else ():
        if f"/{match[2]}{match[1]}" in new or f"per {match[2]}{match[1]}" in new:
            yield match.start(), match.end(), f" per {match[2]}{match[1]}"


def _pieces(old: str, new: str) -> Iterator[Change]:
    """Yield "evidences" as "lines of evidence"."""
    for match in _PIECES.finditer(new):
        at = old.find(match[2] + "s") if match[2] in _UNCOUNTED else -1
        if at >= 0 and match[1] not in old:
            yield at, at + len(match[2]) + 1, f"{match[1]} of {match[2]}"


def _purposes(old: str, new: str) -> Iterator[Change]:
    """Yield "in order that they could rest" as "to rest"."""
    for match in _IN_ORDER.finditer(old) if " that " in old else ():
        verb = old[match.end() :].split(" ", 1)[0]
        if not _IN_ORDER.search(new) and f"to {verb}" in new:
            yield match.start(), match.end(), "to "
    for match in _AVOIDED.finditer(old) if " that " in old else ():
        again = next((v for v in _INFINITIVE.findall(new) if key_of(v) == key_of(match[2])), "")
        if again and not _AVOIDED.search(new):
            yield match.start(), match.end(), f"to {again} {match[1].rstrip()}"


def _aims(old: str, new: str) -> Iterator[Change]:
    """Yield "the aim of this paper is to compare" as "this paper compares"."""
    for match in _AIM.finditer(old):
        told = next((m for m in _DOES.finditer(new) if key_of(m[2]) == key_of(match[2])), None)
        if told is not None and key_of(match[2]) in _STUDYING:
            yield (
                match.start(),
                match.end(),
                told[0] if match[0][0] == "t" else told[0][0].upper() + told[0][1:],
            )


_DOES = lazyre.compile(r"\b((?:this|our) (?:paper|article|study|work|report|review)) ([a-z]{4,})\b", 2)
#: What a paper does by being written; "this paper cures" would claim what was only aimed at.
_STUDYING = frozenset(
    key_of(word)
    for word in words(
        """
        compare examine describe present investigate assess evaluate review report analyse analyze discuss
        explore study address consider summarise summarize outline survey introduce propose
        """
    )
)


def _participles(old: str, new: str) -> Iterator[Change]:
    """Yield "Having heated the ore" as "After having heated the ore", and "Being a plant" as a reason."""
    if "aving" not in new and (new.startswith("After ") or ". After " in new):
        for match in _HAVING.finditer(old):
            yield match.start(), match.end(), "After having "
    if "eing" not in new and new.startswith(("Because ", "As ", "Since ")):
        for match in _BEING.finditer(old):
            yield match.start(), match.end(), "Because being "


_DEMONSTRATED = lazyre.compile(r"\b([Dd])emonstrat(e|es|ed)(?= (?:that|how|why)\b)")


def _demonstrated(old: str, new: str) -> Iterator[Change]:
    """Yield "demonstrates that" as "shows that": the plainer word claims no more."""
    if "emonstrat" in new or " show" not in new:
        return
    for match in _DEMONSTRATED.finditer(old):
        yield match.start(), match.end(), {"e": "show", "es": "shows", "ed": "showed"}[match[2]]


#: What finds readings of an original in its revision.
_READINGS: tuple[Callable[[str, str], Iterator[Change]], ...] = (
    _times, _shared, _rates, _pieces, _purposes, _participles, _demonstrated, _aims,
)  # fmt: skip


def is_ordinal_third(old: str, new: str) -> bool:
    """Return whether "by a third" is one more of what is counted: "a third pathologist"."""
    return (_ORDINAL.search(old) is not None and _BARE_THIRD.search(new) is not None) or (
        _ORDINAL.search(new) is not None and _BARE_THIRD.search(old) is not None
    )
