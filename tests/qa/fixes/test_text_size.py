"""Text comes out at the floor exactly, as a browser measures it, and stands where it stood."""

from pathlib import Path

import pytest

from natfig.journals import journals
from natfig.qa.check import Context
from natfig.qa.fix import fix_svg
from natfig.qa.fixes._styles import px
from oracles import svgtruth

NATURE = Context(journals.load("nature"))
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="89mm" height="60mm" viewBox="0 0 252.283 170.079" '
    'font-family="Arial, Helvetica, sans-serif" font-size="7">'
)
MM_PER_PT = 25.4 / 72
# Of Liberation Sans, which Chromium sets Arial in: the box of a run reaches so far below its baseline.
DESCENT_EM = 0.212

# name → (inside of the figure, sizes in pt afterwards)
CASES = {
    "attribute": ('<text x="20" y="40" font-size="4">Abc</text>', [5]),
    "attribute with unit": ('<text x="20" y="40" font-size="4px">Abc</text>', [5]),
    "style": ('<text x="20" y="40" style="font-size:4px;fill:#111">Abc</text>', [5]),
    "shorthand": ('<text x="20" y="40" style="font: 4px Arial, serif">Abc</text>', [5]),
    "shorthand with all": (
        "<text x='20' y='40' style='font: bold 4px/1.2 \"Arial\", serif; fill: #111'>Abc</text>",
        [5],
    ),
    "shorthand after": ('<text x="20" y="40" style="font-size: 3px; font: 4px Arial">Abc</text>', [5]),
    "class": ('<style>.t{font-size:4px}</style><text class="t" x="20" y="40">Abc</text>', [5]),
    "class over attribute": (
        '<style>.t{font-size:4px}</style><text class="t" x="20" y="40" font-size="9">Abc</text>',
        [5],
    ),
    "class with shorthand": (
        '<style>.t{font:4px Arial}</style><text class="t" x="20" y="40">Abc</text>',
        [5],
    ),
    "important": ('<style>.t{font-size:4px!important}</style><text class="t" x="20" y="40">Abc</text>', [5]),
    "variable": (
        '<style>:root{--s:4px} .t{font-size:var(--s)}</style><text class="t" x="20" y="40">Abc</text>',
        [5],
    ),
    "inherited": (
        '<g font-size="4"><text x="20" y="40">Abc</text><text x="20" y="80">Def</text></g>',
        [5, 5],
    ),
    "em": ('<g font-size="8"><text x="20" y="40" font-size=".5em">Abc</text></g>', [5]),
    "percent": ('<g font-size="8"><text x="20" y="40" style="font-size:50%">Abc</text></g>', [5]),
    "keyword": ('<g transform="scale(.3)"><text x="20" y="140" style="font-size:small">Abc</text></g>', [5]),
    "points": ('<text x="20" y="40" style="font-size:3pt">Abc</text>', [5]),
    "scaled": ('<g transform="scale(.5)"><text x="40" y="80" font-size="8">Abc</text></g>', [5]),
    "turned": (
        '<g transform="rotate(-90 40 80)scale(.5)"><text x="40" y="80" font-size="8">Abc</text></g>',
        [5],
    ),
    "skewed": ('<text x="40" y="80" font-size="4" transform="skewX(20)">Abc</text>', [5]),
    "flattened": ('<text x="20" y="80" font-size="8" transform="scale(1,.5)">Abc</text>', [5]),
    "nested viewBox": (
        '<svg width="99" height="50" viewBox="0 0 198 100"><text y="40" font-size="8">Abc</text></svg>',
        [5],
    ),
    "symbol": (
        (
            '<symbol id="s" viewBox="0 0 100 100"><text x="20" y="40" font-size="8">Abc</text></symbol>'
            '<use href="#s" width="50" height="50"/>'
        ),
        [5],
    ),
    "size from use": (
        '<defs><text id="u" x="20" y="40">Abc</text></defs><use href="#u" font-size="4"/>',
        [5],
    ),
    "used at two scales": (
        (
            '<defs><text id="u" x="20" y="40" font-size="4">Abc</text></defs>'
            '<use href="#u"/><use href="#u" y="40" transform="scale(.9)"/>'
        ),
        [5.5556, 5],
    ),
    "tiny units": ('<g transform="scale(1000)"><text x=".02" y=".04" font-size=".004">A</text></g>', [5]),
    "lines": (
        (
            '<text x="20" y="40" font-size="4">Abc<tspan x="20" dy="1.2em">def</tspan>'
            '<tspan x="20" dy="1.2em">ghi</tspan></text>'
        ),
        [5],
    ),
    "pieces of one run": (
        '<text x="20" y="40"><tspan font-size="4">ab</tspan><tspan font-size="4">cd</tspan></text>',
        [5],
    ),
    "part in em": ('<text x="20" y="40">Abc<tspan font-size=".6em">def</tspan></text>', [7, 5]),
    "parts that inherit": (
        (
            '<text x="20" y="40" font-size="4">a <tspan font-size="1.5em">b</tspan> '
            '<tspan font-size=".9em">c</tspan></text>'
        ),
        [5, 6, 5],
    ),
    "fitted to a length": ('<text x="20" y="40" font-size="4" textLength="20">Abcdef</text>', [5]),
}

# Exponents that are raised alone: the base and what follows stay, and the exponent keeps its line.
EXPONENTS = {
    "by dy": 'm<tspan dy="-2.5" font-size="4.2">2</tspan><tspan dy="2.5">)</tspan>',
    "by dy in em": 'm<tspan dy="-.6em" font-size="4.2">2</tspan><tspan dy=".36em">)</tspan>',
    "raised": 'm<tspan baseline-shift="super" font-size="4.2">2</tspan>)',
    "lowered": 'm<tspan baseline-shift="sub" style="font-size:4.2px">2</tspan>)',
    "raised by a share": 'm<tspan baseline-shift="40%" font-size="4.2">2</tspan>)',
    "raised by em": 'm<tspan style="baseline-shift:.5em;font-size:.6em">2</tspan>)',
    "as matplotlib": (
        '<tspan x="20" y="40" style="font: 7px Arial">m</tspan>'
        '<tspan x="26" y="37" style="font: 4.2px Arial">2</tspan>'
        '<tspan x="29" y="40" style="font: 7px Arial">)</tspan>'
    ),
}


def fixed(inner, context=NATURE, **more):
    data = f"{HEAD}{inner}</svg>".encode()
    return fix_svg(data, Path("fig.svg"), context, **({"select": ["TXT002"]} | more))


def truths(folder, files):
    """Return what Chromium measures in each file."""
    paths = []
    for number, data in enumerate(files):
        path = folder / f"{number}.svg"
        path.write_bytes(data)
        paths.append(path)
    return svgtruth.measure(paths)


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """What Chromium makes of every case before and after, in two runs."""
    inner = [inner for inner, _ in CASES.values()]
    inner += [f'<text x="20" y="40">{text}</text>' for text in EXPONENTS.values()]
    before = [f"{HEAD}{text}</svg>".encode() for text in inner]
    after = [fixed(text).data for text in inner]
    names = [*CASES, *EXPONENTS]
    folders = [tmp_path_factory.mktemp(name) for name in ("before", "after")]
    olds, news = (truths(folder, files) for folder, files in zip(folders, (before, after), strict=True))
    return {name: pair for name, *pair in zip(names, olds, news, strict=True)}


@pytest.mark.chromium
@pytest.mark.parametrize("name", CASES)
def test_text_comes_out_at_the_floor(name, measured):
    old, new = measured[name]
    assert min(run.size_pt for run in old.runs) < 4.95
    assert [run.size_pt for run in new.runs] == pytest.approx(CASES[name][1], abs=0.002)
    said = ["".join("".join(r.text for r in truth.runs).split()) for truth in (old, new)]
    assert said[0] == said[1]


@pytest.mark.parametrize("name", CASES)
def test_the_reader_agrees_and_a_second_pass_changes_nothing(name):
    result = fixed(CASES[name][0])
    assert result.mended
    assert result.kept == []
    assert "TXT002" not in {f.code for f in result.after.findings}
    assert fix_svg(result.data, Path("fig.svg"), NATURE, select=["TXT002"]).data == result.data


@pytest.mark.chromium
@pytest.mark.parametrize("name", EXPONENTS)
def test_an_exponent_keeps_its_line(name, measured):
    def line_mm(run):
        return run.box[3] - DESCENT_EM * run.size_pt * MM_PER_PT

    old, new = measured[name]
    assert [run.size_pt for run in new.runs] == pytest.approx([7, 5, 7], abs=0.002)
    # Metrics are rounded to a quarter of a CSS pixel, 0.07 mm; a tenth of the exponent's rise is 0.09 mm.
    assert [line_mm(run) for run in new.runs] == pytest.approx([line_mm(run) for run in old.runs], abs=0.02)
    assert new.runs[0].box == pytest.approx(old.runs[0].box, abs=0.01)


def test_an_exponent_in_a_label_that_is_raised_too_keeps_its_share_of_the_rise():
    inner = (
        '<text x="20" y="40" font-size="4">m<tspan dy="-.5em" font-size="2.8">2</tspan>'
        '<tspan dy=".35em">)</tspan></text>'
    )
    text = fixed(inner).data.decode()
    # Half of 2.8 px, times the 5/4 by which the label grew; the way back is in units of the label.
    assert '<tspan dy="-1.75" font-size="5">' in text
    assert '<tspan dy=".35em">' in text


def test_only_what_is_too_small_is_touched():
    inner = '<text x="20" y="40">Large</text><text x="20" y="60" font-size="4">Small</text><!-- c --><g/>'
    assert fixed(inner).data.decode() == f"{HEAD}{inner}</svg>".replace('font-size="4"', 'font-size="5"')


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ('<text x="20" y="40" font-size="2.4">Abc</text>', "more than 2 times as large"),
        (
            '<text x="20" y="40" font-size="4">Abc</text><text x="27.2" y="40" font-size="5">Def</text>',
            "lies 0.",
        ),
        ('<text x="245" y="40" font-size="4">Abc</text>', "beyond the page"),
    ],
)
def test_what_would_do_harm_is_left_and_named(inner, reason):
    result = fixed(inner)
    assert result.mended == []
    (said,) = result.kept
    assert said.startswith("TXT002: ")
    assert "'Abc'" in said
    assert reason in said


def test_a_label_that_collides_does_not_hold_up_the_others():
    inner = (
        '<text x="20" y="40" font-size="4">Abc</text><text x="27.2" y="40" font-size="5">Def</text>'
        '<text x="20" y="80" font-size="4">Ghi</text>'
    )
    result = fixed(inner)
    assert result.mended == ["TXT002: raised 'Ghi' from 4.00 to 5 pt"]
    assert [said.partition(":")[0] for said in result.kept] == ["TXT002"]
    assert [f.where.text for f in result.after.findings if f.code == "TXT002"] == ["Abc"]


def test_of_two_that_collide_only_with_each_other_one_is_raised():
    inner = (
        '<g text-anchor="middle" font-size="4"><text x="20" y="40">Abcdef</text>'
        '<text x="31.23" y="40">Ghi</text></g>'
    )
    result = fixed(inner)
    assert result.mended == ["TXT002: raised 'Abcdef' from 4.00 to 5 pt"]
    (said,) = result.kept
    assert said.startswith("TXT002: not raised, 'Ghi': ")


@pytest.mark.parametrize("others", ["", '<text x="40" y="80" font-size="4">far away</text>'])
def test_one_left_out_for_another_that_is_left_out_itself_is_brought_back(others):
    # Raised together, a and b meet, and b is left out; a meets the wall, which doesn't grow.
    inner = (
        '<text x="47.1" y="40">wall</text><g text-anchor="middle" font-size="4">'
        f'<text x="40" y="40">aaaaaa</text><text x="28.8" y="40">bbb</text></g>{others}'
    )
    result = fixed(inner)
    assert "TXT002: raised 'bbb' from 4.00 to 5 pt" in result.mended
    assert len(result.mended) == 1 + bool(others)
    (said,) = result.kept
    assert said.startswith("TXT002: not raised, 'aaaaaa': ")


def test_the_journals_own_size_of_panel_letters_is_left():
    cell = Context(journals.load("acs"))
    assert fixed('<text x="20" y="40" font-size="5">Abc</text>', cell).mended == []


@pytest.mark.parametrize(
    ("journal", "floor"), [(None, 5), ("plos", 8), ("ieee", 9), ("elsevier", 6), ("pnas", 6)]
)
def test_the_floor_is_the_journals(journal, floor):
    context = Context(None if journal is None else journals.load(journal))
    result = fixed('<text x="20" y="40" font-size="4.8">Abc</text>', context)
    assert result.mended == [f"TXT002: raised 'Abc' from 4.80 to {floor:g} pt"]


def test_suppressed_texts_are_left_and_not_named():
    inner = '<text x="20" y="40" font-size="4">n = 3</text><text x="20" y="60" font-size="4">Abc</text>'
    result = fixed(inner, is_spared=lambda f: f.where.text == "n = 3")
    assert result.mended == ["TXT002: raised 'Abc' from 4.00 to 5 pt"]
    assert result.kept == []


@pytest.mark.parametrize("apart", [9, 7.2, 3.2])
def test_five_hundred_small_texts_take_few_passes(apart):
    texts = "".join(
        f'<text x="{4 + i % 25 * apart}" y="{9 + i // 25 * 8}" font-size="4">{i:03d}</text>'
        for i in range(500)
    )
    result = fixed(texts)
    assert result.passes <= 12
    assert len({f.where.text for f in result.before.findings if f.code == "TXT002"}) == 500
    harmful = {"TXT006", "TXT007", "TXT009"}
    assert not harmful & ({f.code for f in result.after.findings} - {f.code for f in result.before.findings})
    if apart == 9:
        assert result.mended == ["TXT002: raised 500 texts from 4.00 to 5 pt: '000', '001', '002', …"]
    elif apart == 7.2:
        assert result.kept[0].startswith("TXT002: ")
        assert result.mended


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (5.000006, "5"),
        (5.55556, "5.5556"),
        (0.0041234567, "0.0041235"),
        (12345.6, "12346"),
        (1e7, "10000000"),
    ],
)
def test_lengths_have_five_figures(value, text):
    assert px(value) == text
