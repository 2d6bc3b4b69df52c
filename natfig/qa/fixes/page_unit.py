"""States the page's size in millimetres, without changing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from natfig.core import lazyre
from natfig.qa.fixes._styles import Styles
from natfig.qa.fixes.base import Change, Fixer, Job, Kept
from natfig.qa.readers._svg.frame import MM_PER_PX, page_of, viewbox_of

__all__ = ["fixer"]

# Lengths on paper; every program agrees about them, but not about pixels and points: Illustrator and
# Inkscape have taken a pixel for 1/72, 1/90 and 1/96 inch.
_ON_PAPER = lazyre.compile(r"\s*[+\d.eE-]+\s*(?:mm|cm|in)\s*")
_STATED = {"": "bare numbers", "none": "no size"}


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _stated(root: Any, styles: Styles) -> tuple[str | None, str | None]:
    """Return width and height as the file has them; CSS comes before attributes."""
    sheet = styles.of(root).geometry or {}
    return sheet.get("width") or root.get("width"), sheet.get("height") or root.get("height")


def _apply(job: Job) -> Iterator[Change | Kept]:
    page, root = job.document.page, job.draft.root
    styles = Styles(root)
    stated = _stated(root, styles)
    if any(side is not None and side.strip().endswith("%") for side in stated):
        yield Kept(
            "GEO001",
            f"the page's size of {stated[0] or stated[1]}: only its author knows how large it is printed",
        )
        return
    if page.width_mm is None or page.height_mm is None or "page" in job.without:
        return
    if all(side is not None and _ON_PAPER.fullmatch(side) for side in stated):
        return
    draft = job.draft
    begun = len(draft)
    if viewbox_of(root.get("viewBox")) is None:
        # User units were CSS pixels, and stay what they were.
        sides = (page.width_mm / MM_PER_PX, page.height_mm / MM_PER_PX)
        draft.set(root, "viewBox", f"0 0 {_number(sides[0])} {_number(sides[1])}")
    for name, old, side in zip(("width", "height"), stated, (page.width_mm, page.height_mm), strict=True):
        new = f"{_number(side)}mm"
        by_sheet = old is not None and (styles.of(root).geometry or {}).get(name) == old
        draft.set(root, name, new)
        if by_sheet:
            styles.put(draft, root, name, new, lambda s, n=name, v=new: (s.geometry or {}).get(n) == v)  # type: ignore[misc]
        styles.forget(root)
    now = page_of(root, styles.of(root).geometry)[0]
    if now.width_mm is None or now.height_mm is None or now.unit != "mm":
        draft.rollback(begun)
        yield Kept("GEO001", "the page's size: the style sheet does not let it be stated in mm")
        return
    had = _STATED.get(page.unit, page.unit)
    size = f"{page.width_mm:.2f} × {page.height_mm:.2f} mm"
    yield Change("page", f"stated the page as {size} (it had {had})")


fixer = Fixer("page_unit", ("GEO001",), 30, _apply)
