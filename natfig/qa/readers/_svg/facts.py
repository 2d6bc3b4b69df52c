"""What an SVG says about itself: titles, metadata, scripts, references to elsewhere, fonts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from natfig.core import lazyre
from natfig.qa.document import Active, Document, Font, Link
from natfig.qa.readers._svg.names import HREF, INKSCAPE, SVG, XLINK_HREF, local_name

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.readers._svg.css import Cascade

__all__ = ["collect", "fonts_of"]

_SODIPODI = "{http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd}"
_DC = "http://purl.org/dc/elements/1.1/"
_XLINK = "http://www.w3.org/1999/xlink"
_MAX_TEXT = 2000
# Elements that bring something of their own to run or to show.
_EMBEDDED = ("iframe", "object", "embed", "audio", "video")
# Names of attributes can't be disguised in XML, so a file without these bytes has none.
_HANDLERS = lazyre.compile(rb"on\w+\s*=")
_BEFORE_A_NAME = b" \n\t\r\"'"
_PATHS = (b"export-filename", b"absref", b"docbase")
# A reference that doesn't stay in the file, or may be disguised.
_OUTWARD = lazyre.compile(rb"href\s*=\s*[\"'][^\"'#]")
_MAX_FOUND = 200


def _clean(text: str | None) -> str:
    return " ".join((text or "").split())[:_MAX_TEXT]


def collect(document: Document, root: etree._Element, data: bytes) -> None:
    """Fill in metadata, links and what could run.

    `data` is the file as bytes: what can't be in it is not looked for element by element.
    """
    meta = document.meta
    for child in root.iterchildren(f"{SVG}title", f"{SVG}desc", "title", "desc"):
        key = "title" if local_name(child.tag) == "title" else "description"
        meta.setdefault(key, _clean("".join(str(t) for t in child.itertext())))
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
    _metadata(meta, root, data)
    _comments(meta, root)
    _instructions(document, root)
    _active(document, root, data)


def _is_odd(data: bytes) -> bool:
    """Return whether a file's bytes can't be searched for ASCII words (UTF-16 and its kin)."""
    return b"\0" in data[:200]


def _metadata(meta: dict[str, str], root: etree._Element, data: bytes) -> None:
    """Read Dublin Core, and where Inkscape exported a part to."""
    names = ("creator", "date", "title", "rights", "publisher", "description", "source", "contributor")
    if _is_odd(data) or b"purl.org/dc" in data:
        for element in root.iter(*(f"{{{_DC}}}{name}" for name in names)):
            text = _clean(" ".join(str(t) for t in element.itertext()))
            if text:
                meta.setdefault(f"dc:{str(element.tag).rpartition('}')[2]}", text)
    if _is_odd(data) or any(word in data for word in _PATHS):
        found: Any = root.xpath(
            "//@*[local-name()='export-filename' or local-name()='absref' or local-name()='docbase']"
        )
        for value in found[:1]:
            meta.setdefault("export-filename", _clean(str(value)))


def _comments(meta: dict[str, str], root: etree._Element) -> None:
    from lxml import etree

    found: list[str] = []
    before: Any = root.getprevious()
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

    before: Any = root.getprevious()
    while before is not None:
        if before.tag is etree.ProcessingInstruction and getattr(before, "target", "") == "xml-stylesheet":
            href = dict(getattr(before, "attrib", {})).get("href", "")
            if not href.startswith("#"):
                document.links.append(Link(href[:500], "stylesheet", before.sourceline))
        before = before.getprevious()


def _active(document: Document, root: etree._Element, data: bytes) -> None:
    tags = [f"{{*}}{name}" for name in ("script", "handler", *_EMBEDDED)]
    for count, element in enumerate(root.iter(*tags)):
        if count >= _MAX_FOUND:
            break
        _runs(document, element)
    if _is_odd(data) or _has_handlers(data):
        handlers: Any = root.xpath("//@*[starts-with(name(), 'on')]")
        for value in handlers[:_MAX_FOUND]:
            document.active.append(Active(f"{value.attrname} handler", _line(value.getparent())))
    if _is_odd(data) or (b"href" in data and _OUTWARD.search(data)):
        linked: Any = root.xpath("//*[@href or @x:href]", namespaces={"x": _XLINK})
        for element in linked:
            word = "".join((element.get(HREF) or element.get(XLINK_HREF) or "")[:60].split()).lower()
            if word.startswith(("javascript:", "vbscript:")):
                document.active.append(Active("javascript: link", _line(element)))
            elif word.startswith("data:text/html"):
                document.active.append(Active("HTML in a data: link", _line(element)))


def _has_handlers(data: bytes) -> bool:
    # Without a condition before "on" the pattern begins with letters, which is searched fast.
    return any(data[m.start() - 1] in _BEFORE_A_NAME for m in _HANDLERS.finditer(data))


def _line(element: Any) -> int | None:
    return None if element is None else element.sourceline


def _runs(document: Document, element: Any) -> None:
    """Report an element that runs, or shows, something else."""
    name = str(element.tag).rpartition("}")[2]
    document.active.append(Active(f"<{name}>", element.sourceline))
    target = element.get(HREF) or element.get(XLINK_HREF) or element.get("src") or element.get("data")
    if target and not target.startswith("data:"):
        document.links.append(Link(target[:500], name, element.sourceline))


def fonts_of(families: Iterable[str], cascade: Cascade) -> list[Font]:
    """Return the fonts that visible text names; embedded where the style sheet carries them."""
    carried = {name.lower() for name in getattr(cascade, "embedded_families", ())}
    return [Font(name, name.lower() in carried) for name in families]
