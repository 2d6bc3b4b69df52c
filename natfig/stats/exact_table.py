"""Fisher's exact P value of tables of any shape."""

from __future__ import annotations

import numpy as np

__all__ = ["TooManyTablesError", "exact_table_p"]

# Partial tables held at once; beyond it the machine waits longer than a reader would.
_MOST = 4_000_000

# Probabilities that differ by less are equal, as in R's fisher.test.
_EQUAL = 1e-7
_MERGE = 9  # digits of a logarithm: well below `_EQUAL`


class TooManyTablesError(ValueError):
    """There are more tables with these margins than can be gone through."""


def exact_table_p(counts: np.ndarray) -> float:
    """Return the probability of all tables with the same margins that are no likelier than this one.

    Parameters
    ----------
    counts : numpy.ndarray of int, shape (r, c)
        r, c >= 2.

    Raises
    ------
    TooManyTablesError

    Source
    ------
    Freeman and Halton, Biometrika 38, 141 (1951). Columns are filled one by one, and of those filled
    only what they leave of the rows matters (as in Mehta and Patel's network, J. Am. Stat. Assoc. 78,
    427 (1983)); the last two columns are looked up in a sorted list.
    """
    from scipy.special import gammaln

    table = counts if counts.shape[0] <= counts.shape[1] else counts.T
    table = table[
        :, np.argsort(table.sum(axis=0), kind="stable")
    ]  # small columns first: few ways to fill them
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    constant = float(gammaln(rows + 1).sum() + gammaln(columns + 1).sum() - gammaln(table.sum() + 1))
    observed = -float(gammaln(table + 1).sum()) + _EQUAL
    states = {tuple(sorted(rows.tolist())): (np.zeros(1), np.ones(1))}
    for column in columns[:-2]:
        states = _filled(states, int(column))
    total = 0.0
    spent = 0
    for left, (logs, ways) in states.items():
        ends = _fillings(np.array(left), int(columns[-2]))
        spent += len(ends)
        if spent > _MOST:
            raise TooManyTablesError
        last = -(gammaln(ends + 1) + gammaln(np.array(left) - ends + 1)).sum(axis=1)
        last.sort()
        weight = np.concatenate([[0.0], np.cumsum(np.exp(last + constant / 2))])
        fitting = np.searchsorted(last, observed - logs, side="right")
        total += float(np.sum(ways * np.exp(logs + constant / 2) * weight[fitting]))
    return min(1.0, total)


def _filled(
    states: dict[tuple[int, ...], tuple[np.ndarray, np.ndarray]], column: int
) -> dict[tuple[int, ...], tuple[np.ndarray, np.ndarray]]:
    """Return what can be left of the rows after one more column: how likely, and in how many ways."""
    from scipy.special import gammaln

    found: dict[tuple[int, ...], list[tuple[np.ndarray, np.ndarray]]] = {}
    spent = 0
    for left, (logs, ways) in states.items():
        here = np.array(left)
        fillings = _fillings(here, column)
        spent += len(fillings) * len(logs)
        if spent > _MOST:
            raise TooManyTablesError
        steps = -gammaln(fillings + 1).sum(axis=1)
        remains = np.sort(here - fillings, axis=1)
        for remain, step in zip(map(tuple, remains.tolist()), steps.tolist(), strict=True):
            found.setdefault(remain, []).append((logs + step, ways))
    return {left: _merged(parts) for left, parts in found.items()}


def _merged(parts: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    logs = np.concatenate([part[0] for part in parts])
    ways = np.concatenate([part[1] for part in parts])
    distinct, inverse = np.unique(np.round(logs, _MERGE), return_inverse=True)
    return distinct, np.bincount(inverse, weights=ways)


def _fillings(left: np.ndarray, column: int) -> np.ndarray:
    """Return all ways to fill a column, grown cell by cell; one a row of the array."""
    ways = np.zeros((1, 0), dtype=np.int64)
    rest = np.array([column])
    for place, most in enumerate(left.tolist()):
        after = int(left[place + 1 :].sum())
        low, high = np.maximum(0, rest - after), np.minimum(most, rest)
        many = np.maximum(high - low + 1, 0)
        if int(many.sum()) > _MOST:
            raise TooManyTablesError
        which = np.repeat(np.arange(len(rest)), many)
        cell = low[which] + np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
        ways = np.column_stack([ways[which], cell])
        rest = rest[which] - cell
    return ways
