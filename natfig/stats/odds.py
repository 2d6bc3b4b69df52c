"""The odds ratio of a 2 × 2 table whose margins are given."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from natfig.stats.effects import root_of_falling, tails
from natfig.stats.result import Effect

__all__ = ["Hypergeometric", "odds_ratio"]


def odds_ratio(counts: np.ndarray, level: float = 0.95, alternative: str = "two-sided") -> Effect:
    """Return the conditional estimate of a 2 × 2 table's odds ratio, as R's ``fisher.test`` does.

    Parameters
    ----------
    counts : numpy.ndarray of int, shape (2, 2)
        No row and no column is empty.

    Source
    ------
    Cornfield, Proc. 3rd Berkeley Symp. 4, 135 (1956): the noncentral hypergeometric distribution,
    both margins given.
    """
    given = Hypergeometric(counts)
    below, above = tails(level, alternative)
    at = given.observed
    low = given.odds_where(lambda p: p[at:].sum(), below) if below and at > 0 else 0.0
    last = len(given.support) - 1
    high = given.odds_where(lambda p: p[: at + 1].sum(), above) if above and at < last else np.inf
    if at == 0:
        value = 0.0
    elif at == last:
        value = np.inf
    else:
        value = given.odds_where(lambda p: float(p @ given.support), float(given.support[at]))
    return Effect("odds ratio", float(value), float(low), float(high), level)


class Hypergeometric:
    """The first cell of a 2 × 2 table whose margins are given.

    Attributes
    ----------
    support : numpy.ndarray of float
        Values the cell can have.
    observed : int
        Index of the observed one.
    """

    def __init__(self, counts: np.ndarray) -> None:
        from scipy.special import gammaln

        (a, b), (c, d) = counts.tolist()
        low, high = max(0, a - d), a + min(b, c)
        self.support = np.arange(low, high + 1, dtype=np.float64)
        cells = (self.support, a + b - self.support, a + c - self.support, d - a + self.support)
        self._log = -sum(gammaln(cell + 1) for cell in cells)
        self.observed = int(a - low)

    def probabilities(self, log_odds: float = 0.0) -> np.ndarray:
        """Return the probability of each value of the support."""
        log = self._log + log_odds * self.support
        weight = np.exp(log - np.max(log))
        return np.asarray(weight / weight.sum())

    def odds_where(self, measure: Callable[[np.ndarray], float], wanted: float) -> float:
        """Return the odds ratio at which a measure of the probabilities has a value."""
        sign = 1 if measure(self.probabilities(-30)) > measure(self.probabilities(30)) else -1
        return float(
            np.exp(
                root_of_falling(lambda log: sign * (float(measure(self.probabilities(log))) - wanted), 0.0)
            )
        )
