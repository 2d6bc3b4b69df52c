from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.core.errors import DataError
from natfig.images.contrast import (
    Range,
    RangeRule,
    color_image,
    composite,
    parse_range,
    resolve_range,
    rgb_of,
)

RAMP = np.arange(256, dtype=np.uint8).reshape(16, 16)
GREY, GREEN, MAGENTA = (255, 255, 255), (0, 255, 0), (255, 0, 255)


def exact(value, low, high):
    """Return the mapping in exact arithmetic: round half to even of 255 × share."""
    share = (Fraction(value) - Fraction(low)) / (Fraction(high) - Fraction(low))
    return round(255 * min(max(share, Fraction(0)), Fraction(1)))


def test_a_full_range_leaves_eight_bits_as_they_are():
    shown = resolve_range(RangeRule("full"), [RAMP], 8, "c")
    out = composite([RAMP], [shown], [GREY])
    assert (out == RAMP[..., None]).all()
    assert out.dtype == np.uint8


@given(
    st.lists(st.integers(0, 65535), min_size=1, max_size=30), st.integers(0, 30000), st.integers(30001, 65535)
)
def test_the_mapping_is_linear_and_exact(values, low, high):
    plane = np.array([values], dtype=np.uint16)
    out = composite([plane], [Range(low, high, "")], [GREY])[0, :, 0]
    for value, got in zip(values, out, strict=True):
        want = Fraction(255) * (Fraction(value) - low) / (high - low)
        # Where the exact result lies between two numbers, either is right.
        assert int(got) == exact(value, low, high) or abs(min(max(want, 0), 255) - int(got)) <= Fraction(
            1, 2
        ) + Fraction(1, 10**9)


def test_many_rows_are_mapped_as_few():
    plane = np.arange(70_000, dtype=np.float64).reshape(700, 100)
    out = composite([plane], [Range(0, 69_999, "")], [GREY])[..., 0]
    assert np.array_equal(out, np.rint(plane / 69_999 * 255).astype(np.uint8))


def test_channels_are_added_and_stay_within_the_ink():
    a, b = np.array([[0, 100, 255]], np.uint8), np.array([[0, 100, 255]], np.uint8)
    full = Range(0, 255, "")
    assert composite([a, b], [full, full], [GREEN, MAGENTA])[0].tolist() == [[0] * 3, [100] * 3, [255] * 3]
    assert composite([a, b], [full, full], [GREEN, GREEN])[0].tolist() == [
        [0, 0, 0],
        [0, 200, 0],
        [0, 255, 0],
    ]


def test_gamma_is_applied_to_the_share():
    out = composite([RAMP], [Range(0, 255, "")], [GREY], gamma=0.5)[..., 0]
    assert np.array_equal(out, np.rint((RAMP / 255) ** 0.5 * 255).astype(np.uint8))


def test_what_is_no_number_is_drawn_as_the_lower_end():
    plane = np.array([[np.nan, 0.0, 1.0, np.inf, -np.inf]])
    assert composite([plane], [Range(0, 1, "")], [GREY])[0, :, 0].tolist() == [0, 0, 255, 255, 0]


@pytest.mark.parametrize(
    ("given_", "want"),
    [
        ("auto", (10.0, 900.0)),
        ([100, 700], (100.0, 700.0)),
        (["p0", "p100"], (10.0, 900.0)),
        ([0, "p50"], (0.0, 500.0)),
        (["p 12.5", 800], (10.0, 800.0)),
    ],
)
def test_ranges(given_, want):
    planes = [np.array([[10, 200, 400, 500]], np.uint16), np.array([[600, 700, 800, 900]], np.uint16)]
    shown = resolve_range(parse_range(given_), planes, 16, "DNA")
    assert (shown.low, shown.high) == want


@given(st.lists(st.integers(0, 255), min_size=2, max_size=60), st.floats(0.5, 99.5))
def test_a_percentile_is_the_smallest_value_that_enough_pixels_do_not_exceed(values, percent):
    plane = np.array([values], np.uint8)
    rule = parse_range([-1, f"p{percent:.3f}"])
    high = resolve_range(rule, [plane], 8, "c").high
    need = float(f"{percent:.3f}") / 100 * len(values)
    ordered = sorted(values)
    want = ordered[min(int(np.ceil(need - 1e-9)), len(values)) - 1]
    assert high == want


@pytest.mark.parametrize(
    ("dtype", "bits", "want"),
    [("uint8", 8, (0, 255)), ("uint16", 12, (0, 4095)), ("int16", 16, (-32768, 32767))],
)
def test_the_full_range_is_that_of_the_bit_depth(dtype, bits, want):
    shown = resolve_range(RangeRule("full"), [np.zeros((2, 2), dtype)], bits, "c")
    assert (shown.low, shown.high) == want


@pytest.mark.parametrize(
    ("given_", "plane", "said"),
    [
        (
            "auto",
            np.full((2, 2), 7, np.uint16),
            "DNA has the value 7 in every pixel shown: there is nothing to see",
        ),
        (
            ["p1", "p2"],
            np.full((2, 2), 7, np.uint16),
            "DNA has no width between percentile 1 and percentile 2",
        ),
        ("full", np.zeros((2, 2)), "DNA holds floating-point values, which have no full range"),
        ("auto", np.full((2, 2), np.nan), "not one of the pixels shown is a number"),
    ],
)
def test_nothing_to_show(given_, plane, said):
    with pytest.raises(DataError, match=said):
        resolve_range(parse_range(given_), [plane], 16, "DNA")


@pytest.mark.parametrize(
    "given_",
    [
        "all",
        5,
        [1],
        [1, 2, 3],
        [5, 5],
        [9, 2],
        ["p90", "p10"],
        ["p101", 5],
        ["q5", 9],
        [True, 5],
        [0, float("inf")],
    ],
)
def test_ranges_that_are_none(given_):
    with pytest.raises(DataError):
        parse_range(given_)


@pytest.mark.parametrize(("color", "want"), [("Magenta", MAGENTA), ("#0a0B0c", (10, 11, 12)), ("gray", GREY)])
def test_colours(color, want):
    assert rgb_of(color) == want


@pytest.mark.parametrize("color", ["magneta", "#12345", "rgb(1,2,3)", ""])
def test_no_colours(color):
    with pytest.raises(DataError, match="is not a colour"):
        rgb_of(color)


def test_a_colour_image_is_shown_as_it_is():
    plane = np.random.default_rng(0).integers(0, 256, (4, 5, 3), np.uint8)
    assert color_image(plane, 8) is plane
    deep = plane.astype(np.uint16) * 257
    assert np.array_equal(color_image(deep, 16), plane)
