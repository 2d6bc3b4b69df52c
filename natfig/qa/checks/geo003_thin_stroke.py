"""GEO003: lines thinner than a journal prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._rules import (
    COMMON_FLOOR_SOURCE,
    COMMON_LINE_FLOOR_PT,
    count_of,
    judge,
    listed,
    stated_elsewhere,
)
from natfig.qa.document import Document, Paint

if TYPE_CHECKING:
    from natfig.journals.model import Value

__all__ = ["check"]

# Rounded coordinates: 0.25 pt is written 0.088 mm, which is 0.2494 pt.
SLACK_PT = 0.01
# A line fainter than this is not seen, thin or not.
_FAINT = 0.05


class _Thin(NamedTuple):
    """Lines of one width in one panel: the paint of the first and how many shapes have it."""

    width_pt: float
    panel: str | None
    paints: list[int]
    lines: int
    is_rim: bool


def _matters(paint: Paint, background: str, kind: str) -> bool:
    """Return whether a paint's line is one that could vanish in print.

    Not counted: glyph outlines; the same colour around a fill, which only closes the
    seams of a heat map; the page's colour around a fill, which parts marks and does no
    harm where it vanishes.
    """
    if paint.is_text or (paint.stroke is None and not paint.stroke_stops) or paint.stroke_opacity < _FAINT:
        return False
    if paint.width_pt <= 0 and kind != "pdf":
        return False
    filled = paint.fill is not None or bool(paint.fill_stops)
    return not (filled and paint.stroke is not None and paint.stroke in {paint.fill, background})


def _is_rim(paint: Paint) -> bool:
    """Return whether a line goes around a filled mark, which stays where its rim breaks up."""
    return paint.fill is not None or bool(paint.fill_stops)


def _thin(document: Document, floor: float) -> list[_Thin]:
    paints = document.shapes.paints
    thin = [
        k
        for k, paint in enumerate(paints)
        if paint.width_pt < floor - SLACK_PT and _matters(paint, document.background, document.kind)
    ]
    if not thin:
        return []
    used = Counter(document.shapes.paint)
    groups: dict[tuple[float, str | None, bool], list[int]] = {}
    for k in thin:
        if used[k]:
            rim = _is_rim(paints[k])
            groups.setdefault((round(paints[k].width_pt, 2), paints[k].panel, rim), []).append(k)
    found = [
        _Thin(width, panel, ks, sum(used[k] for k in ks), rim) for (width, panel, rim), ks in groups.items()
    ]
    return sorted(found, key=lambda item: (item.width_pt, item.panel or ""))


def _floor(context: Context) -> tuple[float, Value | None]:
    value = context.value("line_min_pt")
    if context.journal is None or value is None or value.value is None:
        return COMMON_LINE_FLOOR_PT, None
    floor = context.journal.line_floor_pt(context.stage)
    return (COMMON_LINE_FLOOR_PT, None) if floor is None else (floor, value)


def _severity(item: _Thin, value: Value | None) -> Severity | None:
    """Return a severity when it isn't the check's own."""
    width = item.width_pt
    if item.is_rim and width >= COMMON_LINE_FLOOR_PT - SLACK_PT:
        return Severity.INFO
    if value is None or item.is_rim:
        return Severity.WARNING
    # Known at second hand, and another source is content with it: worth knowing, no more.
    content = any(width >= other - SLACK_PT for other in stated_elsewhere(value, "pt"))
    if content:
        return Severity.INFO if value.confidence == "low" else Severity.WARNING
    return None


def _look(document: Document, context: Context) -> Iterator[Finding]:
    floor, value = _floor(context)
    found = _thin(document, floor)
    if not found:
        return
    shapes = document.shapes
    first: dict[int, int] = {}
    for i, k in enumerate(shapes.paint):
        if k not in first:
            first[k] = i
    who = (
        "the usual floor"
        if value is None or context.journal is None
        else f"the floor of {context.journal.name}"
    )
    shown, rest = listed(found)
    for item in shown:
        i = min(first[k] for k in item.paints)
        width = "a hairline (width 0)" if item.width_pt == 0 else f"{item.width_pt:g} pt thin"
        what = "mark rim" if item.is_rim else "line"
        are = "is" if item.lines == 1 else "are"
        yield judge(
            check,
            context,
            f"{count_of(item.lines, what)} {are} {width}; {who} is {floor:g} pt",
            panel=item.panel,
            box=shapes.box(i),
            line=shapes.line[i] or None,
            value=value,
            severity=_severity(item, value),
            source=COMMON_FLOOR_SOURCE if value is None else None,
        )
    if rest:
        lines = sum(item.lines for item in found[len(shown) :])
        yield judge(
            check,
            context,
            f"{count_of(lines, 'further line')} below {floor:g} pt",
            value=value,
            severity=_severity(found[-1], value),
        )


check = Check(
    id="geo003_thin_stroke",
    code="GEO003",
    title="stroke too thin",
    reason=(
        "Lines below the floor break up or vanish in print. Widths are measured at the printed size; a PDF "
        "line of width 0 is one device pixel wide, which no press can hold."
    ),
    bad="axes of 0.25 pt in a figure that is scaled to 60 %: 0.15 pt",
    good="axes of 0.5 pt at the printed size",
    needs=("page", "shapes"),
    look=_look,
    source=COMMON_FLOOR_SOURCE,
    hint="draw the line thicker, or the figure at the journal's width so that nothing scales it",
    options={"slack_pt": SLACK_PT, "floor_without_journal_pt": COMMON_LINE_FLOOR_PT},
)
