"""Abbreviations: where they are defined, what they stand for, and where they are used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from natfig.core import lazyre
from natfig.core.record import dataclass
from natfig.prose.document import Block, Manuscript, Role, Section
from natfig.prose.wordlists import known_abbreviations

__all__ = [
    "BACK_MATTER",
    "PROSE_ROLES",
    "Definition",
    "Use",
    "definitions",
    "is_short",
    "long_form",
    "part_of",
    "singular",
    "uses",
]

#: Longest abbreviation that is taken for one, in characters.
MAX_SHORT = 14
# As many words before the bracket are looked at as the abbreviation has letters, and some more.
_MORE_WORDS = 5

#: What can be an abbreviation: two capitals at least, or capitals and digits, with a plural s.
SHORT = lazyre.compile(
    r"(?<![\w.@/#$\\-])(?=[\w-]*[A-Z])[A-Za-zα-ωΑ-Ω][A-Za-z0-9α-ωΑ-Ω]*(?:[-–/+][A-Za-z0-9α-ωΑ-Ω]+)*"
)
_BRACKET = lazyre.compile(
    r"(?:[ \u00a0]|(?<=[a-z]))\(\s?(?:(?:hereafter|henceforth|abbreviated(?: as| to)?|also|i\.e\.,?|"
    r"termed|denoted(?: as)?)"
    r"\s)?"
    r"[\"“‘']?(?P<short>[A-Za-zα-ω0-9][\w+/.–-]{0,13})[\"”’']?"
    r"(?=\s?[),;])"
)
_WORD = lazyre.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "per",
        "the",
        "to",
        "via",
        "vs",
    ]
)
_STOP = lazyre.compile(r"[.;:!?()\[\]]")

_FOLLOWS = lazyre.compile(
    r"(?<![\w-])(?P<short>[A-Z][A-Za-z0-9]*(?:-[A-Z0-9][A-Za-z0-9]*)?)(?: \(|, |: | = |=)"
    r"(?P<long>[A-Za-z][a-z]+(?:[ -][A-Za-z]+){1,9})"
)

#: Initials of authors, grants and databases are no abbreviations of the text.
BACK_MATTER = frozenset({Section.REFERENCES, Section.ACKNOWLEDGEMENTS, Section.AVAILABILITY})
_DEFINING = frozenset(
    {Role.PARAGRAPH, Role.ITEM, Role.LEGEND, Role.FOOTNOTE, Role.TITLE, Role.HEADING, Role.CELL}
)
#: Blocks in which an abbreviation is used.
PROSE_ROLES = frozenset({Role.PARAGRAPH, Role.ITEM, Role.LEGEND, Role.FOOTNOTE})


@dataclass(frozen=True, slots=True)
class Definition:
    """A place where an abbreviation is explained.

    Parameters
    ----------
    short : str
        As it is used, without a plural s.
    long : str
        What it stands for, as it is written there.
    block : Block
    start, end : int
        From the long form's first letter to the closing bracket.
    short_start, short_end : int
        The abbreviation itself.
    """

    short: str
    long: str
    block: Block
    start: int
    end: int
    short_start: int
    short_end: int


@dataclass(frozen=True, slots=True)
class Use:
    """A place where an abbreviation is used."""

    short: str
    block: Block
    start: int
    end: int


def singular(short: str) -> str:
    """Return an abbreviation without its plural s (``ROIs`` → ``ROI``)."""
    if len(short) > 2 and short[-1] == "s" and (short[-2].isupper() or short[-2].isdigit()):
        return short[:-1]
    return short


def _matches(short: str, long: str) -> int | None:
    """Return where the long form begins in `long`, or None.

    Every letter and digit of the abbreviation is found from the right; its first one begins a word.

    Source
    ------
    A. S. Schwartz and M. A. Hearst, A simple algorithm for identifying abbreviation definitions in biomedical
    text, Pac. Symp. Biocomput. 2003, 451–462.
    """
    at = len(long) - 1
    signs = [c for c in short.lower() if c.isalnum()]
    for number in range(len(signs) - 1, -1, -1):
        letter = signs[number]
        while at >= 0 and (long[at].lower() != letter or (number == 0 and at > 0 and long[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
        at -= 1
    return at + 1


def _by_initials(short: str, long: str, words: Sequence[tuple[int, int]]) -> int | None:
    """Return where the long form begins if the letters are the initials of its words.

    Small words may be left out, and a word may give more than one letter only by `_matches`.
    """
    signs = [c for c in short.lower() if c.isalnum()]
    at = len(signs) - 1
    for start, end in reversed(words):
        word = long[start:end].lower()
        if word[0] == signs[at]:
            at -= 1
            if at < 0:
                return start
        elif word not in _SMALL:
            return None
    return None


def long_form(short: str, before: str) -> tuple[int, str] | None:
    """Return (start, text) of the words that an abbreviation stands for.

    Parameters
    ----------
    short : str
    before : str
        What stands before the bracket, up to the last word.

    Returns
    -------
    tuple or None
        None where the words before don't have its letters.
    """
    short = singular(short)
    stop = max((m.end() for m in _STOP.finditer(before[:-1])), default=0)
    signs = sum(c.isalnum() for c in short)
    words = [m.span() for m in _WORD.finditer(before, stop)][-(min(2 * signs, signs + _MORE_WORDS)) :]
    if not words or signs < 2:
        return None
    start = _by_initials(short, before, words)
    if start is None:
        found = _matches(short, before[words[0][0] :])
        if found is None:
            return None
        start = words[0][0] + found
    long = before[start:].strip()
    enough = len(long) > len(short) and len(_WORD.findall(long)) <= min(2 * signs, signs + _MORE_WORDS)
    if not enough or short.lower() in (w.lower() for w in _WORD.findall(long)):
        return None
    return start, long


def is_short(word: str) -> bool:
    """Return whether a word looks like an abbreviation that needs a definition."""
    bare = singular(word)
    letters = [c for c in bare if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return 2 <= len(bare) <= MAX_SHORT and capitals >= 2 and capitals * 2 >= len(letters)


def _in_block(block: Block) -> Iterator[Definition]:
    text = block.text
    if "(" not in text:
        return
    for match in _BRACKET.finditer(text):
        short = singular(match.group("short").rstrip("."))
        if not (any(c.isupper() for c in short) and 2 <= len(short) <= MAX_SHORT):
            continue
        low = max(0, match.start() - 160)
        found = long_form(short, text[low : match.start()])
        if found is None:
            continue
        closing = text.find(")", match.end())
        end = closing + 1 if closing >= 0 else match.end()
        begin = match.start("short")
        yield Definition(
            short, found[1], block, low + found[0], end, begin, begin + len(match.group("short"))
        )


def _reversed(block: Block) -> Iterator[Definition]:
    """Yield explanations that follow: "ROS (reactive oxygen species)", "ROS, reactive oxygen species"."""
    for match in _FOLLOWS.finditer(block.text):
        short = singular(match["short"])
        words = [m.span() for m in _WORD.finditer(match["long"])]
        if not is_short(short) or not words:
            continue
        closed = block.text[match.end("long") : match.end("long") + 1] == ")"
        if (closed or block.text.lower().startswith("abbreviations")) and _matches(short, match["long"]) == 0:
            yield Definition(short, match["long"], block, match.start(), match.end(), *match.span("short"))
            continue
        # A list may go on after the long form; as many words as the letters need are enough.
        for count in range(len(words), 0, -1):
            if _by_initials(short, match["long"], words[:count]) == words[0][0]:
                end = match.start("long") + words[count - 1][1]
                long = block.text[match.start("long") : end]
                yield Definition(short, long, block, match.start(), end, *match.span("short"))
                break


def definitions(manuscript: Manuscript) -> list[Definition]:
    """Return all places where an abbreviation is explained, in reading order."""
    found: list[Definition] = []
    for block in manuscript.blocks:
        if block.section is Section.REFERENCES or block.role not in _DEFINING:
            continue
        here = [*_in_block(block)]
        taken = {(d.short_start, d.short_end) for d in here}
        here.extend(d for d in _reversed(block) if (d.short_start, d.short_end) not in taken)
        found.extend(sorted(here, key=lambda d: d.start))
    return found


def part_of(block: Block) -> str:
    """Return the part of a manuscript in which an abbreviation has to be explained once.

    The abstract is printed alone, and so is the supplement; a legend may explain again what the text does.
    """
    if block.role is Role.LEGEND or block.section is Section.LEGENDS:
        return "legends"
    if block.section in {Section.ABSTRACT, Section.SUPPLEMENT}:
        return block.section.value
    return "text"


def uses(manuscript: Manuscript, *, known: Sequence[str] = ()) -> Iterator[Use]:
    """Yield every abbreviation that needs a definition, in reading order.

    Parameters
    ----------
    manuscript : Manuscript
    known : sequence of str
        Abbreviations that count although they don't look like one.
    """
    wanted, common = frozenset(known), known_abbreviations()
    for block in manuscript.blocks:
        if block.role not in PROSE_ROLES or block.section in BACK_MATTER:
            continue
        for match in SHORT.finditer(block.text):
            word = match.group()
            bare = singular(word)
            if bare in wanted or (is_short(word) and bare not in common):
                yield Use(bare, block, match.start(), match.end())
