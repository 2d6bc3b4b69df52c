"""The differences of two figures for people: by panel, the most important first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from natfig.qa.diff.change import Change, Difference
from natfig.qa.diff.words import count, number
from natfig.qa.document import Document
from natfig.qa.reporters._plain import visible
from natfig.qa.reporters.text import disarmed, wrapped

__all__ = ["summary", "text_report"]

# Changes of one section that are told; JSON and HTML have all.
_MOST_TOLD = 60
_BOLD, _DIM = "1", "2"
_COLOR = {
    "removed": "31",
    "covered": "31",
    "added": "32",
    "uncovered": "32",
    "changed": "33",
    "resized": "36",
    "moved": "36",
    "turned": "36",
    "recoloured": "35",
    "restyled": "35",
    "renamed": "34",
}
_SIGN = {"removed": "−", "added": "+", "changed": "≠", "moved": "→", "turned": "↻", "renamed": "="}
_NARROWEST = 40


def _facts(document: Document) -> str:
    page = document.page
    parts = [document.kind.upper()]
    if page.width_mm is not None and page.height_mm is not None:
        parts.append(f"{number(page.width_mm)} × {number(page.height_mm)} mm")
    if document.raster is not None:
        parts.append(f"{document.raster.width_px:,} × {document.raster.height_px:,} px")
    else:
        parts += [count(len(document.elements), "text"), count(len(document.shapes), "mark")]
    return " · ".join(parts)


def summary(difference: Difference) -> str:
    """Return the verdict in one line."""
    within = f" to within {number(difference.tolerance_mm, 3)} mm"
    if difference.same:
        what = "the same in what was compared" if difference.not_compared else "the same"
        return f"{what}{within}"
    sections = {c.section for c in difference.changes}
    where = f" in {len(sections)} parts of the figure" if len(sections) > 1 else ""
    return f"different: {count(len(difference.changes), 'change')}{where}"


def text_report(difference: Difference, *, color: bool = False, width: int = 100, quiet: bool = False) -> str:
    """Return the report.

    Parameters
    ----------
    difference : Difference
    color : bool
        For a terminal.
    width : int
        Columns a line may have.
    quiet : bool
        Nothing where the figures are the same, and no summary.
    """
    if quiet and difference.same:
        return ""
    width = max(width, _NARROWEST)
    lines = [_paint(f"{visible(difference.old)} → {visible(difference.new)}", _BOLD, on=color)]
    if difference.documents is not None:
        facts = [_facts(d) for d in difference.documents]
        said = facts[0] if facts[0] == facts[1] else f"{facts[0]} → {facts[1]}"
        lines.append(_paint(f"  {visible(said)}", _DIM, on=color))
    for section, changes in groupby(difference.changes, key=lambda c: c.section):
        lines.append(_paint(f"  {visible(section)}", _BOLD, on=color))
        lines += _section(list(changes), width, on=color)
    for reason in difference.not_compared:
        text = wrapped(visible(reason), width, "  not compared: ", "    ")
        lines += [_paint(line, _DIM, on=color) for line in text]
    if not quiet:
        lines.append(_paint(summary(difference), _BOLD, on=color))
    return disarmed("\n".join(lines) + "\n")


def _section(changes: list[Change], width: int, *, on: bool) -> Iterator[str]:
    for change in changes[:_MOST_TOLD]:
        head = f"    {_SIGN.get(change.kind, '~')} "
        first, *rest = wrapped(change.message, width, head, " " * len(head))
        yield first.replace(head, _paint(head, _COLOR[change.kind], on=on), 1)
        yield from rest
    if len(changes) > _MOST_TOLD:
        yield f"      and {len(changes) - _MOST_TOLD:,} more; --format json lists all"


def _paint(text: str, code: str, *, on: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if on else text
