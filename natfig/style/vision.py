"""How colours look to people: distances, colour-vision deficiency, greyscale and contrast.

Everything is a pure function on arrays of sRGB in 0–1, shape (..., 3). Importing
this module loads numpy alone.

Source
------
sRGB: IEC 61966-2-1:1999.
Colour-vision deficiency: Machado, Oliveira & Fernandes (2009), "A
physiologically-based model for simulation of color vision deficiency", IEEE
TVCG 15(6), 1291–1298, <https://doi.org/10.1109/TVCG.2009.113>.
Colour appearance: CIE 159:2004 (CIECAM02); its uniform space CAM02-UCS: Luo, Cui
& Li (2006), Color Res. Appl. 31(4), 320–330, <https://doi.org/10.1002/col.20227>.
Contrast: WCAG 2.2, <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from natfig.core.errors import UsageError

__all__ = [
    "APART",
    "DEFICIENCIES",
    "MIN_MARK_CONTRAST",
    "MIN_VISIBLE_CONTRAST",
    "VISIONS",
    "Vision",
    "cam02ucs",
    "contrast",
    "distances",
    "greyscale",
    "hex_to_rgb",
    "lightness",
    "linear_to_srgb",
    "luminance",
    "min_distances",
    "rgb_to_hex",
    "simulate",
    "srgb_to_linear",
    "stay_apart",
]

Array = NDArray[np.float64]
Vision = Literal["normal", "deuteranopia", "protanopia", "tritanopia"]

DEFICIENCIES: tuple[Vision, ...] = ("deuteranopia", "protanopia", "tritanopia")
VISIONS: tuple[Vision, ...] = ("normal", *DEFICIENCIES)

# Least distance in CAM02-UCS at which two colours count as told apart. One unit
# is about a just-noticeable difference of large patches side by side; marks in a
# figure are small and lie apart. A 3 pt marker read at 40 cm spans 0.15 degrees,
# and there half of the viewers need 10 units of lightness to see any difference
# (Stone, Szafir & Setlur 2014, Color and Imaging Conference 22, 253–258:
# ND50 = 0.5 (10.16 + 1.50 / 0.15) = 10.1 L* units, more along a* and b*).
APART = 10.0

# Graphical objects need 3:1 against what is next to them (WCAG 2.2, 1.4.11).
MIN_MARK_CONTRAST = 3.0

# Below 2:1 even a filled mark fades into the page; between the two a colour is
# assigned only after all colours with 3:1. Yellows and pastels lie below it.
MIN_VISIBLE_CONTRAST = 2.0

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")

# Severity 1.0 of Machado et al. (2009); they act on linear RGB.
_MACHADO: dict[str, Array] = {
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}

_RGB_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_D65_XYZ100 = np.array([95.047, 100.0, 108.883])

# CIECAM02, section "forward model".
_CAT02 = np.array([[0.7328, 0.4296, -0.1624], [-0.7036, 1.6975, 0.0061], [0.0030, 0.0136, 0.9834]])
_HPE = np.array([[0.38971, 0.68898, -0.07868], [-0.22981, 1.18340, 0.04641], [0.0, 0.0, 1.0]])
_CAT02_TO_HPE = _HPE @ np.linalg.inv(_CAT02)

# Viewing conditions of IEC 61966-2-1: a grey surround of 64 lx on the page's 20 % background.
_ADAPTING_CD_M2 = 64.0 / math.pi / 5.0
_BACKGROUND_Y = 20.0
_SURROUND_F, _SURROUND_C, _SURROUND_NC = 1.0, 0.69, 1.0

# CAM02-UCS coefficients (Luo et al. 2006, table II).
_UCS_C1, _UCS_C2 = 0.007, 0.0228


def hex_to_rgb(colors: str | Sequence[str]) -> Array:
    """Return ``#RRGGBB`` as sRGB in 0–1.

    Parameters
    ----------
    colors : str or sequence of str
        One colour or n of them.

    Returns
    -------
    array, shape (3,) or (n, 3)

    Raises
    ------
    UsageError
        If a colour is not ``#`` and six hexadecimal digits.
    """
    if isinstance(colors, str):
        if _HEX.fullmatch(colors) is None:
            raise UsageError(f"'{colors}' is not a colour", hint="write #RRGGBB, such as #0F4D92")
        return np.array([int(colors[i : i + 2], 16) / 255.0 for i in (1, 3, 5)])
    return np.array([hex_to_rgb(c) for c in colors]).reshape(-1, 3)


def rgb_to_hex(rgb: ArrayLike) -> str:
    """Return one sRGB colour in 0–1 as ``#RRGGBB``; values outside are clipped."""
    values = np.rint(np.clip(np.asarray(rgb, dtype=np.float64), 0.0, 1.0) * 255).astype(int)
    return "#" + "".join(f"{v:02X}" for v in values)


def srgb_to_linear(rgb: ArrayLike) -> Array:
    """Return sRGB as linear RGB, shape kept; values below 0 take the linear branch."""
    c = np.asarray(rgb, dtype=np.float64)
    return np.where(c <= 0.04045, c / 12.92, ((np.maximum(c, 0.0) + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(linear: ArrayLike) -> Array:
    """Return linear RGB as sRGB, shape kept; the inverse of `srgb_to_linear`."""
    c = np.asarray(linear, dtype=np.float64)
    return np.where(c <= 0.0031308, c * 12.92, 1.055 * np.maximum(c, 0.0031308) ** (1 / 2.4) - 0.055)


def simulate(rgb: ArrayLike, vision: Vision, *, clip: bool = True) -> Array:
    """Return how sRGB colours look to a dichromat (severity 1.0).

    Parameters
    ----------
    rgb : array, shape (..., 3)
        sRGB in 0–1.
    vision : str
        "normal", "deuteranopia", "protanopia" or "tritanopia".
    clip : bool
        Clip the result to 0–1, as a screen would.

    Returns
    -------
    array, shape (..., 3)
    """
    colors = np.asarray(rgb, dtype=np.float64)
    if vision == "normal":
        return colors
    seen = linear_to_srgb(srgb_to_linear(colors) @ _MACHADO[vision].T)
    return np.clip(seen, 0.0, 1.0) if clip else seen


def luminance(rgb: ArrayLike) -> Array:
    """Return the relative luminance in 0–1 of sRGB colours, shape (...)."""
    return np.asarray(srgb_to_linear(rgb) @ _LUMINANCE, dtype=np.float64)


def lightness(rgb: ArrayLike) -> Array:
    """Return CIE L* in 0–100 of sRGB colours, shape (...); what remains in greyscale."""
    y = luminance(rgb)
    return np.where(y > (6 / 29) ** 3, 116 * np.cbrt(y) - 16, y * (29 / 3) ** 3)


def greyscale(rgb: ArrayLike) -> Array:
    """Return sRGB colours as greys of the same luminance, shape (..., 3)."""
    grey = linear_to_srgb(luminance(rgb))
    return np.repeat(grey[..., np.newaxis], 3, axis=-1)


def contrast(a: ArrayLike, b: ArrayLike = (1.0, 1.0, 1.0)) -> Array:
    """Return the WCAG contrast ratio in 1–21 of two sRGB colours, broadcast, shape (...)."""
    ya, yb = luminance(a), luminance(b)
    return (np.maximum(ya, yb) + 0.05) / (np.minimum(ya, yb) + 0.05)


def _adapt(cone: Array, fl: float) -> Array:
    """Return CIECAM02's post-adaptation response of cone signals."""
    x = (fl * np.abs(cone) / 100.0) ** 0.42
    return np.sign(cone) * 400.0 * x / (x + 27.13) + 0.1


def _viewing() -> tuple[float, float, float, Array, float]:
    """Return F_L, n, N_bb, the gains of chromatic adaptation and A_w of the sRGB conditions."""
    la = _ADAPTING_CD_M2
    k = 1.0 / (5.0 * la + 1.0)
    fl = 0.2 * k**4 * 5.0 * la + 0.1 * (1.0 - k**4) ** 2 * (5.0 * la) ** (1 / 3)
    n = _BACKGROUND_Y / _D65_XYZ100[1]
    nbb = 0.725 * (1.0 / n) ** 0.2
    degree = _SURROUND_F * (1.0 - (1.0 / 3.6) * math.exp((-la - 42.0) / 92.0))
    white = _CAT02 @ _D65_XYZ100
    gains = _D65_XYZ100[1] * degree / white + 1.0 - degree
    r, g, b = _adapt(_CAT02_TO_HPE @ (gains * white), fl)
    return fl, float(n), float(nbb), gains, float((2.0 * r + g + b / 20.0 - 0.305) * nbb)


_FL, _N, _NBB, _GAINS, _AW = _viewing()


def cam02ucs(rgb: ArrayLike) -> Array:
    """Return J', a', b' of sRGB colours in CAM02-UCS, shape (..., 3).

    Euclidean distance there is perceived difference. Viewing conditions are those
    of the sRGB standard (D65 white, 20 % grey background, average surround).
    """
    xyz = 100.0 * srgb_to_linear(rgb) @ _RGB_TO_XYZ.T
    cones = _adapt((xyz @ _CAT02.T * _GAINS) @ _CAT02_TO_HPE.T, _FL)
    r, g, b = cones[..., 0], cones[..., 1], cones[..., 2]
    red_green = r - 12.0 * g / 11.0 + b / 11.0
    yellow_blue = (r + g - 2.0 * b) / 9.0
    hue = np.arctan2(yellow_blue, red_green)
    eccentricity = 0.25 * (np.cos(hue + 2.0) + 3.8)
    achromatic = np.maximum((2.0 * r + g + b / 20.0 - 0.305) * _NBB, 0.0)
    j = 100.0 * (achromatic / _AW) ** (_SURROUND_C * (1.48 + math.sqrt(_N)))
    t = 50000.0 / 13.0 * _SURROUND_NC * _NBB * eccentricity * np.hypot(red_green, yellow_blue)
    t = t / (r + g + 21.0 * b / 20.0)
    chroma = t**0.9 * np.sqrt(j / 100.0) * (1.64 - 0.29**_N) ** 0.73
    colourfulness = np.log1p(_UCS_C2 * chroma * _FL**0.25) / _UCS_C2
    j_prime = (1.0 + 100.0 * _UCS_C1) * j / (1.0 + _UCS_C1 * j)
    return np.stack([j_prime, colourfulness * np.cos(hue), colourfulness * np.sin(hue)], axis=-1)


def distances(rgb: ArrayLike, vision: Vision = "normal") -> Array:
    """Return the distances in CAM02-UCS between n sRGB colours under a vision.

    Parameters
    ----------
    rgb : array, shape (n, 3)
    vision : str

    Returns
    -------
    array, shape (n, n)
        Symmetric, 0 on the diagonal.
    """
    seen = cam02ucs(simulate(rgb, vision))
    return np.asarray(np.linalg.norm(seen[:, np.newaxis] - seen[np.newaxis], axis=-1), dtype=np.float64)


def min_distances(rgb: ArrayLike) -> Array:
    """Return the least distances between n colours over normal vision and all deficiencies, shape (n, n)."""
    gaps = np.stack([distances(rgb, vision) for vision in VISIONS])
    return np.asarray(gaps.min(axis=0), dtype=np.float64)


def stay_apart(colors: Sequence[str], vision: Vision) -> int:
    """Return how many colours of a list stay apart, counted from its start.

    Parameters
    ----------
    colors : sequence of str
        ``#RRGGBB`` in the order of use.
    vision : str

    Returns
    -------
    int
        The largest n such that any two of the first n are at least `APART` apart.
    """
    gaps = distances(hex_to_rgb(colors), vision)
    for n in range(1, len(colors)):
        if gaps[n, :n].min() < APART:
            return n
    return len(colors)
