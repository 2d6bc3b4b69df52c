"""Histograms in R: the bins are natfig's, bars, outlines, shares, cumulative distributions."""

import re

import numpy as np
import pytest

from backends.r.kinds.drawn import SVG, draw, lint

RNG = np.random.default_rng(2)
# One decimal: many values lie on the edges of bins.
LONG = [
    {"mm": float(v), "kind": "one" if i % 3 else "two"} for i, v in enumerate(RNG.normal(40, 5, 150).round(1))
]
X = {"field": "mm", "label": "Length (mm)"}
PANELS = {
    "a": {"kind": "histogram", "data": "birds", "x": X},
    "b": {"kind": "histogram", "data": "birds", "x": X, "color": "kind", "stat": "density"},
    "c": {"kind": "histogram", "data": "birds", "x": X, "color": "kind", "ecdf": True},
    "d": {"kind": "histogram", "data": "birds", "x": {"field": "mm", "scale": "log"}, "stat": "percent",
          "bins": [20, 30, 40, 60, 80]},
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw(tmp_path_factory.mktemp("histogram"), PANELS, {"birds": LONG}, layout="ab/cd", height="110mm")


@pytest.mark.parametrize("letter", PANELS)
def test_both_backends_show_the_same_heights(drawn, letter):
    wrong, count = drawn.differences(letter)
    assert not wrong
    assert count >= 1


def test_bars_stand_on_the_axis(drawn):
    bottoms = {
        round(float(r.get("y")) + float(r.get("height")), 1)
        for g in drawn.group("panel-a.series.mm")
        for r in g.iter(f"{SVG}rect")
    }
    assert len(bottoms) == 1


def test_different_counts_stand_in_the_legend_and_groups_keep_their_names(drawn):
    assert drawn.group("panel-c.series.one")
    assert {"one (n = 100)", "two (n = 50)"} <= set(drawn.texts("panel-c.legend"))


def test_the_script_is_plain_ggplot2(drawn):
    assert re.search(r"geom_histogram\(", drawn.section("a"))
    assert "outline_natfig(" in drawn.section("b")
    assert lint(drawn) == 0
