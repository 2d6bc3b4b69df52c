"""Lengths and angles in images: ``"0.325 µm"``, ``"0.14 arcsec"``, and how they are written on a figure.

Both are plain numbers, of micrometres and of seconds of arc; what they belong to says which.
"""

from __future__ import annotations

from natfig.core import lazyre
from natfig.core.errors import DataError

__all__ = ["UNITS_ARCSEC", "UNITS_UM", "format_length", "parse_extent", "unit_um"]

_MICRO = "\u00b5"
# Unit as people and programs write it → micrometres.
# Source: The International System of Units (SI brochure, 9th edition), tables 7 and 8;
# names of units in OME-XML: <https://docs.openmicroscopy.org/ome-model/latest/>.
UNITS_UM: dict[str, float] = {
    "pm": 1e-6, "Å": 1e-4, "A": 1e-4, "angstrom": 1e-4, "nm": 1e-3, "nanometer": 1e-3,
    "µm": 1.0, "um": 1.0, "micron": 1.0, "microns": 1.0, "micrometer": 1.0, "micrometre": 1.0,
    "mm": 1e3, "millimeter": 1e3, "cm": 1e4, "centimeter": 1e4, "m": 1e6, "meter": 1e6, "km": 1e9,
    "in": 25_400.0, "inch": 25_400.0,
}  # fmt: skip
# Unit → seconds of arc; pictures of the sky are measured in them.
# Source: SI brochure, 9th edition, table 8; the milliarcsecond is the astronomers'.
UNITS_ARCSEC: dict[str, float] = {
    "mas": 1e-3, "arcsec": 1.0, "arcsecond": 1.0, "arcseconds": 1.0, "″": 1.0, "''": 1.0, '"': 1.0,
    "arcmin": 60.0, "arcminute": 60.0, "arcminutes": 60.0, "′": 60.0, "'": 60.0,
    "deg": 3600.0, "degree": 3600.0, "degrees": 3600.0, "°": 3600.0,
}  # fmt: skip
_LENGTH = lazyre.compile(
    r"\s*(\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?|[.]\d+)\s*([^\d\s./]+)\s*(?:/\s*(?:px|pixel))?\s*"
)


def unit_um(unit: str) -> float | None:
    """Return a unit in micrometres; None for a word that is no unit of length."""
    # Greek mu and the micro sign look alike; so do the two ways of writing an ångström.
    word = unit.strip().replace("\u03bc", _MICRO).replace("\u212b", "Å").replace("\\u00B5", _MICRO)
    return UNITS_UM.get(word) or UNITS_UM.get(word.lower())


def parse_extent(text: str, what: str) -> tuple[float, bool]:
    """Return a length (``"0.325 µm"``) in µm or an angle in arcseconds, > 0, and whether it is an angle.

    Parameters
    ----------
    text : str
        A number and a unit; "um" and "µm/px" are understood.
    what : str
        How a message calls it ("pixel_size").

    Raises
    ------
    DataError
        If it is neither.
    """
    match = _LENGTH.fullmatch(text)
    length = unit_um(match[2]) if match is not None else None
    angle = UNITS_ARCSEC.get(match[2].strip()) if match is not None else None
    factor = length if length is not None else angle
    value = float(match[1].replace(",", ".")) * factor if match is not None and factor is not None else 0.0
    if not 0 < value < float("inf"):
        raise DataError(
            f"{what} '{text}' is not a length",
            hint="write a number and a unit, such as 0.325 µm or 0.14 arcsec",
        )
    return value, length is None


def format_length(value: float, *, is_angle: bool = False) -> str:
    """Return a length in µm or an angle in arcseconds with the unit that suits it: ``1.5 mm``, ``20″``."""
    if is_angle:
        for sign, factor in (("°", 3600.0), ("′", 60.0), ("″", 1.0)):
            if value >= factor * 0.9999999:
                return f"{value / factor:.6g}{sign}"
        return f"{value:.6g}″" if value >= 0.1 else f"{value / 1e-3:.6g} mas"
    for unit, factor in (("km", 1e9), ("m", 1e6), ("mm", 1e3), ("µm", 1.0), ("nm", 1e-3)):
        if value >= factor * 0.9999999:
            return f"{value / factor:.6g} {unit}"
    return f"{value / 1e-3:.6g} nm"
