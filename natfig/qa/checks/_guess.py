"""The data colours of a panel whose ids say nothing, told from the furniture by how marks look.

Greys of lines, whites, page-wide fills and faint twins of a stronger mark are no data
colours. Where that can't be told, too many colours, nothing is compared and it is said.
"""

from __future__ import annotations

from collections import defaultdict

from natfig.qa.checks._panel import MOST, MOST_TO_SORT, Panel, Ramp
from natfig.qa.checks._ramps import FEWEST_IN_ORDER, is_ramp
from natfig.qa.checks._swatch import Swatch, Use, merge, swatches_of
from natfig.qa.document import Document
from natfig.qa.seeing import SAME, chroma, distance, lightness

__all__ = ["guess"]

# What counts as grey, as a line of data, as a mark and as background.
GREY_CHROMA = 8.0
LEAST_LINE_PT = 0.6
LEAST_MARK_MM = 0.3
BACKGROUND_SHARE = 0.35
NEAR_PAGE = 6.0
GREY_LIGHTNESS = (25.0, 88.0)
SOLID_OPACITY = 0.9


def guess(panel: Panel, uses: list[Use], document: Document) -> None:
    """Find the data colours of a panel whose ids say nothing."""
    stated = {color for u in uses for color in (u.paint.fill, u.paint.stroke) if color is not None}
    if len(stated) > MOST_TO_SORT:
        panel.too_many = len(stated)
        return
    outlines: dict[str, set[str]] = defaultdict(set)
    for use in uses:
        if use.paint.stroke is not None and use.paint.fill is not None:
            outlines[use.paint.stroke.upper()].add(use.paint.fill.upper())
    found: dict[str, Swatch] = {}
    for use in uses:
        swatch = _mark(use, document, outlines)
        if swatch is not None:
            merge(found, swatch)
    colors = tuple(found)
    if len(colors) >= FEWEST_IN_ORDER and is_ramp(colors):
        # Lines or points of one figure coloured by a value.
        panel.ramps.append(Ramp(colors, panel.letter, None))
        return
    kept: list[Swatch] = []
    for swatch in sorted(found.values(), key=lambda s: -s.shapes):
        if all(distance(swatch.color, other.color) >= SAME for other in kept):
            kept.append(swatch)
        if len(kept) > MOST:
            panel.too_many = len(found)
            return
    panel.swatches = kept


def _mark(use: Use, document: Document, outlines: dict[str, set[str]]) -> Swatch | None:
    """Return the one colour by which a kind of mark is known, or None for furniture."""
    fill: Swatch | None = None
    stroke: Swatch | None = None
    for swatch in swatches_of(use, document.background):
        if swatch.is_fill:
            fill = swatch if _is_data_fill(use, swatch, document) else None
        elif _is_data_stroke(use, swatch, document):
            stroke = swatch
    if fill is None or stroke is None:
        return fill or stroke
    if len(outlines[stroke.stated]) > 1:
        return fill
    page = document.background
    return max(fill, stroke, key=lambda s: distance(s.color, page))


def _is_data_fill(use: Use, swatch: Swatch, document: Document) -> bool:
    if distance(swatch.color, document.background) < NEAR_PAGE:
        return False
    big, page = use.largest, document.page.box
    if max(big.w, big.h) < LEAST_MARK_MM:
        return False
    if page is not None and big.area > BACKGROUND_SHARE * page.area:
        return False
    if chroma(swatch.color) >= GREY_CHROMA:
        return True
    low, high = GREY_LIGHTNESS
    return low <= lightness(swatch.color) <= high and swatch.opacity >= SOLID_OPACITY


def _is_data_stroke(use: Use, swatch: Swatch, document: Document) -> bool:
    if chroma(swatch.color) < GREY_CHROMA or distance(swatch.color, document.background) < NEAR_PAGE:
        return False
    if max(use.largest.w, use.largest.h) < LEAST_MARK_MM:
        return False
    return use.paint.width_pt >= LEAST_LINE_PT or use.paint.fill is not None
