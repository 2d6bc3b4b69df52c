"""Welch's analysis of variance, with Games and Howell's test of pairs."""

from __future__ import annotations

import numpy as np

from natfig.stats.effects import mean_effect
from natfig.stats.result import Comparison, Effect
from natfig.stats.simultaneous import tukey_critical, tukey_sf
from natfig.stats.tests._data import clean_groups, pairs_of, refuse_constant, sizes
from natfig.stats.tests._means import t_probability
from natfig.stats.tests._pairwise import corrected
from natfig.stats.tests.anova import check_variance
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest

__all__ = ["test"]


class WelchAnova(StatisticalTest):
    """Means of several groups whose variances differ."""

    id = "welch-anova"
    title = "Welch's ANOVA"
    aka = ("games-howell", "oneway test", "anova with unequal variances")
    design = "independent"
    max_groups = None
    has_direction = False
    summary = (
        "Compares the means of several groups whose variances may differ; takes normal residuals for granted."
    )
    source = (
        "Welch, Biometrika 38, 330 (1951); Games and Howell, J. Educ. Stat. 1, 113 (1976); as R's oneway.test"
    )

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test; see `StatisticalTest.run`.

        Pairs are compared by Games and Howell's test among all groups; with a correction named, by
        Welch's t-tests.
        """
        self.check_options(options, list(sample.groups))
        groups = clean_groups(sample, self.subject, 2)
        for name, values in groups.items():
            se = float(np.std(values, ddof=1)) / len(values) ** 0.5
            refuse_constant([name], se, float(values.mean()), self.subject)
        f, df = _welch(list(groups.values()))
        from scipy.special import fdtrc

        k = len(groups)
        omnibus = Comparison(
            test=self.id,
            name=self.title,
            groups=tuple(groups),
            n=sizes(groups),
            statistic="F",
            value=f,
            df=(float(k - 1), df),
            p=float(fdtrc(k - 1, df, f)),
            # Of this F as of the classic one: what it would be with these degrees of freedom.
            effect=Effect(
                "adjusted ω²",
                max(0.0, (k - 1) * (f - 1) / ((k - 1) * (f - 1) + sum(map(len, groups.values())))),
            ),
            is_omnibus=True,
        )
        warnings: list[str] = []
        found: list[Comparison] = []
        if options.wants_pairs:
            found = [
                self._pair(p, groups[p[0]], groups[p[1]], k, options) for p in pairs_of(list(groups), options)
            ]
            if options.correction is not None:
                found = corrected(found, options.correction, warnings)
        assumptions = check_variance(groups, self.subject, warnings, robust=None)
        return Outcome([omnibus, *found], assumptions, warnings)

    def _pair(
        self, pair: tuple[str, str], x: np.ndarray, y: np.ndarray, groups: int, options: Options
    ) -> Comparison:
        v, w = float(np.var(x, ddof=1)) / len(x), float(np.var(y, ddof=1)) / len(y)
        se = (v + w) ** 0.5
        df = (v + w) ** 2 / (v * v / (len(x) - 1) + w * w / (len(y) - 1))
        difference = float(x.mean() - y.mean())
        n = {pair[0]: len(x), pair[1]: len(y)}
        if options.correction is not None:
            return Comparison(
                test=self.id,
                name=f"{self.title} with Welch's t-tests",
                groups=pair,
                n=n,
                statistic="t",
                value=difference / se,
                df=(df,),
                p=t_probability(difference / se, df, "two-sided"),
                effect=mean_effect("difference of means", difference, se, df, options.level),
            )
        q = abs(difference) / se * 2**0.5
        p = tukey_sf(q, groups, df)
        half = tukey_critical(options.level, groups, df) * se / 2**0.5
        return Comparison(
            test=self.id,
            name=f"{self.title} with the Games–Howell test",
            groups=pair,
            n=n,
            statistic="q",
            value=q,
            df=(float(groups), df),
            p=p,
            adjusted=p,
            correction="Games–Howell",
            effect=Effect(
                "difference of means", difference, difference - half, difference + half, options.level
            ),
        )


def _welch(groups: list[np.ndarray]) -> tuple[float, float]:
    """Return Welch's F and its second degrees of freedom."""
    k = len(groups)
    n = np.array([len(v) for v in groups])
    weight = n / np.array([np.var(v, ddof=1) for v in groups])
    means = np.array([v.mean() for v in groups])
    total = weight.sum()
    spread = float(np.sum((1 - weight / total) ** 2 / (n - 1)) / (k * k - 1))
    middle = float(weight @ means / total)
    f = float(weight @ (means - middle) ** 2) / ((k - 1) * (1 + 2 * (k - 2) * spread))
    return f, 1 / (3 * spread)


test = WelchAnova()
