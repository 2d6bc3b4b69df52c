"""What polishing finds, mends and rewrites; one type for all reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from natfig.core.findings import Fix, Severity
from natfig.core.record import dataclass, field
from natfig.prose.document import Block, Draft, Edit, Manuscript

__all__ = ["DraftResult", "Mended", "Polished", "Remark", "Rewrite"]

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing a rule, an engine or a journal's limit has to say of a draft.

    Parameters
    ----------
    code : str
        "NUM003".
    severity : Severity
    message : str
        One sentence.
    block : Block
    begin, finish : int
        The span of the block's text.
    replacement : str or None
        What should be read there.
    fix : Fix
        SAFE only where `edit` is there and the gate let it pass.
    source : str
        The rule's source.
    edit : Edit or None
        The change of the draft's source that makes the replacement.
    note : str
        Why it isn't mended, where that needs saying.
    """

    code: str
    severity: Severity
    message: str
    block: Block
    begin: int
    finish: int
    replacement: str | None = None
    fix: Fix = Fix.NONE
    source: str = ""
    edit: Edit | None = None
    note: str = ""

    @property
    def draft(self) -> Draft:
        """The file it is about."""
        return self.block.draft

    @property
    def span(self) -> tuple[int, int]:
        """Start and end in the draft's source, in code points."""
        return self.block.span(self.begin, self.finish)

    @property
    def text(self) -> str:
        """What is read there."""
        return self.block.text[self.begin : self.finish]

    def to_json(self) -> dict[str, Any]:
        """Return the agreed JSON keys."""
        start, end = self.span
        line, column = self.draft.place(start)
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "start": start,
            "end": end,
            "line": line,
            "column": column,
            "text": self.text,
            "replacement": self.replacement,
            "fix": self.fix.value,
            "source": self.source,
        }


def order(remark: Remark) -> tuple[int, int, int, str]:
    """Return what remarks of one draft are sorted by: by place, then the worst first."""
    start, end = remark.span
    return start, _RANK[remark.severity], end, remark.code


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What a model proposed for a sentence, and what the gate said.

    Parameters
    ----------
    block : Block
    begin, finish : int
        The span of the block's text.
    original, proposed : str
        As they are read; equal where nothing was proposed.
    accepted : bool
    reasons : tuple of str
        Why it was refused, or the model's own reason for an accepted change.
    model : str
    """

    block: Block
    begin: int
    finish: int
    original: str
    proposed: str
    accepted: bool
    reasons: tuple[str, ...] = ()
    model: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the agreed JSON keys."""
        start, end = self.block.span(self.begin, self.finish)
        return {
            "start": start,
            "end": end,
            "original": self.original,
            "proposed": self.proposed,
            "accepted": self.accepted,
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True)
class Mended:
    """A change that was made to a draft.

    Parameters
    ----------
    code : str
        Of the rule, or "rewrite".
    start, end : int
        Code points of the source as it was read.
    before, after : str
        The source there, before and after.
    message : str
    """

    code: str
    start: int
    end: int
    before: str
    after: str
    message: str


@dataclass(eq=False)
class DraftResult:
    """What was found in one file.

    Parameters
    ----------
    path : str
        As the user named it.
    draft : Draft
        As it is after mending.
    remarks : list of Remark
        What is left, by place.
    words, sentences : int
    journal, section : str or None
    rewrites : list of Rewrite
    original : Draft or None
        As it was read, where something was changed.
    edits : tuple of Edit
        All changes, as spans of `original`.
    mended : tuple of Mended
    kept : tuple of str
        What could not be mended, in sentences.
    written : str or None
        Where the mended file was written.
    switched_off : int
        Remarks that comments in the draft or the configuration silence.
    """

    path: str
    draft: Draft
    remarks: list[Remark] = field(default_factory=list)
    words: int = 0
    sentences: int = 0
    journal: str | None = None
    section: str | None = None
    rewrites: list[Rewrite] = field(default_factory=list)
    original: Draft | None = None
    edits: tuple[Edit, ...] = ()
    mended: tuple[Mended, ...] = ()
    kept: tuple[str, ...] = ()
    written: str | None = None
    switched_off: int = 0

    def count(self, severity: Severity) -> int:
        """Return how many remarks have a severity."""
        return sum(remark.severity is severity for remark in self.remarks)


@dataclass(eq=False)
class Polished:
    """Everything of one run.

    Parameters
    ----------
    files : list of DraftResult
    engine : str
        Id of the grammar engine.
    model : str or None
    usage : mapping
        Tokens and cost of a rewrite.
    manuscripts : list of Manuscript
    faults : list of str
        Rules that crashed: natfig's own fault, never a pass.
    notes : list of str
        What the user should know and no place in a draft is to blame for.
    """

    files: list[DraftResult] = field(default_factory=list)
    engine: str = "none"
    model: str | None = None
    usage: Mapping[str, Any] = field(default_factory=dict)
    manuscripts: list[Manuscript] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def remarks(self) -> Iterator[Remark]:
        """Yield the remarks of all files."""
        for file in self.files:
            yield from file.remarks

    def failed(self, *, strict: bool) -> bool:
        """Return whether there are errors; with `strict` warnings count too."""
        bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return bool(self.faults) or any(remark.severity in bad for remark in self.remarks())
