"""Dot matrices: every pair of categories is a dot or a cross, areas are in proportion."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

from charts.staging import check, draw, table
from natfig.charts import charts
from natfig.core.errors import DataError

GENES, TYPES = ["CD3D", "NKG7", "LYZ"], ["T", "NK", "B", "Monocyte"]
MARKERS = table(
    gene=GENES * 4,
    type=[t for t in TYPES for _ in GENES],
    percent=[100.0, 0.0, 25.0, 4.0, 50.0, 16.0, 9.0, 1.0, 36.0, 64.0, 81.0, 49.0],
    mean=[float(i) for i in range(12)],
)
BASE = "{kind: dot, x: gene, y: {field: type, label: Cell type}, size: {field: percent, label: Cells (%)}"


def dots(stage):
    (points,) = stage.named("series")
    return {
        (int(x), int(y)): float(s) for (x, y), s in zip(points.get_offsets(), points.get_sizes(), strict=True)
    }


def test_example_is_a_panel():
    chart = charts.load("dot")
    assert chart.Panel.model_validate(yaml.safe_load(chart.example)).value.field == "mean"


def test_every_row_is_a_dot_of_its_area():
    stage = draw(BASE + ", largest_pt: 10}", MARKERS)
    area = dots(stage)
    assert len(area) == 12
    for i, percent in enumerate(MARKERS["percent"]):
        if percent >= 1:
            assert area[i % 3, i // 3] == pytest.approx(percent, rel=1e-6)


def test_zero_is_small_but_there():
    area = dots(draw(BASE + "}", MARKERS))
    assert area[1, 0] == min(area.values()) > 0.5


def test_the_largest_dot_fits_its_cell():
    stage = draw(BASE + "}", MARKERS, size_mm=(60.0, 10.0))
    assert np.sqrt(max(dots(stage).values())) <= 10 / 4 / 25.4 * 72


def test_few_are_light_and_many_are_dark():
    """A map that starts dark would make the weakest cells the heaviest ones."""
    cmap = draw(BASE + ", value: mean}", MARKERS).drawn.colorbar.mappable.cmap
    assert sum(cmap(0.0)[:3]) > 2 > sum(cmap(0.5)[:3]) > sum(cmap(1.0)[:3])


def test_missing_pairs_are_crossed_out_not_left_blank():
    stage = draw(BASE + "}", MARKERS.take(np.arange(12) != 7))
    (cross,) = stage.named("missing")
    assert cross.get_offsets().tolist() == [[1, 2]]
    assert stage.drawn.legend[-1].text == "No data"
    assert len(dots(stage)) == 11


def test_size_legend_has_three_or_four_round_values():
    stage = draw(BASE + "}", MARKERS)
    assert stage.drawn.legend_title == "Cells (%)"
    assert [e.text for e in stage.drawn.legend] == ["25", "50", "75", "100"]


@pytest.mark.parametrize("largest", [1.0, 0.3, 7.0, 90.0, 12345.0])
def test_size_legends_never_run_long(largest):
    data = table(x=["a", "b"], y=["c", "c"], s=[largest, largest / 3])
    entries = draw("{kind: dot, x: x, y: y, size: s}", data).drawn.legend
    assert 3 <= len(entries) <= 4


def test_ticks_of_size_are_the_legend():
    text = "{kind: dot, x: gene, y: type, size: {field: percent, ticks: [10, 50, 100]}, largest_pt: 10}"
    entries = draw(text, MARKERS).drawn.legend
    assert [(e.text, e.size_pt) for e in entries] == [
        ("10", pytest.approx(np.sqrt(10))), ("50", pytest.approx(np.sqrt(50))), ("100", pytest.approx(10)),
    ]  # fmt: skip


def test_colours_follow_the_value_and_the_bar_is_labelled():
    stage = draw(BASE + ", value: {field: mean, label: Mean expression}}", MARKERS)
    points = stage.named("series")[0]
    value = {(int(x), int(y)): v for (x, y), v in zip(points.get_offsets(), points.get_array(), strict=True)}
    assert [value[i % 3, i // 3] for i in range(12)] == MARKERS["mean"].tolist()
    assert stage.drawn.colorbar.label == "Mean expression"


def test_rows_run_down_the_page():
    stage = draw(BASE + "}", MARKERS)
    assert stage.ax.get_ylim() == (3.5, -0.5)
    assert list(stage.ax.yaxis.get_major_formatter().seq) == TYPES


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (", map: viridis", "which is missing"),
        (", value: mean, map: rainbow", "even order of lightness"),
        (", value: {field: mean, error: percent}", "value.error has no effect"),
    ],
)
def test_what_makes_no_sense_is_refused(keys, said):
    with pytest.raises(DataError, match=said):
        check(BASE + keys + "}", MARKERS)


@pytest.mark.parametrize(
    ("size", "said"),
    [([1.0, -1.0], "negative values"), ([0.0, 0.0], "zero everywhere"), ([1.0, np.inf], "infinite")],
)
def test_sizes_that_are_no_areas_are_refused(size, said):
    with pytest.raises(DataError, match=said):
        check("{kind: dot, x: x, y: y, size: s}", table(x=["a", "b"], y=["c", "c"], s=size))


def test_two_rows_in_one_cell_are_refused():
    data = table(x=["a", "a"], y=["c", "c"], s=[1.0, 2.0])
    with pytest.raises(DataError, match=r"several for \(a, c\)"):
        check("{kind: dot, x: x, y: y, size: s}", data)
