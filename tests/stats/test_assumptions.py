"""Checks of assumptions against R, and what they say."""

import numpy as np
import pytest

from natfig.stats import assumptions
from natfig.stats.result import Assumption
from oracles import r
from oracles.rdata import PAIRED, SEVERAL


def grouped(theirs):
    values, codes = np.array(theirs["v"]), np.array(theirs["g"])
    return {f"g{code:g}": values[codes == code] for code in sorted(set(codes.tolist()))}


def test_normality_and_variances_as_in_r():
    r.require()
    program = """
    middle <- ave(v, g, FUN = median)
    list(v = v, g = as.integer(g), each = tapply(v, g, function(x) shapiro.test(x)$p.value),
         rest = shapiro.test(resid(aov(v ~ g)))$p.value,
         levene = summary(aov(abs(v - middle) ~ g))[[1]][1, 5])
    """
    for theirs in r.evaluate({d: f"{given}; {program}" for d, given in SEVERAL.items()}).values():
        groups = grouped(theirs)
        normal = assumptions.normal_groups(groups)
        assert normal.p == pytest.approx(min(theirs["each"]), rel=1e-5)
        assert normal.holds == (min(theirs["each"]) >= 0.05)
        for (name, _), p in zip(groups.items(), theirs["each"], strict=True):
            assert (p < 0.05) == (f"'{name}' (" in normal.says)
        rest = np.concatenate([v - v.mean() for v in groups.values()])
        assert assumptions.normal_values(rest, "the residuals").p == pytest.approx(
            theirs["rest"][0], rel=1e-5
        )
        equal = assumptions.equal_variances(groups)
        assert equal.p == pytest.approx(theirs["levene"][0], rel=1e-9)
        assert equal.holds == (equal.p >= 0.05)


def test_symmetry_by_its_formula():
    r.require()
    program = """
    d <- x - y; n <- length(d); j <- sqrt(pi / 2) * mean(abs(d - median(d)))
    z <- sqrt(n) * (mean(d) - median(d)) / j / sqrt(pi / 2 - 1); list(d = d, p = 2 * pnorm(-abs(z)))
    """
    for theirs in r.evaluate({d: f"{given}; {program}" for d, given in PAIRED.items()}).values():
        found = assumptions.symmetric_differences(np.array(theirs["d"]))
        assert found.p == pytest.approx(theirs["p"][0], rel=1e-9)


def test_symmetric_data_are_called_skewed_about_as_often_as_agreed():
    rng = np.random.default_rng(9)
    wrong = sum(assumptions.symmetric_differences(rng.normal(size=40)).holds is False for _ in range(2000))
    assert 60 < wrong < 140  # 5 % of 2000, give or take four standard errors


@pytest.mark.parametrize(("sign", "side"), [(1, "right"), (-1, "left")])
def test_skewed_differences_say_to_which_side(sign, side):
    values = sign * np.random.default_rng(1).lognormal(0, 1.5, 60)
    found = assumptions.symmetric_differences(values)
    assert found.holds is False
    assert f"skewed to the {side}" in found.says


TINY = {"A": np.array([1.0, 2.0]), "B": np.array([3.0, 5.0])}


@pytest.mark.parametrize(
    "found",
    [
        assumptions.normal_groups(TINY),
        assumptions.normal_values(np.array([1.0, 2.0]), "the differences"),
        assumptions.normal_values(np.arange(6000.0), "the differences"),
        assumptions.normal_values(np.ones(10), "the differences"),
        assumptions.equal_variances(TINY),
        assumptions.symmetric_differences(np.arange(9.0)),
        assumptions.symmetric_differences(np.ones(12)),
        assumptions.proportional_hazards(None),
    ],
)
def test_what_cannot_be_checked_is_not_called_fine(found):
    assert found.holds is None
    assert found.p is None
    assert assumptions.warning_of(found, "the t-test", "welch") is None


def test_one_group_too_small_leaves_normality_open():
    found = assumptions.normal_groups(
        {"A": np.random.default_rng(0).normal(size=20), "B": np.array([1.0, 2])}
    )
    assert found.holds is None
    assert "it can't be checked in 'B'" in found.says


def test_a_warning_names_a_better_test():
    doubt = Assumption("equal variances", "", 0.003, False, "the standard deviations differ")
    said = "takes equal variances for granted, but the standard deviations differ; 'welch' does without"
    assert assumptions.warning_of(doubt, "the t-test", "welch") == f"The t-test {said}"


def test_different_variances_name_the_extremes():
    groups = {"A": np.arange(20.0), "B": 30 * np.arange(20.0), "C": 3 * np.arange(20.0)}
    found = assumptions.equal_variances(groups)
    assert found.holds is False
    assert "from 5.92 in 'A' to 177 in 'B' (Brown–Forsythe test, P < 0.0001)" in found.says


@pytest.mark.parametrize(
    ("expected", "holds", "says"),
    [
        ([[5.0, 6], [7, 8]], True, "the smallest expected count is 5"),
        ([[4.9, 6], [7, 8]], False, "an expected count is below 5 for 'a' and 'b' (the smallest is 4.9)"),
        ([[1.25, 2], [7, 8]], False, "2 expected counts are below 5 for 'a' and 'b' (the smallest is 1.2)"),
    ],
)
def test_expected_counts(expected, holds, says):
    found = assumptions.expected_counts(np.array(expected), ("a", "b"))
    assert (found.holds, found.says) == (holds, says)
