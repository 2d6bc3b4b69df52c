"""Volcano plots: who is up, down or neither, by the thresholds and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

from charts.staging import check, draw, table
from natfig.charts import charts
from natfig.charts._points import PointCloud
from natfig.core.errors import DataError

GENES = table(
    fc=[2.0, 1.0, 0.99, -1.0, -3.0, -3.0, 0.0, 4.0],
    p=[1e-8, 0.05, 1e-9, 0.049, 0.051, 1e-12, 1.0, 1e-8],
    gene=["A", "B", "C", "D", "E", "F", "G", "H"],
)
BASE = "{kind: volcano, x: fc, y: {field: p}"


def groups(stage):
    return {a.get_gid().split(".")[-1]: np.asarray(a.get_offsets()) for a in stage.named("series")}


def test_example_is_a_panel():
    chart = charts.load("volcano")
    assert chart.Panel.model_validate(yaml.safe_load(chart.example)).top == 8


def test_thresholds_decide_and_include_their_own_value():
    stage = draw(BASE + "}", GENES)
    drawn = groups(stage)
    assert drawn["Up"][:, 0].tolist() == [2.0, 1.0, 4.0]
    assert drawn["Down"][:, 0].tolist() == [-1.0, -3.0]
    assert stage.drawn.n == {"Not significant": 3, "Down": 2, "Up": 3}
    assert sum(len(v) for v in drawn.values()) == GENES.rows


def test_height_is_minus_log10_p():
    heights = np.concatenate([v[:, 1] for v in groups(draw(BASE + "}", GENES)).values()])
    assert sorted(heights) == pytest.approx(sorted(-np.log10(GENES["p"])))


def test_legend_counts_and_tells_apart_by_marker_too():
    entries = draw(BASE + "}", GENES).drawn.legend
    assert [e.text for e in entries] == ["Up, n = 3", "Down, n = 2", "Not significant, n = 3"]
    assert len({e.mark.marker for e in entries}) == 3
    assert len({e.mark.color for e in entries}) == 3


def test_thresholds_are_lines():
    stage = draw(BASE + ", effect_threshold: 1.5, p_threshold: 0.01}", GENES)
    lines = stage.named("reference")
    assert sorted(float(line.get_xdata()[0]) for line in lines[1:]) == [-1.5, 1.5]
    assert lines[0].get_ydata()[0] == pytest.approx(2)


def test_the_most_significant_hits_are_named_first():
    labels = draw(BASE + ", labels: gene, top: 3}", GENES).drawn.point_labels
    # F has the smallest p; A and H tie, and H has the larger effect. C is not a hit.
    assert [p.text for p in labels] == ["F", "H", "A"]
    assert (labels[0].x, labels[0].y) == (-3.0, pytest.approx(12))


def test_no_more_names_than_hits():
    assert len(draw(BASE + ", labels: gene, top: 20}", GENES).drawn.point_labels) == 5


def test_default_label_names_the_logarithm():
    assert draw(BASE + "}", GENES).ax.get_ylabel() == "−log$_{10}$ P"


def test_very_many_points_are_images_of_all():
    rng = np.random.default_rng(0)
    data = table(fc=rng.normal(0, 0.3, 20_000).tolist(), p=rng.uniform(1e-9, 1, 20_000).tolist())
    stage = draw(BASE + "}", data)
    (cloud,) = (a for a in stage.named("series") if isinstance(a, PointCloud))
    assert len(cloud.groups[0].x) == stage.drawn.n["Not significant"] > 5000
    assert stage.ax.get_ylim()[0] == 0


@pytest.mark.parametrize(
    ("p", "said"),
    [
        ([0.0, 0.5], "exactly 0"),
        ([1.2, 0.5], "no p values, such as 1.2"),
        ([-0.1, 0.5], "no p values"),
        ([8.0, 0.5], "itself"),
    ],
)
def test_values_that_are_no_p_values_are_refused(p, said):
    with pytest.raises(DataError, match=said):
        check(BASE + "}", table(fc=[1.0, 2.0], p=p))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{kind: volcano, x: fc, y: {field: p, scale: log}}", "y.scale is log"),
        ("{kind: volcano, x: {field: fc, error: p}, y: p}", "x.error has no effect"),
        ("{kind: volcano, x: fc, y: p, labels: genes}", "did you mean 'gene'"),
    ],
)
def test_what_makes_no_sense_is_refused(text, said):
    with pytest.raises(DataError, match=said):
        check(text, GENES)
