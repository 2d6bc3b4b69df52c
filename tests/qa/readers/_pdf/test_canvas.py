import pytest

from natfig.qa.document import Box
from natfig.qa.readers._pdf.canvas import Canvas, Path
from natfig.qa.readers._pdf.geometry import IDENTITY

PLAIN = ("#000000", None, 1.0, 1.0, 0.0, False, "", None)


def canvas_with(path, m=IDENTITY, clip=None):
    canvas = Canvas()
    paint = canvas.paint_index((*PLAIN, clip, (), ()))
    added = canvas.add(canvas.store(path), m, paint, path.box(m), 1)
    return canvas, added


def path_of(*steps):
    path = Path()
    for step, *values in steps:
        getattr(path, step)(*values)
    return path


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        (path_of(("rectangle", 0, 0, 2, 1)), [[(0, 0), (2, 0), (2, 1), (0, 1), (0, 0)]]),
        (path_of(("move", 0, 0), ("line", [1, 1, 2, 0])), [[(0, 0), (1, 1), (2, 0)]]),
        (
            path_of(("move", 0, 0), ("line", [1, 0]), ("move", 5, 5), ("line", [6, 5])),
            [[(0, 0), (1, 0)], [(5, 5), (6, 5)]],
        ),
        (
            path_of(("move", 0, 0), ("line", [1, 0, 1, 1]), ("close",), ("line", [3, 3])),
            [[(0, 0), (1, 0), (1, 1), (0, 0)], [(0, 0), (3, 3)]],
        ),
        (path_of(("move", 9, 9), ("move", 0, 0), ("line", [1, 0])), [[(0, 0), (1, 0)]]),
        (path_of(("line", [1, 0, 2, 0])), [[(1, 0), (1, 0), (2, 0)]]),
    ],
)
def test_outlines(path, lines):
    canvas, _ = canvas_with(path)
    assert canvas.outline(0) == lines


def test_a_circle_is_boxed_and_flattened():
    k = 0.5523
    circle = path_of(
        ("move", 1, 0),
        ("curve", [1, k, k, 1, 0, 1]),
        ("curve", [-k, 1, -1, k, -1, 0]),
        ("curve", [-1, -k, -k, -1, 0, -1]),
        ("curve", [k, -1, 1, -k, 1, 0]),
    )
    turned = (3 * 0.8, 3 * 0.6, -3 * 0.6, 3 * 0.8, 10, 20)
    for m in ((3, 0, 0, 3, 10, 20), turned):
        assert circle.box(m) == pytest.approx((7, 17, 13, 23), abs=0.01)
        canvas, _ = canvas_with(circle, m)
        [line] = canvas.outline(0)
        assert all(((x - 10) ** 2 + (y - 20) ** 2) ** 0.5 == pytest.approx(3, abs=0.02) for x, y in line)


@pytest.mark.parametrize(
    ("step", "values"),
    [
        ("line", ([1.0],)),
        ("line", ([],)),
        ("line", ([1.0, b"x"],)),
        ("curve", ([1.0, 2.0],)),
        ("curve", ([1.0, 2.0, 3.0, 4.0, 5.0, b"x"],)),
        ("move", (1.0, b"x")),
        ("rectangle", (1.0, 2.0, b"x", 3.0)),
    ],
)
def test_a_step_that_can_t_be_taken_leaves_the_path_whole(step, values):
    path = path_of(("move", 0, 0), ("line", [1, 1]))
    with pytest.raises((ValueError, TypeError)):
        getattr(path, step)(*values)
    canvas, _ = canvas_with(path)
    assert canvas.outline(0) == [[(0, 0), (1, 1)]]


@pytest.mark.parametrize(("clip", "added"), [(None, True), (Box(0, 0, 1, 1), True), (Box(5, 5, 6, 6), False)])
def test_clipped_shapes(clip, added):
    canvas, was_added = canvas_with(path_of(("rectangle", 0, 0, 2, 2)), clip=clip)
    assert was_added is added
    assert len(canvas.shapes) == added
    if added:
        assert canvas.shapes.box(0) == (clip or (0, 0, 2, 2))


@pytest.mark.parametrize("far", [1e9, float("nan"), float("inf"), -1e9])
def test_shapes_nowhere_near_are_counted(far):
    canvas, added = canvas_with(path_of(("rectangle", 0, 0, 1, 1)), (1, 0, 0, 1, far, 0))
    assert not added
    assert canvas.strange == 1


def test_a_paint_with_another_clip():
    canvas, _ = canvas_with(path_of(("rectangle", 0, 0, 1, 1)), clip=Box(0, 0, 1, 1))
    other = canvas.with_clip(0, None)
    assert (other, canvas.shapes.paints[other].clip) == (1, None)
    assert canvas.with_clip(0, Box(0, 0, 1, 1)) == 0
