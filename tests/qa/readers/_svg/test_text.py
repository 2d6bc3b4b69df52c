"""Layout of text, worked out by hand.

Type is set at 2048 px, so that lengths are Liberation Sans' own units: a b n o 0–9 1139,
c x 1024, m 1706, T 1251, A V 1366 with −152 between them, blank 569; 1854 above and
434 below the baseline; x-height 1082.
"""

import math

import pytest
from lxml import etree

from natfig.qa.readers._svg.css import Cascade
from natfig.qa.readers._svg.style import ROOT
from natfig.qa.readers._svg.text import lay_out

SVG = "http://www.w3.org/2000/svg"
A, C, M, V, KERN, BLANK = 1139, 1024, 1706, 1366, -152, 569
UP, DOWN, EX = 1854, 434, 1082


def lay(body, path_of=lambda href: None, **root):
    given = {"font-family": "Arial", "font-size": "2048"} | {k.replace("_", "-"): v for k, v in root.items()}
    attributes = " ".join(f'{name}="{value}"' for name, value in given.items())
    tree = etree.fromstring(
        f'<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{body}</svg>'
    )
    cascade = Cascade(tree, viewport=(10_000, 5_000))
    above = cascade.style(tree, ROOT)
    element = next(tree.iter(f"{{{SVG}}}text"))
    return lay_out(element, cascade.style(element, above), cascade, path_of)


def spans(out):
    """Return (text, where it starts, where it ends) of each run along the line."""
    found = []
    for run in out.runs:
        starts = [p.origin[0] for p in run.pieces]
        ends = [p.origin[0] + p.length for p in run.pieces]
        found.append((run.text, round(min(starts), 3), round(max(ends), 3)))
    return found


def starts(out):
    """Return where each piece's baseline starts."""
    return [(round(p.origin[0], 3), round(p.origin[1], 3)) for run in out.runs for p in run.pieces]


# ---------------------------------------------------------------- white space


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text>ab</text>", "ab"),
        ("<text>  a \n\t b  </text>", "a b"),
        ("<text> a<tspan> b </tspan> c </text>", "a b c"),
        ("<text>a <tspan> </tspan> b</text>", "a b"),
        ("<text><tspan>a</tspan>\n<tspan>b</tspan></text>", "a b"),
        ('<text xml:space="preserve"> a  b </text>', " a  b "),
        ('<text xml:space="preserve">a\tb\nc</text>', "a b c"),
        ('<text>a <tspan xml:space="preserve"> b</tspan></text>', "a  b"),
        ("<text>a<title>no</title>b<desc>no</desc>c</text>", "abc"),
        ('<text>a<tspan display="none">no</tspan>b</text>', "ab"),
        ("<text>a<!-- no -->b<![CDATA[c]]></text>", "abc"),
        ('<text>a<tspan systemLanguage="de">no</tspan></text>', "a"),
        ("<text>a<b>no</b>c</text>", "ac"),
        ("<text/>", ""),
        ("<text>   \n </text>", ""),
        ('<text xml:space="preserve">   </text>', ""),
        ("<text><tspan> </tspan></text>", ""),
        ('<text style="text-transform:uppercase">aß</text>', "ASS"),
        ('<text style="text-transform:capitalize">it\'s a-b 3rd</text>', "It's A-B 3rd"),
        ('<text style="text-transform:capitalize">a<tspan>b c</tspan></text>', "Ab C"),
    ],
)
def test_white_space_and_what_is_shown(body, text):
    assert "".join(run.text for run in lay(body).runs) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<text xml:space="preserve"> a  b </text>', "a b"),
        ('<text><tspan x="0" y="0">one</tspan><tspan x="0" y="2500">two</tspan></text>', "one two"),
        (
            '<text><tspan x="0">1</tspan>\n<tspan x="1139">0</tspan>\n<tspan x="2278">3</tspan></text>',
            "103",
        ),
        ('<text><tspan x="0">on</tspan><tspan x="3000">to</tspan></text>', "on to"),
        ('<text><tspan x="0">on</tspan><tspan x="2300">to</tspan></text>', "onto"),
        ('<text x="0 1500 3000">abc</text>', "abc"),
        ('<text x="0 1500 9000">abc</text>', "ab c"),
    ],
)
def test_words_are_told_by_their_gaps(body, text):
    assert lay(body).text == text


def test_a_blank_at_the_end_does_not_move_what_is_anchored():
    assert spans(lay('<text x="9000" text-anchor="end">ab <tspan> </tspan></text>')) == [
        ("ab", 9000 - 2 * A, 9000)
    ]


# ---------------------------------------------------------------- along the line


@pytest.mark.parametrize(
    ("attributes", "start"),
    [
        ('x="100"', 100),
        ('x="100" dx="20"', 120),
        ('x="100" dx="-20"', 80),
        ('x="9000" text-anchor="middle"', 9000 - A),
        ('x="9000" text-anchor="end"', 9000 - 2 * A),
        ('x="9000" dx="50" text-anchor="end"', 9050 - 2 * A),
        ('x="1in"', 96),
        ('x="10%"', 1000),
        ('x="1em"', 2048),
        ('x="2ex"', 2 * EX),
        ('x="1ch"', A),
        ('x="junk"', 0),
        ('x="nan"', 0),
        ('x="inf"', 0),
        ("", 0),
    ],
)
def test_a_line_is_put_where_its_attributes_say(attributes, start):
    plain = lay(f"<text {attributes}>ab</text>")
    assert spans(plain) == [("ab", pytest.approx(start, abs=0.01), pytest.approx(start + 2 * A, abs=0.01))]
    # The long way comes to the same.
    assert starts(lay(f"<text {attributes}>a<tspan>b</tspan></text>")) == starts(plain)


def test_letters_are_kerned_before_they_are_moved():
    assert spans(lay('<text x="0" dx="0 100 100">AVA</text>')) == [("AVA", 0, 3 * V + 2 * KERN + 200)]
    assert spans(lay('<text x="0" dy="0 5">AV</text>')) == [("AV", 0, 2 * V + KERN)]


@pytest.mark.parametrize("attribute", ["", 'fill="red"', 'font-size="1000"', 'x="1366"', 'y="0"'])
def test_letters_are_not_kerned_over_elements_and_places(attribute):
    # A browser does where the file isn't scaled, and doesn't where it is.
    out = lay(f'<text x="0">A<tspan fill="red" {attribute.replace("fill", "id")}>V</tspan></text>')
    assert spans(out)[1][1] == V


@pytest.mark.parametrize(
    ("style", "length"),
    [
        ("", 2 * V + KERN),
        ("font-kerning:none", 2 * V),
        ("font-kerning:normal", 2 * V + KERN),
        ("font-feature-settings:'kern' 0", 2 * V),
        ("font-feature-settings:'kern' off, 'liga'", 2 * V),
        ("font-feature-settings:'liga' 0", 2 * V + KERN),
        ("font-kerning:none;font-feature-settings:'kern'", 2 * V + KERN),
        ("font-feature-settings:junk", 2 * V + KERN),
        ("font-kerning:none;font:2048px Arial", 2 * V + KERN),
        ("letter-spacing:100px", 2 * V + KERN + 200),
        ("letter-spacing:10%", 2 * V + KERN + 2 * 204.8),
        ("font-size-adjust:0.5283203125", 2 * V + KERN),
        ("font-size-adjust:1.056640625", 2 * (2 * V + KERN)),
        ("font-size-adjust:cap-height 1.3759765625", 2 * (2 * V + KERN)),
        ("font-size-adjust:none", 2 * V + KERN),
    ],
)
def test_how_letters_are_set(style, length):
    assert spans(lay(f'<text x="0" style="{style}">AV</text>')) == [
        ("AV", 0, pytest.approx(length, abs=0.01))
    ]


@pytest.mark.parametrize(
    ("kind", "length"),
    [
        ("normal", V + A + BLANK + A),
        ("small-caps", V + 0.7 * V + BLANK + A),
        ("petite-caps", V + 0.7 * V + BLANK + A),
        ("all-small-caps", 0.7 * (V + V + BLANK + A)),
        ("unicase", 0.7 * V + A + 0.7 * (BLANK + A)),
        ("titling-caps", V + A + BLANK + A),
    ],
)
def test_capitals_for_small_letters(kind, length):
    (run,) = lay(f'<text x="0" style="font-variant-caps:{kind};font-kerning:none">Ab 1</text>').runs
    letters = {"small-caps": V + 0.7 * V, "petite-caps": V + 0.7 * V}.get(kind)
    assert run.pieces[0].length == pytest.approx(length, abs=0.5)
    assert run.size == 2048
    assert letters is None or letters < length


def test_a_list_gives_each_letter_its_place_and_the_rest_follow():
    assert starts(lay('<text x="0 3000 9000" y="5">abca</text>')) == [(0, 5), (3000, 5), (9000, 5)]


def test_inner_lists_override_outer_ones_letter_by_letter():
    out = lay('<text x="0 3000 6000 9000">a<tspan x="20000">b</tspan>cx</text>')
    assert [s[0] for s in starts(out)] == [0, 20_000, 6000, 9000]
    out = lay('<text x="0 3000 6000 9000">a<tspan x="20000">bc</tspan>x</text>')
    assert [s[0] for s in starts(out)] == [0, 20_000, 6000, 9000]


def test_moves_add_up_until_the_next_place():
    out = lay('<text x="0" y="0" dx="0 100 100" dy="0 10 10">abc</text>')
    assert starts(out) == [(0, 0), (A + 100, 10), (2 * A + 200, 20)]
    out = lay('<text x="0" y="0" dx="5 5" dy="7">a<tspan y="900" x="8000">b</tspan>c</text>')
    assert starts(out) == [(5, 7), (8005, 900)]


def test_each_stretch_is_anchored_by_itself():
    out = lay(
        '<text x="9000" text-anchor="end">ab<tspan x="20000">cc</tspan><tspan y="3000">a</tspan></text>'
    )
    assert starts(out) == [(9000 - 2 * A, 0), (20_000 - 2 * C, 0), (20_000 + 2 * C - A, 3000)]


def test_what_is_moved_back_stays_to_the_right_of_its_anchor():
    # SVG 2, 11.5, step 7: the leftmost letter, not the first one, is at the anchor.
    assert min(s[0] for s in starts(lay('<text x="5000" dx="0 -3000">abc</text>'))) == 5000


def test_characters_beyond_the_first_plane_take_one_value():
    out = lay('<text x="0 5000 9000">\U0001d6fcba</text>')
    assert [s[0] for s in starts(out)] == [0, 5000, 9000]


def test_marks_stay_with_their_letters():
    out = lay('<text x="0 5000 9000">x\u0304a</text>')
    assert starts(out)[-1][0] == 9000
    assert len(starts(out)) == 2


@pytest.mark.parametrize("words", ["1 2 x", "1 2zz 3", "1;2"])
def test_one_bad_value_spoils_a_list(words):
    assert spans(lay(f'<text x="{words}">abc</text>')) == [("abc", 0, 2 * A + C)]


# ---------------------------------------------------------------- textLength


def test_letters_are_spread_to_a_length():
    (run,) = lay('<text x="100" textLength="9000">abc</text>').runs
    assert spans(lay('<text x="100" textLength="9000">abc</text>')) == [("abc", 100, 9100)]
    step = (9000 - 2 * A - C) / 2
    assert [p.origin[0] for p in run.pieces] == pytest.approx([100, 100 + A + step, 100 + 2 * (A + step)])


def test_a_part_ends_with_its_last_letter_and_not_with_the_gap_after_it():
    out = lay('<text x="0" textLength="9000">a<tspan fill="red">b</tspan>c</text>')
    step = (9000 - 2 * A - C) / 2
    assert spans(out)[1] == ("b", round(A + step, 3), round(2 * A + step, 3))


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_letters_are_stretched_to_a_length(anchor):
    share = {"start": 0, "middle": 0.5, "end": 1}[anchor]
    for body in ("abc", "a<tspan>bc</tspan>"):
        text = f'x="9000" text-anchor="{anchor}" textLength="8000" lengthAdjust="spacingAndGlyphs"'
        assert spans(lay(f"<text {text}>{body}</text>")) == [
            ("abc", 9000 - 8000 * share, 17_000 - 8000 * share)
        ]


def test_ink_is_stretched_with_the_letters():
    plain, wide = (
        lay(f'<text x="0" {more}>a</text>').runs[0].pieces[0].ink
        for more in ("", f'textLength="{2 * A}" lengthAdjust="spacingAndGlyphs"')
    )
    assert wide == pytest.approx((2 * plain[0], plain[1], 2 * plain[2], plain[3]))


@pytest.mark.parametrize("length", ["0", "-5", "junk", "nan", ""])
def test_a_length_that_is_none_changes_nothing(length):
    for adjust in ("spacing", "spacingAndGlyphs"):
        body = f'<text x="0" textLength="{length}" lengthAdjust="{adjust}">abc</text>'
        assert spans(lay(body)) == [("abc", 0, 2 * A + C)]


def test_what_follows_a_stretched_part_makes_room():
    out = lay(
        '<text x="0">a<tspan fill="red" textLength="5000" lengthAdjust="spacingAndGlyphs">bb</tspan>c</text>'
    )
    assert spans(out) == [("a", 0, A), ("bb", A, A + 5000), ("c", A + 5000, A + 5000 + C)]


# ---------------------------------------------------------------- baselines

DROPS = {
    "auto": 0,
    "alphabetic": 0,
    "use-script": 0,
    "middle": EX / 2,
    "central": (UP - DOWN) / 2,
    "hanging": 0.8 * UP,
    "mathematical": UP / 2,
    "text-before-edge": UP,
    "text-after-edge": -DOWN,
    "ideographic": -DOWN,
    "junk": 0,
}


@pytest.mark.parametrize(("name", "drop"), DROPS.items())
def test_dominant_baselines(name, drop):
    assert starts(lay(f'<text y="100" dominant-baseline="{name}">a</text>')) == [(0, round(100 + drop, 3))]


@pytest.mark.parametrize(("name", "drop"), [*DROPS.items(), ("before-edge", UP), ("after-edge", -DOWN)])
def test_alignment_baselines(name, drop):
    drop = 0 if name == "use-script" else drop
    for body in (
        f'<text y="100" alignment-baseline="{name}">a</text>',
        f'<text y="100"><tspan alignment-baseline="{name}">a</tspan></text>',
    ):
        assert starts(lay(body)) == [(0, round(100 + drop, 3))]


@pytest.mark.parametrize(
    ("outer", "inner", "drop"),
    [
        ("middle", "", EX / 4),
        ("middle", 'dominant-baseline="hanging"', 0.4 * UP),
        ("middle", 'dominant-baseline="no-change"', EX / 4),
        ("middle", 'dominant-baseline="use-script"', 0),
        ("middle", 'dominant-baseline="auto"', EX / 4),
        ("middle", 'alignment-baseline="central"', (UP - DOWN) / 4),
        ("middle", 'alignment-baseline="baseline"', EX / 4),
        ("hanging", 'dominant-baseline="alphabetic"', 0),
    ],
)
def test_an_element_is_aligned_by_its_own_font_and_size(outer, inner, drop):
    out = lay(f'<text dominant-baseline="{outer}">a<tspan font-size="1024" {inner}>b</tspan></text>')
    assert out.runs[1].pieces[0].origin[1] == pytest.approx(drop)


@pytest.mark.parametrize(
    ("value", "shift"),
    [
        ("super", -(UP + DOWN) / 4),
        ("sub", (UP + DOWN) / 4),
        ("40%", -0.4 * 1024),
        ("-3", 3),
        ("0.5em", -512),
        ("1ex", -EX / 2),
        ("baseline", 0),
        ("0", 0),
        ("junk", 0),
    ],
)
def test_baselines_are_shifted_by_the_size_of_what_is_shifted(value, shift):
    out = lay(f'<text>a<tspan font-size="1024" baseline-shift="{value}">b</tspan></text>')
    assert out.runs[1].pieces[0].origin[1] == pytest.approx(shift)


def test_shifts_add_up():
    inner = '<tspan baseline-shift="100" font-size="500">c</tspan>'
    out = lay(f'<text y="1000">a<tspan baseline-shift="200" font-size="1000">b{inner}</tspan></text>')
    assert [round(run.pieces[0].origin[1]) for run in out.runs] == [1000, 800, 700]


def test_a_given_y_is_shifted_too():
    out = lay('<text y="0">a<tspan y="500" baseline-shift="100">b</tspan></text>')
    assert starts(out)[1] == (A, 400)


# ---------------------------------------------------------------- turned letters and lines


def test_rotations_go_to_letters_and_the_last_one_on():
    out = lay('<text rotate="10 20">ab<tspan rotate="30">c</tspan>x<tspan>a</tspan></text>')
    angles = [round(math.degrees(p.angle)) for run in out.runs for p in run.pieces]
    assert angles == [10, 20, 30, 20, 20]


def test_a_turned_letter_turns_about_its_own_baseline():
    (piece,) = lay('<text x="0" y="0" rotate="90" dominant-baseline="hanging">a</text>').runs[0].pieces
    assert piece.origin == pytest.approx((0, 0.8 * UP))
    assert piece.angle == pytest.approx(math.pi / 2)


@pytest.mark.parametrize(
    ("style", "origin", "angle"),
    [
        ("writing-mode:vertical-rl", (1000 - (UP - DOWN) / 2, 0), 90),
        ("writing-mode:vertical-lr", (1000 - (UP - DOWN) / 2, 0), 90),
        ("writing-mode:tb", (1000 - (UP - DOWN) / 2, 0), 90),
        ("writing-mode:vertical-rl;text-orientation:sideways", (1000, 0), 90),
        ("writing-mode:sideways-rl", (1000, 0), 90),
        ("writing-mode:sideways-lr", (1000, 0), -90),
        ("writing-mode:vertical-rl;dominant-baseline:alphabetic", (1000, 0), 90),
        ("writing-mode:vertical-rl;text-anchor:end", (1000 - (UP - DOWN) / 2, -2 * A), 90),
        ("writing-mode:sideways-lr;text-anchor:end", (1000, 2 * A), -90),
    ],
)
def test_lines_down_the_page(style, origin, angle):
    (run,) = lay(f'<text x="1000" y="0" style="{style}">ab</text>').runs
    (piece,) = run.pieces
    assert piece.origin == pytest.approx(origin, abs=0.01)
    assert math.degrees(piece.angle) == pytest.approx(angle)
    assert piece.length == 2 * A


@pytest.mark.parametrize(("text", "count"), [("AB", 2), ("日本", 2), ("A日B", 3)])
def test_upright_letters_fill_square_cells(text, count):
    style = "writing-mode:vertical-rl;text-orientation:" + ("upright" if text == "AB" else "mixed")
    pieces = lay(f'<text x="1000" y="0" style="{style}">{text}</text>').runs[0].pieces
    assert len(pieces) == count
    upright = [p for p in pieces if p.angle == 0]
    assert upright
    for piece in upright:
        assert piece.length == UP + DOWN
        assert piece.origin[0] == 1000 - (UP + DOWN) / 2
    if text == "AB":
        assert [p.origin[1] - p.ascent for p in pieces] == pytest.approx([0, UP + DOWN])


# ---------------------------------------------------------------- from right to left


def test_letters_from_right_to_left_stand_in_their_order():
    letters = {c: lay(f"<text>{c}</text>").runs[0].pieces[0].length for c in "אבג"}
    out = lay('<text x="0">א<tspan fill="red">ב</tspan>ג</text>')
    first, second, third = spans(out)
    assert third[1] == 0
    assert third[2] == second[1] == letters["ג"]
    assert second[2] == first[1]
    assert first[2] == pytest.approx(sum(letters.values()))


@pytest.mark.parametrize(
    ("anchor", "direction", "edge"),
    [("start", "ltr", 0), ("end", "ltr", 1), ("start", "rtl", 1), ("end", "rtl", 0), ("middle", "rtl", 0.5)],
)
def test_lines_from_right_to_left_are_anchored_by_their_right_side(anchor, direction, edge):
    out = lay(f'<text x="9000" text-anchor="{anchor}" direction="{direction}">ab</text>')
    assert spans(out) == [("ab", 9000 - 2 * A * edge, 9000 + 2 * A * (1 - edge))]


def test_numbers_run_from_left_to_right_in_a_line_the_other_way():
    (run,) = lay('<text x="0">ab אב 12</text>').runs
    by_start = sorted(run.pieces, key=lambda p: p.origin[0])
    assert by_start[0].origin[0] == 0
    # "ab ", then the number, then the blank and the letters before it.
    assert by_start[1].origin[0] == 2 * A + BLANK
    assert by_start[1].length == 2 * A


def test_arabic_letters_are_joined():
    whole = lay("<text>بب</text>").runs[0].pieces[0].length
    single = lay("<text>ب</text>").runs[0].pieces[0].length
    assert 0 < whole < 2 * single
    lam_alef = lay("<text>لا</text>").runs[0].pieces[0].length
    assert 0 < lam_alef < lay("<text>ل</text>").runs[0].pieces[0].length * 2


# ---------------------------------------------------------------- along paths

SQUARE = [[(0.0, 0.0), (4000.0, 0.0), (4000.0, 9000.0)]]


def follow(body):
    return lay(body, lambda href: SQUARE if href == "#p" else None)


def test_letters_stand_on_the_path_by_their_middles():
    # The middle of the fourth letter is 3986 along, just before the corner at 4000.
    (run,) = follow('<text><textPath href="#p">ababa</textPath></text>').runs
    first, last = run.pieces
    assert (first.origin, first.angle, first.length) == ((0, 0), 0, 4 * A)
    assert last.angle == pytest.approx(math.pi / 2)
    assert (last.origin[0], last.origin[1] + A / 2) == pytest.approx((4000, 4.5 * A - 4000))


@pytest.mark.parametrize(
    ("attributes", "start"),
    [
        ('startOffset="500"', 500),
        ('startOffset="10%"', 1300),
        ('startOffset="junk"', 0),
        ('startOffset="6500" text-anchor="middle"', None),
        ('xlink:href="#p" startOffset="100"', 100),
    ],
)
def test_where_on_the_path_text_starts(attributes, start):
    href = "" if "xlink" in attributes else 'href="#p"'
    (run,) = follow(f"<text><textPath {href} {attributes}>a</textPath></text>").runs
    if start is None:
        assert run.pieces[0].origin == pytest.approx((4000, 2500 - A / 2))
    else:
        assert run.pieces[0].origin == pytest.approx((start, 0))


def test_letters_off_the_ends_are_not_shown():
    out = follow('<text><textPath href="#p" startOffset="-1000">abc</textPath></text>')
    assert out.text == "bc"
    assert follow('<text><textPath href="#p" startOffset="20000">abc</textPath></text>').runs == []


def test_text_after_a_path_goes_on_at_its_end():
    out = follow('<text x="5" y="6">a<textPath href="#p">b</textPath>c</text>')
    assert starts(out) == [(5, 6), (0, 0), (4000, 9000)]


def test_a_path_may_be_given_in_place():
    (run,) = follow('<text><textPath path="M10,20 H9000">ab</textPath></text>').runs
    assert run.pieces[0].origin == pytest.approx((10, 20))


@pytest.mark.parametrize("inside", ['<textPath href="#q">a</textPath>', "<textPath>a</textPath>"])
def test_text_along_nothing_is_not_shown(inside):
    assert follow(f"<text>{inside}</text>").runs == []


# ---------------------------------------------------------------- runs


@pytest.mark.parametrize(
    ("attribute", "count"),
    [
        ('fill="red"', 3),
        ('font-size="9"', 3),
        ('font-family="DejaVu Sans"', 3),
        ('opacity=".5"', 3),
        ('fill-opacity=".5"', 3),
        ('visibility="hidden"', 3),
        ('font-family="Arial"', 1),
        ('dy="1"', 1),
        ('id="q"', 1),
    ],
)
def test_a_run_is_text_of_one_look(attribute, count):
    assert len(lay(f"<text>a<tspan {attribute}>b</tspan>c</text>").runs) == count


def test_opacity_multiplies_down_to_the_letter():
    out = lay('<text opacity=".5">a<tspan opacity=".5">b<tspan opacity=".5">c</tspan></tspan></text>')
    assert [run.opacity for run in out.runs] == [1, 0.5, 0.25]


def test_ink_lies_within_the_letters_cells():
    (run,) = lay('<text x="0" letter-spacing="500">ab</text>').runs
    (piece,) = run.pieces
    plain = lay("<text>ab</text>").runs[0].pieces[0]
    assert piece.length == 2 * A + 1000
    assert piece.ink[0] == pytest.approx(plain.ink[0])
    assert piece.ink[2] == pytest.approx(plain.ink[2] + 500)


def test_letters_pressed_together_are_boxed_by_those_that_stand_out():
    (run,) = lay('<text x="0" textLength="1200">mi</text>').runs
    assert max(p.origin[0] + p.length for p in run.pieces) == M


# ---------------------------------------------------------------- bounds


@pytest.mark.parametrize(
    "attributes",
    [
        'x="1e400" y="-1e400" font-size="1e40"',
        'x="nan nan" rotate="nan inf"',
        'textLength="1e308" dx="1e308 1e308"',
        'letter-spacing="1e300" word-spacing="-1e300"',
        'font-size="0"',
        'baseline-shift="1e300%"',
        'style="writing-mode:vertical-rl;text-orientation:upright" font-size="0"',
        'style="font-size-adjust:0"',
    ],
)
def test_no_number_is_too_odd(attributes):
    for body in ("a b", "a<tspan>b</tspan> c"):
        out = lay(f"<text {attributes}>{body}</text>")
        assert out.text.replace(" ", "") in {"ab", "abc"}


def test_values_beyond_the_letters_are_not_read():
    out = lay(f'<text x="{"7 " * 300_000}junk">ab</text>')
    assert [s[0] for s in starts(out)] == [7, 7]


def test_elements_may_lie_thousands_deep():
    tree = etree.fromstring(f'<svg xmlns="{SVG}"><text/></svg>')
    inner = tree[0]
    for _ in range(3000):
        inner = etree.SubElement(inner, f"{{{SVG}}}tspan", dy="1", textLength="9")
        inner.text = "a"
    cascade = Cascade(tree, viewport=(10, 10))
    style = cascade.style(tree[0], cascade.style(tree, ROOT))
    assert lay_out(tree[0], style, cascade, lambda href: None).text == "a" * 3000


def test_a_text_without_end_is_cut_and_says_so():
    out = lay(f"<text>{'a' * 150_000}<tspan>{'b' * 150_000}</tspan></text>")
    assert out.is_cut
    assert len(out.text) == 200_000
    assert not lay("<text>a<tspan>b</tspan></text>").is_cut


def test_a_path_that_many_texts_follow_is_measured_once():
    asked = []

    def path_of(href):
        asked.append(href)
        return SQUARE

    tree = etree.fromstring(
        f'<svg xmlns="{SVG}">' + '<text><textPath href="#p">a</textPath></text>' * 5 + "</svg>"
    )
    cascade = Cascade(tree, viewport=(10, 10))
    above = cascade.style(tree, ROOT)
    for element in tree:
        assert lay_out(element, cascade.style(element, above), cascade, path_of).text == "a"
    assert asked == ["#p"]
