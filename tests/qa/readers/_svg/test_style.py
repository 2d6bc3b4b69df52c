"""Values: what each property reads, and what it comes to below a parent."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from natfig.qa.readers._svg.css import Cascade
from natfig.qa.readers._svg.fontvalues import parse_families, split_font
from natfig.qa.readers._svg.lengths import Scale, parse_length, resolve
from natfig.qa.readers._svg.properties import PROPERTIES
from natfig.qa.readers._svg.style import ROOT, Style, child_of, finish

SVG = "http://www.w3.org/2000/svg"


def styled(*levels, viewport=(800, 600)):
    """Return the style of the innermost of elements within each other, given by their attributes."""
    text = "".join(f"<g {level}>" for level in levels) + "</g>" * len(levels)
    element = etree.fromstring(f'<svg xmlns="{SVG}">{text}</svg>')
    cascade = Cascade(element, viewport=viewport)
    style = cascade.style(element, ROOT)
    while len(element):
        element = element[0]
        style = cascade.style(element, style)
    return style


def test_root_has_initial_values():
    assert (ROOT.font_size, ROOT.families, ROOT.weight) == (16.0, ("Times New Roman",), "normal")
    assert (ROOT.fill, ROOT.fill_alpha, ROOT.stroke, ROOT.stroke_width) == ("#000000", 1.0, None, 1.0)
    assert ROOT.displayed
    assert ROOT.visible
    assert ROOT.transform is None
    assert ROOT.geometry is None


def test_a_child_has_every_value():
    style = finish(child_of(ROOT))
    for name in Style.__slots__:
        assert getattr(style, name) == getattr(ROOT, name), name


def test_every_property_owns_fields_that_exist():
    for name, prop in PROPERTIES.items():
        assert set(prop.fields) <= set(Style.__slots__), name


@pytest.mark.parametrize(
    ("text", "px"),
    [
        ("12", 12),
        ("1.5e1", 15),
        (".5", 0.5),
        ("-3", -3),
        ("+3px", 3),
        ("72pt", 96),
        ("1in", 96),
        ("2.54cm", 96),
        ("25.4mm", 96),
        ("101.6Q", 96),
        ("6pc", 96),
        ("1PX", 1),
        ("2em", 20),
        ("2ex", 10),
        ("2ch", 10),
        ("2rem", 40),
        ("50%", 100),
        ("10vw", 80),
        ("10vh", 60),
        ("10vmin", 60),
        ("10vmax", 80),
        ("calc(10px + 50%)", 110),
        ("calc(2 * (3px - 1em))", -14),
        ("calc(10px/4)", 2.5),
        ("calc(1px - -2px)", 3),
        ("calc(-1 * 2px)", -2),
        ("min(3px, 1em)", 3),
        ("max(3px, 1em)", 10),
        ("clamp(1px, 5px, 3px)", 3),
        ("calc(1px + calc(2px))", 3),
        ("1e999", 3.4e38),
        ("calc(1px / 0)", 3.4e38),
    ],
)
def test_lengths(text, px):
    scale = Scale(em=10, rem=20, percent=200, width=800, height=600)
    assert resolve(parse_length(text), scale) == pytest.approx(px)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.",
        "1 px",
        "px",
        "--1",
        "1e",
        "1emm",
        "calc(1px+2px)",
        "calc(1px + 2)",
        "calc(1px * 2px)",
        "calc(1 / 1px)",
        "calc()",
        "calc(1px",
        "calc(1px,2px)",
        "nan",
        "inf",
        "auto",
        "\u0661",
        "calc(" * 5000,
        "1" * 5000,
    ],
)
def test_what_is_no_length(text):
    found = parse_length(text)
    if text == "calc(1px":  # what is not closed ends with the value
        assert resolve(found, Scale()) == 1
    else:
        assert found is None


@given(st.text(alphabet=st.sampled_from("0123456789.+-*/() ,%epxmcalin"), max_size=60))
def test_any_length_is_finite(text):
    found = parse_length(text)
    if found is not None:
        assert math.isfinite(resolve(found, Scale(percent=100)))


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Arial", ("Arial",)),
        ("Arial, Helvetica,sans-serif", ("Arial", "Helvetica", "sans-serif")),
        ("'DejaVu Sans', SERIF", ("DejaVu Sans", "serif")),
        ('"Times  New"', ("Times  New",)),
        ("Times   New\nRoman", ("Times New Roman",)),
        (r"'a\'b'", ("a'b",)),
        (r"Foo\ Bar", ("Foo Bar",)),
        (r"'\41 rial'", ("Arial",)),
        ("'Arial", ("Arial",)),
        ("-x, --y, _z", ("-x", "--y", "_z")),
        ("Möbel", ("Möbel",)),
        ("'', x", ("", "x")),
        ("Source Sans 3", None),
        ("12pt", None),
        ("", None),
        ("Arial,", None),
        ("Arial,,x", None),
        ("inherit, serif", None),
        ("'a' b", None),
        ("a/b", None),
    ],
)
def test_families(text, families):
    assert parse_families(text) == families


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10px 'DejaVu Sans'", {"font-size": "10px", "font-family": "'DejaVu Sans'"}),
        (
            "bold 12pt/1.5 Arial, serif",
            {"font-weight": "bold", "line-height": "1.5", "font-family": "Arial, serif"},
        ),
        ("12px / 2 A", {"font-size": "12px", "line-height": "2"}),
        (
            "italic small-caps 300 condensed large A",
            {
                "font-style": "italic",
                "font-variant": "small-caps",
                "font-weight": "300",
                "font-stretch": "condensed",
                "font-size": "large",
            },
        ),
        ("normal normal 400 12px A", {"font-weight": "400", "font-size": "12px"}),
        ("oblique 10deg 12px A", {"font-style": "oblique 10deg"}),
        ("calc(1px + 2px)/calc(1px * 3) A", {"font-size": "calc(1px + 2px)", "line-height": "calc(1px * 3)"}),
        ("caption", {"font-size": "medium", "font-family": "Arial"}),
        ("12 Arial", None),
        ("bold bold 12px A", None),
        ("bold", None),
        ("", None),
        ("normal normal normal normal normal 12px A", None),
    ],
)
def test_font_shorthand(text, expected):
    found = split_font(text)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert expected.items() <= found.items()
        assert set(found) == {
            "font-style",
            "font-variant",
            "font-weight",
            "font-stretch",
            "font-kerning",
            "font-feature-settings",
            "font-size-adjust",
            "font-size",
            "line-height",
            "font-family",
        }


@pytest.mark.parametrize(
    ("levels", "size"),
    [
        (['font-size="12"'], 12),
        (['style="font-size:12"'], 12),
        (['font-size="20"', 'font-size="50%"'], 10),
        (['font-size="20"', 'font-size="2em"'], 40),
        # By the x-height of Liberation Serif, 940 of 2048 units, and the width of its 0.
        (['font-size="20"', 'font-size="2ex"'], 2 * 20 * 940 / 2048),
        (['font-size="20"', 'font-size="2ch"'], 20),
        (['font-family="Arial" font-size="20"', 'font-size="2ex"'], 2 * 20 * 1082 / 2048),
        (['font-size="20"', 'font-size="2rem"'], 32),
        (['font-size="20"', 'font-size="larger"'], 24),
        (['font-size="24"', 'font-size="smaller"'], 20),
        (['font-size="x-large"'], 24),
        (['font-size="20"', 'font-size="-1"'], 20),
        (['font-size="20"', 'font-size="junk"'], 20),
        (['font-size="20"', 'style="font-size: initial"'], 16),
        (['style="font-size: calc(1em + 4px)"'], 20),
        (['style="font: bold 10pt Arial"'], 40 / 3),
        (['style="font: 10px Arial; font-size: 12px"'], 12),
        (['style="font-size: 12px; font: 10px Arial"'], 10),
        (['style="font-size: 12px; font: 10px"'], 12),
        (['font-size="12000"'], 12000),
        (['font-size="1e30"'], 1e12),
        (['font-family="monospace"'], 13),
        (['font-family="monospace"', 'font-family="Arial"'], 16),
        (['font-family="monospace"', 'font-size="2em"'], 26),
        (['font-family="monospace" font-size="20"'], 20),
        (['font-family="monospace, serif"'], 16),
        (['font-family="monospace" font-size="small"'], 12),
    ],
)
def test_font_size(levels, size):
    assert styled(*levels).font_size == pytest.approx(size)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (["bold"], "bold"),
        (["700"], "bold"),
        (["400"], "normal"),
        (["300"], "300"),
        (["bolder"], "bold"),
        (["lighter"], "100"),
        (["100", "bolder"], "normal"),
        (["600", "bolder"], "900"),
        (["950", "bolder"], "950"),
        (["900", "lighter"], "bold"),
        (["600", "lighter"], "normal"),
        (["50", "lighter"], "50"),
        (["bold", "1200"], "bold"),
        (["bold", "0"], "bold"),
        (["bold", "heavy"], "bold"),
    ],
)
def test_weight(weights, expected):
    assert styled(*(f'font-weight="{w}"' for w in weights)).weight == expected


@pytest.mark.parametrize(
    ("levels", "fill", "alpha"),
    [
        (['fill="red"'], "#FF0000", 1),
        (['fill="none"'], None, 1),
        (['fill="rgba(1,2,3,.5)" fill-opacity=".5"'], "#010203", 0.25),
        (['fill="red" fill-opacity="50%"'], "#FF0000", 0.5),
        (['fill-opacity="2"'], "#000000", 1),
        (['color="red" fill="currentColor"'], "#FF0000", 1),
        (['color="red" fill="currentColor"', 'color="blue"'], "#0000FF", 1),
        (['color="rgba(0,0,255,.5)" fill="CURRENTCOLOR"'], "#0000FF", 0.5),
        (['color="red"', 'color="currentColor" fill="currentColor"'], "#FF0000", 1),
        (['fill="url(#g)"'], "url(#g)", 1),
        (["fill=\"url('#g')\""], "url(#g)", 1),
        (['fill="url( #a%20b )"'], "url(#a b)", 1),
        (['fill="red"', 'fill="nonsense"'], "#FF0000", 1),
        (['fill="red"', 'fill="inherit"'], "#FF0000", 1),
        (['fill="red"', 'style="fill:initial"'], "#000000", 1),
        (['fill="none"', 'style="fill:unset"'], None, 1),
        (['fill="none"', 'fill="red" style="fill:revert"'], None, 1),
        (['fill="#cd853f icc-color(acme, 0.1, 0.4)"'], "#CD853F", 1),
        (['fill="red blue"'], "#000000", 1),
        (['fill="/* c */ red"'], "#FF0000", 1),
        ([r'fill="\72 ed"'], "#FF0000", 1),
        (['fill="red !important"'], "#000000", 1),
    ],
)
def test_fill(levels, fill, alpha):
    style = styled(*levels)
    assert (style.fill, style.fill_alpha) == (fill, pytest.approx(alpha))


@pytest.mark.parametrize(
    ("fill", "fallback"),
    [("url(#g) red", "#FF0000"), ("url(#g) none", None), ("url(#g) currentColor", "#000000")],
)
def test_fallback_of_a_paint_server(fill, fallback):
    style = styled(f'fill="{fill}"')
    assert (style.fill, style.fill_fallback) == ("url(#g)", fallback)


@pytest.mark.parametrize(
    ("attributes", "field", "value"),
    [
        ('stroke-width="2"', "stroke_width", 2),
        ('style="stroke-width: 2"', "stroke_width", 2),
        ('style="stroke-width: 2mm"', "stroke_width", 2 * 96 / 25.4),
        ('stroke-width="-2"', "stroke_width", 1),
        ('stroke-width="10%"', "stroke_width", 10),
        ('stroke-width=".5em"', "stroke_width", 8),
        ('style="stroke-width: calc(3)"', "stroke_width", 3),
        ('stroke-dasharray="1,2 3px"', "dashed", True),
        ('stroke-dasharray="none"', "dashed", False),
        ('stroke-dasharray="0 0"', "dashed", False),
        ('style="stroke-dasharray: 1,,2"', "dashed", False),
        ('stroke-dasharray="1 -2"', "dashed", False),
        ('fill-rule="EVENODD"', "fill_rule", "evenodd"),
        ('opacity="50%"', "opacity", 0.5),
        ('opacity="-1"', "opacity", 0),
        ('style="opacity: calc(.2 + .2)"', "opacity", 0.4),
        ('visibility="hidden"', "visible", False),
        ('visibility="collapse"', "visible", False),
        ('visibility="junk"', "visible", True),
        ('display="none"', "displayed", False),
        ('style="display: inline flex"', "displayed", True),
        ('style="display: none; display: junk"', "displayed", False),
        ('text-anchor="MIDDLE"', "text_anchor", "middle"),
        ('text-anchor="center"', "text_anchor", "start"),
        ('dominant-baseline="central"', "dominant_baseline", "central"),
        ('alignment-baseline="hanging"', "alignment_baseline", "hanging"),
        ('baseline-shift="super"', "baseline_shift", "super"),
        ('baseline-shift="-30%"', "baseline_shift", "-30%"),
        ('letter-spacing="2"', "letter_spacing", 2),
        ('letter-spacing=".1em"', "letter_spacing", 1.6),
        ('word-spacing="normal"', "word_spacing", 0),
        ('style="white-space: pre"', "white_space", "pre"),
        ('white-space="pre"', "white_space", "normal"),
        ('style="white-space-collapse: preserve"', "white_space", "pre-wrap"),
        ('writing-mode="tb"', "writing_mode", "vertical-rl"),
        ('direction="rtl"', "direction", "rtl"),
        ('font-variant="small-caps"', "font_variant", "small-caps"),
        ('font-style="oblique 5deg"', "font_style", "oblique"),
        ('font-stretch="75%"', "stretch", "75%"),
        ('style="line-height: 1.5; font-size: 10px"', "line_height", 15),
        ('style="line-height: 150%; font-size: 10px"', "line_height", 15),
        ('clip-path="url(#c)"', "clip_path", "c"),
        ('style="clip-path: circle(5px)"', "clip_path", None),
        ('mask="url(#m) luminance"', "mask", "m"),
        ("style=\"filter: url('#f') blur(2px)\"", "filter", "f"),
        ('style="marker: url(#m)"', "marker_mid", "m"),
        ('vector-effect="non-scaling-stroke"', "vector_effect", "non-scaling-stroke"),
        ('style="mix-blend-mode: multiply"', "mix_blend_mode", "multiply"),
        ('mix-blend-mode="multiply"', "mix_blend_mode", "normal"),
        ('paint-order="stroke fill"', "paint_order", "stroke fill"),
        ('paint-order="stroke stroke"', "paint_order", "normal"),
        ('transform="scale(2)"', "transform", None),
        (
            'style="transform: translate(3px, 4px) rotate(45deg)"',
            "transform",
            "translate(3px, 4px) rotate(45deg)",
        ),
        ('style="transform: none"', "transform", "none"),
        ('style="transform: junk"', "transform", None),
        ('style="transform: initial"', "transform", "none"),
        ('transform-origin="50% 50%"', "transform_origin", "50% 50%"),
        ('stop-color="red" stop-opacity=".5"', "stop_color", "#FF0000"),
        ('stop-color="rgba(0,0,0,.5)" stop-opacity=".5"', "stop_alpha", 0.25),
        ("style=\"x: 3px; d: path('M0 0')\"", "geometry", {"x": "3px", "d": "M0 0"}),
        ('style="r: 10; width: auto; height: -1px"', "geometry", {"r": "10", "width": "auto"}),
        ('style="x: initial"', "geometry", {"x": "0"}),
        ('x="3"', "geometry", None),
    ],
)
def test_one_value(attributes, field, value):
    found = getattr(styled(attributes, viewport=(100, 100)), field)
    assert found == (pytest.approx(value) if isinstance(value, float) else value)


@pytest.mark.parametrize(
    ("attribute", "field", "inherited"),
    [
        ('stroke-width="3"', "stroke_width", True),
        ('visibility="hidden"', "visible", True),
        ('text-anchor="end"', "text_anchor", True),
        ('marker-end="url(#m)"', "marker_end", True),
        ('dominant-baseline="central"', "dominant_baseline", True),
        ('opacity=".5"', "opacity", False),
        ('display="none"', "displayed", False),
        ('clip-path="url(#c)"', "clip_path", False),
        ('baseline-shift="sub"', "baseline_shift", False),
        ('style="transform: none"', "transform", False),
        ('style="mix-blend-mode: multiply"', "mix_blend_mode", False),
        ('vector-effect="non-scaling-stroke"', "vector_effect", False),
        ('style="x: 3px"', "geometry", False),
        ('stop-color="red"', "stop_color", False),
    ],
)
def test_what_is_inherited(attribute, field, inherited):
    own, child = getattr(styled(attribute), field), getattr(styled(attribute, ""), field)
    assert own != getattr(ROOT, field)
    assert child == (own if inherited else getattr(ROOT, field))


def test_lengths_are_inherited_as_computed():
    assert (
        styled('font-size="20" stroke-width="1em" letter-spacing="1em"', 'font-size="5"').stroke_width == 20
    )
    assert styled('style="line-height: 2; font-size: 10px"', 'font-size="20"').line_height == 40
    assert styled('style="line-height: 200%; font-size: 10px"', 'font-size="20"').line_height == 20


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (['style="--a: red; fill: var(--a)"'], "#FF0000"),
        (['style="--a: red"', 'style="fill: var( --a )"'], "#FF0000"),
        (['style="--A: red"', 'style="fill: var(--a, blue)"'], "#0000FF"),
        (['style="fill: var(--a, var(--b, green))"'], "#008000"),
        (['style="--a: var(--b); --b: var(--a); fill: var(--a, red)"'], "#FF0000"),
        (['style="--a: var(--a); fill: var(--a, red)"'], "#FF0000"),
        (['style="--a: 1, 2, 3; fill: rgb(var(--a))"'], "#010203"),
        (['fill="red"', 'style="fill: blue; fill: var(--nope)"'], "#FF0000"),
        (['fill="red"', 'style="--a: junk; fill: var(--a)"'], "#FF0000"),
        (['style="--a: red"', 'style="--a: initial; fill: var(--a, blue)"'], "#0000FF"),
        (['style="--a: red"', 'style="--a: inherit; fill: var(--a, blue)"'], "#FF0000"),
        (['style="--b: blue; --a: var(--b)"', 'style="--b: red; fill: var(--a)"'], "#0000FF"),
        (['style="--a: red; fill: var(--a"'], "#FF0000"),
    ],
)
def test_variables(levels, expected):
    assert styled(*levels).fill == expected


def test_a_shorthand_with_a_variable():
    style = styled('style="--s: 10px; font: bold var(--s) Arial"')
    assert (style.font_size, style.weight, style.families) == (10, "bold", ("Arial",))
