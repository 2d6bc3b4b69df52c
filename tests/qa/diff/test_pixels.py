"""Raster images against each other: heads, pixels, tolerance, bounds."""

import io

import pytest
from PIL import Image, ImageDraw

from natfig.core.errors import DocumentError
from natfig.qa.diff import pixels
from natfig.qa.diff.pixels import compare_pixels
from qa.diff.pairs import differ, svg


def picture(size=(300, 200), mode="RGB", spot=None, line=None, form="PNG", dpi=300):
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.line((20, 20, 280, 180), fill="black", width=4)
    if spot:
        draw.rectangle(spot, fill="red")
    if line:
        draw.line(line, fill="black", width=4)
    out = io.BytesIO()
    options = {} if dpi is None else {"dpi": (dpi, dpi)}
    image.convert(mode).save(out, form, **options)
    return out.getvalue()


def changes(old, new, suffix=".png", **options):
    return differ(old, new, (suffix, suffix), **options).changes


def test_the_same_pixels():
    assert changes(picture(), picture()) == []
    assert changes(picture(form="TIFF"), picture(form="TIFF"), ".tif") == []


@pytest.mark.parametrize(
    ("new", "what", "message"),
    [
        (picture((310, 200)), "pixels", "the picture has 310 × 200 px instead of 300 × 200 px"),
        (picture(mode="L"), "mode", "colour mode: RGB, 8 bits → L, 8 bits"),
        (picture(dpi=None), "resolution", "resolution: 300 dpi → no resolution tag"),
        (picture(dpi=600), "resolution", "resolution: 300 dpi → 600 dpi"),
    ],
)
def test_the_head(new, what, message):
    assert (what, message) in [(c.what, c.message) for c in changes(picture(), new)]


def test_where_pixels_differ():
    first, place = changes(picture(), picture(spot=(100, 150, 139, 169)))
    assert first.message == "the picture differs in 800 pixels (1.3 %) in 1 place"
    assert first.count == 800
    x0, y0, x1, y1 = (v / 25.4 * 300 for v in place.box)
    assert x0 - 0.1 <= 100
    assert y0 - 0.1 <= 150
    assert x1 + 0.1 >= 140
    assert y1 + 0.1 >= 170
    assert (x1 - x0) * (y1 - y0) < 4 * 800


def test_two_places_are_two():
    new = picture(spot=(200, 20, 219, 39), line=(30, 150, 60, 150))
    assert len(changes(picture(), new)) == 3


def test_an_edge_may_be_smoothed_and_shifted_within_the_tolerance():
    move = (1, 0, 0.6, 0, 1, 0.4)
    shifted = Image.open(io.BytesIO(picture())).transform(
        (300, 200), Image.Transform.AFFINE, move, Image.Resampling.BICUBIC, fillcolor="white"
    )
    out = io.BytesIO()
    shifted.save(out, "PNG", dpi=(300, 300))
    assert changes(picture(), out.getvalue()) == []
    assert changes(picture(), out.getvalue(), tolerance_mm=0) != []


def test_jpeg_again_is_the_same():
    assert changes(picture(form="JPEG"), picture(form="JPEG", dpi=300), ".jpg") == []


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "LA", "I;16"])
def test_every_mode(mode):
    form, suffix = ("TIFF", ".tif") if mode in {"CMYK", "I;16"} else ("PNG", ".png")

    def saved(spot=None):
        image = Image.new("L", (100, 80), 250)
        if spot:
            ImageDraw.Draw(image).rectangle(spot, fill=5)
        if mode == "I;16":
            image = image.convert("I").point(lambda v: v * 256).convert("I;16")
        out = io.BytesIO()
        (image if mode == "I;16" else image.convert("RGB").convert(mode)).save(out, form)
        return out.getvalue()

    assert changes(saved(), saved(), suffix) == []
    assert changes(saved(), saved((40, 40, 69, 59)), suffix)[0].count > 400


def test_bands_meet_without_a_gap(monkeypatch):
    whole = compare_pixels(picture(), picture(spot=(90, 40, 130, 160)), radius_px=2)
    monkeypatch.setattr(pixels, "_BAND_PX", 7)
    assert compare_pixels(picture(), picture(spot=(90, 40, 130, 160)), radius_px=2).pixels == whole.pixels


def test_too_many_pixels_are_not_compared(monkeypatch):
    monkeypatch.setattr(pixels, "MAX_PIXELS", 1000)
    found = differ(picture(), picture(spot=(5, 5, 9, 9)), (".png", ".png"))
    assert found.not_compared == ["pixels: more than 1,000 pixels"]


def test_pixels_that_cannot_be_decoded_are_not_the_same():
    data = bytearray(picture())
    data[60:200] = bytes(140)
    found = differ(picture(), bytes(data), (".png", ".png"))
    assert any(reason.startswith("pixels") for reason in found.not_compared)


def test_pixels_and_marks_are_not_comparable():
    with pytest.raises(DocumentError, match="cannot compare SVG with PNG"):
        differ(svg("<rect/>"), picture(), (".svg", ".png"))
