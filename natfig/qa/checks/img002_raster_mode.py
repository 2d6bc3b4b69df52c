"""IMG002: raster files in a form that production can't take as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._images import pixel_images
from natfig.qa.checks._rules import count_of, judge, union
from natfig.qa.document import Document, Raster

if TYPE_CHECKING:
    from natfig.journals.model import Value

__all__ = ["check"]

# Resolutions of the two directions that differ by no more than this come from rounding.
SLACK_SHARE = 0.01

_ALPHA = {"LA", "PA", "RGBA", "RGBX"}
# Compressions that lose detail, and those that few layout programs can open.
_LOSSY = {"jpeg", "webp", "jpegxl", "lerc"}
_RARE = {"jpeg2000", "lzma", "zstd", "unknown"}
_TIFF_SOURCE = "TIFF 6.0, baseline and extensions; what layout programs read of it"


def _takes_cmyk(value: Value | None) -> bool:
    """Return whether the colour modes a journal names leave room for CMYK; silence does."""
    return value is None or "cmyk" in str(value.value).lower()


def _look(document: Document, context: Context) -> Iterator[Finding]:
    yield from _embedded(document, context)
    raster = document.raster
    if raster is None:
        return
    name = document.kind.upper()
    yield from _resolution(raster, context, name)
    yield from _colour(raster, context, name)
    yield from _depth(raster, context, name)
    yield from _alpha(document, raster, context, name)
    if document.kind == "tiff":
        yield from _tiff(raster, context)
    if raster.frames > 1:
        yield judge(
            check,
            context,
            f"the {name} has {raster.frames} pages and only the first is looked at; "
            "save each figure on its own",
            severity=Severity.WARNING,
        )


def _embedded(document: Document, context: Context) -> Iterator[Finding]:
    value = context.value("colour_mode")
    if document.raster is not None or context.journal is None or _takes_cmyk(value):
        return
    found = [image for image in pixel_images(document) if image.mode == "CMYK"]
    if found:
        many = count_of(len(found), "image")
        yield judge(
            check,
            context,
            f"{many} in CMYK where {_asked(value)} is asked for ({context.journal.name}); "
            "convert and place again",
            box=union(image.box for image in found),
            value=value,
            severity=Severity.WARNING,
        )


def _asked(value: Value | None) -> str:
    return "" if value is None else str(value.value)


def _resolution(raster: Raster, context: Context, name: str) -> Iterator[Finding]:
    if raster.dpi is None:
        yield judge(
            check,
            context,
            f"the {name} has no resolution tag, so nobody knows its size on paper; "
            "save it again with its dpi (say 300 or 600)",
            severity=None if context.journal is not None else Severity.WARNING,
        )
        return
    x, y = raster.dpi
    if abs(x - y) > SLACK_SHARE * max(x, y):
        yield judge(
            check,
            context,
            f"the {name} has {x:.0f} dpi across and {y:.0f} dpi down, so it prints distorted; "
            "save it with one resolution for both",
            severity=Severity.WARNING,
        )


def _colour(raster: Raster, context: Context, name: str) -> Iterator[Finding]:
    value = context.value("colour_mode")
    if raster.mode == "CMYK" and context.journal is not None and not _takes_cmyk(value):
        yield judge(
            check,
            context,
            f"the {name} is in CMYK where {_asked(value)} is asked for ({context.journal.name}); "
            "convert it to RGB",
            value=value,
        )
    elif raster.mode == "LAB":
        yield judge(
            check, context, f"the {name} is in Lab colour; convert it to RGB", severity=Severity.WARNING
        )
    elif raster.mode in {"P", "PA"} and name == "TIFF":
        yield judge(
            check,
            context,
            "the TIFF stores a palette of colours, which layout programs change; save it as RGB",
            severity=Severity.WARNING,
        )


def _depth(raster: Raster, context: Context, name: str) -> Iterator[Finding]:
    if raster.bits <= 8:
        return
    value = context.value("colour_mode")
    is_rule = value is not None and "8 bit" in str(value.value).lower()
    asked = (
        f" where {_asked(value)} is asked for ({context.journal.name})" if is_rule and context.journal else ""
    )
    yield judge(
        check,
        context,
        f"the {name} has {raster.bits} bits a channel{asked}; set the display range and convert it to 8 bits",
        value=value if is_rule else None,
        severity=None if is_rule else Severity.WARNING,
    )


def _alpha(document: Document, raster: Raster, context: Context, name: str) -> Iterator[Finding]:
    """Yield a finding for transparency.

    In a TIFF a channel is enough: programs disagree on what it means. A PNG of
    matplotlib or R always has one; there only pixels that are in fact clear count.
    """
    if raster.mode not in _ALPHA:
        return
    value = context.value("alpha_allowed")
    is_rule = value is not None and value.value is False
    if not (is_rule or document.kind == "tiff" or raster.transparent):
        return
    what = "an alpha channel" if raster.mode != "RGBX" else "a fourth channel of no stated use"
    clear = " and clear pixels" if raster.transparent else ""
    asked = f" where none is allowed ({context.journal.name})" if is_rule and context.journal else ""
    yield judge(
        check,
        context,
        f"the {name} has {what}{clear}{asked}; flatten it on white and save it as RGB",
        value=value if is_rule else None,
        severity=None if is_rule else Severity.WARNING,
    )


def _tiff(raster: Raster, context: Context) -> Iterator[Finding]:
    value = context.value("tiff_compression")
    asked = None if value is None or context.journal is None else str(value.value)
    packing = raster.compression
    if packing in _LOSSY:
        yield judge(
            check,
            context,
            f"the TIFF is compressed with loss ({packing}); export it again with {asked or 'LZW'}",
            value=value,
            severity=Severity.ERROR if asked else Severity.WARNING,
        )
    elif packing in _RARE:
        yield judge(
            check,
            context,
            f"few programs can open a TIFF with {packing} compression; save it with {asked or 'LZW'}",
            severity=Severity.WARNING,
        )
    elif asked is not None and packing not in asked.lower() and context.journal is not None:
        yield judge(
            check,
            context,
            f"the TIFF has {packing if packing != 'none' else 'no'} compression where {asked} is asked for "
            f"({context.journal.name}); save it again",
            value=value,
            severity=Severity.WARNING,
        )
    if "bigtiff" in raster.traits:
        yield judge(
            check,
            context,
            "the file is a BigTIFF, which few layout programs open; save it as a plain TIFF",
            severity=Severity.WARNING,
        )
    layers = context.value("layers")
    if "layers" in raster.traits and (layers is None or str(layers.value) == "flattened"):
        yield judge(
            check,
            context,
            "the TIFF has layers; flatten it and keep the layered file for yourself",
            value=layers,
            severity=Severity.WARNING,
        )


check = Check(
    id="img002_raster_mode",
    code="IMG002",
    title="raster file in an unsuitable form",
    reason=(
        "Production places raster files as they are. Without a resolution tag the size is a guess; CMYK, 16 "
        "bits, palettes, alpha channels, layers, pages and rare compressions change colours or fail to open."
    ),
    bad="a TIFF in CMYK with an alpha channel and no resolution tag",
    good="a TIFF in RGB of 8 bits, LZW-compressed, without alpha, tagged with 600 dpi",
    needs=(),
    look=_look,
    source=_TIFF_SOURCE,
    hint="save it as RGB with 8 bits a channel, flattened, with LZW compression and its dpi",
    options={"slack_share": SLACK_SHARE},
)
