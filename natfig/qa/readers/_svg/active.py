"""What could run in an SVG: found without looking at every attribute of a large file.

What the bytes of a file can't hold is not looked for in its tree. Names can't be disguised
in XML, so that is safe for elements and attributes; values can be, so they are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from natfig.core import lazyre
from natfig.qa.document import Active, Document, Link
from natfig.qa.readers._svg.doctype import doctype_of, tame_doctype
from natfig.qa.readers._svg.names import HREF, XLINK_HREF
from natfig.qa.readers._svg.running import (
    ANIMATIONS,
    ANYWHERE,
    OF_HTML,
    XINCLUDE,
    is_active_css,
    is_animation_of_links,
    is_plain_sheet,
    runs,
    squeezed,
    without_imports,
)

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.readers._svg.vocabulary import Vocabulary

__all__ = ["collect_active"]

_XLINK = "http://www.w3.org/1999/xlink"
_XHTML = "http://www.w3.org/1999/xhtml"
_HANDLERS = lazyre.compile(rb"on\w+\s*=")
_BEFORE_A_NAME = b" \n\t\r\"'"
# A reference that doesn't stay in the file, or may be disguised.
_OUTWARD = lazyre.compile(rb"href\s*=\s*[\"'][^\"'#]")
# What browsers of old ran from a style attribute; those that did can't be fooled by case.
# References to characters and entities may spell any of it.
_IN_STYLES = (b"script:", b"expression(", b"-moz-binding", b"behavio", b"&#", b"<!ENTITY")
_PICTURES = frozenset({"image", "feImage", "img"})
_ANIMATED = {name.lower(): name for name in ("animateTransform", "animateMotion", "animateColor")}
_MAX_FOUND = 200


def collect_active(document: Document, root: etree._Element, data: bytes, held: Vocabulary) -> None:
    """Fill in `Document.active`, and the links of elements that load something.

    Parameters
    ----------
    document : Document
    root : Element
    data : bytes
        The file.
    held : Vocabulary
        Of the file; what it can't hold is not looked for in the tree.
    """
    for found in (
        _elements(document, root, held),
        _handlers(root, data, held),
        _references(root, data, held),
        _animations(root, held),
        _styles(root, held),
        _before(root, data),
    ):
        document.active.extend(islice(found, _MAX_FOUND))


def _elements(document: Document, root: Any, held: Vocabulary) -> Iterator[Active]:
    # One pass for all names: half a million elements take a fifth of a second each time.
    tags = ["{*}style", *(f"{{*}}{name}" for name in ANYWHERE)]
    if held.may_hold(_XHTML.encode()):
        tags += [f"{{{_XHTML}}}{name}" for name in OF_HTML]
    if held.may_hold(XINCLUDE[1:-1].encode()):
        tags.append(f"{XINCLUDE}*")
    for element in root.iter(*tags):
        name = str(element.tag).rpartition("}")[2]
        if name == "style":
            if _is_active_sheet(element):
                yield Active("style sheet that can run", element.sourceline)
            continue
        yield Active(f"<{name}>", element.sourceline)
        target = element.get(HREF) or element.get(XLINK_HREF) or element.get("src") or element.get("data")
        if target and not target.startswith("data:"):
            document.links.append(Link(target[:500], name, element.sourceline))


def _is_active_sheet(element: Any) -> bool:
    text = "".join(t for t in (element.text, *(child.tail for child in element)) if t)
    # What is imported is reported as a reference to elsewhere.
    return is_active_css(text) and is_active_css(without_imports(text))


def _handlers(root: Any, data: bytes, held: Vocabulary) -> Iterator[Active]:
    # Without a condition before "on" the pattern begins with letters, which is searched fast.
    if held.is_odd or any(data[m.start() - 1] in _BEFORE_A_NAME for m in _HANDLERS.finditer(data)):
        for value in root.xpath("//@*[starts-with(name(), 'on')]"):
            yield Active(f"{value.attrname} handler", _line(value.getparent()))


def _references(root: Any, data: bytes, held: Vocabulary) -> Iterator[Active]:
    if not held.may_hold(b"href") or not (held.is_odd or _OUTWARD.search(data)):
        return
    for element in root.xpath("//*[@href or @x:href]", namespaces={"x": _XLINK}):
        address = element.get(HREF) or element.get(XLINK_HREF) or ""
        # A picture's megabytes are no reason to read them all.
        name = str(element.tag).rpartition("}")[2]
        if runs(address[:500], shows_picture=name in _PICTURES):
            yield Active(_kind_of(address), element.sourceline)


def _kind_of(address: str) -> str:
    word = squeezed(address[:60])
    if word.startswith("data:text/html"):
        return "HTML in a data: link"
    return "data: link that can run" if word.startswith("data:") else f"{word.partition(':')[0]}: link"


def _animations(root: Any, held: Vocabulary) -> Iterator[Active]:
    if not held.may_hold(b"attributeName"):
        return
    for element in root.iter(*(f"{{*}}{_ANIMATED.get(name, name)}" for name in ANIMATIONS)):
        name = str(element.tag).rpartition("}")[2]
        target = element.get("attributeName") or ""
        if is_animation_of_links(name.lower(), target):
            yield Active(f"<{name}> of {squeezed(target)[:40]}", element.sourceline)


def _styles(root: Any, held: Vocabulary) -> Iterator[Active]:
    if held.may_hold(*_IN_STYLES):
        for value in root.xpath("//@style"):
            if is_active_css(value):
                yield Active("style that can run", _line(value.getparent()))


def _before(root: Any, data: bytes) -> Iterator[Active]:
    from lxml import etree

    for node in root.itersiblings(etree.ProcessingInstruction, preceding=True):
        if node.target.lower() == "xml-stylesheet" and not is_plain_sheet(dict(node.attrib)):
            yield Active("style sheet that transforms the file", _line(node))
    doctype = doctype_of(data) if root.getroottree().docinfo.doctype else ""
    if doctype and tame_doctype(doctype) != doctype:
        yield Active("DOCTYPE that adds to elements", data[: data.find(b"<!DOCTYPE")].count(b"\n") + 1)


def _line(element: Any) -> int | None:
    return None if element is None else element.sourceline
