"""Lists that "respectively" pairs, told one by one and the other way round."""

import pytest

from natfig.prose.document import Passage
from natfig.prose.gate.pair import compared
from natfig.prose.gate.reading import read
from natfig.prose.gate.respective import settled

LISTED = "Yields were 91%, 74% and 38% with Pd, Pt and Ni, respectively."


def found(original, revised):
    before = read(Passage(original))
    return settled(compared(before, read(Passage(revised), None, before)))


@pytest.mark.parametrize(
    "text",
    [
        "Yields were 91% with Pd, 74% with Pt and 38% with Ni.",
        "Yields with Pd were 91%, with Pt 74% and with Ni 38%.",
        "With Pd, Pt and Ni, yields were 91%, 74% and 38%, respectively.",
    ],
)
def test_the_same_pairs_are_found_either_way(text):
    assert {"pd", "pt", "ni"} <= set(found(LISTED, text)) == set(found(text, LISTED))


@pytest.mark.parametrize(
    "text",
    [
        "Yields were 74% with Pd, 91% with Pt and 38% with Ni.",
        "Yields were 91% with Pd and 74% with Pt.",
        "With Pt, Pd and Ni, yields were 91%, 74% and 38%, respectively.",
        "Pd, Pt and Ni were used, and 91%, 74% and 38% were found.",
    ],
)
def test_other_pairs_settle_nothing(text):
    assert found(LISTED, text) == frozenset()
