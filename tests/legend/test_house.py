"""How journals write letters, numbers of figures and decimals."""

import pytest

from natfig.journals import journals
from natfig.legend.house import house_of


def said(journal, letters):
    house = house_of(journals.load(journal), "production")
    return "".join(text for text, _, _ in house.letters(letters))


@pytest.mark.parametrize(
    ("journal", "letters", "text"),
    [
        ("nature", "a", "a, "),
        ("nature", "ab", "a, b, "),
        ("nature", "abc", "a–c, "),
        ("nature", "acd", "a, c, d, "),
        ("nature-machine-intelligence", "ab", "a, b, "),
        ("science", "a", "(A) "),
        ("science", "ab", "(A and B) "),
        ("science", "abcd", "(A–D) "),
        ("pnas", "ace", "(A, C, E) "),
        ("ieee", "bc", "(b and c) "),
        ("springer", "a", "a "),
        ("elsevier", "a", "(a) "),
        ("nature", "", ""),
    ],
)
def test_letters(journal, letters, text):
    assert said(journal, letters) == text


@pytest.mark.parametrize(
    ("journal", "bold", "italic"),
    [("nature", True, False), ("science", True, False), ("pnas", True, True), ("ieee", False, False)],
)
def test_letters_look_as_in_the_figure(journal, bold, italic):
    house = house_of(journals.load(journal), "production")
    (look,) = [(b, i) for text, b, i in house.letters(["a"]) if text.lower() == "a"]
    assert look == (bold, italic)


@pytest.mark.parametrize(("journal", "text"), [("nature", "Fig. 2 | "), ("science", "Fig. 2. ")])
def test_numbers_of_figures(journal, text):
    house = house_of(journals.load(journal), "production")
    assert house.prefix(2) == text
    assert house.prefix(None) == ""


def test_the_lancet_raises_its_decimal_points():
    lancet = house_of(journals.load("lancet"), "production")
    assert lancet.numerals("0.54 (0.45 to 0.64). End 2.") == "0·54 (0·45 to 0·64). End 2."
    assert house_of(journals.load("nature"), "production").numerals("0.54") == "0.54"


@pytest.mark.parametrize("name", journals.names())
def test_every_journal_has_letters(name):
    for stage in ("initial", "production"):
        house = house_of(journals.load(name), stage)
        text = "".join(t for t, _, _ in house.letters(["a", "b"]))
        assert "a" in text.lower()
        assert text.endswith(" ")
