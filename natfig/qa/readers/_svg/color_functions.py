"""The colour functions of CSS beyond ``rgb(1, 2, 3)``, converted to sRGB.

Source of syntax, matrices and transfer functions: CSS Color 4, sections 4–10 and 18,
<https://www.w3.org/TR/css-color-4/>.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from natfig.core import lazyre
from natfig.qa.colors import parse_color, to_hex
from natfig.qa.readers._svg.lengths import math_number

__all__ = ["parse_color_function"]

_Vector = tuple[float, float, float]
_Matrix = tuple[_Vector, _Vector, _Vector]

_XYZ_TO_SRGB: _Matrix = (
    (3.2409699419045226, -1.537383177570094, -0.4986107602930034),
    (-0.9692436362808796, 1.8759675015077202, 0.04155505740717559),
    (0.05563007969699366, -0.20397695888897652, 1.0569715142428786),
)
_D50_TO_D65: _Matrix = (  # Bradford
    (0.955473421488075, -0.02309845494876471, 0.06325924320057072),
    (-0.0283697093338637, 1.0099953980813041, 0.021041441191917323),
    (0.012314014864481998, -0.020507649298898964, 1.330365926242124),
)
_OKLAB_TO_LMS: _Matrix = (
    (1.0, 0.3963377773761749, 0.2158037573099136),
    (1.0, -0.1055613458156586, -0.0638541728258133),
    (1.0, -0.0894841775298119, -1.2914855480194092),
)
_LMS_TO_XYZ: _Matrix = (
    (1.2268798758459243, -0.5578149944602171, 0.2813910456659647),
    (-0.0405757452148008, 1.112286803280317, -0.0717110580655164),
    (-0.0763729366746601, -0.4214933324022432, 1.5869240198367816),
)
_P3_TO_XYZ: _Matrix = (
    (608311 / 1250200, 189793 / 714400, 198249 / 1000160),
    (35783 / 156275, 247089 / 357200, 198249 / 2500400),
    (0.0, 32229 / 714400, 5220557 / 5000800),
)
_A98_TO_XYZ: _Matrix = (
    (573536 / 994567, 263643 / 1420810, 187206 / 994567),
    (591459 / 1989134, 6239551 / 9945670, 374412 / 4972835),
    (53769 / 1989134, 351524 / 4972835, 4929758 / 4972835),
)
_PROPHOTO_TO_XYZ50: _Matrix = (
    (0.7977666449006423, 0.13518129740053308, 0.0313477341283922),
    (0.2880748288194013, 0.711835234241873, 0.00008993693872564),
    (0.0, 0.0, 0.8251046025104602),
)
_REC2020_TO_XYZ: _Matrix = (
    (63426534 / 99577255, 20160776 / 139408157, 47086771 / 278816314),
    (26158966 / 99577255, 472592308 / 697040785, 8267143 / 139408157),
    (0.0, 19567812 / 697040785, 295819943 / 278816314),
)
_WHITE_D50: _Vector = (0.3457 / 0.3585, 1.0, (1.0 - 0.3457 - 0.3585) / 0.3585)

_CALL = lazyre.compile(r"([a-z][a-z0-9-]*)\((.*)\)", re.DOTALL)
_ITEM = lazyre.compile(
    r"\s*(?:(?P<slash>/)|(?P<comma>,)|(?P<math>calc|min|max|clamp)\(|"
    r"(?P<number>[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?)(?P<unit>%|[a-z]+)?|(?P<word>[a-z][a-z0-9-]*))",
    re.ASCII,
)
_ANGLE_DEG = {"deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}


class _Item(NamedTuple):
    """One argument: a number with its unit, or a word ("none", "srgb")."""

    value: float
    unit: str
    word: str = ""

    def scaled(self, full: float) -> float:
        """Return a plain number as it is and a percentage as its part of `full`."""
        return self.value * full / 100 if self.unit == "%" else self.value


def _times(m: _Matrix, v: Sequence[float]) -> _Vector:
    a, b, c = (row[0] * v[0] + row[1] * v[1] + row[2] * v[2] for row in m)
    return a, b, c


def _powered(value: float, exponent: float) -> float:
    return math.copysign(abs(value) ** exponent, value)


def _srgb_to_linear(v: float) -> float:
    return v / 12.92 if abs(v) <= 0.04045 else math.copysign(((abs(v) + 0.055) / 1.055) ** 2.4, v)


def _linear_to_srgb(v: float) -> float:
    return v * 12.92 if abs(v) <= 0.0031308 else math.copysign(1.055 * abs(v) ** (1 / 2.4) - 0.055, v)


def _a98_to_linear(v: float) -> float:
    return _powered(v, 563 / 256)


def _prophoto_to_linear(v: float) -> float:
    return v / 16 if abs(v) <= 16 / 512 else _powered(v, 1.8)


def _rec2020_to_linear(v: float) -> float:
    alpha, beta = 1.09929682680944, 0.018053968510807
    if abs(v) < beta * 4.5:
        return v / 4.5
    return math.copysign(((abs(v) + alpha - 1) / alpha) ** (1 / 0.45), v)


def _linear(v: float) -> float:
    return v


# Name of a space → (transfer function, matrix to XYZ, whether that XYZ is D50).
_SPACES: dict[str, tuple[Callable[[float], float], _Matrix | None, bool]] = {
    "display-p3": (_srgb_to_linear, _P3_TO_XYZ, False),
    "display-p3-linear": (_linear, _P3_TO_XYZ, False),
    "a98-rgb": (_a98_to_linear, _A98_TO_XYZ, False),
    "prophoto-rgb": (_prophoto_to_linear, _PROPHOTO_TO_XYZ50, True),
    "rec2020": (_rec2020_to_linear, _REC2020_TO_XYZ, False),
    "xyz": (_linear, None, False),
    "xyz-d65": (_linear, None, False),
    "xyz-d50": (_linear, None, True),
}


def _xyz_to_rgb(xyz: _Vector, *, d50: bool = False) -> _Vector:
    if d50:
        xyz = _times(_D50_TO_D65, xyz)
    r, g, b = (_linear_to_srgb(v) for v in _times(_XYZ_TO_SRGB, xyz))
    return r, g, b


def _items(text: str) -> list[_Item] | None:
    """Return the arguments, with "," and "/" as words; None where one isn't any."""
    found: list[_Item] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _ITEM.match(text, at)
        if match is None:
            return None
        at = match.end()
        if match["slash"] or match["comma"]:
            found.append(_Item(0.0, "", match[0].strip()))
        elif match["math"]:
            close = text.find(")", at)
            value = math_number(text[match.start("math") : close + 1]) if close >= 0 else None
            if value is None:
                return None
            found.append(_Item(value, ""))
            at = close + 1
        elif match["word"]:
            found.append(_Item(0.0, "", match["word"]))
        else:
            found.append(_Item(float(match["number"]), match["unit"] or ""))
    return found


def _split(items: list[_Item], *, old: bool) -> tuple[list[_Item], float] | None:
    """Return three channels and alpha from "a b c / d", or from "a, b, c, d" where `old` allows it."""
    words = [item.word for item in items]
    if "," in words:
        # The old form has no "none".
        if not old or any(words[1::2][i] != "," for i in range(len(words) // 2)) or len(items) not in {5, 7}:
            return None
        values = items[::2]
        if any(value.word for value in values):
            return None
        alpha = values[3] if len(values) == 4 else None
    else:
        values = items[:3]
        if len(items) == 3:
            alpha = None
        elif len(items) == 5 and words[3] == "/":
            alpha = items[4]
        else:
            return None
        if len(values) < 3 or any(v.word not in {"", "none"} for v in values):
            return None
    return values[:3], _alpha(alpha)


def _alpha(item: _Item | None) -> float:
    if item is None:
        return 1.0
    if item.word not in {"", "none"} or item.unit not in {"", "%"}:
        return math.nan  # not an alpha; the caller refuses the colour
    return min(1.0, max(0.0, item.scaled(1.0)))


def _hue(item: _Item) -> float | None:
    if item.unit == "":
        return item.value % 360 if math.isfinite(item.value) else 0.0
    factor = _ANGLE_DEG.get(item.unit)
    return None if factor is None else (item.value * factor) % 360


def _rgb(items: list[_Item], *, old: bool) -> _Vector | None:
    units = {item.unit for item in items if not item.word}
    if not units <= {"", "%"} or (old and len(units) > 1):
        return None
    r, g, b = (item.scaled(255.0) / 255 for item in items)
    return r, g, b


def _hsl_to_rgb(hue: float, saturation: float, light: float) -> _Vector:
    spread = saturation * min(light, 1 - light)

    def channel(n: int) -> float:
        k = (n + hue / 30) % 12
        return light - spread * max(-1.0, min(k - 3, 9 - k, 1.0))

    return channel(0), channel(8), channel(4)


def _hsl(items: list[_Item], *, old: bool) -> _Vector | None:
    hue = _hue(items[0])
    if hue is None or any(i.unit not in ({"%"} if old else {"", "%"}) for i in items[1:] if not i.word):
        return None
    saturation, light = (min(1.0, max(0.0, i.scaled(100.0) / 100)) for i in items[1:])
    return _hsl_to_rgb(hue, saturation, light)


def _hwb(items: list[_Item], *, old: bool) -> _Vector | None:
    hue = _hue(items[0])
    if old or hue is None or any(i.unit not in {"", "%"} for i in items[1:]):
        return None
    white, black = (min(1.0, max(0.0, i.scaled(100.0) / 100)) for i in items[1:])
    if white + black >= 1:
        grey = white / (white + black)
        return grey, grey, grey
    r, g, b = (v * (1 - white - black) + white for v in _hsl_to_rgb(hue, 1.0, 0.5))
    return r, g, b


def _lab_to_rgb(light: float, a: float, b: float) -> _Vector:
    light = min(100.0, max(0.0, light))
    f1 = (light + 16) / 116
    kappa, epsilon = 24389 / 27, 216 / 24389

    def back(f: float) -> float:
        return f**3 if f**3 > epsilon else (116 * f - 16) / kappa

    y = ((light + 16) / 116) ** 3 if light > kappa * epsilon else light / kappa
    xyz = (back(a / 500 + f1) * _WHITE_D50[0], y * _WHITE_D50[1], back(f1 - b / 200) * _WHITE_D50[2])
    return _xyz_to_rgb(xyz, d50=True)


def _oklab_to_rgb(light: float, a: float, b: float) -> _Vector:
    lms = _times(_OKLAB_TO_LMS, (min(1.0, max(0.0, light)), a, b))
    return _xyz_to_rgb(_times(_LMS_TO_XYZ, [v**3 for v in lms]))


def _polar(chroma: float, hue: float) -> tuple[float, float]:
    chroma = max(0.0, chroma)
    return chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))


# What 100 % of each channel stands for.
_FULL = {"lab": (100.0, 125.0, 125.0), "lch": (100.0, 150.0), "oklab": (1.0, 0.4, 0.4), "oklch": (1.0, 0.4)}


def _perceptual(name: str, items: list[_Item]) -> _Vector | None:
    full = _FULL[name]
    if any(i.unit not in {"", "%"} for i in items[: len(full)]):
        return None
    values = [i.scaled(f) for i, f in zip(items, full, strict=False)]
    if len(full) == 2:
        hue = _hue(items[2])
        if hue is None:
            return None
        values[1:] = _polar(values[1], hue)
    convert = _oklab_to_rgb if name.startswith("ok") else _lab_to_rgb
    return convert(*values)


def _color(items: list[_Item]) -> tuple[_Vector, float] | None:
    if not items or not items[0].word:
        return None
    split = _split(items[1:], old=False)
    if split is None or any(i.unit not in {"", "%"} for i in split[0]):
        return None
    a, b, c = (i.scaled(1.0) for i in split[0])
    space = items[0].word
    if space == "srgb":
        return (a, b, c), split[1]
    if space == "srgb-linear":
        return (_linear_to_srgb(a), _linear_to_srgb(b), _linear_to_srgb(c)), split[1]
    if space not in _SPACES:
        return None
    transfer, matrix, d50 = _SPACES[space]
    linear = (transfer(a), transfer(b), transfer(c))
    return _xyz_to_rgb(linear if matrix is None else _times(matrix, linear), d50=d50), split[1]


def _channels(name: str, items: list[_Item]) -> tuple[_Vector, float] | None:
    """Return sRGB of 0–1 and alpha."""
    if name == "color":
        return _color(items)
    old = any(item.word == "," for item in items)
    split = _split(items, old=name in {"rgb", "rgba", "hsl", "hsla"})
    if split is None:
        return None
    values, alpha = split
    rgb: _Vector | None = None
    if name in {"rgb", "rgba"}:
        rgb = _rgb(values, old=old)
    elif name in {"hsl", "hsla"}:
        rgb = _hsl(values, old=old)
    elif name == "hwb":
        rgb = _hwb(values, old=old)
    elif name in _FULL:
        rgb = _perceptual(name, values)
    return None if rgb is None else (rgb, alpha)


def parse_color_function(text: str) -> tuple[str, float] | None:
    """Return a colour function as (``#RRGGBB``, alpha 0–1), or None where it isn't one.

    Parameters
    ----------
    text : str
        Lower case, without white space around it; bounded by the caller.
    """
    match = _CALL.fullmatch(text)
    if match is None:
        return None
    if match[1] == "light-dark":  # a page is light
        light, comma, _ = match[2].partition(",")
        return parse_color(light) if comma and "(" not in light else None
    items = _items(match[2])
    if items is None:
        return None
    try:
        found = _channels(match[1], items)
    except OverflowError:  # 1e300 cubed
        return None
    if found is None or math.isnan(found[1]):
        return None
    # Rounded before it is cut to bytes: halves such as 127.5 must not fall to the wrong side.
    r, g, b = (round(v * 255, 6) if math.isfinite(v) else 0.0 for v in found[0])
    return to_hex(r, g, b), found[1]
