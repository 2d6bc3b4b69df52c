"""What browsers' own sheet says of XHTML inside ``<foreignObject>``, as far as text is concerned.

Source: HTML, section 15.3, <https://html.spec.whatwg.org/multipage/rendering.html>.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from natfig.qa.readers._svg.declarations import parse_block

__all__ = ["XHTML", "html_defaults"]

XHTML = "{http://www.w3.org/1999/xhtml}"

_BOLD, _ITALIC, _MONOSPACE = "font-weight: bolder", "font-style: italic", "font-family: monospace"
_HIDDEN = "display: none"
_TEXT = {
    **dict.fromkeys(("b", "strong"), _BOLD),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var", "address"), _ITALIC),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), _MONOSPACE),
    "pre": f"{_MONOSPACE}; white-space: pre",
    "textarea": f"{_MONOSPACE}; white-space: pre-wrap",
    "th": "font-weight: bold",
    "small": "font-size: smaller",
    "big": "font-size: larger",
    "sub": "font-size: smaller; baseline-shift: sub",
    "sup": "font-size: smaller; baseline-shift: super",
    **{
        f"h{n}": f"font-size: {em}em; font-weight: bold"
        for n, em in enumerate((2, 1.5, 1.17, 1, 0.83, 0.67), 1)
    },
    **dict.fromkeys(("head", "link", "meta", "noscript", "script", "style", "template", "title"), _HIDDEN),
}


def html_defaults(name: str) -> Mapping[str, Any]:
    """Return the declarations for an element by its local name."""
    return parse_block(_TEXT.get(name, ""), False).normal
