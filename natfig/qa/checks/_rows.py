"""Text elements that stand on one baseline, close enough to be pieces of one word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from natfig.core.record import dataclass
from natfig.core.units import pt_to_mm
from natfig.qa.document import Document, TextRun

__all__ = ["LETTER_GAP_EM", "MAX_GAP_EM", "Chain", "chains"]

# Gap between the advance boxes of two letters of one word, in em. A word space is
# 0.25–0.28 em in text faces; letters of one word touch (0) or are spaced out a little.
MAX_GAP_EM = 0.12
# Kerned pairs overlap: AV by 0.074 em in Arial; positions rounded to 0.1 pt add as much at 5 pt.
_MIN_GAP_EM = -0.15
# Letters spread for effect may have wider gaps, but then every piece is a single letter.
LETTER_GAP_EM = 0.24
# Baselines of one row agree to this part of an em.
_ROW_EM = 0.04
_FULL_TURN = 360.0


@dataclass(frozen=True, slots=True)
class _Piece:
    """One element of one run: its extent along the baseline and the baseline's place, in mm."""

    element: int
    run: TextRun
    start: float
    end: float
    across: float


@dataclass(frozen=True, slots=True)
class Chain:
    """Elements that together spell a word: their indices in order, and the word."""

    elements: tuple[int, ...]
    text: str
    panel: str | None


def _piece(document: Document, index: int) -> _Piece | None:
    """Return an element of one run whose baseline is upright or at right angles, or None."""
    element = document.elements[index]
    runs = [document.runs[i] for i in element.runs if document.runs[i].visible]
    if len(runs) != 1 or not runs[0].text.strip():
        return None
    run = runs[0]
    quarter = round(run.rotation_deg / 90) % 4
    off = (run.rotation_deg - 90 * quarter + _FULL_TURN / 2) % _FULL_TURN - _FULL_TURN / 2
    if abs(off) > 1:
        return None
    x0, y0, x1, y1 = run.box
    # Along the baseline in reading direction; the edge on the side of the descenders marks the row.
    start, end, across = ((x0, x1, y1), (y0, y1, x0), (-x1, -x0, y0), (-y1, -y0, x1))[quarter]
    return _Piece(index, run, start, end, across)


def _style(run: TextRun) -> tuple[object, ...]:
    return (
        round(run.size_pt, 1),
        run.family,
        run.is_bold,
        run.style,
        run.fill,
        round(run.rotation_deg / 90) % 4,
    )


def _rows(pieces: list[_Piece], em: float) -> Iterator[list[_Piece]]:
    """Yield pieces of one style row by row, each in reading order."""
    pieces.sort(key=lambda p: p.across)
    row: list[_Piece] = []
    for piece in pieces:
        if row and piece.across - row[-1].across > _ROW_EM * em:
            yield sorted(row, key=lambda p: p.start)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda p: p.start)


def _joins(left: _Piece, right: _Piece, em: float) -> bool:
    """Return whether two neighbours on a row are pieces of one word."""
    gap = (right.start - left.end) / em
    a, b = left.run.text, right.run.text
    if gap < _MIN_GAP_EM or right.start <= left.start or not (a[-1:].isalnum() and b[:1].isalnum()):
        return False
    if len(a) == 1 and len(b) == 1:
        return gap <= LETTER_GAP_EM
    # Numbers side by side are crowded ticks or a value and its unit, not a word cut in two.
    return gap <= MAX_GAP_EM and a[-1].isalpha() and b[0].isalpha()


def _is_word(pieces: list[_Piece]) -> bool:
    """Return whether a chain spells a word: three letters, or two pieces of which one has several."""
    text = "".join(p.run.text for p in pieces)
    if not any(c.isalpha() for c in text):
        return len(pieces) > 3 and all(len(p.run.text) == 1 for p in pieces)
    return len(pieces) > 2 or (len(pieces) == 2 and len(text) > 2)


def chains(document: Document) -> list[Chain]:
    """Return the words that are cut into several text elements.

    Only elements of one run, of the same size, face, weight, slant and fill are joined:
    an exponent, an italic gene name or a word in a signal colour is a piece of its own on
    purpose.

    Parameters
    ----------
    document : Document

    Returns
    -------
    list of Chain
        In the order of their first elements.
    """
    styles: dict[tuple[object, ...], list[_Piece]] = defaultdict(list)
    for index in range(len(document.elements)):
        piece = _piece(document, index)
        if piece is not None:
            styles[_style(piece.run)].append(piece)
    found: list[Chain] = []
    for pieces in styles.values():
        em = pt_to_mm(pieces[0].run.size_pt)
        for row in _rows(pieces, em):
            found += _cut(row, em)
    return sorted(found, key=lambda chain: min(chain.elements))


def _cut(row: list[_Piece], em: float) -> Iterator[Chain]:
    """Yield the chains of one row."""
    chain: list[_Piece] = []
    for piece in [*row, None]:
        if piece is not None and chain and _joins(chain[-1], piece, em):
            chain.append(piece)
            continue
        if len(chain) > 1 and _is_word(chain):
            panels = {p.run.panel for p in chain}
            text = "".join(p.run.text for p in chain)
            panel = panels.pop() if len(panels) == 1 else None
            yield Chain(tuple(p.element for p in chain), text, panel)
        chain = [] if piece is None else [piece]
