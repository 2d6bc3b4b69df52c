"""TXT008: text that hardly stands out from what it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._contrast import LARGE_BOLD_PT, LARGE_PT, blend, contrast, is_grey, rgb, to_hex
from natfig.qa.checks._ink import backdrop, underlays
from natfig.qa.checks._rules import count_of, listed, quoted, union
from natfig.qa.document import Box, Document, TextRun

__all__ = ["check"]

# WCAG 2.2, 1.4.3 (level AA): ordinary text, and text of 18 pt or 14 pt bold.
MIN_CONTRAST = 4.5
MIN_CONTRAST_LARGE = 3.0

# Below this even large text fails, whatever its size: an error and not a warning.
# ISO 9241-3 and ANSI-HFES-100-1988, which WCAG cites, have it as the least for people
# with full vision.
ERROR_BELOW = 3.0
ERROR_BELOW_LARGE = 2.0


# Two kinds of text can't choose their contrast freely, since a colour in them is data: a
# label in the colour of its marks, and a value printed on a coloured mark. From 3:1 on,
# what WCAG 2.2 (1.4.11) asks of a mark and what is next to it, a value is told as an
# info; a mark's label from 2:1 on, where natfig's palettes themselves end.
MARK_LABEL_ERROR_BELOW = 2.0

# Sizes are read from files that round them.
_SIZE_SLACK_PT = 0.05


def _is_large(run: TextRun) -> bool:
    size = run.size_pt + _SIZE_SLACK_PT
    return size >= LARGE_PT or (run.is_bold and size >= LARGE_BOLD_PT)


def _mark_colors(document: Document) -> frozenset[str]:
    """Return the colours of marks, greys left out."""
    return frozenset(
        color
        for paint in document.shapes.paints
        if not paint.is_text
        for color in (paint.fill, paint.stroke)
        if color is not None and not is_grey(rgb(color))
    )


def _severity(ratio: float, role: str) -> Severity:
    if role == "mark's label":
        return Severity.ERROR if ratio < MARK_LABEL_ERROR_BELOW else Severity.INFO
    if role == "large":
        return Severity.ERROR if ratio < ERROR_BELOW_LARGE else Severity.WARNING
    if role == "on a mark":
        if ratio < MARK_LABEL_ERROR_BELOW:
            return Severity.ERROR
        return Severity.WARNING if ratio < ERROR_BELOW else Severity.INFO
    return Severity.ERROR if ratio < ERROR_BELOW else Severity.WARNING


# Runs that look alike on the same ground are one finding: text colour, ground, role, panel.
_Kind = tuple[str, str, str, str | None]


def _pale(document: Document) -> dict[_Kind, tuple[float, list[TextRun]]]:
    """Return runs below their threshold with their contrast, by kind."""
    found: dict[_Kind, tuple[float, list[TextRun]]] = {}
    marks, under = _mark_colors(document), underlays(document)
    page = document.page.box
    for i, run in enumerate(document.runs):
        if not run.visible or run.fill is None or run.text.isspace() or i in under:
            continue
        if page is not None and Box.around(run.ink).meet(page) is None:  # not seen at all; TXT007 says so
            continue
        ground = backdrop(document, i)
        if ground is None:  # an image or a gradient: the colour behind each letter differs
            continue
        ink = blend(ground, rgb(run.fill), run.opacity)
        ratio = contrast(ink, ground)
        large = _is_large(run)
        if ratio < (MIN_CONTRAST_LARGE if large else MIN_CONTRAST):
            colored = not is_grey(ground)
            role = (
                "large" if large else "mark's label" if run.fill in marks else "on a mark" if colored else ""
            )
            found.setdefault((to_hex(ink), to_hex(ground), role, run.panel), (ratio, []))[1].append(run)
    return found


def _look(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001 — a look has both
    found = sorted(_pale(document).items(), key=lambda item: item[1][0])
    shown, rest = listed(found)
    for (ink, ground, role, panel), (ratio, runs) in shown:
        least = MIN_CONTRAST_LARGE if role == "large" else MIN_CONTRAST
        more = (
            ""
            if len(runs) == 1
            else f" ({count_of(len(runs), 'text')}, such as {quoted(r.text for r in runs)})"
        )
        yield check.finding(
            f"{quoted([runs[0].text])} in {ink} on {ground} has a contrast of {ratio:.1f}; "
            f"{least:g} is asked for{more}",
            panel=panel,
            text=runs[0].text,
            box=union(run.box for run in runs),
            line=runs[0].line,
            severity=_severity(ratio, role),
        )
    if rest:
        left = [run for _, (_, runs) in found[len(shown) :] for run in runs]
        yield check.finding(
            f"{count_of(len(left), 'further text')} of low contrast, such as {quoted(r.text for r in left)}",
            box=union(run.box for run in left),
            severity=Severity.WARNING,
        )


check = Check(
    id="txt008_contrast",
    code="TXT008",
    title="text of low contrast",
    reason=(
        "Pale text is lost in print, on a projector and to a fifth of readers past fifty. Contrast is taken "
        "against what is painted under the text, opacity included; text on images is not measured."
    ),
    bad="light grey #BBBBBB on white (contrast 1.9), or black on dark blue",
    good="dark grey #595959 on white (7.0), white on dark blue",
    needs=("text", "shapes"),
    look=_look,
    severity=Severity.WARNING,
    source="WCAG 2.2, success criterion 1.4.3, https://www.w3.org/TR/WCAG22/#contrast-minimum",
    hint="darken the text (or, on a dark ground, lighten it) until the ratio is reached",
    options={
        "min_contrast": MIN_CONTRAST,
        "min_contrast_large": MIN_CONTRAST_LARGE,
        "large_pt": LARGE_PT,
        "large_bold_pt": LARGE_BOLD_PT,
        "error_below": ERROR_BELOW,
        "error_below_large": ERROR_BELOW_LARGE,
        "mark_label_error_below": MARK_LABEL_ERROR_BELOW,
    },
)
