"""GEO001: the page's width against the journal's columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from natfig.core.findings import Finding, Fix, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._rules import judge, stated_elsewhere
from natfig.qa.document import Document, Page

if TYPE_CHECKING:
    from natfig.journals.model import Journal, Value

__all__ = ["SLACK_MM", "SLACK_SHARE", "check", "is_close"]

# A width that is this close is set to the column without anyone noticing: scaling by
# half a percent changes 7 pt text by 0.035 pt, less than the slack of the size floor.
# Publishers themselves round inches by 0.2 mm (7 in = 177.8 mm = "178 mm").
SLACK_SHARE = 0.005
SLACK_MM = 0.3

# Other keys that hold widths; each stands for itself.
_OTHER_KEYS = {
    "width_two_column_mm": "two columns",
    "width_full_mm": "full",
    "width_text_column_mm": "text column",
    "text_width_mm": "text block",
    "width_small_journal_mm": "small journal",
    "width_other_mm": "other",
    "widths_three_column_mm": "three-column title",
    "widths_star_protocols_mm": "STAR Protocols",
}
# Keys whose two numbers are two widths and not the ends of a range.
_LISTS = frozenset({"width_other_mm", "widths_three_column_mm", "widths_star_protocols_mm"})
_NAMES = {"onehalf": "one-and-a-half column", "single": "single column", "double": "double column"}
_CSS = "https://www.w3.org/TR/css-values-3/#absolute-lengths"


def is_close(a_mm: float, b_mm: float) -> bool:
    """Return whether two lengths count as the same."""
    return abs(a_mm - b_mm) <= max(SLACK_MM, SLACK_SHARE * b_mm)


def _widths(journal: Journal, stage: str) -> Iterator[tuple[str, float, float, Value]]:
    """Yield (name, lowest, highest, value) of every width the journal states, in mm."""
    seen = set()
    for name, (low, high) in journal.known_widths_mm(stage).items():
        value = journal.width_value(name, stage)
        if value is not None:
            seen.add(id(value))
            yield _NAMES[name], low, high, value
    for key, name in _OTHER_KEYS.items():
        value = journal.value("figure", key, stage)
        if value is None or value.value is None or id(value) in seen:
            continue
        if key in _LISTS:
            yield from ((name, float(w), float(w), value) for w in value.value)
        else:
            ends = value.value if isinstance(value.value, tuple) else (value.value,)
            yield name, float(ends[0]), float(ends[-1]), value


def _distance(width: float, low: float, high: float) -> float:
    return max(low - width, width - high, 0.0)


def _is_between(width: float, least: float | None, most: float | None) -> bool:
    if least is None or most is None:
        return False
    return least - SLACK_MM <= width <= most + max(SLACK_MM, SLACK_SHARE * most)


def _mm(low: float, high: float) -> str:
    return f"{low:g} mm" if low == high else f"{low:g}–{high:g} mm"


def _against_journal(width: float, context: Context, journal: Journal) -> Iterator[Finding]:
    widths = list(_widths(journal, context.stage))
    for _, low, high, _ in widths:
        if _distance(width, low, high) <= max(SLACK_MM, SLACK_SHARE * high):
            return
    least, most = journal.width_limits_mm(context.stage)
    limit = context.value("width_min_mm")
    if limit is not None and _is_between(width, least, most):
        # The journal takes every width between two limits; its columns are what it sets them to.
        return
    if not widths:
        return
    name, low, high, value = min(widths, key=lambda w: _distance(width, w[1], w[2]))
    nearest = f"nearest is {_mm(low, high)} ({name})"
    known = ", ".join(dict.fromkeys(_mm(w[1], w[2]) for w in widths))
    others = [n for w in widths for n in stated_elsewhere(w[3], "mm")]
    if any(is_close(width, other) for other in others):
        yield judge(
            check,
            context,
            f"the page is {width:.1f} mm wide, a width that other sources give for {journal.name}; "
            f"its own are {known}, {nearest}",
            value=value,
            severity=Severity.WARNING,
        )
        return
    if most is not None and width > most:
        says = f"the page is {width:.1f} mm wide; the widest figure of {journal.name} is {most:g} mm"
    else:
        says = f"the page is {width:.1f} mm wide; widths for {journal.name}: {known}, {nearest}"
        if context.manifest is not None:
            # The contract asks for this width, so nobody is surprised but the desk.
            yield judge(check, context, says, value=value, severity=Severity.WARNING)
            return
    yield judge(check, context, says, value=value)


def _unknown(page: Page, kind: str) -> str:
    if kind in {"tiff", "png", "jpeg"}:
        return "the file states no resolution, so its width on paper is unknown"
    if page.unit == "%":
        return "the file states its width in percent, so its size on paper is unknown; state it in mm"
    return "the file states no width, so its size on paper is unknown; state it in mm"


def _look(document: Document, context: Context) -> Iterator[Finding]:
    page = document.page
    if page.width_mm is None:
        # A raster image without a resolution tag is IMG002's affair; one lack is not told as two.
        severity = Severity.INFO if document.raster is not None else None
        yield judge(check, context, _unknown(page, document.kind), box=None, severity=severity)
        return
    if document.kind == "svg" and page.unit in {"px", ""}:
        unit = "pixels" if page.unit == "px" else "bare numbers"
        yield check.finding(
            f"the page's size is stated in {unit}: {page.width_mm:.1f} mm wide where a pixel is 1/96 inch, "
            f"{page.width_mm * 96 / 72:.1f} mm in Illustrator, which takes 1/72; state it in mm",
            severity=Severity.WARNING,
            fix=Fix.SAFE,
            source=f"CSS Values 3, section 5.2, {_CSS}",
        )
    if context.journal is not None:
        yield from _against_journal(page.width_mm, context, context.journal)


check = Check(
    id="geo001_page_width",
    code="GEO001",
    title="page width is not one of the journal's",
    reason=(
        "A figure that is not drawn at a column's width is scaled to it, and all text and lines with it: "
        "7 pt drawn on 244 mm is 5.25 pt on 183 mm."
    ),
    bad='width="6.4in" (162.6 mm) for a journal with columns of 89 and 183 mm; width="100%"',
    good='width="183mm"',
    needs=(),
    look=_look,
    source=f"CSS Values 3, section 5.2: absolute lengths, {_CSS}",
    hint="draw the figure at a column's width, state it in mm, and don't save with a tight bounding box",
    options={"slack_mm": SLACK_MM, "slack_share": SLACK_SHARE},
)
