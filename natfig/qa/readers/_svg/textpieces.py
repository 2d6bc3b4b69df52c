"""From placed characters to runs with their straight pieces, and to what the text says.

Works on segments: stretches of one element's letters between which nothing is moved, so
that they stand beside each other as they were set.
"""

from __future__ import annotations

import math
from itertools import pairwise
from operator import add
from typing import Any

from natfig.qa.readers._svg.textchars import rotations
from natfig.qa.readers._svg.textmodel import Chars, Ink, Node, Piece, Placed, RunOut, TextOut

__all__ = ["pieces_of"]

# A gap between two letters, in em, from which on they are read as two words: of one
# element's letters, of a single letter put by itself, and of others. A word space is
# 0.25–0.28 em; letters spread for effect may stand further apart.
_WORD_GAP, _LETTER_GAP, _PART_GAP = 0.5, 0.35, 0.2
# Letters of one word do not go back further than this, nor up or down.
_BACK, _OFF_LINE = 0.5, 0.75
# Letters listed with their places may be far apart and still be one word.
_LIST_GAP = 3.0
# What is on one baseline, in em.
_SAME_LINE = 0.05
# Kerning: a letter that is moved further was put where it is.
_KERN = 0.1
# Parts of a piece touch, but for spaced letters.
_PIECE_GAP = 0.5
# The attributes of each part of a formula that matplotlib sets.
_FORMULA = {"x", "y", "style"}

Segment = tuple[int, int]


def pieces_of(chars: Chars, placed: Placed) -> TextOut:
    """Return the runs of a text."""
    return _Pieces(chars, placed).out()


class _Pieces:
    def __init__(self, chars: Chars, placed: Placed) -> None:
        self.chars = chars
        self.placed = placed
        self.starts = set(placed.chunks)
        self.turns = rotations(chars)
        # Letters before which there is a gap that reads as a blank, and blanks that show no gap.
        self.parted: set[int] = set()
        self.ghosts: set[int] = set()
        self._read_gaps()
        self.segments = self._segments()
        self.voids: dict[Node, bool] = {}

    def out(self) -> TextOut:
        owners = self.chars.owners
        text = self._text(self.segments)
        out = TextOut(" ".join(word for word in text.split(" ") if word), is_cut=self.chars.is_cut)
        run: list[Segment] = []
        before: tuple[Any, ...] = ()
        for segment in self.segments:
            look = _look(owners[segment[0]])
            if run and look != before:
                self._close(out, run)
                run = []
            before = look
            run.append(segment)
        if run:
            self._close(out, run)
        out.placed = self._count_placed()
        return out

    def _segments(self) -> list[Segment]:
        chars, at = self.chars, self.placed
        n = len(chars)
        unseen = at.hidden | self.ghosts
        alone = at.upright | unseen | set(self.turns) | at.spread
        if any(node.track is not None for node in chars.spans):
            alone |= {i for i, node in enumerate(chars.owners) if node.track is not None}
        edges = {0, n, *at.chunks, *chars.edges, *chars.dx, *chars.dy, *alone, *(i + 1 for i in alone)}
        edges.update(at.breaks)
        return [s for s in pairwise(sorted(edges)) if s[0] not in unseen]

    def _text(self, segments: list[Segment]) -> str:
        """Return what segments say, with a blank where a gap is one."""
        words: list[str] = []
        for k, (start, end) in enumerate(segments):
            if start in self.parted and k:
                words.append(" ")
            words += self.chars.text[start:end]
        return "".join(words)

    # -- words ---------------------------------------------------------------------------

    def _gap(self, a: int, b: int) -> tuple[float, float]:
        """Return how far b begins after a's end, along and across a's line, in em."""
        at, owners = self.placed, self.chars.owners
        em = max(owners[a].type.size, owners[b].type.size) or 1.0
        dx, dy = at.x[b] - at.x[a], at.y[b] - at.y[a]
        if at.angle[a]:
            c, s = math.cos(at.angle[a]), math.sin(at.angle[a])
            dx, dy = dx * c + dy * s, dy * c - dx * s
        after = dx - at.advance[a]
        if at.has_rtl:
            # The next letter may end where this one begins.
            after = min(after, -dx - at.advance[b], key=abs)
        return after / em, dy / em

    def _read_gaps(self) -> None:
        """Tell where stretches that are placed by themselves go on in a word.

        A file written with one element to a line has a blank between any two; where the next
        one stands close by, nobody sees it.
        """
        text, hidden = self.chars.text, self.placed.hidden
        for b in self.placed.chunks:
            a = b - 1
            if a < 0 or text[b] == " " or a in hidden or b in hidden:
                continue
            if text[a] != " ":
                if not self._goes_on(a, b):
                    self.parted.add(b)
            elif a and a not in self.starts and text[a - 1] != " " and self._goes_on(a - 1, b):
                self.ghosts.add(a)

    def _goes_on(self, a: int, b: int) -> bool:
        """Return whether a letter that begins a stretch reads on from another one."""
        owners = self.chars.owners
        if owners[b] is owners[a]:
            limit = _WORD_GAP
        else:
            limit = _LETTER_GAP if b + 1 in self.starts or b + 1 == len(self.chars) else _PART_GAP
        along, across = self._gap(a, b)
        return -_BACK < along < limit and abs(across) <= _OFF_LINE

    def _count_placed(self) -> int:
        """Count letters that stand where they do by a number of their own, within a word."""
        chars, at = self.chars, self.placed
        if len(at.chunks) == 1 and not chars.dx:
            return 0
        if len(chars.spans) > 1 and all(set(n.element.keys()) == _FORMULA for n in chars.spans[1:]):
            return 0  # no word would set the letters of a formula
        count = 0
        for b in {*at.chunks, *chars.dx} - at.hidden:
            a = b - 2 if b - 1 in self.ghosts else b - 1
            if a < 0 or a in at.hidden:
                continue
            one, other = chars.owners[a].type, chars.owners[b].type
            is_moved = b in self.starts or abs(chars.dx[b]) > _KERN * other.size
            if is_moved and one.key == other.key and self._in_word(a, b):
                count += 1
        return count

    def _in_word(self, a: int, b: int) -> bool:
        """Return whether two neighbours are letters of one word on one baseline."""
        text, owners = self.chars.text, self.chars.owners
        if text[a].isspace() or text[b].isspace():
            return False
        along, across = self._gap(a, b)
        if abs(across) > _SAME_LINE or along < -_BACK:
            return False
        return along < _LIST_GAP if owners[a] is owners[b] else b not in self.parted

    # -- runs ------------------------------------------------------------------------------

    def _close(self, out: TextOut, run: list[Segment]) -> None:
        """Add a run of segments of one look, unless it is blank."""
        text = self._text(run)
        if not text.strip():
            return
        pieces: list[Piece] = []
        run = [s for s in run if not self._is_void(s)] or run
        start, end = run[0]
        is_moved = False
        for segment in run[1:]:
            if segment[0] == end not in self.placed.breaks and self._in_line(end - 1, end):
                end, is_moved = segment[1], True
            else:
                pieces.append(self._piece(start, end, is_moved))
                (start, end), is_moved = segment, False
        pieces.append(self._piece(start, end, is_moved))
        node = self.chars.owners[run[0][0]]
        size = node.style.font_size
        out.runs.append(RunOut(text, node.element, node.style, node.type.face, size, pieces, node.opacity))

    def _is_void(self, segment: Segment) -> bool:
        """Return whether a segment is in an element of blanks alone, which may be raised or lowered."""
        node, text = self.chars.owners[segment[0]], self.chars.text
        if not text[segment[0]].isspace():
            return False
        if node not in self.voids:
            self.voids[node] = all(text[i].isspace() for i in range(node.start, node.end))
        return self.voids[node]

    def _in_line(self, a: int, b: int) -> bool:
        """Return whether two neighbours stand on one straight baseline, close together."""
        one, other, at = self.chars.owners[a], self.chars.owners[b], self.placed
        if one is not other and (
            one.type.key != other.type.key or one.shift != other.shift or one.drop != other.drop
        ):
            return False
        if a in at.upright or b in at.upright or at.scale.get(a) != at.scale.get(b):
            return False
        if at.angle[a] != at.angle[b] or a in self.turns or b in self.turns:
            return False
        along, across = self._gap(a, b)
        return abs(across) < 1e-3 and -_PIECE_GAP < along < _PIECE_GAP

    def _piece(self, start: int, end: int, is_moved: bool) -> Piece:
        """Return the piece of some letters; `is_moved` says that they are of several segments."""
        if start in self.placed.upright:
            return self._upright(start)
        at, node = self.placed, self.chars.owners[start]
        line = at.angle[start]
        c, s = (math.cos(line), math.sin(line)) if line else (1.0, 0.0)
        first, last = start, end - 1
        length = (at.x[last] - at.x[first]) * c + (at.y[last] - at.y[first]) * s
        is_rtl = length < 0
        if is_rtl:
            first, last, length = last, first, -length
        length += at.advance[last]
        x, y = at.x[first], at.y[first]
        is_moved = is_moved or bool(node.type.letter or node.type.word or at.spread)
        ink = self._ink(range(start, end)[::-1] if is_rtl else range(start, end), (c, s), is_moved)
        if is_moved and end - start > 1:
            # Letters may be pressed together so that others than the first and last stand out.
            ways = [(at.x[i] - x) * c + (at.y[i] - y) * s for i in range(start, end)]
            low = min(ways)
            length = max(map(add, ways, at.advance[start:end])) - low
            x, y = x + low * c, y + low * s
            if low and ink is not None:
                ink = (ink[0] - low, ink[1], ink[2] - low, ink[3])
        drop = node.drop + node.shift
        origin = (x - s * drop, y + c * drop)
        turn = line + self.turns.get(start, 0.0)
        return Piece(origin, turn, length, node.type.ascent, node.type.descent, ink)

    def _ink(self, part: range, line: tuple[float, float], is_moved: bool) -> Ink | None:
        """Return the ink of letters in their order on the line, where they are spread to."""
        at, text = self.placed, self.chars.text
        kind = self.chars.owners[part[0]].type
        shown = "".join([text[i] for i in part])
        ink = kind.ink(shown)
        if ink is None:
            return None
        factor = at.scale.get(part[0], 1.0) if at.scale else 1.0
        x0, y0, x1, y1 = ink[0] * factor, ink[1], ink[2] * factor, ink[3]
        if is_moved and len(part) > 1:
            c, s = line
            # The first and the last letter are further along than they would be by themselves.
            solid = [k for k in (0, len(part) - 1) if text[part[k]] != " "]
            if len(solid) < 2:
                every = [k for k, i in enumerate(part) if text[i] != " "]
                solid = [every[0], every[-1]]
            natural = kind.advances(shown)
            x, y = at.x[part[0]], at.y[part[0]]
            low, high = (
                (at.x[part[k]] - x) * c + (at.y[part[k]] - y) * s - factor * math.fsum(natural[:k])
                for k in solid
            )
            x0, x1 = x0 + low, x1 + high
        return x0, y0, x1, y1

    def _upright(self, i: int) -> Piece:
        """Return the piece of a letter that stands upright in a line that runs down."""
        at, node = self.placed, self.chars.owners[i]
        kind = node.type
        across = kind.ascent + kind.descent
        left = at.x[i] - node.drop - node.shift - kind.descent
        above = (at.advance[i] - kind.letter) * kind.ascent / across if across else 0.0
        ink = kind.ink(self.chars.text[i])
        if ink is not None:
            aside = (across - sum(kind.advances(self.chars.text[i]))) / 2
            ink = (ink[0] + aside, ink[1], ink[2] + aside, ink[3])
        turn = self.turns.get(i, 0.0)
        return Piece((left, at.y[i] + above), turn, across, above, at.advance[i] - above, ink)


def _look(node: Node) -> tuple[Any, ...]:
    """Return what letters of one run share."""
    style = node.style
    return (
        style.font_size,
        style.families[:1],
        style.fill,
        style.fill_alpha,
        style.stroke is None,
        style.visible,
        node.opacity,
    )
