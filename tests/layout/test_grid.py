import itertools
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from natfig.core.errors import LayoutError
from natfig.layout.grid import GUTTER_MM, MIN_AXES_MM, PAGE_PAD_MM, Box, Margins, Span, solve, spans

EPS = 1e-6

MOSAICS = [
    "a",
    "ab",
    "a/b",
    "ab/cd",
    "aab/ccb",
    "aa/bc",
    "ab/ac",
    "abc/ddd",
    "a.b/cc.",
    "aab/aac/def",
    "abcd",
    ".a/b.",
]


def rows(mosaic):
    return mosaic.split("/")


def letters(mosaic):
    return sorted(set(mosaic) - set("./"))


margins = st.builds(
    Margins, left=st.floats(0, 15), right=st.floats(0, 12), top=st.floats(0, 8), bottom=st.floats(0, 12)
)


heights = st.one_of(st.none(), st.floats(60, 240))


@st.composite
def pages(draw, height=heights):
    """Return the arguments of a page, and the plan if there is room for one."""
    mosaic = draw(st.sampled_from(MOSAICS))
    grid = rows(mosaic)
    weights = st.floats(0.5, 3)
    asked = {
        "width_mm": draw(st.floats(80, 250)),
        "height_mm": draw(height),
        "column_weights": draw(st.lists(weights, min_size=len(grid[0]), max_size=len(grid[0]))),
        "row_weights": draw(st.lists(weights, min_size=len(grid), max_size=len(grid))),
        "header_mm": draw(st.floats(0, 10)),
        "square": draw(st.frozensets(st.sampled_from(letters(mosaic)))),
    }
    needs = {k: draw(margins) for k in letters(mosaic)}
    try:
        return grid, needs, asked, solve(grid, needs, **asked)
    except LayoutError:
        return grid, needs, asked, None


# Margins this alike line up; a forest plot's table beside a short label need not.
ALIKE_MM = 7


@given(pages())
def test_axes_edges_line_up_across_rows_and_columns(page):
    grid, needs, asked, plan = page
    assume(plan is not None)
    for (a, p), (b, q) in itertools.combinations(spans(grid).items(), 2):
        one, two = plan.axes[a], plan.axes[b]
        # A square axes gives room away at its right and bottom.
        square = bool({a, b} & asked["square"])
        if p.column0 == q.column0 and abs(needs[a].left - needs[b].left) <= ALIKE_MM:
            assert one.x0 == pytest.approx(two.x0, abs=EPS)
        if p.column1 == q.column1 and abs(needs[a].right - needs[b].right) <= ALIKE_MM and not square:
            assert one.x1 == pytest.approx(two.x1, abs=EPS)
        if p.row0 == q.row0:
            assert one.y1 == pytest.approx(two.y1, abs=EPS)
        if p.row1 == q.row1 and not square:
            assert one.y0 == pytest.approx(two.y0, abs=EPS)


@given(pages())
def test_panels_keep_a_gutter_and_the_page(page):
    _, needs, asked, plan = page
    assume(plan is not None)
    assert plan.width_mm == asked["width_mm"]
    if asked["height_mm"] is not None:
        assert plan.height_mm == asked["height_mm"]
    for box in plan.panels.values():
        assert box.x0 >= PAGE_PAD_MM - EPS
        assert box.y0 >= PAGE_PAD_MM - EPS
        assert box.x1 <= plan.width_mm - PAGE_PAD_MM + EPS
        assert box.y1 <= plan.height_mm - PAGE_PAD_MM - asked["header_mm"] + EPS
    for one, two in itertools.combinations(plan.panels.values(), 2):
        apart_x = max(one.x0, two.x0) - min(one.x1, two.x1)
        apart_y = max(one.y0, two.y0) - min(one.y1, two.y1)
        assert max(apart_x, apart_y) >= GUTTER_MM - EPS
        assert one.overlap(two) == 0
    for letter, axes in plan.axes.items():
        panel, need = plan.panels[letter], needs[letter]
        assert axes.x0 - panel.x0 >= need.left - EPS
        assert axes.y0 - panel.y0 >= need.bottom - EPS
        assert panel.x1 - axes.x1 >= need.right - EPS
        assert panel.y1 - axes.y1 >= need.top - EPS


@given(pages())
def test_axes_are_large_enough_and_squares_are_square(page):
    _, _, asked, plan = page
    assume(plan is not None)
    for letter, box in plan.axes.items():
        assert box.width >= MIN_AXES_MM - EPS
        assert box.height >= MIN_AXES_MM - EPS
        if letter in asked["square"]:
            assert box.width == pytest.approx(box.height)


@given(pages(height=st.floats(20, 60)))
def test_a_page_without_room_names_a_panel_and_the_missing_millimetres(page):
    grid, needs, asked, plan = page
    assume(plan is None)
    with pytest.raises(LayoutError) as caught:
        solve(grid, needs, **asked)
    found = re.match(
        r"panel (\w) has ([\d.]+) mm of (width|height) left for its axes; ([\d.]+) mm are missing; ",
        str(caught.value),
    )
    assert found
    assert found[1] in needs
    assert float(found[4]) > 0
    if float(found[2]):
        assert float(found[2]) + float(found[4]) == pytest.approx(MIN_AXES_MM, abs=0.11)


@pytest.mark.parametrize("asked", [{"width_mm": 30, "height_mm": 60}, {"width_mm": 183, "height_mm": 20}])
def test_giving_the_missing_millimetres_solves_the_page(asked):
    grid, needs = ["ab"], {k: Margins(10, 3, 4, 8) for k in "ab"}
    with pytest.raises(LayoutError) as caught:
        solve(grid, needs, **asked)
    missing = float(re.search(r"([\d.]+) mm are missing", str(caught.value))[1]) + 0.05
    key = "width_mm" if "width" in str(caught.value) else "height_mm"
    # Width is shared by two columns, height belongs to the one row.
    asked[key] += missing * (2 if key == "width_mm" else 1)
    assert solve(grid, needs, **asked).width_mm == asked["width_mm"]


def test_weights_share_the_axes_not_the_margins():
    needs = {"a": Margins(left=20), "b": Margins(left=5)}
    plan = solve(["ab"], needs, width_mm=183, height_mm=60, column_weights=[3, 1])
    assert plan.axes["a"].width == pytest.approx(3 * plan.axes["b"].width)


def test_a_span_covers_the_margins_between_its_cells():
    plan = solve(["aa", "bc"], {k: Margins(10, 2, 3, 8) for k in "abc"}, width_mm=183, height_mm=120)
    assert plan.axes["a"].x0 == pytest.approx(plan.axes["b"].x0)
    assert plan.axes["a"].x1 == pytest.approx(plan.axes["c"].x1)


def test_spans_are_found_in_reading_order():
    assert list(spans(["ba", "ba", "c."]).items()) == [
        ("b", Span(0, 1, 0, 0)),
        ("a", Span(0, 1, 1, 1)),
        ("c", Span(2, 2, 0, 0)),
    ]
    assert spans(["aab", "ccb"])["b"].cells == 2


@pytest.mark.parametrize(("width", "height"), [(183, 60), (89, 45)])
def test_a_free_height_gives_a_readable_aspect(width, height):
    plan = solve(["ab"], {k: Margins(10, 2, 3, 8) for k in "ab"}, width_mm=width, height_mm=None)
    box = plan.axes["a"]
    assert 24 <= box.height <= 62
    assert box.height == pytest.approx(max(24, min(62, 0.68 * box.width)))


def test_a_free_height_stops_at_the_journals_limit():
    grid, needs = ["a", "b", "c", "d"], {k: Margins(10, 2, 3, 8) for k in "abcd"}
    assert solve(grid, needs, width_mm=183, height_mm=None).height_mm > 170
    assert solve(grid, needs, width_mm=183, height_mm=None, max_height_mm=170).height_mm == 170


def test_rows_of_text_get_the_height_they_need():
    grid, needs = ["ab"], {k: Margins(10, 2, 3, 8) for k in "ab"}
    free = solve(grid, needs, width_mm=183, height_mm=None, min_height_mm={"a": 90})
    assert free.axes["a"].height == pytest.approx(90)
    fixed = solve(["a", "b"], needs, width_mm=183, height_mm=140, min_height_mm={"a": 70})
    assert fixed.axes["a"].height == pytest.approx(70)
    assert fixed.height_mm == 140


def test_a_column_of_squares_leaves_the_width_it_cannot_use():
    needs = {k: Margins(10, 2, 3, 8) for k in "ab"}
    plan = solve(["ab"], needs, width_mm=183, height_mm=60, square=frozenset("b"))
    assert plan.axes["b"].width == pytest.approx(plan.axes["b"].height)
    assert plan.axes["a"].width > 1.5 * plan.axes["b"].width
    assert plan.panels["b"].x1 == pytest.approx(183 - PAGE_PAD_MM)


def test_boxes():
    one, two = Box(0, 0, 10, 10), Box(8, 9, 20, 20)
    assert (one.width, two.height) == (10, 11)
    assert one.overlap(two) == two.overlap(one) == 1
    assert one.overlap(Box(10, 0, 12, 10)) == 0
    assert one.overlap(Box(11, 11, 12, 12)) == 0
    assert one.union(two) == Box(0, 0, 20, 20)


def test_high_square_panels_leave_the_columns_between_them_their_room():
    margins = {k: Margins() for k in "abc"}
    plan = solve(
        ["a.b", "cc."], margins, width_mm=80.0, height_mm=None, column_weights=[2.0, 1.0, 2.0],
        row_weights=[2.0, 1.0], square=frozenset("ab"),
    )  # fmt: skip
    assert plan.panels["b"].x0 - plan.panels["a"].x1 >= GUTTER_MM
