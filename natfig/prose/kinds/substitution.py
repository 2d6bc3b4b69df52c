"""Words that stand for others: the right one is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from natfig.core.datafile import DataFile
from natfig.core.record import dataclass
from natfig.prose.document import Block
from natfig.prose.kinds._fit import fit
from natfig.prose.kinds._scan import LIMIT, Scan
from natfig.prose.kinds.base import Frame, compiled
from natfig.prose.rule import Context, Hit, Look, Scope

__all__ = ["kind"]


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    frame: Frame
    scan: Scan
    #: What replaces each item; the first is taken, all are named.
    to: tuple[tuple[str, ...], ...]
    #: Patterns of the items after the plain words, for the groups in what replaces them.
    patterns: Mapping[int, str]

    def __call__(self, unit: Any, context: Context) -> Iterator[Hit]:
        frame = self.frame
        if not frame.is_on(context) or not frame.takes(unit):
            return
        for start, end, item in self.scan.find(unit, context):
            if frame.spares(unit, start, end, context):
                continue
            words = [self._filled(unit, start, item, word) for word in self.to[item]]
            text = unit.text[start:end]
            if text == words[0] or (frame.case is False and text.casefold() == words[0].casefold()):
                continue
            low, high, new = fit(unit, start, end, words[0])
            named = " or ".join(f"“{w}”" for w in words).removeprefix("“").removesuffix("”")
            yield Hit(unit, low, high, frame.says(text=text, to=named), replacement=new)

    def _filled(self, block: Block, start: int, item: int, word: str) -> str:
        if item not in self.patterns or "\\" not in word:
            return word
        pattern = compiled(f"(?:{self.patterns[item]}){LIMIT}", self.frame.flags, self.frame.place)
        found = pattern.match(block.text, start)
        return word if found is None else found.expand(word)


def _to(file: DataFile, value: Any, where: Sequence[str | int]) -> tuple[str, ...]:
    words = value if isinstance(value, list) else [value]
    if not words or not all(isinstance(w, str) for w in words):
        raise file.fail(where, "is neither a text nor a list of texts", "quote words such as 'no' and '5'")
    return tuple(words)


@dataclass(frozen=True, slots=True)
class Substitution:
    """Every word on the left is to be the one on the right; capitals and articles are kept right."""

    id: str = "substitution"
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ("swap", "swap_patterns")
    values: tuple[str, ...] = ("to",)

    def build(self, file: DataFile, frame: Frame) -> tuple[Scope, Look]:
        """Return the scope and the look of a rule; see `natfig.prose.kinds.base.RuleKind`."""
        swap = file.data.get("swap", {})
        if not isinstance(swap, dict):
            raise file.fail(("swap",), "is not a mapping", "write `wrong: right`, a line each")
        words: list[str] = []
        to: list[tuple[str, ...]] = []
        for wrong, right in swap.items():
            words.append(file.text(wrong, ("swap", str(wrong))))
            to.append(_to(file, right, ("swap", str(wrong))))
        patterns: dict[int, str] = {}
        listed = file.data.get("swap_patterns", [])
        if not isinstance(listed, list):
            raise file.fail(("swap_patterns",), "is not a list", "write `- {pattern: …, to: …}`")
        for number, entry in enumerate(listed):
            where = ("swap_patterns", number)
            file.keys(entry, where, required=("pattern", "to"))
            patterns[len(to)] = file.text(entry["pattern"], (*where, "pattern")).replace(" ", r"\s")
            to.append(_to(file, entry["to"], (*where, "to")))
        if not to:
            raise file.fail((), "replaces nothing", "give `swap` or `swap_patterns`")
        scan = Scan(words, [*patterns.values()], frame.flags, frame.place)
        return "block", _Look(frame, scan, tuple(to), patterns)


kind = Substitution()
