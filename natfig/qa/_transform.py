"""Transforms and view boxes as files write them, into matrices."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import cos, hypot, isfinite, pi, radians, sin, tan

from natfig.core import lazyre
from natfig.core.units import MM_PER_IN, PT_PER_IN, PX_PER_IN
from natfig.qa._matrix import IDENTITY, Matrix, multiply

__all__ = ["Length", "parse_transform", "viewbox_matrix"]

# Returns a length such as "2em" or "50%" in user units, or None where it is invalid.
Length = Callable[[str], float | None]

# The largest number of single precision, which browsers compute coordinates in.
_LIMIT = 3.4028235e38
_CACHED_LENGTH = 256

_FUNCTION = lazyre.compile(r"[\s,]*([A-Za-z][A-Za-z0-9]*)\s*\(([^()]*)\)")
_NUMBER = lazyre.compile(r"[\s,]*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)([A-Za-z]+|%)?")

_LENGTHS = {  # user units (CSS pixels); CSS Values 4, section 6.2
    "": 1.0,
    "px": 1.0,
    "in": PX_PER_IN,
    "pt": PX_PER_IN / PT_PER_IN,
    "pc": 12 * PX_PER_IN / PT_PER_IN,
    "mm": PX_PER_IN / MM_PER_IN,
    "cm": 10 * PX_PER_IN / MM_PER_IN,
    "q": PX_PER_IN / MM_PER_IN / 4,
}
_ANGLES = {"": 1.0, "deg": 1.0, "grad": 0.9, "rad": 180 / pi, "turn": 360.0}
_FACTORS = {"": 1.0, "%": 0.01}

# What each argument of a function is: x and y are lengths, a an angle, n a number;
# what follows the bar may be left out.
_FORMS = {
    "matrix": "nnnnxy",
    "translate": "x|y",
    "translatex": "x",
    "translatey": "y",
    "translatez": "y",
    "translate3d": "xyy",
    "scale": "n|n",
    "scalex": "n",
    "scaley": "n",
    "scalez": "n",
    "scale3d": "nnn",
    "rotate": "a|xy",
    "rotatex": "a",
    "rotatey": "a",
    "rotatez": "a",
    "rotate3d": "nnna",
    "skew": "a|a",
    "skewx": "a",
    "skewy": "a",
    "perspective": "x",
    "matrix3d": "nnnnnnnnnnnnnnnn",
}


def parse_transform(text: str, length: Length | None = None, length_y: Length | None = None) -> Matrix:
    """Return the map a transform says, in the syntax of SVG attributes or of CSS.

    Parameters
    ----------
    text : str
        Like ``translate(3,4) rotate(-90)``, ``matrix(1 0 0 1 5 5)`` or, in CSS,
        ``rotate(.25turn) translateX(2mm)``. A bare number is a CSS pixel or a degree.
        Functions of space are seen from straight above, each by itself.
    length, length_y : callable, optional
        ``length("2em")`` resolves units that depend on where they stand, `length_y`
        those along y where percentages differ. Without, such units are invalid.

    Returns
    -------
    Matrix
        `IDENTITY` where any part of `text` is invalid: viewers then ignore it whole.

    Source
    ------
    CSS Transforms 1, sections 8 and 11, and 2, section 12;
    <https://www.w3.org/TR/css-transforms-1/>
    """
    if length is None and len(text) <= _CACHED_LENGTH:
        return _cached(text)
    return _parse(text, length, length_y or length)


@lru_cache(maxsize=4096)
def _cached(text: str) -> Matrix:
    return _parse(text, None, None)


def _parse(text: str, length_x: Length | None, length_y: Length | None) -> Matrix:
    text = text.strip(" \t\r\n\f")
    result = IDENTITY
    at = 0
    while at < len(text):
        match = _FUNCTION.match(text, at)
        if match is None:
            return IDENTITY
        name, arguments = match.groups()
        step = _plain(name, arguments) or _function(name.lower(), arguments, length_x, length_y)
        if step is None:
            return IDENTITY
        result = multiply(result, step)
        at = match.end()
    return result if all(-_LIMIT <= v <= _LIMIT for v in result) else IDENTITY


def _plain(name: str, arguments: str) -> Matrix | None:
    """Return the map of one of the four commonest functions if its arguments are bare numbers."""
    if not arguments.isascii() or "_" in arguments:
        return None  # float() would take 1_0 and the digits of other scripts
    try:
        values = list(map(float, arguments.replace(",", " ").split()))
    except ValueError:
        return None  # a unit, or invalid
    count = len(values)
    if count == 0 or not (max(values) <= _LIMIT and min(values) >= -_LIMIT and isfinite(sum(values))):
        return None
    if name == "translate" and count == 2:
        return (1.0, 0.0, 0.0, 1.0, values[0], values[1])
    if name == "matrix" and count == 6:
        return (values[0], values[1], values[2], values[3], values[4], values[5])
    if name == "scale" and count <= 2:
        return (values[0], 0.0, 0.0, values[-1], 0.0, 0.0)
    if name == "rotate" and count == 1:
        return _rotation(values[0])
    return None


def _function(name: str, arguments: str, length_x: Length | None, length_y: Length | None) -> Matrix | None:
    """Return the map of one function, or None where it is invalid."""
    form = _FORMS.get(name)
    if form is None:
        return None
    kinds, _, optional = form.partition("|")
    needed, kinds = len(kinds), kinds + optional
    values: list[float] = []
    at = 0
    while arguments[at:].strip(" \t\r\n\f"):
        match = _NUMBER.match(arguments, at)
        if match is None or len(values) == len(kinds):
            return None
        kind = kinds[len(values)]
        value = _value(match[1], (match[2] or "").lower(), kind, length_y if kind == "y" else length_x)
        if value is None:
            return None
        values.append(value)
        at = match.end()
    if len(values) not in {needed, len(kinds)}:
        return None
    return _MAKERS[name](values)


def _value(number: str, unit: str, kind: str, length: Length | None) -> float | None:
    """Return an argument in user units, degrees or as a number; None for a unit that doesn't fit."""
    table = _ANGLES if kind == "a" else _FACTORS if kind == "n" else _LENGTHS
    factor = table.get(unit)
    if factor is not None:
        value: float | None = float(number) * factor
    else:
        value = length(number + unit) if length is not None and kind in "xy" else None
    return value if value is not None and -_LIMIT <= value <= _LIMIT else None


def _rotation(degrees: float) -> Matrix:
    """Return a rotation, exact at quarter turns so that upright things stay upright."""
    quarters, rest = divmod(degrees, 90.0)
    if rest == 0:
        c, s = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(quarters % 4)]
    else:
        c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c, s, -s, c, 0.0, 0.0)


def _rotate(v: list[float]) -> Matrix:
    turn = _rotation(v[0])
    if len(v) == 1:
        return turn
    return multiply(multiply((1.0, 0.0, 0.0, 1.0, v[1], v[2]), turn), (1.0, 0.0, 0.0, 1.0, -v[1], -v[2]))


def _rotate_3d(x: float, y: float, z: float, degrees: float) -> Matrix:
    """Return a rotation about an axis in space as seen from above (Rodrigues' formula)."""
    norm = hypot(x, y, z)
    if norm == 0:
        return IDENTITY
    x, y, z = x / norm, y / norm, z / norm
    c, s, *_ = _rotation(degrees)
    k = 1 - c
    return (c + x * x * k, x * y * k + z * s, x * y * k - z * s, c + y * y * k, 0.0, 0.0)


def _matrix(v: list[float]) -> Matrix:
    return (v[0], v[1], v[2], v[3], v[4], v[5])


def _translation(x: float, y: float) -> Matrix:
    return (1.0, 0.0, 0.0, 1.0, x, y)


def _scale(x: float, y: float) -> Matrix:
    return (x, 0.0, 0.0, y, 0.0, 0.0)


def _skew(x: float, y: float) -> Matrix:
    return (1.0, tan(radians(y)), tan(radians(x)), 1.0, 0.0, 0.0)


_MAKERS: dict[str, Callable[[list[float]], Matrix]] = {
    "matrix": _matrix,
    "translate": lambda v: _translation(v[0], v[1] if len(v) > 1 else 0.0),
    "translatex": lambda v: _translation(v[0], 0.0),
    "translatey": lambda v: _translation(0.0, v[0]),
    "translatez": lambda _: IDENTITY,
    "translate3d": lambda v: _translation(v[0], v[1]),
    "scale": lambda v: _scale(v[0], v[-1]),
    "scalex": lambda v: _scale(v[0], 1.0),
    "scaley": lambda v: _scale(1.0, v[0]),
    "scalez": lambda _: IDENTITY,
    "scale3d": lambda v: _scale(v[0], v[1]),
    "rotate": _rotate,
    "rotatex": lambda v: _rotate_3d(1.0, 0.0, 0.0, v[0]),
    "rotatey": lambda v: _rotate_3d(0.0, 1.0, 0.0, v[0]),
    "rotatez": lambda v: _rotation(v[0]),
    "rotate3d": lambda v: _rotate_3d(v[0], v[1], v[2], v[3]),
    "skew": lambda v: _skew(v[0], v[1] if len(v) > 1 else 0.0),
    "skewx": lambda v: _skew(v[0], 0.0),
    "skewy": lambda v: _skew(0.0, v[0]),
    "perspective": lambda _: IDENTITY,
    "matrix3d": lambda v: (v[0], v[1], v[4], v[5], v[12], v[13]),
}

_ALIGNMENT = lazyre.compile(r"x(Min|Mid|Max)Y(Min|Mid|Max)")
_SHARES = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}


def viewbox_matrix(  # noqa: PLR0917 - the four numbers of a viewport read best in a row
    viewbox: tuple[float, float, float, float],
    x: float,
    y: float,
    width: float,
    height: float,
    preserve: str | None,
) -> Matrix:
    """Return the map from a view box into the viewport it fills.

    Parameters
    ----------
    viewbox : tuple of float
        min-x, min-y, width, height. A negative width or height is an error, and the
        view box is then ignored; 0 switches the drawing off (all points become one).
    x, y, width, height : float
        The viewport, in the units of what it stands in.
    preserve : str or None
        ``preserveAspectRatio``; None and what is invalid mean "xMidYMid meet". So does
        what begins with SVG 1.1's "defer", which SVG 2 and browsers no longer know.

    Source
    ------
    SVG 2, section 8.2, "Computing the equivalent transform of an SVG viewport";
    <https://www.w3.org/TR/SVG2/coords.html#ComputingAViewportsTransform>
    """
    vx, vy, vw, vh = viewbox
    if vw < 0 or vh < 0:
        return _translation(x, y)
    if vw == 0 or vh == 0:
        return (0.0, 0.0, 0.0, 0.0, x, y)
    sx, sy = width / vw, height / vh
    words = (preserve or "").split()
    if words and words[0] == "none":
        return (sx, 0.0, 0.0, sy, x - vx * sx, y - vy * sy)
    align = _ALIGNMENT.fullmatch(words[0]) if words else None
    if align is None or len(words) > 2 or words[1:] not in ([], ["meet"], ["slice"]):
        words, align = [], None
    scale = max(sx, sy) if words[1:] == ["slice"] else min(sx, sy)
    left, top = (_SHARES[align[1]], _SHARES[align[2]]) if align else (0.5, 0.5)
    return (
        scale,
        0.0,
        0.0,
        scale,
        x - vx * scale + (width - vw * scale) * left,
        y - vy * scale + (height - vh * scale) * top,
    )
