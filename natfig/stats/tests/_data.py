"""Checks that observations fit a design, shared by the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from natfig.core.errors import DataError, SpecError, did_you_mean
from natfig.stats.tests.base import Options, Sample

__all__ = [
    "clean_groups",
    "clean_pair",
    "clean_paired",
    "pairs_of",
    "refuse_constant",
    "refuse_nan",
    "sizes",
]

# R's t.test calls data constant when their standard error is below ten units in the last
# place of their mean: what is left then is rounding.
_CONSTANT = 10 * float(np.finfo(float).eps)


def refuse_nan(name: str, values: np.ndarray) -> np.ndarray:
    """Return values as floats.

    Raises
    ------
    DataError
        If one is NaN or infinite; the message names its place, from 1.
    """
    out = np.asarray(values, dtype=np.float64)
    bad = ~np.isfinite(out)
    if bool(bad.any()):
        place = int(np.argmax(bad))
        what = "no number (NaN)" if np.isnan(out[place]) else "infinite"
        raise DataError(
            f"value {place + 1} of group '{name}' is {what}",
            hint="leave such rows out and say why (missing: or exclude:)",
        )
    return out


def clean_groups(sample: Sample, test: str, least: int) -> dict[str, np.ndarray]:
    """Return the groups of an independent design as floats.

    Parameters
    ----------
    test : str
        What needs the values, for messages.
    least : int
        Values each group must have.
    """
    groups = {name: refuse_nan(name, values) for name, values in sample.groups.items()}
    for name, values in groups.items():
        if len(values) < least:
            count = {0: "no value", 1: "only one value"}.get(len(values), f"only {len(values)} values")
            # Most often technical replicates were averaged to one unit.
            raise DataError(
                f"group '{name}' has {count}, but {test} needs at least {least} in each group",
                hint="n counts independent observations, not technical replicates",
            )
    return groups


def clean_paired(sample: Sample, test: str, least: int = 2) -> dict[str, np.ndarray]:
    """Return the groups of a paired design as floats of one length."""
    groups = {name: refuse_nan(name, values) for name, values in sample.groups.items()}
    lengths = {name: len(values) for name, values in groups.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{n} in '{name}'" for name, n in lengths.items())
        raise DataError(
            f"{test} compares the same subjects, but there are {said}",
            hint="name the column of the subjects, and leave out those without all values",
        )
    n = next(iter(lengths.values()), 0)
    if n < least:
        pairs = {0: "there is none", 1: "there is only one"}.get(n, f"there are only {n}")
        raise DataError(f"{test} needs at least {least} complete subjects, but {pairs}")
    return groups


def clean_pair(x: np.ndarray, y: np.ndarray, names: Sequence[str], least: int) -> list[np.ndarray]:
    """Return the two variables of a correlation as floats."""
    first, second = refuse_nan(names[0], x), refuse_nan(names[1], y)
    if len(first) != len(second):
        raise DataError(
            f"'{names[0]}' has {len(first)} values and '{names[1]}' has {len(second)}, which make no pairs"
        )
    if len(first) < least:
        raise DataError(f"a correlation needs at least {least} pairs of values, but there are {len(first)}")
    for name, values in zip(names, (first, second), strict=True):
        if np.ptp(values) == 0:
            raise DataError(f"all values of '{name}' are {values[0]:g}: there is nothing to correlate")
    return [first, second]


def refuse_constant(names: Sequence[str], se: float, size: float, test: str) -> None:
    """Raise a DataError if a standard error is nothing but rounding.

    Parameters
    ----------
    se : float
        Standard error of what is tested.
    size : float
        Largest mean, in size.
    """
    if se <= _CONSTANT * abs(size):
        if len(names) == 1:
            which = f"all values of '{names[0]}' are"
        else:
            which = f"within {' and '.join(repr(n) for n in names)} all values are"
        raise DataError(
            f"{which} equal: zero variance, for which {test} is not defined",
            hint="show the values, and leave out the test",
        )


def pairs_of(names: Sequence[str], options: Options) -> list[tuple[str, str]]:
    """Return the pairs of groups to be compared, first relative to second.

    Raises
    ------
    SpecError
        If a pair names a group that isn't there, or a group with itself, or comes twice.
    """
    if options.control is not None:
        _refuse_unknown(options.control, names, "the control")
        return [(name, options.control) for name in names if name != options.control]
    if options.pairs is None or options.pairs == "all":
        return [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    found: list[tuple[str, str]] = []
    for a, b in options.pairs:
        for name in (a, b):
            _refuse_unknown(name, names, f"the pair {a} – {b}")
        if a == b:
            raise SpecError(f"the pair {a} – {b} compares a group with itself")
        if (a, b) in found or (b, a) in found:
            raise SpecError(f"the pair {a} – {b} is named twice")
        found.append((a, b))
    if not found:
        raise SpecError("pairs is empty", hint="name the pairs, or write all")
    return found


def _refuse_unknown(name: str, names: Sequence[str], where: str) -> None:
    if name not in names:
        raise SpecError(
            f"{where} names a group '{name}' that is not in the data", hint=did_you_mean(name, names)
        )


def sizes(groups: Mapping[str, np.ndarray]) -> dict[str, int]:
    """Return n of each group."""
    return {name: len(values) for name, values in groups.items()}
