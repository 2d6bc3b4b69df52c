"""CSS colours as ``#RRGGBB`` and alpha: what SVG files, style sheets and reports write.

The forms nearly every file uses (hex, names, ``rgb(1, 2, 3)``) are read here; the
others (``hsl()``, ``lab()``, ``color()`` and their kin) by a module that is only
imported when one turns up.

Source: CSS Color 4, <https://www.w3.org/TR/css-color-4/>; names in section 6.1,
hex in 5.2, ``rgb()`` in 5.1.
"""

from __future__ import annotations

import re
from functools import lru_cache

from natfig.core import lazyre

__all__ = ["parse_color", "to_byte", "to_hex"]

# Longer than any colour anyone writes; keeps a hostile attribute out of the cache.
_MAX_TEXT = 300
_CACHE_SIZE = 8192

_NAMES = """
    aliceblue F0F8FF antiquewhite FAEBD7 aqua 00FFFF aquamarine 7FFFD4 azure F0FFFF beige F5F5DC bisque
    FFE4C4 black 000000 blanchedalmond FFEBCD blue 0000FF blueviolet 8A2BE2 brown A52A2A burlywood
    DEB887 cadetblue 5F9EA0 chartreuse 7FFF00 chocolate D2691E coral FF7F50 cornflowerblue 6495ED
    cornsilk FFF8DC crimson DC143C cyan 00FFFF darkblue 00008B darkcyan 008B8B darkgoldenrod B8860B
    darkgray A9A9A9 darkgreen 006400 darkgrey A9A9A9 darkkhaki BDB76B darkmagenta 8B008B darkolivegreen
    556B2F darkorange FF8C00 darkorchid 9932CC darkred 8B0000 darksalmon E9967A darkseagreen 8FBC8F
    darkslateblue 483D8B darkslategray 2F4F4F darkslategrey 2F4F4F darkturquoise 00CED1 darkviolet
    9400D3 deeppink FF1493 deepskyblue 00BFFF dimgray 696969 dimgrey 696969 dodgerblue 1E90FF firebrick
    B22222 floralwhite FFFAF0 forestgreen 228B22 fuchsia FF00FF gainsboro DCDCDC ghostwhite F8F8FF gold
    FFD700 goldenrod DAA520 gray 808080 green 008000 greenyellow ADFF2F grey 808080 honeydew F0FFF0
    hotpink FF69B4 indianred CD5C5C indigo 4B0082 ivory FFFFF0 khaki F0E68C lavender E6E6FA
    lavenderblush FFF0F5 lawngreen 7CFC00 lemonchiffon FFFACD lightblue ADD8E6 lightcoral F08080
    lightcyan E0FFFF lightgoldenrodyellow FAFAD2 lightgray D3D3D3 lightgreen 90EE90 lightgrey D3D3D3
    lightpink FFB6C1 lightsalmon FFA07A lightseagreen 20B2AA lightskyblue 87CEFA lightslategray 778899
    lightslategrey 778899 lightsteelblue B0C4DE lightyellow FFFFE0 lime 00FF00 limegreen 32CD32 linen
    FAF0E6 magenta FF00FF maroon 800000 mediumaquamarine 66CDAA mediumblue 0000CD mediumorchid BA55D3
    mediumpurple 9370DB mediumseagreen 3CB371 mediumslateblue 7B68EE mediumspringgreen 00FA9A
    mediumturquoise 48D1CC mediumvioletred C71585 midnightblue 191970 mintcream F5FFFA mistyrose FFE4E1
    moccasin FFE4B5 navajowhite FFDEAD navy 000080 oldlace FDF5E6 olive 808000 olivedrab 6B8E23 orange
    FFA500 orangered FF4500 orchid DA70D6 palegoldenrod EEE8AA palegreen 98FB98 paleturquoise AFEEEE
    palevioletred DB7093 papayawhip FFEFD5 peachpuff FFDAB9 peru CD853F pink FFC0CB plum DDA0DD
    powderblue B0E0E6 purple 800080 rebeccapurple 663399 red FF0000 rosybrown BC8F8F royalblue 4169E1
    saddlebrown 8B4513 salmon FA8072 sandybrown F4A460 seagreen 2E8B57 seashell FFF5EE sienna A0522D
    silver C0C0C0 skyblue 87CEEB slateblue 6A5ACD slategray 708090 slategrey 708090 snow FFFAFA
    springgreen 00FF7F steelblue 4682B4 tan D2B48C teal 008080 thistle D8BFD8 tomato FF6347 turquoise
    40E0D0 violet EE82EE wheat F5DEB3 white FFFFFF whitesmoke F5F5F5 yellow FFFF00 yellowgreen 9ACD32
"""

# A figure is drawn on white with black; where CSS leaves a system colour to the
# desktop, these are what Chromium takes on a light one.
_SYSTEM = """
    accentcolor 0075FF accentcolortext FFFFFF activetext FF0000 buttonborder 000000 buttonface EFEFEF
    buttontext 000000 canvas FFFFFF canvastext 000000 field FFFFFF fieldtext 000000 graytext 808080
    highlight 0041C6 highlighttext FFFFFF linktext 0000EE mark FFFF00 marktext 000000 selecteditem 0075FF
    selecteditemtext FFFFFF visitedtext 551A8B
    activeborder 000000 activecaption FFFFFF appworkspace FFFFFF background FFFFFF buttonhighlight EFEFEF
    buttonshadow EFEFEF captiontext 000000 inactiveborder 000000 inactivecaption FFFFFF
    inactivecaptiontext 808080 infobackground FFFFFF infotext 000000 menu FFFFFF menutext 000000
    scrollbar FFFFFF threeddarkshadow 000000 threedface EFEFEF threedhighlight 000000
    threedlightshadow 000000 threedshadow 000000 window FFFFFF windowframe 000000 windowtext 000000
"""


def _table(words: str) -> dict[str, tuple[str, float]]:
    split = iter(words.split())
    return {name: (f"#{value}", 1.0) for name, value in zip(split, split, strict=True)}


_KNOWN = {**_table(_SYSTEM), **_table(_NAMES), "transparent": ("#000000", 0.0)}

_HEX = lazyre.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.ASCII)
_N = r"\s*([+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?)"
# The old form only: three numbers or three percentages, then perhaps an alpha.
_RGB = (
    rf"rgba?\({_N}\s*,{_N}\s*,{_N}\s*(?:,{_N}(%?)\s*)?\)|"
    rf"rgba?\({_N}%\s*,{_N}%\s*,{_N}%\s*(?:,{_N}(%?)\s*)?\)"
)


def to_byte(value: float) -> int:
    """Return a channel of 0–255 as a whole number, halves upwards, what lies outside cut off."""
    if not value > 0:  # NaN too
        return 0
    return 255 if value >= 255 else int(value + 0.5)


def to_hex(r: float, g: float, b: float) -> str:
    """Return channels of 0–255 as ``#RRGGBB``."""
    return f"#{to_byte(r):02X}{to_byte(g):02X}{to_byte(b):02X}"


def _hex(digits: str) -> tuple[str, float]:
    if len(digits) < 6:
        digits = "".join(d * 2 for d in digits)
    alpha = int(digits[6:], 16) / 255 if len(digits) == 8 else 1.0
    return f"#{digits[:6].upper()}", alpha


def _old_rgb(match: re.Match[str]) -> tuple[str, float]:
    r, g, b, alpha, percent, pr, pg, pb, palpha, ppercent = match.groups()
    if r is None:
        scale, r, g, b, alpha, percent = 2.55, pr, pg, pb, palpha, ppercent
    else:
        scale = 1.0
    value = 1.0 if alpha is None else float(alpha) / (100 if percent else 1)
    # Rounded once more than the sum needs: 50 % is 127.5, and binary fractions must not make it less.
    channels = (round(float(c) * scale, 6) for c in (r, g, b))
    return to_hex(*channels), min(1.0, max(0.0, value))


@lru_cache(maxsize=_CACHE_SIZE)
def _parse(text: str) -> tuple[str, float] | None:
    text = text.strip(" \t\n\r\f").lower()
    if text.startswith("#"):
        match = _HEX.fullmatch(text)
        return None if match is None else _hex(match[1])
    if (known := _KNOWN.get(text)) is not None:
        return known
    if not text.endswith(")"):
        return None
    if match := re.fullmatch(_RGB, text, re.ASCII):
        return _old_rgb(match)
    from natfig.qa.readers._svg.color_functions import parse_color_function

    return parse_color_function(text)


def parse_color(text: str) -> tuple[str, float] | None:
    """Return a CSS colour as (``#RRGGBB``, alpha 0–1), or None where the text isn't one.

    Parameters
    ----------
    text : str
        Any form of CSS Color 4 and, of level 5, ``light-dark()`` (its light half).
        ``currentColor`` is not known here: it depends on the element.

    Notes
    -----
    Colours outside sRGB are cut off channel by channel, as browsers paint them.
    """
    return _parse(text) if len(text) <= _MAX_TEXT else None
