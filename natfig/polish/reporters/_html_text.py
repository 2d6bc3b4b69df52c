"""The text of a redline: blocks as they read, with what goes, what comes and what is meant marked in them.

A block's text is cut at every place where something begins or ends. Each cut names the
items it belongs to (``data-i``); which of the changes at one place is shown as a redline is
a matter of classes, so that the page's script decides without building text anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from natfig.core.findings import Severity
from natfig.polish.reporters._html_items import ACCEPTED, Item, clash
from natfig.polish.reporters._html_words import esc
from natfig.prose.document import PROTECTED, Block, Kind, Role

__all__ = ["HeadingRanks", "block_html", "displayed"]

#: More items over one letter would make the page grow with the square of a text made for that.
_MOST_OVER = 8
#: Longer remarks (on a whole sentence) are flagged at their beginning, and marked when they are looked at.
_LONG = 90
#: Remarks on more than this are flagged only.
_LONGEST = 1500
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_LOWEST = 6


@dataclass(slots=True)
class _Cuts:
    """What begins, ends and stands at places of a block's text."""

    opened: dict[int, list[tuple[str, Item]]] = field(default_factory=dict)
    closed: dict[int, list[tuple[str, Item]]] = field(default_factory=dict)
    between: dict[int, list[str]] = field(default_factory=dict)

    def span(self, kind: str, item: Item, begin: int, finish: int) -> None:
        self.opened.setdefault(begin, []).append((kind, item))
        self.closed.setdefault(finish, []).append((kind, item))

    def add(self, at: int, html: str) -> None:
        self.between.setdefault(at, []).append(html)


def displayed(items: Iterable[Item]) -> set[int]:
    """Return the numbers of changes that are shown as redlines at first: of those that clash, one.

    What is accepted goes before what isn't decided, and then what comes first.
    """
    shown: set[int] = set()
    changes = [item for item in items if item.edits]
    for is_accepted in (True, False):
        last: dict[int, Item] = {}
        taken = [item for item in changes if item.number in shown]
        at = 0
        for item in changes:
            if (item.state == ACCEPTED) is not is_accepted or item.is_refused:
                continue
            while at < len(taken) and taken[at].high < item.low:
                at += 1
            near = taken[at : at + 3]
            before = last.get(item.cluster)
            if any(clash(one, item) for one in near) or (before is not None and clash(before, item)):
                continue
            shown.add(item.number)
            last[item.cluster] = item
    return shown


class HeadingRanks:
    """Gives a draft's title and headings their ranks on the page: none is left out on the way down.

    Parameters
    ----------
    top : int
        Rank of the first, 1 to 6.
    """

    def __init__(self, top: int) -> None:
        self._top = top
        self._above: list[int] = []

    def enter(self, block: Block) -> int:
        """Return the rank of the next title or heading, 1 to 6."""
        level = 0 if block.role is Role.TITLE else max(block.level, 1)
        while self._above and self._above[-1] >= level:
            self._above.pop()
        self._above.append(level)
        return min(self._top + len(self._above) - 1, _LOWEST)


def block_html(block: Block, items: Sequence[Item], shown: set[int], ranks: HeadingRanks) -> str:
    """Return a block as an element of its role.

    Parameters
    ----------
    block : Block
    items : sequence of Item
        Those that lie in it.
    shown : set of int
        Numbers of changes that are shown as redlines.
    ranks : HeadingRanks
        Of the draft, whose blocks come in their order.
    """
    cuts = _cuts_of(items, shown)
    inner = "".join(_cut(block, cuts, shown))
    tag = f"h{ranks.enter(block)}" if block.role in (Role.TITLE, Role.HEADING) else "p"
    return f'<{tag} class="{block.role.value}">{inner}</{tag}>'


def _cuts_of(items: Sequence[Item], shown: set[int]) -> _Cuts:
    cuts = _Cuts()
    for item in items:
        if item.edits:
            _cut_change(cuts, item, shown)
            continue
        length = item.finish - item.begin
        if length > _LONG or length <= 0:
            flag = (
                f'<span class="flag {item.severity.value}" data-i="{item.number}" aria-hidden="true"></span>'
            )
            cuts.add(item.begin, flag)
        if 0 < length <= _LONGEST:
            cuts.span("mark", item, item.begin, item.finish)
    return cuts


def _cut_change(cuts: _Cuts, item: Item, shown: set[int]) -> None:
    at = item.begin
    looks = _looks([item], shown)
    for kind, text in item.spans():
        if kind == "new":
            blank = " ws" if text.isspace() else ""
            # Named for its change alone: it is no part of the text that others are about.
            cuts.add(at, f'<ins data-i="{item.number}" class="c{looks}{blank}">{esc(text)}</ins>')
            continue
        if kind == "gone":
            cuts.span("del", item, at, at + len(text))
        at += len(text)


def _looks(items: Iterable[Item], shown: set[int]) -> str:
    on = [item for item in items if item.number in shown]
    if not on:
        return ""
    return " on yes" if any(item.state == ACCEPTED for item in on) else " on"


def _pieces(block: Block) -> list[tuple[int, Kind]]:
    """Return where protected and plain stretches of the text begin."""
    out: list[tuple[int, Kind]] = []
    at = 0
    for piece in block.pieces:
        length = piece.end - piece.start if piece.shown is None else len(piece.shown)
        if not length:
            continue
        is_kept = piece.kind in PROTECTED
        kind = piece.kind if is_kept else Kind.TEXT
        if is_kept or not out or out[-1][1] is not Kind.TEXT:
            out.append((at, kind))
        at += length
    return out


def _cut(block: Block, cuts: _Cuts, shown: set[int]) -> Iterator[str]:
    """Yield the HTML of a block's text, stretch by stretch."""
    text = block.text
    kinds = dict(_pieces(block))
    places = sorted({0, len(text), *kinds, *cuts.opened, *cuts.closed, *cuts.between})
    over: list[tuple[str, Item]] = []
    kind = Kind.TEXT
    for number, at in enumerate(places):
        for one in cuts.closed.get(at, ()):
            if one in over:
                over.remove(one)
        yield from cuts.between.get(at, ())
        room = _MOST_OVER - len(over)
        over += cuts.opened.get(at, [])[: max(room, 0)]
        kind = kinds.get(at, kind)
        end = places[number + 1] if number + 1 < len(places) else at
        if end > at:
            yield _stretch(text[at:end], kind, over, shown)


def _stretch(text: str, kind: Kind, over: Sequence[tuple[str, Item]], shown: set[int]) -> str:
    html = esc(text)
    if kind is not Kind.TEXT:
        html = f'<span class="kept {kind.value}" title="{kind.value}, kept as it is">{html}</span>'
    gone = [item for what, item in over if what == "del"]
    if gone:
        numbers = " ".join(str(item.number) for item in gone)
        blank = " ws" if text.isspace() else ""
        html = f'<del data-i="{numbers}" class="c{_looks(gone, shown)}{blank}">{html}</del>'
    marks = [item for what, item in over if what == "mark"]
    if marks:
        numbers = " ".join(str(item.number) for item in marks)
        worst = min((item.severity for item in marks), key=_RANK.__getitem__)
        long = " long" if all(item.finish - item.begin > _LONG for item in marks) else ""
        html = f'<mark data-i="{numbers}" class="{worst.value}{long}">{html}</mark>'
    return html
