"""Exact distributions of rank statistics, and what ties do to them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

__all__ = [
    "kendall_counts",
    "midranks",
    "rank_sum_counts",
    "signed_rank_counts",
    "spearman_tail",
    "tie_sum",
]


def midranks(values: np.ndarray) -> np.ndarray:
    """Return ranks from 1; equal values share the middle of their ranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return np.asarray(middle[inverse])


def tie_sum(values: np.ndarray) -> float:
    """Return the sum of t³ − t over groups of t equal values; 0 without ties."""
    counts = np.unique(values, return_counts=True)[1].astype(np.float64)
    return float(np.sum(counts**3 - counts))


@lru_cache(maxsize=64)
def rank_sum_counts(n: int, m: int) -> np.ndarray:
    """Return in how many ways Mann and Whitney's U has each value from 0 to n·m.

    Source
    ------
    Mann and Whitney, Ann. Math. Stat. 18, 50 (1947): the recurrence over the largest rank. Sums of
    positive numbers only, so floats keep all but the last digits.
    """
    ways = np.zeros((n + 1, n * m + 1))
    ways[0, 0] = 1
    # The element of rank i + j, taken as the i-th of the first sample, is above j of the second.
    for j in range(m + 1):
        for i in range(1, n + 1):
            ways[i, j:] += ways[i - 1, : n * m + 1 - j]
    return np.asarray(ways[n])


@lru_cache(maxsize=64)
def signed_rank_counts(n: int) -> np.ndarray:
    """Return in how many ways a sum of some of the ranks 1 … n has each value from 0 to n(n + 1)/2."""
    ways = np.zeros(n * (n + 1) // 2 + 1)
    ways[0] = 1
    for rank in range(1, n + 1):
        ways[rank:] = ways[rank:] + ways[:-rank]
    return ways


@lru_cache(maxsize=64)
def kendall_counts(n: int) -> np.ndarray:
    """Return how many orders of n values have each number of inversions, 0 to n(n − 1)/2."""
    ways = np.array([1.0])
    for k in range(2, n + 1):
        ways = np.convolve(ways, np.ones(k))
    return ways


@lru_cache(maxsize=16)
def _spearman_counts(n: int) -> np.ndarray:
    """Return how many orders of n values have each sum of squared rank differences.

    One place is filled after the other; what matters of the places before is which ranks they took.
    """
    most = n * (n * n - 1) // 3
    ways: dict[int, np.ndarray] = {0: np.eye(1, most + 1)[0]}
    for place in range(n):
        grown: dict[int, np.ndarray] = {}
        for taken, counts in ways.items():
            for rank in range(n):
                if taken >> rank & 1:
                    continue
                step = (rank - place) ** 2
                moved = np.zeros_like(counts)
                moved[step:] = counts[: most + 1 - step]
                key = taken | 1 << rank
                grown[key] = grown[key] + moved if key in grown else moved
        ways = grown
    return ways[(1 << n) - 1]


# Best and Roberts' coefficients of the Edgeworth series, in the order of their paper.
_EDGEWORTH = (
    0.2274, 0.2531, 0.1745, 0.0758, 0.1033, 0.3932, 0.0879, 0.0151, 0.0072, 0.0831, 0.0131, 4.6e-4,
)  # fmt: skip
SPEARMAN_COUNTED = 9  # R enumerates up to here too


def spearman_tail(s: float, n: int, *, is_upper: bool) -> float:
    """Return P(S ≥ s) or P(S < s) of the sum of squared rank differences without ties.

    Exact up to nine pairs, by an Edgeworth series above.

    Source
    ------
    Best and Roberts, Algorithm AS 89, Appl. Stat. 24, 377 (1975), which R's ``cor.test`` uses too.
    """
    from scipy.special import ndtr

    most = n * (n * n - 1) / 3
    if s <= 0:
        return 1.0 if is_upper else 0.0
    if s > most:
        return 0.0 if is_upper else 1.0
    if n <= SPEARMAN_COUNTED:
        counts = _spearman_counts(n)
        cut = int(np.ceil(s - 1e-9))
        upper = float(counts[cut:].sum() / counts.sum())
    else:
        c = _EDGEWORTH
        b = 1 / n
        x = (6 * (s - 1) * b / (n * n - 1) - 1) * np.sqrt(1 / b - 1)
        y = x * x
        inner = c[8] - c[9] * b + y * b * (c[10] - c[11] * y)
        u = x * b * (
            c[0] + b * (c[1] + c[2] * b)
            + y * (-c[3] + b * (c[4] + c[5] * b) - y * b * (c[6] + c[7] * b - y * inner))
        )  # fmt: skip
        upper = float(np.clip(u / np.exp(y / 2) + ndtr(-x), 0, 1))
    return upper if is_upper else 1 - upper
