"""Raster images inside figures: their pixels, places and files."""

import base64
import io

import pytest
from PIL import Image, ImageDraw

from qa.diff.pairs import differ, kinds, said


def uri(size=(60, 40), color="white", spot=None, form="PNG"):
    picture = Image.new("RGB", size, color)
    if spot:
        ImageDraw.Draw(picture).rectangle(spot, fill="black")
    out = io.BytesIO()
    picture.save(out, form)
    return f"data:image/{form.lower()};base64,{base64.b64encode(out.getvalue()).decode()}"


def image(href, x=10, y=10, width=30, height=20):
    return f'<image x="{x}" y="{y}" width="{width}" height="{height}" href="{href}"/>'


OLD = image(uri())


@pytest.mark.parametrize(
    ("new", "kind", "message"),
    [
        (image(uri((120, 80))), "changed", "an image has 120 × 80 px instead of 60 × 40 px"),
        (image(uri(), x=15), "moved", "the image moved right 5 mm"),
        (
            image(uri(), width=60, height=40),
            "resized",
            "an image is another size: 30 × 20 mm → 60 × 40 mm, 51 → 25 dpi",
        ),
        ("", "removed", "an image of 60 × 40 px is gone"),
        (OLD + image(uri((9, 9)), x=50), "added", "an image of 9 × 9 px is new"),
        (
            image(uri(spot=(10, 10, 19, 19))),
            "changed",
            "what an image shows differs in 100 pixels (4.2 %), at 10 mm, 10 mm",
        ),
    ],
)
def test_one_image(new, kind, message):
    assert said(OLD, new) == [message]
    assert kinds(OLD, new) == [(kind, "image")]


def test_the_same_pixels_in_another_file():
    assert said(OLD, image(uri(form="BMP"))) == []
    assert said(OLD, image(uri().replace(";base64,", ";base64,\n "))) == []


def test_of_two_images_on_one_line_the_right_one_is_compared():
    pair = image(uri()) + image(uri(color="red"), x=50)
    other = image(uri()) + image(uri(color="red", spot=(0, 0, 9, 9)), x=50)
    (change,) = differ(pair, other).changes
    assert change.box.x0 == 50


def test_an_embedded_image_that_is_linked_now():
    found = said(OLD, image("plot.png"))
    assert "the image link to “plot.png” is new" in found
    assert any("linked (“plot.png”)" in message for message in found)


def test_pixels_that_cannot_be_read_are_not_the_same():
    broken = image("data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"x" * 40).decode())
    other = image("data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"y" * 40).decode())
    found = differ(broken, other)
    assert found.changes or any(reason.startswith("pixels of an image") for reason in found.not_compared)
