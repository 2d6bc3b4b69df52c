"""The texts of a figure as a comparison sees them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from math import cos, radians, sin

from natfig.core.record import dataclass
from natfig.qa.diff.names import section_name
from natfig.qa.document import Box, Document, Point, TextRun

__all__ = ["Label", "labels_of"]

# From the top of a line's box: where the baseline lies in Arial, Helvetica, Times and their
# metric twins (0.80–0.81), within 0.03 mm at the sizes of figures for others. Texts whose face
# or size changed are compared there, too, as that is where programs hold them.
_BASELINE = 0.808
_UPRIGHT_DEG = 0.5


@dataclass(frozen=True, slots=True)
class Label:
    """One visible text.

    Parameters
    ----------
    text : str
        White space collapsed, composed characters.
    runs : tuple of TextRun
    box : Box
    group, panel : str, str or None
    section : str
    along, across : tuple of float
        Places it may be held at along its direction (start, middle, end) and across it
        (top, middle, baseline, bottom), mm in axes turned by its rotation.
    line : int or None
    """

    text: str
    runs: tuple[TextRun, ...]
    box: Box
    group: str
    panel: str | None
    section: str
    along: tuple[float, ...]
    across: tuple[float, ...]
    line: int | None

    @property
    def rotation_deg(self) -> float:
        """Of its first run."""
        return self.runs[0].rotation_deg

    @property
    def is_number(self) -> bool:
        """Whether it is a number, as a tick's label is."""
        text = self.text.replace("−", "-").replace(",", "").rstrip("%").replace("\u2009", "")
        try:
            float(text)
        except ValueError:
            return False
        return True

    @property
    def ink_center(self) -> Point:
        """Middle of its ink, the same point of the letters however it is turned."""
        (u0, u1), (v0, v1) = _ink_frame(self.runs)
        c, s = cos(radians(self.rotation_deg)), sin(radians(self.rotation_deg))
        u, v = (u0 + u1) / 2, (v0 + v1) / 2
        return u * c - v * s, u * s + v * c


def _frame(runs: Sequence[TextRun], box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the extent of a text along and across its direction, in axes turned with it."""
    turn = runs[0].rotation_deg
    for right, (along, across) in {
        0: ((box.x0, box.x1), (box.y0, box.y1)),
        90: ((box.y0, box.y1), (-box.x1, -box.x0)),
        -90: ((-box.y1, -box.y0), (box.x0, box.x1)),
        180: ((-box.x1, -box.x0), (-box.y1, -box.y0)),
        -180: ((-box.x1, -box.x0), (-box.y1, -box.y0)),
    }.items():
        if abs(turn - right) < _UPRIGHT_DEG:
            return along, across
    return _ink_frame(runs)


def _ink_frame(runs: Sequence[TextRun]) -> tuple[tuple[float, float], tuple[float, float]]:
    turn = runs[0].rotation_deg
    c, s = cos(radians(turn)), sin(radians(turn))
    us = [x * c + y * s for run in runs for x, y in run.ink]
    vs = [y * c - x * s for run in runs for x, y in run.ink]
    return (min(us), max(us)), (min(vs), max(vs))


def _label(text: str, runs: tuple[TextRun, ...], box: Box, line: int | None, groups: set[str]) -> Label:
    first = runs[0]
    # Its own id is no heading.
    around = first.group if first.group in groups else first.group.rpartition("/")[0]
    (u0, u1), (v0, v1) = _frame(runs, box)
    return Label(
        text,
        runs,
        box,
        first.group,
        first.panel,
        section_name(around, first.panel),
        (u0, (u0 + u1) / 2, u1),
        (v0, (v0 + v1) / 2, v0 + _BASELINE * (v1 - v0), v1),
        line,
    )


def labels_of(document: Document, *, visible: bool = True) -> Iterator[Label]:
    """Yield the texts that are seen (or, with ``visible=False``, those that are not), in paint order."""
    groups = {group.path for group in document.groups.values()}
    for element in document.elements:
        runs = tuple(
            run
            for i in element.runs
            if (run := document.runs[i]).visible is visible and run.text and not run.text.isspace()
        )
        if not runs:
            continue
        box = runs[0].box
        for run in runs[1:]:
            box = box.union(run.box)
        whole = len(runs) == len(element.runs)
        text = element.text if whole else "".join(run.text for run in runs)
        text = unicodedata.normalize("NFC", " ".join(text.split()))
        if text:
            yield _label(text, runs, box, element.line, groups)
