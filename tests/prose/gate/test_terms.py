"""Names, genes, units."""

import pytest

from natfig.prose.gate.compare import compare_texts

BAD = [
    ("We used Trp53 mice.", "We used TP53 mice.", "term-changed"),
    ("The pH was low.", "The PH was low.", "term-changed"),
    ("Values are in mM.", "Values are in mm.", None),
    ("Mg was added.", "It contained Mg.", None),
    ("The content of Mg was low.", "The content of mg was low.", "case-changed"),
    ("The accuracy was high.", "The precision was high.", "term-changed"),
    ("The prevalence was high.", "The incidence was high.", "term-changed"),
    ("The mean was high.", "The median was high.", "term-changed"),
    ("Patients were fed.", "Participants were fed.", "term-changed"),
    ("Reactive oxygen species (ROS) formed.", "Reactive oxygen species formed.", "term-lost"),
    ("Reactive oxygen species formed.", "Reactive oxygen species (ROM) formed.", "term-added"),
    ("IL-6 rose.", "IL-8 rose.", "term-changed"),
    ("NF-κB rose.", "NF-kB rose.", "term-changed"),
    ("α-synuclein rose.", "β-synuclein rose.", None),
    ("Notch was active.", "It was Notch.", None),
    ("The sensitivity was 5%.", "The specificity was 5%.", "term-changed"),
]
GOOD = [
    ("Reactive oxygen species formed.", "Reactive oxygen species (ROS) formed."),
    ("The polymerase chain reaction failed.", "The PCR failed."),
    ("The Western blot failed.", "The western blot failed."),
    ("IL-6-deficient mice died.", "Mice deficient in IL-6 died."),
    ("RNAs were found.", "RNA was found."),
    ("Dose-dependent growth was told.", "Dose dependent growth was told."),
]


@pytest.mark.parametrize(("original", "revised", "code"), BAD)
def test_refused(original, revised, code):
    verdict = compare_texts(original, revised)
    assert not verdict.accepted
    assert code is None or code in [reason.code for reason in verdict.reasons]


@pytest.mark.parametrize(("original", "revised"), GOOD)
def test_passed(original, revised):
    verdict = compare_texts(original, revised)
    assert verdict.accepted, verdict.reasons
