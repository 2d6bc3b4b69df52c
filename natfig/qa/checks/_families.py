"""Which type families are the same face under another name, and which a journal takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from natfig.core import lazyre

__all__ = ["GENERIC", "is_taken", "plain_name", "stands_in_for", "suits_any_family"]

# Families of CSS that name no face: every program chooses its own.
GENERIC = frozenset(
    {
        "serif", "sansserif", "monospace", "cursive", "fantasy", "systemui", "uiserif", "uisansserif",
        "uimonospace", "uirounded", "math",
    }
)  # fmt: skip

# Faces drawn to the widths of another one: text keeps its breaks and boxes.
_TWINS = {
    "arial": (
        "liberationsans", "arimo", "nimbussans", "nimbussansl", "texgyreheros", "freesans", "helvetica",
        "arial",
    ),
    "times": (
        "liberationserif", "tinos", "nimbusroman", "nimbusromanno9l", "texgyretermes", "freeserif", "stix",
        "times", "timesnewroman", "timesroman", "stixtwotext", "stixgeneral",
    ),
    "courier": (
        "liberationmono", "cousine", "nimbusmono", "nimbusmonops", "texgyrecursor", "freemono", "couriernew",
        "courier",
    ),
}  # fmt: skip

# The same design under a publisher's or a system's longer name.
_SAME = {
    "timesnewroman": "times",
    "timesnew": "times",  # what is left of TimesNewRomanPSMT
    "timesroman": "times",
    "couriernew": "courier",
    "helveticaneue": "helvetica",
    "helveticaltstd": "helvetica",
    "helveticaneueltstd": "helvetica",
    "helveticaworld": "helvetica",
    "helveticanow": "helvetica",
    "arialunicodems": "arial",
    "arialunicode": "arial",
}

_SYMBOL = frozenset(
    {
        "symbol", "symbolset", "standardsymbols", "standardsymbolsl", "standardsymbolsps", "opensymbol",
        "mathematicalpi", "europeanpi", "cambriamath", "stixmath", "wingdings", "zapfdingbats", "dingbats",
        "webdings", "segoeuisymbol",
    }
)  # fmt: skip

# Families with serifs or of one width; whatever isn't among them counts as sans serif
# where a journal asks for "sans-serif" without naming faces.
_NOT_SANS = lazyre.compile(
    r"serif$|times|roman|georgia|garamond|palatino|bookman|cambria|century|minion|baskerville|caslon|didot|"
    r"libertine|computermodern|^cmr|^cmmi|^cmsy|latinmodern|stix|charter|utopia|"
    r"mono|courier|consolas|menlo|typewriter|cousine|script|comic|handwriting|brush"
)

# What a face's name in a PDF adds to the family's.
_STYLES = lazyre.compile(
    r"[-,]?(psmt|ps|mt|bold|italic|oblique|regular|roman|book|medium|semibold|demi|light|black|condensed|obl|ital|"
    r"bd|it)+$"
)

# Greek, and letters of mathematics that Unicode has apart.
_GREEK = lazyre.compile("[\u00b5\u0370-\u03ff\u1f00-\u1fff\u2100-\u214f\U0001d400-\U0001d7ff]")
_SEQUENCE = lazyre.compile(r"[ACGTUN\-. 0-9]{4,}|[ACDEFGHIKLMNPQRSTVWY\-.]{4,}")


def plain_name(family: str) -> str:
    """Return a family without case, blanks, subset tag and style: "ABCDEF+Arial-BoldMT" → "arial"."""
    name = family.split("+", 1)[1] if re.match(r"[A-Z]{6}\+", family) else family
    name = re.sub(r"[\s_'\"]", "", name).lower()
    if "-" in name or "," in name or name.endswith(("mt", "ps")):
        shorter = _STYLES.sub("", name)
        name = shorter or name
    return re.sub(r"[-,]", "", name)


def _is_sans(name: str) -> bool:
    if name in {"sansserif", "uisansserif", "systemui"}:
        return True
    return "sans" in name or _NOT_SANS.search(name) is None


def is_taken(family: str, fonts: Sequence[str]) -> bool:
    """Return whether a journal takes a family.

    Parameters
    ----------
    family : str
        The first of a stack.
    fonts : sequence of str
        The journal's list. "sans-serif" and "other sans-serif" take every face
        without serifs; "Symbol for Greek" is Symbol.
    """
    name = plain_name(family)
    for font in fonts:
        wanted = plain_name(re.sub(r"\s+for\s+.*$", "", font))
        if name == wanted or _SAME.get(name, name) == _SAME.get(wanted, wanted):
            return True
        if wanted.endswith("sansserif") and _is_sans(name):
            return True
    return False


def stands_in_for(family: str, fonts: Sequence[str]) -> str | None:
    """Return the journal's face a family has the widths of ("Liberation Sans" → "Arial"), or None."""
    name = plain_name(family)
    for font in fonts:
        wanted = plain_name(font)
        for twins in _TWINS.values():
            if name in twins and wanted in twins:
                return font
    return None


def suits_any_family(text: str, family: str) -> bool:
    """Return whether a text may be in another face than the rest.

    Symbols and Greek letters alone (journals take Symbol for them, and few text faces
    have all), and sequences of bases or amino acids in a face of one width.
    """
    if plain_name(family) in _SYMBOL or not any(map(str.isalnum, _GREEK.sub("", text))):
        return True
    name = plain_name(family)
    mono = name == "monospace" or name in _TWINS["courier"] or "mono" in name or name in {"consolas", "menlo"}
    return mono and _SEQUENCE.fullmatch(text.strip()) is not None
