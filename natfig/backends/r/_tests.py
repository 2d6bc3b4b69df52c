"""Results of tests in R: brackets in a strip above the axes (right of them), and notes.

The strip shares the panel's category axis; away from the axes it is measured in pt. So a bracket
never meets a mark, and brackets are stacked clear of each other on measured texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r.code import Code, Infix, Text, assign, call, constant, plus
from natfig.backends.r.formula import has_formula, label_code
from natfig.backends.r.measure import LINE_EM, text_mm
from natfig.backends.r.plan import RPanel, Strip
from natfig.backends.r.terms import line_pt, text_pt
from natfig.charts._results import add_results
from natfig.charts.base import Bracket, Drawn
from natfig.core.units import mm_to_pt, pt_to_mm
from natfig.data.tables import Table

if TYPE_CHECKING:
    from natfig.backends.r._categorical import CategoryAxis
    from natfig.charts._observed import Place

__all__ = ["Span", "add_tests", "join_notes", "rows_of"]

# All in pt. Feet of a bracket; between the feet and what is under them, and from the line to its text.
FOOT_PT, CLEAR_PT, RISE_PT = 1.5, 2.0, 1.8
# A bracket ends this much inside its groups' places: neighbours that share a group don't join.
INSET_PT = 1.25
# Between the texts of neighbours on one level.
BESIDE_PT = 1.5
# Height of capitals, and how far stars hang above the baseline, in their size.
CAP_EM, STAR_DROP_EM = 0.73, 0.35


@dataclass(frozen=True)
class Span:
    """What a bracket takes up along the categories, in any unit: its line, and its text."""

    start: float
    end: float
    text_start: float
    text_end: float

    @property
    def length(self) -> float:
        """Length of the line."""
        return self.end - self.start

    def meets(self, other: Span) -> bool:
        """Whether the two can't stand on one level."""
        low, high = min(self.start, self.text_start), max(self.end, self.text_end)
        return low < max(other.end, other.text_end) and min(other.start, other.text_start) < high


def rows_of(spans: Sequence[Span]) -> list[int]:
    """Return the row of every bracket, 0 next to the marks: the shortest lie lowest, none meets another.

    Brackets of one length are put down from either side, and the lower stack of the two is taken.
    """
    orders = [
        sorted(range(len(spans)), key=lambda i: (round(spans[i].length, 6), sign * spans[i].start))
        for sign in (1, -1)
    ]
    best = [_stacked(spans, order) for order in orders]
    return min(best, key=lambda rows: (max(rows, default=0), sum(rows)))


def _stacked(spans: Sequence[Span], order: Sequence[int]) -> list[int]:
    rows = [-1] * len(spans)
    for i in order:
        under = [rows[j] for j in order if rows[j] >= 0 and spans[j].meets(spans[i])]
        rows[i] = max(under, default=-1) + 1
    return rows


def join_notes(notes: Sequence[str]) -> list[str]:
    """Return notes as they can be set: plotmath knows no second line, so formulas stand on one."""
    return ["; ".join(notes)] if len(notes) > 1 and any(map(has_formula, notes)) else list(notes)


def add_tests(
    out: RPanel,
    panel: Any,
    axis: CategoryAxis,
    places: Mapping[str, Place],
    leads: Mapping[str, str] | None = None,
) -> None:
    """Add a strip of brackets and notes for the tests of a panel with categories.

    Parameters
    ----------
    out : RPanel
        Gets the strip, its table and the notes.
    panel : PanelBase
    axis : CategoryAxis
    places : mapping of str to Place
        Group as the results name it → where it stands, counted from 0.
    leads : mapping of str to str, optional
        Group → what its brackets begin with.
    """
    drawn = Drawn(notes=out.notes)
    add_results(drawn, panel, axis.style.looks, places, is_horizontal=axis.is_horizontal, leads=leads)
    out.notes = join_notes(drawn.notes)
    if drawn.brackets:
        _add_strip(out, axis, drawn.brackets)


def _add_strip(out: RPanel, axis: CategoryAxis, brackets: Sequence[Bracket]) -> None:
    size = axis.style.looks.look.annotation_pt
    unit_pt = mm_to_pt(axis.unit_mm)
    spans = [_span(axis, bracket, size, unit_pt) for bracket in brackets]
    rows = rows_of(spans)
    levels, top_pt = _levels(axis, brackets, rows, size)
    frame = f"brackets_{axis.style.letter}"
    texts = [bracket.text for bracket in brackets]
    is_formula = any(map(has_formula, texts))
    out.tables[frame] = Table(
        "",
        {
            "groups": np.array([b.name for b in brackets], dtype=object),
            "start": np.array([round(s.start, 4) for s in spans]),
            "end": np.array([round(s.end, 4) for s in spans]),
            "middle": np.array([round((s.text_start + s.text_end) / 2, 4) for s in spans]),
            "level": np.array([round(v, 2) for v in levels]),
            "text": np.array([_plotmath(t) if is_formula else t for t in texts], dtype=object),
        },
    )
    has_lines = [b.start != b.end for b in brackets]
    statements, layers = _lines(axis, frame, has_lines)
    layers.append(_text(axis, brackets, size, is_formula=is_formula))
    ends = {f"{axis.category}lim": list(axis.ends), f"{axis.value}lim": [0, round(top_pt, 2)]}
    plot = plus(
        call("ggplot", Text(frame)),
        *layers,
        call("scale_x_continuous", expand=[0, 0]),
        call("scale_y_continuous", expand=[0, 0]),
        call("coord_cartesian", **{k: ends[k] for k in ("xlim", "ylim")}, clip="off"),
        call("theme_strip"),
    )
    side: Any = "right" if axis.is_horizontal else "above"
    out.strips.append(Strip(side, round(pt_to_mm(top_pt), 2), plot, statements, "bracket"))


def _span(axis: CategoryAxis, bracket: Bracket, size_pt: float, unit_pt: float) -> Span:
    """Return what a bracket takes up, in units of the category axis."""
    start, end = sorted((axis.at(bracket.start), axis.at(bracket.end)))
    middle = (start + end) / 2
    inset = min(INSET_PT / unit_pt, (end - start) / 4)
    start, end = start + inset, end - inset
    extent = LINE_EM * size_pt if axis.is_horizontal else mm_to_pt(text_mm(bracket.text, size_pt))
    half = (extent / 2 + BESIDE_PT) / unit_pt
    # A text over the first or last group stays within the axes where it can.
    low, high = axis.ends
    if high - low > 2 * half:
        middle = min(max(middle, low + half), high - half)
    return Span(start, end, middle - half, middle + half)


def _levels(
    axis: CategoryAxis, brackets: Sequence[Bracket], rows: Sequence[int], size_pt: float
) -> tuple[list[float], float]:
    """Return the level of each bracket's line in pt from the axes, and how far the last one goes."""
    count = max(rows) + 1
    high = [CAP_EM * size_pt] * count
    if axis.is_horizontal:
        high = [
            max(mm_to_pt(text_mm(b.text, size_pt)) for b, r in zip(brackets, rows, strict=True) if r == row)
            for row in range(count)
        ]
    levels, at = [], 0.0
    for extent in high:
        levels.append(at + CLEAR_PT + FOOT_PT)
        at = levels[-1] + RISE_PT + extent
    return [levels[row] for row in rows], at + 0.5


def _lines(axis: CategoryAxis, frame: str, has_lines: Sequence[bool]) -> tuple[list[Code], list[Code]]:
    """Return the statement that makes the brackets' corners, and the layer that draws them."""
    if not any(has_lines):
        return [], []
    name, source = f"corners_{axis.style.letter}", Text(frame)
    statements: list[Code] = []
    if not all(has_lines):
        # What compares levels within one place is its text alone.
        source = Text(f"spans_{axis.style.letter}")
        statements.append(assign(source.flat(), call("subset", Text(frame), constant("end > start"))))
    along = call("with", source, constant("c(start, start, end, end)"))
    away = call("with", source, constant(f"c(level - {FOOT_PT}, level, level, level - {FOOT_PT})"))
    pair = {axis.category: along, axis.value: away}
    numbers = call("rep", call("seq_len", call("nrow", source)), 4)
    statements.append(assign(name, call("data.frame", bracket=numbers, **{k: pair[k] for k in ("x", "y")})))
    look = axis.style.looks.look
    aes = call("aes", x=Text("x"), y=Text("y"), group=Text("bracket"))
    layer = call(
        "geom_path", aes, data=Text(name), colour=look.ink, linewidth=line_pt(look.axis_pt), linejoin="mitre"
    )
    return statements, [layer]


def _text(axis: CategoryAxis, brackets: Sequence[Bracket], size_pt: float, *, is_formula: bool) -> Code:
    look = axis.style.looks.look
    are_stars = all(set(b.text) <= {"*"} for b in brackets) and not axis.is_horizontal
    rise = RISE_PT - (STAR_DROP_EM * size_pt if are_stars else 0.0)
    sign, rise = ("+", rise) if rise >= 0 else ("-", -rise)
    away = Infix(sign, (Text("level"), constant(f"{round(rise, 2):g}")))
    aes = axis.aes(Text("middle"), away, label=Text("text"))
    named: dict[str, Any] = {"parse": True} if is_formula else {}
    just = {"hjust": 0} if axis.is_horizontal else {"vjust": 0}
    return call("geom_text", aes, **just, **named, size=text_pt(size_pt), family="Arial", colour=look.ink)


def _plotmath(text: str) -> str:
    """Return a text as geom_text(parse = TRUE) reads it; what isn't a formula stands in quotes."""
    code = label_code(text).flat()
    return code.removeprefix("expression(").removesuffix(")") if has_formula(text) else code
