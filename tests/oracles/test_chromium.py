"""The browser oracle against drawings whose answer follows from their source."""

import math
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from oracles import chromium
from oracles.overlap import Rect
from oracles.programs import OracleError

pytestmark = pytest.mark.chromium

PT_MM = 25.4 / 72
FACE = Path(__file__).parents[2] / "styles" / "fonts" / "LiberationSans-Regular.ttf"
# Page of 100 × 50 mm whose user unit is 1 pt.
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="100mm" height="50mm" viewBox="0 0 283.4646 141.7323" font-family="Arial">'
)


def width_mm(text: str, size_pt: float) -> float:
    """Width of a text set solid, from the font file's own advances (no kerning pairs in these)."""
    font = TTFont(FACE)
    cmap, advances = font.getBestCmap(), font["hmtx"]
    units = sum(advances[cmap[ord(c)]][0] for c in text)
    return units / font["head"].unitsPerEm * size_pt * PT_MM


@pytest.fixture(scope="module")
def draw(tmp_path_factory):
    """Return a function that measures one drawing given by the body of its SVG."""
    folder = tmp_path_factory.mktemp("svg")

    def _draw(body: str, head: str = HEAD, scale: float = 4) -> chromium.Page:
        path = folder / "drawing.svg"
        path.write_text(f"{head}{body}</svg>", encoding="utf-8")
        return chromium.measure([path], scale=scale)[0]

    return _draw


@pytest.fixture(scope="module")
def sheet(draw):
    """Return one page with every kind of text, measured once: id → text."""
    page = draw(
        """
        <text id="plain" x="20" y="30" font-size="7">minus nine</text>
        <text id="turned" transform="translate(50 120) rotate(-90)" font-size="6">turned</text>
        <text id="slanted" transform="translate(150 100) rotate(30)" font-size="8">slanted</text>
        <text id="script" x="20" y="60" font-size="7">2<tspan dy="-2" font-size="4.9">6</tspan></text>
        <g transform="scale(0.5)"><text id="halved" x="40" y="160" font-size="12">halved</text></g>
        <g transform="translate(200 30) scale(0.5 -0.5)"><text id="flipped" font-size="12">flipped</text></g>
        <svg x="100" y="20" width="50" height="50" viewBox="0 0 100 100">
        <text id="nested" y="50" font-size="14">nested</text></svg>
        <text id="middle" x="141.7323" y="80" font-size="7" text-anchor="middle">middle</text>
        <text id="ghost" x="200" y="80" font-size="7" opacity="0">ghost</text>
        <text id="inkless" x="200" y="90" font-size="7" fill="none">inkless</text>
        <g id="panel-b"><g id="panel-b.axis-x"><text id="deep" x="220" y="120" font-size="7">
            deep
        </text></g></g>
        <text id="gone" display="none">gone</text>
        <defs><text id="stored">stored</text></defs>
        <switch><text id="chosen" x="250" y="20" font-size="7">yes</text>
        <text id="unchosen">no</text></switch>
        """
    )
    return {text.ids[0]: text for text in page.texts}


@pytest.mark.parametrize("name", ["gone", "stored", "unchosen"])
def test_what_is_not_rendered_is_not_counted(sheet, name):
    assert name not in sheet


@pytest.mark.parametrize(
    ("name", "size_pt"),
    [
        ("plain", 7),
        ("turned", 6),
        ("slanted", 8),
        ("script", 4.9),
        ("halved", 6),
        ("flipped", 6),
        ("nested", 7),
    ],
)
def test_effective_size(sheet, name, size_pt):
    assert sheet[name].min_pt == pytest.approx(size_pt, abs=0.005)


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [
        ("plain", width_mm("minus nine", 7), 7),
        ("halved", width_mm("halved", 6), 6),
        ("nested", width_mm("nested", 7), 7),
        ("middle", width_mm("middle", 7), 7),
    ],
)
def test_upright_box(sheet, name, width, height):
    rect = sheet[name].rect
    assert rect.w == pytest.approx(width, abs=0.12)
    # Ascent and descent of Liberation Sans: 0.905 and 0.212 em.
    assert rect.h == pytest.approx(1.117 * height * PT_MM, abs=0.1)


def test_a_text_stands_where_its_source_says(sheet):
    rect = sheet["plain"].rect
    assert rect.x == pytest.approx(20 * PT_MM, abs=0.05)
    assert rect.y == pytest.approx((30 - 0.905 * 7) * PT_MM, abs=0.08)


def test_anchored_text_is_centred(sheet):
    rect = sheet["middle"].rect
    assert rect.x + rect.w / 2 == pytest.approx(50, abs=0.05)


def test_quarter_turn_swaps_the_sides_of_the_box(sheet):
    rect = sheet["turned"].rect
    assert rect.h == pytest.approx(width_mm("turned", 6), abs=0.12)
    assert rect.bottom == pytest.approx(120 * PT_MM, abs=0.05)
    assert rect.right == pytest.approx((50 + 0.212 * 6) * PT_MM, abs=0.1)


def test_quad_of_slanted_text_lies_along_it(sheet):
    (x0, y0), (x1, y1), *_ = sheet["slanted"].quad
    assert math.degrees(math.atan2(y1 - y0, x1 - x0)) == pytest.approx(30, abs=0.1)
    assert math.hypot(x1 - x0, y1 - y0) == pytest.approx(width_mm("slanted", 8), abs=0.12)


def test_text_of_several_runs_keeps_them(sheet):
    text = sheet["script"]
    assert text.content == "26"
    assert [(r.text, round(r.size_pt, 2)) for r in text.runs] == [("2", 7.0), ("6", 4.9)]


def test_lines_are_told_from_shifts(draw):
    page = draw(
        '<text font-size="7"><tspan x="20" y="30">rate<tspan dy="-2" font-size="5">2</tspan></tspan>'
        '<tspan x="20" y="40">(per  year)</tspan></text><text x="20" y="60">a\n  b\u2009c</text>'
        '<text x="20" y="80" xml:space="preserve">a  b</text>'
    )
    assert [t.lines for t in page.texts] == [("rate2", "(per year)"), ("a b\u2009c",), ("a  b",)]


@pytest.mark.parametrize("name", ["ghost", "inkless"])
def test_text_without_ink_is_told_apart(sheet, name):
    assert not sheet[name].visible
    assert sheet["plain"].visible


def test_ancestors_name_the_panel(sheet):
    assert sheet["deep"].ids == ("deep", "panel-b.axis-x", "panel-b")
    assert sheet["deep"].panel == "b"
    assert sheet["deep"].content == "deep"
    assert sheet["plain"].panel is None


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="183mm" height="70mm"', (183, 70)),
        ('width="18.3cm" height="2in"', (183, 50.8)),
        ('width="96" height="48px"', (25.4, 12.7)),
        ('width="518.74pt" height="72pt" viewBox="0 0 10 10"', (183, 25.4)),
    ],
)
def test_page_size(draw, attributes, size):
    page = draw("", f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>')
    assert (page.width_mm, page.height_mm) == pytest.approx(size, abs=0.02)


@pytest.mark.parametrize("attributes", ['viewBox="0 0 10 10"', 'width="100%" height="10mm"'])
def test_page_without_a_size_of_its_own(draw, attributes):
    page = draw("", f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>')
    assert (page.width_mm, page.height_mm) == (None, None)


def test_used_text_counts_once_a_use(draw):
    page = draw(
        '<defs><text id="t" font-size="7">again</text></defs>'
        '<use href="#t" x="20" y="20"/><use xlink:href="#t" x="20" y="40" transform="scale(2)"/>'
    )
    assert [t.content for t in page.texts] == ["again", "again"]
    assert [t.min_pt for t in page.texts] == pytest.approx([7, 14], abs=0.01)
    assert page.texts[1].rect.x == pytest.approx(40 * PT_MM, abs=0.05)


def test_group_box_spans_what_it_shows(draw):
    page = draw(
        '<g id="panel-a"><rect x="10" y="20" width="30" height="40"/>'
        '<g id="panel-a.legend"><rect x="100" y="20" width="10" height="10" stroke="red" stroke-width="2"/>'
        "</g></g>"
        '<g id="panel-c"/>'
    )
    assert page.group("panel-a").rect == pytest.approx([v * PT_MM for v in (10, 20, 100, 40)], abs=0.02)
    assert page.group("panel-a.legend").rect == pytest.approx(
        [v * PT_MM for v in (100, 20, 10, 10)], abs=0.02
    )
    with pytest.raises(LookupError, match="panel-c"):
        page.group("panel-c")


def test_group_box_leaves_out_what_is_clipped(draw):
    page = draw(
        '<clipPath id="c"><rect x="10" y="10" width="50" height="50"/></clipPath>'
        '<g id="panel-a.series.x" clip-path="url(#c)"><path d="M20 20L200 130" stroke="#000"/></g>'
    )
    rect = page.group("panel-a.series.x").rect
    assert (rect.right, rect.bottom) == pytest.approx((60 * PT_MM, 60 * PT_MM), abs=0.02)
    assert (rect.x, rect.y) == pytest.approx((20 * PT_MM, 20 * PT_MM), abs=0.02)


def test_many_files_with_the_same_ids_and_styles(tmp_path):
    paths = []
    for number in range(24):
        path = tmp_path / f"{number}.svg"
        path.write_text(
            f'{HEAD}<style>.t {{ font-size: {5 + number}px }}</style><g id="panel-a">'
            f'<text id="t" class="t" x="9" y="40">{number}</text></g></svg>'
        )
        paths.append(path)
    pages = chromium.measure(paths)
    assert [p.texts[0].content for p in pages] == [str(n) for n in range(24)]
    assert [p.texts[0].min_pt for p in pages] == pytest.approx([5 + n for n in range(24)], abs=0.02)


def test_names_and_folders_with_odd_characters(tmp_path):
    folder = tmp_path / "a b & #ü"
    folder.mkdir()
    path = folder / "f%20 <pre>.svg"
    path.write_text(f'{HEAD}<text x="9" y="40" font-size="7">5 &lt; 6 &amp; α</text></svg>', encoding="utf-8")
    assert chromium.measure([path])[0].texts[0].content == "5 < 6 & α"


@pytest.mark.parametrize("content", ["<svg", "plain", '<html xmlns="http://www.w3.org/1999/xhtml"/>', ""])
def test_what_is_no_svg_is_an_error_not_an_empty_page(tmp_path, content):
    path = tmp_path / "bad.svg"
    path.write_text(content)
    with pytest.raises(OracleError, match=r"bad\.svg"):
        chromium.measure([path])


def test_boxes_at_screen_resolution_are_near_those_of_print(draw):
    body = '<text x="20" y="30" font-size="7">Throughput (req/s)</text>'
    screen, fine = (draw(body, scale=s).texts[0].rect for s in (1, 4))
    assert isinstance(screen, Rect)
    assert screen.w == pytest.approx(fine.w, rel=0.05)
