"""DOC001: an image, style sheet or font that is in another file."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._rules import count_of, listed, shorten
from natfig.qa.document import Document, Link

__all__ = ["check"]

# What runs or shows another document is active content whether it is linked or not: DOC002.
_ACTIVE = frozenset({"script", "iframe", "object", "embed", "audio", "video"})


def _look(document: Document, _context: Context) -> Iterator[Finding]:
    known = {link.href for link in document.links}
    links = [link for link in document.links if link.what not in _ACTIVE]
    boxes = {image.href: image for image in document.images if image.linked}
    links += [Link(i.href, "image", i.line) for i in boxes.values() if i.href not in known]
    shown, left = listed(list(dict.fromkeys(links)))
    for link in shown:
        image = boxes.get(link.href)
        # A missing face falls back to the next one named; a missing picture or style is a hole.
        severity = Severity.WARNING if link.what == "font" else None
        yield check.finding(
            f"the {link.what} '{shorten(link.href)}' is another file, which is not sent along",
            box=None if image is None else image.box,
            panel=None if image is None else image.panel,
            line=link.line,
            severity=severity,
        )
    if left:
        yield check.finding(f"{count_of(left, 'further reference')} to other files")


check = Check(
    id="doc001_linked_file",
    code="DOC001",
    title="linked file",
    reason=(
        "Only the file itself reaches the editor: what it links to is missing there, or loaded over the "
        "network from whoever owns the address. Linked scripts and frames are DOC002."
    ),
    bad='<image href="microscope/cells.png"/>',
    good='<image href="data:image/png;base64,…"/>',
    needs=("links",),
    look=_look,
    severity=Severity.ERROR,
    source="SVG 2, section 2.4 (secure static mode), https://www.w3.org/TR/SVG2/conform.html#secure-static-mode",
    hint="embed it (Inkscape: Extensions > Images > Embed; Illustrator: Links > Embed) and export again",
)
