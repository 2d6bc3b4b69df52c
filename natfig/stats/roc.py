"""ROC and precision-recall curves of a score, exact at every threshold.

A threshold is a distinct score: rows with equal scores pass it together, so
ties make a slanted segment of the ROC curve and no order of rows matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

__all__ = [
    "Rates",
    "auc_interval",
    "average_precision",
    "average_precision_interval",
    "pr_curve",
    "roc_auc",
    "roc_curve",
    "straighten",
]


@dataclass(frozen=True, slots=True)
class Rates:
    """A curve in the order in which the threshold falls.

    Attributes
    ----------
    x, y : numpy.ndarray, shape (thresholds + 1,) or (thresholds,)
        False-positive and true-positive rate with the corner (0, 0) first, or
        recall and precision without a corner; all within 0 and 1.
    """

    x: np.ndarray
    y: np.ndarray


def _counts(truth: np.ndarray, score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return true and false positives at each distinct score, highest score first."""
    order = np.argsort(-score, kind="stable")
    sorted_truth = truth[order].astype(np.int64)
    last_of_tie = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
    true_positives = np.cumsum(sorted_truth)[last_of_tie]
    return true_positives, 1 + last_of_tie - true_positives


def roc_curve(truth: np.ndarray, score: np.ndarray) -> Rates:
    """Return the ROC curve.

    Parameters
    ----------
    truth : numpy.ndarray of bool, shape (n,)
        At least one True and one False.
    score : numpy.ndarray of float, shape (n,)
        Finite; higher means more likely True.
    """
    true_positives, false_positives = _counts(truth, score)
    x = np.concatenate([[0.0], false_positives / false_positives[-1]])
    y = np.concatenate([[0.0], true_positives / true_positives[-1]])
    return Rates(x, y)


def pr_curve(truth: np.ndarray, score: np.ndarray) -> Rates:
    """Return recall and precision at each threshold; arguments as for `roc_curve`.

    No point with precision 1 is invented at recall 0: there is no threshold
    that would give it.
    """
    true_positives, false_positives = _counts(truth, score)
    return Rates(true_positives / true_positives[-1], true_positives / (true_positives + false_positives))


def straighten(curve: Rates) -> Rates:
    """Return the same curve without points that lie inside a straight segment.

    Only horizontal and vertical runs are merged, where equality is exact, so
    the picture is the same to the last bit and a curve of 100,000 thresholds
    is no longer than its corners.
    """
    x, y = curve.x, curve.y
    if len(x) < 3:
        return curve
    level = (y[1:-1] == y[:-2]) & (y[1:-1] == y[2:])
    upright = (x[1:-1] == x[:-2]) & (x[1:-1] == x[2:]) & (np.diff(y)[:-1] * np.diff(y)[1:] >= 0)
    keep = np.concatenate([[True], ~(level | upright), [True]])
    return Rates(x[keep], y[keep])


def roc_auc(curve: Rates) -> float:
    """Return the area under an ROC curve by trapezoids: P(positive scores higher) + ½ P(tie)."""
    return float(np.sum(np.diff(curve.x) * (curve.y[1:] + curve.y[:-1])) / 2)


def average_precision(curve: Rates) -> float:
    """Return the average precision, the area under the steps of a precision-recall curve.

    Straight lines between its points would promise a precision that no
    threshold reaches.

    Source
    ------
    Davis and Goadrich (2006), The relationship between precision-recall and ROC
    curves, ICML, 233-240.
    """
    return float(np.sum(np.diff(curve.x, prepend=0.0) * curve.y))


def _midranks(values: np.ndarray) -> np.ndarray:
    """Return ranks from 1, ties sharing the middle of their ranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return np.asarray(middle[inverse])


def auc_interval(truth: np.ndarray, score: np.ndarray, level: float = 0.95) -> tuple[float, float]:
    """Return DeLong's confidence interval of the area under the ROC curve.

    Parameters
    ----------
    truth : numpy.ndarray of bool, shape (n,)
        At least two True and two False.
    score : numpy.ndarray of float, shape (n,)
    level : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper end, cut at 0 and 1. When the classes part perfectly
        the variance estimate is zero, and so is the width.

    Source
    ------
    DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837-845; by
    midranks as in Sun and Xu (2014), IEEE Signal Processing Letters 21, 1389-1393.
    """
    positive, negative = score[truth], score[~truth]
    m, n = len(positive), len(negative)
    joint = _midranks(np.concatenate([positive, negative]))
    over_negatives = (joint[:m] - _midranks(positive)) / n
    under_positives = 1 - (joint[m:] - _midranks(negative)) / m
    area = float(np.mean(over_negatives))
    variance = float(np.var(over_negatives, ddof=1) / m + np.var(under_positives, ddof=1) / n)
    half = _z(level) * variance**0.5
    return max(0.0, area - half), min(1.0, area + half)


def average_precision_interval(value: float, positives: int, level: float = 0.95) -> tuple[float, float]:
    """Return the logit interval of an average precision; DeLong's method is for ROC curves alone.

    Parameters
    ----------
    value : float
        Average precision, 0 < value <= 1; at 1 the interval has no width.
    positives : int
        Number of positive rows.

    Source
    ------
    Boyd, Eng and Page (2013), Area under the precision-recall curve: point
    estimates and confidence intervals, ECML PKDD, LNCS 8190, 451-466.
    """
    if value >= 1:
        return 1.0, 1.0
    center = np.log(value / (1 - value))
    half = _z(level) / np.sqrt(positives * value * (1 - value))
    return float(1 / (1 + np.exp(half - center))), float(1 / (1 + np.exp(-half - center)))


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)
