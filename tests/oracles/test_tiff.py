"""The TIFF oracle against files whose tags are known."""

import numpy as np
import pytest
import tifffile
from PIL import Image

from oracles import tiff
from oracles.programs import OracleError


@pytest.mark.parametrize(
    ("mode", "save", "expected"),
    [
        ("RGB", {"compression": "tiff_lzw", "dpi": (600, 600)}, ("RGB", 3, False, "LZW", (600, 600))),
        ("RGBA", {"compression": "tiff_lzw", "dpi": (600, 600)}, ("RGB", 4, True, "LZW", (600, 600))),
        ("L", {"dpi": (300, 1200)}, ("MINISBLACK", 1, False, "NONE", (300, 1200))),
        ("CMYK", {"dpi": (300, 300)}, ("SEPARATED", 4, False, "NONE", (300, 300))),
        ("RGB", {"compression": "tiff_adobe_deflate"}, ("RGB", 3, False, "ADOBE_DEFLATE", None)),
    ],
)
def test_tags(tmp_path, mode, save, expected):
    path = tmp_path / "a.tiff"
    Image.new(mode, (120, 60)).save(path, **save)
    read = tiff.read(path)
    assert (read.width_px, read.height_px, read.bits, read.pages) == (120, 60, 8, 1)
    assert (read.photometric, read.channels, read.alpha, read.compression) == expected[:4]
    assert read.dpi == (None if expected[4] is None else pytest.approx(expected[4], rel=1e-6))


def test_size_on_paper(tmp_path):
    path = tmp_path / "a.tiff"
    Image.new("RGB", (4323, 1654)).save(path, dpi=(600, 600))
    assert tiff.read(path).size_mm == pytest.approx((183.007, 70.019), abs=0.001)


def test_resolution_a_centimetre(tmp_path):
    path = tmp_path / "a.tiff"
    pixels = np.zeros((10, 20, 3), np.uint8)
    tifffile.imwrite(path, pixels, resolution=(100, 100), resolutionunit="CENTIMETER", photometric="rgb")
    assert tiff.read(path).dpi == pytest.approx((254, 254))


@pytest.mark.parametrize(("colors", "count"), [([(255, 255, 255)], 1), ([(255, 255, 255), (0, 0, 0)], 2)])
def test_an_empty_page_has_one_colour(tmp_path, colors, count):
    path = tmp_path / "a.tiff"
    image = Image.new("RGB", (100, 100), colors[0])
    image.paste(colors[-1], (0, 0, 50, 50))
    image.save(path)
    assert tiff.read(path).colors == count


@pytest.mark.parametrize("data", [b"", b"II*\x00", b"\x89PNG"])
def test_what_is_no_tiff_is_an_error(tmp_path, data):
    path = tmp_path / "bad.tiff"
    path.write_bytes(data)
    with pytest.raises(OracleError, match=r"bad\.tiff"):
        tiff.read(path)


def test_no_resolution_is_no_size(tmp_path):
    path = tmp_path / "a.tiff"
    tifffile.imwrite(path, np.zeros((4, 4, 3), np.uint8), photometric="rgb", resolutionunit="NONE")
    read = tiff.read(path)
    assert read.dpi is None
    with pytest.raises(OracleError, match="resolution"):
        _ = read.size_mm
