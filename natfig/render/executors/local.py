"""Building on this machine, in this process or in `jobs` worker processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from natfig.render.build import RenderOptions
from natfig.render.executors.base import Outcome, attempt

__all__ = ["executor"]


class Local:
    """Builds on this machine."""

    id = "local"

    def run(
        self,
        specs: Sequence[Path],
        options: RenderOptions,
        *,
        jobs: int,
        scheduler: str | None,
        ask: Callable[[], str | None] | None,
    ) -> Iterator[Outcome]:
        """Yield outcomes; with one job, or one spec, in this process and in order."""
        if jobs <= 1 or len(specs) <= 1:
            for index, spec in enumerate(specs):
                yield attempt(index, spec, options, ask)
            return
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor, as_completed

        # Spawned workers share no locks and no drawing state with this process; each imports
        # matplotlib once and builds many figures.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=min(jobs, len(specs)), mp_context=context) as pool:
            futures = [pool.submit(attempt, index, spec, options) for index, spec in enumerate(specs)]
            try:
                for future in as_completed(futures):
                    yield future.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


executor = Local()
