"""Pearson's correlation."""

from __future__ import annotations

import numpy as np

from natfig.stats.assumptions import normal_values, warning_of
from natfig.stats.effects import correlation_effect
from natfig.stats.result import Comparison
from natfig.stats.tests._data import clean_pair
from natfig.stats.tests._means import t_probability
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest

__all__ = ["pearson_r", "test"]


def pearson_r(x: np.ndarray, y: np.ndarray) -> float:
    """Return Pearson's correlation of two variables that vary."""
    a, b = x - x.mean(), y - y.mean()
    a, b = a / np.sqrt(a @ a), b / np.sqrt(b @ b)
    return float(np.clip(a @ b, -1, 1))


class Pearson(StatisticalTest):
    """How close to a line two variables lie."""

    id = "pearson"
    title = "Pearson's correlation"
    aka = ("pearson r", "product-moment correlation", "correlation")
    design = "correlation"
    summary = "Tests whether two variables are linearly related; takes normal variables for granted."
    source = "Pearson, Phil. Trans. A 187, 253 (1896); interval Fisher, Metron 1, 3 (1921); as R's cor.test"

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test; see `StatisticalTest.run`."""
        x, y = clean_pair(sample.x, sample.y, sample.names, 3)
        n = len(x)
        r = pearson_r(x, y)
        t = np.inf * np.sign(r) if abs(r) == 1 else r * np.sqrt((n - 2) / (1 - r * r))
        variance = 1 / (n - 3) if n > 3 else np.nan
        found = Comparison(
            test=self.id,
            name=self.name(options.alternative),
            groups=sample.names,
            n=dict.fromkeys(sample.names, n),
            statistic="t",
            value=float(t),
            df=(float(n - 2),),
            p=t_probability(float(t), n - 2, options.alternative),
            alternative=options.alternative,
            effect=correlation_effect("r", r, n, variance, options.level, alternative=options.alternative),
        )
        assumptions = [
            normal_values(v, f"the values of '{k}'") for k, v in zip(sample.names, (x, y), strict=True)
        ]
        warnings = [said for one in assumptions if (said := warning_of(one, self.subject, "spearman"))]
        return Outcome([found], assumptions, warnings)


test = Pearson()
