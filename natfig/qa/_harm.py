"""Tells whether one version of a figure is worse than another, and which change is to blame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from natfig.core.findings import Finding, Severity
from natfig.qa.document import Box, Document
from natfig.qa.result import FileResult

if TYPE_CHECKING:
    from natfig.qa.fixes.base import Change

__all__ = ["Harm", "Look", "culprits", "harms"]

# A page may change by what four decimals of a millimetre round off, and by less than anyone measures.
_SAME_MM = 0.001


@dataclass(frozen=True, slots=True)
class Look:
    """One version of the file, read and checked; nothing in `result` is summed up."""

    data: bytes
    document: Document
    result: FileResult


@dataclass(frozen=True, slots=True)
class Harm:
    """Something that was not there before; `element` is the text it is about, where that is known."""

    says: str
    text: str | None = None
    box: Box | None = None
    element: int | None = None


_Key = tuple[Severity, str, str, str]


def _keys(finding: Finding) -> Iterable[_Key]:
    """Yield what a finding counts as: an error is a warning and an info too."""
    rank = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}
    where = finding.where
    for severity, value in rank.items():
        if value <= rank[finding.severity]:
            yield severity, finding.code, where.panel or "", where.text or ""


def harms(before: Look, after: Look) -> list[Harm]:
    """Return what is worse in the second version: new findings, lost text, another page."""
    known = Counter(key for f in before.result.findings for key in _keys(f))
    found: list[Harm] = []
    for finding in after.result.findings:
        is_new = False
        for key in _keys(finding):
            known[key] -= 1
            is_new |= known[key] < 0
        if is_new:
            box = finding.where.bbox_mm
            placed = None if box is None else Box(box[0], box[1], box[0] + box[2], box[1] + box[3])
            found.append(Harm(finding.message, finding.where.text, placed))
    found += [Harm(fault) for fault in after.result.faults if fault not in before.result.faults]
    return [*_other_content(before.document, after.document), *found]


def _other_content(old: Document, new: Document) -> list[Harm]:
    for was, now in ((old.page.width_mm, new.page.width_mm), (old.page.height_mm, new.page.height_mm)):
        if was is not None and (now is None or abs(was - now) > _SAME_MM + 1e-6 * was):
            return [Harm("the page would have another size")]
    if len(old.elements) != len(new.elements) or old.empty_texts != new.empty_texts:
        return [Harm("text would be lost")]
    pairs = enumerate(zip(old.elements, new.elements, strict=True))
    return [
        Harm("text would be lost", a.text, a.box, i)
        for i, (a, b) in pairs
        # Where words are apart depends on their size.
        if a.text != b.text and "".join(a.text.split()) != "".join(b.text.split())
    ]


def culprits(harm: Harm, changes: Sequence[Change], document: Document) -> list[Change]:
    """Return the changes that a new finding may come from; all of them where that can't be told."""
    found = [c for c in changes if any(_is_about(harm, i, document) for i in c.texts)]
    return found or list(changes)


def _is_about(harm: Harm, index: int, document: Document) -> bool:
    if harm.element is not None:
        return harm.element == index
    if index >= len(document.elements):
        return True
    element = document.elements[index]
    if harm.box is not None:
        return element.box.meet(harm.box) is not None
    return harm.text is not None and any(document.runs[i].text == harm.text for i in element.runs)
