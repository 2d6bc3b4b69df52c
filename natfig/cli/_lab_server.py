"""JupyterLab as a program of its own: started, announced once it answers, and ended with its kernels."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from natfig.cli._streams import tell
from natfig.core.errors import ServiceError, UsageError
from natfig.core.notebooks import FIRST

__all__ = ["Server", "check_port", "check_user"]

_HOST = "127.0.0.1"
_START_S = 120.0
# Time for a server to end its kernels and itself. At the first signal Jupyter gives kernels that
# calculate five seconds; an interrupt would leave them to find out for themselves.
_END_S = 20.0
_POLL_S = 0.1


def check_user(*, may_be_root: bool) -> None:
    """Refuse to start as root, as Jupyter does: whoever has the token could do anything.

    Raises
    ------
    UsageError
        If root runs this and that was not asked for.
    """
    if not may_be_root and hasattr(os, "geteuid") and os.geteuid() == 0:
        raise UsageError("JupyterLab is not meant to be run by root", hint="add --allow-root in a container")


def check_port(port: int | None) -> None:
    """Say whether something listens on a port already.

    Raises
    ------
    UsageError
        If so, or if the system does not give it out.
    """
    if port is None:
        return
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As Jupyter does: a connection that was closed a moment ago is not in the way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except PermissionError:
            raise UsageError(
                f"port {port} is reserved for the system", hint="choose one above 1023"
            ) from None
        except OSError:
            raise UsageError(
                f"port {port} is in use", hint="choose another, or leave --port out to get a free one"
            ) from None


class Server:
    """JupyterLab in a folder.

    Parameters
    ----------
    folder : Path
        What it shows.
    port : int or None
        None for Jupyter's own, or the next that is free.
    opens_browser : bool
    """

    def __init__(self, folder: Path, port: int | None, *, opens_browser: bool) -> None:
        self.folder, self.port, self.opens_browser = folder, port, opens_browser
        self.token = os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(24)

    def run(self) -> int:
        """Start it, say where it is, and wait for its end.

        Returns
        -------
        int
            Exit code: 0 when it was ended by Ctrl-C or from its own menu.

        Raises
        ------
        ServiceError
            If it ends before it answers; what it said stands above.
        """
        # A session of its own: Ctrl-C reaches this process alone, and this one ends the other. A closed
        # terminal and a polite `kill` end both as well.
        with _as_interrupts(signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            process = subprocess.Popen(
                self._argv(), stdin=subprocess.DEVNULL, env=self._env(), start_new_session=True
            )
            try:
                tell(f"JupyterLab: {self._wait(process)}")
                tell("Ctrl-C ends it with its kernels")
                code = process.wait()
            except KeyboardInterrupt:
                code = 0
            finally:
                _end(process)
        tell(f"JupyterLab has ended; your files are in {self.folder}")
        return 0 if code == 0 else 1

    def _argv(self) -> list[str]:
        argv = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={self.folder.resolve()}"]
        argv += [f"--ServerApp.ip={_HOST}", f"--LabApp.default_url=/lab/tree/{FIRST}"]
        # Who may be root was asked before; what goes well is not told at length.
        argv += ["--ServerApp.allow_root=True", "--Application.log_level=WARN"]
        argv += [f"--ServerApp.open_browser={self.opens_browser}"]
        if self.port is not None:
            argv += [f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0"]
        return argv

    def _env(self) -> dict[str, str]:
        # In the environment, where other users of the machine don't see it.
        return {**os.environ, "JUPYTER_TOKEN": self.token}

    def _wait(self, process: subprocess.Popen[bytes]) -> str:
        """Return the address once JupyterLab answers."""
        from jupyter_core.paths import jupyter_runtime_dir

        info = Path(jupyter_runtime_dir()) / f"jpserver-{process.pid}.json"
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline and process.poll() is None:
            # The file is there before all of it is written.
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                found = json.loads(info.read_text(encoding="utf-8"))
                with socket.create_connection((_HOST, found["port"]), timeout=1):
                    return f"{found['url']}lab/tree/{FIRST}?token={self.token}"
            time.sleep(_POLL_S)
        if process.poll() is None:
            raise ServiceError(
                f"JupyterLab did not answer within {_START_S:.0f} s", hint="try: jupyter lab --debug"
            )
        raise ServiceError(f"JupyterLab ended at its start (exit code {process.returncode})",
                           hint="its own messages are above; try: jupyter lab --debug")  # fmt: skip


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a server; it ends its kernels first."""
    for wish in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(wish)
        # Who presses Ctrl-C twice means it.
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(_END_S)


@contextlib.contextmanager
def _as_interrupts(*signals: signal.Signals) -> Iterator[None]:
    """Let signals that end this process raise KeyboardInterrupt, so that it ends the server first."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {one: signal.signal(one, interrupt) for one in signals}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
