"""One panel's stats: where they stand in the spec, and the rows they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from natfig.core.errors import Problem, SpecError

if TYPE_CHECKING:
    from collections.abc import Callable

    from natfig.charts._observed import Observed
    from natfig.core.errors import UsageError
    from natfig.data.tables import Table
    from natfig.spec.loader import LoadedSpec
    from natfig.spec.models import PanelBase

__all__ = ["HINT_KINDS", "At", "observed_rows"]

HINT_KINDS = "bar, distribution, paired, line, scatter and survival panels have groups to test"


class At:
    """Where a panel's stats stand in the spec, and what was found wrong with them."""

    def __init__(self, loaded: LoadedSpec, letter: str) -> None:
        self.loaded, self.letter = loaded, letter
        self.problems: list[Problem] = []

    def problem(self, message: str, *keys: str | int, hint: str | None = None) -> Problem:
        """Return a problem at a key below ``stats``."""
        stats: tuple[str | int, ...] = ("panels", self.letter, "stats")
        if keys[:1] == ("test",) and (*stats, *keys[:2]) not in self.loaded.source.lines:
            keys = ("test", *keys[2:])  # a list written as its only entry
        text = message if message.startswith(f"panel {self.letter}") else f"panel {self.letter}: {message}"
        return self.loaded.place(*stats, *keys).with_message(text, hint)

    def fault(self, message: str, *keys: str | int, hint: str | None = None) -> None:
        """Note a problem."""
        self.problems.append(self.problem(message, *keys, hint=hint))

    def faults(self, error: SpecError | UsageError, *keys: str | int) -> None:
        """Note what an error says."""
        self.problems += [self.problem(p.message, *keys, hint=p.hint) for p in error.problems]


def observed_rows(at: At, chart: Any, panel: PanelBase, table: Table | None) -> Observed:
    """Return what the panel offers to tests.

    Raises
    ------
    SpecError
        If its kind has nothing to test.
    """
    offer: Callable[[Any, Table], Observed] | None = getattr(chart, "observe", None)
    if offer is None or table is None:
        key = "test" if panel.stats is not None and panel.stats.test else "replicate"
        raise SpecError(at.problem(f"kind {panel.kind} has no groups to test", key, hint=HINT_KINDS))
    return offer(panel, table)
