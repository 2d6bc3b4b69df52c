"""One-way analysis of variance, with Tukey's test of pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from natfig.core.errors import DataError
from natfig.stats.assumptions import equal_variances, normal_values, warning_of
from natfig.stats.effects import eta_squared, mean_effect, omega_squared
from natfig.stats.result import Assumption, Comparison, Effect
from natfig.stats.simultaneous import tukey_critical, tukey_sf
from natfig.stats.tests._data import clean_groups, pairs_of, refuse_constant, sizes
from natfig.stats.tests._means import t_probability
from natfig.stats.tests._pairwise import corrected
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest

__all__ = ["Variance", "check_variance", "residuals", "test"]


@dataclass(frozen=True, slots=True)
class Variance:
    """The table of a one-way analysis of variance.

    Attributes
    ----------
    f, p : float
    between, within : int
        Degrees of freedom.
    mean_square : float
        Within groups.
    """

    f: float
    p: float
    between: int
    within: int
    mean_square: float

    @classmethod
    def of(cls, groups: Mapping[str, np.ndarray], subject: str) -> Variance:
        """Analyse groups of which at least one has two values.

        Raises
        ------
        DataError
            If no group varies.
        """
        from scipy.special import fdtrc

        n, k = sum(len(v) for v in groups.values()), len(groups)
        overall = float(np.concatenate(list(groups.values())).mean())
        between = sum(len(v) * (float(v.mean()) - overall) ** 2 for v in groups.values())
        within = sum(float(np.sum((v - v.mean()) ** 2)) for v in groups.values())
        mean_square = within / (n - k)
        largest = max(abs(float(v.mean())) for v in groups.values())
        refuse_constant(list(groups), mean_square**0.5, largest, subject)
        f = between / (k - 1) / mean_square
        return cls(f, float(fdtrc(k - 1, n - k, f)), k - 1, n - k, mean_square)


def residuals(groups: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return what is left of the values when the means of their groups are taken off."""
    return np.concatenate([v - v.mean() for v in groups.values()])


def check_variance(
    groups: Mapping[str, np.ndarray], subject: str, warnings: list[str], *, robust: str | None
) -> list[Assumption]:
    """Check normal residuals and, unless the test does without, equal variances.

    Parameters
    ----------
    robust : str or None
        Id of the test for unequal variances; None: this one is such a test.
    """
    found = [normal_values(residuals(groups), "the residuals")]
    if said := warning_of(found[0], subject, "kruskal"):
        warnings.append(said)
    if robust is not None:
        found.append(equal_variances(groups))
        if said := warning_of(found[1], subject, robust):
            warnings.append(said)
    return found


def enough(groups: Mapping[str, np.ndarray], subject: str) -> None:
    """Raise a DataError unless a group has a second value."""
    if all(len(v) == 1 for v in groups.values()):
        raise DataError(
            f"every group has only one value, but {subject} needs more to see a variance",
            hint="n counts independent observations, not technical replicates",
        )


class Anova(StatisticalTest):
    """Means of several groups."""

    id = "anova"
    title = "one-way ANOVA"
    aka = ("analysis of variance", "tukey", "anova with tukey", "tukey hsd")
    design = "independent"
    max_groups = None
    has_direction = False
    summary = "Compares the means of several groups; takes normal residuals of equal variance for granted."
    source = "Fisher, Statistical Methods for Research Workers (1925); Tukey (1953); as R's aov and TukeyHSD"

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test; see `StatisticalTest.run`.

        Pairs are compared by Tukey's test among all groups; with a correction named, by t-tests
        with the common variance.
        """
        self.check_options(options, list(sample.groups))
        groups = clean_groups(sample, self.subject, 1)
        enough(groups, self.subject)
        table = Variance.of(groups, self.subject)
        effect = eta_squared(table.f, table.between, table.within, options.level)
        omnibus = Comparison(
            test=self.id,
            name=self.title,
            groups=tuple(groups),
            n=sizes(groups),
            statistic="F",
            value=table.f,
            df=(float(table.between), float(table.within)),
            p=table.p,
            effect=effect,
            is_omnibus=True,
            more=(omega_squared(table.f, table.between, table.within),),
        )
        warnings: list[str] = []
        found: list[Comparison] = []
        if options.wants_pairs:
            pairs = pairs_of(list(groups), options)
            if options.correction is None:
                critical = tukey_critical(options.level, len(groups), table.within) / np.sqrt(2)
                found = [self._tukey(pair, groups, table, float(critical), options.level) for pair in pairs]
            else:
                found = [self._pooled(pair, groups, table, options.level) for pair in pairs]
                found = corrected(found, options.correction, warnings)
        assumptions = check_variance(groups, self.subject, warnings, robust="welch-anova")
        return Outcome([omnibus, *found], assumptions, warnings)

    def _tukey(
        self,
        pair: tuple[str, str],
        groups: Mapping[str, np.ndarray],
        table: Variance,
        critical: float,
        level: float,
    ) -> Comparison:
        x, y = groups[pair[0]], groups[pair[1]]
        difference = float(x.mean() - y.mean())
        se = (table.mean_square * (1 / len(x) + 1 / len(y))) ** 0.5
        q = abs(difference) / se * 2**0.5
        p = tukey_sf(q, len(groups), table.within)
        return Comparison(
            test=self.id,
            name=f"{self.title} with Tukey's HSD",
            groups=pair,
            n={pair[0]: len(x), pair[1]: len(y)},
            statistic="q",
            value=q,
            df=(float(len(groups)), float(table.within)),
            p=p,
            adjusted=p,
            correction="Tukey",
            effect=Effect(
                "difference of means",
                difference,
                difference - critical * se,
                difference + critical * se,
                level,
            ),
        )

    def _pooled(
        self, pair: tuple[str, str], groups: Mapping[str, np.ndarray], table: Variance, level: float
    ) -> Comparison:
        x, y = groups[pair[0]], groups[pair[1]]
        difference = float(x.mean() - y.mean())
        se = (table.mean_square * (1 / len(x) + 1 / len(y))) ** 0.5
        return Comparison(
            test=self.id,
            name=f"{self.title} with t-tests of pooled variance",
            groups=pair,
            n={pair[0]: len(x), pair[1]: len(y)},
            statistic="t",
            value=difference / se,
            df=(float(table.within),),
            p=t_probability(difference / se, table.within, "two-sided"),
            effect=mean_effect("difference of means", difference, se, table.within, level),
        )


test = Anova()
