import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.core.errors import UsageError
from natfig.core.units import in_to_mm, mm_to_in, mm_to_pt, parse_length_mm, pt_to_mm

# CSS Values and Units 3, section 5.2: 1in = 2.54cm = 96px = 72pt.
ORACLE = [
    (25.4, 72.0, 1.0),
    (2.54, 7.2, 0.1),
    (89.0, 252.283464567, 3.503937008),
    (183.0, 518.740157480, 7.204724409),
    (0, 0, 0),
]


@pytest.mark.parametrize(("mm", "pt", "inch"), ORACLE)
def test_conversions_against_known_numbers(mm, pt, inch):
    assert mm_to_pt(mm) == pytest.approx(pt)
    assert mm_to_in(mm) == pytest.approx(inch)
    assert pt_to_mm(pt) == pytest.approx(mm)
    assert in_to_mm(inch) == pytest.approx(mm)


@given(st.floats(1e-6, 1e6))
def test_conversions_undo_each_other(value):
    assert math.isclose(pt_to_mm(mm_to_pt(value)), value, rel_tol=1e-12)
    assert math.isclose(in_to_mm(mm_to_in(value)), value, rel_tol=1e-12)


@pytest.mark.parametrize(
    ("text", "mm"),
    [
        ("120mm", 120),
        ("8.9cm", 89),
        ("3.5in", 88.9),
        ("252 pt", 88.9),
        (" 336 px ", 88.9),
        (".5in", 12.7),
        ("0.25mm", 0.25),
        ("007mm", 7),
    ],
)
def test_lengths_are_read_in_every_unit(text, mm):
    assert parse_length_mm(text) == pytest.approx(mm)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mm",
        "120",
        "0mm",
        "0.0in",
        "-5mm",
        "1e3mm",
        "12 0mm",
        "5.mm",
        "120MM",
        "5em",
        "nanmm",
        "infmm",
        "5mm;",
        "5mm 6mm",
        "½in",
    ],
)
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(UsageError, match="is not a length; write a number and a unit, such as 120mm"):
        parse_length_mm(text)


def test_the_message_names_what_was_written():
    with pytest.raises(UsageError, match=r"^'wide' is not a length"):
        parse_length_mm("wide")
