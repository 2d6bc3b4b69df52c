"""The one-sample t-test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from natfig.stats.assumptions import normal_groups, warning_of
from natfig.stats.effects import hedges_g_of_differences, mean_effect
from natfig.stats.result import Comparison
from natfig.stats.tests._data import clean_groups, refuse_constant
from natfig.stats.tests._means import t_probability
from natfig.stats.tests._pairwise import corrected
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest

__all__ = ["test"]


class OneSampleT(StatisticalTest):
    """The mean of each group against a reference."""

    id = "one-sample-t"
    title = "one-sample t-test"
    aka = ("t-test against a value", "single-sample t-test")
    design = "independent"
    min_groups = 1
    max_groups = None
    summary = "Compares the mean of each group with a fixed value; takes normal groups for granted."
    source = "Student, Biometrika 6, 1 (1908); as R's t.test(mu = …)"

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Test each group; see `StatisticalTest.run`."""
        self.check_options(options, list(sample.groups))
        groups = clean_groups(sample, self.subject, 2)
        warnings: list[str] = []
        found = [self._test(name, values, options) for name, values in groups.items()]
        assumption = normal_groups(groups)
        if said := warning_of(assumption, self.subject, None):
            warnings.append(said)
        return Outcome(corrected(found, options.correction, warnings), [assumption], warnings)

    def _test(self, name: str, values: np.ndarray, options: Options) -> Comparison:
        n = len(values)
        mean, se = float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(n))
        refuse_constant([name], se, mean, self.subject)
        away = values - options.reference
        t = (mean - options.reference) / se
        effect = hedges_g_of_differences(away, options.level, alternative=options.alternative)
        return Comparison(
            test=self.id,
            name=f"{self.name(options.alternative)} against {options.reference:g}",
            groups=(name,),
            n={name: n},
            statistic="t",
            value=t,
            df=(float(n - 1),),
            p=t_probability(t, n - 1, options.alternative),
            alternative=options.alternative,
            effect=replace(effect, name="Hedges' g"),
            more=(mean_effect("mean", mean, se, n - 1, options.level, alternative=options.alternative),),
        )


test = OneSampleT()
