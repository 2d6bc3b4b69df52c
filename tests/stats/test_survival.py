"""Kaplan-Meier and log-rank against statsmodels and against published numbers."""

import numpy as np
import pytest
from scipy.stats import norm

from natfig.stats.survival import kaplan_meier, log_rank

survfunc = pytest.importorskip("statsmodels.duration.survfunc", reason="statsmodels is not installed")

# Remission times in weeks of 42 children with acute leukaemia:
# Freireich et al. (1963), Blood 21, 699-716; + marks censored times.
MP6 = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def read(text):
    items = text.split()
    return np.array([float(i.rstrip("+")) for i in items]), np.array([not i.endswith("+") for i in items])


def sample(seed, n, decimals=6, mean=10.0):
    rng = np.random.default_rng(seed)
    failure, censoring = rng.exponential(mean, n), rng.uniform(0, 20, n)
    return np.round(np.minimum(failure, censoring), decimals), failure <= censoring


CASES = [(seed, n, decimals) for seed, n in enumerate((1, 3, 40, 500)) for decimals in (0, 6)]


@pytest.mark.parametrize(("seed", "n", "decimals"), [c for c in CASES if c[1] > 1])
def test_survival_equals_statsmodels(seed, n, decimals):
    time, event = sample(seed, n, decimals)
    fit = kaplan_meier(time, event)
    other = survfunc.SurvfuncRight(time, event.astype(int))
    for moment, probability in zip(other.surv_times, other.surv_prob, strict=True):
        assert fit.at(moment) == pytest.approx(probability, abs=1e-12)


@pytest.mark.parametrize("interval", ["log-log", "plain"])
@pytest.mark.parametrize(("seed", "decimals"), [(2, 0), (3, 6)])
def test_intervals_follow_from_the_standard_errors_of_statsmodels(interval, seed, decimals):
    time, event = sample(seed, 80, decimals)
    fit = kaplan_meier(time, event, interval)
    other = survfunc.SurvfuncRight(time, event.astype(int))
    z = norm.ppf(0.975)
    checked = 0
    for moment, s, error in zip(other.surv_times, other.surv_prob, other.surv_prob_se, strict=True):
        if not 0 < s < 1:
            continue
        if interval == "plain":
            low, high = max(0, s - z * error), min(1, s + z * error)
        else:
            center, half = np.log(-np.log(s)), z * error / (s * abs(np.log(s)))
            low, high = np.exp(-np.exp(center + half)), np.exp(-np.exp(center - half))
        index = int(np.searchsorted(fit.time, moment))
        assert fit.low[index] == pytest.approx(low, abs=1e-10)
        assert fit.high[index] == pytest.approx(high, abs=1e-10)
        checked += 1
    assert checked > 5


def test_published_estimate_and_medians():
    fit = kaplan_meier(*read(MP6))
    expected = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert {t: round(fit.at(t), 3) for t in expected} == expected
    assert fit.median() == 23
    assert kaplan_meier(*read(PLACEBO)).median() == 8


def test_published_log_rank():
    result = log_rank([read(MP6), read(PLACEBO)])
    assert result.statistic == pytest.approx(16.79, abs=0.005)
    assert result.df == 1
    assert result.p == pytest.approx(4.17e-5, rel=0.01)


@pytest.mark.parametrize("groups", [2, 3, 5])
@pytest.mark.parametrize("decimals", [0, 6])
def test_log_rank_equals_statsmodels(groups, decimals):
    samples = [sample(10 + g, 30 + 5 * g, decimals, mean=8 + g) for g in range(groups)]
    result = log_rank(samples)
    time, event = (np.concatenate([s[i] for s in samples]) for i in (0, 1))
    names = np.repeat(np.arange(groups), [len(s[0]) for s in samples])
    statistic, p = survfunc.survdiff(time, event.astype(int), names)
    assert result.df == groups - 1
    assert result.statistic == pytest.approx(statistic, rel=1e-9)
    assert result.p == pytest.approx(p, rel=1e-9)


def test_log_rank_does_not_depend_on_the_order_of_groups():
    samples = [sample(g, 25, 0) for g in range(3)]
    assert log_rank(samples).statistic == pytest.approx(log_rank(samples[::-1]).statistic)


def test_equal_samples_have_no_difference():
    one = sample(1, 30)
    assert log_rank([one, one]).p == pytest.approx(1.0)


def test_a_group_that_is_gone_before_the_first_event_does_not_count():
    early = (np.array([0.5, 0.6]), np.array([False, False]))
    samples = [read(MP6), read(PLACEBO)]
    assert log_rank([*samples, early]).df == 1
    with pytest.raises(ValueError, match="fewer than two"):
        log_rank([read(PLACEBO), early])


def test_events_come_before_censorings_at_equal_times():
    fit = kaplan_meier(np.array([5.0, 5.0]), np.array([True, False]))
    assert fit.at(5) == 0.5
    assert fit.median() == 5


def test_before_the_first_event_the_interval_is_one():
    fit = kaplan_meier(np.array([1.0, 2.0, 3.0]), np.array([False, True, False]))
    assert (fit.low[0], fit.survival[0], fit.high[0]) == (1, 1, 1)
    assert fit.censored.tolist() == [1, 0, 1]


def test_at_zero_there_is_no_interval():
    fit = kaplan_meier(np.array([1.0, 2.0]), np.array([True, True]))
    assert fit.at(2) == 0
    assert np.isnan(fit.low[-1])
    assert np.isnan(fit.high[-1])


def test_without_an_interval():
    fit = kaplan_meier(*read(MP6), interval="none")
    assert np.isnan(fit.low).all()
    assert np.isnan(fit.high).all()


def test_median_not_reached():
    assert kaplan_meier(np.array([1.0, 2.0, 3.0]), np.array([True, False, False])).median() is None


@pytest.mark.parametrize("level", [0.9, 0.99])
def test_a_higher_level_is_wider(level):
    usual, other = kaplan_meier(*read(MP6)), kaplan_meier(*read(MP6), level=level)
    wider = (other.high - other.low) > (usual.high - usual.low)
    inside = (usual.survival < 1) & (usual.survival > 0)
    assert (wider[inside] == (level > 0.95)).all()
