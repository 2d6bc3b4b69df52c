"""Confidence intervals of a centre: Student's and the bootstrap's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

__all__ = ["bca_ends", "bootstrap_interval", "t_interval"]

RESAMPLES = 9_999
_CHUNK = 4_000_000  # values held at once

_CENTERS: dict[str, Callable[..., np.ndarray]] = {"mean": np.mean, "median": np.median}


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
    values: np.ndarray, center: str = "mean", seed: int = 0, level: float = 0.95, resamples: int = RESAMPLES
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
    resamples : int

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
    function = _CENTERS[center]
    rng = np.random.default_rng(seed)
    drawn = np.empty(resamples)
    step = max(1, _CHUNK // n)
    for at in range(0, resamples, step):
        rows = min(step, resamples - at)
        drawn[at : at + rows] = function(values[rng.integers(0, n, (rows, n))], axis=1)
    return bca_ends(float(function(values)), drawn, _left_out(values, center), level)


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
