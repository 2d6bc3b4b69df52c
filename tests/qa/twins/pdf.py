"""Defects of the PDF: its fonts, its page, what it carries along."""

import io
import re

import pikepdf
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from natfig.core.resources import styles_dir
from qa.twins.defects import ALL, but, defect


def _changed(figure, change):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(figure.data)) as pdf:
        change(pdf)
        pdf.save(out, deterministic_id=True)
    figure.data = out.getvalue()


def _replaced(pdf, pattern, new):
    page = pdf.pages[0]
    text, count = re.subn(pattern, new, page.Contents.read_bytes())
    assert count
    page.Contents.write(text)


@defect("DOC004", ALL, suffix="pdf")
def pdf_font_not_embedded(figure):
    def change(pdf):
        (font,) = pdf.pages[0].Resources.Font["/F1"].DescendantFonts
        del font.FontDescriptor["/FontFile2"]

    _changed(figure, change)


def _drawing(glyphs, name, width):
    """Return a glyph as drawing instructions of a Type 3 font, in thousandths of an em."""
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    out, k, last = [f"{width:.0f} 0 -200 -300 1400 1100 d1"], 1000 / 2048, (0.0, 0.0)
    for what, points in pen.value:
        spots = [(x * k, y * k) for x, y in (p for p in points if p is not None)]
        if what == "moveTo":
            last = spots[0]
            out.append(f"{last[0]:.0f} {last[1]:.0f} m")
        elif what == "lineTo":
            last = spots[0]
            out.append(f"{last[0]:.0f} {last[1]:.0f} l")
        elif what == "qCurveTo":
            for (x, y), end in _quadratic(spots):
                a = (last[0] + 2 * (x - last[0]) / 3, last[1] + 2 * (y - last[1]) / 3)
                b = (end[0] + 2 * (x - end[0]) / 3, end[1] + 2 * (y - end[1]) / 3)
                out.append("{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f} c".format(*a, *b, *end))
                last = end
        else:
            out.append("h")
    return " ".join([*out, "f"]).encode()


def _quadratic(spots):
    """Split a TrueType curve into (control, end) pairs."""
    *controls, end = spots
    for k, control in enumerate(controls):
        following = controls[k + 1] if k + 1 < len(controls) else None
        yield (
            control,
            (
                end
                if following is None
                else ((control[0] + following[0]) / 2, (control[1] + following[1]) / 2)
            ),
        )


@defect("DOC004", but("deepfield"), suffix="pdf")  # whose first text is a panel letter
def pdf_letter_in_a_type_3_font(figure):
    """The first panel letter, or the first short label, is drawn by procedures, as matplotlib does it."""

    def change(pdf):
        page = pdf.pages[0]
        text = page.Contents.read_bytes()
        shown = re.search(rb"/F1 ([\d.]+) Tf\n\((?:\0([0-9A-Za-z]))+\) Tj", text)
        letters = re.findall(rb"\0([0-9A-Za-z])", shown[0])
        face = TTFont(styles_dir("fonts", "LiberationSans-Regular.ttf"))
        glyphs, cmap = face.getGlyphSet(), face.getBestCmap()
        names = {letter: cmap[letter[0]] for letter in letters}
        widths = {n: face["hmtx"][n][0] * 1000 / 2048 for n in names.values()}
        procedures = {f"/{n}": pdf.make_stream(_drawing(glyphs, n, widths[n])) for n in names.values()}
        codes = sorted({letter[0] for letter in letters})
        by_code = {letter[0]: name for letter, name in names.items()}
        font = {
            "/Type": pikepdf.Name.Font,
            "/Subtype": pikepdf.Name.Type3,
            "/Name": pikepdf.Name("/LiberationSans"),
            "/FontBBox": [-200, -300, 1400, 1100],
            "/FontMatrix": [0.001, 0, 0, 0.001, 0, 0],
            "/FirstChar": codes[0],
            "/LastChar": codes[-1],
            "/Widths": [
                round(widths[by_code[c]]) if c in by_code else 0 for c in range(codes[0], codes[-1] + 1)
            ],
            "/CharProcs": pikepdf.Dictionary(procedures),
            "/Encoding": pikepdf.Dictionary(
                Type=pikepdf.Name.Encoding,
                Differences=[v for c in codes for v in (c, pikepdf.Name(f"/{by_code[c]}"))],
            ),
            "/FontDescriptor": pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.FontDescriptor,
                    FontName=pikepdf.Name("/LiberationSans"),
                    Flags=32,
                    FontBBox=[-200, -300, 1400, 1100],
                    Ascent=905,
                    Descent=-212,
                    CapHeight=729,
                    ItalicAngle=0,
                    StemV=0,
                )
            ),
            "/Resources": pikepdf.Dictionary(),
        }
        page.Resources.Font["/T3"] = pdf.make_indirect(pikepdf.Dictionary(font))
        new = b"/T3 " + shown[1] + b" Tf\n(" + b"".join(letters) + b") Tj"
        page.Contents.write(text[: shown.start()] + new + text[shown.end() :])

    _changed(figure, change)


@defect("GEO001", but("electricity smoking"), suffix="pdf")
def pdf_page_a_tenth_wider(figure):
    def change(pdf):
        page = pdf.pages[0]
        box = [float(v) for v in page.MediaBox]
        for name in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
            if name in page.obj:
                page.obj[name] = [box[0], box[1], box[0] + (box[2] - box[0]) * 1.1, box[3]]

    _changed(figure, change)
    width = figure.item["outputs"][0]["width_mm"]
    figure.is_resized(width_mm=width * 1.1)


@defect("GEO003", ALL, suffix="pdf")
def pdf_with_hairlines(figure):
    _changed(figure, lambda pdf: _replaced(pdf, rb"\n0\.[5-9]\d* w\n", b"\n0.05 w\n"))


@defect("TXT002", but("deepfield"), suffix="pdf")
def pdf_label_at_4_pt(figure):
    def change(pdf):
        page = pdf.pages[0]
        page.Contents.write(re.sub(rb"/F1 [\d.]+ Tf", b"/F1 4 Tf", page.Contents.read_bytes(), count=1))

    _changed(figure, change)


@defect("DOC002", ALL, suffix="pdf")
def pdf_that_runs_a_script(figure):
    def change(pdf):
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    _changed(figure, change)


@defect("DOC008", ALL, suffix="pdf")
def pdf_with_an_author_and_his_folder(figure):
    def change(pdf):
        pdf.docinfo["/Author"] = "Jane Doe"
        pdf.docinfo["/Title"] = "/Users/jdoe/papers/draft7/" + str(pdf.docinfo["/Title"])

    _changed(figure, change)


@defect("DOC006", ALL, suffix="pdf")
def pdf_locked_with_a_password(figure):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(figure.data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user="secret"))
    figure.data = out.getvalue()
