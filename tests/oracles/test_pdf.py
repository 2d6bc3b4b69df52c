"""The PDF oracle against pages written by hand, and against poppler where both can tell."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from oracles import pdf, poppler
from oracles.programs import OracleError

PT_MM = 25.4 / 72
HELVETICA = Dictionary(
    Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
)


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a page of 100 × 50 mm with the given operators."""

    def _write(content, *, box=(0, 0, 100 / PT_MM, 50 / PT_MM), fonts=None, forms=None, **page):
        path = tmp_path / "page.pdf"
        with pikepdf.new() as file:
            resources = Dictionary(Font=Dictionary(F=HELVETICA, **(fonts(file) if fonts else {})))
            if forms:
                resources.XObject = Dictionary(
                    {
                        name: pikepdf.Stream(
                            file,
                            body.encode(),
                            Type=Name.XObject,
                            Subtype=Name.Form,
                            BBox=Array([0, 0, 500, 500]),
                            Resources=resources,
                            **extra,
                        )
                        for name, (body, extra) in forms.items()
                    }
                )
            file.pages.append(
                pikepdf.Page(
                    Dictionary(
                        Type=Name.Page,
                        MediaBox=Array([round(v, 6) for v in box]),
                        Resources=resources,
                        Contents=pikepdf.Stream(file, content.encode("latin-1")),
                        **page,
                    )
                )
            )
            file.save(path)
        return path

    return _write


@pytest.mark.parametrize(
    ("content", "size_pt"),
    [
        ("BT /F 7 Tf 10 10 Td (x) Tj ET", 7),
        ("BT /F 1 Tf 7 0 0 7 10 10 Tm (x) Tj ET", 7),
        ("BT /F 14 Tf 0.5 0 0 0.5 10 10 Tm (x) Tj ET", 7),
        ("q 0.5 0 0 0.5 0 0 cm BT /F 14 Tf 10 10 Td (x) Tj ET Q", 7),
        ("q 2 0 0 2 0 0 cm q 0.25 0 0 0.25 0 0 cm BT /F 10 Tf (x) Tj ET Q Q", 5),
        ("q 2 0 0 2 0 0 cm Q BT /F 10 Tf (x) Tj ET", 10),
        ("BT /F 6 Tf 0 1 -1 0 50 50 Tm (x) Tj ET", 6),
        ("BT /F 6 Tf 0.8660254 0.5 -0.5 0.8660254 50 50 Tm (x) Tj ET", 6),
        ("BT /F 8 Tf 1 0 0.3 1 50 50 Tm (x) Tj ET", 8),
        ("BT /F 8 Tf 1 0 0 -1 50 50 Tm (x) Tj ET", 8),
        ("BT /F 8 Tf 50 Tz 50 50 Td (x) Tj ET", 8),
        ("BT /F 8 Tf 3 Ts 50 50 Td (x) Tj ET", 8),
    ],
)
def test_effective_size(write, content, size_pt):
    (show,) = pdf.read(write(content)).shows
    assert show.size_pt == pytest.approx(size_pt, abs=1e-5)


@pytest.mark.parametrize(
    ("content", "x", "y"),
    [
        ("BT /F 7 Tf 10 20 Td (x) Tj ET", 10, 20),
        ("BT /F 7 Tf 10 20 Td 5 -3 Td (x) Tj ET", 15, 17),
        ("BT /F 7 Tf 2 0 0 2 10 20 Tm 5 -3 Td (x) Tj ET", 20, 14),
        ("BT /F 7 Tf 10 50 Td 9 TL T* (x) Tj ET", 10, 41),
        ("BT /F 7 Tf 10 50 TD 0 -8 TD T* (x) Tj ET", 10, 34),
        ("BT /F 7 Tf 10 50 Td 9 TL (x) ' ET", 10, 41),
        ("BT /F 7 Tf 2 Ts 10 50 Td (x) Tj ET", 10, 52),
        ("q 1 0 0 1 30 40 cm BT /F 7 Tf 1 2 Td (x) Tj ET Q", 31, 42),
    ],
)
def test_position_from_the_top_left(write, content, x, y):
    (show,) = pdf.read(write(content)).shows
    assert (show.x_mm, show.y_mm) == pytest.approx((x * PT_MM, 50 - y * PT_MM), abs=1e-4)


def test_forms_are_read_with_their_matrix(write):
    page = pdf.read(
        write(
            "q 0.5 0 0 0.5 10 10 cm /G Do Q",
            forms={"/G": ("BT /F 20 Tf 4 4 Td (in a form) Tj ET", {"Matrix": Array([0.5, 0, 0, 0.5, 0, 0])})},
        )
    )
    (show,) = page.shows
    assert (show.text, show.size_pt) == ("in a form", pytest.approx(5))
    assert show.x_mm == pytest.approx(11 * PT_MM)


def test_a_form_that_draws_itself_is_an_error(write):
    with pytest.raises(OracleError, match="nested"):
        pdf.read(write("/G Do", forms={"/G": ("/G Do", {})}))


@pytest.mark.parametrize(
    ("content", "broken"),
    [
        ("BT /F 7 Tf (Batch size) Tj ET", []),
        ("BT /F 7 Tf [(Ba) -20 (tch size)] TJ ET", []),
        ("BT /F 7 Tf (Batch) Tj 30 0 Td (size) Tj ET", ["Batchsize"]),
        ("BT /F 7 Tf (Batch ) Tj 30 0 Td (size) Tj ET", []),
        ("BT /F 7 Tf (B) Tj 5 0 Td (atch) Tj ET", ["Batch"]),
        ("BT /F 7 Tf [(Ba) -400 (tch)] TJ ET", ["Batch"]),
        ("BT /F 7 Tf (Batch) Tj ET BT /F 7 Tf 30 0 Td (size) Tj ET", []),
    ],
)
def test_broken_words(write, content, broken):
    assert pdf.read(write(content)).broken_words() == broken


def test_labels_follow_the_blocks(write):
    page = pdf.read(write("BT /F 7 Tf (2) Tj 0 3 Td /F 5 Tf (6) Tj ET BT /F 7 Tf 9 9 Td (next) Tj ET"))
    assert page.labels() == ["26", "next"]
    assert [s.size_pt for s in page.shows] == [7, 5, 7]


@pytest.mark.parametrize(
    ("content", "visible"),
    [("BT /F 7 Tf (x) Tj ET", True), ("BT /F 7 Tf 3 Tr (x) Tj ET", False), ("BT /F 0 Tf (x) Tj ET", False)],
)
def test_what_paints_nothing_is_told_apart(write, content, visible):
    assert pdf.read(write(content)).shows[0].visible is visible


@pytest.mark.parametrize(
    ("box", "unit", "size"),
    [
        ((0, 0, 518.7402, 198.4252), None, (183, 70)),
        ((10, 20, 82, 56), None, (25.4, 12.7)),
        ((0, 0, 72, 72), 2, (50.8, 50.8)),
    ],
)
def test_page_size(write, box, unit, size):
    page = pdf.read(write("", box=box, **({"UserUnit": unit} if unit else {})))
    assert (page.width_mm, page.height_mm) == pytest.approx(size, abs=1e-4)


def composite(cmap):
    """Return fonts(file) for one Type 0 font without a font file."""

    def fonts(file):
        inner = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/ABCDEF+Arial"),
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/ABCDEF+Arial"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([inner]),
        )
        if cmap is not None:
            font.ToUnicode = pikepdf.Stream(file, cmap.encode())
        return {"G": font}

    return fonts


@pytest.mark.parametrize(
    ("cmap", "text"),
    [
        ("2 beginbfchar <0001> <03B1> <0002> <00660069> endbfchar", "αfi"),
        ("1 beginbfrange <0001> <0004> <0041> endbfrange", "AB"),
        ("1 beginbfrange <0001> <0002> [<2212> <D835DC00>] endbfrange", "\u2212\U0001d400"),
    ],
)
def test_codes_of_two_bytes(write, cmap, text):
    page = pdf.read(write("BT /G 7 Tf <00010002> Tj ET", fonts=composite(cmap)))
    assert page.shows[0].text == text
    assert pdf.Font("Arial", "Type0/CIDFontType2", embedded=False) in page.fonts


@pytest.mark.parametrize("cmap", [None, "1 beginbfchar <0009> <0041> endbfchar"])
def test_an_unknown_code_is_an_error_not_a_guess(write, cmap):
    with pytest.raises(OracleError, match="Arial"):
        pdf.read(write("BT /G 7 Tf <0001> Tj ET", fonts=composite(cmap)))


def test_differences_of_an_encoding(write):
    def fonts(_):
        return {
            "D": Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name.Helvetica,
                Encoding=Dictionary(Differences=Array([65, Name.alpha, Name.beta, 70, Name.minus])),
            )
        }

    assert pdf.read(write("BT /D 7 Tf (ABCF) Tj ET", fonts=fonts)).shows[0].text == "αβC\u2212"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing else", b"<svg/>"])
def test_what_is_no_pdf_is_an_error(tmp_path, data):
    path = tmp_path / "bad.pdf"
    path.write_bytes(data)
    with pytest.raises(OracleError, match=r"bad\.pdf"):
        pdf.read(path)


@pytest.mark.poppler
def test_poppler_agrees_on_words_places_and_page(write):
    path = write("BT /F 7 Tf 20 30 Td (Batch size) Tj ET BT /F 6 Tf 0 1 -1 0 200 40 Tm (turned) Tj ET")
    words = {w.text: w.rect for w in poppler.words(path)}
    assert set(words) == {"Batch", "size", "turned"}
    shows = {s.text: s for s in pdf.read(path).shows}
    assert words["Batch"].x == pytest.approx(shows["Batch size"].x_mm, abs=0.01)
    assert words["turned"].bottom == pytest.approx(shows["turned"].y_mm, abs=0.01)
    assert poppler.page_mm(path) == pytest.approx((100, 50), abs=0.001)


@pytest.mark.poppler
def test_poppler_and_the_interpreter_see_the_same_fonts(write):
    def fonts(file):
        glyph = pikepdf.Stream(file, b"500 0 0 0 500 500 d1 0 0 500 500 re f")
        return {
            "T": Dictionary(
                Type=Name.Font,
                Subtype=Name.Type3,
                FontBBox=Array([0, 0, 500, 500]),
                FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
                CharProcs=Dictionary(square=glyph),
                Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.square])),
                FirstChar=97,
                LastChar=97,
                Widths=Array([500]),
                Name=Name.T,
                Resources=Dictionary(),
            ),
            **composite("1 beginbfchar <0001> <0041> endbfchar")(file),
        }

    path = write("BT /F 7 Tf 9 9 Td (x) Tj /T 7 Tf (a) Tj /G 7 Tf <0001> Tj ET", fonts=fonts)
    assert sorted((f.type, f.embedded) for f in pdf.read(path).fonts) == [
        ("Type0/CIDFontType2", False),
        ("Type1", False),
        ("Type3", True),
    ]
    said = {(f.type, f.embedded) for f in poppler.fonts(path)}
    assert said == {("Type 1", False), ("Type 3", True), ("CID TrueType", False)}
