"""The measurement itself, on files whose sizes can be worked out by hand."""

import pytest

from oracles import svgtruth

pytestmark = [pytest.mark.chromium, pytest.mark.fonts]

PT_PER_MM = 72 / 25.4
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="50mm" viewBox="0 0 200 100"'
    ' font-family="Arial">'
)
# Name → content, and the sizes in user units of 0.5 mm that its runs must have.
SIZES = {
    "plain": ('<text x="10" y="20" font-size="8">a</text>', [8]),
    "relative": ('<g font-size="10"><text y="20">a<tspan font-size="50%">b</tspan></text></g>', [10, 5]),
    "tall": ('<text transform="scale(1 2)" font-size="8">a</text>', [16]),
    "wide": ('<text transform="scale(2 1)" font-size="8">a</text>', [8]),
    "turned": ('<text transform="rotate(33)" font-size="8">a</text>', [8]),
    "leaning": ('<text transform="skewX(45)" font-size="8">a</text>', [8]),
    # Shears the base line as well: it is √2 as long, and the area stays.
    "climbing": ('<text transform="skewY(45)" font-size="8">a</text>', [8 / 2**0.5]),
    "used": ('<defs><text id="t" font-size="8">a</text></defs><use href="#t" transform="scale(3)"/>', [24]),
    "hidden": ('<text display="none">a</text><defs><text>b</text></defs>', []),
    "small em": ('<g font-size="2"><text><tspan font-size="0.5em">a</tspan></text></g>', [1]),
    "blanks": ('<text font-size="8"> a <tspan font-size="8"> b </tspan> </text>', [8]),
}


@pytest.fixture(scope="module")
def truths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("truths")
    paths = []
    for number, (content, _) in enumerate(SIZES.values()):
        paths.append(folder / f"{number}.svg")
        paths[-1].write_text(f"{HEAD}{content}</svg>", encoding="utf-8")
    (folder / "broken.svg").write_text("<svg", encoding="utf-8")
    measured = svgtruth.measure([*paths, folder / "broken.svg"])
    return dict(zip([*SIZES, "broken"], measured, strict=True))


@pytest.mark.parametrize("name", SIZES)
def test_sizes_are_those_worked_out_by_hand(name, truths):
    assert truths[name].excluded is None
    got = [run.size_pt for run in truths[name].runs]
    assert got == pytest.approx([size * 0.5 * PT_PER_MM for size in SIZES[name][1]], rel=1e-3)


def test_page_is_what_the_file_says(truths):
    assert (truths["plain"].width_mm, truths["plain"].height_mm) == pytest.approx((100, 50), abs=0.01)


def test_box_is_the_advance_cell(truths):
    """Arial's "a" is 1139 units of 2048 wide; its box ends below the base line by the face's descent."""
    (run,) = truths["plain"].runs
    x0, y0, x1, y1 = run.box
    assert x0 == pytest.approx(5, abs=0.01)
    assert x1 - x0 == pytest.approx(4 * 1139 / 2048, abs=0.02)
    assert y0 == pytest.approx(10 - 4 * 0.905, abs=0.1)
    assert y1 == pytest.approx(10 + 4 * 0.212, abs=0.1)


def test_white_space_is_as_rendered(truths):
    assert [run.text for run in truths["blanks"].runs] == ["a b"]


def test_a_file_the_browser_refuses_is_named_never_dropped(truths):
    assert truths["broken"].excluded
