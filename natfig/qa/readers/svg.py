"""Reads SVG as a browser would show it on paper.

Source: SVG 2, <https://www.w3.org/TR/SVG2/>, and where that is silent what
headless Chromium does, which the tests compare with.
"""

from __future__ import annotations

import gc
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import DocumentError
from natfig.core.findings import Severity
from natfig.core.record import dataclass
from natfig.qa.document import Document, Note, Page
from natfig.qa.readers.base import LIMITS, Limits

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["SvgReader", "SvgSource", "reader", "unpacked"]

_GZIP = b"\x1f\x8b"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def unpacked(data: bytes, limits: Limits = LIMITS) -> bytes:
    """Return a ``.svgz`` file's bytes unpacked, others as they are.

    Raises
    ------
    DocumentError
        If it is cut short, or grows beyond the limit (a gzip bomb).
    """
    if not data.startswith(_GZIP):
        return data
    inflate = zlib.decompressobj(wbits=31)
    try:
        text = inflate.decompress(data, limits.file_bytes)
    except zlib.error as error:
        raise DocumentError(f"the compressed SVG is damaged: {error}") from None
    if inflate.unconsumed_tail:
        raise DocumentError(f"unpacked it has more than {limits.file_bytes:,} bytes")
    if not inflate.eof:
        raise DocumentError("the compressed SVG is cut short")
    return text


@dataclass(frozen=True, slots=True)
class SvgSource:
    """The parsed file behind a document.

    For each run `run_elements` has the element its first letter stands in, and
    `run_sizes` its font size in user units.
    """

    tree: etree._ElementTree
    run_elements: list[etree._Element]
    run_sizes: list[float]


class SvgReader:
    """SVG and SVGZ."""

    id = "svg"
    suffixes = (".svg", ".svgz")

    def claims(self, head: bytes) -> bool:
        """Return whether the first bytes look like SVG, packed or not."""
        if head.startswith(_GZIP):
            head = zlib.decompressobj(wbits=31).decompress(head, 4096) if _can_inflate(head) else b""
        text = head.replace(b"\0", b"").lstrip(b"".join(_BOMS)).lstrip()
        return text.startswith(b"<") and (b"<svg" in text or b":svg" in text or b"!DOCTYPE svg" in text)

    def read(self, path: Path, data: bytes, limits: Limits = LIMITS) -> Document:
        """Return the document; see `natfig.qa.readers.base.Reader`."""
        from natfig.core.xml import parse_xml
        from natfig.qa.readers._svg.names import local_name
        from natfig.qa.readers._svg.walk import Walker

        size = len(data)
        data = unpacked(data, limits)
        tree = parse_xml(data, what="SVG")
        root = tree.getroot()
        if local_name(root.tag) != "svg":
            raise DocumentError(f"it is XML but not SVG: its root is <{_shown(root)}>")
        document = Document(path, "svg", size, Page(None, None, "none"))
        if not str(root.tag).startswith("{"):
            document.notes.append(
                Note(
                    'the SVG namespace is missing (xmlns="http://www.w3.org/2000/svg"); '
                    "browsers do not show such a file",
                    Severity.ERROR,
                    line=_line(root),
                )
            )
        # Half a million small objects that all stay: looking through them for garbage again
        # and again would double the time.
        was_collecting = gc.isenabled()
        gc.disable()
        try:
            walker = Walker(document, root, data, limits)
            del data
            walker.walk()
        finally:
            if was_collecting:
                gc.enable()
        document.source = SvgSource(tree, walker.run_elements, walker.run_sizes)
        return document


def _can_inflate(head: bytes) -> bool:
    try:
        zlib.decompressobj(wbits=31).decompress(head, 4096)
    except zlib.error:
        return False
    return True


def _line(root: Any) -> int | None:
    return None if root.sourceline is None else int(root.sourceline)


def _shown(root: etree._Element) -> str:
    return str(root.tag).rsplit("}", 1)[-1][:40]


reader = SvgReader()
