"""IMG004: a photograph or micrograph without a scale bar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from natfig.core import lazyre
from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._rules import judge
from natfig.qa.document import Box, Document, Image

__all__ = ["check"]

# A smaller picture is an icon or a legend's sample.
LEAST_SIDE_MM = 8.0
# Pieces this close are of one picture.
TOUCHING_MM = 0.5
# Of more pictures the first are looked at.
MOST_IMAGES = 100
# A bar's length is written on the image or just beside it.
NEAR_MM = 4.0

# A length with its unit: "10 µm", "5nm", "0.5 mm", "200 Å"; an angle on the sky: "20″", "2 arcmin".
_LENGTH = lazyre.compile(
    r"(?<![\w.])\d+(?:[.,]\d+)?\s*(?:[npµμumckd]?m|[mµμ]?icrons?|[ÅÅ]|[″′]|arcsec|arcmin|mas)(?![\w/])"
)
# Kinds of panel that are pictures, as a manifest calls them.
_PICTURES = {"image", "photo", "photograph", "micrograph", "microscopy"}
_SOURCE = (
    "H. Jambor et al., Creating clear and informative image-based figures for scientific publications, "
    "PLoS Biol. 19, e3001161 (2021)"
)


def _panels(context: Context) -> dict[str, Mapping[str, Any]]:
    listed = (context.manifest or {}).get("panels")
    if not isinstance(listed, list):
        return {}
    return {str(p.get("panel")): p for p in listed if isinstance(p, Mapping)}


def _is_declared(item: Mapping[str, Any] | None) -> bool:
    """Return whether a manifest's item gives a scale bar, or says that none is needed."""
    return item is not None and item.get("scale_bar") not in {None, ""}


def _is_picture(item: Mapping[str, Any] | None) -> bool:
    return item is not None and str(item.get("kind")) in _PICTURES


def _lengths(document: Document) -> list[Box]:
    """Return where lengths stand: text in one piece or several, outlines that say what they spell."""
    boxes = [run.box for run in document.visible_runs if _LENGTH.search(run.text)]
    boxes += [
        element.box
        for element in document.elements
        if _LENGTH.search(element.text) and any(document.runs[i].visible for i in element.runs)
    ]
    return boxes + [o.box for o in document.outlined if o.text and _LENGTH.search(o.text)]


def _pictures(document: Document) -> list[tuple[Image, Box]]:
    """Return the photographs with their boxes; one that is cut into strips or tiles is one."""
    joined: list[tuple[Image, Box]] = []
    for image in sorted((i for i in document.images if i.photographic), key=lambda i: (i.box.y0, i.box.x0)):
        near = image.box.grown(TOUCHING_MM)
        for i, (first, box) in enumerate(joined):
            if near.meet(box):
                joined[i] = first, box.union(image.box)
                break
        else:
            if len(joined) < MOST_IMAGES:
                joined.append((image, image.box))
    return [(image, box) for image, box in joined if min(box.w, box.h) >= LEAST_SIDE_MM]


def _has_length(place: Box, lengths: list[Box]) -> bool:
    around = place.grown(NEAR_MM)
    return any(around.meet(box) for box in lengths)


def _look(document: Document, context: Context) -> Iterator[Finding]:
    panels = _panels(context)
    if document.raster is not None:
        # Letters are pixels here: only what a manifest says of its panels can be judged.
        for letter, told in panels.items():
            if _is_picture(told) and not _is_declared(told):
                message = f"panel {letter} is an image without a scale bar"
                yield _finding(context, message, panel=letter, box=None, item=told)
        return
    lengths = _lengths(document)
    pictures = [(image, place, _has_length(place, lengths)) for image, place in _pictures(document)]
    # The tiles of a plate share the bar of one of them.
    plates = {image.panel for image, _, has_length in pictures if has_length and image.panel}
    for image, place, has_length in pictures:
        item = panels.get(image.panel or "")
        if not has_length and image.panel not in plates and not _is_declared(item):
            message = "a photograph or micrograph without a length on or beside it"
            yield _finding(context, message, panel=image.panel, box=place, item=item, line=image.line)


def _finding(
    context: Context,
    message: str,
    *,
    panel: str | None,
    box: Box | None,
    item: Mapping[str, Any] | None,
    line: int | None = None,
) -> Finding:
    return judge(
        check,
        context,
        f"{message}; add a scale bar, or say in the legend why there is none",
        panel=panel,
        box=box,
        line=line,
        severity=Severity.WARNING if _is_picture(item) else Severity.INFO,
    )


check = Check(
    id="img004_scale_bar",
    code="IMG004",
    title="image without a scale bar",
    reason=(
        "Nobody can tell the size of what a micrograph shows without a scale bar, and a magnification is "
        "wrong as soon as the figure is scaled. It is an info because photographs of gels and blots need "
        "none, and a bar drawn into the pixels can't be read."
    ),
    bad="a fluorescence micrograph with no length on it",
    good="the same with a white bar and '10 µm' set as text above it",
    needs=("images",),
    look=_look,
    severity=Severity.INFO,
    source=_SOURCE,
    hint="draw a bar and set its length as text ('10 µm'), or give scale_bar in the manifest's panel",
    options={"least_side_mm": LEAST_SIDE_MM, "near_mm": NEAR_MM},
)
