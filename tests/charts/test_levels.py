"""Levels of very many rows are those of `Table.levels`, found faster."""

from __future__ import annotations

import time

import numpy as np
import pytest

from natfig.charts._levels import level_codes, split_levels
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.spec.models import _ColorChannel

COLUMNS = {
    "text": np.array(["b", "a", "b", "c"], dtype=object),
    "mixed": np.array([1, "1", 1.0, "a"], dtype=object),
    "whole": np.array([3, 1, 3, 2]),
    "floats": np.array([1.0, 2.5, 1.0, 10.0]),
    "bools": np.array([True, False, True, True]),
    "dates": np.array(["2020-01-02", "2020-01-01", "2020-01-02", "2021-01-01"], dtype="datetime64[D]"),
}
TABLE = Table("t", COLUMNS)


@pytest.mark.parametrize("field", COLUMNS)
def test_levels_are_those_of_the_table(field):
    levels, codes = level_codes(TABLE, _ColorChannel(field=field), "color")
    assert levels == TABLE.levels(field)
    wanted = {level: rows.columns for level, rows in TABLE.groups(field)}
    for level, at in split_levels(TABLE, _ColorChannel(field=field)):
        assert TABLE.take(at)[field].tolist() == wanted[level][field].tolist()
    assert len(codes) == 4


def test_order_decides_and_may_forget_nothing():
    levels, codes = level_codes(TABLE, _ColorChannel(field="text", order=("c", "b", "a")), "color")
    assert (levels, codes.tolist()) == (["c", "b", "a"], [1, 2, 1, 0])
    with pytest.raises(DataError, match=r"color\.order leaves out 'c'"):
        level_codes(TABLE, _ColorChannel(field="text", order=("b", "a")), "color")


def test_a_million_rows_take_a_moment():
    table = Table("t", {"g": np.array(["control", "treated"] * 500_000, dtype=object)})
    start = time.perf_counter()
    assert len(split_levels(table, _ColorChannel(field="g"))) == 2
    assert time.perf_counter() - start < 2
