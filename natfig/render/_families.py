"""What a test compares: the groups of a panel, family by family.

A family is tested as one: all groups of a panel, or those within one level of the
column that is held, where categories are parted by a colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.core.errors import DataError, SpecError, did_you_mean
from natfig.data.tables import label
from natfig.render._panel import HINT_KINDS, At
from natfig.spec.models import Control

if TYPE_CHECKING:
    from natfig.charts._observed import Group, Observed
    from natfig.spec.models import _StatTest
    from natfig.stats.tests.base import Sample, StatisticalTest

__all__ = ["MOST_PAIRS", "Families", "Family", "aligned", "end_name"]

# More comparisons than this are a screen of its own, not the statistics of a panel.
MOST_PAIRS = 500


@dataclass(frozen=True)
class Family:
    """Observations that are tested together.

    `held` is the level they share where there are several families.
    """

    sample: Sample
    keys: dict[str, str]  # name that pairs may use → name in the sample
    held: str | None = None


class Families:
    """The families of a panel's tests."""

    def __init__(self, at: At, observed: Observed) -> None:
        self.at, self.observed = at, observed

    def of(self, index: int, test: _StatTest, known: StatisticalTest) -> list[Family]:
        """Return the samples of a test; what is wrong with its keys is noted."""
        makers = {"table": self._table, "survival": self._survival, "correlation": self._correlation}
        make = makers.get(known.design, self._groups)
        if test.subject is not None and known.design != "paired":
            hint = "use a paired test, or take subject out"
            self.at.fault(
                f"{known.subject} compares independent groups, but subject: pairs them",
                "test",
                index,
                "subject",
                hint=hint,
            )
        families = list(make(index, test, known))
        if families:
            self._check_pairs(index, test, families)
        return families

    def _no_fit(self, index: int, known: StatisticalTest, what: str, hint: str) -> None:
        self.at.fault(f"{known.subject} needs {what}", "test", index, "kind", hint=hint)

    def _survival(self, index: int, test: _StatTest, known: StatisticalTest) -> Iterator[Family]:
        from natfig.stats.tests.base import Sample

        if not self.observed.survival:
            self._no_fit(index, known, "times and events", "use it in a panel of kind survival")
            return
        self._no_by(index, test, "survival")
        yield Family(Sample(survival=self.observed.survival), {k: k for k in self.observed.survival})

    def _correlation(self, index: int, test: _StatTest, known: StatisticalTest) -> Iterator[Family]:
        from natfig.stats.tests.base import Sample

        if not self.observed.points:
            self._no_fit(index, known, "two numbers per row", "use it in a panel of kind scatter")
            return
        if test.pairs is not None:
            self.at.fault(
                f"{known.subject} compares no pairs of groups", "test", index, "pairs", hint="take pairs out"
            )
        for level, (x, y) in self.observed.points.items():
            sample = Sample(x=x, y=y, names=self.observed.names)
            yield Family(sample, {}, None if len(self.observed.points) == 1 else level)

    def _no_by(self, index: int, test: _StatTest, kind: str) -> None:
        if test.by is not None:
            self.at.fault(f"by: has no effect in kind {kind}", "test", index, "by", hint="take by out")

    def _groups(self, index: int, test: _StatTest, known: StatisticalTest) -> Iterator[Family]:
        """Yield the groups that are compared with each other."""
        if not self.observed.groups:
            self._no_fit(index, known, "groups of values", HINT_KINDS)
            return
        if self.observed.are_summaries:
            hint = "give the observations as rows, or leave out the test"
            self._no_fit(index, known, "observations, but each group is one row that stands for many", hint)
            return
        held, compared = self._parted(index, test)
        if compared is None:
            return
        alone = []
        for level in [None] if held is None else self.observed.levels(held):
            groups = [
                g for g in self.observed.groups if held is None or self.observed.name_in(g, held) == level
            ]
            if len(groups) < 2 and known.min_groups > 1 and held is not None:
                alone.append(level)
                continue
            if test.pairs == "all" and comb(len(groups), 2) > MOST_PAIRS:
                self.at.fault(
                    f"pairs: all of {len(groups)} groups makes {comb(len(groups), 2):,} comparisons",
                    "test", index, "pairs", hint="name the pairs or a control",
                )  # fmt: skip
                return
            keys = {g.key if compared == "" else self.observed.name_in(g, compared): g.key for g in groups}
            yield Family(self._sample(test, known, groups), keys, level)
        if held is not None and len(alone) == len(self.observed.levels(held)):
            self.at.fault(
                f"no level of '{held}' has two levels of '{compared}' to compare", "test", index, "by"
            )

    def _parted(self, index: int, test: _StatTest) -> tuple[str | None, str | None]:
        """Return the column that is held and the one whose levels are compared.

        The latter is empty where pairs name category and level, None where something is wrong.
        """
        observed = self.observed
        choices = [c for c in (observed.category, observed.color) if c]
        if test.by is not None and test.by not in choices:
            hint = did_you_mean(test.by, choices, what="columns that part the groups")
            self.at.fault(f"by: '{test.by}' does not part the groups", "test", index, "by", hint=hint)
            return None, None
        if not observed.color:
            return None, observed.category
        if _names_cells(test.pairs):
            return None, ""
        compared = test.by or observed.compares
        return (observed.category if compared == observed.color else observed.color), compared

    def _sample(self, test: _StatTest, known: StatisticalTest, groups: Sequence[Group]) -> Sample:
        from natfig.stats.tests.base import Sample

        if known.design != "paired":
            self._check_units(groups)
            return Sample(groups={g.key: g.values for g in groups})
        subject = test.subject or self.observed.subject or self._replicate
        if not subject:
            hint = "add subject: with the column that names it, or use a test for independent groups"
            raise SpecError(
                f"{known.subject} compares values of one subject, but nothing says which rows are", hint=hint
            )
        names, values = aligned(_named(groups, test.pairs), subject)
        return Sample(groups=values, subjects=names)

    @property
    def _replicate(self) -> str | None:
        stats = self.at.loaded.panels[self.at.letter].stats
        return stats.replicate if stats is not None else None

    def _check_units(self, groups: Sequence[Group]) -> None:
        """Refuse one unit in two groups that are compared as if they were independent."""
        column = self._replicate
        if column is None:
            return
        seen: dict[str, str] = {}
        for group in groups:
            for name in map(label, group.rows[column]):
                if seen.setdefault(name, group.key) != group.key:
                    raise DataError(
                        f"{column} '{name}' is in '{seen[name]}' and in '{group.key}', "
                        "so these groups are not independent",
                        hint="use a paired test, or give different units different names",
                    )

    def _table(self, index: int, test: _StatTest, known: StatisticalTest) -> Iterator[Family]:
        """Yield the counts of a bar chart as a contingency table."""
        from natfig.stats.tests.base import Sample
        from natfig.stats.tests.base import Table as Counts

        observed = self.observed
        if not observed.groups or not observed.color:
            hint = "use it in a bar panel of counts: x: the groups, color: the outcomes"
            self._no_fit(index, known, "counts of groups by outcome", hint)
            return
        many = next((g for g in observed.groups if len(g.values) != 1), None)
        if many is not None:
            hint = "count them in a query: SELECT …, count(*) … GROUP BY …"
            self._no_fit(
                index, known, f"one count per bar, but '{many.key}' has {len(many.values)} rows", hint
            )
            return
        held, compared = self._parted(index, _comparing(test, observed))
        if compared is None or held is None:
            return
        rows, columns = observed.levels(compared), observed.levels(held)
        counts = np.full((len(rows), len(columns)), np.nan)
        for g in observed.groups:
            at = rows.index(observed.name_in(g, compared)), columns.index(observed.name_in(g, held))
            counts[at] = g.values[0]
        if np.isnan(counts).any():
            i, j = np.argwhere(np.isnan(counts))[0]
            raise DataError(f"there is no count for '{rows[i]}, {columns[j]}'", hint="write 0 if it is none")
        yield Family(Sample(table=Counts(tuple(rows), tuple(columns), counts)), {r: r for r in rows})

    def _check_pairs(self, index: int, test: _StatTest, families: Sequence[Family]) -> None:
        """Note pairs that name a group that is not there."""
        known = list(dict.fromkeys(name for family in families for name in family.keys))
        named: list[str] = []
        if isinstance(test.pairs, Control):
            named = [label(test.pairs.control)]
            for family in families:
                if named[0] in known and named[0] not in family.keys:
                    self.at.fault(
                        f"the control '{named[0]}' has no rows in '{family.held}'", "test", index, "pairs"
                    )
        elif test.pairs is not None and test.pairs != "all":
            named = [end_name(end) for pair in test.pairs for end in pair]
        for name in dict.fromkeys(named):
            if name not in known:
                self.at.fault(
                    f"pairs name a group '{name}' that is not in the data", "test", index, "pairs",
                    hint=did_you_mean(name, known, what="groups"),
                )  # fmt: skip


def _comparing(test: _StatTest, observed: Observed) -> _StatTest:
    """Return a test of counts: unless it says otherwise it compares categories, not outcomes."""
    return test if test.by is not None else test.model_copy(update={"by": observed.category})


def _names_cells(pairs: Any) -> bool:
    """Whether pairs name category and level."""
    return isinstance(pairs, tuple) and any(isinstance(end, tuple) for pair in pairs for end in pair)


def _named(groups: Sequence[Group], pairs: Any) -> Sequence[Group]:
    """Return the groups that a list of pairs names: subjects need no value in the others."""
    if not isinstance(pairs, tuple):
        return groups
    named = {end_name(end) for pair in pairs for end in pair}
    chosen = [g for g in groups if named & {g.key, g.category, g.level}]
    return chosen if len(chosen) > 1 else groups


def end_name(end: Any) -> str:
    """Return the name of a pair's end: a category, or category and level as in `Cell.key`."""
    return ", ".join(label(v) for v in end) if isinstance(end, tuple) else label(end)


def aligned(groups: Sequence[Group], subject: str) -> tuple[tuple[str, ...], dict[str, np.ndarray]]:
    """Return the subjects and the values of each group in their order.

    Raises
    ------
    DataError
        If a subject has two values in a group, or none.
    """
    found: dict[str, dict[str, float]] = {}
    for group in groups:
        here = found.setdefault(group.key, {})
        for name, value in zip(map(label, group.rows[subject]), group.values, strict=True):
            if name in here:
                raise DataError(
                    f"subject '{name}' has two values in '{group.key}'",
                    hint=f"say replicate: {subject} to average them, or exclude one with a reason",
                )
            here[name] = float(value)
    subjects = list(dict.fromkeys(name for here in found.values() for name in here))
    for key, here in found.items():
        lacking = [name for name in subjects if name not in here]
        if lacking:
            more = f" ({len(lacking) - 1} more lack one)" if len(lacking) > 1 else ""
            hint = "leave out incomplete subjects with exclude: and a reason, or use a test without subjects"
            raise DataError(f"subject '{lacking[0]}' has no value in '{key}'{more}", hint=hint)
    return tuple(subjects), {key: np.array([here[s] for s in subjects]) for key, here in found.items()}
