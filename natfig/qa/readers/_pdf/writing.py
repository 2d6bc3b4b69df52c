"""The text operators.

Source: ISO 32000-1, sections 9.3 and 9.4.
"""

from __future__ import annotations

import math
from typing import Any

from natfig.qa.readers._pdf.canvas import Path
from natfig.qa.readers._pdf.engine import NOWHERE
from natfig.qa.readers._pdf.fonts import UNKNOWN, Glyph, PdfFont
from natfig.qa.readers._pdf.geometry import IDENTITY, Matrix, apply, determinant, is_sane, multiply
from natfig.qa.readers._pdf.objects import matrix
from natfig.qa.readers._pdf.painting import Painting
from natfig.qa.readers._pdf.text import WORD_GAP_EM, Segment

__all__ = ["Writing"]

# A backward step as long as this within a string begins a new piece.
_STEP_BACK_EM = 0.5
# Letters set apart: at least so many steps, so many of them alike, and none as wide as
# between the labels of an axis, which cairo shows as one string.
_FEWEST_STEPS = 4
_ALIKE = 0.7
_TRACKING_SPREAD_EM = 0.1
_WIDEST_TRACKING_EM = 1.0
_INVISIBLE, _CLIP_ONLY = 3, 7
_STROKED = {1, 5}
_LINED = {1, 2, 5, 6}
_NOT_FILLED = {1, 3, 5, 7}
# A line of vertical writing is a little narrower than an em.
_HALF = 0.45
# The disc of ZapfDingbats, by its box in Adobe's AFM file: 35 −14 757 708.
_DISC, _DISC_CENTER, _DISC_RADIUS = "●", (0.396, 0.347), 0.361
# Control points of a quarter of a circle lie so far from its ends, in radii.
_ARC = 0.5523
_MOST_GLYPHS = 1_000_000


class _Piece:
    """Glyphs of one string without a gap; places in em along the writing direction.

    `begin` and `pen` are where the first glyph begins and the next one would; `start`
    and `end` leave out blanks at both ends.
    """

    __slots__ = ("begin", "chars", "end", "ink", "pen", "start")

    def __init__(self, begin: float) -> None:
        self.begin = self.pen = begin
        self.chars: list[str] = []
        self.start: float | None = None
        self.end = begin
        self.ink: tuple[float, float, float, float] | None = None

    def add(self, glyph: Glyph, at: float, *, vertical: bool) -> None:
        """Take a glyph in."""
        self.chars.append(glyph.text)
        if not glyph.text.strip():
            return
        if self.start is None:
            self.start = at
        self.end = at + (1.0 if vertical else glyph.width)
        if glyph.box is None:
            return
        x0, y0, x1, y1 = glyph.box
        # A glyph of vertical writing stands in the middle of its line, an em tall.
        x0, y0, x1, y1 = (at, -_HALF, at + 1.0, _HALF) if vertical else (at + x0, y0, at + x1, y1)
        i = self.ink
        self.ink = (
            (x0, y0, x1, y1) if i is None else (min(i[0], x0), min(i[1], y0), max(i[2], x1), max(i[3], y1))
        )


def _tracking(parts: list[Any]) -> float:
    """Return by how much a string's letters are set apart on purpose, in em.

    Then each is a string of its own, and most of the steps between are equal.
    """
    steps = sorted(-part / 1000 for part in parts[1:-1] if isinstance(part, float))
    letters = sum(isinstance(part, bytes) for part in parts)
    if len(steps) < _FEWEST_STEPS or letters > len(steps) + 1:
        return 0.0
    usual = steps[len(steps) // 2]
    if not WORD_GAP_EM < usual <= _WIDEST_TRACKING_EM:
        return 0.0
    alike = sum(abs(step - usual) < _TRACKING_SPREAD_EM for step in steps)
    return usual if alike >= _ALIKE * len(steps) else 0.0


class Writing(Painting):
    """Text state, positions and strings."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._tm: Matrix = IDENTITY
        self._line: Matrix = IDENTITY
        self._block = 0
        self._shown = 0

    def op_begin_text(self, operands: list[Any]) -> None:  # noqa: ARG002
        """Begin text: BT."""
        self._tm = self._line = IDENTITY
        self._block += 1

    def op_font(self, operands: list[Any]) -> None:
        """Set font and size: Tf."""
        self.state.size = float(operands[1])
        self.state.font = self.font(str(operands[0]))

    def font(self, key: str) -> PdfFont | None:
        """Return a font of the resources; read once for the file."""
        obj = self.resources.get("/Font", key)
        if obj is None:
            self.lack("a font is named that the page does not have, and its text left out")
            return None
        identity = self.resources.identity("/Font", key)
        if identity not in self.fonts:
            self.fonts[identity] = PdfFont(obj)
        return self.fonts[identity]

    def op_text_matrix(self, operands: list[Any]) -> None:
        """Set the text matrix: Tm."""
        found = matrix(operands)
        if found is None:
            raise ValueError("a matrix has six numbers")
        self._tm = self._line = found

    def op_next(self, operands: list[Any]) -> None:
        """Move to the next place: Td."""
        self._tm = self._line = multiply((1, 0, 0, 1, operands[0], operands[1]), self._line)

    def op_next_leading(self, operands: list[Any]) -> None:
        """Move, and set the leading: TD."""
        self.state.leading = -operands[1]
        self.op_next(operands)

    def op_next_line(self, operands: list[Any]) -> None:  # noqa: ARG002
        """Move to the next line: T*."""
        self.op_next([0.0, -self.state.leading])

    def op_show(self, operands: list[Any]) -> None:
        """Show a string: Tj."""
        self._show([operands[0]])

    def op_show_pieces(self, operands: list[Any]) -> None:
        """Show strings with steps between: TJ."""
        self._show(operands[0])

    def op_show_on_next_line(self, operands: list[Any]) -> None:
        """Go to the next line, then show: the two quotation marks."""
        if len(operands) >= 3:
            self.state.word_space, self.state.char_space = operands[0], operands[1]
        self.op_next_line([])
        self._show([operands[-1]])

    # ------------------------------------------------------------ strings

    def _show(self, parts: list[Any]) -> None:
        state = self.state
        font, size = state.font, state.size
        if font is None or abs(size) < 1e-9 or abs(state.stretch) < 1e-9:
            return
        self.used_fonts.add(id(font))
        # One em of text space, from which everything else follows.
        em = multiply((size * state.stretch, 0, 0, size, 0, state.rise), self._tm)
        sign = -1.0 if font.vertical else 1.0
        pieces = self._pieces(parts, font, sign * state.char_space / size, sign * state.word_space / size)
        end = pieces[-1].pen
        move = (0.0, -end * size) if font.vertical else (end * size * state.stretch, 0.0)
        self._tm = multiply((1, 0, 0, 1, *move), self._tm)
        if not self.hidden:
            for piece in pieces:
                self._emit(piece, multiply(em, state.ctm), font)

    def _pieces(self, parts: list[Any], font: PdfFont, char_space: float, word_space: float) -> list[_Piece]:
        """Return the pieces of a string, parted where there is a gap; at least one."""
        now = _Piece(0.0)
        pieces, vertical = [now], font.vertical
        gap = WORD_GAP_EM + _tracking(parts)
        for part in parts:
            if isinstance(part, float):
                step = part / 1000 if vertical else -part / 1000
                if not now.chars:
                    now.begin += step
                elif step > gap or step < -_STEP_BACK_EM:
                    now = _Piece(now.pen + step)
                    pieces.append(now)
                    continue
                now.pen += step
            elif isinstance(part, bytes):
                glyphs = font.decode(part)
                self._count(glyphs, font)
                for glyph in glyphs:
                    now.add(glyph, now.pen, vertical=vertical)
                    advance = 1.0 if vertical else glyph.width
                    now.pen += advance + char_space + (word_space if glyph.blank else 0.0)
        return pieces

    def _count(self, glyphs: list[Glyph], font: PdfFont) -> None:
        self._shown += len(glyphs)
        if self._shown > _MOST_GLYPHS:
            self.lack(f"the page has more than {_MOST_GLYPHS:,} characters; the rest was not measured")
            raise ValueError("too much text")
        if not self.hidden and (unknown := sum(UNKNOWN in g.text for g in glyphs)):
            family = font.family or "unnamed"
            self.unmapped[family] = self.unmapped.get(family, 0) + unknown

    def _emit(self, piece: _Piece, m: Matrix, font: PdfFont) -> None:
        """Hand a piece over, in mm on the page."""
        state = self.state
        text = "".join(piece.chars)
        if (spelled := self.spelled_out()) is not None:
            text = spelled
        if text == _DISC and font.family == "ZapfDingbats":
            # R draws the points of a plot with this letter: a mark, whatever it is made of.
            self._disc(multiply((1, 0, 0, 1, piece.begin, 0), m))
            return
        along, up = math.hypot(m[0], m[1]), math.hypot(m[2], m[3])
        area = abs(determinant(m))
        if not text or min(along, up) < 1e-9 or area < 1e-12 * along * up or not is_sane(*m):
            return
        if font.vertical:
            along, origin = up, apply(m, 0.0, -piece.begin)
            u, toward = (-m[2] / up, -m[3] / up), (m[0], m[1])
        else:
            up, origin = area / along, apply(m, piece.begin, 0.0)
            u, toward = (m[0] / along, m[1] / along), (m[2], m[3])
        # At right angles to the baseline, on the side of the glyphs' tops.
        v = (-u[1], u[0])
        if v[0] * toward[0] + v[1] * toward[1] < 0:
            v = (-v[0], -v[1])
        begin, start = piece.begin, piece.begin if piece.start is None else piece.start
        ink = piece.ink and (
            (piece.ink[0] - begin) * along,
            piece.ink[1] * up,
            (piece.ink[2] - begin) * along,
            piece.ink[3] * up,
        )
        fill = None if state.mode in _NOT_FILLED else self.resolved(state.fill).color
        alpha = state.stroke_alpha if state.mode in _STROKED else state.fill_alpha
        is_painted = state.mode not in {_INVISIBLE, _CLIP_ONLY} and alpha > 0 and state.clip != NOWHERE
        self.text.add(
            Segment(
                text=text,
                origin=origin,
                u=u,
                v=v,
                advance=(piece.pen - begin) * along,
                start=(start - begin) * along,
                end=(piece.end - begin) * along,
                size=up * font.scale,
                ink=ink,
                font=font,
                fill=fill,
                opacity=alpha,
                visible=is_painted,
                order=self.next_order(),
                block=self._block,
                group=self.group,
                clip=self.clip_on_page(),
                rotated_em=font.vertical,
            )
        )

    def _disc(self, m: Matrix) -> None:
        """Draw the disc of ZapfDingbats as the shape it is."""
        path, (x, y), r = Path(), _DISC_CENTER, _DISC_RADIUS
        k = r * _ARC
        path.move(x + r, y)
        path.curve([x + r, y + k, x + k, y + r, x, y + r])
        path.curve([x - k, y + r, x - r, y + k, x - r, y])
        path.curve([x - r, y - k, x - k, y - r, x, y - r])
        path.curve([x + k, y - r, x + r, y - k, x + r, y])
        path.close()
        mode = self.state.mode
        self.shape(path, m, path.box(m), fill=mode not in _NOT_FILLED, stroke=mode in _LINED)
