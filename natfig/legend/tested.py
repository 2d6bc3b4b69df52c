"""What tests were made, with which correction, and their P values: the sentences of a legend."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from natfig.legend.kinds.base import View
from natfig.legend.model import Statement
from natfig.legend.words import listed, sentence, spelt

if TYPE_CHECKING:
    from natfig.stats.result import Comparison

__all__ = ["comparison_name", "tested"]

# More P values than this are read in a table, not in a legend.
MOST_LISTED = 4
# Effect sizes with their intervals are long: they are listed for so many comparisons.
MOST_EFFECTS = 2
_ONE_SIDED = {"less": "one-sided (less)", "greater": "one-sided (greater)"}
_SAYS_P = r"\b[Pp]\s*[=<>≤≥]\s*0?[.·]\d"


def tested(view: View) -> list[Statement]:
    """Return the statements on the tests of a panel; none where nothing was tested."""
    if view.statistics is None or not view.statistics.comparisons:
        return []
    out = [_family(view, family) for family in _families(view.statistics.comparisons)]
    if key := _star_key(view):
        out.append(Statement("stars", key))
    return out


def _families(comparisons: Sequence[Comparison]) -> Iterator[list[Comparison]]:
    """Yield comparisons that share test, correction and sidedness."""
    families: dict[tuple[str, str, str], list[Comparison]] = {}
    for one in comparisons:
        families.setdefault((one.name, one.correction, one.alternative), []).append(one)
    yield from families.values()


def comparison_name(one: Comparison) -> str:
    """Return a test's name with its sidedness, as "two-sided Welch's t-test"."""
    if one.alternative in _ONE_SIDED and "sided" not in one.name:
        return f"{_ONE_SIDED[one.alternative]} {one.name}"
    return one.name


def _family(view: View, family: list[Comparison]) -> Statement:
    first = family[0]
    text = comparison_name(first)
    if first.correction and first.correction.lower() not in first.name.lower():
        text += f", {first.correction} correction for {len(family)} comparison{'s'[: len(family) > 1]}"
    parts = [text, _p_values(view, family)]
    short = sentence("; ".join(filter(None, parts)))
    if len(family) <= MOST_EFFECTS:
        parts += _effects(family)
    full = sentence("; ".join(filter(None, parts)))
    return Statement("test", full, said_by=_SAYS_P, short=short if short != full else "")


def _p_values(view: View, family: list[Comparison]) -> str:
    from natfig.stats.words import format_p

    known = [one for one in family if math.isfinite(one.shown_p)]
    said = {format_p(one.shown_p) for one in known}
    if len(known) > 1 and len(said) == 1:
        return f"{said.pop()} for {'both' if len(known) == 2 else f'all {spelt(len(known))}'} comparisons"
    if len(known) > MOST_LISTED:
        lowest, highest = (pick(one.shown_p for one in known) for pick in (min, max))
        return f"exact P values are in the source data (from {format_p(lowest)} to {format_p(highest)})"
    if len(known) == 1 and (known[0].is_omnibus or len(_groups(view)) <= 2):
        return format_p(known[0].shown_p)
    return listed([f"{format_p(one.shown_p)} ({_between(one)})" for one in known])


def _groups(view: View) -> Any:
    return view.statistics.n if view.statistics is not None else {}


def _between(one: Comparison) -> str:
    return "all groups" if one.is_omnibus else " versus ".join(one.groups)


def _effects(family: list[Comparison]) -> list[str]:
    from natfig.stats.words import describe_effect

    return [
        describe_effect(one.effect)
        for one in family
        if one.effect is not None and math.isfinite(one.effect.value)
    ]


def _star_key(view: View) -> str:
    """Return the key of the stars that are drawn; empty where none are."""
    from natfig.charts._results import ALPHA, NOT_SIGNIFICANT, STARS, stars

    found, tests = view.statistics, view.stats.test if view.stats is not None else ()
    if found is None:
        return ""
    shown = set()
    for one, index in zip(found.comparisons, found.asked, strict=False):
        test = tests[index]
        is_hidden = test.show == "none" or (test.hide_ns and one.shown_p >= ALPHA)
        if test.form == "stars" and not is_hidden and not one.is_omnibus:
            shown.add(stars(one.shown_p))
    used = [f"{text}P < {level:g}" for level, text in STARS if text in shown]
    if NOT_SIGNIFICANT in shown:
        used.append(f"{NOT_SIGNIFICANT}, not significant (P ≥ {ALPHA:g})")
    return "; ".join(used) + "." * bool(used)
