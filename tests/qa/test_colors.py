import math
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.qa.colors import parse_color


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#abc", "#AABBCC"),
        ("#1F77b4", "#1F77B4"),
        ("red", "#FF0000"),
        ("RebeccaPurple", "#663399"),
        ("  grey ", "#808080"),
        ("rgb(1,2,3)", "#010203"),
        ("RGB( 1 , 2 , 3 )", "#010203"),
        ("rgb(300,-5,2.5)", "#FF0003"),
        ("rgb(1.5,2.5,127.5)", "#020380"),
        ("rgb(50%,0%,0%)", "#800000"),
        ("rgb(31.372549%,62.745098%,100%)", "#50A0FF"),  # as cairo writes it
        ("rgb(1e1,2,3)", "#0A0203"),
        ("rgb(1 2 3)", "#010203"),
        ("rgb(10% 2 3)", "#1A0203"),
        ("rgb(none 2 3)", "#000203"),
        ("rgb(calc(1 + 2),2,3)", "#030203"),
        ("hsl(120deg 100% 25%)", "#008000"),
        ("hsl(0.5turn,50%,50%)", "#40BFBF"),
        ("hsl(30 50 50)", "#BF8040"),
        ("hsl(-30 200% 50%)", "#FF0080"),
        ("hsl(none 50% 50%)", "#BF4040"),
        ("hwb(90 10% 10%)", "#80E61A"),
        ("hwb(0 60% 60%)", "#808080"),
        ("light-dark(red, blue)", "#FF0000"),
        ("color(srgb 1 0.5 0)", "#FF8000"),
        ("color(srgb-linear 0.2158605 0 1)", "#8000FF"),
        ("Canvas", "#FFFFFF"),
        ("CanvasText", "#000000"),
    ],
)
def test_reads_every_form(text, expected):
    assert parse_color(text) == (expected, 1.0)


# From the worked conversions of CSS Color 4 and its tests: each is a known sRGB colour.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lab(46.2775% -47.5621 48.5837)", (0x00, 0x80, 0x00)),
        ("lch(46.2775% 67.9892 134.3912)", (0x00, 0x80, 0x00)),
        ("oklab(51.975% -0.1403 0.10768)", (0x00, 0x80, 0x00)),
        ("oklch(51.975% 0.17686 142.495)", (0x00, 0x80, 0x00)),
        ("lab(100% 0 0)", (255, 255, 255)),
        ("oklab(0% 0 0)", (0, 0, 0)),
        ("color(display-p3 0.21604 0.49418 0.13151)", (0x00, 0x80, 0x00)),
        ("color(a98-rgb 0.281363 0.498012 0.116746)", (0x00, 0x80, 0x00)),
        ("color(prophoto-rgb 0.230479 0.395789 0.129968)", (0x00, 0x80, 0x00)),
        ("color(rec2020 0.235202 0.431704 0.085432)", (0x00, 0x80, 0x00)),
        ("color(xyz-d65 0.07719 0.15438 0.02573)", (0x00, 0x80, 0x00)),
        ("color(xyz 0.07719 0.15438 0.02573)", (0x00, 0x80, 0x00)),
        ("color(xyz-d50 0.08312 0.154746 0.020961)", (0x00, 0x80, 0x00)),
        ("lab(50% 40 20)", (0xB9, 0x58, 0x57)),
    ],
)
def test_converts_other_spaces(text, expected):
    found, alpha = parse_color(text)
    channels = [int(found[i : i + 2], 16) for i in (1, 3, 5)]
    assert all(abs(a - b) <= 1 for a, b in zip(channels, expected, strict=True)), found
    assert alpha == 1.0


def test_names_are_those_of_css():
    from tinycss2 import color4

    names = color4._COLOR_KEYWORDS if hasattr(color4, "_COLOR_KEYWORDS") else None
    if names is None:
        from tinycss2 import color3

        names = dict(color3._BASIC_COLOR_KEYWORDS) | dict(color3._EXTENDED_COLOR_KEYWORDS)
    checked = 0
    for name in names:
        if name in {"transparent", "currentcolor"}:
            continue
        other = color4.parse_color(name)
        assert parse_color(name)[0] == "#" + "".join(f"{round(c * 255):02X}" for c in other.coordinates)
        checked += 1
    assert checked >= 147


@pytest.mark.parametrize(
    ("text", "alpha"),
    [
        ("#0008", 0x88 / 255),
        ("#12345680", 0x80 / 255),
        ("rgba(1,2,3,0.5)", 0.5),
        ("rgba(1,2,3,50%)", 0.5),
        ("rgba(1,2,3,7)", 1.0),
        ("rgba(1,2,3,-1)", 0.0),
        ("rgb(1 2 3 / 25%)", 0.25),
        ("hsla(0,0%,0%,.25)", 0.25),
        ("lab(50% 0 0 / .5)", 0.5),
        ("color(srgb 1 1 1 / 50%)", 0.5),
        ("transparent", 0.0),
    ],
)
def test_reads_alpha(text, alpha):
    assert parse_color(text)[1] == pytest.approx(alpha)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#",
        "#12",
        "#12345",
        "#ggg",
        "#1234567",
        "none",
        "currentColor",
        "inherit",
        "reddish",
        "rgb(1,2)",
        "rgb(1,2,3,)",
        "rgb(1,2 3)",
        "rgb(10%,2,3)",
        "rgb(1 2 3 0.5)",
        "rgb(1,2,none)",
        "rgb(1px,2,3)",
        "hsl(30,50,50)",
        "hwb(90,10%,10%)",
        "lab(50,1,1)",
        "color(nowhere 1 1 1)",
        "color()",
        "device-cmyk(0 1 1 0)",
        "rgb(1 2 3 / 5px)",
        "rgb(1 2 3 / x)",
        "#\u0661\u0662\u0663",
        "url(#a)",
    ],
)
def test_refuses_what_is_no_colour(text):
    assert parse_color(text) is None


def test_common_forms_import_nothing():
    program = (
        "import sys; from natfig.qa.colors import parse_color\n"
        "for t in ('#123456', 'red', 'rgb(1,2,3)', 'rgba(1, 2, 3, .5)', 'rgb(1%,2%,3%)', 'x'):\n"
        "    parse_color(t)\n"
        "bad = {'numpy', 'tinycss2', 'natfig.qa.readers._svg.color_functions'} & set(sys.modules)\n"
        "assert not bad, bad\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@given(st.text(alphabet=st.sampled_from("rgbahslwockdi(),%/. 0123456789-+e#n"), max_size=60) | st.text())
def test_any_text_is_a_colour_or_none(text):
    found = parse_color(text)
    if found is not None:
        color, alpha = found
        assert len(color) == 7
        assert color[0] == "#"
        assert 0 <= alpha <= 1
        assert not math.isnan(alpha)


@pytest.mark.parametrize(
    "text",
    ["rgb(" + "(" * 250, "lab(" + "9" * 280 + ")", "#" + "f" * 10**7, "rgb(" + " " * 280, "hsl(1e999,1%,1%)"],
)
def test_hostile_text_is_quick(text):
    start = time.process_time()
    parse_color(text)
    assert time.process_time() - start < 0.2
