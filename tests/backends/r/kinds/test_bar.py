from itertools import pairwise

import pytest
from lxml import etree

from backends.r.kinds.groups import LEVELS, ROWS, draw_both, same_values

PANELS = {
    "a": {"kind": "bar", "x": "group", "y": "v", "color": "dose",
          "stats": {"spread": "sd", "n": "auto", "show": False}},
    "b": {"kind": "bar", "x": "group", "y": "function", "color": "dose", "horizontal": True,
          "stats": {"spread": "ci95", "n": "auto", "show": False}},
    "c": {"kind": "bar", "x": "group", "y": {"field": "v", "limits": [0, 9]}, "sort": "descending",
          "stats": {"center": "median", "spread": "boot95", "n": "auto", "show": False}},
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw_both(tmp_path_factory.mktemp("bars"), ROWS, PANELS)


@pytest.mark.parametrize("letter", PANELS)
def test_both_backends_show_the_same_bars_points_and_error_bars(drawn, letter):
    assert any("ends" in what for what in same_values(drawn, letter))


def test_no_observation_leaves_its_bar(drawn):
    svg = etree.parse(next(drawn[0].glob("*.svg")))
    ns = {"s": "http://www.w3.org/2000/svg"}
    for level, count in (("low", 2), ("high", 3)):
        bars = svg.xpath(f"//s:g[@id='panel-a.series.{level}']/s:rect", namespaces=ns)
        assert len(bars) == count
        edges = [(float(b.get("x")), float(b.get("x")) + float(b.get("width"))) for b in bars]
        groups = svg.xpath(f"//s:g[starts-with(@id, 'panel-a.points.{level}')]/s:circle", namespaces=ns)
        assert len(groups) == 9 * count
        for dot in groups:
            x, radius = float(dot.get("cx")), float(dot.get("r"))
            assert any(low <= x - radius and x + radius <= high for low, high in edges)


def test_a_missing_combination_leaves_its_place_empty(drawn):
    series = drawn[2]["a"].marks
    assert sum(len(doses) for doses in LEVELS.values()) == 5
    assert len(series["series.low"]) == 2
    assert len(series["series.high"]) == 3


def test_script_says_how_the_bars_came_about(drawn):
    script = (drawn[0] / "groups.R").read_text(encoding="utf-8")
    assert 'center = "median"' in script
    assert script.count("geom_col(") == 3
    assert (drawn[0] / "groups_data" / "interval_c.csv").is_file()
    assert all(a <= 80 for a, _ in pairwise([*map(len, script.splitlines()), 0]))
