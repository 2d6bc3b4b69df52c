"""GEO002: the page is taller than the journal's page has room for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._rules import judge, stated_elsewhere
from natfig.qa.document import Document

if TYPE_CHECKING:
    from natfig.journals.model import Value

__all__ = ["check"]

# Publishers round inches by up to this much.
SLACK_MM = 0.3
_KEYS = ("max_height_mm", "text_height_mm", "max_height_mm_by_caption")


def _value(context: Context) -> Value | None:
    """Return the value behind the limit; one for the stage wins over one that is borrowed from the other."""
    found = [value for key in _KEYS if (value := context.value(key)) is not None]
    return next((value for value in found if not value.borrowed), found[0] if found else None)


def _look(document: Document, context: Context) -> Iterator[Finding]:
    height, width = document.page.height_mm, document.page.width_mm
    if height is None or width is None or context.journal is None:
        return
    journal, stage = context.journal, context.stage
    # Which column it fills matters where the limit depends on it; the nearest one decides.
    columns = journal.known_widths_mm(stage)
    column = min(columns, key=lambda n: abs(columns[n][0] - width), default=None)
    limit = journal.max_height_mm(stage, width=column)
    if limit is None or height <= limit + SLACK_MM:
        return
    value = _value(context)
    others = stated_elsewhere(value, "mm")
    taken = max(others, default=0.0)
    if height <= taken + SLACK_MM:
        yield judge(
            check,
            context,
            f"the page is {height:.1f} mm tall; the limit for {journal.name} is {limit:g} mm, "
            f"other sources give up to {taken:g} mm",
            value=value,
            severity=Severity.WARNING,
        )
        return
    yield judge(
        check,
        context,
        f"the page is {height:.1f} mm tall; the tallest figure of {journal.name} is {limit:g} mm, "
        f"{height - limit:.1f} mm less",
        value=value,
    )


check = Check(
    id="geo002_page_height",
    code="GEO002",
    title="page is too tall",
    reason="A figure taller than the journal's page, less its legend, is scaled down, and its text with it.",
    bad="a page of 183 × 260 mm for a journal whose figures are at most 170 mm tall",
    good="a page of 183 × 165 mm",
    needs=("page",),
    look=_look,
    source="the journal's own limit (natfig journals ID)",
    hint="lower the panels, or move one to another figure or the supplement",
    options={"slack_mm": SLACK_MM},
)
