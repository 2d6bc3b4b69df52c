"""GEO004: panel letters against the journal's form, the alphabet and each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._panels import PanelLetter, find_panel_letters
from natfig.qa.checks._rules import judge, panels_of, union
from natfig.qa.document import Document

if TYPE_CHECKING:
    from natfig.journals.model import Journal, PanelLabel

__all__ = ["check"]

# A size may differ from the journal's by this much; 8 pt set on a page scaled by 3 % is
# still 8 pt to an editor's eye.
SIZE_SLACK_PT = 0.25

# Letters of one row or column whose lines differ by more than the first are seen to be
# out of line; beyond the second they belong to different rows or columns. In mm.
ALIGNED_MM = 0.5
SAME_LINE_MM = 2.0

# Down or right by more than this counts when the order of panels is looked at, in mm.
_STEP_MM = 2.0
# A word that only the sentence about slant has.
_LETTERS = "letterforms"
_ALIGNMENT_SOURCE = "natfig's design: panel letters stand on one line per row and column"


def _names(letters: Sequence[PanelLetter]) -> str:
    return ", ".join(item.pattern.format(item.letter) for item in letters)


def _form(
    letters: Sequence[PanelLetter], wants: PanelLabel, journal: Journal, stage: str
) -> Iterator[tuple[list[PanelLetter], str]]:
    """Yield (letters, what is wrong) against the journal's form."""
    who = journal.name
    if wants.case is not None:
        upper = wants.case == "upper"
        yield (
            [i for i in letters if i.letter.isupper() is not upper],
            f"{wants.case} case is the form of {who}",
        )
    if wants.weight is not None:
        bold = wants.weight == "bold"
        yield [i for i in letters if i.run.is_bold is not bold], f"{wants.weight} weight is the form of {who}"
    if wants.slant is not None:
        slanted = wants.slant == "italic"
        wrong = [i for i in letters if (i.run.style in {"italic", "oblique"}) is not slanted]
        yield wrong, f"{wants.slant} {_LETTERS} are the form of {who}"
    if wants.pattern is not None:
        yield (
            [i for i in letters if i.pattern != wants.pattern],
            f"'{wants.pattern.format('a')}' is the form of {who}",
        )
    if wants.size_pt is not None:
        size = wants.size_pt
        # IEEE prints letters in 8 pt and no other text below 9: both are right for a letter.
        most = max(size, journal.text_floor_pt(stage) or size) + SIZE_SLACK_PT
        off = [i for i in letters if not size - SIZE_SLACK_PT <= i.run.size_pt <= most]
        sizes = ", ".join(dict.fromkeys(f"{i.run.size_pt:.1f}" for i in off))
        yield off, f"{sizes} pt; {size:g} pt is the form of {who}"


def _unequal(letters: Sequence[PanelLetter], wants: PanelLabel) -> Iterator[tuple[list[PanelLetter], str]]:
    """Yield (letters, what is wrong) where letters differ from most and the journal doesn't say."""
    for known, what, looks in (
        (wants.case, "case", [i.letter.isupper() for i in letters]),
        (wants.weight, "weight", [i.run.is_bold for i in letters]),
        (wants.pattern, "brackets", [i.pattern for i in letters]),
        (wants.size_pt, "size", [round(2 * i.run.size_pt) / 2 for i in letters]),
    ):
        if known is None and len(set(looks)) > 1:
            usual = Counter(looks).most_common(1)[0][0]
            yield (
                [i for i, look in zip(letters, looks, strict=True) if look != usual],
                f"differs in {what} from the others",
            )


def _last(letters: Sequence[str], panels: Sequence[str]) -> str:
    """Return the last letter there should be: where ids name panels a to e, that is e."""
    named = {panel.lower() for panel in panels}
    is_series = named == {chr(c) for c in range(ord("a"), ord("a") + len(named))}
    last: str = max([*letters, *(named if is_series else ())])
    return last


def _order(letters: Sequence[PanelLetter], panels: Sequence[str]) -> Iterator[tuple[list[PanelLetter], str]]:
    """Yield (letters, what is wrong) with the alphabet: gaps, repeats, and steps back up or to the left."""
    lower = [item.letter.lower() for item in letters]
    twice = [item for item in letters if lower.count(item.letter.lower()) > 1]
    yield twice, "used more than once"
    missing = [chr(c) for c in range(ord("a"), ord(_last(lower, panels)) + 1) if chr(c) not in lower]
    if missing:
        behind = next((i for i in letters if i.letter.lower() > missing[0]), letters[-1])
        yield [behind], f"there is no {', '.join(missing)}"
    for first, second in pairwise(letters):
        dx, dy = second.box.x0 - first.box.x0, second.box.y1 - first.box.y1
        same_row, same_column = abs(dy) <= _STEP_MM, abs(dx) <= _STEP_MM
        back = (
            (same_row and dx < -_STEP_MM)
            or (same_column and dy < -_STEP_MM)
            or (dx < -_STEP_MM and dy < -_STEP_MM)
        )
        if back:
            yield [second], f"stands before {first.letter} in reading order"


def _out_of_line(letters: Sequence[PanelLetter]) -> Iterator[tuple[list[PanelLetter], str]]:
    """Yield (letters, what is wrong) where baselines of a row or left edges of a column nearly agree."""
    for what, places in (
        ("baseline of its row", [i.box.y1 for i in letters]),
        ("left edge of its column", [i.box.x0 for i in letters]),
    ):
        order = sorted(range(len(letters)), key=places.__getitem__)
        for a, b in pairwise(order):
            if ALIGNED_MM < places[b] - places[a] <= SAME_LINE_MM and _are_neighbours(
                letters[a], letters[b], what
            ):
                yield (
                    [letters[b]],
                    f"is {places[b] - places[a]:.1f} mm off the {what}, where {letters[a].letter} stands",
                )


def _are_neighbours(a: PanelLetter, b: PanelLetter, what: str) -> bool:
    """Return whether two letters lie side by side (for a row) or one above the other (for a column)."""
    if "row" in what:
        return abs(a.box.x0 - b.box.x0) > 5 * SAME_LINE_MM
    return abs(a.box.y1 - b.box.y1) > 5 * SAME_LINE_MM


def _look(document: Document, context: Context) -> Iterator[Finding]:
    letters = find_panel_letters(document)
    if not letters:
        yield from _without(document, context)
        return
    if len(letters) == 1 and not letters[0].named:
        return
    journal = context.journal
    if journal is not None:
        wants = journal.panel_label(context.stage)
        value = context.value("panel_label")
        for wrong, says in _form(letters, wants, journal, context.stage):
            if wrong:
                # Whether a letter leans is a detail that the production desk sets itself.
                minor = (
                    Severity.INFO
                    if value is not None and value.confidence == "low" and _LETTERS in says
                    else None
                )
                yield _finding(context, wrong, says, value=value, severity=minor)
        rest = _unequal(letters, wants)
    else:
        from natfig.journals.model import PanelLabel

        rest = _unequal(letters, PanelLabel())
    for wrong, says in (*rest, *_order(letters, list(panels_of(document)))):
        if wrong:
            yield _finding(context, wrong, says, severity=Severity.WARNING)
    for wrong, says in _out_of_line(letters):
        yield _finding(context, wrong, says, severity=Severity.WARNING, source=_ALIGNMENT_SOURCE)


def _finding(context: Context, wrong: Sequence[PanelLetter], says: str, **more: Any) -> Finding:
    return judge(
        check,
        context,
        f"panel letter{'s' if len(wrong) > 1 else ''} {_names(wrong)}: {says}",
        panel=wrong[0].letter.lower(),
        text=wrong[0].pattern.format(wrong[0].letter),
        box=union(item.box for item in wrong),
        line=wrong[0].run.line,
        **more,
    )


def _without(document: Document, context: Context) -> Iterator[Finding]:
    """Yield a finding where ids name several panels and no letter is seen."""
    panels = list(panels_of(document))
    if len(panels) > 1 and "text" not in document.unmeasured:
        yield judge(
            check,
            context,
            f"ids name {len(panels)} panels ({', '.join(panels)}), and none has a letter",
            severity=Severity.WARNING,
        )


check = Check(
    id="geo004_panel_labels",
    code="GEO004",
    title="panel letters",
    reason=(
        "The legend and the text refer to panels by their letters: each needs one, in order, and in the form "
        "the journal prints. A figure of one panel needs none."
    ),
    bad="A, B and D in ordinary weight for a journal that prints bold a, b, c",
    good="a, b and c in 8 pt bold, on one line per row",
    needs=("page", "text"),
    look=_look,
    source="the journal's own form of panel letters (natfig journals ID)",
    hint="set one bold letter at each panel's top left, in the journal's case and size, in reading order",
    options={"size_slack_pt": SIZE_SLACK_PT, "aligned_mm": ALIGNED_MM, "same_line_mm": SAME_LINE_MM},
)
