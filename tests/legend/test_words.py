"""Labels inside sentences, lists, counts and full stops."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.legend.words import (
    in_sentence,
    listed,
    n_range,
    n_words,
    plain_label,
    said_number,
    sentence,
    spelt,
    unit_of,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("log$_{10}$ MIC (µg/ml)", "log₁₀ MIC (µg/ml)"),
        ("Area (cm$^2$)", "Area (cm²)"),
        ("Rate (s$^{-1}$)", "Rate (s⁻¹)"),
        (r"$\mathrm{CO_2}$ (ppm)", "CO₂ (ppm)"),
        (r"$\alpha$ and $\beta_{max}$", "α and βₘₐₓ"),
        ("−log$_{10}$ P", "−log₁₀ P"),
        ("two\nlines", "two lines"),
        ("cost $5", "cost $5"),
    ],
)
def test_formulas_become_characters(text, plain):
    assert plain_label(text) == plain


@pytest.mark.parametrize(
    ("label", "unit"),
    [("Latency (ms)", "ms"), ("Rate (per s (peak))", "per s (peak)"), ("Batch", ""), ("(ms)", "")],
)
def test_the_unit_stands_in_the_last_brackets(label, unit):
    assert unit_of(label) == unit


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Batch size", "batch size"),
        ("UMAP 1", "UMAP 1"),
        ("CD4 count", "CD4 count"),
        ("Adélie mass", "Adélie mass"),
        ("Gini coefficient", "Gini coefficient"),
        ("Michaelis constant", "Michaelis constant"),
        ("Gram stain", "Gram stain"),
        ("Flavonoids", "flavonoids"),
        ("pH", "pH"),
        ("log₁₀ MIC", "log₁₀ MIC"),
    ],
)
def test_only_common_words_lose_their_capital(label, inside):
    assert in_sentence(label) == inside


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("two-sided t-test", "Two-sided t-test."),
        ("n = 5 runs", "n = 5 runs."),
        ("mRNA levels", "mRNA levels."),
        ("x-axis", "x-axis."),
        ("Done.", "Done."),
        ("Done..", "Done."),
        ("Really?.", "Really?."[:-1]),
        ("ends with a semicolon; ", "Ends with a semicolon."),
        ("log₁₀ MIC", "log₁₀ MIC."),
        ("", ""),
        ("   ", ""),
        ("mean ± s.d.", "Mean ± s.d."),
    ],
)
def test_sentences_end_once(text, said):
    assert sentence(text) == said


@given(st.text(max_size=60))
def test_a_sentence_is_a_fixed_point_and_never_ends_twice(text):
    once = sentence(text)
    assert sentence(once) == once
    assert not re.search(r"[.?!]{2}$|\s\s", once)


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists(items, text):
    assert listed(items) == text


def test_a_serial_comma_where_the_journal_wants_it():
    assert listed(["a", "b", "c"], serial_comma=True) == "a, b, and c"
    assert listed(["a", "b"], serial_comma=True) == "a and b"


@pytest.mark.parametrize(
    ("n", "unit", "text"),
    [
        ({}, None, ""),
        ({"all": 5}, "runs", "n = 5 runs"),
        ({"A": 5, "B": 5}, "runs", "n = 5 runs per group"),
        ({"A": 5, "B": 1234}, None, "n = 5 (A) and 1,234 (B)"),
        ({"A": 5, "B": 6, "C": 7}, "mice", "n = 5 mice (A), 6 (B) and 7 (C)"),
        ({str(k): k for k in range(3, 11)}, "mice", "n = 3–10 mice per group"),
    ],
)
def test_n_in_words(n, unit, text):
    assert n_words(n, unit) == text


def test_n_of_groups_without_names():
    assert n_range([40, 40], "years", "point") == "n = 40 years per point"
    assert n_range([35, 43], None, "point") == "n = 35–43 per point"


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("mean of 5 independent runs", True),
        ("n = 7 runs", True),
        ("five runs", False),
        ("15 independent runs", False),
    ],
)
def test_an_author_may_have_given_n(text, is_said):
    assert bool(re.search(said_number("n = 5 independent runs per point"), text)) is is_said


def test_small_numbers_are_words():
    assert [spelt(k) for k in (0, 1, 10, 11, 2000)] == ["no", "one", "ten", "11", "2,000"]
