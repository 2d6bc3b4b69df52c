"""The Friedman test, with Wilcoxon's test of pairs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from natfig.core.errors import DataError
from natfig.stats.result import Assumption, Comparison, Effect
from natfig.stats.tests import wilcoxon
from natfig.stats.tests._data import clean_paired, pairs_of
from natfig.stats.tests._pairwise import corrected
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest

__all__ = ["test"]


class Friedman(StatisticalTest):
    """Ranks within subjects under several conditions."""

    id = "friedman"
    title = "Friedman test"
    aka = ("friedman's test", "repeated-measures anova on ranks")
    design = "paired"
    max_groups = None
    has_direction = False
    summary = "Compares several conditions of the same subjects by ranks; needs no distribution."
    source = "Friedman, J. Am. Stat. Assoc. 32, 675 (1937); as R's friedman.test"

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test; see `StatisticalTest.run`. Pairs are compared by signed ranks, corrected by Holm."""
        self.check_options(options, list(sample.groups))
        groups = clean_paired(sample, self.subject)
        rows = np.column_stack(list(groups.values()))
        n, k = len(rows), len(groups)
        under = sum((rows > column[:, None]).astype(float) for column in rows.T)
        alike = sum((rows == column[:, None]).astype(float) for column in rows.T)
        ranks = under + (alike + 1) / 2  # within each subject; equal values share the middle
        spread = n * k * (k + 1) - float(np.sum(alike**2 - 1)) / (k - 1)
        if spread <= 0:
            raise DataError(
                "every subject has the same value in all groups: there are no ranks to compare",
                hint="leave out the test",
            )
        statistic = 12 * float(np.sum((ranks.sum(axis=0) - n * (k + 1) / 2) ** 2)) / spread
        from scipy.special import chdtrc

        omnibus = Comparison(
            test=self.id,
            name=self.title,
            groups=tuple(groups),
            n=dict.fromkeys(groups, n),
            statistic="χ²",
            value=statistic,
            df=(float(k - 1),),
            p=float(chdtrc(k - 1, statistic)),
            effect=Effect("Kendall's W", statistic / (n * (k - 1))),
            is_omnibus=True,
            method="χ² approximation with tie correction",
        )
        warnings: list[str] = []
        found: list[Comparison] = []
        assumptions: list[Assumption] = []
        if options.wants_pairs:
            pairs = pairs_of(list(groups), options)
            signed = wilcoxon.test
            found = [
                replace(
                    signed.compare(pair, groups[pair[0]], groups[pair[1]], options, warnings),
                    test=self.id,
                    name=f"{self.title} with Wilcoxon signed-rank tests",
                )
                for pair in pairs
            ]
            found = corrected(found, options.correction or "holm", warnings)
            assumptions = signed.assume(groups, pairs, warnings)
        return Outcome([omnibus, *found], assumptions, warnings)


test = Friedman()
