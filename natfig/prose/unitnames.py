"""Units of measurement as they are written in papers: what they measure, and how much.

A unit is a product of base units with a factor, so that ``0.5 mm`` and ``500 µm`` can be told to
be equal. Temperatures in °C, percentages, months and the like are kept as units of their own:
nothing is converted into or out of them.

Source: SI Brochure, 9th edition, tables 2–8, <https://www.bipm.org/en/publications/si-brochure>.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from natfig.core import lazyre
from natfig.core.record import dataclass

__all__ = ["Unit", "find_unit", "unit_named"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, reduced to base units.

    Parameters
    ----------
    dimension : tuple of (str, int)
        Base units with their exponents, sorted.
    factor : Fraction
        How many products of base units it is.
    """

    dimension: tuple[tuple[str, int], ...]
    factor: Fraction

    def times(self, other: Unit, exponent: int) -> Unit:
        """Return this unit multiplied by a power of another."""
        powers = dict(self.dimension)
        for base, power in other.dimension:
            powers[base] = powers.get(base, 0) + power * exponent
        kept = tuple(sorted((base, power) for base, power in powers.items() if power))
        return Unit(kept, self.factor * other.factor**exponent)


_ONE = Unit((), Fraction(1))

_PREFIXES: Mapping[str, int] = {
    "Y": 24,
    "Z": 21,
    "E": 18,
    "P": 15,
    "T": 12,
    "G": 9,
    "M": 6,
    "k": 3,
    "h": 2,
    "d": -1,
    "c": -2,
    "m": -3,
    "µ": -6,
    "n": -9,
    "p": -12,
    "f": -15,
    "a": -18,
}

_PREFIX_NAMES: Mapping[str, int] = {
    "tera": 12,
    "giga": 9,
    "mega": 6,
    "kilo": 3,
    "hecto": 2,
    "deci": -1,
    "centi": -2,
    "milli": -3,
    "micro": -6,
    "nano": -9,
    "pico": -12,
    "femto": -15,
}

# symbol → (base units, factor, prefixes that are in use)
_SYMBOLS: Mapping[str, tuple[str, Fraction | int, str]] = {
    "m": ("m", 1, "kdcmµnpf"),
    "g": ("g", 1, "kmµnpfM"),
    "s": ("s", 1, "mµnpf"),
    "mol": ("mol", 1, "kmµnpfa"),
    "A": ("A", 1, "kmµnpf"),
    "K": ("K", 1, "mµk"),
    "cd": ("cd", 1, "m"),
    "L": ("m3", Fraction(1, 1000), "dcmµnpf"),
    "l": ("m3", Fraction(1, 1000), "dcmµnpf"),
    "M": ("mol m-3", 1000, "mµnpfa"),
    "V": ("V", 1, "kmµnM"),
    "W": ("W", 1, "kmµnMG"),
    "Wh": ("W s", 3600, "kMGT"),
    "Hz": ("Hz", 1, "kMGTm"),
    "Pa": ("Pa", 1, "khMGm"),
    "bar": ("bar", 1, "m"),
    "J": ("J", 1, "kmµMG"),
    "eV": ("eV", 1, "kmMGT"),
    "N": ("N", 1, "kmµnpM"),
    "C": ("C", 1, "mµnp"),
    "F": ("F", 1, "mµnpf"),
    "H": ("H", 1, "mµn"),
    "S": ("S", 1, "mµnp"),
    "T": ("T", 1, "mµnp"),
    "Ω": ("Ω", 1, "kMGm"),
    "Bq": ("Bq", 1, "kMGT"),
    "Ci": ("Ci", 1, "mµn"),
    "Gy": ("Gy", 1, "cmµ"),
    "Sv": ("Sv", 1, "mµ"),
    "lx": ("lx", 1, "k"),
    "lm": ("lm", 1, "k"),
    "Da": ("Da", 1, "kM"),
    "bp": ("bp", 1, "kMG"),
    "cal": ("cal", 1, "k"),
    "U": ("U", 1, "mk"),
    "dB": ("dB", 1, ""),
    "B": ("byte", 1, "kMGT"),
    "byte": ("byte", 1, "kMGT"),
    "yr": ("month", 12, "k"),
}

# Units without prefixes, and words that are always units.
_PLAIN: Mapping[str, tuple[str, Fraction | int]] = {
    "%": ("%", 1),
    "percent": ("%", 1),
    "‰": ("‰", 1),
    "°C": ("°C", 1),
    "℃": ("°C", 1),
    "°F": ("°F", 1),
    "°": ("degree", 1),
    "h": ("s", 3600),
    "hr": ("s", 3600),
    "hrs": ("s", 3600),
    "min": ("s", 60),
    "mins": ("s", 60),
    "sec": ("s", 1),
    "secs": ("s", 1),
    "d": ("s", 86400),
    "wk": ("s", 604800),
    "msec": ("s", Fraction(1, 1000)),
    "kb": ("bp", 1000),
    "Mb": ("bp", 10**6),
    "Gb": ("bp", 10**9),
    "nt": ("nt", 1),
    "aa": ("aa", 1),
    "rpm": ("rpm", 1),
    "bpm": ("bpm", 1),
    "ppm": ("ppm", 1),
    "ppb": ("ppb", 1),
    "IU": ("IU", 1),
    "CFU": ("CFU", 1),
    "PFU": ("PFU", 1),
    "psi": ("psi", 1),
    "atm": ("atm", 1),
    "mmHg": ("mmHg", 1),
    "Torr": ("Torr", 1),
    "ha": ("m2", 10000),
    "Å": ("m", Fraction(1, 10**10)),
    "t": ("g", 10**6),
    "OD": ("OD", 1),
    "px": ("px", 1),
    "wt%": ("wt%", 1),
    "vol%": ("vol%", 1),
    "at%": ("at%", 1),
    "mol%": ("mol%", 1),
    "cM": ("cM", 1),
    "kPa": ("Pa", 1000),
    "×g": ("×g", 1),
    "xg": ("×g", 1),
    "fold": ("fold", 1),
    "times": ("fold", 1),
    "×": ("fold", 1),
    "FPS": ("Hz", 1),
    "fps": ("Hz", 1),
    "y": ("month", 12),
    "mo": ("month", 1),
    "cc": ("m3", Fraction(1, 10**6)),
}

# Names, singular; those that take prefixes first.
_PREFIXED_NAMES: Mapping[str, str] = {
    "metre": "m",
    "meter": "m",
    "gram": "g",
    "gramme": "g",
    "second": "s",
    "mole": "mol",
    "molar": "M",
    "litre": "L",
    "liter": "L",
    "volt": "V",
    "watt": "W",
    "hertz": "Hz",
    "pascal": "Pa",
    "joule": "J",
    "newton": "N",
    "ampere": "A",
    "amp": "A",
    "kelvin": "K",
    "ohm": "Ω",
    "dalton": "Da",
    "bar": "bar",
    "byte": "byte",
    "calorie": "cal",
    "gray": "Gy",
    "tesla": "T",
    "becquerel": "Bq",
    "farad": "F",
    "sievert": "Sv",
    "curie": "Ci",
    "electronvolt": "eV",
    "siemens": "S",
    "coulomb": "C",
}

_NAMES: Mapping[str, tuple[str, Fraction | int]] = {
    "minute": ("s", 60),
    "hour": ("s", 3600),
    "day": ("s", 86400),
    "week": ("s", 604800),
    "fortnight": ("s", 1209600),
    "month": ("month", 1),
    "year": ("month", 12),
    "decade": ("month", 120),
    "degree": ("degree", 1),
    "base pair": ("bp", 1),
    "nucleotide": ("nt", 1),
    "ångström": ("m", Fraction(1, 10**10)),
    "angstrom": ("m", Fraction(1, 10**10)),
    "tonne": ("g", 10**6),
    "hectare": ("m2", 10000),
    "micron": ("m", Fraction(1, 10**6)),
    "decibel": ("dB", 1),
    "pixel": ("px", 1),
    "kilobase": ("bp", 1000),
    "megabase": ("bp", 10**6),
    "amino acid": ("aa", 1),
    "percentage point": ("percentage point", 1),
    "degree Celsius": ("°C", 1),
    "degree Fahrenheit": ("°F", 1),
    "percent": ("%", 1),
    "per cent": ("%", 1),
    "fold": ("fold", 1),
    "time": ("fold", 1),
    "international unit": ("IU", 1),
    "unit": ("U", 1),
}

#: Words that name a unit only in the plural or after a number; "one time" and "one unit" are nouns.
_NO_SINGULAR = frozenset({"time", "unit"})


def _base(text: str, factor: Fraction | int) -> Unit:
    unit = _ONE
    for part in text.split(" ") if text[:1].isascii() and "-" in text else [text]:
        name = part.rstrip("-0123456789") if part != "percentage point" else part
        power = int(part[len(name) :] or 1)
        unit = unit.times(Unit(((name, 1),), Fraction(1)), power)
    return Unit(unit.dimension, unit.factor * factor)


@cache
def _table() -> dict[str, Unit]:
    """Return every symbol and name with its unit; about 600, made once."""
    table: dict[str, Unit] = {}
    for symbol, (base, factor, prefixes) in _SYMBOLS.items():
        table[symbol] = unit = _base(base, factor)
        for prefix in prefixes:
            power = Fraction(10) ** _PREFIXES[prefix]
            table[prefix + symbol] = Unit(unit.dimension, unit.factor * power)
            if prefix == "µ" and symbol != "s":  # "us" is a word
                table["u" + symbol] = table["µ" + symbol]
    for name, symbol in _PREFIXED_NAMES.items():
        for written in (name, name + "s"):
            table[written] = table[symbol]
            for prefix, power_of_ten in _PREFIX_NAMES.items():
                unit = table[symbol]
                table[prefix + written] = Unit(unit.dimension, unit.factor * Fraction(10) ** power_of_ten)
    for name, (base, factor) in _NAMES.items():
        if name not in _NO_SINGULAR:
            table[name] = _base(base, factor)
        plural = name.replace("degree ", "degrees ") if " C" in name or " F" in name else name + "s"
        table[plural] = _base(base, factor)
    for symbol, (base, factor) in _PLAIN.items():
        table[symbol] = _base(base, factor)
    table["h"] = _base("s", 3600)
    for product in ("V s", "A s", "N m", "A h", "W h"):
        first, _, second = product.partition(" ")
        table.setdefault(first + second, table[first].times(table[second], 1))
    return table


# One symbol or name, longest first by greed; what it is decides the table.
_PART = lazyre.compile(
    r"(?:degrees?\ (?:Celsius|Fahrenheit)|base\ pairs?|amino\ acids?|per\ cent|percentage\ "
    r"points?|international\ units?"
    r"|(?:wt|vol|at|mol)\ ?%|[×x]\ ?g(?![a-zA-Z])|°\ ?[CF](?![a-zA-Z])|[%‰°℃×]|[A-Za-zµμΩΩÅå][A-Za-zöµμΩΩÅ]*)"
)
_POWER = lazyre.compile(r"(?:\^?\{?([-−–]?[1-4])\}?|([⁻⁺]?[¹²³⁴])|\ (squared|cubed))(?!\w|[.,]\d)")
_JOIN = lazyre.compile(r"\ ?(/|\bper\b)\ ?|\ ?([·⋅∙])\ ?|([\ \u00a0\u2009\u202f])")
_RAISED = str.maketrans("⁻⁺¹²³⁴", "-+1234")
_AREA = {"square ": 2, "cubic ": 3}


def unit_named(symbol: str) -> Unit | None:
    """Return a simple unit by its symbol or name, or None."""
    symbol = symbol.replace("μ", "µ").replace("Ω", "Ω").replace("Å", "Å")
    table = _table()
    if symbol in table:
        return table[symbol]
    squeezed = symbol.replace(" ", "")
    if squeezed in table:
        return table[squeezed]
    lowered = symbol.lower()
    return table.get(lowered) if len(symbol) > 3 else None


def _simple(text: str, at: int) -> tuple[int, Unit] | None:
    """Return the end and the unit of one symbol with its exponent."""
    shape = next((power for word, power in _AREA.items() if text.startswith(word, at)), 1)
    if shape > 1:
        at += len("square ") if shape == 2 else len("cubic ")
    match = _PART.match(text, at)
    if match is None:
        return None
    unit = unit_named(match.group())
    if unit is None:
        return None
    end = match.end()
    power = _POWER.match(text, end)
    if power is None:
        return end, _ONE.times(unit, shape)
    plain, raised, word = power.groups()
    if word:
        exponent = 2 if word == "squared" else 3
    else:
        exponent = int((plain or raised.translate(_RAISED)).replace("−", "-").replace("–", "-"))
    return power.end(), _ONE.times(unit, exponent)


def find_unit(text: str, at: int) -> tuple[int, Unit] | None:
    """Return the end and the unit of the unit that begins at a place of a text, or None.

    Compound units are read as far as they go: ``mg kg−1 d−1``, ``mg/kg/day``, ``mL per minute``.
    After a mere space a further symbol counts only with an exponent, for "5 m s" may be anything.
    """
    first = _simple(text, at)
    if first is None:
        return None
    end, unit = first
    while (join := _JOIN.match(text, end)) is not None:
        step = _simple(text, join.end())
        if step is None or not _is_closed(text, step[0]):
            break
        if join.group(3) and not _has_power(text, join.end(), step[0]):
            break
        if text[step[0] : step[0] + 1] in _CHARGES:
            break  # "5 mM Mg²⁺": an ion, and no megagram
        unit = unit.times(step[1], -1 if join.group(1) else 1)
        end = step[0]
    return (end, unit) if _is_closed(text, end) else None


#: Signs that make the power before them a charge.
_CHARGES = ("+", "⁺", "⁻")


def _has_power(text: str, start: int, end: int) -> bool:
    return start < end and (text[end - 1].isdigit() or text[end - 1] in "¹²³⁴")


def _is_closed(text: str, end: int) -> bool:
    """Return whether no letter or digit goes on where a unit ends."""
    if end >= len(text) or not (text[end].isalnum() or text[end] == "_"):
        return True
    return text[end - 1] in "%‰°"
