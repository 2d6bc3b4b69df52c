"""Gives a figure a title and a description for readers who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from natfig.qa.fixes.base import Change, Fixer

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.check import Context
    from natfig.qa.document import Document

__all__ = ["fixer"]

_SVG = "http://www.w3.org/2000/svg"
# A description longer than this is read aloud for minutes.
_MAX_CHARS = 600


def _title(document: Document, context: Context) -> str:
    manifest = context.manifest or {}
    for key in ("title", "conclusion"):
        if isinstance(manifest.get(key), str) and manifest[key].strip():
            return str(manifest[key]).strip()
    words = document.path.stem.replace("_", " ").replace("-", " ").strip() or "Figure"
    return words[:1].upper() + words[1:]


def _description(document: Document) -> str:
    """Return what the figure says in words: its texts that are not mere numbers, in reading order."""
    seen: dict[str, None] = {}
    for element in document.elements:
        text = element.text.strip()
        if sum(c.isalpha() for c in text) > 1:
            seen.setdefault(text)
    listed = "; ".join(seen)
    if len(listed) > _MAX_CHARS:
        listed = listed[:_MAX_CHARS].rsplit("; ", 1)[0] + "; …"
    return f"Figure with the labels: {listed}." if listed else "Figure without labels."


def _apply(
    tree: etree._ElementTree, document: Document, context: Context, without: frozenset[object]
) -> Iterable[Change]:
    from lxml import etree as et

    if "title" in without:
        return
    root: Any = tree.getroot()
    if not str(root.tag).startswith(f"{{{_SVG}}}"):
        return
    added = []
    desc = root.find(f"{{{_SVG}}}desc")
    if desc is None or not "".join(desc.itertext()).strip():
        if desc is None:
            desc = et.Element(f"{{{_SVG}}}desc")
            root.insert(0, desc)
        desc.text = _description(document)
        added.append("description")
    title = root.find(f"{{{_SVG}}}title")
    if title is None or not "".join(title.itertext()).strip():
        if title is None:
            title = et.Element(f"{{{_SVG}}}title")
            root.insert(0, title)
        title.text = _title(document, context)
        added.insert(0, "title")
    if added:
        yield Change(
            "title", f"added a {' and a '.join(added)}, made of its name and labels: write better ones"
        )


fixer = Fixer("alternative_text", ("DOC007",), 40, _apply)
