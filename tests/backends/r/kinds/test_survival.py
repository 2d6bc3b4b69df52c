"""Survival curves in R: estimates as in R's own package, the table under them, the texts."""

import re

import numpy as np
import pytest

from backends.r import readback
from backends.r.kinds.drawn import SVG, draw, lint
from natfig.backends.r.functions import functions
from oracles import r

RNG = np.random.default_rng(7)
ROWS = [
    {
        "months": float(np.round(RNG.exponential(30 if g == "new drug" else 18), 1)),
        "died": int(RNG.random() < 0.7),
        "fate": "dead" if RNG.random() < 0.6 else "alive",
        "arm": g,
    }
    for g in ("new drug", "as before")
    for _ in range(40)
]
# The last one of all dies: the curve falls to zero, where the band ends.
LATE = [{"days": d, "event": True} for d in (2, 3, 3, 5, 8)] + [{"days": 5, "event": False}]
ARM = {"field": "arm", "order": ["new drug", "as before"]}
PANELS = {
    "a": {"kind": "survival", "data": "t", "time": {"field": "months", "label": "Time (months)"},
          "event": "died", "color": ARM, "test": "log-rank", "median": True},
    "b": {"kind": "survival", "data": "t", "time": {"field": "months", "limits": [0, 24]}, "event": "fate",
          "event_value": "dead", "color": ARM, "interval": "plain", "percent": True, "censoring": False,
          "at_risk": False, "y_label": "Alive (%)", "legend": "strip"},
    "c": {"kind": "survival", "data": "late", "time": "days", "event": "event", "references": [{"y": 0.5}]},
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("survival")
    return draw(folder, PANELS, {"t": ROWS, "late": LATE}, layout="aab/aac", height="110mm")


@pytest.mark.parametrize("letter", ["a", "c"])
def test_both_backends_show_the_same_curves(drawn, letter):
    wrong, count = drawn.differences(letter)
    assert not wrong
    assert count >= 2  # curves and bands


@pytest.mark.parametrize("role", ["series", "band"])
def test_a_curve_that_ends_at_the_limit_is_the_same_up_to_there(drawn, role):
    """The Python backend draws the whole curve and cuts it off at the axes; R's ends there."""
    one, two = (readback.read(path)["b"] for path in (drawn.python, drawn.r))
    for level in ("new-drug", "as-before"):
        ours, theirs = (
            np.column_stack([p.x.values(m.xy[:, 0]), p.y.values(m.xy[:, 1])])
            for p in (one, two)
            for m in p.marks[f"{role}.{level}"][:1]
        )
        inside = theirs[theirs[:, 0] < 23.9]
        assert len(inside) > 20
        assert theirs[:, 0].max() == pytest.approx(24, abs=0.05)
        assert np.abs(inside[:, None] - ours[None]).max(axis=2).min(axis=1).max() < 0.25  # of 100 and 24


@pytest.mark.parametrize(("kind", "theirs"), [("log-log", "log-log"), ("plain", "plain")])
def test_the_estimates_are_those_of_the_package_survival(kind, theirs):
    r.require("survival", needed=False)
    time, event = [1, 2, 2, 3, 3, 3, 5, 8, 8, 9], [1, 1, 0, 1, 1, 0, 0, 1, 1, 0]
    vectors = f"time <- c({', '.join(map(str, time))}); event <- c({', '.join(map(str, event))}) == 1\n"
    ours = (
        f'x <- survival_natfig(time, event, interval = "{kind}")\n'
        "list(time = x$time[-1], survival = x$survival[-1], low = x$low[-1], high = x$high[-1])"
    )
    package = (
        f'x <- survival::survfit(survival::Surv(time, event) ~ 1, conf.type = "{theirs}")\n'
        "list(time = x$time, survival = x$surv, low = x$lower, high = x$upper)"
    )
    found = r.evaluate(
        {"ours": functions(["survival_natfig"]) + vectors + ours, "package": vectors + package}
    )
    for name in ("time", "survival", "low", "high"):
        assert found["ours"][name] == pytest.approx(found["package"][name], abs=1e-12, nan_ok=True), name


def test_limits_end_the_curves_and_drop_nobody_from_the_estimate(drawn):
    assert "until = 24" in drawn.section("b")
    assert "xlim = c(0, 24)" in drawn.section("b")
    # No censoring marks were asked for.
    assert not drawn.group("panel-b.censored.new-drug")


def test_numbers_at_risk_stand_under_the_ticks_with_the_colours_of_their_curves(drawn):
    said = drawn.texts("panel-a.below")
    assert said[-3:] == ["Number at risk", "new drug", "as before"]
    ticks = [float(v) for v in re.search(r"at = c\(([^)]*)\)", drawn.section("a"))[1].split(",")]
    counts = [
        str(sum(row["months"] >= t for row in ROWS if row["arm"] == g)) for g in ARM["order"] for t in ticks
    ]
    assert said[:-3] == counts
    cells = [t for g in drawn.group("panel-a.below") for t in g.iter(f"{SVG}text")]
    labels = [t for g in drawn.group("panel-a.axis-x") for t in g.iter(f"{SVG}text")]
    middles = {"".join(t.itertext()): float(t.get("x")) for t in labels}
    for cell, tick in zip(cells, ticks, strict=False):
        # Both are centred on the tick; svglite anchors centred texts at their middle.
        assert float(cell.get("x")) == pytest.approx(middles[f"{tick:g}"], abs=0.05)
    colors = {"".join(c.itertext()): re.search(r"fill: (#\w+)", c.get("style"))[1] for c in cells[-2:]}
    curve = re.search(r"stroke: (#\w+)", drawn.group("panel-a.series.new-drug")[0][0].get("style"))[1]
    assert colors["new drug"] == curve != colors["as before"]


def test_one_group_has_a_table_of_one_row(drawn):
    assert drawn.texts("panel-c.below")[-1] == "Number at risk"
    assert drawn.texts("panel-c.below")[0] == "6"


def test_medians_and_the_test_are_written_as_natfig_says_them(drawn):
    every = " ".join(" ".join(drawn.texts(name)) for name in ("panel-a.note", "panel-a.text"))
    assert re.search(r"Median new drug: [\d.]+ months", every), every
    assert re.search(r"Log-rank P [=<] ", every)


def test_the_script_is_clean(drawn):
    r.require("lintr", needed=False)
    assert lint(drawn) == 0
