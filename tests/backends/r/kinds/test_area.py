"""Areas in R: stacked, as shares, overlaid; places that lack a level."""

import pytest

from backends.r.kinds.drawn import SVG, draw, lint

ROWS = [
    {"day": f"2020-{m:02d}-01", "year": 2000 + m, "source": s, "twh": 3.0 + k + (m * (k + 1)) % 5}
    for m in range(1, 11)
    for k, s in enumerate(["coal", "gas", "wind's"])
]
COLOR = {"field": "source", "order": ["coal", "gas", "wind's"]}
PANELS = {
    "a": {"kind": "area", "data": "energy", "x": "year", "y": "twh", "color": COLOR},
    "b": {"kind": "area", "data": "energy", "x": "year", "y": "twh", "color": COLOR, "stack": "fill"},
    "c": {"kind": "area", "data": "energy", "x": "day", "y": "twh", "color": COLOR, "stack": False},
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw(tmp_path_factory.mktemp("area"), PANELS, {"energy": ROWS}, layout="abc", height="70mm")


@pytest.mark.parametrize("letter", ["a", "b"])
def test_both_backends_show_the_same_areas(drawn, letter):
    wrong, count = drawn.differences(letter)
    assert not wrong
    assert count >= 3


def test_shares_are_percentages_and_have_their_name(drawn):
    texts = drawn.texts("panel-b.axis-y")
    assert [t for t in texts if t.endswith("%")] == ["0%", "25%", "50%", "75%", "100%"]
    assert "Share" in {"".join(t.itertext()) for t in drawn.root.iter(f"{SVG}text")}


def test_the_first_level_lies_at_the_bottom(drawn):
    """On the page y runs down."""
    lowest = {}
    for level in ("coal", "gas"):
        (group, *_) = drawn.group(f"panel-a.series.{level}")
        points = next(e for e in group.iter() if e.get("points")).get("points").split()
        lowest[level] = max(float(p.split(",")[1]) for p in points)
    assert lowest["coal"] > lowest["gas"]


def test_levels_are_named_at_their_ends_also_on_dates(drawn):
    texts = {"".join(t.itertext()) for t in drawn.root.iter(f"{SVG}text")}
    assert {"coal", "gas", "wind's"} <= texts
    assert lint(drawn) == 0


def test_places_that_lack_a_level_are_left_out_and_told(tmp_path, capsys):
    rows = [r for r in ROWS if (r["year"], r["source"]) != (2004, "gas")] + [
        {"day": "2020-04-01", "year": 2004, "source": "gas", "twh": None}
    ]
    panel = PANELS["a"] | {"missing": {"drop": "the meter was off"}}
    left = draw(tmp_path, {"a": panel}, {"energy": rows}, layout="a", width="89mm", height="60mm")
    assert "left out year 2004" in capsys.readouterr().err
    wrong, _ = left.differences("a")
    assert not wrong
