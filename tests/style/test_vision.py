"""Colour vision against the independent package colorspacious, and against numbers known by hand."""

import subprocess
import sys
import warnings

import numpy as np
import pytest

from natfig.core.errors import UsageError
from natfig.style import vision

with warnings.catch_warnings():
    # Its docstrings have invalid escapes, which Python reports when it compiles them.
    warnings.simplefilter("ignore")
    import colorspacious

RANDOM = np.random.default_rng(20).random((2000, 3))
CVD = {"protanopia": "protanomaly", "deuteranopia": "deuteranomaly", "tritanopia": "tritanomaly"}


@pytest.mark.parametrize("name", sorted(CVD))
def test_simulation_agrees_with_colorspacious(name):
    space = {"name": "sRGB1+CVD", "cvd_type": CVD[name], "severity": 100}
    expected = colorspacious.cspace_convert(RANDOM, space, "sRGB1")
    np.testing.assert_allclose(vision.simulate(RANDOM, name, clip=False), expected, atol=1e-9)


@pytest.mark.parametrize("name", sorted(CVD))
def test_simulation_stays_in_gamut(name):
    seen = vision.simulate(RANDOM, name)
    assert seen.min() >= 0
    assert seen.max() <= 1


@pytest.mark.parametrize("name", sorted(CVD))
@pytest.mark.parametrize("grey", [0.0, 0.2, 0.5, 1.0])
def test_greys_look_grey_to_all(name, grey):
    np.testing.assert_allclose(vision.simulate([grey] * 3, name), [grey] * 3, atol=1e-5)


def test_normal_vision_changes_nothing():
    np.testing.assert_array_equal(vision.simulate(RANDOM, "normal"), RANDOM)


def test_uniform_space_agrees_with_colorspacious():
    expected = colorspacious.cspace_convert(RANDOM, "sRGB1", "CAM02-UCS")
    # The two round the matrix of sRGB to a different number of digits.
    np.testing.assert_allclose(vision.cam02ucs(RANDOM), expected, atol=0.01)


@pytest.mark.parametrize("name", vision.VISIONS)
def test_distances_agree_with_colorspacious(name):
    some = RANDOM[:40]
    seen = vision.simulate(some, name)
    expected = colorspacious.deltaE(seen[:, None], seen[None], input_space="sRGB1", uniform_space="CAM02-UCS")
    np.testing.assert_allclose(vision.distances(some, name), expected, atol=0.02)


def test_least_distances_are_the_least_of_all_visions():
    some = RANDOM[:10]
    expected = np.minimum.reduce([vision.distances(some, name) for name in vision.VISIONS])
    np.testing.assert_array_equal(vision.min_distances(some), expected)


def test_linear_light_there_and_back():
    wide = np.linspace(-0.2, 1.2, 50)
    np.testing.assert_allclose(vision.linear_to_srgb(vision.srgb_to_linear(wide)), wide, atol=1e-4)
    expected = colorspacious.cspace_convert(RANDOM, "sRGB1", "sRGB1-linear")
    np.testing.assert_allclose(vision.srgb_to_linear(RANDOM), expected, atol=1e-9)


def test_lightness_agrees_with_colorspacious():
    expected = colorspacious.cspace_convert(RANDOM, "sRGB1", "CIELab")[:, 0]
    np.testing.assert_allclose(vision.lightness(RANDOM), expected, atol=0.01)


@pytest.mark.parametrize(
    ("a", "b", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#000000", 21.0),
        ("#767676", "#FFFFFF", 4.54),
        ("#949494", "#FFFFFF", 3.03),
        ("#FF0000", "#FFFFFF", 4.0),
        ("#0000FF", "#FFFFFF", 8.59),
        ("#123456", "#123456", 1.0),
    ],
)
def test_contrast(a, b, ratio):
    assert vision.contrast(vision.hex_to_rgb(a), vision.hex_to_rgb(b)) == pytest.approx(ratio, abs=0.005)


def test_greyscale_keeps_luminance():
    np.testing.assert_allclose(
        vision.luminance(vision.greyscale(RANDOM)), vision.luminance(RANDOM), atol=1e-6
    )


@pytest.mark.parametrize("color", ["#0F4D92", "#000000", "#FFFFFF", "#ABCDEF"])
def test_hex_there_and_back(color):
    assert vision.rgb_to_hex(vision.hex_to_rgb(color)) == color


@pytest.mark.parametrize("color", ["0F4D92", "#0F4D9", "#GGGGGG", "", "#0F4D92FF"])
def test_hex_that_is_none(color):
    with pytest.raises(UsageError, match="is not a colour; write #RRGGBB"):
        vision.hex_to_rgb(color)


def test_shapes():
    assert vision.hex_to_rgb([]).shape == (0, 3)
    assert vision.cam02ucs(np.zeros((2, 5, 3))).shape == (2, 5, 3)
    assert vision.luminance(RANDOM).shape == (2000,)


def test_black_and_white_are_the_ends():
    black, white = vision.cam02ucs([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]])
    assert black[0] == pytest.approx(0, abs=0.1)
    assert white[0] == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize(
    ("colors", "name", "count"),
    [
        (["#FF0000", "#FF0000"], "normal", 1),
        (["#0072B2", "#D55E00"], "normal", 2),
        (["#0072B2", "#D55E00", "#0073B2", "#000000"], "normal", 2),
        # Reds and greens of one luminance: a textbook confusion of deuteranopes.
        (["#C08000", "#70A000"], "normal", 2),
        (["#C08000", "#70A000"], "deuteranopia", 1),
        (["#0F4D92"], "tritanopia", 1),
    ],
)
def test_stay_apart(colors, name, count):
    assert vision.stay_apart(colors, name) == count


def test_threshold_is_the_one_its_reason_gives():
    """A 3 pt marker read at 40 cm; Stone, Szafir & Setlur 2014."""
    degrees = np.degrees(3 / 72 * 25.4 / 400)
    assert round(0.5 * (10.16 + 1.50 / degrees)) == vision.APART


def test_import_is_light():
    code = (
        "import sys, natfig.style.vision; print(sorted({'matplotlib', 'scipy', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
