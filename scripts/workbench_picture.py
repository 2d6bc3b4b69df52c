"""Draw docs/workbench.png: the real widget in headless Chromium, with an edit that has a finding.

usage: scripts/workbench_picture.py OUTPUT
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import natfig  # noqa: E402 - the tests' own driver is found first
from browser import Browser  # noqa: E402
from natfig.core.templates import template  # noqa: E402
from widgetpage import WidgetPage  # noqa: E402

WIDTH_PX, HEIGHT_PX = 1280, 745
# A subscript on a subscript, as pasted from LaTeX: natfig would have to set it in single letters.
LABEL = r"Latency, $t_{b_{1}}$ (ms)"


def main(output: Path) -> None:
    """Open the workbench on a copy of a template, edit a label, and photograph it."""
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        spec = Path(folder) / "serving"
        shutil.copytree(template("serving").folder, spec)
        (spec / "draft.md").write_text("# Abstract\n\nLatency fell at every batch size (Fig. 1a).\n")
        bench = natfig.workbench(spec, draft=spec / "draft.md")
        bench.session.set(("panels", "a", "y", "label"), LABEL)
        bench.session.wait()
        page = WidgetPage(browser, bench, spec, width=WIDTH_PX, height=HEIGHT_PX)
        page.until("document.querySelector('.page img').naturalWidth > 0")
        page.tab.js("document.querySelector('.finding').focus()")
        page.settle()
        picture = Image.open(io.BytesIO(page.tab.screenshot()))
        picture.convert("RGB").save(output, optimize=True)
        bench.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
