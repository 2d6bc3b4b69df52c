"""What is not searched for must not be there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.qa.readers._svg import vocabulary
from natfig.qa.readers._svg.vocabulary import Vocabulary


@given(st.binary(max_size=60), st.binary(min_size=1, max_size=20), st.binary(max_size=60))
def test_a_word_that_is_there_may_be_held(before, word, after):
    data = before + word + after
    assert Vocabulary(data).may_hold(word)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary, "_LARGE", 1)
        assert Vocabulary(data).may_hold(word)


@pytest.mark.parametrize("most", [1, 1 << 20])
def test_a_word_that_is_missing_is_not(monkeypatch, most):
    monkeypatch.setattr(vocabulary, "_LARGE", most)
    held = Vocabulary(b'<path d="M 1.5,2.5 L 3e5 4Z" style="fill: none"/>')
    assert not held.may_hold(b"script:", b"export-filename")
    assert held.may_hold(b"script:", b"style")


def test_utf_16_may_hold_anything():
    assert Vocabulary("<svg/>".encode("utf-16")).may_hold(b"script")
