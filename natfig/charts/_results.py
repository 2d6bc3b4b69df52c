"""Results of tests on a panel: brackets over its groups, and notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from natfig.charts._categorical import format_count
from natfig.charts._observed import Place
from natfig.charts.base import Bracket, Drawn, PanelStyle

if TYPE_CHECKING:
    from natfig.spec.models import _StatTest
    from natfig.stats.result import Comparison

__all__ = [
    "STARS",
    "STARS_KEY",
    "Shown",
    "add_correlations",
    "add_results",
    "add_survival",
    "italic_p",
    "omnibus_note",
    "p_text",
    "shown_results",
    "stars",
]

# The largest level first; a P value gets the stars of the last one it lies below.
STARS = ((0.05, "*"), (0.01, "**"), (0.001, "***"))
STARS_KEY = "; ".join(f"{text}P < {level:g}" for level, text in STARS)
NOT_SIGNIFICANT = "n.s."
ALPHA = 0.05

Shown = tuple["Comparison", "_StatTest"]


def stars(p: float) -> str:
    """Return a P value as stars, or "n.s."."""
    found = [text for level, text in STARS if p < level]
    return found[-1] if found else NOT_SIGNIFICANT


def p_text(comparison: Comparison, test: _StatTest) -> str:
    """Return what stands on a bracket: the P value with its symbol in italics, or stars."""
    if test.form == "stars":
        return stars(comparison.shown_p)
    return italic_p(comparison.shown_p)


def italic_p(p: float) -> str:
    """Return a P value as journals write it, its symbol in italics."""
    from natfig.stats.words import format_p

    return format_p(p, symbol="$P$")


def shown_results(panel: Any, style: PanelStyle) -> Iterator[Shown]:
    """Yield the comparisons of a panel with the tests that asked for them."""
    found = style.statistics
    if found is None or panel.stats is None:
        return
    for comparison, index in zip(found.comparisons, found.asked, strict=True):
        yield comparison, panel.stats.test[index]


def add_results(
    drawn: Drawn,
    panel: Any,
    style: PanelStyle,
    places: Mapping[str, Place],
    *,
    is_horizontal: bool = False,
    leads: Mapping[str, str] | None = None,
    default: str = "bracket",
) -> None:
    """Add brackets and notes for the tests of a panel with categories.

    Parameters
    ----------
    drawn : Drawn
        Gets what is to be shown.
    panel : PanelBase
    style : PanelStyle
    places : mapping of str to Place
        Group as the results name it → where it stands on the category axis.
    is_horizontal : bool
        Whether values run to the right.
    leads : mapping of str to str, optional
        Group → what its brackets begin with, where several sets of groups stand at the same places.
    default : str
        How results are shown unless the test says so.
    """
    pairs = {id(test) for comparison, test in shown_results(panel, style) if not comparison.is_omnibus}
    for comparison, test in shown_results(panel, style):
        show = test.show or default
        if comparison.is_omnibus:
            # Where pairs are shown, the test of all groups is for legend and manifest.
            if show != "none" and id(test) not in pairs:
                drawn.notes.insert(0, omnibus_note(comparison))
            continue
        if show == "none" or (test.hide_ns and comparison.shown_p >= ALPHA):
            continue
        if show == "note":
            drawn.notes.append(f"{' vs. '.join(comparison.groups)}: {p_text(comparison, test)}")
        elif all(group in places for group in comparison.groups):
            own = {(leads or {}).get(group, "") for group in comparison.groups}
            lead = own.pop() if len(own) == 1 else ""
            drawn.brackets.append(_bracket(comparison, test, places, lead, is_horizontal=is_horizontal))


def add_correlations(drawn: Drawn, panel: Any, style: PanelStyle) -> bool:
    """Add a note per correlation, and return whether there is one.

    Their `n` names the level of the points.
    """
    has_any = False
    has_levels = len({next(iter(c.n)) for c, _ in shown_results(panel, style)}) > 1
    for comparison, test in shown_results(panel, style):
        if test.show == "none":
            continue
        level, n = next(iter(comparison.n.items()))
        lead = f"{level}: " if has_levels else ""
        count = f"n = {format_count(n)}"
        drawn.notes.append(f"{lead}{_coefficient(comparison)}, {p_text(comparison, test)}, {count}")
        has_any = True
    return has_any


def _coefficient(comparison: Comparison) -> str:
    """Return a correlation as "r = 0.87", its symbol in italics where the face has them."""
    from natfig.stats.words import format_number

    effect = comparison.effect
    symbol, value = (
        (comparison.statistic, comparison.value) if effect is None else (effect.name, effect.value)
    )
    return f"{f'${symbol}$' if symbol.isascii() else symbol} = {format_number(value, 2)}"


def add_survival(drawn: Drawn, panel: Any, style: PanelStyle) -> None:
    """Add a note per test of survival curves."""
    for comparison, test in shown_results(panel, style):
        if test.show == "none" or (test.hide_ns and comparison.shown_p >= ALPHA):
            continue
        if comparison.is_omnibus:
            drawn.notes.append(omnibus_note(comparison))
            continue
        whole = len(drawn.n) == len(comparison.groups)
        lead = omnibus_note(comparison).split(":")[0] if whole else " vs. ".join(comparison.groups)
        drawn.notes.append(f"{lead}: {p_text(comparison, test)}")


def _bracket(
    comparison: Comparison, test: _StatTest, places: Mapping[str, Place], lead: str, *, is_horizontal: bool
) -> Bracket:
    found = [places[group] for group in comparison.groups]
    text = p_text(comparison, test)
    return Bracket(
        min(place.middle for place in found),
        max(place.middle for place in found),
        f"{lead}: {text}" if lead else text,
        "-".join(comparison.groups),
        is_horizontal=is_horizontal,
        reach=max(place.reach for place in found),
    )


def omnibus_note(comparison: Comparison) -> str:
    """Return a test of all groups as a note: its title without its sides, and P."""
    name = comparison.name.removeprefix("two-sided ")
    # A Greek letter that is a symbol has no capital.
    first = name[:1].upper() if name[:1].isascii() else name[:1]
    return f"{first}{name[1:]}: {italic_p(comparison.shown_p)}"
