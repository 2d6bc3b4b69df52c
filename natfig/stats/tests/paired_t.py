"""The paired t-test."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from natfig.stats.assumptions import normal_values, warning_of
from natfig.stats.effects import hedges_g_of_differences, mean_effect
from natfig.stats.result import Assumption, Comparison
from natfig.stats.tests._data import refuse_constant
from natfig.stats.tests._means import t_probability
from natfig.stats.tests._pairwise import PairTest
from natfig.stats.tests.base import Options

__all__ = ["test"]


class PairedT(PairTest):
    """The mean of differences within subjects."""

    id = "paired-t"
    title = "paired t-test"
    aka = ("dependent t-test", "matched-pairs t-test", "t paired")
    design = "paired"
    summary = "Compares two means of the same subjects; takes normal differences for granted."
    source = "Student, Biometrika 6, 1 (1908); as R's t.test(paired = TRUE)"
    for_more_groups = "friedman"

    def compare(
        self, names: tuple[str, str], x: np.ndarray, y: np.ndarray, options: Options, warnings: list[str]
    ) -> Comparison:
        """Compare two means of the same subjects; see `PairTest.compare`."""
        del warnings
        difference = x - y
        n = len(difference)
        mean, se = float(np.mean(difference)), float(np.std(difference, ddof=1) / np.sqrt(n))
        # Differences of large numbers differ by their rounding.
        size = max(abs(float(np.mean(x))), abs(float(np.mean(y))))
        refuse_constant([f"{names[0]} − {names[1]}"], se, size, self.subject)
        t = mean / se
        return Comparison(
            test=self.id,
            name=self.name(options.alternative),
            groups=names,
            n={names[0]: n, names[1]: n},
            statistic="t",
            value=t,
            df=(float(n - 1),),
            p=t_probability(t, n - 1, options.alternative),
            alternative=options.alternative,
            effect=hedges_g_of_differences(difference, options.level, alternative=options.alternative),
            more=(
                mean_effect(
                    "mean difference", mean, se, n - 1, options.level, alternative=options.alternative
                ),
            ),
        )

    def assume(
        self, groups: dict[str, np.ndarray], pairs: Sequence[tuple[str, str]], warnings: list[str]
    ) -> list[Assumption]:
        """Check the differences of each pair."""
        found = [normal_values(groups[a] - groups[b], f"the differences '{a}' − '{b}'") for a, b in pairs]
        warnings += [said for one in found if (said := warning_of(one, self.subject, "wilcoxon"))]
        return found


test = PairedT()
