"""The page is stated in mm and keeps its size, and everything on it its place."""

import re
from pathlib import Path

import pytest

from natfig.qa.check import Context
from natfig.qa.fix import fix_svg
from natfig.qa.readers.svg import reader
from oracles import svgtruth

# Lengths in percent and a text, to see whether user units stay what they were.
INSIDE = (
    '<rect x="10%" y="25%" width="50%" height="50%" fill="#0f4d92"/>'
    '<text x="30%" y="50%" font-family="Arial, sans-serif" font-size="12">Label</text>'
)
# name → (attributes of the root, a style sheet, attributes afterwards)
CASES = {
    "px": ('width="300px" height="150px" viewBox="0 0 300 150"', "", "79.375 39.6875 0 0 300 150"),
    "bare": ('width="300" height="150" viewBox="0 0 300 150"', "", "79.375 39.6875 0 0 300 150"),
    "pt": ('width="225pt" height="112.5pt" viewBox="0 0 225 112.5"', "", "79.375 39.6875 0 0 225 112.5"),
    "pc": ('width="20pc" height="10pc" viewBox="0 0 225 112.5"', "", "84.6667 42.3333 0 0 225 112.5"),
    "em": ('width="20em" height="10em" viewBox="0 0 225 112.5"', "", "84.6667 42.3333 0 0 225 112.5"),
    "no viewBox": ('width="300" height="150"', "", "79.375 39.6875 0 0 300 150"),
    "no viewBox, pt": ('width="225pt" height="112.5pt"', "", "79.375 39.6875 0 0 300 150"),
    "broken viewBox": ('width="300" height="150" viewBox="0 0 x"', "", "79.375 39.6875 0 0 300 150"),
    "viewBox alone": ('viewBox="0 0 300 150"', "", "79.375 39.6875 0 0 300 150"),
    "width alone": ('width="300" viewBox="0 0 600 300"', "", "79.375 39.6875 0 0 600 300"),
    "height alone": ('height="150" viewBox="0 0 600 300"', "", "79.375 39.6875 0 0 600 300"),
    "mixed": ('width="8cm" height="150" viewBox="0 0 300 150"', "", "80 39.6875 0 0 300 150"),
    "offset": ('width="300" height="150" viewBox="-5 -5 310 160"', "", "79.375 39.6875 -5 -5 310 160"),
    "stretched": (
        'width="300" height="150" viewBox="0 0 300 100" preserveAspectRatio="none"',
        "",
        "79.375 39.6875 0 0 300 100",
    ),
    "style": (
        'style="width:300px;height:150px;margin:0" viewBox="0 0 300 150"',
        "",
        "79.375 39.6875 0 0 300 150",
    ),
    "style over attributes": (
        'width="9" height="9" style="width:300px;height:150px" viewBox="0 0 300 150"',
        "",
        "79.375 39.6875 0 0 300 150",
    ),
    "sheet": ('viewBox="0 0 300 150"', "svg{width:300px;height:150px}", "79.375 39.6875 0 0 300 150"),
    "important": (
        'viewBox="0 0 300 150"',
        "svg{width:300px!important;height:150px}",
        "79.375 39.6875 0 0 300 150",
    ),
    "odd number": ('width="333.333" height="100.1" viewBox="0 0 9 9"', "", "88.1944 26.4848 0 0 9 9"),
}


def svg(attributes, sheet):
    style = f"<style>{sheet}</style>" if sheet else ""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{style}{INSIDE}</svg>'.encode()


def fixed(data):
    return fix_svg(data, Path("fig.svg"), Context(), select=["GEO001"])


@pytest.mark.parametrize("name", CASES)
def test_the_page_is_stated_in_mm(name):
    attributes, sheet, wanted = CASES[name]
    data = svg(attributes, sheet)
    result = fixed(data)
    assert len(result.mended) == 1
    assert result.kept == []
    width, height, *viewbox = wanted.split()
    root = result.after.document.source.tree.getroot()
    assert (root.get("width"), root.get("height")) == (f"{width}mm", f"{height}mm")
    assert root.get("viewBox").split() == viewbox
    before, after = result.before.document, reader.read(Path("fig.svg"), result.data)
    assert after.page.unit == "mm"
    assert (after.page.width_mm, after.page.height_mm) == pytest.approx(
        (before.page.width_mm, before.page.height_mm), abs=6e-5
    )
    assert after.runs[0].size_pt == pytest.approx(before.runs[0].size_pt, rel=1e-5)
    assert list(after.shapes.box(0)) == pytest.approx(list(before.shapes.box(0)), abs=1e-3)
    assert fixed(result.data).mended == []
    if "margin" in attributes:
        assert "margin:0" in root.get("style")


@pytest.mark.chromium
def test_a_browser_shows_the_same(tmp_path):
    paths = []
    for number, (attributes, sheet, _) in enumerate(CASES.values()):
        data = svg(attributes, sheet)
        for name, version in (("old", data), ("new", fixed(data).data)):
            paths.append(tmp_path / f"{number}.{name}.svg")
            paths[-1].write_bytes(version)
    truths = svgtruth.measure(paths)
    for name, old, new in zip(CASES, truths[::2], truths[1::2], strict=True):
        if old.width_mm is not None and old.height_mm is not None:
            sizes = (old.width_mm, old.height_mm)
            assert (new.width_mm, new.height_mm) == pytest.approx(sizes, abs=0.01), name
        (a,), (b,) = old.runs, new.runs
        assert b.size_pt == pytest.approx(a.size_pt, rel=1e-4), name
        assert b.box == pytest.approx(a.box, abs=0.02), name


@pytest.mark.parametrize(
    "attributes",
    [
        'width="89mm" height="60mm" viewBox="0 0 89 60"',
        'width="8.9cm" height="6cm"',
        'width="3.5in" height="2IN"'.lower(),
        'width="89mm" height="60mm"',
    ],
)
def test_lengths_on_paper_stay(attributes):
    data = svg(attributes, "")
    assert fixed(data).data is data


@pytest.mark.parametrize("attributes", ['width="100%" height="100%" viewBox="0 0 9 9"', 'width="100%"'])
def test_a_share_of_the_frame_is_left_and_named(attributes):
    data = svg(attributes, "")
    result = fixed(data)
    assert result.data is data
    assert result.kept == ["GEO001: the page's size of 100%: only its author knows how large it is printed"]


@pytest.mark.parametrize("attributes", ["", 'width="300"', 'width="0" height="0"', 'width="x" height="y"'])
def test_a_page_without_a_size_stays(attributes):
    data = svg(attributes, "")
    assert fixed(data).data is data


def test_the_report_says_what_it_was():
    (said,) = fixed(svg('width="300px" height="150px"', "")).mended
    assert said == "GEO001: stated the page as 79.38 × 39.69 mm (it had px)"
    assert re.search(r"\(it had no size\)$", fixed(svg('viewBox="0 0 9 9"', "")).mended[0])
