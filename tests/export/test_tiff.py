import io
import struct

import numpy as np
import pytest
import tifffile
from PIL import Image

from natfig.core.errors import OutputError
from natfig.export import tiff
from natfig.export.tiff import tiff_bytes


@pytest.fixture
def pixels():
    return np.random.default_rng(1).integers(0, 256, (30, 40, 3), dtype=np.uint8)


def tags(data):
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        return {t.name: t.value for t in file.pages[0].tags}


@pytest.mark.parametrize("dpi", [300, 600, 1000, 1200])
def test_what_production_desks_ask_for(pixels, dpi):
    found = tags(tiff_bytes(pixels, dpi, description="Latency falls.", software="natfig 1"))
    assert found["Compression"] == 5  # LZW
    assert found["PhotometricInterpretation"] == 2  # RGB
    assert found["SamplesPerPixel"] == 3
    assert found["BitsPerSample"] == (8, 8, 8)
    assert found["ResolutionUnit"] == 2  # inch
    for key in ("XResolution", "YResolution"):
        top, bottom = found[key]
        assert top / bottom == dpi
    assert "ExtraSamples" not in found
    assert "DateTime" not in found
    assert found["ImageDescription"] == "Latency falls."
    assert found["Software"] == "natfig 1"


def test_pixels_are_kept_and_the_mode_is_rgb(pixels):
    data = tiff_bytes(pixels, 600, description="", software="x")
    with Image.open(io.BytesIO(data)) as image:
        assert image.mode == "RGB"
        assert image.size == (40, 30)
        assert np.array_equal(np.asarray(image), pixels)


def test_same_pixels_same_bytes(pixels):
    one, two = (tiff_bytes(pixels.copy(), 600, description="d", software="s") for _ in range(2))
    assert one == two


def test_it_is_a_classic_tiff(pixels):
    data = tiff_bytes(pixels, 600, description="", software="x")
    assert struct.unpack("<2sH", data[:4]) == (b"II", 42)


def test_a_description_beyond_ascii_is_replaced_not_refused(pixels):
    found = tags(tiff_bytes(pixels, 600, description="µm – Δ", software="x"))
    assert found["ImageDescription"] == "?m ? ?"


def test_more_pixels_than_the_format_holds_are_refused(pixels, monkeypatch):
    monkeypatch.setattr(tiff, "_MAX_BYTES", 100)
    with pytest.raises(OutputError, match=r"is more than the format holds; lower figure\.dpi"):
        tiff_bytes(pixels, 600, description="", software="x")
