"""TIFF, PNG and JPEG files: what their heads say, and whether their pixels can be read."""

from __future__ import annotations

from pathlib import Path

from natfig.core.errors import DocumentError
from natfig.core.findings import Severity
from natfig.core.units import in_to_mm
from natfig.qa.document import Aspect, Box, Document, Image, Kind, Note, Page, Raster
from natfig.qa.pixels import ImageFacts, inspect_image, kind_of
from natfig.qa.readers.base import LIMITS, Limits

__all__ = ["RasterReader", "reader"]

_KINDS: dict[str, Kind] = {"tiff": "tiff", "png": "png", "jpeg": "jpeg"}

# What pixels don't tell, and what does.
_UNMEASURED: dict[Aspect, str] = {
    "text": "a raster image stores no text; open the vector file to check it",
    "shapes": "a raster image stores no lines or areas; open the vector file to check them",
    "colors": "a raster image stores pixels, not the colours of marks; open the vector file to check them",
    "fonts": "a raster image carries no fonts; open the vector file to check them",
    "structure": "a raster image has no layers or ids that tell panels and series apart",
}
_NO_SIZE = "the file has no resolution tag, so its size on paper is unknown"


class RasterReader:
    """Reads TIFF (BigTIFF too), PNG and JPEG."""

    id = "raster"
    suffixes = (".tif", ".tiff", ".png", ".jpg", ".jpeg")

    def claims(self, head: bytes) -> bool:
        """Return whether the first bytes are those of a TIFF, PNG or JPEG."""
        return kind_of(head) in _KINDS

    def read(self, path: Path, data: bytes, limits: Limits = LIMITS) -> Document:
        """Return the document: the page, and the picture as its one image.

        Raises
        ------
        DocumentError
            If the head is broken or the picture has more pixels than `limits` allow.
        """
        kind = _KINDS.get(kind_of(data[:64]))
        if kind is None:
            raise DocumentError(_why_not(path, data))
        facts = inspect_image(data, limits)
        width, height = facts.width_px, facts.height_px
        if width is None or height is None:
            raise DocumentError(
                f"not a readable {kind.upper()}: {facts.problem}", hint="export the figure again"
            )
        if width * height > limits.pixels:
            raise DocumentError(
                f"the {kind.upper()} has {width:,} × {height:,} pixels; a figure may have {limits.pixels:,}",
                hint="export it at a lower resolution",
            )
        return _document(path, data, kind, facts, (width, height))


def _why_not(path: Path, data: bytes) -> str:
    other = kind_of(data[:64])
    if other:
        return f"the file holds {other.upper()}, which no journal takes; export TIFF, PNG or JPEG"
    named = path.suffix.lower().lstrip(".") or "raster"
    return f"not a {named} file: its first bytes are of no TIFF, PNG or JPEG"


def _document(path: Path, data: bytes, kind: Kind, facts: ImageFacts, size: tuple[int, int]) -> Document:
    from natfig.qa._tone import look_at

    look = look_at(data, facts)
    photographic = facts.photographic if look.photographic is None else look.photographic
    notes = []
    problem = facts.problem or look.problem
    if problem is not None:
        notes.append(
            Note(f"the {kind.upper()} is damaged: {problem}; export the figure again", Severity.ERROR)
        )
    unmeasured = dict(_UNMEASURED)
    if facts.dpi is None:
        unmeasured["page"] = unmeasured["images"] = _NO_SIZE
    page = _page(facts, size)
    extras = dict(facts.extras)
    traits = tuple(name for name in ("bigtiff", "planar", "layers") if extras.pop(name, None))
    picture = Image(
        *size,
        dpi=None if facts.dpi is None else min(facts.dpi),
        linked=False,
        box=page.box or Box(0.0, 0.0, 0.0, 0.0),
        mode=facts.mode,
        encoding=facts.compression if kind == "tiff" else kind,
        photographic=photographic,
        quality=facts.quality,
    )
    return Document(
        path,
        kind,
        len(data),
        page,
        images=[picture],
        raster=Raster(
            *size,
            mode=facts.mode,
            bits=facts.bits,
            dpi=facts.dpi,
            compression=facts.compression,
            frames=facts.frames,
            icc=facts.icc,
            photographic=photographic,
            quality=facts.quality,
            transparent=look.transparent,
            traits=traits,
        ),
        meta=extras,
        notes=notes,
        unmeasured=unmeasured,
    )


def _page(facts: ImageFacts, size: tuple[int, int]) -> Page:
    if facts.dpi is None:
        return Page(None, None, "none", facts.frames)
    (width, height), (x, y) = size, facts.dpi
    return Page(in_to_mm(width / x), in_to_mm(height / y), "in", facts.frames)


reader = RasterReader()
