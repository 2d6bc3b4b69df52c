"""Headless Chromium for tests that click: driven through its DevTools protocol over two pipes.

Source: <https://chromedevtools.github.io/devtools-protocol/>; with
``--remote-debugging-pipe`` it reads commands from descriptor 3 and writes to 4, each
message ended by a NUL. No port is opened.
"""

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections import deque
from pathlib import Path

from oracles.programs import NEEDS, OracleError, find

__all__ = ["Browser", "Tab"]

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    # A frame of its own process would be a target of its own.
    "--disable-features=IsolateSandboxedIframes,IsolateOrigins,site-per-process",
)


class Browser:
    """One Chromium; ``with Browser() as browser: tab = browser.open(path)``."""

    def __init__(self, timeout_s=60):
        self.timeout_s = timeout_s
        self._folder = tempfile.mkdtemp(prefix="natfig-browser-")
        self._number = 0
        self._buffer = b""
        self._waiting = deque()
        mine_read, its_write = _pipe()
        its_read, self._write = _pipe()
        self._read = mine_read
        argv = [find(*NEEDS["chromium"][0]), *_FLAGS, "--remote-debugging-pipe"]
        argv += [f"--user-data-dir={self._folder}", "about:blank"]
        null = os.open(os.devnull, os.O_RDWR)
        spare = [(os.POSIX_SPAWN_DUP2, null, n) for n in (0, 1, 2)]
        pipes = [(os.POSIX_SPAWN_DUP2, its_read, 3), (os.POSIX_SPAWN_DUP2, its_write, 4)]
        # A group of its own, so that its helpers end with it.
        self._pid = os.posix_spawn(argv[0], argv, os.environ, file_actions=[*spare, *pipes], setpgroup=0)
        for descriptor in (its_read, its_write, null):
            os.close(descriptor)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OracleError):
            self.send("Browser.close")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and os.waitpid(self._pid, os.WNOHANG) == (0, 0):
            time.sleep(0.02)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)
        os.close(self._read)
        os.close(self._write)
        shutil.rmtree(self._folder, ignore_errors=True)

    def send(self, method, session=None, **params):
        """Send a command and return its result; events that come meanwhile are kept."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]
        deadline = time.monotonic() + self.timeout_s
        while True:
            answer = self._receive(deadline, method)
            if answer.get("id") != number:
                self._waiting.append(answer)
            elif "error" in answer:
                raise OracleError(f"{method}: {answer['error'].get('message')}")
            else:
                return answer["result"]

    def _receive(self, deadline, what):
        while b"\0" not in self._buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._read], [], [], left)[0]:
                raise OracleError(f"Chromium did not answer within {self.timeout_s} s: {what}")
            got = os.read(self._read, 1 << 20)
            if not got:
                raise OracleError(f"Chromium ended: {what}")
            self._buffer += got
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)

    def events(self, session):
        """Return the events of a tab that have come so far, and forget them."""
        mine = [e for e in self._waiting if e.get("sessionId") == session]
        self._waiting = deque(e for e in self._waiting if e.get("sessionId") != session)
        return mine

    def wait_for(self, session, event):
        """Return the next event of a kind, kept events first; all others stay."""
        deadline = time.monotonic() + self.timeout_s
        while True:
            for kept in self._waiting:
                if kept.get("method") == event and kept.get("sessionId") == session:
                    self._waiting.remove(kept)
                    return kept["params"]
            self._waiting.append(self._receive(deadline, event))

    def open(self, page, *, width=1400, height=900, dark=False, scale=1):
        """Open a file in a new tab and return it when it has loaded."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Tab(self, session, target)._load(Path(page).as_uri(), width, height, dark, scale)


def _pipe():
    """Return a pipe whose descriptors are above 9, so that none is in the way of 0–4."""
    ends = []
    for end in os.pipe():
        ends.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10))
        os.close(end)
    return ends


class Tab:
    """One page.

    `requests` are the addresses it asked for, `complaints` what the browser's console and
    log said of it (errors, violations of its Content-Security-Policy).
    """

    def __init__(self, browser, session, target):
        self._browser, self._session, self._target = browser, session, target
        self.requests, self.complaints = [], []

    def send(self, method, **params):
        """Send a command to the tab."""
        return self._browser.send(method, self._session, **params)

    def _load(self, address, width, height, dark, scale):
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            self.send(f"{domain}.enable")
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        calm = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.send("Emulation.setEmulatedMedia", features=[scheme, calm])
        self.send("Page.navigate", url=address)
        self._browser.wait_for(self._session, "Page.loadEventFired")
        return self

    def listen(self):
        """Sort the events that have come since into `requests` and `complaints`."""
        self.js("new Promise(done => requestAnimationFrame(() => setTimeout(done, 30)))")
        for event in self._browser.events(self._session):
            name, params = event["method"], event["params"]
            if name == "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            elif name == "Log.entryAdded":
                self.complaints.append(params["entry"]["text"])
            elif name == "Runtime.exceptionThrown":
                self.complaints.append(str(params["exceptionDetails"]))
            elif name == "Runtime.consoleAPICalled":
                self.complaints.append(str(params["args"]))

    def js(self, expression):
        """Return the value of an expression in the page; promises are waited for."""
        answer = self.send(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True
        )
        if "exceptionDetails" in answer:
            raise OracleError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def place(self, selector):
        """Return the middle of an element in the window, after scrolling to it."""
        found = self.js(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); if (!e) return null;"
            "e.scrollIntoViewIfNeeded(); const b = e.getBoundingClientRect();"
            "return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        if found is None:
            raise OracleError(f"the page has no {selector}")
        return found

    def click(self, selector):
        """Press and release the left button over an element, as a hand does."""
        x, y = self.place(selector)
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key):
        """Press and release a key."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "End": 35, "Home": 36}
        codes |= {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
        code = codes[key]
        text = {"Enter": "\r", " ": " "}.get(key)
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            self.send(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **more
            )

    def screenshot(self, *, whole=False):
        """Return a PNG of the window, or of the whole page."""
        return base64.b64decode(
            self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        )

    def pdf(self):
        """Return the page as it prints."""
        return base64.b64decode(self.send("Page.printToPDF", preferCSSPageSize=True)["data"])

    def close(self):
        """Close the tab."""
        self._browser.send("Target.closeTarget", targetId=self._target)
