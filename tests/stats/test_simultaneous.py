"""Tukey's and Dunnett's distributions against other programs and published tables."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from natfig.stats.simultaneous import dunnett_critical, dunnett_sf, tukey_critical, tukey_sf
from oracles import r


@pytest.mark.parametrize(
    ("q", "groups", "df"),
    [
        (4.4, 3, 27),
        (1.2, 6, 66),
        (12, 3, 5),
        (3.5, 2, 1),
        (5, 3, 2.3),
        (8, 12, 1000),
        (4, 29, 8),
        (6, 80, 50),
    ],
)
def test_tukey_as_scipy_integrates_it(q, groups, df):
    assert tukey_sf(q, groups, df) == pytest.approx(
        float(stats.studentized_range.sf(q, groups, df)), rel=1e-8
    )


def test_tukey_as_r_has_it():
    r.require()
    cases = [(q, k, df) for q in (0.5, 2, 4, 6) for k in (2, 5, 11) for df in (10, 25, 300)]
    theirs = r.evaluate({str(c): f"ptukey({c[0]}, {c[1]}, {c[2]}, lower.tail = FALSE)" for c in cases})
    for case in cases:
        assert tukey_sf(*case) == pytest.approx(theirs[str(case)]["value"][0], abs=1e-7)


# Upper 5 % points of the studentized range: Pearson and Hartley, Biometrika Tables (1966), table 29.
@pytest.mark.parametrize(("groups", "df", "q"), [(3, 10, 3.88), (4, 20, 3.96), (10, 60, 4.65), (2, 5, 3.64)])
def test_tukeys_published_critical_values(groups, df, q):
    assert tukey_critical(0.95, groups, df) == pytest.approx(q, abs=0.005)


# Dunnett (1955), tables 1a and 2a: equal groups, 5 %.
@pytest.mark.parametrize(
    ("others", "df", "side", "t"),
    [
        (3, 16, "two-sided", 2.59),
        (3, 16, "greater", 2.23),
        (2, 10, "greater", 2.15),
        (9, 20, "greater", 2.60),
        (1, 12, "two-sided", 2.18),
    ],
)
def test_dunnetts_published_critical_values(others, df, side, t):
    assert dunnett_critical(0.95, 5, np.full(others, 5), df, side) == pytest.approx(t, abs=0.006)


@given(st.floats(0.01, 30), st.integers(1, 200), st.integers(1, 500), st.integers(1, 500))
def test_one_comparison_is_students_t(t, df, control, other):
    n = np.array([other])
    expected = 2 * float(stats.t.sf(t, df))
    assert dunnett_sf(t, control, n, df) == pytest.approx(expected, rel=1e-8, abs=1e-16)
    assert dunnett_sf(t, control, n, df, "greater") == pytest.approx(expected / 2, rel=1e-8, abs=1e-16)
    assert tukey_sf(t * 2**0.5, 2, df) == pytest.approx(expected, rel=1e-8, abs=1e-16)


@given(st.floats(0.2, 8), st.integers(2, 60), st.integers(2, 12))
def test_more_groups_make_it_less_certain_but_no_worse_than_bonferroni(t, df, k):
    one, many = (dunnett_sf(t, 10, np.full(n, 10), df) for n in (1, k))
    assert one <= many * (1 + 1e-12)
    assert many <= min(1, k * one) * (1 + 1e-9)


@pytest.mark.parametrize("q", [0.0, -3.0])
def test_no_range_is_always_exceeded(q):
    assert tukey_sf(q, 3, 10) == 1


def test_groups_of_very_different_sizes():
    # A control of three among ten thousand: the comparisons all but share the control's error.
    p = dunnett_sf(2.5, 3, np.array([10_000, 10_000, 10_000]), 50)
    alone = 2 * float(stats.t.sf(2.5, 50))
    assert alone < p < 1.05 * alone
