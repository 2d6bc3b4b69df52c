"""Whether two sentences say one thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.manuscript.sentences import compare, normalised

LONG = "INT8 serving halves latency at every batch size."


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        (LONG, LONG, "same"),
        (LONG, "int8  serving halves latency, at every batch size", "same"),
        (LONG, "At every batch size INT8 serving halved the latency.", "near"),
        (LONG, "INT8 serving halves tail latency at every batch size.", "near"),
        (
            "INT8 does not halve latency at small batch sizes.",
            "INT8 does halve latency at small batch sizes.",
            "negated",
        ),
        ("Latency falls.", "Latency falls.", "same"),
        # another number, another word, another scope: another claim
        ("INT8 halves latency at batch size 1.", "INT8 halves latency at batch size 64.", None),
        ("INT8 serving raises throughput at every batch size.", LONG, None),
        ("Latency falls.", "Throughput rises.", None),
        ("Latency falls.", "Latency falls with load.", None),
        ("", "Latency falls.", None),
    ],
)
def test_likeness(one, other, likeness):
    assert compare(one, other) == likeness
    assert compare(other, one) == likeness


@given(st.text(max_size=80))
def test_a_sentence_is_like_itself(text):
    assert compare(text, text) == "same"
    assert normalised(normalised(text)) == normalised(text)
