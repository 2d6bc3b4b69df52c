"""Contrast in pure Python against the implementation on arrays and against published values."""

import itertools

import pytest

from natfig.qa.checks._contrast import blend, contrast, is_grey, luminance, rgb, to_hex
from natfig.style import vision

COLORS = ["#000000", "#FFFFFF", "#777777", "#0A0A0A", "#0B0B0B", "#FF0000", "#00FF00", "#0000FF"] + [
    f"#{k * 2654435761 % (1 << 24):06X}" for k in range(1, 201)
]


@pytest.mark.parametrize("color", COLORS)
def test_luminance_agrees_with_the_other_implementation(color):
    assert luminance(rgb(color)) == pytest.approx(float(vision.luminance(vision.hex_to_rgb(color))), abs=1e-9)


@pytest.mark.parametrize(("a", "b"), list(itertools.pairwise(COLORS)))
def test_contrast_agrees_with_the_other_implementation(a, b):
    expected = float(vision.contrast(vision.hex_to_rgb(a), vision.hex_to_rgb(b)))
    assert contrast(rgb(a), rgb(b)) == pytest.approx(expected, rel=1e-9)
    assert contrast(rgb(a), rgb(b)) == contrast(rgb(b), rgb(a))


# What WebAIM's and the W3C's own examples give.
@pytest.mark.parametrize(
    ("a", "b", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#777777", "#FFFFFF", 4.48),
        ("#767676", "#FFFFFF", 4.54),
        ("#0000FF", "#FFFFFF", 8.59),
        ("#FF0000", "#FFFFFF", 4.0),
    ],
)
def test_known_ratios(a, b, ratio):
    assert contrast(rgb(a), rgb(b)) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ("under", "over", "opacity", "expected"),
    [
        ("#FFFFFF", "#000000", 0.0, "#FFFFFF"),
        ("#FFFFFF", "#000000", 1.0, "#000000"),
        ("#FFFFFF", "#000000", 0.5, "#808080"),
        ("#FF0000", "#0000FF", 0.25, "#BF0040"),
    ],
)
def test_blending(under, over, opacity, expected):
    assert to_hex(blend(rgb(under), rgb(over), opacity)) == expected


@pytest.mark.parametrize(
    ("color", "grey"), [("#808080", True), ("#80888C", True), ("#8080A0", False), ("#FFFF00", False)]
)
def test_greys(color, grey):
    assert is_grey(rgb(color)) is grey
