"""Words that are fine now and then, but not this often."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from natfig.core.datafile import DataFile
from natfig.core.record import dataclass
from natfig.prose.document import Block
from natfig.prose.kinds._scan import Scan, read_scan, word_count
from natfig.prose.kinds.base import Frame, number_option
from natfig.prose.rule import Context, Hit, Look, Scope

__all__ = ["kind"]


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    frame: Frame
    scan: Scan
    within: str

    def __call__(self, unit: Any, context: Context) -> Iterator[Hit]:
        frame = self.frame
        if not frame.is_on(context):
            return
        most = float(frame.option(context, "max_per_1000"))
        least = int(frame.option(context, "least"))
        words: dict[object, int] = {}
        places: dict[object, list[tuple[Block, int, int]]] = {}
        for block in unit.blocks:
            if not frame.takes(block):
                continue
            key = block.section if self.within == "section" else None
            words[key] = words.get(key, 0) + word_count(block, context)
            places.setdefault(key, []).extend(
                (block, start, end)
                for start, end, _ in self.scan.find(block, context)
                if not frame.spares(block, start, end, context)
            )
        for key, found in places.items():
            rate = 1000 * len(found) / max(1, words[key])
            if len(found) >= least and rate > most:
                # The first one that is too much for the length of the text.
                block, start, end = found[min(len(found) - 1, max(least - 1, int(most * words[key] / 1000)))]
                text = block.text[start:end]
                says = frame.says(text=text, count=len(found), rate=f"{rate:.1f}", max=f"{most:g}")
                yield Hit(block, start, end, says)


@dataclass(frozen=True, slots=True)
class Density:
    """More per thousand words than `max_per_1000`, and at least `least`, is told once."""

    id: str = "density"
    required: tuple[str, ...] = ("options",)
    optional: tuple[str, ...] = ("words", "patterns", "within")
    values: tuple[str, ...] = ("count", "rate", "max")

    def build(self, file: DataFile, frame: Frame) -> tuple[Scope, Look]:
        """Return the scope and the look of a rule; see `natfig.prose.kinds.base.RuleKind`."""
        within = file.one_of(file.data.get("within", "manuscript"), ("within",), ("section", "manuscript"))
        number_option(file, "max_per_1000")
        number_option(file, "least")
        return "manuscript", _Look(frame, read_scan(file, flags=frame.flags), within)


kind = Density()
