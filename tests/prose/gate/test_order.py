import pytest

from natfig.prose.gate.compare import compare_texts


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        ("The drift current weakens towards the coast.", "The current drift weakens towards the coast."),
        (
            "The roof of the tower fell in 1921.",
            "The tower of the roof fell in 1921.",
        ),
        (
            "Social capital is a contested concept in the literature.",
            "In the capital, social literature is a contested concept.",
        ),
        (
            "Villagers trusted the doctors more than the officials did.",
            "Villagers trusted the doctors more than the officials.",
        ),
        (
            "The manuscript was copied in Prague, probably by a monk.",
            "The manuscript was probably copied in Prague by a monk.",
        ),
        ("The cells were examined twice.", "The were examined cells twice."),
    ],
)
def test_neighbours_in_another_order_are_refused(original, revised):
    assert not compare_texts(original, revised).accepted


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        ("The uptake of glucose rose.", "Glucose uptake rose."),
        ("The nests that were found were empty.", "The nests found were empty."),
        ("The conductivity increased linearly.", "The conductivity linearly increased."),
        ("IL-6-deficient mice died.", "Mice deficient in IL-6 died."),
        ("Men smoked more than women did.", "Men smoked more than women."),
        ("We quantified chlorophyll a in water.", "Chlorophyll a was quantified in water."),
    ],
)
def test_words_that_may_change_places_pass(original, revised):
    assert compare_texts(original, revised).accepted
