"""CSS values of paints and references: colours, ``url(#id)`` with its fallback."""

from __future__ import annotations

import re
from urllib.parse import unquote

from natfig.core import lazyre
from natfig.qa.colors import parse_color
from natfig.qa.readers._svg.fontvalues import unescape
from natfig.qa.readers._svg.style import NO_PAINT, SpecifiedPaint

__all__ = ["URL", "parse_color_value", "parse_paint", "parse_reference", "url_target"]

# `url()` with or without quotes; the groups are the three ways to write its target.
URL = lazyre.compile(
    r"""url\(\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|((?:[^"'()\\\s]|\\.)*))\s*(?:\)|\Z)""",
    re.IGNORECASE | re.DOTALL,
)
_CURRENT = SpecifiedPaint("current")
# SVG 1.1 let an ICC colour follow the sRGB one; Inkscape and Illustrator still write it.
_ICC = r"(\S+|[a-zA-Z]+\([^()]*\))\s+(?:icc-color|device-cmyk|device-gray|device-rgb)\(.*\)"


def url_target(match: re.Match[str]) -> str:
    """Return what a match of `URL` points to."""
    text = next((group for group in match.groups() if group is not None), "")
    return unescape(text).strip()


def parse_color_value(text: str) -> SpecifiedPaint | None:
    """Return a colour or currentColor, or None where the text is neither."""
    color = parse_color(text)
    if color is not None:
        return SpecifiedPaint("color", *color)
    return _CURRENT if text.lower() == "currentcolor" else None


def parse_paint(text: str) -> SpecifiedPaint | None:
    """Return the value of `fill` or `stroke`, or None where the text isn't one.

    Of a colour followed by an ICC colour the first is kept.
    """
    color = parse_color_value(text)
    if color is not None:
        return color
    if text.lower() == "none":
        return NO_PAINT
    if match := URL.match(text):
        rest = text[match.end() :].strip()
        fallback = None
        if rest:
            fallback = NO_PAINT if rest.lower() == "none" else parse_color_value(rest)
            if fallback is None:
                return None
        target = url_target(match)
        url = f"url(#{unquote(target[1:])})" if target.startswith("#") else f"url({target})"
        return SpecifiedPaint("url", url=url, fallback=fallback)
    if match := re.fullmatch(_ICC, text, re.IGNORECASE | re.DOTALL):
        return parse_color_value(match[1])
    return None


def parse_reference(text: str) -> str | None:
    """Return the id that the first ``url(#id)`` of a value names; "" where there is none.

    `clip-path`, `mask`, `filter` and markers may hold shapes and functions beside it,
    which have no id. None where the value can't be one of these properties'.
    """
    if match := URL.search(text):
        target = url_target(match)
        return unquote(target[1:]) if target.startswith("#") else ""
    lower = text.lower()
    return "" if lower == "none" or re.fullmatch(r"[a-z-]+(\(.*\).*)?", lower, re.DOTALL) else None
