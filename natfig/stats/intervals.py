"""Confidence intervals of a centre: Student's and the bootstrap's."""

from __future__ import annotations

import numpy as np

__all__ = ["bca_ends", "bootstrap_interval", "t_interval"]

# Efron and Tibshirani, An Introduction to the Bootstrap (1993), section 14.3, want 2,000 for an interval
# like this. Means of large samples get no more, as each costs as much as the sample is long.
RESAMPLES = 9_999
_LARGE, _FEWER = 2_000, 1_999
_CHUNK = 4_000_000  # values held at once


def t_interval(values: np.ndarray, level: float = 0.95) -> tuple[float, float]:
    """Return the interval of a mean by Student's t; NaN for fewer than two values.

    Source
    ------
    Student, Biometrika 6, 1 (1908).
    """
    n = len(values)
    if n < 2:
        return float("nan"), float("nan")
    from scipy.special import stdtrit

    mean, se = float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(n))
    half = float(stdtrit(n - 1, (1 + level) / 2)) * se
    return mean - half, mean + half


def bootstrap_interval(
    values: np.ndarray,
    center: str = "mean",
    seed: int = 0,
    level: float = 0.95,
    resamples: int | None = None,
) -> tuple[float, float]:
    """Return the bootstrap interval of a mean or a median, bias-corrected and accelerated.

    Parameters
    ----------
    values : numpy.ndarray, shape (n,)
        Independent observations, finite.
    center : str
        "mean" or "median".
    seed : int
        The same seed gives the same interval, whatever else was drawn.
    level : float
    resamples : int, optional
        Default: 9,999; 1,999 for the mean of more than 2,000 values.

    Returns
    -------
    tuple of float
        NaN for fewer than two values; both ends the value itself where all are equal.

    Source
    ------
    Efron, J. Am. Stat. Assoc. 82, 171 (1987).
    """
    values = np.asarray(values, dtype=np.float64)
    n = len(values)
    if n < 2:
        return float("nan"), float("nan")
    if np.ptp(values) == 0:
        return float(values[0]), float(values[0])
    rng = np.random.default_rng(seed)
    if center == "median":
        drawn = _drawn_medians(np.sort(values), resamples or RESAMPLES, rng)
        return bca_ends(float(np.median(values)), drawn, _left_out(values, center), level)
    drawn = _drawn_means(values, resamples or (RESAMPLES if n <= _LARGE else _FEWER), rng)
    return bca_ends(float(np.mean(values)), drawn, _left_out(values, center), level)


def _drawn_means(values: np.ndarray, resamples: int, rng: np.random.Generator) -> np.ndarray:
    n = len(values)
    drawn = np.empty(resamples)
    step = max(1, _CHUNK // n)
    for at in range(0, resamples, step):
        rows = min(step, resamples - at)
        drawn[at : at + rows] = values[rng.integers(0, n, (rows, n))].mean(axis=1)
    return drawn


def _drawn_medians(ordered: np.ndarray, resamples: int, rng: np.random.Generator) -> np.ndarray:
    """Draw medians of resamples without the resamples.

    A resample takes the places floor(n u) of n uniform numbers u: its k-th value is the value at
    the place of the k-th smallest of them, which follows a beta distribution.
    """
    n = len(ordered)
    half = (n + 1) // 2
    low = rng.beta(half, n - half + 1, resamples)
    places = np.minimum((n * low).astype(np.int64), n - 1)
    if n % 2:
        return np.asarray(ordered[places])
    # The next of them: the smallest of the n - half numbers that lie between it and 1.
    high = 1 - (1 - low) * rng.random(resamples) ** (1 / (n - half))
    following = np.minimum((n * high).astype(np.int64), n - 1)
    return np.asarray((ordered[places] + ordered[following]) / 2)


def _left_out(values: np.ndarray, center: str) -> np.ndarray:
    """Return the centre without each value in turn."""
    n = len(values)
    if center == "mean":
        return np.asarray((values.sum() - values) / (n - 1))
    # Without a value of the lower half the median moves up, and the other way round.
    ordered = np.sort(values)
    rank = np.arange(n)
    low, high = (n - 2) // 2, (n - 1) // 2
    return np.asarray((ordered[low + (rank <= low)] + ordered[high + (rank <= high)]) / 2)


def bca_ends(center: float, drawn: np.ndarray, left_out: np.ndarray, level: float) -> tuple[float, float]:
    """Return the ends of an interval from what was drawn.

    Parameters
    ----------
    center : float
        Of the sample.
    drawn : numpy.ndarray, shape (resamples,)
        Of each resample.
    left_out : numpy.ndarray, shape (n,)
        Of the sample without each value in turn.
    """
    from scipy.special import ndtr, ndtri

    below = (np.sum(drawn < center) + np.sum(drawn <= center)) / 2 / len(drawn)
    if not 0 < below < 1:
        return float(drawn.min()), float(drawn.max())
    bias = ndtri(below)
    away = left_out.mean() - left_out
    spread = float(np.sum(away**2)) ** 1.5
    acceleration = float(np.sum(away**3)) / (6 * spread) if spread else 0.0
    ends = []
    for p in ((1 - level) / 2, (1 + level) / 2):
        z = bias + ndtri(p)
        ends.append(float(np.percentile(drawn, 100 * float(ndtr(bias + z / (1 - acceleration * z))))))
    return ends[0], ends[1]
