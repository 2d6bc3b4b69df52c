"""Which ones are meant, since when, and what varies with what."""

import pytest

from natfig.prose.gate.compare import compare_texts

BAD = [
    ("Patients who smoked were excluded.", "Patients, who smoked, were excluded.", "scope-changed"),
    ("The pumps, which leaked, were sold.", "The pumps that leaked were sold.", "scope-changed"),
    (
        "A drug that is taken daily must be safe.",
        "A drug, which is taken daily, must be safe.",
        "scope-changed",
    ),
    ("The plant has been running since 2015.", "The plant ran in 2015.", "time-changed"),
    ("Prices rose in the war.", "Prices have risen since the war.", "time-changed"),
    ("We plot the variation of heat with time.", "We plot the variation of time with heat.", "roles-swapped"),
]
GOOD = [
    ("Patients who smoked were excluded.", "Patients that smoked were excluded."),
    ("Rats lived on a diet that was replaced daily.", "Rats lived on a diet, which was replaced daily."),
    ("The plant has been running since the year 2015.", "The plant has been running since 2015."),
    ("We plot the variation of heat with time.", "The variation of heat with time is plotted."),
]


@pytest.mark.parametrize(("original", "revised", "code"), BAD)
def test_refused(original, revised, code):
    assert code in [reason.code for reason in compare_texts(original, revised).reasons]


@pytest.mark.parametrize(("original", "revised"), GOOD)
def test_passed(original, revised):
    verdict = compare_texts(original, revised)
    assert verdict.accepted, verdict.reasons
