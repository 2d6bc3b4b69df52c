"""JupyterLab in headless Chromium: notebooks are opened and run, and looked at, as a person does it."""

import contextlib
import os
import re
from pathlib import Path

from playwright.sync_api import sync_playwright

from oracles.programs import NEEDS, find

__all__ = ["LabPage", "browser"]

# A machine that does other things too is slow; nothing here waits longer than it must.
_PATIENCE_MS = 60_000
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb"]
# What a page of JupyterLab complains of by itself, with or without natfig.
_USUAL = re.compile(r"favicon|ResizeObserver|api/(contents|workspaces)|WebSocket|status of 40[34]")


@contextlib.contextmanager
def browser():
    """Yield Chromium; none is downloaded."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=find(*NEEDS["chromium"][0]), args=_FLAGS)
        try:
            yield one
        finally:
            one.close()


class LabPage:
    """A JupyterLab in a window of its own.

    `page` is Playwright's; `complaints` are the errors its console showed, `strange` the
    addresses outside of this machine it asked for.
    """

    def __init__(self, chromium, lab, shots, *, dark=False, width=1500, height=1000):
        self.lab, self.shots = lab, Path(os.environ.get("NATFIG_SCREENSHOTS") or shots)
        self.shots.mkdir(parents=True, exist_ok=True)
        scheme = "dark" if dark else "light"
        self._context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        self.page = self._context.new_page()
        self.page.set_default_timeout(_PATIENCE_MS)
        self.complaints, self.strange = [], []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._context.close()

    def _heard(self, message):
        if message.type == "error" and not _USUAL.search(f"{message.text} {message.location}"):
            self.complaints.append(message.text)

    def _asked(self, request):
        if not request.url.startswith((self.lab.base, self.lab.base.replace("http", "ws"), "data:", "blob:")):
            self.strange.append(request.url)

    def open(self, path):
        """Open a notebook and wait until its kernel can be used."""
        self.page.goto(f"{self.lab.base}lab/tree/{path}?token={self.lab.token}&reset")
        self.page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for()
        self.wait_for_kernel()

    def wait_for_kernel(self):
        """Wait until the kernel has nothing to do."""
        self.page.locator(".jp-StatusBar-Widget, #jp-main-statusbar").get_by_text("| Idle").first.wait_for()

    def menu(self, menu, entry):
        """Choose from the menus."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.locator(".lm-Menu-itemLabel").get_by_text(entry, exact=True).click()

    def run_all(self, cells):
        """Run all cells and wait until the last of so many code cells has run."""
        # Outputs that were saved with it must not pass for new ones.
        self.menu("Edit", "Clear Outputs of All Cells")
        self.menu("Run", "Run All Cells")
        self.page.locator(".jp-WindowedPanel-outer").first.evaluate("e => { e.scrollTop = e.scrollHeight; }")
        self.page.locator(".jp-InputPrompt").get_by_text(f"[{cells}]:", exact=True).wait_for()
        self.wait_for_kernel()

    def scroll_to(self, selector):
        """Scroll the notebook until something is seen; cells far away are not in the page."""
        outer = self.page.locator(".jp-WindowedPanel-outer").first
        found = self.page.locator(selector).first
        for part in (None, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
            if part is not None:
                outer.evaluate("(e, part) => { e.scrollTop = part * e.scrollHeight; }", part)
            with contextlib.suppress(Exception):
                found.wait_for(state="visible", timeout=2000)
                break
        found.wait_for()
        found.evaluate("e => e.scrollIntoView({ block: 'start' })")
        return found

    def shot(self, name, **more):
        """Take a picture of the window into the folder for such."""
        path = self.shots / f"{name}.png"
        self.page.screenshot(path=path, **more)
        return path
