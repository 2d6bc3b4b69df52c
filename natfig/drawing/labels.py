"""From pieces of text with places to labels that people would type as one.

Programs write a label as words, as single letters with a place each, or as lines;
exponents are smaller pieces a little higher. Here what belongs together becomes one
label again, so that it stays editable.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from natfig.drawing.matrix import angle_deg, apply
from natfig.drawing.model import Anchor, Label, Matrix, Run
from natfig.drawing.widths import text_width_em

__all__ = ["Piece", "join_pieces", "make_label"]

# All in em of the piece before.
SAME_BASELINE = 0.06
# A gap up to this still belongs to the line; from the smaller one on it stands for a blank.
WIDEST_GAP, BLANK_GAP, MOST_BACK = 0.6, 0.16, 0.35
# How far scripts are moved off the baseline at the most.
SCRIPT_SHIFT = 0.75
SCRIPT_SIZE = 0.9
# Lines of one label: baselines this far apart, and the same edge or middle.
NEXT_LINE = (0.8, 1.6)
SAME_EDGE = 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """A text at a place, in coordinates whose x axis runs along its baseline, y down.

    `is_placed` tells whether the source gives it a place of its own, rather than having
    it follow what stands before; `width` is its length in the source.
    """

    text: str
    x: float
    y: float
    size: float
    width: float
    anchor: Anchor = "start"
    is_placed: bool = True
    is_bold: bool = False
    is_italic: bool = False
    fill: str = "#000000"
    opacity: float = 1.0
    family: str = ""

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.width


@dataclass
class _Line:
    pieces: list[tuple[Piece, int]]
    y: float
    size: float
    right: float  # of what can be seen
    end: float  # where the next character goes

    def add(self, piece: Piece, rise: int) -> None:
        """Go on with a piece; between two places of their own the gap tells whether there is a blank."""
        left = piece.left if piece.is_placed else self.end
        if piece.is_placed:
            while len(self.pieces) > 1 and not self.pieces[-1][0].text.strip():
                self.pieces.pop()
            before, before_rise = self.pieces[-1]
            is_gap = left - self.right > BLANK_GAP * self.size and not rise
            if not is_gap or piece.text.startswith(" "):
                self.pieces[-1] = (replace(before, text=before.text.rstrip()), before_rise)
            elif not before.text.endswith(" "):
                piece = replace(piece, text=f" {piece.text}")
        self.pieces.append((piece, rise))
        self.end = left + piece.width
        if piece.text.strip():
            self.right = max(self.right, self.end)

    @property
    def first(self) -> Piece:
        return self.pieces[0][0]

    @property
    def left(self) -> float:
        return self.first.left


@dataclass
class _Block:
    lines: list[_Line] = field(default_factory=list)


def join_pieces(pieces: list[Piece], *, may_stack: bool, widest_gap: float = WIDEST_GAP) -> list[list[_Line]]:
    """Return labels, each a list of lines.

    Parameters
    ----------
    pieces : list of Piece
        In the order of the source; nothing in them is blank all through.
    may_stack : bool
        Whether lines under each other may be one label.
    widest_gap : float
        In em, between pieces of one line.
    """
    lines: list[_Line] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        rise = _continues(last, piece, widest_gap) if last is not None else None
        if last is None or rise is None:
            right = piece.left + piece.width
            lines.append(_Line([(piece, 0)], piece.y, piece.size, right, right))
            continue
        last.add(piece, rise)
    blocks: list[_Block] = []
    for line in lines:
        if may_stack and blocks and _stacks(blocks[-1].lines, line):
            blocks[-1].lines.append(line)
        else:
            blocks.append(_Block([line]))
    return [block.lines for block in blocks]


def _continues(line: _Line, piece: Piece, widest_gap: float) -> int | None:
    """Return the rise with which a piece goes on with a line, or None where it does not."""
    shift, size = (line.y - piece.y) / line.size, line.size
    if piece.is_placed:
        gap = (piece.left - line.right) / size
        if piece.anchor != "start" or line.first.anchor != "start":
            return None
        if not -MOST_BACK <= gap <= widest_gap:
            return None
    if (piece.fill, piece.opacity) != (line.first.fill, line.first.opacity):
        return None
    if abs(shift) < SAME_BASELINE:
        return 0 if abs(piece.size - size) < 0.2 * size or not piece.is_placed else None
    is_small = piece.size <= SCRIPT_SIZE * size or not piece.is_placed
    return (1 if shift > 0 else -1) if abs(shift) <= SCRIPT_SHIFT and is_small else None


def _stacks(lines: list[_Line], line: _Line) -> bool:
    """Return whether a line is the next one of a label."""
    last = lines[-1]
    size = last.size
    step = (line.y - last.y) / size
    if not NEXT_LINE[0] <= step <= NEXT_LINE[1] or abs(line.size - size) > 0.05 * size:
        return False
    if len(lines) > 1 and abs(step - (last.y - lines[-2].y) / size) > 0.1:
        return False
    a, b = last.first, line.first
    if (a.fill, a.opacity, a.is_bold) != (b.fill, b.opacity, b.is_bold):
        return False
    if a.anchor != b.anchor:
        return False
    if a.anchor != "start":
        return abs(a.x - b.x) < SAME_EDGE * size
    middles = abs(last.left + last.right - line.left - line.right) / 2
    return min(abs(last.left - line.left), middles, abs(last.right - line.right)) < SAME_EDGE * size


def make_label(lines: list[_Line], matrix: Matrix, name: str) -> Label:
    """Return lines as a label; `matrix` brings their coordinates to the drawing's."""
    first = lines[0].first
    anchor, x = first.anchor, first.x
    if first.anchor == "start" and len(lines) > 1:
        anchor, x = _alignment(lines)
    scale = math.hypot(matrix[2], matrix[3])
    at = apply(matrix, x, lines[0].y)
    pitch = (lines[-1].y - lines[0].y) / (len(lines) - 1) if len(lines) > 1 else 0.0
    return Label(
        tuple(_runs(line) for line in lines),
        *at,
        size=lines[0].size * scale,
        width=max(line.right - line.left for line in lines) * math.hypot(matrix[0], matrix[1]),
        pitch=pitch * scale,
        angle_deg=round(angle_deg(matrix), 4),
        anchor=anchor,
        fill=first.fill,
        opacity=first.opacity,
        family=first.family,
        id=name,
    )


def _alignment(lines: list[_Line]) -> tuple[Anchor, float]:
    """Return how lines that begin at places of their own are aligned, and where."""
    lefts, rights = [line.left for line in lines], [line.right for line in lines]
    middles = [(a + b) / 2 for a, b in zip(lefts, rights, strict=True)]
    spreads = {"start": max(lefts) - min(lefts), "middle": max(middles) - min(middles)}
    spreads["end"] = max(rights) - min(rights)
    slack = 0.05 * lines[0].size
    if spreads["start"] <= min(spreads["middle"], spreads["end"]) + slack:
        return "start", min(lefts)
    if spreads["middle"] <= spreads["end"] + slack:
        return "middle", sum(middles) / len(middles)
    return "end", max(rights)


def _runs(line: _Line) -> tuple[Run, ...]:
    runs: list[Run] = []
    for piece, rise in line.pieces:
        run = Run(piece.text, piece.is_bold, piece.is_italic, rise)
        if runs and replace(runs[-1], text="") == replace(run, text=""):
            run = replace(run, text=runs.pop().text + run.text)
        runs.append(run)
    runs[0] = replace(runs[0], text=runs[0].text.lstrip())
    runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(run for run in runs if run.text)


def width_of(text: str, size: float, *, is_bold: bool) -> float:
    """Return a text's length at a size, about."""
    return text_width_em(text, is_bold=is_bold) * size
