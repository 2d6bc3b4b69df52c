import pikepdf
import pytest
from pikepdf import Array, Dictionary

from natfig.qa.readers._pdf.functions import function


@pytest.fixture
def pdf():
    with pikepdf.new() as one:
        yield one


def calculator(pdf, program, inputs=1, outputs=1):
    stream = pdf.make_stream(program)
    stream.FunctionType = 4
    stream.Domain, stream.Range = Array([-100, 100] * inputs), Array([-100, 100] * outputs)
    return stream


def ramp(c0, c1, n=1):
    return Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array(c0), C1=Array(c1), N=n)


@pytest.mark.parametrize(("x", "y"), [(0, [0, 1]), (0.5, [0.25, 0.75]), (1, [1, 0]), (7, [1, 0])])
def test_exponential(x, y):
    assert function(ramp([0, 1], [1, 0], 2))([x]) == pytest.approx(y)


@pytest.mark.parametrize(("x", "y"), [(0, 0), (0.25, 0.5), (0.5, 1), (0.75, 0.5), (1, 0)])
def test_stitched(x, y):
    both = Dictionary(
        FunctionType=3,
        Domain=Array([0, 1]),
        Functions=Array([ramp([0], [1]), ramp([0], [1])]),
        Bounds=Array([0.5]),
        Encode=Array([0, 1, 1, 0]),
    )
    assert function(both)([x]) == pytest.approx([y])


@pytest.mark.parametrize(("x", "y"), [(0, 0), (0.25, 0.5), (0.5, 1), (1, 0)])
def test_sampled(pdf, x, y):
    stream = pdf.make_stream(b"\x00\xff\x00")
    stream.FunctionType, stream.BitsPerSample, stream.Size = 0, 8, Array([3])
    stream.Domain, stream.Range = Array([0, 1]), Array([0, 1])
    assert function(stream)([x]) == pytest.approx([y])


@pytest.mark.parametrize(
    ("program", "x", "y"),
    [
        (b"{ 2 mul 1 add }", [3], [7]),
        (b"{ dup 0 gt { 5 } { -5 } ifelse exch pop }", [3], [5]),
        (b"{ dup 0 gt { 5 } { -5 } ifelse exch pop }", [-3], [-5]),
        (b"{ dup 2 gt { pop 9 } if }", [3], [9]),
        (b"{ 4 exch sub }", [3], [1]),
        (b"{ 1 2 3 3 1 roll pop pop exch pop }", [0], [3]),
        (b"{ 7 1 index add exch pop }", [3], [10]),
        (b"{ 1 copy add }", [3], [6]),
        (b"{ 90 sin mul }", [3], [3]),
        (b"{ 0 div }", [3], [0]),
        (b"{ neg abs 2 exp sqrt }", [3], [3]),
        (b"{ 2.7 truncate add cvi }", [3], [5]),
        (b"{ pop true { 1 } { 2 } ifelse }", [3], [1]),
        (b"{ pop pop pop }", [3], [0]),
        (b"{ nonsense }", [3], [0]),
    ],
)
def test_calculator(pdf, program, x, y):
    assert function(calculator(pdf, program))(x) == pytest.approx(y)


def test_an_array_of_functions_has_all_their_outputs():
    assert function(Array([ramp([0], [1]), ramp([1], [0])]))([0.25]) == pytest.approx([0.25, 0.75])


@pytest.mark.parametrize(
    "program", [b"{" * 5000, b"}", b"{ } }", b"1 2", b"{ 1 " + b"{ " * 100 + b"} " * 100 + b"}"]
)
def test_programs_that_are_not_well_formed(pdf, program):
    assert function(calculator(pdf, program)) is None


def test_functions_that_hold_themselves(pdf):
    one = pdf.make_indirect(
        Dictionary(FunctionType=3, Domain=Array([0, 1]), Bounds=Array([]), Encode=Array([0, 1]))
    )
    one.Functions = Array([one])
    assert function(one) is None
