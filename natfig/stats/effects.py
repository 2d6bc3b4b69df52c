"""Effect sizes and their confidence intervals.

Of two groups every effect is the first relative to the second. Where the alternative has
one side, so has the interval: its other end is infinite (or the end of what is possible).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from natfig.stats.result import Effect

__all__ = [
    "bounds",
    "correlation_effect",
    "cramers_v",
    "eta_squared",
    "hedges_g",
    "hedges_g_of_differences",
    "mean_effect",
    "omega_squared",
    "rank_biserial",
    "root_of_falling",
    "tails",
]

_SEARCH = 1e-13  # relative; far below what anybody prints


def tails(level: float, alternative: str) -> tuple[float, float]:
    """Return the probabilities left out below and above an interval."""
    out = 1 - level
    if alternative == "two-sided":
        return out / 2, out / 2
    return (out, 0.0) if alternative == "greater" else (0.0, out)


def bounds(
    center: float, se: float, quantile: Callable[[float], float], level: float, alternative: str
) -> tuple[float, float]:
    """Return the ends of a symmetric interval.

    Parameters
    ----------
    center, se : float
    quantile : callable
        Of the standardized estimate: probability → value.
    """
    below, above = tails(level, alternative)
    low = center - quantile(1 - below) * se if below else -np.inf
    high = center + quantile(1 - above) * se if above else np.inf
    return float(low), float(high)


def mean_effect(
    name: str, center: float, se: float, df: float, level: float, *, alternative: str = "two-sided"
) -> Effect:
    """Return a mean, or a difference of means, with its t interval."""
    from scipy.special import stdtrit

    low, high = bounds(center, se, lambda p: float(stdtrit(df, p)), level, alternative)
    return Effect(name, center, low, high, level)


def small_sample_factor(df: float) -> float:
    """Return what turns Cohen's d into Hedges' g.

    Source
    ------
    Hedges, J. Educ. Stat. 6, 107 (1981), equation 6e: the exact factor, not its approximation.
    """
    from scipy.special import gammaln

    if df <= 1:
        return float("nan")  # the mean of a t distribution with one degree of freedom doesn't exist
    return float(np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2))


def _t_noncentrality(t: float, df: float, level: float, alternative: str) -> tuple[float, float]:
    """Return the noncentrality parameters between which a t value is no surprise."""
    from scipy.special import nctdtr

    below, above = tails(level, alternative)
    # nctdtr falls with the noncentrality.
    low = root_of_falling(lambda nc: float(nctdtr(df, nc, t)) - (1 - below), t) if below else -np.inf
    high = root_of_falling(lambda nc: float(nctdtr(df, nc, t)) - above, t) if above else np.inf
    return low, high


def root_of_falling(falling: Callable[[float], float], start: float) -> float:
    """Return where a falling function is zero; NaN where it can't be found."""
    from scipy.optimize import brentq

    step = 1.0
    low = high = start
    while not falling(low) > 0:
        low, step = low - step, step * 2
        if step > 1e6:
            return float("nan")
    step = 1.0
    while not falling(high) < 0:
        high, step = high + step, step * 2
        if step > 1e6:
            return float("nan")
    return float(brentq(falling, low, high, xtol=1e-12, rtol=_SEARCH, maxiter=300))


def hedges_g(
    x: np.ndarray,
    y: np.ndarray,
    *,
    is_pooled: bool = True,
    level: float = 0.95,
    alternative: str = "two-sided",
) -> Effect:
    """Return the difference of two means in standard deviations, unbiased.

    Parameters
    ----------
    x, y : numpy.ndarray
        At least two values each, not all equal.
    is_pooled : bool
        Divide by the pooled standard deviation, as Student's t-test takes variances for equal;
        otherwise by the root of the average variance, as Welch's doesn't.

    Source
    ------
    Hedges, J. Educ. Stat. 6, 107 (1981); intervals by the noncentral t distribution: Cumming and
    Finch, Educ. Psychol. Meas. 61, 532 (2001); unequal variances: Delacre et al. (2021), Why
    Hedges' g*s based on the non-pooled standard deviation should be reported with Welch's t-test,
    <https://doi.org/10.31234/osf.io/tu6mp>.
    """
    n, m = len(x), len(y)
    v, w = float(np.var(x, ddof=1)), float(np.var(y, ddof=1))
    difference = float(np.mean(x) - np.mean(y))
    if is_pooled:
        df: float = n + m - 2
        sd = np.sqrt(((n - 1) * v + (m - 1) * w) / df)
        unit = np.sqrt(1 / n + 1 / m)
    else:
        df = (n - 1) * (m - 1) * (v + w) ** 2 / ((m - 1) * v**2 + (n - 1) * w**2)
        sd = np.sqrt((v + w) / 2)
        unit = np.sqrt(2 * (m * v + n * w) / (n * m * (v + w)))
    d = difference / sd
    low, high = _t_noncentrality(float(d / unit), df, level, alternative)
    return _unbiased("Hedges' g", float(d), (low * float(unit), high * float(unit)), df, level)


def hedges_g_of_differences(
    differences: np.ndarray, level: float = 0.95, alternative: str = "two-sided"
) -> Effect:
    """Return a mean difference in standard deviations of the differences, unbiased.

    Source
    ------
    d_z of Cohen, Statistical Power Analysis (1988), section 2.3.5, with the factor of Hedges (1981).
    """
    n = len(differences)
    d = float(np.mean(differences) / np.std(differences, ddof=1))
    low, high = _t_noncentrality(d * np.sqrt(n), n - 1, level, alternative)
    return _unbiased("Hedges' g (of differences)", d, (low / n**0.5, high / n**0.5), n - 1, level)


def _unbiased(name: str, d: float, ends: tuple[float, float], df: float, level: float) -> Effect:
    """Return Hedges' g for Cohen's d and its interval, which may be missing (NaN)."""
    factor = small_sample_factor(df)
    if np.isnan(ends).any():
        return Effect(name, d * factor)
    return Effect(name, d * factor, ends[0] * factor, ends[1] * factor, level)


def eta_squared(f: float, df1: float, df2: float, level: float = 0.95) -> Effect:
    """Return the share of the variance that lies between the groups.

    Source
    ------
    Interval by the noncentral F distribution: Smithson, Confidence Intervals (2003), chapter 5;
    the noncentrality of N observations is N times the ratio of the variances.
    """
    from scipy.special import ncfdtr

    value = df1 * f / (df1 * f + df2)
    out = (1 - level) / 2
    ends = []
    for p in (1 - out, out):

        def surplus(nc: float, p: float = p) -> float:
            return float(ncfdtr(df1, df2, nc, f)) - p

        nc = 0.0 if surplus(0.0) <= 0 else _root_from_zero(surplus, df1 * f)
        ends.append(nc / (nc + df1 + df2 + 1))
    return Effect("η²", value, ends[0], ends[1], level)


def _root_from_zero(falling: Callable[[float], float], scale: float) -> float:
    from scipy.optimize import brentq

    high = max(scale, 1.0)
    while not falling(high) < 0:
        high *= 2
        if high > 1e9:
            return float("nan")
    return float(brentq(falling, 0.0, high, xtol=1e-12, rtol=_SEARCH, maxiter=300))


def omega_squared(f: float, df1: float, df2: float) -> Effect:
    """Return the share of the variance between the groups, less biased than η²; never below 0.

    Source
    ------
    Hays, Statistics for Psychologists (1963), page 382.
    """
    n = df1 + df2 + 1
    return Effect("ω²", max(0.0, df1 * (f - 1) / (df1 * (f - 1) + n)))


def cramers_v(statistic: float, df: int, n: int, smaller: int, level: float = 0.95) -> Effect:
    """Return Cramér's V of a table.

    Parameters
    ----------
    statistic : float
        Pearson's χ² without continuity correction.
    df, n : int
        Degrees of freedom and observations.
    smaller : int
        The smaller number of rows or columns.

    Source
    ------
    Cramér, Mathematical Methods of Statistics (1946), section 21.9; interval by the noncentral χ²
    distribution: Smithson, Confidence Intervals (2003), chapter 5.
    """
    from scipy.special import chndtr

    unit = n * (smaller - 1)
    ends = []
    for p in ((1 + level) / 2, (1 - level) / 2):

        def surplus(nc: float, p: float = p) -> float:
            return float(chndtr(statistic, df, nc)) - p

        nc = 0.0 if surplus(0.0) <= 0 else _root_from_zero(surplus, statistic)
        ends.append(min(1.0, float(np.sqrt(nc / unit))))
    return Effect("Cramér's V", float(np.sqrt(statistic / unit)), ends[0], ends[1], level)


def rank_biserial(
    x: np.ndarray, y: np.ndarray, level: float = 0.95, alternative: str = "two-sided"
) -> Effect:
    """Return P(x > y) − P(x < y) for a value of each group.

    Source
    ------
    Cureton, Psychometrika 21, 287 (1956). It is twice the area under a ROC curve less one, so its
    interval is that of DeLong et al., Biometrics 44, 837 (1988).
    """
    above = np.searchsorted(np.sort(y), x, side="left") + np.searchsorted(np.sort(y), x, side="right")
    under = np.searchsorted(np.sort(x), y, side="left") + np.searchsorted(np.sort(x), y, side="right")
    n, m = len(x), len(y)
    per_x, per_y = above / m - 1, 1 - under / n
    value = float(np.mean(per_x))
    if min(n, m) < 2:
        return Effect("rank-biserial r", value)
    from scipy.special import ndtri

    se = float(np.sqrt(np.var(per_x, ddof=1) / n + np.var(per_y, ddof=1) / m))
    if se == 0:  # the groups don't overlap: the method has no interval for that
        return Effect("rank-biserial r", value)
    low, high = bounds(value, se, lambda p: float(ndtri(p)), level, alternative)
    return Effect("rank-biserial r", value, max(-1.0, low), min(1.0, high), level)


def correlation_effect(
    name: str, value: float, n: int, variance: float, level: float, *, alternative: str = "two-sided"
) -> Effect:
    """Return a correlation with its interval on Fisher's z scale.

    Parameters
    ----------
    name : str
        "r", "ρ", "τ".
    variance : float
        Of the correlation's inverse hyperbolic tangent; NaN where n is too small.

    Source
    ------
    Fisher, Metron 1, 3 (1921).
    """
    from scipy.special import ndtri

    if not variance > 0 or abs(value) >= 1 or n < 4:
        return Effect(name, value)
    low, high = bounds(float(np.arctanh(value)), variance**0.5, lambda p: float(ndtri(p)), level, alternative)
    return Effect(name, value, float(np.tanh(low)), float(np.tanh(high)), level)
