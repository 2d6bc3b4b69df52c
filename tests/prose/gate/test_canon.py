import pytest

from natfig.prose.document import Kind, Mark, Passage
from natfig.prose.gate.canon import canonical
from natfig.prose.gate.compare import compare_texts

BROUGHT = [
    ("The dune moved in an eastward direction.", "The dune moved eastward."),
    ("It melted in a very rapid manner.", "It melted very rapidly."),
    ("It was checked on an annual basis.", "It was checked annually."),
    ("They had a clear tendency to cluster.", "They clearly tended to cluster."),
    ("The values are in good agreement with theory.", "The values agree well with theory."),
    ("It ran for a period of 3 h.", "It ran for 3 h."),
    ("After we'd rubbed it, it shone.", "After we had rubbed it, it shone."),
    ("We'd expect a rise.", "We'd expect a rise."),
    ("In case the pump fails, it stops.", "If the pump fails, it stops."),
    ("In case of fire it stops.", "In case of fire it stops."),
    ("The plots were 5 × 5 m.", "The plots were 5 m × 5 m."),
    ("It rose by a factor of 3.", "It rose 3 times."),
    ("It cost US$1.2 billion.", "It cost 1.2 billion US dollars."),
    ("The presence of pits was observed.", "pits was observed."),
]


@pytest.mark.parametrize(("said", "meant"), BROUGHT)
def test_what_is_said_at_length_is_brought_to_its_plain_form(said, meant):
    assert canonical(Passage(said)).text == meant
    assert canonical(Passage(meant)).text == meant


def test_what_is_protected_stays():
    said = "It ran for a period of 3 h [4]."
    passage = Passage(said, (Mark(said.index("["), said.index("]") + 1, Kind.CITATION, "[4]"),))
    brought = canonical(passage)
    assert brought.text[brought.marks[0].start : brought.marks[0].end] == "[4]"


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        ("The dune moved in an eastward direction.", "The dune moved westward."),
        ("It ran for a period of 3 h.", "It ran after 3 h."),
        ("It was checked on an annual basis.", "It was checked monthly."),
        ("They had a tendency to cluster.", "They clustered."),
        ("In case the pump fails, it stops.", "When it stops, the pump fails."),
        ("It rose by a factor of 3.", "It rose by 3."),
    ],
)
def test_what_means_something_else_is_refused(original, revised):
    assert not compare_texts(original, revised).accepted
