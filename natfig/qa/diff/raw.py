"""What the comparisons of texts, marks and images find, before it is summed up in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from natfig.qa.diff.groups import Vector
from natfig.qa.document import Box

__all__ = ["Raw", "Raws", "Totals", "number_of"]

Totals = Mapping[tuple[str, str | None], int]

# Differences of one kind in one group that are kept one by one; the rest of half a million
# marks is kept as their number, their extent and the largest.
_MOST_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Raw:
    """One difference of one thing.

    Parameters
    ----------
    kind, what : str
        As in `Change`.
    section : str
    path : str
        Groups around it (in the new figure; in the old one for what is gone).
    panel : str or None
    prop : str
        Which property ("fill", "size"); "" for the thing itself.
    old, new : object
        Its values.
    text : str or None
        What a text reads (in the new figure).
    box, old_box : Box or None
    vector : tuple of float
        How far it moved, or how much it grew, mm.
    line : int or None
    count : int
        How many things it stands for.
    mixed : bool
        It stands for things with vectors of their own; `vector` is the largest.
    """

    kind: str
    what: str
    section: str
    path: str = ""
    panel: str | None = None
    prop: str = ""
    old: object = None
    new: object = None
    text: str | None = None
    box: Box | None = None
    old_box: Box | None = None
    vector: Vector = (0.0, 0.0)
    line: int | None = None
    count: int = 1
    mixed: bool = False


def number_of(raws: Iterable[Raw]) -> int:
    """Return how many things differ."""
    return sum(raw.count for raw in raws)


class _Rest:
    """What very many differences alike amount to."""

    def __init__(self, first: Raw) -> None:
        self.first = first
        self.count = 0
        self.vector = first.vector
        self.mixed = False
        self.boxes: tuple[Box | None, Box | None] = (None, None)

    def add(self, raw: Raw, tolerance_mm: float) -> None:
        (a, b), (c, d) = self.vector, raw.vector
        if abs(a - c) > tolerance_mm or abs(b - d) > tolerance_mm:
            self.mixed = True
        if c * c + d * d > a * a + b * b:
            self.vector = raw.vector
        self.boxes = _union(self.boxes[0], raw.box), _union(self.boxes[1], raw.old_box)
        self.count += 1

    def raw(self) -> Raw:
        box, old_box = self.boxes
        return replace(
            self.first, vector=self.vector, box=box, old_box=old_box, count=self.count, mixed=self.mixed
        )


class Raws:
    """Keeps differences, and of very many alike only what a sentence on them needs."""

    def __init__(self, tolerance_mm: float) -> None:
        self.tol = tolerance_mm
        self._kept: list[Raw] = []
        self._counts: dict[tuple[object, ...], int] = {}
        self._rest: dict[tuple[object, ...], _Rest] = {}

    def add(self, raw: Raw) -> None:
        """Keep a difference."""
        # Which values it changed between counts; a heat map's thousands are one sentence.
        key: tuple[object, ...] = (raw.path, raw.kind, raw.prop)
        number = self._counts[key] = self._counts.get(key, 0) + 1
        if number <= _MOST_KEPT:
            self._kept.append(raw)
            return
        key = (*key, raw.old, raw.new)
        rest = self._rest.get(key)
        if rest is None:
            if len(self._rest) >= _MOST_KEPT:
                key = next(reversed(self._rest))
                rest = self._rest[key]
            else:
                rest = self._rest[key] = _Rest(raw)
        rest.add(raw, self.tol)

    def all(self) -> list[Raw]:
        """Return what was kept."""
        return [*self._kept, *(rest.raw() for rest in self._rest.values())]


def _union(a: Box | None, b: Box | None) -> Box | None:
    if a is None or b is None:
        return a or b
    return a.union(b)
