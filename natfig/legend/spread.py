"""Centre and spread in words, as the charts draw them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from natfig.legend.model import Statement
from natfig.legend.words import n_short, said_number, sentence

if TYPE_CHECKING:
    from natfig.spec.models import Stats

__all__ = ["CENTERS", "SAYS", "SPREADS", "data_statement", "n_statement"]

CENTERS = {"mean": "means", "median": "medians"}
# As a list of marks says it: "error bars, 95% confidence intervals".
SPREADS = {
    "sd": "s.d.",
    "sem": "s.e.m.",
    "ci95": "95% confidence intervals (t distribution)",
    "boot95": "95% bootstrap confidence intervals",
    "iqr": "interquartile ranges",
    "range": "ranges from the smallest to the largest value",
}
# An author's text that matches has said it.
SAYS = {
    "sd": r"s\.?d\.|\bSDs?\b|standard deviation",
    "sem": r"s\.?e\.?m\.|\bSEM\b|standard error",
    "ci95": r"confidence|\bCI\b",
    "boot95": r"bootstrap",
    "iqr": r"quartile|\bIQR\b",
    "range": r"\brange|smallest",
    "none": r"\bmeans?\b|\bmedians?\b|\baverages?\b",
}
_PLUS_MINUS = {"sd": "s.d.", "sem": "s.e.m."}


def n_statement(number: str, *, is_needed: bool = True) -> Statement:
    """Return the sentence on n, given in words."""
    return Statement(
        "n",
        sentence(number),
        is_needed=is_needed,
        said_by=said_number(number),
        short=sentence(n_short(number)),
    )


def data_statement(
    stats: Stats,
    number: str,
    *,
    marks: str,
    bars: str,
    extra: str = "",
) -> Statement:
    """Return the sentence on centre, spread and n of a panel whose rows were summarized.

    Parameters
    ----------
    stats : Stats
    number : str
        n in words; may be empty.
    marks : str
        What shows the centre: "Bars", "Lines".
    bars : str
        What shows the spread: "error bars", "bands".
    extra : str
        What else is drawn, as a list of marks says it: "points, single observations".
    """
    plus_minus = _PLUS_MINUS.get(stats.spread)
    if plus_minus and not extra and bars == "error bars":
        joint = "; " if "(" in number else " of "
        text = f"Data are {stats.center} ± {plus_minus}{joint if number else ''}{number}"
    else:
        listed = [f"{marks}, {CENTERS[stats.center]}"]
        if stats.spread != "none":
            listed.append(f"{bars}, {SPREADS[stats.spread]}")
        text = "; ".join(filter(None, [*listed, extra, number]))
    short = sentence(text.replace(number, n_short(number))) if number and n_short(number) else ""
    return Statement(
        "data", sentence(text), said_by=SAYS[stats.spread], short=short, otherwise=n_statement(number)
    )
