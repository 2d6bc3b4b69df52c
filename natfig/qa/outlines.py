"""Recognises text that is drawn as shapes, by the shapes themselves.

Programs that turn text into outlines often leave names behind (matplotlib's
"DejaVuSans-41", cairo's "glyph0-1"); the reader marks those shapes (`Paint.is_text`).
Illustrator, Inkscape and PDF converters leave none. There a label is what looks like
one: filled shapes without a line around them, painted one after the other, side by
side at the distance of letters, most of them on one baseline, of unlike widths, and
with the hollows that letters have and data marks don't: a row of circles, squares,
triangles or bars is convex, a row of stars or crosses all alike.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from natfig.core.numbers import middle
from natfig.core.record import dataclass, field
from natfig.qa.document import Box, Document, OutlinedText, Paint, Point
from natfig.qa.geometry import hull

__all__ = ["find_outlined"]

# Height of the tallest letter of a label, in mm: the lower-case letters of 3 pt type,
# and capitals of 60 pt.
_LOWEST_MM = 0.45
_HIGHEST_MM = 15.0
# A label's length, when it is one shape.
_LONGEST_MM = 150.0
# No letter is wider than this times the label's height ("W", "—").
_WIDEST = 2.2
# Gap between neighbours over the height of the taller one: a word space after a
# capital is 0.28 em plus side bearings, half of a capital's height; in faces of one
# width it is 0.6 em, a whole height.
_GAP = 1.1
# A label in one line has fewer letters than this; longer rows are data.
_MOST_GLYPHS = 400
# Bottoms on a common baseline agree to this part of the height; round letters reach
# below it by 0.015 em.
_LEVEL = 0.05
# Tops stand on two lines, those of small letters and of capitals, figures and ascenders:
# this share of them within two bands of this part of the height.
_ON_TWO_LINES = 0.65
_BAND = 0.09
# Of letters: on the baseline (the rest are descenders, quotes, hyphens); with hollows
# ("l", "I", "." and "-" have none); neighbours in reading order.
_ON_BASELINE = 0.6
_HOLLOW_SHARE = 0.5
_IN_ORDER = 0.8
# Filled area over the area of the convex hull: 1 for circles, triangles, bars; letters
# lie below ("D" and "O" by their counters, "T" at 0.45, "v" at 0.6, "E" at 0.75).
_HOLLOW_BELOW = 0.87
# A shape lower than this part of its label is a point, comma, dash or dot of an i.
_PUNCTUATION = 0.35
# Outlines looked at in one document, points of one, and short rows kept for a second look.
_MOST_OUTLINES = 4000
_MOST_POINTS = 4000
_MOST_SHORT = 4000
# Outlines of more points are not worked out at all, and no letter has more subpaths.
_HEAVIEST = 100_000
_MOST_SUBPATHS = 24
# A shape with parts is taken apart only while its paint is not one of thousands of marks.
_MOST_OF_A_PAINT = 3000
_PIECES = 3
# A paint that more shapes have is that of data: it would be ten pages of text.
_MOST_LETTERS = 25_000
# What a paint can be: neither; filled, no line around it; the file calls it a glyph.
_FILLED, _NAMED = 1, 2
# Sizes that differ by less than this part are those of one mark, rounded.
_ALIKE = 0.02
# Rows of two glyphs (tick labels) that must agree before they count without any longer one.
_TICKS = 4

_Rect = tuple[float, float, float, float]
_Outline = list[list[Point]]


@dataclass(slots=True)
class _Row:
    """Shapes painted one after the other at the distance of letters."""

    members: list[int]
    boxes: list[_Rect]
    outlines: list[_Outline] | None = None  # parts of one shape that was taken apart
    height: float = 0.0
    keys: set[tuple[int, int]] = field(default_factory=set)


def find_outlined(document: Document) -> list[OutlinedText]:
    """Return the labels that are drawn as shapes.

    Linear in the number of shapes; outlines are worked out for rows alone that could be
    text, and for a bounded number of them.

    Parameters
    ----------
    document : Document
        With its shapes; nothing in it is changed.

    Returns
    -------
    list of OutlinedText
        One for each line of a label, in paint order. [] where no shape is a glyph.
    """
    finder = _Finder(document)
    named, rows, lone = finder.rows()
    found = [(row, True) for row in named]
    found += [(row, False) for row in finder.labels(rows, lone)]
    found.sort(key=lambda pair: pair[0].members[0])
    return [finder.outlined(row, is_named=is_named) for row, is_named in found]


class _Finder:
    def __init__(self, document: Document) -> None:
        self.shapes = document.shapes
        self.hollow: dict[tuple[int, int, int], bool] = {}
        self.looked = 0

    # -- rows of shapes that follow each other ---------------------------------

    def rows(self) -> tuple[list[_Row], list[_Row], list[int]]:
        """Return rows of named glyphs, rows of unnamed shapes, and shapes that may hold a whole label.

        No object is kept for a shape that can't be text: there may be half a million.
        """
        shapes = self.shapes
        uses = Counter(shapes.paint)
        kinds = [_kind(paint, uses[k]) for k, paint in enumerate(shapes.paints)]
        if not any(kinds):
            return [], [], []
        styles = [
            (p.group, p.fill, kind) if kind == _NAMED else (p.fill, kind)
            for p, kind in zip(shapes.paints, kinds, strict=True)
        ]
        named: list[_Row] = []
        rows: list[_Row] = []
        lone = array("q")
        start, style, kind = 0, None, 0
        px0 = py0 = px1 = py1 = first_w = first_h = size = 0.0
        unlike = False

        def close(end: int) -> None:
            if kind == _NAMED:
                named.append(self._row(start, end))
            elif kind and end - start < _PIECES:
                lone.extend(range(start, end))
            if kind == _FILLED and 2 <= end - start <= _MOST_GLYPHS and (unlike or end - start == 2):
                rows.append(self._row(start, end))

        for i, (paint, x0, y0, x1, y1) in enumerate(
            zip(shapes.paint, shapes.x0, shapes.y0, shapes.x1, shapes.y1, strict=True)
        ):
            w, h = x1 - x0, y1 - y0
            now = 0 if h > _LONGEST_MM or w > _LONGEST_MM else kinds[paint]
            if now and kind and styles[paint] == style:
                # The shorter side of a long box says more of a letter's size than the longer one.
                near = _GAP * max(size, min(w, h) * _WIDEST if w > _WIDEST * h else h)
                if x0 - px1 <= near and px0 - x1 <= near and y0 - py1 <= near and py0 - y1 <= near:
                    unlike = unlike or abs(w - first_w) + abs(h - first_h) > _ALIKE * (first_w + first_h)
                    px0, py0, px1, py1 = x0, y0, x1, y1
                    size = max(size, h if h <= _HIGHEST_MM else w)
                    continue
            if kind:
                close(i)
            start, kind, style, unlike = i, now, styles[paint], False
            px0, py0, px1, py1, first_w, first_h = x0, y0, x1, y1, w, h
            size = h if h <= _HIGHEST_MM else w
        if kind:
            close(len(shapes))
        return named, rows, self._few(lone)

    def _row(self, start: int, end: int) -> _Row:
        s = self.shapes
        members = list(range(start, end))
        return _Row(members, [(s.x0[i], s.y0[i], s.x1[i], s.y1[i]) for i in members])

    def _few(self, lone: Sequence[int]) -> list[int]:
        """Return the shapes that may hold a whole label: of letters' size, not one of thousands of marks."""
        s = self.shapes
        counts = Counter(s.paint[i] for i in lone)
        return [
            i
            for i in lone
            if counts[s.paint[i]] <= _MOST_OF_A_PAINT
            and min(s.y1[i] - s.y0[i], s.x1[i] - s.x0[i]) >= _LOWEST_MM
            and min(s.y1[i] - s.y0[i], s.x1[i] - s.x0[i]) <= _HIGHEST_MM
        ]

    # -- is it text? -------------------------------------------------------------

    def labels(self, rows: list[_Row], lone: list[int]) -> list[_Row]:
        """Return the rows that are text."""
        found: list[_Row] = []
        short: list[_Row] = []
        for row in rows:
            if len(row.members) > 2 and self._is_label(row):
                found.append(row)
            elif len(row.members) <= 3 and len(short) < _MOST_SHORT:
                short.append(row)
        taken = {i for row in found for i in row.members}
        for i in lone:
            if (
                i not in taken
                and self.shapes.weight(i) <= _HEAVIEST
                and (whole := self._taken_apart(i)) is not None
            ):
                found.append(whole)
                taken.add(i)
        short = [row for row in short if taken.isdisjoint(row.members)]
        found += self._like(short, found)
        # Numbers are short: those that were found already bear witness for the others.
        seen = {row.members[0] for row in found}
        found += [row for row in self._ticks([*short, *found]) if row.members[0] not in seen]
        taken.update(i for row in found for i in row.members)
        singles = [self._row(i, i + 1) for i in lone if i not in taken] if found else []
        return found + self._like(singles, found)

    def _is_label(self, row: _Row) -> bool:
        """Return whether three shapes or more look like letters in a row."""
        turned = _upright(row.boxes)
        if turned is None:
            return False
        boxes, row.height = turned
        letters = [k for k, (_, y0, _, y1) in enumerate(boxes) if y1 - y0 >= _PUNCTUATION * row.height]
        if len(letters) < 3 or not _unlike([boxes[k] for k in letters]):
            return False
        hollow = [k for k in letters if self._is_hollow(row, k)]
        row.keys = {_key(row.boxes[k]) for k in hollow}
        return len(hollow) >= _HOLLOW_SHARE * len(letters) and len(row.keys) > 1

    def _is_hollow(self, row: _Row, k: int) -> bool:
        """Return whether a shape has the hollows of a letter."""
        if row.outlines is not None:
            return _hollow(row.outlines[k])
        i = row.members[k]
        key = (self.shapes.paint[i], *_key(row.boxes[k]))
        known = self.hollow.get(key)
        if known is None:
            if self.looked >= _MOST_OUTLINES or self.shapes.weight(i) > _HEAVIEST:
                return False
            self.looked += 1
            known = self.hollow[key] = _hollow(self.shapes.outline(i))
        return known

    def _taken_apart(self, i: int) -> _Row | None:
        """Return a shape's parts as a row when it is a whole label in one path, else None."""
        if self.looked >= _MOST_OUTLINES:
            return None
        outline = self.shapes.outline(i)
        self.looked += 1 + len(outline) // 4
        parts = _parts(outline)
        if not _PIECES <= len(parts) <= _MOST_GLYPHS:
            return None
        boxes = [_rect([p for sub in part for p in sub]) for part in parts]
        row = _Row([i] * len(parts), boxes, parts)
        return row if _is_spaced(boxes) and self._is_label(row) else None

    def _like(self, short: list[_Row], found: list[_Row]) -> list[_Row]:
        """Return short rows all of whose shapes are letters that long ones have too."""
        if not found:
            return []
        known = {key for row in found for key in row.keys}
        heights = [row.height for row in found]
        out = []
        for row in short:
            if all(_near_key(_key(box), known) for box in row.boxes) and all(
                self._is_hollow(row, k) for k in range(len(row.boxes))
            ):
                row.height = max(heights)
                out.append(row)
        return out

    def _ticks(self, short: list[_Row]) -> list[_Row]:
        """Return rows of two or three shapes that look like numbers on an axis."""
        pairs = []
        for row in short:
            heights = [y1 - y0 for _, y0, _, y1 in row.boxes]
            tall = max(heights)
            if not 2 <= len(row.members) <= _PIECES or not _LOWEST_MM <= tall <= _HIGHEST_MM:
                continue
            level = all(
                abs(box[3] - row.boxes[0][3]) <= _LEVEL * tall and y >= (1 - 2 * _LEVEL) * tall
                for box, y in zip(row.boxes, heights, strict=True)
            )
            if level and all(self._is_hollow(row, k) for k in range(len(row.boxes))):
                row.height = tall
                row.keys = {_key(box) for box in row.boxes}
                pairs.append(row)
        uses = Counter(key for row in pairs for key in row.keys)
        several = len(uses) > 2 and any(count > 2 for count in uses.values())
        return pairs if len(pairs) >= _TICKS and several else []

    def outlined(self, row: _Row, *, is_named: bool) -> OutlinedText:
        """Return a row as the document model has it."""
        paint = self.shapes.paint_of(row.members[0])
        height = row.height or max(y1 - y0 for _, y0, _, y1 in row.boxes)
        if is_named and (turned := _upright(row.boxes)) is not None:
            height = turned[1]
        return OutlinedText(
            glyphs=len(row.boxes),
            box=Box(
                min(b[0] for b in row.boxes),
                min(b[1] for b in row.boxes),
                max(b[2] for b in row.boxes),
                max(b[3] for b in row.boxes),
            ),
            height_mm=height,
            panel=paint.panel,
            line=self.shapes.line[row.members[0]] or None,
        )


def _kind(paint: Paint, uses: int) -> int:
    if paint.is_text:
        return _NAMED
    if uses > _MOST_LETTERS:
        return 0
    plain = paint.fill is not None and paint.fill_opacity > 0
    return _FILLED if plain and (paint.stroke is None or paint.stroke == paint.fill) else 0


def _key(box: _Rect) -> tuple[int, int]:
    """Return a box's size in steps of 0.02 mm: the same glyph has the same everywhere."""
    return round((box[2] - box[0]) * 50), round((box[3] - box[1]) * 50)


def _near_key(key: tuple[int, int], known: set[tuple[int, int]]) -> bool:
    w, h = key
    return any((w + dw, h + dh) in known for dw in (-1, 0, 1) for dh in (-1, 0, 1))


def _unlike(boxes: Sequence[_Rect]) -> bool:
    """Return whether shapes differ in size by more than rounding."""
    w0, h0 = boxes[0][2] - boxes[0][0], boxes[0][3] - boxes[0][1]
    slack = 0.04 * max(w0, h0)
    return any(abs(x1 - x0 - w0) > slack or abs(y1 - y0 - h0) > slack for x0, y0, x1, y1 in boxes)


def _upright(boxes: Sequence[_Rect]) -> tuple[list[_Rect], float] | None:
    """Return boxes turned so that they read from left to right, and their height; None where they don't.

    Text may run upwards or downwards too: then a side of the boxes is the baseline.
    Text at other angles is not recognised without names.
    """
    for turned in (
        list(boxes),
        [(-y1, x0, -y0, x1) for x0, y0, x1, y1 in boxes],
        [(y0, -x1, y1, -x0) for x0, y0, x1, y1 in boxes],
    ):
        tall = max(y1 - y0 for _, y0, _, y1 in turned)
        if not _LOWEST_MM <= tall <= _HIGHEST_MM or any(x1 - x0 > _WIDEST * tall for x0, _, x1, _ in turned):
            continue
        letters = [b for b in turned if b[3] - b[1] >= _PUNCTUATION * tall]
        base = middle([b[3] for b in letters])
        level = sum(abs(b[3] - base) <= _LEVEL * tall for b in letters)
        steps = [b[0] > a[0] for a, b in pairwise(letters)]
        ahead = max(sum(steps), len(steps) - sum(steps))
        if (
            level >= _ON_BASELINE * len(letters)
            and ahead >= _IN_ORDER * len(steps)
            and _on_two_lines([b[1] for b in letters], _BAND * tall)
        ):
            return turned, tall
    return None


def _on_two_lines(tops: list[float], band: float) -> bool:
    """Return whether most tops lie within two bands."""
    needed = _ON_TWO_LINES * len(tops)
    left = sorted(tops)
    caught = 0
    for _ in range(2):
        best = (0, 0)
        end = 0
        for start, top in enumerate(left):
            while end < len(left) and left[end] - top <= band:
                end += 1
            best = max(best, (end - start, -start))
        count, start = best[0], -best[1]
        caught += count
        del left[start : start + count]
    return caught >= needed


def _is_spaced(boxes: Sequence[_Rect]) -> bool:
    """Return whether neighbours stand at the distance of letters."""
    tall = max(max(y1 - y0, 0.0) for _, y0, _, y1 in boxes)
    across = sorted(boxes)
    if across[-1][0] - across[0][0] < tall * 0.5:  # a column: text that is turned
        tall = max(x1 - x0 for x0, _, x1, _ in boxes)
        across = sorted((y0, x0, y1, x1) for x0, y0, x1, y1 in boxes)
    return all(b[0] - a[2] <= _GAP * max(tall, 0.1) for a, b in pairwise(across))


def _rect(points: Sequence[Point]) -> _Rect:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _parts(outline: _Outline) -> list[_Outline]:
    """Return a path's parts, each with its holes; [] for a path of too many points."""
    if not 2 <= len(outline) <= 2 * _MOST_GLYPHS or sum(map(len, outline)) > _MOST_GLYPHS * 200:
        return []
    boxed = sorted(
        ((_rect(sub), sub) for sub in outline if len(sub) > 2),
        key=lambda pair: -(pair[0][2] - pair[0][0]) * (pair[0][3] - pair[0][1]),
    )
    parts: list[tuple[_Rect, _Outline]] = []
    for rect, sub in boxed:
        x0, y0, x1, y1 = rect
        for (px0, py0, px1, py1), part in parts:
            if x0 >= px0 and y0 >= py0 and x1 <= px1 and y1 <= py1:
                part.append(sub)
                break
        else:
            parts.append((rect, [sub]))
    xs, ys = [rect[0] for rect, _ in parts], [rect[1] for rect, _ in parts]
    along = 0 if max(xs, default=0) - min(xs, default=0) >= max(ys, default=0) - min(ys, default=0) else 1
    parts.sort(key=lambda pair: pair[0][along])
    return [part for _, part in parts]


def _hollow(outline: _Outline) -> bool:
    """Return whether an outline fills clearly less than its convex hull."""
    if len(outline) > _MOST_SUBPATHS or sum(map(len, outline)) > _MOST_POINTS:
        return False
    rects = [_rect(sub) for sub in outline if len(sub) > 2]
    subs = [sub for sub in outline if len(sub) > 2]
    filled = 0.0
    for k, (sub, (x0, y0, x1, y1)) in enumerate(zip(subs, rects, strict=True)):
        inside = sum(
            a0 <= x0 and b0 <= y0 and a1 >= x1 and b1 >= y1
            for n, (a0, b0, a1, b1) in enumerate(rects)
            if n != k
        )
        filled += _area(sub) * (-1 if inside % 2 else 1)
    whole = _area(hull(p for sub in subs for p in sub))
    return whole > 0 and filled < _HOLLOW_BELOW * whole


def _area(points: Sequence[Point]) -> float:
    """Return the area of a polygon (shoelace formula)."""
    total = 0.0
    x0, y0 = points[-1] if points else (0.0, 0.0)
    for x1, y1 in points:
        total += x0 * y1 - x1 * y0
        x0, y0 = x1, y1
    return abs(total) / 2
