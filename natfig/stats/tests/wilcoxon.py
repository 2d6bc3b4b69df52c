"""Wilcoxon's signed-rank test of paired groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from natfig.core.errors import DataError, SpecError
from natfig.stats.assumptions import symmetric_differences, warning_of
from natfig.stats.ranks import midranks, signed_rank_counts, tie_sum
from natfig.stats.result import Assumption, Comparison, Effect
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

__all__ = ["differences_of", "test"]

# Digits of the larger value that its differences keep: 1.1 − 1.0 and 2.1 − 2.0 are ties on paper.
_DIGITS = 13

# The averages of more pairs don't fit into memory; then the rank-biserial correlation is the effect.
_MOST_PAIRS = 6000


def differences_of(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return x − y without the rounding of binary fractions, so that ties are seen."""
    largest = float(max(np.max(np.abs(x)), np.max(np.abs(y))))
    if largest == 0:
        return np.asarray(x - y)
    return np.asarray(np.round(x - y, _DIGITS - int(np.ceil(np.log10(largest)))))


class SignedRank(PairTest):
    """Ranks of differences within subjects."""

    id = "wilcoxon"
    title = "Wilcoxon signed-rank test"
    aka = ("signed-rank test", "wilcoxon matched-pairs test", "paired wilcoxon")
    design = "paired"
    summary = "Compares the same subjects twice by ranks; takes symmetric differences for granted."
    source = "Wilcoxon, Biometrics Bull. 1, 80 (1945); as R's wilcox.test(paired = TRUE)"
    for_more_groups = "friedman"

    def compare(
        self, names: tuple[str, str], x: np.ndarray, y: np.ndarray, options: Options, warnings: list[str]
    ) -> Comparison:
        """Compare the same subjects under two conditions; see `PairTest.compare`."""
        every = differences_of(x, y)
        used = every[every != 0]
        if not len(used):
            raise DataError(
                f"no subject differs between '{names[0]}' and '{names[1]}': there are no ranks to compare",
                hint="leave out the test",
            )
        zeros = len(every) - len(used)
        ties = tie_sum(np.abs(used))
        is_exact = self._is_exact(names, used, zeros, ties, options)
        n = len(used)
        w = float(midranks(np.abs(used))[used > 0].sum())
        if is_exact:
            p = exact_p(w, signed_rank_counts(n), options.alternative)
            least = least_p(signed_rank_counts(n), options.alternative)
            if said := power_said(least, options.level, self.subject, f"{n} pairs"):
                warnings.append(said)
        else:
            away = w - n * (n + 1) / 4
            z = (away - float(continuity(away, options.alternative))) / _deviation(n, ties)
            p = normal_p(z, options.alternative)
            if n < EXACT_BELOW and (zeros or ties):
                warnings.append(self._approximated(names, zeros, ties))
        biserial = Effect("matched rank-biserial r", 4 * w / (n * (n + 1)) - 1)
        return Comparison(
            test=self.id,
            name=self.name(options.alternative),
            groups=names,
            n={names[0]: len(every), names[1]: len(every)},
            statistic="W",
            value=w,
            df=(),
            p=p,
            alternative=options.alternative,
            effect=biserial
            if n > _MOST_PAIRS
            else _shift(used, options, is_exact=is_exact, warnings=warnings),
            method="exact" if is_exact else APPROXIMATE,
            more=() if n > _MOST_PAIRS else (biserial,),
        )

    def _is_exact(
        self, names: tuple[str, str], used: np.ndarray, zeros: int, ties: float, options: Options
    ) -> bool:
        if options.exact and (ties or zeros):
            what = "equal differences (ties)" if ties else "subjects without a difference"
            raise SpecError(
                f"an exact P value was asked for, but '{names[0]}' and '{names[1]}' have {what}",
                hint="leave out exact for the normal approximation",
            )
        if options.exact:
            refuse_long_counts(len(used), EXACT_MOST, self.subject)
        if options.exact is not None:
            return options.exact
        return not ties and not zeros and len(used) < EXACT_BELOW

    def _approximated(self, names: tuple[str, str], zeros: int, ties: float) -> str:
        reasons = []
        if zeros:
            left = (
                "one subject without a difference is"
                if zeros == 1
                else f"{zeros} subjects without a difference are"
            )
            reasons.append(f"{left} left out of the ranks")
        if ties:
            reasons.append("some differences are equal (ties)")
        return (
            f"Between '{names[0]}' and '{names[1]}' {' and '.join(reasons)}, so the P value of "
            f"{self.subject} is a normal approximation"
        )

    def assume(
        self, groups: dict[str, np.ndarray], pairs: Sequence[tuple[str, str]], warnings: list[str]
    ) -> list[Assumption]:
        """Check the symmetry of each pair's differences."""
        found = [symmetric_differences(differences_of(groups[a], groups[b])) for a, b in pairs]
        for (a, b), one in zip(pairs, found, strict=True):
            if one.holds is False:
                where = replace(one, says=f"between '{a}' and '{b}' {one.says}")
                warnings.append(str(warning_of(where, self.subject, "sign")))
        return found


def _deviation(n: int, ties: float) -> float:
    """Return the standard deviation of the sum of positive ranks; `ties` as of `tie_sum`."""
    return float(np.sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties / 48))


def _shift(used: np.ndarray, options: Options, *, is_exact: bool, warnings: list[str]) -> Effect:
    """Return the median of all averages of two differences with the interval that belongs to the test."""
    n = len(used)
    first, second = np.triu_indices(n)
    averages = np.sort((used[first] + used[second]) / 2)
    level = options.level
    if is_exact:
        low, high, level = exact_ends(averages, signed_rank_counts(n), level, options.alternative)
        if level < options.level:
            warnings.append(
                f"{n} pairs are too few for a {100 * options.level:.4g}% interval of the shift: "
                f"its level is {100 * level:.3g}%"
            )
    else:
        sd = _deviation(n, tie_sum(used))  # away from an average only equal values tie

        def z(shift: np.ndarray) -> np.ndarray:
            away = len(averages) / 2 - np.searchsorted(averages, shift)
            return np.asarray((away - continuity(away, options.alternative)) / sd)

        low, high = normal_ends(averages, z, level, options.alternative)
    return Effect("Hodges–Lehmann shift", float(np.median(averages)), low, high, level)


test = SignedRank()
