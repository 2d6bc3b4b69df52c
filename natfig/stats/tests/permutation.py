"""The permutation test of the difference of two means."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np

from natfig.core.errors import DataError, SpecError
from natfig.stats.effects import hedges_g
from natfig.stats.result import Comparison, Effect
from natfig.stats.tests._pairwise import PairTest
from natfig.stats.tests._ranked import power_said
from natfig.stats.tests.base import Options

__all__ = ["test"]

# So many ways to part the values are all gone through. Of more, this many are drawn: fewer of
# large samples, which would take minutes, and whose P value a t-test gives as well.
_EVERY = 200_000
_DRAWN = ((500, 99_999), (20_000, 9_999))
_DRAWN_OF_MORE = 999
_CHUNK = 2_000_000  # values held at once

# Sums of the same values in another order differ by their rounding.
_ROUNDING = 1e-12


class Permutation(PairTest):
    """Values that change groups."""

    id = "permutation"
    title = "permutation test of the means"
    aka = ("permutation test", "randomization test", "fisher-pitman test")
    design = "independent"
    summary = "Compares two means with those of the same values in random groups; needs no distribution."
    source = "Pitman, J. R. Stat. Soc. Suppl. 4, 119 (1937); Phipson and Smyth, SAGMB 9, 39 (2010)"
    for_more_groups = "kruskal"

    def compare(
        self, names: tuple[str, str], x: np.ndarray, y: np.ndarray, options: Options, warnings: list[str]
    ) -> Comparison:
        """Compare two means; see `PairTest.compare`."""
        both = np.concatenate([x, y])
        if np.ptp(both) == 0:
            raise DataError(
                f"all values of '{names[0]}' and '{names[1]}' are {both[0]:g}: every permutation is the same",
                hint="leave out the test",
            )
        ways = comb(len(both), len(x))
        is_exact = ways <= _EVERY if options.exact is None else options.exact
        if is_exact and ways > 10 * _EVERY:
            raise SpecError(
                f"an exact P value was asked for, but there are {ways:.3g} ways to part the values",
                hint="leave out exact to draw from them with a seed",
            )
        centered = both - both.mean()  # keeps digits, changes no difference
        observed = float(centered[: len(x)].sum())
        draw = _every if is_exact else _drawn
        extreme, total = draw(centered, len(x), observed, options)
        p = extreme / total if is_exact else (extreme + 1) / (total + 1)
        least = 1 / ways * (2 if options.alternative == "two-sided" and len(x) == len(y) else 1)
        if said := power_said(least, options.level, self.subject, f"'{names[0]}' and '{names[1]}'"):
            warnings.append(said)
        constant = float(np.var(x) + np.var(y)) == 0
        difference = float(np.mean(x) - np.mean(y))
        return Comparison(
            test=self.id,
            name=self.name(options.alternative),
            groups=names,
            n={names[0]: len(x), names[1]: len(y)},
            statistic="difference of means",
            value=difference,
            df=(),
            p=p,
            alternative=options.alternative,
            effect=None if constant else hedges_g(x, y, level=options.level, alternative=options.alternative),
            method=f"exact, all {total:,} permutations" if is_exact else f"{total:,} random permutations",
            more=(Effect("difference of means", difference),),
        )


def _count(sums: np.ndarray, observed: float, scale: float, alternative: str) -> int:
    """Return how many sums are as far out as the observed one."""
    slack = _ROUNDING * scale
    if alternative == "two-sided":
        return int(np.sum(np.abs(sums) >= abs(observed) - slack))
    if alternative == "greater":
        return int(np.sum(sums >= observed - slack))
    return int(np.sum(sums <= observed + slack))


def _every(values: np.ndarray, n: int, observed: float, options: Options) -> tuple[int, int]:
    """Go through all ways to part the values; return how many are as far out, and how many there are."""
    scale = float(np.abs(values).sum())
    total = comb(len(values), n)
    indices = np.fromiter(
        (i for chosen in combinations(range(len(values)), n) for i in chosen), dtype=np.int32, count=total * n
    ).reshape(total, n)
    extreme = 0
    step = max(1, _CHUNK // n)
    for at in range(0, total, step):
        sums = values[indices[at : at + step]].sum(axis=1)
        extreme += _count(sums, observed, scale, options.alternative)
    return extreme, total


def _drawn(values: np.ndarray, n: int, observed: float, options: Options) -> tuple[int, int]:
    """Draw ways to part the values with the seed."""
    rng = np.random.default_rng(options.seed)
    scale = float(np.abs(values).sum())
    draws = next((most for n_most, most in _DRAWN if len(values) <= n_most), _DRAWN_OF_MORE)
    extreme, done = 0, 0
    step = max(1, _CHUNK // len(values))
    while done < draws:
        rows = min(step, draws - done)
        shuffled = rng.permuted(np.broadcast_to(values, (rows, len(values))), axis=1)
        extreme += _count(shuffled[:, :n].sum(axis=1), observed, scale, options.alternative)
        done += rows
    return extreme, draws


test = Permutation()
