"""Mends what is safe to mend in an SVG, and proves on the result that nothing got worse."""

from __future__ import annotations

import copy
import gzip
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from natfig.core.errors import DocumentError
from natfig.core.findings import Finding, Severity
from natfig.qa.check import Context
from natfig.qa.document import Document
from natfig.qa.fixes import fixers
from natfig.qa.fixes.base import Change, Fixer
from natfig.qa.result import FileResult

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FixResult", "fix_svg"]

# How often a fix is tried with fewer changes before it is given up.
_MAX_TRIES = 12


@dataclass(slots=True)
class FixResult:
    """A mended SVG.

    Parameters
    ----------
    data : bytes
        The new file; equal to the old one when nothing was mended.
    mended : list of str
        What was done, a sentence each.
    kept : list of str
        What was left because mending it would have done harm.
    result : FileResult
        The new file, checked.
    """

    data: bytes
    mended: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    result: FileResult | None = None


def _tally(result: FileResult) -> Counter[tuple[str, str, str]]:
    return Counter(
        (f.code, f.where.panel or "", f.where.text or "")
        for f in result.findings
        if f.severity is not Severity.INFO
    )


def _worse(before: FileResult, after: FileResult) -> list[Finding]:
    """Return findings that were not there before."""
    known = _tally(before)
    new = []
    for finding in after.findings:
        if finding.severity is Severity.INFO:
            continue
        key = (finding.code, finding.where.panel or "", finding.where.text or "")
        if known[key] > 0:
            known[key] -= 1
        else:
            new.append(finding)
    return new


class _Bench:
    """Reads and checks one version of the file after the other."""

    def __init__(self, path: Path, context: Context) -> None:
        self.path = path
        self.context = context

    def look(self, tree: Any) -> tuple[bytes, FileResult, Document]:
        from natfig.qa.readers.svg import reader
        from natfig.qa.runner import check_document

        data = _serialized(tree)
        document = reader.read(self.path, data)
        journal = None if self.context.journal is None else self.context.journal.id
        result = FileResult(str(self.path), "svg", journal, self.context.stage)
        return data, check_document(result, document, self.context), document


def _serialized(tree: Any) -> bytes:
    from lxml import etree

    info = tree.docinfo
    encoding = info.encoding or "utf-8"
    written: Any = etree.tostring(
        tree, encoding=encoding, xml_declaration=True, standalone=info.standalone, with_tail=True
    )
    return bytes(written)


def fix_svg(data: bytes, path: Path, context: Context) -> FixResult:
    """Apply every safe fix to an SVG.

    Each fix is applied to a copy, which is read and checked like any other file. When
    that shows a finding that was not there before, the changes to the texts concerned
    are taken back; if it still does, the whole fix is.

    Parameters
    ----------
    data : bytes
        The file, SVG or SVGZ.
    path : Path
        Its name, for titles and messages; it is not opened.
    context : Context

    Raises
    ------
    DocumentError
        If it can't be read.
    """
    from natfig.qa.readers.svg import reader, unpacked

    packed = data[:2] == b"\x1f\x8b"
    bench = _Bench(path, context)
    document = reader.read(path, data)
    if document.source is None:
        raise DocumentError("only SVG can be mended")
    tree = document.source.tree
    _, result, document = bench.look(tree)
    tree = document.source.tree
    out = FixResult(unpacked(data), result=result)
    for fixer in sorted(fixers, key=lambda f: (f.order, f.id)):
        new = _applied(fixer, tree, result, bench, out)
        if new is not None:
            out.data, result, document = new
            tree = document.source.tree
            out.result = result
    if not out.mended:
        out.data = data
    elif packed:
        out.data = gzip.compress(out.data, mtime=0)
    return out


def _applied(
    fixer: Fixer, tree: Any, before: FileResult, bench: _Bench, out: FixResult
) -> tuple[bytes, FileResult, Document] | None:
    """Return the file with one fix, or None where there is nothing to mend without harm."""
    without: set[object] = set()
    for _ in range(_MAX_TRIES):
        _, _, document = bench.look(copy.deepcopy(tree))
        changes = list(fixer.apply(document.source.tree, document, bench.context, frozenset(without)))
        if not changes:
            return None
        new = bench.look(document.source.tree)
        harm = _worse(before, new[1])
        if not harm:
            out.mended += [c.says for c in changes]
            return new
        blamed = _blamed(changes, harm, new[2])
        out.kept += [f"{c.says}: not done, {harm[0].message}" for c in changes if c.key in blamed]
        without |= blamed
    return None


def _blamed(changes: list[Change], harm: list[Finding], document: Document) -> set[object]:
    """Return the changes that new findings are about; all of them where that can't be told."""
    keys = {c.key for c in changes}
    texts = {f.where.text for f in harm if f.where.text}
    boxes = [f.where.bbox_mm for f in harm if f.where.bbox_mm is not None]
    found: set[object] = set()
    for key in keys:
        if not (isinstance(key, tuple) and key[0] == "size" and key[1] < len(document.runs)):
            continue
        run = document.runs[key[1]]
        near = any(
            run.box.x0 <= x + w and run.box.x1 >= x and run.box.y0 <= y + h and run.box.y1 >= y
            for x, y, w, h in boxes
        )
        if near or run.text in texts:
            found.add(key)
    return found or keys
