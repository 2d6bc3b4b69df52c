"""Words that need others near them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from natfig.core.datafile import DataFile
from natfig.core.record import dataclass
from natfig.prose.document import Block, Manuscript
from natfig.prose.kinds._scan import Scan, read_scan
from natfig.prose.kinds.base import Frame, sentence_at
from natfig.prose.rule import Context, Hit, Look, Scope

__all__ = ["kind"]

_WITHIN = ("sentence", "paragraph", "section", "manuscript")


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    frame: Frame
    has: Scan
    needs: Scan
    within: str

    def __call__(self, unit: Any, context: Context) -> Iterator[Hit]:
        frame = self.frame
        if not frame.is_on(context):
            return
        blocks = [b for b in (unit.blocks if isinstance(unit, Manuscript) else (unit,)) if frame.takes(b)]
        asked = [
            (block, start, end, self._unit(block, start, context))
            for block in blocks
            for start, end, _ in self.has.find(block, context)
            if not frame.spares(block, start, end, context)
        ]
        if not asked:
            return
        met = {
            self._unit(block, start, context)
            for block in blocks
            for start, _, _ in self.needs.find(block, context)
        }
        for block, start, end, key in asked:
            if key not in met:
                yield Hit(block, start, end, frame.says(text=block.text[start:end]))

    def _unit(self, block: Block, start: int, context: Context) -> object:
        if self.within == "sentence":
            return sentence_at(block, start, context)
        return block.section if self.within == "section" else None


@dataclass(frozen=True, slots=True)
class Conditional:
    """What is listed under `if` is told where nothing listed under `needs` is near it."""

    id: str = "conditional"
    required: tuple[str, ...] = ("if", "needs")
    optional: tuple[str, ...] = ("within",)
    values: tuple[str, ...] = ()

    def build(self, file: DataFile, frame: Frame) -> tuple[Scope, Look]:
        """Return the scope and the look of a rule; see `natfig.prose.kinds.base.RuleKind`."""
        within = file.one_of(file.data.get("within", "sentence"), ("within",), _WITHIN)
        scope: Scope = "block" if within in ("sentence", "paragraph") else "manuscript"
        has, needs = (read_scan(file, key, frame.flags) for key in ("if", "needs"))
        return scope, _Look(frame, has, needs, within)


kind = Conditional()
