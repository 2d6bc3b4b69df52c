"""What is painted below and above text, on documents made by hand."""

from pathlib import Path

import pytest

from natfig.qa.checks._contrast import to_hex
from natfig.qa.checks._ink import backdrop, layers, too_heavy, underlays
from natfig.qa.document import Box, Document, Image, Page, Paint, TextElement, TextRun

# A label of 10 by 2 mm.
INK = ((20.0, 20.0), (30.0, 20.0), (30.0, 22.0), (20.0, 22.0))


def run(order, text="Serving", ink=INK, fill="#000000", **more):
    box = Box.around(ink)
    return TextRun(
        text, 7, "Arial", ("Arial",), "normal", "normal", fill, 1.0, True, box, ink, 0, 0, order, **more
    )


def document(*runs, background="#FFFFFF"):
    made = Document(Path("x.svg"), "svg", 1, Page(89, 60), background=background)
    made.runs = list(runs)
    made.elements = [TextElement(r.text, range(i, i + 1), r.box) for i, r in enumerate(runs)]
    return made


def paint(made, box, order, **how):
    made.shapes.paints.append(Paint(how.pop("fill", None), how.pop("stroke", None), **how))
    made.shapes.add(len(made.shapes.paints) - 1, box, order)


@pytest.mark.parametrize(
    ("box", "share"),
    [
        ((0, 0, 89, 60), 1.0),
        ((20, 20, 25, 22), 0.5),
        ((20, 21, 30, 30), 0.5),
        ((29, 0, 89, 60), 0.1),
        ((31, 0, 89, 60), None),
    ],
)
def test_how_much_an_area_covers(box, share):
    made = document(run(5))
    paint(made, box, 1, fill="#FF0000")
    found = layers(made).get(0, [])
    assert [layer.share for layer in found] == ([] if share is None else [pytest.approx(share, abs=0.02)])


def test_glyphs_and_faint_paints_are_left_out():
    made = document(run(5))
    paint(made, (0, 0, 89, 60), 1, fill="#FF0000", is_text=True)
    paint(made, (0, 0, 89, 60), 2, fill="#FF0000", fill_opacity=0.02)
    assert layers(made) == {}


def test_layers_come_in_paint_order_and_are_kept():
    made = document(run(5))
    for order in (1, 7, 3):
        paint(made, (0, 0, 89, 60), order, fill="#FF0000")
    assert [layer.order for layer in layers(made)[0]] == [1, 3, 7]
    assert layers(made) is layers(made)


def test_a_clip_cuts_what_a_shape_covers():
    made = document(run(5))
    paint(made, (0, 0, 89, 60), 1, fill="#FF0000", clip=Box(20, 20, 22, 22))
    assert layers(made)[0][0].share == pytest.approx(0.2, abs=0.02)
    other = document(run(5))
    paint(other, (0, 0, 25, 60), 1, fill="#FF0000", clip=Box(40, 20, 50, 22))
    assert layers(other) == {0: []}


@pytest.mark.parametrize(("y", "through"), [(21.0, True), (20.1, False), (21.8, False)])
def test_a_line_counts_in_the_middle_of_the_letters(y, through):
    made = document(run(5))
    made.shapes.set_outline(lambda _: [[(10.0, y), (40.0, y)]])
    paint(made, (10, y, 40, y), 1, stroke="#000000", width_pt=0.5)
    assert any(layer.through_mm > 5 for layer in layers(made)[0]) is through


def test_a_thick_line_is_an_area():
    made = document(run(5))
    made.shapes.set_outline(lambda _: [[(10.0, 21.0), (40.0, 21.0)]])
    paint(made, (10, 21, 40, 21), 1, stroke="#000000", width_pt=8)
    assert layers(made)[0][0].share == pytest.approx(1.0)


def test_points_are_not_looked_at_closely():
    made = document(run(5))

    def outline(_):
        raise AssertionError("no outline of a point is worked out")

    made.shapes.set_outline(outline)
    paint(made, (22, 20, 24, 22), 1, fill="#FF0000")
    assert 0.05 < layers(made)[0][0].share < 0.2


def test_the_ground_is_kept_below_thousands_of_marks():
    made = document(run(9000))
    paint(made, (0, 0, 89, 60), 0, fill="#101010")
    made.shapes.paints.append(Paint("#FF0000", None))
    for k in range(5000):
        made.shapes.add(1, (21, 20.5, 21.5, 21), k + 1)
    assert to_hex(backdrop(made, 0)) == "#101010"


@pytest.mark.parametrize(
    ("paints", "expected"),
    [
        ([], "#FFFFFF"),
        ([((0, 0, 89, 60), "#000000", 1.0)], "#000000"),
        ([((0, 0, 89, 60), "#000000", 0.5)], "#808080"),
        ([((0, 0, 89, 60), "#000000", 1.0), ((15, 15, 40, 30), "#FF0000", 1.0)], "#FF0000"),
        ([((0, 0, 89, 60), "#000000", 1.0), ((20, 20, 23, 22), "#FF0000", 1.0)], "#000000"),
    ],
)
def test_backdrops(paints, expected):
    made = document(run(50))
    for order, (box, color, opacity) in enumerate(paints):
        paint(made, box, order, fill=color, fill_opacity=opacity)
    assert to_hex(backdrop(made, 0)) == expected


def test_what_is_painted_later_is_no_backdrop():
    made = document(run(0))
    paint(made, (0, 0, 89, 60), 1, fill="#000000")
    assert to_hex(backdrop(made, 0)) == "#FFFFFF"


def test_an_image_hides_the_backdrop_until_something_opaque_lies_on_it():
    made = document(run(50))
    made.images.append(Image(10, 10, 300, False, Box(0, 0, 89, 60), order=1))
    assert backdrop(made, 0) is None
    other = document(run(50))
    other.images.append(Image(10, 10, 300, False, Box(0, 0, 89, 60), order=1))
    paint(other, (0, 0, 89, 60), 2, fill="#123456")
    assert to_hex(backdrop(other, 0)) == "#123456"


def test_halos_are_found_by_their_twin_on_top():
    made = document(run(1, fill="#FFFFFF"), run(2), run(3, text="Training"))
    assert underlays(made) == {0: 1}
    assert underlays(document(run(1), run(2))) == {}


def test_a_path_of_megabytes_is_not_worked_out():
    made = document(run(5))

    def outline(_):
        raise AssertionError("nobody asked how much it weighs")

    made.shapes.set_outline(outline, lambda _: 1_000_000)
    paint(made, (0, 0, 89, 60), 1, fill="#FF0000")
    assert layers(made) == {}
    assert too_heavy(made) == 1
