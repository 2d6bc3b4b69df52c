"""The kernel density against scipy's."""

import numpy as np
import pytest
from scipy import stats as scipy_stats

from natfig.stats.density import gaussian_density

RNG = np.random.default_rng(3)


@pytest.mark.parametrize(
    "values",
    [RNG.normal(0, 1, 40), RNG.exponential(5, 300), np.array([1.0, 2.0]), 1e6 + RNG.normal(0, 1e-2, 50)],
    ids=["normal", "skewed", "two", "far-off"],
)
def test_density_agrees_with_scipy(values):
    where = np.linspace(values.min(), values.max(), 31)
    assert gaussian_density(values, where) == pytest.approx(
        scipy_stats.gaussian_kde(values, "scott")(where), rel=1e-6
    )


def test_the_area_is_one():
    values = RNG.normal(10, 3, 100)
    where = np.linspace(-20, 40, 2001)
    assert np.trapezoid(gaussian_density(values, where), where) == pytest.approx(1, abs=1e-6)
