"""TIFF, PNG and JPEG files as documents."""

import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from natfig.core.errors import DocumentError
from natfig.qa.readers import readers
from natfig.qa.readers.base import Limits
from natfig.qa.readers.raster import reader
from qa import pictures

HERE = Path("figure.tif")


def _read(data, limits=None):
    return reader.read(HERE, data) if limits is None else reader.read(HERE, data, limits)


def test_the_registry_knows_it():
    assert readers.load("raster") is reader
    for form in ("PNG", "JPEG", "TIFF"):
        assert reader.claims(pictures.encode(Image.new("L", (8, 8)), form)[:4096])
    assert not reader.claims(b"<svg")
    assert not reader.claims(b"")
    assert not reader.claims(b"GIF89a" + bytes(40))


@pytest.mark.parametrize(("form", "kind"), [("PNG", "png"), ("JPEG", "jpeg"), ("TIFF", "tiff")])
def test_the_page_comes_from_pixels_and_resolution(form, kind):
    data = pictures.encode(pictures.drawing("lines", 300), form, dpi=(300, 300))
    document = _read(data)
    assert document.kind == kind
    assert (document.page.width_mm, document.page.height_mm) == pytest.approx((88.9, 66.04), rel=1e-3)
    assert document.size_bytes == len(data)
    assert document.notes == []
    (image,) = document.images
    assert (image.width_px, image.height_px, image.linked) == (1050, 780, False)
    assert image.dpi == pytest.approx(300, rel=1e-3)
    assert image.box == document.page.box
    assert image.photographic is document.raster.photographic is False
    assert set(document.unmeasured) == {"text", "shapes", "colors", "fonts", "structure"}
    assert all("raster image" in reason for reason in document.unmeasured.values())


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_without_a_resolution_the_page_is_not_measured(form):
    document = _read(pictures.encode(pictures.photo(), form))
    assert (document.page.width_mm, document.page.height_mm, document.page.unit) == (None, None, "none")
    assert document.raster.dpi is None
    assert document.images[0].dpi is None
    assert document.raster.photographic is True
    assert "no resolution tag" in document.unmeasured["page"]
    assert "no resolution tag" in document.unmeasured["images"]


def test_odd_tiffs_are_described(tmp_path):
    import numpy as np

    pixels = np.random.default_rng(1).integers(0, 65535, (3, 40, 50), dtype=np.uint16)
    path = tmp_path / "odd.tif"
    tifffile.imwrite(
        path,
        pixels,
        bigtiff=True,
        planarconfig="separate",
        photometric="rgb",
        resolution=(600, 600),
        resolutionunit=2,
    )
    document = _read(path.read_bytes())
    assert (document.raster.mode, document.raster.bits, document.raster.compression) == ("RGB", 16, "none")
    assert set(document.raster.traits) == {"bigtiff", "planar"}
    assert document.notes == []  # that Pillow can't show it is no fault of the file

    stack = np.zeros((5, 40, 50), np.uint8)
    tifffile.imwrite(path, stack, photometric="minisblack")
    assert _read(path.read_bytes()).page.number == 5
    assert _read(path.read_bytes()).raster.frames == 5


def test_transparency_is_looked_at():
    clear, full = Image.new("RGBA", (40, 40), (9, 9, 9, 0)), Image.new("RGBA", (40, 40), (9, 9, 9, 255))
    palette = pictures.encode(Image.new("P", (40, 40)), "PNG", transparency=0)
    for form in ("PNG", "TIFF"):
        assert _read(pictures.encode(clear, form)).raster.transparent is True
        assert _read(pictures.encode(full, form)).raster.transparent is False
    assert _read(palette).raster.transparent is True
    assert _read(pictures.encode(full.convert("RGB"), "PNG")).raster.transparent is False


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_cut_files_are_noted(form, share, capfd):
    whole = pictures.encode(pictures.photo(), form, dpi=(300, 300))
    document = _read(whole[: int(len(whole) * share)])
    (note,) = document.notes
    assert note.code == "DOC006"
    assert "cut short" in note.message
    assert document.raster.width_px == 320
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate", "jpeg"])
def test_spoilt_pixels_are_noted(compression, capfd):
    data = bytearray(pictures.encode(pictures.photo(), "TIFF", compression=compression, dpi=(300, 300)))
    data[200:2500] = b"\xff" * 2300
    document = _read(bytes(data))
    assert [n.code for n in document.notes] in ([], ["DOC006"])  # JPEG has ways to go on
    assert capfd.readouterr() == ("", "")
    png = bytearray(pictures.encode(pictures.photo(), "PNG"))
    png[300:900] = bytes(600)
    assert "decoded" in _read(bytes(png)).notes[0].message


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff" + b"\xff" * 1000,
        b"II*\0\xff\xff\xff\xff",
        b"II*\0\x08\0\0\0\xff\xff",
        b"II*\0\x08\0\0\0\0\0\0\0\0\0",
        b"MM\0+\0\x08\0\0" + b"\xff" * 8,
        b"GIF89a" + bytes(50),
        b"plain text",
        pictures.png_head(0, 10),
    ],
)
def test_broken_heads_are_refused_in_a_sentence(data):
    with pytest.raises(DocumentError) as caught:
        _read(data)
    assert 10 < len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


def test_bombs_are_not_decoded(monkeypatch):
    with pytest.raises(DocumentError, match=r"60,000 × 60,000 pixels"):
        _read(pictures.png_head(60_000, 60_000))
    with pytest.raises(DocumentError, match="a figure may have 100;"):
        _read(pictures.png_head(60, 60), Limits(pixels=100))
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("opened"))
    large = _read(pictures.png_head(15_000, 15_000))
    assert large.raster.photographic is False  # so few bytes hold flat areas only
    assert large.raster.transparent is None


def test_nothing_leaks_and_no_setting_is_changed():
    before = Image.MAX_IMAGE_PIXELS, warnings.filters[:]
    _read(pictures.encode(Image.new("1", (10_000, 9_500)), "TIFF", compression="group4"))
    assert (Image.MAX_IMAGE_PIXELS, warnings.filters[:]) == before


def test_it_starts_without_pillow():
    code = "import sys, natfig.qa.readers.raster; assert not {'PIL', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


SMALL = [
    pictures.encode(pictures.photo(size=(40, 30)), form, **options)
    for form, options in (("PNG", {}), ("JPEG", {}), ("TIFF", {}), ("TIFF", {"compression": "tiff_lzw"}))
]


@settings(deadline=None)  # a busy machine is no fault
@given(st.sampled_from(SMALL), st.data())
def test_any_damage_ends_in_a_document_or_a_sentence(whole, data):
    broken = bytearray(whole[: data.draw(st.integers(8, len(whole)))])
    for _ in range(data.draw(st.integers(0, 10))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        document = _read(bytes(broken))
    except DocumentError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert document.raster.width_px > 0
        assert len(document.notes) <= 1
