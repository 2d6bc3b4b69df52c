"""The Mann–Whitney U test (Wilcoxon's rank-sum test) of two independent groups."""

from __future__ import annotations

import numpy as np

from natfig.core.errors import DataError, SpecError
from natfig.stats.effects import rank_biserial
from natfig.stats.ranks import midranks, rank_sum_counts, tie_sum
from natfig.stats.result import Comparison, Effect
from natfig.stats.shift import exact_ends, normal_ends
from natfig.stats.tests._pairwise import PairTest
from natfig.stats.tests._ranked import (
    APPROXIMATE,
    EXACT_BELOW,
    EXACT_MOST,
    continuity,
    exact_p,
    least_p,
    normal_p,
    power_said,
    refuse_long_counts,
)
from natfig.stats.tests.base import Options

__all__ = ["test"]

# More differences don't fit into memory; then the rank-biserial correlation is the effect.
_MOST_DIFFERENCES = 20_000_000


class MannWhitney(PairTest):
    """Ranks of two independent groups."""

    id = "mann-whitney"
    title = "Mann–Whitney U test"
    aka = ("wilcoxon rank-sum", "rank-sum test", "rank sum", "wilcoxon-mann-whitney", "u test")
    design = "independent"
    summary = "Compares the ranks of two groups; needs no distribution, and exact P values no ties."
    source = "Mann and Whitney, Ann. Math. Stat. 18, 50 (1947); as R's wilcox.test"
    least = 1
    for_more_groups = "kruskal"

    def compare(
        self, names: tuple[str, str], x: np.ndarray, y: np.ndarray, options: Options, warnings: list[str]
    ) -> Comparison:
        """Compare the ranks of two groups; see `PairTest.compare`."""
        n, m = len(x), len(y)
        both = np.concatenate([x, y])
        ties = tie_sum(both)
        if np.ptp(both) == 0:
            raise DataError(
                f"all values of '{names[0]}' and '{names[1]}' are {both[0]:g}: ranks can't tell them apart",
                hint="leave out the test",
            )
        is_exact = self._is_exact(names, n, m, ties, options)
        u = float(midranks(both)[:n].sum() - n * (n + 1) / 2)
        if is_exact:
            p = exact_p(u, rank_sum_counts(n, m), options.alternative)
            least = least_p(rank_sum_counts(n, m), options.alternative)
            where = f"'{names[0]}' ({n}) and '{names[1]}' ({m})"
            if said := power_said(least, options.level, self.subject, where):
                warnings.append(said)
        else:
            sd = _deviation(n, m, ties)
            away = u - n * m / 2
            p = normal_p((away - float(continuity(away, options.alternative))) / sd, options.alternative)
            if ties and n < EXACT_BELOW and m < EXACT_BELOW:
                warnings.append(
                    f"'{names[0]}' and '{names[1]}' have equal values, so the P value of {self.subject} "
                    "is a normal approximation with tie correction"
                )
        biserial = rank_biserial(x, y, options.level, options.alternative)
        fits = n * m <= _MOST_DIFFERENCES
        return Comparison(
            test=self.id,
            name=self.name(options.alternative),
            groups=names,
            n={names[0]: n, names[1]: m},
            statistic="U",
            value=u,
            df=(),
            p=p,
            alternative=options.alternative,
            effect=_shift(x, y, options, is_exact=is_exact, warnings=warnings) if fits else biserial,
            method="exact" if is_exact else APPROXIMATE,
            more=(biserial,) if fits else (),
        )

    def _is_exact(self, names: tuple[str, str], n: int, m: int, ties: float, options: Options) -> bool:
        if options.exact and ties:
            raise SpecError(
                f"an exact P value was asked for, but '{names[0]}' and '{names[1]}' have equal values (ties)",
                hint="leave out exact for the normal approximation, or use permutation",
            )
        if options.exact:
            refuse_long_counts(max(n, m), EXACT_MOST // 4, self.subject)
        if options.exact is not None:
            return options.exact
        return not ties and n < EXACT_BELOW and m < EXACT_BELOW


def _deviation(n: int, m: int, ties: float) -> float:
    """Return the standard deviation of U; `ties` as of `tie_sum`."""
    total = n + m
    return float(np.sqrt(n * m / 12 * (total + 1 - ties / (total * (total - 1)))))


def _shift(x: np.ndarray, y: np.ndarray, options: Options, *, is_exact: bool, warnings: list[str]) -> Effect:
    """Return the median of all differences with the interval that belongs to the test."""
    n, m = len(x), len(y)
    differences = np.sort((x[:, None] - y).ravel())
    level = options.level
    if is_exact:
        low, high, level = exact_ends(differences, rank_sum_counts(n, m), level, options.alternative)
        if level < options.level:
            warnings.append(
                f"groups of {n} and {m} are too small for a {100 * options.level:.4g}% interval of the "
                f"shift: its level is {100 * level:.3g}%"
            )
    else:
        # Away from a difference, shifted groups tie only within themselves.
        sd = _deviation(n, m, tie_sum(x) + tie_sum(y))

        def z(shift: np.ndarray) -> np.ndarray:
            away = n * m / 2 - np.searchsorted(differences, shift)
            return np.asarray((away - continuity(away, options.alternative)) / sd)

        low, high = normal_ends(differences, z, level, options.alternative)
    return Effect("Hodges–Lehmann shift", float(np.median(differences)), low, high, level)


test = MannWhitney()
