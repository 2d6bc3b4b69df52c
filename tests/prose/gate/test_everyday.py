"""Everyday edits are read as what they are, in the original only where the revision says what was meant."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.prose.document import Kind, Mark, Passage
from natfig.prose.gate.everyday import evened

EVEN = [
    ("It fell between the years 1790 and 1820.", "It fell between 1790 and 1820."),
    ("It made the choice of a lens easier.", "It facilitated the choice of a lens."),
    ("In this paper, we will present a proof.", "In this paper, we present a proof."),
    ("They meet on two occasions.", "They meet twice."),
]
MEANT = [
    ("Heated to 450oC.", "Heated to 450 °C."),
    ("A delay of 4.2us.", "A delay of 4.2 µs."),
    ("The Runge Kutta scheme.", "The Runge–Kutta scheme."),
    ("The amount of errors fell.", "The number of errors fell."),
    ("It was necessary to wait.", "we had to wait."),
]
LEFT = [
    ("The amount of salt fell.", "The number of salt fell."),
    ("The Runge Kutta scheme.", "The Runge Kutta-Nyström scheme."),
    ("It made it easier to see.", "It made it easier to see."),
    ("In this study, we will recruit nurses.", "In this study, we recruit nurses."),
]


@pytest.mark.parametrize(("one", "other"), EVEN)
def test_both_are_brought_to_one_form(one, other):
    a, b = evened(Passage(one), Passage(other))
    assert a.text.split() == b.text.split()
    b, a = evened(Passage(other), Passage(one))
    assert a.text.split() == b.text.split()


@pytest.mark.parametrize(("original", "revised"), MEANT)
def test_the_original_is_read_as_meant(original, revised):
    assert evened(Passage(original), Passage(revised))[0].text == revised
    assert evened(Passage(revised), Passage(original))[0].text == revised


@pytest.mark.parametrize(("original", "revised"), LEFT)
def test_what_is_something_else_is_left(original, revised):
    assert evened(Passage(original), Passage(revised)) == (Passage(original), Passage(revised))


def test_marks_stay():
    text = "In a study by Berg [14], it was shown that whales sing."
    original, _ = evened(Passage(text, (Mark(19, 23, Kind.CITATION, "[14]"),)), Passage(text))
    (mark,) = original.marks
    assert original.text[mark.start : mark.end] == "[14]"
    assert original.text.startswith("Berg [14] shown that")


@given(st.text(), st.text())
def test_any_text_is_read(one, other):
    a, b = evened(Passage(one), Passage(one))
    assert a == b
    evened(Passage(one), Passage(other))


@pytest.mark.parametrize(
    "part",
    [
        "Runge Kutta ",
        "in this paper, we will present and will ",
        "the amount of errors ",
        "it was necessary to go ",
        "make a ",
        "in a study by Al et al. ",
        "abcdefgh abcdefgg ",
        "lakes, in each of which ",
    ],
)
def test_time_grows_with_the_length(part):
    revised = "Runge–Kutta, number of errors, we had to go, µ °C, abcdefhg "

    def seconds(count):
        times = []
        for _ in range(3):
            begin = process_time()
            evened(Passage(part * count), Passage(revised * count))
            times.append(process_time() - begin)
        return min(times)

    short = seconds(200)
    assert seconds(2000) < 30 * short + 0.2
