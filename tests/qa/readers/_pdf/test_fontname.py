import pytest

from natfig.qa.readers._pdf.fontname import parse_font_name


@pytest.mark.parametrize(
    ("base", "family", "weight", "style"),
    [
        ("ArialMT", "Arial", "normal", "normal"),
        ("Arial-BoldMT", "Arial", "bold", "normal"),
        ("Arial-BoldItalicMT", "Arial", "bold", "italic"),
        ("Arial,Bold", "Arial", "bold", "normal"),
        ("ABCDEF+LiberationSans-Bold", "Liberation Sans", "bold", "normal"),
        ("LiberationSans", "Liberation Sans", "normal", "normal"),
        ("Helvetica", "Helvetica", "normal", "normal"),
        ("Helvetica-Oblique", "Helvetica", "normal", "oblique"),
        ("HelveticaNeue-Light", "Helvetica Neue", "300", "normal"),
        ("TimesNewRomanPSMT", "Times New Roman", "normal", "normal"),
        ("TimesNewRomanPS-BoldMT", "Times New Roman", "bold", "normal"),
        ("Times-Roman", "Times", "normal", "normal"),
        ("DejaVuSans-Oblique", "DejaVu Sans", "normal", "oblique"),
        ("MyriadPro-Regular", "Myriad Pro", "normal", "normal"),
        ("MyriadPro-SemiboldIt", "Myriad Pro", "600", "italic"),
        ("MyriadPro-It", "Myriad Pro", "normal", "italic"),
        ("OpenSans-ExtraBold", "Open Sans", "800", "normal"),
        ("SegoeUI", "Segoe UI", "normal", "normal"),
        ("NimbusSanL-Regu", "Nimbus Sans L", "normal", "normal"),
        ("NimbusSanL-BoldItal", "Nimbus Sans L", "bold", "italic"),
        ("CMR10", "CMR10", "normal", "normal"),
        ("Calibri-Bold", "Calibri", "bold", "normal"),
        ("Symbol", "Symbol", "normal", "normal"),
        ("", "", "normal", "normal"),
    ],
)
def test_family_weight_and_style(base, family, weight, style):
    assert parse_font_name(base)[:3] == (family, weight, style)


@pytest.mark.parametrize(("base", "subset"), [("ABCDEF+X", True), ("ABCDE+X", False), ("X", False)])
def test_subset_tag(base, subset):
    assert parse_font_name(base).subset is subset
