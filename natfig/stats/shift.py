"""Hodges and Lehmann's shift and its interval, from all differences of two or averages of one sample."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from natfig.stats.effects import tails

__all__ = ["exact_ends", "normal_ends"]


def exact_ends(
    candidates: np.ndarray, counts: np.ndarray, level: float, alternative: str
) -> tuple[float, float, float]:
    """Return the interval whose ends are order statistics, and the level it really has.

    Parameters
    ----------
    candidates : numpy.ndarray, shape (m,)
        Sorted differences or averages.
    counts : numpy.ndarray, shape (m + 1,)
        In how many ways the rank statistic has each value 0 … m.

    Source
    ------
    Bauer, J. Am. Stat. Assoc. 67, 687 (1972), as R's ``wilcox.test(conf.int = TRUE)``: the widest
    interval when the smallest sample is too small for the level.
    """
    below, above = tails(level, alternative)
    share = np.cumsum(counts) / np.sum(counts)
    out = below or above
    # The smallest value whose cumulative probability reaches `out`; R takes 1 for 0.
    cut = max(1, int(np.searchsorted(share * (1 + 1e-12), out, side="left")))
    reached = float(share[cut - 1]) * (2 if below and above else 1)
    low = float(candidates[cut - 1]) if below else -np.inf
    high = float(candidates[len(candidates) - cut]) if above else np.inf
    # R says so only where the level is missed by half of what it leaves out.
    asked = 1 - level
    return low, high, 1 - reached if reached - asked > asked / 2 else level


def normal_ends(
    candidates: np.ndarray,
    z_right_of: Callable[[np.ndarray], np.ndarray],
    level: float,
    alternative: str,
) -> tuple[float, float]:
    """Return where the standardized rank statistic of shifted data crosses the normal quantiles.

    Parameters
    ----------
    candidates : numpy.ndarray, shape (m,)
        Sorted differences or averages: the only places where the statistic jumps.
    z_right_of : callable
        Shifts, none of them a candidate → standardized statistic with its continuity correction;
        it falls with the shift.

    Source
    ------
    Hollander and Wolfe, Nonparametric Statistical Methods (1999), sections 3.3 and 4.3; R's
    ``wilcox.test`` searches the same jumps numerically.
    """
    from scipy.special import ndtri

    distinct = np.unique(candidates)
    below, above = tails(level, alternative)
    if len(distinct) == 1:
        only = float(distinct[0])
        return (only if below else -np.inf), (only if above else np.inf)
    z = z_right_of((distinct[:-1] + distinct[1:]) / 2)

    def crossing(quantile: float) -> float:
        """Return the first candidate right of which the statistic is below a quantile."""
        under = np.flatnonzero(z < quantile)
        return float(distinct[under[0]] if len(under) else distinct[-1])

    low = crossing(float(ndtri(1 - below))) if below else -np.inf
    high = crossing(float(ndtri(above))) if above else np.inf
    return low, high
