"""What an author decided about a draft, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from natfig.prose.document import Edit
    from natfig.prose.gate.verdict import Verdict

__all__ = ["Decisions", "Proposal", "Revision", "State", "renumbered"]

State = Literal["open", "accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Revision:
    """A sentence as its author wants it, and what the gate says of it.

    Attributes
    ----------
    edits : tuple of Edit or None
        What makes it in the source; None where that can't be done.
    """

    text: str
    verdict: Verdict
    edits: tuple[Edit, ...] | None


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided: number of a remark → state, of a sentence → revision; whose proposals are left."""

    remarks: dict[int, State]
    sentences: dict[int, Revision]
    left: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a model would write, the gate's verdict, and the model's reason or why it was refused."""

    revision: Revision
    accepted: bool
    reasons: tuple[str, ...]
    model: str


def renumbered(decisions: Decisions, numbers: Mapping[int, int]) -> Decisions:
    """Return decisions on remarks that have other numbers now; those on remarks that are gone are gone."""
    remarks = {numbers[n]: state for n, state in decisions.remarks.items() if n in numbers}
    return Decisions(remarks, decisions.sentences, decisions.left)
