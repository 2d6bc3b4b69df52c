"""CON007: one field under two names, or in two units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from natfig.manuscript.check import PaperCheck
from natfig.manuscript.paper import Paper, PaperFigure, PaperFinding

__all__ = ["check", "split_label"]

_UNIT = re.compile(r"^(?P<name>.*?)\s*(?:\((?P<round>[^()]*)\)|\[(?P<square>[^\[\]]*)\])\s*$")
# Columns that are called so in every table: only those of the same data are compared.
_COMMON = frozenset(
    [
        "x",
        "y",
        "z",
        "value",
        "values",
        "n",
        "count",
        "mean",
        "median",
        "sd",
        "sem",
        "estimate",
        "score",
        "rate",
        "group",
        "label",
        "name",
        "level",
        "type",
        "category",
        "low",
        "high",
        "lower",
        "upper",
        "error",
        "se",
        "p",
        "time",
        "year",
        "day",
        "date",
        "id",
        "index",
        "condition",
        "variable",
        "feature",
        "sample",
        "class",
    ]
)


@dataclass(frozen=True, slots=True)
class _Named:
    """A field as one panel names it."""

    field: str
    label: str
    keys: tuple[str | int, ...]
    data: frozenset[str]


def split_label(label: str) -> tuple[str, str, str]:
    """Return name, unit and kind of brackets of an axis label: "Latency (ms)" is "Latency", "ms", "()"."""
    match = _UNIT.match(label.strip())
    if match is None or not match["name"]:
        return label.strip(), "", ""
    if match["round"] is not None:
        return match["name"], match["round"].strip(), "()"
    return match["name"], match["square"].strip(), "[]"


def _named(figure: PaperFigure) -> dict[str, list[_Named]]:
    """Return field → how panels label it."""
    from natfig.data.integrity import used_columns

    sources = {
        letter: frozenset(use.sha256 for use in figure.prepared.data_use if letter in use.panels)
        for letter in figure.prepared.loaded.panels
    }
    found: dict[str, list[_Named]] = {}
    for letter, panel in figure.prepared.loaded.panels.items():
        for used in used_columns(panel):
            label = getattr(used.channel, "label", None)
            if label:
                keys = ("panels", letter, *used.keys[:-1], "label")
                found.setdefault(used.column, []).append(
                    _Named(used.column, " ".join(label.split()), keys, sources[letter])
                )
    return found


def _look(paper: Paper) -> Iterator[PaperFinding]:
    named = {figure.label: _named(figure) for figure in paper.figures}
    told: set[tuple[str, str, str]] = set()
    for one, other in combinations(paper.figures, 2):
        before, after = named[one.label], named[other.label]
        for field in after:
            if field in before:
                yield from _field(one, other, before[field], after[field], told)
        yield from _levels(one, other)


def _field(
    one: PaperFigure,
    other: PaperFigure,
    before: list[_Named],
    after: list[_Named],
    told: set[tuple[str, str, str]],
) -> Iterator[PaperFinding]:
    labels = {n.label for n in before}
    if any(n.label in labels for n in after):
        return
    earlier, later = before[0], after[0]
    if later.field.casefold() in _COMMON and not earlier.data & later.data:
        return
    key = (later.field, *sorted((earlier.label, later.label)))
    # Of three figures the first two differ from the third in the same way: once is enough.
    if (key[0], key[1], key[2]) in told:
        return
    told.add((key[0], key[1], key[2]))
    yield check.finding(_message(one, other, earlier, later), one, other, keys=later.keys)


def _message(one: PaperFigure, other: PaperFigure, earlier: _Named, later: _Named) -> str:
    (name, unit, marks), (name2, unit2, marks2) = split_label(earlier.label), split_label(later.label)
    pair = f"'{earlier.label}' in {one.label} and '{later.label}' in {other.label}"
    if name.casefold() == name2.casefold() and unit != unit2 and unit and unit2:
        return f"the field '{later.field}' has two units: {pair}"
    if name.casefold() == name2.casefold() and bool(unit) != bool(unit2):
        return f"the field '{later.field}' has a unit in one figure only: {pair}"
    if name == name2 and unit == unit2 and marks != marks2:
        return f"the unit of '{later.field}' stands in two kinds of brackets: {pair}"
    if name.casefold() == name2.casefold() and unit == unit2:
        return f"the field '{later.field}' is written in two ways: {pair}"
    return f"the field '{later.field}' has two names: {pair}"


def _levels(one: PaperFigure, other: PaperFigure) -> Iterator[PaperFinding]:
    """Yield levels of one field that differ only in case or marks."""
    for field, levels in other.marks.items():
        known = one.marks.get(field, {})
        folded = {_folded(level): level for level in known}
        for level in levels:
            earlier = folded.get(_folded(level))
            if earlier is not None and earlier != level and level not in known:
                message = (
                    f"'{earlier}' of {one.label} is written '{level}' in {other.label} (field '{field}')"
                )
                yield check.finding(message, one, other, keys=("data",))


def _folded(level: str) -> str:
    return re.sub(r"[\W_]+", "", level.casefold()) or level


check = PaperCheck(
    id="con007_terms",
    code="CON007",
    title="one field under two names or in two units",
    reason=(
        "A reader who meets 'latency [s]' after 'Latency (ms)' has to find out whether it is the same thing, "
        "and compares numbers a thousandfold apart."
    ),
    bad="y: {field: latency_ms, label: Latency (ms)} in Fig. 1 and label: latency [s] in Fig. 2",
    good="label: Latency (ms) in both",
    look=_look,
    source="SI Brochure, 9th edition, section 5.4.1, https://www.bipm.org/en/publications/si-brochure",
    hint="write the same label: for the field in every spec",
)
