"""What differs between the raster images inside two figures."""

from __future__ import annotations

import base64
import binascii
from collections import defaultdict
from collections.abc import Iterator
from math import hypot
from urllib.parse import unquote_to_bytes

from natfig.core.io import hash_bytes
from natfig.qa.diff.change import Change
from natfig.qa.diff.names import section_name
from natfig.qa.diff.pixels import compare_pixels
from natfig.qa.diff.rasters import pixels_message
from natfig.qa.diff.raw import Raw
from natfig.qa.diff.words import arrow, length, number, quoted, sizes
from natfig.qa.document import Document, Image

__all__ = ["compare_images"]

_MOST_COMBINATIONS = 40_000
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")


def _pairs(old: list[Image], new: list[Image]) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pair images: of one number of pixels first, the nearest first; in order where they are very many."""
    if len(old) * len(new) > _MOST_COMBINATIONS:
        both = min(len(old), len(new))
        return [(k, k) for k in range(both)], list(range(both, len(old))), list(range(both, len(new)))
    costs = []
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            far = hypot(a.box.center[0] - b.box.center[0], a.box.center[1] - b.box.center[1])
            differs = (a.width_px, a.height_px, a.href) != (b.width_px, b.height_px, b.href)
            if not differs or a.box.meet(b.box) is not None:
                costs.append((differs, far, i, j))
    left, free = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))
    pairs = []
    for _, _, i, j in sorted(costs):
        if i in left and j in free:
            del left[i], free[j]
            pairs.append((i, j))
    return pairs, list(left), list(free)


def _change(
    kind: str, message: str, old: object, new: object, *, a: Image | None = None, b: Image | None = None
) -> Change:
    one = b or a
    if one is None:
        raise ValueError("a change is about an image")
    return Change(
        kind,
        "image",
        message,
        old,
        new,
        section_name(one.group, one.panel),
        one.panel,
        box=None if b is None else b.box,
        old_box=None if a is None else a.box,
        line=one.line,
    )


def _pixels(image: Image) -> str:
    return "unknown pixels" if image.width_px is None else f"{image.width_px:,} × {image.height_px:,} px"


def _pair(a: Image, b: Image, tol: float, *, across: bool) -> Iterator[Change | Raw]:
    if (a.width_px, a.height_px) != (b.width_px, b.height_px):
        was, now = _pixels(a), _pixels(b)
        yield _change("changed", f"an image has {now} instead of {was}", was, now, a=a, b=b)
    if a.linked != b.linked or a.href != b.href:
        words = [f"linked ({quoted(x.href)})" if x.linked else "embedded" for x in (a, b)]
        yield _change("changed", f"an image: {arrow(*words)}", words[0], words[1], a=a, b=b)
    # A PDF keeps colours and transparency of one picture apart.
    if not across and a.mode and b.mode and a.mode != b.mode:
        yield _change("changed", f"an image: colour mode {arrow(a.mode, b.mode)}", a.mode, b.mode, a=a, b=b)
    dx, dy = b.box.center[0] - a.box.center[0], b.box.center[1] - a.box.center[1]
    if abs(a.box.w - b.box.w) > tol or abs(a.box.h - b.box.h) > tol:
        dpi = ""
        if a.dpi and b.dpi and abs(a.dpi - b.dpi) > 1:
            dpi = f", {arrow(number(a.dpi, 0), number(b.dpi, 0))} dpi"
        was, now = sizes(a.box, b.box)
        said = arrow(was, now)
        yield _change("resized", f"an image is another size: {said}{dpi}", was, now, a=a, b=b)
        dx = min((b.box.x0 - a.box.x0, dx, b.box.x1 - a.box.x1), key=abs)
        dy = min((b.box.y0 - a.box.y0, dy, b.box.y1 - a.box.y1), key=abs)
    if abs(dx) > tol or abs(dy) > tol:
        yield Raw(
            "moved",
            "image",
            section_name(b.group, b.panel),
            b.group,
            b.panel,
            box=b.box,
            old_box=a.box,
            vector=(dx, dy),
            line=b.line,
        )


def _sources(document: Document) -> dict[int, list[str]] | None:
    """Return the addresses of an SVG's images by their line, or None where the file keeps none."""
    if document.kind != "svg" or document.source is None:
        return None
    out: dict[int, list[str]] = defaultdict(list)
    for element in document.source.tree.iter("{http://www.w3.org/2000/svg}image", "image"):
        out[element.sourceline or 0].append(next((h for n in _HREFS if (h := element.get(n))), ""))
    return out


def _data_of(image: Image, index: int, sources: dict[int, list[str]]) -> bytes | None:
    """Return the bytes an image holds; `index` is which one of its line it is."""
    found = sources.get(image.line or 0, [])
    if not found or image.linked:
        return None
    href = found[min(index, len(found) - 1)]
    head, comma, body = href.partition(",")
    if not comma or not head.strip().lower().startswith("data:"):
        return None
    data = unquote_to_bytes(body)
    if not head.rstrip().lower().endswith(";base64"):
        return data
    try:
        return base64.b64decode(b"".join(data.split()))
    except (binascii.Error, ValueError):
        return None


def _indices(images: list[Image]) -> list[int]:
    seen: dict[int, int] = defaultdict(int)
    out = []
    for image in images:
        out.append(seen[image.line or 0])
        seen[image.line or 0] += 1
    return out


def compare_images(old: Document, new: Document, tolerance_mm: float) -> Iterator[Change | Raw | str]:
    """Yield changes of images, their movements to be summed up, and what could not be compared."""
    pairs, gone, come = _pairs(old.images, new.images)
    for i in gone:
        a = old.images[i]
        yield _change("removed", f"an image of {_pixels(a)} is gone", _pixels(a), None, a=a)
    for j in come:
        b = new.images[j]
        yield _change("added", f"an image of {_pixels(b)} is new", None, _pixels(b), b=b)
    for i, j in pairs:
        yield from _pair(old.images[i], new.images[j], tolerance_mm, across=old.kind != new.kind)
    if pairs:
        yield from _contents(old, new, pairs, tolerance_mm)


def _contents(
    old: Document, new: Document, pairs: list[tuple[int, int]], tolerance_mm: float
) -> Iterator[Change | str]:
    sources = _sources(old), _sources(new)
    if sources[0] is None or sources[1] is None:
        yield "pixels of images: only those of SVG files are compared"
        return
    places = _indices(old.images), _indices(new.images)
    for i, j in pairs:
        a, b = old.images[i], new.images[j]
        if (a.width_px, a.height_px) != (b.width_px, b.height_px):
            continue
        one, two = _data_of(a, places[0][i], sources[0]), _data_of(b, places[1][j], sources[1])
        if one is None or two is None:
            if not (a.linked and b.linked):
                yield "pixels of an image that is not embedded, or not readable"
            continue
        if hash_bytes(one) == hash_bytes(two):
            continue
        found = compare_pixels(one, two, exact=tolerance_mm <= 0)
        if found.reason:
            yield f"pixels of an image: {found.reason}"
        elif found.pixels:
            places_said = f", at {length(b.box.x0)}, {length(b.box.y0)}"
            yield _change(
                "changed", pixels_message(found, "what an image shows", places_said), None, None, a=a, b=b
            )
