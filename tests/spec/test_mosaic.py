"""The layout mosaic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.spec.mosaic import default_mosaic, mosaic_faults, parse_mosaic


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("ab", ("ab",)),
        ("aab/ccb", ("aab", "ccb")),
        ("a a b\nc c b\n", ("aab", "ccb")),
        ("a/\n\n/b", ("a", "b")),
        (".a", (".a",)),
        ("", ()),
    ],
)
def test_rows(text, rows):
    assert parse_mosaic(text) == rows


@pytest.mark.parametrize("text", ["ab", "aab/ccb", "a.\n.b", "aa/aa", "aab/aab/ccc", "a/b/c"])
def test_sound(text):
    assert mosaic_faults(parse_mosaic(text)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "the layout holds no panel"),
        ("../..", "the layout holds no panel"),
        ("ab/c", "the rows of the layout differ in length: 'ab' has 2, 'c' has 1; fill up with '.'"),
        ("aab/cab", "panel a does not fill a rectangle of the layout"),
        ("aba", "panel a does not fill a rectangle of the layout"),
        ("a./.a", "panel a does not fill a rectangle of the layout"),
        ("aA", "the journal decides the case of the drawn letters"),
        ("a1", "the layout holds '1'; it takes the letters a to z"),
        ("a" * 41, "larger than 40 rows or columns"),
    ],
)
def test_faults(text, fault):
    assert any(fault in found for found in mosaic_faults(parse_mosaic(text)))


@pytest.mark.parametrize(
    ("letters", "rows"),
    [
        ("a", ("a",)),
        ("abc", ("abc",)),
        ("abcd", ("ab", "cd")),
        ("abcde", ("abc", "de.")),
        ("abcdefg", ("abc", "def", "g..")),
    ],
)
def test_default(letters, rows):
    assert default_mosaic(list(letters)) == rows


@given(st.integers(1, 26))
def test_a_default_is_sound_and_complete(count):
    letters = [chr(97 + i) for i in range(count)]
    rows = default_mosaic(letters)
    assert mosaic_faults(rows) == []
    assert sorted("".join(rows).replace(".", "")) == letters


@given(st.text(alphabet="ab.c/\n A1", max_size=60))
def test_any_text_is_sound_or_has_a_fault(text):
    rows = parse_mosaic(text)
    if not mosaic_faults(rows):
        assert len({len(row) for row in rows}) == 1


@given(st.text(max_size=200))
def test_no_text_breaks_it(text):
    mosaic_faults(parse_mosaic(text))
