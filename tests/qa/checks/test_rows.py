"""Words cut into several elements, on documents made by hand: an em is 2 mm."""

from pathlib import Path

import pytest

from natfig.core.units import mm_to_pt
from natfig.qa.checks._rows import chains
from natfig.qa.document import Box, Document, Page, TextElement, TextRun

EM_MM = 2.0


def document(*pieces):
    """Return a document of (text, start, end, more) on one baseline at 20 mm."""
    made = Document(Path("x.svg"), "svg", 1, Page(89, 60))
    for i, (text, start, end, more) in enumerate(pieces):
        more = {
            "size_pt": mm_to_pt(EM_MM),
            "weight": "normal",
            "style": "normal",
            "fill": "#000000",
            "y": 20.0,
        } | more
        y, turn = more.pop("y"), more.pop("turn", 0)
        box = {
            0: Box(start, y - 1.8, end, y + 0.4),
            90: Box(y - 0.4, start, y + 1.8, end),
            -90: Box(y - 1.8, -end, y + 0.4, -start),
            180: Box(-end, y - 0.4, -start, y + 1.8),
        }[turn]
        quad = ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))
        made.runs.append(
            TextRun(
                text,
                family="Arial",
                families=("Arial",),
                opacity=1.0,
                visible=True,
                box=box,
                ink=quad,
                rotation_deg=turn,
                element=i,
                order=i,
                **more,
            )
        )
        made.elements.append(TextElement(text, range(i, i + 1), box))
    return made


def letters(word, gap_em=0.0, **more):
    return [
        (c, 10 + k * (1 + gap_em * EM_MM), 11 + k * (1 + gap_em * EM_MM), dict(more))
        for k, c in enumerate(word)
    ]


@pytest.mark.parametrize("turn", [0, 90, -90, 180])
def test_letters_in_every_direction(turn):
    assert [chain.text for chain in chains(document(*letters("Time", turn=turn)))] == ["Time"]


@pytest.mark.parametrize(
    ("gap_em", "found"), [(0.0, True), (0.23, True), (0.25, False), (-0.1, True), (-0.2, False)]
)
def test_the_gap_between_letters(gap_em, found):
    assert bool(chains(document(*letters("Time", gap_em)))) is found


@pytest.mark.parametrize(("gap_mm", "found"), [(0.0, True), (0.23, True), (0.25, False), (0.5, False)])
def test_the_gap_between_pieces(gap_mm, found):
    made = document(("Through", 10, 16, {}), ("put", 16 + gap_mm, 19, {}))
    assert bool(chains(made)) is found


@pytest.mark.parametrize(
    "more",
    [
        {"size_pt": 4.0},
        {"weight": "bold"},
        {"style": "italic"},
        {"fill": "#FF0000"},
        {"y": 20.2},
        {"visible": False},
    ],
    ids=["size", "weight", "slant", "colour", "baseline", "hidden"],
)
def test_pieces_that_differ_stand_alone(more):
    visible = more.pop("visible", True)
    made = document(("Through", 10, 16, {}), ("put", 16, 19, more))
    if not visible:
        object.__setattr__(made.runs[1], "visible", False)
    assert chains(made) == []


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ("Lat", "ency", True),
        ("100", "200", False),
        ("CO", "2", False),
        ("10", "mm", False),
        ("(a", "b)", True),
        ("Time", "(h)", False),
    ],
)
def test_what_can_be_one_word(left, right, found):
    assert bool(chains(document((left, 10, 14, {}), (right, 14.1, 18, {})))) is found


def test_two_letters_are_no_word():
    assert chains(document(*letters("ab"))) == []
    assert [c.text for c in chains(document(*letters("2024")))] == ["2024"]
    assert chains(document(*letters("202"))) == []


def test_order_in_the_file_does_not_matter():
    assert [c.text for c in chains(document(*letters("Time")[::-1]))] == ["Time"]
    assert chains(document(*letters("Time")))[0].elements == (0, 1, 2, 3)
