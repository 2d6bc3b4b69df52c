"""A real JupyterLab on loopback for tests that open it in a browser.

Nothing of the machine's own Jupyter is read or written: its folders for settings,
workspaces, kernels' files and IPython's history are new ones, and gone at the end.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import psutil

__all__ = ["JupyterLab", "missing"]

# Settings as JupyterLab keeps them for a user who has answered its questions.
_SETTINGS = {
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}
# What a shell may have set and this server must not see.
_FOREIGN = ("JUPYTER", "IPYTHON", "JPY_", "NATFIG_BACKEND")
_MARK = "NATFIG_TEST_LAB"


def missing():
    """Return what keeps JupyterLab from starting here, in words, or None."""
    for module in ("jupyterlab", "ipykernel", "anywidget"):
        if find_spec(module) is None:
            return f"{module} is not installed"
    return None


class JupyterLab:
    """One server; ``with JupyterLab(folder) as lab: tab.goto(lab.url)``.

    `root` is the folder it shows, `env` is added to its environment and so to its
    kernels' (a value of None removes a variable), `args` to its command line.
    `url` opens JupyterLab with the token, `base` is the address without it.
    """

    def __init__(self, root, *, env=None, args=(), timeout_s=120):
        self.root = Path(root)
        self.token = secrets.token_hex(16)
        self.base = self.url = ""
        self.timeout_s = timeout_s
        self._mark = secrets.token_hex(8)
        self._folder = Path(tempfile.mkdtemp(prefix="natfig-lab-"))
        self._log = self._folder / "log.txt"
        self._env, self._args = self._environment(env or {}), [str(a) for a in args]
        self._process = None

    def _environment(self, more):
        mine = {k: v for k, v in os.environ.items() if not k.upper().startswith(_FOREIGN)}
        folders = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
            "XDG_CONFIG_HOME": "xdg",
        }
        for variable, name in folders.items():
            folder = self._folder / name
            folder.mkdir(mode=0o700)
            mine[variable] = str(folder)
        for name, values in _SETTINGS.items():
            file = self._folder / "settings" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values), encoding="utf-8")
        # `jupyter` finds its commands beside this Python, also where no environment is active.
        mine["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{mine.get('PATH', os.defpath)}"
        mine |= {"JUPYTER_PLATFORM_DIRS": "1", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        mine |= {"MPLBACKEND": "agg", "PYDEVD_DISABLE_FILE_VALIDATION": "1", _MARK: self._mark}
        return {k: v for k, v in {**mine, **more}.items() if v is not None}

    def __enter__(self):
        argv = [sys.executable, "-m", "jupyter", "lab", "--no-browser"]
        argv += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", "--ServerApp.allow_root=True"]
        argv += [f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={self.root}"]
        # The news are fetched from a host; the tests work without one.
        argv += ["--LabApp.news_url=", "--ServerApp.quit_button=False", *self._args]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                argv, cwd=self.root, env=self._env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            self._wait()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def _wait(self):
        deadline = time.monotonic() + self.timeout_s
        info = self._folder / "runtime" / f"jpserver-{self._process.pid}.json"
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(f"JupyterLab ended at its start: {self.log()[-2000:]}")
            # The file is there before all of it is written.
            with contextlib.suppress(OSError, ValueError):
                self.base = json.loads(info.read_text(encoding="utf-8"))["url"]
                self.get("api/status")
                self.url = f"{self.base}lab?token={self.token}"
                return
            time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not answer within {self.timeout_s} s: {self.log()[-2000:]}")

    def request(self, path, *, method="GET", data=None, token=True, **headers):
        """Return status and body of an answer of the server, refusals too."""
        if token:
            headers["Authorization"] = f"token {self.token}"
        body = None if data is None else json.dumps(data).encode()
        asked = urllib.request.Request(self.base + path, data=body, headers=headers, method=method)  # noqa: S310
        # No proxy of the environment stands between this test and its own server.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(asked, timeout=self.timeout_s) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read()

    def get(self, path):
        """Return what an address of the server's interface answers, as JSON decodes it."""
        status, body = self.request(path)
        if status != 200:
            raise ValueError(f"{path}: {status} {body[:200]!r}")
        return json.loads(body)

    def log(self):
        """Return what the server has said so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def processes(self):
        """Return the server's processes: itself, its kernels and what they started."""
        mine = []
        for process in psutil.process_iter():
            # Kernels are in a session of their own and outlive a server that is killed.
            with contextlib.suppress(psutil.Error, OSError):
                if process.environ().get(_MARK) == self._mark:
                    mine.append(process)
        return mine

    def kernels(self):
        """Return the processes of the kernels."""
        found = []
        for process in self.processes():
            with contextlib.suppress(psutil.Error):
                if any("ipykernel_launcher" in word for word in process.cmdline()):
                    found.append(process)
        return found

    def close(self):
        """End the server and its kernels, whatever state they are in."""
        if self._process is not None:
            # A first signal lets it end its kernels; the rest is certain.
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(15)
            for process in self.processes():
                with contextlib.suppress(psutil.Error):
                    process.kill()
            self._process.wait(15)
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)
