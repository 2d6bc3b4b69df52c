"""Cox's model of hazards that differ between groups by a factor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["CoxFit", "cox_groups"]

_STEPS = 50
_TOLERANCE = 1e-12
# A hazard e^15 times another's is no estimate: the likelihood rises without end.
_ENDLESS = 15.0


@dataclass(frozen=True, slots=True)
class CoxFit:
    """Hazards relative to the last group's.

    Attributes
    ----------
    log_ratio : numpy.ndarray, shape (k - 1,)
        Logarithm of the hazard of each group but the last, relative to the last.
    covariance : numpy.ndarray, shape (k - 1, k - 1)
    proportionality : float or None
        P value of the test of proportional hazards; None where it can't be had.
    """

    log_ratio: np.ndarray
    covariance: np.ndarray
    proportionality: float | None


@dataclass(frozen=True, slots=True)
class _Deaths:
    """One row for each event; of events at one time each sees a share of the others gone (Efron).

    Attributes
    ----------
    weight : numpy.ndarray, shape (events, k)
        People at risk in each group.
    events : numpy.ndarray, shape (events, k)
        Events at that time over their number: rows of one time add up to its events.
    time : numpy.ndarray, shape (events,)
        Share of people whom an event has hit before, centred.
    """

    weight: np.ndarray
    events: np.ndarray
    time: np.ndarray


def cox_groups(samples: Sequence[tuple[np.ndarray, np.ndarray]]) -> CoxFit | None:
    """Fit Cox's model to k groups.

    Parameters
    ----------
    samples : sequence of (time, event), shape (k,)
        As for `natfig.stats.survival.log_rank`.

    Returns
    -------
    CoxFit or None
        None where no finite estimate exists: a group without events, or groups that never overlap.

    Source
    ------
    Cox, J. R. Stat. Soc. B 34, 187 (1972); ties by Efron, J. Am. Stat. Assoc. 72, 557 (1977), as R's
    coxph. Proportional hazards: Grambsch and Therneau, Biometrika 81, 515 (1994), as the score test
    of R's cox.zph with its Kaplan–Meier scale of time.
    """
    deaths = _deaths(samples)
    beta = np.zeros(len(samples) - 1)
    likelihood, score, information = _derivatives(deaths, beta)
    for _ in range(_STEPS):
        if np.linalg.cond(information) > 1e14:
            return None
        step = np.linalg.solve(information, score)
        while True:
            tried = _derivatives(deaths, beta + step)
            if tried[0] >= likelihood - 1e-12 * abs(likelihood):
                break
            step = step / 2
        beta, (likelihood, score, information) = beta + step, tried
        if np.max(np.abs(beta)) > _ENDLESS:
            return None
        if np.max(np.abs(step)) < _TOLERANCE:
            break
    return CoxFit(beta, np.linalg.inv(information), _proportionality(deaths, beta))


def _deaths(samples: Sequence[tuple[np.ndarray, np.ndarray]]) -> _Deaths:
    moments = np.unique(np.concatenate([time[event] for time, event in samples]))
    ordered = [np.sort(time) for time, _ in samples]
    at_risk = np.column_stack([len(t) - np.searchsorted(t, moments, side="left") for t in ordered])
    hit = [np.sort(time[event]) for time, event in samples]
    events = np.column_stack(
        [np.searchsorted(t, moments, side="right") - np.searchsorted(t, moments, side="left") for t in hit]
    )
    total = events.sum(axis=1)
    before = np.concatenate([[1.0], np.cumprod(1 - total / at_risk.sum(axis=1))[:-1]])
    row = np.repeat(np.arange(len(moments)), total)
    rank = np.arange(len(row)) - np.repeat(np.cumsum(total) - total, total)
    gone = (rank / total[row])[:, None]
    scale = (1 - before)[row]
    return _Deaths(at_risk[row] - gone * events[row], events[row] / total[row][:, None], scale - scale.mean())


def _shares(deaths: _Deaths, beta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each group's share of the hazard at each event, and the hazard."""
    weighted = deaths.weight * np.exp(np.append(beta, 0.0))
    total = weighted.sum(axis=1)
    return weighted / total[:, None], total


def _derivatives(deaths: _Deaths, beta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the log partial likelihood, its gradient and the information."""
    share, total = _shares(deaths, beta)
    share, events = share[:, :-1], deaths.events[:, :-1]
    likelihood = float(np.sum(events @ beta) - np.sum(np.log(total)))
    return likelihood, (events - share).sum(axis=0), _information(share, np.ones(len(share)))


def _information(share: np.ndarray, weight: np.ndarray) -> np.ndarray:
    scaled = share * weight[:, None]
    return np.asarray(np.diag(scaled.sum(axis=0)) - scaled.T @ share)


def _proportionality(deaths: _Deaths, beta: np.ndarray) -> float | None:
    """Return the P value of the score test of coefficients that change with time."""
    from scipy.special import chdtrc

    share, _ = _shares(deaths, beta)
    share = share[:, :-1]
    k, g = share.shape[1], deaths.time
    score = ((deaths.events[:, :-1] - share) * g[:, None]).sum(axis=0)
    cross = _information(share, g)
    plain, late = _information(share, np.ones(len(g))), _information(share, g * g)
    remaining = late - cross @ np.linalg.solve(plain, cross)
    if np.linalg.cond(remaining) > 1e12 or not np.all(np.diag(remaining) > 0):
        return None
    return float(chdtrc(k, float(score @ np.linalg.solve(remaining, score))))
