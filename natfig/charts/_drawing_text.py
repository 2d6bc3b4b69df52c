"""Labels of a drawing in the journal's type: how large, where, and whether they have room."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from natfig.charts import _curves as curves
from natfig.core.units import pt_to_mm
from natfig.drawing.model import Anchor, Drawing, Label, Run, Shape

__all__ = ["Fitted", "Seat", "fit", "label_source", "seats"]

# Arial's metrics in em: the box a browser reports, and capitals.
ASCENT, DESCENT, CAP = 0.905, 0.212, 0.716
PITCH = 1.15
SCRIPT = 0.7
# Two boxes that share less than this are apart.
TOUCH_PT = 0.05
# A label sits in the middle of a shape when its middle is this near to the shape's, in em or of its width.
MIDDLE_EM, MIDDLE_SHARE = 0.45, 0.05
# Clear space between a label and the shape it stands in, at either side.
PADDING_PT = 0.5
# A shape larger than this share of the drawing is its background, not a box around a label.
BACKGROUND = 0.5
# How many times larger a drawing is tried before it is said that its labels overlap at any size.
LARGEST = 4.0


@dataclass(frozen=True, slots=True)
class Seat:
    """A label with where it hangs: in the drawing's units.

    `middle` is what the middle of its block keeps to (its anchor along the text, the
    middle of its capitals across); `room` is the width and height of the shape around it.
    """

    label: Label
    anchor: Anchor
    middle: tuple[float, float]
    room: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Fitted:
    """A label at a size: its box in pt from the drawing's top left, and where its last baseline hangs."""

    seat: Seat
    size_pt: float
    at: tuple[float, float]
    box: tuple[float, float, float, float]


def seats(drawing: Drawing) -> list[Seat]:
    """Return where the labels hang; one in the middle of a shape stays there in any face."""
    around: list[tuple[float, int, tuple[float, float, float, float]]] = []
    order = {id(item): i for i, item in enumerate(drawing.items)}
    for item in drawing.items:
        if isinstance(item, Shape) and len(item.outline.codes) > 3:
            x0, y0, x1, y1 = item.outline.bounds
            if 0 < (x1 - x0) * (y1 - y0) < BACKGROUND * drawing.width * drawing.height:
                around.append(((x1 - x0) * (y1 - y0), order[id(item)], (x0, y0, x1, y1)))
    around.sort(key=lambda shape: shape[0])
    return [_seat(label, order[id(label)], around) for label in drawing.labels]


def _seat(
    label: Label, order: int, around: Sequence[tuple[float, int, tuple[float, float, float, float]]]
) -> Seat:
    down = (len(label.lines) - 1) * label.pitch / 2 - CAP / 2 * label.size
    turn = math.radians(label.angle_deg)
    middle = (label.x - math.sin(turn) * down, label.y + math.cos(turn) * down)
    if label.angle_deg % 360:
        return Seat(label, label.anchor, middle, None)
    half_high = (CAP * label.size + (len(label.lines) - 1) * label.pitch) / 2
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
    left = label.x - share * label.width
    slack = 0.3 * label.size
    for _, at, (x0, y0, x1, y1) in around:
        inside = (
            at < order
            and x0 - slack <= left
            and left + label.width <= x1 + slack
            and y0 <= middle[1] - half_high + slack / 2
            and middle[1] + half_high - slack / 2 <= y1
        )
        if inside:
            room, center = (x1 - x0, y1 - y0), (x0 + x1) / 2
            off = abs(left + label.width / 2 - center)
            if label.anchor != "middle" and off < max(MIDDLE_EM * label.size, MIDDLE_SHARE * room[0]):
                return Seat(label, "middle", (center, middle[1]), room)
            if label.anchor != "middle":
                # Off the middle: the free space at the side it does not hang on is its room.
                room = (x1 - label.x if label.anchor == "start" else label.x - x0, room[1])
            return Seat(label, label.anchor, middle, room)
    return Seat(label, label.anchor, middle, None)


def _line_width(line: Sequence[Run], size_pt: float, floor_pt: float) -> float:
    """Return the width of a line in pt, in the face the page is set in."""
    script = max(SCRIPT * size_pt, min(floor_pt, size_pt))
    return sum(curves.text_width_pt(r.text, script if r.rise else size_pt, is_bold=r.is_bold) for r in line)


def _width(label: Label, size_pt: float, floor_pt: float) -> float:
    return max((_line_width(line, size_pt, floor_pt) for line in label.lines), default=0.0)


def _placed(seat: Seat, size_pt: float, scale_pt: float, floor_pt: float) -> Fitted:
    """Return a label at a size; `scale_pt` is how many pt a unit of the drawing is."""
    label, lines = seat.label, len(seat.label.lines)
    width = _width(label, size_pt, floor_pt)
    turn = math.radians(label.angle_deg)
    cos, sin = math.cos(turn), math.sin(turn)
    x, y = seat.middle[0] * scale_pt, seat.middle[1] * scale_pt
    up = CAP / 2 * size_pt - (lines - 1) * PITCH * size_pt / 2  # first baseline below the middle
    left = -{"start": 0.0, "middle": 0.5, "end": 1.0}[seat.anchor] * width
    rises = [r.rise for line in label.lines for r in line]
    above = ASCENT * size_pt * (1.12 if 1 in rises else 1.0)
    below = DESCENT * size_pt * (1.3 if -1 in rises else 1.0) + (lines - 1) * PITCH * size_pt
    corners = [(u, v) for u in (left, left + width) for v in (up - above, up + below)]
    xs = [x + u * cos - v * sin for u, v in corners]
    ys = [y + u * sin + v * cos for u, v in corners]
    last = up + (lines - 1) * PITCH * size_pt
    return Fitted(seat, size_pt, (x - last * sin, y + last * cos), (min(xs), min(ys), max(xs), max(ys)))


def _sized(seat: Seat, scale_pt: float, floor_pt: float, ceiling_pt: float) -> Fitted:
    """Return a label at the drawing's size brought within the journal's; in a shape, as large as fits."""
    size_pt = min(max(seat.label.size * scale_pt, floor_pt), max(ceiling_pt, floor_pt))
    if seat.room is not None and size_pt > floor_pt:
        room = seat.room[0] * scale_pt - 2 * PADDING_PT
        width = _width(seat.label, size_pt, floor_pt)
        if width > room > 0:
            size_pt = max(floor_pt, size_pt * room / width)
    # Steps of a twentieth of a point: sizes that nobody tells apart are one.
    return _placed(seat, max(math.floor(size_pt * 20 + 1e-6) / 20, floor_pt), scale_pt, floor_pt)


def _overlap(fitted: Sequence[Fitted]) -> tuple[Fitted, Fitted] | None:
    """Return the first two labels whose boxes overlap, or None."""
    ordered = sorted(fitted, key=lambda f: f.box[0])
    for i, a in enumerate(ordered):
        for b in ordered[i + 1 :]:
            if b.box[0] >= a.box[2] - TOUCH_PT:
                break
            if min(a.box[3], b.box[3]) - max(a.box[1], b.box[1]) > TOUCH_PT:
                return a, b
    return None


def fit(
    seated: Sequence[Seat], scale_pt: float, width: float, *, floor_pt: float, ceiling_pt: float
) -> tuple[list[Fitted], list[tuple[str, str | None]], list[str]]:
    """Return the labels at their sizes, what makes that impossible, and what is worth a warning.

    Parameters
    ----------
    seated : sequence of Seat
    scale_pt : float
        How many pt a unit of the drawing is.
    width : float
        Of the drawing, in its units.
    floor_pt, ceiling_pt : float
        The journal's smallest and the figure's usual size.
    """
    fitted = [_sized(s, scale_pt, floor_pt, ceiling_pt) for s in seated]
    problems: list[tuple[str, str | None]] = []
    if (pair := _overlap(fitted)) is not None:
        problems.append(_too_small(pair, seated, (scale_pt, floor_pt, ceiling_pt), width))
    warnings = []
    for one in fitted:
        if one.seat.room is None:
            continue
        over = _width(one.seat.label, one.size_pt, floor_pt) - one.seat.room[0] * scale_pt
        if over > 2 * TOUCH_PT:
            warnings.append(
                f"'{one.seat.label.text}' no longer fits the shape it stands in: at {one.size_pt:g} pt "
                f"it is {pt_to_mm(over):.1f} mm too wide"
            )
    return fitted, problems, warnings


def _too_small(
    pair: tuple[Fitted, Fitted], seated: Sequence[Seat], sizes: tuple[float, float, float], width: float
) -> tuple[str, str | None]:
    """Return the sentence on labels without room: the millimetres they need, found by halving."""
    scale_pt, floor_pt, ceiling_pt = sizes

    def overlaps(factor: float) -> bool:
        return _overlap([_sized(s, factor * scale_pt, floor_pt, ceiling_pt) for s in seated]) is not None

    # The label that was brought up to the floor is the one that needs room.
    one, other = sorted(pair, key=lambda f: f.seat.label.size)
    texts = f"'{one.seat.label.text}'"
    low, high = 1.0, LARGEST
    if overlaps(high):
        return (
            f"{texts} and '{other.seat.label.text}' overlap in the drawing at any size",
            "move them apart in the drawing",
        )
    while high / low > 1.002:
        middle = math.sqrt(low * high)
        low, high = (middle, high) if overlaps(middle) else (low, middle)
    have, need = pt_to_mm(width * scale_pt), pt_to_mm(width * scale_pt * high)
    what = (
        f"the drawing needs {math.ceil(need)} mm to keep {texts} at {one.size_pt:g} pt clear of "
        f"'{other.seat.label.text}'; it has {math.floor(have)} mm"
    )
    hint = "give the panel more room (figure.width, fewer columns), crop the drawing, or shorten the label"
    return what, hint


# ---------------------------------------------------------------- what matplotlib is given

_SAFE = re.compile(r"[\w .,:;()/']+")
_ESCAPED = re.compile(r"([%$&#_{}])")


def label_source(label: Label) -> tuple[str, bool, bool, bool]:
    """Return a label for matplotlib, whether it holds formulae, and whether all of it is bold and italic."""
    runs = [run for line in label.lines for run in line]
    bold, italic = all(r.is_bold for r in runs), all(r.is_italic for r in runs)
    plain = all(not r.rise and r.is_bold == bold and r.is_italic == italic for r in runs)
    if plain:
        return "\n".join("".join(r.text for r in line) for line in label.lines), False, bold, italic
    lines = ["".join(_formula(r, bold=bold, italic=italic) for r in line) for line in label.lines]
    return "\n".join(lines), True, bold, italic


def _formula(run: Run, *, bold: bool, italic: bool) -> str:
    """Return a run in the small grammar of formulae that labels are set with."""
    text = run.text.replace("\\", "\u2216")
    if run.rise:
        inside = _ESCAPED.sub(r"\\\1", text).replace(" ", "~")
        return f"${'^' if run.rise > 0 else '_'}{{\\mathrm{{{inside}}}}}$"
    command = "mathbf" if run.is_bold and not bold else "mathit" if run.is_italic and not italic else ""
    if not command:
        return text.replace("$", r"\$")
    out, at = [], 0
    for match in _SAFE.finditer(text):
        out.append(text[at : match.start()].replace("$", r"\$"))
        words = match[0]
        core = words.strip(" ")
        lead, tail = words[: len(words) - len(words.lstrip(" "))], words[len(words.rstrip(" ")) :]
        inside = _ESCAPED.sub(r"\\\1", core).replace(" ", "~")
        out.append(f"{lead}$\\{command}{{{inside}}}${tail}" if core else words)
        at = match.end()
    out.append(text[at:].replace("$", r"\$"))
    return "".join(out)
