"""From the rows of a panel to what its ``stats:`` asks for: replicates, tests, numbers.

A test sees the rows the panel draws and no others; nothing is computed that was not
asked for, and rows of one independent unit count once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from natfig.core.errors import SpecError, UsageError
from natfig.data.tables import label
from natfig.render._families import Families, Family, end_name
from natfig.render._panel import At, observed_rows
from natfig.spec.models import Control
from natfig.stats.result import PanelStatistics

if TYPE_CHECKING:
    from natfig.charts._observed import Observed
    from natfig.data.tables import Table
    from natfig.spec.loader import LoadedSpec
    from natfig.spec.models import _StatTest
    from natfig.stats.result import Assumption, Comparison, Replicates
    from natfig.stats.tests.base import Options, Outcome, StatisticalTest

__all__ = ["panel_statistics", "seed_of"]

# Scales on which equal steps are equal factors.
_LOG = ("log", "log2")


def panel_statistics(
    loaded: LoadedSpec, letter: str, chart: Any, table: Table | None, replicates: Replicates | None = None
) -> PanelStatistics | None:
    """Return what a panel's ``stats:`` asks for, or None if it asks for nothing.

    Parameters
    ----------
    loaded : LoadedSpec
    letter : str
        Of the panel.
    chart : Chart
        Of the panel's kind.
    table : Table or None
        The rows the panel draws, replicates averaged.
    replicates : Replicates, optional
        What was averaged.

    Raises
    ------
    SpecError
        With all that is wrong, each with its line.
    """
    panel = loaded.panels[letter]
    stats = panel.stats
    if stats is None or not (stats.test or replicates):
        return None
    at = At(loaded, letter)
    observed = observed_rows(at, chart, panel, table)
    work = _Work(at, observed)
    for index, test in enumerate(stats.test):
        work.do(index, test)
    if at.problems:
        raise SpecError(list(dict.fromkeys(at.problems)))
    n = dict(observed.rows)
    if observed.are_summaries and isinstance(stats.n, int):
        n = dict.fromkeys(n, stats.n)
    return PanelStatistics(
        tuple(work.comparisons),
        tuple(dict.fromkeys(work.assumptions)),
        replicates,
        n,
        tuple(dict.fromkeys(work.warnings)),
        tuple(work.asked),
    )


def seed_of(name: str, letter: str) -> int:
    """Return the seed of what is random in a panel's statistics: the same at every build."""
    return int.from_bytes(hashlib.sha256(f"{name}/{letter}/stats".encode()).digest()[:4], "big")


# ---------------------------------------------------------------- tests


class _Work:
    """The tests of one panel."""

    def __init__(self, at: At, observed: Observed) -> None:
        self.at, self.observed = at, observed
        self.families = Families(at, observed)
        self.comparisons: list[Comparison] = []
        self.assumptions: list[Assumption] = []
        self.warnings: list[str] = []
        self.asked: list[int] = []

    def do(self, index: int, test: _StatTest) -> None:
        """Make one test, or note what is wrong with it."""
        from natfig.stats.tests import find_test

        try:
            known = find_test(test.kind)
        except UsageError as error:
            self.at.faults(error, "test", index, "kind")
            return
        before = len(self.at.problems)
        try:
            families = self.families.of(index, test, known)
            if len(self.at.problems) > before:
                return
            outcomes = self._run_all(test, known, families)
        except (SpecError, UsageError) as error:
            self.at.faults(error, "test", index)
            return
        comparisons = _corrected([c for o in outcomes for c in o.comparisons], test.correct or "holm")
        self.comparisons += comparisons
        self.asked += [index] * len(comparisons)
        for outcome in outcomes:
            self.assumptions += outcome.assumptions
            self.warnings += outcome.warnings
        self._warn(test, known)

    def _run_all(self, test: _StatTest, known: StatisticalTest, families: Sequence[Family]) -> list[Outcome]:
        """Return what a test finds in each family.

        Left to itself a test may correct as it is made to (Tukey, Dunnett). What leaves several P
        values as they are is run without a correction: they are corrected over the whole panel.
        """
        own = test.correct if len(families) == 1 or test.correct is None else "none"
        outcomes = [self._run(test, known, family, own) for family in families]
        if own is None and any(len(_uncorrected(o.comparisons)) > 1 for o in outcomes):
            return [self._run(test, known, family, "none") for family in families]
        return outcomes

    def _run(
        self, test: _StatTest, known: StatisticalTest, family: Family, correction: str | None
    ) -> Outcome:
        from natfig.stats.tests.base import Outcome

        outcome = known.run(family.sample, self._options(test, family, correction))
        if known.design != "correlation" or family.held is None:
            return outcome
        named = [replace(c, n={family.held: next(iter(c.n.values()))}) for c in outcome.comparisons]
        return Outcome(named, outcome.assumptions, outcome.warnings)

    def _options(self, test: _StatTest, family: Family, correction: str | None) -> Options:
        from natfig.stats.tests.base import Options

        pairs: Any = None
        control = None
        if isinstance(test.pairs, Control):
            control = family.keys[label(test.pairs.control)]
        elif test.pairs == "all":
            pairs = "all"
        elif test.pairs is not None:
            named = [(end_name(a), end_name(b)) for a, b in test.pairs]
            pairs = tuple((family.keys[a], family.keys[b]) for a, b in named if {a, b} <= set(family.keys))
        return Options(
            pairs=pairs,
            control=control,
            correction=correction,
            alternative=test.alternative,
            seed=seed_of(self.at.loaded.id, self.at.letter),
            reference=test.reference,
        )

    def _warn(self, test: _StatTest, known: StatisticalTest) -> None:
        """Say when what is tested is not what is seen."""
        is_rank = known.id in _OF_RANKS or known.design in ("table", "survival", "correlation")
        if self.observed.scale in _LOG and not is_rank:
            self.warnings.append(
                f"the axis is logarithmic, but {known.title} compares the values themselves; "
                "take logarithms in a query, or use a test of ranks"
            )
        if test.form == "stars":
            self._warn_of_stars()

    def _warn_of_stars(self) -> None:
        from natfig.charts._results import STARS_KEY

        legend = self.at.loaded.spec.legend
        text = "" if legend is None else f"{legend.title or ''} {legend.panels.get(self.at.letter, '')}"
        if "*" not in text:
            self.warnings.append(f"stars need their key in the legend: {STARS_KEY}")


# Tests that see the order of values alone; a logarithm changes nothing for them.
_OF_RANKS = (
    "mann-whitney",
    "mannwhitney",
    "wilcoxon",
    "kruskal",
    "friedman",
    "sign",
    "ks",
    "dunn",
    "brunner-munzel",
)


def _uncorrected(comparisons: Sequence[Comparison]) -> list[int]:
    """Return the places of pairs whose P values nobody has corrected."""
    return [i for i, c in enumerate(comparisons) if c.adjusted is None and not c.is_omnibus]


def _corrected(comparisons: Sequence[Comparison], method: str) -> list[Comparison]:
    """Return comparisons with P corrected for how many there are: pairs, and tests of all groups."""
    from natfig.stats.corrections import CORRECTIONS, adjust

    found = list(comparisons)
    pairs = _uncorrected(found)
    omnibus = [i for i, c in enumerate(found) if c.adjusted is None and c.is_omnibus]
    for chosen in (pairs, omnibus):
        if len(chosen) < 2 or method == "none":
            continue
        p = adjust([found[i].p for i in chosen], method)
        for i, value in zip(chosen, p, strict=True):
            found[i] = replace(found[i], adjusted=float(value), correction=CORRECTIONS[method])
    return found
