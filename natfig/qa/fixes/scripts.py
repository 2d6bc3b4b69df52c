"""Removes what could run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from natfig.qa.fixes.base import Change, Fixer

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.check import Context
    from natfig.qa.document import Document

__all__ = ["fixer"]

_RUNS = frozenset({"script", "handler", "iframe", "object", "embed", "audio", "video"})
_SCHEMES = ("javascript:", "vbscript:", "data:text/html")


def _drop(element: Any) -> None:
    """Remove an element and keep the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _apply(
    tree: etree._ElementTree, document: Document, context: Context, without: frozenset[object]
) -> Iterable[Change]:
    del document, context
    if "scripts" in without:
        return
    dropped: dict[str, int] = {}
    for element in list(tree.iter("*")):
        name = str(element.tag).rsplit("}", 1)[-1]
        if name in _RUNS:
            _drop(element)
            dropped[f"<{name}>"] = dropped.get(f"<{name}>", 0) + 1
            continue
        for key, value in element.attrib.items():
            local = str(key).rsplit("}", 1)[-1]
            is_link = local == "href" and "".join(str(value).split()).lower().startswith(_SCHEMES)
            if local.lower().startswith("on") or is_link:
                del element.attrib[key]
                word = "javascript: link" if is_link else f"{local} handler"
                dropped[word] = dropped.get(word, 0) + 1
    if dropped:
        listed = ", ".join(f"{n} {word}" for word, n in dropped.items())
        yield Change("scripts", f"removed what could run: {listed}")


fixer = Fixer("scripts", ("DOC002",), 10, _apply)
