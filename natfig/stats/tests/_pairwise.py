"""Two groups at a time, and the correction for how many times."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from natfig.stats.corrections import CORRECTIONS, adjust
from natfig.stats.result import Assumption, Comparison
from natfig.stats.tests._data import clean_groups, clean_paired, pairs_of
from natfig.stats.tests.base import Options, Outcome, Sample, StatisticalTest

if TYPE_CHECKING:
    import numpy as np

__all__ = ["PairTest", "corrected", "count_said"]


def count_said(count: int) -> str:
    """Return a count as a sentence begins with it."""
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    return words[count] if count < len(words) else str(count)


def corrected(
    comparisons: Sequence[Comparison], correction: str | None, warnings: list[str]
) -> list[Comparison]:
    """Return comparisons of a family with P corrected for their number; one alone needs none.

    Parameters
    ----------
    correction : str or None
        None: P values stay as they are, which is added to `warnings`.
    """
    found = list(comparisons)
    if len(found) < 2 or correction == "none":
        return found
    if correction is None:
        warnings.append(
            f"{count_said(len(found))} comparisons were made without a correction for their number; "
            "add one (holm), or say why it isn't needed (none)"
        )
        return found
    p = adjust([c.p for c in found], correction)
    return [
        replace(c, adjusted=float(value), correction=CORRECTIONS[correction])
        for c, value in zip(found, p, strict=True)
    ]


class PairTest(StatisticalTest):
    """A test of two groups, which runs on each pair by itself when there are more."""

    least: int = 2
    """Values a group must have."""

    @abstractmethod
    def compare(
        self, names: tuple[str, str], x: np.ndarray, y: np.ndarray, options: Options, warnings: list[str]
    ) -> Comparison:
        """Compare one pair; what has to be said goes to `warnings`."""

    def assume(
        self, groups: dict[str, np.ndarray], pairs: Sequence[tuple[str, str]], warnings: list[str]
    ) -> list[Assumption]:
        """Check what the test takes for granted in the groups that are compared; nothing by default."""
        del groups, pairs, warnings
        return []

    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test on every pair; see `StatisticalTest.run`."""
        self.check_options(options, list(sample.groups))
        clean = clean_paired if self.design == "paired" else clean_groups
        groups = clean(sample, self.subject, self.least)
        pairs = pairs_of(list(groups), options)
        warnings: list[str] = []
        found = [self.compare((a, b), groups[a], groups[b], options, warnings) for a, b in pairs]
        used = {name: groups[name] for name in groups if any(name in pair for pair in pairs)}
        assumptions = self.assume(used, pairs, warnings)
        return Outcome(corrected(found, options.correction, warnings), assumptions, warnings)
