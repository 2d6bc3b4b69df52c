"""The workbench in Chromium: edits, errors, findings, views, keys, themes; and nothing leaves the page."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import natfig
from browser import Browser
from natfig.core.templates import template
from natfig.style.vision import greyscale, hex_to_rgb, simulate
from widgetpage import WidgetPage

pytestmark = pytest.mark.chromium

_PX_PER_MM = 96 / 25.4
_CTRL, _SHIFT = 2, 8
_LABEL = "[data-field='panels.a.x.label'] input"
_OWN = """
def draw(ax, data, style):
    ax.plot(data["batch"], data["latency_ms"], color="#D55E00")
    ax.text(0.5, 0.5, "tiny", fontsize=3, transform=ax.transAxes)
    ax.text(0.5, 0.7, "pale", fontsize=6, color="#EEEEEE", transform=ax.transAxes)
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with Browser() as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(template("serving").folder, tmp_path / "fig")
    (tmp_path / "fig" / "own.py").write_text(_OWN)
    return tmp_path / "fig"


@pytest.fixture
def page(browser: Any, folder: Path) -> Iterator[WidgetPage]:
    with Opened(browser, folder) as one:
        yield one


class Opened:
    """A workbench of a folder in a tab, its picture shown."""

    def __init__(self, browser: Any, folder: Path, *, own: bool = False, **how: Any) -> None:
        self.widget = natfig.workbench(folder)
        if own:
            panel = {"kind": "python", "data": "serving", "function": "own.py:draw"}
            self.widget.session.set(("panels", "b"), panel)
            self.widget.save()
        assert self.widget.session.wait()
        self.page = WidgetPage(browser, self.widget, folder, **how)

    def __enter__(self) -> WidgetPage:
        self.page.until("document.querySelector('.page img').naturalWidth > 0")
        return self.page

    def __exit__(self, *_: object) -> None:
        self.page.tab.close()
        self.widget.close()


def _picture(page: WidgetPage) -> str:
    shown: str = page.tab.js("decodeURIComponent(document.querySelector('.page img').src)")
    return shown


def _focused(page: WidgetPage) -> str:
    found: str = page.tab.js(
        "document.activeElement.closest('[data-field]')?.dataset.field ?? document.activeElement.className"
    )
    return found


def _box(page: WidgetPage, selector: str) -> list[float]:
    found: list[float] = page.tab.js(
        f"(() => {{ const b = document.querySelector({selector!r}).getBoundingClientRect();"
        "return [b.x, b.y, b.width, b.height]; })()"
    )
    return found


# ---------------------------------------------------------------- picture and edits


def test_the_picture_has_print_size_and_can_be_enlarged(page: WidgetPage) -> None:
    for zoom in (1, 1.5, 2):
        page.tab.click(f".choices input[value='{zoom}']")
        box = _box(page, ".page img")
        assert box[2] / _PX_PER_MM == pytest.approx(183 * zoom, abs=0.2)
        assert box[3] / _PX_PER_MM == pytest.approx(70 * zoom, abs=0.2)
    page.tab.click(".choices input[value='fit']")
    desk = _box(page, ".desk")
    assert desk[2] - 45 < _box(page, ".page img")[2] < desk[2]
    assert "at every batch size" in page.tab.js("document.querySelector('.page img').alt")


def test_a_label_edit_is_drawn_and_saved_with_comments(page: WidgetPage, folder: Path) -> None:
    page.type(_LABEL, "Requests in a batch")
    page.settle()
    page.until(
        "decodeURIComponent(document.querySelector('.page img').src).includes('>Requests in a batch<')"
    )
    assert page.text(".dirty") == "not saved"
    page.tab.click(".actions button:last-child")
    page.settle()
    saved = (folder / "spec.yaml").read_text()
    assert "label: Requests in a batch," in saved
    assert saved.startswith("# yaml-language-server")
    assert page.text(".dirty") == "saved"


def test_typing_goes_on_while_the_kernel_draws(page: WidgetPage) -> None:
    page.type(_LABEL, "B")
    for letter in "atches":
        page.tab.send("Input.insertText", text=letter)
        page.pump()
    assert page.tab.js(f"document.querySelector({_LABEL!r}).value") == "Batches"
    page.settle()
    assert page.tab.js(f"document.querySelector({_LABEL!r}).value") == "Batches"
    assert _focused(page) == "panels.a.x.label"
    assert page.widget.session.text.count("label: Batches,") == 1


def test_undo_redo_and_save_have_their_keys(page: WidgetPage, folder: Path) -> None:
    page.type(_LABEL, "Once")
    page.settle()
    page.chord("z", _CTRL)
    page.settle()
    assert page.tab.js(f"document.querySelector({_LABEL!r}).value") == "Batch size"
    assert ">Batch size<" in _picture(page)
    page.chord("z", _CTRL | _SHIFT)
    page.settle()
    assert page.tab.js(f"document.querySelector({_LABEL!r}).value") == "Once"
    page.chord("s", _CTRL)
    page.settle()
    assert "label: Once," in (folder / "spec.yaml").read_text()
    assert page.tab.js("document.querySelector('.natfig-workbench').dataset.lmSuppressShortcuts") == "true"


def test_an_emptied_field_takes_its_key_out(page: WidgetPage) -> None:
    page.tab.js(
        f"(() => {{ const e = document.querySelector({_LABEL!r});"
        "e.value = ''; e.dispatchEvent(new Event('input')); })()"
    )
    page.settle()
    assert page.tab.js(f"document.querySelector({_LABEL!r}).placeholder") == "batch"
    assert "x: {field: batch, scale: log2" in page.widget.session.text


def test_errors_stand_at_their_field_and_the_last_picture_stays(page: WidgetPage) -> None:
    good = _picture(page)
    page.type("[data-field='contract.conclusion'] textarea", "Nothing of note here")
    page.settle()
    field = "[data-field='contract.conclusion']"
    page.until(f'!document.querySelector("{field} .complaint").hidden')
    control = page.tab.js(
        f'(() => {{ const e = document.querySelector("{field} textarea");'
        "const said = document.getElementById(e.getAttribute('aria-describedby'));"
        "return [e.getAttribute('aria-invalid'), said.textContent]; })()"
    )
    assert control[0] == "true"
    assert "verb" in control[1]
    assert not control[1].startswith("contract.")
    assert page.text(".stale").startswith("The picture is the last good one")
    assert page.text("[data-id='contract'] .badge") == "1 error"
    assert _picture(page) == good
    page.tab.js("document.querySelector(\"[data-id='contract']\").open = false")
    page.tab.click(".stale button")
    assert _focused(page) == "contract.conclusion"
    page.tab.click(".actions button:first-child")
    page.settle()
    assert page.tab.js("document.querySelector('.stale').hidden")
    assert page.tab.js(f'document.querySelector("{field} .complaint").hidden')


def test_texts_of_the_spec_are_texts(page: WidgetPage) -> None:
    bad = "Size <img src=x onerror=alert(1)> \"'&"
    page.widget.session.set(("panels", "a", "x", "label"), bad)
    page.widget.session.set(("contract", "journal"), "<b>x</b>")
    page.settle()
    assert page.tab.js(f"document.querySelector({_LABEL!r}).value") == bad
    assert page.tab.js("document.querySelectorAll('.natfig-workbench b, .natfig-workbench img').length") == 1
    assert "<b>x</b>" in page.text(".stale")


# ---------------------------------------------------------------- menus


def test_menus_know_journals_widths_and_palettes(page: WidgetPage) -> None:
    options = page.tab.js(
        "[...document.querySelectorAll(\"[data-field='figure.width'] option\")].map(o => o.textContent)"
    )
    assert options[0] == "single (89 mm)"
    page.tab.js(
        "(() => { const s = document.querySelector(\"[data-field='figure.width'] select\");"
        "s.value = 'own'; s.dispatchEvent(new Event('change')); })()"
    )
    page.settle()
    assert "width: 120mm" in page.widget.session.text
    assert _box(page, ".page img")[2] / _PX_PER_MM == pytest.approx(120, abs=0.2)
    page.tab.click(".palettes > summary")
    swatches = page.tab.js(
        "[...document.querySelectorAll('.options input[value=okabe-ito] ~ .swatches span')]"
        ".map(s => s.style.background)"
    )
    assert len(swatches) >= 7
    page.tab.click(".options input[value='okabe-ito']")
    page.settle()
    assert "palette: okabe-ito" in page.widget.session.text
    page.tab.press("ArrowDown")
    page.settle()
    assert "palette: okabe-ito" not in page.widget.session.text
    page.tab.press("Escape")
    assert not page.tab.js("document.querySelector('.palettes').open")


def test_switches_of_the_form(page: WidgetPage) -> None:
    page.tab.click("[data-field='figure.labels'] input")
    page.settle()
    assert "labels: false" in page.widget.session.text
    assert "panel-a.letter" not in _picture(page)


# ---------------------------------------------------------------- findings


def test_findings_and_picture_are_linked_both_ways(browser: Any, folder: Path) -> None:
    with Opened(browser, folder, own=True) as page:
        findings = page.widget.report["findings"]
        assert [f["code"] for f in findings] == ["TXT002", "TXT008"]
        assert page.text(".verdict").startswith("serving fails for Nature, production: 2 errors")

        def framed() -> list[str]:
            found: list[str] = page.tab.js(
                "[...document.querySelectorAll('.place.on')].map(p => p.dataset.index)"
            )
            return found

        assert framed() == []
        x, y = page.tab.place("li:nth-child(2) .finding")
        page.tab.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        assert framed() == ["1"]
        image, place = _box(page, ".page img"), _box(page, ".place.on")
        at = [(a - b) / _PX_PER_MM for a, b in zip(place[:2], image[:2], strict=True)]
        want = findings[1]["where"]["bbox_mm"]
        assert at == pytest.approx([want[0] - 0.6, want[1] - 0.6], abs=0.3)
        page.tab.send("Input.dispatchMouseEvent", type="mouseMoved", x=5, y=5)
        assert framed() == []
        page.tab.click(".place[data-index='0']")
        assert framed() == ["0"]
        assert page.tab.js("document.activeElement.innerText.includes('TXT002')")
        page.tab.press("Tab")
        assert framed() == ["1"]
        page.tab.click(".check input")
        assert (
            page.tab.js("getComputedStyle(document.querySelector(\".place[data-index='0']\")).opacity") == "0"
        )
        # Mended, it is gone from list and picture; Reload reads code and data again.
        (folder / "own.py").write_text(_OWN.replace("fontsize=3", "fontsize=6").replace("#EEEEEE", "#333333"))
        page.tab.click(".actions button:nth-child(3)")
        page.settle()
        page.until("document.querySelector('.findings').childElementCount === 0")
        assert page.tab.js("document.querySelectorAll('.place').length") == 0


def test_a_click_on_a_label_goes_to_its_field(page: WidgetPage) -> None:
    run = next(t for t in page.widget.report["texts"] if t["text"] == "Latency (ms)")
    x, y, w, h = run["bbox_mm"]
    left, top, *_ = _box(page, ".page img")
    at = {"x": left + (x + w / 2) * _PX_PER_MM, "y": top + (y + h / 2) * _PX_PER_MM}
    for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
        page.tab.send("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)
    assert _focused(page) == "panels.a.y.label"


# ---------------------------------------------------------------- views


@pytest.mark.parametrize("view", ["deuteranopia", "protanopia", "tritanopia", "greyscale"])
def test_switches_show_what_others_see(page: WidgetPage, view: str) -> None:
    """Chromium's pixels of one flat colour are natfig's own numbers."""
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 183 70'>"
        "<path d='M0 0H183V70H0z' fill='#3775BA'/></svg>"
    )
    page.tab.js(
        f"document.querySelector('.page img').src = 'data:image/svg+xml,' + encodeURIComponent({svg!r})"
    )
    page.tab.click(f".choices input[value='{view}']")
    page.tab.js("document.querySelector('.page img').decode()")
    assert page.tab.js("document.querySelector('.picture').dataset.view") == view
    x, y, w, h = _box(page, ".page img")
    pixels = Image.open(io.BytesIO(page.tab.screenshot())).convert("RGB")
    seen = np.array(pixels.getpixel((int(x + w / 2), int(y + h / 2)))) / 255
    color = hex_to_rgb("#3775BA")
    want = greyscale(color) if view == "greyscale" else simulate(color, view)
    assert np.abs(seen - want).max() < 0.02


def test_tabs_by_keyboard_and_text_editing(page: WidgetPage) -> None:
    page.tab.js("document.querySelector('[data-tab=figure]').focus()")
    page.tab.send(
        "Input.dispatchKeyEvent",
        type="keyDown",
        key="ArrowRight",
        code="ArrowRight",
        windowsVirtualKeyCode=39,
    )
    assert page.tab.js("document.activeElement.dataset.tab") == "yaml"
    shown = page.tab.js("document.querySelector('.yaml').value")
    assert shown == page.widget.session.text
    page.type(".yaml", shown.replace("Latency (ms)", "Delay (ms)"))
    page.settle()
    assert ">Delay (ms)<" in _picture(page)
    page.type(".yaml", shown.replace("journal: nature", "journal: natur"))
    page.settle()
    page.tab.click(".problems button")
    start, end = page.tab.js(
        "(() => { const t = document.querySelector('.yaml'); return [t.selectionStart, t.selectionEnd]; })()"
    )
    assert shown.replace("journal: nature", "journal: natur")[start:end].strip() == "journal: natur"


def test_broken_yaml_locks_the_form_and_undo_frees_it(page: WidgetPage) -> None:
    page.widget.session.replace_text("natfig: [")
    page.settle()
    assert page.tab.js(f"document.querySelector({_LABEL!r}).disabled")
    page.tab.click(".stale button")
    assert page.tab.js("document.activeElement.className") == "yaml"
    page.chord("z", _CTRL)
    page.settle()
    assert not page.tab.js(f"document.querySelector({_LABEL!r}).disabled")


def test_a_change_on_disk_is_asked_about(page: WidgetPage, folder: Path) -> None:
    page.type(_LABEL, "Mine")
    page.settle()
    theirs = (folder / "spec.yaml").read_text().replace("Batch size", "Theirs")
    (folder / "spec.yaml").write_text(theirs)
    page.chord("s", _CTRL)
    page.settle()
    assert not page.tab.js("document.querySelector('.message.warning[role=alert]').hidden")
    assert (folder / "spec.yaml").read_text() == theirs
    page.tab.click(".message[role=alert] button")
    page.settle()
    assert page.tab.js(f"document.querySelector({_LABEL!r}).value") == "Theirs"
    page.chord("z", _CTRL)
    page.settle()
    assert page.tab.js(f"document.querySelector({_LABEL!r}).value") == "Mine"


def test_a_refused_edit_is_told(page: WidgetPage) -> None:
    page.tab.js("window.model.send({ n: 900, kind: 'set', keys: ['contract', 'journal', 'x'], value: 1 })")
    page.settle()
    assert page.text(".message.error") == "contract.journal is a single value and has no keys"


# ---------------------------------------------------------------- the page around it


@pytest.mark.parametrize(
    ("body", "dark", "theme"),
    [
        ("", False, "light"),
        ("", True, "dark"),
        (" data-jp-theme-light='true'", True, "light"),
        (" data-jp-theme-light='false'", False, "dark"),
        (" data-vscode-theme-kind='vscode-dark'", False, "dark"),
        (" class='dark'", False, "dark"),
    ],
)
def test_the_theme_is_that_of_the_notebook(
    browser: Any, folder: Path, body: str, dark: bool, theme: str
) -> None:
    with Opened(browser, folder, body=body, dark=dark) as page:
        assert page.tab.js("document.querySelector('.natfig-workbench').dataset.theme") == theme
        ink, paper = (
            page.tab.js(f"getComputedStyle(document.querySelector('.natfig-workbench')).{what}")
            for what in ("color", "backgroundColor")
        )
        light = [sum(map(int, c.strip("rgb()").split(","))) for c in (ink, paper)]
        assert (light[0] < light[1]) == (theme == "light")
        page.tab.js("document.body.dataset.jpThemeLight = 'false'")
        page.until("document.querySelector('.natfig-workbench').dataset.theme === 'dark'")


def test_everything_has_a_name(page: WidgetPage) -> None:
    tree = page.tab.send("Accessibility.getFullAXTree")["nodes"]
    roles = {"textbox", "button", "combobox", "checkbox", "radio", "tab", "tabpanel", "image", "img"}
    unnamed = [
        n["role"]["value"]
        for n in tree
        if not n["ignored"] and n["role"]["value"] in roles and not n.get("name", {}).get("value")
    ]
    assert unnamed == []
    live = page.tab.js("[...document.querySelectorAll('[aria-live]')].map(e => e.className)")
    assert any("verdict" in name for name in live)


@pytest.mark.parametrize("width", [1400, 1000, 700, 420])
def test_nothing_sticks_out(browser: Any, folder: Path, width: int) -> None:
    with Opened(browser, folder, own=True, width=width) as page:
        page.settle()
        wide = page.tab.js("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1]


def test_nothing_leaves_the_page_and_nothing_runs_in_the_picture(page: WidgetPage) -> None:
    page.type(_LABEL, "More")
    page.settle()
    picture = dict(page.widget.picture)
    picture["svg"] = (
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'"
        " viewBox='0 0 9 9'><script>parent.broken = true</script><image xlink:href='http://127.0.0.1:9/x.png'/></svg>"
    )
    page.widget.picture = picture
    page.settle()
    page.tab.listen()
    assert [r for r in page.tab.requests if not r.startswith(("file:", "data:", "blob:"))] == []
    assert page.tab.complaints == []
    assert page.tab.js("window.broken") is None


def test_taking_it_down_leaves_nothing(page: WidgetPage) -> None:
    assert page.tab.js("listening()") > 0
    page.tab.js("window.end()")
    assert page.tab.js("listening()") == 0
    assert page.tab.js("document.querySelector('main').childElementCount") == 0


def test_a_kernel_that_does_not_answer_is_told_of(page: WidgetPage) -> None:
    page.tab.js(
        "window.setTimeout = ((real) => (f, ms) => real(f, ms === 10000 ? 50 : ms))"
        "(window.setTimeout.bind(window))"
    )
    page.type(_LABEL, "Nobody")
    page.tab.js("new Promise(done => setTimeout(done, 400))")
    assert "does not answer" in page.text(".message[role=status]")
    page.settle()
    assert page.tab.js("document.querySelector('.message[role=status]').hidden")


def test_the_picture_is_the_sessions(page: WidgetPage) -> None:
    assert _picture(page).partition(",")[2] == page.widget.picture["svg"]


# ---------------------------------------------------------------- the draft


_TEXT = """# Abstract

We used a 5mM solution. The treatment may increase survival by 12 percent 😀 in this cohort [@smith2020]. \
In order to test <b>this</b>, we utilized three assays.
"""


def test_a_draft_is_reviewed(browser: Any, folder: Path) -> None:
    (folder / "draft.md").write_text(_TEXT, encoding="utf-8")
    widget = natfig.workbench(folder, draft=folder / "draft.md")
    page = WidgetPage(browser, widget, folder)
    try:
        page.tab.click("[data-tab=draft]")
        assert page.text("h3") == "draft.md"
        marks = page.tab.js("[...document.querySelectorAll('.paper mark')].map(m => m.textContent)")
        assert marks[0] == "5mM"
        assert "utilized" in marks
        # A remark has its place while it has the focus, and a place its remark.
        page.tab.js("document.querySelector('.remark button').focus()")
        assert page.text("mark.on") == "5mM"
        page.tab.click("mark[data-remark='1']")
        assert page.tab.js("document.activeElement.closest('[data-item]').dataset.item") == "1"
        page.tab.click(".remark button")
        page.settle()
        assert page.text(".paper ins") == "5 mM"
        assert page.tab.js("document.activeElement.getAttribute('aria-pressed')") == "true"
        # A sentence by keyboard: the gate refuses a lost hedge, and its author is told.
        number = next(n for n, s in enumerate(widget.review._sentences) if s.text.startswith("The treat"))
        text = widget.review._sentences[number].text
        page.tab.js(f"document.querySelector(\"[data-key='s{number}']\").focus()")
        page.tab.press("Enter")
        assert page.tab.js("document.querySelector('.editor textarea').value") == text
        page.type(".editor textarea", text.replace("may increase", "increases"))
        page.settle()
        assert "may" in page.text(".gate.bad")
        page.type(".editor textarea", text.replace("The treatment", "Treatment"))
        page.settle()
        assert page.text(".gate.good") == "The gate lets it pass."
        page.tab.click(".editor button")
        page.settle()
        assert "Treatment may" in widget.review.content().decode()
        assert "[@smith2020]" in widget.review.content().decode()
        page.chord("z", _CTRL)
        page.settle()
        assert "The treatment may" in widget.review.content().decode()
        page.chord("s", _CTRL)
        page.settle()
        assert (folder / "draft.fixed.md").read_text(encoding="utf-8") == _TEXT.replace("5mM", "5 mM")
        assert not widget.session.is_dirty
        assert page.tab.js("document.querySelectorAll('.paper b').length") == 0
        page.tab.listen()
        assert [r for r in page.tab.requests if not r.startswith(("file:", "data:", "blob:"))] == []
        assert page.tab.complaints == []
    finally:
        page.tab.close()
        widget.close()
