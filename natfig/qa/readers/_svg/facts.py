"""What an SVG says about itself: titles, metadata, scripts, references to elsewhere, fonts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from natfig.qa.document import Document, Font, Link
from natfig.qa.readers._svg.active import collect_active
from natfig.qa.readers._svg.names import INKSCAPE, SVG, local_name
from natfig.qa.readers._svg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.readers._svg.css import Cascade

__all__ = ["collect", "fonts_of"]

_SODIPODI = "{http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd}"
_DC = "http://purl.org/dc/elements/1.1/"
_MAX_TEXT = 2000
_PATHS = (b"export-filename", b"absref", b"docbase")


def _clean(text: str | None) -> str:
    return " ".join((text or "").split())[:_MAX_TEXT]


def collect(document: Document, root: etree._Element, data: bytes) -> None:
    """Fill in metadata, links and what could run.

    `data` is the file as bytes: what can't be in it is not looked for element by element.
    """
    held = Vocabulary(data)
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
    _metadata(meta, root, held)
    _comments(meta, root)
    _instructions(document, root)
    collect_active(document, root, data, held)


def _metadata(meta: dict[str, str], root: etree._Element, held: Vocabulary) -> None:
    """Read Dublin Core, and where Inkscape exported a part to."""
    names = ("creator", "date", "title", "rights", "publisher", "description", "source", "contributor")
    if held.may_hold(b"purl.org/dc"):
        for element in root.iter(*(f"{{{_DC}}}{name}" for name in names)):
            text = _clean(" ".join(str(t) for t in element.itertext()))
            if text:
                meta.setdefault(f"dc:{str(element.tag).rpartition('}')[2]}", text)
    if held.may_hold(*_PATHS):
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


def fonts_of(families: Iterable[str], cascade: Cascade) -> list[Font]:
    """Return the fonts that visible text names; embedded where the style sheet carries them."""
    carried = cascade.embedded_families
    return [Font(name, name.lower() in carried) for name in families]
