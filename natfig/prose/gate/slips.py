"""Slips of the pen that a revision may mend: "E.coli", "criterias", "higher then", "50 KDa".

What stands in the original is read as what it was meant to be, unless the revision keeps it as it is.
The other way round nothing is mended: a revision that brings a slip in has changed the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from natfig.core import lazyre
from natfig.prose.document import Mark, Passage

__all__ = ["mended", "rewritten"]

_COMPARED = (
    "higher|lower|greater|less|more|fewer|larger|smaller|longer|shorter|better|worse|faster|slower|rather|"
    "older|younger|earlier|stronger|weaker|wider|narrower|thicker|thinner|deeper|heavier|lighter|bigger"
)
#: Pattern → what it was meant to be.
_SLIPS = tuple(
    (lazyre.compile(pattern), meant)
    for pattern, meant in (
        (r"(?<![\w./@-])([A-Z])\.(?=[a-z]{3,}\b(?![/@]))", r"\1. "),  # E.coli
        (r"(?<=[a-z]{3})\.(?=(?:[A-Z][a-z]+|A|I)[ ,])", ". "),  # rose.It fell
        (r"(?<![\w.,-])(\d+(?:\.\d+)?) ?[xX](?= (?!\d|Genomics)[a-zA-Z]|[.,;)])", r"\1×"),  # a 40X objective
        (r"(?<=\d)( ?)K(?=(?:Da|Hz|Pa)\b)", r"\1k"),
        (r"\b([Cc]riteri|[Pp]henomen|[Bb]acteri|[Mm]itochondri)as\b", r"\1a"),
        (r"\b([Pp])rinciple(?= components?\b)", r"\1rincipal"),
        (rf"\b({_COMPARED}) then\b(?= (?!and\b|but\b|or\b)\S)", r"\1 than"),
        (r"\b(other|no sooner) then\b", r"\1 than"),
        # "a lower variance then the other", "ten times faster then that"
        (
            rf"\b({_COMPARED}) ((?:[a-z]+ ){{1,3}}?)then\b(?= (?:the|that|those|in|for|with|expected|a)\b)",
            r"\1 \2than",
        ),
    )
)
_LATIN = lazyre.compile(r"\b(de|in|ex|post|a|ad|per)-(?=(?:novo|vivo|vitro|situ|silico|hoc|priori|se)\b)", 2)
_HINT = lazyre.compile(
    r"[A-Za-z]\.[A-Za-z]|\d ?[xXK]|rias\b|menas\b|\b[Pp]rinciple|\bthen\b|-(?:novo|vi|situ|sil|hoc|prio|se\b)"
)


def mended(original: Passage, revised: Passage) -> tuple[Passage, Passage]:
    """Return both passages with what the revision mended read as it was meant."""
    if not _HINT.search(original.text) and not _HINT.search(revised.text):
        return original, revised
    original, revised = (
        rewritten(p, [(m.start(), m.end(), m[1] + " ") for m in _LATIN.finditer(p.text)])
        for p in (original, revised)
    )
    for pattern, meant in _SLIPS:
        found = []
        for match in pattern.finditer(original.text):
            end = match.end() + 6
            if original.text[match.start() : end].rstrip() not in revised.text:
                found.append((match.start(), match.end(), match.expand(meant)))
        original = rewritten(original, found)
    return original, revised


def rewritten(passage: Passage, changes: Sequence[tuple[int, int, str]]) -> Passage:
    """Return a passage with stretches of its text replaced, and its marks where they belong then.

    Parameters
    ----------
    passage : Passage
    changes : sequence of (start, end, text)
        In order and apart. What touches a mark of the passage is left out.
    """
    held = sorted((m.start, m.end) for m in passage.marks)
    starts = [start for start, _ in held]
    kept: list[str] = []
    shifts: list[tuple[int, int]] = []  # (place in the text, letters gained before it)
    at = gained = 0
    for start, end, text in changes:
        before = bisect_right(starts, start) - 1
        inside = before >= 0 and held[before][1] > start
        ahead = before + 1 < len(held) and held[before + 1][0] < end
        if inside or ahead:
            continue
        kept += passage.text[at:start], text
        gained += len(text) - (end - start)
        at = end
        shifts.append((at, gained))
    if not shifts:
        return passage
    kept.append(passage.text[at:])

    def moved(place: int) -> int:
        number = bisect_right(shifts, (place, len(passage.text) * 9 + 9)) - 1
        return place + (shifts[number][1] if number >= 0 else 0)

    marks = tuple(Mark(moved(m.start), moved(m.end), m.kind, m.source) for m in passage.marks)
    return Passage("".join(kept), marks)
