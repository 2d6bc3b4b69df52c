"""P values of rank tests: exact or by the normal approximation."""

from __future__ import annotations

import numpy as np

from natfig.core.errors import SpecError
from natfig.stats.words import sentence

__all__ = [
    "APPROXIMATE",
    "EXACT_BELOW",
    "EXACT_MOST",
    "continuity",
    "exact_p",
    "least_p",
    "normal_p",
    "power_said",
    "refuse_long_counts",
]

# R's wilcox.test and cor.test(method = "kendall") are exact for fewer values than this, without ties.
EXACT_BELOW = 50

# Two to this power is as much as a float holds: more orders than that can't be counted.
EXACT_MOST = 1000

APPROXIMATE = "normal approximation with continuity and tie correction"


def exact_p(value: float, counts: np.ndarray, alternative: str) -> float:
    """Return the P value of a whole-numbered statistic from the number of ways to each of its values.

    The two-sided P value is twice the smaller tail, at most 1.
    """
    at = round(value)
    total = float(counts.sum())
    lower, upper = float(counts[: at + 1].sum()) / total, float(counts[at:].sum()) / total
    if alternative == "two-sided":
        return min(1.0, 2 * min(lower, upper))
    return lower if alternative == "less" else upper


def continuity(away: np.ndarray | float, alternative: str) -> np.ndarray | float:
    """Return how far a statistic is moved towards its mean before it is taken for normal."""
    if alternative == "two-sided":
        return np.sign(away) * 0.5
    return 0.5 if alternative == "greater" else -0.5


def normal_p(z: float, alternative: str) -> float:
    """Return the P value of a standard normal statistic."""
    from scipy.special import ndtr

    if alternative == "two-sided":
        return float(2 * min(ndtr(z), ndtr(-z)))
    return float(ndtr(z) if alternative == "less" else ndtr(-z))


def least_p(counts: np.ndarray, alternative: str) -> float:
    """Return the smallest P value a sample of this size can give."""
    tail = float(counts[0] / counts.sum())
    return min(1.0, 2 * tail) if alternative == "two-sided" else tail


def power_said(least: float, level: float, subject: str, where: str) -> str | None:
    """Return a warning when no data of this size could be significant, else None."""
    if least <= 1 - level:
        return None
    return (
        f"{sentence(subject)} of {where} can't give a P value below {least:.2g}, "
        "whatever the values: there are too few"
    )


def refuse_long_counts(n: int, most: int, subject: str) -> None:
    """Raise a SpecError if an exact P value was asked for of more values than can be counted."""
    if n > most:
        raise SpecError(
            f"an exact P value of {subject} was asked for, but {n:,} values are too many",
            hint=f"leave out exact: beyond {most} values the normal approximation is as good",
        )
