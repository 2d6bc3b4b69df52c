"""Tests of contingency tables against R."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.core.errors import DataError, SpecError
from natfig.stats.exact_table import exact_table_p
from natfig.stats.tests import tests
from natfig.stats.tests.base import Options, Sample, Table
from oracles import r

# Small tables of R's data sets.
SMALL = {
    "Titanic": "m <- apply(Titanic, c(2, 4), sum)",
    "UCBAdmissions": "m <- UCBAdmissions[, , 3]",
    "mtcars": "m <- table(mtcars$am, mtcars$vs)",
    "HairEyeColor": "m <- apply(HairEyeColor, c(3, 1), sum)[, c(1, 4)]",
    "esoph": "m <- with(esoph, rbind(tapply(ncases, tobgp, sum), tapply(ncontrols, tobgp, sum)))[, c(1, 4)]",
    "infert": "m <- table(infert$case, infert$induced > 0)",
    "tea": "m <- matrix(c(3, 1, 1, 3), 2)",
    "zero": "m <- matrix(c(0, 5, 7, 3), 2)",
}
LARGE = {
    "Titanic": "m <- apply(Titanic, c(1, 4), sum)",
    "HairEyeColor": "m <- apply(HairEyeColor, c(1, 2), sum)",
    "mtcars": "m <- table(mtcars$cyl, mtcars$gear)",
    "warpbreaks": "m <- table(warpbreaks$tension, cut(warpbreaks$breaks, 4))",
    "job": "m <- matrix(c(1, 2, 1, 0, 3, 3, 6, 1, 10, 10, 14, 9, 6, 7, 12, 11), 4)",
    "infert": "m <- table(infert$education, infert$induced)",
}
FISHER = {name: LARGE[name] for name in ("mtcars", "warpbreaks", "job", "infert")}


def table(theirs):
    rows, columns = (int(n) for n in theirs["dim"])
    counts = np.array(theirs["m"]).reshape(columns, rows).T
    return Table(tuple(f"r{i}" for i in range(rows)), tuple(f"c{i}" for i in range(columns)), counts)


def run(test, given, **options):
    return tests.load(test).run(Sample(table=given), Options(**options))


@pytest.fixture(scope="module")
def answers():
    r.require()
    chi2 = "x <- chisq.test(m); list(m = m, dim = dim(m), chi = x$statistic, df = x$parameter, p = x$p.value)"
    cases = {
        f"chi2 {n}": f"{m}; {chi2}" for n, m in (SMALL | {f"{n} large": m for n, m in LARGE.items()}).items()
    }
    for side in ("two.sided", "less", "greater"):
        fisher = (
            f"x <- fisher.test(m, alternative = '{side}'); "
            "list(m = m, dim = dim(m), p = x$p.value, or = x$estimate, ci = x$conf.int)"
        )
        cases |= {f"fisher {side} {n}": f"{m}; {fisher}" for n, m in SMALL.items()}
    large = "list(m = m, dim = dim(m), p = fisher.test(m, workspace = 2e7)$p.value)"
    cases |= {f"fisher {n}": f"{m}; {large}" for n, m in FISHER.items()}
    changes = (
        "x <- mcnemar.test(m); y <- binom.test(m[1, 2], m[1, 2] + m[2, 1]); o <- y$conf.int; "
        "list(m = m, dim = dim(m), chi = x$statistic, p = x$p.value, exact = y$p.value, ci = o / (1 - o))"
    )
    cases |= {f"mcnemar {n}": f"{m}; {changes}" for n, m in SMALL.items()}
    return r.evaluate(cases)


@pytest.mark.parametrize("data", [*SMALL, *(f"{n} large" for n in LARGE)])
def test_chi_squared(answers, data):
    theirs = answers[f"chi2 {data}"]
    found = run("chi2", table(theirs)).comparisons[0]
    assert found.value == pytest.approx(theirs["chi"][0], rel=1e-9, abs=1e-12)
    assert found.df == pytest.approx(theirs["df"])
    assert found.p == pytest.approx(theirs["p"][0], rel=1e-6)
    assert found.is_omnibus == (theirs["dim"][0] > 2)


@pytest.mark.parametrize("side", ["two-sided", "less", "greater"])
@pytest.mark.parametrize("data", SMALL)
def test_fisher_of_small_tables(answers, data, side):
    theirs = answers[f"fisher {side.replace('-', '.')} {data}"]
    found = run("fisher", table(theirs), alternative=side).comparisons[0]
    assert found.p == pytest.approx(theirs["p"][0], rel=1e-6)
    # R searches its odds ratios with a tolerance of 1e-4; the next test holds ours to what they mean.
    assert found.effect.value == pytest.approx(theirs["or"][0], rel=2e-3)
    # On the scale of its search, where 0 and infinity are equally far from 1.
    ends = [1 / (1 + 1 / end) if end else 0 for end in (found.effect.low, found.effect.high)]
    assert ends == pytest.approx([1 / (1 + 1 / end) if end else 0 for end in theirs["ci"]], abs=2e-4)


@pytest.mark.parametrize("data", SMALL)
def test_odds_ratios_solve_their_equations(answers, data):
    given = table(answers[f"fisher two.sided {data}"])
    effect = run("fisher", given).comparisons[0].effect
    (a, b), (c, d) = given.counts.astype(int).tolist()
    low, high = max(0, a - d), a + min(b, c)

    def distribution(odds):
        """Return P of each value of the first cell, in logarithms of whole numbers."""
        logs = [
            math.log(math.comb(a + b, x)) + math.log(math.comb(c + d, a + c - x)) + x * math.log(odds)
            for x in range(low, high + 1)
        ]
        most = max(logs)
        weight = [math.exp(v - most) for v in logs]
        return {x: w / sum(weight) for x, w in zip(range(low, high + 1), weight, strict=True)}

    if low < a < high:
        mean = sum(x * p for x, p in distribution(effect.value).items())
        assert mean == pytest.approx(a, rel=1e-9)
    if a > low:
        assert sum(p for x, p in distribution(effect.low).items() if x >= a) == pytest.approx(0.025, rel=1e-8)
    else:
        assert effect.low == 0
    if a < high:
        assert sum(p for x, p in distribution(effect.high).items() if x <= a) == pytest.approx(
            0.025, rel=1e-8
        )
    else:
        assert effect.high == math.inf


@pytest.mark.parametrize("data", FISHER)
def test_fisher_of_larger_tables(answers, data):
    theirs = answers[f"fisher {data}"]
    given = table(theirs)
    assert run("fisher", given).comparisons[0].p == pytest.approx(theirs["p"][0], rel=1e-6)
    # Which way round the table is makes no difference.
    assert exact_table_p(given.counts.T.astype(int)) == pytest.approx(theirs["p"][0], rel=1e-6)


def every_table(rows, columns):
    """Yield all tables with given margins, one cell at a time."""
    if len(columns) == 1:
        yield [[n] for n in rows]
        return

    def fill(left, need):
        if not left:
            if need == 0:
                yield []
            return
        for n in range(min(left[0], need) + 1):
            for rest in fill(left[1:], need - n):
                yield [n, *rest]

    for column in fill(rows, columns[0]):
        remaining = [n - c for n, c in zip(rows, column, strict=True)]
        for rest in every_table(remaining, columns[1:]):
            yield [[c, *row] for c, row in zip(column, rest, strict=True)]


@given(st.integers(2, 3), st.integers(2, 4), st.data())
def test_fisher_counts_every_table(rows, columns, data):
    cells = data.draw(st.lists(st.integers(0, 4), min_size=rows * columns, max_size=rows * columns))
    counts = np.array(cells).reshape(rows, columns)
    if not counts.sum():
        return

    def weight(cells):
        return 1 / math.prod(math.factorial(n) for row in cells for n in row)

    everything = [weight(t) for t in every_table(counts.sum(axis=1).tolist(), counts.sum(axis=0).tolist())]
    seen = weight(counts.tolist())
    expected = sum(w for w in everything if w <= seen * (1 + 1e-9)) / sum(everything)
    assert exact_table_p(counts) == pytest.approx(expected, rel=1e-9)


def test_too_many_tables_are_refused_with_a_way_out():
    counts = np.full((7, 7), 60)
    given = Table(tuple("abcdefg"), tuple("hijklmn"), counts)
    with pytest.raises(DataError, match=r"too many 7 × 7 tables .* chi2"):
        run("fisher", given)


@pytest.mark.parametrize("data", SMALL)
def test_mcnemar(answers, data):
    theirs = answers[f"mcnemar {data}"]
    given = table(theirs)
    found = run("mcnemar", given).comparisons[0]
    assert found.value == pytest.approx(theirs["chi"][0], rel=1e-9, abs=1e-12)
    assert found.p == pytest.approx(theirs["p"][0], rel=1e-6)
    exact = run("mcnemar", given, exact=True).comparisons[0]
    assert exact.p == pytest.approx(theirs["exact"][0], rel=1e-6)
    assert (exact.effect.low, exact.effect.high) == pytest.approx(theirs["ci"], rel=1e-9, abs=1e-12)


def test_few_changes_are_said():
    found = run("mcnemar", Table(("no", "yes"), ("no", "yes"), np.array([[10, 2], [7, 30]])))
    assert any("Only 9 subjects changed" in w for w in found.warnings)
    assert found.comparisons[0].n == {"before": 49, "after": 49}


def test_pairs_of_rows_come_after_the_whole_table(answers):
    given = table(answers["chi2 Titanic large"])
    whole, *pairs = run("chi2", given, control="r3", correction="holm").comparisons
    assert whole.is_omnibus
    assert [c.groups for c in pairs] == [("r0", "r3"), ("r1", "r3"), ("r2", "r3")]
    for found in pairs:
        alone = Table(found.groups, given.columns, given.counts[[int(found.groups[0][1]), 3]])
        assert found.p == run("chi2", alone).comparisons[0].p
        assert found.correction == "Holm"


def test_small_expected_counts_are_said():
    found = run("chi2", Table(("a", "b"), ("y", "n"), np.array([[3, 1], [1, 3]])))
    assert found.assumptions[0].holds is False
    said = "4 expected counts are below 5 for 'a' and 'b' (the smallest is 2); 'fisher' does without"
    assert found.warnings == [f"The χ² test takes expected counts of 5 for granted, but {said}"]


BAD = [
    ("chi2", [[0, 0], [3, 4]], "the group 'a' was never observed"),
    ("fisher", [[0, 3], [0, 4]], "the outcome 'y' was never observed"),
    ("chi2", [[-1, 3], [2, 4]], "there is -1"),
    ("chi2", [[0.5, 3], [2, 4]], "there is 0.5; give counts, not shares"),
    ("fisher", [[float("nan"), 3], [2, 4]], "there is nan"),
    ("chi2", [[0, 0], [0, 0]], "all counts are 0"),
    ("mcnemar", [[4, 0], [0, 5]], "no subject changed its outcome"),
]


@pytest.mark.parametrize(("test", "counts", "message"), BAD)
def test_bad_tables(test, counts, message):
    with pytest.raises(DataError, match=message):
        run(test, Table(("a", "b"), ("y", "n"), np.array(counts)))


def test_tables_that_are_none():
    with pytest.raises(DataError, match="needs a table of counts"):
        tests.load("chi2").run(Sample(), Options())
    with pytest.raises(DataError, match="at least two groups and two outcomes, but there are 1 and 2"):
        run("fisher", Table(("a",), ("y", "n"), np.array([[3, 4]])))
    with pytest.raises(SpecError, match="no exact P value; use fisher"):
        run("chi2", Table(("a", "b"), ("y", "n"), np.array([[3, 4], [5, 6]])), exact=True)
    three = Table(("a", "b", "c"), ("y", "n"), np.array([[3, 4], [5, 6], [1, 2]]))
    with pytest.raises(SpecError, match="3 × 2"):
        run("mcnemar", three, pairs="all")
