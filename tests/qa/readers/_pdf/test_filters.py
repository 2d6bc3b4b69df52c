import base64
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from natfig.qa.readers._pdf.filters import DamagedError, TooLargeError, filter_names, inflate, unpacked

# ISO 32000-1, section 7.4.4.2, example 2: LZW of 45 45 45 45 45 65 45 45 45 66.
LZW = bytes.fromhex("800B6050220C0C8501")
LZW_PLAIN = bytes([45, 45, 45, 45, 45, 65, 45, 45, 45, 66])


@pytest.fixture
def pdf():
    with pikepdf.new() as one:
        yield one


@pytest.mark.parametrize(
    ("name", "packed", "plain"),
    [
        ("FlateDecode", zlib.compress(b"plain"), b"plain"),
        ("Fl", zlib.compress(b"plain"), b"plain"),
        ("ASCIIHexDecode", b"48 65 6C6>", b"Hel`"),
        ("ASCII85Decode", base64.a85encode(b"plain") + b"~>", b"plain"),
        ("RunLengthDecode", b"\x02abc\xfed\x80rest", b"abcddd"),
        ("LZWDecode", LZW, LZW_PLAIN),
    ],
)
def test_filters(pdf, name, packed, plain):
    stream = pdf.make_stream(b"")
    stream.write(packed, filter=Name("/" + name))
    assert unpacked(stream, 1000) == plain


def test_filters_in_a_row(pdf):
    stream = pdf.make_stream(b"")
    stream.write(
        base64.a85encode(zlib.compress(b"x" * 500)) + b"~>",
        filter=Array([Name.ASCII85Decode, Name.FlateDecode]),
    )
    assert unpacked(stream, 1000) == b"x" * 500
    with pytest.raises(TooLargeError):
        unpacked(stream, 499)


def test_predictors(pdf):
    stream = pdf.make_stream(b"")
    rows = b"\x02\x01\x02\x03" + b"\x02\x01\x01\x01"
    stream.write(
        zlib.compress(rows), filter=Name.FlateDecode, decode_parms=Dictionary(Predictor=12, Columns=3)
    )
    assert unpacked(stream, 1000) == b"\x01\x02\x03\x02\x03\x04"


@pytest.mark.parametrize(
    ("name", "packed"),
    [("FlateDecode", b"rubbish"), ("LZWDecode", b"\xff\xff\xff"), ("DCTDecode", b"x"), ("Nope", b"x")],
)
def test_what_can_t_be_unpacked(pdf, name, packed):
    stream = pdf.make_stream(b"")
    stream.write(packed, filter=Name("/" + name))
    with pytest.raises(DamagedError):
        unpacked(stream, 1000)


def test_what_is_no_stream():
    with pytest.raises(DamagedError):
        unpacked(Dictionary(A=1), 1000)


def test_bombs_are_stopped():
    with pytest.raises(TooLargeError):
        inflate(zlib.compress(b"\0" * 50_000_000), 1_000_000)


def test_flate_cut_short_keeps_what_came_before():
    data = zlib.compress(b"a" * 1000 + bytes(range(256)) * 50)
    with pytest.raises(DamagedError) as caught:
        inflate(data[: len(data) // 2], 10**6)
    assert caught.value.part.startswith(b"a" * 100)


def test_flate_without_its_checksum():
    assert inflate(zlib.compress(b"plain")[:-4], 1000) == b"plain"


@given(st.binary(max_size=300))
def test_flate_of_anything_is_data_or_damage(data):
    assert inflate(zlib.compress(data), 1000) == data
    try:
        inflate(data, 1000)
    except (DamagedError, TooLargeError):
        return


@pytest.mark.parametrize(
    ("value", "names"),
    [(None, []), (Name.Fl, ["FlateDecode"]), (Array([Name.A85, Name.DCT]), ["ASCII85Decode", "DCTDecode"])],
)
def test_names(value, names):
    assert filter_names(value) == names
