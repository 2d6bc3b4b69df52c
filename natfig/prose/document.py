r"""What a draft is once it is read: blocks of prose, made of pieces of the source.

A draft's source is never changed in place. It is covered by *pieces*: letters that stand
there as they are read, characters that are written another way (``\%``, ``&amp;``, a line
break), markup that isn't seen, and protected things (math, citations, code …). A *block* is
a paragraph, heading or legend; its `Block.text` is what a reader sees of it. Rules, engines
and the gate look at that text only, and each of its letters knows the place in the source
it came from. Every change is an `Edit` of a span of the source, so that what isn't edited
stays byte for byte.

::

    source   We used \SI{5}{mM} \emph{glucose}~\cite{a}.
    pieces   tttttttt MMMMMMMMMM mmmmmmtttttttmcMMMMMMMMt      t letters, m markup, M protected
    text     We used 5 mM glucose [a].
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from natfig.core.record import dataclass, field
from natfig.prose.sentences import split_sentences

__all__ = [
    "PROTECTED",
    "Block",
    "Draft",
    "Edit",
    "Kind",
    "Manuscript",
    "Mark",
    "Masked",
    "Passage",
    "Piece",
    "Role",
    "Section",
    "Sentence",
    "Switch",
    "apply_edits",
]


class Kind(StrEnum):
    """What a piece of the source is."""

    #: Letters that are seen as they are written.
    TEXT = "text"
    #: Something seen that is written another way: an escaped sign, an entity, a line break with
    #: its indentation (seen as one space). It can be replaced as a whole.
    CHAR = "char"
    #: Something that isn't seen: the marks of emphasis, a comment, a label, an anchor.
    MARKUP = "markup"
    MATH = "math"
    CITATION = "citation"
    #: A reference to a figure, table, section or equation of the manuscript.
    REFERENCE = "reference"
    #: A number with its unit, written by a command (``\SI``, ``\qty``).
    QUANTITY = "quantity"
    CODE = "code"
    URL = "url"
    QUOTATION = "quotation"
    #: A database identifier (``GSE12345``, ``PDB 1ABC``, a CAS number).
    ACCESSION = "accession"
    #: A command or field whose effect isn't known.
    COMMAND = "command"
    TABLE = "table"
    #: A picture, a formula object or another thing that stands in the line.
    OBJECT = "object"
    #: Plain text that is read as it stands and still may not be changed: what a co-author inserted
    #: as a tracked change, the text of a locked control.
    FIXED = "fixed"


#: Kinds that no edit may touch.
PROTECTED = frozenset(set(Kind) - {Kind.TEXT, Kind.CHAR, Kind.MARKUP})


class Role(StrEnum):
    """What a block is to a reader."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    LEGEND = "legend"
    FOOTNOTE = "footnote"
    CELL = "cell"
    KEYWORDS = "keywords"
    #: An entry of the list of references.
    REFERENCE = "reference"


class Section(StrEnum):
    """The part of the manuscript a block belongs to."""

    TITLE = "title"
    ABSTRACT = "abstract"
    INTRODUCTION = "introduction"
    RESULTS = "results"
    DISCUSSION = "discussion"
    CONCLUSION = "conclusion"
    METHODS = "methods"
    LEGENDS = "legends"
    AVAILABILITY = "availability"
    ACKNOWLEDGEMENTS = "acknowledgements"
    REFERENCES = "references"
    SUPPLEMENT = "supplement"
    #: Not told, as in a draft without headings.
    OTHER = "other"


class Piece(NamedTuple):
    """One piece of a block's source.

    Attributes
    ----------
    start, end : int
        Code points of `Draft.source`.
    kind : Kind
    shown : str or None
        What a reader sees of it; None for TEXT, which is seen as it stands, and "" for MARKUP.
        Of a protected piece the nearest plain text ("5 mM", "P < 0.05", "[3]", "Fig. 2a"), so that
        rules can read it; where there is none, a noun that stands for it.
    keys : tuple of str
        What it refers to: citation keys, labels.
    """

    start: int
    end: int
    kind: Kind
    shown: str | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of a span of a draft's source; `text` is written as the format wants it."""

    start: int
    end: int
    text: str


class Mark(NamedTuple):
    """A protected thing within a passage: its place in the passage's text and its source."""

    start: int
    end: int
    kind: Kind
    source: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of seen text with the protected things in it, as the gate compares it."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with nouns in place of what an engine or a model must not touch.

    Attributes
    ----------
    text : str
    holes : tuple of (int, int, int, int)
        Start and end in this text, start and end in the text that was masked, in order.
    """

    text: str
    holes: tuple[tuple[int, int, int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of the unmasked text, or None if it isn't all outside the holes.

        Parameters
        ----------
        start, end : int
            In `text`.
        """
        shift = 0
        for hole_start, hole_end, _, was_end in self.holes:
            if hole_end <= start:
                shift = was_end - hole_end
            elif hole_start < end or (start == end and hole_start < start):
                return None
            else:
                break
        return start + shift, end + shift


@dataclass(frozen=True, slots=True)
class Switch:
    """A comment in the draft that switches rules off.

    Attributes
    ----------
    start, end : int
        The span of the source it holds for.
    codes : frozenset of str
        Codes of rules; empty for all.
    reason : str
        Why; never empty.
    """

    start: int
    end: int
    codes: frozenset[str]
    reason: str


class Sentence(NamedTuple):
    """A sentence: its block and the span of the block's text."""

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        """The sentence as it is read."""
        return self.block.text[self.start : self.end]


@dataclass(eq=False)
class Block:
    """A paragraph, heading, legend or the like.

    Parameters
    ----------
    draft : Draft
    pieces : sequence of Piece
        In order, without gaps where the source belongs to the block.
    role : Role
    section : Section
    level : int
        Depth of a heading, 1 the highest; 0 for other blocks.
    label : str
        What the block can be referred to by (a LaTeX label, "fig2" for a legend).
    heading : str
        Text of the nearest heading above.
    """

    draft: Draft
    pieces: Sequence[Piece]
    role: Role = Role.PARAGRAPH
    section: Section = Section.OTHER
    level: int = 0
    label: str = ""
    heading: str = ""

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return self.pieces[0].start if self.pieces else 0

    @property
    def end(self) -> int:
        """Where it ends in the source."""
        return self.pieces[-1].end if self.pieces else 0

    @cached_property
    def text(self) -> str:
        """What a reader sees of it."""
        source = self.draft.source
        return "".join(source[p.start : p.end] if p.shown is None else p.shown for p in self.pieces)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each piece begins in the text."""
        at, starts = 0, []
        for piece in self.pieces:
            starts.append(at)
            at += piece.end - piece.start if piece.shown is None else len(piece.shown)
        return starts

    def _length(self, number: int) -> int:
        piece = self.pieces[number]
        return piece.end - piece.start if piece.shown is None else len(piece.shown)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, in order."""
        return tuple(Sentence(self, start, end) for start, end in split_sentences(self.text))

    def touched(self, start: int, end: int) -> Iterator[tuple[int, int, Piece]]:
        """Yield (start, end, piece) of the pieces that a span of the text has letters of.

        Start and end are the piece's own, in the text. Pieces that aren't seen are left out;
        an empty span touches nothing.
        """
        number = max(0, bisect_right(self._starts, start) - 1)
        while number < len(self.pieces) and self._starts[number] < end:
            begin, finish = self._starts[number], self._starts[number] + self._length(number)
            if finish > start and finish > begin:
                yield begin, finish, self.pieces[number]
            number += 1

    def is_protected(self, start: int, end: int) -> bool:
        """Return whether a span of the text has letters of something protected."""
        return any(piece.kind in PROTECTED for _, _, piece in self.touched(start, end))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source behind a span of the text.

        Where the span cuts a piece that is written another way, all of the piece is meant. An
        empty span lies after the letter before it.
        """
        if start >= end:
            at = self._source_at(start)
            return at, at
        first = last = None
        for begin, _, piece in self.touched(start, end):
            if piece.shown is None:
                low, high = max(start, begin), min(end, begin + piece.end - piece.start)
                span = piece.start + low - begin, piece.start + high - begin
            else:
                span = piece.start, piece.end
            first, last = span[0] if first is None else first, span[1]
        if first is None or last is None:
            at = self._source_at(start)
            return at, at
        return first, last

    def _source_at(self, at: int) -> int:
        """Return the place in the source right after the letter before `at`."""
        if at > 0:
            for begin, _, piece in self.touched(at - 1, at):
                return piece.end if piece.shown is not None else piece.start + at - begin
        for begin, _, piece in self.touched(at, at + 1):
            return piece.start if piece.shown is not None else piece.start + at - begin
        return self.start

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """Return the edit that replaces a span of the text, or None where that isn't allowed.

        It isn't where the span has letters of something protected, cuts a character that is
        written another way, or holds markup between its first and its last letter.

        Parameters
        ----------
        start, end : int
            A span of `text`; an empty one inserts.
        text : str
            What shall be read there instead; it is written as the format needs it.
        """
        if start > end:
            raise ValueError("a span ends before it starts")
        written = self.draft.escape(text)
        if start == end:
            if any(b < start < f and p.shown is not None for b, f, p in self.touched(start - 1, end + 1)):
                return None
            at = self._source_at(start)
            return Edit(at, at, written)
        covered = 0
        for begin, finish, piece in self.touched(start, end):
            if piece.kind in PROTECTED:
                return None
            if piece.kind is Kind.CHAR and (begin < start or finish > end):
                return None
            covered += self._written(begin, finish, start, end, piece)
        low, high = self.span(start, end)
        if high - low != covered:  # markup in between
            return None
        return Edit(low, high, written)

    @staticmethod
    def _written(begin: int, finish: int, start: int, end: int, piece: Piece) -> int:
        if piece.shown is None:
            return min(end, finish) - max(start, begin)
        return piece.end - piece.start

    def passage(self, start: int = 0, end: int | None = None) -> Passage:
        """Return a span of the text with its protected things, as the gate compares it."""
        end = len(self.text) if end is None else end
        source = self.draft.source
        marks = [
            Mark(max(b, start) - start, min(f, end) - start, p.kind, source[p.start : p.end])
            for b, f, p in self.touched(start, end)
            if p.kind in PROTECTED
        ]
        return Passage(self.text[start:end], tuple(marks))

    def masked(
        self, start: int = 0, end: int | None = None, name: Callable[[int, Piece], str] | None = None
    ) -> Masked:
        """Return a span of the text in which protected things are nouns.

        Parameters
        ----------
        start, end : int
        name : callable, optional
            ``name(number, piece)`` → what stands for a protected piece, counted from 0 within the span; by
            default what English grammar expects there (`noun`).
        """
        end = len(self.text) if end is None else end
        out: list[str] = []
        holes: list[tuple[int, int, int, int]] = []
        at, length, number = start, 0, 0
        for begin, finish, piece in self.touched(start, end):
            if piece.kind not in PROTECTED:
                continue
            low, high = max(begin, start), min(finish, end)
            out.append(self.text[at:low])
            length += low - at
            word = noun(number, piece) if name is None else name(number, piece)
            out.append(word)
            holes.append((length, length + len(word), low - start, high - start))
            length += len(word)
            at, number = high, number + 1
        out.append(self.text[at:end])
        return Masked("".join(out), tuple(holes))


_NOUNS: Mapping[Kind, str] = {
    Kind.CITATION: "",
    Kind.REFERENCE: "Figure 1",
    Kind.QUANTITY: "5 mM",
    Kind.TABLE: "",
    Kind.COMMAND: "",
    Kind.QUOTATION: "“Yes”",
}


def noun(number: int, piece: Piece) -> str:
    """Return what stands for a protected piece before a grammar engine.

    Numbers read out of math stay as they are, and so does text that only may not be changed;
    citations that no sentence needs vanish, and "Smith (2020)" stays.
    """
    _ = number
    shown = piece.shown or ""
    if piece.kind is Kind.FIXED or (piece.kind is Kind.CITATION and shown[:1].isalpha()):
        return shown
    # After a written "Fig." only the number is a reference.
    if piece.kind is Kind.REFERENCE and not shown[:1].isalpha():
        return shown
    if piece.kind is Kind.MATH and piece.shown and any(c.isdigit() for c in piece.shown):
        return piece.shown
    return _NOUNS.get(piece.kind, "Alpha")


@dataclass(eq=False)
class Draft:
    """One file of a manuscript, read.

    Parameters
    ----------
    path : Path or None
        None for text that came from elsewhere.
    format : str
        Id of the format (a module of `natfig.prose.formats`).
    source : str
        The decoded file, line ends as they are; of a Word file the extracted text.
    blocks : list of Block
        In reading order.
    escape : callable
        Turns plain text into what is written in the source.
    switches : list of Switch
    meta : dict
        What the file says of itself (front matter, document class), as text.
    bibliography : tuple of str
        Keys or numbers of the entries of its list of references, in order.
    origin : object
        What the format needs to write the file again.
    """

    path: Path | None
    format: str
    source: str
    blocks: list[Block] = field(default_factory=list)
    escape: Callable[[str], str] = str
    switches: list[Switch] = field(default_factory=list)
    meta: dict[str, Any] = field(default_factory=dict)
    bibliography: tuple[str, ...] = ()
    origin: Any = None

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(i + 1 for i, letter in enumerate(self.source) if letter == "\n")]

    def place(self, at: int) -> tuple[int, int]:
        """Return (line, column), both from 1, of a place in the source."""
        line = bisect_right(self._line_starts, at)
        return line, at - self._line_starts[line - 1] + 1


@dataclass(eq=False)
class Manuscript:
    r"""All files of a manuscript.

    Parameters
    ----------
    drafts : tuple of Draft
        The main file first.
    blocks : tuple of Block
        Of all files, in reading order (a LaTeX file's ``\input`` is read where it stands).
    """

    drafts: tuple[Draft, ...]
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, drafts: Iterable[Draft]) -> Manuscript:
        """Return the manuscript of files that are read one after the other."""
        kept = tuple(drafts)
        return cls(kept, tuple(block for draft in kept for block in draft.blocks))

    def of_section(self, *sections: Section) -> list[Block]:
        """Return the blocks of sections, headings left out."""
        return [b for b in self.blocks if b.section in sections and b.role is not Role.HEADING]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of paragraphs, items, legends and footnotes, in reading order."""
        read = {Role.PARAGRAPH, Role.ITEM, Role.LEGEND, Role.FOOTNOTE}
        return tuple(s for b in self.blocks if b.role in read for s in b.sentences)


def apply_edits(source: str, edits: Iterable[Edit]) -> str:
    """Return a source with its edits made.

    Raises
    ------
    ValueError
        If two edits overlap, or one lies outside the source.
    """
    out: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < at or edit.end > len(source) or edit.end < edit.start:
            raise ValueError("edits overlap or lie outside the source")
        out.append(source[at : edit.start])
        out.append(edit.text)
        at = edit.end
    out.append(source[at:])
    return "".join(out)
