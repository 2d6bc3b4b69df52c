"""Heads of pictures are read as Pillow reads them, without Pillow; photographs are told from drawings."""

import io
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from natfig.qa.pixels import inspect_image, kind_of, looks_photographic
from natfig.qa.readers.base import Limits
from qa import pictures

RGB = Image.new("RGB", (60, 40), "red")


def _made(mode, form, **options):
    base = Image.new("RGBA" if mode.endswith("A") else "RGB", (60, 40))
    image = Image.new(mode, (60, 40)) if mode == "I;16" else base.convert(mode)
    return pictures.encode(image, form, **options)


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        *((m, "PNG") for m in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
        *((m, "JPEG") for m in ("L", "RGB", "CMYK")),
        *((m, "TIFF") for m in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "LAB", "F", "YCbCr")),
        *((m, "WEBP") for m in ("RGB", "RGBA")),
        *((m, "BMP") for m in ("1", "P", "RGB")),
        ("P", "GIF"),
    ],
)
def test_sizes_and_modes_are_those_pillow_tells(mode, form):
    data = _made(mode, form)
    facts = inspect_image(data)
    with Image.open(io.BytesIO(data)) as image:
        assert (facts.width_px, facts.height_px, facts.encoding) == (*image.size, form.lower())
        if (form, mode) != ("TIFF", "YCbCr"):  # Pillow turns it into RGB
            assert facts.mode == image.mode
    assert facts.problem is None
    assert facts.bits == {"1": 1, "I;16": 16, "F": 32}.get(mode, 8)


@pytest.mark.parametrize("options", [{"lossless": True}, {"lossless": False}, {"exif": b"Exif\0\0"}])
def test_every_webp_form_has_its_size(options):
    facts = inspect_image(pictures.encode(Image.new("RGB", (301, 77)), "WEBP", **options))
    assert (facts.width_px, facts.height_px) == (301, 77)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("dpi", [72, 300, 600, 1200])
def test_resolution(form, dpi):
    assert inspect_image(pictures.encode(RGB, form, dpi=(dpi, dpi))).dpi == pytest.approx(
        (dpi, dpi), rel=1e-3
    )


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_no_resolution(form):
    assert inspect_image(pictures.encode(RGB, form)).dpi is None


def test_resolution_in_other_units():
    centimetre = pictures.encode(RGB, "TIFF", resolution_unit="cm", x_resolution=118.11, y_resolution=118.11)
    assert inspect_image(centimetre).dpi == pytest.approx((300, 300), rel=1e-3)
    without = pictures.encode(RGB, "TIFF", resolution_unit="none", x_resolution=300.0, y_resolution=300.0)
    assert inspect_image(without).dpi is None
    aspect = pictures.png_head(40, 40, 8, 2, pictures.chunk(b"pHYs", struct.pack(">IIB", 3, 4, 0)))
    assert inspect_image(aspect).dpi is None
    placeholder = pictures.encode(RGB, "TIFF", dpi=(1, 1))
    assert inspect_image(placeholder).dpi is None
    exif = Image.Exif()
    exif[282] = exif[283] = 240.0
    exif[296] = 2
    exif[305] = "A camera"
    facts = inspect_image(pictures.encode(RGB, "JPEG", exif=exif))
    assert facts.dpi == (240, 240)
    assert facts.extras == {"creator": "A camera"}


@pytest.mark.parametrize(
    ("option", "name"),
    [
        (None, "none"),
        ("tiff_lzw", "lzw"),
        ("tiff_adobe_deflate", "deflate"),
        ("packbits", "packbits"),
        ("jpeg", "jpeg"),
        ("lzma", "lzma"),
        ("zstd", "zstd"),
    ],
)
def test_tiff_compression(option, name):
    assert inspect_image(pictures.encode(RGB, "TIFF", compression=option)).compression == name
    fax = pictures.encode(Image.new("1", (64, 64)), "TIFF", compression="group4")
    assert inspect_image(fax).compression == "ccitt"


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
def test_tiff_by_hand(order, big):
    common = [(256, 3, [30]), (257, 4, [20]), (258, 3, [16, 16, 16, 16]), (262, 3, [2]), (277, 3, [4])]
    common += [(273, 4, [8]), (279, 4, [4]), (338, 3, [2]), (284, 3, [2]), (270, 2, b"About cells\0")]
    common += [(282, 5, [(600, 1)]), (283, 5, [(600, 1)]), (37724, 7, b"8BIM")]
    facts = inspect_image(pictures.tiff(common, [*common, (254, 4, [1])], common, order=order, big=big))
    assert (facts.width_px, facts.height_px, facts.mode, facts.bits) == (30, 20, "RGBA", 16)
    assert (facts.dpi, facts.frames, facts.problem) == ((600, 600), 2, None)  # the middle one is a thumbnail
    expected = {"planar": "yes", "layers": "yes", "description": "About cells"}
    assert facts.extras == expected | ({"bigtiff": "yes"} if big else {})


@pytest.mark.parametrize(("extra", "mode"), [([0], "RGBX"), ([1], "RGBA"), ([2], "RGBA")])
def test_what_a_fourth_channel_is(extra, mode):
    tags = [(256, 3, [30]), (257, 3, [20]), (258, 3, [8] * 4), (262, 3, [2]), (273, 4, [8]), (277, 3, [4])]
    assert inspect_image(pictures.tiff([*tags, (279, 4, [4]), (338, 3, extra)])).mode == mode


def test_pages_that_point_at_each_other_end():
    data = bytearray(pictures.tiff([(256, 3, [30]), (257, 3, [20]), (273, 4, [8]), (279, 4, [4])]))
    data[-4:] = struct.pack("<I", 8)
    assert inspect_image(bytes(data)).frames == 1


def test_profiles_are_named():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for form in ("PNG", "JPEG", "TIFF"):
        assert "sRGB" in inspect_image(pictures.encode(RGB, form, icc_profile=profile)).icc
    assert inspect_image(pictures.encode(RGB, "TIFF", icc_profile=b"no profile")).icc is None


def test_a_profile_that_unpacks_to_gigabytes_is_not_unpacked():
    bomb = pictures.chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(100_000_000)))
    assert inspect_image(pictures.png_head(40, 40, 8, 2, bomb)).icc == "x"


def test_texts_of_a_png():
    info = PngImagePlugin.PngInfo()
    info.add_text("Software", "A program")
    info.add_itxt("Description", "Größe", zip=True)
    info.add_text("Author", "N. N.", zip=True)
    extras = inspect_image(pictures.encode(RGB, "PNG", pnginfo=info)).extras
    assert extras == {"creator": "A program", "description": "Größe", "author": "N. N."}


@pytest.mark.parametrize("quality", [20, 30, 50, 75, 85, 90, 95, 100])
def test_jpeg_quality_is_estimated(quality):
    data = pictures.encode(pictures.photo(), "JPEG", quality=quality)
    assert inspect_image(data).quality == pytest.approx(quality, abs=1)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_cut_files_say_so(form):
    whole = pictures.encode(pictures.photo(), form)
    assert inspect_image(whole).problem is None
    facts = inspect_image(whole[: len(whole) // 2])
    if form == "TIFF":  # Pillow writes the directory before the pixels
        assert facts.width_px == 320
    assert facts.problem == "it is cut short"


def test_limits():
    facts = inspect_image(pictures.png_head(30_000, 30_000), Limits(pixels=1000))
    assert "900,000,000 pixels" in facts.problem
    assert inspect_image(pictures.png_head(0, 7)).width_px is None


@settings(deadline=None)  # a busy machine is no fault
@given(st.binary(max_size=300))
def test_no_bytes_raise(tail):
    for head in (
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"RIFF....WEBP",
        b"II*\0",
        b"MM\0+",
        b"BM",
    ):
        facts = inspect_image(head + tail)
        assert facts.width_px is None or facts.width_px > 0


SAMPLES = [
    pictures.encode(pictures.photo(size=(48, 40)), form, **options)
    for form, options in (("PNG", {}), ("JPEG", {}), ("TIFF", {"compression": "tiff_lzw"}), ("TIFF", {}))
]


@settings(deadline=None)  # a busy machine is no fault
@given(st.sampled_from(SAMPLES), st.data())
def test_damaged_pictures_do_not_raise(whole, data):
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 12))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    inspect_image(bytes(broken))
    assert looks_photographic(bytes(broken)) in {True, False, None}


# -- photographs -----------------------------------------------------------------

FORMS = [
    ("PNG", {}),
    ("TIFF", {"compression": "tiff_lzw"}),
    ("JPEG", {"quality": 95}),
    ("JPEG", {"quality": 60}),
]


@pytest.mark.parametrize(("form", "options"), FORMS)
@pytest.mark.parametrize("size", [(320, 240), (160, 120)])
@pytest.mark.parametrize("kind", pictures.MICROGRAPHS)
def test_micrographs_are_photographs(kind, size, form, options):
    assert looks_photographic(pictures.encode(pictures.photo(kind, size), form, **options)) is True


@pytest.mark.parametrize(("form", "options"), FORMS)
@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("kind", ["lines", "scatter", "heat", "gradient", "bars", "text"])
def test_drawn_figures_are_not(kind, dpi, form, options):
    assert looks_photographic(pictures.encode(pictures.drawing(kind, dpi), form, **options)) is False


def test_16_bits_and_small_ones():
    noise = np.random.default_rng(1).normal(size=(240, 320))
    deep = Image.fromarray((1000 + 300 * noise).clip(0).astype(np.uint16))
    assert looks_photographic(pictures.encode(deep, "TIFF")) is True
    assert looks_photographic(pictures.encode(deep, "PNG")) is True
    assert looks_photographic(pictures.encode(pictures.photo(size=(256, 8)), "PNG")) is False
    assert looks_photographic(b"no picture") is None


def test_a_picture_on_clear_ground_is_laid_on_white():
    points = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    patch = pictures.photo("noise", (60, 60)).convert("RGBA")
    points.paste(patch, (100, 100))
    assert looks_photographic(pictures.encode(points, "TIFF")) is False


def test_flat_pngs_need_no_decoding():
    facts = inspect_image(pictures.encode(pictures.drawing("lines", 300), "PNG"))
    assert facts.photographic is False
    assert inspect_image(pictures.encode(pictures.photo(), "PNG")).photographic is None


def test_heads_are_read_without_pillow():
    code = (
        "import sys, base64\n"
        "from natfig.qa.pixels import inspect_image\n"
        "assert inspect_image(base64.b64decode(sys.stdin.read())).width_px == 60\n"
        "assert not {'PIL', 'numpy'} & set(sys.modules)\n"
    )
    import base64

    for form in ("PNG", "JPEG", "TIFF", "GIF", "WEBP"):
        text = base64.b64encode(pictures.encode(RGB, form)).decode()
        subprocess.run([sys.executable, "-c", code], input=text, text=True, check=True, timeout=60)


def test_kinds_go_by_the_first_bytes():
    assert kind_of(b"BM of a text that is no bitmap") == ""
    assert kind_of(b"<svg") == ""
    assert kind_of(b"") == ""
