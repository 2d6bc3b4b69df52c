"""What a statistical test says, in one form for all of them.

The manifest keeps it, the panel draws it, the legend and the proof sheet put it into words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

__all__ = ["Assumption", "Comparison", "Effect", "PanelStatistics", "Replicates"]


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect size.

    Parameters
    ----------
    name : str
        As a legend would write it: "Hedges' g", "difference of means", "hazard ratio".
    value : float
    low, high : float or None
        Ends of its confidence interval.
    level : float
        Of the interval.
    """

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something a test takes for granted, and whether the data bear it out.

    Parameters
    ----------
    name : str
        "normality", "equal variances", "expected counts", "proportional hazards".
    how : str
        The check: "Shapiro–Wilk test of the residuals".
    p : float or None
        Of the check, where it is a test.
    holds : bool or None
        None: it could not be checked.
    says : str
        One clause for people: "group B is skewed (Shapiro–Wilk P = 0.003)".
    """

    name: str
    how: str
    p: float | None
    holds: bool | None
    says: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One test on one set of groups.

    Parameters
    ----------
    test : str
        Id of the test, the name of its module in `natfig.stats.tests`.
    name : str
        As a legend writes it: "two-sided Welch's t-test", "one-way ANOVA with Tukey's HSD".
    groups : tuple of str
        Two for a comparison of a pair; all of them for an omnibus test; the two variables of a correlation.
    n : mapping of str to int
        Independent observations of each group.
    statistic : str
        Its symbol: "t", "F", "U", "W", "H", "χ²", "r", "ρ", "q".
    value : float
    df : tuple of float
        Degrees of freedom; empty where there are none.
    p : float
        Exact, before any correction.
    adjusted : float or None
        P after correction for the number of comparisons; None where none was asked for. Where the
        procedure itself corrects (Tukey, Dunnett), it is the same as `p`.
    correction : str
        "Holm", "Bonferroni", "Benjamini–Hochberg", "Tukey", "Dunnett" or "".
    alternative : str
        "two-sided", "less" or "greater".
    effect : Effect or None
        The one that is reported; of a pair it is the first group relative to the second. An end
        of its interval is infinite where the test has one side.
    is_omnibus : bool
        Whether it is about all groups at once; such a one has no bracket.
    method : str
        How P was had where that isn't obvious: "exact", "normal approximation with continuity and
        tie correction", "99,999 random permutations"; else "".
    more : tuple of Effect
        Other effect sizes of the same comparison.
    """

    test: str
    name: str
    groups: tuple[str, ...]
    n: Mapping[str, int]
    statistic: str
    value: float
    df: tuple[float, ...]
    p: float
    adjusted: float | None = None
    correction: str = ""
    alternative: str = "two-sided"
    effect: Effect | None = None
    is_omnibus: bool = False
    method: str = ""
    more: tuple[Effect, ...] = ()

    @property
    def shown_p(self) -> float:
        """The P value that is reported: the corrected one where there is one."""
        return self.p if self.adjusted is None else self.adjusted


@dataclass(frozen=True, slots=True)
class Replicates:
    """How rows became independent observations.

    Parameters
    ----------
    unit : str
        What one observation is: "animals", "independent runs".
    column : str
        Column that names it; rows that share its value are technical replicates.
    rows : mapping of str to int
        Group → rows.
    n : mapping of str to int
        Group → independent observations.
    """

    unit: str
    column: str
    rows: Mapping[str, int]
    n: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PanelStatistics:
    """All that a panel's ``stats:`` computed.

    Parameters
    ----------
    comparisons : tuple of Comparison
        Omnibus tests first, then pairs in the order of the groups.
    assumptions : tuple of Assumption
    replicates : Replicates or None
    n : mapping of str to int
        Group → independent observations.
    warnings : tuple of str
        What the terminal and the manifest say: an assumption that does not hold, a test with little power.
    asked : tuple of int
        For each comparison, which test of the panel's ``stats:`` it answers.
    """

    comparisons: tuple[Comparison, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    replicates: Replicates | None = None
    n: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    asked: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain values for the manifest."""
        return {
            "n": dict(self.n),
            "replicates": None if self.replicates is None else plain(self.replicates),
            "tests": [plain(c) for c in self.comparisons],
            "assumptions": [plain(a) for a in self.assumptions],
        }


def plain(value: Any) -> Any:
    """Return a result as JSON values; NaN and infinities become None."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
