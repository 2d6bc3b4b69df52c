"""Relative clauses: who does it, and to whom."""

import pytest

from natfig.prose.gate.compare import compare_texts

BAD = [
    ("Dykes which cut the sill were mapped.", "Dykes cut by the sill were mapped."),
    ("Nurses who trusted the doctors were asked.", "Nurses whom the doctors trusted were asked."),
    ("The lab that funded the survey owns it.", "The lab that the survey funded owns it."),
    ("Loss that is driven by heat exceeds the gain.", "Loss that drives heat exceeds the gain."),
]
GOOD = [
    ("Dykes which cut the sill were mapped.", "Dykes that cut the sill were mapped."),
    ("Dykes that were cut by the sill were mapped.", "Dykes cut by the sill were mapped."),
    ("Cells that were grown in agar were counted.", "Cells grown in agar were counted."),
]


@pytest.mark.parametrize(("original", "revised"), BAD)
def test_refused(original, revised):
    verdict = compare_texts(original, revised)
    assert "roles-swapped" in [reason.code for reason in verdict.reasons]


@pytest.mark.parametrize(("original", "revised"), GOOD)
def test_passed(original, revised):
    verdict = compare_texts(original, revised)
    assert verdict.accepted, verdict.reasons
