"""DOC004: a PDF with fonts that are missing or drawn as procedures."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._rules import judge
from natfig.qa.document import Document
from natfig.qa.document import Font as PageFont

__all__ = ["check"]


def _look(document: Document, context: Context) -> Iterator[Finding]:
    # An SVG names its fonts and never has to carry them; that face is TXT004's affair.
    if document.kind != "pdf":
        return
    seen: dict[tuple[str, bool, str | None], PageFont] = {}
    for font in document.fonts:
        if font.used:
            seen.setdefault((font.family, font.embedded, font.type), font)
    keys = ("fonts_editable", "fonts_embedded_or_outlined", "fonts_type")
    demanded = [v for key in keys if (v := context.value(key)) is not None and v.value is not False]
    value = demanded[0] if demanded else None
    for font in seen.values():
        name = font.family or "a font without a name"
        if font.type == "Type 3":
            yield judge(
                check,
                context,
                f"'{name}' is a Type 3 font: drawing procedures that can't be edited and print badly",
                value=value,
                severity=None if demanded else Severity.WARNING,
            )
        elif not font.embedded:
            yield judge(
                check, context, f"'{name}' is not embedded: another face will stand in for it", value=value
            )


check = Check(
    id="doc004_fonts",
    code="DOC004",
    title="font not embedded or Type 3",
    reason=(
        "A face that is not in the file is replaced by the printer's own, with other widths. Type 3 fonts, "
        "matplotlib's default, are refused by IEEE's and ACM's checks and can't be edited in Illustrator."
    ),
    bad="matplotlib's default pdf.fonttype 3; a PDF without fonts from R's pdf()",
    good="pdf.fonttype 42, cairo_pdf(), or natfig's own PDF: TrueType, embedded",
    needs=("fonts",),
    look=_look,
    severity=Severity.ERROR,
    source=(
        "Nature research figure guide, https://research-figure-guide.nature.com/figures/"
        "building-and-exporting-figure-panels (TrueType 2 or 42); ISO 32000-1, 9.6.5 and 9.9"
    ),
    hint="matplotlib: rcParams['pdf.fonttype'] = 42; R: cairo_pdf() or embedFonts(); then export again",
)
