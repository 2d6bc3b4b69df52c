"""Text that other ink covers in one figure and not in the other.

The order of elements is nobody's business except where it hides text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from natfig.core.units import pt_to_mm
from natfig.qa.checks._ink import height_mm, layers
from natfig.qa.checks.txt009_covered import COVERED, CROSSED, MIN_OPACITY
from natfig.qa.diff.change import Change
from natfig.qa.diff.labels import Label
from natfig.qa.diff.words import quoted
from natfig.qa.document import Document
from natfig.qa.geometry import quad_area

__all__ = ["compare_cover"]

# The share of the letters' height in which a line counts as running through them, and the
# least height of ink that has a middle at all; as in the check TXT009.
_MIDDLE, _LOW = 0.6, 0.25


def _covered(document: Document) -> set[int]:
    """Return the paint orders of runs that something painted later covers or crosses."""
    out = set()
    for i, found in layers(document).items():
        run = document.runs[i]
        above = [x for x in found if x.order > run.order and x.opacity >= MIN_OPACITY]
        height = height_mm(run)
        if not above or height <= 0:
            continue
        area = sum(x.share for x in above) * quad_area(run.ink) / height**2
        through = sum(x.through_mm for x in above)
        is_tall = height >= _LOW * pt_to_mm(run.size_pt)
        if area >= COVERED or (is_tall and through >= CROSSED * _MIDDLE * height):
            out.add(run.order)
    return out


def compare_cover(old: Document, new: Document, pairs: Sequence[tuple[Label, Label]]) -> Iterator[Change]:
    """Yield texts of both figures that are covered in one of them only."""
    if not pairs:
        return
    before, after = _covered(old), _covered(new)
    if not before and not after:
        return
    for a, b in pairs:
        was = any(run.order in before for run in a.runs)
        now = any(run.order in after for run in b.runs)
        if was == now:
            continue
        kind = "covered" if now else "uncovered"
        how = "is covered or crossed by other ink now" if now else "is no longer covered by other ink"
        message = f"{quoted(b.text)} {how}"
        yield Change(
            kind, "text", message, was, now, b.section, b.panel, None, b.text, b.box, a.box, 1, b.line
        )
