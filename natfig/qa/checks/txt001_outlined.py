"""TXT001: text that is drawn as shapes."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._rules import count_of, judge, quoted, union
from natfig.qa.document import Document, OutlinedText

__all__ = ["check"]

# Without panels to sort them by, so many outlined labels are told one by one; more are
# one finding, since then the whole figure was exported that way.
MOST_SINGLE = 5


def _clusters(document: Document) -> Iterator[tuple[str | None, list[OutlinedText]]]:
    """Yield (panel, labels) of what makes one finding."""
    panels: dict[str | None, list[OutlinedText]] = {}
    for label in document.outlined:
        panels.setdefault(label.panel, []).append(label)
    for panel, labels in panels.items():
        if panel is None and len(labels) <= MOST_SINGLE:
            yield from ((None, [label]) for label in labels)
        else:
            yield panel, labels


def _look(document: Document, context: Context) -> Iterator[Finding]:
    editable, outlined = context.value("fonts_editable"), context.value("fonts_embedded_or_outlined")
    if editable is not None and editable.value:
        value, severity = editable, None
    elif outlined is not None and outlined.value:
        value, severity = outlined, Severity.INFO  # the journal takes outlines as well
    else:
        value, severity = None, Severity.WARNING
    for panel, labels in _clusters(document):
        glyphs = sum(label.glyphs for label in labels)
        texts = [label.text for label in labels if label.text]
        says = f": {quoted(texts)}" if texts else ""
        what = "a label is" if len(labels) == 1 else f"{len(labels)} labels are"
        yield judge(
            check,
            context,
            f"{what} drawn as shapes, {count_of(glyphs, 'glyph')}{says}; "
            "nobody can edit, search or copy the text",
            panel=panel,
            text=texts[0] if len(labels) == 1 and texts else None,
            box=union(label.box for label in labels),
            line=labels[0].line,
            value=value,
            severity=severity,
        )


check = Check(
    id="txt001_outlined",
    code="TXT001",
    title="text drawn as shapes",
    reason=(
        "Editors set labels in the journal's face and correct them; screen readers and search read them. "
        "Text that was turned into outlines can only be drawn anew. It is recognised by its shapes, with or "
        "without names."
    ),
    bad='matplotlib with svg.fonttype "path"; "Create Outlines" in Illustrator; R\'s svg() device',
    good='matplotlib with svg.fonttype "none"; live text in Illustrator; R\'s svglite device',
    needs=("shapes",),
    look=_look,
    source="SVG 2, section 11.1: text as text stays accessible and editable, https://www.w3.org/TR/SVG2/text.html",
    hint="export again with text kept as text, and name the journal's font",
    options={"most_single": MOST_SINGLE},
)
