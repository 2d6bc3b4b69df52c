"""Densities in R: hexagons and cells with natfig's counts, contours at natfig's levels."""

import matplotlib as mpl
import numpy as np
import pytest

from backends.r.kinds.drawn import SVG, draw, lint
from natfig.backends.r.functions import functions
from natfig.charts._kde import estimate_density
from oracles import r

RNG = np.random.default_rng(9)
X = 10 ** RNG.normal(3, 0.4, 400)
Y = RNG.normal(60, 9, 400) + 4 * np.log10(X)
POINTS = [{"x": float(a), "y": float(b)} for a, b in zip(X.round(3), Y.round(3), strict=True)]
BASE = {"kind": "density", "data": "points", "x": {"field": "x", "scale": "log"}, "y": "y"}
PANELS = {
    "a": BASE | {"cells": 15},
    "b": BASE | {"shape": "hist2d", "log_counts": True},
    "c": BASE | {"shape": "kde"},
}  # fmt: skip


def ask(code):
    r.require()
    data = f"x <- c({', '.join(map(repr, X.tolist()))})\ny <- c({', '.join(map(repr, Y.tolist()))})\n"
    needed = ["hexagons_natfig", "cells_natfig", "smooth_natfig"]
    return r.evaluate({"it": "{\n" + functions(needed) + data + code + "\n}"})["it"]


def test_hexagons_hold_what_matplotlib_counts():
    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots()
    theirs = np.sort(np.asarray(ax.hexbin(X, Y, gridsize=(18, 9), mincnt=1, xscale="log").get_array()))
    plt.close(figure)
    ours = ask('h <- hexagons_natfig(x, y, 18, 9, log = "x"); list(n = h$count[seq(1, nrow(h), 6)])')["n"]
    assert np.sort(ours).tolist() == theirs.tolist()


def test_cells_hold_what_numpy_counts():
    theirs = np.histogram2d(np.log10(X), Y, bins=[18, 11])[0]
    ours = ask('list(n = cells_natfig(x, y, 18, 11, log = "x")$count)')["n"]
    assert np.sort(ours).tolist() == np.sort(theirs[theirs > 0]).tolist()


def test_the_smooth_density_is_natfigs():
    theirs = estimate_density(np.log10(X), Y, 0.8)
    ours = ask('s <- smooth_natfig(x, y, 0.8, log = "x"); list(top = max(s$grid$density), at = s$at_points)')
    assert ours["top"][0] == pytest.approx(theirs.density.max(), rel=1e-9)
    assert ours["at"] == pytest.approx(theirs.at_points, rel=1e-6)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw(tmp_path_factory.mktemp("density"), PANELS, {"points": POINTS}, layout="abc", height="70mm")


def test_counts_have_a_colour_bar_and_shares_a_legend(drawn):
    assert "Count" in {"".join(t.itertext()) for t in drawn.root.iter(f"{SVG}text")}
    assert drawn.group("panel-a.colorbar")
    assert {"10%", "25%", "50%", "75%", "95%"} <= set(drawn.texts("panel-c.legend"))


def test_no_row_is_hidden(drawn):
    grid = estimate_density(np.log10(X.round(3)), Y.round(3), 1.0)
    outside = int((grid.at_points < grid.threshold(0.95)).sum())
    found = [c for g in drawn.group("panel-c.series.points") for c in g.iter(f"{SVG}circle")]
    assert len(found) == outside


def test_the_script_is_plain_ggplot2(drawn):
    assert "geom_contour_filled(" in drawn.section("c")
    assert lint(drawn) == 0
