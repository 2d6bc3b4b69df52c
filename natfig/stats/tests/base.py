"""What a statistical test takes, what it gives back and what it has to offer.

A test never imports anything heavy with its module, never changes itself into another
test, and computes what it was asked for and no more.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, NamedTuple, TypeAlias

import numpy as np

from natfig.core.errors import SpecError, did_you_mean
from natfig.stats.corrections import CORRECTIONS
from natfig.stats.result import Assumption, Comparison

__all__ = ["Alternative", "Design", "Options", "Outcome", "Sample", "StatisticalTest", "Table", "listed"]

Alternative: TypeAlias = Literal["two-sided", "less", "greater"]
Design: TypeAlias = Literal["independent", "paired", "table", "survival", "correlation"]

ALTERNATIVES = ("two-sided", "less", "greater")
EMPTY: np.ndarray = np.empty(0)


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of a contingency table.

    Parameters
    ----------
    rows : tuple of str
        Names of the rows: the groups that are compared; for a paired table, the outcome before.
    columns : tuple of str
        Names of the columns: the outcomes; for a paired table, the outcome after.
    counts : numpy.ndarray, shape (rows, columns)
        Whole numbers, >= 0.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: np.ndarray


@dataclass(frozen=True, slots=True)
class Sample:
    """The observations of a test; which fields count depends on the test's design.

    Parameters
    ----------
    groups : mapping of str to numpy.ndarray
        Independent and paired designs: group → values in the order of the groups, one value per
        independent observation. Arrays of a paired design are aligned by subject.
    subjects : tuple of str
        Paired designs: names of the subjects, for messages; may be left empty.
    table : Table or None
        Design "table".
    survival : mapping of str to (time, event)
        Design "survival": group → times (>= 0) and whether the event happened then.
    x, y : numpy.ndarray, shape (n,)
        Design "correlation".
    names : tuple of str
        Design "correlation": what x and y are called.
    """

    groups: Mapping[str, np.ndarray] = field(default_factory=dict)
    subjects: tuple[str, ...] = ()
    table: Table | None = None
    survival: Mapping[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    x: np.ndarray = field(default_factory=lambda: EMPTY)
    y: np.ndarray = field(default_factory=lambda: EMPTY)
    names: tuple[str, str] = ("x", "y")


@dataclass(frozen=True, slots=True)
class Options:
    """How a test is run.

    Parameters
    ----------
    pairs : "all" or tuple of (str, str) or None
        Which groups are compared two by two; None: the only two there are, or an omnibus test alone.
        Differences are first minus second, and "greater" means that the first is greater.
    control : str or None
        Compare every other group with this one (other minus control); excludes `pairs`.
    correction : str or None
        An id of `natfig.stats.corrections`. None: what the test does by itself (Tukey after an
        analysis of variance, Holm after rank tests), or no correction, which is said.
    alternative : str
        "two-sided", "less" or "greater".
    level : float
        Of confidence intervals.
    seed : int
        Of what is random.
    reference : float
        What a one-sample test compares with.
    exact : bool or None
        Demand an exact P value or an approximation; None: as the test decides, which it says.

    Raises
    ------
    SpecError
        If a value is none of these.
    """

    pairs: Literal["all"] | tuple[tuple[str, str], ...] | None = None
    control: str | None = None
    correction: str | None = None
    alternative: Alternative = "two-sided"
    level: float = 0.95
    seed: int = 0
    reference: float = 0.0
    exact: bool | None = None

    def __post_init__(self) -> None:
        if self.alternative not in ALTERNATIVES:
            raise SpecError(
                f"unknown alternative '{self.alternative}'", hint=did_you_mean(self.alternative, ALTERNATIVES)
            )
        if not 0 < self.level < 1:
            raise SpecError(
                f"a confidence level of {self.level:g} lies outside 0 and 1", hint="write 0.95 for 95%"
            )
        if self.correction is not None and self.correction not in CORRECTIONS:
            raise SpecError(
                f"unknown correction '{self.correction}'", hint=did_you_mean(self.correction, CORRECTIONS)
            )
        if self.pairs is not None and self.control is not None:
            raise SpecError(
                "pairs and a control are both given",
                hint="a control makes its own pairs: keep one of the two",
            )

    @property
    def wants_pairs(self) -> bool:
        """Whether two groups at a time are to be compared."""
        return self.pairs is not None or self.control is not None


class Outcome(NamedTuple):
    """What a test found.

    Attributes
    ----------
    comparisons : list of Comparison
        Omnibus first, then pairs in the order they were asked for.
    assumptions : list of Assumption
    warnings : list of str
        One sentence each, for people.
    """

    comparisons: list[Comparison]
    assumptions: list[Assumption]
    warnings: list[str]


class StatisticalTest(ABC):
    """One test. Subclass it, set the attributes, implement `run`, and name an instance ``test``."""

    id: ClassVar[str]
    title: ClassVar[str]
    """As a legend writes it, without its alternative: "Welch's t-test"."""
    aka: ClassVar[tuple[str, ...]] = ()
    """Other names people know it by."""
    design: ClassVar[Design]
    min_groups: ClassVar[int] = 2
    max_groups: ClassVar[int | None] = 2
    """In one comparison; with pairs there may be more groups."""
    has_direction: ClassVar[bool] = True
    """Whether it has one-sided alternatives."""
    for_more_groups: ClassVar[str] = "anova or kruskal"
    """Ids of tests for more than two groups, for the hint."""
    summary: ClassVar[str]
    """One sentence: what it asks of the data."""
    source: ClassVar[str]

    def name(self, alternative: Alternative = "two-sided") -> str:
        """Return the test's name as a legend writes it: "two-sided Welch's t-test"."""
        if not self.has_direction:
            return self.title
        if alternative == "two-sided":
            return f"two-sided {self.title}"
        return f"one-sided {self.title} ({alternative})"

    @property
    def subject(self) -> str:
        """The test within a sentence: "the t-test", "Welch's t-test"."""
        first = self.title.split()[0]
        return self.title if first.endswith("'s") else f"the {self.title}"

    @abstractmethod
    def run(self, sample: Sample, options: Options) -> Outcome:
        """Run the test.

        Raises
        ------
        SpecError
            If the options don't fit the test.
        DataError
            If the data don't fit it; one sentence that names the group.
        """

    def check_options(self, options: Options, names: Sequence[str]) -> None:
        """Raise a SpecError for options that this test has no use for."""
        if options.alternative != "two-sided" and not self.has_direction:
            raise SpecError(
                f"{self.subject} has no direction, but alternative is '{options.alternative}'",
                hint="leave out alternative, or compare two groups",
            )
        if len(names) < self.min_groups:
            have = f"there is only '{names[0]}'" if len(names) == 1 else f"there are {len(names)}"
            need = "two" if self.min_groups == 2 else str(self.min_groups)
            raise SpecError(
                f"{self.subject} compares at least {need} groups, but {have}",
                hint="check the column that names the groups",
            )
        if self.max_groups is not None and len(names) > self.max_groups and not options.wants_pairs:
            raise SpecError(
                f"{self.subject} compares two groups, but there are {len(names)} ({listed(names)})",
                hint="name the pairs with a correction, or ask for a test of all groups: "
                + self.for_more_groups,
            )


def listed(names: Sequence[str], most: int = 6) -> str:
    """Return names as a message lists them."""
    shown = ", ".join(f"'{n}'" for n in names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")
