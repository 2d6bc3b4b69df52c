"""McNemar's test of paired yes-or-no outcomes."""

from __future__ import annotations

import numpy as np

from natfig.core.errors import DataError, SpecError
from natfig.stats.effects import tails
from natfig.stats.result import Comparison, Effect
from natfig.stats.tests._tables import clean_table
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest
from natfig.stats.tests.sign import binomial_p

__all__ = ["test"]

_FEWEST_CHANGES = 25  # below it the χ² distribution is rough: Rosner, Fundamentals of Biostatistics, 10.4


class McNemar(StatisticalTest):
    """Subjects that change one way against those that change the other way."""

    id = "mcnemar"
    title = "McNemar's test"
    aka = ("mcnemar test", "paired chi-squared")
    design = "table"
    has_direction = False
    summary = "Compares a yes-or-no outcome of the same subjects twice, by those that change."
    source = "McNemar, Psychometrika 12, 153 (1947); as R's mcnemar.test; exact: as R's binom.test"

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test on a table of before by after; see `StatisticalTest.run`."""
        table = clean_table(sample, self.subject, keep_empty=True)
        if table.counts.shape != (2, 2):
            shape = " × ".join(str(s) for s in table.counts.shape)
            raise SpecError(f"{self.subject} needs two outcomes before and after, but the table is {shape}")
        if options.alternative != "two-sided":
            raise SpecError(f"{self.subject} has no direction", hint="leave out alternative")
        up, down = int(table.counts[0, 1]), int(table.counts[1, 0])
        changed = up + down
        if not changed:
            raise DataError(
                "no subject changed its outcome: there is nothing to compare", hint="leave out the test"
            )
        warnings: list[str] = []
        empty: tuple[float, ...] = ()
        if options.exact:
            value, df, p = float(up), empty, binomial_p(up, changed, "two-sided")
        else:
            from scipy.special import chdtrc

            # R takes one off also where the counts are equal, and gives 0 only then.
            value = float(0 if up == down else (abs(up - down) - 1) ** 2 / changed)
            df, p = (1.0,), float(chdtrc(1, value))
            if changed < _FEWEST_CHANGES:
                noun = "subject" if changed == 1 else "subjects"
                warnings.append(
                    f"Only {changed} {noun} changed, too few for the χ² distribution of {self.subject}; "
                    "its exact form (exact: true) does without"
                )
        found = Comparison(
            test=self.id,
            name=f"exact {self.title}" if options.exact else self.title,
            groups=("before", "after"),
            n=dict.fromkeys(("before", "after"), int(table.counts.sum())),
            statistic="S" if options.exact else "χ²",
            value=value,
            df=df,
            p=p,
            effect=_odds(up, down, options.level),
            method="exact" if options.exact else "χ² approximation with continuity correction",
        )
        return Outcome([found], [], warnings)


def _odds(up: int, down: int, level: float) -> Effect:
    """Return the ratio of changes with the interval of Clopper and Pearson, Biometrika 26, 404 (1934)."""
    from scipy.special import betaincinv

    out, _ = tails(level, "two-sided")
    low = float(betaincinv(up, down + 1, out)) if up else 0.0
    high = float(betaincinv(up + 1, down, 1 - out)) if down else 1.0
    return Effect(
        "odds ratio of changes",
        up / down if down else np.inf,
        low / (1 - low),
        high / (1 - high) if high < 1 else np.inf,
        level,
    )


test = McNemar()
