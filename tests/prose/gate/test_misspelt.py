"""Misspelt words are taken for what was meant, and for nothing else."""

import pytest

from natfig.prose.gate.misspelt import misspelt
from natfig.prose.ledger import Ledger

MEANT = [
    ("The occurence of cracks.", "The occurrence of cracks.", "occurrence"),
    ("The seperation of phases.", "The separation of phases.", "separation"),
    ("It was independant of load.", "It was independent of load.", "independent"),
    ("A long questionaire was used.", "A long questionnaire was used.", "questionnaire"),
]
NOT_MEANT = [
    ("Grains of fluorite lay there.", "Grains of fluoride lay there."),
    ("A hypotensve response was seen.", "A hypertensive response was seen."),
    ("The affect of heat was small.", "The effect of heat was small."),
    ("The occurrence of cracks.", "The occurence of cracks."),
    ("The adsorbtion of dye was slow.", "The absorption of dye was slow."),
    ("The occurence of cracks.", "Cracks and their early occurrence."),
]


@pytest.mark.parametrize(("old", "new", "meant"), MEANT)
def test_slips_are_found(old, new, meant):
    ((start, end, word),) = misspelt(old, new)
    assert word == meant
    assert old[:start] + word + old[end:] == new


@pytest.mark.parametrize(("old", "new"), NOT_MEANT)
def test_other_words_are_left(old, new):
    assert list(misspelt(old, new)) == []


def test_terms_of_the_ledger_are_meant():
    old, new, _ = MEANT[1]
    assert list(misspelt(old, new, Ledger(terms={"seperation": ()}))) == []
