import random

import pytest

from backends.r.kinds.groups import draw_both
from natfig.backends.r.kinds.dot import _round_sizes
from natfig.charts._sizes import SizeScale


def rows():
    rng = random.Random(5)  # noqa: S311 - any numbers will do
    every = [(a, b) for a in range(4) for b in "pqr" if (a, b) != (2, "q")]
    return [{"a": a, "b": b, "s": rng.randint(5, 90), "z": rng.gauss(0, 1)} for a, b in every]


PANELS = {
    "a": {"kind": "dot", "x": "a", "y": "b", "size": {"field": "s", "label": "Size"}},
    "b": {"kind": "dot", "x": "a", "y": "b", "size": "s", "value": {"field": "z", "label": "z"}, "center": 0},
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw_both(tmp_path_factory.mktemp("dots"), rows(), PANELS)


@pytest.mark.parametrize("letter", PANELS)
def test_a_dot_per_row_and_areas_in_proportion(drawn, letter):
    import math

    from lxml import etree

    svg = etree.parse(next(drawn[0].glob("*.svg")))
    found = svg.xpath(f"//*[@id='panel-{letter}.series.dots']/*[local-name()='circle']")
    radii = sorted(float(c.get("r")) for c in found)
    sizes = sorted(row["s"] for row in rows())
    assert len(radii) == len(sizes) == 11
    for radius, size in zip(radii, sizes, strict=True):
        assert radius / radii[-1] == pytest.approx(math.sqrt(size / sizes[-1]), abs=0.01)


def test_missing_pairs_are_crossed_out(drawn):
    svg = next(drawn[0].glob("*.svg")).read_text(encoding="utf-8")
    assert svg.count('.missing"') == 2
    assert svg.count("No data") == 2


@pytest.mark.parametrize("largest", [0.7, 3, 87, 100, 12_345])
def test_sizes_of_the_legend_are_round_and_few(largest):
    shown = _round_sizes(largest)
    assert 2 <= len(shown) <= 4
    assert max(shown) <= largest
    assert all(float(f"{v:.2g}") == pytest.approx(v) for v in shown)
    assert SizeScale(largest, 9.0).diameter_pt(shown).max() <= 9.0
