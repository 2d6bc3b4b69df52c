"""Text widths without R and matplotlib."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.backends.r.measure import broken, text_mm
from oracles import r

SIZE = 7.0
words = st.lists(st.text("abcdeW", min_size=1, max_size=8), min_size=1, max_size=8).map(" ".join)


def test_widths_are_those_of_r():
    r.require("ragg", "systemfonts")
    texts = ["Latency (ms)", "Throughput", "WWW", "iiii", "60"]
    code = 'systemfonts::string_width("{}", family = "Liberation Sans", size = 700, res = 72) / 100'
    said = r.evaluate({t: code.format(t) for t in texts})
    for text in texts:
        assert text_mm(text, SIZE) == pytest.approx(said[text]["value"][0] * 25.4 / 72, rel=0.02)


def test_a_formula_counts_as_its_letters():
    assert text_mm("CO$_2$", SIZE) == pytest.approx(text_mm("CO2", SIZE))


def test_the_widest_line_counts():
    assert text_mm("a\nabcdef\nb", SIZE) == text_mm("abcdef", SIZE)


@given(words, st.floats(2, 60))
def test_text_is_broken_between_words_alone(text, width):
    lines = broken(text, width, SIZE).split("\n")
    assert " ".join(lines) == text
    assert all(text_mm(line, SIZE) <= width or " " not in line for line in lines)


def test_a_formula_is_not_broken():
    assert broken("a b $x^2$ c d", 1.0, SIZE) == "a b $x^2$ c d"
