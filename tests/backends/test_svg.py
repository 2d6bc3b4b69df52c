import base64
import io
import re

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from backends import pictures
from natfig.backends.mpl.svg import number, xml_text
from natfig.core.errors import UsageError

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


def parse(data):
    """Parse as a careful reader does: no entities, no network."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def drawn(draw, **kwargs):
    with pictures.drawing() as ax:
        draw(ax)
    return parse(pictures.export(ax.figure, "svg", **kwargs))


def texts(root):
    return ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]


def text(root, content):
    """Return the one <text> that says `content`."""
    (found,) = [t for t in root.iter(f"{SVG}text") if "".join(t.itertext()) == content]
    return found


def ids(root):
    return [e.get("id") for e in root.iter() if e.get("id")]


def bare(ax):
    """Leave the page empty but for what a test draws."""
    ax.set_axis_off()


# -- page and document ---------------------------------------------------------


@pytest.mark.parametrize(("width_mm", "height_mm"), [(89, 60), (183, 170), (120.5, 33.25), (85.7, 40)])
def test_the_page_is_exact_in_mm_with_a_viewbox_in_pt(width_mm, height_mm):
    with pictures.drawing() as ax:
        ax.figure.set_size_inches(width_mm / 25.4, height_mm / 25.4)
    root = parse(pictures.export(ax.figure, "svg"))
    assert root.tag == f"{SVG}svg"
    assert root.get("width") == f"{width_mm:.4f}mm"
    assert root.get("height") == f"{height_mm:.4f}mm"
    left, top, width, height = map(float, root.get("viewBox").split())
    assert (left, top) == (0, 0)
    assert (width, height) == pytest.approx((width_mm / 25.4 * 72, height_mm / 25.4 * 72), abs=0.001)


def test_title_and_description_are_the_alternative_text():
    root = drawn(pictures.lines, title="Rate & <ΔF/F>", description='Two "curves".')
    named = {e.get("id"): e.text for e in root if e.tag in (f"{SVG}title", f"{SVG}desc")}
    assert root.get("role") == "img"
    assert [named[i] for i in root.get("aria-labelledby").split()] == ["Rate & <ΔF/F>", 'Two "curves".']


@pytest.mark.parametrize("draw", pictures.PICTURES, ids=lambda d: d.__name__)
def test_the_file_is_well_formed_unique_and_refers_to_nothing_outside(draw):
    root = drawn(draw)
    names = ids(root)
    assert len(names) == len(set(names))
    for element in root.iter():
        assert element.tag not in (f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject", f"{SVG}use")
        for key, value in element.attrib.items():
            assert not key.lower().startswith("on")
            if key in {HREF, "href"}:
                assert element.tag == f"{SVG}image"
                assert value.startswith("data:image/png;base64,")
            for target in re.findall(r"url\(([^)]*)\)", value):
                assert target.lstrip("#") in names
                assert target.startswith("#")
    assert not list(root.iter(etree.ProcessingInstruction, etree.Entity))


@pytest.mark.parametrize("draw", pictures.PICTURES, ids=lambda d: d.__name__)
def test_same_figure_same_bytes(draw):
    def once():
        with pictures.drawing() as ax:
            draw(ax)
        return pictures.export(ax.figure, "svg")

    one = once()
    assert one == once()
    assert b"<dc:date" not in one


# -- text ----------------------------------------------------------------------


def test_one_label_is_one_text():
    root = drawn(pictures.words)
    said = texts(root)
    assert "Batch size (log2)" in said
    assert "Latency(10−3 s)" in said
    assert "turned bythirty degrees" in said
    assert "right,two lines" in said
    assert "α2 + βij" in said
    assert len(said) == len(root.findall(f".//{SVG}text")) == 2 * 6 + 2 + 5


def test_lines_of_a_label_are_tspans_below_each_other():
    label = text(drawn(pictures.words), "right,two lines")
    lines = [t for t in label if t.tag == f"{SVG}tspan"]
    assert [t.text for t in lines] == ["right,", "two lines"]
    assert lines[0].get("x") == lines[1].get("x") == label.get("x")
    assert float(lines[1].get("y")) - float(lines[0].get("y")) == pytest.approx(1.15 * 9, abs=0.01)
    assert label.get("text-anchor") == "end"
    assert label.get("font-weight") == "bold"
    assert label.get("fill") == "#b64342"


@pytest.mark.parametrize(("size", "script"), [(7, 5), (6, 5), (8, 5.6), (10, 7)])
def test_an_exponent_is_a_tspan_at_or_above_the_floor(size, script):
    def draw(ax):
        bare(ax)
        ax.text(0, 0, "10$^{-3}$ m$_2$", fontsize=size)

    label = text(drawn(draw), "10−3 m2")
    up, back, down = label
    assert (label.text, up.text, back.text, down.text) == ("10", "−3", " m", "2")
    assert float(up.get("font-size")) == float(down.get("font-size")) == pytest.approx(script)
    shifts = [float(t.get("dy", 0)) for t in (up, back, down)]
    assert shifts[0] < 0
    assert shifts[0] + shifts[1] == pytest.approx(0, abs=0.002)
    assert shifts[2] > 0


def test_the_font_stack_names_arial_first():
    def draw(ax):
        ax.text(0, 0, "x")
        ax.text(0, 0.5, "y", family="DejaVu Serif")
        ax.text(0, 0.7, "z", family="monospace")

    root = drawn(draw)
    stack = "Arial, Helvetica, 'Liberation Sans', sans-serif"
    assert text(root, "x").get("font-family") == stack
    assert text(root, "y").get("font-family") == f"'DejaVu Serif', {stack}"
    assert text(root, "z").get("font-family") == "monospace"


@pytest.mark.parametrize(
    ("kwargs", "anchor"),
    [
        ({"ha": "left"}, None),
        ({"ha": "center"}, "middle"),
        ({"ha": "right"}, "end"),
        ({"rotation": 90, "va": "center", "ha": "center"}, "middle"),
        ({"rotation": 90, "va": "top"}, "end"),
        ({"rotation": 30, "ha": "center", "rotation_mode": "anchor"}, "middle"),
    ],
)
def test_the_anchor_keeps_a_label_in_place_when_it_is_edited(kwargs, anchor):
    def draw(ax):
        bare(ax)
        ax.text(0.5, 0.5, "edit me", **kwargs)

    label = text(drawn(draw), "edit me")
    assert label.get("text-anchor") == anchor
    assert ("rotate(" in label.get("transform", "")) == ("rotation" in kwargs)


def test_see_through_text_is_text():
    def draw(ax):
        ax.text(0, 0, "faint", alpha=0.4, color="#123456")

    label = text(drawn(draw), "faint")
    assert (label.get("fill"), label.get("fill-opacity")) == ("#123456", "0.4")


def test_a_formula_mathtext_sets_has_its_colour_and_slant():
    def draw(ax):
        bare(ax)
        ax.text(0.2, 0.5, r"$\sqrt{\frac{x}{2}}$", color="#b64342")

    root = drawn(draw)
    label = text(root, "x2")
    assert label.get("fill") == "#b64342"
    assert all(t.get("x") and t.get("y") for t in label)
    signs = [e for e in root.iter(f"{SVG}rect", f"{SVG}path") if e.get("fill") == "#b64342"]
    assert {e.tag for e in signs} == {f"{SVG}rect", f"{SVG}path"}


HOSTILE = [
    "<script>alert(1)</script>",
    "a & b < c > d",
    "\"double\" and 'single'",
    "]]>",
    "<!-- comment -->",
    "&lt;&amp;&#0;",
    "<?xml version='1.0'?>",
    "&xxe;",
    "emphasis \u202eright to left",
    "עברית والعربية",
    "日本語",
    "a\u0301 e\u0308",
    "zero\u200bwidth",
    "%s {0} {x} $1",
    "javascript:alert(1)",
]


@pytest.mark.filterwarnings("ignore:.*missing from font")
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_stays_text(words):
    def draw(ax):
        bare(ax)
        ax.text(0.1, 0.5, words, parse_math=False)

    root = drawn(draw, title=words, description=words)
    assert texts(root) == [words]
    assert root.find(f"{SVG}title").text == words
    assert root.find(f"{SVG}desc").text == words
    assert root.find(f".//{SVG}script") is None


@pytest.mark.filterwarnings("ignore:.*missing from font")
@pytest.mark.parametrize(
    "bad", ["\x00", "\x01", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\ufffe", "\uffff"], ids=ascii
)
def test_what_xml_cannot_hold_is_replaced(bad):
    def draw(ax):
        bare(ax)
        ax.text(0.1, 0.5, f"be{bad}fore")

    root = drawn(draw, title=f"t{bad}t", description=bad)
    assert texts(root) == ["be\ufffdfore"]
    assert root.find(f"{SVG}title").text == "t\ufffdt"


@given(st.text())
def test_any_string_is_written_well_formed(words):
    element = etree.fromstring(f"<a>{xml_text(words)}</a>".encode())
    plain = "".join(c for c in words if c not in "\r\n")
    kept = "".join(c for c in (element.text or "") if c != "\n")
    assert len(kept) == len(plain)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (-0.0, "0"),
        (-0.0001, "0"),
        (1.0, "1"),
        (0.5, "0.5"),
        (1 / 3, "0.333"),
        (100, "100"),
        (-2.50, "-2.5"),
    ],
)
def test_numbers_are_short(value, written):
    assert number(value) == written


# -- groups --------------------------------------------------------------------


def test_groups_carry_their_names_and_neighbours_are_merged():
    def draw(ax):
        ax.set_gid("panel-a")
        ax.xaxis.set_gid("panel-a.axis-x")
        for k in range(3):
            ax.plot([0, k], gid="panel-a.series.INT8")
        ax.plot([1, 2], gid="panel-a.series.FP16")

    root = drawn(draw)
    names = ids(root)
    (panel,) = root.iterfind(f".//{SVG}g[@id='panel-a']")
    (series,) = panel.iterfind(f"{SVG}g[@id='panel-a.series.INT8']")
    assert len(series) == 3
    assert panel.find(f"{SVG}g[@id='panel-a.axis-x']") is not None
    assert "panel-a.series.FP16" in names
    assert not [n for n in names if re.fullmatch(r"(line2d|patch|axes|figure|text|matplotlib\.axis)_\d+", n)]


def test_a_name_that_comes_again_is_numbered():
    def draw(ax):
        ax.plot([0, 1], gid="s")
        ax.plot([0, 1], gid="t")
        ax.plot([0, 1], gid="s")

    names = ids(drawn(draw))
    assert {"s", "t", "s.2"} <= set(names)


@pytest.mark.parametrize(
    ("gid", "name"),
    [
        ("panel-a.series.Wild type", "panel-a.series.Wild-type"),
        ("Δ", "Δ"),
        ("☃", "group"),
        ("Adélie", "Adélie"),
        ("5 µM", "g-5-M"),
        ('"><script>', "script"),
        ("−1", "g-1"),
        ("a&b", "a-b"),
        ("x\ny", "x-y"),
    ],
)
def test_any_name_becomes_a_valid_id(gid, name):
    def draw(ax):
        bare(ax)
        ax.plot([0, 1], gid=gid)

    found = [n for n in ids(drawn(draw)) if not n.startswith(("figure-", "clip"))]
    assert found == [name]
    assert re.fullmatch(rf"[{LETTER}][{LETTER}0-9.\-]*", name)


# Letters of XML 1.0 (fifth edition), NameStartChar, as far as natfig uses it.
LETTER = "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u3001-\ud7ff"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=6))
def test_ids_are_unique_and_valid_whatever_the_names(gids):
    def draw(ax):
        bare(ax)
        for k, gid in enumerate(gids):
            ax.plot([0, 1], [0, k], gid=gid or None)

    names = ids(drawn(draw))
    assert len(names) == len(set(names))
    assert all(re.fullmatch(rf"[{LETTER}][{LETTER}0-9.\-]*", n) for n in names)


# -- marks ---------------------------------------------------------------------


def test_round_markers_are_circles_and_others_are_paths():
    def draw(ax):
        bare(ax)
        ax.plot([1, 2, 3], [1, 2, 3], "o", ms=4, mew=0, gid="round", clip_on=False)
        ax.plot([1, 2, 3], [3, 2, 1], "s", ms=4, mew=0, gid="square", clip_on=False)
        ax.scatter([1, 2], [2, 1], s=[4, 16], lw=0, gid="cloud", clip_on=False)

    root = drawn(draw)
    round_ = root.find(f".//{SVG}g[@id='round']")
    assert [(e.tag, float(e.get("r"))) for e in round_] == [(f"{SVG}circle", 2.0)] * 3
    assert [e.tag for e in root.find(f".//{SVG}g[@id='square']")] == [f"{SVG}path"] * 3
    assert [float(e.get("r")) for e in root.find(f".//{SVG}g[@id='cloud']")] == pytest.approx([1, 2])


def test_a_marker_at_nan_or_infinity_is_not_drawn():
    def draw(ax):
        bare(ax)
        ax.plot([0, np.nan, 2, np.inf], [0, 1, 2, 1], "o", gid="points", clip_on=False)
        ax.scatter([0, np.nan, 2], [0, 1, 2], gid="cloud", clip_on=False)

    root = drawn(draw)
    assert len(root.find(f".//{SVG}g[@id='points']")) == 2
    assert len(root.find(f".//{SVG}g[@id='cloud']")) == 2
    assert b"nan" not in etree.tostring(root).lower().replace(b"natfig", b"")


def clips(root):
    used = [e for e in root.iter() if e.get("clip-path")]
    return used, root.findall(f".//{SVG}clipPath")


def test_nothing_is_clipped_where_nothing_leaves_the_axes():
    def draw(ax):
        ax.plot([0, 1, 2], [0.5, 2, 1], "o-")
        ax.bar([0, 1], [1, 2])
        ax.scatter([0.5], [0.5])

    assert clips(drawn(draw)) == ([], [])


def test_what_leaves_the_axes_is_clipped_once_and_for_all():
    def draw(ax):
        ax.plot([0, 10], [0, 10])
        ax.plot([0, 10], [5, 0])
        ax.plot([1, 2], [1, 2])
        ax.set(xlim=(0, 5), ylim=(0, 5))

    used, defined = clips(drawn(draw))
    assert len(used) == 2
    assert len(defined) == 1
    assert {e.get("clip-path") for e in used} == {f"url(#{defined[0].get('id')})"}


def test_a_point_outside_the_axes_is_left_out():
    def draw(ax):
        ax.plot([1, 2, 99], [1, 2, 3], "o", gid="points")
        ax.set(xlim=(0, 5), ylim=(0, 5))

    assert len(drawn(draw).find(f".//{SVG}g[@id='points']")) == 2


def test_a_line_on_the_axes_edge_is_seen_whole():
    def draw(ax):
        ax.axhline(0, color="k", lw=3)
        ax.set(ylim=(0, 1))

    assert clips(drawn(draw)) == ([], [])


@pytest.mark.parametrize(
    ("style", "dashes"),
    [("-", None), ("--", "3.7 1.6"), ((0, (1, 2)), "1 2"), ((1, (4, 1, 1, 1)), "4 1 1 1")],
)
def test_dashes_are_written_in_pt(style, dashes):
    def draw(ax):
        bare(ax)
        ax.plot([0, 1], [0, 1], ls=style, lw=1, gid="line", clip_on=False)

    (line,) = drawn(draw).find(f".//{SVG}g[@id='line']")
    assert line.get("stroke-dasharray") == dashes
    assert line.get("stroke-width") == "1"
    assert line.get("stroke-dashoffset") == ("1" if style == (1, (4, 1, 1, 1)) else None)


def test_opacity_is_an_attribute_not_another_colour():
    def draw(ax):
        bare(ax)
        ax.fill_between([0, 1], 0, 1, color="#0F4D92", alpha=0.25, lw=0, gid="band")
        ax.plot([0, 1], [0, 1], color="#B64342", alpha=0.5, gid="line", clip_on=False)

    root = drawn(draw)
    (band,) = root.find(f".//{SVG}g[@id='band']")
    (line,) = root.find(f".//{SVG}g[@id='line']")
    assert (band.get("fill"), band.get("fill-opacity"), band.get("stroke")) == ("#0f4d92", "0.25", None)
    assert (line.get("stroke"), line.get("stroke-opacity"), line.get("fill")) == ("#b64342", "0.5", "none")


def test_hatches_are_patterns_with_their_own_opacity():
    root = drawn(pictures.hatches)
    patterns = {p.get("id"): p for p in root.iter(f"{SVG}pattern")}
    assert len(patterns) == 5
    faint = [p for p in patterns.values() if p.find(f"{SVG}rect").get("fill-opacity")]
    assert [p.find(f"{SVG}rect").get("fill-opacity") for p in faint] == ["0.4"]
    assert faint[0].find(f"{SVG}rect").get("fill") == "#b64342"
    used = {e.get("fill") for e in root.iter(f"{SVG}path") if "url(" in e.get("fill", "")}
    assert used == {f"url(#{name})" for name in patterns}


def test_tick_marks_are_strokes_without_a_fill():
    def draw(ax):
        ax.set_gid("panel-a")
        ax.xaxis.set_gid("panel-a.axis-x")

    axis = drawn(draw).find(f".//{SVG}g[@id='panel-a.axis-x']")
    ticks = list(axis.iter(f"{SVG}path"))
    assert ticks
    assert all(t.get("fill") == "none" and t.get("stroke") for t in ticks)


# -- images --------------------------------------------------------------------


def pixels(element):
    data = base64.b64decode(element.get(HREF).partition("base64,")[2])
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("origin", ["upper", "lower"])
def test_an_unsmoothed_image_keeps_its_own_pixels(origin):
    def draw(ax):
        pictures.image(ax, origin, "none")

    (image,) = drawn(draw).iter(f"{SVG}image")
    found = pixels(image)
    assert found.size == (7, 5)
    assert found.mode == "RGB"
    values = np.arange(35).reshape(5, 7) ** 1.5
    colours = mpl.colormaps["viridis"](values / values.max(), bytes=True)[..., :3]
    rows = np.asarray(found)
    # Which way up they lie is the transform's business; the pictures compare it.
    assert np.array_equal(rows, colours) or np.array_equal(rows, colours[::-1])
    assert (image.get("width"), image.get("height")) == ("7", "5")
    assert "pixelated" in image.get("style")


def test_a_see_through_image_keeps_its_alpha():
    def draw(ax):
        rgba = np.zeros((4, 4, 4))
        rgba[:2, :, 3] = 1
        ax.imshow(rgba, interpolation="none")

    (image,) = drawn(draw).iter(f"{SVG}image")
    found = pixels(image)
    assert found.mode == "RGBA"
    assert sorted(set(np.asarray(found)[..., 3].ravel())) == [0, 255]


def test_a_rasterized_artist_is_an_image_at_the_resolution_and_the_rest_stays_vector():
    root = drawn(pictures.rasterized, dpi=300)
    (image,) = root.iter(f"{SVG}image")
    width_pt = float(image.get("width"))
    assert pixels(image).size[0] / width_pt * 72 == pytest.approx(300, rel=0.01)
    assert len(list(root.iter(f"{SVG}circle"))) == 0
    assert any(e.get("stroke") == "#b64342" for e in root.iter(f"{SVG}path"))


def test_shading_svg_cannot_hold_is_refused_in_words():
    def draw(ax):
        ax.pcolormesh(np.arange(9).reshape(3, 3), shading="gouraud")

    with pytest.raises(UsageError, match="gouraud shading has to be rasterized"):
        drawn(draw)


def test_drawing_does_not_change_the_figure_or_the_settings():
    with pictures.drawing() as ax:
        pictures.lines(ax)
    figure = ax.figure
    before = dict(mpl.rcParams), figure.dpi, tuple(figure.get_size_inches())
    pictures.export(figure, "svg", "pdf", "png", "tiff")
    assert (dict(mpl.rcParams), figure.dpi, tuple(figure.get_size_inches())) == before
