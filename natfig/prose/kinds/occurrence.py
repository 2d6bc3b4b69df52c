"""Words that may be used so often and no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from natfig.core.datafile import DataFile
from natfig.core.record import dataclass
from natfig.prose.document import Block, Manuscript
from natfig.prose.kinds._scan import Scan, read_scan
from natfig.prose.kinds.base import Frame, number_option, sentence_at
from natfig.prose.rule import Context, Hit, Look, Scope

__all__ = ["kind"]

_PER = ("sentence", "paragraph", "section", "manuscript")


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    frame: Frame
    scan: Scan
    per: str

    def __call__(self, unit: Any, context: Context) -> Iterator[Hit]:
        frame = self.frame
        if not frame.is_on(context):
            return
        most = int(frame.option(context, "max"))
        blocks = unit.blocks if isinstance(unit, Manuscript) else (unit,)
        counted: dict[object, list[tuple[Block, int, int]]] = {}
        for block in blocks:
            if not frame.takes(block):
                continue
            for start, end, _ in self.scan.find(block, context):
                if not frame.spares(block, start, end, context):
                    place = self._unit(block, start, context)
                    counted.setdefault(place, []).append((block, start, end))
        for places in counted.values():
            if len(places) > most:
                block, start, end = places[most]
                text = block.text[start:end]
                yield Hit(block, start, end, frame.says(text=text, count=len(places), max=most))

    def _unit(self, block: Block, start: int, context: Context) -> object:
        if self.per == "sentence":
            return sentence_at(block, start, context)
        return block.section if self.per == "section" else None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time too many is told, at that place."""

    id: str = "occurrence"
    required: tuple[str, ...] = ("per", "options")
    optional: tuple[str, ...] = ("words", "patterns")
    values: tuple[str, ...] = ("count", "max")

    def build(self, file: DataFile, frame: Frame) -> tuple[Scope, Look]:
        """Return the scope and the look of a rule; see `natfig.prose.kinds.base.RuleKind`."""
        per = file.one_of(file.data["per"], ("per",), _PER)
        number_option(file, "max")
        scope: Scope = "block" if per in ("sentence", "paragraph") else "manuscript"
        return scope, _Look(frame, read_scan(file, flags=frame.flags), per)


kind = Occurrence()
