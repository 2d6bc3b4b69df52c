"""The page for a figure in a browser: what its switches and clicks do, and that it asks for nothing."""

import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image as Pillow

from browser import Browser
from natfig.core.findings import Severity
from natfig.journals import journals
from natfig.qa.check import Context
from natfig.qa.reporters._html_colors import VIEWS, seen_as
from natfig.qa.reporters._html_findings import listed_findings
from natfig.qa.reporters.html import reporter
from natfig.qa.result import Results
from natfig.qa.runner import check_file
from natfig.qa.seeing import DEFICIENCIES, simulate
from qapages import EVIL, RECT, SVG, hostile, on_disk, render
from qaresults import HOSTILE, file, finding

CORPUS = Path(__file__).resolve().parents[3] / "tests" / "corpus"


@pytest.fixture(scope="module")
def browser():
    with Browser() as one:
        yield one


@pytest.fixture
def show(browser, tmp_path):
    """Write a page and open it; when the test ends, it must have asked for nothing but itself."""
    tabs = []

    def _show(page, **more):
        path = tmp_path / f"page{len(tabs)}.html"
        path.write_text(page, encoding="utf-8")
        tab = browser.open(path, **more)
        tabs.append((tab, path.as_uri()))
        return tab

    yield _show
    for tab, address in tabs:
        tab.listen()
        assert tab.complaints == []
        assert [r for r in tab.requests if not r.startswith("data:")] == [address]
        tab.close()


def busy(tmp_path):
    """A figure with a red rectangle, four boxes (two findings share one) and one finding without."""
    found = [
        finding(bbox_mm=(20.0, 10.0, 10.0, 5.0), text="6"),
        finding("TXT008", Severity.INFO, "too pale", bbox_mm=(20.0, 10.0, 10.0, 5.0)),
        finding("TXT009", Severity.WARNING, "covered", bbox_mm=(50.0, 30.0, 5.0, 3.0)),
        finding("DOC007", Severity.WARNING, "no alternative text"),
        *(finding("GEO003", message=f"thin {i}", bbox_mm=(2.0 + 5 * i, 35.0, 3.0, 3.0)) for i in range(9)),
    ]
    result = on_disk(tmp_path, SVG.format(RECT.format("#C83200")))
    result.findings, result.checked = found, ["TXT002"]
    result.sort()
    return result


def row_of(tab, words):
    """Return the id of the finding whose message has some words."""
    return tab.js(
        f"[...document.querySelectorAll('.row')].find(r => r.textContent.includes({json.dumps(words)})).id"
    )


def current(tab):
    return tab.js("[...document.querySelectorAll('.is-current')].map(e => e.id)")


def is_shown(tab, selector):
    return tab.js(f"document.querySelector({json.dumps(selector)}).checkVisibility()")


def pixel(tab, x, y):
    with Pillow.open(io.BytesIO(tab.screenshot())) as image:
        return image.convert("RGB").getpixel((round(x), round(y)))


@pytest.mark.chromium
def test_a_click_on_a_finding_highlights_its_box(show, tmp_path):
    tab = show(render(busy(tmp_path)))
    row = row_of(tab, "Covered")
    mark = tab.js(f"document.querySelector('#{row} .pick').dataset.mark")
    before = tab.js(f"getComputedStyle({mark}).boxShadow")
    tab.click(f"#{row} .pick")
    assert sorted(current(tab)) == sorted([row, mark])
    assert tab.js(f"{mark}.getAttribute('aria-pressed')") == "true"
    assert tab.js(f"getComputedStyle({mark}).boxShadow") != before
    assert tab.js("document.getElementById('status').textContent").startswith("The box of this finding")
    tab.press("Escape")
    assert current(tab) == []
    tab.click(f"#{row} .pick")
    tab.click(f"#{row} .pick")
    assert current(tab) == []


@pytest.mark.chromium
def test_a_click_on_a_box_finds_its_finding_and_moves_the_focus(show, tmp_path):
    tab = show(render(busy(tmp_path)), height=500)
    row = row_of(tab, "Thin 8")
    assert not is_shown(tab, f"#{row}"), "it is folded away at first"
    mark = tab.js(f"document.querySelector('#{row} .pick').dataset.mark")
    tab.click(f"#{mark}")
    assert sorted(current(tab)) == sorted([row, mark])
    assert is_shown(tab, f"#{row}")
    assert tab.js("document.activeElement.closest('.row').id") == row
    top, bottom = tab.js(f"(b => [b.top, b.bottom])({row}.getBoundingClientRect())")
    assert 0 <= top < bottom <= 500


@pytest.mark.chromium
def test_findings_at_one_place_take_turns(show, tmp_path):
    tab = show(render(busy(tmp_path)))
    first, second = row_of(tab, "4.2 pt"), row_of(tab, "Too pale")
    mark = tab.js(f"document.querySelector('#{first} .pick').dataset.mark")
    seen = []
    for _ in range(3):
        tab.click(f"#{mark}")
        seen.append(next(i for i in current(tab) if i != mark))
    assert seen == [first, second, first]
    tab.click("label:has(#show-error)")
    tab.click(f"#{mark}")
    assert set(current(tab)) == {second, mark}


@pytest.mark.chromium
def test_a_finding_about_the_whole_file_says_so(show, tmp_path):
    tab = show(render(busy(tmp_path)))
    row = row_of(tab, "No alternative text")
    tab.click(f"#{row} .pick")
    assert current(tab) == [row]
    assert tab.js("document.getElementById('status').textContent") == "This finding is about the whole file."


@pytest.mark.chromium
def test_all_of_it_works_from_the_keyboard(show, tmp_path):
    tab = show(render(busy(tmp_path)))
    reached = []
    for _ in range(80):
        tab.press("Tab")
        reached.append(tab.js("document.activeElement.className + document.activeElement.id"))
        if reached[-1].startswith("pick"):
            break
    assert any(r.startswith("view-") or "view" in r for r in reached)
    assert any("desk" in r for r in reached)
    assert sum(r.startswith("mark") for r in reached) == 11
    tab.press("Enter")
    assert "f1" in current(tab)
    tab.press("ArrowDown")
    assert "f2" in current(tab)
    tab.press("ArrowUp")
    assert "f1" in current(tab)
    names = tab.js(
        "[...document.querySelectorAll('.mark')].filter(m => !m.getAttribute('aria-label')).length"
    )
    assert names == 0


@pytest.mark.chromium
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("color", ["#C83200", "#2CA02C", "#1F77B4"])
def test_a_switch_shows_the_colours_that_were_measured(show, tmp_path, view, color):
    result = on_disk(tmp_path, SVG.format(RECT.format(color)))
    tab = show(render(result))
    box = "(b => [b.x, b.y, b.width, b.height])(document.getElementById('picture').getBoundingClientRect())"
    x, y, w, h = tab.js(box)
    tab.click(f"label:has(#view-{view})")
    expected = seen_as(color, view)
    rgb = tuple(int(expected[i : i + 2], 16) for i in (1, 3, 5))
    assert pixel(tab, x + w * 25 / 80, y + h * 12.5 / 40) == pytest.approx(rgb, abs=2)
    assert pixel(tab, x + w * 60 / 80, y + h * 12.5 / 40) == (255, 255, 255)


@pytest.mark.parametrize("view", DEFICIENCIES)
def test_swatches_are_what_the_checks_measure(view):
    seen = tuple(round(255 * c) for c in simulate("#C83200", view))
    assert seen_as("#C83200", view) == "#{:02X}{:02X}{:02X}".format(*seen)


@pytest.mark.chromium
def test_the_switches_work_without_scripts(show, tmp_path):
    tab = show(render(on_disk(tmp_path, SVG.format(RECT.format("#C83200")))))
    tab.send("Emulation.setScriptExecutionDisabled", value=True)
    x, y, w, h = tab.js(
        "(b => [b.x, b.y, b.width, b.height])(document.getElementById('picture').getBoundingClientRect())"
    )
    tab.click("label:has(#view-tritanopia)")
    expected = tuple(round(255 * c) for c in simulate("#C83200", "tritanopia"))
    seen = pixel(tab, x + w * 25 / 80, y + h * 12.5 / 40)
    tab.send("Emulation.setScriptExecutionDisabled", value=False)
    assert seen == pytest.approx(expected, abs=2)


@pytest.mark.chromium
def test_print_size_is_millimetres_of_the_screen(show, tmp_path):
    tab = show(render(busy(tmp_path)))
    width = "document.getElementById('paper').getBoundingClientRect().width"
    assert tab.js(width) > 500
    assert not is_shown(tab, ".ruler")
    tab.click("label:has(#size-print)")
    assert tab.js(width) == pytest.approx(80 * 96 / 25.4, abs=0.1)
    assert tab.js("document.getElementById('zoom-value').textContent") == "100 %"
    card = "document.querySelector('.ruler').getBoundingClientRect().width"
    assert tab.js(card) == pytest.approx(85.6 * 96 / 25.4, abs=0.1)
    tab.js(
        "(c => { c.value = 1.25; c.dispatchEvent(new Event('input', { bubbles: true })); })"
        "(document.getElementById('calibrate'))"
    )
    assert tab.js(width) == pytest.approx(100 * 96 / 25.4, abs=0.1)
    assert tab.js(card) == pytest.approx(107 * 96 / 25.4, abs=0.1)
    assert tab.js("document.getElementById('zoom-value').textContent") == "100 %"


@pytest.mark.chromium
def test_zoom_keeps_boxes_on_their_places(show, tmp_path):
    tab = show(render(busy(tmp_path)))
    paper = "document.getElementById('paper').getBoundingClientRect().width"
    fitting = tab.js(paper)
    for _ in range(5):
        tab.click("#zoom-in")
    assert tab.js(paper) == pytest.approx(fitting * 1.25**5, rel=0.01)
    mark = tab.js("document.querySelector('#f1 .pick').dataset.mark")
    ratio = tab.js(
        "((m, p) => (m.x + m.width / 2 - p.x) / p.width)"
        f"({mark}.getBoundingClientRect(), document.getElementById('paper').getBoundingClientRect())"
    )
    boxes = listed_findings(busy(tmp_path).findings)[0].finding.where.bbox_mm
    assert ratio == pytest.approx((boxes[0] + boxes[2] / 2) / 80, abs=0.002)
    row = row_of(tab, "Covered")
    tab.click(f"#{row} .pick")
    mark = tab.js(f"document.querySelector('#{row} .pick').dataset.mark")
    inside = tab.js(
        f"((m, d) => m.left >= d.left && m.right <= d.right && m.top >= d.top && m.bottom <= d.bottom)"
        f"({mark}.getBoundingClientRect(), document.getElementById('desk').getBoundingClientRect())"
    )
    assert inside, "the box of the finding is scrolled to"
    tab.click("label:has(#size-fit)")
    assert tab.js(paper) == pytest.approx(fitting, abs=0.5)


@pytest.mark.chromium
def test_severities_can_be_hidden(show, tmp_path):
    tab = show(render(busy(tmp_path)))
    row = row_of(tab, "Covered")
    mark = tab.js(f"document.querySelector('#{row} .pick').dataset.mark")
    shared = tab.js("document.querySelector('.mark[data-severity=\"error info\"]').id")
    tab.click("label:has(#show-warning)")
    assert not is_shown(tab, f"#{row}")
    assert not is_shown(tab, f"#{mark}")
    tab.click("label:has(#show-error)")
    assert is_shown(tab, f"#{shared}"), "one of its two findings is still shown"
    tab.click("label:has(#show-info)")
    assert not is_shown(tab, f"#{shared}")


@pytest.mark.chromium
def test_boxes_and_numbers_can_be_hidden(show, tmp_path):
    tab = show(render(busy(tmp_path)))
    assert is_shown(tab, "#m1 .tag")
    tab.click("label:has(#show-tags)")
    tab.send("Input.dispatchMouseEvent", type="mouseMoved", x=1, y=1)
    assert not is_shown(tab, "#m1 .tag")
    tab.click("label:has(#show-marks)")
    assert not is_shown(tab, "#m1")
    tab.click("#f1 .pick")
    assert is_shown(tab, "#m1"), "what is asked for is shown"


@pytest.mark.chromium
@pytest.mark.parametrize(
    "head",
    [
        'width="80mm" height="40mm" viewBox="0 0 80 40"',
        'viewBox="0 0 80 40"',
        'width="100%" height="100%" viewBox="0 0 80 40"',
        'width="80" height="40"',
        'width="160" height="80" viewBox="0 0 80 40" preserveAspectRatio="none"',
        'width="120mm" height="40mm" viewBox="0 0 80 40"',
        'width="120" viewBox="0 0 80 40"',
    ],
)
def test_boxes_lie_on_what_they_are_about(show, tmp_path, head):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{RECT.format("#C83200")}</svg>'
    result = on_disk(tmp_path, svg)
    shape = result.document.shapes.box(0)
    result.findings = [finding(bbox_mm=shape.xywh())]
    tab = show(render(result))
    x, y, w, h = tab.js("(b => [b.x, b.y, b.width, b.height])(m1.getBoundingClientRect())")
    tab.click("label:has(#show-marks)")
    for dx, dy in ((0.5, 0.5), (0.12, 0.15), (0.88, 0.85)):
        assert pixel(tab, x + dx * w, y + dy * h) == (200, 50, 0)
    for px, py in ((x - 3, y + h / 2), (x + w + 3, y + h / 2), (x + w / 2, y - 3), (x + w / 2, y + h + 3)):
        assert pixel(tab, px, py) == (255, 255, 255)


@pytest.mark.chromium
@pytest.mark.parametrize("word", [EVIL, HOSTILE])
def test_nothing_of_a_hostile_report_runs(show, word):
    tab = show(render(hostile(word)))
    assert tab.js("typeof evil") == "undefined"
    assert tab.js("document.scripts.length") == 1
    assert tab.js("document.documentElement.className") == "js"


@pytest.mark.chromium
def test_nothing_of_a_hostile_figure_runs_or_asks_for_anything(show, tmp_path):
    svg = SVG.format(
        "<script>parent.evil = top.evil = 1</script>"
        '<rect width="80" height="40" fill="#C83200" onload="parent.evil = 1"/>'
        '<image href="http://127.0.0.1:9/x.png" width="9" height="9"/>'
        '<style>@import url("http://127.0.0.1:9/x.css");</style>'
        '<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" '
        'src="http://127.0.0.1:9/"/></foreignObject>'
    )
    tab = show(render(on_disk(tmp_path, svg), known=dict))
    assert tab.js("document.getElementById('picture').naturalWidth") > 0
    assert tab.js("typeof evil") == "undefined"


@pytest.mark.chromium
def test_the_policy_stops_what_would_be_let_in(browser, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(render(file("a.svg", finding())), encoding="utf-8")
    tab = browser.open(path)
    tab.js(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.evil = 1';"
        "document.body.append(s); const i = new Image(); i.src = 'http://127.0.0.1:9/x.png';"
        "document.body.append(i); document.body.setAttribute('onclick', 'window.evil = 1');"
        "document.body.click(); return fetch('http://127.0.0.1:9/').catch(() => 0); })()"
    )
    tab.listen()
    assert tab.js("typeof evil") == "undefined"
    assert len([c for c in tab.complaints if "Content Security Policy" in c]) >= 3
    tab.close()


@pytest.mark.chromium
def test_a_figure_the_browser_cannot_show_is_said_so(show, tmp_path):
    result = on_disk(tmp_path, SVG.format(RECT.format("red")))
    page = re.sub(
        r'src="data:image/svg\+xml;base64,[^"]*"', 'src="data:image/svg+xml;base64,PHN2Zw=="', render(result)
    )
    tab = show(page)
    tab.listen()
    assert "can't show the file" in tab.js("document.querySelector('.note').textContent")


@pytest.mark.chromium
@pytest.mark.parametrize("width", [320, 420, 768, 1024, 1400, 2400])
@pytest.mark.parametrize(
    "name", ["matplotlib/color_bar.svg", "plotly/scatter.svg", "handwritten/page_mm.svg"]
)
def test_the_page_fits_every_screen(show, width, name):
    result = check_file(CORPUS / name, Context(journals.load("nature")))
    tab = show(reporter.render(Results([result])), width=width, height=800)
    assert tab.js("document.documentElement.scrollWidth") <= width
    x, w = tab.js("(b => [b.x, b.width])(document.getElementById('paper').getBoundingClientRect())")
    assert x >= 0
    assert x + w <= width
    assert w > 0.4 * min(width, 800)


@pytest.mark.chromium
@pytest.mark.poppler
def test_the_page_prints_with_the_figure_at_its_size(show, tmp_path):
    import pikepdf

    tab = show(render(busy(tmp_path)))
    with pikepdf.open(io.BytesIO(tab.pdf())) as pdf:
        assert 1 <= len(pdf.pages) <= 6
