"""IMG001: raster images with too few pixels for their size on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._images import CELLS_PX, first_stated, named, pixel_images
from natfig.qa.checks._rules import count_of, judge, listed, union
from natfig.qa.document import Document, Image

if TYPE_CHECKING:
    from natfig.journals.model import Value

__all__ = ["check"]

# Pages are rounded to whole pixels and inches to hundredths: 299.9 dpi is 300.
SLACK_SHARE = 0.01
# Where no journal is named: 300 dpi is what nearly every journal asks of photographs; at
# 150 the eye sees single pixels at reading distance (an arc minute is 0.09 mm at 30 cm).
COMMON_DPI = 300.0
COMMON_LEAST_DPI = 150.0
_COMMON_SOURCE = (
    "the usual resolution of journals; Nature research figure guide, "
    "https://research-figure-guide.nature.com/figures/preparing-figures-our-specifications"
)


class _Demand(NamedTuple):
    """What is asked of an image; `kind` in the journals' words."""

    dpi: float
    kind: str
    value: Value | None
    is_wish: bool = False


def _demands(document: Document, image: Image, context: Context) -> list[_Demand]:
    """Return what the journal asks of an image, the strictest first; [] where it states nothing.

    Printers tell three kinds apart (<http://art.cadmus.com/da/guidelines.jsp>): *line
    art*, purely black and white; *halftones*, pictures without lettering or thin lines;
    and *combinations*, pictures with either. So an image of one bit is
    line art and a photograph a halftone. A whole figure as pixels is a combination:
    its letters are pixels, too. In a vector file the letters are not, and what was
    rasterized (a dense scatter, a heat map) only has tone to lose: a halftone.

    A journal with no value for combinations asks its halftone's resolution for certain;
    its value for line art is then a wish.
    """
    if image.mode == "1":
        found = [(first_stated(context, "dpi_line_art", "dpi_min"), "line art", False)]
    elif image.photographic or document.raster is None:
        what = "photographs" if image.photographic else "images in a vector figure"
        found = [(first_stated(context, "dpi_halftone", "dpi_min"), what, False)]
    elif (value := first_stated(context, "dpi_combination", "dpi_min")) is not None:
        found = [(value, "figures with lettering", False)]
    else:
        # The only value there is binds; beside one for halftones, line art's is a wish.
        half, line = (first_stated(context, f"dpi_{kind}") for kind in ("halftone", "line_art"))
        found = [(line, "line art", half is not None), (half, "colour figures", False)]
    return [_Demand(float(v.value), kind, v, wish) for v, kind, wish in found if v is not None]


def _failed(document: Document, image: Image, context: Context) -> _Demand | None:
    """Return the gravest demand that an image fails."""
    dpi = image.dpi or 0.0
    demands = _demands(document, image, context) or [_Demand(COMMON_DPI, "images", None)]
    failed = [d for d in demands if dpi < d.dpi * (1 - SLACK_SHARE)]
    return min(failed, key=lambda d: d.is_wish) if failed else None


def _is_cells(document: Document, image: Image) -> bool:
    small = min(image.width_px or 0, image.height_px or 0) < CELLS_PX
    return document.raster is None and small and not image.photographic


def _severity(document: Document, image: Image, demand: _Demand) -> Severity | None:
    if _is_cells(document, image):
        return Severity.INFO
    if demand.value is None:
        too_few = (image.dpi or 0.0) < COMMON_LEAST_DPI * (1 - SLACK_SHARE)
        return Severity.WARNING if too_few else Severity.INFO
    return Severity.WARNING if demand.is_wish else None


def _message(document: Document, image: Image, demand: _Demand, context: Context) -> str:
    has = f"{named(document, image)} is printed at {image.dpi:.0f} dpi"
    if demand.value is None or context.journal is None:
        asks = f"{demand.dpi:g} dpi is usual"
    else:
        asks = f"{demand.dpi:g} dpi is the least for {demand.kind} ({context.journal.name})"
    cells = " (no loss if each pixel is one value of the data)" if _is_cells(document, image) else ""
    return f"{has}; {asks}{cells}"


def _look(document: Document, context: Context) -> Iterator[Finding]:
    failing = [
        (image, demand)
        for image in pixel_images(document)
        if image.dpi is not None and (demand := _failed(document, image, context)) is not None
    ]
    failing.sort(key=lambda pair: pair[0].dpi or 0.0)  # worst first
    shown, rest = listed(failing)
    for image, demand in shown:
        yield judge(
            check,
            context,
            _message(document, image, demand, context),
            panel=image.panel,
            box=image.box,
            line=image.line,
            value=demand.value,
            severity=_severity(document, image, demand),
        )
    if rest:
        left = failing[len(shown) :]
        image, demand = left[0]
        yield judge(
            check,
            context,
            f"{count_of(rest, 'further image')} of too low a resolution, from {image.dpi:.0f} dpi on",
            box=union(image.box for image, _ in left),
            value=demand.value,
            severity=_severity(document, image, demand),
        )
    yield from _too_fine(document, context)


def _too_fine(document: Document, context: Context) -> Iterator[Finding]:
    """Yield a finding where the journal limits the resolution of files and this one is above it."""
    value = context.value("dpi_max")
    raster = document.raster
    if value is None or raster is None or raster.dpi is None or context.journal is None:
        return
    if min(raster.dpi) > float(value.value) * (1 + SLACK_SHARE):
        yield judge(
            check,
            context,
            f"the {document.kind.upper()} has {min(raster.dpi):.0f} dpi; "
            f"{value.value:g} dpi is the most ({context.journal.name})",
            value=value,
        )


check = Check(
    id="img001_resolution",
    code="IMG001",
    title="image of too low a resolution",
    reason=(
        "What counts is pixels per inch of paper, after all scaling. Too few print as steps and blur, and "
        "raising the number by interpolation adds none; journals send such figures back."
    ),
    bad="a micrograph of 400 px across 89 mm: 114 dpi, for a journal that asks for 300",
    good="the same micrograph from the camera's file, 1,100 px across 89 mm: 314 dpi",
    needs=("images",),
    look=_look,
    source=_COMMON_SOURCE,
    hint="place the original image, not a screenshot or copy; export plots as vectors or at a higher dpi",
    options={
        "slack_share": SLACK_SHARE,
        "without_journal_dpi": COMMON_DPI,
        "warning_without_journal_dpi": COMMON_LEAST_DPI,
        "cells_px": CELLS_PX,
    },
)
