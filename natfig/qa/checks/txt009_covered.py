"""TXT009: text that other ink covers or runs through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._contrast import blend, contrast, is_grey, rgb
from natfig.qa.checks._ink import HALF, Layer, backdrop, height_mm, layers, too_heavy, underlays
from natfig.qa.checks._rules import count_of, listed, shorten, union
from natfig.qa.document import Box, Document, TextRun
from natfig.qa.geometry import quad_area

__all__ = ["check"]

# Ink this opaque hides what lies under it.
MIN_OPACITY = 0.35

# Covered area over the square of the letters' height. A letter stands on about half of
# that square: a fifth of a letter hidden is damage, a corner of the empty box around
# it is not.
COVERED = 0.1
# Marks under the text hurt where they hide half a letter's outline in their own colour.
COLLIDED = 0.2

# A line's length in the middle of the letters over that middle's height (0.6 of the
# letters'): 1 is straight across. Lines that stop at the text stay below.
CROSSED = 0.7

# A line below the text disturbs from this contrast with its ground on. Grid lines are
# grey and pale (matplotlib's #B0B0B0 has 2.2 on white, ggplot2's #EBEBEB 1.2); data are
# drawn in colours that are seen at less.
MIN_GREY_LINE = 2.5
MIN_COLOR_LINE = 1.5

# Text keeps standing out from a mark under it at the least contrast WCAG knows.
LEGIBLE = 3.0

# What covers this much of the ink at this opacity right under the text (a filled box, a
# legend's frame) hides everything that was painted before.
_SHIELD_SHARE = 0.85
_SHIELD_OPACITY = 0.7
# Lower ink than this part of the type size (a minus, dots) has no middle to cross.
_LOW = 0.25
_MM_PER_PT = 25.4 / 72


class _Hit(NamedTuple):
    run: TextRun
    says: str
    severity: Severity
    box: Box


def _shield(below: list[Layer], halos: list[int]) -> int:
    """Return the paint order up to which everything under a run is hidden from it."""
    boxes = [
        layer.order for layer in below if layer.share >= _SHIELD_SHARE and layer.opacity >= _SHIELD_OPACITY
    ]
    return max([*boxes, *halos], default=-1)


def _covered(run: TextRun, above: list[Layer]) -> str | None:
    """Return what is painted over a run, in words, or None."""
    height = height_mm(run)
    unit = quad_area(run.ink) / height**2
    area = sum(layer.share for layer in above if layer.opacity >= MIN_OPACITY)
    if area * unit >= COVERED:
        what = "an image" if all(layer.shape < 0 for layer in above) else "something painted later"
        return f"is covered by {what}, {min(1.0, area):.0%} of it"
    through = sum(layer.through_mm for layer in above if layer.opacity >= MIN_OPACITY)
    if through >= CROSSED * 0.6 * height and _has_middle(run):
        return f"has a line drawn across it, {through:.1f} mm of it"
    return None


def _has_middle(run: TextRun) -> bool:
    return height_mm(run) >= _LOW * run.size_pt * _MM_PER_PT


def _collides(document: Document, i: int, below: list[Layer]) -> str | None:
    """Return which marks under a run disturb it, in words, or None."""
    run = document.runs[i]
    ground = backdrop(document, i)
    if ground is None or run.fill is None:
        return None
    height = height_mm(run)
    through = area = 0.0
    ink = blend(ground, rgb(run.fill), run.opacity)
    stands_out = contrast(ink, ground) >= LEGIBLE
    for layer in below:
        if layer.color is None or layer.opacity < MIN_OPACITY:
            continue
        seen = blend(ground, rgb(layer.color), layer.opacity)
        if layer.through_mm > 0:
            least = MIN_GREY_LINE if is_grey(seen) else MIN_COLOR_LINE
            if contrast(seen, ground) >= least:
                through += layer.through_mm
        elif layer.share < HALF and stands_out and contrast(ink, seen) < LEGIBLE:
            area += layer.share
    if through >= CROSSED * 0.6 * height and _has_middle(run):
        return f"has a line running through it, {through:.1f} mm of it"
    if area * quad_area(run.ink) / height**2 >= COLLIDED:
        return f"runs over marks that it does not stand out from, {min(1.0, area):.0%} of it"
    return None


def _hits(document: Document) -> Iterator[_Hit]:
    under = underlays(document)
    halos: dict[int, list[int]] = {}
    for i, top in under.items():
        halos.setdefault(top, []).append(document.runs[i].order)
    for i, found in sorted(layers(document).items()):
        if i in under:
            continue
        run = document.runs[i]
        above = [layer for layer in found if layer.order > run.order]
        if above and (says := _covered(run, above)) is not None:
            yield _Hit(run, says, Severity.ERROR, run.box)
            continue
        below = [layer for layer in found if layer.order < run.order]
        shield = _shield(below, halos.get(i, []))
        if (says := _collides(document, i, [layer for layer in below if layer.order > shield])) is not None:
            yield _Hit(run, says, Severity.WARNING, run.box)


def _look(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001 — a look has both
    found = sorted(_hits(document), key=lambda hit: hit.severity is not Severity.ERROR)
    shown, rest = listed(found)
    for hit in shown:
        yield check.finding(
            f"'{shorten(hit.run.text)}' {hit.says}",
            panel=hit.run.panel,
            text=hit.run.text,
            box=hit.box,
            line=hit.run.line,
            severity=hit.severity,
        )
    if heavy := too_heavy(document):
        yield check.finding(
            f"{count_of(heavy, 'shape')} near text with too many points to be looked at; "
            "whether text is covered there was not measured",
            severity=Severity.INFO,
        )
    if rest:
        left = found[len(shown) :]
        yield check.finding(
            f"{count_of(rest, 'further text')} covered or crossed by other ink",
            box=union(hit.box for hit in left),
            severity=left[0].severity,
        )


check = Check(
    id="txt009_covered",
    code="TXT009",
    title="text covered or crossed by other ink",
    reason=(
        "A label under a bar is gone; a label or legend that lies on data is hard to read and hides them. "
        "Pale grid lines, bands, heat-map cells and boxes around the text do not count, nor does anything "
        "behind a filled box or a halo."
    ),
    bad="a legend without a frame on top of the curves; a value label half under the next bar",
    good="the legend beside the curves, or the label in the curve's gap",
    needs=("text", "shapes"),
    look=_look,
    source="WCAG 2.2, success criteria 1.4.3 and 1.4.11, https://www.w3.org/TR/WCAG22/#contrast-minimum",
    hint="move the label or legend to blank paper, or put a filled box or halo under it and paint it last",
    options={
        "min_opacity": MIN_OPACITY,
        "min_covered_letter_squares": COVERED,
        "min_collided_letter_squares": COLLIDED,
        "min_crossed_heights": CROSSED,
        "min_grey_line_contrast": MIN_GREY_LINE,
        "min_color_line_contrast": MIN_COLOR_LINE,
        "legible_contrast": LEGIBLE,
    },
)
