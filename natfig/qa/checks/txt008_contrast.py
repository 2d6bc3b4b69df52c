"""TXT008: text that hardly stands out from what it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._contrast import LARGE_BOLD_PT, LARGE_PT, blend, contrast, rgb, to_hex
from natfig.qa.checks._ink import backdrop
from natfig.qa.checks._rules import count_of, listed, quoted, union
from natfig.qa.document import Document, TextRun

__all__ = ["check"]

# WCAG 2.2, 1.4.3 (level AA): ordinary text, and text of 18 pt or 14 pt bold.
MIN_CONTRAST = 4.5
MIN_CONTRAST_LARGE = 3.0

# Below this even large text fails, whatever its size: an error and not a warning.
# ISO 9241-3 and ANSI-HFES-100-1988, which WCAG cites, have it as the least for people
# with full vision.
ERROR_BELOW = 3.0
ERROR_BELOW_LARGE = 2.0


def _is_large(run: TextRun) -> bool:
    return run.size_pt >= LARGE_PT or (run.is_bold and run.size_pt >= LARGE_BOLD_PT)


# Runs that look alike on the same ground are one finding: text colour, ground, large, panel.
_Kind = tuple[str, str, bool, str | None]


def _pale(document: Document) -> dict[_Kind, tuple[float, list[TextRun]]]:
    """Return runs below their threshold with their contrast, by kind."""
    found: dict[_Kind, tuple[float, list[TextRun]]] = {}
    for i, run in enumerate(document.runs):
        if not run.visible or run.fill is None or run.text.isspace():
            continue
        ground = backdrop(document, i)
        if ground is None:  # an image or a gradient: the colour behind each letter differs
            continue
        ink = blend(ground, rgb(run.fill), run.opacity)
        ratio = contrast(ink, ground)
        large = _is_large(run)
        if ratio < (MIN_CONTRAST_LARGE if large else MIN_CONTRAST):
            found.setdefault((to_hex(ink), to_hex(ground), large, run.panel), (ratio, []))[1].append(run)
    return found


def _look(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001 — a look has both
    found = sorted(_pale(document).items(), key=lambda item: item[1][0])
    shown, rest = listed(found)
    for (ink, ground, large, panel), (ratio, runs) in shown:
        least = MIN_CONTRAST_LARGE if large else MIN_CONTRAST
        is_error = ratio < (ERROR_BELOW_LARGE if large else ERROR_BELOW)
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
            severity=Severity.ERROR if is_error else Severity.WARNING,
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
    },
)
