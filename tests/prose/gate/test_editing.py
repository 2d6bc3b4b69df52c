"""Frames of sentences that editors mend: each reading with a revision that says it, and one that doesn't."""

import pytest

from natfig.prose.document import Passage
from natfig.prose.gate.compare import compare_texts
from natfig.prose.gate.editing import framed, is_ordinal_third, meant_by

FRAMES = [
    ("The present investigation failed.", "This study failed."),
    ("The authors of this article report it.", "We report it."),
    ("It can be seen from Fig. 3 that it rose.", "Fig. 3 shows that it rose."),
    ("It was found by us that it rose.", "we found that it rose."),
    ("It moved southward.", "It moved to the south."),
    ("Section 4 will discuss it.", "Section 4 discuss it."),
    ("The northward current rose.", "The northward current rose."),
    ("As can be seen in Fig. 3, it rose.", "As can be seen in Fig. 3, it rose."),
]
READINGS = [
    ("after washing three times in", "after three washes in", "three washes"),
    ("61 and 59 years", "61 years in A and 59 years in B", "61 years and 59 years"),
    ("640 mm of rain per year", "640 mm/year of rain", " per year of rain"),
    ("Several evidences exist.", "Several lines of evidence exist.", "lines of evidence"),
    ("Having heated it, we left.", "After it had been heated, we left.", "After having "),
    ("so that loss could be avoided", "to avoid loss", "to avoid loss"),
    ("the aim of this paper is to compare A", "this paper compares A", "this paper compares"),
]
UNREAD = [
    ("after washing three times in", "after two washes in"),
    ("61 and 59 years", "61 and 59 months"),
    ("640 mm of rain per year", "640 mm/day of rain"),
    ("Several proofs exist.", "Several lines of proof exist."),
    ("Having heated it, we left.", "Before it had been heated, we left."),
    ("so that loss could be avoided", "to cause loss"),
    ("the aim of this drug is to cure A", "this drug cures A"),
    ("We demonstrate that A", "We prove that A"),
]
BAD = [
    ("This paper deals with the question of how ants feed.", "This paper examines how ants breed."),
    ("The aim of this work is to prevent falls.", "This work prevents falls."),
    ("It was found by them that A rose.", "We found that A rose."),
]


@pytest.mark.parametrize(("text", "meant"), FRAMES)
def test_frames(text, meant):
    assert framed(Passage(text)).text == meant


@pytest.mark.parametrize(("old", "new", "meant"), READINGS)
def test_read_as_the_revision_has_it(old, new, meant):
    assert meant in [text for _, _, text in meant_by(old, new)]


@pytest.mark.parametrize(("old", "new"), UNREAD)
def test_not_read_otherwise(old, new):
    assert list(meant_by(old, new)) == []


def test_a_third_may_be_one_more():
    assert is_ordinal_third("a third coder settled them", "they were settled by a third.")
    assert not is_ordinal_third("it fell by a third.", "it fell by one third.")


@pytest.mark.parametrize(("original", "revised"), BAD)
def test_refused(original, revised):
    assert not compare_texts(original, revised).accepted
