"""svglite's SVG with natfig's names: small files as the runner leaves them, read back with lxml."""

import pytest
from lxml import etree

from natfig.backends.r.svg import PanelNames, finish_svg
from natfig.core.errors import NatfigError

NS = "{http://www.w3.org/2000/svg}"
TEXT = "<text x='{x}' y='{y}' {anchor} style='font-size: {size}px; font-family: \"Liberation Sans\";' textLength='9px' lengthAdjust='spacingAndGlyphs'>{text}</text>"  # noqa: E501
NAMES = PanelNames(
    "a", [("series", True, None), ("reference", False, None), ("text", False, None)],
    {"#0F4D92": "INT8", "#767676": "FP16"}, {"strip_a_1": "table"}, "legend", "Precision",
)  # fmt: skip


def text(what, x=10.0, y=20.0, size=6.0, anchor="middle"):
    anchor = f"text-anchor='{anchor}'" if anchor else ""
    return TEXT.format(x=x, y=y, size=f"{size:.2f}", anchor=anchor, text=what)


def part(name, inner, x0=0, y0=100, x1=100, y1=0):
    mark = "<text x='{}' y='{}' style='font-size: 1px; fill: #010203;'>natfig{}{}</text>"
    return mark.format(x0, y0, "&lt;", name) + inner + mark.format(x1, y1, "&gt;", name)


def circle(color, x=50.0):
    return f"<circle cx='{x}' cy='50' r='1.5' style='fill: {color};'/>"


def finish(*parts, clip=""):
    defs = "<defs><clipPath id='c1'><rect x='0' y='0' width='100' height='100'/></clipPath></defs>"
    body = f"<g {clip}>{''.join(parts)}</g>"
    data = (
        "<?xml version='1.0' encoding='UTF-8'?><svg xmlns='http://www.w3.org/2000/svg' "
        f"viewBox='0 0 200 100' width='200pt'>{defs}{body}</svg>"
    )
    return finish_svg(
        data.encode(),
        {"a": NAMES},
        width_mm=70.5,
        height_mm=35.3,
        title="A title",
        description="What it shows",
    )


def tree(*parts, **more):
    return etree.fromstring(finish(*parts, **more).data)


def ids(root):
    return [e.get("id") for e in root.iter() if e.get("id") and not e.get("id").startswith("figure-")]


def by_id(root, name):
    return root.xpath("//*[@id=$name]", name=name)[0]


def test_the_page_says_what_it_is():
    root = tree(part("panel_a/layer-2", circle("#111111")))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == (
        "70.5000mm",
        "35.3000mm",
        "0 0 200 100",
    )
    assert [e.text for e in root.iter(f"{NS}title", f"{NS}desc")] == ["A title", "What it shows"]


def test_levels_are_groups_by_their_colours():
    root = tree(part("panel_a/layer-1", circle("#0F4D92") + circle("#767676") + circle("#0f4d92")))
    assert ids(root) == ["panel-a", "panel-a.series.INT8", "panel-a.series.FP16", "panel-a.series.INT8.2"]


@pytest.mark.parametrize(
    ("name", "what", "expected"),
    [
        ("axis-b", "8", ["panel-a", "panel-a.axis-x", "panel-a.axis-x.tick-1"]),
        ("axis-l-2-1", "8", ["panel-a", "panel-a.axis-y", "panel-a.axis-y.tick-1"]),
        ("xlab-b", "Batch", ["panel-a", "panel-a.axis-x.label"]),
        ("tag", "a", ["panel-a", "panel-a.letter"]),
        ("title", "T", ["panel-a", "panel-a.title", "panel-a.title.text"]),
        ("subtitle", "n = 5", ["panel-a", "panel-a.note", "panel-a.note.text"]),
        ("guide-box", "INT8", ["panel-a", "panel-a.legend", "panel-a.legend.INT8"]),
        ("guide-box", "Precision", ["panel-a", "panel-a.legend", "panel-a.legend.title"]),
        ("strip-t-1", "Female", ["panel-a", "panel-a.facet", "panel-a.facet.Female"]),
    ],
)
def test_parts_have_the_names_of_the_python_backend(name, what, expected):
    assert ids(tree(part(f"panel_a/{name}", text(what)))) == expected


@pytest.mark.parametrize(
    ("plot", "expected"),
    [
        ("legend/panel", ["legend", "legend.INT8"]),
        ("legend_2/panel", ["legend-2", "legend-2.INT8"]),
        ("strip_a_1/layer-1", ["panel-a", "panel-a.table"]),
    ],
)
def test_plots_beside_panels_have_names(plot, expected):
    assert ids(tree(part(plot, text("INT8")))) == expected


def test_spines_are_the_frame():
    spine = "<polyline points='0,0 90,0' style='stroke: #272727;'/>"
    tick = "<polyline points='5,0 5,2' style='stroke: #272727;'/>"
    root = tree(part("panel_a/axis-b", spine + tick))
    assert [len(by_id(root, f"panel-a.{name}")) for name in ("frame", "axis-x")] == [1, 1]


def test_marks_stay_behind_what_covers_them():
    parts = [part("panel_a/layer-1", circle("#0F4D92")), part("panel_a/layer-2", circle("#111111")),
             part("panel_a/axis-b", text("1"))]  # fmt: skip
    drawn = [e.get("id") for e in tree(*parts).iter(f"{NS}g")][1:]
    assert drawn == ["panel-a.series.INT8", "panel-a.reference", "panel-a.axis-x"]


def test_text_is_not_squeezed_and_names_its_fonts():
    element = by_id(tree(part("panel_a/tag", text("a"))), "panel-a.letter")
    assert element.get("textLength") is None
    assert element.get("lengthAdjust") is None
    assert "Arial, Helvetica, 'Liberation Sans', sans-serif" in element.get("style")


@pytest.mark.parametrize("pitch", [0.9, 1.08, 1.2, 1.44])
def test_lines_of_a_label_are_one_text(pitch):
    root = tree(part("panel_a/xlab-b", text("two", y=20) + text("lines", y=20 + 6 * pitch)))
    label = by_id(root, "panel-a.axis-x.label")
    assert [s.text for s in label] == ["two", "lines"]
    assert [s.get("x") for s in label] == ["10.0", "10.0"]
    assert [float(s.get("y")) for s in label] == pytest.approx([20, 20 + 6 * pitch])


TICK = "<polyline points='5,{y} 7,{y}' style='stroke: #272727;'/>"


@pytest.mark.parametrize("side", ["axis-b", "axis-l"])
@pytest.mark.parametrize("has_ticks", [True, False])
def test_lines_of_a_tick_label_are_one_text(side, has_ticks):
    # R sets them 0.9 × 1.2 of their size apart.
    labels = [(10, 20, "Adélie"), (10, 26.48, "n = 151"), (10, 60, "Gentoo"), (10, 66.48, "n = 123")]
    if side == "axis-b":
        labels = [(x + y, 20 + (6.48 if "=" in what else 0), what) for x, y, what in labels]
        labels[1], labels[3] = (labels[0][0], *labels[1][1:]), (labels[2][0], *labels[3][1:])
    ticks = (TICK.format(y=20) + TICK.format(y=60)) * has_ticks
    root = tree(part(f"panel_a/{side}", "".join(text(what, x, y) for x, y, what in labels) + ticks))
    group = by_id(root, "panel-a.axis-x" if side == "axis-b" else "panel-a.axis-y")
    found = [[s.text for s in label] for label in group.iter(f"{NS}text")]
    assert found == [["Adélie", "n = 151"], ["Gentoo", "n = 123"]]


@pytest.mark.parametrize("has_ticks", [True, False])
def test_ticks_as_close_as_lines_stay_apart(has_ticks):
    drawn = "".join(
        text(str(i), y=20 + 6.48 * i, anchor="end") + TICK.format(y=20 + 6.48 * i) * has_ticks
        for i in range(4)
    )
    root = tree(part("panel_a/axis-l", drawn))
    assert [t.text for t in by_id(root, "panel-a.axis-y").iter(f"{NS}text")] == ["0", "1", "2", "3"]


def test_entries_of_a_legend_stay_apart():
    drawn = text("one", y=20) + text("line", y=26.48) + text("two", y=33.7)
    found = by_id(tree(part("panel_a/guide-box", drawn)), "panel-a.legend").iter(f"{NS}text")
    assert [list(t.itertext()) for t in found] == [["one", "line"], ["two"]]


def test_labels_of_their_own_stay_apart():
    found = part("panel_a/axis-l", text("1", y=20, anchor="end") + text("2", y=29, anchor="end"))
    assert ids(tree(found))[-2:] == ["panel-a.axis-y.tick-1", "panel-a.axis-y.tick-2"]


def test_pieces_of_a_formula_are_one_text():
    # "CO" is 8.67 pt wide at 6 pt: the next piece begins where it ends, lower.
    pieces = text("CO", x=10, anchor="") + text("2", x=19.0, y=21.5, anchor="") + text("far", x=60, anchor="")
    root = tree(part("panel_a/layer-3", pieces))
    first, second = root.iter(f"{NS}text")
    assert ["".join(t.itertext()).split() for t in (first, second)] == [["CO2"], ["far"]]
    assert float(first[1].get("dy")) == pytest.approx(1.5)


@pytest.mark.parametrize(("x", "is_clipped"), [(50.0, False), (99.0, False), (120.0, True)])
def test_only_what_reaches_out_is_clipped(x, is_clipped):
    root = tree(part("panel_a/layer-2", circle("#111111", x)), clip="clip-path='url(#c1)'")
    assert (next(root.iter(f"{NS}circle")).get("clip-path") is not None) is is_clipped
    assert bool(list(root.iter(f"{NS}clipPath"))) is is_clipped


def test_what_paints_nothing_is_left_out():
    nothing = "<rect x='1' y='1' width='5' height='5' style='stroke: none; fill: none;'/>" + text("  ")
    assert ids(tree(part("panel_a/background", nothing))) == []


def test_axes_are_where_the_panel_is():
    found = finish(part("panel_a/panel", circle("#111111"), x0=20, y0=90, x1=180, y1=10)).axes_pt
    assert found == {"a": (20.0, 10.0, 160.0, 80.0)}


def test_facets_make_one_axes_box():
    parts = [part(f"panel_a/panel-{i}-1", circle("#111111"), x0=20 + 50 * i, y0=90, x1=60 + 50 * i, y1=10)
             for i in (0, 1)]  # fmt: skip
    assert finish(*parts).axes_pt == {"a": (20.0, 10.0, 90.0, 80.0)}


def test_a_part_without_end_is_refused():
    open_part = part("panel_a/tag", text("a")).partition("natfig&gt;")[0].rpartition("<text")[0]
    with pytest.raises(NatfigError, match="ends inside a part"):
        finish(open_part)
