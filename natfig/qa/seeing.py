"""How single colours look to people, without numpy: distances, deficiencies, lightness, blending, names.

`natfig.style.vision` does the same on arrays; loading numpy alone takes longer than
checking an ordinary figure may. Both hold the same constants and a test keeps them
equal to 1e-6.

Source
------
Colour-vision deficiency: Machado, Oliveira & Fernandes (2009), IEEE TVCG 15(6),
1291–1298, <https://doi.org/10.1109/TVCG.2009.113>, severity 1.0.
Distance: CAM02-UCS, Luo, Cui & Li (2006), Color Res. Appl. 31(4), 320–330,
<https://doi.org/10.1002/col.20227>, under the viewing conditions of IEC 61966-2-1.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal

__all__ = [
    "APART",
    "DEFICIENCIES",
    "RGB",
    "SAME",
    "VISIONS",
    "Vision",
    "blend",
    "chroma",
    "color_name",
    "distance",
    "hue",
    "least_distance",
    "lightness",
    "linear_matrix",
    "luminance",
    "simulate",
    "ucs",
]

RGB = tuple[float, float, float]
Vision = Literal["normal", "deuteranopia", "protanopia", "tritanopia"]

DEFICIENCIES: tuple[Vision, ...] = ("deuteranopia", "protanopia", "tritanopia")
VISIONS: tuple[Vision, ...] = ("normal", *DEFICIENCIES)

# Least distance in CAM02-UCS at which two colours of small marks count as told apart:
# half of the viewers need 10 units to see a difference between 3 pt marks read at
# 40 cm (Stone, Szafir & Setlur 2014, Color and Imaging Conference 22, 253–258). The
# same value as in `natfig.style.vision`, whose palettes are built to it.
APART = 10.0

# Below two just-noticeable differences two colours are one colour that was rounded on
# its way through another program, not a choice.
SAME = 2.0

# Below this colourfulness a colour is a grey to the eye.
GREY_BELOW = 8.0

_CACHE = 1 << 16

_MACHADO: dict[Vision, tuple[RGB, RGB, RGB]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

_Matrix = tuple[RGB, RGB, RGB]
_RGB_TO_XYZ: _Matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_LUMINANCE: RGB = (0.2126, 0.7152, 0.0722)
_D65_XYZ100: RGB = (95.047, 100.0, 108.883)
_CAT02: _Matrix = ((0.7328, 0.4296, -0.1624), (-0.7036, 1.6975, 0.0061), (0.0030, 0.0136, 0.9834))
_HPE: _Matrix = ((0.38971, 0.68898, -0.07868), (-0.22981, 1.18340, 0.04641), (0.0, 0.0, 1.0))
_ADAPTING_CD_M2 = 64.0 / math.pi / 5.0
_BACKGROUND_Y = 20.0
_SURROUND_F, _SURROUND_C, _SURROUND_NC = 1.0, 0.69, 1.0
_UCS_C1, _UCS_C2 = 0.007, 0.0228

# Hue angles in CAM02-UCS (degrees) up to which a name holds; pure sRGB red stands at
# 32°, orange (#FFA500) at 72°, yellow at 106°, green at 137°, cyan at 198°, blue at 258°,
# magenta at 330°.
_HUES = (
    (8.0, "pink"),
    (46.0, "red"),
    (88.0, "orange"),
    (118.0, "yellow"),
    (180.0, "green"),
    (224.0, "cyan"),
    (292.0, "blue"),
    (331.0, "purple"),
    (361.0, "pink"),
)
_DARK, _LIGHT, _VIVID = 38.0, 82.0, 35.0


def _times(matrix: _Matrix, v: RGB) -> RGB:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    x, y, z = v
    return (a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z)


def _inverse(m: _Matrix) -> _Matrix:
    (a, b, c), (d, e, f), (g, h, i) = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return (
        ((e * i - f * h) / det, (c * h - b * i) / det, (b * f - c * e) / det),
        ((f * g - d * i) / det, (a * i - c * g) / det, (c * d - a * f) / det),
        ((d * h - e * g) / det, (b * g - a * h) / det, (a * e - b * d) / det),
    )


def _product(m: _Matrix, n: _Matrix) -> _Matrix:
    x, y, z = (_times(m, (n[0][k], n[1][k], n[2][k])) for k in range(3))
    return ((x[0], y[0], z[0]), (x[1], y[1], z[1]), (x[2], y[2], z[2]))


_CAT02_TO_HPE = _product(_HPE, _inverse(_CAT02))


def _adapt_one(cone: float, fl: float) -> float:
    x = (fl * abs(cone) / 100.0) ** 0.42
    return math.copysign(400.0 * x / (x + 27.13), cone) + 0.1


def _adapt(cones: RGB, fl: float) -> RGB:
    return _adapt_one(cones[0], fl), _adapt_one(cones[1], fl), _adapt_one(cones[2], fl)


def _viewing() -> tuple[float, float, float, RGB, float]:
    """Return F_L, n, N_bb, the gains of chromatic adaptation and A_w of the sRGB conditions."""
    la = _ADAPTING_CD_M2
    k = 1.0 / (5.0 * la + 1.0)
    fl = 0.2 * k**4 * 5.0 * la + 0.1 * (1.0 - k**4) ** 2 * (5.0 * la) ** (1 / 3)
    n = _BACKGROUND_Y / _D65_XYZ100[1]
    nbb = 0.725 * (1.0 / n) ** 0.2
    degree = _SURROUND_F * (1.0 - (1.0 / 3.6) * math.exp((-la - 42.0) / 92.0))
    wr, wg, wb = _times(_CAT02, _D65_XYZ100)
    y = _D65_XYZ100[1]
    gains = (y * degree / wr + 1.0 - degree, y * degree / wg + 1.0 - degree, y * degree / wb + 1.0 - degree)
    white = (gains[0] * wr, gains[1] * wg, gains[2] * wb)
    r, g, b = _adapt(_times(_CAT02_TO_HPE, white), fl)
    return fl, n, nbb, gains, (2.0 * r + g + b / 20.0 - 0.305) * nbb


_FL, _N, _NBB, _GAINS, _AW = _viewing()


def _linear(c: float) -> float:
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def _gamma(c: float) -> float:
    """Return linear light as sRGB, cut to what a screen shows."""
    c = c * 12.92 if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055
    return min(max(c, 0.0), 1.0)


_LINEAR = tuple(_linear(v / 255.0) for v in range(256))


def _bytes(color: str) -> tuple[int, int, int]:
    value = int(color[1:7], 16)
    return value >> 16, value >> 8 & 255, value & 255


def _hex(r: float, g: float, b: float) -> str:
    return f"#{round(r):02X}{round(g):02X}{round(b):02X}"


@lru_cache(maxsize=_CACHE)
def simulate(color: str, vision: Vision) -> RGB:
    """Return how a colour looks to a dichromat, as sRGB in 0–1.

    Parameters
    ----------
    color : str
        ``#RRGGBB``.
    vision : str
        "normal", "deuteranopia", "protanopia" or "tritanopia".
    """
    r, g, b = _bytes(color)
    if vision == "normal":
        return r / 255.0, g / 255.0, b / 255.0
    seen = _times(_MACHADO[vision], (_LINEAR[r], _LINEAR[g], _LINEAR[b]))
    return _gamma(seen[0]), _gamma(seen[1]), _gamma(seen[2])


def linear_matrix(vision: Vision | Literal["greyscale"]) -> tuple[RGB, RGB, RGB]:
    """Return the matrix on linear light behind `simulate` and `luminance`, for filters of browsers."""
    if vision == "normal":
        return (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
    return (_LUMINANCE,) * 3 if vision == "greyscale" else _MACHADO[vision]


@lru_cache(maxsize=_CACHE)
def ucs(color: str, vision: Vision = "normal") -> RGB:
    """Return J', a', b' of a colour in CAM02-UCS as a vision sees it.

    Euclidean distance there is perceived difference.
    """
    seen = simulate(color, vision)
    x, y, z = _times(_RGB_TO_XYZ, (_linear(seen[0]), _linear(seen[1]), _linear(seen[2])))
    cat = _times(_CAT02, (100.0 * x, 100.0 * y, 100.0 * z))
    adapted = (cat[0] * _GAINS[0], cat[1] * _GAINS[1], cat[2] * _GAINS[2])
    r, g, b = _adapt(_times(_CAT02_TO_HPE, adapted), _FL)
    red_green = r - 12.0 * g / 11.0 + b / 11.0
    yellow_blue = (r + g - 2.0 * b) / 9.0
    angle = math.atan2(yellow_blue, red_green)
    eccentricity = 0.25 * (math.cos(angle + 2.0) + 3.8)
    achromatic = max((2.0 * r + g + b / 20.0 - 0.305) * _NBB, 0.0)
    j = 100.0 * (achromatic / _AW) ** (_SURROUND_C * (1.48 + math.sqrt(_N)))
    t = 50000.0 / 13.0 * _SURROUND_NC * _NBB * eccentricity * math.hypot(red_green, yellow_blue)
    t /= r + g + 21.0 * b / 20.0
    size = t**0.9 * math.sqrt(j / 100.0) * (1.64 - 0.29**_N) ** 0.73
    colourfulness = math.log1p(_UCS_C2 * size * _FL**0.25) / _UCS_C2
    return (
        (1.0 + 100.0 * _UCS_C1) * j / (1.0 + _UCS_C1 * j),
        colourfulness * math.cos(angle),
        colourfulness * math.sin(angle),
    )


def distance(a: str, b: str, vision: Vision = "normal") -> float:
    """Return the distance in CAM02-UCS between two colours as a vision sees them."""
    return math.dist(ucs(a, vision), ucs(b, vision))


def least_distance(a: str, b: str) -> tuple[float, Vision]:
    """Return the least distance over normal vision and all deficiencies, and whose it is."""
    return min((distance(a, b, vision), vision) for vision in VISIONS)


def luminance(color: str) -> float:
    """Return the relative luminance of a colour in 0–1."""
    r, g, b = _bytes(color)
    return _LUMINANCE[0] * _LINEAR[r] + _LUMINANCE[1] * _LINEAR[g] + _LUMINANCE[2] * _LINEAR[b]


@lru_cache(maxsize=_CACHE)
def lightness(color: str) -> float:
    """Return CIE L* of a colour in 0–100: what remains of it in greyscale."""
    y = luminance(color)
    return 116.0 * y ** (1 / 3) - 16.0 if y > (6 / 29) ** 3 else y * (29 / 3) ** 3


def chroma(color: str) -> float:
    """Return the colourfulness of a colour in CAM02-UCS; a grey has less than about 2."""
    _, a, b = ucs(color)
    return math.hypot(a, b)


def hue(color: str) -> float:
    """Return the hue angle of a colour in CAM02-UCS in degrees, 0–360; pure red stands at 32."""
    _, a, b = ucs(color)
    return math.degrees(math.atan2(b, a)) % 360.0


@lru_cache(maxsize=_CACHE)
def blend(color: str, opacity: float, background: str = "#FFFFFF") -> str:
    """Return what a colour of an opacity in 0–1 looks like on a background, as ``#RRGGBB``."""
    if opacity >= 1.0:
        return color.upper()
    (r, g, b), (x, y, z) = _bytes(color), _bytes(background)
    k = max(opacity, 0.0)
    return _hex(r * k + x * (1 - k), g * k + y * (1 - k), b * k + z * (1 - k))


@lru_cache(maxsize=_CACHE)
def color_name(color: str) -> str:
    """Return a plain name of a colour ("dark blue", "light grey") for messages."""
    j = ucs(color)[0]
    if chroma(color) < GREY_BELOW:
        grey = ((20.0, "black"), (45.0, "dark grey"), (75.0, "grey"), (96.0, "light grey"))
        return next((name for limit, name in grey if j < limit), "white")
    angle = hue(color)
    name = next(name for limit, name in _HUES if angle < limit)
    if name == "yellow" and j < 70.0:
        return "olive"
    if (name == "orange" and j < 55.0) or (name == "red" and j < 60.0 and chroma(color) < 20.0):
        return "brown"
    if j < _DARK and chroma(color) < _VIVID:
        return f"dark {name}"
    return f"light {name}" if j > _LIGHT and name != "yellow" else name
