"""What curves, forests and areas share."""

import math

import numpy as np
import pytest

from charts.staging import table
from natfig.charts import _curves as curves
from natfig.charts import charts
from natfig.core.errors import DataError

KINDS = ("roc", "forest", "survival", "area", "radar", "python")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_found_by_its_name(kind):
    chart = charts.load(kind)
    assert chart.id == kind
    assert chart.summary
    assert chart.aka


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_described(kind):
    described = charts.load(kind).Panel.model_fields
    own = set(charts.load(kind).Panel.__annotations__) - {"kind"}
    assert own
    assert all(described[name].description for name in own)


@pytest.mark.parametrize(("low", "high", "base", "expected"), [
    (0.2, 5, 2, [0.25, 0.5, 1, 2, 4]),
    (0.04, 30, 2, [0.0625, 0.25, 1, 4, 16]),
    (0.4, 1.7, 10, [0.5, 0.7, 1]),
    (0.09, 12, 10, [0.1, 1, 10]),
    (0.3, 3, 10, [0.5, 1, 2]),
])  # fmt: skip
def test_log_ticks(low, high, base, expected):
    assert curves.log_ticks(low, high, base) == pytest.approx(expected)


@pytest.mark.parametrize("base", [2, 10])
@pytest.mark.parametrize("low", [0.001, 0.03, 0.2, 0.45, 0.8])
@pytest.mark.parametrize("high", [1.1, 1.6, 3, 20, 400, 50_000])
def test_log_ticks_are_few_and_inside(low, high, base):
    ticks = curves.log_ticks(low, high, base)
    assert 2 <= len(ticks) <= 6
    assert ticks == sorted(set(ticks))
    assert all(low * (1 - 1e-9) <= t <= high * (1 + 1e-9) for t in ticks)


@pytest.mark.parametrize(("values", "chosen", "expected"), [
    ([0, 1, 1], None, [False, True, True]),
    ([0.0, 1.0, 1.0], None, [False, True, True]),
    ([True, False, True], None, [True, False, True]),
    (["dead", "alive", "dead"], "dead", [True, False, True]),
    ([1, 2, 2], 2, [False, True, True]),
    ([1, 1, 1], None, [True, True, True]),
])  # fmt: skip
def test_flags(values, chosen, expected):
    assert curves.flags(table(e=values), "e", chosen, "event_value").tolist() == expected


@pytest.mark.parametrize(("values", "chosen", "parts"), [
    (["dead", "alive"], None, ("'dead', 'alive'", "event_value: dead")),
    ([1, 2], None, ("'1', '2'", "event_value")),
    (["dead", "alive"], "ded", ("'ded'", "did you mean 'dead'?")),
])  # fmt: skip
def test_flags_that_cannot_be(values, chosen, parts):
    with pytest.raises(DataError) as caught:
        curves.flags(table(e=values), "e", chosen, "event_value")
    assert all(part in str(caught.value) for part in parts)


GRID = table(t=[1, 1, 2, 2], g=["a", "b", "a", "b"], v=[1.0, 2.0, 3.0, 4.0])


def test_a_complete_grid_lacks_nothing():
    assert curves.complete_grid(GRID, "t", "g") == []
    assert curves.complete_grid(GRID.take(np.array([0, 2])), "t", None) == []


def test_missing_pairs_are_named():
    with pytest.raises(DataError, match="t 2, g b"):
        curves.complete_grid(GRID.take(np.arange(3)), "t", "g")
    assert curves.complete_grid(GRID.take(np.arange(3)), "t", "g", may_lack=True) == ["2"]


@pytest.mark.parametrize("may_lack", [True, False])
def test_pairs_given_twice_are_named(may_lack):
    with pytest.raises(DataError, match="more than one row for t '1' and g 'a'"):
        curves.complete_grid(GRID.take(np.array([0, 0, 1, 2, 3])), "t", "g", may_lack=may_lack)


def test_long_lists_are_cut():
    assert curves.join_names([*"abc"]) == "'a', 'b', 'c'"
    assert curves.join_names([*"abcdefg"]) == "'a', 'b', 'c', 'd', 'e' and 2 more"


def test_width_of_text_grows_with_size_and_weight():
    width = curves.text_width_pt("Overall", 6)
    assert curves.text_width_pt("Overall", 12) == pytest.approx(2 * width, rel=0.05)
    assert curves.text_width_pt("Overall", 6, is_bold=True) > width
    assert math.isclose(curves.text_width_pt("", 6), 0)
