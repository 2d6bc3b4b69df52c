"""Heat maps in R: colours equal to natfig's maps, numbers in their cells, order, missing cells."""

import re

import numpy as np
import pytest

from backends.r.kinds.drawn import SVG, draw, lint
from natfig.backends.r._matrix import map_table, ramp_stops
from natfig.backends.r.functions import functions
from natfig.backends.r.kinds.heatmap import twin
from natfig.charts.heatmap import HeatMapPanel
from oracles import r

RNG = np.random.default_rng(5)
GENES = ["g1", "g2", "g3", "g4", "g5"]
BASE = {"g1": 2.0, "g2": -2.0, "g3": 1.8, "g4": -1.7, "g5": 0.1}
CELLS = [{"gene": g, "time": t, "change": float(np.round(BASE[g] * t / 4 + RNG.normal(0, 0.1), 2))}
         for g in GENES for t in (1, 2, 4, 8)]  # fmt: skip
HOLED = [c for i, c in enumerate(CELLS) if i not in {1, 10}]
MANY = [
    {"row": i, "column": j, "amount": float(10 ** (3 * (i + j) / 54))} for i in range(30) for j in range(26)
]
PANELS = {
    "a": {"kind": "heatmap", "data": "cells", "x": "time", "y": "gene", "cluster": "rows", "center": 0,
          "value": {"field": "change", "label": "log$_2$ change"}, "annotate": True},
    "b": {"kind": "heatmap", "data": "holed", "x": "time", "y": "gene", "map": "RdBu_r", "center": 0,
          "value": {"field": "change", "limits": [-2, 2], "format": ".1f"}},
    "c": {"kind": "heatmap", "data": "many", "x": "column", "y": "row", "map": "viridis",
          "value": {"field": "amount", "scale": "log"}},
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("heatmap")
    data = {"cells": CELLS, "holed": HOLED, "many": MANY}
    return draw(folder, PANELS, data, layout="abc", height="75mm")


def _rgb(text):
    return np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)])


def _cells(path, letter):
    """Return the colours of the cells by their place, rows from the top, of either backend."""
    from backends.r import readback

    found = [m for m in readback.read(path)[letter].marks["series.cells"] if m.fill]
    middles = np.array([m.xy[:4].mean(axis=0) for m in found])
    order = np.lexsort((middles[:, 0].round(), middles[:, 1].round()))
    return [_rgb(found[i].fill) for i in order]


@pytest.mark.parametrize(("letter", "count"), [("a", 20), ("b", 18)])
def test_cells_have_the_colours_of_the_python_backend(drawn, letter, count):
    theirs, ours = (_cells(path, letter) for path in (drawn.python, drawn.r))
    assert len(ours) == count
    # The Python backend paints missing cells among the others.
    light = _rgb("#CFCECE")
    theirs = [c for c in theirs if letter == "a" or not (c == light).all()]
    assert len(theirs) == count
    assert max(np.abs(a - b).max() for a, b in zip(theirs, ours, strict=True)) <= 3  # of 255


@pytest.mark.parametrize(
    "name", ["cmc.vik", "cmc.lapaz_r", "viridis", "magma_r", "RdBu_r", "Blues", "coolwarm", "gray"]
)
def test_tables_of_maps_are_matplotlibs(name):
    import matplotlib as mpl

    from natfig.style.maps import use_map

    expected = np.asarray(mpl.colormaps[use_map(name)](np.arange(256)))[:, :3]
    assert np.abs(map_table(name) - expected).max() < 1e-3


def test_maps_that_are_no_tables_are_told_before_anything_is_drawn():
    panel = HeatMapPanel(kind="heatmap", x="a", y="b", value="c", map="cubehelix")
    ((message, hint),) = twin.problems(panel, None)
    assert "cubehelix" in message
    assert hint


def test_the_limits_are_symmetric_about_the_centre(drawn):
    low, high = re.search(r"limits = c\((-?[\d.]+), (-?[\d.]+)\)", drawn.section("a")).groups()
    most = max(abs(c["change"]) for c in CELLS)
    assert float(low) == -float(high)
    assert most <= float(high) <= most * 1.0001


def test_rows_are_in_the_order_of_the_clustering(drawn):
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import pdist

    table = np.array([[c["change"] for c in CELLS if c["gene"] == g] for g in GENES])
    expected = [GENES[i] for i in leaves_list(linkage(pdist(table), "average", optimal_ordering=True))]
    # R writes the names of an axis from its lower end on.
    assert drawn.texts("panel-a.axis-y")[::-1] == expected


def test_numbers_stand_in_cells_in_ink_that_can_be_read(drawn):
    group = drawn.group("panel-a.values")
    texts = [t for g in group for t in g.iter(f"{SVG}text")]
    assert sorted("".join(t.itertext()) for t in texts) == sorted(
        f"{c['change']:.2f}".replace("-", "−") for c in CELLS
    )
    inks = {re.search(r"fill: (#\w+)", t.get("style"))[1] for t in texts}
    assert inks == {"#FFFFFF", "#272727"}


def test_ink_is_chosen_by_contrast():
    r.require()
    code = (
        functions(["ink_natfig"])
        + 'x <- ink_natfig(c("#000000", "#FFFFFF", "#B64342"))\nlist(white = x == "#FFFFFF")'
    )
    assert r.evaluate({"x": code})["x"]["white"] == [1.0, 0.0, 1.0]


def test_missing_cells_are_grey_and_counted(drawn):
    tiles = [e for g in drawn.group("panel-b.missing") for e in g if "#CFCECE" in e.get("style")]
    assert len(tiles) == 2
    assert drawn.texts("panel-b.note") == ["Grey: no data (2 cells)"]


def test_many_cells_are_pixels_of_enough_resolution(drawn):
    (image,) = [e for g in drawn.group("panel-c.series.cells") for e in g.iter(f"{SVG}image")]
    assert image is not None
    assert "rasterized(" in drawn.section("c")
    assert 'trans = "log10"' in drawn.section("c")
    # 30 rows on 75 mm: every second name at the most.
    assert len(drawn.texts("panel-c.axis-y")) <= 30


def test_stops_leave_out_what_white_paper_swallows():
    class Looks:
        sequential, diverging = "cmc.lapaz_r", "cmc.vik"

    from natfig.style.vision import hex_to_rgb, lightness

    assert float(lightness(np.asarray(hex_to_rgb(ramp_stops(None, None, Looks, 96.0)[0])))) <= 96.5
    assert len(ramp_stops(None, 0, Looks, 96.0)) == 33


def test_the_script_is_clean(drawn):
    r.require("lintr", needed=False)
    assert lint(drawn) == 0
