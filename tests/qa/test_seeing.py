"""Colour vision in pure Python agrees with the arrays of `natfig.style.vision` and with colorspacious."""

from __future__ import annotations

import random
import subprocess
import sys

import numpy as np
import pytest
from colorspacious import cspace_convert

from natfig.qa import seeing
from natfig.style import vision

RNG = random.Random(20090113)  # noqa: S311 — colours to compare, not a secret
COLORS = [
    "#000000",
    "#FFFFFF",
    "#FF0000",
    "#00FF00",
    "#0000FF",
    "#010101",
    *(f"#{RNG.randrange(1 << 24):06X}" for _ in range(3000)),
]


def test_constants_are_shared_by_value() -> None:
    assert seeing.APART == vision.APART
    assert seeing.VISIONS == vision.VISIONS
    assert seeing.DEFICIENCIES == vision.DEFICIENCIES


@pytest.mark.parametrize("name", seeing.VISIONS)
def test_simulation_and_space_agree_with_the_arrays(name: seeing.Vision) -> None:
    rgb = vision.hex_to_rgb(COLORS)
    seen = vision.simulate(rgb, name)
    assert np.abs(np.array([seeing.simulate(c, name) for c in COLORS]) - seen).max() < 1e-6
    assert np.abs(np.array([seeing.ucs(c, name) for c in COLORS]) - vision.cam02ucs(seen)).max() < 1e-6


def test_lightness_and_luminance_agree_with_the_arrays() -> None:
    rgb = vision.hex_to_rgb(COLORS)
    assert np.abs(np.array([seeing.lightness(c) for c in COLORS]) - vision.lightness(rgb)).max() < 1e-6
    assert np.abs(np.array([seeing.luminance(c) for c in COLORS]) - vision.luminance(rgb)).max() < 1e-6


# colorspacious names a deficiency by its cone and a severity of 100.
@pytest.mark.parametrize(
    ("name", "cone"),
    [("deuteranopia", "deuteranomaly"), ("protanopia", "protanomaly"), ("tritanopia", "tritanomaly")],
)
def test_deficiencies_agree_with_colorspacious(name: seeing.Vision, cone: str) -> None:
    space = {"name": "sRGB1+CVD", "cvd_type": cone, "severity": 100}
    rgb = np.array([seeing.simulate(c, "normal") for c in COLORS])
    theirs = np.clip(cspace_convert(rgb, space, "sRGB1"), 0, 1)
    ours = np.array([seeing.simulate(c, name) for c in COLORS])
    assert np.abs(ours - theirs).max() < 1e-6
    spaced = cspace_convert(theirs, "sRGB1", "CAM02-UCS")
    assert np.abs(np.array([seeing.ucs(c, name) for c in COLORS]) - spaced).max() < 0.02


def test_space_agrees_with_colorspacious() -> None:
    rgb = np.array([seeing.simulate(c, "normal") for c in COLORS])
    theirs = cspace_convert(rgb, "sRGB1", "CAM02-UCS")
    assert np.abs(np.array([seeing.ucs(c) for c in COLORS]) - theirs).max() < 0.02


def test_least_distance_names_whose_it_is() -> None:
    gap, who = seeing.least_distance("#D62728", "#8C564B")
    assert who in seeing.DEFICIENCIES
    assert gap == min(seeing.distance("#D62728", "#8C564B", v) for v in seeing.VISIONS)
    assert seeing.least_distance("#777777", "#787878")[0] < seeing.SAME


@pytest.mark.parametrize(
    ("color", "opacity", "background", "expected"),
    [
        ("#ff0000", 1.0, "#FFFFFF", "#FF0000"),
        ("#FF0000", 0.5, "#FFFFFF", "#FF8080"),
        ("#000000", 0.0, "#FFFFFF", "#FFFFFF"),
        ("#000000", 0.25, "#000000", "#000000"),
        ("#FFFFFF", 0.5, "#000000", "#808080"),
        ("#123456", -1.0, "#ABCDEF", "#ABCDEF"),
    ],
)
def test_blend(color: str, opacity: float, background: str, expected: str) -> None:
    assert seeing.blend(color, opacity, background) == expected


@pytest.mark.parametrize(
    ("color", "name"),
    [
        ("#000000", "black"),
        ("#272727", "black"),
        ("#555555", "dark grey"),
        ("#767676", "grey"),
        ("#CFCECE", "light grey"),
        ("#FFFFFF", "white"),
        ("#D62728", "red"),
        ("#8C564B", "brown"),
        ("#FF7F0E", "orange"),
        ("#FFFF00", "yellow"),
        ("#999933", "olive"),
        ("#2CA02C", "green"),
        ("#17BECF", "cyan"),
        ("#1F77B4", "blue"),
        ("#0F4D92", "dark blue"),
        ("#0000FF", "blue"),
        ("#9467BD", "purple"),
        ("#E377C2", "pink"),
    ],
)
def test_names(color: str, name: str) -> None:
    assert seeing.color_name(color) == name


def test_module_loads_without_numpy() -> None:
    code = "import sys, natfig.qa.seeing; assert 'numpy' not in sys.modules, 'numpy was loaded'"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
