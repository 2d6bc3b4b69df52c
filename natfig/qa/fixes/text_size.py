"""Raises text to the journal's floor, where nothing then overlaps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from natfig.qa.fixes.base import Change, Fixer, set_declared

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.check import Context
    from natfig.qa.document import Document

__all__ = ["fixer"]

# Raising a text by more than this is a redesign: that is for its author.
_MOST = 2.0
_SLACK_PT = 0.005


def _apply(
    tree: etree._ElementTree, document: Document, context: Context, without: frozenset[object]
) -> Iterable[Change]:
    del tree
    floor = None if context.journal is None else context.journal.text_floor_pt(context.stage)
    if floor is None:
        return
    sizes: dict[int, float] = {}
    # The same element may be drawn several times, by <use> at several scales: the largest need counts.
    for run, element in zip(document.runs, document.source.run_elements, strict=True):
        if run.visible and 0 < run.size_pt < floor - _SLACK_PT:
            sizes[id(element)] = max(sizes.get(id(element), 1.0), floor / run.size_pt)
    done: set[int] = set()
    for number, (run, element) in enumerate(zip(document.runs, document.source.run_elements, strict=True)):
        factor = sizes.get(id(element))
        if factor is None or id(element) in done or run.size_pt >= floor - _SLACK_PT:
            continue
        key = ("size", number)
        if key in without or factor > _MOST:
            continue
        done.add(id(element))
        size = document.source.run_sizes[number] * factor
        set_declared(element, "font-size", f"{size:.4f}".rstrip("0").rstrip(".") + "px")
        yield Change(key, f"raised '{_short(run.text)}' from {run.size_pt:.2f} to {floor:g} pt")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 30 else text[:29] + "…"


fixer = Fixer("text_size", ("TXT002",), 60, _apply)
