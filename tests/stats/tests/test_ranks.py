"""Rank tests of two groups against R, whether exact or not."""

import numpy as np
import pytest

from natfig.core.errors import SpecError
from natfig.stats.tests import tests
from natfig.stats.tests.base import Options, Sample
from oracles import r
from oracles.rdata import PAIRED, TWO

SIDES = ("two-sided", "less", "greater")
# R looks for the ends of approximate intervals by bisection down to this.
SEARCH = 1e-12


def program(given, test, side, level):
    # Where R sees no tie for the rounding of binary fractions, it is shown the differences on paper.
    values = "round(x - y, 12)" if test == "wilcoxon" else "x, y"
    return (
        f"{given}; r <- wilcox.test({values}, alternative = '{side.replace('-', '.')}', conf.int = TRUE, "
        f"conf.level = {level}, tol.root = {SEARCH});"
        "list(x = x, y = y, statistic = r$statistic, p = r$p.value, ci = r$conf.int, level = "
        "attr(r$conf.int, 'conf.level'), exact = as.integer(grepl('exact', r$method)))"
    )


RUNS = [
    (test, data, side, level)
    for test, sets in (("mann-whitney", TWO), ("wilcoxon", PAIRED))
    for data in sets
    for side, level in zip(SIDES, (0.95, 0.9, 0.99), strict=True)
]


@pytest.fixture(scope="module")
def answers():
    r.require()
    sets = {"mann-whitney": TWO, "wilcoxon": PAIRED}
    return r.evaluate({f"{t} {d} {s}": program(sets[t][d], t, s, level) for t, d, s, level in RUNS})


def run(test, x, y, **options):
    return tests.load(test).run(Sample(groups={"A": np.array(x), "B": np.array(y)}), Options(**options))


@pytest.mark.parametrize(("test", "data", "side", "level"), RUNS)
def test_r_gives_the_same(answers, test, data, side, level):
    theirs = answers[f"{test} {data} {side}"]
    found = run(test, theirs["x"], theirs["y"], alternative=side, level=level).comparisons[0]
    assert found.value == pytest.approx(theirs["statistic"][0], abs=1e-9)
    assert found.p == pytest.approx(theirs["p"][0], rel=1e-6, abs=1e-14)
    assert (found.method == "exact") == bool(theirs["exact"][0])
    assert (found.effect.low, found.effect.high) == pytest.approx(theirs["ci"], rel=1e-6, abs=1e-9)
    assert found.effect.level == pytest.approx(theirs["level"][0], abs=1e-9)


def test_exact_and_approximate_cases_are_both_among_them(answers):
    for test in ("mann-whitney", "wilcoxon"):
        kinds = {theirs["exact"][0] for name, theirs in answers.items() if name.startswith(test)}
        assert kinds == {0.0, 1.0}


def test_ties_are_said():
    found = run("mann-whitney", [1.0, 2, 2, 5], [2.0, 3, 4, 7])
    assert found.comparisons[0].method == "normal approximation with continuity and tie correction"
    assert any("equal values" in w and "tie correction" in w for w in found.warnings)
    with pytest.raises(SpecError, match="equal values"):
        run("mann-whitney", [1.0, 2, 2, 5], [2.0, 3, 4, 7], exact=True)


def test_subjects_without_a_difference_are_said():
    found = run("wilcoxon", [1.0, 2, 3, 5, 9, 11], [1.0, 3, 5, 1, 2, 5])
    assert found.comparisons[0].n == {"A": 6, "B": 6}
    assert any("one subject without a difference is left out of the ranks" in w for w in found.warnings)


def test_differences_of_decimals_tie_as_on_paper():
    x, y = np.array([1.1, 0.3, 3.3, 4.0]), np.array([1.0, 0.2, 3.0, 4.5])
    assert len(set(x - y)) == 4  # binary fractions hide the tie
    found = run("wilcoxon", x, y)
    assert any("some differences are equal" in w for w in found.warnings)


@pytest.mark.parametrize(("test", "n", "least"), [("mann-whitney", 3, 0.1), ("wilcoxon", 5, 0.0625)])
def test_few_values_cannot_be_significant_and_that_is_said(test, n, least):
    found = run(test, np.arange(n) * 1.3, np.arange(n) ** 1.5 + 100)
    assert found.comparisons[0].p == pytest.approx(least)
    assert any("can't give a P value below" in w for w in found.warnings)


def test_large_groups_are_approximate_and_exact_on_demand():
    rng = np.random.default_rng(0)
    x, y = rng.normal(0, 1, 60), rng.normal(0.3, 1, 55)
    rough, exact = (
        run("mann-whitney", x, y).comparisons[0],
        run("mann-whitney", x, y, exact=True).comparisons[0],
    )
    assert "approximation" in rough.method
    assert exact.method == "exact"
    assert rough.p == pytest.approx(exact.p, rel=0.02)


@pytest.mark.parametrize("test", ["mann-whitney", "wilcoxon"])
def test_the_orders_of_very_many_values_are_not_counted(test):
    values = np.arange(1500.0) ** 1.01
    with pytest.raises(SpecError, match=r"1,500 values are too many"):
        run(test, values, np.sort(values)[::-1] + np.linspace(0.1, 0.7, 1500) ** 2 + 3000, exact=True)


def test_many_values_keep_an_effect_without_all_differences():
    rng = np.random.default_rng(0)
    found = run("mann-whitney", rng.normal(0, 1, 6000), rng.normal(0.1, 1, 6000)).comparisons[0]
    assert found.effect.name == "rank-biserial r"
    assert found.effect.low < found.effect.value < found.effect.high


def test_rank_biserial_counts_pairs():
    x, y = [1.0, 4.0, 6.0], [2.0, 4.0, 5.0, 7.0]
    found = run("mann-whitney", x, y).comparisons[0]
    pairs = [np.sign(a - b) for a in x for b in y]
    assert found.more[0].value == pytest.approx(np.mean(pairs))


# ---------------------------------------------------------------- sign test


@pytest.mark.parametrize("side", SIDES)
def test_the_sign_test_is_binomial(side):
    r.require()
    tested = f"binom.test(sum(d > 0), sum(d != 0), alternative = '{side.replace('-', '.')}')$p.value"
    ask = f"d <- round(x - y, 9); list(x = x, y = y, s = sum(d > 0), p = {tested})"
    theirs = r.evaluate({data: f"{given}; {ask}" for data, given in PAIRED.items()})
    for one in theirs.values():
        found = run("sign", one["x"], one["y"], alternative=side).comparisons[0]
        assert found.value == one["s"][0]
        assert found.p == pytest.approx(one["p"][0], rel=1e-9)


def test_the_interval_of_a_median_has_its_level_exactly_counted():
    # Of ten values the second and the ninth enclose the median with 97.9 %, the third and eighth with 89.1 %.
    x = np.arange(1.0, 11) ** 2
    found = run("sign", x, np.zeros(10)).comparisons[0].effect
    assert (found.value, found.low, found.high) == (30.5, 4.0, 81.0)
