"""IMG003: images compressed with loss."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._images import named, pixel_images
from natfig.qa.checks._rules import count_of, judge, listed, union
from natfig.qa.document import Document, Image

__all__ = ["check"]

# Below this the blocks of 8 × 8 pixels and the halved colour resolution begin to show in
# smooth areas, and a measurement on the image is no longer one of the specimen. Many
# programs write 75 to 85 when they are not asked.
QUALITY_FLOOR = 90

_SOURCE = (
    "ITU-T T.81 (JPEG), annex K; D. W. Cromey, Avoiding twisted pixels: ethical guidelines for the "
    "appropriate use and manipulation of scientific digital images, Sci. Eng. Ethics 16, 639–667 (2010)"
)


def _refuses(context: Context) -> bool:
    """Return whether the journal lists raster formats and JPEG is none of them."""
    if context.journal is None:
        return False
    raster = context.journal.formats(context.stage)[1]
    return bool(raster) and "jpeg" not in raster


def _why(document: Document, image: Image, context: Context) -> tuple[str, bool] | None:
    """Return what is wrong with a JPEG and whether it is the journal's rule, or None."""
    name = named(document, image)
    if image.photographic is not False and _refuses(context) and context.journal is not None:
        what = "a photograph" if image.photographic else "an image"
        taken = ", ".join(f.upper() for f in context.journal.formats(context.stage)[1])
        message = f"{name} is {what} compressed with loss (JPEG) where {taken} is taken"
        return f"{message} ({context.journal.name}); place the original", True
    if document.raster is not None and image.photographic is False:
        message = f"{name} is a drawn figure, and JPEG puts ripples round lines and letters"
        return f"{message}; export PNG or TIFF", False
    if image.quality is not None and image.quality < QUALITY_FLOOR:
        message = f"{name} has JPEG quality {image.quality}"
        return f"{message}; place the original or save it with {QUALITY_FLOOR} or more", False
    return None


def _look(document: Document, context: Context) -> Iterator[Finding]:
    found = [
        (image, *why)
        for image in pixel_images(document)
        if image.encoding == "jpeg" and document.kind != "tiff"
        if (why := _why(document, image, context)) is not None
    ]
    shown, rest = listed(found)
    for image, message, is_rule in shown:
        yield judge(
            check,
            context,
            message,
            panel=image.panel,
            box=image.box if image.box.area > 0 else None,
            line=image.line,
            value=context.value("raster_formats") if is_rule else None,
            severity=Severity.WARNING,
        )
    if rest:
        yield judge(
            check,
            context,
            f"{count_of(rest, 'further image')} compressed with loss",
            box=union(image.box for image, _, _ in found[len(shown) :]),
            severity=Severity.WARNING,
        )


check = Check(
    id="img003_lossy_photograph",
    code="IMG003",
    title="image compressed with loss",
    reason=(
        "JPEG throws fine detail and half of the colour away, each time it is saved. In a micrograph or blot "
        "that detail is the data, and round lines and letters it leaves ripples."
    ),
    bad="a micrograph saved by a microscope's viewer as JPEG of quality 75 and placed in the figure",
    good="the microscope's own TIFF in the figure, compressed with LZW",
    needs=(),
    look=_look,
    severity=Severity.WARNING,
    source=_SOURCE,
    hint="place the original file (TIFF or PNG), or save with quality 90 or more",
    options={"quality_floor": QUALITY_FLOOR},
)
