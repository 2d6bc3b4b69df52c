"""Survival: the Kaplan-Meier estimator, its intervals and the log-rank test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np

__all__ = ["KaplanMeier", "LogRank", "kaplan_meier", "log_rank"]


@dataclass(frozen=True, slots=True)
class KaplanMeier:
    """One estimated survival function.

    Attributes
    ----------
    time : numpy.ndarray, shape (k,)
        Distinct times, rising, events and censorings alike.
    survival : numpy.ndarray, shape (k,)
        Probability just after each time.
    low, high : numpy.ndarray, shape (k,)
        Pointwise interval; NaN where there is none (survival 0, or not asked for).
    censored : numpy.ndarray of int, shape (k,)
        Rows censored at each time.
    last : float
        The last time anybody was observed.
    """

    time: np.ndarray
    survival: np.ndarray
    low: np.ndarray
    high: np.ndarray
    censored: np.ndarray
    last: float

    def at(self, time: float) -> float:
        """Return the survival probability just after `time`."""
        index = int(np.searchsorted(self.time, time, side="right")) - 1
        return 1.0 if index < 0 else float(self.survival[index])

    def median(self) -> float | None:
        """Return the first time at which survival is 0.5 or less; None when that is never reached."""
        # The product of fractions that is 1/2 on paper may be 0.5000000000000001 here.
        reached = np.flatnonzero(self.survival <= 0.5 + 1e-12)
        return float(self.time[reached[0]]) if len(reached) else None


@dataclass(frozen=True, slots=True)
class LogRank:
    """Result of a log-rank test: chi-squared statistic, degrees of freedom, P value."""

    statistic: float
    df: int
    p: float


def kaplan_meier(
    time: np.ndarray,
    event: np.ndarray,
    interval: Literal["log-log", "plain", "none"] = "log-log",
    level: float = 0.95,
) -> KaplanMeier:
    """Estimate a survival function.

    Parameters
    ----------
    time : numpy.ndarray of float, shape (n,)
        n >= 1, each >= 0.
    event : numpy.ndarray of bool, shape (n,)
        True where the event happened, False where the row is censored. At
        equal times events come before censorings.
    interval : str
        "log-log" keeps within 0 and 1 by itself; "plain" is cut there.

    Source
    ------
    Kaplan and Meier (1958), JASA 53, 457-481; variance: Greenwood (1926);
    log-log interval: Kalbfleisch and Prentice (1980), The Statistical Analysis
    of Failure Time Data, section 1.3.
    """
    distinct, inverse, leaving = np.unique(time, return_inverse=True, return_counts=True)
    events = np.bincount(inverse, weights=event.astype(float), minlength=len(distinct))
    at_risk = len(time) - np.concatenate([[0], np.cumsum(leaving)[:-1]])
    survival = np.cumprod(1 - events / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(np.where(events > 0, events / (at_risk * (at_risk - events)), 0.0))
    low, high = _interval(survival, greenwood, interval, level)
    censored = (leaving - events).astype(int)
    return KaplanMeier(distinct.astype(float), survival, low, high, censored, float(distinct[-1]))


def _interval(
    survival: np.ndarray, greenwood: np.ndarray, kind: str, level: float
) -> tuple[np.ndarray, np.ndarray]:
    nothing = np.full_like(survival, np.nan)
    if kind == "none":
        return nothing, nothing.copy()
    z = NormalDist().inv_cdf((1 + level) / 2)
    inside = (survival > 0) & (survival < 1)
    low, high = nothing, nothing.copy()
    s, root = survival[inside], np.sqrt(greenwood[inside])
    if kind == "plain":
        low[inside], high[inside] = np.clip(s - z * s * root, 0, 1), np.clip(s + z * s * root, 0, 1)
    else:
        spread = np.exp(z * root / np.log(s))  # < 1, because the logarithm is negative
        low[inside], high[inside] = s ** (1 / spread), s**spread
    # Before the first event nobody has been lost: the interval is the point 1.
    low[survival >= 1] = high[survival >= 1] = 1.0
    return low, high


def log_rank(samples: Sequence[tuple[np.ndarray, np.ndarray]]) -> LogRank:
    """Test whether k survival functions are equal.

    Parameters
    ----------
    samples : sequence of (time, event), shape (k,)
        k >= 2; each pair as for `kaplan_meier`. At least one event in all.

    Raises
    ------
    ValueError
        If there is nothing to compare: fewer than two samples are ever at risk
        at the time of an event that leaves survivors.

    Source
    ------
    Mantel (1966), Cancer Chemotherapy Reports 50, 163-170; Peto and Peto (1972),
    JRSS A 135, 185-207. Ties by the hypergeometric variance.
    """
    from scipy.stats import chi2

    moments = np.unique(np.concatenate([t[e] for t, e in samples]))
    at_risk = np.column_stack(
        [len(t) - np.searchsorted(np.sort(t), moments, side="left") for t, _ in samples]
    )
    events = np.column_stack([_count(t[e], moments) for t, e in samples])
    n, d = at_risk.sum(axis=1, keepdims=True), events.sum(axis=1, keepdims=True)
    share = at_risk / n
    difference = (events - d * share).sum(axis=0)
    weight = np.where(n > 1, d * (n - d) / np.maximum(n - 1, 1), 0.0)
    variance = np.diag((weight * share).sum(axis=0)) - (weight * share).T @ share
    # Samples without variance were never at risk together with another one.
    used = np.flatnonzero(np.diag(variance) > 1e-12)
    if len(used) < 2:
        raise ValueError("fewer than two samples are at risk at the same event")
    free = used[:-1]  # the differences add up to zero: one of them is redundant
    statistic = float(
        difference[free] @ np.linalg.lstsq(variance[np.ix_(free, free)], difference[free], rcond=None)[0]
    )
    return LogRank(statistic, len(free), float(chi2.sf(statistic, len(free))))


def _count(time: np.ndarray, moments: np.ndarray) -> np.ndarray:
    """Return how many of `time` equal each moment."""
    ordered = np.sort(time)
    return np.searchsorted(ordered, moments, side="right") - np.searchsorted(ordered, moments, side="left")
