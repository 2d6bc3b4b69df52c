"""How densely values lie: a Gaussian kernel estimate."""

from __future__ import annotations

import numpy as np

__all__ = ["FEWEST_DISTINCT", "gaussian_density"]

# A density of fewer distinct values shows the kernel, not the data.
FEWEST_DISTINCT = 5


def gaussian_density(values: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Return the kernel density of some values at given places.

    Parameters
    ----------
    values : numpy.ndarray, shape (n,)
        At least two distinct, finite values; every one counts.
    where : numpy.ndarray, shape (m,)

    Returns
    -------
    numpy.ndarray, shape (m,)
        Per unit of `values`; the area under it is 1.

    Source
    ------
    Gaussian kernel with Scott's bandwidth, n**(-1/5) standard deviations: Scott,
    Multivariate Density Estimation (1992), section 6.
    """
    width = float(np.std(values, ddof=1)) * len(values) ** -0.2
    # One place at a time: a matrix of all pairs would be a gigabyte for a million values.
    sums = [float(np.exp(-0.5 * ((at - values) / width) ** 2).sum()) for at in where]
    return np.asarray(sums) / float(len(values) * width * np.sqrt(2 * np.pi))
