import pytest

from natfig.prose.gate.compare import compare_texts

KEPT = [
    ("Two oils were with hexane extracted.", "Two oils were extracted with hexane."),
    (
        "The dose was, for all 3 groups, in a pilot study determined.",
        "The dose was determined for all 3 groups in a pilot study.",
    ),
    (
        "The strain could to the genus Pantoea be assigned.",
        "The strain could be assigned to the genus Pantoea.",
    ),
    ("These genes are responsible of the loss.", "These genes are responsible for the loss."),
    ("The rate depends of the distance.", "The rate depends on the distance."),
    ("This valve is superior than the old one.", "This valve is superior to the old one."),
    ("We got always the same value.", "We always obtained the same value."),
    ("The tubes were emptied all on one day.", "The tubes were all emptied on one day."),
    ("Cells were let to attach overnight.", "Cells were allowed to attach overnight."),
    ("Few is known about the rebound.", "Little is known about the rebound."),
    ("In this paper we expose a new method.", "In this paper we present a new method."),
    (
        "From the sequences the isolate K3 could to this genus be assigned.",
        "The isolate K3 could be assigned to this genus from the sequences.",
    ),
    (
        "Blood was collected by a nurse from the vein after the volunteers had fasted for 10 h.",
        "A nurse collected blood from the vein after the volunteers had fasted for 10 h.",
    ),
    ("We harvest the tubers and weigh them.", "We harvested the tubers and weighed them."),
    (
        "Soil cores are taken in April 2018 and are air-dried.",
        "Soil cores were taken in April 2018 and were air-dried.",
    ),
    (
        "Strong winds prevailed in May. As a result of this, two stations were lost.",
        "Because strong winds prevailed in May, two stations were lost.",
    ),
]
CHANGED = [
    ("Two oils were with hexane extracted.", "Two oils with hexane were weighed."),
    (
        "Two oils were with hexane extracted and with ether washed.",
        "Two oils were extracted with ether and washed with hexane.",
    ),
    ("The strain could to the genus Pantoea be assigned.", "The strain was assigned to the genus Pantoea."),
    ("These genes are responsible of the loss.", "These genes are related to the loss."),
    (
        "The attitude of voters against the tax was measured.",
        "The attitude of voters for the tax was measured.",
    ),
    ("We got always the same value.", "We often obtained the same value."),
    ("The tubes were emptied all on one day.", "Not all tubes were emptied on one day."),
    ("Few is known about the rebound.", "Nothing is known about the rebound."),
    ("We dispose of the waste of the trial.", "We have the waste of the trial."),
    (
        "Blood was collected by a nurse from the vein after the volunteers had fasted for 10 h.",
        "A volunteer collected blood from the vein after the nurses had fasted for 10 h.",
    ),
    ("Bees harvest nectar and store it.", "Bees harvested nectar and stored it."),
    ("We harvest the tubers because they rot.", "We harvested the tubers because they rotted."),
    ("Taxes are raised in 2018.", "Taxes were raised in 2018."),
    ("Workers ignored the larvae.", "Workers ignore the larvae."),
    (
        "Strong winds prevailed in May. As a result of this, two stations were lost.",
        "Because two stations were lost, strong winds prevailed in May.",
    ),
    (
        "Strong winds prevailed in May. After this, two stations were lost.",
        "Because strong winds prevailed in May, two stations were lost.",
    ),
]


@pytest.mark.parametrize(("original", "revised"), KEPT)
def test_the_grammar_of_another_language_may_be_mended(original, revised):
    assert compare_texts(original, revised).accepted, compare_texts(original, revised).reasons


@pytest.mark.parametrize(("original", "revised"), CHANGED)
def test_mending_may_not_say_something_else(original, revised):
    assert not compare_texts(original, revised).accepted
