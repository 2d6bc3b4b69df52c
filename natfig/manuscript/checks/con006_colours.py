"""CON006: one thing in two colours, or one colour for two things of a kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from natfig.manuscript.check import PaperCheck
from natfig.manuscript.paper import Paper, PaperFigure, PaperFinding

__all__ = ["check"]

# Names of levels that mean another thing in each figure.
_COMMON = frozenset(
    [
        "yes",
        "no",
        "true",
        "false",
        "other",
        "others",
        "all",
        "none",
        "low",
        "high",
        "left",
        "right",
        "a",
        "b",
        "c",
        "d",
        "n",
        "y",
        "na",
        "total",
        "mean",
        "up",
        "down",
    ]
)
# Levels named in one message; the rest are counted.
_MOST_NAMED = 4


def _look(paper: Paper) -> Iterator[PaperFinding]:
    for one, other in combinations(paper.figures, 2):
        apart = _things(one, other)
        if apart:
            yield _two_colours(one, other, apart)
        yield from _two_meanings(one, other, {level for _, level in apart})


def _is_name(level: str) -> bool:
    """Return whether a level names one thing wherever it stands."""
    return level.casefold() not in _COMMON and any(c.isalpha() for c in level)


def _things(one: PaperFigure, other: PaperFigure) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (field, level) → its colours in both figures, where they differ."""
    apart: dict[tuple[str, str], tuple[str, str]] = {}
    for field, levels in other.marks.items():
        for level, mark in levels.items():
            color = _color(one.marks, field, level)
            if color is not None and color.upper() != mark.color.upper():
                apart[field, level] = color, mark.color
    return apart


def _color(marks: Mapping[str, Mapping[str, object]], field: str, level: str) -> str | None:
    """Return the colour of a level: of the same field, else of another one's level of that name."""
    own = marks.get(field, {}).get(level)
    if own is None and _is_name(level):
        own = next((levels[level] for levels in marks.values() if level in levels), None)
    return None if own is None else str(getattr(own, "color", ""))


def _two_colours(
    one: PaperFigure, other: PaperFigure, apart: Mapping[tuple[str, str], tuple[str, str]]
) -> PaperFinding:
    items = list(apart.items())
    shown = [f"'{level}' is {a} and {b}" for (_, level), (a, b) in items[:_MOST_NAMED]]
    more = f", and {len(items) - _MOST_NAMED} more differ" if len(items) > _MOST_NAMED else ""
    message = f"in {one.label} and {other.label} {'; '.join(shown)}{more}"
    return check.finding(message, one, other, keys=_keys(other, items[0][0][0]))


def _two_meanings(one: PaperFigure, other: PaperFigure, told: set[str]) -> Iterator[PaperFinding]:
    """Yield a colour that means another level of the same field: a reader takes one for the other."""
    for field, levels in other.marks.items():
        known = one.marks.get(field, {})
        before = {mark.color.upper(): level for level, mark in known.items()}
        for level, mark in levels.items():
            earlier = before.get(mark.color.upper())
            # A level that both figures have is told above.
            if earlier is None or earlier == level or level in known or level in told or earlier in told:
                continue
            message = (
                f"{mark.color} is '{earlier}' in {one.label} and '{level}' in {other.label}, "
                f"both of the field '{field}'"
            )
            yield check.finding(message, one, other, keys=_keys(other, field))


def _keys(figure: PaperFigure, field: str) -> tuple[str | int, ...]:
    """Return where a figure names the field of a colour channel."""
    from natfig.spec.models import _ColorChannel

    for letter, panel in figure.prepared.loaded.panels.items():
        for name in type(panel).model_fields:
            channel = getattr(panel, name)
            if isinstance(channel, _ColorChannel) and channel.field == field:
                return ("panels", letter, name)
    return ("panels",)


check = PaperCheck(
    id="con006_colours",
    code="CON006",
    title="one thing in two colours, or one colour for two things",
    reason=(
        "Readers learn the colours in the first figure and carry them on. A control that is grey there and "
        "blue later is taken for the treatment."
    ),
    bad="colors: {FP16: control, INT8: hero} in Fig. 1; no colors in Fig. 3, where FP16 becomes blue",
    good="the same colors: in every spec that shows precision",
    look=_look,
    source="Wong 2010, https://doi.org/10.1038/nmeth0810-573",
    hint="write the same colors: for the field in every spec (color: {field: …, colors: {level: colour}})",
)
