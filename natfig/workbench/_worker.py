"""One thread that always takes the newest job, and ends when there is none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["NewestJob"]

T = TypeVar("T")


class NewestJob(Generic[T]):
    """Runs jobs one at a time, off the caller's thread; of those that wait, the newest alone.

    A thread lives while there is something to do: one that waits for nothing costs nothing,
    and whoever forgets to close leaves none behind.

    Parameters
    ----------
    work : callable
        Takes a job; it raises nothing.
    name : str
        Of the thread.
    """

    def __init__(self, work: Callable[[T], None], name: str) -> None:
        self._work = work
        self._name = name
        self._changed = threading.Condition()
        self._waiting: list[T] = []
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def submit(self, job: T) -> None:
        """Let a job be done; one that still waits is dropped. After `close` nothing happens."""
        with self._changed:
            if self._is_closed:
                return
            self._waiting = [job]
            if self._thread is None:
                # A kernel that is shut down must not wait for a picture nobody will see.
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def has_newer(self) -> bool:
        """Whether a job waits."""
        with self._changed:
            return bool(self._waiting)

    def close(self) -> None:
        """Drop what waits, and wait for the job under way; called from the job itself, only drop."""
        with self._changed:
            self._is_closed = True
            self._waiting = []
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._thread = None
                    return
                job = self._waiting.pop()
            self._work(job)
