"""Distributions behind tests of many means at once: Tukey's range and Dunnett's maximum.

Both are double integrals, over a normal variable and over the standard deviation, of smooth
functions that vanish at both ends: there the trapezoidal rule converges faster than any power
of its step. The integrands are complements, so that a small P value keeps its digits.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

__all__ = ["dunnett_critical", "dunnett_sf", "tukey_critical", "tukey_sf"]

_NORMAL_REACH = 9.5  # beyond it the normal density is below 1e-20
_NORMAL_STEP = 0.05
_LOG_FLOOR = -46.0  # weights below exp(-46) = 1e-20 of the largest are left out
_SCALE_POINTS = 250


def _scales(df: float) -> tuple[np.ndarray, np.ndarray]:
    """Return values of s = sqrt(chi²/df) and their weights, which add up to 1.

    On the scale of u = log s the density is exp(df (u - exp(2u)/2)) but for a constant.
    """
    from scipy.optimize import brentq

    def log_density(u: float) -> float:
        return float(df * (u - np.expm1(2 * u) / 2) - _LOG_FLOOR)

    low = brentq(log_density, _LOG_FLOOR / df - 1.0, 0.0)
    high = brentq(log_density, 0.0, 0.5 * np.log(1 - 2 * _LOG_FLOOR / df) + 3.0)
    u = np.linspace(low, high, _SCALE_POINTS)
    weight = np.exp(df * (u - np.expm1(2 * u) / 2))
    return np.exp(u), weight / weight.sum()


def _normal(finest: float) -> tuple[np.ndarray, np.ndarray]:
    """Return values of a normal variable and their weights, which add up to 1.

    Parameters
    ----------
    finest : float
        Width within which the rest of the integrand rises: two steps fit into it.
    """
    step = min(_NORMAL_STEP, finest / 2)
    z = np.arange(-_NORMAL_REACH, _NORMAL_REACH + step / 2, step)
    weight = np.exp(-(z**2) / 2)
    return z, weight / weight.sum()


def tukey_sf(q: float, groups: int, df: float) -> float:
    """Return the probability that the studentized range exceeds q.

    Parameters
    ----------
    q : float
        >= 0.
    groups : int
        Means compared, >= 2.
    df : float
        Of the variance estimate, > 0.

    Source
    ------
    Tukey (1953), The Problem of Multiple Comparisons; Kramer, Biometrics 12, 307 (1956).
    """
    from scipy.special import ndtr

    if q <= 0:
        return 1.0
    s, scale_weight = _scales(df)
    # The largest mean lies at z: the range is wider than w unless all others are above z - w.
    z, weight = _normal(1.0 / (1 + groups // 30))
    highest = ndtr(z)
    total = np.empty(len(s))
    for i, w in enumerate(q * s):
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(highest > 0, np.minimum(ndtr(z - w) / highest, 1.0), 1.0)
            escape = -np.expm1((groups - 1) * np.log1p(-share))
        total[i] = groups * float(np.sum(weight * highest ** (groups - 1) * escape))
    return float(min(1.0, total @ scale_weight))


def dunnett_sf(
    t: float, control: int, others: np.ndarray, df: float, alternative: str = "two-sided"
) -> float:
    """Return the probability that the largest of Dunnett's t statistics exceeds t.

    Parameters
    ----------
    t : float
        Its size for "two-sided"; the statistic itself for "greater"; its negative for "less".
    control : int
        Observations of the control.
    others : numpy.ndarray of int, shape (k,)
        Observations of the groups compared with it.
    df : float
        Of the variance estimate, > 0.

    Source
    ------
    Dunnett, J. Am. Stat. Assoc. 50, 1096 (1955). Given the control's mean the others are
    independent, which leaves two integrals for any number of groups.
    """
    from scipy.special import ndtr

    s, scale_weight = _scales(df)
    z, weight = _normal(float((control / np.max(others)) ** 0.5))
    shift = np.sqrt(others / control)[:, None] * z  # the control's mean, in units of each other mean
    reach = np.sqrt(1 + others / control)[:, None]
    total = np.empty(len(s))
    for i, limit in enumerate(t * s):
        outside = ndtr(shift - limit * reach)
        if alternative == "two-sided":
            outside = outside + ndtr(-shift - limit * reach)
        with np.errstate(divide="ignore"):
            inside = np.sum(np.log1p(-np.minimum(outside, 1.0)), axis=0)
        total[i] = float(-np.expm1(inside) @ weight)
    return float(min(1.0, total @ scale_weight))


def tukey_critical(level: float, groups: int, df: float) -> float:
    """Return the value the studentized range exceeds with probability 1 - level."""
    return _critical(lambda q: tukey_sf(q, groups, df), level)


def dunnett_critical(
    level: float, control: int, others: np.ndarray, df: float, alternative: str = "two-sided"
) -> float:
    """Return the value the largest of Dunnett's statistics exceeds with probability 1 - level."""
    return _critical(lambda t: dunnett_sf(t, control, others, df, alternative), level)


def _critical(survival: Callable[[float], float], level: float) -> float:
    from scipy.optimize import brentq

    high = 8.0
    while survival(high) > 1 - level:
        high *= 2
    # One-sided statistics of few groups may have a critical value below zero at a low level.
    return float(brentq(lambda q: survival(q) - (1 - level), -8.0, high, xtol=1e-10))
