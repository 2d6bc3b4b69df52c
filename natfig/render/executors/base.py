"""What an executor is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from natfig.core.errors import NatfigError
from natfig.render.build import RenderOptions

__all__ = ["Executor", "Outcome", "attempt"]

# (index of the spec, its figure, its error): exactly one of the last two is None.
Outcome = tuple[int, dict[str, Any] | None, NatfigError | None]


class Executor(Protocol):
    """Builds several figures; one that fails never stops the others."""

    id: str

    def run(
        self,
        specs: Sequence[Path],
        options: RenderOptions,
        *,
        jobs: int,
        scheduler: str | None,
        ask: Callable[[], str | None] | None,
    ) -> Iterator[Outcome]:
        """Yield an outcome for every spec as it is done, in any order."""


def attempt(
    index: int, spec: Path, options: RenderOptions, ask: Callable[[], str | None] | None = None
) -> Outcome:
    """Build one figure and catch what natfig raises on purpose."""
    from natfig.render.build import render_one

    try:
        return index, render_one(spec, options, ask=ask), None
    except NatfigError as error:
        return index, None, error
