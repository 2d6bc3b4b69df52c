"""Brackets: stacked low and apart, and on the page clear of everything, as a browser sees it."""

import json
import re
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import statspages as pages
from browser import Browser
from natfig.backends.mpl.brackets import Slot, stack
from natfig.backends.mpl.extents import mark_boxes
from natfig.render.build import render
from oracles import chromium, overlap

BOX_MM = 0.07
NOTHING = np.empty((0, 3))


def slot(start, end, *, text=0.0, low=None, high=None):
    middle = (start + end) / 2
    low, high = start if low is None else low, end if high is None else high
    return Slot(start, end, low, high, middle - text / 2, middle + text / 2, 3.5, 1.0, 0.25, 6.0)


# ---------------------------------------------------------------- stacking


def test_the_shortest_lies_lowest():
    levels = stack([slot(0, 100), slot(0, 48), slot(52, 100)], np.array([[0, 100, 10.0]]))
    assert levels[1] == levels[2] == pytest.approx(13.5)
    assert levels[0] == pytest.approx(13.5 + 6.0 + 3.5)


def test_what_lies_between_two_groups_is_cleared_too():
    taken = np.array([[0, 10, 5.0], [40, 50, 30.0], [90, 100, 5.0]])
    assert stack([slot(5, 95)], taken) == [33.5]


def test_marks_beside_the_ends_of_a_bracket_count():
    taken = np.array([[0, 4, 20.0]])
    assert stack([slot(5, 95)], np.vstack([taken, [5, 95, 0]]))[0] == 3.5
    assert stack([slot(5, 95, low=0, high=100)], taken)[0] == 23.5


def test_a_wide_text_keeps_clear_of_its_neighbours():
    taken = np.array([[0, 100, 0.0]])
    near = stack([slot(10, 20, text=30), slot(30, 40, text=30)], taken)
    far = stack([slot(10, 20, text=18), slot(30, 40, text=18)], taken)
    assert far[0] == far[1]
    assert abs(near[0] - near[1]) >= 6


def test_levels_that_nearly_agree_become_one():
    taken = np.array([[0, 40, 10.0], [60, 100, 12.0]])
    levels = stack([slot(5, 35), slot(65, 95)], taken)
    assert levels == [15.5, 15.5]
    apart = stack([slot(5, 35), slot(65, 95)], taken * [1, 1, 3])
    assert apart == [39.5, 39.5]
    far = stack([slot(5, 35), slot(65, 95)], np.array([[0, 40, 10.0], [60, 100, 40.0]]))
    assert far == [13.5, 43.5]


groups = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 20), st.floats(0, 60)), min_size=1, max_size=12
)
marks = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 30), st.floats(0, 100)), max_size=12)


@given(groups, marks)
def test_no_bracket_touches_a_mark_or_another(pairs, marks):
    slots = [slot(10 * a, 10 * (a + d), text=w) for a, d, w in pairs]
    taken = np.array([[x, x + w, top] for x, w, top in marks]).reshape(-1, 3)
    floor = np.array([[-100, 1000, 0.0]])
    levels = stack(slots, np.vstack([taken, floor]))
    for one, level in zip(slots, levels, strict=True):
        for start, end, top in taken:
            if end > one.low and start < one.high:
                assert level - 3.5 >= top - 1e-6
    boxes = []
    for one, level in zip(slots, levels, strict=True):
        boxes.append(
            [
                (one.start, level - 1.5, one.end, level + 0.25),
                (one.text_start, level + 0.3, one.text_end, level + 6.0),
            ]
        )
    for mine, other in combinations(boxes, 2):
        for a in mine:
            for b in other:
                apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 1e-6 or b[3] <= a[1] + 1e-6
                assert apart or min(a[2] - a[0], b[2] - b[0]) == 0


@given(groups)
def test_stacking_again_gives_the_same(pairs):
    slots = [slot(10 * a, 10 * (a + d), text=w) for a, d, w in pairs]
    floor = np.array([[-100, 1000, 0.0]])
    assert stack(slots, floor) == stack(slots, floor)


# ---------------------------------------------------------------- where marks are


@pytest.fixture
def ax():
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(100 / 72, 100 / 72), dpi=72)
    FigureCanvasAgg(figure)
    made = figure.add_axes((0, 0, 1, 1))
    made.set_xlim(0, 100)
    made.set_ylim(0, 100)
    return made


def hull(boxes):
    return [*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)]


def test_a_bar_and_its_error_bar(ax):
    ax.bar(50, 40, width=20, linewidth=0)
    assert hull(mark_boxes(ax)) == pytest.approx([40, 0, 60, 40])
    ax.errorbar(50, 40, yerr=10, fmt="none", capsize=2, capthick=1, elinewidth=1)
    boxes = mark_boxes(ax)
    assert boxes[:, 3].max() == pytest.approx(50.5)
    assert hull(boxes)[0] == pytest.approx(40)


def test_points_are_as_large_as_they_are_drawn(ax):
    ax.plot([20, 80], [30, 70], linestyle="none", marker="o", markersize=4, markeredgewidth=0)
    assert mark_boxes(ax).tolist() == [[18, 28, 22, 32], [78, 68, 82, 72]]


def test_scattered_points_have_the_size_of_their_area(ax):
    ax.scatter([50], [50], s=36, linewidths=0)
    assert mark_boxes(ax).tolist() == [[47, 47, 53, 53]]


def test_a_slanting_line_is_low_at_its_low_end(ax):
    ax.plot([10, 90], [10, 90], marker="", linewidth=1)
    boxes = mark_boxes(ax)
    near = boxes[(boxes[:, 2] > 19) & (boxes[:, 0] < 21)]
    assert near[:, 3].max() < 25
    assert hull(boxes) == pytest.approx([9.5, 9.5, 90.5, 90.5])


def test_gaps_in_a_line_are_no_marks(ax):
    ax.plot([10, 20, np.nan, 80, 90], [10, 10, np.nan, 10, 10], marker="", linewidth=1)
    assert not [b for b in mark_boxes(ax) if b[0] > 21 and b[2] < 79]


def test_what_is_cut_off_is_not_there(ax):
    ax.plot([50, 50], [50, 500], marker="", linewidth=1)
    assert hull(mark_boxes(ax))[3] == 100
    ax.lines[0].set_clip_on(False)
    assert hull(mark_boxes(ax))[3] == pytest.approx(500.5)


def test_hidden_artists_take_no_room(ax):
    ax.plot([50, 50], [50, 60])[0].set_visible(False)
    assert len(mark_boxes(ax)) == 0


# ---------------------------------------------------------------- on the page

WELCH = "{kind: welch, pairs: all}"
DOSES = "{kind: welch, by: dose, pairs: all}"


def stats(test):
    return f"stats: {{center: mean, spread: sd, n: auto, unit: plants, test: {test}}}"


CASES = {
    "lone bars": f"kind: bar, {pages.PLANT}, {stats(WELCH)}",
    "bars with numbers": (f"kind: bar, values: true, {pages.PLANT}, {stats(WELCH)}"),
    "grouped bars": f"kind: bar, {pages.TOOTH}, {stats('welch')}",
    "grouped bars by dose": (f"kind: bar, {pages.TOOTH}, {stats(DOSES)}"),
    "lying bars": f"kind: bar, horizontal: true, {pages.PLANT}, {stats(WELCH)}",
    "lying grouped bars": f"kind: bar, horizontal: true, {pages.TOOTH}, {stats('welch')}",
    "stars": (f"kind: bar, {pages.TOOTH}, {stats('{kind: welch, by: dose, pairs: all, form: stars}')}"),
    "boxes": (
        f"kind: distribution, {pages.PLANT}, "
        "stats: {center: median, spread: iqr, test: {kind: mann-whitney, pairs: all}}"
    ),
    "violins": f"kind: distribution, shape: violin, {pages.TOOTH}, stats: {{test: welch}}",
    "strips": (f"kind: distribution, shape: strip, {pages.PLANT}, {stats('{kind: anova, pairs: all}')}"),
    "lying rain": (
        f"kind: distribution, shape: raincloud, horizontal: true, {pages.PLANT}, "
        "stats: {test: {kind: kruskal, pairs: all}}"
    ),
    "pairs": f"{pages.SLEEP}, stats: {{center: mean, spread: sd, n: auto, unit: patients, test: paired-t}}",
    "one group each": f"kind: bar, {pages.PLANT}, {stats('{kind: one-sample-t, reference: 5}')}",
    "a title": f"title: All plants, kind: bar, {pages.PLANT}, {stats(WELCH)}",
    "turned round": (
        "kind: bar, data: plant, x: group, y: {field: weight, label: Weight (g), reverse: true}, "
        + stats(WELCH)
    ),
    "limits that hide": (
        "kind: distribution, shape: strip, data: plant, x: group, y: {field: weight, limits: [3, 6]}, "
        + stats(WELCH)
    ),
}
# Boxes of the marks and of the brackets' lines, in mm from the page's top left.
LEAVES = """
(() => {
  const out = {marks: [], lines: []};
  const mm = 25.4 / 96;
  for (const e of document.querySelectorAll("path, use, rect, circle, line, polyline, polygon, image")) {
    if (e.closest("defs, clipPath, pattern")) continue;
    const ids = [];
    for (let p = e; p && p.nodeType === 1; p = p.parentNode) if (p.id) ids.push(p.id);
    const r = e.getBoundingClientRect();
    const box = [r.left * mm, r.top * mm, r.right * mm, r.bottom * mm];
    const named = ids.find((i) => /^panel-a\\.bracket\\./.test(i));
    if (named) out.lines.push([named, box]);
    else if (ids.some((i) => /^panel-a\\.(series|points|spread|center|pairs|band)/.test(i))) {
      out.marks.push([ids.find((i) => /^panel-a\\./.test(i)), box]);
    }
  }
  return out;
})()
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Case → its SVG, what the browser measures of its texts, and its marks and brackets."""
    folder = tmp_path_factory.mktemp("brackets")
    files = {}
    for number, (name, panel) in enumerate(CASES.items()):
        path = pages.spec(
            folder / str(number), {"a": panel, "b": panel}, figure="width: double, height: 80mm"
        )
        figure = render(path, formats=["svg"])["figures"][0]
        files[name] = (path.parent / "out" / "stats.svg", figure)
    measured = chromium.measure([svg for svg, _ in files.values()])
    leaves = {}
    with Browser() as browser:
        for name, (svg, _) in files.items():
            tab = browser.open(svg)
            leaves[name] = json.loads(tab.js(f"JSON.stringify({LEAVES})"))
    return {name: (page, leaves[name], files[name][1]) for name, page in zip(files, measured, strict=True)}


each = pytest.mark.parametrize("name", CASES)


def under(found, line, *, is_horizontal):
    """Return the marks that a bracket has to clear: those it overlaps along the categories."""
    at, to = (1, 3) if is_horizontal else (0, 2)
    near = 0.3  # mm: a bracket ends a little inside its groups' middles
    return [(g, box) for g, box in found["marks"] if box[to] > line[at] - near and box[at] < line[to] + near]


@pytest.mark.chromium
@each
def test_every_bracket_lies_beyond_the_marks_of_its_groups(built, name):
    _, found, _ = built[name]
    is_horizontal = "horizontal: true" in CASES[name]
    if name != "one group each":
        assert found["lines"]
    for gid, line in found["lines"]:
        marks = under(found, line, is_horizontal=is_horizontal)
        assert marks, gid
        for what, box in marks:
            if is_horizontal:
                assert line[0] >= box[2] + 0.2, (gid, what)
            else:
                assert line[3] <= box[1] - 0.2, (gid, what)


@pytest.mark.chromium
@each
def test_there_is_a_bracket_or_a_text_for_every_comparison(built, name):
    page, _, figure = built[name]
    tests = figure["panels"][0]["statistics"]["tests"]
    wanted = {re.sub(r"[^\w.]+", "-", "-".join(t["groups"])) for t in tests if not t["is_omnibus"]}
    shown = {i for t in page.texts for i in t.ids if i.startswith("panel-a.bracket.") and i.endswith(".text")}
    assert {i.removeprefix("panel-a.bracket.").removesuffix(".text") for i in shown} == wanted


@pytest.mark.chromium
@each
def test_no_texts_touch_and_none_leaves_the_page(built, name):
    page, _, _ = built[name]
    touching = overlap.overlapping(page.texts, BOX_MM)
    assert [(a.content, b.content, round(depth, 2)) for a, b, depth in touching] == []
    gone = overlap.outside(page.texts, page.width_mm, page.height_mm, BOX_MM)
    assert [(t.content, round(by, 2)) for t, by in gone] == []


@pytest.mark.chromium
@each
def test_no_text_lies_on_a_bracket_that_is_not_its_own(built, name):
    page, found, _ = built[name]
    for gid, (x0, y0, x1, y1) in found["lines"]:
        own = gid.removesuffix(".line")
        others = [t for t in page.texts if not any(i.startswith(own) for i in t.ids)]
        for t in others:
            dx = min(x1, t.rect.right) - max(x0, t.rect.x)
            dy = min(y1, t.rect.bottom) - max(y0, t.rect.y)
            assert not (dx > BOX_MM and dy > BOX_MM), (gid, t.content)


@pytest.mark.chromium
@each
def test_brackets_do_not_cross(built, name):
    _, found, _ = built[name]
    for (one, a), (other, b) in combinations(found["lines"], 2):
        dx, dy = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
        assert not (dx > 0 and dy > 0), (one, other)


@pytest.mark.chromium
@each
def test_p_is_italic_text_of_the_size_of_annotations(built, name):
    page, _, _ = built[name]
    texts = [t for t in page.texts if any(i.startswith("panel-a.bracket.") for i in t.ids)]
    assert texts
    for t in texts:
        assert t.min_pt == pytest.approx(6, abs=0.01)
        if name != "stars":
            assert t.runs[0].text == "P"
            assert t.content.startswith("P ")


@each
def test_qa_has_nothing_to_say(built, name):
    _, _, figure = built[name]
    assert figure["qa"]["summary"]["errors"] == 0


def test_without_a_test_there_is_no_bracket(tmp_path):
    path = pages.spec(tmp_path, {"a": f"kind: bar, {pages.PLANT}, stats: {{n: auto}}"})
    figure = render(path, formats=["svg"])["figures"][0]
    assert "statistics" not in figure["panels"][0]
    assert "bracket" not in (tmp_path / "out" / "stats.svg").read_text(encoding="utf-8")


def test_ticks_and_limits_stay(tmp_path):
    """The room for brackets comes from the margin, not from the axis."""

    def ticks(folder, test):
        keys = f"stats: {{center: mean, spread: sd, n: auto{test}}}"
        render(pages.spec(folder, {"a": f"kind: bar, {pages.PLANT}, {keys}"}), formats=["svg"])
        page = chromium.measure([folder / "out" / "stats.svg"])[0]
        return [t.content for t in page.texts if any("axis-y.tick" in i for i in t.ids)]

    assert ticks(tmp_path / "one", "") == ticks(tmp_path / "two", ", test: {kind: welch, pairs: all}")


@pytest.mark.parametrize(("test", "count"), [("hide_ns: true", 2), ("hide_ns: false", 3), ("show: none", 0)])
def test_what_is_shown(tmp_path, test, count):
    keys = f"stats: {{test: {{kind: welch, pairs: all, correct: none, {test}}}}}"
    path = pages.spec(tmp_path, {"a": f"kind: bar, {pages.PLANT}, {keys}"})
    figure = render(path, formats=["svg"])["figures"][0]
    svg = (tmp_path / "out" / "stats.svg").read_text(encoding="utf-8")
    assert svg.count('.line"') == count
    assert len(figure["panels"][0]["statistics"]["tests"]) == 3
