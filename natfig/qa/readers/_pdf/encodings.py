"""Glyph names of simple fonts: the predefined encodings, those of font programs, and what names mean.

Source: ISO 32000-1, annex D; the Adobe Glyph List through fontTools.
"""

from __future__ import annotations

from typing import Any

from fontTools import agl
from fontTools.encodings.StandardEncoding import StandardEncoding

from natfig.core import lazyre
from natfig.qa.readers._pdf.filters import DamagedError, TooLargeError, unpacked

__all__ = ["base_encoding", "type1_encoding", "unicode_of"]

_MOST_FONT_BYTES = 8_000_000


def base_encoding(base: str) -> dict[int, str]:
    """Return code → glyph name of a predefined encoding; {} for a name that is none."""
    if base == "StandardEncoding":
        return {code: glyph for code, glyph in enumerate(StandardEncoding) if glyph != ".notdef"}
    codec = {"WinAnsiEncoding": "cp1252", "MacRomanEncoding": "mac_roman"}.get(base)
    if codec is None:
        return {}
    chars = {code: bytes([code]).decode(codec, "ignore") for code in range(32, 256)}
    out = {code: agl.UV2AGL.get(ord(c), f"uni{ord(c):04X}") for code, c in chars.items() if c}
    # A no-break space is a space and a soft hyphen a hyphen in these encodings.
    return {code: {"uni00A0": "space", "uni00AD": "hyphen"}.get(g, g) for code, g in out.items()}


def unicode_of(glyph: str, *, is_dingbat: bool) -> str:
    """Return the characters a glyph's name stands for; "" where it says nothing."""
    return agl.toUnicode(glyph, isZapfDingbats=is_dingbat) if glyph and glyph != ".notdef" else ""


_DUP = lazyre.compile(rb"dup\s+(\d+)\s*/(\S+)\s+put")


def type1_encoding(stream: Any) -> dict[int, str]:
    """Return the encoding in the readable part of a Type 1 font program."""
    try:
        data = unpacked(stream, _MOST_FONT_BYTES)
    except (DamagedError, TooLargeError, ValueError, RuntimeError):
        return {}
    head = data[: max(0, data.find(b"eexec"))]
    return {int(code): glyph.decode("latin-1") for code, glyph in _DUP.findall(head)[:256]}
