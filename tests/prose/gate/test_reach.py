import pytest

from natfig.prose.gate.compare import compare_texts


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "In women, the treatment lowered blood pressure and improved sleep.",
            "The treatment lowered blood pressure and, in women, improved sleep.",
        ),
        (
            "At high temperatures, the alloy softens and its ductility increases.",
            "The alloy softens, and at high temperatures its ductility increases.",
        ),
        (
            "If the soil is dry, seeds remain dormant and roots stop growing.",
            "Seeds remain dormant and, if the soil is dry, roots stop growing.",
        ),
        (
            "The gene is expressed in roots and, under drought, in leaves.",
            "Under drought, the gene is expressed in roots and leaves.",
        ),
        (
            "Coral cover fell at sites near the coast, and fish diversity declined.",
            "Coral cover fell, and fish diversity declined at sites near the coast.",
        ),
    ],
)
def test_another_reach_is_seen(original, revised):
    assert "scope-moved" in {r.code for r in compare_texts(original, revised).reasons}


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "In the autumn of 2014, we sampled soils and measured their pH.",
            "We sampled soils and measured their pH in the autumn of 2014.",
        ),
        (
            "In mice, weight rose, and in rats, it fell.",
            "Weight rose in mice, and in rats it fell.",
        ),
        (
            "When the flow exceeded 2 mL/min, the droplets merged.",
            "The droplets merged when the flow exceeded 2 mL/min.",
        ),
    ],
)
def test_the_same_reach_passes(original, revised):
    assert compare_texts(original, revised).accepted
