import pytest

from natfig.prose.gate.compare import compare_texts


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "Finally, the nurses were asked to rate their doctors on a scale from 1 to 5.",
            "Finally, doctors were asked to rate their nurses on a 1–5 scale.",
        ),
        (
            "Heat was led from the roof to the cellar by a pipe.",
            "A pipe led heat from the cellar to the roof.",
        ),
        (
            "The acid was added to the resin, which had been dried at 60 °C, and stirred.",
            "The acid, which had been dried at 60 °C, was added to the resin and stirred.",
        ),
    ],
)
def test_what_was_turned_round_is_refused(original, revised):
    assert not compare_texts(original, revised).accepted


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "Heat was led from the roof to the cellar by a pipe.",
            "A pipe led heat from the roof to the cellar.",
        ),
        ("The nurses were asked to rate the doctors.", "Nurses were asked to rate the doctors."),
        (
            "The acid was added to the solution of the resin, which had been cooled to 4 °C.",
            "The acid was added to the resin solution, which had been cooled to 4 °C.",
        ),
    ],
)
def test_what_was_only_said_otherwise_passes(original, revised):
    assert compare_texts(original, revised).accepted, compare_texts(original, revised).reasons
