"""Radar charts in R: values on their spokes, names that nothing cuts off, rings with numbers."""

import math

import numpy as np
import pytest

from backends.r import readback
from backends.r.kinds.drawn import SVG, draw, lint
from natfig.backends.r.measure import text_mm
from natfig.charts._radar_frame import _round_values
from oracles import r

SPOKES = ["Speed", "Rather long name of a criterion", "Memory", "Accuracy (%)", "Ease"]
VALUES = {"ours": [8, 3, 5, 7, 9], "theirs": [4, 6, 2, 7.5, 1]}
ROWS = [
    {"method": m, "criterion": s, "score": v}
    for m, vs in VALUES.items()
    for s, v in zip(SPOKES, vs, strict=True)
]
OWN = [{"criterion": s, "score": v} for s, v in [("Latency (ms)", 120.0), ("Share", 0.4), ("Cost", 15.0)]]
PANELS = {
    "a": {"kind": "radar", "data": "t", "axis": "criterion", "value": "score", "color": "method"},
    "b": {"kind": "radar", "data": "own", "axis": {"field": "criterion", "reverse": True}, "value": "score",
          "scales": "each", "ranges": {"Share": [0, 1]}},
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw(tmp_path_factory.mktemp("radar"), PANELS, {"t": ROWS, "own": OWN}, layout="ab", height="80mm")


def _web(drawn, letter):
    """Return the centre and the corners of the rim in pt, the first spoke first."""
    rings = [p for g in drawn.group(f"panel-{letter}.grid.ring") for p in g.iter(f"{SVG}polygon")]
    every = [np.array([[float(v) for v in q.split(",")] for q in p.get("points").split()]) for p in rings]
    corners = max(every, key=lambda c: np.ptp(c[:, 1]))
    top = int(np.argmin(corners[:, 1]))
    corners = np.roll(corners, -top, axis=0)
    return corners.mean(axis=0), corners if corners[1, 0] > corners[0, 0] else np.roll(
        corners[::-1], 1, axis=0
    )


@pytest.mark.parametrize("level", VALUES)
def test_values_stand_on_their_spokes(drawn, level):
    centre, rim = _web(drawn, "a")
    marks = readback.read(drawn.r)["a"].marks[f"series.{level}"]
    points = np.array([m.xy.mean(axis=0) for m in marks if m.kind == "point"])
    assert len(points) == len(SPOKES)
    for spoke, value in enumerate(VALUES[level]):
        at = centre + (rim[spoke] - centre) * value / 10  # the common scale is 0 to 10
        assert np.min(np.hypot(*(points - at).T)) < 0.1, SPOKES[spoke]


def test_both_backends_show_the_same_polygons(drawn):
    for letter in PANELS:
        wrong, count = drawn.differences(letter)
        assert not wrong
        assert count >= 1


def test_the_web_is_regular(drawn):
    for letter, count in (("a", 5), ("b", 3)):
        centre, rim = _web(drawn, letter)
        assert len(rim) == count
        radii = np.hypot(*(rim - centre).T)
        assert np.ptp(radii) < 0.1
        assert math.isclose(rim[0][0], centre[0], abs_tol=0.1)  # the first spoke points up


def test_names_are_whole_and_on_the_page(drawn):
    width = float(drawn.root.get("viewBox").split()[2])
    texts = [
        t for letter in PANELS for g in drawn.group(f"panel-{letter}.axis") for t in g.iter(f"{SVG}text")
    ]
    said = " ".join("".join(t.itertext()) for t in texts)
    for word in " ".join(SPOKES).split():
        assert word in said
    for text in texts:
        words, x = "".join(text.itertext()).strip(), float(text.get("x"))
        wide = text_mm(words, 6) * 72 / 25.4
        start = {"middle": x - wide / 2, "end": x - wide}.get(text.get("text-anchor"), x)
        assert start > 0
        assert start + wide < width, words


def test_own_scales_are_stated_under_the_names(drawn):
    said = " ".join(drawn.texts("panel-b.axis"))
    assert "(0–1)" in said
    assert not drawn.group("panel-b.axis.values")
    assert drawn.texts("panel-a.axis.values")[-1] == "10"


@pytest.mark.parametrize(
    ("low", "high"),
    [(0.0, 9.0), (0.0, 100.0), (-3.2, 4.1), (1000.2, 1001.7), (0.0, 0.0031), (62.0, 97.0), (5, 6)],
)
def test_round_values_are_those_of_matplotlib(low, high):
    from matplotlib.ticker import MaxNLocator

    expected = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    assert _round_values(low, high, 4) == pytest.approx(expected, rel=1e-9)


def test_the_script_is_clean(drawn):
    r.require("lintr", needed=False)
    assert lint(drawn) == 0
