import pytest

from natfig.prose.gate.compare import compare_texts


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "Heating before pressing gave denser pellets than heating after pressing.",
            "Heating after pressing gave denser pellets than heating before pressing.",
        ),
        (
            "Growth was limited by nitrogen rather than phosphorus.",
            "Phosphorus rather than nitrogen limited growth.",
        ),
        (
            "What limits growth is nitrogen rather than phosphorus.",
            "Growth is limited by phosphorus, not by nitrogen.",
        ),
        (
            "In contrast to the southern population, the northern population declined.",
            "In contrast to the northern population, the southern population declined.",
        ),
        (
            "All of the patients who relapsed had received the lower dose.",
            "All of the patients who had received the lower dose relapsed.",
        ),
        (
            "We found no evidence that the drug reduces mortality.",
            "We found evidence that the drug does not reduce mortality.",
        ),
        (
            "Bats that had been tagged returned earlier than bats that had not.",
            "Bats that had not been tagged returned earlier than bats that had.",
        ),
    ],
)
def test_what_stands_on_another_side_is_refused(original, revised):
    assert not compare_texts(original, revised).accepted


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "Growth was limited by nitrogen rather than phosphorus.",
            "Nitrogen rather than phosphorus limited growth.",
        ),
        (
            "What limits growth is nitrogen rather than phosphorus.",
            "Growth is limited by nitrogen, not by phosphorus.",
        ),
        (
            "Heating before pressing gave denser pellets than heating after pressing.",
            "Denser pellets were obtained by heating before pressing than by heating after pressing.",
        ),
    ],
)
def test_what_stays_on_its_side_passes(original, revised):
    assert compare_texts(original, revised).accepted
