"""The log-rank test, the hazard ratio and its constancy against R's survival."""

import numpy as np
import pytest

from natfig.core.errors import DataError, SpecError
from natfig.stats.cox import cox_groups
from natfig.stats.tests import tests
from natfig.stats.tests.base import Options, Sample
from oracles import r

# time, event and group; all of R's package survival (LGPL), and stay in R.
SETS = {
    "lung": "time <- lung$time; event <- lung$status == 2; g <- lung$sex",
    "ovarian": "time <- ovarian$futime; event <- ovarian$fustat; g <- ovarian$rx",
    "veteran": "time <- veteran$time; event <- veteran$status; g <- as.integer(veteran$celltype)",
    "leukemia": "time <- leukemia$time; event <- leukemia$status; g <- as.integer(leukemia$x)",
    "colon": "d <- subset(colon, etype == 2); time <- d$time; event <- d$status; g <- as.integer(d$rx)",
    "veteran by treatment": "time <- veteran$time; event <- veteran$status; g <- veteran$trt",
    "ties": "time <- ceiling(veteran$time / 60); event <- veteran$status; g <- veteran$trt",
}
PROGRAM = """
g <- factor(g, levels = rev(sort(unique(g))))  # ours: each group relative to the last
s <- survdiff(Surv(time, event) ~ g); fit <- coxph(Surv(time, event) ~ g); z <- cox.zph(fit)
list(time = time, event = event, g = as.integer(as.character(g)), chi = s$chisq, k = nlevels(g),
     p = pchisq(s$chisq, nlevels(g) - 1, lower.tail = FALSE), beta = rev(coef(fit)),
     low = rev(confint(fit)[, 1]), high = rev(confint(fit)[, 2]), zph = z$table["g", 3])
"""


@pytest.fixture(scope="module")
def answers():
    r.require("survival")
    return r.evaluate({name: f"{given}; {PROGRAM}" for name, given in SETS.items()}, packages=("survival",))


def grouped(theirs):
    time, event, code = (np.array(theirs[name]) for name in ("time", "event", "g"))
    return {f"g{c:g}": (time[code == c], event[code == c] == 1) for c in sorted(set(code.tolist()))}


def run(groups, **options):
    return tests.load("logrank").run(Sample(survival=groups), Options(**options))


@pytest.mark.parametrize("data", SETS)
def test_r_gives_the_same(answers, data):
    theirs = answers[data]
    groups = grouped(theirs)
    outcome = run(groups)
    found = outcome.comparisons[0]
    assert found.value == pytest.approx(theirs["chi"][0], rel=1e-9)
    assert found.df == (theirs["k"][0] - 1,)
    assert found.p == pytest.approx(theirs["p"][0], rel=1e-6)
    assert found.is_omnibus == (len(groups) > 2)
    assert outcome.assumptions[0].p == pytest.approx(theirs["zph"][0], rel=1e-6)
    assert outcome.assumptions[0].holds == (theirs["zph"][0] >= 0.05)
    fit = cox_groups(list(groups.values()))
    # coxph stops when the likelihood changes by less than one part in a billion.
    assert fit.log_ratio == pytest.approx(theirs["beta"], rel=1e-6)
    if len(groups) == 2:
        ends = np.log([found.effect.low, found.effect.high])
        assert ends == pytest.approx([theirs["low"][0], theirs["high"][0]], rel=1e-6)
        assert np.log(found.effect.value) == pytest.approx(theirs["beta"][0], rel=1e-6)


def test_pairs_come_after_all_groups(answers):
    groups = grouped(answers["colon"])
    omnibus, *pairs = run(groups, pairs="all", correction="bonferroni").comparisons
    assert omnibus.is_omnibus
    for found in pairs:
        alone = run({name: groups[name] for name in found.groups}).comparisons[0]
        assert (found.p, found.effect) == (alone.p, alone.effect)
        assert found.adjusted == pytest.approx(min(1, 3 * found.p))


# Remission times of Freireich et al. (1963), Blood 21, 699; the log-rank statistic is printed in
# textbooks as 16.79 on 1 df, Cox's log hazard ratio as 1.57 with a standard error of 0.41.
MP6 = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def read(text):
    items = text.split()
    return np.array([float(i.rstrip("+")) for i in items]), np.array([not i.endswith("+") for i in items])


def test_published_values_without_r():
    found = run({"placebo": read(PLACEBO), "6-MP": read(MP6)}).comparisons[0]
    assert found.value == pytest.approx(16.79, abs=0.005)
    assert found.p == pytest.approx(4.17e-5, rel=0.005)
    assert np.log(found.effect.value) == pytest.approx(1.57, abs=0.005)
    se = (np.log(found.effect.high) - np.log(found.effect.low)) / (2 * 1.959964)
    assert se == pytest.approx(0.41, abs=0.005)


def test_hazards_that_cross_are_said():
    rng = np.random.default_rng(5)
    early = np.concatenate([rng.uniform(0, 1, 60), rng.uniform(9, 10, 20)])
    late = np.concatenate([rng.uniform(0, 1, 10), rng.uniform(3, 5, 70)])
    outcome = run({"A": (early, np.ones(80, bool)), "B": (late, np.ones(80, bool))})
    assert outcome.assumptions[0].holds is False
    assert any("the ratio of the hazards changes with time" in w for w in outcome.warnings)


def test_a_group_without_events_has_no_hazard_ratio_but_a_test():
    a = np.arange(1.0, 9), np.ones(8, bool)
    b = np.arange(1.0, 9), np.zeros(8, bool)
    outcome = run({"A": a, "B": b})
    assert outcome.comparisons[0].p < 0.01
    assert outcome.comparisons[0].effect is None
    assert outcome.assumptions[0].holds is None
    assert any("has no finite estimate: 'B' had no event" in w for w in outcome.warnings)


def test_groups_that_part_completely_have_no_hazard_ratio():
    a = np.arange(1.0, 9), np.ones(8, bool)
    b = np.arange(21.0, 29), np.ones(8, bool)
    outcome = run({"A": a, "B": b})
    assert outcome.comparisons[0].effect is None
    assert any("has no finite estimate" in w for w in outcome.warnings)


YES, NO = np.ones(3, bool), np.zeros(3, bool)
T = np.array([1.0, 2, 3])


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ({"A": (T, NO), "B": (T, NO)}, "no event happened in any group"),
        ({"A": (T, YES), "B": (np.empty(0), np.empty(0, bool))}, "group 'B' has nobody in it"),
        ({"A": (T, YES), "B": (-T, YES)}, r"a time below 0 \(-3\)"),
        ({"A": (T, YES), "B": (np.array([1, np.nan, 2]), YES)}, "value 2 of group 'B' is no number"),
        ({"A": (T, YES), "B": (T, YES[:2])}, "3 times but 2 events"),
        ({"A": (T, YES), "B": (T / 10, NO)}, "never at risk together"),
    ],
)
def test_bad_data(groups, message):
    with pytest.raises(DataError, match=message):
        run(groups)


def test_one_group_and_a_direction():
    with pytest.raises(SpecError, match="at least two groups, but there is only 'A'"):
        run({"A": (T, YES)})
    with pytest.raises(SpecError, match="no direction"):
        run({"A": (T, YES), "B": (T, YES)}, alternative="less")
