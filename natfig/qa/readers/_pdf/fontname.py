"""Family, weight and style out of a font's PostScript name ("ABCDEF+Arial-BoldItalicMT")."""

from __future__ import annotations

import re
from typing import NamedTuple

from natfig.core import lazyre

__all__ = ["FontName", "parse_font_name"]

_SUBSET = lazyre.compile(r"[A-Z]{6}\+")
# Foundry marks at the end of a name; "PS" and "MT" are Monotype's.
_MARKS = lazyre.compile(r"(?:PS-?MT|PSMT|PS|MT)$")
# Longest first: "SemiBold" before "Bold".
_WEIGHTS = (
    ("ultralight", "200"),
    ("extralight", "200"),
    ("hairline", "100"),
    ("thin", "100"),
    ("semilight", "300"),
    ("light", "300"),
    ("semibold", "600"),
    ("demibold", "600"),
    ("demi", "600"),
    ("extrabold", "800"),
    ("ultrabold", "800"),
    ("bold", "bold"),
    ("medium", "500"),
    ("black", "900"),
    ("heavy", "900"),
)
_PLAIN = ("regular",)
_SLANTS = (("italic", "italic"), ("oblique", "oblique"), ("slanted", "oblique"))
# After the hyphen foundries shorten: Myriad Pro "-It", Nimbus "-Ital", "-BoldCond", "-Obl".
_SHORT = {
    "it": "italic",
    "ital": "italic",
    "obl": "oblique",
    "bd": "bold",
    "bdit": "bold italic",
    "lt": "300",
}
# Names whose words a change of case does not part.
_WHOLE = {
    "DejaVuSansMono": "DejaVu Sans Mono",
    "DejaVuSansDisplay": "DejaVu Sans Display",
    "DejaVuSansCondensed": "DejaVu Sans Condensed",
    "DejaVuSans": "DejaVu Sans",
    "DejaVuSerif": "DejaVu Serif",
    "TimesNewRoman": "Times New Roman",
    "CourierNew": "Courier New",
    "STIXGeneral": "STIXGeneral",
    "NimbusSanL": "Nimbus Sans L",
    "TeXGyreHeros": "TeX Gyre Heros",
    "TeXGyreTermes": "TeX Gyre Termes",
    "ZapfDingbats": "ZapfDingbats",
    "MicrosoftYaHei": "Microsoft YaHei",
}
_WORDS = lazyre.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class FontName(NamedTuple):
    """What a name says; `weight` is "normal", "bold" or a number as text."""

    family: str
    weight: str
    style: str
    subset: bool


def parse_font_name(base: str) -> FontName:
    """Return family, weight and style of a BaseFont.

    >>> parse_font_name("ABCDEF+Arial-BoldMT")
    FontName(family='Arial', weight='bold', style='normal', subset=True)
    >>> parse_font_name("LiberationSans-Italic").family
    'Liberation Sans'
    """
    tag = _SUBSET.match(base)
    plain = base[tag.end() :] if tag else base
    # Windows names styles after a comma: "Arial,Bold".
    stem, _, style = plain.replace(",", "-").partition("-")
    if not style:
        stem, style = _style_at_end(_MARKS.sub("", stem) or stem)
    family = _MARKS.sub("", stem) or stem
    return FontName(_spaced(family), _weight(style), _slant(style), tag is not None)


def _style_at_end(stem: str) -> tuple[str, str]:
    """Part "HelveticaBold" where no hyphen does; a name that is a style and no more stays."""
    match = re.fullmatch(r"(.+?[a-z])((?:Bold|Italic|Oblique|SemiBold)+)", stem)
    return (match[1], match[2]) if match else (stem, "")


def _weight(style: str) -> str:
    low = style.lower()
    for word, weight in _WEIGHTS:
        if word in low:
            return weight
    short = _SHORT.get(_MARKS.sub("", style).lower(), "")
    return "bold" if short.startswith("bold") else short if short.isdigit() else "normal"


def _slant(style: str) -> str:
    low = style.lower()
    for word, slant in _SLANTS:
        if word in low:
            return slant
    # "BoldIt", "SemiboldIt"
    if re.search(r"(?:^|[a-z])It(?:al)?$", style):
        return "italic"
    short = _SHORT.get(low, "")
    return "italic" if "italic" in short else "oblique" if short == "oblique" else "normal"


def _spaced(family: str) -> str:
    if family in _WHOLE:
        return _WHOLE[family]
    if " " in family or not family:
        return family.strip()
    for word in _PLAIN:
        if family.lower().endswith(word) and len(family) > len(word) and family[-len(word)].isupper():
            family = family[: -len(word)]
            break
    return _WORDS.sub(" ", family.replace("_", " ")).strip()
