"""Lines in R: levels, bands, bars with caps, steps, dates, many dashes and markers."""

import numpy as np
import pytest

from backends.r.kinds.drawn import SVG, draw, lint
from natfig.backends.r.kinds.line import twin
from natfig.charts.line import LinePanel

RNG = np.random.default_rng(8)
RUNS = [
    {
        "batch": 2**i,
        "mode": m,
        "ms": round(float(10 * (i + 1) * k + RNG.normal(0, 1)), 3),
        "day": f"2024-0{i + 1}-15",
    }
    for i in range(6)
    for m, k in (("FP16", 2), ("INT8", 1))
    for _ in range(4)
]
SITES = [
    {"x": x, "site": s, "y": x * (k + 1), "half": 0.5} for k, s in enumerate("ABCDEFGH") for x in range(1, 6)
]
CROSSES = (".F", ".G")
STATS = {"center": "mean", "spread": "sd", "n": 4, "unit": "runs"}
COLOR = {"field": "mode", "order": ["FP16", "INT8"]}
PANELS = {
    "a": {"kind": "line", "data": "runs", "x": {"field": "batch", "scale": "log2"},
          "y": {"field": "ms", "limits": [0, None]}, "color": COLOR, "stats": STATS},
    "b": {"kind": "line", "data": "runs", "x": "day", "y": "ms", "color": COLOR, "stats": STATS,
          "uncertainty": "band", "markers": False},
    "c": {"kind": "line", "data": "sites", "x": "x", "y": {"field": "y", "error": "half"},
          "color": "site", "step": True, "uncertainty": "band"},
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw(
        tmp_path_factory.mktemp("line"), PANELS, {"runs": RUNS, "sites": SITES}, layout="abc", height="80mm"
    )


@pytest.mark.parametrize("letter", ["a", "c"])
def test_both_backends_show_the_same_values(drawn, letter):
    wrong, count = drawn.differences(letter)
    # R's crosses are lines, not areas, and so are no points to who reads them back.
    assert not [w for w in wrong if not w[0].endswith(CROSSES)]
    assert count >= 2


def test_dates_have_months_as_labels_that_stay_clear_of_each_other(drawn):
    months = [t for t in drawn.texts("panel-b.axis-x") if t != "Day"]
    assert 2 <= len(months) <= 5
    assert set(months) <= {"Jan", "Feb", "Mar", "Apr", "May", "Jun"}


def test_each_level_is_a_group_in_its_colour(drawn):
    for level in ("FP16", "INT8"):
        (group, *_) = drawn.group(f"panel-a.series.{level}")
        assert list(group.iter(f"{SVG}polyline")) or list(group.iter(f"{SVG}line"))


def test_the_number_of_runs_stands_in_the_panel(drawn):
    assert "n = 4 runs" in {"".join(t.itertext()) for t in drawn.root.iter(f"{SVG}text")}


def test_the_script_is_plain_ggplot2(drawn):
    section = drawn.section("a")
    for call in ("summary_natfig(", "geom_errorbar(", "geom_line(", "geom_point(", 'trans = "log2"'):
        assert call in section
    assert "geom_step(" in drawn.section("c")
    assert lint(drawn) == 0


def test_what_r_lacks_is_said_beforehand():
    keys = {"kind": "line", "x": "x", "y": {"field": "y", "format": "#x"}}
    problems = twin.problems(LinePanel(**keys), None)
    assert [p for p, _ in problems] == ["R can't write numbers as '#x'"]
