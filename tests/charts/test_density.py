"""Density: no row is hidden, and the regions hold the shares they claim."""

from __future__ import annotations

import numpy as np
import pytest
import yaml
from matplotlib.contour import ContourSet
from scipy import stats

from charts.staging import check, draw, table
from natfig.charts import charts
from natfig.charts._kde import CELLS, estimate_density
from natfig.charts._points import PointCloud
from natfig.core.errors import DataError

RNG = np.random.default_rng(0)
X = np.append(RNG.normal(0, 1, 700), RNG.normal(4, 0.5, 300))
Y = 0.6 * X + RNG.normal(0, 1, 1000)
CLOUD = table(x=X.tolist(), y=Y.tolist(), positive=np.exp(X).tolist())
BASE = "{kind: density, x: x, y: {field: y, label: Height (mm)}"


def test_example_is_a_panel():
    chart = charts.load("density")
    assert chart.Panel.model_validate(yaml.safe_load(chart.example)).shape == "hexbin"


@pytest.mark.parametrize("shape", ["hexbin", "hist2d"])
@pytest.mark.parametrize("x", ["x", "{field: positive, scale: log}"])
@pytest.mark.parametrize("log_counts", ["true", "false"])
def test_counts_add_up_to_the_rows(shape, x, log_counts):
    stage = draw(f"{{kind: density, x: {x}, y: y, shape: {shape}, log_counts: {log_counts}}}", CLOUD)
    (cells,) = stage.named("series")
    assert np.ma.sum(cells.get_array()) == 1000
    assert stage.drawn.colorbar.label == "Count"


@pytest.mark.parametrize("shape", ["hexbin", "hist2d"])
def test_a_cell_with_one_point_is_not_white(shape):
    stage = draw(f"{BASE}, shape: {shape}, map: Blues}}", CLOUD)
    white = draw(f"{BASE}, shape: {shape}}}", CLOUD)
    assert stage.drawn.colorbar.mappable.cmap.name == "Blues"
    cells = white.named("series")[0]
    assert min(cells.cmap(cells.norm(1))[:3]) < 0.95


def test_few_cells_are_vectors_many_are_pixels():
    assert not draw(BASE + "}", CLOUD).named("series")[0].get_rasterized()
    assert draw(BASE + ", cells: 200}", CLOUD).named("series")[0].get_rasterized()


def test_density_equals_scipys_kernel_estimate():
    grid = estimate_density(X, Y)
    oracle = stats.gaussian_kde(np.stack([X, Y]))
    across, up = np.meshgrid(grid.x[::16], grid.y[::16])
    wanted = oracle(np.stack([across.ravel(), up.ravel()])).reshape(across.shape)
    assert grid.density[::16, ::16] == pytest.approx(wanted, abs=wanted.max() * 0.002)
    area = (grid.x[1] - grid.x[0]) * (grid.y[1] - grid.y[0])
    assert grid.density.sum() * area == pytest.approx(1, abs=1e-3)
    assert grid.density.shape == (CELLS, CELLS)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_region_holds_its_share_of_the_points(share):
    grid = estimate_density(X, Y)
    assert (grid.at_points >= grid.threshold(share)).mean() == pytest.approx(share, abs=0.002)


def test_points_outside_the_contours_are_drawn():
    stage = draw(BASE + ", shape: kde, levels: [0.5, 0.9]}", CLOUD)
    points = next(a for a in stage.named("series") if a.get_gid().endswith("points"))
    assert len(points.get_offsets()) == 100 == stage.drawn.n["outside the contours"]
    assert any(isinstance(a, ContourSet) for a in stage.named("series.density"))


def test_very_many_points_outside_are_an_image_of_all():
    x, y = np.random.default_rng(3).normal(size=(2, 60_000))
    stage = draw(BASE + ", shape: kde, levels: [0.5, 0.9]}", table(x=x.tolist(), y=y.tolist()))
    cloud = next(a for a in stage.named("series") if isinstance(a, PointCloud))
    assert len(cloud.groups[0].x) == 6000


def test_colour_bar_of_contours_states_the_shares():
    bar = draw(BASE + ", shape: kde}", CLOUD).drawn.colorbar
    assert bar.ticks == (0.1, 0.25, 0.5, 0.75, 0.95)
    assert format(bar.ticks[1], bar.format) == "25%"
    # The region with the smallest share, where points are densest, has the far end of the map.
    inmost, outmost = (bar.mappable.to_rgba(v) for v in (0.05, 0.9))
    assert inmost != outmost


def test_small_counts_have_whole_ticks():
    data = table(x=[0.0, 1.0, 1.0, 3.0], y=[0.0, 1.0, 1.0, 2.0])
    assert draw(BASE + "}", data).drawn.colorbar.ticks == (1.0, 2.0)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (", shape: kde, levels: [0.9, 0.5]", "no rising shares"),
        (", shape: kde, levels: [0.5, 1.0]", "no rising shares"),
        (", shape: kde, cells: 30", "cells: is for counts"),
        (", shape: kde, log_counts: true", "log_counts: is for counts"),
        (", map: turbo", "even order of lightness"),
        (", map: RdBu", "diverging"),
    ],
)
def test_what_makes_no_sense_is_refused(keys, said):
    with pytest.raises(DataError, match=said):
        check(BASE + keys + "}", CLOUD)


@pytest.mark.parametrize(
    ("x", "y"), [([1.0] * 12, list(range(12))), ([1.0, 2.0, 3.0], [1.0, 3.0, 2.0]), (range(12), range(12))]
)
def test_a_density_of_a_line_or_of_few_points_is_refused(x, y):
    data = table(x=[float(v) for v in x], y=[float(v) for v in y])
    with pytest.raises(DataError, match="ten points"):
        check(BASE + ", shape: kde}", data)


def test_symlog_hexagons_are_refused():
    with pytest.raises(DataError, match="use shape: hist2d"):
        check("{kind: density, x: {field: x, scale: symlog}, y: y}", CLOUD)
