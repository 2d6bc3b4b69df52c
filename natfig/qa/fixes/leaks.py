"""Removes names of people, programs' paths and dates that an export left in the metadata."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from natfig.core import lazyre
from natfig.qa.fixes.base import Change, Fixer

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.check import Context
    from natfig.qa.document import Document

__all__ = ["fixer"]

_DC = "{http://purl.org/dc/elements/1.1/}"
# Attributes in which drawing programs keep where a file lay on somebody's disk.
_ATTRIBUTES = frozenset({"docname", "docbase", "export-filename", "absref", "export-batch-path"})
_LOCAL_PATH = lazyre.compile(r"(?:/home/|/Users/|[A-Za-z]:\\|file:///?)\S*")


def _holder(element: Any) -> Any:
    """Return the part of an RDF description that goes with a Dublin Core element."""
    return element


def _apply(
    tree: etree._ElementTree, document: Document, context: Context, without: frozenset[object]
) -> Iterable[Change]:
    del document, context
    from lxml import etree as et

    if "leaks" in without:
        return
    found: dict[str, None] = {}
    every: list[Any] = list(tree.iter())
    for element in every:
        if element.tag is et.Comment:
            if _LOCAL_PATH.search(element.text or ""):
                element.text = _LOCAL_PATH.sub("…", element.text)
                found["a path in a comment"] = None
            continue
        if not isinstance(element.tag, str):
            continue
        for key in list(element.attrib):
            local = str(key).rsplit("}", 1)[-1]
            if str(key).startswith("{") and local in _ATTRIBUTES:
                del element.attrib[key]
                found[local] = None
        if (
            element.tag in {f"{_DC}creator", f"{_DC}contributor", f"{_DC}date"}
            and element.getparent() is not None
        ):
            holder = _holder(element)
            holder.getparent().remove(holder)
            found["dc:" + element.tag.rsplit("}", 1)[-1]] = None
    if found:
        yield Change("leaks", f"removed from the metadata: {', '.join(found)}")


fixer = Fixer("leaks", ("DOC008",), 20, _apply)
