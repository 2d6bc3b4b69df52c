"""Whole pages: what lines up, what stays apart, and what is said when something can't be placed."""

import pytest

from natfig.backends.mpl.page import build_page
from natfig.core.errors import LayoutError, SpecError
from natfig.core.units import mm_to_pt
from natfig.layout.grid import GUTTER_MM
from natfig.render.prepare import prepare
from specwriter import write

TABLE = "x,y,z,g,name\n" + "".join(
    f"{x},{x * (1 + k) + 1},{x * x},{g},{'A rather long name ' + str(x)}\n"
    for k, g in enumerate(("one", "two"))
    for x in range(1, 6)
)
ROLES = ("first", "second", "third", "fourth", "fifth", "sixth")
LINE = "{kind: line, data: t, x: {field: x, label: Dose (mg)}, y: {field: y, label: Response}, color: g}"
PLAIN = "{kind: scatter, data: t, x: {field: x, label: Dose (mg)}, y: {field: z, label: Square}}"


def _page(folder, panels, *, layout=None, hero=None, journal="nature", figure="width: double, height: 120mm"):
    evidence = "".join(
        f"    {k}: {{role: {role}, claim: It rises.{', hero: true' if k == hero else ''}}}\n"
        for k, role in zip(panels, ROLES, strict=False)
    )
    text = (
        "natfig: 1\nid: page\ncontract:\n  conclusion: The response rises with the dose.\n"
        f"  journal: {journal}\n  evidence:\n{evidence}"
        f"figure: {{{figure}, layout: '{layout or ''.join(panels)}'}}\n"
        "data: {t: {file: t.csv}}\npanels:\n" + "".join(f"  {k}: {v}\n" for k, v in panels.items())
    )
    prepared = prepare(write(folder, text, t__csv=TABLE), backend_flag="python")
    return build_page(prepared, 150)


def _texts(page, text):
    return [t for t in page.texts if t.text == text]


def _owned(page, letter):
    return [t for t in page.texts if t.owner.startswith(f"panel-{letter}")]


def test_axes_edges_and_letters_line_up(tmp_path):
    page = _page(tmp_path, {"a": LINE, "b": PLAIN, "c": PLAIN, "d": LINE}, layout="ab/cd")
    axes = page.plan.axes
    for left, right in (("a", "b"), ("c", "d")):
        assert axes[left].y0 == pytest.approx(axes[right].y0)
        assert axes[left].y1 == pytest.approx(axes[right].y1)
    for top, bottom in (("a", "c"), ("b", "d")):
        assert axes[top].x0 == pytest.approx(axes[bottom].x0)
    (a,), (b,), (c,) = (_texts(page, k) for k in "abc")
    assert a.box[1] == pytest.approx(b.box[1])
    assert a.box[0] == pytest.approx(c.box[0])
    assert a.size_pt == 8


def test_panels_keep_their_distance(tmp_path):
    page = _page(tmp_path, {"a": LINE, "b": PLAIN})
    right = max(t.box[2] for t in _owned(page, "a"))
    left = min(t.box[0] for t in _owned(page, "b"))
    assert left - right >= mm_to_pt(GUTTER_MM) - 0.1


def test_the_page_has_exactly_the_journals_width_and_the_height_asked_for(tmp_path):
    page = _page(tmp_path, {"a": PLAIN}, figure="width: single, height: 61mm")
    width, height = page.figure.get_size_inches() * 25.4
    assert (width, height) == pytest.approx((89, 61))


def test_the_hero_is_half_as_large_again(tmp_path):
    page = _page(tmp_path, {"a": PLAIN, "b": PLAIN, "c": PLAIN}, hero="b")
    area = {k: box.width * box.height for k, box in page.plan.axes.items()}
    assert area["b"] >= 1.49 * max(area["a"], area["c"])


def test_widths_that_are_asked_for_win_over_the_hero(tmp_path):
    figure = "width: double, height: 60mm, column_widths: [1, 2]"
    axes = _page(tmp_path, {"a": PLAIN, "b": PLAIN}, hero="a", figure=figure).plan.axes
    assert axes["b"].width == pytest.approx(2 * axes["a"].width, rel=1e-3)


def test_lines_are_labelled_at_their_ends(tmp_path):
    page = _page(tmp_path, {"a": LINE})
    (one,), (two,) = _texts(page, "one"), _texts(page, "two")
    right = mm_to_pt(page.plan.axes["a"].x1)
    assert min(one.box[0], two.box[0]) > right
    assert two.box[1] > one.box[3]


def test_panels_that_mean_the_same_share_one_legend_above_all(tmp_path):
    scatter = LINE.replace("kind: line", "kind: scatter")
    page = _page(tmp_path, {"a": scatter, "b": scatter, "c": scatter})
    (one,) = _texts(page, "one")
    assert one.owner.startswith("legend")
    top = max(t.box[3] for t in page.texts if t.owner.startswith("panel-"))
    assert one.box[1] >= top - 0.01


def test_a_legend_strip_stands_above_its_axes(tmp_path):
    page = _page(tmp_path, {"a": LINE[:-1] + ", legend: strip}", "b": PLAIN})
    (one,) = _texts(page, "one")
    assert one.box[1] > mm_to_pt(page.plan.axes["a"].y1)


def test_no_legend_when_none_is_wanted(tmp_path):
    assert not _texts(_page(tmp_path, {"a": LINE[:-1] + ", legend: none}"}), "one")


def test_a_note_goes_where_nothing_is_painted(tmp_path):
    page = _page(tmp_path, {"a": PLAIN[:-1] + ", annotations: [{text: rising}]}"})
    (note,) = _texts(page, "rising")
    axes = page.plan.axes["a"]
    assert mm_to_pt(axes.x0) < note.box[0]
    assert note.box[2] < mm_to_pt(axes.x1)
    points = page.figure.axes[0].collections[0].get_offsets()
    for x, y in page.figure.axes[0].transData.transform(points):
        assert not (note.box[0] <= x <= note.box[2] and note.box[1] <= y <= note.box[3])


def test_a_single_panel_has_no_letter(tmp_path):
    assert not _texts(_page(tmp_path, {"a": PLAIN}), "a")


@pytest.mark.parametrize(("journal", "letter"), [("nature", "a"), ("science", "A"), ("pnas", "A")])
def test_letters_are_written_as_the_journal_wants(tmp_path, journal, letter):
    assert _texts(_page(tmp_path, {"a": PLAIN, "b": PLAIN}, journal=journal), letter)


def test_long_axis_labels_are_wrapped_before_their_unit(tmp_path):
    label = "Concentration of the substance in the blood of all animals"
    page = _page(
        tmp_path,
        {"a": PLAIN.replace("Square", f"{label} (mg per litre)")},
        figure="width: single, height: 60mm",
    )
    (axis,) = [t for t in page.texts if "Concentration" in t.text]
    assert "\n(mg per litre)" in axis.text or axis.text.count("\n") >= 1
    assert axis.box[3] - axis.box[1] <= mm_to_pt(page.plan.axes["a"].height) + 0.1


def test_names_that_fit_side_by_side_stay_horizontal_and_others_are_wrapped_or_turned(tmp_path):
    bars = "{kind: bar, data: t, where: \"g = 'one'\", x: {field: name, label: Name}, y: y}"
    wide = _page(tmp_path, {"a": bars})
    narrow = _page(tmp_path, {"a": bars}, figure="width: 50mm, height: 80mm")
    for page, turned in ((wide, False), (narrow, True)):
        (name,) = [t for t in page.texts if t.text.replace("\n", " ") == "A rather long name 3"]
        assert (name.box[3] - name.box[1] > name.box[2] - name.box[0]) is turned


def test_rows_that_need_more_height_are_an_error_that_says_how_much(tmp_path):
    rows = "{kind: bar, data: t, horizontal: true, where: \"g = 'one'\", x: name, y: y}"
    with pytest.raises(
        LayoutError, match=r"panel a: its rows of text need \d+\.\d mm of height, the axes have"
    ) as caught:
        _page(
            tmp_path,
            {"a": rows, "b": PLAIN, "c": PLAIN},
            layout="a/b/c",
            figure="width: single, height: 82mm",
        )
    assert "mm are missing; raise figure.height" in str(caught.value)


def test_a_page_too_small_names_the_panel_and_the_millimetres(tmp_path):
    with pytest.raises(
        LayoutError, match=r"panel [abc] has \d+\.\d mm of width left for its axes; \d+\.\d mm are missing"
    ):
        _page(tmp_path, {"a": PLAIN, "b": PLAIN, "c": PLAIN}, figure="width: 50mm, height: 50mm")


def test_own_text_over_own_text_is_an_error_that_names_both(tmp_path):
    clash = ", annotations: [{text: here, x: 3, y: 9}, {text: there, x: 3, y: 9}]}"
    with pytest.raises(LayoutError, match=r"panel a: 'here' and 'there' overlap; \d\.\d mm are missing"):
        _page(tmp_path, {"a": PLAIN[:-1] + clash})


def test_text_that_leaves_the_page_is_an_error(tmp_path):
    far = ", annotations: [{text: far out, x: 3, y: 9999}]}"
    with pytest.raises(LayoutError, match=r"'far out' leaves the page|left for its axes"):
        _page(tmp_path, {"a": PLAIN[:-1] + far})


def test_glyphs_the_face_lacks_are_a_warning(tmp_path):
    page = _page(tmp_path, {"a": PLAIN.replace("Square", "Square ☃")})
    assert any("has no ☃" in w for w in page.warnings)


def test_weights_must_fit_the_layout(tmp_path):
    figure = "width: double, height: 60mm, column_widths: [1, 2, 3]"
    with pytest.raises(SpecError, match=r"figure\.column_widths: 3 values for 2 columns"):
        _page(tmp_path, {"a": PLAIN, "b": PLAIN}, figure=figure)


def test_every_tick_label_has_a_name(tmp_path):
    page = _page(tmp_path, {"a": PLAIN, "b": LINE})
    names = [t.label1.get_gid() for ax in page.figure.axes for t in ax.xaxis.get_major_ticks()]
    assert all(name and name.startswith("panel-") for name in names)
    assert len(set(names)) == len(names)


def test_many_small_panels_fit_although_usual_margins_would_leave_them_nothing(tmp_path):
    bare = "{kind: scatter, data: t, x: {field: x, label: ''}, y: {field: y, label: ''}}"
    page = _page(tmp_path, dict.fromkeys("abcdef", bare), figure="width: 120mm, height: 40mm")
    assert min(box.width for box in page.plan.axes.values()) >= 8


def test_sizes_begin_a_row_of_their_own_where_the_strip_needs_several(tmp_path):
    bubbles = (
        LINE.replace("kind: line", "kind: scatter")[:-1] + ", size: {field: z, label: Square of the dose}}"
    )
    page = _page(tmp_path, {"a": bubbles, "b": PLAIN}, figure="width: 110mm, height: 60mm")
    rows = {round(t.box[1], 1): [] for t in page.texts if "legend" in t.owner}
    for text in page.texts:
        if "legend" in text.owner:
            rows[round(text.box[1], 1)].append(text.text)
    assert ["one", "two"] in rows.values()


def test_no_note_is_lost_when_room_for_one_takes_the_place_of_another(tmp_path, monkeypatch):
    from natfig.backends.mpl import page as module

    # Panel a has no place from the start; b has one until the page is laid out again.
    places = {"a": iter([None]), "b": iter([module.Box(20, 20, 30, 23), None])}
    monkeypatch.setattr(module._Builder, "_spot", lambda _, panel, *__: next(places[panel.letter]))
    noted = "{kind: scatter, data: t, x: x, y: z, annotations: [{text: note %s}]}"
    page = _page(tmp_path, {k: noted % k for k in "ab"})
    assert [len(_texts(page, f"note {k}")) for k in "ab"] == [1, 1]
