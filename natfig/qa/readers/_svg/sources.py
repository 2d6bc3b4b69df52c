"""Where a document's style sheets are, and which ones it names outside itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from natfig.core import lazyre
from natfig.qa.readers._svg.declarations import outside
from natfig.qa.readers._svg.htmldefaults import XHTML
from natfig.qa.readers._svg.media import media_match

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["line_of", "sheet_links", "sheet_texts"]

_STYLES = ("{http://www.w3.org/2000/svg}style", f"{XHTML}style", "style")
_LINKS = (f"{XHTML}link", "{http://www.w3.org/2000/svg}link", "link")
_HREF = lazyre.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def line_of(node: Any) -> int | None:
    """Return the line a node starts on, 1-based."""
    line = node.sourceline
    return line if isinstance(line, int) and line > 0 else None


def sheet_texts(root: etree._Element, viewport: tuple[float, float]) -> Iterator[tuple[str, int | None]]:
    """Yield (text, line) of every style sheet in the file that counts, in order."""
    for element in root.iter(*_STYLES):
        kind = str(element.get("type") or "").strip().lower()
        if kind.partition(";")[0].strip() not in {"", "text/css"}:
            continue
        if media_match(str(element.get("media") or ""), viewport):
            # Comments of XML are none of the sheet; old files hide the whole of it in one.
            texts = [element.text, *(child.tail for child in element)]
            yield "".join(text for text in texts if text), line_of(element)


def sheet_links(root: etree._Element) -> Iterator[tuple[str, int | None]]:
    """Yield (address, line) of every style sheet outside the file; none is ever opened."""
    from lxml import etree

    node: Any  # the type of its tag doesn't say that it is an instruction
    for node in root.itersiblings(etree.ProcessingInstruction, preceding=True):
        if node.target == "xml-stylesheet" and (match := _HREF.search(node.text or "")):
            href = (match[1] if match[1] is not None else match[2]).strip()
            if outside(href):
                yield href, line_of(node)
    for element in root.iter(*_LINKS):
        href = str(element.get("href") or "").strip()
        if "stylesheet" in str(element.get("rel") or "").lower().split() and outside(href):
            yield href, line_of(element)
