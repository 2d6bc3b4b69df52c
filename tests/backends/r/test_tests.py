from itertools import combinations

import pytest

from natfig.backends.r._tests import Span, join_notes, rows_of


def span(start, end, half=0.3):
    middle = (start + end) / 2
    return Span(start, end, middle - half, middle + half)


@pytest.mark.parametrize(
    ("ends", "rows"),
    [
        ([(1, 2)], [0]),
        ([(1.05, 1.95), (2.05, 2.95)], [0, 0]),
        ([(1.05, 1.95), (2.05, 2.95), (1.05, 2.95)], [0, 0, 1]),
        ([(1, 2), (1, 3), (1, 4)], [0, 1, 2]),
        ([(1, 4), (2, 3)], [1, 0]),
    ],
)
def test_short_brackets_lie_under_long_ones(ends, rows):
    assert rows_of([span(*e) for e in ends]) == rows


def test_texts_wider_than_their_brackets_stand_on_rows_of_their_own():
    assert sorted(rows_of([span(1.05, 1.95, half=0.8), span(2.05, 2.95, half=0.8)])) == [0, 1]


def test_no_two_brackets_of_all_pairs_meet_on_one_row():
    spans = [span(a + 0.05, b - 0.05) for a, b in combinations(range(6), 2)]
    rows = rows_of(spans)
    for (a, i), (b, j) in combinations(zip(spans, rows, strict=True), 2):
        assert i != j or not a.meets(b)


def test_formulas_share_one_line_for_plotmath_has_no_second():
    assert join_notes(["$P$ = 0.2", "n = 3"]) == ["$P$ = 0.2; n = 3"]
    assert join_notes(["r = 0.2", "n = 3"]) == ["r = 0.2", "n = 3"]
