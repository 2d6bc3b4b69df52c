"""The bridge to R says what R says, and fails when R does."""

import math

import pytest

from oracles import r
from oracles.programs import OracleError


@pytest.fixture(autouse=True)
def _with_r():
    r.require()


def test_numbers_arrive_with_all_their_digits():
    found = r.evaluate(
        {"a b": "list(pi = pi, third = c(1/3, -1e-300))", 'quo"te': "c(NA, NaN, Inf, -Inf, TRUE)"}
    )
    assert found["a b"] == {"pi": [math.pi], "third": [1 / 3, -1e-300]}
    values = found['quo"te']["value"]
    assert [math.isnan(v) for v in values[:2]] == [True, True]
    assert values[2:] == [math.inf, -math.inf, 1.0]


def test_an_error_in_r_is_no_answer():
    with pytest.raises(OracleError, match="it went wrong"):
        r.evaluate({"a": "1", "b": "stop('it went wrong')"})


def test_a_missing_package_is_named():
    assert r.missing("no.such.package.here") == "R has no package no.such.package.here"
    assert r.missing("stats") is None
