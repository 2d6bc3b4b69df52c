"""Mends what is safe to mend in an SVG, and proves on the result that nothing got worse.

The file is changed as a tree. After each group of changes it is written, read and
checked like any other file; what brought a finding that was not there before is taken
back. What does not move text is applied at once; raised text and other faces are tried
together and taken back where they collide, so that a figure with hundreds of small
texts is read a few times and not hundreds.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from natfig.core.errors import DocumentError
from natfig.core.findings import Finding, Fix, Severity
from natfig.qa._harm import Look, harms
from natfig.qa._settle import Settling, told
from natfig.qa.check import Context
from natfig.qa.fixes import fixers
from natfig.qa.fixes._draft import Draft
from natfig.qa.fixes.base import Change, Fixer, Job, Kept, quoted
from natfig.qa.result import FileResult
from natfig.qa.runner import is_wanted

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MAX_BYTES", "MAX_PASSES", "FixResult", "fix_svg"]

# Larger files hold data more than text; reading them a dozen times takes minutes.
MAX_BYTES = 20_000_000
# How often a file is read and checked at most.
MAX_PASSES = 12
# So many of them are left to each fix that is still to come.
_RESERVED = 5


@dataclass(slots=True)
class FixResult:
    """A mended SVG.

    Parameters
    ----------
    data : bytes
        The new file; the old one itself when nothing was mended.
    mended : list of str
        What was done, a sentence each, with the code before it ("TXT002: raised …").
    kept : list of str
        What was found and left, with the code before it and the reason.
    before, after : FileResult or None
        The old and the new file, checked, every finding told by itself. None where it was
        too large to be mended.
    passes : int
        How often a version of the file was read and checked.
    """

    data: bytes
    mended: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    before: FileResult | None = None
    after: FileResult | None = None
    passes: int = 0


def fix_svg(
    data: bytes,
    path: Path,
    context: Context,
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    is_spared: Callable[[Finding], bool] | None = None,
) -> FixResult:
    """Apply every safe fix to an SVG.

    Parameters
    ----------
    data : bytes
        The file, SVG or SVGZ.
    path : Path
        Its name, for titles and messages; it is not opened.
    context : Context
    select, ignore : collection of str
        Codes or their beginnings: what is not checked is not mended.
    is_spared : callable, optional
        ``is_spared(finding)``: the project's configuration says that it may stay. It is
        also asked about findings without message and place, for whole codes.

    Raises
    ------
    DocumentError
        If it can't be read.
    """
    from natfig.qa.readers.svg import unpacked

    plain = unpacked(data)
    if len(plain) > MAX_BYTES:
        says = f"the file has {len(plain):,} bytes; files up to {MAX_BYTES:,} are mended"
        return FixResult(data, kept=[says])
    mending = _Mending(plain, path, context, is_spared or (lambda _: False), (tuple(select), tuple(ignore)))
    mending.run()
    out = FixResult(
        data,
        [f"{code}: {says}" for code, says in mending.mended],
        list(dict.fromkeys(mending.kept)),
        mending.first.result,
        mending.now.result,
        mending.passes,
    )
    if out.mended:
        is_packed = data[:2] == b"\x1f\x8b"
        out.data = gzip.compress(mending.now.data, mtime=0) if is_packed else mending.now.data
    return out


class _Mending:
    """One file from the first look to the last."""

    def __init__(
        self,
        data: bytes,
        path: Path,
        context: Context,
        is_spared: Callable[[Finding], bool],
        codes: tuple[tuple[str, ...], tuple[str, ...]],
    ) -> None:
        self.path = path
        self.context = context
        self.is_spared = is_spared
        self.select, self.ignore = codes
        self.passes = 0
        self.mended: list[tuple[str, str]] = []
        self.kept: list[str] = []
        self.first = self.now = self.look(data)
        self.draft = self._draft()

    def look(self, data: bytes) -> Look:
        """Read and check one version of the file."""
        from natfig.qa.checks._rules import in_full
        from natfig.qa.readers.svg import reader
        from natfig.qa.runner import check_document

        self.passes += 1
        document = reader.read(self.path, data)
        if document.source is None:
            raise DocumentError("only SVG can be mended")
        journal = None if self.context.journal is None else self.context.journal.id
        result = FileResult(str(self.path), "svg", journal, self.context.stage)
        with in_full():
            return Look(data, document, check_document(result, document, self.context))

    def tried(self) -> Look:
        """Read and check the draft as it is."""
        return self.look(self.draft.to_bytes())

    def _draft(self) -> Draft:
        return Draft(self.now.document.source.tree, self.now.data)

    def _job(self, without: frozenset[object] = frozenset()) -> Job:
        found = frozenset(f.code for f in self.now.result.findings if self._is_asked(f))
        return Job(self.draft, self.now.document, self.context, without, self.is_spared, found)

    def _is_asked(self, finding: Finding) -> bool:
        """Return whether a finding is checked for and not excused."""
        return is_wanted(finding.code, self.select, self.ignore) and not self.is_spared(finding)

    def accept(self, look: Look, fixer: Fixer, changes: Sequence[Change]) -> None:
        """Go on from a new version."""
        self.now = look
        self.draft = self._draft()
        self.mended += [(fixer.codes[0], says) for says in told(changes)]

    # -- the steps ------------------------------------------------------------------

    def run(self) -> None:
        """Apply all fixes that are asked for."""
        asked = [f for f in fixers if any(self._is_asked(Finding(c, Severity.INFO, "")) for c in f.codes)]
        asked.sort(key=lambda f: (f.order, f.id))
        self._together([f for f in asked if not f.moves_text])
        moving = [f for f in asked if f.moves_text]
        for number, fixer in enumerate(moving, 1):
            Settling(self, fixer).run(MAX_PASSES - _RESERVED * (len(moving) - number))
        self._say_what_is_left()

    def _together(self, calm: Sequence[Fixer]) -> None:
        """Apply what moves no text in one pass; one by one where that does harm."""
        parts = [(fixer, *self.applied(fixer)) for fixer in calm]
        if any(changes for _, changes, _ in parts):
            look = self.tried()
            is_owed_alone = all(fixer.is_owed for fixer, changes, _ in parts if changes)
            if harms(self.now, look) and not is_owed_alone:
                self.draft.rollback()
                for fixer in calm:
                    self._alone(fixer)
                return
            self.now = look
            self.draft = self._draft()
        for fixer, changes, kept in parts:
            self.mended += [(fixer.codes[0], says) for says in told(changes)]
            self.kept += kept

    def applied(
        self, fixer: Fixer, without: frozenset[object] = frozenset()
    ) -> tuple[list[Change], list[str]]:
        """Apply a fixer to the draft; return its changes and what it says it left."""
        said = list(fixer.apply(self._job(without)))
        kept = [f"{s.code}: {s.says}" for s in said if isinstance(s, Kept)]
        return [s for s in said if isinstance(s, Change)], kept

    def _alone(self, fixer: Fixer) -> None:
        changes, kept = self.applied(fixer)
        self.kept += kept
        if not changes:
            return
        if self.passes >= MAX_PASSES - 1 and not fixer.is_owed:
            self.draft.rollback()
            self.kept.append(f"{fixer.codes[0]}: not tried, the file was read {self.passes} times already")
            return
        look = self.tried()
        harm = [] if fixer.is_owed else harms(self.now, look)
        if harm:
            self.draft.rollback()
            self.kept.append(f"{fixer.codes[0]}: not {changes[0].says}: {harm[0].says}")
        else:
            self.accept(look, fixer, changes)

    # -- what is left ---------------------------------------------------------------

    def _say_what_is_left(self) -> None:
        """Name every finding that was to be mended and is still there."""
        left: dict[str, list[Finding]] = {}
        for finding in self.now.result.findings:
            if finding.fix is Fix.SAFE and self._is_asked(finding):
                left.setdefault(finding.code, []).append(finding)
        for code, found in left.items():
            if any(line.startswith(f"{code}: ") for line in self.kept):
                continue
            texts = [f.where.text for f in found if f.where.text]
            what = quoted(texts) if texts else found[0].message
            self.kept.append(f"{code}: {what}: no fix is known that does no harm")
