"""Paint order matters only where it hides text."""

from qa.diff.pairs import differ, said

LABEL = '<text x="20" y="20" font-size="4">Dose</text>'
BOX = '<rect x="10" y="10" width="40" height="20" fill="#0F4D92"/>'
ASIDE = '<rect x="60" y="10" width="20" height="20" fill="#0F4D92"/>'


def test_a_box_painted_over_a_text():
    (change,) = differ(BOX + LABEL, LABEL + BOX).changes
    assert (change.kind, change.what, change.text) == ("covered", "text", "Dose")
    assert change.message == "“Dose” is covered or crossed by other ink now"


def test_and_back():
    (change,) = differ(LABEL + BOX, BOX + LABEL).changes
    assert change.kind == "uncovered"


def test_order_elsewhere_does_not_matter():
    assert said(ASIDE + LABEL, LABEL + ASIDE) == []


def test_a_text_that_was_covered_and_still_is():
    assert said(LABEL + BOX + ASIDE, LABEL + ASIDE + BOX) == []
