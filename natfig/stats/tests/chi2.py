"""Pearson's χ² test of a contingency table."""

from __future__ import annotations

import numpy as np

from natfig.core.errors import SpecError
from natfig.stats.assumptions import expected_counts, warning_of
from natfig.stats.effects import cramers_v
from natfig.stats.odds import odds_ratio
from natfig.stats.result import Comparison
from natfig.stats.tests._pairwise import corrected
from natfig.stats.tests._tables import clean_table, parted
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest, Table

__all__ = ["test"]


class ChiSquared(StatisticalTest):
    """Counts against those expected if rows and columns were independent."""

    id = "chi2"
    title = "χ² test"
    aka = ("chi-squared", "chi-square", "chi squared test", "pearson chi-squared", "contingency")
    design = "table"
    max_groups = None
    has_direction = False
    summary = "Compares the outcomes of groups by counts; needs expected counts of 5 or more."
    source = (
        "Pearson, Phil. Mag. 50, 157 (1900); Yates, J. R. Stat. Soc. Suppl. 1, 217 (1934); as R's chisq.test"
    )

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test; see `StatisticalTest.run`. A 2 × 2 table gets Yates' continuity correction."""
        whole = clean_table(sample, self.subject)
        self.check_options(options, whole.rows)
        if options.exact:
            raise SpecError(f"{self.subject} has no exact P value", hint="use fisher")
        warnings: list[str] = []
        all_rows, pairs = parted(whole, options, self.subject)
        found = [self._test(table, options.level) for table in pairs]
        first = [self._test(table, options.level) for table in all_rows]
        assumptions = [expected_counts(_expected(table.counts), table.rows) for table in (*all_rows, *pairs)]
        warnings += [said for one in assumptions if (said := warning_of(one, self.subject, "fisher"))]
        return Outcome([*first, *corrected(found, options.correction, warnings)], assumptions, warnings)

    def _test(self, table: Table, level: float) -> Comparison:
        from scipy.special import chdtrc

        counts, expected = table.counts, _expected(table.counts)
        df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
        away = np.abs(counts - expected)
        plain = float(np.sum(away**2 / expected))
        is_small = counts.shape == (2, 2)
        yates = min(0.5, float(away.min())) if is_small else 0.0
        value = float(np.sum((away - yates) ** 2 / expected))
        effect = cramers_v(plain, df, int(counts.sum()), min(counts.shape), level)
        return Comparison(
            test=self.id,
            name=self.title,
            groups=table.rows,
            n={name: int(total) for name, total in zip(table.rows, counts.sum(axis=1), strict=True)},
            statistic="χ²",
            value=value,
            df=(float(df),),
            p=float(chdtrc(df, value)),
            effect=effect,
            is_omnibus=len(table.rows) > 2,
            method="with Yates' continuity correction" if is_small else "",
            more=(odds_ratio(counts, level),) if is_small else (),
        )


def _expected(counts: np.ndarray) -> np.ndarray:
    return np.asarray(np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum())


test = ChiSquared()
