"""Protected things that a passage didn't mark: citations, math, code and addresses in plain text."""

from __future__ import annotations

from natfig.core import lazyre
from natfig.prose.document import Kind, Mark, Passage

__all__ = ["find_marks"]

_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.MATH, r"\$\$[^$]{1,2000}\$\$|\$(?=\S)[^$\n]{1,500}\$|\\\([^)]{1,500}\\\)"),
    (Kind.CODE, r"`[^`\n]{1,500}`"),
    (
        Kind.QUANTITY,
        r"\\(?:SI|qty|num|si|ang|SIrange|qtyrange)(?:\[[^\]]{0,200}\])?(?:\{[^{}]{0,200}\}){1,3}",
    ),
    (Kind.CITATION, r"\\[cC]ite[a-zA-Z]*\*?(?:\[[^\]]{0,200}\]){0,2}\{[^{}]{0,500}\}"),
    (Kind.REFERENCE, r"\\(?:auto|c|C|eq|page|name)?ref\*?\{[^{}]{0,200}\}|\\label\{[^{}]{0,200}\}"),
    (Kind.COMMAND, r"\\[a-zA-Z]{2,40}\*?"),
    (
        Kind.URL,
        r"https?://[^\s)\]}>]{1,500}[^\s)\]}>.,;:]|\bdoi:\s?10\.\d{4,9}/[^\s)\]}>]{1,300}[^\s)\]}>.,;:]",
    ),
    (Kind.URL, r"\b10\.\d{4,9}/[^\s)\]}>]{1,300}[^\s)\]}>.,;:]"),
    (
        Kind.CITATION,
        (
            r"\[(?:[^\]\[]{0,40}\s)?-?@[\w:.#$%&+?<>~/-]{1,100}[^\]\[]{0,200}\]|(?<![\w.])@[\w][\w:"
            r"-]{2,60}(?=\W)"
        ),
    ),
    (Kind.CITATION, r"\[\d{1,3}[a-z]?(?:\s?[,;–-]\s?\d{1,3}[a-z]?){0,40}\]"),
    (
        Kind.CITATION,
        (
            rf"\((?:see\s|e\.g\.,?\s|cf\.\s|reviewed in\s)?[A-ZÀ-Þ][^()]{{0,300}}?,?\s{_YEAR}(?:[,;"
            rf"]\s?[^()]{{0,300}}?{_YEAR}|,\s[a-z]){{0,10}}\)"
        ),
    ),
    (
        Kind.CITATION,
        (
            rf"\b[A-ZÀ-Þ][\w'’-]{{1,40}} (?:et al\.?|and [A-ZÀ-Þ][\w'’-]{{1,40}}|& "
            rf"[A-ZÀ-Þ][\w'’-]{{1,40}}),? \({_YEAR}\)"
        ),
    ),
    (Kind.CITATION, rf"\b[A-ZÀ-Þ][\w'’-]{{1,40}} \({_YEAR}\)"),
    (
        Kind.REFERENCE,
        (
            r"\b(?:(?:Extended Data |Supplementary )?(?:Figs?\.?|Figures?|Tables?)|Eqs?\.|Equat"
            r"ions?|Sections?|Sect\.|Appendix) "
            r"\(?S?\d{1,3}[a-z]?(?:[,–-] ?(?:[a-z]|\d{1,3}[a-z]?)(?![\w.]\w?))*"
            r"(?!\d)(?!\.\d)(?! [µnmc]?m\b)\)?"
        ),
    ),
    (
        Kind.ACCESSION,
        r"\b(?:GSE|GSM|PRJ[A-Z]{2}|SRR|SRX|SRP|ERR|ERP|PXD|EGAS|NCT)\d{4,12}\b|\bNM_\d{6,9}(?:\.\d+)?\b",
    ),
    (Kind.ACCESSION, r"\b\d{2,7}-\d{2}-\d\b"),
    (Kind.OBJECT, r"⟦[^⟧]{0,60}⟧|\{\{[^{}]{0,60}\}\}|<[A-Z_]{2,30}\d{0,4}/?>|\[\[[^\]]{0,60}\]\]"),
)
_ALL = lazyre.compile("|".join(f"(?P<k{i}>{pattern})" for i, (_, pattern) in enumerate(_PATTERNS)))
# Nothing can be found where none of these stands.
_HINT = lazyre.compile(
    r"\b(?:Fig|Tab|Eq|Sect|Appendix)|[$`\\@\[⟦{<]|https?:|10\.\d|(?:1[89]|20)\d\d[a-z]?\)|\b[A-"
    r"Z]{2,4}_?\d{4}|\d-\d\d-\d"
)


_NO_BRACKETS = str.maketrans("", "", "(),.;")


def _reference(text: str) -> str:
    """Return one form for "Fig. 2a" and "Figure 2a"."""
    word, _, number = text.rpartition(" ")
    if " " in number or word.endswith(","):
        word, _, number = text.partition(" ")
    short = (
        word.lower()
        .rstrip(".s")
        .replace("figure", "fig")
        .replace("equation", "eq")
        .replace("section", "sect")
    )
    return f"{short} {number.replace('–', '-').strip('()')}"


def find_marks(passage: Passage) -> list[Mark]:
    """Return the protected things of a passage in order, those it marks and those found in its text."""
    marks = sorted((m for m in passage.marks if m.end > m.start), key=lambda m: (m.start, m.end))
    text = passage.text
    if not _HINT.search(text):
        return marks
    found: list[Mark] = []
    at = 0
    for match in _ALL.finditer(text):
        while at < len(marks) and marks[at].end <= match.start():
            at += 1
        if at < len(marks) and marks[at].start < match.end():
            continue
        kind = _PATTERNS[int((match.lastgroup or "k0")[1:])][0]
        source = match.group()
        if kind is Kind.REFERENCE and source[0] != "\\":
            source = _reference(source)
        elif kind is Kind.CITATION and source[-1] == ")":
            source = source.translate(_NO_BRACKETS).removeprefix("see ")  # (see Ito, 2013) and Ito (2013)
        elif kind is Kind.CITATION and source[1:2].isdigit():
            source = source.replace("–", "-").replace(" ", "")  # [14–16, 20] and [14-16,20]
        found.append(Mark(match.start(), match.end(), kind, source))
    return sorted([*marks, *found], key=lambda m: m.start) if found else marks
