"""Lines: what is drawn equals what the rows say."""

import numpy as np
import pytest

from charts.staging import check, draw, table
from natfig.core.errors import DataError

PLAIN = "{kind: line, data: t, x: {field: x, label: Dose (mg)}, y: {field: y, label: Response}}"
RUNS = table(
    x=[1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2],
    y=[1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 11.0, 12.0, 20.0, 22.0, 24.0],
    g=["a"] * 6 + ["b"] * 6,
)


def test_points_are_joined_in_the_order_of_x():
    stage = draw(PLAIN, table(x=[3, 1, 2], y=[30.0, 10.0, 20.0]))
    x, y = stage.data("series")
    assert x.tolist() == [1, 2, 3]
    assert y.tolist() == [10, 20, 30]
    assert (stage.ax.get_xlabel(), stage.ax.get_ylabel()) == ("Dose (mg)", "Response")


def test_repeated_x_values_become_means_with_their_spread():
    text = PLAIN[:-1] + ", color: g, stats: {center: mean, spread: sd, n: 3, unit: runs}}"
    stage = draw(text, RUNS)
    lines = [a for a in stage.ax.get_lines() if a.get_linestyle() != "None"]
    assert [line.get_ydata().tolist() for line in lines] == [[2, 6], [11, 22]]
    bars = [c.get_segments() for c in stage.ax.collections]
    ends = sorted(tuple(np.round(seg[:, 1], 6)) for segments in bars for seg in segments)
    assert ends == [(1, 3), (4, 8), (10, 12), (20, 24)]
    assert stage.drawn.n == {"a": 3, "b": 3}
    assert stage.drawn.notes == ["n = 3 runs"]


def test_many_points_show_spread_as_a_band():
    x = np.repeat(np.arange(20), 2)
    data = table(x=list(x), y=list(np.tile([1.0, 3.0], 20)))
    stage = draw(PLAIN[:-1] + ", stats: {spread: range}}", data)
    (band,) = stage.ax.collections
    assert band.get_paths()[0].vertices[:, 1].min() == 1
    assert band.get_paths()[0].vertices[:, 1].max() == 3


@pytest.mark.parametrize(
    ("y", "ends"),
    [
        ("{field: y, error: e}", [(0.5, 1.5), (1.0, 3.0)]),
        ("{field: y, low: lo, high: hi}", [(0.0, 4.0), (1.0, 5.0)]),
    ],
)
def test_error_columns_are_drawn_as_given(y, ends):
    data = table(x=[1, 2], y=[1.0, 2.0], e=[0.5, 1.0], lo=[0.0, 1.0], hi=[4.0, 5.0])
    stage = draw("{kind: line, data: t, x: x, y: " + y + "}", data)
    (bars,) = stage.ax.collections
    assert [tuple(seg[:, 1]) for seg in bars.get_segments()] == ends


def test_repeated_x_values_without_a_statistic_are_refused():
    with pytest.raises(DataError, match=r"3 rows of 'a' have x = 1; say how they become one point"):
        check(PLAIN[:-1] + ", color: g}", RUNS)


def test_an_x_axis_of_words_is_refused():
    with pytest.raises(DataError, match=r"x: column 'x' holds neither numbers nor dates; for categories"):
        check(PLAIN, table(x=["a", "b"], y=[1.0, 2.0]))


def test_series_are_labelled_at_their_ends_when_all_reach_the_edge():
    stage = draw(
        PLAIN[:-1] + ", color: g}", table(x=[1, 2, 1, 2], y=[1.0, 2.0, 5.0, 6.0], g=["a", "a", "b", "b"])
    )
    assert [(d.text, d.y) for d in stage.drawn.direct] == [("a", 2.0), ("b", 6.0)]
    assert [e.text for e in stage.drawn.legend] == ["a", "b"]


def test_a_series_that_ends_early_is_not_labelled_at_the_edge():
    data = table(x=[1, 2, 9, 1, 2], y=[1.0, 2.0, 3.0, 5.0, 6.0], g=["a", "a", "a", "b", "b"])
    assert draw(PLAIN[:-1] + ", color: g}", data).drawn.direct == []


@pytest.mark.parametrize("scale", ["log", "log2", "symlog", "linear"])
def test_scales_limits_and_direction(scale):
    text = f"{{kind: line, data: t, x: {{field: x, scale: {scale}, limits: [1, 8], reverse: true}}, y: y}}"
    stage = draw(text, table(x=[1, 2, 4, 8], y=[1.0, 2.0, 3.0, 4.0]))
    assert stage.ax.get_xscale() == ("log" if scale == "log2" else scale)
    assert stage.ax.get_xlim() == (8, 1)
    if scale == "log2":
        assert stage.ax.xaxis.get_transform().base == 2


def test_dates_are_drawn_as_dates():
    days = np.array(["2020-01-01", "2021-01-01"], dtype="datetime64[D]")
    stage = draw(PLAIN, table(x=list(days), y=[1.0, 2.0]))
    assert type(stage.ax.xaxis.get_major_locator()).__module__ == "matplotlib.dates"


def test_markers_and_steps_can_be_chosen():
    data = table(x=[1, 2], y=[1.0, 2.0])
    (line,) = draw(PLAIN[:-1] + ", markers: false, step: true}", data).ax.get_lines()
    assert line.get_marker() == "none"
    assert line.get_drawstyle() == "steps-post"


def test_an_axis_without_a_label_shows_its_column_in_words():
    stage = draw("{kind: line, data: t, x: dose_mg, y: y}", table(dose_mg=[1, 2], y=[1.0, 2.0]))
    assert (stage.ax.get_xlabel(), stage.ax.get_ylabel()) == ("Dose mg", "Y")


def test_the_format_of_dates_is_left_to_the_page():
    days = np.array(["2020-01-01", "2021-01-01"], dtype="datetime64[D]")
    stage = draw(
        '{kind: line, data: t, x: {field: x, format: "%Y"}, y: y}', table(x=list(days), y=[1.0, 2.0])
    )
    assert type(stage.ax.xaxis.get_major_formatter()).__module__ == "matplotlib.dates"
    assert stage.ax.xaxis.__dict__["_natfig_format"] == "%Y"
