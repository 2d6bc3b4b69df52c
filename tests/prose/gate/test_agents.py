import pytest

from natfig.prose.gate.compare import compare_texts


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "Heating the solution prevented the crystals from forming.",
            "Crystal formation prevented the solution from heating.",
        ),
        (
            "The lawyers of the firm advised the owners of the mill.",
            "The owners of the mill advised the lawyers of the firm.",
        ),
        (
            "The town in the valley was larger than the town on the coast.",
            "The town on the coast was larger than the town in the valley.",
        ),
        (
            "The decrease in oxygen caused a decline in the number of fish.",
            "The decrease in the number of fish caused a decline in oxygen.",
        ),
    ],
)
def test_exchanged_sides_are_seen(original, revised):
    assert "roles-swapped" in {r.code for r in compare_texts(original, revised).reasons}


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        ("The kinase activates the receptor.", "The receptor is activated by the kinase."),
        ("Survival differed between the strains.", "The strains differed in survival."),
        (
            "Mothers' education was associated with vaccination coverage.",
            "Vaccination coverage was associated with mothers' education.",
        ),
        ("After 3 h the drug lowered the pulse.", "The drug lowered the pulse after 3 h."),
    ],
)
def test_the_same_roles_pass(original, revised):
    assert compare_texts(original, revised).accepted
