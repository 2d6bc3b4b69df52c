"""Physical lengths in images: ``"0.325 µm"``, ``"12 nm"``, and how they are written on a figure."""

from __future__ import annotations

from natfig.core import lazyre
from natfig.core.errors import DataError

__all__ = ["UNITS_UM", "format_length", "parse_um", "unit_um"]

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
_LENGTH = lazyre.compile(
    r"\s*(\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?|[.]\d+)\s*([^\d\s./]+)\s*(?:/\s*(?:px|pixel))?\s*"
)


def unit_um(unit: str) -> float | None:
    """Return a unit in micrometres; None for a word that is no unit of length."""
    # Greek mu and the micro sign look alike; so do the two ways of writing an ångström.
    word = unit.strip().replace("\u03bc", _MICRO).replace("\u212b", "Å").replace("\\u00B5", _MICRO)
    return UNITS_UM.get(word) or UNITS_UM.get(word.lower())


def parse_um(text: str, what: str) -> float:
    """Return a length such as ``"0.325 µm"`` in micrometres, > 0.

    Parameters
    ----------
    text : str
        A number and a unit; "um" and "µm/px" are understood.
    what : str
        How a message calls it ("pixel_size").

    Raises
    ------
    DataError
        If it is none.
    """
    match = _LENGTH.fullmatch(text)
    factor = unit_um(match[2]) if match is not None else None
    value = float(match[1].replace(",", ".")) * factor if match is not None and factor is not None else 0.0
    if not 0 < value < float("inf"):
        raise DataError(
            f"{what} '{text}' is not a length", hint="write a number and a unit, such as 0.325 µm"
        )
    return value


def format_length(um: float) -> str:
    """Return a length with the unit that suits it: ``20 µm``, ``500 nm``, ``1.5 mm``."""
    for unit, factor in (("km", 1e9), ("m", 1e6), ("mm", 1e3), ("µm", 1.0), ("nm", 1e-3)):
        if um >= factor * 0.9999999:
            return f"{um / factor:.6g} {unit}"
    return f"{um / 1e-3:.6g} nm"
