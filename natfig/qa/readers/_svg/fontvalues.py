"""CSS values of fonts: families, weights, keyword sizes and the `font` shorthand.

Source: CSS Fonts 4, <https://www.w3.org/TR/css-fonts-4/>; pixel sizes of the keywords
as Chromium has them with its default settings (16 px, and 13 px for monospace).
"""

from __future__ import annotations

import re

from natfig.core import lazyre
from natfig.qa.readers._svg.lengths import Length, parse_length, parse_number

__all__ = [
    "MONOSPACE_RATIO",
    "NAME_CHAR",
    "NAME_START",
    "SIZE_PX",
    "STRETCHES",
    "is_monospace",
    "keyword_size",
    "parse_families",
    "parse_size",
    "parse_slant",
    "parse_stretch",
    "parse_weight",
    "relative_weight",
    "split_font",
    "unescape",
]

# Keyword → px, and px where the only family is `monospace`, which browsers set smaller.
SIZE_PX = {
    "xx-small": (9.0, 9.0),
    "x-small": (10.0, 10.0),
    "small": (13.0, 12.0),
    "medium": (16.0, 13.0),
    "large": (18.0, 16.0),
    "x-large": (24.0, 20.0),
    "xx-large": (32.0, 26.0),
    "xxx-large": (48.0, 39.0),
}
MONOSPACE_RATIO = 13 / 16

STRETCHES = frozenset({
    "ultra-condensed",
    "extra-condensed",
    "condensed",
    "semi-condensed",
    "normal",
    "semi-expanded",
    "expanded",
    "extra-expanded",
    "ultra-expanded",
})  # fmt: skip

_GENERIC = frozenset({
    "serif",
    "sans-serif",
    "monospace",
    "cursive",
    "fantasy",
    "system-ui",
    "ui-serif",
    "ui-sans-serif",
    "ui-monospace",
    "ui-rounded",
    "math",
    "emoji",
})  # fmt: skip
# Families that must not be named without quotes.
_RESERVED = frozenset({"inherit", "initial", "unset", "revert", "revert-layer", "default"})
_SYSTEM_FONTS = frozenset({"caption", "icon", "menu", "message-box", "small-caption", "status-bar"})

_ESCAPE = lazyre.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\n\r\f])?|(\r\n|.))", re.DOTALL)
# Characters that names may hold and start with, said by the ASCII ones they may not: a
# set of everything above ASCII takes a hundred times longer to compile.
NAME_CHAR = r"[^\x00-,./:-@\[-^`{-\x7f]"
NAME_START = r"[^\x00-@\[-^`{-\x7f]"
_IDENT = rf"(?:--|-?(?:{NAME_START}|\\[^\n]))(?:{NAME_CHAR}|\\[^\n])*"
_FAMILY = lazyre.compile(
    r"\s*(?:"
    r'"(?P<double>(?:[^"\\\n]|\\.)*)(?:"|\Z)'
    r"|'(?P<single>(?:[^'\\\n]|\\.)*)(?:'|\Z)"
    rf"|(?P<words>{_IDENT}(?:\s+{_IDENT})*)"
    r")\s*(?P<end>,|\Z)",
    re.DOTALL,
)
_MAX_FAMILIES = 64


def unescape(text: str) -> str:
    """Return text with CSS escapes replaced by what they stand for."""
    if "\\" not in text:
        return text

    def plain(match: re.Match[str]) -> str:
        if match[1]:
            code = int(match[1], 16)
            return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        return "" if match[2] in {"\n", "\r", "\f", "\r\n"} else match[2]

    return _ESCAPE.sub(plain, text)


def parse_families(text: str) -> tuple[str, ...] | None:
    """Return the families of a `font-family` value in order, or None where it isn't one."""
    families: list[str] = []
    at = 0
    while match := _FAMILY.match(text, at):
        words = match["words"]
        if words is None:
            quoted = match["double"] if match["double"] is not None else match["single"]
            families.append(unescape(quoted))
        else:
            name = " ".join(words.split()) if "\\" not in words else unescape(words)
            if name.lower() in _RESERVED:
                return None
            families.append(name.lower() if name.lower() in _GENERIC else name)
        if len(families) > _MAX_FAMILIES:
            return None
        at = match.end()
        if not match["end"]:
            return tuple(families)
    return None


def is_monospace(families: tuple[str, ...]) -> bool:
    """Return whether browsers take their smaller size for the keyword `medium`."""
    return families == ("monospace",)


def keyword_size(keyword: str, families: tuple[str, ...]) -> float:
    """Return a keyword's size in px."""
    return SIZE_PX[keyword][is_monospace(families)]


def parse_size(text: str, *, numbers: bool) -> Length | str | None:
    """Return a keyword, "smaller" or "larger", or a length for `font-size`.

    A keyword comes back as it is, in lower case; so does a math function, which ends
    with a parenthesis.
    """
    found = parse_length(text, numbers=numbers, negative=False)
    if found is not None:
        return found
    lower = text.lower()
    return lower if lower in SIZE_PX or lower in {"smaller", "larger"} else None


def parse_weight(text: str) -> str | None:
    """Return "normal", "bold", "bolder", "lighter" or a number of 1–1000 as text."""
    lower = text.lower()
    if lower in {"normal", "bold", "bolder", "lighter"}:
        return lower
    value = parse_number(text)
    return _weight_name(value) if value is not None and 1 <= value <= 1000 else None


def _weight_name(value: float) -> str:
    return {"400": "normal", "700": "bold"}.get(text := f"{value:g}", text)


def relative_weight(word: str, parent: str) -> str:
    """Return what "bolder" or "lighter" comes to (CSS Fonts 4, section 2.2.1)."""
    value = {"normal": 400.0, "bold": 700.0}.get(parent) or float(parent)
    steps: tuple[tuple[int, float], ...]
    if word == "bolder":
        steps = ((350, 400.0), (550, 700.0), (900, 900.0))
    else:
        steps = ((100, value), (550, 100.0), (750, 400.0), (1001, 700.0))
    return _weight_name(next((to for below, to in steps if value < below), value))


def parse_slant(text: str) -> str | None:
    """Return "normal", "italic" or "oblique" (whose angle isn't kept) for `font-style`."""
    lower = text.lower()
    if lower in {"normal", "italic", "oblique"}:
        return lower
    return "oblique" if re.fullmatch(r"oblique\s+[+-]?[\d.]+(?:deg|grad|rad|turn)", lower) else None


def parse_stretch(text: str) -> str | None:
    """Return a keyword or a percentage for `font-stretch`."""
    lower = text.lower()
    if lower in STRETCHES:
        return lower
    return lower if re.fullmatch(r"(?:\d+(?:\.\d+)?|\.\d+)%", lower, re.ASCII) else None


# Style, variant, weight and stretch in any order, then the size: everything up to a "/" or white space.
_PART = lazyre.compile(
    r"(oblique\s+[+-]?[\d.]+(?:deg|grad|rad|turn)|[^\s/(]+(?:\((?:[^()]|\([^()]*\))*\))?)\s*", re.IGNORECASE
)
_LINE = lazyre.compile(r"/\s*([^\s(]+(?:\((?:[^()]|\([^()]*\))*\))?)\s*")


def split_font(text: str) -> dict[str, str] | None:
    """Return the longhands that a `font` value sets, as text, or None where it isn't one.

    Everything that it doesn't name is set back to its initial value. System fonts
    ("caption") are what Chromium has for them: Arial in the normal size.
    """
    longhands = {
        "font-style": "normal",
        "font-variant": "normal",
        "font-weight": "normal",
        "font-stretch": "normal",
        "font-kerning": "auto",
        "font-feature-settings": "normal",
        "font-size-adjust": "none",
        "line-height": "normal",
    }
    if text.lower() in _SYSTEM_FONTS:
        return {**longhands, "font-size": "medium", "font-family": "Arial"}
    at, free, named = 0, 4, set[str]()
    while match := _PART.match(text, at):
        part = match[1]
        name = _leading(part) if free else None
        if name is None:
            break
        if name:
            if name in named:
                return None
            named.add(name)
            longhands[name] = part
        free -= 1
        at = match.end()
    if match is None or parse_size(match[1], numbers=False) is None:
        return None
    longhands["font-size"] = match[1]
    at = match.end()
    if line := _LINE.match(text, at):
        longhands["line-height"] = line[1]
        at = line.end()
    longhands["font-family"] = text[at:]
    return longhands


def _leading(part: str) -> str | None:
    """Return which longhand a word before the size is of, "" for "normal", None for neither."""
    lower = part.lower()
    if lower == "normal":
        return ""
    if lower == "small-caps":
        return "font-variant"
    if lower in STRETCHES:
        return "font-stretch"
    if parse_slant(part):
        return "font-style"
    return "font-weight" if parse_weight(part) else None
