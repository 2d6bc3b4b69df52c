"""Tests of several groups, and of their pairs, against R."""

import numpy as np
import pytest

from natfig.core.errors import SpecError
from natfig.stats.tests import tests
from natfig.stats.tests.base import Options, Sample
from oracles import r
from oracles.rdata import SEVERAL

CORRECTIONS = {"bonferroni": "bonferroni", "holm": "holm", "hochberg": "hochberg", "bh": "BH", "by": "BY"}

ANOVA = """
fit <- aov(v ~ g); s <- summary(fit)[[1]]; tukey <- TukeyHSD(fit)$g
list(v = v, g = as.integer(g), F = s[1, 4], df = s[, 1], p = s[1, 5], ss = s[, 2], diff = tukey[, 1],
     low = tukey[, 2], high = tukey[, 3], adj = tukey[, 4],
     pooled = pairwise.t.test(v, g, p.adjust.method = "holm")$p.value)
"""
WELCH = """
w <- oneway.test(v ~ g)
list(v = v, g = as.integer(g), F = w$statistic, df = w$parameter, p = w$p.value,
     pairs = pairwise.t.test(v, g, pool.sd = FALSE, p.adjust.method = "BH")$p.value)
"""
# Dunn's z from R's own ranks; R has no function for it.
KRUSKAL = """
k <- kruskal.test(v, g); rk <- rank(v); n <- length(v); m <- tapply(rk, g, mean); c <- table(g)
t <- table(rk); s2 <- n * (n + 1) / 12 - sum(t^3 - t) / (12 * (n - 1)); two <- combn(nlevels(g), 2)
z <- apply(two, 2, function(i) (m[i[1]] - m[i[2]]) / sqrt(s2 * (1 / c[i[1]] + 1 / c[i[2]])))
p <- 2 * pnorm(-abs(z))
list(v = v, g = as.integer(g), H = k$statistic, df = k$parameter, p = k$p.value, z = z, raw = p,
     adj = p.adjust(p, "holm"))
"""


def grouped(theirs):
    values, codes = np.array(theirs["v"]), np.array(theirs["g"]).astype(int)
    return {f"g{code}": values[codes == code] for code in sorted(set(codes.tolist()))}


@pytest.fixture(scope="module")
def answers():
    r.require()
    programs = {"anova": ANOVA, "welch-anova": WELCH, "kruskal": KRUSKAL}
    return r.evaluate(
        {f"{t} {d}": f"{given};{p}" for t, p in programs.items() for d, given in SEVERAL.items()}
    )


def run(test, groups, **options):
    return tests.load(test).run(Sample(groups=groups), Options(**options))


def lower_triangle(numbers, k):
    """Return a matrix of P values, as R prints it column by column, in the order of our pairs."""
    matrix = np.array(numbers).reshape(k - 1, k - 1, order="F")
    return [matrix[j - 1, i] for i in range(k) for j in range(i + 1, k)]


@pytest.mark.parametrize("data", SEVERAL)
def test_anova_and_tukey(answers, data):
    theirs = answers[f"anova {data}"]
    groups = grouped(theirs)
    omnibus, *pairs = run("anova", groups, pairs="all").comparisons
    assert omnibus.is_omnibus
    assert omnibus.value == pytest.approx(theirs["F"][0], rel=1e-9)
    assert omnibus.df == pytest.approx(theirs["df"])
    assert omnibus.p == pytest.approx(theirs["p"][0], rel=1e-6)
    between, within = theirs["ss"]
    assert omnibus.effect.value == pytest.approx(between / (between + within), rel=1e-9)
    # TukeyHSD takes the later group first: its differences have the other sign.
    assert [-c.effect.value for c in pairs] == pytest.approx(theirs["diff"], rel=1e-9, abs=1e-12)
    # R's ptukey and qtukey are good to about 1e-8 and 1e-6 at the degrees of freedom of these data.
    assert [c.p for c in pairs] == pytest.approx(theirs["adj"], abs=1e-6)
    assert [-c.effect.high for c in pairs] == pytest.approx(theirs["low"], rel=1e-6, abs=1e-6)
    assert [-c.effect.low for c in pairs] == pytest.approx(theirs["high"], rel=1e-6, abs=1e-6)
    assert {c.correction for c in pairs} == {"Tukey"}
    assert all(c.adjusted == c.p for c in pairs)


@pytest.mark.parametrize("data", SEVERAL)
def test_pairs_with_the_pooled_variance(answers, data):
    theirs = answers[f"anova {data}"]
    groups = grouped(theirs)
    pairs = run("anova", groups, pairs="all", correction="holm").comparisons[1:]
    assert [c.adjusted for c in pairs] == pytest.approx(
        lower_triangle(theirs["pooled"], len(groups)), rel=1e-6
    )
    assert {c.correction for c in pairs} == {"Holm"}


@pytest.mark.parametrize("data", SEVERAL)
def test_welchs_anova_and_its_pairs(answers, data):
    theirs = answers[f"welch-anova {data}"]
    groups = grouped(theirs)
    omnibus, *pairs = run("welch-anova", groups, pairs="all", correction="bh").comparisons
    assert omnibus.value == pytest.approx(theirs["F"][0], rel=1e-9)
    assert omnibus.df == pytest.approx(theirs["df"], rel=1e-9)
    assert omnibus.p == pytest.approx(theirs["p"][0], rel=1e-6)
    assert [c.adjusted for c in pairs] == pytest.approx(
        lower_triangle(theirs["pairs"], len(groups)), rel=1e-6
    )


@pytest.mark.parametrize("data", SEVERAL)
def test_games_and_howell_is_tukeys_range_of_welchs_t(answers, data):
    groups = grouped(answers[f"welch-anova {data}"])
    pairs = run("welch-anova", groups, pairs="all").comparisons[1:]
    k = len(groups)
    asked = {
        str(i): f"ptukey({c.value!r}, {k}, {c.df[1]!r}, lower.tail = FALSE)" for i, c in enumerate(pairs)
    }
    theirs = r.evaluate(asked)
    for i, found in enumerate(pairs):
        welch = run("welch", {name: groups[name] for name in found.groups}).comparisons[0]
        assert found.value == pytest.approx(abs(welch.value) * 2**0.5, rel=1e-12)
        assert found.df == (k, pytest.approx(welch.df[0], rel=1e-12))
        assert found.p == pytest.approx(theirs[str(i)]["value"][0], abs=1e-6)
        assert (found.effect.low > 0 or found.effect.high < 0) == (found.p < 0.05)


@pytest.mark.parametrize("data", SEVERAL)
def test_kruskal_and_dunn(answers, data):
    theirs = answers[f"kruskal {data}"]
    omnibus, *pairs = run("kruskal", grouped(theirs), pairs="all").comparisons
    assert omnibus.value == pytest.approx(theirs["H"][0], rel=1e-9)
    assert omnibus.df == pytest.approx(theirs["df"])
    assert omnibus.p == pytest.approx(theirs["p"][0], rel=1e-6)
    assert [c.value for c in pairs] == pytest.approx(theirs["z"], rel=1e-9)
    assert [c.p for c in pairs] == pytest.approx(theirs["raw"], rel=1e-6)
    assert [c.adjusted for c in pairs] == pytest.approx(theirs["adj"], rel=1e-6)
    assert {c.correction for c in pairs} == {"Holm"}


BLOCKS = {
    "warpbreaks": "m <- tapply(warpbreaks$breaks, list(rep(1:18, 3), warpbreaks$tension), mean)",
    "iris": "m <- as.matrix(iris[1:50, 1:4]); colnames(m) <- letters[1:4]",
    "attitude": "m <- as.matrix(attitude)",
    "ties": "m <- as.matrix(USJudgeRatings[, 2:6])",
}


@pytest.mark.parametrize("correction", [None, "bonferroni"])
@pytest.mark.parametrize("data", BLOCKS)
def test_friedman_and_its_pairs(data, correction):
    r.require()
    method = correction or "holm"
    theirs = r.evaluate(
        {
            "it": f"""{BLOCKS[data]}
            f <- friedman.test(m)
            p <- combn(ncol(m), 2, function(i) {{
              d <- round(m[, i[1]] - m[, i[2]], 9)
              wilcox.test(d)$p.value
            }})
            list(m = m, k = ncol(m), chi = f$statistic, df = f$parameter, p = f$p.value,
                 adj = p.adjust(p, "{method}"))"""
        }
    )["it"]
    k = int(theirs["k"][0])
    columns = np.array(theirs["m"]).reshape(k, -1)
    groups = {f"c{i}": column for i, column in enumerate(columns)}
    omnibus, *pairs = run("friedman", groups, pairs="all", correction=correction).comparisons
    assert omnibus.value == pytest.approx(theirs["chi"][0], rel=1e-9)
    assert omnibus.df == pytest.approx(theirs["df"])
    assert omnibus.p == pytest.approx(theirs["p"][0], rel=1e-6, abs=1e-300)
    assert [c.adjusted for c in pairs] == pytest.approx(theirs["adj"], rel=1e-6)


# ---------------------------------------------------------------- Dunnett

DUNNETT = """
library(multcomp); set.seed(1)
fit <- aov(v ~ g)
s <- summary(glht(fit, linfct = mcp(g = "Dunnett"), alternative = "ALT"),
             test = adjusted(maxpts = 1e6, abseps = 1e-7, releps = 0))
ci <- confint(s, calpha = adjusted_calpha(maxpts = 2e6, abseps = 1e-7))
list(v = v, g = as.integer(g), t = s$test$tstat, p = s$test$pvalues, low = ci$confint[, 2],
     high = ci$confint[, 3])
"""


@pytest.mark.parametrize("side", ["two-sided", "less", "greater"])
@pytest.mark.parametrize("data", ["PlantGrowth", "warpbreaks"])
def test_dunnett_as_multcomp_says(data, side):
    r.require("multcomp", needed=False)
    alternative = "two.sided" if side == "two-sided" else side
    theirs = r.evaluate({"it": f"{SEVERAL[data]};{DUNNETT.replace('ALT', alternative)}"})["it"]
    found = run("dunnett", grouped(theirs), control="g1", alternative=side).comparisons
    assert [c.value for c in found] == pytest.approx(theirs["t"], rel=1e-9)
    assert [c.p for c in found] == pytest.approx(theirs["p"], abs=1e-6)
    # Its critical value is drawn at random and good to three digits; the next test is strict.
    for c, low, high in zip(found, theirs["low"], theirs["high"], strict=True):
        slack = 1e-3 * abs(c.effect.value / c.value) * 3
        assert (c.effect.low, c.effect.high) == pytest.approx((low, high), abs=slack)


# The definition as two nested integrals, by R's adaptive quadrature.
DUNNETT_BY_HAND = """
n <- as.vector(table(g)); m <- as.vector(tapply(v, g, mean)); df <- length(v) - length(n)
s <- sqrt(sum((v - m[g])^2) / df); t <- (m[-1] - m[1]) / (s * sqrt(1 / n[-1] + 1 / n[1]))
inner <- function(limit) sapply(limit, function(x) integrate(function(z) {
  a <- outer(sqrt(n[-1] / n[1]), z); q <- x * sqrt(1 + n[-1] / n[1]); dnorm(z) * apply(INSIDE, 2, prod)
}, -9, 9, rel.tol = 1e-9)$value)
one <- function(x) 1 - integrate(function(w) dchisq(w, df) * inner(x * sqrt(w / df)),
  qchisq(1e-13, df), qchisq(1e-13, df, lower.tail = FALSE), rel.tol = 1e-8)$value
all <- function(x) list(v = v, g = as.integer(g), t = t, p = sapply(x, one))
"""


@pytest.mark.parametrize("side", ["two-sided", "less", "greater"])
@pytest.mark.parametrize("data", ["PlantGrowth", "warpbreaks", "chickwts"])
def test_dunnett_as_base_r_integrates_it(data, side):
    r.require()
    inside = "pnorm(a + q) - pnorm(a - q)" if side == "two-sided" else "pnorm(a + q)"
    size = {"two-sided": "abs(t)", "greater": "t", "less": "-t"}[side]
    theirs = r.evaluate({"it": f"{SEVERAL[data]}; {DUNNETT_BY_HAND.replace('INSIDE', inside)} all({size})"})[
        "it"
    ]
    found = run("dunnett", grouped(theirs), control="g1", alternative=side).comparisons
    assert [c.value for c in found] == pytest.approx(theirs["t"], rel=1e-9)
    assert [c.p for c in found] == pytest.approx(theirs["p"], abs=1e-7)
    # The intervals are as wide as the critical value says, which leaves out 5 %.
    effect = found[0].effect
    far = effect.high if side == "less" else effect.low
    critical = abs(effect.value - far) / abs(effect.value / found[0].value)
    again = r.evaluate(
        {"it": f"{SEVERAL[data]}; {DUNNETT_BY_HAND.replace('INSIDE', inside)} all({critical!r})"}
    )
    assert again["it"]["p"] == pytest.approx([0.05], abs=1e-7)


def test_dunnett_needs_a_control_and_corrects_by_itself():
    groups = {"a": np.arange(4.0), "b": np.arange(4.0) + 1, "c": np.arange(4.0)}
    with pytest.raises(SpecError, match="none is named; name it, as in control: a"):
        run("dunnett", groups)
    with pytest.raises(SpecError, match="by itself"):
        run("dunnett", groups, control="a", correction="holm")
    with pytest.raises(SpecError, match="names a group 'd' that is not in the data"):
        run("dunnett", groups, control="d")


@pytest.mark.parametrize("test", ["anova", "welch-anova", "kruskal", "friedman"])
def test_tests_of_several_groups_have_no_direction(test):
    groups = {"a": np.arange(4.0), "b": np.arange(4.0) ** 2, "c": np.arange(4.0) + 0.5}
    with pytest.raises(SpecError, match="has no direction"):
        run(test, groups, alternative="less")


@pytest.mark.parametrize("test", ["anova", "welch-anova", "kruskal", "friedman"])
def test_pairs_are_compared_only_when_asked_for(test):
    groups = {"a": np.arange(6.0), "b": np.arange(6.0)[::-1] ** 1.5, "c": np.arange(6.0) + 0.5}
    assert len(run(test, groups).comparisons) == 1
    some = run(test, groups, pairs=(("c", "a"),)).comparisons
    assert [c.groups for c in some[1:]] == [("c", "a")]


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ((("a", "x"),), "names a group 'x' that is not in the data"),
        ((("a", "a"),), "compares a group with itself"),
        ((("a", "b"), ("b", "a")), "named twice"),
        ((), "pairs is empty"),
    ],
)
def test_pairs_that_make_no_sense(pairs, message):
    groups = {"a": np.arange(6.0), "b": np.arange(6.0) + 1, "c": np.arange(6.0)}
    with pytest.raises(SpecError, match=message):
        run("anova", groups, pairs=pairs)
