"""States the page's size in millimetres, without changing it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from natfig.core.units import MM_PER_IN, PX_PER_IN
from natfig.qa.fixes.base import Change, Fixer

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.check import Context
    from natfig.qa.document import Document

__all__ = ["fixer"]

_MM_PER_PX = MM_PER_IN / PX_PER_IN


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _apply(
    tree: etree._ElementTree, document: Document, context: Context, without: frozenset[object]
) -> Iterable[Change]:
    del context
    page = document.page
    if (
        "page" in without
        or page.width_mm is None
        or page.height_mm is None
        or page.unit in {"mm", "cm", "in"}
    ):
        return
    root = tree.getroot()
    if root.get("viewBox") is None:
        # User units were CSS pixels; they stay what they were.
        width, height = page.width_mm / _MM_PER_PX, page.height_mm / _MM_PER_PX
        root.set("viewBox", f"0 0 {_number(width)} {_number(height)}")
    root.set("width", f"{_number(page.width_mm)}mm")
    root.set("height", f"{_number(page.height_mm)}mm")
    stated = {"": "bare numbers", "none": "no size"}.get(page.unit, page.unit)
    yield Change(
        "page", f"states the page as {page.width_mm:.2f} × {page.height_mm:.2f} mm (it had {stated})"
    )


fixer = Fixer("page_unit", ("GEO001",), 30, _apply)
