"""Kendall's rank correlation."""

from __future__ import annotations

import numpy as np

from natfig.core.errors import SpecError
from natfig.stats.effects import correlation_effect
from natfig.stats.ranks import kendall_counts
from natfig.stats.result import Comparison
from natfig.stats.tests._data import clean_pair
from natfig.stats.tests._ranked import EXACT_BELOW, exact_p, normal_p
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest

__all__ = ["test"]

_COMPARED = 3000
_EXACT_MOST = 150  # factorials of more don't fit a float


class Kendall(StatisticalTest):
    """How many pairs of observations agree in order."""

    id = "kendall"
    title = "Kendall's rank correlation"
    aka = ("kendall tau", "tau-b")
    design = "correlation"
    summary = "Tests whether two variables rise together, by pairs that agree; needs no distribution."
    source = (
        "Kendall, Biometrika 30, 81 (1938); interval Fieller et al., Biometrika 44, 470 (1957); "
        "as R's cor.test(method = 'kendall')"
    )

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test; see `StatisticalTest.run`."""
        x, y = clean_pair(sample.x, sample.y, sample.names, 3)
        n = len(x)
        score = _score(x, y)
        ties_x, ties_y = _ties(x), _ties(y)
        has_ties = bool(len(ties_x) or len(ties_y))
        if options.exact and (has_ties or n > _EXACT_MOST):
            reason = (
                "there are equal values (ties)"
                if has_ties
                else f"{n} pairs are too many to count their orders"
            )
            raise SpecError(f"an exact P value was asked for, but {reason}", hint="leave out exact")
        is_exact = not has_ties and n < EXACT_BELOW if options.exact is None else options.exact
        half = n * (n - 1) / 2
        tau = score / np.sqrt((half - _drawn(ties_x)) * (half - _drawn(ties_y)))
        warnings = []
        if is_exact:
            statistic, value = "T", (score + half) / 2
            p = exact_p(value, kendall_counts(n), options.alternative)
        else:
            statistic, value = "z", float(score / np.sqrt(_variance(n, ties_x, ties_y)))
            p = normal_p(value, options.alternative)
            if has_ties and n < EXACT_BELOW:
                warnings.append(
                    f"'{sample.names[0]}' or '{sample.names[1]}' has equal values, so the P value of "
                    f"{self.subject} is a normal approximation with tie correction"
                )
        found = Comparison(
            test=self.id,
            name=self.name(options.alternative),
            groups=sample.names,
            n=dict.fromkeys(sample.names, n),
            statistic=statistic,
            value=value,
            df=(),
            p=p,
            alternative=options.alternative,
            effect=correlation_effect(
                "τ",
                float(tau),
                n,
                0.437 / (n - 4) if n > 4 else np.nan,
                options.level,
                alternative=options.alternative,
            ),
            method="exact" if is_exact else "normal approximation with tie correction",
        )
        return Outcome([found], [], warnings)


def _score(x: np.ndarray, y: np.ndarray) -> float:
    """Return pairs that agree less pairs that don't."""
    if len(x) > _COMPARED:  # each with each would take minutes
        from scipy.stats import kendalltau

        half = len(x) * (len(x) - 1) / 2
        scale = np.sqrt((half - _drawn(_ties(x))) * (half - _drawn(_ties(y))))
        return float(np.round(kendalltau(x, y).statistic * scale))
    return float(sum(np.sum(np.sign(x[i] - x[:i]) * np.sign(y[i] - y[:i])) for i in range(1, len(x))))


def _ties(values: np.ndarray) -> np.ndarray:
    """Return how many values each group of equal values has."""
    counts = np.unique(values, return_counts=True)[1].astype(np.float64)
    return counts[counts > 1]


def _drawn(ties: np.ndarray) -> float:
    return float(np.sum(ties * (ties - 1)) / 2)


def _variance(n: int, x: np.ndarray, y: np.ndarray) -> float:
    """Return the variance of the score, ties given.

    Source
    ------
    Kendall and Gibbons, Rank Correlation Methods (1990), section 4.9.
    """

    def third(t: np.ndarray) -> float:
        return float(np.sum(t * (t - 1) * (2 * t + 5)))

    def triple(t: np.ndarray) -> float:
        return float(np.sum(t * (t - 1) * (t - 2)))

    single = (n * (n - 1) * (2 * n + 5) - third(x) - third(y)) / 18
    double = 4 * _drawn(x) * _drawn(y) / (2 * n * (n - 1))
    return single + double + triple(x) * triple(y) / (9 * n * (n - 1) * (n - 2))


test = Kendall()
