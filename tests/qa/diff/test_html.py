"""The page for two figures: self-contained, harmless, and what its switches do in a browser."""

import base64
import hashlib
import re

import pytest

from browser import Browser
from natfig.qa.diff.change import Change
from natfig.qa.diff.report_html import html_report
from qa.diff.pairs import differ, svg
from qapages import EVIL, Parsed

OLD = '<g id="panel-a"><text x="10" y="20">12</text><circle cx="30" cy="30" r="2" fill="red"/></g>'
NEW = OLD.replace("12", "13").replace('cx="30"', 'cx="60"')
PAPERS = "[...document.querySelectorAll('.paper')].map(p => p.getBoundingClientRect().toJSON())"
SAME_PAGE = "<text x='10' y='20'>Dose</text>"


def page(old=OLD, new=NEW):
    return html_report(differ(old, new))


def test_the_page_is_self_contained():
    parsed = Parsed(page())
    (policy,) = [a["content"] for a in parsed.all("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy
    for what in ("script", "style"):
        digest = base64.b64encode(hashlib.sha256(parsed.raw[what].encode()).digest()).decode()
        assert f"{what}-src 'sha256-{digest}'" in policy
    assert not any("style" in attrs or any(k.startswith("on") for k in attrs) for _, attrs in parsed.elements)
    images = parsed.all("img")
    assert len(images) == 2
    assert all(a["src"].startswith("data:image/svg+xml;base64,") for a in images)


def test_every_change_has_a_row_and_boxes_on_both_sides():
    parsed = Parsed(page())
    rows = [a for a in parsed.all("a") if "row" in a["class"]]
    boxes = [a["id"] for a in parsed.all("rect")]
    assert [a["href"] for a in rows] == ["#new-1", "#new-2"]
    assert boxes == ["old-1", "old-2", "new-1", "new-2"]
    assert "“12” is now “13”" in parsed.text
    assert "a mark moved right 30 mm" in parsed.text


def test_a_page_of_equal_figures():
    parsed = Parsed(page(OLD, OLD))
    assert "Nothing differs in what was compared." in parsed.text
    assert "The same to within 0.1 mm" in parsed.text


def test_what_comes_from_files_is_text():
    text = f'<text x="10" y="20">{{}}</text><title>{EVIL.replace("<", "&lt;")}</title>'
    found = differ(text.format("12"), text.format("&lt;/script>&lt;b onload='x'>13"))
    found.old, found.new = EVIL, f"{EVIL}.svg"
    found.not_compared.append(EVIL)
    found.changes.append(Change("changed", "text", EVIL, section=EVIL))
    parsed = Parsed(html_report(found))
    assert len(parsed.all("script")) == 1
    assert len(parsed.all("img")) == 2
    assert parsed.all("b") == [{}, {}]
    assert EVIL in parsed.text


def test_a_figure_too_large_to_show_is_drawn():
    found = differ(OLD, NEW)
    report = html_report(found, max_picture_bytes=10)
    assert "This is a drawing of what was measured" in report


def test_figures_of_other_sizes_are_shown_at_one_scale():
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="180mm" height="60mm" viewBox="0 0 180 60">'
    report = page(svg(SAME_PAGE), svg(SAME_PAGE, head))
    assert "--widest:180.0000" in report
    assert re.search(r"\.old \.paper\{--w:90\.0000", report)


@pytest.fixture(scope="module")
def browser():
    with Browser() as one:
        yield one


@pytest.mark.chromium
class TestInABrowser:
    @pytest.fixture
    def tab(self, browser, tmp_path):
        path = tmp_path / "page.html"
        path.write_text(page(), encoding="utf-8")
        tab = browser.open(path)
        yield tab
        tab.listen()
        assert tab.complaints == []
        assert [r for r in tab.requests if not r.startswith("data:")] == [path.as_uri()]
        tab.close()

    def test_both_figures_are_seen_side_by_side(self, tab):
        assert tab.js("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
        old, new = tab.js(
            "[...document.querySelectorAll('.paper')].map(p => p.getBoundingClientRect().toJSON())"
        )
        assert old["right"] < new["left"]
        assert old["top"] == new["top"]
        assert old["width"] / old["height"] == pytest.approx(1.5, rel=0.01)

    def test_boxes_lie_on_what_changed(self, tab):
        x, width = tab.js(
            "(() => { const p = document.querySelector('.new .paper').getBoundingClientRect();"
            "const b = document.querySelector('#new-2').getBoundingClientRect();"
            "return [(b.x + b.width / 2 - p.x) / p.width * 90, b.width / p.width * 90]; })()"
        )
        assert x == pytest.approx(60, abs=0.3)
        assert 4 < width < 6

    def test_a_click_on_a_change_marks_both_boxes(self, tab):
        tab.click(".row[data-n='2']")
        assert tab.js("[...document.querySelectorAll('.box.is-current')].map(b => b.id)") == [
            "old-2",
            "new-2",
        ]
        tab.press("Escape")
        assert tab.js("document.querySelectorAll('.is-current').length") == 0

    def test_a_click_on_a_box_marks_its_change(self, tab):
        tab.click("#old-1")
        assert "13" in tab.js("document.querySelector('.row.is-current').textContent")

    def test_the_overlay_and_its_slider(self, tab):
        assert not tab.js("document.querySelector('.mix').checkVisibility()")
        tab.click("#view-over")
        old, new = tab.js(
            "[...document.querySelectorAll('.paper')].map(p => p.getBoundingClientRect().toJSON())"
        )
        assert old == new
        assert tab.js("document.querySelector('.mix').checkVisibility()")
        tab.js("document.getElementById('mix').value = 20")
        tab.js("document.getElementById('mix').dispatchEvent(new Event('input'))")
        assert tab.js("getComputedStyle(document.querySelector('.side.new')).opacity") == "0.2"

    def test_the_difference(self, tab):
        tab.click("#view-differ")
        assert tab.js("getComputedStyle(document.querySelector('.side.new')).mixBlendMode") == "difference"

    def test_boxes_can_be_switched_off(self, tab):
        tab.click("#show-boxes")
        assert tab.js("[...document.querySelectorAll('.box')].some(b => b.checkVisibility())") is False

    @pytest.mark.parametrize("dark", [False, True])
    @pytest.mark.parametrize("width", [380, 1400])
    def test_it_fits_light_and_dark(self, browser, tmp_path, dark, width):
        path = tmp_path / "page.html"
        path.write_text(page(), encoding="utf-8")
        tab = browser.open(path, width=width, dark=dark)
        assert tab.js("document.documentElement.scrollWidth <= innerWidth")
        lightness = tab.js("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0]")
        assert (lightness < 60) is dark
        assert (
            tab.js("getComputedStyle(document.querySelector('.paper')).backgroundColor")
            == "rgb(255, 255, 255)"
        )
        tab.close()
