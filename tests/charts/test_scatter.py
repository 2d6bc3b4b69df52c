"""Scatter: every row a point, and what colours, areas, intervals and lines say is true."""

from __future__ import annotations

import numpy as np
import pytest
import yaml
from scipy import stats

from charts.staging import check, draw, table
from natfig.charts import charts
from natfig.charts._points import PointCloud
from natfig.charts._trend import fit_line
from natfig.core.errors import DataError

RNG = np.random.default_rng(0)
N = 60
BIRDS = table(
    x=np.linspace(180, 220, N).tolist(),
    y=(np.linspace(3000, 5000, N) + RNG.normal(0, 200, N)).tolist(),
    species=["Adélie", "Gentoo"] * (N // 2),
    temperature=RNG.normal(20, 3, N).tolist(),
    mass=np.linspace(0, 250, N).tolist(),
    e=[1.5] * N,
    site=[1, 2, 3] * (N // 3),
    name=["first"] + [None] * (N - 2) + ["last"],
)
BASE = "{kind: scatter, x: x, y: {field: y, label: Mass (g)}"


def many(n, **columns):
    x, y = np.random.default_rng(1).normal(size=(2, n))
    return table(x=x.tolist(), y=y.tolist(), **columns)


def offsets(stage, prefix="series"):
    return sum(len(a.get_offsets()) for a in stage.named(prefix))


def test_example_is_a_panel():
    chart = charts.load("scatter")
    assert chart.Panel.model_validate(yaml.safe_load(chart.example)).kind == "scatter"


@pytest.mark.parametrize("n", [1, 200, 201, 5000])
def test_every_row_is_a_marker(n):
    assert offsets(draw(BASE + "}", many(n))) == n


@pytest.mark.parametrize(
    ("n", "size_mm", "diameter_pt", "edge"),
    [(240, (60, 45), 3, 0.25), (250, (60, 45), 2, 0), (250, (80, 60), 3, 0.25), (60, (20, 20), 2, 0)],
)
def test_few_are_markers_with_a_hairline_many_are_bare_points(n, size_mm, diameter_pt, edge):
    points = draw(BASE + "}", many(n), size_mm=size_mm).named("series")[0]
    assert points.get_sizes()[0] == pytest.approx(diameter_pt**2)
    assert points.get_linewidths()[0] == edge
    assert points.get_alpha() == (1 if edge else 0.5)


def test_very_many_rows_become_one_image_and_all_are_in_it():
    stage = draw(BASE + ", color: s}", many(6000, s=["a", "b", "b"] * 2000))
    (cloud,) = stage.named("series")
    assert isinstance(cloud, PointCloud)
    assert [len(g.x) for g in cloud.groups] == [2000, 4000]
    assert stage.drawn.n == {"a": 2000, "b": 4000}


def test_levels_have_their_marks_and_a_legend():
    stage = draw(BASE + ", color: {field: species, label: Species}}", BIRDS)
    assert [a.get_gid() for a in stage.named("series")] == ["panel-a.series.Adélie", "panel-a.series.Gentoo"]
    assert [e.text for e in stage.drawn.legend] == ["Adélie", "Gentoo"]
    assert stage.drawn.legend_title == "Species"
    assert stage.drawn.colorbar is None


def test_numbers_in_color_are_a_scale_with_a_labelled_bar():
    stage = draw(BASE + ", color: {field: temperature, label: Temperature (°C)}}", BIRDS)
    assert stage.drawn.colorbar.label == "Temperature (°C)"
    assert stage.drawn.legend == []
    points = stage.named("series")[0]
    assert sorted(points.get_array()) == pytest.approx(sorted(BIRDS["temperature"]))


def test_a_continuous_colour_stays_with_its_point():
    points = draw(BASE + ", color: temperature}", BIRDS).named("series")[0]
    drawn = {(float(x), float(c)) for (x, _), c in zip(points.get_offsets(), points.get_array(), strict=True)}
    assert drawn == set(zip(BIRDS["x"].tolist(), BIRDS["temperature"].tolist(), strict=True))


def test_numbers_are_levels_when_the_panel_says_so():
    stage = draw(BASE + ", color: site, color_scale: category}", BIRDS)
    assert [e.text for e in stage.drawn.legend] == ["1", "2", "3"]


def test_colour_limits_are_kept_and_values_beyond_them_are_named():
    stage = draw(BASE + ", color: temperature, color_limits: [18, 22]}", BIRDS)
    beyond = int(((BIRDS["temperature"] < 18) | (BIRDS["temperature"] > 22)).sum())
    assert stage.drawn.colorbar.mappable.get_clim() == (18, 22)
    assert stage.drawn.colorbar.mappable.cmap.colorbar_extend == "both"
    assert stage.drawn.warnings[0].startswith(f"{beyond} values of 'temperature'")


def test_area_is_in_proportion_to_value():
    stage = draw(BASE + ", largest_pt: 10, size: {field: mass, label: Mass (kg)}}", BIRDS)
    points = stage.named("series")[0]
    area = dict(zip(points.get_offsets()[:, 0], points.get_sizes(), strict=True))
    for x, mass in zip(BIRDS["x"][5:], BIRDS["mass"][5:], strict=True):
        assert area[x] == pytest.approx(100 * mass / 250)
    assert all(a > 0 for a in area.values())
    # Large ones first, so that they hide no small one.
    assert (np.diff(points.get_sizes()) <= 0).all()


def test_size_legend_has_round_values_at_the_size_they_are_drawn():
    stage = draw(BASE + ", largest_pt: 10, size: {field: mass, label: Mass (kg)}}", BIRDS)
    assert stage.drawn.legend_title == "Mass (kg)"
    entries = stage.drawn.legend
    assert [e.text for e in entries] == ["50", "150", "250"]
    assert [e.size_pt for e in entries] == pytest.approx([10 * np.sqrt(v / 250) for v in (50, 150, 250)])


def test_sizes_beside_levels_carry_their_name():
    stage = draw(BASE + ", color: species, size: mass}", BIRDS)
    assert [e.text for e in stage.drawn.legend][:3] == ["Adélie", "Gentoo", "Mass: 50"]
    assert stage.drawn.legend[3].text == "150"


@pytest.mark.parametrize("axis", ["x", "y"])
def test_intervals_are_as_long_as_they_are(axis):
    text = "{kind: scatter, x: {field: x%s}, y: {field: y%s}}"
    stage = draw(text % ((", error: e", "") if axis == "x" else ("", ", error: e")), BIRDS)
    segments = stage.named("spread")[0].get_segments()
    assert len(segments) == N
    column = 0 if axis == "x" else 1
    assert [float(np.ptp(s[:, column])) for s in segments] == pytest.approx([3.0] * N)


def test_trend_equals_an_independent_regression():
    x, y = BIRDS["x"], BIRDS["y"]
    ours, theirs = fit_line(x, y), stats.linregress(x, y)
    assert (ours.slope, ours.intercept, ours.r) == pytest.approx(
        (theirs.slope, theirs.intercept, theirs.rvalue)
    )
    # At x = 0 the band's half-width is t times the standard error of the intercept.
    shifted = fit_line(x - x.min(), y)
    half = stats.t.ppf(0.975, len(x) - 2) * stats.linregress(x - x.min(), y).intercept_stderr
    assert shifted.high[0] - shifted.y[0] == pytest.approx(half)


def test_trend_is_noted_per_level_and_only_when_asked_for():
    assert draw(BASE + "}", BIRDS).drawn.notes == []
    notes = draw(BASE + ", color: species, trend: linear}", BIRDS).drawn.notes
    assert [n.split(":")[0] for n in notes] == ["Adélie", "Gentoo"]
    assert all("n = 30" in n for n in notes)


def test_trend_on_log_axes_is_straight_on_the_page():
    x = np.geomspace(1, 1000, 20)
    data = table(x=x.tolist(), y=(3 * x**-0.5).tolist())
    text = "{kind: scatter, x: {field: x, scale: log}, y: {field: y, scale: log}, trend: linear}"
    stage = draw(text, data)
    assert stage.drawn.notes == ["r = −1.00, n = 20"]
    (line,) = stage.named("trend")
    assert line.get_ydata() == pytest.approx(3 * line.get_xdata() ** -0.5)


def test_named_points_are_handed_to_the_layout():
    labels = draw(BASE + ", label: name}", BIRDS).drawn.point_labels
    assert [(p.text, p.x) for p in labels] == [("first", 180.0), ("last", 220.0)]


def test_points_beyond_the_limits_are_counted():
    stage = draw("{kind: scatter, x: {field: x, limits: [200, null]}, y: y}", BIRDS)
    assert stage.drawn.warnings == [f"x.limits hide {int((BIRDS['x'] < 200).sum())} of {N} values"]


def test_same_seed_same_drawing():
    text = BASE + ", color: temperature}"
    assert draw(text, BIRDS, seed=3).pixels() == draw(text, BIRDS, seed=3).pixels()


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (", color: species, color_scale: continuous", "holds text"),
        (", color: {field: temperature, order: [1]}", "color.order is for levels"),
        (", color: species, map: viridis", "map: is for numbers in color"),
        (", color_limits: [0, 1]", "color_limits: is for numbers in color"),
        (", color: temperature, map: jet", "even order of lightness"),
        (", color: temperature, map: viridiz", "did you mean 'viridis'"),
        (", color: temperature, map: cmc.vik", "state center:"),
        (", size: {field: mass, scale: log}", "areas"),
        (", size: temperature2", "negative values"),
        (", label: names", "did you mean 'name'"),
        (", label: species", "names 60 points; 20"),
    ],
)
def test_what_makes_no_sense_is_refused(keys, said):
    data = table(**{k: v.tolist() for k, v in BIRDS.columns.items()}, temperature2=[-1.0] * N)
    with pytest.raises(DataError, match=said):
        check(BASE + keys + "}", data)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{kind: scatter, x: {field: x, low: e}, y: y}", "only one end"),
        ("{kind: scatter, x: {field: x, low: y, high: x}, y: y}", "60 of 60 intervals don't hold"),
        ("{kind: scatter, x: e, y: y, trend: linear}", "same for all points"),
    ],
)
def test_intervals_and_lines_that_cannot_be_are_refused(text, said):
    with pytest.raises(DataError, match=said):
        check(text, BIRDS)
