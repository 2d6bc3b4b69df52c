"""Spearman's rank correlation."""

from __future__ import annotations

import numpy as np

from natfig.core.errors import SpecError
from natfig.stats.effects import correlation_effect
from natfig.stats.ranks import SPEARMAN_COUNTED, midranks, spearman_tail, tie_sum
from natfig.stats.result import Comparison
from natfig.stats.tests._data import clean_pair
from natfig.stats.tests._means import t_probability
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest
from natfig.stats.tests.pearson import pearson_r

__all__ = ["test"]

_SERIES_MOST = 1290  # where R leaves the series for Student's t


class Spearman(StatisticalTest):
    """How close to a rising or falling curve two variables lie."""

    id = "spearman"
    title = "Spearman's rank correlation"
    aka = ("spearman rho", "rank correlation")
    design = "correlation"
    summary = "Tests whether two variables rise together, by ranks; needs no distribution."
    source = (
        "Spearman, Am. J. Psychol. 15, 72 (1904); Best and Roberts, Appl. Stat. 24, 377 (1975); interval "
        "Bonett and Wright, Psychometrika 65, 23 (2000); as R's cor.test(method = 'spearman')"
    )

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test; see `StatisticalTest.run`."""
        x, y = clean_pair(sample.x, sample.y, sample.names, 3)
        n = len(x)
        has_ties = tie_sum(x) > 0 or tie_sum(y) > 0
        rho = pearson_r(midranks(x), midranks(y))
        if options.exact and (has_ties or n > SPEARMAN_COUNTED):
            reason = (
                "there are equal values (ties)"
                if has_ties
                else f"{n} pairs are too many to count their orders"
            )
            raise SpecError(f"an exact P value was asked for, but {reason}", hint="leave out exact")
        is_series = not has_ties and n <= _SERIES_MOST and options.exact is not False
        s = (n**3 - n) * (1 - rho) / 6
        p = _counted_p(s, n, options.alternative) if is_series else _t_p(rho, n, options.alternative)
        warnings = []
        if has_ties and n <= _SERIES_MOST:
            warnings.append(
                f"'{sample.names[0]}' or '{sample.names[1]}' has equal values, so the P value of "
                f"{self.subject} is an approximation by Student's t"
            )
        method = "approximation by Student's t"
        if is_series:
            method = "exact" if n <= SPEARMAN_COUNTED else "Edgeworth series"
        variance = (1 + rho * rho / 2) / (n - 3) if n > 3 else np.nan
        found = Comparison(
            test=self.id,
            name=self.name(options.alternative),
            groups=sample.names,
            n=dict.fromkeys(sample.names, n),
            statistic="S",
            value=s,
            df=(),
            p=p,
            alternative=options.alternative,
            effect=correlation_effect("ρ", rho, n, variance, options.level, alternative=options.alternative),
            method=method,
        )
        return Outcome([found], [], warnings)


def _counted_p(s: float, n: int, alternative: str) -> float:
    """Return P from the distribution of S, which is large where the correlation is negative."""
    at = round(s)
    lower, upper = spearman_tail(at + 2, n, is_upper=False), spearman_tail(at, n, is_upper=True)
    if alternative == "greater":
        return lower
    if alternative == "less":
        return upper
    return min(1.0, 2 * (upper if s > (n**3 - n) / 6 else lower))


def _t_p(rho: float, n: int, alternative: str) -> float:
    if abs(rho) >= 1:
        return t_probability(float(np.inf * np.sign(rho)), n - 2, alternative)
    return t_probability(rho * ((n - 2) / (1 - rho * rho)) ** 0.5, n - 2, alternative)


test = Spearman()
