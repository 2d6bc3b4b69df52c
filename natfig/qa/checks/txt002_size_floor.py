"""TXT002: text below the smallest size a journal prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from natfig.core.findings import Finding, Fix, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._panels import find_panel_letters
from natfig.qa.checks._rules import (
    COMMON_FLOOR_SOURCE,
    COMMON_TEXT_FLOOR_PT,
    count_of,
    judge,
    listed,
    shorten,
    union,
)
from natfig.qa.document import Document, TextRun

if TYPE_CHECKING:
    from natfig.journals.model import Value

__all__ = ["check", "size_floor", "small_runs"]

# A size may miss the floor by this much: programs write coordinates with two or three
# decimals and scale pages by fractions of a percent, and nobody sees 1 % of 5 pt.
SLACK_PT = 0.05


def size_floor(context: Context) -> tuple[float, Value | None]:
    """Return the floor in pt and the journal's value behind it."""
    value = None if context.journal is None else context.journal.text_floor(context.stage)
    if value is None or value.value is None:
        return COMMON_TEXT_FLOOR_PT, None
    return float(value.value), value


def _without_letters(small: list[TextRun], document: Document, size_pt: float | None) -> list[TextRun]:
    """Return runs without panel letters in the size that the journal itself states for them."""
    if size_pt is None:
        return small
    letters = {id(item.run) for item in find_panel_letters(document)}
    return [run for run in small if id(run) not in letters or run.size_pt < size_pt - SLACK_PT]


def small_runs(document: Document, context: Context) -> list[TextRun]:
    """Return the visible runs below the floor, in the order of the file."""
    floor, _ = size_floor(context)
    small = [
        run for run in document.visible_runs if run.size_pt < floor - SLACK_PT and not run.text.isspace()
    ]
    if small and context.journal is not None:
        small = _without_letters(small, document, context.journal.panel_label(context.stage).size_pt)
    return small


def _look(document: Document, context: Context) -> Iterator[Finding]:
    floor, value = size_floor(context)
    small = small_runs(document, context)
    small.sort(key=lambda run: run.size_pt)  # worst first; equals stay in the order of the file
    severity = Severity.WARNING if value is None else None
    source = COMMON_FLOOR_SOURCE if value is None else None
    fix = Fix.SAFE if document.kind == "svg" else Fix.NONE
    who = (
        "the usual floor"
        if value is None or context.journal is None
        else f"the floor of {context.journal.name}"
    )
    shown, rest = listed(small)
    for run in shown:
        yield judge(
            check,
            context,
            f"'{shorten(run.text)}' is printed at {run.size_pt:.2f} pt; {who} is {floor:g} pt",
            panel=run.panel,
            text=run.text,
            box=run.box,
            line=run.line,
            value=value,
            severity=severity,
            source=source,
            fix=fix,
        )
    if rest:
        left = small[len(shown) :]
        yield judge(
            check,
            context,
            f"{count_of(rest, 'further text')} below {floor:g} pt, "
            f"{left[0].size_pt:.2f}–{left[-1].size_pt:.2f} pt",
            box=union(run.box for run in left),
            value=value,
            severity=severity,
            source=source,
            fix=fix,
        )


check = Check(
    id="txt002_size_floor",
    code="TXT002",
    title="text below the size floor",
    reason=(
        "Text is measured as it will be printed, all scaling included: exponents and subscripts count too. "
        "Below the floor the journal sends the figure back, or nobody can read it."
    ),
    bad="a 7 pt label 'm2' whose exponent is set at 70 %, 4.9 pt, for a journal with a floor of 5 pt",
    good="the same label with its exponent at 5 pt",
    needs=("page", "text"),
    look=_look,
    fix=Fix.SAFE,
    source=COMMON_FLOOR_SOURCE,
    hint="set the text larger at the printed size; draw the figure at the journal's width and don't scale it",
    options={"slack_pt": SLACK_PT, "floor_without_journal_pt": COMMON_TEXT_FLOOR_PT},
)
