"""The t-tests and the permutation test against R."""

import itertools

import numpy as np
import pytest

from natfig.core.errors import DataError, SpecError
from natfig.stats.tests import tests
from natfig.stats.tests.base import Options, Sample
from oracles import r
from oracles.rdata import PAIRED, TWO

SIDES = ("two-sided", "less", "greater")
OURS = {
    "t": "t.test(x, y, var.equal = TRUE",
    "welch": "t.test(x, y",
    "paired-t": "t.test(x, y, paired = TRUE",
}
RUNS = [
    (test, data, side, level)
    for test in OURS
    for data in (PAIRED if test == "paired-t" else TWO)
    for side, level in zip(SIDES, (0.95, 0.9, 0.99), strict=True)
]


def key(test, data, side):
    return f"{test} {data} {side}"


@pytest.fixture(scope="module")
def answers():
    r.require()
    cases = {}
    for test, data, side, level in RUNS:
        given = (PAIRED if test == "paired-t" else TWO)[data]
        cases[key(test, data, side)] = (
            f"{given}; r <- {OURS[test]}, alternative = '{side.replace('-', '.')}', conf.level = {level});"
            "list(x = x, y = y, statistic = r$statistic, df = r$parameter, p = r$p.value, ci = r$conf.int)"
        )
    for data, given in TWO.items():
        cases[f"one {data}"] = (
            f"{given}; m <- mean(y); r <- t.test(x, mu = m);"
            "list(x = x, m = m, statistic = r$statistic, df = r$parameter, p = r$p.value, ci = r$conf.int)"
        )
    return r.evaluate(cases)


def run(test, x, y, **options):
    return tests.load(test).run(Sample(groups={"A": np.array(x), "B": np.array(y)}), Options(**options))


@pytest.mark.parametrize(("test", "data", "side", "level"), RUNS)
def test_r_gives_the_same(answers, test, data, side, level):
    theirs = answers[key(test, data, side)]
    found = run(test, theirs["x"], theirs["y"], alternative=side, level=level).comparisons[0]
    assert found.value == pytest.approx(theirs["statistic"][0], rel=1e-9)
    assert found.df == pytest.approx(theirs["df"], rel=1e-9)
    assert found.p == pytest.approx(theirs["p"][0], rel=1e-6, abs=1e-14)
    interval = found.more[0]
    assert (interval.low, interval.high) == pytest.approx(theirs["ci"], rel=1e-9, abs=1e-12)
    assert found.n == {"A": len(theirs["x"]), "B": len(theirs["y"])}
    assert found.alternative == side
    assert found.adjusted is None
    assert found.correction == ""


@pytest.mark.parametrize("data", TWO)
def test_one_sample_as_in_r(answers, data):
    theirs = answers[f"one {data}"]
    sample = Sample(groups={"A": np.array(theirs["x"])})
    found = tests.load("one-sample-t").run(sample, Options(reference=theirs["m"][0])).comparisons[0]
    assert found.value == pytest.approx(theirs["statistic"][0], rel=1e-9)
    assert found.p == pytest.approx(theirs["p"][0], rel=1e-6)
    assert (found.more[0].low, found.more[0].high) == pytest.approx(theirs["ci"], rel=1e-9)
    assert found.groups == ("A",)


# Student's sleep data as R's manual prints them (help page of t.test).
SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)


@pytest.mark.parametrize(
    ("test", "t", "df", "p", "low", "high"),
    [
        ("welch", -1.8608, 17.776, 0.07939, -3.3654832, 0.2054832),
        ("t", -1.8608, 18, 0.07919, -3.363874, 0.203874),
        ("paired-t", -4.0621, 9, 0.002833, -2.4598858, -0.7001142),
    ],
)
def test_published_values_without_r(test, t, df, p, low, high):
    found = run(test, *SLEEP).comparisons[0]
    assert (found.value, found.df[0], found.p) == pytest.approx((t, df, p), rel=1e-4)
    assert (found.more[0].low, found.more[0].high) == pytest.approx((low, high), rel=1e-6)


def test_pairs_run_by_themselves_and_are_corrected_together():
    rng = np.random.default_rng(3)
    groups = {name: rng.normal(i, 1, 8) for i, name in enumerate("ABC")}
    test = tests.load("welch")
    whole = test.run(Sample(groups=groups), Options(pairs="all", correction="bonferroni"))
    assert [c.groups for c in whole.comparisons] == [("A", "B"), ("A", "C"), ("B", "C")]
    for found in whole.comparisons:
        alone = run("welch", groups[found.groups[0]], groups[found.groups[1]]).comparisons[0]
        assert (found.value, found.p) == (alone.value, alone.p)
        assert found.adjusted == min(1, 3 * alone.p)
        assert found.correction == "Bonferroni"
        assert found.shown_p == found.adjusted


def test_a_missing_correction_is_said_and_a_declined_one_is_not():
    groups = {name: np.arange(5.0) + i for i, name in enumerate("ABC")}
    test = tests.load("t")
    open_ended = test.run(Sample(groups=groups), Options(control="A"))
    assert any(w.startswith("Two comparisons were made without a correction") for w in open_ended.warnings)
    assert [c.groups for c in open_ended.comparisons] == [("B", "A"), ("C", "A")]
    declined = test.run(Sample(groups=groups), Options(control="A", correction="none"))
    assert not any("correction" in w for w in declined.warnings)


def test_one_comparison_needs_no_correction():
    found = run("t", [1.0, 2, 3], [2.0, 4, 5], correction="holm")
    assert found.comparisons[0].adjusted is None
    assert found.comparisons[0].correction == ""
    assert found.warnings == []


# ---------------------------------------------------------------- permutation


def by_hand(x, y, side):
    """Go through all ways by plain sums of fractions."""
    both = [round(v * 1000) for v in (*x, *y)]
    total, n = sum(both), len(x)

    def statistic(chosen):
        inside = sum(both[i] for i in chosen)
        return inside * (len(both) - n) - (total - inside) * n

    seen = statistic(range(n))
    every = [statistic(c) for c in itertools.combinations(range(len(both)), n)]
    extreme = {
        "two-sided": [abs(s) >= abs(seen) for s in every],
        "greater": [s >= seen for s in every],
        "less": [s <= seen for s in every],
    }[side]
    return sum(extreme) / len(every)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([1.1, 2.2, 3.3], [2.2, 4.4, 5.5, 0.1]),
        ([0.1, 0.2, 0.3], [0.4, 0.5, 0.6]),
        ([5.0], [1.0, 2.0, 3.0, 9.0]),
    ],
)
def test_permutations_by_hand(x, y, side):
    test = tests.load("permutation")
    if len(x) < 2:
        with pytest.raises(DataError, match="only one value"):
            run("permutation", x, y)
        return
    found = test.run(
        Sample(groups={"A": np.array(x), "B": np.array(y)}), Options(alternative=side)
    ).comparisons[0]
    assert found.p == pytest.approx(by_hand(x, y, side), abs=1e-15)
    assert found.method.startswith("exact, all ")


def test_drawn_permutations_repeat_with_the_seed_and_come_near_the_exact_p():
    x, y = SLEEP
    exact = run("permutation", x, y).comparisons[0]
    assert exact.method == "exact, all 184,756 permutations"
    drawn = [run("permutation", x, y, exact=False, seed=seed).comparisons[0] for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1]
    assert drawn[0].p != drawn[2].p
    assert drawn[0].method == "99,999 random permutations"
    # Four standard errors of a share of 99,999 draws.
    assert drawn[0].p == pytest.approx(exact.p, abs=4 * (exact.p / 99_999) ** 0.5)


def test_too_many_permutations_to_go_through_all():
    values = np.arange(30.0)
    with pytest.raises(SpecError, match="ways to part the values"):
        run("permutation", values, values + 1, exact=True)


def test_few_values_cannot_be_significant_and_that_is_said():
    found = run("permutation", [1.0, 2, 3], [4.0, 5, 6])
    assert found.comparisons[0].p == pytest.approx(0.1)
    assert len(found.warnings) == 1
    assert found.warnings[0].startswith(
        "The permutation test of the means of 'A' and 'B' can't give a P value below 0.1"
    )


@pytest.mark.parametrize(
    ("n", "method"), [(400, "9,999 random permutations"), (12_000, "999 random permutations")]
)
def test_large_samples_are_drawn_less_often_and_say_so(n, method):
    rng = np.random.default_rng(0)
    assert run("permutation", rng.normal(size=n), rng.normal(size=n)).comparisons[0].method == method
