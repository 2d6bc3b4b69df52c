"""Where painted lines and areas are kept: columns of numbers, no object for a mark."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import fields

from natfig.qa.document import Box, Paint, Point, Shapes
from natfig.qa.readers._pdf.geometry import Matrix, apply, flatten, reach

__all__ = ["FLATNESS_MM", "Canvas", "Path"]

FLATNESS_MM = 0.02
_FAR_MM = 1e6

# Operations of a path as stored; their numbers of coordinates are 2, 2, 6 and 0.
_MOVE, _LINE, _CURVE, _CLOSE = 0, 1, 2, 3
_COORDS = (2, 2, 6, 0)


class Path:
    """A path under construction, in user space."""

    __slots__ = ("coords", "ops", "start")

    def __init__(self) -> None:
        self.ops = bytearray()
        self.coords = array("d")
        self.start: Point = (0.0, 0.0)

    def move(self, x: float, y: float) -> None:
        """Begin a subpath."""
        # Made first: what is no number must not leave half a point behind.
        self.coords += array("d", (x, y))
        self.start = (x, y)
        self.ops.append(_MOVE)

    def line(self, values: Sequence[float]) -> None:
        """Add straight lines to points given as x, y, x, y and so on."""
        coords = array("d", values)
        if not coords or len(coords) % 2:
            raise ValueError("a point has two numbers")
        if not self.ops:
            self.move(coords[0], coords[1])
        self.ops += b"\x01" * (len(coords) // 2)
        self.coords += coords

    def curve(self, values: Sequence[float]) -> None:
        """Add a cubic Bézier curve: two control points and its end."""
        coords = array("d", values)
        if len(coords) != 6:
            raise ValueError("a curve has six numbers")
        if not self.ops:
            self.move(coords[0], coords[1])
        self.ops.append(_CURVE)
        self.coords += coords

    def last(self) -> Point:
        """Return the current point."""
        if self.ops and self.ops[-1] == _CLOSE:
            return self.start
        return (self.coords[-2], self.coords[-1]) if len(self.coords) else (0.0, 0.0)

    def close(self) -> None:
        """Close the subpath."""
        if self.ops and self.ops[-1] != _CLOSE:
            self.ops.append(_CLOSE)

    def rectangle(self, x: float, y: float, w: float, h: float) -> None:
        """Add a rectangle."""
        self.coords += array("d", (x, y, x + w, y, x + w, y + h, x, y + h))
        self.start = (x, y)
        self.ops += b"\x00\x01\x01\x01\x03"

    @property
    def is_flat(self) -> bool:
        """Whether it can't hold any area: lines between two points."""
        return len(self.coords) <= 4 and _CURVE not in self.ops

    def box(self, m: Matrix) -> Box:
        """Return the upright box of the path moved by a matrix, in mm."""
        coords = self.coords
        is_square = m[1] == 0 == m[2] or m[0] == 0 == m[3]
        if _CURVE in self.ops and not (is_square and self._is_round()):
            return self._extremes(m)
        xs, ys = coords[0::2], coords[1::2]
        if m[1] == 0 == m[2]:
            x0, x1 = sorted((m[0] * min(xs) + m[4], m[0] * max(xs) + m[4]))
            y0, y1 = sorted((m[3] * min(ys) + m[5], m[3] * max(ys) + m[5]))
            return Box(x0, y0, x1, y1)
        a, b, c, d, e, f = m
        px = [a * x + c * y for x, y in zip(xs, ys, strict=True)]
        py = [b * x + d * y for x, y in zip(xs, ys, strict=True)]
        return Box(min(px) + e, min(py) + f, max(px) + e, max(py) + f)

    def _is_round(self) -> bool:
        """Whether it is one run of curves that all bend within their ends' box, as arcs of circles do."""
        if len(self.coords) % 6 != 2 or _LINE in self.ops or self.ops.count(_MOVE) != 1:
            return False
        for k in (0, 1):
            ends, all_of = self.coords[k::6], self.coords[k::2]
            if min(ends) != min(all_of) or max(ends) != max(all_of):
                return False
        return True

    def _extremes(self, m: Matrix) -> Box:
        """Return the box with curves taken at their farthest."""
        a, b, c, d, e, f = m
        xs = [a * x + c * y + e for x, y in zip(self.coords[0::2], self.coords[1::2], strict=True)]
        ys = [b * x + d * y + f for x, y in zip(self.coords[0::2], self.coords[1::2], strict=True)]
        at = 0
        for op in self.ops:
            if op == _CURVE:
                before = at - 1 if at else 0
                for v in (xs, ys):
                    # The control points give way to the places the curve does reach.
                    v[at], v[at + 1] = reach(v[before], v[at], v[at + 1], v[at + 2])
            at += _COORDS[op] // 2
        return Box(min(xs), min(ys), max(xs), max(ys))


class Canvas:
    """Takes shapes in, and gives their outlines back on demand.

    Attributes
    ----------
    shapes : Shapes
    strange : int
        Shapes that were left out because their place is no place on any page.
    """

    def __init__(self) -> None:
        self.shapes = Shapes(self.outline)
        self.strange = 0
        # All paths end to end, and where each begins.
        self._ops = bytearray()
        self._coords = array("d")
        self._op_at = array("q", [0])
        self._coord_at = array("q", [0])
        self._path = array("q")
        self._matrix = array("d")
        self._keys: dict[tuple[object, ...], int] = {}

    def paint_index(self, key: tuple[object, ...]) -> int:
        """Return the index of a paint; `key` holds the fields of `Paint` in order."""
        found = self._keys.get(key)
        if found is None:
            found = self._keys[key] = len(self.shapes.paints)
            self.shapes.paints.append(Paint(*key))  # type: ignore[arg-type]
        return found

    def with_clip(self, paint: int, clip: Box | None) -> int:
        """Return the index of a paint that differs in its clip alone."""
        p = self.shapes.paints[paint]
        if p.clip == clip:
            return paint
        values = {f.name: getattr(p, f.name) for f in fields(p)}
        return self.paint_index(tuple((values | {"clip": clip, "is_text": False}).values())[:-1])

    def store(self, path: Path) -> int:
        """Keep a path and return its number."""
        self._ops += path.ops
        self._coords.extend(path.coords)
        self._op_at.append(len(self._ops))
        self._coord_at.append(len(self._coords))
        return len(self._op_at) - 2

    def add(self, path: int, m: Matrix, paint: int, box: Sequence[float], order: int) -> bool:
        """Append a shape, its box cut to its clip; return False where nothing of it is left."""
        x0, y0, x1, y1 = box
        # Written so that a place that is no number fails too.
        if not (x0 > -_FAR_MM and x1 < _FAR_MM and y0 > -_FAR_MM and y1 < _FAR_MM):
            self.strange += 1
            return False
        clip = self.shapes.paints[paint].clip
        if clip is not None:
            cx0, cy0, cx1, cy1 = clip
            if x0 > cx1 or x1 < cx0 or y0 > cy1 or y1 < cy0:
                return False
            if x0 < cx0 or x1 > cx1 or y0 < cy0 or y1 > cy1:
                x0, y0, x1, y1 = max(x0, cx0), max(y0, cy0), min(x1, cx1), min(y1, cy1)
        self._path.append(path)
        self._matrix.extend(m)
        self.shapes.add(paint, (x0, y0, x1, y1), order)
        return True

    def path_of(self, shape: int) -> tuple[int, Matrix]:
        """Return the path's number and the matrix of a shape."""
        a, b, c, d, e, f = self._matrix[6 * shape : 6 * shape + 6]
        return self._path[shape], (a, b, c, d, e, f)

    def outline(self, shape: int) -> list[list[Point]]:
        """Return a shape's subpaths as points in mm, curves flattened."""
        number, m = self.path_of(shape)
        coords = self._coords
        out: list[list[Point]] = []
        at = self._coord_at[number]
        for op in self._ops[self._op_at[number] : self._op_at[number + 1]]:
            points = [apply(m, coords[k], coords[k + 1]) for k in range(at, at + _COORDS[op], 2)]
            at += _COORDS[op]
            if op == _MOVE:
                out.append(points)
            elif op == _CLOSE:
                out[-1].append(out[-1][0])
            elif op == _LINE:
                _open(out).extend(points)
            else:
                line = _open(out)
                line.extend(flatten(line[-1], points, FLATNESS_MM))
        # A move without a line after it paints nothing.
        return [line for line in out if len(line) > 1] or out[:1]


def _open(out: list[list[Point]]) -> list[Point]:
    """Return the subpath to go on with; after a closed one a new one begins at its start."""
    line = out[-1]
    if len(line) > 2 and line[0] is line[-1]:
        line = [line[0]]
        out.append(line)
    return line
