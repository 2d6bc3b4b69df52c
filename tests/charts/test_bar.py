"""Bars: from zero, with every row, error bar and n where it belongs."""

import itertools
import statistics

import numpy as np
import pytest
import yaml

from charts.staging import check, draw, table
from natfig.charts import charts
from natfig.core.errors import DataError

RUNS = table(
    g=["Ctrl"] * 4 + ["Drug"] * 4 + ["Both"] * 4,
    v=[4.1, 3.9, 5.0, 4.4, 6.0, 6.6, 5.2, 6.1, 9.0, 8.1, 9.9, 8.7],
)
TWO_WAY = table(
    batch=[1, 1, 1, 1, 8, 8, 8, 8],
    precision=["FP16", "FP16", "INT8", "INT8"] * 2,
    ms=[8.0, 8.4, 5.0, 5.2, 20.0, 22.0, 11.0, 12.0],
)
ONE_EACH = table(
    g=["a", "b", "c"], v=[3.0, 1.0, 2.0], e=[0.3, 0.1, 0.2], lo=[2.0, 0.5, 1.5], hi=[3.5, 2.0, 2.1]
)
PARTS = table(
    year=["2010", "2010", "2020", "2020"], source=["Coal", "Wind"] * 2, twh=[30.0, 10.0, 10.0, 30.0]
)
SIGNED = table(g=["a", "b"], v=[2.0, -3.0])


def heights(stage):
    return [round(p.get_height(), 9) for p in stage.ax.patches]


def tick_texts(axis):
    return list(axis.get_major_formatter().seq)


def test_a_bar_is_the_mean_from_zero():
    stage = draw("{kind: bar, x: g, y: v}", RUNS)
    expected = [statistics.mean(RUNS["v"][i : i + 4]) for i in (0, 4, 8)]
    assert heights(stage) == pytest.approx(expected)
    assert [p.get_y() for p in stage.ax.patches] == [0, 0, 0]
    assert stage.ax.get_ylim()[0] == 0


def test_lone_bars_are_seventy_percent_wide_and_stand_on_whole_numbers():
    stage = draw("{kind: bar, x: g, y: v}", RUNS)
    assert [p.get_width() for p in stage.ax.patches] == pytest.approx([0.7] * 3)
    assert [p.get_x() + p.get_width() / 2 for p in stage.ax.patches] == pytest.approx([0, 1, 2])
    assert all(p.get_linewidth() == 0 for p in stage.ax.patches)
    assert tick_texts(stage.ax.xaxis) == ["Ctrl", "Drug", "Both"]
    assert stage.ax.xaxis.get_major_ticks()[0].tick1line.get_markersize() == 0


@pytest.mark.parametrize("center", ["mean", "median"])
def test_stats_choose_the_height(center):
    stage = draw(f"{{kind: bar, x: g, y: v, stats: {{center: {center}}}}}", RUNS)
    assert heights(stage)[0] == pytest.approx(getattr(statistics, center)(RUNS["v"][:4]))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("size_mm", [(60.0, 45.0), (25.0, 20.0)])
@pytest.mark.parametrize("direction", ["false", "true"])
def test_every_row_is_a_point_that_stays_within_its_bar(seed, size_mm, direction):
    stage = draw(f"{{kind: bar, x: g, y: v, horizontal: {direction}}}", RUNS, seed=seed, size_mm=size_mm)
    x, y = stage.data("points")
    place, value = (y, x) if stage.panel.horizontal else (x, y)
    assert sorted(value) == sorted(RUNS["v"])
    mm_per_unit = size_mm[1 if stage.panel.horizontal else 0] / 3.1
    radius = stage.style.look.point_pt / 2 / 72 * 25.4 / mm_per_unit
    assert np.all(np.abs(place - np.round(place)) + radius <= 0.35)


def test_points_can_be_left_out_and_forced():
    assert not draw("{kind: bar, x: g, y: v, points: false}", RUNS).named("points")
    assert len(draw("{kind: bar, x: g, y: v, points: true}", ONE_EACH).named("points")) == 3
    assert not draw("{kind: bar, x: g, y: v}", ONE_EACH).named("points")


def test_the_same_seed_draws_the_same_picture():
    text = "{kind: bar, x: g, y: v, stats: {spread: sd}}"
    assert draw(text, RUNS).pixels() == draw(text, RUNS).pixels()
    assert draw(text, RUNS).pixels() != draw(text, RUNS, seed=2).pixels()


def spread_ends(stage):
    """Return (low, high) of each error bar, from the line collections."""
    ends = []
    for artist in stage.named("spread"):
        if hasattr(artist, "get_segments"):
            ends += [tuple(seg[:, 1]) for seg in artist.get_segments()]
    return ends


def test_error_bars_come_from_the_rows():
    stage = draw("{kind: bar, x: g, y: v, stats: {spread: sd, n: 4}}", RUNS)
    mean, sd = statistics.mean(RUNS["v"][:4]), statistics.stdev(RUNS["v"][:4])
    assert spread_ends(stage)[0] == pytest.approx((mean - sd, mean + sd))
    assert len(spread_ends(stage)) == 3


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("error: e", [(2.7, 3.3), (0.9, 1.1), (1.8, 2.2)]),
        ("low: lo, high: hi", [(2.0, 3.5), (0.5, 2.0), (1.5, 2.1)]),
    ],
)
def test_error_bars_come_from_columns(channel, expected):
    stage = draw(f"{{kind: bar, x: g, y: {{field: v, {channel}}}, stats: {{n: 6, spread: sd}}}}", ONE_EACH)
    assert np.allclose(spread_ends(stage), expected)
    assert not stage.drawn.warnings
    assert stage.drawn.n == {"a": 6, "b": 6, "c": 6}


def test_a_declared_spread_that_is_nowhere_is_a_warning():
    stage = draw("{kind: bar, x: g, y: v, stats: {n: 6, spread: sd}}", ONE_EACH)
    assert not spread_ends(stage)
    assert "no error bar on 'a', 'b', 'c'" in stage.drawn.warnings[0]


def test_n_stands_under_the_names():
    stage = draw("{kind: bar, x: g, y: v, stats: {n: auto}}", RUNS)
    assert tick_texts(stage.ax.xaxis) == ["Ctrl\nn = 4", "Drug\nn = 4", "Both\nn = 4"]
    assert stage.drawn.n == {"Ctrl": 4, "Drug": 4, "Both": 4}
    hidden = draw("{kind: bar, x: g, y: v, stats: {n: auto, show: false}}", RUNS)
    assert tick_texts(hidden.ax.xaxis) == ["Ctrl", "Drug", "Both"]


def test_n_of_rows_stands_once_in_a_note_or_beside_the_names():
    text = "{kind: bar, x: g, y: v, horizontal: true, stats: {n: auto, unit: folds}}"
    stage = draw(text, RUNS)
    assert tick_texts(stage.ax.yaxis) == ["Ctrl", "Drug", "Both"]
    assert stage.drawn.notes == ["n = 4 folds each"]
    uneven = draw(text, RUNS.take(np.arange(11)))
    assert tick_texts(uneven.ax.yaxis) == ["Ctrl (n = 4)", "Drug (n = 4)", "Both (n = 3)"]
    assert uneven.drawn.notes == []


def test_n_of_levels_that_differ_is_listed():
    data = table(g=["a", "a", "a", "b", "b"], c=["u", "u", "w", "u", "w"], v=[1.0, 2.0, 3.0, 4.0, 5.0])
    stage = draw("{kind: bar, x: g, y: v, color: c, stats: {n: auto}}", data)
    assert tick_texts(stage.ax.xaxis) == ["a\nn = 2, 1", "b\nn = 1"]


def test_levels_stand_side_by_side_without_overlap():
    stage = draw("{kind: bar, x: batch, y: ms, color: precision}", TWO_WAY)
    spans = sorted((p.get_x(), p.get_x() + p.get_width()) for p in stage.ax.patches)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert spans[1][1] - spans[0][0] < 1
    assert [e.text for e in stage.drawn.legend] == ["FP16", "INT8"]
    assert {e.handle for e in stage.drawn.legend} == {"patch"}
    assert [p.get_gid() for p in stage.ax.patches[:2]] == ["panel-a.series.FP16", "panel-a.series.INT8"]


def test_a_colour_that_repeats_the_category_needs_neither_room_nor_legend():
    stage = draw("{kind: bar, x: g, y: v, color: g}", RUNS)
    assert [p.get_width() for p in stage.ax.patches] == pytest.approx([0.7] * 3)
    assert stage.drawn.legend == []


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ("sort: ascending", ["b", "c", "a"]),
        ("sort: descending", ["a", "c", "b"]),
        ("sort: none", ["a", "b", "c"]),
    ],
)
def test_sort(keys, names):
    stage = draw(f"{{kind: bar, x: g, y: v, {keys}}}", ONE_EACH)
    assert tick_texts(stage.ax.xaxis) == names
    by_place = sorted(stage.ax.patches, key=lambda p: p.get_x())
    values = dict(zip(ONE_EACH["g"], ONE_EACH["v"], strict=True))
    assert [p.get_height() for p in by_place] == [values[n] for n in names]


def test_order_and_reverse():
    stage = draw("{kind: bar, x: {field: g, order: [c, a, b], reverse: true}, y: v}", ONE_EACH)
    assert tick_texts(stage.ax.xaxis) == ["b", "a", "c"]


def test_horizontal_bars_read_from_the_top():
    stage = draw("{kind: bar, x: g, y: {field: v, label: Score}, horizontal: true}", ONE_EACH)
    assert tick_texts(stage.ax.yaxis) == ["a", "b", "c"]
    assert stage.ax.yaxis.get_inverted()
    assert [p.get_width() for p in stage.ax.patches] == [3, 1, 2]
    assert stage.ax.get_xlim()[0] == 0
    assert stage.ax.get_xlabel() == "Score"


def test_negative_bars_hang_from_a_zero_line():
    stage = draw("{kind: bar, x: g, y: v}", SIGNED)
    assert heights(stage) == [2, -3]
    low, high = stage.ax.get_ylim()
    assert low < -3
    assert high > 2
    assert len(stage.named("zero")) == 1
    assert not draw("{kind: bar, x: g, y: v}", ONE_EACH).named("zero")


def test_stacks_add_up():
    stage = draw("{kind: bar, x: year, y: twh, color: source, stack: true}", PARTS)
    assert [(p.get_y(), p.get_height()) for p in stage.ax.patches] == [(0, 30), (30, 10), (0, 10), (10, 30)]
    assert [p.get_width() for p in stage.ax.patches] == pytest.approx([0.7] * 4)
    # The legend reads as the stack does.
    assert [e.text for e in stage.drawn.legend] == ["Wind", "Coal"]


def test_shares_end_at_one_hundred():
    stage = draw("{kind: bar, x: year, y: twh, color: source, stack: fill, horizontal: true}", PARTS)
    assert [p.get_width() for p in stage.ax.patches] == [75, 25, 25, 75]
    assert stage.ax.get_xlim() == (0, 100)
    assert stage.ax.get_xlabel() == "Share of twh (%)"
    assert [e.text for e in stage.drawn.legend] == ["Coal", "Wind"]


def test_parts_of_both_signs_grow_both_ways():
    data = table(g=["a", "a", "a"], c=["u", "v", "w"], v=[2.0, -1.0, 3.0])
    stage = draw("{kind: bar, x: g, y: v, color: c, stack: true}", data)
    assert [(p.get_y(), p.get_height()) for p in stage.ax.patches] == [(0, 2), (0, -1), (2, 3)]


def test_numbers_at_the_ends():
    stage = draw("{kind: bar, x: g, y: {field: v, error: e}, values: true}", ONE_EACH)
    assert [t.get_text() for t in stage.ax.texts] == ["3", "1", "2"]
    # Beyond the error bar, and within the axes.
    assert [t.xy for t in stage.ax.texts] == [(0, 3.3), (1, 1.1), (2, 2.2)]
    figure = stage.ax.figure
    figure.canvas.draw()
    for text in stage.ax.texts:
        box = text.get_window_extent()
        assert box.y1 <= stage.ax.bbox.y1 + 0.5
    assert not stage.drawn.warnings


def test_negative_numbers_stand_below_with_a_true_minus():
    stage = draw("{kind: bar, x: g, y: {field: v, format: .1f}, values: true}", SIGNED)
    assert [t.get_text() for t in stage.ax.texts] == ["2.0", "−3.0"]
    assert [t.get_va() for t in stage.ax.texts] == ["bottom", "top"]


def test_numbers_that_do_not_fit_are_left_out_with_a_warning():
    names = [f"g{i}" for i in range(40)]
    data = table(g=names, v=[12345.678] * 40)
    stage = draw("{kind: bar, x: g, y: {field: v, format: .3f}, values: true}", data)
    assert not stage.ax.texts
    assert "they do not fit" in stage.drawn.warnings[0]


def test_numbers_within_parts_are_legible_or_left_out():
    data = table(g=["a"] * 3, c=["u", "v", "w"], v=[60.0, 39.5, 0.5])
    stage = draw("{kind: bar, x: g, y: v, color: c, stack: true, values: true}", data)
    assert [t.get_text() for t in stage.ax.texts] == ["60.0", "39.5"]
    assert stage.ax.texts[0].get_color() == "#FFFFFF"
    assert "1 of 3 numbers" in stage.drawn.warnings[0]


@pytest.mark.parametrize(
    ("keys", "data", "message"),
    [
        ("y: {field: v, scale: log}", ONE_EACH, "bars start at zero, which a log axis"),
        ("y: {field: v, scale: log2}", ONE_EACH, "kind: forest"),
        ("y: {field: v, limits: [1, 4]}", ONE_EACH, "y.limits show 1 to 4"),
        ("y: {field: v, limits: [null, -1]}", SIGNED, "values up to -1"),
        ("y: {field: v, limits: [4, 0]}", ONE_EACH, "the lower one comes first"),
        ("y: {field: v, format: .2q}", ONE_EACH, "not a number format"),
        ("y: {field: v, error: e, low: lo}", ONE_EACH, "both an error column"),
        ("y: v, stack: true", ONE_EACH, "stacked bars need color"),
        ("y: v, sort: ascending, x: {field: g, order: [a, b, c]}", ONE_EACH, "x.order and sort"),
        ("y: v, x: {field: g, order: [a, b]}", ONE_EACH, "x.order leaves out 'c' of column 'g'"),
        ("y: v, x: {field: g, scale: log}", ONE_EACH, "x holds categories"),
        ("y: v, x: {field: g, limits: [0, 1]}", ONE_EACH, "x.limits has no meaning"),
        ("y: v, stats: {n: 5}", RUNS, "panel says n = 5 but group 'Ctrl' has 4 rows"),
        ("y: v, stats: {center: median, spread: sem}", RUNS, "belongs to the mean"),
        ("y: {field: v, error: v}", RUNS, "'Ctrl' has 4 rows"),
        ("y: v, color: g, stack: true", RUNS, "a part of a stacked bar is one number"),
        ("y: v, color: g, stack: true, stats: {spread: sd}", ONE_EACH, "share no baseline"),
        ("y: {field: v, error: e}, color: g, stack: true", ONE_EACH, "share no baseline"),
        ("y: v, color: g, stack: true, points: true", ONE_EACH, "points cannot be read"),
        ("y: v, color: g, stack: fill", SIGNED, "needs values >= 0, but 'b' is -3"),
        ("y: {field: v, limits: [0, 50]}, color: g, stack: fill", ONE_EACH, "0 to 100 %"),
        ("y: v, color: g, stack: fill", table(g=["a"], v=[0.0]), "has no shares"),
        ("y: v", table(g=["a"], v=[np.inf]), "infinite values"),
        ("y: v", table(g=np.array([], dtype=object), v=[]), "no rows are left"),
    ],
)
def test_what_a_bar_refuses(keys, data, message):
    text = f"kind: bar\n{chr(10).join(_keys(keys))}"
    with pytest.raises(DataError) as caught:
        check(text, data)
    assert message in str(caught.value)


def _keys(flow):
    keys = yaml.safe_load("{" + flow + "}")
    keys.setdefault("x", "g")
    return [yaml.safe_dump({k: v}, default_flow_style=True).strip()[1:-1] for k, v in keys.items()]


def test_limits_that_cut_bars_are_a_warning():
    stage = draw("{kind: bar, x: g, y: {field: v, limits: [0, 2.5]}}", ONE_EACH)
    assert stage.ax.get_ylim() == (0, 2.5)
    assert stage.drawn.warnings == ["y.limits hide 1 of 4 values"]


def test_hatches_tell_levels_apart_where_the_palette_says_so():
    from natfig.charts.base import Mark

    marks = {"FP16": Mark("#777777"), "INT8": Mark("#777777", hatch="//")}
    stage = draw("{kind: bar, x: batch, y: ms, color: precision}", TWO_WAY, marks=marks)
    assert [p.get_hatch() for p in stage.ax.patches] == [None, "//", None, "//"]


def test_the_example_is_a_panel():
    chart = charts.load("bar")
    assert chart.Panel.model_validate(yaml.safe_load(chart.example)).kind == "bar"
