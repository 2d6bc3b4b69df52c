"""Panels and groups: moved, renamed, gone, new."""

import pytest

from natfig.qa.diff.groups import common_shift
from natfig.qa.diff.names import given_name, is_generated, section_name
from qa.diff.pairs import differ, said


def panel(letter, x, extra="", name=None):
    name = name or f"panel-{letter}"
    ticks = "".join(
        f'<path d="M{x + 5 * k} 40v1" stroke="black" stroke-width=".2"/>'
        f'<text id="{name}.tick-{k}" x="{x + 5 * k}" y="44">{10 * k}</text>'
        for k in range(5)
    )
    points = "".join(f'<circle cx="{x + 5 * k}" cy="{35 - k * k}" r=".6"/>' for k in range(5))
    return (
        f'<g id="{name}"><g id="{name}.axis-x">{ticks}</g><g id="{name}.series.drug">{points}</g>'
        f'<text id="{name}.letter" x="{x - 2}" y="10">{letter}</text>{extra}</g>'
    )


BOTH = panel("a", 10) + panel("b", 55)


def test_a_panel_that_moved_as_a_whole_is_one_line():
    (change,) = differ(BOTH, panel("a", 10) + panel("b", 58.2)).changes
    assert (change.kind, change.what, change.panel, change.count) == ("moved", "panel", "b", 16)
    assert change.message == "panel b moved right 3.2 mm (16 things)"
    assert change.new == [3.2, 0]
    assert change.box.x0 - change.old_box.x0 == pytest.approx(3.2)


def test_what_changed_in_a_panel_that_moved_is_told_beside_it():
    moved = panel("b", 58.2).replace(">40<", ">45<").replace('r=".6"/></g>', 'r=".9"/></g>')
    assert said(BOTH, panel("a", 10) + moved) == [
        "“40” is now “45”",
        "panel-b.series.drug: a mark is another size: 1.2 × 1.2 mm → 1.8 × 1.8 mm",
        "panel b moved right 3.2 mm (16 things)",
    ]


def test_a_renamed_panel_is_renamed_and_nothing_else():
    (change,) = differ(BOTH, panel("a", 10) + panel("b", 55, name="panel-c")).changes
    assert (change.kind, change.what, change.old, change.new) == ("renamed", "panel", "panel-b", "panel-c")


def test_a_panel_can_be_renamed_and_moved_and_changed():
    other = panel("b", 58, name="panel-c").replace(">40<", ">45<")
    assert said(BOTH, panel("a", 10) + other) == [
        "“40” is now “45”",
        "panel c moved right 3 mm (16 things)",
        "the panel “panel-b” is called “panel-c” now",
    ]


def test_a_panel_that_is_gone_is_one_line():
    (change,) = differ(BOTH, panel("a", 10)).changes
    assert (change.kind, change.what, change.panel) == ("removed", "panel", "b")
    assert change.message == "panel b is gone, with 6 texts and 10 marks"
    (change,) = differ(panel("a", 10), BOTH).changes
    assert change.message == "panel b is new, with 6 texts and 10 marks"


def test_a_group_that_only_groups():
    flat = '<text x="9" y="9">Alpha</text><circle cx="20" cy="20" r="3"/>'
    (change,) = differ(f'<g id="legend">{flat}</g>', flat).changes
    assert change.message == "the group “legend” is gone; what it held is still there"
    (change,) = differ(flat, f'<g id="legend">{flat}</g>').changes
    assert change.message == "the group “legend” is new around what was there before"


def test_ids_that_programs_count_do_not_matter():
    old = '<g id="figure_1"><g id="patch_2"><circle cx="20" cy="20" r="3"/></g></g>'
    new = '<g id="figure_1"><g id="patch_7"><circle cx="20" cy="20" r="3"/></g></g>'
    assert said(old, new) == []


def test_changes_are_told_panel_by_panel():
    new = (panel("a", 10) + panel("b", 55)).replace(">40<", ">45<")
    assert [c.section for c in differ(BOTH, new).changes] == ["panel a", "panel b"]


@pytest.mark.parametrize(
    "name",
    ["path1234", "g10", "text_7", "line2d_12", "PathCollection_1", "tspan12-3", "surface5", "node3", "layer1",
     "svg", "1f2e3d4c5b6a", "_x31_", "patch_3", "xtick_2", "matplotlib.axis_1", "figure_1"],
)  # fmt: skip
def test_counted_names(name):
    assert is_generated(name) is (name not in {"svg", "_x31_"})


@pytest.mark.parametrize(
    "name", ["panel-a", "panel-a.series.INT8", "legend", "Layer 2b x", "INT8", "control"]
)
def test_given_names(name):
    assert not is_generated(name)
    assert given_name(f"figure_1/{name}/patch_3") == name


def test_sections():
    assert section_name("figure_1/axes_2/patch_3", None) == "axes_2"
    assert section_name("panel-a/panel-a.axis-x", "a") == "panel a"
    assert section_name("layer1/g12", None) == "page"
    assert section_name("layer1/Scheme", None) == "Scheme"


@pytest.mark.parametrize(
    ("votes", "shift"),
    [
        ([], (0, 0)),
        ([(3, 0)], (0, 0)),
        ([(3, 0)] * 2, (3, 0)),
        ([(3, 0)] * 6 + [(0, 0)] * 4, (3, 0)),
        ([(3, 0)] * 4 + [(0, 0)] * 6, (0, 0)),
        ([(3, 0), (1, 7), (2, 2), (9, 9)], (0, 0)),
        ([(2.99, 0.01), (3.0, -0.01), (3.01, 0)], (3, 0)),
        ([(float("nan"), 0)] * 5, (0, 0)),
    ],
)
def test_a_common_shift(votes, shift):
    assert common_shift(votes, 0.1) == pytest.approx(shift, abs=0.02)
