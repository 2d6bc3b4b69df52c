"""A Dask cluster: the scheduler at ``--scheduler ADDR``, or a local one of `jobs` workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from natfig.core.errors import MissingRuntimeError, ServiceError
from natfig.render.build import RenderOptions
from natfig.render.executors.base import Outcome, attempt

__all__ = ["executor"]

_CONNECT_TIMEOUT_S = 10


class Dask:
    """Builds on the workers of a Dask cluster, which see the same file system."""

    id = "dask"

    def run(
        self,
        specs: Sequence[Path],
        options: RenderOptions,
        *,
        jobs: int,
        scheduler: str | None,
        ask: Callable[[], str | None] | None,
    ) -> Iterator[Outcome]:
        """Yield outcomes as workers finish."""
        try:
            from distributed import Client, LocalCluster, as_completed
        except ImportError:
            raise MissingRuntimeError(
                "the Dask executor needs Dask", hint="pip install 'natfig[dask]'"
            ) from None
        cluster = None
        if scheduler is None:
            cluster = LocalCluster(n_workers=max(jobs, 1), threads_per_worker=1, dashboard_address=None)
        try:
            try:
                client = Client(scheduler or cluster, timeout=_CONNECT_TIMEOUT_S)
            except OSError as error:
                raise ServiceError(
                    f"no Dask scheduler answers at {scheduler}: {error}", hint="check --scheduler"
                ) from None
            with client:
                futures = [
                    client.submit(attempt, i, s.resolve(), options, pure=False) for i, s in enumerate(specs)
                ]
                for future in as_completed(futures):
                    yield future.result()
        finally:
            if cluster is not None:
                cluster.close()


executor = Dask()
