import pytest

from natfig.prose.gate.compare import compare_texts


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        ("The strain was high around the notch.", "The strain was high in the notch."),
        ("Samples were taken near the river.", "Samples were taken in the river."),
        ("Trees along the road died.", "Trees on the road died."),
        ("Ions drift along the membrane.", "Ions drift across the membrane."),
        ("The seals rest between the rocks.", "The seals rest on the rocks."),
    ],
)
def test_where_something_is_stays(original, revised):
    assert not compare_texts(original, revised).accepted


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        ("Samples were taken within the lake.", "Samples were taken in the lake."),
        ("Results are shown on Figure 3.", "Results are shown in Figure 3."),
        ("Around 20 farms were visited.", "About 20 farms were visited."),
        ("It was measured through a probe.", "It was measured via a probe."),
    ],
)
def test_two_ways_to_say_where_are_one(original, revised):
    assert compare_texts(original, revised).accepted, compare_texts(original, revised).reasons
