"""From observations to marks: a centre, a spread and n.

The rows of a group are either the observations themselves, which `summarize`
reduces to one mark, or one row that somebody has reduced already: then the
panel declares n and the spread comes from columns (`given_interval`).
`check_n` holds a panel to the n it declares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from natfig.core.errors import DataError

if TYPE_CHECKING:
    from natfig.spec.models import Stats

__all__ = ["Summary", "check_n", "given_interval", "has_summary_rows", "quartiles", "summarize"]

# Spreads that are defined around the mean; around a median they would be a
# number nobody can interpret.
_OF_THE_MEAN = {"sd": "standard deviation", "sem": "standard error", "ci95": "95 % interval"}


@dataclass(frozen=True, slots=True)
class Summary:
    """One mark.

    Attributes
    ----------
    center : float
    low, high : float
        Ends of the spread in data units; NaN when there is none (spread
        ``none``, or a single observation and a spread that needs two).
    n : int
        Observations behind the mark, >= 1.
    """

    center: float
    low: float
    high: float
    n: int

    @property
    def has_spread(self) -> bool:
        """Whether `low` and `high` are known."""
        return bool(np.isfinite(self.low) and np.isfinite(self.high))


def quartiles(values: np.ndarray) -> tuple[float, float, float]:
    """Return the lower quartile, the median and the upper quartile.

    Parameters
    ----------
    values : numpy.ndarray, shape (n,)
        n >= 1, finite.

    Source
    ------
    Linear interpolation between order statistics, type 7 of Hyndman & Fan,
    Am. Stat. 50, 361 (1996): what NumPy and R do by default.
    """
    low, middle, high = np.percentile(values, (25, 50, 75))
    return float(low), float(middle), float(high)


def _half_width(values: np.ndarray, spread: str) -> float:
    """Return the half-width of a spread around the mean; NaN for fewer than two values.

    Source
    ------
    Sample standard deviation with n - 1 in the denominator; standard error
    s / sqrt(n); 95 % interval t(0.975, n - 1) * s / sqrt(n), Student, Biometrika
    6, 1 (1908).
    """
    n = len(values)
    if n < 2:
        return float("nan")
    sd = float(np.std(values, ddof=1))
    if spread == "sd":
        return sd
    sem = sd / float(np.sqrt(n))
    if spread == "sem":
        return sem
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, 0.975)) * sem


def summarize(values: np.ndarray, stats: Stats | None) -> Summary:
    """Return the centre, the ends of the spread and n of some observations.

    Parameters
    ----------
    values : numpy.ndarray, shape (n,)
        Observations; n >= 1, finite.
    stats : Stats or None
        What to compute; None is the mean without a spread.

    Returns
    -------
    Summary
        sd, sem and ci95 (t interval) are symmetric around the mean; iqr runs
        from the lower to the upper quartile, range from the smallest to the
        largest value, whatever the centre; boot95 is the bootstrap interval of the
        centre, the same at every build.

    Raises
    ------
    DataError
        If there are no values, one is not finite, or a spread of the mean is
        asked for around a median.

    Source
    ------
    See `_half_width` and `quartiles`.
    """
    values = np.asarray(values, dtype=np.float64)
    if not len(values):
        raise DataError("a group has no values to summarize")
    if not np.all(np.isfinite(values)):
        raise DataError("a group has values that are not finite numbers")
    kind = "none" if stats is None else stats.spread
    is_median = stats is not None and stats.center == "median"
    if is_median and kind in _OF_THE_MEAN:
        raise DataError(
            f"stats: the {_OF_THE_MEAN[kind]} belongs to the mean, but center is median",
            hint="use center: mean, or spread: iqr or range",
        )
    q1, median, q3 = quartiles(values)
    center = median if is_median else float(np.mean(values))
    if kind == "iqr":
        low, high = q1, q3
    elif kind == "range":
        low, high = float(np.min(values)), float(np.max(values))
    elif kind == "boot95":
        from natfig.stats.intervals import bootstrap_interval

        low, high = bootstrap_interval(values, "median" if is_median else "mean")
    elif kind == "none":
        low = high = float("nan")
    else:
        half = _half_width(values, kind)
        low, high = center - half, center + half
    return Summary(center, low, high, len(values))


def has_summary_rows(stats: Stats | None, counts: Mapping[str, int]) -> bool:
    """Return whether the rows are summaries already: one row per mark under a declared n above 1."""
    return (
        stats is not None
        and isinstance(stats.n, int)
        and stats.n > 1
        and bool(counts)
        and all(count == 1 for count in counts.values())
    )


def check_n(stats: Stats | None, counts: Mapping[str, int]) -> dict[str, int]:
    """Return n per group, after comparing a declared n with the rows.

    Parameters
    ----------
    stats : Stats or None
        Its `n` may be a number, ``auto`` or nothing.
    counts : mapping of str to int
        Group → rows, as counted.

    Returns
    -------
    dict of str to int
        The counted rows; the declared n where the rows are summaries already.

    Raises
    ------
    DataError
        If a declared n contradicts the rows of a group.
    """
    if stats is None or not isinstance(stats.n, int):
        return dict(counts)
    if has_summary_rows(stats, counts):
        return dict.fromkeys(counts, stats.n)
    for group, count in counts.items():
        if count != stats.n:
            rows = "1 row" if count == 1 else f"{count} rows"
            where = f"group '{group}'" if group else "the table"
            raise DataError(
                f"panel says n = {stats.n} but {where} has {rows}",
                hint="write n: auto to count them, or correct the number or the data",
            )
    return dict(counts)


def given_interval(
    center: np.ndarray,
    *,
    error: np.ndarray | None = None,
    low: np.ndarray | None = None,
    high: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of intervals that come from columns.

    Parameters
    ----------
    center : numpy.ndarray, shape (n,)
    error : numpy.ndarray, shape (n,), optional
        Symmetric half-widths, >= 0.
    low, high : numpy.ndarray, shape (n,), optional
        Ends in data units; give both or neither.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper ends, each of shape (n,); NaN without columns.

    Raises
    ------
    DataError
        If both kinds are given, one end is missing, an error is negative or a
        centre lies outside its interval.
    """
    if error is not None and (low is not None or high is not None):
        raise DataError(
            "a channel has both an error column and a low or high column", hint="keep one of the two"
        )
    if (low is None) != (high is None):
        missing = "low" if low is None else "high"
        raise DataError(
            f"an interval needs two ends but `{missing}` is missing", hint=f"add {missing}: <column>"
        )
    if error is not None:
        if bool(np.any(error < 0)):
            raise DataError(
                f"an error column has negative values ({float(np.nanmin(error)):g})",
                hint="an error is a length, >= 0",
            )
        return center - error, center + error
    if low is None or high is None:
        nothing = np.full(len(center), np.nan)
        return nothing, nothing
    outside = (low > center) | (high < center)
    if bool(np.any(outside)):
        i = int(np.argmax(outside))
        raise DataError(
            f"the value {float(center[i]):g} lies outside its interval "
            f"from {float(low[i]):g} to {float(high[i]):g}",
            hint="low and high are ends in data units, not lengths",
        )
    return np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
