"""TXT007: text that leaves the page or is cut by a clip path."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding
from natfig.qa.check import Check, Context
from natfig.qa.checks._rules import count_of, listed, shorten, union
from natfig.qa.document import Box, Document, TextRun

__all__ = ["check"]

# Ink may pass the edge by this much: a third of the thinnest stem of 5 pt type, and
# about the error of a curve's flattening and of rounded coordinates together.
SLACK_MM = 0.1

# Where the face itself was not at hand its letters may be this much narrower or wider.
UNMEASURED_SLACK_MM = 0.5


def _cut_mm(ink: Box, frame: Box) -> float:
    """Return how far ink passes a frame on its worst side, in mm; negative inside."""
    return max(frame.x0 - ink.x0, frame.y0 - ink.y0, ink.x1 - frame.x1, ink.y1 - frame.y1)


def _says(run: TextRun, page: Box) -> str | None:
    ink = Box.around(run.ink)
    slack = SLACK_MM if run.measured else UNMEASURED_SLACK_MM
    if ink.meet(page) is None:
        return "lies outside the page"
    if run.clip is not None and ink.meet(run.clip) is None:
        return "is clipped away"
    if (cut := _cut_mm(ink, page)) > slack:
        return f"reaches {cut:.2f} mm beyond the page"
    if run.clip is not None and (cut := _cut_mm(ink, run.clip)) > slack:
        return f"is cut by a clip path, {cut:.2f} mm of it"
    return None


def _look(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001 — a look has both
    page = document.page.box
    if page is None:
        return
    found = [
        (run, says)
        for run in document.visible_runs
        if not run.text.isspace() and (says := _says(run, page)) is not None
    ]
    shown, rest = listed(found)
    for run, says in shown:
        yield check.finding(
            f"'{shorten(run.text)}' {says}", panel=run.panel, text=run.text, box=run.box, line=run.line
        )
    if rest:
        yield check.finding(
            f"{count_of(rest, 'further text')} cut or outside the page",
            box=union(run.box for run, _ in found[len(shown) :]),
        )


check = Check(
    id="txt007_clipped",
    code="TXT007",
    title="text outside the page or clipped",
    reason=(
        "What lies beyond the page or a clip path is not printed: a label loses letters, often the last one "
        "of a long tick label or the top of a title."
    ),
    bad="a label that begins 2 mm left of the page",
    good="a label whose last letter ends at the page's edge",
    needs=("page", "text"),
    look=_look,
    source="SVG 2, sections 8.2 and 14.3: what lies outside a viewport or a clip path is not rendered, https://www.w3.org/TR/SVG2/",
    hint="give the panel more margin, or shorten the label; don't save with a tight bounding box",
    options={"slack_mm": SLACK_MM, "unmeasured_slack_mm": UNMEASURED_SLACK_MM},
)
