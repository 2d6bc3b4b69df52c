"""The geometry against pairs whose distance is known, on both sides of the threshold."""

import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracles.overlap import Quad, Rect, covered_by, depth_mm, outside, overlapping, quad_of


@dataclass(frozen=True)
class Box:
    """A text reduced to its boxes."""

    rect: Rect
    quad: Quad


def upright(x, y, w, h):
    rect = Rect(x, y, w, h)
    return Box(rect, quad_of(rect))


def turned(cx, cy, w, h, degrees):
    """Return a box of w × h mm around (cx, cy), turned."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    quad = tuple(
        (cx + c * dx - s * dy, cy + s * dx + c * dy)
        for dx, dy in ((-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2))
    )
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return Box(Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)), quad)


PAIRS = [
    pytest.param(upright(0, 0, 10, 3), upright(20, 0, 10, 3), -10, id="apart"),
    pytest.param(upright(0, 0, 10, 3), upright(10, 0, 10, 3), 0, id="edge to edge"),
    pytest.param(upright(0, 0, 10, 3), upright(9.99, 0, 10, 3), 0.01, id="a hundredth in"),
    pytest.param(upright(0, 0, 10, 3), upright(10.01, 0, 10, 3), -0.01, id="a hundredth apart"),
    pytest.param(upright(0, 0, 10, 3), upright(9, 2.9, 10, 3), 0.1, id="corner over corner"),
    pytest.param(upright(0, 0, 10, 10), upright(4, 4, 1, 1), 5, id="one inside the other"),
    pytest.param(
        turned(0, 0, 20, 2, 45), turned(4, 0, 20, 2, 45), 2 - 4 * math.sqrt(0.5), id="parallel slants"
    ),
    pytest.param(
        turned(0, 0, 20, 2, 45), turned(2, 0, 20, 2, 45), 2 - 2 * math.sqrt(0.5), id="slants too close"
    ),
    pytest.param(turned(0, 0, 20, 2, 90), upright(1, -1, 10, 2), 0, id="upright beside a quarter turn"),
    pytest.param(turned(0, 0, 20, 2, 45), turned(0, 0, 20, 2, -45), 11, id="a cross"),
]


@pytest.mark.parametrize(("a", "b", "depth"), PAIRS)
def test_depth(a, b, depth):
    assert depth_mm(a.quad, b.quad) == pytest.approx(depth, abs=1e-9)
    assert depth_mm(b.quad, a.quad) == pytest.approx(depth, abs=1e-9)


@pytest.mark.parametrize(("a", "b", "depth"), PAIRS)
def test_pairs_are_found_when_they_share_area(a, b, depth):
    found = overlapping([a, b], tolerance_mm=1e-9)
    assert bool(found) == (depth > 1e-6)


@pytest.mark.parametrize(("tolerance", "count"), [(0.0, 1), (0.009, 1), (0.011, 0)])
def test_tolerance(tolerance, count):
    assert len(overlapping([upright(0, 0, 10, 3), upright(9.99, 0, 10, 3)], tolerance)) == count


def test_every_pair_once():
    assert len(overlapping([upright(0, 0, 5, 5)] * 4)) == 6


@pytest.mark.parametrize(
    ("box", "beyond"),
    [
        (upright(0, 0, 183, 70), None),
        (upright(-0.2, 10, 5, 5), 0.2),
        (upright(10, -0.3, 5, 5), 0.3),
        (upright(179, 10, 5, 5), 1),
        (upright(10, 68, 5, 2.5), 0.5),
        (turned(181, 30, 6, 1, 90), None),
        (turned(181, 30, 6, 1, 0), 1),
    ],
)
def test_outside(box, beyond):
    found = outside([box], 183, 70, 1e-9)
    assert [round(by, 6) for _, by in found] == ([] if beyond is None else [beyond])


def test_a_slanted_text_may_pass_the_corner_of_a_legend():
    text, legend = turned(0, 0, 20, 2, 45), Rect(4, -7, 3, 4)
    assert text.rect.right > legend.x
    assert covered_by([text], legend) == []
    assert len(covered_by([text], Rect(4, 4, 3, 4))) == 1


@given(
    st.tuples(*[st.floats(-20, 20)] * 2, *[st.floats(0.5, 20)] * 2, st.floats(0, 180)),
    st.tuples(*[st.floats(-20, 20)] * 2, *[st.floats(0.5, 20)] * 2, st.floats(0, 180)),
)
def test_sampled_points_agree(first, second):
    """A point strictly inside both boxes means overlap: sampled on a grid, without the theorem."""
    a, b = turned(*first), turned(*second)

    def inside(point, quad):
        sides = [
            (x1 - x0) * (point[1] - y0) - (y1 - y0) * (point[0] - x0)
            for (x0, y0), (x1, y1) in zip(quad, (*quad[1:], quad[0]), strict=True)
        ]
        return min(sides) > 1e-6

    steps = [i / 12 for i in range(13)]
    (x0, y0), (x1, y1), _, (x3, y3) = a.quad
    grid = [
        (x0 + u * (x1 - x0) + v * (x3 - x0), y0 + u * (y1 - y0) + v * (y3 - y0)) for u in steps for v in steps
    ]
    if any(inside(p, a.quad) and inside(p, b.quad) for p in grid):
        assert depth_mm(a.quad, b.quad) > 0
