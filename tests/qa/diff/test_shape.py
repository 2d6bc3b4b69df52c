"""How far two outlines run apart."""

from math import cos, pi, sin

import pytest

from natfig.qa.diff.shape import Outlines
from natfig.qa.document import Shapes


def shapes(lines):
    found = Shapes(lambda i: lines)
    points = [p for line in lines for p in line]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    found.add(0, (min(xs), min(ys), max(xs), max(ys)), 1)
    return found


def apart(one, two, tolerance=0.1):
    return Outlines(shapes(one), shapes(two), tolerance).apart(0, 0, (0.0, 0.0))


def arc(steps, radius=10):
    return [[(radius * cos(pi * k / steps), radius * sin(pi * k / steps)) for k in range(steps + 1)]]


ZIGZAG = [[(0, 0), (10, 20), (20, 0), (30, 20)]]


def test_the_same():
    assert apart(ZIGZAG, ZIGZAG) == 0


def test_other_points_on_one_line():
    other = [[(0, 0), (5, 10), (10, 20), (20, 0), (25, 10), (30, 20)]]
    assert apart(ZIGZAG, other) == 0


def test_the_other_way_round():
    assert apart(ZIGZAG, [ZIGZAG[0][::-1]]) == 0


@pytest.mark.parametrize(("one", "two"), [(40, 64), (64, 300), (50, 51)])
def test_curves_cut_differently(one, two):
    assert apart(arc(one), arc(two)) == 0


def test_a_curve_of_another_radius():
    assert apart(arc(64), arc(64, 10.5)) == pytest.approx(0.5, abs=0.1)


def test_one_point_of_a_line_elsewhere():
    other = [[(0, 0), (10, 20), (20, 3), (30, 20)]]
    assert 0.5 < apart(ZIGZAG, other) <= 3
    assert 0.5 < apart(other, ZIGZAG) <= 3


def test_within_the_tolerance():
    other = [[(0, 0), (10, 20), (20, 0.08), (30, 20)]]
    assert apart(ZIGZAG, other) == 0
    assert apart(ZIGZAG, other, 0.01) > 0


def test_a_piece_that_is_missing():
    assert apart([*ZIGZAG, [(0, 15), (3, 15)]], ZIGZAG) > 1
    assert apart(ZIGZAG, [*ZIGZAG, [(0, 15), (3, 15)]]) > 1


def test_what_is_not_compared_is_counted(monkeypatch):
    monkeypatch.setattr("natfig.qa.diff.shape._MOST_POINTS", 4)
    outlines = Outlines(shapes(ZIGZAG), shapes([[(0, 0), (30, 20)]]), 0.1)
    assert outlines.apart(0, 0, (0.0, 0.0)) > 0
    assert outlines.apart(0, 0, (0.0, 0.0)) == 0
    assert outlines.skipped == 1
