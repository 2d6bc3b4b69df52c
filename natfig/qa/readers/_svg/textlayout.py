"""Puts the characters of a text where they belong: the algorithm of SVG 2, step by step.

Source: SVG 2, section 11.5, <https://www.w3.org/TR/SVG2/text.html#TextLayoutAlgorithm>. Where
browsers leave it, headless Chromium is followed: dx and dy move letters that were kerned
before, a new x or y begins a new stretch, and what a textLength spreads goes on after the
last letter of its element.
"""

from __future__ import annotations

import math
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from natfig.qa.readers._svg.textchars import has_rtl
from natfig.qa.readers._svg.textfont import is_sideways, is_vertical
from natfig.qa.readers._svg.textmodel import Chars, Node, Placed

if TYPE_CHECKING:
    from natfig.qa.readers._svg.css import Cascade

__all__ = ["place"]

# Characters moved by textLength in one text, nested elements counted again and again.
_MOST_MOVED = 2_000_000
# Wide letters stand upright in vertical lines from here on: CJK, kana, Hangul, full-width forms.
_FIRST_WIDE = "\u1100"


def place(chars: Chars, cascade: Cascade) -> Placed:
    """Return where each character of a text stands.

    Parameters
    ----------
    chars : Chars
        At least one.
    cascade : Cascade
        Reads the lengths of ``textLength``.
    """
    return _Layout(chars, cascade).run()


class _Layout:
    """Works along the line; `along` is x, or y where the line runs down, or −y where it runs up."""

    def __init__(self, chars: Chars, cascade: Cascade) -> None:
        self.chars = chars
        self.cascade = cascade
        root = chars.spans[0].style
        self.is_rtl = self.has_rtl = root.direction == "rtl"
        self.is_vertical = is_vertical(root)
        # +1 where y grows along the line, -1 where it runs up the page.
        self.sense = -1 if root.writing_mode == "sideways-lr" else 1
        self.turns = self.is_vertical and not is_sideways(root)
        self.chunks = self._chunks()
        self.upright: set[int] = set()
        self.scale: dict[int, float] = {}
        self.spread: set[int] = set()
        self.breaks: set[int] = set()
        # How far the first letter of a stretch that just goes on is from the stretch's edge.
        self.inset: dict[int, float] = {}
        self.advance: list[float] = []
        self.along: list[float] = []
        self.across = [0.0] * len(chars)

    def run(self) -> Placed:
        chars = self.chars
        self._measure()
        self._line_up()
        self._shift()
        if any(node.element.get("textLength") is not None for node in chars.spans):
            self._fit_lengths()
        self._settle()
        self._anchor()
        if self.is_vertical:
            x, y = self.across, [self.sense * v for v in self.along]
            angle = [self.sense * math.pi / 2] * len(chars)
        else:
            x, y, angle = self.along, self.across, [0.0] * len(chars)
        placed = Placed(
            x,
            y,
            self.advance,
            angle,
            self.scale,
            self.chunks,
            set(),
            self.upright,
            self.spread,
            self.has_rtl,
            self.breaks,
        )
        if any(node.track is not None for node in chars.spans):
            self._follow(placed)
        return placed

    def _chunks(self) -> list[int]:
        """Return where stretches begin that are anchored by themselves."""
        chars, owners = self.chars, self.chars.owners
        starts = {0, *chars.x, *chars.y}
        for i in chars.edges:
            if i and owners[i].track is not owners[i - 1].track:
                starts.add(i)
        return sorted(starts)

    # -- letters beside each other -------------------------------------------------------

    def _measure(self) -> None:
        """Work out advances: letters of one element are shaped together up to the next place."""
        chars, owners = self.chars, self.chars.owners
        breaks = set(self.chunks)
        for i in chars.edges:
            if i and owners[i] is not owners[i - 1]:
                breaks.add(i)
        edges = [*sorted(breaks), len(chars)]
        for start, end in pairwise(edges):
            self.advance += owners[start].type.advances("".join(chars.text[start:end]))
        if self.turns:
            self._stand_up()
        if any(node.type.letter or node.type.word for node in chars.spans):
            for i, (char, node) in enumerate(zip(chars.text, owners, strict=True)):
                self.advance[i] += node.type.letter + (node.type.word if char in " \xa0" else 0.0)

    def _stand_up(self) -> None:
        """Find letters that stand upright in a vertical line; they are as long as they are high."""
        import unicodedata

        for i, (char, node) in enumerate(zip(self.chars.text, self.chars.owners, strict=True)):
            is_wide = char >= _FIRST_WIDE and unicodedata.east_asian_width(char) in {"W", "F"}
            if is_wide or node.style.text_orientation == "upright":
                self.upright.add(i)
                is_foreign = is_wide and not node.type.face.covers(char)
                high = node.type.ascent + node.type.descent
                self.advance[i] = node.type.size if is_foreign else high

    def _line_up(self) -> None:
        """Put all characters on one line, from its start on."""
        text = self.chars.text
        if not self.is_rtl and not has_rtl(text):
            self.along = list(accumulate(self.advance[:-1], initial=0.0))
            return
        from natfig.qa.readers._svg.textbidi import turns, visual_order

        self.has_rtl = True
        self.along = [0.0] * len(text)
        pen = 0.0
        for start, end in pairwise([*self.chunks, len(text)]):
            width = math.fsum(self.advance[start:end])
            at = pen = pen - width if self.is_rtl else pen
            order = visual_order(text[start:end], self.is_rtl)
            for i in order:
                self.along[start + i] = at
                at += self.advance[start + i]
            self.breaks.update(start + i for i in turns(order))
            if not self.is_rtl and start not in self.chars.x:
                self.inset[start] = self.along[start] - pen
            if not self.is_rtl:
                pen = at

    # -- what attributes say --------------------------------------------------------------

    def _shift(self) -> None:
        """Move by dx and dy: each moves all characters after it too, up to the next one with a place."""
        along, across = self._axes(self.chars.dx, self.chars.dy)
        given = self._axes(self.chars.x, self.chars.y)
        for moves, fixed, column in ((along, given[0], self.along), (across, given[1], self.across)):
            if moves:
                _move(column, moves, fixed)

    def _axes(self, x: dict[int, float], y: dict[int, float]) -> tuple[dict[int, float], dict[int, float]]:
        """Return what is along and what across the line."""
        if not self.is_vertical:
            return x, y
        return (y if self.sense > 0 else {i: -v for i, v in y.items()}), x

    def _fit_lengths(self) -> None:
        """Spread or stretch what has a textLength, inner elements first."""
        fitted: list[Node] = []
        work = 0
        for node in reversed(self.chars.spans):
            wanted = self.cascade.length(node.element.get("textLength"), node.style, "x", math.nan)
            if not math.isfinite(wanted) or wanted <= 0 or node.end <= node.start:
                continue
            work += len(self.chars) - node.start
            if work > _MOST_MOVED:
                return
            inner = [f for f in fitted if node.start <= f.start and f.end <= node.end]
            fitted = [f for f in fitted if f not in inner]
            self._fit(node, wanted, inner)
            fitted.append(node)

    def _fit(self, node: Node, wanted: float, inner: list[Node]) -> None:
        cells = range(node.start, node.end)
        low = min(self.along[i] for i in cells)
        has = max(self.along[i] + self.advance[i] for i in cells) - low
        kept = {i for f in inner for i in range(f.start, f.end)}
        if node.element.get("lengthAdjust") == "spacingAndGlyphs":
            if has <= 0:
                return
            factor, after = wanted / has, wanted - has
            for i in cells:
                self.along[i] = low + (self.along[i] - low) * factor
                if i not in kept:
                    self.advance[i] *= factor
                    self.scale[i] = self.scale.get(i, 1.0) * factor
        else:
            gaps = len(cells) - len(kept) + len(inner) - 1
            step = (wanted - has) / gaps if gaps > 0 else 0.0
            heads = {f.start for f in inner}
            self.spread.update(cells)
            after = 0.0
            for i in sorted(cells, key=self.along.__getitem__) if self.has_rtl else cells:
                self.along[i] += after
                if i not in kept or i in heads:
                    after += step
        chunk_ends = {*self.chunks, len(self.along)}
        for i in range(node.end, len(self.along)):
            if i in chunk_ends:
                break
            self.along[i] += after

    def _settle(self) -> None:
        """Put the beginnings of stretches where x, y and paths say; the letters after them follow."""
        has_tracks = any(node.track is not None for node in self.chars.spans)
        given = self._axes(self.chars.x, self.chars.y)
        moves = self._axes(self.chars.dx, self.chars.dy)
        for axis, column in enumerate((self.along, self.across)):
            if not given[axis] and not has_tracks:
                continue
            shift = 0.0
            for start, end in pairwise([*self.chunks, len(column)]):
                point = self._point(start, given[axis], axis)
                if point is not None:
                    # What is moved before it counts no more, its own move does.
                    shift = point + moves[axis].get(start, 0.0) - column[start]
                for i in range(start, end) if shift else ():
                    column[i] += shift

    def _point(self, start: int, given: dict[int, float], axis: int) -> float | None:
        """Return where a stretch is put along (axis 0) or across (1) the line; None where it just goes on."""
        owners = self.chars.owners
        track = owners[start].track
        before = owners[start - 1].track if start else None
        if track is not None:
            # On a path what is given counts along it; across it there is nothing to give.
            is_first = start == 0 or before is not track
            if axis == 1:
                return 0.0 if is_first else None
            return track.start + given.get(start, 0.0) if is_first or start in given else None
        if start in given:
            return given[start]
        if before is None:
            return None
        x, y = before.end
        return (self.sense * y if self.is_vertical else x) if axis == 0 else (x if self.is_vertical else y)

    def _anchor(self) -> None:
        """Move each stretch so that its start, middle or end is where it was put."""
        for start, end in pairwise([*self.chunks, len(self.along)]):
            anchor = self.chars.owners[start].style.text_anchor
            along = self.along[start:end]
            low = min(along)
            high = max(map(sum, zip(along, self.advance[start:end], strict=True)))
            point = along[0] - self.inset.get(start, 0.0)
            if anchor == "middle":
                shift = point - (low + high) / 2
            else:
                shift = point - (low if (anchor == "end") == self.is_rtl else high)
            if shift:
                self.along[start:end] = [v + shift for v in along]

    def _follow(self, placed: Placed) -> None:
        """Put letters onto the paths they follow; those off the ends are not shown."""
        for i, node in enumerate(self.chars.owners):
            if node.track is None:
                continue
            spot = node.track.place(self.along[i], self.advance[i], self.across[i])
            if spot is None:
                placed.hidden.add(i)
            else:
                placed.x[i], placed.y[i], placed.angle[i] = spot


def _move(column: list[float], moves: dict[int, float], fixed: dict[int, float]) -> None:
    """Add to each value what moves it and those before it that are not before a fixed one."""
    shift = 0.0
    for i in range(min(moves), len(column)):
        if i in fixed:
            shift = 0.0
        shift += moves.get(i, 0.0)
        column[i] += shift
