"""axe-core on the workbench: each tab, each menu, each message, in light and dark."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import natfig
from axe import SERIOUS, listed, violations
from browser import Browser
from natfig.core.templates import template
from widgetpage import WidgetPage

pytestmark = pytest.mark.chromium

_TEXT = """# Abstract

We used a 5mM solution. The treatment may increase survival by 12 percent in this cohort [@smith2020]. \
In order to test this, we utilized three assays (Fig. 2).

# Methods

Samples were spun at 3000rpm for 5min.
"""
_OWN = """
def draw(ax, data, style):
    ax.plot(data["batch"], data["latency_ms"], color="#D55E00")
    ax.text(0.5, 0.5, "tiny", fontsize=3, transform=ax.transAxes)
"""
_HEDGED = "The treatment may increase survival by 12 percent in this cohort [1]."


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with Browser() as one:
        yield one


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workbench") / "fig"
    shutil.copytree(template("serving").folder, folder)
    (folder / "own.py").write_text(_OWN)
    (folder / "draft.md").write_text(_TEXT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=[False, True], ids=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Any, folder: Path) -> Iterator[WidgetPage]:
    """One workbench for all states of a theme; each test leaves it as it was."""
    widget = natfig.workbench(folder, draft=folder / "draft.md", rewrite=True)
    widget.session.set(("panels", "b"), {"kind": "python", "data": "serving", "function": "own.py:draw"})
    assert widget.session.wait()
    page = WidgetPage(browser, widget, folder, dark=request.param)
    page.until("document.querySelector('.page img').naturalWidth > 0")
    yield page
    page.tab.close()
    widget.close()


def _nothing(page: WidgetPage) -> None:
    assert page.widget.report["findings"], "the list of findings is to be looked at, too"


def _all_sections(page: WidgetPage) -> None:
    page.tab.js("document.querySelectorAll('details').forEach(d => { d.open = true; })")


def _finding(page: WidgetPage) -> None:
    page.tab.js("document.querySelector('.finding').focus()")
    assert page.tab.js("document.querySelectorAll('.place.on').length") == 1


def _palettes(page: WidgetPage) -> None:
    page.tab.js("document.querySelector('.palettes').open = true")


def _own_width(page: WidgetPage) -> None:
    page.widget.session.set(("figure", "width"), "120mm")
    page.settle()
    page.until("!document.querySelector(\"[data-field='figure.width'] input\").hidden")


def _wrong_edit(page: WidgetPage) -> None:
    page.widget.session.set(("contract", "conclusion"), "Nothing of note here")
    page.settle()
    page.until("!document.querySelector('.stale').hidden")


def _broken_yaml(page: WidgetPage) -> None:
    page.widget.session.replace_text("natfig: [")
    page.settle()
    page.until("document.querySelector('.form').classList.contains('off')")


def _yaml(page: WidgetPage) -> None:
    page.tab.click("[data-tab=yaml]")


def _wrong_yaml(page: WidgetPage) -> None:
    _wrong_edit(page)
    _yaml(page)
    assert page.tab.js("document.querySelectorAll('.problems button').length") > 0


def _asked_about_the_file(page: WidgetPage) -> None:
    text = page.widget.session.path.read_text()
    page.widget.session.path.write_text(text.replace("Batch size", "Theirs"))
    try:
        assert page.widget.session.check_disk()
        page.settle()
        page.until("!document.querySelector('.message.warning[role=alert]').hidden")
    finally:
        page.widget.session.path.write_text(text)


def _refused(page: WidgetPage) -> None:
    page.tab.js("window.model.send({ n: 1, kind: 'set', keys: ['contract', 'journal', 'x'], value: 1 })")
    page.settle()
    page.until("!document.querySelector('.message.error').hidden")


def _draft(page: WidgetPage) -> None:
    page.tab.click("[data-tab=draft]")
    assert page.tab.js("document.querySelectorAll('.remark').length") > 3


def _draft_decided(page: WidgetPage) -> None:
    _draft(page)
    page.widget._hear(None, {"kind": "draft", "act": "accept-safe"}, [])
    page.widget._hear(None, {"kind": "draft", "act": "reject", "remark": 1}, [])
    page.settle()
    assert page.tab.js("document.querySelectorAll('.remark.accepted').length") > 0


def _sentence(page: WidgetPage, text: str) -> None:
    _draft(page)
    number = next(n for n, s in enumerate(page.widget.review._sentences) if s.text.startswith("The treat"))
    page.tab.js(f"document.querySelector(\"[data-key='s{number}']\").click()")
    page.type(".editor textarea", text)
    page.settle()


def _sentence_refused(page: WidgetPage) -> None:
    _sentence(page, _HEDGED.replace("may increase", "increases"))
    page.until("document.querySelector('.gate').classList.contains('bad')")


def _sentence_passed(page: WidgetPage) -> None:
    _sentence(page, _HEDGED.replace("The treatment", "Treatment"))
    page.until("document.querySelector('.gate').classList.contains('good')")


def _proposals(page: WidgetPage) -> None:
    """What a model's answers look like, without one."""
    _draft(page)
    page.tab.js(
        """{ const draft = window.model.get("draft");
        const sentence = draft.sentences.findIndex((one) => one.begin > 0);
        const words = [["same", "The "], ["gone", "old "], ["new", "new "], ["same", "text."]];
        const one = { sentence, text: "x", words, reasons: ["shorter"], model: "m", state: "open" };
        const refused = { ...one, accepted: false, reasons: ["the number 5 is gone"] };
        const passed = { ...one, accepted: true };
        draft.proposals = [passed, refused, { ...passed, state: "accepted" }];
        draft.model = { ...draft.model, total: 3, done: 3, problem: "There is no key." };
        window.receive({ draft }); }"""
    )
    page.until("document.querySelectorAll('.proposal').length === 3")


STATES: dict[str, Callable[[WidgetPage], None]] = {
    "figure": _nothing,
    "all sections": _all_sections,
    "finding": _finding,
    "palettes": _palettes,
    "own width": _own_width,
    "wrong edit": _wrong_edit,
    "broken yaml": _broken_yaml,
    "yaml": _yaml,
    "wrong yaml": _wrong_yaml,
    "file changed": _asked_about_the_file,
    "edit refused": _refused,
    "draft": _draft,
    "draft decided": _draft_decided,
    "proposals": _proposals,
    "sentence refused": _sentence_refused,
    "sentence passed": _sentence_passed,
}


@pytest.fixture
def restored(page: WidgetPage) -> Iterator[WidgetPage]:
    text, decisions = page.widget.session.text, page.widget.review._now
    yield page
    page.widget.session.check_disk()
    page.widget.session.replace_text(text)
    page.widget.review._now = decisions
    page.widget._hear(None, {"kind": "draft", "act": "none"}, [])
    page.tab.js(
        "{ const editor = document.querySelector('.editor');"
        "if (!editor.hidden) editor.querySelector('.row button:last-child').click();"
        "document.querySelector('[data-tab=figure]').click(); document.activeElement.blur();"
        "document.querySelectorAll('.palettes').forEach(d => { d.open = false; }) }"
    )
    page.settle()


@pytest.mark.parametrize("state", STATES)
def test_nothing_keeps_people_out(restored: WidgetPage, state: str) -> None:
    STATES[state](restored)
    found = violations(restored.tab, "'.natfig-workbench'")
    grave = [one for one in found if one.impact != "minor"]
    assert grave == [], listed(grave)


@pytest.mark.parametrize(
    ("flaw", "rule"),
    [
        ("document.querySelector('.form label').remove()", "label"),
        ("document.querySelector('.tablist').removeAttribute('role')", "aria"),
        ("document.querySelector('.verdict').style.color = 'rgb(128 128 128 / 60%)'", "color-contrast"),
    ],
)
def test_a_planted_flaw_is_found(browser: Any, folder: Path, flaw: str, rule: str) -> None:
    widget = natfig.workbench(folder)
    page = WidgetPage(browser, widget, folder)
    try:
        page.settle()
        page.tab.js(flaw)
        grave = [one for one in violations(page.tab, "'.natfig-workbench'") if one.impact in SERIOUS]
        assert any(one.rule.startswith(rule) for one in grave), listed(grave)
    finally:
        page.tab.close()
        widget.close()
