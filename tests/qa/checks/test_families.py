"""Which names are one face, which faces a journal takes, and what stands in for what."""

import pytest

from natfig.qa.checks._families import GENERIC, is_taken, plain_name, stands_in_for, suits_any_family

ARIAL = ("Helvetica", "Arial")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Arial", "arial"),
        ("'Liberation Sans'", "liberationsans"),
        ("ABCDEF+Arial-BoldMT", "arial"),
        ("ArialMT", "arial"),
        ("Helvetica-Oblique", "helvetica"),
        ("HelveticaNeue-Light", "helveticaneue"),
        ("LiberationSans-Regular", "liberationsans"),
        ("DejaVuSans", "dejavusans"),
        ("Nimbus Roman", "nimbusroman"),
        ("sans-serif", "sansserif"),
        ("Times-Roman", "times"),
        ("", ""),
        ("-", ""),
    ],
)
def test_plain_names(name, plain):
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("family", "fonts", "taken"),
    [
        ("arial", ARIAL, True),
        ("Arial-BoldMT", ARIAL, True),
        ("Helvetica Neue", ARIAL, True),
        ("Arial Narrow", ARIAL, False),
        ("Liberation Sans", ARIAL, False),
        ("DejaVu Sans", ARIAL, False),
        ("TimesNewRomanPSMT", ("Times", "Symbol"), True),
        ("Times New Roman", ("Times",), True),
        ("Courier New", ("Courier",), True),
        ("Symbol", ("sans-serif", "Symbol for Greek"), True),
        ("Verdana", ("sans-serif",), True),
        ("Verdana", ("Helvetica", "other sans-serif"), True),
        ("Georgia", ("sans-serif",), False),
        ("DejaVu Serif", ("sans-serif",), False),
        ("Menlo", ("sans-serif",), False),
        ("Verdana", (), False),
    ],
)
def test_what_a_journal_takes(family, fonts, taken):
    assert is_taken(family, fonts) is taken


@pytest.mark.parametrize(
    ("family", "face"),
    [
        ("Liberation Sans", "Helvetica"),
        ("Arimo", "Helvetica"),
        ("NimbusSans-Regular", "Helvetica"),
        ("DejaVu Sans", None),
        ("Liberation Serif", None),
    ],
)
def test_stand_ins(family, face):
    assert stands_in_for(family, ARIAL) == face


@pytest.mark.parametrize(
    ("text", "family", "any_family"),
    [
        ("αβ", "Symbol", True),
        ("α", "DejaVu Sans", True),
        ("µ", "DejaVu Sans", True),
        ("± × −", "DejaVu Sans", True),
        ("𝛼", "Cambria", True),
        ("5", "DejaVu Sans", False),
        ("é", "DejaVu Sans", False),
        ("ACGTTGCA", "Courier New", True),
        ("ACGTTGCA", "Verdana", False),
        ("Batch", "Courier New", False),
    ],
)
def test_texts_that_may_be_in_another_face(text, family, any_family):
    assert suits_any_family(text, family) is any_family


def test_generic_families_are_plain_names():
    assert {plain_name(name) for name in ("sans-serif", "serif", "system-ui", "monospace")} <= GENERIC
