"""Shown strings put together as people see them: labels of runs.

A program may show a word at once, in pieces with kerning between, or letter by letter.
What stands on one line without a gap is one element; within it a piece of one size,
face and fill is one run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from natfig.core import lazyre
from natfig.core.units import mm_to_pt
from natfig.qa.document import Box, Point, Quad, TextElement, TextRun
from natfig.qa.readers._pdf.fonts import PdfFont
from natfig.qa.readers._svg.names import panel_of

__all__ = ["WORD_GAP_EM", "Segment", "TextBuilder", "panel_in"]

# A blank is 0.25 to 0.33 em wide in most faces and may shrink to 0.22 in set text;
# kerning moves a glyph by 0.15 em at the most.
WORD_GAP_EM = 0.18
# Within one text object a wider gap parts two labels: cairo shows a whole axis as one string.
_LABEL_GAP_EM = 0.6
_OVERLAP_EM = 0.35
_BASELINE_EM = 0.08
# How far a script stands off the baseline, and how close it follows, in em of the larger size.
_SCRIPT_EM = 0.75
_SCRIPT_GAP_EM = 0.25
_SCRIPT_SIZE = 0.9

_BLANK = lazyre.compile(r"[ \t\r\n\f\v\u00a0]+")


@dataclass(slots=True)
class Segment:
    """A string shown without a gap in it; lengths in mm.

    `u` is the unit vector along the baseline, `v` the one at right angles to it towards
    the tops of the glyphs. `ink` is (along, up, along, up) from the origin. `start` and
    `end` are where the first and the last glyph that isn't blank begin and end.
    """

    text: str
    origin: Point
    u: Point
    v: Point
    advance: float
    start: float
    end: float
    size: float
    ink: tuple[float, float, float, float] | None
    font: PdfFont
    fill: str | None
    opacity: float
    visible: bool
    order: int
    block: int
    group: str
    clip: Box | None
    rotated_em: bool = False

    def look(self) -> tuple[object, ...]:
        """Return what is equal for all segments of one run, their sizes apart."""
        f = self.font
        return (f.family, f.weight, f.style, self.fill, self.opacity, self.visible, self.group, self.clip)


@dataclass(slots=True)
class _Run:
    segments: list[Segment]
    text: str
    shift: float


@dataclass(slots=True)
class _Element:
    """An element under construction, along the direction of its first segment."""

    base: Segment
    runs: list[_Run] = field(default_factory=list)
    end: float = 0.0
    base_end: float = 0.0
    placed: int = 0

    def along(self, point: Point) -> tuple[float, float]:
        """Return a point's place along the baseline and above it."""
        dx, dy = point[0] - self.base.origin[0], point[1] - self.base.origin[1]
        return (dx * self.base.u[0] + dy * self.base.u[1], dx * self.base.v[0] + dy * self.base.v[1])


class TextBuilder:
    """Takes segments in paint order; `finish` gives elements and runs."""

    def __init__(self) -> None:
        self.elements: list[TextElement] = []
        self.runs: list[TextRun] = []
        self._now: _Element | None = None

    def add(self, segment: Segment) -> None:
        """Take a segment in."""
        now = self._now
        if now is not None and self._join(now, segment):
            return
        self.finish()
        self._now = _Element(segment)
        self._append(self._now, segment, "", 0.0, is_new_run=True)

    def _join(self, now: _Element, s: Segment) -> bool:
        base = now.base
        if base.u[0] * s.u[0] + base.u[1] * s.u[1] < 0.9998:
            return False
        along, off = now.along(s.origin)
        last = now.runs[-1].segments[-1]
        same_block = s.block == last.block
        gap = along - now.end
        em = max(base.size, s.size)
        # On the baseline, or going on with a script on its own one.
        if abs(off) <= _BASELINE_EM * em or abs(off - now.runs[-1].shift) <= _BASELINE_EM * s.size:
            em = em if abs(off) <= _BASELINE_EM * em else s.size
            limit = _LABEL_GAP_EM if same_block else WORD_GAP_EM
            if not -_OVERLAP_EM * em < gap <= limit * em:
                return False
            self._follow(now, s, gap, off)
            return True
        is_script = (
            abs(off) <= _SCRIPT_EM * em and min(abs(gap), abs(along - now.base_end)) <= _SCRIPT_GAP_EM * em
        )
        ratio = min(base.size, s.size) / em if em else 1.0
        if not is_script or (ratio > _SCRIPT_SIZE and not same_block):
            return False
        self._append(now, s, "", off, is_new_run=True)
        return True

    def _follow(self, now: _Element, s: Segment, gap: float, off: float) -> None:
        """Append a segment on the baseline, to the last run where it looks the same."""
        run = now.runs[-1]
        last = run.segments[-1]
        so_far, em = run.text, min(last.size, s.size)
        has_blank = _BLANK.fullmatch(so_far[-1:]) is not None or _BLANK.fullmatch(s.text[:1]) is not None
        blank = " " if gap > WORD_GAP_EM * em and not has_blank and so_far else ""
        looks_same = last.look() == s.look() and abs(last.size - s.size) <= 0.01 * em
        is_level = abs(run.shift - off) <= _BASELINE_EM * max(last.size, s.size)
        if looks_same and is_level and s.block != last.block and not blank and not has_blank and s.text:
            now.placed += 1
        self._append(now, s, blank, off, is_new_run=not (looks_same and is_level))

    @staticmethod
    def _append(now: _Element, s: Segment, blank: str, off: float, *, is_new_run: bool) -> None:
        if is_new_run:
            if blank and now.runs:
                now.runs[-1].text += blank
            now.runs.append(_Run([s], s.text, off))
        else:
            now.runs[-1].segments.append(s)
            now.runs[-1].text += blank + s.text
        end = now.along(s.origin)[0] + s.advance
        now.end = max(now.end, end)
        if abs(off) <= _BASELINE_EM * now.base.size:
            now.base_end = end
        # "¹⁴C": what follows a script that comes first is the base.
        if s.size > now.base.size * 1.1 and len(now.runs) > 1:
            x0, y0 = now.along(s.origin)
            now.base, now.end, now.base_end = s, now.end - x0, s.advance
            for run in now.runs:
                run.shift -= y0

    def finish(self) -> None:
        """Close the element under construction."""
        now, self._now = self._now, None
        if now is None:
            return
        first = len(self.runs)
        index = len(self.elements)
        for run in now.runs:
            if made := _made(run, index):
                self.runs.append(made)
        if len(self.runs) == first:
            return
        box = self.runs[first].box
        for made in self.runs[first + 1 :]:
            box = box.union(made.box)
        text = _BLANK.sub(" ", "".join(run.text for run in now.runs)).strip(" ")
        self.elements.append(TextElement(text, range(first, len(self.runs)), box, now.placed))


def _made(run: _Run, element: int) -> TextRun | None:
    """Return a run as the document keeps it, or None where it is blank."""
    text = _BLANK.sub(" ", run.text).strip(" ")
    if not text:
        return None
    shown = [s for s in run.segments if s.end > s.start] or run.segments
    first, font = shown[0], shown[0].font
    u, v, origin = first.u, first.v, first.origin

    def along(s: Segment) -> tuple[float, float]:
        dx, dy = s.origin[0] - origin[0], s.origin[1] - origin[1]
        return dx * u[0] + dy * u[1], dx * v[0] + dy * v[1]

    def quad(x0: float, y0: float, x1: float, y1: float) -> Quad:
        (ox, oy), (ux, uy), (vx, vy) = origin, u, v
        a, b, c, d = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
        return (
            (ox + a[0] * ux + a[1] * vx, oy + a[0] * uy + a[1] * vy),
            (ox + b[0] * ux + b[1] * vx, oy + b[0] * uy + b[1] * vy),
            (ox + c[0] * ux + c[1] * vx, oy + c[0] * uy + c[1] * vy),
            (ox + d[0] * ux + d[1] * vx, oy + d[0] * uy + d[1] * vy),
        )

    places = [(s, *along(s)) for s in shown]
    low = min(x + s.start for s, x, _ in places)
    high = max(x + s.end for s, x, _ in places)
    ascent, descent = (0.5, 0.5) if first.rotated_em else (font.ascent, font.descent)
    frame = quad(low, -descent * first.size, high, ascent * first.size)
    inks = [(x + s.ink[0], y + s.ink[1], x + s.ink[2], y + s.ink[3]) for s, x, y in places if s.ink]
    ink = frame
    if inks:
        ink = quad(
            min(i[0] for i in inks), min(i[1] for i in inks), max(i[2] for i in inks), max(i[3] for i in inks)
        )
    return TextRun(
        text=text,
        size_pt=mm_to_pt(first.size),
        family=font.family,
        families=(font.family,),
        weight=font.weight,
        style=font.style,
        fill=first.fill,
        opacity=first.opacity,
        visible=first.visible,
        box=Box.around(frame),
        ink=ink,
        rotation_deg=math.degrees(math.atan2(u[1], u[0])),
        element=element,
        order=first.order,
        group=first.group,
        panel=panel_in(first.group),
        clip=first.clip,
        measured=font.measured,
    )


def panel_in(group: str) -> str | None:
    """Return the panel that the names of layers give, the innermost first."""
    return next((p for name in reversed(group.split("/")) if (p := panel_of(name))), None)
