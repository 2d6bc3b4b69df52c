"""The proof sheet in a browser: findings and places, views, sizes, the ruler, paper, and no request."""

import base64
import io
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from browser import Browser
from natfig.core.findings import Finding, Severity, Where
from natfig.qa.reporters._html_colors import VIEWS, seen_as
from natfig.qa.runner import open_document
from natfig.render.build import RenderOptions
from natfig.report.page import proof_page
from natfig.report.proof import make_proof
from paperwriter import write_figure

pytestmark = pytest.mark.chromium

MM = 96 / 25.4


@pytest.fixture(scope="module")
def browser():
    with Browser() as one:
        yield one


@pytest.fixture(scope="module")
def proof(tmp_path_factory):
    """A figure with four findings: two share a place, one has none."""
    spec = write_figure(tmp_path_factory.mktemp("proof"), "one")
    spec.write_text(spec.read_text().replace("    color:", "    stats: {spread: sd, n: 2}\n    color:"))
    made = make_proof(spec, RenderOptions())
    made.checked.findings[:] = [
        Finding("TXT002", Severity.ERROR, "text is 4.2 pt", Where("a", "6", (20.0, 10.0, 8.0, 4.0))),
        Finding("TXT008", Severity.WARNING, "too pale", Where("a", None, (20.0, 10.0, 8.0, 4.0))),
        Finding("TXT009", Severity.INFO, "covered", Where(None, None, (60.0, 40.0, 5.0, 3.0))),
        Finding("DOC007", Severity.INFO, "no alternative text"),
    ]
    return made


@pytest.fixture(scope="module")
def page(proof):
    return proof_page([proof])


@pytest.fixture
def show(browser, tmp_path):
    """Write a page and open it; when the test ends, it must have asked for nothing but itself."""
    tabs = []

    def _show(page, **more):
        path = tmp_path / f"page{len(tabs)}.html"
        path.write_text(page, encoding="utf-8")
        tab = browser.open(path, **more)
        tab.js("localStorage.clear()")
        tabs.append((tab, path.as_uri()))
        return tab

    yield _show
    for tab, address in tabs:
        tab.listen()
        assert tab.complaints == []
        assert {r for r in tab.requests if not r.startswith("data:")} == {address}
        tab.close()


def current(tab):
    return set(tab.js("[...document.querySelectorAll('.is-current')].map(e => e.id)"))


def lit(tab):
    return set(tab.js("[...document.querySelectorAll('.is-lit')].map(e => e.id).filter(Boolean)"))


def width(tab, selector):
    return tab.js(f"document.querySelector('{selector}').getBoundingClientRect().width")


def pixel(tab, x, y):
    with Pillow.open(io.BytesIO(tab.screenshot())) as image:
        return image.convert("RGB").getpixel((round(x), round(y)))


def test_a_click_on_a_finding_shows_its_place(show, page):
    tab = show(page)
    tab.click("#f1-note-3 .pick")
    assert current(tab) == {"f1-note-3", "f1-mark-2"}
    assert tab.js("document.activeElement.id") == "f1-mark-2"
    assert tab.js("document.getElementById('status').textContent").startswith("Its place is highlighted")
    tab.press("Escape")
    assert current(tab) == set()


def test_a_click_on_a_place_shows_its_findings_in_turn(show, page):
    tab = show(page)
    seen = []
    for _ in range(3):
        tab.click("#f1-mark-1")
        seen.append(next(i for i in current(tab) if "note" in i))
    assert seen == ["f1-note-1", "f1-note-2", "f1-note-1"]
    assert tab.js("document.activeElement.closest('.row').id") == "f1-note-1"


def test_hovering_lights_up_the_other_side(show, page):
    tab = show(page)
    x, y = tab.place("#f1-note-3 .pick")
    tab.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    assert "f1-mark-2" in lit(tab)
    x, y = tab.place("#f1-panel-a .claim")
    tab.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    assert "f1-region-a" in lit(tab)
    assert "f1-mark-2" not in lit(tab)


def test_panel_and_audit_lead_to_each_other(show, page):
    tab = show(page)
    tab.click("#f1-panel-a .letter")
    assert current(tab) == {"f1-panel-a", "f1-region-a"}
    tab.press("Escape")
    tab.js("document.getElementById('f1-region-a').focus()")
    tab.press("Enter")
    assert current(tab) == {"f1-panel-a", "f1-region-a"}
    assert tab.js("document.activeElement.className").startswith("letter")


def test_all_of_it_is_reached_with_the_keyboard(show, page):
    tab = show(page)
    reached = []
    for _ in range(60):
        tab.press("Tab")
        reached.append(tab.js("(e => e.id || e.className)(document.activeElement)"))
        if reached[-1] == "pick" or reached[-1].startswith("pick "):
            break
    assert reached[0] == "skip"
    for wanted in ("view-normal", "size-print", "show-marks", "f1-desk", "f1-mark-1", "f1-region-a"):
        assert wanted in reached
    tab.press("ArrowDown")
    second = tab.js("document.activeElement.closest('.row').id")
    assert second == "f1-note-2"
    tab.press("ArrowUp")
    tab.press("Enter")
    assert "f1-note-1" in current(tab)


@pytest.mark.parametrize("view", VIEWS)
def test_views_show_the_colours_that_were_measured(show, page, view):
    tab = show(page)
    tab.js("document.getElementById('show-marks').click()")
    image = "document.querySelector('.paper img').getBoundingClientRect()"
    tab.place(".paper")
    x, y, w, h = tab.js(f"(b => [b.x, b.y, b.width, b.height])({image})")
    with Pillow.open(io.BytesIO(tab.screenshot())) as before:
        area = before.convert("RGB").crop((round(x), round(y), round(x + w), round(y + h)))
    colours = [c for _, c in sorted(area.getcolors(1 << 20), reverse=True) if max(c) - min(c) > 60]
    colour = colours[0]
    at = next(i for i in range(area.width * area.height) if _is_flat(area, i, colour))
    spot = round(x) + at % area.width, round(y) + at // area.width
    tab.click(f"label:has(#view-{view})")
    tab.place(".paper")
    moved = tab.js(f"(b => [b.x, b.y])({image})")
    expected = seen_as("#{:02X}{:02X}{:02X}".format(*colour), view)
    rgb = tuple(int(expected[i : i + 2], 16) for i in (1, 3, 5))
    assert pixel(tab, spot[0] + moved[0] - x, spot[1] + moved[1] - y) == pytest.approx(rgb, abs=3)


def _is_flat(image, index, colour):
    """Whether a pixel and its neighbours have one colour."""
    x, y = index % image.width, index // image.width
    if not (2 < x < image.width - 3 and 2 < y < image.height - 3):
        return False
    return all(image.getpixel((x + dx, y + dy)) == colour for dx in (-2, 0, 2) for dy in (-2, 0, 2))


def test_sizes_work_without_scripts(show, page):
    tab = show(page)
    tab.send("Emulation.setScriptExecutionDisabled", value=True)
    assert width(tab, ".paper") == pytest.approx(89 * MM, abs=0.1)
    tab.click("label:has(#size-double)")
    assert width(tab, ".paper") == pytest.approx(178 * MM, abs=0.1)
    tab.click("label:has(#size-fit)")
    desk = width(tab, ".desk")
    assert 0.85 * desk < width(tab, ".paper") < desk
    tab.click("label:has(#view-greyscale)")
    assert "as-greyscale" in tab.js("getComputedStyle(document.querySelector('.paper img')).filter")
    tab.send("Emulation.setScriptExecutionDisabled", value=False)


def test_without_scripts_links_lead_to_places(browser, page, tmp_path):
    path = tmp_path / "still.html"
    # As in a mail program: the page's own script is not run either.
    path.write_text(re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL), encoding="utf-8")
    tab = browser.open(path)
    tab.click("#f1-note-3 .pick")
    assert tab.js("location.hash") == "#f1-mark-2"
    shadow = tab.js("getComputedStyle(document.getElementById('f1-mark-2')).boxShadow")
    assert shadow != "none"
    assert not tab.js("document.getElementById('calibration').checkVisibility()"), "it needs scripts"
    tab.close()


def test_the_screen_is_calibrated_and_remembered(show, page, browser, tmp_path):
    tab = show(page)
    tab.click("#calibration summary")
    assert width(tab, ".card") == pytest.approx(85.6 * MM, abs=0.1)
    tab.js(
        "(s => { s.value = 1.25; s.dispatchEvent(new Event('input', { bubbles: true })); })"
        "(document.getElementById('screen'))"
    )
    assert width(tab, ".card") == pytest.approx(85.6 * 1.25 * MM, abs=0.1)
    assert width(tab, ".paper") == pytest.approx(89 * 1.25 * MM, abs=0.1)
    ruler = "document.querySelector('.ruler.top').getBoundingClientRect().width"
    assert tab.js(ruler) == pytest.approx(89 * 1.25 * MM, abs=0.2)
    assert tab.js("document.getElementById('screen-value').textContent") == "125\u202f%"
    again = browser.open(tmp_path / "page0.html")
    assert width(again, ".paper") == pytest.approx(89 * 1.25 * MM, abs=0.1)
    again.click("#calibration summary")
    again.click("#screen-reset")
    assert width(again, ".paper") == pytest.approx(89 * MM, abs=0.1)
    again.close()


def test_marks_lie_on_their_places_at_every_size(show, page):
    tab = show(page)
    for size in ("fit", "print", "double"):
        tab.js(f"document.getElementById('size-{size}').click()")
        x, y, w = tab.js(
            "((m, p) => [(m.x + m.width / 2 - p.x) / p.width,"
            " (m.y + m.height / 2 - p.y) / p.height, p.width])"
            "(document.getElementById('f1-mark-1').getBoundingClientRect(),"
            " document.querySelector('.paper').getBoundingClientRect())"
        )
        assert x == pytest.approx(24 / 89, abs=2 / w)
        assert y == pytest.approx(12 / 60, abs=2 / w)


def test_findings_and_panels_over_the_picture_can_be_switched(show, page):
    tab = show(page)
    mark = "getComputedStyle(document.getElementById('f1-mark-2')).opacity"
    region = "getComputedStyle(document.getElementById('f1-region-a')).borderTopColor"
    assert (tab.js(mark), tab.js(region)) == ("1", "rgba(0, 0, 0, 0)")
    tab.click("label:has(#show-marks)")
    tab.click("label:has(#show-regions)")
    assert tab.js(mark) == "0"
    assert tab.js(region) == "rgb(36, 80, 125)"
    tab.click("#f1-note-3 .pick")
    assert tab.js(mark) == "1", "what is asked for is shown"


@pytest.mark.parametrize("wide", [320, 420, 800, 1024, 1280, 2400])
def test_the_page_fits_every_screen(show, page, wide):
    tab = show(page, width=wide, height=800)
    assert tab.js("document.documentElement.scrollWidth") <= wide


# Every text against what lies behind it, as WCAG 2.2 counts it (success criterion 1.4.3).
CONTRAST = """
(() => {
  const linear = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !element.checkVisibility({ opacityProperty: true })) continue;
    if (element.closest('script, style, .sr, .skip, svg')) continue;
    let behind = element, back = [0, 0, 0, 0];
    while (behind && (back = parse(getComputedStyle(behind).backgroundColor)).length === 4 && back[3] === 0)
      behind = behind.parentElement;
    if (!behind) back = [255, 255, 255];
    const pair = [light(parse(getComputedStyle(element).color)), light(back)].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) found.push([element.className, ratio, walk.currentNode.data.trim()]);
  }
  return found;
})()
"""


@pytest.mark.parametrize("dark", [False, True])
def test_text_is_seen(show, page, dark):
    tab = show(page, dark=dark)
    tab.js("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert tab.js(CONTRAST) == []


# What a screen reader is told, after axe-core's rules of these names.
BASICS = """
(() => {
  const bad = [];
  const named = (e) => (e.getAttribute('aria-label') || e.textContent || e.title || '').trim();
  for (const e of document.querySelectorAll('a, button, summary'))
    if (!named(e)) bad.push(['no name', e.outerHTML]);
  for (const e of document.querySelectorAll('input'))
    if (!e.labels.length || !e.labels[0].textContent.trim()) bad.push(['label', e.outerHTML]);
  for (const e of document.querySelectorAll('fieldset'))
    if (!e.querySelector('legend')) bad.push(['legend', e.id]);
  for (const e of document.querySelectorAll('img')) if (!e.alt) bad.push(['image-alt', e.id]);
  for (const e of document.querySelectorAll('table')) {
    if (!e.caption) bad.push(['caption', e.className]);
    for (const h of e.querySelectorAll('th')) if (!h.scope) bad.push(['scope', h.textContent]);
  }
  for (const e of document.querySelectorAll('[role=region]'))
    if (!e.getAttribute('aria-label')) bad.push(['region', e.id]);
  const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map((h) => Number(h.tagName[1]));
  levels.forEach((level, i) => { if (i && level > levels[i - 1] + 1) bad.push(['heading-order', level]); });
  if (levels.filter((l) => l === 1).length !== 1) bad.push(['h1']);
  if (!document.documentElement.lang || !document.title) bad.push(['document']);
  if (document.querySelectorAll('main').length !== 1) bad.push(['main']);
  for (const e of document.querySelectorAll('ul > *, ol > *'))
    if (e.tagName !== 'LI') bad.push(['list', e.tagName]);
  for (const e of document.querySelectorAll('button button, a a, a button'))
    bad.push(['nested', e.outerHTML]);
  return bad;
})()
"""


@pytest.mark.parametrize("count", [1, 2])
def test_a_screen_reader_is_told_what_is_what(show, proof, count):
    assert show(proof_page([proof] * count)).js(BASICS) == []


@pytest.mark.poppler
def test_on_paper_the_figure_has_its_true_size(show, page, tmp_path):
    tab = show(page)
    tab.click("label:has(#size-double)")
    tab.js("document.documentElement.style.setProperty('--screen', 1.4)")
    pdf = tmp_path / "proof.pdf"
    pdf.write_bytes(tab.pdf())
    info = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Page size:\s+59[45]\.\d+ x 84[12]", info), "A4"
    subprocess.run(["pdftoppm", "-r", "300", "-f", "1", "-l", "1", "-png", pdf, tmp_path / "p"], check=True)
    (printed,) = tmp_path.glob("p-*.png")
    with Pillow.open(printed) as image:
        rgb = np.asarray(image.convert("RGB"))
    for fill, (w, h) in _bars(page).items():
        colour = tuple(int(fill[i : i + 2], 16) for i in (1, 3, 5))
        rows, columns = np.nonzero((rgb == colour).all(axis=2))
        assert (np.ptp(columns) + 1) * 25.4 / 300 == pytest.approx(w, abs=0.3)
        assert (np.ptp(rows) + 1) * 25.4 / 300 == pytest.approx(h, abs=0.3)


def _bars(page):
    """Return colour → width and height in mm of all that is filled with it in the figure."""
    data = base64.b64decode(re.search(r'src="data:image/svg\+xml;base64,([^"]*)"', page)[1])
    document = open_document(Path("one.svg"), data=data)
    boxes = {}
    for i, paint in enumerate(document.shapes.paint):
        fill = document.shapes.paints[paint].fill
        if fill and len({fill[1:3], fill[3:5], fill[5:7]}) == 3:
            boxes.setdefault(fill, []).append(document.shapes.box(i))
    assert boxes
    return {fill: (_span(some, "x0", "x1"), _span(some, "y0", "y1")) for fill, some in boxes.items()}


def _span(boxes, low, high):
    return max(getattr(b, high) for b in boxes) - min(getattr(b, low) for b in boxes)
