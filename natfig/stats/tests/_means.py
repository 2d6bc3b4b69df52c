"""What the t-tests share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from natfig.stats.assumptions import equal_variances, normal_groups, warning_of
from natfig.stats.effects import hedges_g, mean_effect
from natfig.stats.result import Assumption, Comparison
from natfig.stats.tests._data import refuse_constant
from natfig.stats.tests._pairwise import PairTest
from natfig.stats.tests.base import Options

__all__ = ["TwoMeans", "t_probability"]


def t_probability(t: float, df: float, alternative: str) -> float:
    """Return the P value of a t statistic."""
    from scipy.special import stdtr

    if alternative == "two-sided":
        return float(2 * stdtr(df, -abs(t)))
    return float(stdtr(df, t if alternative == "less" else -t))


class TwoMeans(PairTest):
    """Student's and Welch's t-test."""

    is_pooled: bool

    def compare(
        self, names: tuple[str, str], x: np.ndarray, y: np.ndarray, options: Options, warnings: list[str]
    ) -> Comparison:
        """Compare two means; see `PairTest.compare`."""
        del warnings
        n, m = len(x), len(y)
        v, w = float(np.var(x, ddof=1)), float(np.var(y, ddof=1))
        if self.is_pooled:
            se = float(np.sqrt(((n - 1) * v + (m - 1) * w) / (n + m - 2) * (1 / n + 1 / m)))
        else:
            se = float(np.sqrt(v / n + w / m))
        refuse_constant(names, se, max(abs(float(np.mean(x))), abs(float(np.mean(y)))), self.subject)
        difference = float(np.mean(x) - np.mean(y))
        df: float = n + m - 2
        if not self.is_pooled:
            df = se**4 / ((v / n) ** 2 / (n - 1) + (w / m) ** 2 / (m - 1))
        t = difference / se
        return Comparison(
            test=self.id,
            name=self.name(options.alternative),
            groups=names,
            n={names[0]: n, names[1]: m},
            statistic="t",
            value=t,
            df=(float(df),),
            p=t_probability(t, df, options.alternative),
            alternative=options.alternative,
            effect=hedges_g(
                x, y, is_pooled=self.is_pooled, level=options.level, alternative=options.alternative
            ),
            more=(
                mean_effect(
                    "difference of means", difference, se, df, options.level, alternative=options.alternative
                ),
            ),
        )

    def assume(
        self, groups: dict[str, np.ndarray], pairs: Sequence[tuple[str, str]], warnings: list[str]
    ) -> list[Assumption]:
        """Check normality and, for Student's test, variances."""
        del pairs
        found = [normal_groups(groups)]
        if said := warning_of(found[0], self.subject, "mann-whitney"):
            warnings.append(said)
        if self.is_pooled:
            found.append(equal_variances(groups))
            if said := warning_of(found[1], self.subject, "welch"):
                warnings.append(said)
        return found
