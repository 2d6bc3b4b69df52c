"""Colour spaces of a PDF, each as the one sRGB colour a screen shows.

Profiles are not applied: an ICC space counts as the device space of as many channels,
which is how a figure looks where no colour management is at work.
Source: ISO 32000-1, section 8.6; Lab with the matrix of IEC 61966-2-1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from natfig.qa.readers._pdf.filters import DamagedError, TooLargeError, unpacked
from natfig.qa.readers._pdf.functions import function
from natfig.qa.readers._pdf.objects import array, child, kind, name, number, numbers

__all__ = ["CMYK", "GRAY", "PATTERN", "RGB", "Space", "gradient_stops", "space"]

_MOST_DEPTH = 6
_MOST_TABLE = 1_000_000
_STOPS = 9


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space: how many components, and the colour of some.

    `hex` returns ``#RRGGBB``, or None where nothing is painted. `start` holds the
    components of the initial colour. `mode` is Pillow's word for an image in it.
    """

    kind: str
    channels: int
    hex: Callable[[Sequence[float]], str | None]
    start: tuple[float, ...]
    mode: str = ""
    base: Space | None = None


def _to_hex(r: float, g: float, b: float) -> str:
    return "#{:02X}{:02X}{:02X}".format(*(round(255 * min(max(v, 0.0), 1.0)) for v in (r, g, b)))


def _gray(c: Sequence[float]) -> str:
    return _to_hex(c[0], c[0], c[0])


def _rgb(c: Sequence[float]) -> str:
    return _to_hex(c[0], c[1], c[2])


def _cmyk(c: Sequence[float]) -> str:
    k = 1 - min(max(c[3], 0.0), 1.0)
    return _to_hex((1 - c[0]) * k, (1 - c[1]) * k, (1 - c[2]) * k)


GRAY = Space("DeviceGray", 1, _gray, (0.0,), "L")
RGB = Space("DeviceRGB", 3, _rgb, (0.0, 0.0, 0.0), "RGB")
CMYK = Space("DeviceCMYK", 4, _cmyk, (0.0, 0.0, 0.0, 1.0), "CMYK")
PATTERN = Space("Pattern", 0, lambda _: None, ())

_BY_CHANNELS = {1: GRAY, 3: RGB, 4: CMYK}
_NAMED = {
    "DeviceGray": GRAY,
    "G": GRAY,
    "CalGray": GRAY,
    "DeviceRGB": RGB,
    "RGB": RGB,
    "CalRGB": RGB,
    "DeviceCMYK": CMYK,
    "CMYK": CMYK,
    "CalCMYK": CMYK,
    "Pattern": PATTERN,
}


def space(obj: Any, named: Callable[[str], Any] | None = None, depth: int = 0) -> Space | None:
    """Return a colour space object, or None where it can't be told.

    Parameters
    ----------
    obj : object
        A name or an array.
    named : callable, optional
        Looks a name up in the resources.
    """
    if depth > _MOST_DEPTH:
        return None
    key = name(obj)
    if key:
        if key in _NAMED:
            return _NAMED[key]
        found = named(key) if named else None
        return None if found is None else space(found, None, depth + 1)
    items = array(obj)
    kind = name(items[0]) if items else ""
    if len(items) == 1 or kind in {"CalGray", "CalRGB"}:
        return _NAMED.get(kind)
    makers = {
        "ICCBased": _icc,
        "Lab": _lab,
        "Indexed": _indexed,
        "I": _indexed,
        "Separation": _tinted,
        "DeviceN": _tinted,
        "Pattern": _pattern,
    }
    maker = makers.get(kind)
    try:
        return maker(items, named, depth) if maker else None
    except (DamagedError, TooLargeError, IndexError, ValueError):
        return None


_Look = Callable[[str], Any] | None


def _icc(items: list[Any], named: _Look, depth: int) -> Space | None:
    alternate = child(items[1], "/Alternate")
    count = int(number(child(items[1], "/N")))
    found = space(alternate, named, depth + 1) if alternate is not None else None
    return found if found is not None and found.channels == count else _BY_CHANNELS.get(count)


def _pattern(items: list[Any], named: _Look, depth: int) -> Space:
    """Return the space of a pattern; `base` is the one an uncoloured pattern is given its colour in."""
    base = space(items[1], named, depth + 1)
    return Space("Pattern", base.channels if base else 0, PATTERN.hex, (), "", base)


def _lab(items: list[Any], named: _Look, depth: int) -> Space:  # noqa: ARG001
    white = numbers(child(items[1], "/WhitePoint"), 3) or [0.9505, 1.0, 1.089]

    def to_hex(c: Sequence[float]) -> str:
        m = (c[0] + 16) / 116
        x, y, z = (w * _unlab(v) for w, v in zip(white, (m + c[1] / 500, m, m - c[2] / 200), strict=True))
        # White stays white whatever the space's own white point is.
        x, z = x / white[0] * 0.9505, z / white[2] * 1.089
        return _to_hex(
            _gamma(3.2406 * x - 1.5372 * y - 0.4986 * z),
            _gamma(-0.9689 * x + 1.8758 * y + 0.0415 * z),
            _gamma(0.0557 * x - 0.2040 * y + 1.0570 * z),
        )

    return Space("Lab", 3, to_hex, (0.0, 0.0, 0.0), "LAB")


def _unlab(v: float) -> float:
    return v**3 if v >= 6 / 29 else 108 / 841 * (v - 4 / 29)


def _gamma(v: float) -> float:
    return 12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055


def _indexed(items: list[Any], named: _Look, depth: int) -> Space | None:
    base = space(items[1], named, depth + 1)
    if base is None or not base.channels:
        return None
    table = items[3] if isinstance(items[3], bytes) else None
    if table is None:
        is_stream = kind(items[3]) == "Stream"
        table = unpacked(items[3], _MOST_TABLE) if is_stream else bytes(items[3])
    count = base.channels

    def to_hex(c: Sequence[float]) -> str | None:
        start = max(0, int(c[0])) * count
        raw = table[start : start + count]
        return base.hex([v / 255 for v in raw]) if len(raw) == count else None

    return Space("Indexed", 1, to_hex, (0.0,), "P", base)


def _tinted(items: list[Any], named: _Look, depth: int) -> Space | None:
    names = [name(n) for n in array(items[1])] or [name(items[1])]
    base, tint = space(items[2], named, depth + 1), function(items[3])
    mode = base.mode if base else ""
    start = (1.0,) * len(names)
    if all(n == "None" for n in names):
        return Space(name(items[0]), len(names), lambda _: None, start, mode)
    if base is None or tint is None:
        return None
    back = base

    def to_hex(c: Sequence[float]) -> str | None:
        out = tint(c)
        return back.hex(out) if len(out) >= back.channels else None

    return Space(name(items[0]), len(names), to_hex, start, mode, base)


def gradient_stops(shading: Any, named: _Look = None) -> tuple[str, ...]:
    """Return colours along a shading, in order and without repeats; () where they can't be told."""
    colors = space(child(shading, "/ColorSpace"), named)
    look = function(child(shading, "/Function"))
    if colors is None or look is None:
        return ()
    domain = numbers(child(shading, "/Domain")) or [0.0, 1.0]
    if int(number(child(shading, "/ShadingType"))) == 1 and len(domain) == 4:
        places = [[x, y] for x in domain[:2] for y in domain[2:]]
    else:
        step = (domain[1] - domain[0]) / (_STOPS - 1)
        places = [[domain[0] + k * step] for k in range(_STOPS)]
    found: dict[str, None] = {}
    for place in places:
        values = look(place)
        color = colors.hex(values) if len(values) >= colors.channels else None
        if color is not None:
            found[color] = None
    return tuple(found)
