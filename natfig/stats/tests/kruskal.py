"""The Kruskal–Wallis test, with Dunn's test of pairs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from natfig.core.errors import DataError
from natfig.stats.effects import rank_biserial
from natfig.stats.ranks import midranks, tie_sum
from natfig.stats.result import Comparison, Effect
from natfig.stats.tests._data import clean_groups, pairs_of, sizes
from natfig.stats.tests._pairwise import corrected
from natfig.stats.tests._ranked import normal_p
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest
from natfig.stats.words import sentence

__all__ = ["test"]

_FEWEST = 5  # below it the χ² distribution is rough: Kruskal and Wallis, section 1.2


class Kruskal(StatisticalTest):
    """Ranks of several groups."""

    id = "kruskal"
    title = "Kruskal–Wallis test"
    aka = ("kruskal-wallis", "dunn", "dunn's test", "anova on ranks")
    design = "independent"
    max_groups = None
    has_direction = False
    summary = "Compares the ranks of several groups; needs no distribution."
    source = (
        "Kruskal and Wallis, J. Am. Stat. Assoc. 47, 583 (1952); Dunn, Technometrics 6, 241 (1964); as R's "
        "kruskal.test"
    )

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test; see `StatisticalTest.run`. Pairs are compared by Dunn's test, corrected by Holm."""
        self.check_options(options, list(sample.groups))
        groups = clean_groups(sample, self.subject, 1)
        values = np.concatenate(list(groups.values()))
        if np.ptp(values) == 0:
            raise DataError(
                f"all values of all groups are {values[0]:g}: ranks can't tell them apart",
                hint="leave out the test",
            )
        n, k = len(values), len(groups)
        ranks = _split(midranks(values), groups)
        # Of the ranks as they are, ties in them: sums of squares need no correction for ties.
        middle = (n + 1) / 2
        variance = n * (n + 1) / 12 - tie_sum(values) / (12 * (n - 1))
        h = sum(len(r) * (float(r.mean()) - middle) ** 2 for r in ranks.values()) / variance
        from scipy.special import chdtrc

        omnibus = Comparison(
            test=self.id,
            name=self.title,
            groups=tuple(groups),
            n=sizes(groups),
            statistic="H",
            value=float(h),
            df=(float(k - 1),),
            p=float(chdtrc(k - 1, h)),
            effect=Effect("rank ε²", float(h) / (n - 1)),
            is_omnibus=True,
            method="χ² approximation with tie correction",
        )
        warnings: list[str] = []
        if min(map(len, groups.values())) < _FEWEST:
            warnings.append(
                f"{sentence(self.subject)} takes H for χ²-distributed, which is rough with "
                f"fewer than {_FEWEST} values in a group"
            )
        found: list[Comparison] = []
        if options.wants_pairs:
            pairs = pairs_of(list(groups), options)
            found = [self._dunn(pair, groups, ranks, variance, options.level) for pair in pairs]
            found = corrected(found, options.correction or "holm", warnings)
        return Outcome([omnibus, *found], [], warnings)

    def _dunn(
        self,
        pair: tuple[str, str],
        groups: Mapping[str, np.ndarray],
        ranks: Mapping[str, np.ndarray],
        variance: float,
        level: float,
    ) -> Comparison:
        a, b = ranks[pair[0]], ranks[pair[1]]
        z = float(a.mean() - b.mean()) / (variance * (1 / len(a) + 1 / len(b))) ** 0.5
        return Comparison(
            test=self.id,
            name=f"{self.title} with Dunn's test",
            groups=pair,
            n={pair[0]: len(a), pair[1]: len(b)},
            statistic="z",
            value=z,
            df=(),
            p=normal_p(z, "two-sided"),
            effect=rank_biserial(groups[pair[0]], groups[pair[1]], level),
            method="normal approximation with tie correction",
        )


def _split(values: np.ndarray, groups: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    ends = np.cumsum([len(v) for v in groups.values()])[:-1]
    return dict(zip(groups, np.split(values, ends), strict=True))


test = Kruskal()
