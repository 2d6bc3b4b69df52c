"""What tests take for granted, and whether the data bear it out.

A check never changes the test. One that fails makes the caller warn and name a test that
does without; `natfig.stats.tests` says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from natfig.stats.result import Assumption
from natfig.stats.words import format_p, sentence

__all__ = [
    "ALPHA",
    "equal_variances",
    "expected_counts",
    "normal_groups",
    "normal_values",
    "proportional_hazards",
    "symmetric_differences",
    "warning_of",
]

# Below it a check says that its assumption doesn't hold: the convention of all of them. Checks of
# small groups see little, and those of large groups see what doesn't matter: hence words, not verdicts.
ALPHA = 0.05

# Royston's algorithm is calibrated for 3 to 5000 values.
_SHAPIRO_LEAST, _SHAPIRO_MOST = 3, 5000
_SYMMETRY_LEAST = 10  # its normal approximation is too rough for fewer
_FEWEST_EXPECTED = 5.0


def warning_of(assumption: Assumption, subject: str, better: str | None) -> str | None:
    """Return the warning for an assumption that fails, or None.

    Parameters
    ----------
    subject : str
        The test within a sentence: "the t-test".
    better : str or None
        Id of a test that does without; None: there is none.
    """
    if assumption.holds is not False:
        return None
    doubt = f"{sentence(subject)} takes {assumption.name} for granted, but {assumption.says}"
    return f"{doubt}; " + (f"'{better}' does without" if better else "read its P value with care")


def _shapiro(values: np.ndarray) -> float | None:
    """Return the P value of the Shapiro–Wilk test; None where it can't be had."""
    if not _SHAPIRO_LEAST <= len(values) <= _SHAPIRO_MOST or np.ptp(values) == 0:
        return None
    from scipy.stats import shapiro

    return float(shapiro(values).pvalue)


def normal_groups(groups: Mapping[str, np.ndarray]) -> Assumption:
    """Check that the values of each group may come from a normal distribution.

    Source
    ------
    Shapiro and Wilk, Biometrika 52, 591 (1965); Royston, Appl. Stat. 44, 547 (1995).
    """
    how = "Shapiro–Wilk test of each group"
    found = {name: _shapiro(values) for name, values in groups.items()}
    known = {name: p for name, p in found.items() if p is not None}
    if not known:
        return Assumption("normality", how, None, None, "the groups are too small to see it")
    lowest = min(known.values())
    odd = [f"'{name}' ({format_p(p)})" for name, p in known.items() if p < ALPHA]
    if odd:
        verb = "departs" if len(odd) == 1 else "depart"
        noun = "group" if len(odd) == 1 else "groups"
        says = f"{noun} {_joined(odd)} {verb} from a normal distribution by the Shapiro–Wilk test"
        return Assumption("normality", how, lowest, False, says)
    unseen = [f"'{name}'" for name in found if name not in known]
    if unseen:
        says = f"it can't be checked in {_joined(unseen)} (fewer than 3, more than 5,000 or equal values)"
        return Assumption("normality", how, lowest, None, says)
    smallest = "" if len(known) == 1 else "smallest "
    return Assumption(
        "normality", how, lowest, True, f"nothing speaks against it ({smallest}{format_p(lowest)})"
    )


def normal_values(values: np.ndarray, what: str) -> Assumption:
    """Check one set of values: residuals, differences, a variable.

    Parameters
    ----------
    what : str
        Its name in a sentence, plural: "the residuals".
    """
    how = f"Shapiro–Wilk test of {what}"
    p = _shapiro(values)
    if p is None:
        return Assumption(
            "normality", how, None, None, f"{what} are too few, too many or too equal to see it"
        )
    if p < ALPHA:
        says = f"{what} depart from a normal distribution (Shapiro–Wilk test, {format_p(p)})"
        return Assumption("normality", how, p, False, says)
    return Assumption("normality", how, p, True, f"nothing in {what} speaks against it ({format_p(p)})")


def equal_variances(groups: Mapping[str, np.ndarray]) -> Assumption:
    """Check that the groups may have one variance.

    Source
    ------
    Brown and Forsythe, J. Am. Stat. Assoc. 69, 364 (1974): Levene's test around medians.
    """
    from scipy.special import fdtrc

    how = "Brown–Forsythe test (Levene's test around medians)"
    away = [np.abs(v - np.median(v)) for v in groups.values()]
    n, k = sum(len(v) for v in away), len(away)
    overall = float(np.concatenate(away).mean())
    between = sum(len(v) * (float(v.mean()) - overall) ** 2 for v in away) / (k - 1)
    within = sum(float(np.sum((v - v.mean()) ** 2)) for v in away)
    if n <= k or within <= 1e-24 * max(overall, 1e-300) ** 2:
        return Assumption("equal variances", how, None, None, "the groups are too small to see them")
    p = float(fdtrc(k - 1, n - k, between / (within / (n - k))))
    sds = {name: float(np.std(v, ddof=1)) for name, v in groups.items() if len(v) > 1}
    low, high = min(sds, key=lambda g: sds[g]), max(sds, key=lambda g: sds[g])
    if p < ALPHA:
        says = (
            f"the standard deviations differ, from {sds[low]:.3g} in '{low}' to {sds[high]:.3g} in '{high}' "
            f"(Brown–Forsythe test, {format_p(p)})"
        )
        return Assumption("equal variances", how, p, False, says)
    return Assumption("equal variances", how, p, True, f"nothing speaks against them ({format_p(p)})")


def expected_counts(expected: np.ndarray, rows: Sequence[str] = ()) -> Assumption:
    """Check that the counts expected of a table are large enough for the χ² approximation.

    Parameters
    ----------
    rows : sequence of str
        Groups, named when there are two: a table may be one of several.

    Source
    ------
    Cochran, Biometrics 10, 417 (1954), in the strict form that R's ``chisq.test`` warns by.
    """
    how = "every expected count is 5 or more"
    few = int(np.sum(expected < _FEWEST_EXPECTED))
    least = float(expected.min())
    if few:
        counts = "an expected count is" if few == 1 else f"{few} expected counts are"
        where = f" for '{rows[0]}' and '{rows[1]}'" if len(rows) == 2 else ""
        says = f"{counts} below 5{where} (the smallest is {least:.2g})"
        return Assumption("expected counts of 5", how, None, False, says)
    return Assumption("expected counts of 5", how, None, True, f"the smallest expected count is {least:.3g}")


def symmetric_differences(differences: np.ndarray) -> Assumption:
    """Check that differences may lie symmetrically around their centre.

    Source
    ------
    Miao, Gel and Gastwirth, in Random Walk, Sequential Analysis and Related Topics (World
    Scientific, 2006), 98: mean against median in units of a robust scale; variance at the normal.
    """
    from scipy.special import ndtr

    how = "Miao–Gel–Gastwirth test of symmetry"
    n = len(differences)
    median = float(np.median(differences))
    scale = float(np.sqrt(np.pi / 2) * np.mean(np.abs(differences - median)))
    if n < _SYMMETRY_LEAST or scale == 0:
        says = (
            f"{n} differences are too few to see it" if n < _SYMMETRY_LEAST else "all differences are equal"
        )
        return Assumption("symmetric differences", how, None, None, says)
    z = np.sqrt(n) * (float(np.mean(differences)) - median) / scale / np.sqrt(np.pi / 2 - 1)
    p = float(2 * ndtr(-abs(z)))
    if p < ALPHA:
        side = "right" if z > 0 else "left"
        says = f"the differences are skewed to the {side} (test of symmetry, {format_p(p)})"
        return Assumption("symmetric differences", how, p, False, says)
    return Assumption("symmetric differences", how, p, True, f"nothing speaks against it ({format_p(p)})")


def proportional_hazards(p: float | None) -> Assumption:
    """Put the test of scaled Schoenfeld residuals into words.

    Parameters
    ----------
    p : float or None
        Of `natfig.stats.cox.CoxFit.proportionality`; None where it can't be had.

    Source
    ------
    Grambsch and Therneau, Biometrika 81, 515 (1994).
    """
    how = "score test of a hazard ratio that changes with time (Grambsch–Therneau)"
    if p is None:
        return Assumption("proportional hazards", how, None, None, "there are too few events to see them")
    if p < ALPHA:
        says = f"the ratio of the hazards changes with time (Grambsch–Therneau test, {format_p(p)})"
        return Assumption("proportional hazards", how, p, False, says)
    return Assumption("proportional hazards", how, p, True, f"nothing speaks against them ({format_p(p)})")


def _joined(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
