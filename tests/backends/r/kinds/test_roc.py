"""ROC and precision-recall curves in R: every threshold, areas in the legend, square axes."""

from itertools import pairwise

import numpy as np
import pytest

from backends.r import readback
from backends.r.kinds.drawn import SVG, draw, lint
from natfig.backends.r.functions import functions
from oracles import r

RNG = np.random.default_rng(3)
SCORES = [
    {
        "ill": "yes" if i % 3 == 0 else "no",
        "score": float(np.round(RNG.normal(shift * (i % 3 == 0)), 1)),
        "model": m,
    }
    for m, shift in (("good", 2.0), ("poor", 0.7))
    for i in range(90)
]
# From right to left, as some programs write curves.
GIVEN = [{"fpr": x, "tpr": y} for x, y in [(1, 1), (0.5, 0.9), (0.2, 0.7), (0, 0)]]
PANELS = {
    "a": {"kind": "roc", "data": "scores", "truth": "ill", "positive": "yes", "score": "score",
          "color": {"field": "model", "order": ["good", "poor"]}, "interval": True},
    "b": {"kind": "roc", "curve": "pr", "data": "scores", "where": "model = 'good'", "truth": "ill",
          "positive": "yes", "score": "score", "decimals": 3},
    "c": {"kind": "roc", "data": "given", "x": "fpr", "y": {"field": "tpr", "label": "Sensitivity"}},
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("roc")
    return draw(folder, PANELS, {"scores": SCORES, "given": GIVEN}, layout="abc", height="75mm")


@pytest.mark.parametrize("letter", PANELS)
def test_both_backends_show_the_same_curves(drawn, letter):
    wrong, count = drawn.differences(letter)
    assert not wrong
    assert count >= 1


@pytest.mark.parametrize("letter", PANELS)
def test_the_axes_are_square(drawn, letter):
    panel = readback.read(drawn.r)[letter]
    across, up = (np.ptp(panel.ticks[side][0]) for side in "xy")
    assert across == pytest.approx(up, abs=0.1)


@pytest.mark.parametrize("curve", ["roc", "pr"])
def test_curves_have_every_threshold_and_ties_pass_together(curve):
    """The rates are counted anew at each distinct score."""
    score, truth = [3, 3, 2, 2, 2, 1, 0, 0], [1, 0, 1, 1, 0, 0, 1, 0]
    given = [f"c({', '.join(map(str, v))})" for v in (truth, score)]
    code = f"x <- roc_natfig({given[0]} == 1, {given[1]}, curve = '{curve}')\nlist(x = x$x, y = x$y)"
    r.require()
    found = r.evaluate({"x": functions(["roc_natfig"]) + code})["x"]
    expected = [(0.0, 0.0)] if curve == "roc" else []
    for threshold in sorted(set(score), reverse=True):
        chosen = [t for s, t in zip(score, truth, strict=True) if s >= threshold]
        recall, precision = sum(chosen) / 4, sum(chosen) / len(chosen)
        expected.append(((len(chosen) - sum(chosen)) / 4, recall) if curve == "roc" else (recall, precision))
    if curve == "pr":
        expected.insert(0, (0.0, expected[0][1]))
    ours = list(zip(found["x"], found["y"], strict=True))
    ours = [tuple(round(v, 9) for v in p) for p in ours]
    expected = [tuple(round(v, 9) for v in p) for p in expected]
    assert ours == [p for p in expected if p in ours]
    # What is left out lies within straight runs.
    assert all(p in ours or _lies_on(p, ours) for p in expected)


def _lies_on(point, line):
    for (x0, y0), (x1, y1) in pairwise(line):
        if (x0 == x1 == point[0] and min(y0, y1) <= point[1] <= max(y0, y1)) or (
            y0 == y1 == point[1] and min(x0, x1) <= point[0] <= max(x0, x1)
        ):
            return True
    return False


def test_the_legend_gives_areas_with_their_intervals(drawn):
    said = drawn.texts("panel-a.legend")
    assert len(said) == 2
    for name, text in zip(("good", "poor"), said, strict=True):
        truth = np.array([row["ill"] == "yes" for row in SCORES if row["model"] == name])
        score = np.array([row["score"] for row in SCORES if row["model"] == name])
        pairs = score[truth][:, None] - score[~truth][None]
        area = np.mean((pairs > 0) + 0.5 * (pairs == 0))
        assert text.startswith(f"{name}, AUC = {area:.2f} (")
        assert text.endswith(")")


def test_groups_are_called_by_the_models_alone(drawn):
    assert drawn.group("panel-a.series.good")
    assert drawn.group("panel-a.series.poor")


def test_one_curve_has_its_area_in_a_note(drawn):
    said = [t for name in ("panel-b.note", "panel-b.text") for t in drawn.texts(name)]
    assert any(t.startswith("AP = 0.") and len(t.split("= ")[1]) == 5 for t in said), said


def test_the_lines_of_chance(drawn):
    for letter, name in (("a", "chance"), ("b", "prevalence"), ("c", "chance")):
        assert len(drawn.group(f"panel-{letter}.reference.{name}")) == 1
    assert "y = 0.3333" in drawn.section("b")
    assert "Sensitivity" in ["".join(t.itertext()).strip() for t in drawn.root.iter(f"{SVG}text")]


def test_the_script_is_clean(drawn):
    r.require("lintr", needed=False)
    assert lint(drawn) == 0
