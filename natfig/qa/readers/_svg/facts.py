"""What an SVG says about itself: titles, metadata, scripts, references to elsewhere, fonts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from natfig.qa.document import Active, Document, Font, Link
from natfig.qa.readers._svg.names import HREF, INKSCAPE, XLINK_HREF, local_name

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.readers._svg.css import Cascade

__all__ = ["collect", "fonts_of"]

_SODIPODI = "{http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd}"
_DC = "http://purl.org/dc/elements/1.1/"
_MAX_TEXT = 2000
_MAX_FOUND = 200


def _clean(text: str | None) -> str:
    return " ".join((text or "").split())[:_MAX_TEXT]


def collect(document: Document, root: etree._Element) -> None:
    """Fill in metadata, links and what could run."""
    meta = document.meta
    for child in root.iterchildren():
        name = local_name(child.tag)
        if name == "title" and "title" not in meta:
            meta["title"] = _clean("".join(child.itertext()))
        elif name == "desc" and "description" not in meta:
            meta["description"] = _clean("".join(child.itertext()))
    for key, name in (
        ("aria-label", "aria-label"),
        ("role", "role"),
        ("docname", f"{_SODIPODI}docname"),
        ("export-filename", f"{INKSCAPE}export-filename"),
        ("inkscape-version", f"{INKSCAPE}version"),
    ):
        value = root.get(name)
        if value:
            meta[key] = _clean(value)
    _metadata(meta, root)
    _comments(meta, root)
    _instructions(document, root)
    _active(document, root)


def _metadata(meta: dict[str, str], root: etree._Element) -> None:
    """Read Dublin Core, wherever it stands, and where Inkscape exported a part to."""
    for name in ("creator", "date", "title", "rights", "publisher", "description", "source", "contributor"):
        found: list[Any] = root.xpath(f"//*[local-name()='{name}' and namespace-uri()='{_DC}']")
        text = _clean(" ".join(" ".join(e.itertext()) for e in found[:5]))
        if text:
            meta.setdefault(f"dc:{name}", text)
    exported: list[Any] = root.xpath(
        "//@*[local-name()='export-filename' or local-name()='absref' or local-name()='docbase']"
    )
    for value in exported[:1]:
        meta.setdefault("export-filename", _clean(str(value)))


def _comments(meta: dict[str, str], root: etree._Element) -> None:
    from lxml import etree

    found = []
    before = root.getprevious()
    while before is not None and len(found) < 20:
        if before.tag is etree.Comment:
            found.append(_clean(before.text))
        before = before.getprevious()
    for child in root.iterchildren(etree.Comment):
        found.append(_clean(child.text))
        if len(found) > 20:
            break
    if found:
        meta["comments"] = " | ".join(f for f in found if f)[:_MAX_TEXT]


def _instructions(document: Document, root: etree._Element) -> None:
    from lxml import etree

    before = root.getprevious()
    while before is not None:
        if before.tag is etree.ProcessingInstruction and getattr(before, "target", "") == "xml-stylesheet":
            href = dict(getattr(before, "attrib", {})).get("href", "")
            if not href.startswith("#"):
                document.links.append(Link(href[:500], "stylesheet", before.sourceline))
        before = before.getprevious()


def _active(document: Document, root: etree._Element) -> None:
    found: list[Any] = root.xpath("//*[local-name()='script' or local-name()='handler']")
    for element in found[:_MAX_FOUND]:
        document.active.append(Active(f"<{local_name(element.tag) or 'script'}>", element.sourceline))
        href = element.get(HREF) or element.get(XLINK_HREF)
        if href and not href.startswith("data:"):
            document.links.append(Link(href[:500], "script", element.sourceline))
    handlers: list[Any] = root.xpath("//@*[starts-with(name(), 'on')]")
    for value in handlers[:_MAX_FOUND]:
        parent = value.getparent()
        document.active.append(
            Active(f"{value.attrname} handler", None if parent is None else parent.sourceline)
        )
    hrefs: list[Any] = root.xpath("//@*[local-name()='href' and contains(., ':')]")
    for value in hrefs:
        word = "".join(str(value)[:60].split()).lower()
        parent = value.getparent()
        if word.startswith(("javascript:", "vbscript:")):
            document.active.append(Active("javascript: link", None if parent is None else parent.sourceline))
        elif word.startswith("data:text/html"):
            document.active.append(Active("HTML in a data: link", None if parent is None else parent.sourceline))
    embedded: list[Any] = root.xpath(
        "//*[local-name()='iframe' or local-name()='object' or local-name()='embed' or local-name()='audio' "
        "or local-name()='video']"
    )
    for element in embedded[:_MAX_FOUND]:
        name = str(element.tag).rsplit("}", 1)[-1]
        document.active.append(Active(f"<{name}>", element.sourceline))
        source = element.get("src") or element.get("data")
        if source and not source.startswith("data:"):
            document.links.append(Link(source[:500], name, element.sourceline))


def fonts_of(families: Iterable[str], cascade: Cascade) -> list[Font]:
    """Return the fonts that visible text names; embedded where the style sheet carries them."""
    carried = {name.lower() for name in getattr(cascade, "embedded_families", ())}
    return [Font(name, name.lower() in carried) for name in families]
