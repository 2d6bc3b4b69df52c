import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.qa.readers._pdf.geometry import (
    IDENTITY,
    apply,
    box_of,
    determinant,
    flatten,
    inverse,
    is_sane,
    multiply,
    reach,
)

NUMBER = st.floats(-100, 100)


def bezier(p, t):
    s = 1 - t
    return s**3 * p[0] + 3 * s * s * t * p[1] + 3 * s * t * t * p[2] + t**3 * p[3]


@given(st.tuples(NUMBER, NUMBER, NUMBER, NUMBER))
def test_a_curve_stays_within_its_reach_and_touches_it(p):
    low, high = reach(*p)
    values = [bezier(p, k / 500) for k in range(501)]
    assert low - 1e-6 <= min(values)
    assert max(values) <= high + 1e-6
    assert min(values) == pytest.approx(low, abs=0.02)
    assert max(values) == pytest.approx(high, abs=0.02)


@given(st.lists(st.tuples(NUMBER, NUMBER), min_size=4, max_size=4))
def test_flattened_curves_are_as_close_as_asked(points):
    line = [points[0], *flatten(points[0], points[1:], 0.5)]
    assert line[-1] == pytest.approx(points[-1])
    pieces = len(line) - 1
    for k in range(pieces):
        t = (k + 0.5) / pieces
        on = tuple(bezier([q[i] for q in points], t) for i in (0, 1))
        middle = ((line[k][0] + line[k + 1][0]) / 2, (line[k][1] + line[k + 1][1]) / 2)
        assert math.dist(on, middle) <= 0.5 + 1e-6


@pytest.mark.parametrize("far", [1e300, math.inf, math.nan])
def test_a_curve_without_bounds_is_flattened_within_bounds(far):
    assert len(flatten((0, 0), [(far, 0), (1, far), (1, 1)], 0.02)) <= 64


@given(st.tuples(*[NUMBER] * 6))
def test_the_inverse_undoes(m):
    back = inverse(m)
    if back is None:
        assert abs(determinant(m)) < 1e-18
    elif abs(determinant(m)) > 1e-3:
        assert multiply(m, back) == pytest.approx(IDENTITY, abs=1e-3)


def test_order_of_multiplication():
    assert apply(multiply((2, 0, 0, 2, 0, 0), (1, 0, 0, 1, 5, 0)), 1, 1) == (7, 2)


def test_a_turned_rectangle():
    assert box_of((0, 1, -1, 0, 0, 0), 0, 0, 4, 2) == pytest.approx((-2, 0, 0, 4))


@pytest.mark.parametrize(("value", "sane"), [(0, True), (1e7, False), (math.nan, False), (math.inf, False)])
def test_sanity(value, sane):
    assert is_sane(0, value) is sane
