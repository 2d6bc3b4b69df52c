"""The last look at a page that R has drawn: axes large enough, no text off the page or over another.

patchwork gives way quietly where something doesn't fit; here it is told with the millimetres that
are missing, before any file is written.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from natfig.core.errors import LayoutError, Problem
from natfig.core.units import mm_to_pt, pt_to_mm
from natfig.layout.grid import MIN_AXES_MM, Margins

if TYPE_CHECKING:
    from natfig.backends.r.svg import SvgResult

__all__ = [
    "Legend",
    "check_page",
    "crowded_legends",
    "crowded_names",
    "edge_room",
    "low_axes",
    "measured_margins",
    "strayed_letters",
]

# Two boxes that share less than this are apart: letters are narrower than the lines they stand in.
TOUCH_PT = 0.5
# The advance of a last letter may reach this far over the edge of the page.
EDGE_PT = 0.3
# Letters that miss each other by less than the first are brought into line; by less than the second
# they are in it.
SNAP_MM, LINED_UP_MM = 3.0, 0.3
# Clear space between a legend and what stands beside it.
BESIDE_PT = 4.0
# Names under an axis that are closer than this read as one.
APART_PT = 2.5
# Overlaps listed per panel; the rest are counted.
MOST_REPORTED = 4
MORE_ROOM = "give the panel more room (figure.width, figure.height, fewer columns) or shorten the text"

TextBox = tuple[str, str, tuple[float, float, float, float]]


def check_page(svg: SvgResult, width_mm: float, height_mm: float, *, path: str) -> None:
    """Refuse a page on which something has no room.

    Parameters
    ----------
    svg : SvgResult
    width_mm, height_mm : float
        Of the page.
    path : str
        Of the spec, for messages.

    Raises
    ------
    LayoutError
        With one problem per panel and text.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for letter, (_, _, width, height) in sorted(svg.axes_pt.items()):
        for what, size in (("width", pt_to_mm(width)), ("height", pt_to_mm(height))):
            if size < MIN_AXES_MM - 0.05:
                message = (
                    f"panel {letter} has {max(size, 0):.1f} mm of {what} left for its axes; "
                    f"{_up(MIN_AXES_MM - size)} mm are missing"
                )
                hint = f"raise figure.{what}, or shorten what stands around the axes"
                found.setdefault(_owner(f"panel-{letter}"), []).append((message, hint))
    # Texts of a panel without room collide by necessity: saying so once is enough.
    explained = frozenset(found)
    for owner, message, hint in (*_overlaps(svg.texts), *_outside(svg.texts, width_mm, height_mm)):
        if owner not in explained:
            found.setdefault(owner, []).append((message, hint))
    problems = []
    for owner, items in found.items():
        problems += [Problem(what, file=path, hint=to_do) for what, to_do in items[:MOST_REPORTED]]
        if len(items) > MOST_REPORTED:
            problems.append(Problem(f"{owner}: {len(items) - MOST_REPORTED} more texts overlap", file=path))
    if problems:
        raise LayoutError(problems)


def measured_margins(svg: SvgResult) -> dict[str, Margins]:
    """Return what the texts of each panel take around its axes, in mm; its letter is left out."""
    out = {}
    for letter, (x, y, width, height) in svg.axes_pt.items():
        own = [
            box for group, _, box in svg.texts
            if _panel(group) == letter and not group.endswith(".letter")
        ]  # fmt: skip
        left = x - min([x, *(b[0] for b in own)])
        right = max([x + width, *(b[2] for b in own)]) - x - width
        top = y - min([y, *(b[1] for b in own)])
        bottom = max([y + height, *(b[3] for b in own)]) - y - height
        out[letter] = Margins(*(pt_to_mm(v) for v in (left, right, top, bottom)))
    return out


def crowded_names(svg: SvgResult) -> dict[str, tuple[float, float]]:
    """Return the sizes in mm of axes under which names stand so close that they read as one."""
    found = {}
    for letter, (_, _, width, height) in svg.axes_pt.items():
        boxes = [
            box
            for group, text, box in svg.texts
            if group == f"panel-{letter}.axis-x" and any(map(str.isalpha, text))
        ]
        flat = sorted(b for b in boxes if b[2] - b[0] > b[3] - b[1])
        if any(
            b[2] > a[2] and b[0] - a[2] < APART_PT and min(a[3], b[3]) - max(a[1], b[1]) > TOUCH_PT
            for i, a in enumerate(flat)
            for b in flat[i + 1 :]
        ):
            found[letter] = (pt_to_mm(width), pt_to_mm(height))
    return found


def low_axes(svg: SvgResult, need_mm: Mapping[str, float]) -> dict[str, float]:
    """Return by what factor axes are lower than their rows of text need."""
    return {
        letter: need_mm[letter] / pt_to_mm(height)
        for letter, (_, _, _, height) in svg.axes_pt.items()
        if 0 < pt_to_mm(height) < need_mm.get(letter, 0.0)
    }


def edge_room(svg: SvgResult, width_mm: float) -> tuple[dict[str, float], float]:
    """Return by how many mm texts reach over the page's right edge, panel by panel, and over its left edge.

    ggplot2 leaves no room for the last tick label of an axis, whose half stands beyond the axes.
    """
    right: dict[str, float] = {}
    left = 0.0
    for group, _, box in svg.texts:
        letter = _panel(group)
        over = box[2] - mm_to_pt(width_mm)
        if letter is not None and over > EDGE_PT:
            right[letter] = max(right.get(letter, 0.0), pt_to_mm(over))
        if -box[0] > EDGE_PT:
            left = max(left, pt_to_mm(-box[0]))
    return right, left


@dataclass(frozen=True)
class Legend:
    """Where a panel's legend stands: how far it reaches into what is beside it, and the room it has.

    Attributes
    ----------
    over_mm : float
        What is missing at its right end.
    room_mm : float
        From its left end to what stands to the right of it.
    left_mm : float
        By how much it could move to the left, up to the panel's letter.
    """

    over_mm: float
    room_mm: float
    left_mm: float


def crowded_legends(svg: SvgResult, width_mm: float) -> dict[str, Legend]:
    """Return the legends over panels that reach into a neighbour, or off the page."""
    out = {}
    for letter, (x, _, _, _) in svg.axes_pt.items():
        own = [b for g, _, b in svg.texts if g.startswith(f"panel-{letter}.legend")]
        if not own:
            continue
        box = min(b[0] for b in own), min(b[1] for b in own), max(b[2] for b in own), max(b[3] for b in own)
        others = [b for g, _, b in svg.texts if _panel(g) not in (letter, None)]
        beside = [b[0] for b in others if b[1] < box[3] and b[3] > box[1] and b[0] > box[0]]
        edge = min([mm_to_pt(width_mm), *beside]) - BESIDE_PT
        if box[2] <= edge:
            continue
        name = [b[2] for g, _, b in svg.texts if g == f"panel-{letter}.letter"]
        left = x - max([0.0, *name]) - BESIDE_PT
        out[letter] = Legend(pt_to_mm(box[2] - edge), pt_to_mm(edge - x), max(pt_to_mm(left), 0.0))
    return out


def strayed_letters(svg: SvgResult) -> dict[str, float]:
    """Return which panels take how many mm more at their right, so that letters beneath each other line up.

    patchwork shares out the width of each row by itself, so that edges of panels in different rows
    may miss each other by a little.
    """
    names = {letter: box[0] for g, _, box in svg.texts if g.endswith(".letter") and (letter := _panel(g))}
    out: dict[str, float] = {}
    for letter, x in names.items():
        near = [v for k, v in names.items() if 0 < v - x <= mm_to_pt(SNAP_MM) and not _in_row(svg, letter, k)]
        left = _left_neighbour(svg, letter)
        if not near or left is None or max(near) - x < mm_to_pt(LINED_UP_MM):
            continue
        row = [k for k in svg.axes_pt if _in_row(svg, letter, k)]
        # What the neighbour takes more is taken from all axes of the row, its own among them.
        share = svg.axes_pt[left][2] / sum(svg.axes_pt[k][2] for k in row)
        out[left] = max(out.get(left, 0.0), pt_to_mm(max(near) - x) / max(1 - share, 0.2))
    return out


def _in_row(svg: SvgResult, one: str, other: str) -> bool:
    """Whether the axes of two panels stand beside each other."""
    if one not in svg.axes_pt or other not in svg.axes_pt:
        return False
    (_, y, _, h), (_, v, _, g) = svg.axes_pt[one], svg.axes_pt[other]
    return y < v + g and v < y + h


def _left_neighbour(svg: SvgResult, letter: str) -> str | None:
    x = svg.axes_pt[letter][0] if letter in svg.axes_pt else 0.0
    beside = [k for k, b in svg.axes_pt.items() if b[0] + b[2] <= x and _in_row(svg, letter, k)]
    return max(beside, key=lambda k: svg.axes_pt[k][0], default=None)


def _panel(group: str) -> str | None:
    """Return the letter of the panel a group belongs to."""
    owner = group.partition(".")[0]
    return owner.removeprefix("panel-") if owner.startswith("panel-") else None


def _overlaps(texts: Sequence[TextBox]) -> list[tuple[str, str, str]]:
    """Return (whose, what, what to do) of every pair of texts that overlap."""
    out = []
    ordered = sorted(texts, key=lambda t: t[2][0])
    for i, (owner, text, a) in enumerate(ordered):
        for other, said, b in ordered[i + 1 :]:
            if b[0] >= a[2] - TOUCH_PT:
                break
            dx, dy = min(a[2], b[2]) - b[0], min(a[3], b[3]) - max(a[1], b[1])
            if dx > TOUCH_PT and dy > TOUCH_PT:
                whose = _owner(owner if owner.startswith("panel-") else other)
                what = f"{whose}: '{text}' and '{said}' overlap; {_up(pt_to_mm(min(dx, dy)))} mm are missing"
                out.append((whose, what, MORE_ROOM))
    return out


def _outside(texts: Sequence[TextBox], width_mm: float, height_mm: float) -> list[tuple[str, str, str]]:
    """Return (whose, what, what to do) of every text that leaves the page."""
    w, h = mm_to_pt(width_mm), mm_to_pt(height_mm)
    out = []
    for owner, text, (x0, y0, x1, y1) in texts:
        over = max(-x0, -y0, x1 - w, y1 - h)
        if over > EDGE_PT:
            message = f"{_owner(owner)}: '{text}' leaves the page by {_up(pt_to_mm(over))} mm"
            out.append((_owner(owner), message, "shorten it or make the figure larger"))
    return out


def _owner(group: str) -> str:
    """Return whose text it is, in words."""
    letter = _panel(group)
    return f"panel {letter}" if letter is not None else f"the {group.partition('-')[0].partition('.')[0]}"


def _up(length_mm: float) -> str:
    """Return a length in mm, rounded up: 0.0 mm would not be worth a word."""
    return f"{max(math.ceil(10 * length_mm) / 10, 0.1):.1f}"
