"""Dunnett's test of several groups against a control."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from natfig.core.errors import SpecError
from natfig.stats.result import Comparison, Effect
from natfig.stats.simultaneous import dunnett_critical, dunnett_sf
from natfig.stats.tests._data import clean_groups, pairs_of
from natfig.stats.tests.anova import Variance, check_variance, enough
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest

__all__ = ["test"]


class Dunnett(StatisticalTest):
    """Means against a control's."""

    id = "dunnett"
    title = "Dunnett's test"
    aka = ("dunnett's t-test", "many-to-one comparisons", "anova with dunnett")
    design = "independent"
    max_groups = None
    summary = "Compares each mean with a control's; takes normal residuals of equal variance for granted."
    source = "Dunnett, J. Am. Stat. Assoc. 50, 1096 (1955); as multcomp's glht(mcp('Dunnett'))"

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test; see `StatisticalTest.run`. The control has to be named."""
        self.check_options(options, list(sample.groups))
        if options.control is None:
            raise SpecError(
                f"{self.subject} compares with a control, but none is named",
                hint=f"name it, as in control: {next(iter(sample.groups), 'untreated')}",
            )
        if options.correction not in {None, "none"}:
            raise SpecError(
                f"{self.subject} corrects for the number of comparisons by itself",
                hint="leave out the correction, or ask for anova with a control and this correction",
            )
        groups = clean_groups(sample, self.subject, 1)
        enough(groups, self.subject)
        pairs = pairs_of(list(groups), options)
        table = Variance.of(groups, self.subject)
        critical = dunnett_critical(
            options.level,
            len(groups[options.control]),
            np.array([len(groups[name]) for name, _ in pairs]),
            table.within,
            options.alternative,
        )
        found = [self._against(name, options, groups, table, critical) for name, _ in pairs]
        warnings: list[str] = []
        assumptions = check_variance(groups, self.subject, warnings, robust="welch")
        return Outcome(found, assumptions, warnings)

    def _against(
        self,
        name: str,
        options: Options,
        groups: Mapping[str, np.ndarray],
        table: Variance,
        critical: float,
    ) -> Comparison:
        control = str(options.control)
        x, y = groups[name], groups[control]
        others = np.array([len(v) for g, v in groups.items() if g != control])
        difference = float(x.mean() - y.mean())
        se = (table.mean_square * (1 / len(x) + 1 / len(y))) ** 0.5
        t = difference / se
        size = {"two-sided": abs(t), "greater": t, "less": -t}[options.alternative]
        p = dunnett_sf(size, len(y), others, table.within, options.alternative)
        low = -np.inf if options.alternative == "less" else difference - critical * se
        high = np.inf if options.alternative == "greater" else difference + critical * se
        return Comparison(
            test=self.id,
            name=self.name(options.alternative),
            groups=(name, control),
            n={name: len(x), control: len(y)},
            statistic="t",
            value=t,
            df=(float(table.within),),
            p=p,
            adjusted=p,
            correction="Dunnett",
            alternative=options.alternative,
            effect=Effect("difference of means", difference, low, high, options.level),
        )


test = Dunnett()
