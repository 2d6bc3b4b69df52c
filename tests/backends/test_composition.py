"""Pages put together: shared axes, insets, headings, one legend for the page, pictures among charts."""

import json

import pytest

from natfig.backends.mpl.page import build_page
from natfig.core.errors import LayoutError
from natfig.render.build import render
from natfig.render.prepare import prepare
from specwriter import write

TABLE = "x,y,z,g\n" + "".join(
    f"{x},{x * (1 + k) + 1},{x * x},{g}\n" for k, g in enumerate(("one", "two")) for x in range(1, 6)
)
ROLES = ("first", "second", "third", "fourth", "fifth", "sixth")
LINE = "{kind: line, data: t, x: {field: x, label: Dose}, y: {field: y, label: Response}, color: g}"
LOW = "{kind: scatter, data: t, x: {field: x, label: Dose}, y: {field: z, label: Square}}"
WIDE = "{kind: scatter, data: t, x: {field: z, label: Dose}, y: {field: z, label: Square}}"
ROOMY = "{kind: scatter, data: t, x: {field: x, limits: [0, 12]}, y: {field: y, limits: [0, 30]}, color: g}"
BAR = (
    "{kind: bar, data: t, x: {field: g, label: Group}, y: {field: y, label: Response}, stats: {center: mean}}"
)
MAP = "{kind: heatmap, data: t, x: x, y: g, value: {field: y, label: Level%s}}"
SQUARE = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='60mm' height='20mm' viewBox='0 0 60 20'>"
    "<rect x='1' y='1' width='58' height='18' fill='#88AACC'/></svg>"
)


def spec_text(panels, figure):
    evidence = "".join(
        f"    {k}: {{role: {role}, claim: It rises.}}\n" for k, role in zip(panels, ROLES, strict=False)
    )
    return (
        "natfig: 1\nid: page\ncontract:\n  conclusion: The response rises with the dose.\n"
        f"  backend: python\n  journal: nature\n  evidence:\n{evidence}figure: {{{figure}}}\n"
        "data: {t: {file: t.csv}}\npanels:\n" + "".join(f"  {k}: {v}\n" for k, v in panels.items())
    )


def page_of(folder, panels, figure):
    path = write(folder, spec_text(panels, figure), t__csv=TABLE, drawing__svg=SQUARE)
    return build_page(prepare(path), 150)


def said(page, letter):
    return [t.text for t in page.texts if t.owner.startswith(f"panel-{letter}")]


def axes_of(page, letter):
    return next(ax for ax in page.figure.axes if ax.get_label() == letter)


def test_panels_that_share_x_have_its_limits_and_say_it_once(tmp_path):
    page = page_of(tmp_path, {"a": LOW, "b": WIDE}, "layout: [a, b], share: {x: [a, b]}, height: 120mm")
    assert axes_of(page, "a").get_xlim() == axes_of(page, "b").get_xlim()
    assert "Dose" not in said(page, "a")
    assert "Dose" in said(page, "b")
    assert "Square" in said(page, "a")
    assert page.plan.axes["a"].x0 == pytest.approx(page.plan.axes["b"].x0)


def test_panels_that_share_y_say_it_at_the_left(tmp_path):
    page = page_of(tmp_path, {"a": LOW, "b": LINE}, "layout: ab, share: {y: [ab]}, height: 70mm")
    assert axes_of(page, "a").get_ylim() == axes_of(page, "b").get_ylim()
    assert "Square" in said(page, "a")
    assert "Response" not in said(page, "b")
    low, high = axes_of(page, "a").get_ylim()
    assert (low, high) == (min(low, 1), max(high, 25))


def test_panels_that_share_y_and_do_not_line_up_keep_their_labels(tmp_path):
    page = page_of(tmp_path, {"a": LOW, "b": LINE}, "layout: [a, b], share: {y: [ab]}, height: 120mm")
    assert "Square" in said(page, "a")
    assert "Response" in said(page, "b")


@pytest.mark.parametrize(
    ("other", "share", "message"),
    [
        (BAR, "x", "panels a and b share x, but not its categories"),
        (LOW.replace("label: Dose", "label: Dose, scale: log"), "x", "their scales differ"),
        (LOW, "color", "panel a has no colour bar to share"),
    ],
)
def test_what_can_not_be_shared_is_told(tmp_path, other, share, message):
    with pytest.raises(LayoutError, match=message):
        page_of(tmp_path, {"a": LOW, "b": other}, f"layout: ab, share: {{{share}: [ab]}}, height: 70mm")


def test_one_colour_bar_for_two_maps(tmp_path):
    panels = {"a": MAP % "", "b": (MAP % "").replace("field: y", "field: z")}
    page = page_of(tmp_path, panels, "layout: ab, share: {color: [ab]}, height: 60mm")
    assert [t.text for t in page.texts].count("Level") == 1
    assert "Level" in said(page, "b")
    ends = {axes_of(page, k).collections[0].get_clim() for k in "ab"}
    assert len(ends) == 1
    low, high = ends.pop()
    assert low <= 1
    assert high >= 25


def test_an_inset_stands_in_its_panel_and_touches_nothing(tmp_path):
    page = page_of(tmp_path, {"a": ROOMY, "b": LOW}, "layout: a, insets: {b: {in: a}}, height: 90mm")
    host, inset = page.plan.axes["a"], page.plan.panels["b"]
    assert inset.x0 > host.x0
    assert inset.y1 <= host.y1
    assert (page.plan.axes["b"].width, page.plan.axes["b"].height) == pytest.approx((20, 14))
    points = axes_of(page, "a").transData.transform([(x, x * k + 1) for x in range(1, 6) for k in (1, 2)])
    for x, y in points * 25.4 / 72:
        assert not (inset.x0 < x < inset.x1 and inset.y0 < y < inset.y1)


def test_an_inset_without_an_empty_place_is_told(tmp_path):
    full = ROOMY.replace("limits: [0, 12]", "limits: [1, 5]").replace("limits: [0, 30]", "limits: [2, 11]")
    figure = "layout: a, insets: {b: {in: a, width: 60mm, height: 40mm}}, height: 60mm"
    with pytest.raises(LayoutError, match=r"panel b: panel a has no empty place of \d+ × \d+ mm"):
        page_of(tmp_path, {"a": full, "b": LOW}, figure)


def test_a_legend_that_panels_share_stands_once_over_the_page(tmp_path):
    panels = {"a": ROOMY, "b": ROOMY, "c": LOW, "d": LOW, "e": LOW}
    page = page_of(tmp_path, panels, "layout: [ab, cde], legend: page, height: 120mm")
    legend = [t for t in page.texts if t.owner.startswith("legend")]
    assert [t.text for t in legend] == ["one", "two"]
    assert not [t for k in "ab" for t in said(page, k) if t in ("one", "two")]


def test_headings_are_written_and_measured(tmp_path):
    figure = "layout: [{cells: ab, heading: Training set}, {cells: c, row_heading: Test}], height: 120mm"
    page = page_of(tmp_path, {"a": LOW, "b": LOW, "c": LOW}, figure)
    over, beside = ([t for t in page.texts if t.text == word] for word in ("Training set", "Test"))
    assert len(over) == len(beside) == 1
    x0, y0, x1, y1 = (v * 25.4 / 72 for v in beside[0].box)
    assert y1 - y0 > x1 - x0
    assert x1 < page.plan.panels["c"].x0


@pytest.mark.parametrize("layout", ["'a/b'", "[a, b]"])
def test_a_drawing_decides_the_height_of_its_row(tmp_path, layout):
    panels = {"a": "{kind: svg, file: drawing.svg}", "b": LOW}
    page = page_of(tmp_path, panels, f"layout: {layout}")
    a, b = page.plan.axes["a"], page.plan.axes["b"]
    assert a.width / a.height == pytest.approx(3.0, rel=0.01)
    assert a.x1 == pytest.approx(b.x1, abs=3.0)
    assert a.width > 150


def test_a_row_of_given_height_beside_free_ones(tmp_path):
    panels = {"a": LOW, "b": LOW, "c": LOW}
    figure = "layout: 'ab/cc', row_heights: [22mm, 1], height: 110mm"
    page = page_of(tmp_path, panels, figure)
    assert page.plan.axes["a"].height == pytest.approx(22)
    assert page.plan.axes["c"].height > 40


@pytest.mark.parametrize(("width", "is_told"), [(1, True), (2, False)])
def test_a_hero_that_is_no_larger_than_the_others_is_told(tmp_path, width, is_told):
    text = spec_text({"a": LOW, "b": LOW}, f"layout: [[{{cells: a, width: {width}}}, b]], height: 60mm")
    text = text.replace("claim: It rises.}", "claim: It rises., hero: true}", 1)
    warnings = build_page(prepare(write(tmp_path, text, t__csv=TABLE)), 150).warnings
    assert any("panel a is the hero and 1.0 times as large" in w for w in warnings) is is_told


def test_same_bytes_and_a_clean_file(tmp_path):
    figure = (
        "layout: [[a, [b, c]], {cells: de, heading: Both}], share: {x: [b, c]}, insets: {f: {in: a}}, "
        "legend: page, height: 150mm, formats: [svg]"
    )
    panels = {"a": ROOMY, "b": LOW, "c": LOW, "d": ROOMY, "e": BAR, "f": LOW}
    path = write(tmp_path, spec_text(panels, figure), t__csv=TABLE)
    one, other = (render(path, out=tmp_path / k, force=True)["figures"][0] for k in ("one", "other"))
    assert one["outputs"][0]["sha256"] == other["outputs"][0]["sha256"]
    found = [f for item in one["qa"]["files"] for f in item["findings"] if f["severity"] == "error"]
    assert found == [], json.dumps(found, indent=1)
