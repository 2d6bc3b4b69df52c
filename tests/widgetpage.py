"""A page with a workbench in it: anywidget's model in a few lines of script, its other end a real widget."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from natfig.workbench._anywidget import Workbench

__all__ = ["WidgetPage"]

_TRAITS = ("name", "path", "text", "picture", "report", "errors", "form", "status", "views", "draft")
# Notebooks load a widget's module from memory, too.
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>workbench</title><style>{css}</style>
<style>body {{ margin: 12px; background: {paper}; }}</style></head><body{body}><main></main>
<script type="application/json" id="module">{module}</script>
<script type="module">
const listeners = new Map();
const state = {state};
window.sent = [];
window.model = {{
  get: (name) => structuredClone(state[name]),
  set: (name, value) => {{ state[name] = value; }},
  save_changes: () => {{}},
  on: (event, heard) => listeners.set(event, [...(listeners.get(event) ?? []), heard]),
  off: (event, heard) => listeners.set(event, (listeners.get(event) ?? []).filter((one) => one !== heard)),
  send: (message) => window.sent.push(message),
}};
window.receive = (news) => {{
  Object.assign(state, news);
  for (const name of Object.keys(news)) for (const heard of listeners.get(`change:${{name}}`) ?? []) heard();
}};
window.listening = () => [...listeners.values()].flat().length;
const code = JSON.parse(document.getElementById("module").textContent);
const address = URL.createObjectURL(new Blob([code], {{ type: "text/javascript" }}));
const module = await import(address);
window.end = module.default.render({{ model: window.model, el: document.querySelector("main") }});
window.ready = true;
</script></body></html>
"""


class WidgetPage:
    """A widget and the tab that shows it; `pump` carries messages up and news down."""

    def __init__(self, browser: Any, widget: Workbench, folder: Path, *, body: str = "", **how: Any) -> None:
        self.widget = widget
        self.known = self._state()
        # Nothing in a text may end the script it stands in.
        quote = {"<": "\\u003c", ">": "\\u003e"}
        state, module = (json.dumps(v).translate(str.maketrans(quote)) for v in (self.known, widget._esm))
        paper = "#111" if how.get("dark") else "#fff"
        page = folder / "page.html"
        page.write_text(
            _PAGE.format(css=widget._css, state=state, module=module, body=body, paper=paper),
            encoding="utf-8",
        )
        self.tab = browser.open(page, **how)
        self.until("window.ready === true")

    def _state(self) -> dict[str, Any]:
        with self.widget._sending:
            state = {name: getattr(self.widget, name) for name in _TRAITS}
            return json.loads(json.dumps(state))

    def pump(self) -> None:
        """Carry what the page said to the widget, and what is new to the page."""
        for message in self.tab.js("window.sent.splice(0)"):
            self.widget._hear(None, message, [])
        state = self._state()
        news = {k: v for k, v in state.items() if v != self.known[k]}
        self.known = state
        if news:
            self.tab.js(f"window.receive({json.dumps(news)})")

    def until(self, expression: str, timeout_s: float = 20.0) -> Any:
        """Pump until an expression of the page is true, and return its value."""
        deadline = time.monotonic() + timeout_s
        while not (value := self.tab.js(expression)):
            assert time.monotonic() < deadline, f"never: {expression}"
            self.pump()
            time.sleep(0.01)
        return value

    def settle(self) -> None:
        """Wait until edits are sent, drawn and shown."""
        time.sleep(0.2)
        self.pump()
        assert self.widget.session.wait(30)
        self.pump()
        self.tab.js("new Promise(done => setTimeout(() => requestAnimationFrame(done), 60))")
        self.pump()

    def type(self, selector: str, text: str) -> None:
        """Go to a field, select what is in it, and type."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.tab.js(f"{found}.focus(); {found}.select()")
        self.tab.send("Input.insertText", text=text)

    def chord(self, key: str, modifiers: int) -> None:
        """Press a key with Ctrl (2), Shift (8) or Meta (4) held."""
        for kind in ("keyDown", "keyUp"):
            self.tab.send("Input.dispatchKeyEvent", type=kind, key=key, modifiers=modifiers,
                          code=f"Key{key.upper()}", windowsVirtualKeyCode=ord(key.upper()))  # fmt: skip

    def text(self, selector: str) -> str:
        """Return what an element says."""
        said: str = self.tab.js(f"document.querySelector({json.dumps(selector)}).innerText")
        return said
