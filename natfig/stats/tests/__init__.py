"""Statistical tests, one module each; see `natfig.stats.tests.base` for what a test has to offer.

The id of a test is the name of its file with dashes for underscores. Other packages add
theirs through the entry-point group ``natfig.stats.tests``.
"""

from natfig.core.registry import ModuleRegistry
from natfig.stats.tests.base import StatisticalTest

__all__ = ["find_test", "tests"]

tests: ModuleRegistry[StatisticalTest] = ModuleRegistry(
    "statistical test", "natfig.stats.tests", "test", dashes=True
)


def find_test(name: str) -> StatisticalTest:
    """Return a test by its id or by another name it is known by.

    Parameters
    ----------
    name : str
        "welch", "Welch's t-test", "rank-sum"; capitals, blanks and dashes don't matter.

    Raises
    ------
    UsageError
        If no test is called that; the message names the nearest id.
    """
    if name in tests:
        return tests.load(name)
    wanted = _bare(name)
    for test in tests:
        if wanted in {_bare(known) for known in (test.id, test.title, *test.aka)}:
            return test
    return tests.load(name)  # which says what there is


def _bare(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
