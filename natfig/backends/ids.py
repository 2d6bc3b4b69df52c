"""Ids of SVG groups."""

from __future__ import annotations

import re

__all__ = ["clean_id"]

# Letters an XML name may begin with, of every script in use; anything else could end an attribute.
# Source: XML 1.0 (fifth edition), NameStartChar, <https://www.w3.org/TR/xml/#NT-NameStartChar>.
_LETTERS = "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u3001-\ud7ff"
_BAD_ID = re.compile(f"[^{_LETTERS}0-9.\\-]+")


def clean_id(name: str) -> str:
    """Return a name as an XML id: letters, digits, dots, hyphens; what else there is becomes a hyphen."""
    base = _BAD_ID.sub("-", name.replace("\u2212", "-")).strip("-") or "group"
    return base if base[0].isalpha() or base[0] == "_" else f"g-{base}"
