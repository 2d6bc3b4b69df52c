"""Forms of one thing, of which a manuscript should use one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from natfig.core.datafile import DataFile
from natfig.core.record import dataclass
from natfig.prose.document import Block
from natfig.prose.kinds._fit import fit
from natfig.prose.kinds._recur import recurring
from natfig.prose.kinds._scan import Scan
from natfig.prose.kinds.base import Frame
from natfig.prose.rule import Context, Hit, Look, Scope

__all__ = ["kind"]


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    frame: Frame
    scan: Scan
    groups: tuple[tuple[str, ...], ...]
    #: Of each item: number of its group, number of its form, ending.
    items: tuple[tuple[int, int, str], ...]

    def __call__(self, unit: Any, context: Context) -> Iterator[Hit]:
        """Yield the places where a group has another form than its best, of each form one aloud."""
        yield from recurring(self._told(unit, context), counted=False)

    def _told(self, unit: Any, context: Context) -> Iterator[tuple[tuple[int, int], Hit]]:
        frame = self.frame
        if not frame.is_on(context):
            return
        used: dict[int, list[tuple[Block, int, int, int, str]]] = {}
        for block in unit.blocks:
            if not frame.takes(block):
                continue
            for start, end, item in self.scan.find(block, context):
                if not frame.spares(block, start, end, context):
                    group, form, ending = self.items[item]
                    used.setdefault(group, []).append((block, start, end, form, ending))
        for group, places in used.items():
            counts = Counter(form for *_, form, _ in places)
            if len(counts) < 2:
                continue
            best = self._best(group, counts, context)
            for block, start, end, form, ending in places:
                if form != best:
                    to = self.groups[group][best] + ending
                    low, high, new = fit(block, start, end, to)
                    says = frame.says(
                        text=block.text[start:end], to=to, count=counts[form], other=counts[best]
                    )
                    yield (group, form), Hit(block, low, high, says, replacement=new)

    def _best(self, group: int, counts: Counter[int], context: Context) -> int:
        """Return the form to use: the ledger's, else the one used most, of two the one used first."""
        if context.ledger is not None:
            for form in counts:
                if self.groups[group][form] in context.ledger.terms:
                    return form
        return counts.most_common(1)[0][0]


@dataclass(frozen=True, slots=True)
class Consistency:
    """Where two forms of a group are used, the rarer one is told."""

    id: str = "consistency"
    required: tuple[str, ...] = ("groups",)
    optional: tuple[str, ...] = ("endings",)
    values: tuple[str, ...] = ("to", "count", "other")

    def build(self, file: DataFile, frame: Frame) -> tuple[Scope, Look]:
        """Return the scope and the look of a rule; see `natfig.prose.kinds.base.RuleKind`."""
        endings = file.data.get("endings", ["", "s"])
        if not isinstance(endings, list) or not all(isinstance(e, str) for e in endings):
            raise file.fail(("endings",), "is not a list of texts")
        listed = file.data["groups"]
        if not isinstance(listed, list) or not listed:
            raise file.fail(("groups",), "is not a list of lists", "write `- [data set, dataset]`")
        groups: list[tuple[str, ...]] = []
        words: list[str] = []
        items: list[tuple[int, int, str]] = []
        for number, group in enumerate(listed):
            where = ("groups", number)
            if not isinstance(group, list) or len(group) < 2:
                raise file.fail(where, "is not a list of two or more forms")
            forms = tuple(file.text(form, (*where, i)) for i, form in enumerate(group))
            groups.append(forms)
            for place, form in enumerate(forms):
                for ending in endings:
                    words.append(form + ending)
                    items.append((number, place, ending))
        scan = Scan(words, [], frame.flags, frame.place)
        return "manuscript", _Look(frame, scan, tuple(groups), tuple(items))


kind = Consistency()
