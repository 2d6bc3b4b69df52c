import pytest

from natfig.prose.gate.compare import compare_texts


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "Dogs in the control arm, who had a higher weight, were scanned before dogs in the drug arm.",
            "Dogs in the control arm were scanned before dogs in the drug arm, who had a higher weight.",
        ),
        (
            "Lakes in the north, which freeze, feed the rivers of the south.",
            "Lakes in the north feed the rivers of the south, which freeze.",
        ),
        (
            "Fish from pond A, which were larger, ate fish from pond B.",
            "Fish from pond A ate fish from pond B, which were larger.",
        ),
        (
            "The furnace that failed in May stood next to the kiln.",
            "The furnace stood next to the kiln that failed in May.",
        ),
        (
            "The eastern lakes, whose shores are steep, drain into the western lakes.",
            "The eastern lakes drain into the western lakes, whose shores are steep.",
        ),
        (
            "We compared the first cohort, which was older on average, with the second cohort.",
            "We compared the first cohort with the second cohort, which was older on average.",
        ),
    ],
)
def test_a_clause_may_not_move_to_another_noun(original, revised):
    assert not compare_texts(original, revised).accepted


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "The furnace which failed in May stood next to the kiln.",
            "The furnace that failed in May stood next to the kiln.",
        ),
        (
            "We mixed the first batch, which was older, with the second batch.",
            "The first batch, which was older, was mixed with the second batch.",
        ),
        (
            "The cells were put into a chamber, which was kept at 37 °C.",
            "The cells were placed in a chamber, which was kept at 37 °C.",
        ),
        (
            "Patients of the control arm, who had a higher body weight, were scanned first.",
            "Patients in the control arm, who had a higher body weight, were scanned first.",
        ),
    ],
)
def test_a_clause_may_be_said_otherwise_of_its_noun(original, revised):
    assert compare_texts(original, revised).accepted, compare_texts(original, revised).reasons


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "Sales of seed, which make up half of all sales, fell after the reform.",
            "All sales, half of which are of seed, fell after the reform.",
        ),
        (
            "The nurses of the ward, who formed most of the sample, disliked the new shifts.",
            "The sample, most of which were nurses of the ward, disliked the new shifts.",
        ),
        (
            "Feldspar grains, which form a third of the sand, were dissolved by the acid.",
            "The sand, a third of which is feldspar grains, was dissolved by the acid.",
        ),
        (
            "Cattle emissions, which are a major part of farm emissions, were taxed first.",
            "Farm emissions, a major part of which are cattle emissions, were taxed first.",
        ),
    ],
)
def test_a_part_may_not_hand_its_verb_to_the_whole(original, revised):
    assert not compare_texts(original, revised).accepted


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "The exports of machinery, which form a large part of the total exports, were hit hardest.",
            "Exports of machinery, which form a large part of total exports, were hit hardest.",
        ),
        (
            "Feldspar grains, which form a third of the sand, were dissolved by the acid.",
            "Feldspar grains, which make up a third of the sand, were dissolved by the acid.",
        ),
        (
            "The nurses of the ward, who formed most of the sample, disliked the new shifts.",
            "The ward nurses, who formed most of the sample, disliked the new shifts.",
        ),
        (
            "The acid dissolved the sand, a third of which is feldspar.",
            "The sand, a third of which is feldspar, was dissolved by the acid.",
        ),
    ],
)
def test_a_part_may_be_named_otherwise(original, revised):
    assert compare_texts(original, revised).accepted, compare_texts(original, revised).reasons


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "The method was taken from Weber (2011), as recommended by Costa (2015).",
            "The method was taken from Weber (2011), who recommended it (Costa, 2015).",
        ),
        (
            "The map of Olsen (1999) was redrawn, as Berg (2004) had suggested.",
            "The map was redrawn, as Olsen (1999) had suggested (Berg, 2004).",
        ),
        (
            "The index of Kim (2008) was simplified following a proposal of Sato (2012).",
            "The index was simplified following a proposal of Kim (2008) (Sato, 2012).",
        ),
        (
            "The bound of Ito (1990) was reported to be loose by Roth (1997).",
            "Ito (1990) reported that the bound is loose (Roth, 1997).",
        ),
    ],
)
def test_what_one_source_said_may_not_be_given_to_another(original, revised):
    assert not compare_texts(original, revised).accepted


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        (
            "The scale of Rossi (2006) was shortened, as was proposed by Duarte (2013).",
            "The scale of Rossi (2006) was shortened, as proposed by Duarte (2013).",
        ),
        (
            "The map of Olsen (1999) was redrawn, as Berg (2004) had suggested.",
            "The map of Olsen (1999) was redrawn, as had been suggested by Berg (2004).",
        ),
        (
            "The method was taken from Weber (2011), which had been recommended by Costa (2015).",
            "The method was taken from Weber (2011), as had been recommended by Costa (2015).",
        ),
        (
            "The index of Kim (2008) was used, and its simplification was proposed by Sato (2012).",
            "The index of Kim (2008) was used, and Sato (2012) proposed its simplification.",
        ),
    ],
)
def test_a_source_may_be_named_before_or_behind(original, revised):
    assert compare_texts(original, revised).accepted, compare_texts(original, revised).reasons
