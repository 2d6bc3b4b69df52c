import dataclasses

import matplotlib as mpl
import matplotlib._mathtext as mathtext
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties

from natfig.backends.mpl.formula import letters_and_shapes
from natfig.backends.mpl.text import (
    ASCENT,
    CAP_HEIGHT,
    DESCENT,
    SUB_RISE,
    SUPER_RISE,
    Run,
    TextSetter,
    parse_math,
)
from natfig.core.resources import styles_dir
from natfig.style.context import use_face
from natfig.style.fonts import find_face
from natfig.style.rcparams import look_for, rc_params

MINUS, THIN = "\u2212", "\u2009"
UP, DOWN = "up", "down"


@pytest.fixture(autouse=True)
def liberation():
    """Set text in the face natfig brings along, whatever the machine has."""
    face = find_face([])
    use_face(face)
    with mpl.rc_context(rc_params(look_for(None), face, width_in=3, height_in=2, dpi=300)):
        yield face


def brief(runs):
    """Write runs as (text, where it stands, style)."""
    where = {0: "", 1: UP, -1: DOWN}
    return [(r.text, where[(r.rise_pt > 0) - (r.rise_pt < 0)], "b" * r.bold + "i" * r.italic) for r in runs]


@pytest.mark.parametrize(
    ("source", "runs"),
    [
        ("plain", [("plain", "", "")]),
        ("", []),
        ("$x$", [("x", "", "i")]),
        ("$10^{-3}$", [("10", "", ""), (f"{MINUS}3", UP, "")]),
        ("$10^3$", [("10", "", ""), ("3", UP, "")]),
        ("$10^34$", [("10", "", ""), ("3", UP, ""), ("4", "", "")]),
        ("log$_2$ fold change", [("log", "", ""), ("2", DOWN, ""), (" fold change", "", "")]),
        ("CO$_2$ (ppm)", [("CO", "", ""), ("2", DOWN, ""), (" (ppm)", "", "")]),
        ("m s$^{-1}$", [("m s", "", ""), (f"{MINUS}1", UP, "")]),
        ("$x_i^2$", [("x", "", "i"), ("i", DOWN, "i"), ("2", UP, "")]),
        ("$R^2 = 0.93$", [("R", "", "i"), ("2", UP, ""), (" = 0.93", "", "")]),
        ("$P<0.05$", [("P", "", "i"), (" < 0.05", "", "")]),
        ("$x^{a=b}$", [("x", "", "i"), ("a", UP, "i"), ("=", UP, ""), ("b", UP, "i")]),
        (r"$\alpha$-helix", [("α-helix", "", "")]),
        (r"$\mu$m", [("μm", "", "")]),
        (r"$\Delta T$", [("Δ", "", ""), ("T", "", "i")]),
        (r"$\mathrm{pH}$", [("pH", "", "")]),
        (r"$\mathrm{a b}$", [("a b", "", "")]),
        (r"$\mathbf{x}$", [("x", "", "b")]),
        (r"$\mathit{Trp53}$", [("Trp", "", "i"), ("53", "", "")]),
        (r"$\mathdefault{10^{-2}}$", [("10", "", ""), (f"{MINUS}2", UP, "")]),
        (r"$\mathdefault{10^2}$", [("10", "", ""), ("2", UP, "")]),
        (r"$5\times 10^6$", [("5 × 10", "", ""), ("6", UP, "")]),
        (r"$\pm$ s.d.", [("± s.d.", "", "")]),
        (r"$a\,b$", [("a", "", "i"), (THIN, "", ""), ("b", "", "i")]),
        ("$a~b$", [("a", "", "i"), (" ", "", ""), ("b", "", "i")]),
        ("$a b$", [("ab", "", "i")]),
        ("$-5$", [(f"{MINUS}5", "", "")]),
        (r"\$5", [("$5", "", "")]),
        (r"\$5 or $x$", [("$5 or ", "", ""), ("x", "", "i")]),
        (r"$\%$", [("%", "", "")]),
        ("${ab}$", [("ab", "", "i")]),
        ("$a$ and $b$", [("a", "", "i"), (" and ", "", ""), ("b", "", "i")]),
    ],
)
def test_a_formula_becomes_runs(source, runs):
    assert brief(parse_math(source, 7, 5)) == runs


@pytest.mark.parametrize(
    "source",
    [
        r"$\frac{a}{b}$",
        r"$\sqrt{x}$",
        r"$\hat{x}$",
        r"$\sum_i x$",
        r"$x^{y^z}$",
        r"$x_{a_b}$",
        r"$x^{a_b}$",
        r"$\nosuch$",
        "$x^$",
        "$^{$",
        "$a}$",
        "${a$",
        r"$\mathrm$",
    ],
)
def test_what_the_grammar_does_not_know_is_left_to_mathtext(source):
    assert parse_math(source, 7, 5) is None


@pytest.mark.parametrize("size", [5, 5.5, 6, 7, 8, 9, 10, 12])
@pytest.mark.parametrize("script", ["^", "_"])
@pytest.mark.parametrize("floor", [5, 6, 7])
def test_scripts_keep_the_floor(size, script, floor):
    _, run = parse_math(f"$10{script}{{6}}$", size, floor)
    assert run.size_pt == max(0.7 * size, min(floor, size))
    assert run.rise_pt == pytest.approx((SUPER_RISE if script == "^" else SUB_RISE) * size)


def test_text_smaller_than_the_floor_has_scripts_of_its_own_size():
    assert {r.size_pt for r in parse_math("$10^6$", 4, 5)} == {4}


@given(st.lists(st.sampled_from([*r"ab1 ^_{}\+-=~,$", r"\alpha", r"\frac", r"\mathrm"]), max_size=20))
def test_any_formula_is_read_or_left_and_never_fails(pieces):
    runs = parse_math(f"${''.join(pieces)}$", 7, 5)
    assert runs is None or all(r.text and r.size_pt >= 5 - 0.1 for r in runs)


@given(st.text(st.sampled_from("abcXYZ 0189.()%"), min_size=1))
def test_plain_text_stays_one_run(text):
    assert parse_math(text, 7, 5) == [Run(text, 7)]


# -- widths, against the font's own tables -------------------------------------

FILES = {
    ("normal", "normal"): "Regular",
    ("normal", "bold"): "Bold",
    ("italic", "normal"): "Italic",
    ("italic", "bold"): "BoldItalic",
}
WORDS = [
    "AVATAR",
    "Tokyo",
    "ffi",
    "fluffy office",
    "To. Ty, P.",
    "Latency (ms)",
    "1234567890",
    "µm–°C",
    "ΔF/F",
    f"{MINUS}0.5",
    f"10{THIN}000",
]


def advance_em(text, name):
    """Sum the advances of the font's hmtx table: no kerning, no ligatures."""
    font = TTFont(styles_dir("fonts", f"LiberationSans-{name}.ttf"))
    cmap, widths = font.getBestCmap(), font["hmtx"].metrics
    return sum(widths[cmap[ord(c)]][0] for c in text) / font["head"].unitsPerEm


@pytest.mark.parametrize("text", WORDS)
@pytest.mark.parametrize(("style", "weight"), FILES)
def test_widths_are_the_sums_of_advances(text, style, weight):
    prop = FontProperties(size=7, style=style, weight=weight)
    line = TextSetter().line(text, prop, False)
    assert line.width_pt == pytest.approx(7 * advance_em(text, FILES[style, weight]), abs=0.002)
    assert line.text == text


def test_a_script_adds_its_own_width():
    line = TextSetter().line("$10^{-3}$", FontProperties(size=10), True)
    assert line.width_pt == pytest.approx(
        10 * advance_em("10", "Regular") + 7 * advance_em(f"{MINUS}3", "Regular"), abs=0.002
    )
    assert not line.fallback


def test_widths_grow_with_the_size():
    setter = TextSetter()
    widths = [setter.line("AVATAR", FontProperties(size=s), False).width_pt for s in (5, 7, 10)]
    assert [w / s for w, s in zip(widths, (5, 7, 10), strict=True)] == pytest.approx([widths[0] / 5] * 3)


def test_heights_are_those_of_the_font():
    font = TTFont(styles_dir("fonts", "LiberationSans-Regular.ttf"))
    em = font["head"].unitsPerEm
    assert pytest.approx(font["hhea"].ascent / em, abs=0.001) == ASCENT
    assert pytest.approx(-font["hhea"].descent / em, abs=0.001) == DESCENT
    glyphs = font["glyf"]
    assert pytest.approx(glyphs["H"].yMax / em, abs=0.03) == CAP_HEIGHT


def test_a_superscript_raises_the_box_and_a_subscript_lowers_it():
    setter, prop = TextSetter(), FontProperties(size=10)
    plain, above, below = (setter.line(s, prop, True) for s in ("x", "$x^2$", "$x_2$"))
    assert plain.box_ascent_pt == pytest.approx(10 * ASCENT)
    assert above.box_ascent_pt == pytest.approx(10 * SUPER_RISE + 7 * ASCENT)
    assert above.box_descent_pt == plain.box_descent_pt
    assert below.box_descent_pt == pytest.approx(max(10 * DESCENT, 7 * DESCENT - 10 * SUB_RISE))
    assert below.box_ascent_pt == plain.box_ascent_pt


# -- what goes through mathtext ------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        r"$\frac{a^2}{b}$",
        r"$x^{y^z}$",
        r"$\sqrt{x_i}$",
        r"$\frac{a}{x^{y^z}}$",
        r"$x^{y^{z^{w^v}}}$",
        r"$\sum_{i=0}^n x_i$",
        r"$e^{-\frac{t}{2}}$",
    ],
)
@pytest.mark.parametrize(("size", "floor"), [(7, 5), (6, 5), (5, 5), (8, 6), (12, 5), (5, 6)])
def test_mathtext_keeps_the_floor(source, size, floor):
    setter = TextSetter()
    setter.floor_pt = floor
    letters, _ = letters_and_shapes(setter.parsed_math(source, FontProperties(size=size)).glyphs)
    assert min(letter.size_pt for letter in letters) >= min(floor, size) - 1e-6


@pytest.mark.parametrize(
    ("source", "letters", "shapes"),
    [
        (r"$\sqrt{\frac{x}{2}}$", "x2", 1),
        (r"$\left(\frac{1}{2}\right)$", "12", 2),
        (r"$\frac{x \in A}{2}$", "x∈A2", 0),
        (r"$\frac{\alpha}{\oplus}$", "α⊕", 0),
        (r"$\mathbb{R}^{n^2}$", "ℝn2", 0),
    ],
)
def test_letters_stay_the_characters_they_are(source, letters, shapes):
    found, drawn = letters_and_shapes(TextSetter().parsed_math(source, FontProperties(size=10)).glyphs)
    assert sorted(letter.text for letter in found) == sorted(letters)
    assert [letter.x for letter in found] == sorted(letter.x for letter in found)
    assert len(drawn) == shapes
    assert all(len(path.vertices) > 3 for path in drawn)


def test_letters_know_their_style():
    found, _ = letters_and_shapes(
        TextSetter().parsed_math(r"$\frac{\mathrm{a}}{\mathbf{b} c}$", FontProperties(size=10)).glyphs
    )
    assert {letter.text: (letter.italic, letter.bold) for letter in found} == {
        "a": (False, False), "b": (False, True), "c": (True, False),
    }  # fmt: skip


def test_mathtext_is_itself_again_afterwards():
    before = mathtext.SHRINK_FACTOR, mathtext.NUM_SIZE_LEVELS
    setter = TextSetter()

    def fail():
        with setter.floored_mathtext(6):
            raise ValueError("a formula is wrong")

    with pytest.raises(ValueError, match="a formula is wrong"):
        fail()
    assert before == (mathtext.SHRINK_FACTOR, mathtext.NUM_SIZE_LEVELS)


def test_a_fallback_line_has_a_box_and_says_so():
    line = TextSetter().line(r"$\frac{a}{b}$", FontProperties(size=7), True)
    assert line.fallback
    assert line.width_pt > 3
    assert line.box_ascent_pt > 7 * ASCENT


def test_lines_and_runs_are_values():
    line = TextSetter().line("x", FontProperties(size=7), False)
    with pytest.raises(dataclasses.FrozenInstanceError):
        line.width_pt = 1
