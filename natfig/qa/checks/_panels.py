"""Finds the panel letters of a figure: by the file's ids, or as a series of letters that stand out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from natfig.core import lazyre
from natfig.core.numbers import middle
from natfig.core.record import dataclass
from natfig.qa.document import Box, Document, TextElement, TextRun

__all__ = ["PanelLetter", "find_panel_letters"]

# The letter alone, with or without brackets, or with a full stop or colon behind it.
_ALONE = lazyre.compile(r"(?P<open>[(\[]?)(?P<letter>[A-Za-z])(?P<close>[)\].:]?)")
# "(a) Latency": in one text with a title; without brackets it could be the first word of a sentence.
_LEADING = lazyre.compile(r"(?P<open>[(\[])(?P<letter>[A-Za-z])(?P<close>[)\]])(?=\s)")
# The last id around a letter that says what it is: natfig's "panel-a.letter", and what people call theirs.
_NAMED = lazyre.compile(
    r"(^|[/.\-_ ])(letter|panel[-_ ]?(label|letter|tag)|(sub)?fig[-_ ]?label|tag)\b", re.IGNORECASE
)

# A letter this much larger than ordinary text stands out by its size alone.
_LARGER = 1.1
# Letters within this distance of the others' row or column belong to the series even
# when they don't stand out, in mm.
_NEAR_MM = 3.0
# More letters than this are an alphabet, not panels.
_MOST = 26


@dataclass(frozen=True, slots=True)
class PanelLetter:
    """A panel letter.

    `pattern` is how it is written around the letter ("{}", "({})"); `run` carries its
    size and weight; `named` tells that an id says so.
    """

    letter: str
    pattern: str
    run: TextRun
    named: bool = False

    @property
    def box(self) -> Box:
        """Upright box in mm."""
        return self.run.box


def _is_named(run: TextRun) -> bool:
    return _NAMED.search(run.group) is not None


def _letter_of(element: TextElement, runs: Sequence[TextRun]) -> PanelLetter | None:
    """Return an element read as a panel letter, or None."""
    first = next((run for run in runs if run.visible and not run.text.isspace()), None)
    if first is None or abs(first.rotation_deg) > 1:
        return None
    match = _ALONE.fullmatch(element.text.strip())
    if match is None and (len(runs) > 1 and first.is_bold and not all(r.is_bold for r in runs)):
        # A bold letter before a title in ordinary weight.
        match = _ALONE.fullmatch(first.text.strip())
    if match is None:
        match = _LEADING.match(element.text.strip())
    if match is None or bool(match["open"]) != (match["close"] in {")", "]"} and bool(match["open"])):
        return None
    pattern = f"{match['open']}{{}}{match['close']}"
    return PanelLetter(match["letter"], pattern, first, _is_named(first))


def _body_pt(document: Document) -> float:
    """Return the size of ordinary text in pt: the median over letters of runs that are more than a letter."""
    sizes = [run.size_pt for run in document.runs if run.visible and len(run.text.strip()) > 1]
    return middle(sizes) if sizes else 0.0


def _is_series(letters: Sequence[PanelLetter]) -> bool:
    """Return whether letters can be panels: from a on, no one twice, at most a third missing."""
    lower = [item.letter.lower() for item in letters]
    if not 2 <= len(lower) <= _MOST or "a" not in lower or len(set(lower)) < len(lower):
        return False
    span = ord(max(lower)) - ord("a") + 1
    return len(lower) >= span * 2 / 3


def _stands_in_line(letters: Sequence[PanelLetter], items: Sequence[PanelLetter]) -> list[PanelLetter]:
    """Return undistinguished letters that fill a gap of a series and lie in its rows or columns."""
    have = {item.letter.lower() for item in letters}
    last = max(have)
    after = chr(ord(last) + 1)
    counts = Counter(item.letter.lower() for item in items)
    out = []
    for item in items:
        lower = item.letter.lower()
        if lower in have or counts[lower] > 1 or lower > after:
            continue
        near = any(
            abs(item.box.x0 - other.box.x0) < _NEAR_MM or abs(item.box.y1 - other.box.y1) < _NEAR_MM
            for other in letters
        )
        if near:
            out.append(item)
    return out


def find_panel_letters(document: Document) -> list[PanelLetter]:
    """Return the panel letters of a figure in order of the alphabet; [] where none can be told.

    Ids decide where they speak ("panel-a.letter"). Else letters count that stand out
    from ordinary text (bold, larger, or in brackets), begin with a, and come once each;
    a letter that fills a gap of such a series on its row or column is taken with it. Ticks,
    legend entries and the bases of a sequence logo don't stand out, or come twice.

    Parameters
    ----------
    document : Document

    Returns
    -------
    list of PanelLetter
    """
    items = [
        item
        for element in document.elements
        if (item := _letter_of(element, [document.runs[i] for i in element.runs])) is not None
    ]
    named = [item for item in items if item.named]
    if named:
        return sorted(named, key=lambda item: item.letter.lower())
    body = _body_pt(document)
    distinguished = [
        item
        for item in items
        if item.run.is_bold or item.pattern != "{}" or (body and item.run.size_pt >= body * _LARGER)
    ]
    candidates = [distinguished]
    # Where letters of several kinds stand out, one kind may be panels and the other bases or groups.
    candidates += [
        [item for item in distinguished if (item.pattern, item.run.is_bold) == style]
        for style in dict.fromkeys((item.pattern, item.run.is_bold) for item in distinguished)
    ]
    series = next((c for c in candidates if _is_series(c) and not _is_one_axis(c, document)), None)
    if series is None:
        return []
    rest = [item for item in items if all(item is not other for other in series)]
    return sorted([*series, *_stands_in_line(series, rest)], key=lambda item: item.letter.lower())


def _is_one_axis(letters: Sequence[PanelLetter], document: Document) -> bool:
    """Return whether letters name the categories of one axis: all in the lowest or leftmost lines of text.

    Panel letters have their panel below and to the right; categories on an axis have it above.
    """
    lowest = max(item.box.y1 for item in letters)
    highest = min(item.box.y0 for item in letters)
    texts = [run.box for run in document.runs if run.visible]
    shapes = document.shapes
    below = max([box.y1 for box in texts] + ([max(shapes.y1)] if len(shapes) else []), default=lowest)
    page = document.page.box
    if page is not None:
        below = min(below, page.y1)
    one_row = lowest - highest < 2 * letters[0].box.h
    return one_row and highest > below * 0.6
