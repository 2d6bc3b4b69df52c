import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from natfig.core.errors import LayoutError
from natfig.layout.grid import GUTTER_MM, MIN_AXES_MM, PAGE_PAD_MM, Margins
from natfig.layout.tree import solve_tree
from natfig.spec.arrangement import mosaic_part, read_layout, sized

EPS = 1e-6
LAYOUTS = [
    ["a"],
    ["ab", "cde"],
    [["a", "b"], ["c", "d", "e"]],
    [["a", ["b", "c"]], "de"],
    ["ab/cd", "efg"],
    ["aab/aac", "def"],
    [["a", ["b", ["c", "d"]]], ["e", "f"]],
    [{"cells": "a", "height": "20mm"}, {"cells": ["b", {"cells": "cd", "width": 2}], "heading": "Over"}],
    [["ab/cd", ["e", "f"]], {"cells": "gh", "row_heading": "Beside"}],
    ["abc/ade/fgg"],
]
margins = st.builds(
    Margins, left=st.floats(0, 15), right=st.floats(0, 12), top=st.floats(0, 8), bottom=st.floats(0, 12)
)


def tree(layout):
    part, faults = read_layout(layout)
    assert faults == []
    return part


def solved(layout, needs=None, **asked):
    part = tree(layout)
    needs = needs or dict.fromkeys(part.letters(), Margins(10, 2, 4, 8))
    asked = {"width_mm": 183.0, "height_mm": 150.0, "heading_mm": 5.0} | asked
    return solve_tree(part, needs, **asked)


@st.composite
def pages(draw):
    """Return a layout, the margins of its panels and the plan, where there is room for one."""
    layout = draw(st.sampled_from(LAYOUTS))
    part = tree(layout)
    needs = {k: draw(margins) for k in part.letters()}
    pictures = draw(st.dictionaries(st.sampled_from(part.letters()), st.floats(0.4, 3.0)))
    asked = {
        "width_mm": draw(st.floats(120, 250)),
        "height_mm": draw(st.one_of(st.none(), st.floats(120, 300))),
        "heading_mm": 5.0,
        "header_mm": draw(st.floats(0, 10)),
        "aspects": pictures,
        "max_height_mm": 300.0,
    }
    try:
        return asked, needs, solve_tree(part, needs, **asked)
    except LayoutError:
        assume(False)  # too little room for what was drawn
        raise


@given(pages())
def test_panels_with_their_labels_stay_on_the_page_and_apart(page):
    asked, needs, plan = page
    boxes = {k: needs[k].around(axes) for k, axes in plan.axes.items()}
    top = plan.height_mm - PAGE_PAD_MM - asked["header_mm"]
    for box in boxes.values():
        assert box.x0 >= PAGE_PAD_MM - EPS
        assert box.x1 <= plan.width_mm - PAGE_PAD_MM + EPS
        assert box.y0 >= PAGE_PAD_MM - EPS
        assert box.y1 <= top + EPS
    for one, other in itertools.combinations(boxes.values(), 2):
        gap = max(one.x0 - other.x1, other.x0 - one.x1, one.y0 - other.y1, other.y0 - one.y1)
        assert gap >= GUTTER_MM - EPS


@given(pages())
def test_the_page_keeps_its_size_and_pictures_their_aspect(page):
    asked, _, plan = page
    assert plan.width_mm == asked["width_mm"]
    if asked["height_mm"] is not None:
        assert plan.height_mm == asked["height_mm"]
    for letter, aspect in asked["aspects"].items():
        axes = plan.axes[letter]
        assert axes.width / axes.height == pytest.approx(aspect)


@given(pages())
def test_headings_touch_no_panel(page):
    _, needs, plan = page
    for heading, (letter, axes) in itertools.product(plan.headings, plan.axes.items()):
        assert heading.box.overlap(needs[letter].around(axes)) <= EPS


def test_rows_split_for_themselves_and_their_outer_edges_line_up():
    axes = solved([["a", "b"], ["c", "d", "e"]]).axes
    assert axes["a"].x0 == axes["c"].x0
    assert axes["b"].x1 == pytest.approx(axes["e"].x1)
    assert axes["a"].width == pytest.approx(axes["b"].width)
    assert axes["c"].width == pytest.approx(axes["e"].width)
    assert axes["a"].y0 == axes["b"].y0


def test_a_column_beside_a_panel_has_its_edges():
    axes = solved([["a", ["b", "c"]]]).axes
    assert axes["b"].y1 == pytest.approx(axes["a"].y1)
    assert axes["c"].y0 == pytest.approx(axes["a"].y0)
    assert axes["b"].x0 == pytest.approx(axes["c"].x0)


def test_a_column_uses_the_room_beside_a_table():
    needs = dict.fromkeys("bc", Margins(10, 2, 4, 8)) | {"a": Margins(10, 2, 4, 26)}
    plan = solved([["a", ["b", "c"]]], needs)
    assert plan.axes["a"].y0 - 26 == pytest.approx(plan.axes["c"].y0 - 8)


@pytest.mark.parametrize(
    ("layout", "letter", "side", "mm"),
    [
        ([{"cells": "ab", "height": "31mm"}, "cd"], "b", "height", 31.0),
        ([[{"cells": "a", "width": "44mm"}, "b"]], "a", "width", 44.0),
        ([["a", [{"cells": "b", "height": "2cm"}, "c"]]], "b", "height", 20.0),
    ],
)
def test_a_length_is_kept(layout, letter, side, mm):
    assert getattr(solved(layout).axes[letter], side) == pytest.approx(mm)
    assert getattr(solved(layout, height_mm=None).axes[letter], side) == pytest.approx(mm)


def test_lengths_of_a_mosaic():
    part = mosaic_part(("ab", "cd"), sized(["50mm", 1], 2), sized([1, "3cm"], 2))
    plan = solve_tree(part, dict.fromkeys("abcd", Margins(9, 1, 3, 8)), width_mm=183, height_mm=120)
    assert plan.axes["a"].width == pytest.approx(50)
    assert plan.axes["d"].height == pytest.approx(30)
    assert plan.axes["b"].x0 == plan.axes["d"].x0


def test_pictures_alone_decide_the_height_of_a_free_page():
    plan = solved(["ab", "c"], height_mm=None, aspects={"a": 2.0, "b": 1.0, "c": 4.0})
    a, b, c = (plan.axes[k] for k in "abc")
    assert a.height == pytest.approx(b.height)
    assert (a.width, b.width) == pytest.approx((2 * a.height, b.height))
    # Both rows fill the width, so their outer edges line up.
    assert (a.x0, b.x1) == pytest.approx((c.x0, c.x1))


def test_a_chart_beside_a_picture_takes_the_rest():
    plan = solved(["ab"], height_mm=70.0, aspects={"a": 0.6})
    a, b = plan.axes["a"], plan.axes["b"]
    assert a.width == pytest.approx(0.6 * a.height)
    assert b.x0 - a.x1 == pytest.approx(10 + GUTTER_MM + 2)
    assert b.height == pytest.approx(a.height)


def test_a_picture_that_is_alone_stands_in_the_middle():
    plan = solved(["a", "bc"], height_mm=100.0, aspects={"a": 1.0})
    a, b, c = (plan.axes[k] for k in "abc")
    assert a.width < c.x1 - b.x0
    assert (a.x0 + a.x1) / 2 == pytest.approx((b.x0 + c.x1) / 2)


def test_rows_of_text_get_their_height():
    plan = solved(["a", "bc", "d"], height_mm=130.0, min_height_mm={"d": 41.0})
    assert plan.axes["d"].height == pytest.approx(41.0)
    assert min(plan.axes[k].height for k in "abc") > MIN_AXES_MM


def test_edges_that_nearly_meet_are_brought_into_line():
    needs = dict.fromkeys("abcd", Margins(10, 2, 4, 8)) | {"d": Margins(12, 2, 4, 8)}
    plan = solved(["ab", "cd"], needs)
    assert plan.panels["b"].x0 == pytest.approx(plan.panels["d"].x0)


def test_a_heading_spans_its_part():
    plan = solved([[{"cells": "ab", "heading": "Training"}, "c"], {"cells": "d", "row_heading": "Test"}])
    over, beside = plan.headings
    assert (over.text, over.is_row, beside.text, beside.is_row) == ("Training", False, "Test", True)
    assert (over.box.x0, over.box.x1) == pytest.approx((plan.axes["a"].x0, plan.axes["b"].x1))
    assert plan.panels["a"].y1 == pytest.approx(plan.panels["c"].y1)
    assert over.box.y0 >= plan.panels["a"].y1 - EPS
    assert beside.box.x1 <= plan.panels["d"].x0 + EPS


def test_too_little_room_is_told_with_the_millimetres():
    with pytest.raises(LayoutError, match=r"panel [a-e] has .* mm of width left .* mm are missing"):
        solved(["abcde"], width_mm=60.0)
