"""The log-rank test of survival."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from natfig.core.errors import DataError
from natfig.stats.assumptions import proportional_hazards
from natfig.stats.cox import CoxFit, cox_groups
from natfig.stats.effects import bounds
from natfig.stats.result import Assumption, Comparison, Effect
from natfig.stats.survival import log_rank
from natfig.stats.tests._data import pairs_of, refuse_nan
from natfig.stats.tests._pairwise import corrected
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest

__all__ = ["test"]

Groups = dict[str, tuple[np.ndarray, np.ndarray]]


class LogRankTest(StatisticalTest):
    """Events against those expected if survival were the same."""

    id = "logrank"
    title = "log-rank test"
    aka = ("log-rank", "mantel-cox", "survdiff")
    design = "survival"
    max_groups = None
    has_direction = False
    summary = "Compares times to an event, some of them censored; sees most where hazards are proportional."
    source = (
        "Mantel, Cancer Chemother. Rep. 50, 163 (1966); Cox, J. R. Stat. Soc. B 34, 187 (1972); as R's "
        "survdiff and coxph"
    )

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test; see `StatisticalTest.run`."""
        self.check_options(options, list(sample.survival))
        groups = _clean(sample, self.subject)
        warnings: list[str] = []
        assumptions: list[Assumption] = []
        first: list[Comparison] = []
        if len(groups) > 2 or not options.wants_pairs:
            first.append(self._test(tuple(groups), groups, options, assumptions, warnings))
        pairs = pairs_of(list(groups), options) if options.wants_pairs else []
        found = [self._test(pair, groups, options, assumptions, warnings) for pair in pairs]
        return Outcome([*first, *corrected(found, options.correction, warnings)], assumptions, warnings)

    def _test(
        self,
        names: tuple[str, ...],
        groups: Groups,
        options: Options,
        assumptions: list[Assumption],
        warnings: list[str],
    ) -> Comparison:
        samples = [groups[name] for name in names]
        try:
            result = log_rank(samples)
        except ValueError:
            which = " and ".join(f"'{name}'" for name in names)
            raise DataError(
                f"{which} are never at risk together at the time of an event: no {self.title} is possible",
                hint="show the curves without a test",
            ) from None
        fit = cox_groups(samples)
        found = proportional_hazards(None if fit is None else fit.proportionality)
        assumptions.append(found)
        if found.holds is False:
            which = ", ".join(f"'{name}'" for name in names)
            warnings.append(
                f"Between {which} {found.says}: {self.subject} stays valid but sees less, and a single "
                "hazard ratio does not describe the curves; compare survival at a time named beforehand"
            )
        effect = None
        if len(names) == 2:
            effect = _hazard_ratio(fit, options.level)
            if effect is None:
                warnings.append(
                    f"The hazard ratio of '{names[0]}' and '{names[1]}' has no finite estimate"
                    + _why(names, samples)
                )
        return Comparison(
            test=self.id,
            name=self.title,
            groups=names,
            n={name: len(groups[name][0]) for name in names},
            statistic="χ²",
            value=result.statistic,
            df=(float(result.df),),
            p=result.p,
            effect=effect,
            is_omnibus=len(names) > 2,
        )


def _why(names: Sequence[str], samples: Sequence[tuple[np.ndarray, np.ndarray]]) -> str:
    for name, (_, event) in zip(names, samples, strict=True):
        if not event.any():
            return f": '{name}' had no event"
    return ""


def _hazard_ratio(fit: CoxFit | None, level: float) -> Effect | None:
    """Return the hazard of the first group relative to the second, with Wald's interval."""
    from scipy.special import ndtri

    if fit is None:
        return None
    center, se = float(fit.log_ratio[0]), float(fit.covariance[0, 0]) ** 0.5
    low, high = bounds(center, se, lambda p: float(ndtri(p)), level, "two-sided")
    return Effect("hazard ratio", float(np.exp(center)), float(np.exp(low)), float(np.exp(high)), level)


def _clean(sample: Sample, subject: str) -> Groups:
    """Return times as floats and events as booleans.

    Raises
    ------
    DataError
        If a group is empty, a time is negative or no number, or nothing ever happened.
    """
    groups: Groups = {}
    for name, (time, event) in sample.survival.items():
        times = refuse_nan(name, time)
        if not len(times):
            raise DataError(
                f"group '{name}' has nobody in it, but {subject} compares groups of people at risk"
            )
        if len(times) != len(event):
            raise DataError(f"group '{name}' has {len(times)} times but {len(event)} events")
        if np.any(times < 0):
            raise DataError(
                f"group '{name}' has a time below 0 ({times.min():g})", hint="times count from the start"
            )
        groups[name] = times, np.asarray(event).astype(bool)
    if not any(event.any() for _, event in groups.values()):
        raise DataError(
            f"no event happened in any group (all are censored), so {subject} has nothing to compare",
            hint="check which value of the event column means an event",
        )
    return groups


test = LogRankTest()
