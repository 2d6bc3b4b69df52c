"""Where the SVG reader and Chromium agree on a file, counted and told."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from natfig.qa.document import Document, TextRun
from oracles.svgtruth import NOTHING_DRAWN, Element, Rect, Run, Truth

__all__ = ["BOX_WITHIN_MM", "HEAD", "PAGE_WITHIN", "SIZE_WITHIN", "Tally", "compare"]

SIZE_WITHIN = 0.02
PAGE_WITHIN = 0.005
BOX_WITHIN_MM = 0.5


@dataclass
class Tally:
    """What was compared and what of it agreed.

    Parameters
    ----------
    files, elements, runs : int
        What Chromium has.
    counts : int
        Files with as many text elements as in Chromium.
    sizes, looks : int
        Runs whose size, and whose family, fill and visibility, are Chromium's.
    boxed, boxes : int
        Runs with a box, and those of them whose four edges are where Chromium has them.
    sides, pages : int
        Sides of pages that the files state, and those that agree.
    excluded : list of str
        What Chromium's DOM can't tell, with the reason.
    complaints : list of (float, str)
        How bad, and what.
    """

    files: int = 0
    elements: int = 0
    counts: int = 0
    runs: int = 0
    sizes: int = 0
    boxed: int = 0
    boxes: int = 0
    sides: int = 0
    pages: int = 0
    looks: int = 0
    excluded: list[str] = field(default_factory=list)
    complaints: list[tuple[float, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count another one in."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def row(self, name: str) -> str:
        """Return a line of the table under `HEAD`."""
        return (
            f"{name:<13}{self.files:>6}{self.elements:>10}{self.counts:>10}{self.runs:>7}"
            f"{_share(self.sizes, self.runs):>9}{_share(self.boxes, self.boxed):>9}"
            f"{_share(self.pages, self.sides):>8}{_share(self.looks, self.runs):>8}{len(self.excluded):>6}"
        )


HEAD = (
    f"{'program':<13}{'files':>6}{'elements':>10}{'counts ok':>10}{'runs':>7}"
    f"{'size ok':>9}{'box ok':>9}{'page ok':>8}{'look ok':>8}{'excl.':>6}"
)


def _share(part: int, whole: int) -> str:
    return "–" if not whole else f"{100 * part / whole:.1f} %"


def _bare(text: str) -> str:
    """Return what of a text shows, whatever its case, which `text-transform` may change."""
    shown = (c for c in text.casefold() if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"})
    return "".join(shown)


def compare(path: Path, truth: Truth, document: Document) -> Tally:
    """Return the tally of one file."""
    tally = Tally(files=1)
    name = f"{path.parent.name}/{path.name}"
    if truth.excluded:
        tally.excluded.append(f"{name}: {truth.excluded}")
        return tally
    tally.elements = len(truth.elements)
    tally.counts = int(len(truth.elements) == document.text_count)
    if not tally.counts:
        tally.complaints.append(
            (9e9, f"{name}: {document.text_count} text elements, Chromium has {len(truth.elements)}")
        )
    _compare_page(tally, name, truth, document)
    wanted = [_bare("".join(run.text for run in e.runs)) for e in truth.elements]
    got = [_bare("".join(document.runs[i].text for i in e.runs)) for e in document.elements]
    partner = _partners(truth, wanted, got)
    for number, element in enumerate(truth.elements):
        if element.excluded:
            tally.excluded.append(f"{name}, text {number}: {element.excluded}")
            continue
        other = partner.get(number)
        runs = [] if other is None else [document.runs[i] for i in document.elements[other].runs]
        _compare_element(tally, f"{name} {wanted[number][:30]!r}", element, runs)
    return tally


def _compare_page(tally: Tally, name: str, truth: Truth, document: Document) -> None:
    for side in ("width_mm", "height_mm"):
        wanted, got = getattr(truth, side), getattr(document.page, side)
        if wanted is None:
            continue
        tally.sides += 1
        if got is not None and abs(got - wanted) <= PAGE_WITHIN * wanted:
            tally.pages += 1
        else:
            tally.complaints.append((8e9, f"{name}: {side} is {got}, in Chromium {wanted:.3f}"))


def _partners(truth: Truth, wanted: list[str], got: list[str]) -> dict[int, int]:
    """Return which of the reader's elements is which of Chromium's; those that hold nothing have none."""
    ours = [i for i, element in enumerate(truth.elements) if wanted[i] or element.excluded]
    theirs = [i for i, text in enumerate(got) if text]
    if len(ours) == len(theirs):
        return dict(zip(ours, theirs, strict=True))
    matcher = difflib.SequenceMatcher(
        None, [wanted[i] for i in ours], [got[i] for i in theirs], autojunk=False
    )
    return {ours[m.a + i]: theirs[m.b + i] for m in matcher.get_matching_blocks() for i in range(m.size)}


def _compare_element(tally: Tally, name: str, element: Element, got: list[TextRun]) -> None:
    got = [run for run in got if _bare(run.text)]
    wanted = [run for run in element.runs if _bare(run.text)]
    if not got and wanted and all(run.boxless == NOTHING_DRAWN for run in wanted):
        tally.excluded.append(f"{name}: {NOTHING_DRAWN}, and the reader leaves it out")
        return
    tally.runs += len(wanted)
    if _bare("".join(r.text for r in wanted)) != _bare("".join(r.text for r in got)):
        tally.boxed += len(wanted)
        tally.complaints.append((7e9, f"{name}: the text reads {''.join(r.text for r in got)!r}"))
        return
    for ours, theirs in _pieces(wanted, got):
        _compare_piece(tally, name, ours, theirs)


def _pieces(wanted: list[Run], got: list[TextRun]) -> Iterator[tuple[list[Run], list[TextRun]]]:
    """Yield the smallest groups of runs, Chromium's and the reader's, that hold the same characters."""
    wanted, got = list(wanted), list(got)
    while wanted:
        ours, theirs = [wanted.pop(0)], [got.pop(0)]
        while True:
            a = sum(len(_bare(r.text)) for r in ours)
            b = sum(len(_bare(r.text)) for r in theirs)
            if a == b:
                break
            if a < b:
                ours.append(wanted.pop(0))
            else:
                theirs.append(got.pop(0))
        yield ours, theirs


def _compare_piece(tally: Tally, name: str, ours: list[Run], theirs: list[TextRun]) -> None:
    for run in ours:
        off = max(abs(t.size_pt - run.size_pt) / max(run.size_pt, t.size_pt, 1e-3) for t in theirs)
        tally.sizes += off <= SIZE_WITHIN
        if off > SIZE_WITHIN:
            sizes = ", ".join(f"{t.size_pt:.3f}" for t in theirs)
            tally.complaints.append(
                (1e6 * off, f"{name}: {run.text!r} is {sizes} pt, in Chromium {run.size_pt:.3f}")
            )
        alike = all(_looks_alike(run, t) for t in theirs)
        tally.looks += alike
        if not alike:
            looks = "; ".join(f"{t.family}, {t.fill}, {t.visible}" for t in theirs)
            tally.complaints.append(
                (0, f"{name}: {run.text!r} is {looks}, in Chromium {run.family}, {run.fill}, {run.visible}")
            )
    _compare_boxes(tally, name, ours, theirs)


def _compare_boxes(tally: Tally, name: str, ours: list[Run], theirs: list[TextRun]) -> None:
    text = "".join(run.text for run in ours)
    if reasons := [run.boxless for run in ours if run.boxless]:
        tally.excluded.append(f"{name}: no box of {text!r} to compare with, {reasons[0]}")
        return
    tally.boxed += len(ours)
    box, other = _around(run.box for run in ours), _around(run.box for run in theirs)
    off = max(abs(a - b) for a, b in zip(box, other, strict=True))
    if off <= BOX_WITHIN_MM:
        tally.boxes += len(ours)
        return
    edges = ", ".join(f"{b - a:+.2f}" for a, b in zip(box, other, strict=True))
    measured = "" if all(t.measured for t in theirs) else ", not measured"
    tally.complaints.append((off, f"{name}: box of {text!r} off by {edges} mm ({ours[0].family}{measured})"))


def _looks_alike(run: Run, other: TextRun) -> bool:
    family = run.family.split(",")[0].strip().strip("\"'")
    same_family = family.casefold() == other.family.casefold()
    return (
        same_family and run.visible == other.visible and (not run.visible or _same_fill(run.fill, other.fill))
    )


def _same_fill(computed: str, said: str | None) -> bool:
    if not computed.startswith("rgb"):
        return said is None
    numbers = [float(v) for v in computed[computed.index("(") + 1 : -1].replace(",", " ").split()[:3]]
    return said is not None and all(
        abs(int(said[1 + 2 * i : 3 + 2 * i], 16) - v) <= 1 for i, v in enumerate(numbers)
    )


def _around(boxes: Iterable[Rect]) -> Rect:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)
