"""The pen that path commands move: absolute places out of absolute and relative arguments."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Literal

from natfig.qa._curves import Arc, Cubic, Quadratic, arc_between

__all__ = ["DRAW", "Event", "Pen"]

# What a path is made of. Lines begin with the point they start at; a move is told only
# when something is drawn from it.
Event = (
    tuple[Literal["M"], float, float]
    | tuple[Literal["L"], list[float], list[float]]
    | tuple[Literal["C"], Quadratic | Cubic | Arc, None]
    | tuple[Literal["Z"], None, None]
)


class Pen:
    """Where the drawing is, and what was drawn since it was last taken.

    Every method takes whole sets of arguments, as many as there are.
    """

    __slots__ = ("control", "drawn", "last", "out", "sx", "sy", "x", "xs", "y", "ys")

    def __init__(self) -> None:
        self.x = self.y = self.sx = self.sy = 0.0
        self.control = (0.0, 0.0)  # the last curve's last control point
        self.last = ""  # letter of the last command in lower case; "" before the first move
        self.drawn = False  # something was drawn in this subpath
        self.xs: list[float] = []  # lines not yet told, with the point they start at
        self.ys: list[float] = []
        self.out: list[Event] = []

    def taken(self) -> list[Event]:
        """Return the events since the last call."""
        self.flush()
        out, self.out = self.out, []
        return out

    def flush(self) -> None:
        """Tell the lines drawn so far."""
        if self.xs:
            self.out.append(("L", self.xs, self.ys))
            self.xs, self.ys = [], []

    def begin(self) -> None:
        """Tell the move that what is drawn next starts from, if it wasn't."""
        if not self.drawn:
            self.flush()
            self.out.append(("M", self.x, self.y))
            self.drawn = True

    def move(self, values: list[float], is_relative: bool) -> None:
        """M: begin a subpath; further points are lines."""
        self.flush()
        self.drawn = False
        x, y = values[0], values[1]
        if is_relative:
            x, y = self.x + x, self.y + y
        self.x = self.sx = x
        self.y = self.sy = y
        if len(values) > 2:
            self.line(values[2:], is_relative)

    def line(self, values: list[float], is_relative: bool) -> None:
        """L: straight lines."""
        if not self.xs:
            self.start_lines()
        if len(values) == 2:  # by far the commonest
            self.x, self.y = (self.x + values[0], self.y + values[1]) if is_relative else values
            self.xs.append(self.x)
            self.ys.append(self.y)
            return
        xs, ys = values[::2], values[1::2]
        if is_relative:
            # The start is what the sums begin with, and is there already.
            self.xs.pop()
            self.ys.pop()
            self.xs.extend(accumulate(xs, initial=self.x))
            self.ys.extend(accumulate(ys, initial=self.y))
        else:
            self.xs.extend(xs)
            self.ys.extend(ys)
        self.x, self.y = self.xs[-1], self.ys[-1]

    def start_lines(self) -> None:
        """Make sure that the lines drawn next have their start."""
        if not self.drawn:
            self.begin()
        if not self.xs:
            self.xs.append(self.x)
            self.ys.append(self.y)

    def level(self, values: list[float], is_relative: bool) -> None:
        """H: level lines."""
        self.start_lines()
        self.xs.extend(list(accumulate(values, initial=self.x))[1:] if is_relative else values)
        self.ys.extend([self.y] * len(values))
        self.x = self.xs[-1]

    def upright(self, values: list[float], is_relative: bool) -> None:
        """V: upright lines."""
        self.start_lines()
        self.ys.extend(list(accumulate(values, initial=self.y))[1:] if is_relative else values)
        self.xs.extend([self.x] * len(values))
        self.y = self.ys[-1]

    def close(self) -> None:
        """Z: back to where the subpath began; a subpath of a point alone is drawn as one."""
        if not self.drawn:
            if self.last != "m":
                return  # closed already
            self.start_lines()
        self.flush()
        self.out.append(("Z", None, None))
        self.x, self.y = self.sx, self.sy
        self.drawn = False

    def cubic(self, values: list[float], is_relative: bool) -> None:
        """C: cubic Bézier curves."""
        self.begin()
        self.flush()
        x, y = self.x, self.y
        ox = oy = 0.0
        for i in range(0, len(values), 6):
            x1, y1, x2, y2, x3, y3 = values[i : i + 6]
            if is_relative:
                ox, oy = x, y
            x2, y2, x3, y3 = x2 + ox, y2 + oy, x3 + ox, y3 + oy
            self.out.append(("C", (x, y, x1 + ox, y1 + oy, x2, y2, x3, y3), None))
            x, y = x3, y3
            self.control = (x2, y2)
        self.x, self.y = x, y

    def smooth_cubic(self, values: list[float], is_relative: bool) -> None:
        """S: cubic curves that go on in the direction of the one before."""
        cx, cy = self.control if self.last in {"c", "s"} else (self.x, self.y)
        for i in range(0, len(values), 4):
            ox, oy = (self.x, self.y) if is_relative else (0.0, 0.0)
            x2, y2, x3, y3 = values[i : i + 4]
            first = (2 * self.x - cx, 2 * self.y - cy)
            self.cubic([*first, x2 + ox, y2 + oy, x3 + ox, y3 + oy], False)
            cx, cy = self.control

    def quadratic(self, values: list[float], is_relative: bool) -> None:
        """Q: quadratic Bézier curves."""
        self.begin()
        self.flush()
        x, y = self.x, self.y
        ox = oy = 0.0
        for i in range(0, len(values), 4):
            x1, y1, x2, y2 = values[i : i + 4]
            if is_relative:
                ox, oy = x, y
            x1, y1, x2, y2 = x1 + ox, y1 + oy, x2 + ox, y2 + oy
            self.out.append(("C", (x, y, x1, y1, x2, y2), None))
            x, y = x2, y2
            self.control = (x1, y1)
        self.x, self.y = x, y

    def smooth_quadratic(self, values: list[float], is_relative: bool) -> None:
        """T: quadratic curves that go on in the direction of the one before."""
        cx, cy = self.control if self.last in {"q", "t"} else (self.x, self.y)
        for i in range(0, len(values), 2):
            ox, oy = (self.x, self.y) if is_relative else (0.0, 0.0)
            first = (2 * self.x - cx, 2 * self.y - cy)
            self.quadratic([*first, values[i] + ox, values[i + 1] + oy], False)
            cx, cy = self.control

    def arc(self, values: list[float], is_relative: bool) -> None:
        """Draw arcs of ellipses (A)."""
        for i in range(0, len(values), 7):
            rx, ry, turn, large, sweep, x, y = values[i : i + 7]
            if is_relative:
                x, y = x + self.x, y + self.y
            arc = arc_between(self.x, self.y, rx, ry, turn, large != 0, sweep != 0, x, y)
            if arc is None:
                self.line([x, y], False)
                continue
            self.begin()
            self.flush()
            self.out.append(("C", arc, None))
            self.x, self.y = x, y


_SETS: dict[str, tuple[Callable[[Pen, list[float], bool], None], int]] = {
    "m": (Pen.move, 2),
    "l": (Pen.line, 2),
    "h": (Pen.level, 1),
    "v": (Pen.upright, 1),
    "c": (Pen.cubic, 6),
    "s": (Pen.smooth_cubic, 4),
    "q": (Pen.quadratic, 4),
    "t": (Pen.smooth_quadratic, 2),
    "a": (Pen.arc, 7),
}
# Command → its method, how many arguments make a set, and whether they are relative.
DRAW = {low: (*found, True) for low, found in _SETS.items()} | {
    low.upper(): (*found, False) for low, found in _SETS.items()
}
