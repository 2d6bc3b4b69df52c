"""TXT005: words that fall apart when they are edited."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._rows import LETTER_GAP_EM, MAX_GAP_EM, chains
from natfig.qa.checks._rules import count_of, listed, quoted, shorten, union
from natfig.qa.document import Box, Document, TextElement

__all__ = ["check"]

# Letters with a place of their own from which on an element counts as split. An
# exponent or a subscript that is moved takes one or two; a word takes all but the first.
MIN_PLACED = 3


def _is_split(element: TextElement) -> bool:
    letters = sum(not c.isspace() for c in element.text)
    return letters > 2 and element.placed >= min(MIN_PLACED, letters - 1)


Place = tuple[str, str | None, Box | None, int | None, str]


def _places(document: Document) -> Iterator[Place]:
    """Yield (text, panel, box, line, what is wrong) of each word that is split."""
    for element in document.elements:
        runs = [document.runs[i] for i in element.runs]
        if _is_split(element) and any(run.visible for run in runs):
            says = f"'{shorten(element.text)}' has {element.placed} letters placed one by one"
            yield element.text, runs[0].panel, element.box, element.line, says
    for chain in chains(document):
        parts = [document.elements[i] for i in chain.elements]
        pieces = " + ".join(shorten(p.text) for p in parts[:6]) + (" + …" if len(parts) > 6 else "")
        says = f"'{shorten(chain.text)}' is {len(parts)} text elements ({pieces})"
        yield chain.text, chain.panel, union(p.box for p in parts), parts[0].line, says


def _look(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001 — a look has both
    found = list(_places(document))
    shown, rest = listed(found)
    for text, panel, box, line, says in shown:
        yield check.finding(
            f"{says}; it falls apart when it is edited", panel=panel, text=text, box=box, line=line
        )
    if rest:
        left = found[len(shown) :]
        yield check.finding(
            f"{count_of(rest, 'further word')} in pieces, such as {quoted(p[0] for p in left)}",
            box=union(p[2] for p in left if p[2] is not None),
        )


check = Check(
    id="txt005_split",
    code="TXT005",
    title="text split into letters or pieces",
    reason=(
        "Editors correct labels in Illustrator. A word whose letters are placed one by one, or that is "
        "several text objects, can't be corrected, searched or set in another face without being typed anew."
    ),
    bad='<text x="10 13 16 19" y="20">Time</text>, or one <text> for each of T, i, m and e',
    good='<text x="10" y="20">Time</text>',
    needs=("text",),
    look=_look,
    severity=Severity.WARNING,
    source="SVG 2, section 11.10.1: characters that are addressed one by one are separate chunks of text, "
    "https://www.w3.org/TR/SVG2/text.html#TextElementXAttribute",
    hint="write each label as one text object; in PowerPoint and PDF imports, type the label again",
    options={"min_placed": MIN_PLACED, "max_gap_em": MAX_GAP_EM, "max_letter_gap_em": LETTER_GAP_EM},
)
