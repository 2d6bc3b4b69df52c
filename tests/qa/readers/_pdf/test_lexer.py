import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.qa.readers._pdf.lexer import POLYLINE, InlineImage, operations


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"  q\nQ", [(b"q", []), (b"Q", [])]),
        (b"1 -2.5 +.5 m", [(b"m", [1.0, -2.5, 0.5])]),
        (b"/F1 7 Tf", [(b"Tf", ["F1", 7.0])]),
        (b"/A#20B gs", [(b"gs", ["A B"])]),
        (b"/Pattern cs/P scn", [(b"cs", ["Pattern"]), (b"scn", ["P"])]),
        (b"(a(b)\\)c) Tj", [(b"Tj", [b"a(b))c"])]),
        (b"(\\101\\n\\\nx\\8) Tj", [(b"Tj", [b"A\nx8"])]),
        (b"(a\r\nb) Tj", [(b"Tj", [b"a\nb"])]),
        (b"<48 6> Tj", [(b"Tj", [b"H`"])]),
        (b"[(A) -120 (B)] TJ", [(b"TJ", [[b"A", -120.0, b"B"]])]),
        (b"[] 0 d", [(b"d", [[], 0.0])]),
        (b"[[1 2] [3]] x", [(b"x", [[[1.0, 2.0], [3.0]]])]),
        (b"/OC << /A 1 /B (x) /C [2] >> BDC", [(b"BDC", ["OC", {"A": 1.0, "B": b"x", "C": [2.0]}])]),
        (b"true false null x", [(b"x", [True, False, None])]),
        (b"1 % comment ) m\n2 m", [(b"m", [1.0, 2.0])]),
        (b"T* f* ' \"", [(b"T*", []), (b"f*", []), (b"'", []), (b'"', [])]),
        (b"--5 1-2 w", [(b"w", [-5.0, 1.0])]),
        (b"1\x002 m", [(b"m", [1.0, 2.0])]),
        (b"1 2 m 3 4 l 5 6 l\n7 8 l S", [(b"m", [1, 2]), (POLYLINE, [3, 4, 5, 6, 7, 8]), (b"S", [])]),
        (b"0 0 10cm", [(b"cm", [0.0, 0.0, 10.0])]),
        (b"] ) > } q", [(b"q", [])]),
        (b"[(a) Tj", [(b"Tj", [[b"a"]])]),
    ],
)
def test_operations(data, expected):
    assert list(operations(data)) == expected


def test_an_inline_image_is_passed_over_by_its_length():
    data = b"BI /W 2 /H 2 /BPC 8 /CS /G ID a EI\nEI Q"
    (operator, [image]), last = operations(data)
    assert (operator, last) == (b"EI", (b"Q", []))
    assert isinstance(image, InlineImage)
    assert image["CS"] == "G"


def test_an_inline_image_that_is_packed_ends_at_the_first_end():
    data = b"BI /W 2 /H 2 /F /AHx ID 00000000> EI Q"
    assert [operator for operator, _ in operations(data)] == [b"EI", b"Q"]


@given(st.binary(max_size=200))
def test_anything_ends(data):
    for operator, operands in operations(data):
        assert isinstance(operator, bytes)
        assert isinstance(operands, list)


_PIECES = [
    b"1 ",
    b"-.5 ",
    b"/N ",
    b"(",
    b")",
    b"<",
    b">",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"BI ",
    b"ID ",
    b"EI ",
    b"l ",
    b"m ",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_any_order_of_tokens_ends(pieces):
    list(operations(b"".join(pieces)))
