import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.images.facts import Region
from natfig.images.geometry import Turn

TURNS = [Turn(d, f) for d in (0, 90, 180, 270) for f in (None, "horizontal", "vertical")]


def test_ninety_degrees_are_clockwise():
    plane = np.array([[1, 2], [3, 4], [5, 6]])
    assert Turn(90).pixels(plane).tolist() == [[5, 3, 1], [6, 4, 2]]
    assert Turn(0, "horizontal").pixels(plane).tolist() == [[2, 1], [4, 3], [6, 5]]
    assert Turn(0, "vertical").pixels(plane).tolist() == [[5, 6], [3, 4], [1, 2]]


@pytest.mark.parametrize("turn", TURNS, ids=str)
@given(data=st.data())
def test_a_region_goes_where_its_pixels_go(turn, data):
    height, width = data.draw(st.integers(1, 7)), data.draw(st.integers(1, 7))
    plane = np.arange(height * width).reshape(height, width)
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    region = Region(x, y, data.draw(st.integers(1, width - x)), data.draw(st.integers(1, height - y)))
    there = turn.region(region, width, height)
    found = turn.pixels(plane)[there.y : there.y + there.height, there.x : there.x + there.width]
    assert sorted(found.ravel()) == sorted(plane[y : y + region.height, x : x + region.width].ravel())
    assert turn.swaps == (turn.pixels(np.zeros((2, 3))).shape == (3, 2))


@pytest.mark.parametrize("turn", TURNS, ids=str)
def test_colours_turn_along(turn):
    plane = np.random.default_rng(1).integers(0, 255, (4, 6, 3))
    assert np.array_equal(turn.pixels(plane)[..., 1], turn.pixels(plane[..., 1]))
