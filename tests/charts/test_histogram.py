"""Histograms that hold every value, and cumulative distributions that step over each."""

import numpy as np
import pytest
import yaml

from charts.staging import check, draw, table
from natfig.charts import charts
from natfig.charts.histogram import bin_edges
from natfig.core.errors import DataError

RNG = np.random.default_rng(5)
ONE = table(v=RNG.normal(10, 2, 200))
GROUPS = table(g=["a"] * 150 + ["b"] * 50, v=[*RNG.normal(10, 2, 150), *RNG.normal(14, 1, 50)])
WIDE = table(v=np.exp(RNG.normal(0, 3, 300)))


def bars(stage):
    return [p for p in stage.ax.patches if hasattr(p, "get_width")]


def test_counts_add_up_to_every_row():
    stage = draw("{kind: histogram, x: v}", ONE)
    assert sum(p.get_height() for p in bars(stage)) == 200
    assert stage.ax.get_ylabel() == "Count"
    assert stage.ax.get_ylim()[0] == 0


def test_density_has_area_one_and_percent_sums_to_a_hundred():
    area = sum(
        p.get_height() * p.get_width() for p in bars(draw("{kind: histogram, x: v, stat: density}", ONE))
    )
    assert area == pytest.approx(1)
    percent = draw("{kind: histogram, x: v, stat: percent}", ONE)
    assert sum(p.get_height() for p in bars(percent)) == pytest.approx(100)
    assert percent.ax.get_ylabel() == "Share (%)"


@pytest.mark.parametrize("bins", [1, 7, 40])
def test_a_number_of_bins(bins):
    assert len(bars(draw(f"{{kind: histogram, x: v, bins: {bins}}}", ONE))) == bins


def test_given_edges_may_differ_in_width():
    data = table(v=[0.0, 0.5, 1.0, 2.0, 5.0])
    stage = draw("{kind: histogram, x: v, bins: [0, 1, 5], stat: density}", data)
    assert [p.get_height() for p in bars(stage)] == pytest.approx([2 / 5, 3 / 5 / 4])


def test_groups_share_bins_and_are_each_their_own_hundred():
    stage = draw("{kind: histogram, x: v, color: g, stat: percent}", GROUPS)
    outlines = [p for p in stage.ax.patches if not p.get_fill()]
    assert len(outlines) == 2
    for outline in outlines:
        assert outline.get_data().values.sum() == pytest.approx(100)
    edges = [set(np.round(o.get_data().edges, 9)) for o in outlines]
    every = set(np.round(bin_edges(GROUPS["v"], "auto"), 9))
    assert edges[0] | edges[1] == every
    assert [(e.text, e.handle) for e in stage.drawn.legend] == [("a", "line"), ("b", "line")]
    assert {p.get_gid() for p in stage.ax.patches} == {"panel-a.series.a", "panel-a.series.b"}


def test_n_is_named_when_declared():
    stage = draw("{kind: histogram, x: v, color: g, stats: {n: auto}}", GROUPS)
    assert [e.text for e in stage.drawn.legend] == ["a (n = 150)", "b (n = 50)"]
    assert draw("{kind: histogram, x: v, stats: {n: auto}}", ONE).drawn.notes == ["n = 200"]
    assert draw("{kind: histogram, x: v, stats: {n: 200, show: false}}", ONE).drawn.notes == []
    assert stage.drawn.n == {"a": 150, "b": 50}


def test_n_that_is_the_same_for_all_is_said_once():
    data = table(g=["a", "a", "b", "b"], v=[1.0, 2.0, 3.0, 4.0])
    stage = draw("{kind: histogram, x: v, color: g, ecdf: true, stats: {n: 2, unit: mice}}", data)
    assert [e.text for e in stage.drawn.legend] == ["a", "b"]
    assert stage.drawn.notes == ["n = 2 mice each"]


@pytest.mark.parametrize("key", ["ecdf", "cumulative"])
def test_the_cumulative_distribution_is_the_share_of_values_up_to_x(key):
    stage = draw(f"{{kind: histogram, x: v, {key}: true}}", ONE)
    (line,) = stage.ax.lines
    x, y = (np.asarray(a) for a in line.get_data())
    assert line.get_drawstyle() == "steps-post"
    assert len(x) == len(np.unique(ONE["v"])) + 1
    for at, share in zip(x[1::17], y[1::17], strict=True):
        assert share == pytest.approx(np.mean(ONE["v"] <= at))
    assert y[0] == 0
    assert y[-1] == pytest.approx(1)
    assert stage.ax.get_ylim() == (0, 1)
    assert stage.drawn.notes == ["n = 200"]


def test_ties_are_one_tall_step():
    stage = draw("{kind: histogram, x: v, ecdf: true, stat: count}", table(v=[1, 1, 1, 4]))
    assert [list(a) for a in stage.ax.lines[0].get_data()] == [[1, 1, 4], [0, 3, 4]]
    assert stage.ax.get_ylabel() == "Cumulative count"


def test_cumulative_groups_name_their_n():
    stage = draw("{kind: histogram, x: v, color: g, ecdf: true, stat: percent}", GROUPS)
    assert [e.text for e in stage.drawn.legend] == ["a (n = 150)", "b (n = 50)"]
    assert stage.drawn.direct == []
    assert stage.ax.get_ylim() == (0, 100)


def test_log_bins_are_equally_wide_as_seen():
    edges = bin_edges(WIDE["v"], "auto", "log")
    assert np.ptp(np.diff(np.log(edges))) == pytest.approx(0, abs=1e-9)
    stage = draw("{kind: histogram, x: {field: v, scale: log}}", WIDE)
    assert stage.ax.get_xscale() == "log"
    assert sum(p.get_height() for p in bars(stage)) == 300


@pytest.mark.parametrize("bins", ["auto", 5, 50])
@pytest.mark.parametrize(
    "values",
    [
        np.array([3.0]), np.full(9, 2.5), np.array([0.0, 0.0]), np.arange(10), np.array([1, 2, 2, 3, 900]),
        RNG.normal(0, 1, 1000), np.array([1e-12, 2e-12, 5e-12]), np.array([-1e12, 1e12]),
    ],
    ids=["one", "equal", "zeros", "whole", "whole-wide", "normal", "tiny", "huge"],
)  # fmt: skip
def test_every_value_is_in_a_bin(values, bins):
    edges = bin_edges(values, bins)
    assert np.all(np.diff(edges) > 0)
    assert np.histogram(values, edges)[0].sum() == len(values)
    if isinstance(bins, int):
        assert len(edges) == bins + 1


def test_auto_bins_of_a_far_outlier_stay_few_and_say_so():
    values = np.append(RNG.normal(0, 1, 500), 1e9)
    assert len(bin_edges(values, "auto")) <= 201
    stage = draw("{kind: histogram, x: v}", table(v=values))
    assert sum(p.get_height() for p in bars(stage)) == 501
    assert "held to 200 bins" in stage.drawn.warnings[0]


def test_auto_is_no_coarser_than_sturges():
    assert len(bin_edges(np.linspace(0, 1, 64) ** 2, "auto")) - 1 >= 7


def test_whole_numbers_are_centred_in_their_bins():
    edges = bin_edges(np.array([0, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7]), "auto")
    assert edges[0] == -0.5
    assert np.all(edges % 1 == 0.5)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("bins: [0, 10]", "lie outside the bins from 0 to 10"),
        ("bins: [10, 5, 0]", "edges that ascend"),
        ("bins: [5]", "two or more edges"),
        ("bins: 0", "bins is 0"),
        ("bins: 100000", "1 to 1000"),
        ("ecdf: true, stat: density", "no density"),
        ("ecdf: true, bins: 5", "no bins"),
        ("x: {field: v, error: v}", "x.error has no meaning"),
        ("x: {field: v, limits: [3, 1]}", "the lower one comes first"),
        ("stats: {n: 5}", "panel says n = 5 but the table has 200 rows"),
        ("stats: {spread: sd}", "shows the values themselves"),
    ],
)
def test_what_a_histogram_refuses(keys, message):
    panel = {"kind": "histogram", "x": "v"} | yaml.safe_load("{" + keys + "}")
    with pytest.raises(DataError) as caught:
        check(yaml.safe_dump(panel), ONE)
    assert message in str(caught.value)


def test_limits_that_hide_values_are_a_warning():
    stage = draw("{kind: histogram, x: {field: v, limits: [0, 1]}, ecdf: true}", table(v=[0.5, 2.0, 3.0]))
    assert stage.drawn.warnings == ["x.limits hide 2 of 3 values"]


def test_the_example_is_a_panel():
    chart = charts.load("histogram")
    assert chart.Panel.model_validate(yaml.safe_load(chart.example)).kind == "histogram"
