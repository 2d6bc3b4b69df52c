"""The sign test of paired groups."""

from __future__ import annotations

import numpy as np

from natfig.core.errors import DataError
from natfig.stats.effects import tails
from natfig.stats.result import Comparison, Effect
from natfig.stats.tests._pairwise import PairTest
from natfig.stats.tests._ranked import power_said
from natfig.stats.tests.base import Options
from natfig.stats.tests.wilcoxon import differences_of

__all__ = ["binomial_p", "test"]


def binomial_p(successes: int, n: int, alternative: str) -> float:
    """Return the exact P value of a number of successes where half of n are expected."""
    from scipy.special import bdtr, bdtrc

    lower = float(bdtr(successes, n, 0.5))
    upper = 1.0 if successes == 0 else float(bdtrc(successes - 1, n, 0.5))
    if alternative == "two-sided":
        return min(1.0, 2 * min(lower, upper))
    return lower if alternative == "less" else upper


class SignTest(PairTest):
    """How many subjects rise and how many fall."""

    id = "sign"
    title = "sign test"
    aka = ("binomial sign test", "paired sign test")
    design = "paired"
    summary = "Compares the same subjects twice by whether they rise or fall; needs no distribution."
    source = "Arbuthnott, Phil. Trans. 27, 186 (1710); P as R's binom.test"
    for_more_groups = "friedman"

    def compare(
        self, names: tuple[str, str], x: np.ndarray, y: np.ndarray, options: Options, warnings: list[str]
    ) -> Comparison:
        """Compare the same subjects under two conditions; see `PairTest.compare`."""
        differences = differences_of(x, y)
        above, n = int(np.sum(differences > 0)), int(np.sum(differences != 0))
        if not n:
            raise DataError(
                f"no subject differs between '{names[0]}' and '{names[1]}': there are no signs to count",
                hint="leave out the test",
            )
        least = binomial_p(0, n, "two-sided" if options.alternative == "two-sided" else "less")
        if said := power_said(least, options.level, self.subject, f"{n} pairs"):
            warnings.append(said)
        return Comparison(
            test=self.id,
            name=self.name(options.alternative),
            groups=names,
            n=dict.fromkeys(names, len(differences)),
            statistic="S",
            value=float(above),
            df=(),
            p=binomial_p(above, n, options.alternative),
            alternative=options.alternative,
            effect=_median(np.sort(differences), options),
            method="exact",
        )


def _median(ordered: np.ndarray, options: Options) -> Effect:
    """Return the median difference; the ends of its interval are order statistics.

    Source
    ------
    Thompson, Ann. Math. Stat. 7, 122 (1936); without interpolation, so at least of its level.
    """
    from scipy.special import bdtr

    n = len(ordered)
    below, above = tails(options.level, options.alternative)
    share = np.asarray(bdtr(np.arange(n), n, 0.5))
    # So many of the smallest values may be left out, and no more.
    cut = int(np.sum(share <= (below or above) * (1 + 1e-12)))
    median = float(np.median(ordered))
    if cut == 0:
        return Effect("median difference", median)
    low = float(ordered[cut - 1]) if below else -np.inf
    high = float(ordered[n - cut]) if above else np.inf
    return Effect("median difference", median, low, high, options.level)


test = SignTest()
