"""Intervals of a centre."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from natfig.stats.intervals import bca_ends, bootstrap_interval, t_interval
from oracles import r

CENTERS = {"mean": np.mean, "median": np.median}


def test_the_t_interval_is_rs():
    r.require()
    theirs = r.evaluate(
        {"it": "list(x = women$height, ci = t.test(women$height, conf.level = .9)$conf.int)"}
    )["it"]
    assert t_interval(np.array(theirs["x"]), 0.9) == pytest.approx(theirs["ci"], rel=1e-12)


@pytest.mark.parametrize("center", CENTERS)
@pytest.mark.parametrize(("n", "level"), [(8, 0.95), (15, 0.9), (41, 0.99)])
def test_bca_ends_are_scipys_for_the_same_resamples(center, n, level):
    values = np.random.default_rng(n).lognormal(0, 1, n)
    theirs = stats.bootstrap(
        (values,), CENTERS[center], confidence_level=level, n_resamples=2000, method="BCa", rng=1
    )
    left_out = np.array([CENTERS[center](np.delete(values, i)) for i in range(n)])
    found = bca_ends(float(CENTERS[center](values)), theirs.bootstrap_distribution, left_out, level)
    assert found == pytest.approx(tuple(theirs.confidence_interval), rel=1e-9)


@pytest.mark.parametrize("center", CENTERS)
def test_the_whole_interval_comes_near_scipys(center):
    values = np.random.default_rng(3).gamma(2, 1, 30)
    theirs = stats.bootstrap((values,), CENTERS[center], method="BCa", rng=2).confidence_interval
    width = theirs.high - theirs.low
    assert bootstrap_interval(values, center, seed=5) == pytest.approx(tuple(theirs), abs=0.05 * width)


def test_the_seed_decides():
    values = np.random.default_rng(3).normal(size=20)
    assert bootstrap_interval(values, seed=1) == bootstrap_interval(values, seed=1)
    assert bootstrap_interval(values, seed=1) != bootstrap_interval(values, seed=2)


def test_it_covers_about_as_often_as_it_says():
    rng = np.random.default_rng(7)
    hits = 0
    for seed in range(300):
        low, high = bootstrap_interval(rng.normal(3, 1, 40), seed=seed, resamples=400)
        hits += low <= 3 <= high
    assert 0.89 * 300 < hits < 0.985 * 300


@pytest.mark.parametrize("center", CENTERS)
@given(values=st.lists(st.integers(-50, 50), min_size=2, max_size=12))
def test_any_values_have_an_interval_within_their_range(center, values):
    low, high = bootstrap_interval(np.array(values, dtype=float), center, resamples=99)
    slack = 1e-9 * (1 + max(map(abs, values)))
    assert min(values) - slack <= low <= high <= max(values) + slack


@pytest.mark.parametrize("values", [[], [3.0]])
def test_one_value_has_no_interval(values):
    assert np.isnan(bootstrap_interval(np.array(values))).all()
    assert np.isnan(t_interval(np.array(values))).all()


def test_equal_values_have_an_interval_without_width():
    assert bootstrap_interval(np.full(5, 2.5)) == (2.5, 2.5)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=9))
def test_medians_without_each_value(values):
    from natfig.stats.intervals import _left_out

    given_values = np.array(values)
    expected = sorted(np.median(np.delete(given_values, i)) for i in range(len(given_values)))
    assert sorted(_left_out(given_values, "median")) == pytest.approx(expected)


@pytest.mark.parametrize("n", [2, 3, 8, 9])
def test_medians_are_drawn_as_if_by_resampling(n):
    from natfig.stats.intervals import _drawn_medians

    values = np.sort(np.random.default_rng(n).normal(size=n))
    rng = np.random.default_rng(1)
    fast = _drawn_medians(values, 40_000, rng)
    slow = np.median(values[rng.integers(0, n, (40_000, n))], axis=1)
    for at in np.unique(np.concatenate([fast[:500], slow[:500]])):
        # Five standard errors of the difference of two shares.
        assert abs(np.mean(fast <= at) - np.mean(slow <= at)) < 5 * (0.5 / 40_000) ** 0.5
