"""Fisher's exact test of a contingency table."""

from __future__ import annotations

import numpy as np

from natfig.core.errors import DataError, SpecError
from natfig.stats.exact_table import TooManyTablesError, exact_table_p
from natfig.stats.odds import Hypergeometric, odds_ratio
from natfig.stats.result import Comparison
from natfig.stats.tests._pairwise import corrected
from natfig.stats.tests._tables import clean_table, parted
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest, Table

__all__ = ["test"]

_EQUAL = 1e-7  # probabilities that differ by less, relatively, are equal: as in R


class Fisher(StatisticalTest):
    """All tables with the same margins."""

    id = "fisher"
    title = "Fisher's exact test"
    aka = ("fisher exact", "fisher-freeman-halton", "exact test")
    design = "table"
    max_groups = None
    summary = "Compares the outcomes of groups by counts, however small."
    source = (
        "Fisher, J. R. Stat. Soc. 98, 39 (1935); Freeman and Halton, Biometrika 38, 141 (1951); as R's "
        "fisher.test"
    )

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test; see `StatisticalTest.run`."""
        whole = clean_table(sample, self.subject)
        self.check_options(options, whole.rows)
        if options.exact is False:
            raise SpecError(f"{self.subject} is always exact", hint="leave out exact, or use chi2")
        warnings: list[str] = []
        all_rows, pairs = parted(whole, options, self.subject)
        found = [self._test(table, options) for table in pairs]
        first = [self._test(table, options) for table in all_rows]
        return Outcome([*first, *corrected(found, options.correction, warnings)], [], warnings)

    def _test(self, table: Table, options: Options) -> Comparison:
        counts = table.counts
        is_small = counts.shape == (2, 2)
        if not is_small and options.alternative != "two-sided":
            shape = " × ".join(map(str, counts.shape))
            raise SpecError(
                f"a {shape} table has no direction, but alternative is '{options.alternative}'",
                hint="leave out alternative",
            )
        return Comparison(
            test=self.id,
            name=self.name(options.alternative) if is_small else self.title,
            groups=table.rows,
            n={name: int(total) for name, total in zip(table.rows, counts.sum(axis=1), strict=True)},
            statistic="",
            value=np.nan,
            df=(),
            p=_p(counts, options.alternative) if is_small else self._large_p(counts),
            alternative=options.alternative,
            effect=odds_ratio(counts, options.level, options.alternative) if is_small else None,
            is_omnibus=len(table.rows) > 2,
            method="exact",
        )

    def _large_p(self, counts: np.ndarray) -> float:
        try:
            return exact_table_p(counts)
        except TooManyTablesError:
            shape = " × ".join(map(str, counts.shape))
            raise DataError(
                f"there are too many {shape} tables with these totals for {self.subject}",
                hint="chi2 is as good for so many counts",
            ) from None


def _p(counts: np.ndarray, alternative: str) -> float:
    given = Hypergeometric(counts)
    p = given.probabilities()
    at = given.observed
    if alternative == "less":
        return float(min(1.0, p[: at + 1].sum()))
    if alternative == "greater":
        return float(min(1.0, p[at:].sum()))
    return float(min(1.0, p[p <= p[at] * (1 + _EQUAL)].sum()))


test = Fisher()
