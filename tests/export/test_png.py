import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from natfig.export.png import png_bytes


@pytest.fixture
def pixels():
    return np.random.default_rng(1).integers(0, 256, (30, 40, 3), dtype=np.uint8)


def chunks(data):
    """Read the chunks as the format has them, without a library."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, found = 8, []
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        found.append((kind.decode(), body))
        at += 12 + length
    return found


def texts(data):
    out = {}
    for kind, body in chunks(data):
        if kind == "iTXt":
            key, rest = body.split(b"\0", 1)
            out[key.decode()] = rest[2:].split(b"\0", 2)[2].decode("utf-8")
    return out


@pytest.mark.parametrize(("dpi", "per_metre"), [(300, 11811), (600, 23622), (72, 2835), (1000, 39370)])
def test_the_physical_size_is_written(pixels, dpi, per_metre):
    found = dict(chunks(png_bytes(pixels, dpi, title="", description="", software="")))
    assert struct.unpack(">IIB", found["pHYs"]) == (per_metre, per_metre, 1)


def test_pixels_are_kept_without_alpha(pixels):
    data = png_bytes(pixels, 600, title="t", description="d", software="s")
    header = dict(chunks(data))["IHDR"]
    assert struct.unpack(">IIBBBBB", header) == (40, 30, 8, 2, 0, 0, 0)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data))), pixels)


def test_texts_are_utf8_and_empty_ones_are_left_out(pixels):
    data = png_bytes(pixels, 600, title="Rate of ΔF/F", description="", software="natfig 1")
    assert texts(data) == {"Title": "Rate of ΔF/F", "Software": "natfig 1"}


def test_no_time_is_written_and_bytes_are_the_same(pixels):
    one, two = (png_bytes(pixels.copy(), 600, title="t", description="d", software="s") for _ in range(2))
    assert one == two
    assert "tIME" not in dict(chunks(one))
