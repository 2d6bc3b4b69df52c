"""Heat maps: every cell in its place and colour, or an error that says why not."""

from __future__ import annotations

import numpy as np
import pytest
import yaml
from matplotlib.collections import QuadMesh
from matplotlib.image import AxesImage
from scipy.cluster.hierarchy import leaves_list, linkage

from charts.staging import check, draw, table
from natfig.charts import charts
from natfig.core.errors import DataError


def long_form(values, rows=None, columns=None):
    values = np.asarray(values, dtype=float)
    rows = rows or [f"r{i}" for i in range(values.shape[0])]
    columns = columns or [f"c{i}" for i in range(values.shape[1])]
    cells = [
        (c, r, v) for r, line in zip(rows, values, strict=True) for c, v in zip(columns, line, strict=True)
    ]
    x, y, v = zip(*cells, strict=True)
    return table(x=list(x), y=list(y), v=list(v))


SMALL = long_form([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
SIGNED = long_form([[-1.0, 0.5], [0.0, 3.0]])
LARGE = long_form(np.arange(40 * 25).reshape(40, 25))
BASE = "{kind: heatmap, x: x, y: y, value: {field: v, label: Value (mm)%s}"


def cells(stage):
    (artist,) = stage.named("series")
    return artist


def names(axis):
    return list(axis.get_major_formatter().seq)


def texts(stage):
    return {(int(t.get_position()[1]), int(t.get_position()[0])): t for t in stage.named("values")}


def test_example_is_a_panel():
    chart = charts.load("heatmap")
    assert chart.Panel.model_validate(yaml.safe_load(chart.example)).center == 0


def test_cells_are_where_their_names_say():
    stage = draw(BASE % "" + "}", SMALL)
    assert names(stage.ax.xaxis) == ["c0", "c1", "c2"]
    assert names(stage.ax.yaxis) == ["r0", "r1"]
    # Rows run down the page.
    assert stage.ax.get_ylim() == (1.5, -0.5)
    assert cells(stage).get_array().reshape(2, 3)[1, 2] == 5
    assert stage.drawn.frame == "none"
    assert stage.drawn.colorbar.label == "Value (mm)"


@pytest.mark.parametrize(
    ("x", "columns"), [("{field: x, order: [c2, c0, c1]}", "201"), ("{field: x, reverse: true}", "210")]
)
def test_order_moves_the_cells_with_their_names(x, columns):
    stage = draw(f"{{kind: heatmap, x: {x}, y: y, value: v}}", SMALL)
    assert names(stage.ax.xaxis) == [f"c{i}" for i in columns]
    assert cells(stage).get_array().reshape(2, 3)[0].tolist() == [float(i) for i in columns]


def test_numbers_rise_whatever_their_order_in_the_table():
    data = table(x=[10, 2, 1, 10, 2, 1], y=["a"] * 3 + ["b"] * 3, v=[3.0, 2.0, 1.0, 6.0, 5.0, 4.0])
    stage = draw(BASE % "" + "}", data)
    assert names(stage.ax.xaxis) == ["1", "2", "10"]
    assert cells(stage).get_array().reshape(2, 3).tolist() == [[1, 2, 3], [4, 5, 6]]
    text = "{kind: heatmap, x: {field: x, order: [2, 10, 1]}, y: y, value: v}"
    assert names(draw(text, data).ax.xaxis) == ["2", "10", "1"]


def test_few_cells_have_hairlines_many_are_an_unsmoothed_image():
    small, large = cells(draw(BASE % "" + "}", SMALL)), cells(draw(BASE % "" + "}", LARGE))
    assert isinstance(small, QuadMesh)
    assert np.allclose(small.get_edgecolor()[0], 1)
    assert isinstance(large, AxesImage)
    assert large.get_interpolation() == "nearest"
    assert large.get_array().tolist() == np.arange(1000).reshape(40, 25).tolist()


def test_twenty_rows_are_parted_twenty_one_are_not():
    assert isinstance(cells(draw(BASE % "" + "}", long_form(np.ones((20, 2))))), QuadMesh)
    assert isinstance(cells(draw(BASE % "" + "}", long_form(np.ones((21, 2))))), AxesImage)


@pytest.mark.parametrize(
    ("limits", "ends"), [("", (-3, 3)), (", limits: [-4, 4]", (-4, 4)), (", limits: [null, 2]", (-2, 2))]
)
def test_a_centre_makes_the_limits_symmetric(limits, ends):
    mappable = draw(BASE % limits + ", center: 0}", SIGNED).drawn.colorbar.mappable
    assert mappable.get_clim() == ends
    assert mappable.cmap.name == "RdBu"


def test_without_a_centre_the_map_is_sequential_and_takes_in_all_values():
    mappable = draw(BASE % "" + "}", SIGNED).drawn.colorbar.mappable
    assert (mappable.cmap.name, mappable.get_clim()) == ("viridis", (-1, 3))


def test_logarithmic_colours():
    data = long_form([[1.0, 10.0], [100.0, 1000.0]])
    norm = draw(BASE % ", scale: log" + "}", data).drawn.colorbar.mappable.norm
    assert [float(norm(v)) for v in (1, 10, 1000)] == pytest.approx([0, 1 / 3, 1])


def test_missing_cells_are_grey_and_named():
    data = long_form(np.ones((3, 3))).take(np.arange(9) != 4)
    stage = draw(BASE % "" + "}", data)
    assert cells(stage).get_array().mask.reshape(3, 3)[1, 1]
    assert [e.text for e in stage.drawn.legend] == ["No data (1 cell)"]
    grey = stage.drawn.legend[0].mark.color
    assert grey == stage.style.look.neutral_light


def test_numbers_are_in_their_cells_in_ink_or_white():
    stage = draw(
        "{kind: heatmap, x: x, y: y, value: {field: v, format: .1f}, annotate: true, map: Greys}", SMALL
    )
    shown = texts(stage)
    assert {place: t.get_text() for place, t in shown.items()}[1, 2] == "5.0"
    assert len(shown) == 6
    assert shown[0, 0].get_color() == stage.style.look.ink
    assert shown[1, 2].get_color() == "#FFFFFF"
    assert all(t.get_fontsize() >= stage.style.look.floor_pt for t in shown.values())


def test_a_number_that_rounds_to_zero_has_no_sign():
    data = long_form([[-0.001, 1.0]])
    stage = draw("{kind: heatmap, x: x, y: y, value: {field: v, format: .2f}, annotate: true}", data)
    assert texts(stage)[0, 0].get_text() == "0.00"


def test_numbers_that_do_not_fit_are_left_out_with_a_warning():
    stage = draw(BASE % "" + ", annotate: true}", LARGE)
    assert texts(stage) == {}
    assert any("the numbers don't fit into cells of 2.0 × 1.1 mm" in w for w in stage.drawn.warnings)


def test_numbers_shrink_to_the_floor_before_they_are_left_out():
    data = long_form(np.full((8, 12), 0.25))
    sizes = {}
    for width in (200.0, 68.0):
        text = "{kind: heatmap, x: x, y: y, value: {field: v, format: .2f}, annotate: true}"
        shown = texts(draw(text, data, size_mm=(width, 60.0)))
        sizes[width] = next(iter(shown.values())).get_fontsize() if shown else None
    assert sizes[200.0] == 6
    assert 5 <= sizes[68.0] < 6


def test_long_names_and_the_colour_bar_take_from_the_cells():
    """The hint for the axes knows nothing of them; numbers that would touch are left out."""
    text = "{kind: heatmap, x: x, y: y, value: {field: v, format: .2f}, annotate: true}"
    short = long_form(np.full((3, 6), 0.25))
    long = long_form(np.full((3, 6), 0.25), rows=[f"A very long name of a row, {i}" for i in range(3)])
    assert len(texts(draw(text, short, size_mm=(50.0, 40.0)))) == 18
    assert len(texts(draw(text, long, size_mm=(50.0, 40.0)))) == 0


@pytest.mark.parametrize("side", ["rows", "columns", "both"])
def test_clustering_puts_like_next_to_like(side):
    values = np.array([[0, 9, 0, 9], [5, 1, 5, 1], [0, 9, 0, 8], [5, 1, 5, 2]], dtype=float)
    stage = draw(BASE % "" + f", cluster: {side}}}", long_form(values))
    oracle = {
        "rows": [f"r{i}" for i in leaves_list(linkage(values, "average", optimal_ordering=True))],
        "columns": [f"c{i}" for i in leaves_list(linkage(values.T, "average", optimal_ordering=True))],
    }
    rows, columns = names(stage.ax.yaxis), names(stage.ax.xaxis)
    assert rows == (oracle["rows"] if side != "columns" else [f"r{i}" for i in range(4)])
    assert columns == (oracle["columns"] if side != "rows" else [f"c{i}" for i in range(4)])
    moved = values[[int(r[1]) for r in rows]][:, [int(c[1]) for c in columns]]
    assert cells(stage).get_array().reshape(4, 4).tolist() == moved.tolist()


def test_names_too_close_are_left_out_numbers_thinned():
    stage = draw(BASE % "" + "}", LARGE)
    assert stage.ax.yaxis.get_label_text() == "Y (n = 40)"
    assert any("40 names of 'y'" in w for w in stage.drawn.warnings)
    years = long_form(np.ones((40, 2)), rows=[str(y) for y in range(1980, 2020)])
    shown = names(draw(BASE % "" + "}", years).ax.yaxis)
    assert shown[:2] == ["1980", "1982"]


def test_square_cells():
    stage = draw(BASE % "" + ", square: true}", SIGNED)
    assert stage.drawn.square
    assert stage.ax.get_aspect() == 1
    assert not draw(BASE % "" + ", square: true}", SMALL).drawn.square


def test_values_beyond_the_limits_are_counted():
    stage = draw(BASE % ", limits: [1, 4]" + "}", SMALL)
    assert stage.drawn.warnings == [
        "2 values of 'v' lie beyond the colour limits 1 to 4 and take the end's colour"
    ]


@pytest.mark.parametrize(
    ("inside", "keys", "said"),
    [
        ("", ", map: jet", "even order of lightness"),
        ("", ", map: Set1", "even order of lightness"),
        ("", ", map: cmc.vik", "state center:"),
        ("", ", map: viridis, center: 0", "'viridis' is none"),
        (", limits: [-1, 3]", ", center: 0", r"not symmetric about the centre 0.*use \[-3, 3\]"),
        (", scale: log", "", "reach 0 or less"),
        (", scale: symlog", "", "not for colours"),
        ("", ", cluster: rows, cluster_method: ward, cluster_metric: cosine", "euclidean distances only"),
    ],
)
def test_colours_and_clusters_that_mislead_are_refused(inside, keys, said):
    with pytest.raises(DataError, match=said):
        check(BASE % inside + keys + "}", long_form([[-1.0, 0.5, 1.0], [0.0, 3.0, 1.0], [2.0, 2.0, 2.0]]))


@pytest.mark.parametrize(
    ("text", "data", "said"),
    [
        (
            "{kind: heatmap, x: x, y: y, value: v}",
            table(x=["a", "a"], y=["b", "b"], v=[1.0, 2.0]),
            r"several for \(a, b\)",
        ),
        ("{kind: heatmap, x: {field: x, order: [c0]}, y: y, value: v}", SMALL, "leaves out 'c1', 'c2'"),
        ("{kind: heatmap, x: {field: x, scale: log}, y: y, value: v}", SMALL, "holds categories"),
        (
            "{kind: heatmap, x: x, y: {field: y, order: [r1, r0]}, value: v, cluster: rows}",
            SMALL,
            "keep one of the two",
        ),
        (
            "{kind: heatmap, x: x, y: y, value: v, cluster: rows}",
            SMALL.take(np.arange(6) != 2),
            r"such as \(c2, r0\)",
        ),
        (
            "{kind: heatmap, x: x, y: y, value: v, cluster: rows, cluster_metric: correlation}",
            long_form([[1.0, 1.0], [1.0, 2.0], [2.0, 1.0]]),
            "row of equal values",
        ),
    ],
)
def test_cells_that_cannot_be_are_refused(text, data, said):
    with pytest.raises(DataError, match=said):
        check(text, data)
