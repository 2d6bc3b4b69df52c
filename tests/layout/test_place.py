import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from natfig.layout.grid import Box
from natfig.layout.place import empty_spot, pack_rows, spread

sizes = st.floats(0.1, 20)
places = st.floats(-200, 200)


@st.composite
def labels(draw, most=12):
    count = draw(st.integers(1, most))
    wanted = draw(st.lists(places, min_size=count, max_size=count))
    size = draw(st.lists(sizes, min_size=count, max_size=count))
    low = draw(st.floats(-150, 0))
    return wanted, size, low, low + sum(size) + draw(st.floats(0, 300))


def inside(centres, size, low, high):
    return all(
        low - 1e-6 <= c - s / 2 and c + s / 2 <= high + 1e-6 for c, s in zip(centres, size, strict=True)
    )


@given(labels())
def test_labels_keep_their_order_and_their_distance(given_labels):
    wanted, size, low, high = given_labels
    centres = spread(wanted, size, low, high)
    assert inside(centres, size, low, high)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    for i, j in itertools.pairwise(order):
        assert centres[j] - centres[i] >= (size[i] + size[j]) / 2 - 1e-6


@settings(max_examples=40, deadline=None)
@given(labels(most=4))
def test_nothing_nearer_exists(given_labels):
    wanted, size, low, high = given_labels
    centres = np.array(spread(wanted, size, low, high))
    order = np.argsort(wanted, kind="stable")
    w, s = np.array(wanted)[order], np.array(size)[order]
    constraints = [
        {"type": "ineq", "fun": lambda x, i=i: x[i + 1] - x[i] - (s[i] + s[i + 1]) / 2}
        for i in range(len(w) - 1)
    ]
    # Where the labels just fit, rounding must not turn a bound around.
    bounds = [(low + k / 2 - 1e-9, max(high - k / 2, low + k / 2) + 1e-9) for k in s]
    found = minimize(
        lambda x: ((x - w) ** 2).sum(), centres[order], bounds=bounds, constraints=constraints, method="SLSQP"
    )
    mine = ((centres - wanted) ** 2).sum()
    assert mine <= found.fun + 1e-3 * max(1.0, found.fun)


@pytest.mark.parametrize(
    ("wanted", "size", "centres"),
    [
        ([], [], []),
        ([5], [2], [5]),
        ([0], [2], [1]),
        ([10], [2], [9]),
        ([5, 5], [2, 2], [4, 6]),
        ([5, 5, 5], [2, 2, 2], [3, 5, 7]),
        ([6, 2], [2, 2], [6, 2]),
        ([5, 5.5, 9], [2, 2, 2], [4.25, 6.25, 9]),
    ],
)
def test_small_cases(wanted, size, centres):
    assert spread(wanted, size, 0, 10) == pytest.approx(centres)


def test_labels_that_do_not_fit_are_not_squeezed():
    assert spread([1, 2, 3], [4, 4, 4], 0, 11.9) is None
    assert spread([1, 2, 3], [4, 4, 4], 0, 12) == pytest.approx([2, 6, 10])


@given(st.lists(st.floats(0, 50), max_size=20), st.floats(50, 120), st.floats(0, 9))
def test_rows_are_full_in_order_and_fit(widths, available, gap):
    packed = pack_rows(widths, available, gap)
    assert [i for row in packed for i in row] == list(range(len(widths)))

    def length(row):
        return sum(widths[i] for i in row) + gap * (len(row) - 1)

    assert all(row and length(row) <= available + 1e-6 for row in packed)
    for row, following in itertools.pairwise(packed):
        assert length([*row, following[0]]) > available


def test_an_item_wider_than_the_strip_is_told():
    assert pack_rows([10, 30], 20, 1) is None
    assert pack_rows([], 20, 1) == []
    assert pack_rows([10, 9, 1], 20, 1) == [[0, 1], [2]]


AXES = Box(10, 20, 60, 60)


@given(st.integers(0, 2**32 - 1), st.floats(0.5, 60), st.floats(0.5, 50), st.floats(0, 3), st.floats(0, 0.02))
def test_a_spot_lies_in_the_axes_and_covers_no_ink(seed, width, height, pad, share):
    rng = np.random.default_rng(seed)
    ink = rng.random((80, 100)) < share
    spot = empty_spot(ink, AXES, width, height, pad)
    if spot is None:
        return
    assert spot.width == pytest.approx(width)
    assert spot.height == pytest.approx(height)
    assert spot.x0 - pad >= AXES.x0 - 1e-6
    assert spot.x1 + pad <= AXES.x1 + 1e-6
    assert spot.y0 - pad >= AXES.y0 - 1e-6
    assert spot.y1 + pad <= AXES.y1 + 1e-6
    # Pixel (r, c) covers this piece of the axes; the first row is at the top.
    for r, c in np.argwhere(ink):
        x = AXES.x0 + (c + 0.5) / 100 * AXES.width
        y = AXES.y1 - (r + 0.5) / 80 * AXES.height
        assert not (spot.x0 - pad < x < spot.x1 + pad and spot.y0 - pad < y < spot.y1 + pad)


def test_a_spot_is_found_whenever_there_is_one():
    ink = np.ones((40, 50), dtype=bool)
    ink[30:36, 5:20] = False
    spot = empty_spot(ink, AXES, 15, 6, 0)
    assert spot is not None
    assert (spot.x0, spot.y1) == pytest.approx((AXES.x0 + 5, AXES.y1 - 30))
    assert empty_spot(ink, AXES, 16, 6, 0) is None


@pytest.mark.parametrize(
    ("painted", "corner"),
    [
        ((slice(0, 0), slice(0, 0)), (60, 60)),  # nothing painted: top right
        ((slice(0, 30), slice(40, 50)), (10, 60)),
        ((slice(0, 30), slice(0, 50)), (60, 20)),
    ],
)
def test_corners_are_preferred_top_right_first(painted, corner):
    ink = np.zeros((40, 50), dtype=bool)
    ink[painted] = True
    spot = empty_spot(ink, AXES, 8, 5, 1)
    x = spot.x1 + 1 if corner[0] == 60 else spot.x0 - 1
    y = spot.y1 + 1 if corner[1] == 60 else spot.y0 - 1
    assert (x, y) == pytest.approx(corner)


def test_a_label_larger_than_the_axes_has_no_spot():
    assert empty_spot(np.zeros((4, 4), dtype=bool), AXES, 51, 1, 0) is None
    assert empty_spot(np.ones((4, 4), dtype=bool), AXES, 1, 1, 0) is None
    whole = empty_spot(np.zeros((4, 4), dtype=bool), AXES, 50, 40, 0)
    assert whole == AXES
