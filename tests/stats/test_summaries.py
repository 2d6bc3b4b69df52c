"""Summaries against the standard library and scipy.stats, which natfig does not use for them."""

import math
import statistics

import numpy as np
import pytest
from scipy import stats as scipy_stats

from natfig.core.errors import DataError
from natfig.spec.models import Stats
from natfig.stats.summaries import check_n, given_interval, has_summary_rows, quartiles, summarize

SAMPLES = {
    "two": [1.0, 4.0],
    "five": [2.1, 2.4, 1.9, 2.2, 2.6],
    "equal": [3.0, 3.0, 3.0],
    "negative": [-5.5, -1.25, 0.0, 2.0, 8.75, 9.0],
    "large": [1e9 + v for v in (1.0, 2.0, 4.0, 7.0)],
}


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("center", ["mean", "median"])
def test_center_agrees_with_the_standard_library(sample, center):
    summary = summarize(np.array(sample), Stats(center=center))
    assert summary.center == pytest.approx(getattr(statistics, center)(sample), rel=1e-12)
    assert summary.n == len(sample)
    assert not summary.has_spread


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_sd_and_sem_agree_with_the_standard_library(sample):
    sd = statistics.stdev(sample)
    for spread, half in (("sd", sd), ("sem", sd / math.sqrt(len(sample)))):
        summary = summarize(np.array(sample), Stats(spread=spread))
        assert summary.high - summary.center == pytest.approx(half, rel=1e-6)
        assert summary.center - summary.low == pytest.approx(half, rel=1e-6)


@pytest.mark.parametrize("sample", [s for k, s in SAMPLES.items() if k != "equal"])
def test_ci95_is_the_t_interval(sample):
    low, high = scipy_stats.t.interval(
        0.95, len(sample) - 1, loc=np.mean(sample), scale=scipy_stats.sem(sample)
    )
    summary = summarize(np.array(sample), Stats(spread="ci95"))
    assert (summary.low, summary.high) == pytest.approx((low, high), rel=1e-9)


def test_ci95_of_two_values_has_the_tabulated_quantile():
    # t(0.975, 1) = 12.706 in every table of Student's t.
    summary = summarize(np.array([0.0, 2.0]), Stats(spread="ci95"))
    assert summary.high == pytest.approx(1 + 12.706, abs=1e-3)


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("center", ["mean", "median"])
def test_iqr_and_range_do_not_depend_on_the_center(sample, center):
    q1, _, q3 = statistics.quantiles(sample, n=4, method="inclusive")
    summary = summarize(np.array(sample), Stats(center=center, spread="iqr"))
    assert (summary.low, summary.high) == pytest.approx((q1, q3))
    summary = summarize(np.array(sample), Stats(center=center, spread="range"))
    assert (summary.low, summary.high) == (min(sample), max(sample))


def test_quartiles_are_type_seven():
    assert quartiles(np.array([4.0, 1.0, 3.0, 2.0])) == pytest.approx((1.75, 2.5, 3.25))


def test_without_stats_it_is_the_mean_alone():
    summary = summarize(np.array([1, 2, 6]), None)
    assert summary.center == 3.0
    assert math.isnan(summary.low)
    assert math.isnan(summary.high)


@pytest.mark.parametrize("spread", ["sd", "sem", "ci95"])
def test_one_observation_has_no_spread_of_the_mean(spread):
    summary = summarize(np.array([4.0]), Stats(spread=spread))
    assert summary.center == 4.0
    assert not summary.has_spread


@pytest.mark.parametrize("spread", ["sd", "sem", "ci95"])
def test_spreads_of_the_mean_are_refused_around_a_median(spread):
    with pytest.raises(DataError, match=r"belongs to the mean.*iqr or range"):
        summarize(np.array([1.0, 2.0]), Stats(center="median", spread=spread))


@pytest.mark.parametrize(
    ("values", "message"), [([], "no values"), ([1.0, np.nan], "not finite"), ([np.inf], "not finite")]
)
def test_values_that_cannot_be_summarized(values, message):
    with pytest.raises(DataError, match=message):
        summarize(np.array(values), None)


@pytest.mark.parametrize("stats", [None, Stats(), Stats(n="auto")])
def test_undeclared_n_is_the_count(stats):
    assert check_n(stats, {"a": 3, "b": 4}) == {"a": 3, "b": 4}


def test_declared_n_that_contradicts_the_rows_names_the_group():
    with pytest.raises(DataError, match="panel says n = 5 but group 'INT8' has 4 rows"):
        check_n(Stats(n=5), {"FP16": 5, "INT8": 4})


def test_declared_n_against_one_row_among_several():
    with pytest.raises(DataError, match="group 'b' has 1 row;"):
        check_n(Stats(n=5), {"a": 5, "b": 1})


def test_declared_n_that_agrees():
    assert check_n(Stats(n=5), {"a": 5, "b": 5}) == {"a": 5, "b": 5}


def test_one_row_per_mark_under_a_declared_n_is_a_summary():
    counts = {"a": 1, "b": 1}
    assert has_summary_rows(Stats(n=5), counts)
    assert check_n(Stats(n=5), counts) == {"a": 5, "b": 5}
    assert not has_summary_rows(Stats(n=1), counts)
    assert not has_summary_rows(Stats(n="auto"), counts)
    assert not has_summary_rows(None, counts)
    assert not has_summary_rows(Stats(n=5), {})


def test_intervals_from_columns():
    center = np.array([1.0, 2.0])
    low, high = given_interval(center, error=np.array([0.5, 0.0]))
    assert low.tolist() == [0.5, 2.0]
    assert high.tolist() == [1.5, 2.0]
    low, high = given_interval(center, low=np.array([0.0, 1.5]), high=np.array([1.0, 4.0]))
    assert low.tolist() == [0.0, 1.5]
    assert high.tolist() == [1.0, 4.0]
    low, high = given_interval(center)
    assert np.isnan(low).all()
    assert np.isnan(high).all()


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"error": np.array([-0.1])}, "negative values"),
        ({"error": np.array([0.1]), "low": np.array([0.0])}, "both an error column"),
        ({"low": np.array([0.0])}, "`high` is missing"),
        ({"high": np.array([2.0])}, "`low` is missing"),
        ({"low": np.array([0.2]), "high": np.array([0.3])}, "lies outside its interval from 0.2 to 0.3"),
    ],
)
def test_intervals_that_make_no_sense(columns, message):
    with pytest.raises(DataError, match=message):
        given_interval(np.array([1.0]), **columns)
