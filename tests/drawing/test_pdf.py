"""Pages of PDFs as drawings: those of other programs, and hostile ones."""

import io
from pathlib import Path

import pikepdf
import pytest

from natfig.core.errors import DocumentError
from natfig.drawing.read import read_drawing

CASES = Path(__file__).parents[1] / "cases"


def read(name):
    return read_drawing((CASES / name).read_bytes(), name)


def page(content, resources="", size="0 0 100 50"):
    """Return a one-page PDF with a content stream."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    box = pikepdf.Object.parse(f"[{size}]".encode())
    pdf.pages[0].MediaBox = box
    pdf.pages[0].Resources = pikepdf.Object.parse(f"<<{resources}>>".encode())
    pdf.pages[0].Contents = pdf.make_stream(content.encode())
    return pdf


def saved(pdf):
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            "drawing/graphviz.pdf",
            ["Raw reads", "Trim adapters", "Align", "Differential expression", "exclude"],
        ),
        ("drawing/inkscape.pdf", ["Growth cone", "Target cell", "netrin-1", "Day 3"]),
        ("drawing/libreoffice.pdf", ["Sample", "Sequencer", "library prep"]),
        ("drawing/matplotlib.pdf", ["Encoder", "z1", "Decoder", "input"]),
        ("drawing/r.pdf", ["Screening", "Treatment", "Placebo", "n0 = 240", "weeks"]),
        ("pdf/r_cairo.pdf", ["2", "4", "Title", "α2", "Latency (ms)"]),
        ("pdf/gnuplot.pdf", ["Batch size", "Latency (ms)"]),
        ("pdf/chromium.pdf", ["Plain label", "Rate (s−1)", "Turned label"]),
    ],
)
def test_labels_of_other_programs(name, texts):
    found = [label.text for label in read(name).labels]
    assert [t for t in texts if t not in found] == []


def test_the_page_is_its_own_size():
    drawing = read("pdf/r_pdf.pdf")  # its MediaBox stands on the parent
    assert (drawing.width, drawing.height) == (252, 180)
    assert drawing.unit_mm == pytest.approx(25.4 / 72)


@pytest.mark.parametrize(
    ("turn", "box"),
    [(0, (10, 20, 30, 30)), (90, (20, 10, 30, 30)), (180, (70, 20, 90, 30)), (270, (20, 70, 30, 90))],
)
def test_turned_pages(turn, box):
    pdf = page("1 0 0 rg 10 20 20 10 re f")
    pdf.pages[0].Rotate = turn
    (shape,) = read_drawing(saved(pdf), "p.pdf").shapes
    assert shape.outline.bounds == pytest.approx(box)
    assert shape.fill == "#FF0000"


def test_strokes_dashes_and_opacity():
    content = "/G gs 2 0 0 2 0 0 cm 0 0 1 RG 1.5 w [3 1] 0 d 1 J 5 5 m 20 5 l S"
    data = saved(page(content, "/ExtGState <</G <</CA 0.5>>>>"))
    (shape,) = read_drawing(data, "p.pdf").shapes
    stroke = shape.stroke
    assert (stroke.color, stroke.width, stroke.dashes, stroke.cap) == ("#0000FF", 3, (6, 2), "round")
    assert stroke.opacity == pytest.approx(0.5, abs=0.01)


def test_clips():
    (shape,) = read_drawing(saved(page("10 10 20 20 re W n 0 0 60 15 re f")), "p.pdf").shapes
    assert any(c.bounds == pytest.approx((10, 20, 30, 40)) for c in shape.clips)


def test_a_gradient_becomes_a_picture_where_it_is():
    function = "<</FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] /N 1>>"
    shading = f"<</ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 100 0] /Function {function}>>"
    data = saved(page("q 10 10 50 20 re W n /S sh Q", f"/Shading <</S {shading}>>"))
    (picture,) = read_drawing(data, "p.pdf").pictures
    x, y = picture.matrix[4:]
    assert (x, y, x + picture.matrix[0], y + picture.matrix[3]) == pytest.approx((10, 20, 60, 40), abs=0.5)
    left, right = picture.pixels[5, 3], picture.pixels[5, -4]
    assert left[0] > 200
    assert right[2] > 120


def test_a_white_box_stays_a_white_box():
    data = saved(page("1 1 1 rg 10 10 50 20 re f"))
    (shape,) = read_drawing(data, "p.pdf").shapes
    assert shape.fill == "#FFFFFF"


def test_hidden_layers():
    pdf = page("/OC /L BDC 0 0 9 9 re f EMC 20 20 9 9 re f")
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Notes"))
    pdf.pages[0].Resources = pikepdf.Dictionary(Properties=pikepdf.Dictionary(L=layer))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
    drawing = read_drawing(saved(pdf), "p.pdf")
    assert len(drawing.shapes) == 1
    assert drawing.notes == ("the hidden layer 'Notes'",)


def test_invisible_text_is_left_out():
    font = "/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
    data = saved(page("BT /F 9 Tf 3 Tr 5 5 Td (scanned) Tj 0 Tr 20 0 Td (shown) Tj ET", font))
    drawing = read_drawing(data, "p.pdf")
    assert [label.text for label in drawing.labels] == ["shown"]
    assert drawing.notes == ("text that is not painted",)


def test_pages():
    pdf = page("0 0 9 9 re f")
    data = saved(pdf)
    with pytest.raises(DocumentError, match="it has 1 page, and page 3 is asked for"):
        read_drawing(data, "p.pdf", 3)


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", b"%PDF-1.7\n" + b"<<" * 50_000])
def test_broken_files_are_one_sentence(data):
    with pytest.raises(DocumentError, match=r"^bad\.pdf: it can't be read as a PDF"):
        read_drawing(data, "bad.pdf")


def test_a_password_is_said():
    pdf, buffer = page("0 0 9 9 re f"), io.BytesIO()
    pdf.save(buffer, encryption=pikepdf.Encryption(owner="x", user="y"))
    with pytest.raises(DocumentError, match="protected by a password"):
        read_drawing(buffer.getvalue(), "p.pdf")


def test_scripts_in_a_pdf_do_nothing():
    pdf = page("0 0 9 9 re f")
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    assert len(read_drawing(saved(pdf), "p.pdf").shapes) == 1
