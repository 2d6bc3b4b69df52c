"""TXT006: two visible texts that lie on each other."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._rows import chains
from natfig.qa.checks._rules import count_of, listed, shorten, union
from natfig.qa.document import Box, Document, TextRun
from natfig.qa.geometry import overlap_depth

__all__ = ["check"]

# Overlap that counts, in mm: what is told apart is the stems of letters, 0.09 em wide
# in Arial, 0.16 mm at 5 pt. Ink boxes that share less than most of a stem only touch.
MIN_DEPTH_MM = 0.12

# Where a face was not at hand its letters may be this much wider than they are.
UNMEASURED_DEPTH_MM = 0.6

# The same words twice within this distance are one label: a halo, or bold made by
# painting twice. Both lie ink on ink and read as one.
_TWIN_MM = 0.4

# Texts are sorted into cells of this size, so that only neighbours are compared.
_CELL_MM = 6.0
_MOST_CELLS = 400
# More texts don't fit a cell side by side (one figure of 5 pt takes 1 × 1.3 mm): where
# thousands lie on one spot each is compared with this many, and overlaps some of them.
_MOST_IN_CELL = 60
# Cells that all texts together may fill, pairs that are measured, and pairs that are kept:
# a thousand overlaps are told in one sentence like ten thousand.
_MOST_FILLED = 400_000
_MOST_MEASURED = 100_000
_MOST_KEPT = 1000


def _near(document: Document) -> Iterator[tuple[int, int]]:
    """Yield pairs of visible runs of different elements whose upright ink boxes meet, each once.

    The cell that holds the top left corner of what both share speaks for the pair.
    """
    runs = document.runs
    boxes = {i: Box.around(run.ink) for i, run in enumerate(runs) if run.visible and not run.text.isspace()}
    if not boxes:
        return
    around = union(boxes.values()) or Box(0, 0, 1, 1)
    size = max(_CELL_MM, around.w / _MOST_CELLS, around.h / _MOST_CELLS)
    cells: dict[tuple[int, int], list[int]] = {}
    filled = 0
    for i, (x0, y0, x1, y1) in boxes.items():
        c0, r0 = int((x0 - around.x0) / size), int((y0 - around.y0) / size)
        c1, r1 = int((x1 - around.x0) / size), int((y1 - around.y0) / size)
        filled += (c1 - c0 + 1) * (r1 - r0 + 1)
        if filled > _MOST_FILLED:
            break
        for row in range(r0, r1 + 1):
            for column in range(c0, c1 + 1):
                cells.setdefault((row, column), []).append(i)
    for (row, column), members in cells.items():
        for n, i in enumerate(members):
            x0, y0, x1, y1 = boxes[i]
            for j in members[max(0, n - _MOST_IN_CELL) : n]:
                u0, v0, u1, v1 = boxes[j]
                shares = u0 < x1 and u1 > x0 and v0 < y1 and v1 > y0
                if not shares or runs[i].element == runs[j].element:
                    continue
                if (
                    int((max(x0, u0) - around.x0) / size) == column
                    and int((max(y0, v0) - around.y0) / size) == row
                ):
                    yield j, i


def _is_twin(a: TextRun, b: TextRun) -> bool:
    (ax, ay), (bx, by) = a.box.center, b.box.center
    return a.text == b.text and abs(ax - bx) <= _TWIN_MM and abs(ay - by) <= _TWIN_MM


def _overlaps(document: Document) -> tuple[list[tuple[float, TextRun, TextRun]], bool]:
    """Return (depth in mm, run below, run on top) for pairs of elements, and whether these are all."""
    deepest: dict[tuple[int, int], tuple[float, TextRun, TextRun]] = {}
    words: dict[int, int] | None = None
    measured, is_all = 0, True
    for i, j in _near(document):
        a, b = document.runs[i], document.runs[j]
        measured += 1
        if measured > _MOST_MEASURED or len(deepest) > _MOST_KEPT:
            is_all = False
            break
        if _is_twin(a, b):
            continue
        least = MIN_DEPTH_MM if a.measured and b.measured else UNMEASURED_DEPTH_MM
        depth = overlap_depth(a.ink, b.ink)
        if depth <= least:
            continue
        if words is None:
            words = {e: n for n, chain in enumerate(chains(document)) for e in chain.elements}
        if a.element in words and words[a.element] == words.get(b.element):
            continue  # kerned letters of one word in pieces; TXT005 speaks of it
        key = (min(a.element, b.element), max(a.element, b.element))
        if key not in deepest or depth > deepest[key][0]:
            below, top = (a, b) if a.order <= b.order else (b, a)
            deepest[key] = (depth, below, top)
    return sorted(deepest.values(), key=lambda found: -found[0]), is_all


def _look(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001 — a look has both
    found, is_all = _overlaps(document)
    shown, rest = listed(found)
    for depth, below, top in shown:
        shared = Box.around(below.ink).meet(Box.around(top.ink))
        yield check.finding(
            f"'{shorten(top.text)}' lies {depth:.2f} mm deep on '{shorten(below.text)}'",
            panel=top.panel or below.panel,
            text=top.text,
            box=shared or top.box,
            line=top.line,
        )
    if rest:
        more = "" if is_all else "more than "
        yield check.finding(
            f"{more}{count_of(rest, 'further pair')} of overlapping texts",
            box=union(top.box for _, _, top in found[len(shown) :]),
        )
    elif not is_all:
        yield check.finding(
            f"more than {_MOST_MEASURED:,} pairs of texts lie close together; the others were not measured",
            severity=Severity.WARNING,
        )


check = Check(
    id="txt006_overlap",
    code="TXT006",
    title="texts overlap",
    reason="Two labels on the same spot can be read neither by people nor by machines.",
    bad="tick labels of 8 pt set 5 mm apart that run into each other",
    good="every second tick labelled, so that the ink of no two labels meets",
    needs=("text",),
    look=_look,
    source="WCAG 2.2, understanding 1.4.12: no loss of content by overlapping text, "
    "https://www.w3.org/WAI/WCAG22/Understanding/text-spacing",
    hint="label fewer ticks, shorten or turn the labels, or move one of them",
    options={"min_depth_mm": MIN_DEPTH_MM, "unmeasured_depth_mm": UNMEASURED_DEPTH_MM},
)
