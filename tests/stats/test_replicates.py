"""From rows to independent observations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.core.errors import DataError
from natfig.stats.replicates import collapse


def test_technical_replicates_are_averaged_and_not_counted():
    found = collapse(
        [1.0, 3.0, 5.0, 2.0, 4.0, 9.0],
        ["wt", "wt", "wt", "ko", "ko", "ko"],
        ["m1", "m1", "m2", "m3", "m3", "m4"],
        unit="mice",
        column="mouse",
    )
    assert {g: v.tolist() for g, v in found.groups.items()} == {"wt": [2.0, 5.0], "ko": [3.0, 9.0]}
    assert found.units == {"wt": ("m1", "m2"), "ko": ("m3", "m4")}
    assert found.replicates.rows == {"wt": 3, "ko": 3}
    assert found.replicates.n == {"wt": 2, "ko": 2}
    assert (found.replicates.unit, found.replicates.column) == ("mice", "mouse")


def test_without_units_every_row_counts():
    found = collapse([1, 2, 3], ["a", "a", "b"], None)
    assert found.replicates.n == found.replicates.rows == {"a": 2, "b": 1}


def test_paired_values_are_aligned_by_subject():
    found = collapse(
        [1, 2, 30, 10, 12], ["pre", "pre", "post", "post", "post"], [7, 8, 8, 7, 7], design="paired"
    )
    assert found.subjects == ("7", "8")
    assert {g: v.tolist() for g, v in found.groups.items()} == {"pre": [1, 2], "post": [11, 30]}


def test_groups_come_in_the_order_asked_for_and_others_stay_out():
    found = collapse([1, 2, float("nan")], ["a", "b", "c"], None, order=("b", "a"))
    assert list(found.groups) == ["b", "a"]


def test_numbers_read_with_a_gap_are_named_as_they_were_written():
    found = collapse([1, 2], ["a", "b"], np.array([7.0, 8.5]))
    assert found.units == {"a": ("7",), "b": ("8.5",)}


@pytest.mark.parametrize(
    ("values", "groups", "units", "options", "message"),
    [
        (
            [1, 2],
            ["a", "b"],
            ["m1", "m1"],
            {"unit": "mice"},
            r"unit 'm1' \(mice\) is in groups 'a' and 'b' of an independent test; use a paired test",
        ),
        (
            [1, 2, 3],
            ["pre", "pre", "post"],
            ["s1", "s2", "s1"],
            {"design": "paired"},
            "subject 's2' has no value in group 'post', but a paired test",
        ),
        (
            [1, 2, 3, 4],
            ["pre", "pre", "pre", "post"],
            ["s1", "s2", "s3", "s1"],
            {"design": "paired"},
            r"subject 's2' has no value in group 'post' \(nor have 1 more\)",
        ),
        ([1, 2], ["a", "b"], None, {"design": "paired"}, "needs to know which rows belong together"),
        ([1, float("nan")], ["a", "b"], None, {}, r"row 2 \(group 'b'\) is no number"),
        ([1, float("inf")], ["a", "b"], None, {}, r"row 2 \(group 'b'\) is infinite"),
        ([1, 2], ["a", "b"], ["m1", None], {"column": "mouse"}, "row 2 has no unit in column 'mouse'"),
        ([1, 2], ["a", "b"], ["m1", ""], {}, "row 2 has no unit; every row needs"),
        ([1, 2], ["a", "b"], [1.0, float("nan")], {}, "row 2 has no unit"),
        ([1, 2], ["a"], None, {}, "there are 2 values, 1 groups and 2 units"),
    ],
)
def test_bad_data(values, groups, units, options, message):
    with pytest.raises(DataError, match=message):
        collapse(values, groups, units, **options)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 4), st.integers(-9, 9)), min_size=1))
def test_order_of_rows_changes_no_mean(rows):
    def means(given_rows):
        found = collapse(
            [v for *_, v in given_rows],
            [g for g, *_ in given_rows],
            [f"{g}{u}" for g, u, _ in given_rows],
        )
        return {
            g: dict(zip(found.units[g], found.groups[g].tolist(), strict=True)) for g in found.groups
        }, found.replicates.n

    forwards, backwards = means(rows), means(rows[::-1])
    assert forwards[1] == backwards[1]
    assert sum(forwards[1].values()) == len({(g, u) for g, u, _ in rows})
    for group, units in forwards[0].items():
        assert units == pytest.approx(backwards[0][group])
