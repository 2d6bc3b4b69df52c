import pytest

from natfig.qa.readers._pdf.core14 import symbol_encoding, widths


@pytest.mark.parametrize(
    ("family", "bold", "italic", "glyph", "width"),
    [
        ("Helvetica", False, False, "A", 0.667),
        ("Helvetica", True, True, "A", 0.722),
        ("Arial", False, False, "space", 0.278),
        ("Times New Roman", False, False, "A", 0.722),
        ("Times", True, False, "a", 0.5),
        ("Times", False, True, "a", 0.5),
        ("Courier", True, False, "i", 0.6),
        ("Symbol", False, False, "alpha", 0.631),
        ("ZapfDingbats", False, False, "a71", 0.791),
    ],
)
def test_widths(family, bold, italic, glyph, width):
    assert widths(family, bold=bold, italic=italic)[glyph] == pytest.approx(width)


def test_a_face_of_its_own_has_none():
    assert widths("Comic Sans MS", bold=False, italic=False) is None


def test_symbols_have_an_encoding():
    assert symbol_encoding("Symbol")[97] == "alpha"
    assert symbol_encoding("ZapfDingbats")[108] == "a71"
    assert symbol_encoding("Helvetica") == {}


def test_every_table_is_complete():
    latin = set(widths("Helvetica", bold=False, italic=False))
    assert len(latin) > 220
    for family in ("Helvetica", "Times", "Courier"):
        for bold in (False, True):
            for italic in (False, True):
                table = widths(family, bold=bold, italic=italic)
                assert set(table) == latin
                assert all(0.1 < w < 1.2 for w in table.values())
