"""Draws a page without a canvas: runs its content streams and collects what they paint.

Forms are drawn from a stack of frames rather than by recursion, so that a file can nest
them as deep as it likes; how deep and how much is bounded.
Source: ISO 32000-1, sections 8 and 9 and annex A.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from natfig.qa.document import Box
from natfig.qa.readers._pdf.engine import NOWHERE, Frame, Mark, Resources
from natfig.qa.readers._pdf.forms import Form, Stamp, Stamps, read_form
from natfig.qa.readers._pdf.geometry import Matrix, box_of, is_sane, multiply
from natfig.qa.readers._pdf.lexer import POLYLINE, operations
from natfig.qa.readers._pdf.objects import array, child, name, number, text
from natfig.qa.readers._pdf.state import State
from natfig.qa.readers._pdf.writing import Writing

__all__ = ["Interpreter"]

_MOST_OPERATIONS = 5_000_000
# Of forms within forms: a small file can make them grow without end.
_MOST_NESTED = 500_000
# Of q within q; what is deeper is drawn in the state it is in.
_MOST_SAVED = 10_000
_MOST_FORM_DEPTH = 64
_MALFORMED = (ValueError, TypeError, IndexError, KeyError, ArithmeticError, AttributeError, RuntimeError)

_Handler = Callable[[list[Any]], object]


class Interpreter(Writing):
    """Runs content streams."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.operations = 0
        self.nested = 0
        # The limit of operations at which the page was left, 0 where it was read to its end.
        self.cut_after = 0
        self._forms: dict[tuple[object, ...], Form | None] = {}
        self.stamps = Stamps(self.canvas)
        self._handlers = self._table()

    def _table(self) -> dict[bytes, _Handler]:
        def painter(**how: bool) -> _Handler:
            return lambda _: self.paint(**how)

        def color(kind: bytes, *, stroke: bool) -> _Handler:
            return lambda operands: self.op_plain(operands, kind, stroke=stroke)

        def ignore(_: list[Any]) -> None:
            return None

        table: dict[bytes, _Handler] = {
            b"q": self.op_save, b"Q": self.op_restore, b"cm": self.op_concat, b"Do": self.op_do,
            b"w": self.op_width, b"d": self.op_dash, b"gs": self.op_state,
            b"m": self.op_move, b"l": self.op_line, POLYLINE: self.op_lines, b"c": self.op_curve,
            b"v": self.op_curve_v, b"y": self.op_curve_y, b"h": self.op_close, b"re": self.op_rectangle,
            b"W": self.op_clip, b"W*": self.op_clip, b"n": painter(),
            b"f": painter(fill=True), b"F": painter(fill=True), b"f*": painter(fill=True),
            b"S": painter(stroke=True), b"s": painter(stroke=True, close=True),
            b"B": painter(fill=True, stroke=True), b"B*": painter(fill=True, stroke=True),
            b"b": painter(fill=True, stroke=True, close=True),
            b"b*": painter(fill=True, stroke=True, close=True),
            b"sh": self.op_shading, b"EI": self.op_inline_image,
            b"cs": lambda o: self.op_space(o, stroke=False), b"CS": lambda o: self.op_space(o, stroke=True),
            b"BT": self.op_begin_text, b"ET": ignore, b"Tf": self.op_font, b"Tm": self.op_text_matrix,
            b"Td": self.op_next, b"TD": self.op_next_leading, b"T*": self.op_next_line,
            b"Tj": self.op_show, b"TJ": self.op_show_pieces,
            b"'": self.op_show_on_next_line, b'"': self.op_show_on_next_line,
            b"BMC": self.op_begin_mark, b"BDC": self.op_begin_mark, b"EMC": self.op_end_mark,
        }  # fmt: skip
        for plain in (b"g", b"rg", b"k"):
            table[plain] = color(plain, stroke=False)
            table[plain.upper()] = color(plain, stroke=True)
        for each in (b"sc", b"scn"):
            table[each] = lambda o: self.op_color(o, stroke=False)
            table[each.upper()] = lambda o: self.op_color(o, stroke=True)
        for operator, attribute, factor in (
            (b"Tc", "char_space", 1.0), (b"Tw", "word_space", 1.0), (b"Tz", "stretch", 0.01),
            (b"TL", "leading", 1.0), (b"Ts", "rise", 1.0), (b"Tr", "mode", 1),
        ):  # fmt: skip
            table[operator] = self._setter(attribute, factor)
        for operator in (b"j", b"J", b"M", b"i", b"ri", b"MP", b"DP", b"BX", b"EX", b"d0", b"d1"):
            table[operator] = ignore
        return table

    def _setter(self, attribute: str, factor: float) -> _Handler:
        def set_it(operands: list[Any]) -> None:
            setattr(self.state, attribute, float(operands[0]) * factor)

        return set_it

    # ------------------------------------------------------------ streams

    def run(self, data: bytes, resources: Any, ctm: Matrix) -> None:
        """Draw a page's content; `ctm` leads from its user space to mm on the page."""
        self._base = ctm
        state = State()
        state.ctm = ctm
        self.state = state
        self.frames.append(Frame(operations(data), Resources(resources), state))
        self._loop()

    def draw_form(self, obj: Any, ctm: Matrix, resources: Any) -> None:
        """Draw a form XObject by itself, as an annotation's appearance is."""
        state = State()
        state.ctm = ctm
        self.state = state
        outer = Resources(resources)
        self.frames.append(Frame(iter(()), outer, state))
        form = read_form(obj, self.layers, self.limits)
        if form is not None:
            self._enter(form, None)
        self._loop()

    def _loop(self) -> None:
        handlers = self._handlers
        while self.frames:
            frame = self.frames[-1]
            depth = len(self.frames)
            for operator, operands in frame.operations:
                self.operations += 1
                handler = handlers.get(operator)
                if handler is None:
                    self.say("an unknown operator is passed over")
                else:
                    try:
                        handler(operands)
                    except _MALFORMED:
                        self.say("an operation can't be read and is passed over")
                if depth > 2:
                    self.nested += 1
                if (
                    self.operations > _MOST_OPERATIONS
                    or self.nested > _MOST_NESTED
                    or self.order > self.limits.items
                ):
                    self._cut()
                    return
                if len(self.frames) > depth:
                    break
            else:
                self._leave()
        self.text.finish()

    def _cut(self) -> None:
        """Leave the page where it is, and remember which limit it went beyond."""
        if self.operations > _MOST_OPERATIONS:
            self.cut_after = _MOST_OPERATIONS
        else:
            self.cut_after = _MOST_NESTED if self.nested > _MOST_NESTED else self.limits.items
        self.frames.clear()
        self.text.finish()

    def _leave(self) -> None:
        frame = self.frames.pop()
        for mark in frame.marks:
            self._unmark(mark)
        if isinstance(frame.form, _Visit):
            self.state = frame.form.state
            self.path = frame.form.path
            frame.form.finish(self)

    # ------------------------------------------------------------ state

    def op_save(self, operands: list[Any]) -> None:  # noqa: ARG002
        """Save the state: q."""
        stack = self.frames[-1].stack
        if len(stack) < _MOST_SAVED:
            stack.append(self.state.copy())
        else:
            self.say("its graphics states are saved too deep")

    def op_restore(self, operands: list[Any]) -> None:  # noqa: ARG002
        """Restore the state: Q."""
        if stack := self.frames[-1].stack:
            self.state = stack.pop()

    def op_concat(self, operands: list[Any]) -> None:
        """Change the coordinates: cm."""
        if len(operands) != 6:
            raise ValueError("a matrix has six numbers")
        a, b, c, d, e, f = operands
        self.state.ctm = multiply((a, b, c, d, e, f), self.state.ctm)

    def op_width(self, operands: list[Any]) -> None:
        """Set the line width: w."""
        self.state.line_width = float(operands[0])

    def op_dash(self, operands: list[Any]) -> None:
        """Set the dashes: d."""
        self.state.dashed = any(number(v) > 0 for v in operands[0])

    def op_state(self, operands: list[Any]) -> None:
        """Set what a named state says: gs."""
        found = self.resources.get("/ExtGState", str(operands[0]))
        state = self.state
        if (alpha := child(found, "/ca")) is not None:
            state.fill_alpha = min(max(number(alpha, 1.0), 0.0), 1.0)
        if (alpha := child(found, "/CA")) is not None:
            state.stroke_alpha = min(max(number(alpha, 1.0), 0.0), 1.0)
        if (width := child(found, "/LW")) is not None:
            state.line_width = number(width, 1.0)
        if dash := array(child(found, "/D")):
            state.dashed = any(number(v) > 0 for v in array(dash[0]))

    # ------------------------------------------------------------ marked content

    def op_begin_mark(self, operands: list[Any]) -> None:
        """Begin marked content: BMC, BDC."""
        mark = Mark()
        tag = str(operands[0]) if operands else ""
        if len(operands) > 1:
            given = operands[1]
            found = self.resources.get("/Properties", given) if isinstance(given, str) else given
            if tag == "OC":
                mark.is_hidden = not self.layers.is_shown(found)
                mark.group = self.layers.title(found)
            elif isinstance(found, dict):
                actual = found.get("ActualText")
                mark.actual = _decoded(actual) if isinstance(actual, bytes) else None
            elif (actual := child(found, "/ActualText")) is not None:
                mark.actual = text(actual)
        self._mark(mark)
        self.frames[-1].marks.append(mark)

    def _mark(self, mark: Mark) -> None:
        self.hidden += mark.is_hidden
        if mark.group:
            self.group = f"{self.group}/{mark.group}" if self.group else mark.group

    def _unmark(self, mark: Mark) -> None:
        self.hidden -= mark.is_hidden
        if mark.group:
            self.group = self.group[: -len(mark.group)].rstrip("/")

    def op_end_mark(self, operands: list[Any]) -> None:  # noqa: ARG002
        """End marked content: EMC."""
        if marks := self.frames[-1].marks:
            self._unmark(marks.pop())

    # ------------------------------------------------------------ forms and images

    def op_do(self, operands: list[Any]) -> None:
        """Draw a form or an image: Do."""
        key = str(operands[0])
        identity = self.resources.identity("/XObject", key)
        if identity not in self._forms:
            obj = self.resources.get("/XObject", key)
            if obj is None:
                raise KeyError(key)
            kind = name(child(obj, "/Subtype"))
            self._forms[identity] = read_form(obj, self.layers, self.limits) if kind == "Form" else None
            if kind == "Form" and self._forms[identity] is None:
                self.lack("a form's content is damaged and left out")
        form = self._forms[identity]
        if form is None:
            self._do_image(key)
            return
        if not form.is_shown or self.hidden:
            return
        stamp_key = self.stamps.key(identity, self.state, self.group)
        if stamp_key is not None and self.stamps.press(stamp_key, self.state, self):
            return
        if any(isinstance(f.form, _Visit) and f.form.form is form for f in self.frames):
            self.say("a form draws itself")
        elif len(self.frames) > min(_MOST_FORM_DEPTH, self.limits.depth):
            self.lack("forms are nested too deep, and the innermost left out")
        else:
            self._enter(form, stamp_key)

    def _do_image(self, key: str) -> None:
        obj = self.resources.get("/XObject", key)
        if name(child(obj, "/Subtype")) == "Image" and self.layers.is_shown(child(obj, "/OC")):
            self.image(obj)

    def _enter(self, form: Form, stamp_key: tuple[object, ...] | None) -> None:
        visit = _Visit(self, form, stamp_key)
        state = self.state.copy()
        state.ctm = multiply(form.matrix, state.ctm)
        if form.bbox is not None:
            box = box_of(state.ctm, *form.bbox)
            if is_sane(*box):
                visit.bbox = box
                state.clip = box if state.clip is None else state.clip.meet(box) or NOWHERE
        resources = Resources(form.resources) if form.resources is not None else self.resources
        frame = Frame(operations(form.data), resources, state, form=visit)
        self.state = state
        self.path = type(self.path)()
        self.frames.append(frame)
        if form.layer:
            mark = Mark(group=form.layer)
            self._mark(mark)
            frame.marks.append(mark)


class _Visit:
    """A form that is being drawn, and what there was before it."""

    def __init__(self, engine: Interpreter, form: Form, stamp_key: tuple[object, ...] | None) -> None:
        self.form = form
        self.state = engine.state
        self.path = engine.path
        self.bbox: Box | None = None
        self.stamp_key = stamp_key
        self.first = len(engine.canvas.shapes)
        self.others = self._others(engine)

    @staticmethod
    def _others(engine: Interpreter) -> tuple[int, int, int]:
        """Count what is no shape; a form of shapes alone takes a place in the order for each."""
        return (len(engine.images), engine.order - len(engine.canvas.shapes), engine.hidden)

    def finish(self, engine: Interpreter) -> None:
        """Keep the form as a stamp where it can be pressed again without running it."""
        if self.stamp_key is None or self._others(engine) != self.others:
            return
        shapes = range(self.first, len(engine.canvas.shapes))
        stamp = Stamp.taken(engine.canvas, shapes, self.state, self.bbox, engine.clip_on_page())
        engine.stamps.keep(self.stamp_key, stamp)


def _decoded(raw: bytes) -> str:
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("latin-1")
