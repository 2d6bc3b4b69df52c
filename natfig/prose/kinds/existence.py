"""Words that shouldn't be there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from natfig.core.datafile import DataFile
from natfig.core.record import dataclass
from natfig.prose.kinds._scan import Scan, read_scan
from natfig.prose.kinds.base import Frame
from natfig.prose.rule import Context, Hit, Look, Scope

__all__ = ["kind"]


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    frame: Frame
    scan: Scan

    def __call__(self, unit: Any, context: Context) -> Iterator[Hit]:
        frame = self.frame
        if not frame.is_on(context) or not frame.takes(unit):
            return
        for start, end, _ in self.scan.find(unit, context):
            if not frame.spares(unit, start, end, context):
                yield Hit(unit, start, end, frame.says(text=unit.text[start:end]))


@dataclass(frozen=True, slots=True)
class Existence:
    """Every word or pattern of a list is told where it stands."""

    id: str = "existence"
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ("words", "patterns")
    values: tuple[str, ...] = ()

    def build(self, file: DataFile, frame: Frame) -> tuple[Scope, Look]:
        """Return the scope and the look of a rule; see `natfig.prose.kinds.base.RuleKind`."""
        return "block", _Look(frame, read_scan(file, flags=frame.flags))


kind = Existence()
