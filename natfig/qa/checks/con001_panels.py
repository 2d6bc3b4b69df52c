"""CON001: the file's panels, page or bytes are not those the manifest describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from natfig.core.findings import Finding, Severity
from natfig.core.io import hash_file
from natfig.qa.beside import output_of, panel_items
from natfig.qa.check import Check, Context
from natfig.qa.checks._panels import find_panel_letters
from natfig.qa.checks._rules import panels_of
from natfig.qa.document import Document

__all__ = ["check"]

# Sizes are compared after a round trip through pt and mm with four decimals.
SLACK_MM = 0.05


def _look(document: Document, context: Context) -> Iterator[Finding]:
    assert context.manifest is not None  # noqa: S101 — the runner asks for it
    output = output_of(context.manifest, document.path.name)
    if output is not None and _is_as_written(document, output):
        return
    yield from _panels(document, list(panel_items(context.manifest)))
    if output is not None:
        yield from _size(document, output)
        if isinstance(output.get("sha256"), str):
            yield check.finding(
                "the file was edited since natfig wrote it, so the manifest may not describe it any more",
                severity=Severity.INFO,
            )


def _panels(document: Document, wanted: list[str]) -> Iterator[Finding]:
    if not wanted:
        return
    found = list(panels_of(document)) or [p.letter.lower() for p in find_panel_letters(document)]
    if not found:
        if len(wanted) > 1:
            yield check.finding(
                "neither ids nor letters say what is a panel, so panels were not compared with the contract",
                severity=Severity.INFO,
            )
        return
    for letter in wanted:
        if letter not in found:
            yield check.finding(f"panel {letter} of the contract is not in the file", panel=letter)
    for letter in dict.fromkeys(found):
        if letter not in wanted:
            yield check.finding(f"panel {letter} is in the file and not in the contract", panel=letter)


def _size(document: Document, output: Mapping[str, Any]) -> Iterator[Finding]:
    page = document.page
    for name, is_mm, wants in (
        ("wide", page.width_mm, output.get("width_mm")),
        ("high", page.height_mm, output.get("height_mm")),
    ):
        if is_mm is None or isinstance(wants, bool) or not isinstance(wants, int | float):
            continue
        # Pixels of a raster image round the page to one of them.
        pixel = 25.4 / document.raster.dpi[0] if document.raster and document.raster.dpi else 0.0
        if abs(is_mm - wants) > SLACK_MM + pixel:
            yield check.finding(f"the page is {is_mm:.2f} mm {name}; natfig wrote it with {wants:.2f} mm")


def _is_as_written(document: Document, output: Mapping[str, Any]) -> bool:
    """Return whether the file has the bytes natfig wrote; then nothing can differ."""
    wants = output.get("sha256")
    try:
        return isinstance(wants, str) and hash_file(document.path) == wants
    except OSError:
        return False


check = Check(
    id="con001_panels",
    code="CON001",
    title="panels differ from the contract",
    reason=(
        "The contract gives every panel a role in the argument. A panel that was deleted, added or resized "
        "afterwards leaves claims without evidence or evidence without a claim."
    ),
    bad="a spec with panels a, b and c, and a file in which c was deleted in Illustrator",
    good="the file as natfig render wrote it",
    needs=("page",),
    look=_look,
    severity=Severity.ERROR,
    source="the figure's own contract (manifest or spec)",
    hint="render the spec again, or change the spec so that it describes the figure",
    needs_manifest=True,
    options={"slack_mm": SLACK_MM},
)
