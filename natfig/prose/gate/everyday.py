"""Edits that every copy editor makes, read as what they are before two passages are compared.

Some phrases are brought to one form in both passages: "in the year 1790" is "in 1790". Others are read
otherwise in the original only, and only where the revision says what was meant: "450oC", "Runge Kutta",
"the amount of errors". A revision that brings one of these in has changed the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from natfig.core import lazyre
from natfig.prose.document import Passage
from natfig.prose.gate.editing import framed, is_ordinal_third, meant_by
from natfig.prose.gate.learner import meant_in_english
from natfig.prose.gate.misspelt import misspelt
from natfig.prose.gate.slips import rewritten
from natfig.prose.gate.tables import words
from natfig.prose.gate.wording import typed_for, worded
from natfig.prose.ledger import Ledger

__all__ = ["evened"]

_NAMED = r"[A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w’'-]+| et al\.?)?"
#: Phrase → what it is brought to, in both passages.
_EVEN = tuple(
    (lazyre.compile(pattern), meant)
    for pattern, meant in (
        (r"\b(between|from|in|during|until|since|to|and) the years? (?=1[0-9]{3}\b|20\d\d\b)", r"\1 "),
        (r"\b(advanc(?:e[sd]?|ing)|progress(?:e[sd]|ing)?|proceed(?:s|ed|ing)?) forwards?\b", r"\1"),
        (r"\b((?:advanc|retreat)(?:e[sd]?|ed|s|ing)? by \d[\d.,]* ?[a-z]+) in length\b", r"\1"),
        (r"\bin close ([a-z]+al) proximity(?: to (?:one another|each other))?\b", r"\1ly close"),
        (r"\bwith an? (?:accuracy|error) (?:(?:that|which) (?:is|was) |of )?within\b", "within"),
        (r"\bit (?:was|has been) ([a-z]{4,}ed) by us that\b", r"we \1 that"),
        (r"\bIt (?:was|has been) ([a-z]{4,}ed) by us that\b", r"We \1 that"),
        (r"\bon two occasions\b", "twice"),
        (r"\b(\d[\d.,]* [a-z]+) an? (?=(?:second|minute|hour|day|week|month|year)\b)", r"\1 per "),
        (
            (
                r"\b(about|roughly|approximately|nearly|almost|by) a (third|quarter|fifth|tenth)"
                r"(?= (?:but|and|as|in|after|when|over|compared|than)\b|[.,;)])"
            ),
            r"\1 one-\2",
        ),
        (r"\bjust (?=\d)", "only "),
        (r"\b([a-z]{3,})-free\b", r"free of \1"),
        (r"\ban upper (?:limit|bound) of (?=[\d~≈])", "at most "),
        (r"\ba lower (?:limit|bound) of (?=[\d~≈])", "at least "),
        (r"\bso ([a-z]+) that (?:it|they|these) (?:can|could) be\b", r"\1 enough to be"),
        (r"\bsufficiently ([a-z]+) to be\b", r"\1 enough to be"),
        (r"\b(\d[\d,.]* (?!or\b)[a-z]{3,}s) or (?:more|longer|above)\b", r"at least \1"),
        (r"\b(\d[\d,.]* (?!or\b)[a-z]{3,}s) or (?:fewer|less|shorter|below)\b", r"at most \1"),
        (r"\bhow fast\b", "the rate at which"),
        (r"\bHow fast\b", "The rate at which"),
        (r"\bhow often\b", "the frequency with which"),
        (r"\bHow often\b", "The frequency with which"),
        (r"\bhow many (?=[a-z])", "the number of "),
        (r"\bHow many (?=[a-z])", "The number of "),
        (r"\bhow much (?=[a-z]+\b(?<!more)(?<!less)(?<!the)(?<!of)(?<!was)(?<!is))", "the amount of "),
        (r"\bIt remains to be seen whether\b", "It is open whether"),
        (r"\bit remains to be seen whether\b", "it is open whether"),
        (
            r"\b(?:remains|remain|is|are) an? (?:still )?(?:open|unanswered|unresolved|unsettled) question\b",
            "is open",
        ),
        (r", which (?:in turn )?means that\b,?", "; therefore,"),
        (r"(?<=[.;] )This means that\b,?", "Therefore,"),
        (r"(?<= )([a-z]{3,}), (in|for|from|at|on) each of which\b,?", r"\1; \2 each \1"),
        (
            r"^((?:Fig(?:ure|\.)? ?\d+[a-z]?[.:|] )?)(?:Graph|Plot|Chart)s? (?:showing|depicting) (?:the )?",
            r"\1",
        ),
        (
            r"\b(have|has) done (?:a lot of|much|many) research(?:es)? (?:about|on|into)\b",
            r"\1 extensively studied",
        ),
        (r",? and (?:have |has )?(?:got|obtained) (?=[a-z]+ results\b)", ", with "),
    )
)  # fmt: skip
_EVEN_HINT = lazyre.compile(
    r"the years? \d| forwards?\b|in length|proximity|within|by us that|means that|of which|occasions|"
    r" an? (?:second|minute|hour|day|week|month|year)\b| a (?:third|quarter|fifth|tenth)\b|\bjust \d|-free\b|"
    r"research|results| or (?:more|longer|above|fewer|less|shorter|below)\b|"
    r"[Hh]ow (?:fast|often|many|much)\b|to be seen|question\b|(?:upper|lower) (?:limit|bound)|"
    r"\bso [a-z]+ that|sufficiently|^(?:Fig[^:|]{0,12}[.:|] )?(?:Graph|Plot|Chart)"
)
_EASIER = lazyre.compile(r"\b(mak(?:es?|ing)|made) (?!it\b)((?:[\w-]+ ){1,8}?)easier\b(?! to\b| than\b|-)")
_EASED = {"make": "facilitate", "makes": "facilitates", "making": "facilitating", "made": "facilitated"}
_CITED = lazyre.compile(
    rf"\bin (?:a|an|the|another) (?:recent |earlier |previous )?(?:study|paper|work|article|report) by "
    rf"({_NAMED}(?: ?[\[(][^\])]{{1,40}}[\])])?)(, it (?:was|has been|is) "
    r"(?=(?:shown|found|reported|argued|proposed) that\b))",
    2,
)
_PLAN = lazyre.compile(
    r"\bin (?:this (?:paper|article|chapter|section|thesis|report|review|study|work)|"
    r"(?:section|chapter|appendix) [\dA-Z][\d.]*),? we will (?=[a-z])",
    2,
)
_TELLING = (
    "present|discuss|show|describe|review|outline|introduce|explain|summari[sz]e|address|illustrate|derive"
)
_WILL = lazyre.compile(rf"\b(?<=(?:we|nd) )will (?=(?:then |also |further )?(?:{_TELLING})\b)")
#: Letters of a sentence that are looked at.
_SENTENCE = 400
_NEED = lazyre.compile(r"\bit was (?:necessary|required)(?: for us)? to ([a-z]+)", 2)
_HAD_TO = lazyre.compile(r"\b[Ww]e (?:therefore )?had to ([a-z]+)")
_ASCERTAIN = lazyre.compile(r"\bascertain(?=(?:ed|s|ing)?\b)")
_SPACED_NAME = lazyre.compile(r"\b([A-Z][a-zé]{2,}) (?=([A-Z][a-zé]{2,})\b)")
_JOINED_NAME = lazyre.compile(r"\b([A-Z][a-zé]{2,})([–-])([A-Z][a-zé]{2,})\b")
_UNITS = tuple(
    (lazyre.compile(pattern), meant)
    for pattern, meant in (
        (r"(?<=\d)( ?)[oº]?C\b", " °C"),
        (r"(?<![\w.-])-(?=\d[\d.]*u(?:s|m|A|V|W|F|g|L|l|M)\b)", "−"),
        (r"(?<=\d)u(?=(?:s|m|A|V|W|F|g|L|l|M)\b)", " µ"),
        (r"(?<=\d )u(?=(?:m|A|V|W|F|g|L|l)\b)", "µ"),
    )
)
_AMOUNT = lazyre.compile(r"\b[Aa]mount(?= of ((?:[a-z]+ ){0,2}[a-z]+))")
_NUMBER_OF = lazyre.compile(r"\b[Nn]umber of ((?:[a-z]+ ){0,2}[a-z]+)")
#: What is counted and never weighed: "the amount of proteins" may be meant.
_COUNTABLE = frozenset(
    words(
        """
        errors mistakes people persons participants patients students pupils children respondents volunteers
        cases studies papers articles publications citations experiments trials tests measurements words
        letters sentences questions answers items sites visits households villages towns countries
        iterations steps parameters variables users animals mice rats birds events plots
        days weeks months years women men
        """
    )
)


def evened(original: Passage, revised: Passage, ledger: Ledger | None = None) -> tuple[Passage, Passage]:
    """Return both passages with everyday edits read as what they are.

    Parameters
    ----------
    original, revised : Passage
    ledger : Ledger, optional
        Its terms are never taken for misspelt words.
    """
    original, revised = framed(worded(original)), framed(worded(revised))
    third = is_ordinal_third(original.text, revised.text)
    original, revised = _even(original, keep_third=third), _even(revised, keep_third=third)
    old, new = original.text, revised.text
    meant = chain(
        _units(old, new),
        _hyphens(old, new),
        _typed(old, new),
        _amounts(old, new),
        _plans(old),
        _needs(old, new),
        _words(old, new),
        meant_by(old, new),
        typed_for(old, new),
        meant_in_english(old, new),
    )
    original = rewritten(original, _apart(meant))
    return rewritten(original, _apart(misspelt(original.text, new, ledger))), rewritten(
        revised, _apart(_plans(new))
    )


def _apart(changes: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return changes in order, without those that overlap one before."""
    kept: list[tuple[int, int, str]] = []
    for change in sorted(changes):
        if not kept or kept[-1][1] <= change[0]:
            kept.append(change)
    return kept


def _even(passage: Passage, *, keep_third: bool) -> Passage:
    """Return a passage with phrases brought to one form."""
    if _EVEN_HINT.search(passage.text):
        for pattern, meant in _EVEN:
            if keep_third and "one-" in meant:
                continue
            found = [(m.start(), m.end(), m.expand(meant)) for m in pattern.finditer(passage.text)]
            passage = rewritten(passage, found)
    return rewritten(passage, _apart(chain(_eased(passage.text), _cited(passage.text))))


def _eased(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield "make comparison easier" as "facilitate comparison"."""
    for match in _EASIER.finditer(text) if "easier" in text else ():
        yield match.start(1), match.end(1), _EASED[match[1]]
        yield match.end(2) - 1, match.end(), ""


def _cited(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield "in a study by Lind [3], it was shown that" as "Lind [3] shown that"."""
    for match in _CITED.finditer(text) if ", it " in text else ():
        yield match.start(), match.start(1), ""
        yield match.start(2), match.end(2), " "


def _plans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield "will" where a paper says what it does: "In this paper, we will present … and will discuss"."""
    for plan in _PLAN.finditer(text):
        end = text.find(". ", plan.start(), plan.start() + _SENTENCE)
        for will in _WILL.finditer(text, plan.start(), end if end > 0 else plan.start() + _SENTENCE):
            yield will.start(), will.end(), ""


def _needs(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Yield "it was necessary to dilute" where the revision has "we had to dilute"."""
    had = set(_HAD_TO.findall(new))
    for match in _NEED.finditer(old) if had else ():
        if match[1] in had:
            yield match.start(), match.start(1), "we had to "


def _words(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Yield "ascertain" where the revision has "determine", which says why elsewhere."""
    if "determin" in new and "determin" not in old:
        for match in _ASCERTAIN.finditer(old):
            after = old[match.end() : match.end() + 2]
            yield match.start(), match.end(), "determin" if after in {"ed", "in"} else "determine"


def _units(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Yield units as they are typed without a keyboard for them, if the revision has the sign."""
    for pattern, meant in _UNITS:
        for match in pattern.finditer(old) if meant.strip() in new.replace("μ", "µ") else ():
            yield match.start(), match.end(), meant


_COMMA = lazyre.compile(r"(?<![\d.,])(\d{1,4}),(\d{1,3})(?![\d,])")
_SPACED = lazyre.compile(r"(?<![\w-])([A-Z][A-Za-z]{0,4}) (\d{1,3})(?![\w.,-]*\d)")
_SPECIES = lazyre.compile(r"(?<!\w)([A-Z])\. ?([a-z]{4,})\b")
_FREE = lazyre.compile(r"\b([a-z]{3,}) free (?=[a-z]{3,})")


def _typed(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Yield "43,7" as 43.7, "IL 6" as IL-6 and "E. coli" as its full name, where the revision says so."""
    for match in _COMMA.finditer(old):
        if f"{match[1]}.{match[2]}" in new and match[0] not in new:
            yield match.start(), match.end(), f"{match[1]}.{match[2]}"
    for match in _SPACED.finditer(old):
        if f"{match[1]}-{match[2]}" in new and match[0] not in new:
            yield match.start(), match.end(), f"{match[1]}-{match[2]}"
    for match in _SPECIES.finditer(old):
        full = re.search(rf"\b{match[1]}[a-z]{{2,}} (?={match[2]}\b)", new)
        if full is not None and full[0] + match[2] not in old:
            yield match.start(), match.end(), full[0] + match[2]
    for match in _FREE.finditer(old):
        if f"{match[1]}-free" in new or f"free of {match[1]}" in new:
            yield match.start(), match.end(), f"free of {match[1]} "


def _hyphens(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Yield two names with a space where the revision has a hyphen or a dash between them."""
    joined = {(a, b): sign for a, sign, b in _JOINED_NAME.findall(new)}
    kept = set(_SPACED_NAME.findall(new)) if joined else set()
    for match in _SPACED_NAME.finditer(old) if joined else ():
        if (match[1], match[2]) in joined and (match[1], match[2]) not in kept:
            yield match.end(1), match.end(), joined[match[1], match[2]]


def _amounts(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Yield "amount" before things that are counted, where the revision has "number"."""
    numbers = {
        tuple(part.split()[:count])
        for part in (_NUMBER_OF.findall(new) if "mount of" in old else ())
        for count in (1, 2, 3)
    }
    for match in _AMOUNT.finditer(old) if numbers else ():
        things = match[1].split()
        counted = next((n for n, word in enumerate(things) if word in _COUNTABLE), None)
        if counted is not None and tuple(things[: counted + 1]) in numbers:
            yield match.start(), match.end(), "Number" if match[0][0] == "A" else "number"
