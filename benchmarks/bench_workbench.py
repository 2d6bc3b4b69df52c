"""The workbench: from the last key of a label edit to the new picture in Chromium; and what it costs to wait.

The kernel's side is a real widget; its messages are carried to the page by the browser's own
protocol, as a notebook does over its socket.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from common import ROOT, Budget, Timing, report

sys.path.insert(0, str(ROOT / "tests"))

_ROUNDS = 7
_IDLE_S = 2.0
_LABEL = "[data-field='panels.a.x.label'] input"
_SHOWN = "decodeURIComponent(document.querySelector('.page img').src).includes('>{}<')"


def main() -> int:
    """Run the benchmark; return its exit code."""
    import natfig
    from browser import Browser
    from widgetpage import WidgetPage

    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        shutil.copytree(ROOT / "templates" / "specs" / "serving", Path(folder) / "serving")
        widget = natfig.workbench(Path(folder) / "serving")
        widget.session.wait()
        page = WidgetPage(browser, widget, Path(folder))
        seconds = []
        for number in range(_ROUNDS + 1):
            text = f"Batch size {number}"
            page.type(_LABEL, text)
            start = time.perf_counter()
            page.until(_SHOWN.format(text))
            # The first edit warms up.
            seconds += [time.perf_counter() - start] if number else []
        page.settle()
        busy = time.process_time()
        time.sleep(_IDLE_S)
        idle = (time.process_time() - busy) / _IDLE_S
        widget.close()
    code = report(Budget("label edit of the demo figure to its picture", 1.0), Timing(tuple(seconds)))
    return code | report(Budget("open workbench, share of a core", 0.01, "x"), Timing((idle,)))


if __name__ == "__main__":
    raise SystemExit(main())
