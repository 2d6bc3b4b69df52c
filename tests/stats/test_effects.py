"""Effect sizes and their intervals against R, by definition or by a package of effect sizes."""

import numpy as np
import pytest

from natfig.stats import effects
from oracles import r
from oracles.rdata import PAIRED, SEVERAL, TWO

# The noncentrality at which a value of t is that far in the tail, by R's own noncentral t.
BY_HAND = """
bound <- function(t, df, p) uniroot(function(nc) pt(t, df, nc) - p, c(t - 30, t + 30), tol = 1e-12)$root
factor <- function(df) exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
n <- length(x); m <- length(y); v <- var(x); w <- var(y)
"""
POOLED = """
df <- n + m - 2; s <- sqrt(((n - 1) * v + (m - 1) * w) / df); u <- sqrt(1 / n + 1 / m)
d <- (mean(x) - mean(y)) / s
"""
AVERAGE = """
df <- (n - 1) * (m - 1) * (v + w)^2 / ((m - 1) * v^2 + (n - 1) * w^2); s <- sqrt((v + w) / 2)
u <- sqrt(2 * (m * v + n * w) / (n * m * (v + w))); d <- (mean(x) - mean(y)) / s
"""
SAID = """
ci <- c(bound(d / u, df, .975), bound(d / u, df, .025)) * u
list(x = x, y = y, g = d * factor(df), ci = ci * factor(df))
"""


@pytest.mark.parametrize(("is_pooled", "formula"), [(True, POOLED), (False, AVERAGE)])
def test_hedges_g_of_two_groups(is_pooled, formula):
    r.require()
    for theirs in r.evaluate({d: f"{given}; {BY_HAND}{formula}{SAID}" for d, given in TWO.items()}).values():
        found = effects.hedges_g(np.array(theirs["x"]), np.array(theirs["y"]), is_pooled=is_pooled)
        assert found.value == pytest.approx(theirs["g"][0], rel=1e-10)
        assert (found.low, found.high) == pytest.approx(theirs["ci"], rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("is_pooled", [True, False])
def test_hedges_g_as_a_package_has_it(is_pooled):
    r.require("effectsize", needed=False)
    call = f"e <- effectsize::hedges_g(x, y, pooled_sd = {str(is_pooled).upper()})"
    asked = "list(x = x, y = y, g = e$Hedges_g, ci = c(e$CI_low, e$CI_high))"
    for name, theirs in r.evaluate({d: f"{given}; {call}; {asked}" for d, given in TWO.items()}).items():
        found = effects.hedges_g(np.array(theirs["x"]), np.array(theirs["y"]), is_pooled=is_pooled)
        if is_pooled:
            # Its search for the noncentrality stops at about 1e-3 of the interval.
            assert found.value == pytest.approx(theirs["g"][0], rel=1e-9), name
            assert (found.low, found.high) == pytest.approx(theirs["ci"], abs=5e-3), name
        else:  # it takes Welch's degrees of freedom where Delacre et al. take those of the average variance
            assert found.value == pytest.approx(theirs["g"][0], rel=0.02), name


def test_hedges_g_of_differences():
    r.require()
    formula = "d0 <- x - y; df <- n - 1; u <- 1 / sqrt(n); d <- mean(d0) / sd(d0);"
    for theirs in r.evaluate(
        {d: f"{given}; {BY_HAND}{formula}{SAID}" for d, given in PAIRED.items()}
    ).values():
        found = effects.hedges_g_of_differences(np.array(theirs["x"]) - np.array(theirs["y"]))
        assert found.value == pytest.approx(theirs["g"][0], rel=1e-10)
        assert (found.low, found.high) == pytest.approx(theirs["ci"], rel=1e-6, abs=1e-9)


def test_one_sided_intervals_leave_all_out_on_one_side():
    x, y = np.arange(8.0) + 2, np.arange(9.0)
    both = effects.hedges_g(x, y, level=0.9)
    greater, less = (effects.hedges_g(x, y, level=0.95, alternative=a) for a in ("greater", "less"))
    assert (greater.low, less.high) == pytest.approx((both.low, both.high), rel=1e-9)
    assert (greater.high, less.low) == (np.inf, -np.inf)


def test_eta_squared():
    r.require()
    program = """
    s <- summary(aov(v ~ g))[[1]]; F <- s[1, 4]; a <- s[1, 1]; b <- s[2, 1]
    bound <- function(p) if (pf(F, a, b) < p) 0 else
      uniroot(function(nc) pf(F, a, b, nc) - p, c(0, 100 * F), tol = 1e-12)$root
    nc <- c(bound(.975), bound(.025))
    list(F = F, df = c(a, b), ci = nc / (nc + a + b + 1), eta = s[1, 2] / sum(s[, 2]),
         omega = (s[1, 2] - a * s[2, 3]) / (sum(s[, 2]) + s[2, 3]))
    """
    for theirs in r.evaluate({d: f"{given}; {program}" for d, given in SEVERAL.items()}).values():
        found = effects.eta_squared(theirs["F"][0], *theirs["df"])
        assert found.value == pytest.approx(theirs["eta"][0], rel=1e-9)
        assert (found.low, found.high) == pytest.approx(theirs["ci"], rel=1e-6, abs=1e-9)
        omega = effects.omega_squared(theirs["F"][0], *theirs["df"]).value
        assert omega == pytest.approx(max(0, theirs["omega"][0]), rel=1e-9)


def test_no_difference_at_all():
    assert effects.eta_squared(0.0, 2, 20).value == 0
    assert effects.eta_squared(0.0, 2, 20).low == 0
    assert effects.omega_squared(0.4, 2, 20).value == 0


@pytest.mark.parametrize(
    ("chi", "df", "n", "smaller"), [(138.29, 9, 592, 4), (0.3, 1, 40, 2), (7.9, 2, 60, 2)]
)
def test_cramers_v(chi, df, n, smaller):
    r.require()
    theirs = r.evaluate(
        {
            "it": f"""bound <- function(p) if (pchisq({chi}, {df}) < p) 0 else
            uniroot(function(nc) pchisq({chi}, {df}, nc) - p, c(0, 400), tol = 1e-12)$root
            sqrt(c({chi}, bound(.975), bound(.025)) / {n} / {smaller - 1})"""
        }
    )["it"]["value"]
    found = effects.cramers_v(chi, df, n, smaller)
    assert [found.value, found.low, found.high] == pytest.approx(theirs, rel=1e-6, abs=1e-9)


def test_the_factor_of_small_samples_is_that_of_hedges_table():
    # Hedges (1981), table 1: c(m) for 2, 5, 10 and 50 degrees of freedom.
    table = {2: 0.5642, 5: 0.8408, 10: 0.9228, 50: 0.9849}
    for df, factor in table.items():
        assert effects.small_sample_factor(df) == pytest.approx(factor, abs=1e-4)
    assert np.isnan(effects.small_sample_factor(1))


def test_groups_that_do_not_overlap_have_a_rank_correlation_of_one_without_an_interval():
    found = effects.rank_biserial(np.array([4.0, 5, 6]), np.array([1.0, 2, 3]))
    assert (found.value, found.low, found.high) == (1, None, None)


def test_the_interval_of_a_rank_correlation_is_delongs():
    from natfig.stats.roc import auc_interval

    rng = np.random.default_rng(5)
    x, y = rng.normal(0.5, 1, 25).round(1), rng.normal(0, 1, 31).round(1)
    found = effects.rank_biserial(x, y)
    truth = np.repeat([True, False], [25, 31])
    low, high = auc_interval(truth, np.concatenate([x, y]))
    assert (found.low, found.high) == pytest.approx((2 * low - 1, 2 * high - 1), rel=1e-9)


@pytest.mark.parametrize(("shift", "has_interval"), [(30.0, True), (-1000.0, True), (1e7, False)])
def test_enormous_effects_have_an_interval_as_long_as_one_can_be_had(shift, has_interval):
    rng = np.random.default_rng(1)
    found = effects.hedges_g(rng.normal(shift, 1, 12), rng.normal(0, 1, 12))
    assert found.value == pytest.approx(shift, rel=0.6)
    if has_interval:
        assert found.low < found.value < found.high
    else:
        assert (found.low, found.high) == (None, None)
