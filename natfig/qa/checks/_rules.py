"""What several checks need to weigh a journal's values: waivers, other sources, common floors, long lists."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from natfig.core.findings import Finding, Severity

if TYPE_CHECKING:
    from natfig.journals.model import Value
    from natfig.qa.check import Check, Context
    from natfig.qa.document import Box, Document

__all__ = [
    "COMMON_FLOOR_SOURCE",
    "COMMON_LINE_FLOOR_PT",
    "COMMON_TEXT_FLOOR_PT",
    "MAX_LISTED",
    "count_of",
    "in_full",
    "is_waived",
    "judge",
    "listed",
    "panels_of",
    "quoted",
    "shorten",
    "stated_elsewhere",
    "union",
]

# Where no journal is named, or the journal's files state nothing: the floors that
# Nature's figure guide gives, the lowest that a publisher states for ordinary text
# and lines. Below them no journal known to natfig takes a figure gladly.
COMMON_TEXT_FLOOR_PT = 5.0
COMMON_LINE_FLOOR_PT = 0.25
COMMON_FLOOR_SOURCE = (
    "the usual floor of journals; Nature research figure guide, "
    "https://research-figure-guide.nature.com/figures/building-and-exporting-figure-panels"
)

# Findings of one code that are listed one by one; the rest are summed up in one more.
MAX_LISTED = 20

_LONG = 40
_NUMBER = r"(\d+(?:\.\d+)?)"

T = TypeVar("T")


def is_waived(context: Context) -> bool:
    """Return whether the journal doesn't ask for its figure rules yet at this stage."""
    return context.journal is not None and context.stage == "initial" and context.journal.initial_rules_waived


def judge(
    check: Check, context: Context, message: str, *, value: Value | None = None, **more: Any
) -> Finding:
    """Return a finding on a journal's rule.

    Where the journal waives its rules at a first submission it is an info and says so;
    otherwise `Check.finding` weighs the confidence of `value`.
    """
    if is_waived(context):
        more["severity"] = Severity.INFO
        message += " (not asked for at a first submission)"
    return check.finding(message, value=value, **more)


def stated_elsewhere(value: Value | None, unit: str) -> tuple[float, ...]:
    """Return the numbers other sources give for a value, read from its `conflict` sentence.

    Parameters
    ----------
    value : Value or None
    unit : str
        "mm" or "pt". A number counts when this unit follows it or one of its list
        ("83.0 and 173.5 mm"), or when it follows "has" or "gives" without any unit.
    """
    if value is None or not value.conflict:
        return ()
    found: list[float] = []
    text = value.conflict
    for match in re.finditer(rf"{_NUMBER}((?:\s*(?:,|and|or|to|–)\s*{_NUMBER})*)\s*{unit}\b", text):
        found += [float(n) for n in re.findall(_NUMBER, match[0])]
    found += [float(n) for n in re.findall(rf"\b(?:has|gives?)\s+{_NUMBER}(?!\.?\d)(?=\s*(?:$|[;,.]))", text)]
    return tuple(dict.fromkeys(found))


_limits = [MAX_LISTED]


@contextmanager
def in_full() -> Iterator[None]:
    """List everything meanwhile: two lists can only be compared where none is summed up."""
    _limits.append(sys.maxsize - 1)
    try:
        yield
    finally:
        _limits.pop()


def listed(items: Sequence[T], limit: int | None = None) -> tuple[Sequence[T], int]:
    """Return the items to list one by one and how many are left for a summary.

    A single one too many is listed as well: a summary of one says less than the thing itself.
    """
    if limit is None:
        limit = _limits[-1]
    if len(items) <= limit + 1:
        return items, 0
    return items[:limit], len(items) - limit


def shorten(text: str) -> str:
    """Return a text for a message: on one line, cut at 40 characters."""
    text = " ".join(text.split())
    return text if len(text) <= _LONG else text[: _LONG - 1].rstrip() + "…"


def quoted(texts: Iterable[str], limit: int = 3) -> str:
    """Return a few different texts in quotation marks, and "…" where there are more."""
    different = list(dict.fromkeys(shorten(t) for t in texts))
    return ", ".join(f"'{t}'" for t in different[:limit]) + (", …" if len(different) > limit else "")


def count_of(number: int, noun: str) -> str:
    """Return "1 line" or "3 lines"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def union(boxes: Iterable[Box]) -> Box | None:
    """Return the box around boxes, or None for none."""
    out: Box | None = None
    for box in boxes:
        out = box if out is None else out.union(box)
    return out


def panels_of(document: Document) -> Iterator[str]:
    """Yield the letters of panels that ids name, each once, in order."""
    yield from sorted({g.panel for g in document.groups.values() if g.panel})
