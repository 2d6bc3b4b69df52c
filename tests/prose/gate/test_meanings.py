"""Words found again by their meaning, and neighbours of theirs that aren't."""

import pytest

from natfig.prose.gate.compare import compare_texts


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        ("The rocks were heated again after the intrusion.", "The rocks were reheated after the intrusion."),
        ("We left this year out.", "We omitted this year."),
        ("The lamp was turned off after 3 h.", "The lamp was switched off after 3 h."),
        ("The samples were acquired in May.", "The samples were obtained in May."),
        ("How fast the ice melts depends on dust.", "The rate at which the ice melts depends on dust."),
        ("The spectrum has two peaks.", "The spectrum contains two peaks."),
        ("We saw 30 animals or more.", "We saw at least 30 animals."),
        ("Because the data were noisy, we smoothed them.", "The data were noisy, so we smoothed them."),
        ("There was no evidence that the gene is active.", "Nothing suggested that the gene is active."),
        ("Nitrogen was added from 2004 to 2011.", "Nitrogen was added between 2004 and 2011."),
    ],
)
def test_what_is_meant_is_found_again(original, revised):
    assert compare_texts(original, revised).accepted


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        ("The lamp was turned off after 3 h.", "The lamp was turned on after 3 h."),
        ("The prices went up in May.", "The prices went down in May."),
        ("The vaccine was effective in adults.", "The vaccine was ineffective in adults."),
        ("How fast the ice melts depends on the dust.", "The dust depends on how fast the ice melts."),
        ("The data were noisy, so we smoothed them.", "We smoothed the data, so they were noisy."),
        ("Children whose parents read to them spoke earlier.",
         "Children whose parents spoke earlier read to them."),
        ("We fixed the cells and, 24 h later, stained them.",
         "We fixed the cells 24 h later and stained them."),
        ("In this colony, workers ignored the marked larvae.",
         "In this colony, workers ignore marked larvae."),
        ("The drill reached the base of the ice.", "The drill the base of the ice."),
        ("The stress at fracture was high.", "The strain at fracture was high."),
        ("Whether this holds is unclear at present.", "Whether this holds is unclear."),
    ],
)  # fmt: skip
def test_another_meaning_is_not(original, revised):
    assert not compare_texts(original, revised).accepted
