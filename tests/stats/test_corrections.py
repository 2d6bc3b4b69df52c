"""Corrections for the number of comparisons against R's p.adjust."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.core.errors import UsageError
from natfig.stats.corrections import CORRECTIONS, adjust
from oracles import r

IN_R = {
    "none": "none",
    "bonferroni": "bonferroni",
    "holm": "holm",
    "hochberg": "hochberg",
    "bh": "BH",
    "by": "BY",
}
SETS = {
    "spread": [0.01, 0.02, 0.03, 0.04, 0.05],
    "unsorted": [0.9, 1e-12, 0.04, 0.2, 0.041, 0.0399, 1e-300],
    "ties": [0.02, 0.02, 0.5, 0.5, 0.02, 1.0],
    "ends": [0.0, 1.0, 0.5],
    "one": [0.03],
    "many": np.random.default_rng(2).beta(0.3, 2, 200).tolist(),
}


@pytest.mark.parametrize("method", IN_R)
def test_r_gives_the_same(method):
    r.require()
    given = {name: f"c({', '.join(map(repr, p))})" for name, p in SETS.items()}
    theirs = r.evaluate({name: f"p.adjust({p}, '{IN_R[method]}')" for name, p in given.items()})
    for name, p in SETS.items():
        assert adjust(p, method) == pytest.approx(theirs[name]["value"], rel=1e-12)


@pytest.mark.parametrize("p", [1e-18, 1e-9, 0.003, 0.4, 1.0, 0.0])
@pytest.mark.parametrize("m", [1, 2, 20])
def test_sidak_is_the_probability_of_any(p, m):
    expected = float(1 - (1 - Fraction(p)) ** m)
    assert adjust([p] * m, "sidak") == pytest.approx([expected] * m, rel=1e-12)


P = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(P, st.sampled_from(sorted(CORRECTIONS)))
def test_corrected_values_are_probabilities_in_the_same_order(p, method):
    found = adjust(p, method)
    assert np.all((found >= np.array(p) * (1 - 1e-12)) & (found <= 1))
    order = np.argsort(p, kind="stable")
    assert np.all(np.diff(found[order]) >= -1e-15)


@given(P)
def test_some_corrections_are_milder_than_others(p):
    holm, bonferroni, hochberg, bh = (adjust(p, m) for m in ("holm", "bonferroni", "hochberg", "bh"))
    assert np.all(bh <= hochberg * (1 + 1e-12))
    assert np.all(hochberg <= holm * (1 + 1e-12))
    assert np.all(holm <= bonferroni * (1 + 1e-12))


def test_nothing_to_correct():
    assert len(adjust([], "holm")) == 0


@pytest.mark.parametrize("p", [[-0.1], [1.1], [float("nan")]])
def test_what_is_no_probability(p):
    with pytest.raises(ValueError, match="outside 0 and 1"):
        adjust(p, "holm")


def test_an_unknown_correction():
    with pytest.raises(UsageError, match="unknown correction 'bonferoni'; did you mean 'bonferroni'"):
        adjust([0.1], "bonferoni")
