"""Correlations against R."""

import numpy as np
import pytest

from natfig.core.errors import DataError, SpecError
from natfig.stats.tests import tests
from natfig.stats.tests.base import Options, Sample
from oracles import r

SIDES = ("two-sided", "less", "greater")
SETS = {
    "women": "x <- women$height; y <- women$weight",
    "cars": "x <- cars$speed; y <- cars$dist",
    "iris": "x <- iris$Sepal.Length[1:50]; y <- iris$Sepal.Width[1:50]",
    "airquality": "d <- na.omit(airquality[, c('Ozone', 'Wind')]); x <- d$Ozone; y <- d$Wind",
    "mtcars": "x <- mtcars$mpg; y <- mtcars$wt",
    "attitude": "x <- with(attitude, rating + raises / 1000); y <- with(attitude, critical + learning / 777)",
    "longley": "x <- longley$GNP; y <- longley$Armed.Forces",
    "seven": "x <- longley$Unemployed[1:7]; y <- longley$Armed.Forces[1:7]",
    "nine": "x <- longley$Unemployed[1:9]; y <- longley$GNP[1:9]",
    "ten": "x <- longley$Unemployed[1:10]; y <- longley$GNP[1:10]",
    "rivers": "x <- log(rivers) + sqrt(1:141); y <- cos((1:141)^2) + (1:141) / 70",
    "four": "x <- c(1, 2, 4, 3); y <- c(1.5, 2.5, 2, 4)",
}
RUNS = [(test, data, side) for test in ("pearson", "spearman", "kendall") for data in SETS for side in SIDES]


@pytest.fixture(scope="module")
def answers():
    r.require()
    return r.evaluate(
        {
            f"{test} {data} {side}": f"{SETS[data]}; r <- cor.test(x, y, method = '{test}', "
            f"alternative = '{side.replace('-', '.')}'); list(x = x, y = y, statistic = r$statistic, "
            "p = r$p.value, estimate = r$estimate, ci = r$conf.int)"
            for test, data, side in RUNS
        }
    )


def run(test, x, y, **options):
    sample = Sample(x=np.array(x), y=np.array(y), names=("dose", "weight"))
    return tests.load(test).run(sample, Options(**options))


@pytest.mark.parametrize(("test", "data", "side"), RUNS)
def test_r_gives_the_same(answers, test, data, side):
    theirs = answers[f"{test} {data} {side}"]
    found = run(test, theirs["x"], theirs["y"], alternative=side).comparisons[0]
    assert found.value == pytest.approx(theirs["statistic"][0], rel=1e-8)
    assert found.effect.value == pytest.approx(theirs["estimate"][0], rel=1e-9)
    assert found.p == pytest.approx(theirs["p"][0], rel=1e-6, abs=1e-14)
    if test == "pearson":
        assert (found.effect.low, found.effect.high) == pytest.approx(theirs["ci"], rel=1e-9)
    assert found.groups == ("dose", "weight")


@pytest.mark.parametrize(
    ("test", "n", "variance"),
    [("spearman", 30, lambda v: (1 + v * v / 2) / 27), ("kendall", 30, lambda v: 0.437 / 26)],
)
def test_intervals_of_rank_correlations_follow_their_formula(test, n, variance):
    rng = np.random.default_rng(8)
    x = rng.normal(size=n)
    effect = run(test, x, x + rng.normal(size=n)).comparisons[0].effect
    half = 1.959963984540054 * variance(effect.value) ** 0.5
    assert np.arctanh([effect.low, effect.high]) == pytest.approx(
        [np.arctanh(effect.value) - half, np.arctanh(effect.value) + half], rel=1e-9
    )


@pytest.mark.parametrize("test", ["pearson", "spearman", "kendall"])
def test_perfect_correlations_have_no_interval(test):
    found = run(test, [1.0, 2, 3, 4, 5, 6], [2.0, 4, 6, 8, 10, 12]).comparisons[0]
    assert found.effect.value == pytest.approx(1)
    assert found.p < 0.01
    assert found.effect.low is None or found.effect.low == pytest.approx(1)


@pytest.mark.parametrize("test", ["spearman", "kendall"])
def test_ties_are_said(test):
    found = run(test, [1.0, 1, 2, 3, 4], [2.0, 3, 1, 5, 4])
    assert "approximation" in found.comparisons[0].method
    assert any("'dose' or 'weight' has equal values" in w for w in found.warnings)
    with pytest.raises(SpecError, match="ties"):
        run(test, [1.0, 1, 2, 3, 4], [2.0, 3, 1, 5, 4], exact=True)


def test_skewed_variables_call_for_ranks():
    rng = np.random.default_rng(1)
    found = run("pearson", rng.lognormal(0, 2, 40), rng.normal(size=40))
    assert [a.holds for a in found.assumptions] == [False, True]
    assert any("the values of 'dose' depart" in w and "'spearman'" in w for w in found.warnings)


@pytest.mark.parametrize("test", ["pearson", "spearman", "kendall"])
@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([1.0, 2], [2.0, 3], "at least 3 pairs of values, but there are 2"),
        ([1.0, 2, 3], [2.0, 3], "'dose' has 3 values and 'weight' has 2"),
        ([1.0, 1, 1, 1], [2.0, 3, 4, 5], "all values of 'dose' are 1: there is nothing to correlate"),
        ([1.0, 2, float("nan")], [2.0, 3, 4], "value 3 of group 'dose' is no number"),
    ],
)
def test_bad_data(test, x, y, message):
    with pytest.raises(DataError, match=message):
        run(test, x, y)


def test_many_pairs_are_counted_another_way_with_the_same_result():
    rng = np.random.default_rng(2)
    x = rng.integers(0, 500, 3200).astype(float)
    y = x + rng.integers(0, 900, 3200)
    from natfig.stats.tests import kendall

    fast = kendall._score(x, y)
    slow = sum(np.sum(np.sign(x[i] - x[:i]) * np.sign(y[i] - y[:i])) for i in range(1, len(x)))
    assert fast == slow
