"""DOC006: a file that is not well formed, or unsafe to open.

What the readers meet (a broken or bombed file, a wrong suffix, an encrypted PDF)
becomes DOC006 in the runner: as notes of the document, or as the one finding of a
file that could not be read. Here is what is left to see in a document that was read.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.document import Document

__all__ = ["check"]

# No page is a kilometre wide: such numbers come from divisions by zero and lost units,
# and programs differ in what they make of them.
HUGE_MM = 1_000_000.0


def _look(document: Document, _context: Context) -> Iterator[Finding]:
    shapes = document.shapes
    if len(shapes):
        total = sum(shapes.x0) + sum(shapes.y0) + sum(shapes.x1) + sum(shapes.y1)
        high, low = (max(shapes.x1), max(shapes.y1)), (min(shapes.x0), min(shapes.y0))
        reach = max(*high, -low[0], -low[1])
        if not math.isfinite(total):
            yield check.finding("shapes have coordinates that are not numbers (NaN or infinite)")
        elif reach > HUGE_MM:
            yield check.finding(f"shapes lie up to {reach / HUGE_MM:.1f} km off the page")
    lost = [run for run in document.runs if not all(map(math.isfinite, (*run.box, run.size_pt)))]
    far = [run for run in document.runs if max(map(abs, run.box)) > HUGE_MM and run not in lost]
    if lost:
        yield check.finding(
            f"the text '{lost[0].text[:40]}' has a place or size that is no number", line=lost[0].line
        )
    elif far:
        yield check.finding(
            f"the text '{far[0].text[:40]}' lies more than a kilometre off the page", line=far[0].line
        )


check = Check(
    id="doc006_not_well_formed",
    code="DOC006",
    title="not well formed or unsafe",
    reason=(
        "A file that one program repairs silently is refused or shown differently by the next. Entity bombs, "
        "external entities and links out of the file are refused before they do anything."
    ),
    bad="a cut-off download; fig.svg that is a PNG; an entity that names /etc/passwd; coordinates of NaN",
    good="what the drawing program exported, whole",
    needs=(),
    look=_look,
    severity=Severity.ERROR,
    source="Extensible Markup Language 1.0, https://www.w3.org/TR/xml/; ISO 32000-1 (PDF); TIFF 6.0",
    hint="export the figure again from the program it was drawn with",
    options={"huge_mm": HUGE_MM},
)
