"""TXT003: text above the largest size a journal prints, panel letters apart."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._panels import find_panel_letters
from natfig.qa.checks._rules import count_of, judge, listed, shorten, union
from natfig.qa.document import Document

__all__ = ["check"]

# As for the floor: rounded coordinates and pages scaled by fractions of a percent.
SLACK_PT = 0.05


def _look(document: Document, context: Context) -> Iterator[Finding]:
    value = context.value("text_max_pt")
    if value is None or value.value is None or context.journal is None:
        return
    ceiling = context.journal.text_ceiling_pt(context.stage)
    if ceiling is None:
        return
    large = [
        (i, run)
        for i, run in enumerate(document.runs)
        if run.visible and run.size_pt > ceiling + SLACK_PT and not run.text.isspace()
    ]
    if not large:
        return
    letters = {id(item.run) for item in find_panel_letters(document)}
    found = [run for _, run in large if id(run) not in letters and not _is_lone_letter(run.text, run.is_bold)]
    found.sort(key=lambda run: -run.size_pt)
    shown, rest = listed(found)
    for run in shown:
        yield judge(
            check,
            context,
            f"'{shorten(run.text)}' is printed at {run.size_pt:.2f} pt; "
            f"the largest text of {context.journal.name} besides panel letters is {ceiling:g} pt",
            panel=run.panel,
            text=run.text,
            box=run.box,
            line=run.line,
            value=value,
            severity=Severity.WARNING,
        )
    if rest:
        yield judge(
            check,
            context,
            f"{count_of(rest, 'further text')} above {ceiling:g} pt",
            box=union(run.box for run in found[len(shown) :]),
            value=value,
            severity=Severity.WARNING,
        )


def _is_lone_letter(text: str, is_bold: bool) -> bool:
    """Return whether a text is a bold letter with nothing but brackets: the letter of a panel drawn alone."""
    return is_bold and len(text.strip(" ()[].:")) == 1


check = Check(
    id="txt003_size_ceiling",
    code="TXT003",
    title="text above the size ceiling",
    reason=(
        "Journals set a range so that figures look alike; a large title inside a figure repeats the legend "
        "and takes room from the data. Panel letters are exempt."
    ),
    bad="axis labels of 12 pt for a journal whose ceiling is 7 pt",
    good="axis labels of 7 pt and panel letters of 8 pt bold",
    needs=("page", "text"),
    look=_look,
    severity=Severity.WARNING,
    source="the journal's own range of text sizes (natfig journals ID)",
    hint="set the text smaller at the printed size; draw the figure at the journal's width",
    options={"slack_pt": SLACK_PT},
)
