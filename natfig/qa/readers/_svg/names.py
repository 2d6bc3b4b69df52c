"""Names of elements and attributes, and what ids say of them."""

from __future__ import annotations

import re
from typing import Any

from natfig.core import lazyre

__all__ = [
    "HREF",
    "INKSCAPE",
    "SVG",
    "XLINK_HREF",
    "XML_SPACE",
    "conditions_hold",
    "glyph_name",
    "local_name",
    "panel_of",
]

SVG = "{http://www.w3.org/2000/svg}"
INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}"
HREF = "href"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# What a foreignObject may ask for and a browser has.
_EXTENSIONS = frozenset({"http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"})

# Panels as natfig names them, and as people name layers ("Panel B", "panel_c").
_PANEL = lazyre.compile(r"panel[-_ ]?([A-Za-z])(?:[.\-_ ].*)?", re.IGNORECASE)

# Ids that programs give to the outlines of glyphs they refer to with <use>:
# matplotlib "DejaVuSans-41", cairo (R, Inkscape, gnuplot) "glyph0-1" or "glyph-0-1",
# MuPDF "font_1_23", dvisvgm "g0-65", pdf2svg as cairo.
_GLYPH = lazyre.compile(
    r"(?:glyph-?\d+-\d+|font_\d+_\d+|g\d+-\d+|[A-Z][A-Za-z0-9]*(?:-[A-Z][A-Za-z0-9]*)*-[0-9a-f]{2,5})"
)


def local_name(tag: object) -> str:
    """Return an SVG element's name without its namespace; "" for others, comments and the like.

    Elements in no namespace at all count as SVG: hand-written files forget it.
    """
    if not isinstance(tag, str):
        return ""
    if tag.startswith(SVG):
        return tag[len(SVG) :]
    return "" if tag.startswith("{") else tag


def conditions_hold(element: Any) -> bool:
    """Return whether conditional attributes let an element through, for an English reader."""
    extensions = element.get("requiredExtensions")
    if extensions is not None and (not extensions.split() or not _EXTENSIONS.issuperset(extensions.split())):
        return False
    languages = element.get("systemLanguage")
    if languages is None:
        return True
    return any(word.strip().lower().split("-")[0] == "en" for word in languages.split(","))


def panel_of(name: str) -> str | None:
    """Return the panel letter that an id or a layer's name gives, or None."""
    match = _PANEL.fullmatch(name)
    return match[1] if match else None


def glyph_name(name: str) -> bool:
    """Return whether an id is one that programs give to the outline of a glyph."""
    return _GLYPH.fullmatch(name) is not None
