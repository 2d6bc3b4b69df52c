"""Drawing off the server's event loop: processes that are kept warm, and one job a file at a time."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from natfig.workbench.jupyter.worker import read_message, write_message

__all__ = ["Drawer", "Drawers"]

# Each keeps matplotlib loaded (some 150 MB); a second one lets a quick figure pass a slow one.
_MOST_PROCESSES = 2


class Drawer:
    """One process of `natfig.workbench.jupyter.worker`; it starts with the first question."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_late = False

    def ask(self, request: Mapping[str, Any], timeout_s: float) -> dict[str, Any]:
        """Return the process's answer; blocks.

        A process that ends or takes too long is replaced at the next question, and the answer says
        in ``errors`` what happened.
        """
        process = self._started()
        self._is_late = False
        timer = threading.Timer(timeout_s, self._too_late)
        timer.daemon = True
        timer.start()
        try:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - both are pipes
            write_message(process.stdin, request)
            found = read_message(process.stdout)
        except (OSError, ValueError):
            found = None
        finally:
            timer.cancel()
        return self._ended(timeout_s) if found is None else found

    def close(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            command = [sys.executable, "-m", "natfig.workbench.jupyter.worker"]
            # A session of its own: Ctrl-C is for the server, and R's process ends with the drawing.
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        return self._process

    def _too_late(self) -> None:
        self._is_late = True
        if self._process is not None:
            _kill(self._process)

    def _ended(self, timeout_s: float) -> dict[str, Any]:
        if self._is_late:
            message = f"the drawing took longer than {timeout_s:g} s and was stopped"
        else:
            message = "the drawing process ended without an answer; its memory may have run out"
        self.close()
        return {"errors": [{"message": message, "line": None}]}


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started."""
    if os.name == "nt" or process.poll() is not None:
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except OSError:
        process.kill()


class Drawers:
    """The drawing processes of one server.

    Parameters
    ----------
    timeout_s : float
        A drawing that takes longer is stopped.
    idle_s : float
        A process without work for so long is ended.
    """

    def __init__(self, timeout_s: float = 300, idle_s: float = 600) -> None:
        self.timeout_s = timeout_s
        self.idle_s = idle_s
        self._idle: list[tuple[Drawer, asyncio.TimerHandle]] = []
        self._busy: set[Drawer] = set()
        self._room = asyncio.Semaphore(_MOST_PROCESSES)
        self._locks: weakref.WeakValueDictionary[Path, asyncio.Lock] = weakref.WeakValueDictionary()
        self._is_closed = False

    async def ask(self, spec: Path, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return what came of a request about a spec; requests about one spec wait for each other.

        Code beside a spec runs in a process of its own, which ends with it: it leaves nothing behind
        for other figures.
        """
        lock = self._locks.setdefault(spec.resolve(), asyncio.Lock())
        async with lock, self._room:
            if self._is_closed:
                return {"errors": [{"message": "the server is stopping", "line": None}]}
            is_alone = bool(request.get("allow_code"))
            drawer = Drawer() if is_alone else self._take()
            self._busy.add(drawer)
            can_go_on = False
            try:
                found = await _in_thread(lambda: drawer.ask(request, self.timeout_s))
                can_go_on = not is_alone
                return found
            finally:
                self._busy.discard(drawer)
                self._put_back(drawer, can_go_on=can_go_on)

    def close(self) -> None:
        """End all processes; whoever waits for one is told so."""
        self._is_closed = True
        while self._idle:
            drawer, timer = self._idle.pop()
            timer.cancel()
            drawer.close()
        for drawer in list(self._busy):
            drawer.close()

    def _take(self) -> Drawer:
        if not self._idle:
            return Drawer()
        drawer, timer = self._idle.pop()
        timer.cancel()
        return drawer

    def _put_back(self, drawer: Drawer, *, can_go_on: bool) -> None:
        if self._is_closed or not can_go_on:
            drawer.close()
            return
        timer = asyncio.get_running_loop().call_later(self.idle_s, self._retire, drawer)
        self._idle.append((drawer, timer))

    def _retire(self, drawer: Drawer) -> None:
        self._idle = [one for one in self._idle if one[0] is not drawer]
        drawer.close()


async def _in_thread(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run a blocking call in a daemon thread: a server that stops does not wait for a drawing."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[dict[str, Any]] = loop.create_future()

    def settle(found: dict[str, Any] | None, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is not None:
            done.set_exception(error)
        elif found is not None:
            done.set_result(found)

    def run() -> None:
        found, error = None, None
        try:
            found = work()
        except BaseException as raised:  # noqa: BLE001 - handed over to who waits
            error = raised
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, found, error)

    threading.Thread(target=run, name="natfig-drawing", daemon=True).start()
    return await done
