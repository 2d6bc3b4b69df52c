"""TXT004: type families the journal doesn't take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from natfig.core.findings import Finding, Fix, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._families import GENERIC, is_taken, plain_name, stands_in_for, suits_any_family
from natfig.qa.checks._rules import count_of, judge, listed, quoted
from natfig.qa.document import Document, TextRun

if TYPE_CHECKING:
    from natfig.journals.model import Value

__all__ = ["check"]


def _by_family(document: Document) -> dict[str, list[TextRun]]:
    families: dict[str, list[TextRun]] = {}
    for run in document.visible_runs:
        if run.text.strip() and not suits_any_family(run.text, run.family):
            families.setdefault(run.family.strip(), []).append(run)
    return families


def _verdict(
    family: str, fonts: Sequence[str], value: Value | None, who: str
) -> tuple[str, Severity | None] | None:
    """Return (what is wrong, severity or the check's own) for a family, or None where it is taken."""
    if not family:
        return "no font is named, so every program chooses its own", Severity.WARNING
    if plain_name(family) in GENERIC:
        return f"'{family}' names no face, so every program chooses its own", Severity.WARNING
    if not fonts or is_taken(family, fonts):
        return None
    wants = f"faces for {who}: {_any_of(fonts)}"
    if (twin := stands_in_for(family, fonts)) is not None:
        return f"'{family}' stands in for {twin} with the same widths; {wants}", Severity.INFO
    if value is not None and value.confidence == "low":
        return (
            f"the text is set in '{family}'; {wants} (a rule known from one secondary source)",
            Severity.INFO,
        )
    return f"the text is set in '{family}'; {wants}", None


def _any_of(fonts: Sequence[str]) -> str:
    return fonts[0] if len(fonts) == 1 else f"{', '.join(fonts[:-1])} or {fonts[-1]}"


def _look(document: Document, context: Context) -> Iterator[Finding]:
    value = context.value("fonts")
    fonts = () if context.journal is None else context.journal.fonts(context.stage)
    who = "" if context.journal is None else context.journal.name
    found = [
        (runs, verdict)
        for family, runs in _by_family(document).items()
        if (verdict := _verdict(family, fonts, value, who)) is not None
    ]
    shown, rest = listed(found)
    for runs, (says, severity) in shown:
        # Publishers that list faces of their own set figures anew in them: no reason to change the file.
        is_hearsay = severity is Severity.INFO and stands_in_for(runs[0].family, fonts) is None
        panels = {run.panel for run in runs}
        first = runs[0]
        yield judge(
            check,
            context,
            f"{says}: {count_of(len(runs), 'text')}, such as {quoted([r.text for r in runs], 2)}",
            panel=first.panel if len(panels) == 1 else None,
            text=first.text,
            box=first.box,
            line=first.line,
            value=value,
            severity=severity,
            fix=Fix.SAFE if document.kind == "svg" and not is_hearsay else Fix.NONE,
        )
    if rest:
        left = found[len(shown) :]
        milder = None if any(severity is None for _, (_, severity) in left) else left[0][1][1]
        yield judge(
            check,
            context,
            f"{count_of(rest, 'further font')}: {quoted(runs[0].family for runs, _ in left)}",
            value=value,
            severity=milder,
            fix=Fix.NONE,
        )


check = Check(
    id="txt004_font_family",
    code="TXT004",
    title="font family the journal doesn't take",
    reason=(
        "The first family of the stack is the one the production desk looks for; a face it doesn't have is "
        "replaced by another of other widths, and labels run into each other."
    ),
    bad="font-family: 'DejaVu Sans', sans-serif, for a journal that takes Arial and Helvetica",
    good="font-family: Arial, Helvetica, 'Liberation Sans', sans-serif",
    needs=("text",),
    look=_look,
    fix=Fix.SAFE,
    source="SVG 2, section 11.6.1 and CSS Fonts 4, section 2.1: which face is used, "
    "https://www.w3.org/TR/css-fonts-4/#font-family-prop",
    hint="name the journal's face first and others of the same widths after it",
)
