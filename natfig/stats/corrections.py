"""P values corrected for their number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from natfig.core.errors import UsageError, did_you_mean

__all__ = ["CORRECTIONS", "adjust"]

# Id → as a legend writes it.
CORRECTIONS: Mapping[str, str] = {
    "none": "",
    "bonferroni": "Bonferroni",
    "holm": "Holm",
    "hochberg": "Hochberg",
    "bh": "Benjamini–Hochberg",
    "by": "Benjamini–Yekutieli",
    "sidak": "Šidák",
}


def adjust(p: Sequence[float] | np.ndarray, method: str) -> np.ndarray:
    """Return P values corrected for their number.

    Parameters
    ----------
    p : sequence of float, shape (m,)
        Each within 0 and 1; in any order.
    method : str
        A key of `CORRECTIONS`.

    Returns
    -------
    numpy.ndarray, shape (m,)
        In the same order, none above 1.

    Raises
    ------
    UsageError
        If the method is unknown.
    ValueError
        If a P value lies outside 0 and 1 or is NaN.

    Source
    ------
    Holm, Scand. J. Stat. 6, 65 (1979); Hochberg, Biometrika 75, 800 (1988);
    Benjamini and Hochberg, J. R. Stat. Soc. B 57, 289 (1995); Benjamini and
    Yekutieli, Ann. Stat. 29, 1165 (2001); Šidák, J. Am. Stat. Assoc. 62, 626 (1967).
    """
    if method not in CORRECTIONS:
        raise UsageError(f"unknown correction '{method}'", hint=did_you_mean(method, CORRECTIONS))
    values = np.asarray(p, dtype=np.float64)
    if not bool(np.all((values >= 0) & (values <= 1))):
        raise ValueError("a P value lies outside 0 and 1")
    if not len(values):
        return values.copy()
    return np.asarray(np.minimum(_METHODS[method](values), 1.0))


def _step_down(p: np.ndarray) -> np.ndarray:
    """Holm: from the smallest P upwards, each at least as large as the one before."""
    order = np.argsort(p, kind="stable")
    raised = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    return _back(raised, order)


def _step_up(p: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """From the largest P downwards, each at most as large as the one before.

    `factors` belong to the P values from the largest to the smallest.
    """
    order = np.argsort(-p, kind="stable")
    return _back(np.minimum.accumulate(p[order] * factors), order)


def _back(ordered: np.ndarray, order: np.ndarray) -> np.ndarray:
    out = np.empty_like(ordered)
    out[order] = ordered
    return out


def _falling(m: int) -> np.ndarray:
    """Return m / rank for the P values from the largest to the smallest."""
    return m / np.arange(m, 0, -1)


_METHODS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "none": lambda p: p.copy(),
    "bonferroni": lambda p: p * len(p),
    "holm": _step_down,
    "hochberg": lambda p: _step_up(p, np.arange(1, len(p) + 1)),
    "bh": lambda p: _step_up(p, _falling(len(p))),
    "by": lambda p: _step_up(p, _falling(len(p)) * float(np.sum(1 / np.arange(1, len(p) + 1)))),
    # 1 - (1 - p)**m loses the digits of small P values.
    "sidak": lambda p: np.where(p < 1, -np.expm1(len(p) * np.log1p(-np.minimum(p, 1 - 1e-16))), 1.0),
}
