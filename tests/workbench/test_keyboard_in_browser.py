"""The workbench without a mouse: every control is reached, seen when it is, and does its work."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import natfig
from browser import Browser
from natfig.core.templates import template
from widgetpage import WidgetPage

pytestmark = pytest.mark.chromium

_CTRL = 2
_TEXT = """# Abstract

We made a measurement of the size of all cells in a 5mM solution. The speedup was at least 1.8-fold at every \
batch size (Fig. 1a). The drug may slow growth in this group [@smith2020].
"""
_OWN = """
def draw(ax, data, style):
    ax.plot(data["batch"], data["latency_ms"], color="#D55E00")
    ax.text(0.5, 0.5, "tiny", fontsize=3, transform=ax.transAxes)
"""
# What can have the focus in the tab that is shown; of radio buttons the one that is picked.
_STOPS = """(() => {
  const kinds = "button, input, select, textarea, summary, [tabindex]";
  const all = [...document.querySelectorAll(`.natfig-workbench :is(${kinds})`)];
  return all.filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0 && !e.disabled
    && (e.type !== "radio" || e.checked)).length; })()"""
# The focused element: how it is called, where it stands among all, and whether it can be seen that it is.
_FOCUSED = """(() => {
  const e = document.activeElement;
  if (!e.closest(".natfig-workbench")) return null;
  const ring = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  };
  const box = e.getBoundingClientRect();
  return {
    at: [...document.querySelectorAll("*")].indexOf(e),
    name: e.dataset.tab ?? e.dataset.key ?? e.textContent.trim().slice(0, 40),
    isSeen: ring(e) || (e.type === "radio" && ring(e.nextElementSibling)),
    isInside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
})()"""


def _messages_server() -> Any:
    found = importlib.util.spec_from_file_location(
        "messages_server", Path(__file__).parents[1] / "polish" / "server.py"
    )
    assert found is not None
    assert found.loader is not None
    module = sys.modules.get("messages_server") or importlib.util.module_from_spec(found)
    if "messages_server" not in sys.modules:
        sys.modules["messages_server"] = module
        found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with Browser() as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(template("serving").folder, tmp_path / "fig")
    (tmp_path / "fig" / "own.py").write_text(_OWN)
    (tmp_path / "fig" / "draft.md").write_text(_TEXT, encoding="utf-8")
    return tmp_path / "fig"


@pytest.fixture
def page(browser: Any, folder: Path) -> Iterator[WidgetPage]:
    widget = natfig.workbench(folder, draft=folder / "draft.md", rewrite=True)
    widget.session.set(("panels", "b"), {"kind": "python", "data": "serving", "function": "own.py:draw"})
    widget.save()
    assert widget.session.wait()
    one = WidgetPage(browser, widget, folder)
    one.until("document.querySelector('.page img').naturalWidth > 0")
    yield one
    one.tab.close()
    widget.close()


def _focused(page: WidgetPage) -> dict[str, Any] | None:
    found: dict[str, Any] | None = page.tab.js(_FOCUSED)
    return found


def _tab_to(page: WidgetPage, condition: str, most: int = 120) -> None:
    """Press Tab until the focused element `e` fulfils a condition."""
    for _ in range(most):
        if page.tab.js(f"(() => {{ const e = document.activeElement; return Boolean({condition}); }})()"):
            return
        page.tab.press("Tab")
    raise AssertionError(f"Tab never comes to where {condition}")


def _write(page: WidgetPage, text: str) -> None:
    """Select all in the focused field and type, as hands do."""
    page.chord("a", _CTRL)
    page.tab.js("document.activeElement.select()")
    page.tab.send("Input.insertText", text=text)
    page.settle()


@pytest.mark.parametrize("tab", ["figure", "yaml", "draft"])
def test_tab_comes_to_everything_in_its_order_and_is_seen(page: WidgetPage, tab: str) -> None:
    _tab_to(page, "e.dataset.tab === 'figure'")
    for _ in range(["figure", "yaml", "draft"].index(tab)):
        page.tab.press("ArrowRight")
    assert page.tab.js("document.activeElement.dataset.tab") == tab
    page.tab.js(
        "document.activeElement.blur(); document.querySelectorAll('details').forEach(d => { d.open = true; })"
    )
    want = page.tab.js(_STOPS)
    stops: list[dict[str, Any]] = []
    page.tab.js("document.querySelector('.natfig-workbench').focus()")
    for _ in range(want + 20):
        page.tab.press("Tab")
        found = _focused(page)
        if found is None:
            break
        stops.append(found)
    assert len(stops) == want, [s["name"] for s in stops]
    assert [s["at"] for s in stops] == sorted({s["at"] for s in stops}), (
        "once each, as they stand in the page"
    )
    assert [s for s in stops if not s["isSeen"]] == []
    assert [s for s in stops if not s["isInside"]] == []


def test_a_figure_is_mended_by_keyboard(page: WidgetPage, folder: Path) -> None:
    # A label.
    _tab_to(page, "e.closest(\"[data-field='panels.a.x.label']\")")
    _write(page, "Requests per batch")
    page.until("decodeURIComponent(document.querySelector('.page img').src).includes('>Requests per batch<')")
    # A deficiency of colour vision, by arrow keys as in any group of radio buttons.
    page.tab.js("document.querySelector('.natfig-workbench').focus()")
    _tab_to(page, "e.type === 'radio' && e.value === 'normal'")
    page.tab.press("ArrowRight")
    assert page.tab.js("document.querySelector('.picture').dataset.view") == page.tab.js(
        "document.activeElement.value"
    )
    # A finding shows its place while it has the focus.
    _tab_to(page, "e.classList.contains('finding')")
    assert page.tab.js("document.querySelectorAll('.place.on').length") == 1
    # A palette: Enter opens, arrows pick, Escape closes.
    _tab_to(page, "e.tagName === 'SUMMARY' && e.closest('.palettes')")
    page.tab.press("Enter")
    page.tab.press("Tab")
    before = page.tab.js("document.activeElement.value")
    page.tab.press("ArrowDown")
    page.settle()
    assert page.tab.js("document.activeElement.value") != before
    page.tab.press("Escape")
    assert not page.tab.js("document.querySelector('.palettes').open")
    assert page.tab.js("document.activeElement.tagName") == "SUMMARY"
    # A section of the form unfolds with the space bar.
    _tab_to(page, "e.tagName === 'SUMMARY' && e.parentElement.dataset.id === 'panels.b'")
    was = page.tab.js("document.activeElement.parentElement.open")
    page.tab.press(" ")
    assert page.tab.js("document.activeElement.parentElement.open") != was
    page.chord("s", _CTRL)
    page.settle()
    saved = (folder / "spec.yaml").read_text()
    assert "label: Requests per batch" in saved
    assert f"palette: {page.tab.js('document.querySelector(`.options input:checked`).value')}" in saved


def test_an_error_leads_to_its_field_by_keyboard(page: WidgetPage) -> None:
    _tab_to(page, "e.closest(\"[data-field='contract.conclusion']\")")
    _write(page, "Nothing of note here")
    page.until("!document.querySelector('.stale').hidden")
    page.tab.js("document.querySelector('.natfig-workbench').focus()")
    _tab_to(page, "e.closest('.stale')")
    page.tab.press("Enter")
    assert (
        page.tab.js("document.activeElement.closest('[data-field]').dataset.field") == "contract.conclusion"
    )
    page.chord("z", _CTRL)
    page.settle()
    page.until("document.querySelector('.stale').hidden")
    # The text area of the YAML is no trap.
    page.tab.js("document.querySelector('.natfig-workbench').focus()")
    _tab_to(page, "e.dataset.tab === 'figure'")
    page.tab.press("End")
    assert page.tab.js("document.activeElement.dataset.tab") == "draft"
    page.tab.press("Home")
    page.tab.press("ArrowRight")
    assert page.tab.js("document.activeElement.dataset.tab") == "yaml"
    _tab_to(page, "e.classList.contains('yaml')")
    page.tab.press("Tab")
    assert not page.tab.js("document.activeElement.classList.contains('yaml')")


def test_a_draft_is_reviewed_by_keyboard(
    page: WidgetPage, folder: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    """Remarks, a sentence past the gate, a model's sentence; and the file holds just these."""
    pytest.importorskip("anthropic")
    server = _messages_server()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("ANTHROPIC_API_KEY", server.KEY)
    monkeypatch.delenv("ANTHROPIC_AUTH_TOKEN", raising=False)

    def answer(body: Any) -> Any:
        asked = json.loads(body["messages"][0]["content"])["sentences"]
        shorter = [
            {
                "id": s["id"],
                "text": s["text"].replace("made a measurement of", "measured"),
                "reason": "shorter",
            }
            for s in asked
        ]
        return server.Answer(proposals=shorter)

    _tab_to(page, "e.dataset.tab === 'figure'")
    page.tab.press("End")
    # The text says 1.8, the figure 1.62: told while the draft was opened with the spec.
    page.until("[...document.querySelectorAll('.remark code')].some(c => c.textContent === 'FIG001')")
    assert "Fig. 1 has min_speedup = 1.62" in page.text(".remarks:not(.proposals)")
    assert page.text(".held") == "Held against Fig. 1 (serving)"
    with server.serve(answer) as messages:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", messages.address)
        _tab_to(page, "e.dataset.key === 'suggest'")
        page.tab.press("Enter")
        page.until("document.querySelectorAll('.proposal').length > 0", 60)
        page.until("!document.querySelector('[data-key=suggest]').hidden", 60)
    page.tab.js("document.querySelector('.natfig-workbench').focus()")
    _tab_to(page, "e.dataset.key?.startsWith('take-')")
    page.tab.press("Enter")
    page.settle()
    assert page.tab.js("document.activeElement.getAttribute('aria-pressed')") == "true"
    # The only safe change is about words that are gone: there is nothing to press for it.
    assert "5mM" in [r["text"] for r in page.widget.draft["remarks"] if r["fix"] == "safe"]
    assert "Accept all safe" not in page.text(".margin")
    # The author's own words for another sentence.
    page.tab.js("document.querySelector('.natfig-workbench').focus()")
    _tab_to(page, "e.dataset.sentence && e.textContent.startsWith('The drug')")
    page.tab.press("Enter")
    sentence = page.tab.js("document.activeElement.value")
    _write(page, sentence.replace("may slow", "slows"))
    page.until("document.querySelector('.gate').classList.contains('bad')")
    _write(
        page,
        sentence.replace("The drug may slow growth in this group", "In this group the drug may slow growth"),
    )
    page.until("document.querySelector('.gate').classList.contains('good')")
    page.tab.press("Tab")
    page.tab.press("Enter")
    page.settle()
    page.chord("s", _CTRL)
    page.settle()
    want = _TEXT.replace("made a measurement of", "measured").replace(
        "The drug may slow growth in this group", "In this group the drug may slow growth"
    )
    assert (folder / "draft.fixed.md").read_text(encoding="utf-8") == want
    assert (folder / "draft.md").read_text(encoding="utf-8") == _TEXT
