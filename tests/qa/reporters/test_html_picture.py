"""The picture in the page for a figure: the file itself, a rendering, or a drawing of what was measured."""

import base64
import gzip
import io
import re
import shutil
import struct
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image as Pillow

from natfig.qa.document import Box, Paint
from natfig.qa.reporters import _html_picture as pictures
from natfig.qa.reporters._html_picture import picture_of
from natfig.qa.reporters._html_schematic import schematic
from natfig.qa.runner import open_document
from qapages import EVIL, RECT, SVG, on_disk
from qaresults import document

ROOT = Path(__file__).resolve().parents[3]


def decoded(picture):
    head, _, body = picture.uri.partition(",")
    return head, base64.b64decode(body)


def test_an_svg_is_shown_as_it_stands(tmp_path):
    result = on_disk(tmp_path, SVG.format(RECT.format("red")))
    picture = picture_of(result.document)
    assert decoded(picture) == (
        "data:image/svg+xml;base64",
        (tmp_path / "fig.svg").read_bytes(),
    )
    assert (picture.is_figure, picture.note) == (True, "")


def test_a_packed_svg_is_shown_unpacked(tmp_path):
    svg = SVG.format(RECT.format("red")).encode()
    result = on_disk(tmp_path, gzip.compress(svg), "fig.svgz")
    assert decoded(picture_of(result.document))[1] == svg


def test_what_links_point_to_is_not_loaded_and_that_is_said(tmp_path):
    svg = SVG.format('<image href="http://a.example/x.png" width="10" height="10"/>')
    assert "not loaded" in picture_of(on_disk(tmp_path, svg).document).note


def said_by_schematic(picture):
    head, svg = decoded(picture)
    assert head == "data:image/svg+xml;base64"
    assert not picture.is_figure
    assert "drawing of what was measured" in picture.note
    etree.fromstring(svg)
    return picture.note


def test_a_large_svg_is_drawn_as_a_schematic(tmp_path):
    result = on_disk(tmp_path, SVG.format(RECT.format("red") + " " * 3000))
    note = said_by_schematic(picture_of(result.document, max_bytes=2000))
    assert note.startswith("The SVG has 0 MB; a picture in this page may have 0.")
    assert picture_of(result.document, max_bytes=10_000).is_figure


def test_an_svg_without_its_namespace_is_drawn_as_a_schematic(tmp_path):
    svg = SVG.format(RECT.format("red")).replace(' xmlns="http://www.w3.org/2000/svg"', "")
    assert "namespace is missing" in said_by_schematic(picture_of(on_disk(tmp_path, svg).document))


def test_a_file_that_has_changed_or_gone_is_drawn_as_a_schematic(tmp_path):
    result = on_disk(tmp_path, SVG.format(RECT.format("red")))
    (tmp_path / "fig.svg").write_text(SVG.format(""))
    assert "has changed since" in said_by_schematic(picture_of(result.document))
    (tmp_path / "fig.svg").unlink()
    assert "could not be read again" in said_by_schematic(picture_of(result.document))


PDF = ROOT / "tests" / "cases" / "qa" / "DOC004" / "bad_helvetica_not_embedded.pdf"


@pytest.mark.poppler
@pytest.mark.parametrize("program", ["pdftocairo", "pdftoppm"])
def test_a_pdf_is_rendered(monkeypatch, program):
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: which(name) if name == program else None)
    d = open_document(PDF)
    picture = picture_of(d)
    head, png = decoded(picture)
    assert head == "data:image/png;base64"
    assert program in picture.note
    width, height = struct.unpack(">II", png[16:24])
    assert width / height == pytest.approx(d.page.width_mm / d.page.height_mm, rel=0.01)
    assert 800 <= max(width, height) <= 2400


def test_without_a_renderer_a_pdf_is_drawn_as_a_schematic(monkeypatch):
    monkeypatch.setenv("PATH", "")
    note = said_by_schematic(picture_of(open_document(PDF)))
    assert note.startswith("No program that renders PDF is installed (pdftocairo or pdftoppm of poppler).")


@pytest.mark.parametrize(
    ("script", "said"),
    [("sleep 60", "took longer than 1 s"), ("exit 3", "made no picture"), ("touch page.png", "no picture")],
)
def test_a_renderer_that_fails(monkeypatch, tmp_path, script, said):
    fake = tmp_path / "pdftocairo"
    fake.write_text(f"#!/bin/sh\nexec {script}\n" if script.startswith("sleep") else f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(pictures, "_RENDER_TIMEOUT_S", 1)
    assert said in said_by_schematic(picture_of(open_document(PDF)))


def image_file(tmp_path, image, suffix, **more):
    path = tmp_path / f"fig.{suffix}"
    image.save(path, dpi=(300, 300), **more)
    return open_document(path)


@pytest.mark.parametrize(
    ("mode", "suffix", "color", "expected", "said"),
    [
        ("RGB", "tif", "#0F4D92", (15, 77, 146), ""),
        ("RGB", "png", "#0F4D92", (15, 77, 146), ""),
        ("L", "tif", 90, (90, 90, 90), ""),
        ("1", "tif", 1, (255, 255, 255), ""),
        ("P", "png", 0, (0, 0, 0), ""),
        ("CMYK", "tif", (0, 255, 255, 0), (255, 0, 0), "CMYK is shown in RGB"),
        ("CMYK", "jpg", (0, 255, 255, 0), (254, 0, 0), "CMYK is shown in RGB"),
        ("LA", "tif", (90, 255), (90, 90, 90), ""),
    ],
)
def test_pictures_are_shown_in_a_mode_that_screens_know(tmp_path, mode, suffix, color, expected, said):
    picture = picture_of(image_file(tmp_path, Pillow.new(mode, (60, 40), color), suffix))
    assert picture.is_figure
    assert said in picture.note
    with Pillow.open(io.BytesIO(decoded(picture)[1])) as image:
        assert image.size == (60, 40)
        assert image.convert("RGB").getpixel((5, 5)) == pytest.approx(expected, abs=3)


def test_sixteen_bits_are_stretched_to_what_a_screen_shows(tmp_path):
    row = struct.pack("<60H", *[2000] * 10, *[3000] * 20, *[1000] * 30)
    image = Pillow.frombytes("I;16", (60, 40), row * 40)
    picture = picture_of(image_file(tmp_path, image, "tif"))
    assert "stretched" in picture.note
    with Pillow.open(io.BytesIO(decoded(picture)[1])) as shown:
        row = [shown.convert("L").getpixel((x, 20)) for x in (5, 20, 50)]
    assert row == pytest.approx([127, 255, 0], abs=2)


@pytest.mark.parametrize("mode", ["RGB", "I;16", "1", "P", "CMYK"])
def test_large_pictures_are_reduced(tmp_path, mode):
    picture = picture_of(image_file(tmp_path, Pillow.new(mode, (4800, 2400)), "tif"))
    assert "Reduced to 2,400 × 1,200 px" in picture.note
    with Pillow.open(io.BytesIO(decoded(picture)[1])) as image:
        assert image.size == (2400, 1200)


def test_the_first_of_several_frames_is_shown(tmp_path):
    frames = [Pillow.new("RGB", (60, 40), color) for color in ("red", "blue")]
    picture = picture_of(
        image_file(tmp_path, frames[0], "tif", save_all=True, append_images=frames[1:]),
    )
    assert "The first of 2 pages." in picture.note


def test_a_picture_that_cannot_be_decoded_is_drawn_as_a_schematic(tmp_path):
    stream = io.BytesIO()
    Pillow.effect_noise((300, 200), 90).save(stream, "tiff", compression="tiff_lzw", dpi=(300, 300))
    data = bytearray(stream.getvalue())
    data[200:4000] = b"\xff" * 3800
    d = open_document(Path("a.tif"), data=bytes(data))
    assert "can't be decoded" in said_by_schematic(picture_of(d, bytes(data)))


def test_too_many_pixels_are_not_decoded(tmp_path, monkeypatch):
    d = image_file(tmp_path, Pillow.new("L", (600, 400)), "tif")
    monkeypatch.setattr(pictures, "_MAX_DECODED_PIXELS", 1000)
    assert "600 × 400 pixels" in said_by_schematic(picture_of(d))


def test_without_a_size_there_is_no_schematic(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    Pillow.new("L", (600, 400)).save(path)
    monkeypatch.setattr(pictures, "_MAX_DECODED_PIXELS", 1000)
    picture = picture_of(open_document(path))
    assert (picture.uri, picture.is_figure) == ("", False)


def test_the_schematic_draws_what_was_measured():
    svg = SVG.format(
        '<rect x="1" y="2" width="10" height="5" fill="#0F4D92"/>'
        '<path d="M0 30h80" fill="none" stroke="#C00000"/>'
        '<image href="data:image/png;base64,AAAA" x="50" y="5" width="20" height="10"/>'
        '<text x="20" y="20" font-size="4" transform="rotate(-90 20 20)">Latency &lt;ms&gt;</text>'
        '<text x="2000" y="20">off the page</text>'
    )
    d = open_document(Path("a.svg"), data=svg.encode())
    root = etree.fromstring(schematic(d, d.page.box))
    ns = "{http://www.w3.org/2000/svg}"
    assert root.get("viewBox") == "0 0 80.000 40.000"
    assert [r.get("fill") for r in root.iter(f"{ns}rect")] == ["#FFFFFF", "#0F4D92", "none"]
    assert len(list(root.iter(f"{ns}path"))) == len(d.images)
    (text,) = root.iter(f"{ns}text")
    assert text.text == "Latency <ms>"
    x, y, turn = map(float, re.findall(r"-?\d+\.\d+", text.get("transform")))
    assert turn == -90
    assert (x, y) == pytest.approx((20, 20), abs=1)


def test_of_many_shapes_the_schematic_draws_some_from_everywhere():
    circles = "".join(f'<circle cx="{i % 80}" cy="{i // 80}" r="0.4"/>' for i in range(3200))
    d = open_document(Path("a.svg"), data=SVG.format(f'<rect width="70" height="30"/>{circles}').encode())
    boxes = etree.fromstring(schematic(d, d.page.box)).findall("{*}rect")[1:]
    assert len(boxes) == 2500
    assert float(boxes[0].get("width")) == 70
    quarters = Counter((float(b.get("x")) > 40, float(b.get("y")) > 20) for b in boxes[1:])
    assert min(quarters.values()) > 400
    assert "Of 3,201 shapes 2,500 are drawn." in picture_of(d, b"x" * d.size_bytes, max_bytes=10).note


def test_the_schematic_stays_small_and_harmless():
    d = document("a.svg", *[EVIL] * 4000)
    d.shapes.paints.append(Paint(EVIL, EVIL))
    for i in range(5000):
        d.shapes.add(0, (1, 1, 2 + i / 100, 2), i)
    d.shapes.add(0, (float("nan"), 1, 2, 2), 9)
    svg = schematic(d, Box(0, 0, 183, 70))
    root = etree.fromstring(svg)
    assert len(root) == 1 + 2500 + 2500
    assert {etree.QName(e).localname for e in root.iter()} == {"svg", "rect", "text"}
    assert not [a for e in root.iter() for a in e.attrib if a.startswith("on")]
    assert "evil" not in "".join(v for e in root.iter() for v in e.attrib.values())


def test_a_packed_file_that_no_longer_unpacks_has_changed(tmp_path):
    svg = SVG.format(RECT.format("red")).encode()
    result = on_disk(tmp_path, gzip.compress(svg), "fig.svgz")
    path = tmp_path / "fig.svgz"
    path.write_bytes(b"\x1f\x8b" + b"x" * (path.stat().st_size - 2))
    assert "has changed since" in said_by_schematic(picture_of(result.document))
