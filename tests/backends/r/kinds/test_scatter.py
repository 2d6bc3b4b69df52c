"""Points in R: levels, continuous colours, areas, fitted lines, names, intervals, very many."""

import numpy as np
import pytest

from backends.r.kinds.drawn import SVG, draw, lint
from natfig.backends.r.kinds.scatter import twin
from natfig.charts._trend import fit_line
from natfig.charts.scatter import ScatterPanel

RNG = np.random.default_rng(11)
X = RNG.uniform(0, 4, 60)
POINTS = [
    {"x": round(float(10**v), 3), "y": round(float(10 ** (v / 2 + RNG.normal(0, 0.1))), 3),
     "kind": "one" if i % 2 else "two", "score": round(float(RNG.normal()), 3),
     "mass": round(float(1 + 9 * v), 2),
     "half": round(float(10**v * 0.2), 3), "name": f"point {i}" if i < 6 else ""}
    for i, v in enumerate(X)
]  # fmt: skip
LOG = {"x": {"field": "x", "scale": "log"}, "y": {"field": "y", "scale": "log"}}
PANELS = {
    "a": {"kind": "scatter", "data": "points", **LOG, "color": "kind", "trend": "linear"},
    "b": {"kind": "scatter", "data": "points", **LOG, "color": "score", "center": 0, "size": "mass"},
    "c": {"kind": "scatter", "data": "points", "x": {"field": "x", "error": "half", "reverse": True},
          "y": "y", "label": "name"},
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw(tmp_path_factory.mktemp("scatter"), PANELS, {"points": POINTS}, layout="abc", height="70mm")


@pytest.mark.parametrize("letter", ["a", "b"])
def test_both_backends_show_the_same_points(drawn, letter):
    wrong, count = drawn.differences(letter)
    assert not [w for w in wrong if "series" in w[0]]
    assert count >= 1


def test_every_row_is_a_circle(drawn):
    """Without levels the points are a group of their own, named after the colour's column if there is one."""
    names = {"b": "panel-b.series.score", "c": "panel-c.series.points"}
    circles = {k: sum(len(list(g.iter(f"{SVG}circle"))) for g in drawn.group(n)) for k, n in names.items()}
    assert circles == {"b": 60, "c": 60}


def test_areas_are_in_proportion_to_the_values(drawn):
    """Diameters in pt: the largest is the asked one, areas go with the values."""
    (group, *_) = drawn.group("panel-b.series.score")
    radii = np.sort([float(c.get("r")) for c in group.iter(f"{SVG}circle")])
    masses = np.sort([p["mass"] for p in POINTS])
    assert (radii / radii[-1]) ** 2 == pytest.approx(masses / masses[-1], abs=0.02)


def test_the_line_is_natfigs_own_fit(drawn):
    """The ends of the drawn line, read by the two lines' slopes on the page, agree with the fit."""
    rows = [(np.log(p["x"]), np.log(p["y"])) for p in POINTS if p["kind"] == "one"]
    fit = fit_line(*np.array(rows).T)
    notes = "".join("".join(t.itertext()) for t in drawn.root.iter(f"{SVG}text"))
    assert f"one: r = {fit.r:.2f}, n = 30" in notes
    wrong, _ = drawn.differences("a")
    assert not [w for w in wrong if "trend" in w[0]]


def test_names_stand_within_the_page_and_apart(drawn):
    assert {t for t in drawn.texts("panel-c.names") if t} == {f"point {i}" for i in range(6)}


def test_the_script_is_plain_ggplot2(drawn):
    assert "library(ggrepel)" in drawn.script
    assert 'method = "lm"' in drawn.section("a")
    assert "scale_fill_gradientn(" in drawn.section("b") or "scale_colour_gradientn(" in drawn.section("b")
    assert lint(drawn) == 0


def test_a_map_that_r_lacks_is_said_beforehand():
    panel = ScatterPanel(kind="scatter", x="x", y="y", color="z", map="bone")
    ((what, hint),) = twin.problems(panel, None)
    assert what == "R has no colour map 'bone'"
    assert "cmc.batlow" in hint


def test_very_many_points_become_pixels(tmp_path):
    rows = [{"x": float(a), "y": float(b)} for a, b in RNG.normal(size=(6000, 2)).round(3)]
    panel = {"kind": "scatter", "data": "cloud", "x": "x", "y": "y"}
    many = draw(tmp_path, {"a": panel}, {"cloud": rows}, layout="a", width="89mm", height="60mm")
    assert len(list(many.root.iter(f"{SVG}image"))) == 1
    assert not list(many.root.iter(f"{SVG}circle"))
    assert "rasterized(" in many.section("a")
