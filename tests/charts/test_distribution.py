"""Boxes, violins, strips and rainclouds: the right statistic, every point, none of them twice."""

import numpy as np
import pytest
import yaml
from scipy import stats as scipy_stats

from charts.staging import check, draw, table
from natfig.charts import charts
from natfig.core.errors import DataError

RNG = np.random.default_rng(7)
SMALL = table(g=["a"] * 12 + ["b"] * 20, v=[*RNG.normal(3, 1, 11), 12.0, *RNG.normal(5, 1, 20)])
LARGE = table(g=["a"] * 60 + ["b"] * 80, v=[*RNG.normal(3, 1, 59), 30.0, *RNG.normal(5, 1, 80)])
PAIRS = table(
    g=["a"] * 20 + ["b"] * 20, sex=["f", "m"] * 20, v=[*RNG.normal(3, 1, 20), *RNG.normal(5, 1, 20)]
)
SKEWED = table(g=["a"] * 50, v=np.exp(RNG.normal(0, 2, 50)))
ONES = table(g=["a", "b"], v=[1.0, 2.0])
SHAPES = ["box", "violin", "strip", "raincloud"]


def medians(stage):
    """Return where the median lines of box plots stand, in order of the groups."""
    ink = stage.style.look.ink
    lines = [a for a in stage.named("series") if hasattr(a, "get_data") and a.get_color() == ink]
    return [float(line.get_ydata()[0]) for line in lines]


@pytest.mark.parametrize("data", [SMALL, LARGE], ids=["small", "large"])
def test_box_shows_median_and_quartiles(data):
    stage = draw("{kind: distribution, x: g, y: v}", data)
    boxes = [p for p in stage.named("series") if hasattr(p, "get_path") and not hasattr(p, "get_data")]
    for group, box, median in zip(["a", "b"], boxes, medians(stage), strict=True):
        values = data["v"][data["g"] == group]
        low, high = box.get_path().get_extents().get_points()[:, 1]
        assert (low, median, high) == pytest.approx(tuple(np.percentile(values, [25, 50, 75])))


def test_whiskers_end_at_the_last_value_within_reach():
    stage = draw("{kind: distribution, x: g, y: v}", LARGE)
    color = stage.style.mark().color
    whiskers = [a for a in stage.named("series") if hasattr(a, "get_data") and a.get_color() == color]
    values = LARGE["v"][LARGE["g"] == "a"]
    q1, q3 = np.percentile(values, [25, 75])
    inside = values[(values >= q1 - 1.5 * (q3 - q1)) & (values <= q3 + 1.5 * (q3 - q1))]
    ends = np.concatenate([w.get_ydata() for w in whiskers[:2]])
    assert (ends.min(), ends.max()) == pytest.approx((inside.min(), inside.max()))


def test_few_observations_are_all_drawn_and_once():
    stage = draw("{kind: distribution, x: g, y: v}", SMALL)
    assert sorted(stage.data("points")[1]) == pytest.approx(sorted(SMALL["v"]))


def test_many_observations_leave_the_outliers_alone():
    stage = draw("{kind: distribution, x: g, y: v}", LARGE)
    shown = stage.data("points")[1]
    assert 30.0 in shown
    assert len(shown) < 10


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("direction", ["true", "false"])
def test_with_points_no_observation_is_drawn_twice(shape, direction):
    text = f"{{kind: distribution, x: g, y: v, shape: {shape}, points: true, horizontal: {direction}}}"
    stage = draw(text, LARGE)
    shown = stage.data("points")[0 if stage.panel.horizontal else 1]
    assert sorted(shown) == pytest.approx(sorted(LARGE["v"]))


@pytest.mark.parametrize("shape", SHAPES)
def test_levels_stand_beside_each_other(shape):
    stage = draw(f"{{kind: distribution, x: g, y: v, color: sex, shape: {shape}, points: true}}", PAIRS)
    assert [e.text for e in stage.drawn.legend] == ["f", "m"]
    assert stage.drawn.n == {"a, f": 10, "a, m": 10, "b, f": 10, "b, m": 10}
    for artist in stage.named("points"):
        x = artist.get_xdata()
        side = -1 if artist.get_gid().endswith(".f") else 1
        assert np.all((x - np.round(x)) * side > 0)


def test_a_colour_that_repeats_the_category_needs_no_legend():
    stage = draw("{kind: distribution, x: g, y: v, color: g, shape: violin}", LARGE)
    assert stage.drawn.legend == []
    assert {a.get_gid() for a in stage.named("series")} == {"panel-a.series.a", "panel-a.series.b"}


def clouds(stage):
    return [a for a in stage.named("series") if hasattr(a, "get_paths")]


def test_a_violin_is_the_kernel_density_between_the_extremes():
    stage = draw("{kind: distribution, x: g, y: v, shape: violin}", LARGE)
    values = LARGE["v"][LARGE["g"] == "b"]
    points = clouds(stage)[1].get_paths()[0].vertices
    assert (points[:, 1].min(), points[:, 1].max()) == pytest.approx((values.min(), values.max()))
    right = points[points[:, 0] > 1]
    density = scipy_stats.gaussian_kde(values, "scott")(right[:, 1])
    assert (right[:, 0] - 1) / (right[:, 0].max() - 1) == pytest.approx(density / density.max(), rel=1e-6)


def test_on_a_log_axis_the_density_is_that_of_the_logarithms():
    stage = draw("{kind: distribution, x: g, y: {field: v, scale: log}, shape: violin}", SKEWED)
    points = clouds(stage)[0].get_paths()[0].vertices
    right = points[points[:, 0] > 0]
    density = scipy_stats.gaussian_kde(np.log(SKEWED["v"]), "scott")(np.log(right[:, 1]))
    assert right[:, 0] / right[:, 0].max() == pytest.approx(density / density.max(), rel=1e-6)


def test_a_violin_shows_the_declared_centre_and_spread():
    stage = draw("{kind: distribution, x: g, y: v, shape: violin, stats: {spread: sd}}", LARGE)
    values = LARGE["v"][LARGE["g"] == "a"]
    line, dot = stage.named("center")[:2]
    half = values.std(ddof=1)
    assert list(line.get_ydata()) == pytest.approx([values.mean() - half, values.mean() + half])
    assert dot.get_ydata()[0] == pytest.approx(values.mean())


def test_a_violin_without_stats_shows_median_and_quartiles():
    stage = draw("{kind: distribution, x: g, y: v, shape: violin}", LARGE)
    values = LARGE["v"][LARGE["g"] == "a"]
    line, dot = stage.named("center")[:2]
    assert list(line.get_ydata()) == pytest.approx(list(np.percentile(values, [25, 75])))
    assert dot.get_ydata()[0] == pytest.approx(np.median(values))


def test_too_few_values_for_a_density_are_points_with_a_warning():
    data = table(g=["a"] * 3 + ["b"] * 30, v=[1.0, 2.0, 2.5, *RNG.normal(0, 1, 30)])
    stage = draw("{kind: distribution, x: g, y: v, shape: violin, points: false}", data)
    assert sorted(stage.data("points")[1]) == [1.0, 2.0, 2.5]
    assert len(clouds(stage)) == 1
    assert "group 'a' has 3 distinct values" in stage.drawn.warnings[0]


def test_equal_values_do_not_break_a_shape():
    data = table(g=["a"] * 8, v=[2.0] * 8)
    for shape in SHAPES:
        draw(f"{{kind: distribution, x: g, y: v, shape: {shape}}}", data).pixels()


def test_a_cloud_its_box_and_its_rain_do_not_touch():
    stage = draw("{kind: distribution, x: g, y: v, shape: raincloud, color: g}", LARGE)
    cloud = clouds(stage)[0].get_paths()[0].vertices[:, 0]
    rain = stage.named("points")[0].get_xdata()
    box = next(p for p in stage.named("series") if hasattr(p, "get_path") and not hasattr(p, "get_data"))
    low, high = box.get_path().get_extents().get_points()[:, 0]
    assert rain.max() < low < 0 < high < cloud.min()


def test_a_horizontal_cloud_stands_above_its_rain():
    text = "{kind: distribution, x: g, y: v, shape: raincloud, horizontal: true}"
    stage = draw(text, LARGE)
    assert stage.ax.yaxis.get_inverted()
    cloud = clouds(stage)[0].get_paths()[0].vertices[:, 1]
    assert cloud.max() < 0 < stage.named("points")[0].get_ydata().min()


def test_a_strip_shows_the_declared_centre():
    stage = draw("{kind: distribution, x: g, y: v, shape: strip, stats: {spread: sem, n: auto}}", SMALL)
    assert stage.named("center")[0].get_ydata()[0] == pytest.approx(SMALL["v"][:12].mean())
    assert stage.named("spread")
    assert not draw("{kind: distribution, x: g, y: v, shape: strip}", SMALL).named("center")


def test_few_points_that_are_the_chart_are_as_large_as_markers():
    look = draw("{kind: distribution, x: g, y: v, shape: strip}", SMALL).style.look
    for data, size in ((SMALL, look.marker_pt), (LARGE, look.point_pt)):
        stage = draw("{kind: distribution, x: g, y: v, shape: strip}", data)
        assert {a.get_markersize() for a in stage.named("points")} == {size}


def test_very_many_points_become_pixels():
    many = table(g=["a"] * 6000, v=RNG.normal(0, 1, 6000))
    stage = draw("{kind: distribution, x: g, y: v, shape: strip}", many)
    assert all(a.get_rasterized() for a in stage.named("points"))
    few = draw("{kind: distribution, x: g, y: v, shape: strip}", LARGE)
    assert not any(a.get_rasterized() for a in few.named("points"))


def test_n_under_the_names():
    stage = draw("{kind: distribution, x: g, y: v, stats: {n: auto, center: median, spread: iqr}}", SMALL)
    assert list(stage.ax.xaxis.get_major_formatter().seq) == ["a\nn = 12", "b\nn = 20"]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_seed_draws_the_same_picture(shape):
    text = f"{{kind: distribution, x: g, y: v, shape: {shape}, points: true}}"
    assert draw(text, SMALL).pixels() == draw(text, SMALL).pixels()


@pytest.mark.parametrize(
    ("keys", "data", "message"),
    [
        ("stats: {spread: sd}", SMALL, "shows median and quartiles, but stats says spread: sd"),
        ("shape: raincloud, stats: {spread: ci95}", SMALL, "shape: raincloud shows median"),
        ("stats: {center: mean, n: auto}", SMALL, "shows the median, but stats says center: mean"),
        ("stats: {n: 12}", SMALL, "panel says n = 12 but group 'b' has 20 rows"),
        ("stats: {n: 12}", ONES, "a distribution needs the observations"),
        ("shape: strip, stats: {center: median, spread: sd}", SMALL, "belongs to the mean"),
        ("y: {field: v, error: v}", SMALL, "y.error has no meaning"),
        ("x: {field: g, ticks: [0]}", SMALL, "x.ticks has no meaning"),
        ("x: {field: g, order: [a]}", SMALL, "x.order leaves out 'b'"),
    ],
)
def test_what_a_distribution_refuses(keys, data, message):
    panel = {"kind": "distribution", "x": "g", "y": "v"} | yaml.safe_load("{" + keys + "}")
    with pytest.raises(DataError) as caught:
        check(yaml.safe_dump(panel), data)
    assert message in str(caught.value)


def test_the_example_is_a_panel():
    chart = charts.load("distribution")
    assert chart.Panel.model_validate(yaml.safe_load(chart.example)).kind == "distribution"
