"""The PDF reader: against the SVG of the same figure, against poppler, and on pages made by hand."""

import io
import re
import zlib
from collections import defaultdict
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from natfig.core.errors import DocumentError
from natfig.core.findings import Severity
from natfig.qa.document import Document
from natfig.qa.readers.base import Limits
from natfig.qa.readers.pdf import reader
from natfig.qa.readers.svg import reader as svg_reader
from oracles import poppler
from oracles.programs import find, run

CASES = Path(__file__).parents[2] / "cases" / "pdf"
PT = 25.4 / 72
SIZE_WITHIN = 0.02
TEMPLATES = sorted(p.parent.name for p in Path(__file__).parents[3].glob("templates/specs/*/spec.yaml"))
MADE = ["chromium", "gnuplot", "graphviz", "inkscape", "matplotlib_3", "matplotlib_42", "r_cairo", "r_pdf"]


def read_file(path):
    return reader.read(path, path.read_bytes())


def page(content=b"", *, size=(200, 100), change=None, save=None, limits=None):
    """Read a page of our own; `change(pdf, page)` sees it before it is saved."""
    return reader.read(
        Path("made.pdf"), made(content, size=size, change=change, save=save), limits or Limits()
    )


def made(content=b"", *, size=(200, 100), change=None, save=None):
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=size)
        first = pdf.pages[0].obj
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        first.Resources = Dictionary(Font=Dictionary(F=font))
        first.Contents = pdf.make_stream(content)
        if change is not None:
            change(pdf, first)
        out = io.BytesIO()
        pdf.save(out, **(save or {}))
        return out.getvalue()


def text_at(x, y, text="Hi", size=7):
    return b"BT /F %g Tf %g %g Td (%s) Tj ET " % (size, x, y, text.encode("latin-1"))


def form(pdf, content, **entries):
    stream = pdf.make_stream(content)
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array([-1000, -1000, 1000, 1000])
    for key, value in entries.items():
        stream["/" + key] = value
    return pdf.make_indirect(stream)


def texts(document):
    return [run.text for run in document.runs]


def messages(document):
    return [note.message for note in document.notes]


# ---------------------------------------------------------------- the same figure as SVG


def sizes_by_char(document: Document):
    """Return for every character but blanks the sizes it is printed at, sorted.

    How runs are cut is a matter of the format; which character has which size is not.
    """
    sizes = defaultdict(list)
    for one in document.visible_runs:
        for char in one.text.replace(" ", "").replace("\u2009", "").replace("\u00a0", ""):
            sizes[char].append(one.size_pt)
    return {char: sorted(values) for char, values in sizes.items()}


def assert_same_sizes(pdf, svg, *, without=""):
    ours, theirs = sizes_by_char(pdf), sizes_by_char(svg)
    for char in without:
        ours.pop(char, None), theirs.pop(char, None)
    assert {c: len(v) for c, v in ours.items()} == {c: len(v) for c, v in theirs.items()}
    assert sum(map(len, ours.values())) > 10
    for char, sizes in ours.items():
        assert sizes == pytest.approx(theirs[char], rel=SIZE_WITHIN), char


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_the_same_as_pdf_and_as_svg(rendered, name):
    pdf, path = read_file(rendered.file(name, "pdf")), rendered.file(name, "svg")
    svg = svg_reader.read(path, path.read_bytes())
    assert_same_sizes(pdf, svg)
    assert (pdf.page.width_mm, pdf.page.height_mm) == pytest.approx(
        (svg.page.width_mm, svg.page.height_mm), abs=0.01
    )
    assert len(pdf.shapes) == len(svg.shapes)
    assert not pdf.notes
    assert not pdf.outlined
    assert {f.type for f in pdf.fonts} <= {"CID TrueType", "TrueType"}
    assert all(f.embedded and f.used for f in pdf.fonts)
    # A label of one line is one element in both, at the same place.
    places = {e.text: e.box for e in pdf.elements}
    singles = [e for e in svg.elements if len(e.runs) == 1 and texts_of(svg).count(e.text) == 1]
    shared = [(e.box, places[e.text]) for e in singles if e.text in places]
    assert len(shared) >= 0.8 * len(singles)
    for theirs, ours in shared:
        assert ours.center == pytest.approx(theirs.center, abs=0.3)


def texts_of(document):
    return [e.text for e in document.elements]


@pytest.mark.parametrize(
    ("pdf", "svg"),
    [
        ("matplotlib_3", "matplotlib"),
        ("matplotlib_42", "matplotlib"),
        ("inkscape", "drawing"),
        ("chromium", "drawing"),
        ("graphviz", "graphviz"),
    ],
)
def test_other_programs_say_the_same_as_pdf_and_as_svg(pdf, svg):
    path = CASES / f"{svg}.svg"
    assert_same_sizes(read_file(CASES / f"{pdf}.pdf"), svg_reader.read(path, path.read_bytes()))


@pytest.mark.inkscape
def test_a_template_through_inkscape(rendered, tmp_path):
    source, out = rendered.file("serving", "svg"), tmp_path / "out.pdf"
    run([find("inkscape"), str(source), "--export-type=pdf", f"--export-filename={out}"])
    assert_same_sizes(read_file(out), svg_reader.read(source, source.read_bytes()))


# ---------------------------------------------------------------- poppler


@pytest.mark.poppler
@pytest.mark.parametrize("name", MADE)
def test_words_are_poppler_s(name):
    path = CASES / f"{name}.pdf"
    document = read_file(path)
    # Poppler parts letters set apart; we don't.
    assert sorted("".join(w.text for w in poppler.words(path))) == sorted(
        "".join(one.text for one in document.runs).replace(" ", "")
    )
    found = defaultdict(list)
    for word in poppler.words(path):
        found[word.text].append(word.rect)
    compared = 0
    for one in document.runs:
        rects = found.get(one.text, [])
        if one.rotation_deg != 0 or not rects:
            continue
        near = min(rects, key=lambda r: abs(r.x - one.box.x0) + abs(r.y - one.box.y0))
        assert one.box.x0 == pytest.approx(near.x, abs=0.15)
        assert one.box.x1 == pytest.approx(near.x + near.w, abs=0.15)
        assert one.box.center[1] == pytest.approx(near.y + near.h / 2, abs=0.8)
        compared += 1
    assert compared >= 3


@pytest.mark.poppler
@pytest.mark.parametrize("name", MADE)
def test_fonts_are_poppler_s(name):
    path = CASES / f"{name}.pdf"
    plain = {"CID TrueType": "CID TrueType", "TrueType": "TrueType", "Type 3": "Type 3", "Type 1": "Type 1"}
    theirs = {(plain.get(f.type, "CFF"), f.embedded) for f in poppler.fonts(path)}
    assert {(f.type, f.embedded) for f in read_file(path).fonts} == theirs


@pytest.mark.poppler
@pytest.mark.parametrize("name", MADE)
def test_the_page_is_poppler_s(name):
    path = CASES / f"{name}.pdf"
    size = read_file(path).page
    assert (size.width_mm, size.height_mm) == pytest.approx(poppler.page_mm(path), abs=0.01)


@pytest.mark.poppler
def test_images_are_poppler_s():
    path = CASES / "matplotlib_42.pdf"
    table = run([find("pdfimages"), "-list", str(path)]).stdout.splitlines()[2:]
    theirs = [(int(f[3]), int(f[4]), min(int(f[12]), int(f[13]))) for f in map(str.split, table)]
    ours = [(i.width_px, i.height_px, round(i.dpi)) for i in read_file(path).images]
    assert ours == theirs
    assert len(ours) == 1


@pytest.mark.poppler
@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90])
def test_a_turned_page_is_poppler_s(turn, tmp_path):
    def change(_, first):
        first.Rotate = turn

    path = tmp_path / "turned.pdf"
    path.write_bytes(made(text_at(60, 20, "Word"), change=change))
    [word], [one] = poppler.words(path), read_file(path).runs
    assert one.rotation_deg == pytest.approx(
        {0: 0, 90: 90, 180: 180, 270: -90, -90: -90}[turn], abs=0.01
    ) or (turn == 180 and one.rotation_deg == pytest.approx(-180))
    # Poppler's boxes are as tall as the font says, ours as a browser does; the baseline runs one way.
    x, y = one.box.center
    assert (x, y) == pytest.approx((word.rect.x + word.rect.w / 2, word.rect.y + word.rect.h / 2), abs=0.5)


# ---------------------------------------------------------------- what programs write


def test_the_exponent_is_a_run_of_its_own_size():
    document = read_file(CASES / "matplotlib_42.pdf")
    [label] = [e for e in document.elements if e.text.startswith("Rate")]
    runs = [(r.text, round(r.size_pt, 2)) for r in document.runs[label.runs.start : label.runs.stop]]
    assert runs == [("Rate 2", 7.0), ("6", 4.9), ("s", 7.0)]


def test_lettering_in_one_string_is_one_label():
    document = read_file(CASES / "inkscape.pdf")
    assert "spaced letters" in texts_of(document)
    assert all(e.placed == 0 for e in document.elements)


def test_labels_of_an_axis_in_one_string_are_parted():
    assert texts_of(read_file(CASES / "r_cairo.pdf"))[:10] == ["2", "4", "6", "8", "10"] * 2


def test_a_standard_font_has_widths_that_the_file_leaves_out():
    document = read_file(CASES / "r_pdf.pdf")
    assert {(f.family, f.embedded, f.type) for f in document.fonts} == {
        ("Helvetica", False, "Type 1"),
        ("Symbol", False, "Type 1"),
    }
    assert "α2" in texts_of(document)
    [title] = [one for one in document.runs if one.text == "Title"]
    # 611 + 278 + 333 + 278 + 556 thousandths of 8 pt: Helvetica-Bold.
    assert title.box.w == pytest.approx(2.056 * 8 * PT, abs=0.01)
    assert title.is_bold
    assert title.measured


def test_outlined_text_is_no_text_and_has_outlines():
    document = read_file(CASES / "inkscape_paths.pdf")
    assert not document.runs
    assert not document.fonts
    assert len(document.shapes) > 50
    outlines = [document.shapes.outline(i) for i in range(len(document.shapes))]
    # The outline of a letter lies in its box and is closed.
    for i, lines in enumerate(outlines):
        box = document.shapes.box(i).grown(0.03)
        assert all(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for line in lines for x, y in line)
    assert any(len(lines) == 2 for lines in outlines)
    assert sum(label.glyphs for label in document.outlined) > 40


def test_type_3_is_a_font_and_not_outlines():
    document = read_file(CASES / "matplotlib_3.pdf")
    assert [(f.type, f.embedded) for f in document.fonts] == [("Type 3", True)]
    assert len(document.shapes) == len(read_file(CASES / "matplotlib_42.pdf").shapes)


def test_a_hatch_is_a_fill_of_stops_and_alpha_is_kept():
    paints = read_file(CASES / "matplotlib_42.pdf").shapes.paints
    assert any(set(p.fill_stops) >= {"#42949E", "#000000"} for p in paints)
    assert any(p.fill_opacity == 0.5 for p in paints)


def test_strokes_and_dashes_come_out_as_printed():
    paints = read_file(CASES / "inkscape.pdf").shapes.paints
    assert [(p.fill, p.stroke, p.width_pt, p.dashed) for p in paints] == [
        ("#42949E", "#000000", pytest.approx(0.25 * 72 / 25.4, abs=1e-3), False),
        (None, "#767676", pytest.approx(72 / 25.4, abs=1e-3), True),
    ]


# ---------------------------------------------------------------- sizes


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"BT /F 7 Tf (x) Tj ET", 7),
        (b"BT /F 1 Tf 7 0 0 7 5 5 Tm (x) Tj ET", 7),
        (b"0.5 0 0 0.5 0 0 cm BT /F 14 Tf (x) Tj ET", 7),
        (b"BT /F 1 Tf 0 7 -7 0 50 50 Tm (x) Tj ET", 7),
        (b"2 0 0 1 0 0 cm BT /F 7 Tf (x) Tj ET", 7),  # wide letters are as tall as before
        (b"BT /F 7 Tf 50 Tz (x) Tj ET", 7),
        (b"BT /F 7 Tf 1 0 0.36 1 0 0 Tm (x) Tj ET", 7),  # slanted by hand
        (b"BT /F 7 Tf 1 0 0 -1 9 9 Tm (x) Tj ET", 7),
        (b"BT /F -7 Tf 1 0 0 1 9 9 Tm (x) Tj ET", 7),
        (b"q 0.1 0 0 0.1 0 0 cm Q BT /F 5 Tf (x) Tj ET", 5),
    ],
)
def test_effective_size(content, size):
    [one] = page(content).runs
    assert one.size_pt == pytest.approx(size)


def test_size_through_nested_forms_and_user_unit():
    def change(pdf, first):
        inner = form(pdf, b"BT /F 4 Tf (deep) Tj ET", Matrix=Array([3, 0, 0, 3, 0, 0]))
        inner.Resources = first.Resources
        outer = form(pdf, b"0.5 0 0 0.5 10 10 cm /I Do")
        outer.Resources = Dictionary(XObject=Dictionary(I=inner))
        first.Resources.XObject = Dictionary(O=outer)
        first.UserUnit = 2

    document = page(b"/O Do", change=change)
    [one] = document.runs
    assert one.size_pt == pytest.approx(4 * 3 * 0.5 * 2)
    assert document.page.width_mm == pytest.approx(400 * PT)
    assert one.box.x0 == pytest.approx(20 * PT)


def test_the_page_is_its_crop_box():
    document = page(
        b"0 0 10 10 re f " + text_at(50, 20),
        change=lambda _, first: first.__setitem__("/CropBox", Array([40, 10, 140, 60])),
    )
    assert (document.page.width_mm, document.page.height_mm) == pytest.approx((100 * PT, 50 * PT))
    assert document.runs[0].box.x0 == pytest.approx(10 * PT)
    assert document.shapes.x1[0] < 0


# ---------------------------------------------------------------- runs and elements


def test_a_word_letter_by_letter_is_one_label_that_is_placed():
    letters = b"".join(
        b"BT /F 10 Tf 1 0 0 1 %g 10 Tm (%c) Tj ET " % (x, c)
        for x, c in ((10, b"W"), (19.4, b"o"), (25, b"r"), (28.3, b"d"))
    )
    document = page(letters)
    [element] = document.elements
    assert (element.text, element.placed) == ("Word", 3)
    assert texts(document) == ["Word"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"BT /F 7 Tf [(Ba)20(t)-15(ch)-278(size)] TJ ET", ["Batch size"]),
        (b"BT /F 7 Tf (Batch ) Tj (size) Tj ET", ["Batch size"]),
        (b"BT /F 7 Tf [(2)-5320(4)] TJ ET", ["2", "4"]),
        (b"BT /F 7 Tf (one) Tj 0 -9 Td (two) Tj ET", ["one", "two"]),
        (b"BT /F 7 Tf (one) Tj 9 TL (two) ' ET", ["one", "two"]),
        (b'BT /F 7 Tf 9 TL 0 0 (two) " ET', ["two"]),
        (b"BT /F 7 Tf (a) Tj 4 3 Td /F 4 Tf (2) Tj ET", ["a2"]),
        (b"BT /F 7 Tf 0 Tr (a\\040 b) Tj ET", ["a b"]),
        (b"BT /F 7 Tf <48 69> Tj ET", ["Hi"]),
        (b"BT /F 7 Tf (\\(x\\)) Tj ET", ["(x)"]),
        (b"BT /F 7 Tf (   ) Tj ET", []),
        (text_at(10, 10, "10") + text_at(22, 10, "20"), ["10", "20"]),
    ],
)
def test_labels(content, expected):
    assert texts_of(page(content)) == expected


def test_colours_part_runs_and_not_labels():
    document = page(b"BT /F 7 Tf 1 0 0 rg (red) Tj 0 g (black) Tj ET")
    assert [(r.text, r.fill) for r in document.runs] == [("red", "#FF0000"), ("black", "#000000")]
    assert texts_of(document) == ["redblack"]


@pytest.mark.parametrize(
    ("content", "visible"),
    [(b"3 Tr", False), (b"0 Tr", True), (b"7 Tr", False), (b"/Z gs", False), (b"1 1 1 rg", True)],
)
def test_what_is_painted(content, visible):
    def change(_, first):
        first.Resources.ExtGState = Dictionary(Z=Dictionary(ca=0))

    [one] = page(content + b" " + text_at(10, 10), change=change).runs
    assert one.visible is visible


def test_ink_is_where_the_glyphs_are():
    [one] = page(text_at(0, 50, "x", 100), size=(100, 100)).runs
    # Liberation Sans: an x is 0.528 em tall, from 0.011 to 0.491 em.
    xs, ys = [p[0] / PT for p in one.ink], [p[1] / PT for p in one.ink]
    assert (min(xs), max(xs)) == pytest.approx((1.1, 48.9), abs=0.6)
    assert (min(ys), max(ys)) == pytest.approx((50 - 52.8, 50), abs=0.6)
    assert one.box.w / PT == pytest.approx(50)


def test_spelled_out_text():
    document = page(b"/Span <</ActualText (\\376\\377\\0A\\0B)>> BDC " + text_at(9, 9, "xy") + b" EMC")
    assert texts(document) == ["AB"]


def test_characters_without_a_meaning_are_kept_and_told():
    def change(pdf, first):
        proc = pdf.make_stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f")
        first.Resources.Font.T = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, 750, 750]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary(sq=proc),
            Encoding=Dictionary(Differences=Array([97, Name.sq])),
            FirstChar=97,
            LastChar=97,
            Widths=Array([1000]),
        )

    document = page(b"BT /T 8 Tf 10 10 Td (aa) Tj ET", change=change)
    assert texts(document) == ["\ufffd\ufffd"]
    [note] = document.notes
    assert (note.code, note.severity) == ("DOC004", Severity.WARNING)
    assert "2 characters" in note.message
    ink = document.runs[0].ink
    assert max(p[0] for p in ink) - min(p[0] for p in ink) == pytest.approx((8 + 6) * PT)


def test_clips():
    document = page(b"q 20 20 50 50 re W n 0 0 40 40 re f " + text_at(30, 30) + b"Q 0 0 9 9 re f")
    clip = document.runs[0].clip
    assert clip.w == pytest.approx(50 * PT)
    assert [p.clip == clip for p in document.shapes.paints] == [True, False]
    assert document.shapes.box(0).w == pytest.approx(20 * PT)
    assert not page(b"q 20 20 5 5 re W n 90 90 5 5 re f Q").shapes.paint


# ---------------------------------------------------------------- colours


@pytest.mark.parametrize(
    ("content", "color"),
    [
        (b"0.5 g", "#808080"),
        (b"1 0 0 rg", "#FF0000"),
        (b"0 1 1 0 k", "#FF0000"),
        (b"0 0 0 1 k", "#000000"),
        (b"/DeviceRGB cs 0 0 1 sc", "#0000FF"),
        (b"/DeviceCMYK cs", "#000000"),
        (b"/Spot cs 1 scn", "#FF0000"),
        (b"/Spot cs 0.5 scn", "#FF8080"),
        (b"/Calc cs 1 scn", "#00FF00"),
        (b"/Lab cs 100 0 0 scn", "#FFFFFF"),
        (b"/Icc cs 0 1 0 scn", "#00FF00"),
        (b"/Index cs 1 scn", "#0A141E"),
        (b"/Cal cs 1 1 0 scn", "#FFFF00"),
    ],
)
def test_colour_spaces(content, color):
    def change(pdf, first):
        tint = Dictionary(
            FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([0, 1, 1, 0]), N=1
        )
        calc = pdf.make_stream(b"{ dup 0.5 gt { pop 0 1 0 } { pop 1 0 0 } ifelse }")
        calc.FunctionType, calc.Domain, calc.Range = 4, Array([0, 1]), Array([0, 1] * 3)
        icc = pdf.make_stream(b"profile")
        icc.N = 3
        first.Resources.ColorSpace = Dictionary(
            Spot=Array([Name.Separation, Name.Spot, Name.DeviceCMYK, tint]),
            Calc=Array([Name.Separation, Name.Calc, Name.DeviceRGB, calc]),
            Lab=Array([Name.Lab, Dictionary(WhitePoint=Array([0.9642, 1, 0.8249]))]),
            Icc=Array([Name.ICCBased, icc]),
            Index=Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(b"\x00\x00\x00\x0a\x14\x1e")]),
            Cal=Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))]),
        )

    document = page(content + b" 0 0 9 9 re f", change=change)
    assert [p.fill for p in document.shapes.paints] == [color]
    assert not document.notes


def test_gradients_have_stops():
    def change(_, first):
        ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 0, 0]), C1=Array([0, 0, 1]), N=1)
        shading = Dictionary(
            ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 1, 1]), Function=ramp
        )
        first.Resources.Pattern = Dictionary(P=Dictionary(PatternType=2, Shading=shading))
        first.Resources.Shading = Dictionary(S=shading)

    document = page(b"/Pattern cs /P scn 0 0 9 9 re f q 20 20 9 9 re W n /S sh Q", change=change)
    for paint in document.shapes.paints:
        assert paint.fill is None
        assert (paint.fill_stops[0], paint.fill_stops[-1]) == ("#FF0000", "#0000FF")
    assert document.shapes.box(1).w == pytest.approx(9 * PT)


# ---------------------------------------------------------------- shapes


@pytest.mark.parametrize(
    ("content", "width"),
    [
        (b"2 w 0 0 m 9 9 l S", 2),
        (b"0.5 0 0 0.5 0 0 cm 2 w 0 0 m 9 9 l S", 1),
        (b"0 w 0 0 m 9 9 l S", 0.03),
        (b"4 0 0 1 0 0 cm 1 w 0 0 m 9 9 l S", 2),
    ],
)
def test_stroke_width(content, width):
    assert page(content).shapes.paints[0].width_pt == pytest.approx(width)


def test_a_curve_is_boxed_at_its_farthest():
    document = page(b"10 10 m 10 30 50 30 50 10 c S")
    box = document.shapes.box(0)
    assert box.h == pytest.approx(15 * PT)
    [line] = document.shapes.outline(0)
    assert min(y for _, y in line) == pytest.approx(box.y0, abs=0.02)


def test_a_line_that_is_filled_too_has_no_area():
    [paint] = page(b"0 0 m 9 9 l B").shapes.paints
    assert (paint.fill, paint.stroke) == (None, "#000000")


def test_markers_are_drawn_from_one_form():
    def change(pdf, first):
        marker = form(pdf, b"-1 -1 2 2 re B", BBox=Array([-2, -2, 2, 2]))
        first.Resources.XObject = Dictionary(M=marker)

    places = [(10 + 3 * k, 20 + k) for k in range(40)]
    content = b"0 0.5 0 rg " + b"".join(b"q 1 0 0 1 %g %g cm /M Do Q " % p for p in places)
    document = page(content, change=change)
    shapes = document.shapes
    assert len(shapes) == 40
    assert {shapes.paint_of(i).fill for i in range(40)} == {"#008000"}
    assert {shapes.paint_of(i).clip for i in range(40)} == {None}
    assert len(set(shapes.order)) == 40
    for i, (x, y) in enumerate(places):
        assert shapes.box(i).center == pytest.approx((x * PT, (100 - y) * PT))
        assert shapes.outline(i)[0][0] == pytest.approx(((x - 1) * PT, (101 - y) * PT))


def test_markers_keep_the_look_they_are_drawn_in_and_the_clip_around_them():
    def change(pdf, first):
        first.Resources.XObject = Dictionary(M=form(pdf, b"-1 -1 2 2 re f"))

    document = page(
        b"q 0 0 50 50 re W n 1 0 0 rg 1 0 0 1 10 10 cm /M Do 0 0 1 rg /M Do 1 0 0 1 40 0 cm /M Do "
        b"1 0 0 1 40 0 cm /M Do Q",
        change=change,
    )
    assert [document.shapes.paint_of(i).fill for i in range(3)] == ["#FF0000", "#0000FF", "#0000FF"]
    assert len(document.shapes) == 3  # the last lies outside the clip
    assert document.shapes.box(2).w == pytest.approx(1 * PT)


@pytest.mark.parametrize(
    ("mode", "fill", "stroke"),
    [(0, "#FF0000", None), (1, None, "#000000"), (2, "#FF0000", "#000000")],
)
def test_r_s_points_are_marks_and_no_text(mode, fill, stroke):
    def change(_, first):
        first.Resources.Font.Z = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)

    content = b"1 0 0 rg BT /Z 1 Tf %d Tr 10 0 0 10 50 50 Tm (l) Tj ET" % mode
    document = page(content, change=change)
    assert not document.runs
    [paint] = document.shapes.paints
    assert (paint.fill, paint.stroke) == (fill, stroke)
    assert document.shapes.box(0).w == pytest.approx(7.22 * PT)
    assert document.shapes.box(0).center == pytest.approx((53.96 * PT, (50 - 3.47) * PT))
    assert [f.family for f in document.fonts if f.used] == ["ZapfDingbats"]


# ---------------------------------------------------------------- images


def image(pdf, size=(30, 20), **entries):
    pixels = pdf.make_stream(b"\x80" * (size[0] * size[1] * 3))
    pixels.Type, pixels.Subtype = Name.XObject, Name.Image
    pixels.Width, pixels.Height = size
    pixels.ColorSpace, pixels.BitsPerComponent = Name.DeviceRGB, 8
    for key, value in entries.items():
        pixels["/" + key] = value
    return pixels


@pytest.mark.parametrize(
    ("matrix", "dpi"),
    [
        (b"72 0 0 72 0 0", 20),
        (b"72 0 0 24 0 0", 30),
        (b"0 72 -72 0 90 0", 20),
        (b"50.9117 50.9117 -33.9411 33.9411 50 0", 30),
    ],
)
def test_image_resolution(matrix, dpi):
    def change(pdf, first):
        first.Resources.XObject = Dictionary(I=image(pdf))

    [one] = page(matrix + b" cm /I Do", change=change).images
    assert one.dpi == pytest.approx(dpi, rel=1e-4)
    assert (one.width_px, one.height_px, one.mode, one.linked) == (30, 20, "RGB", False)


@pytest.mark.parametrize(
    ("packing", "encoding"),
    [
        ("DCTDecode", "jpeg"),
        ("JPXDecode", "jpx"),
        ("CCITTFaxDecode", "ccitt"),
        ("FlateDecode", "png"),
        (None, "raw"),
    ],
)
def test_image_encoding(packing, encoding):
    def change(pdf, first):
        pixels = image(pdf)
        if packing:
            pixels.write(zlib.compress(b"x"), filter=Name("/" + packing))
        first.Resources.XObject = Dictionary(I=pixels)

    keep = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}
    [one] = page(b"72 0 0 72 0 0 cm /I Do", change=change, save=keep).images
    assert one.encoding == encoding


def test_a_linked_image_is_not_opened(tmp_path):
    secret = tmp_path / "picture.raw"
    secret.write_bytes(b"\x00" * 1800)

    def change(pdf, first):
        first.Resources.XObject = Dictionary(I=image(pdf, F=pikepdf.String(str(secret))))

    document = page(b"72 0 0 72 0 0 cm /I Do", change=change)
    [one] = document.images
    assert (one.linked, one.width_px, one.dpi, one.href) == (True, None, None, str(secret))
    assert [(link.href, link.what) for link in document.links] == [(str(secret), "image")]


def test_a_soft_mask_makes_it_transparent():
    def change(pdf, first):
        mask = image(pdf)
        mask.ColorSpace = Name.DeviceGray
        first.Resources.XObject = Dictionary(I=image(pdf, SMask=pdf.make_indirect(mask)))

    assert page(b"9 0 0 9 0 0 cm /I Do", change=change).images[0].mode == "RGBA"


def test_inline_image():
    content = b"q 72 0 0 72 0 0 cm BI /W 4 /H 4 /BPC 8 /CS /RGB ID " + b"\x00EI " * 12 + b"\nEI Q "
    document = page(content + text_at(5, 5, "after"))
    [one] = document.images
    assert (one.width_px, one.dpi, one.mode, one.encoding) == (4, pytest.approx(4), "RGB", "raw")
    assert texts(document) == ["after"]


# ---------------------------------------------------------------- layers


def test_layers_hide_and_name():
    def change(pdf, first):
        on = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Panel a"))
        off = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="notes"))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([on, off]), D=Dictionary(OFF=Array([off])))
        first.Resources.Properties = Dictionary(A=on, B=off)

    document = page(
        b"/OC /A BDC "
        + text_at(9, 9, "on")
        + b"0 0 5 5 re f EMC /OC /B BDC "
        + text_at(9, 50, "off")
        + b"EMC",
        change=change,
    )
    assert [(r.text, r.group, r.panel) for r in document.runs] == [("on", "Panel a", "a")]
    assert document.shapes.paints[0].panel == "a"
    group = document.groups["Panel a"]
    assert (group.shapes, group.texts, group.panel) == (1, 1, "a")
    assert "structure" not in document.unmeasured


def test_without_layers_panels_are_not_known():
    assert "structure" in page(text_at(9, 9)).unmeasured


@pytest.mark.parametrize(
    ("policy", "seen"), [("AllOn", False), ("AnyOn", True), ("AllOff", False), ("AnyOff", True)]
)
def test_membership(policy, seen):
    def change(pdf, first):
        on, off = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=n)) for n in ("on", "off"))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([on, off]), D=Dictionary(OFF=Array([off])))
        both = Dictionary(Type=Name.OCMD, OCGs=Array([on, off]), P=Name("/" + policy))
        first.Resources.Properties = Dictionary(A=both)

    assert bool(page(b"/OC /A BDC " + text_at(9, 9) + b"EMC", change=change).runs) is seen


def test_an_annotation_is_on_the_page_unless_hidden():
    def change(pdf, first):
        appearance = form(pdf, b"BT /F 7 Tf 2 2 Td (note) Tj ET", BBox=Array([0, 0, 50, 20]))
        appearance.Resources = first.Resources
        common = {"Type": Name.Annot, "Subtype": Name.FreeText, "AP": Dictionary(N=appearance)}
        first.Annots = Array(
            [
                Dictionary(Rect=Array([100, 50, 200, 90]), **common),
                Dictionary(Rect=Array([0, 0, 50, 20]), F=2, **common),
            ]
        )

    [one] = page(change=change).runs
    assert (one.text, one.size_pt) == ("note", pytest.approx(14))
    assert one.box.x0 == pytest.approx(104 * PT)


# ---------------------------------------------------------------- active content, metadata


def test_active_content_and_other_files():
    def change(pdf, first):
        launch = Dictionary(S=Name.Launch, F=pikepdf.String("calc.exe"))
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)", Next=launch)
        first.AA = Dictionary(O=Dictionary(S=Name.SubmitForm))
        annotation = {"Type": Name.Annot, "Rect": Array([0, 0, 1, 1])}
        first.Annots = Array(
            [
                Dictionary(
                    Subtype=Name.Link,
                    A=Dictionary(S=Name.GoToR, F=pikepdf.String("other.pdf")),
                    **annotation,
                ),
                Dictionary(
                    Subtype=Name.Link,
                    A=Dictionary(S=Name.URI, URI=pikepdf.String("https://example.org")),
                    **annotation,
                ),
                Dictionary(Subtype=Name.RichMedia, **annotation),
            ]
        )
        pdf.attachments["data.csv"] = pikepdf.AttachedFileSpec(pdf, b"1,2", filename="data.csv")

    document = page(change=change)
    assert {a.what for a in document.active} == {
        "JavaScript",
        "an action that starts a program",
        "an action that sends form data",
        "rich media",
        "attached file 'data.csv'",
    }
    assert {link.href for link in document.links} == {"calc.exe", "other.pdf"}


def test_a_plain_page_is_not_active():
    document = page(text_at(9, 9))
    assert (document.active, document.links, document.notes) == ([], [], [])


def test_metadata_of_both_kinds():
    def change(pdf, _):
        pdf.docinfo["/Title"] = "A title"
        pdf.docinfo["/Author"] = "Jane Doe"
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["dc:title"] = "A title"
            xmp["xmp:CreatorTool"] = "Adobe Illustrator"
            xmp["dc:source"] = "/Users/jane/secret/fig1.ai"

    meta = page(change=change).meta
    assert meta["title"] == "A title"
    assert meta["author"] == "Jane Doe"
    assert meta["creator"] == "Adobe Illustrator"
    assert meta["source"] == "/Users/jane/secret/fig1.ai"
    assert "title (xmp)" not in meta


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no PDF"),
        (b"GIF89a", "no PDF"),
        (b"%PDF-1.4\n", "broken"),
        (b"%PDF-1.7\n" + b"\x00\xffrubbish" * 500, "broken"),
        (made(text_at(9, 9))[:90], "broken"),
        (made(save={"encryption": pikepdf.Encryption(owner="o", user="u")}), "encrypted"),
    ],
)
def test_what_can_t_be_read_is_refused_in_one_sentence(data, message):
    with pytest.raises(DocumentError, match=message) as caught:
        reader.read(Path("made.pdf"), data)
    [problem] = caught.value.problems
    assert "\n" not in problem.message
    assert "BytesIO" not in problem.message


def test_a_file_cut_short_has_lost_its_content():
    document = reader.read(Path("made.pdf"), made(text_at(9, 9))[:400])
    assert "the page's content is lost" in messages(document)
    assert any("mended" in m for m in messages(document))
    assert {"text", "shapes"} <= set(document.unmeasured)


def test_rubbish_before_the_header_is_passed_over():
    data = b"HTTP/1.1 200 OK\r\n\r\n" + made(text_at(9, 9))
    assert reader.claims(data)
    assert texts(reader.read(Path("made.pdf"), data)) == ["Hi"]


def test_protected_files_are_read_and_told():
    document = page(text_at(9, 9), save={"encryption": pikepdf.Encryption(owner="o", user="")})
    assert texts(document) == ["Hi"]
    assert [n.severity for n in document.notes] == [Severity.WARNING]


@pytest.mark.parametrize("box", [None, [0, 0, 0, 0], [0, 0, 10**12, 10**12], [0, 0, Name.nan, 5]])
def test_a_page_without_a_size_is_not_measured(box):
    def change(_, first):
        del first.MediaBox
        if box is not None:
            first.MediaBox = Array(box)

    document = page(text_at(9, 9), change=change)
    assert (document.page.width_mm, document.page.height_mm) == (None, None)
    assert "page" in document.unmeasured
    assert any(n.severity is Severity.ERROR for n in document.notes)


def test_many_pages_are_counted_and_the_first_is_measured():
    def change(pdf, first):
        first.Contents = pdf.make_stream(text_at(9, 9, "first"))
        for _ in range(2000):
            pdf.add_blank_page(page_size=(50, 50))

    document = page(change=change)
    assert document.page.number == 2001
    assert texts(document) == ["first"]
    assert "2,001 pages" in messages(document)[0]


def test_a_loop_in_the_page_tree():
    data = re.sub(rb"/Kids \[ \d+ 0 R \]", b"/Kids [ 2 0 R ]", made())
    with pytest.raises(DocumentError):
        reader.read(Path("made.pdf"), data)


def test_forms_that_draw_themselves_and_forms_without_end():
    def loop(pdf, first):
        one = form(pdf, b"/X Do 0 0 5 5 re f")
        one.Resources = Dictionary(XObject=Dictionary(X=one))
        first.Resources.XObject = Dictionary(X=one)

    document = page(b"/X Do", change=loop)
    assert "a form draws itself" in messages(document)
    assert len(document.shapes) == 1

    def deep(pdf, first):
        inner = form(pdf, b"0 0 1 1 re f")
        for _ in range(1500):
            inner = form(pdf, b"/X Do", Resources=Dictionary(XObject=Dictionary(X=inner)))
        first.Resources.XObject = Dictionary(X=inner)

    document = page(b"/X Do " + text_at(9, 9), change=deep)
    assert texts(document) == ["Hi"]
    assert "too deep" in messages(document)[0]
    assert "text" in document.unmeasured  # the innermost were left out


def test_a_form_of_forms_of_forms_is_bounded():
    def bomb(pdf, first):
        inner = form(pdf, b"0 0 1 1 re f")
        for _ in range(12):
            inner = form(pdf, b"/X Do " * 10, Resources=Dictionary(XObject=Dictionary(X=inner)))
        first.Resources.XObject = Dictionary(X=inner)

    document = page(b"/X Do", change=bomb, limits=Limits(items=5000))
    assert len(document.shapes) <= 5011
    assert "more than 5,000 drawing operations" in messages(document)[0]
    assert {"text", "shapes", "colors"} <= set(document.unmeasured)


def test_content_that_unpacks_to_too_much():
    def change(pdf, first):
        stream = pdf.make_stream(b"")
        stream.write(zlib.compress(b" " * 3_000_000), filter=Name.FlateDecode)
        first.Contents = stream

    document = page(change=change, limits=Limits(file_bytes=1_000_000))
    assert "unpacks to more than 1,000,000 bytes" in messages(document)[0]
    assert "text" in document.unmeasured


def test_object_streams_that_unpack_to_too_much():
    packed = zlib.compress(b" " * 400_000_000, 9)
    body = b"5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    data = made(text_at(9, 9)).replace(b"xref\n", body + packed + b"\nendstream\nendobj\nxref\n", 1)
    with pytest.raises(DocumentError, match="unsafe"):
        reader.read(Path("made.pdf"), data)


@pytest.mark.parametrize(
    ("bad", "is_told"),
    [
        (lambda good: good[:600_000], True),
        (lambda good: good[:600_000] + b"\xff" * 400_000, True),
        (lambda good: good[:-4], False),  # the checksum alone is missing
        (lambda good: good, False),
    ],
)
def test_damaged_content_is_told_and_what_came_before_is_read(bad, is_told):
    def change(pdf, first):
        good = zlib.compress(text_at(9, 9) + b"% filler\n" * 100_000, 0)
        stream = pdf.make_stream(b"")
        stream.write(bad(good), filter=Name.FlateDecode)
        first.Contents = stream

    keep = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "recompress_flate": False}
    document = page(change=change, save=keep)
    assert texts(document) == ["Hi"]
    assert ("damaged" in " ".join(messages(document))) is is_told
    assert ("text" in document.unmeasured) is is_told


@pytest.mark.parametrize(
    "content",
    [
        b"q " * 300_000,
        b"1 " * 300_000 + b"m",
        b"[" * 300_000,
        b"(" * 300_000,
        b"(" + b"\\" * 300_001,
        b"<<" * 200_000,
        b"BI " * 100_000,
        b"BI /W 1 ID " * 50_000,
        b"/" * 300_000,
        b"." * 300_000,
        b"-" * 300_000,
        b"9" * 300_000 + b" 0 m 1 1 l S",
        b"<" + b"0" * 300_000,
        b"0 0 m 1e5 9999999999999999999999999999 l S",
        b"BT 1e38 Tf (x) Tj ET",
        b"0 0 0 0 0 0 cm 1 w 0 0 m 9 9 l S " + text_at(9, 9),
        b"EMC EMC ET Q Q Q",
        b"BT /F 7 Tf (a",
        b"f S B n W W* h re m l c",
    ],
)
def test_pathological_content_is_survived(content):
    document = page(content)
    assert not [r for r in document.runs if not r.text]
    assert all(abs(v) < 1e6 for v in (*document.shapes.x0, *document.shapes.x1))


def test_marks_off_every_page_are_told():
    document = page(b"1 0 0 1 99999999999 0 cm 0 0 1 1 re f")
    assert messages(document) == ["1 mark lies more than a kilometre off the page"]
    assert len(document.shapes) == 0


def test_text_of_a_missing_font_is_not_measured():
    document = page(b"BT /Nope 7 Tf (x) Tj ET")
    assert not document.runs
    assert "text" in document.unmeasured


def test_suffixes_and_claims():
    assert {".pdf", ".ai"} <= set(reader.suffixes)
    assert reader.claims(b"\n\n%PDF-1.7")
    assert not reader.claims(b"x" * 2000 + b"%PDF-1.7")
    assert not reader.claims(b"<svg/>")
