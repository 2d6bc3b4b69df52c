"""Settles which of many changes that move text can be made together, and tells what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from natfig.qa._harm import Blame, Harm, Look, harms
from natfig.qa.fixes._edits import Edits
from natfig.qa.fixes.base import Change, Fixer, quoted

__all__ = ["Settling", "told"]

# Changes of a kind that are told one by one.
_FEW = 4


class Bench(Protocol):
    """Where a file is mended: see `natfig.qa.fix`."""

    now: Look
    kept: list[str]
    passes: int

    @property
    def draft(self) -> Edits:
        """The file as it is being changed."""

    def applied(self, fixer: Fixer, without: frozenset[object] = ...) -> tuple[list[Change], list[str]]:
        """Change the draft; return the changes, and what was left."""

    def tried(self) -> Look:
        """Read and check the draft."""

    def accept(self, look: Look, fixer: Fixer, changes: Sequence[Change]) -> None:
        """Go on from a new version."""


class Settling:
    """Tries a fix that moves text, and leaves out what collides.

    All changes are tried together. One that alone is to blame for a new finding is out
    for good: what it meets will not go away. Of several that meet each other one stays,
    and the others wait until it is settled. So at the end every change is made, or would
    do harm in the file as it is now, and a second run finds nothing to do.
    """

    def __init__(self, mending: Bench, fixer: Fixer) -> None:
        self.mending = mending
        self.fixer = fixer
        self.out: dict[object, tuple[Change, str]] = {}
        self.waiting: dict[object, tuple[Change, str]] = {}
        self.said: list[str] = []

    def run(self, most_passes: int) -> None:
        """Apply as many of the changes as do no harm together; read the file up to a number of times."""
        mending = self.mending
        while True:
            without = frozenset(self.out.keys() | self.waiting.keys())
            changes, self.said = mending.applied(self.fixer, without)
            if not changes and not self.waiting:
                break
            if changes:
                if mending.passes >= most_passes:
                    reason = "too many texts meet to be sorted out"
                    self.out.update({c.key: (c, reason) for c in changes} | self.waiting)
                    break
                look = mending.tried()
                if harm := harms(mending.now, look):
                    mending.draft.rollback()
                    self._leave_out(harm, changes, look)
                    continue
                mending.accept(look, self.fixer, changes)
            self.waiting.clear()
        mending.draft.rollback()
        mending.kept += [*self.said, *self._kept()]

    def _leave_out(self, harm: Sequence[Harm], changes: list[Change], look: Look) -> None:
        blame = Blame(changes, look.document)
        blamed = [blame.of(one) for one in harm]
        if not any(blamed):
            # Nobody knows whose fault it is, so all are to blame; else it may go with the others.
            self.out.update({c.key: (c, harm[0].says) for c in changes})
            return
        for one, found in zip(harm, blamed, strict=True):
            if len(found) == 1:
                self.out.setdefault(found[0].key, (found[0], one.says))
        for one, found in zip(harm, blamed, strict=True):
            if not any(c.key in self.out or c.key in self.waiting for c in found):
                self.waiting.update({c.key: (c, one.says) for c in found[1:]})

    def _kept(self) -> Iterator[str]:
        """Yield what was left out, by reason."""
        by_reason: dict[str, list[Change]] = {}
        for change, reason in self.out.values():
            by_reason.setdefault(reason, []).append(change)
        code = self.fixer.codes[0]
        raised = [c.label or "" for c, _ in self.out.values() if c.from_pt is not None]
        if len(by_reason) > _FEW and raised:
            reason = next(iter(by_reason))
            yield f"{code}: {len(raised)} texts not raised, {quoted(raised)}: for one, {reason}"
            return
        for reason, changes in by_reason.items():
            words = [c.label or "" for c in changes if c.from_pt is not None]
            for what in [f"raised, {quoted(words)}"] if words else told(changes):
                yield f"{code}: not {what}: {reason}"


def told(changes: Sequence[Change]) -> list[str]:
    """Return what was done in a line each; many changes of a kind share one."""
    raised = [c for c in changes if c.from_pt is not None]
    kinds: dict[str, list[Change]] = {}
    for change in changes:
        if change.from_pt is None:
            kinds.setdefault(change.many or change.says, []).append(change)
    lines = []
    for many, alike in kinds.items():
        if len(alike) <= _FEW:
            lines += [c.says for c in alike]
        else:
            lines.append(f"{many} {quoted([c.label or '' for c in alike])}")
    if len(raised) <= _FEW:
        return lines + [c.says for c in raised]
    to = raised[0].says.rpartition(" to ")[2]
    sizes = [c.from_pt for c in raised if c.from_pt is not None]
    low, high = f"{min(sizes):.2f}", f"{max(sizes):.2f}"
    span = low if low == high else f"{low}–{high}"
    words = quoted([c.label or "" for c in raised])
    return [*lines, f"raised {len(raised)} texts from {span} to {to}: {words}"]
