"""Lays out a ``<text>`` as a browser does and tells where its pieces stand.

Nearly all texts of a figure are one line in one style; they take a short way here. The
others go through `textchars`, `textlayout` and `textpieces`.

Source: SVG 2, chapter 11 (<https://www.w3.org/TR/SVG2/text.html>); what it leaves open is as
headless Chromium has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from natfig.qa.readers._svg.textchars import collapsed, has_rtl, keeps_spaces, number_of, transformed
from natfig.qa.readers._svg.textfont import drop_of, face_of, shift_of, type_of
from natfig.qa.readers._svg.textmodel import Piece, RunOut, TextOut
from natfig.qa.readers._svg.textpath import PathOf

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.readers._svg.css import Cascade
    from natfig.qa.readers._svg.style import Style

__all__ = ["Piece", "RunOut", "TextOut", "face_of", "lay_out"]

_BREAKS = str.maketrans("\n\r\t\f", "    ")


def lay_out(element: etree._Element, style: Style, cascade: Cascade, path_of: PathOf) -> TextOut:
    """Lay out one ``<text>``.

    Parameters
    ----------
    element : Element
    style : Style
        Its computed style.
    cascade : Cascade
        Computes the styles of what is inside it.
    path_of : callable
        ``path_of(href)`` returns the flattened subpaths a ``textPath`` names, in the
        text's coordinates, or None.
    """
    if len(element) == 0:
        out = _plain(element, style, cascade)
        if out is not None:
            return out
    from natfig.qa.readers._svg.textchars import collect
    from natfig.qa.readers._svg.textlayout import place
    from natfig.qa.readers._svg.textpieces import pieces_of

    chars = collect(element, style, cascade, path_of)
    if all(c.isspace() for c in chars.text):
        return TextOut(is_cut=chars.is_cut)
    return pieces_of(chars, place(chars, cascade))


def _plain(element: etree._Element, style: Style, cascade: Cascade) -> TextOut | None:
    """Lay out a text of one line and one style; None where that isn't enough."""
    text = element.text
    if not text:
        return TextOut()
    get = element.get
    wanted = get("textLength")
    if get("rotate") is not None or not _is_simple(style):
        return None
    if wanted is not None and get("lengthAdjust") != "spacingAndGlyphs":
        return None
    text = text.translate(_BREAKS) if keeps_spaces(style) else collapsed(text).strip(" ")
    if not text or text.isspace():
        return TextOut()
    if not text.isascii() and has_rtl(text):
        return None
    x, y = _sum(get("x"), get("dx"), style, cascade, "x"), _sum(get("y"), get("dy"), style, cascade, "y")
    if x is None or y is None:
        return None
    if style.text_transform != "none":
        text = transformed(text, style)
    fitted = 0.0 if wanted is None else cascade.length(wanted, style, "x")
    piece = _piece(text, style, x, y + _aside(style, cascade), fitted)
    shown = " ".join(w for w in text.split(" ") if w) if keeps_spaces(style) else text
    return TextOut(shown, [RunOut(text, element, style, type_of(style).face, style.font_size, [piece])])


def _aside(style: Style, cascade: Cascade) -> float:
    """Return how far below its y a text's letters have their baseline, px."""
    down = 0.0
    if style.dominant_baseline != "auto" or style.alignment_baseline != "baseline":
        down += drop_of(style, style)
    if style.baseline_shift != "baseline":
        down += shift_of(style, cascade)
    return down


def _piece(text: str, style: Style, x: float, y: float, fitted: float) -> Piece:
    """Return a line that is anchored at x; `fitted` is the length it is stretched to, or 0."""
    kind = type_of(style)
    size, face = kind.size, kind.face
    length, ink = face.measure(text, kind.kern)
    length *= size
    across = size
    if fitted > 0 < length:
        across *= fitted / length
        length = fitted
    if style.text_anchor != "start":
        x -= length / 2 if style.text_anchor == "middle" else length
    if ink is not None:
        ink = (ink[0] * across, ink[1] * size, ink[2] * across, ink[3] * size)
    return Piece((x, y), 0.0, length, face.ascent * size, face.descent * size, ink)


def _is_simple(style: Style) -> bool:
    """Return whether a style's letters stand side by side from left to right."""
    return (
        style.letter_spacing == 0 == style.word_spacing
        and style.direction == "ltr"
        and style.writing_mode == "horizontal-tb"
        and not type_of(style).caps
    )


def _sum(at: str | None, moved: str | None, style: Style, cascade: Cascade, axis: str) -> float | None:
    """Return where a position and a move lead, or None where either is a list."""
    total = 0.0
    for text in (at, moved):
        if text is None:
            continue
        try:
            total += float(text)
        except ValueError:
            if len(text.replace(",", " ").split()) > 1:
                return None
            total += number_of(text.strip(), style, cascade, axis) or 0.0
    return total if -1e300 < total < 1e300 else 0.0
