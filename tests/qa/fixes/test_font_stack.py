"""The journal's face comes first where nothing then collides; faces it takes, symbols and sequences stay."""

import re
from pathlib import Path

import pytest

from natfig.journals import journals
from natfig.qa.check import Context
from natfig.qa.fix import fix_svg
from natfig.qa.fixes.font_stack import stack_for

NATURE = Context(journals.load("nature"))
OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="89mm" height="60mm" viewBox="0 0 252.283 170.079" '
    'font-size="7"{}>'
)
ARIAL = "Arial, Helvetica, 'Liberation Sans', sans-serif"
SANS = ("Arial", "Helvetica", "Liberation Sans", "sans-serif")
SERIF = ("Times New Roman", "Times", "Liberation Serif", "serif")
MONO = ("Courier New", "Courier", "Liberation Mono", "monospace")
JOURNAL_FONTS = {
    "nature": ("Helvetica", "Arial"),
    "cell": ("Arial",),
    "plos": ("Arial", "Times", "Symbol"),
    "ieee": ("Times New Roman", "Helvetica", "Arial", "Cambria", "Symbol"),
    "elsevier": ("Arial", "Helvetica", "Courier", "Times", "Times New Roman", "Symbol"),
    "nmi": ("sans-serif", "Symbol for Greek"),
    "helvetica": ("Helvetica", "other sans-serif"),
    "": (),
}


def fixed(inner, root="", context=NATURE, **more):
    data = f"{OPEN.format(root)}{inner}</svg>".encode()
    return fix_svg(data, Path("fig.svg"), context, **({"select": ["TXT004"]} | more))


def families(result):
    return [run.families for run in result.after.document.runs]


@pytest.mark.parametrize(
    ("fonts", "own", "stack"),
    [
        # What the journal takes keeps its place and gets fallbacks.
        ("nature", ("Arial",), SANS),
        ("nature", ("Helvetica",), ("Helvetica", "Arial", "Liberation Sans", "sans-serif")),
        ("nature", ("ArialMT",), ("ArialMT", "Helvetica", "Liberation Sans", "sans-serif")),
        ("nature", ("Arial", "serif"), None),
        ("nature", SANS, None),
        ("plos", ("Times",), ("Times", "Times New Roman", "Liberation Serif", "serif")),
        ("nmi", ("Open Sans",), ("Open Sans", *SANS)),
        ("nmi", ("Open Sans", "sans-serif"), None),
        ("elsevier", ("Courier",), ("Courier", "Courier New", "Liberation Mono", "monospace")),
        # Another one gives way to one of its kind, Arial before others.
        ("nature", ("DejaVu Sans", "Arial"), SANS),
        ("nature", ("Liberation Sans",), SANS),
        ("cell", ("Nimbus Sans",), SANS),
        ("helvetica", ("DejaVu Serif",), ("Helvetica", "Arial", "Liberation Sans", "sans-serif")),
        ("nature", ("Georgia",), SANS),
        ("nature", ("Courier New",), SANS),
        ("plos", ("Georgia",), ("Times", "Times New Roman", "Liberation Serif", "serif")),
        ("plos", ("DejaVu Sans",), SANS),
        ("ieee", ("DejaVu Sans",), SANS),
        ("ieee", ("STIXGeneral",), SERIF),
        ("ieee", ("cmr10",), SERIF),
        ("elsevier", ("DejaVu Sans Mono",), ("Courier", "Courier New", "Liberation Mono", "monospace")),
        ("nmi", ("Georgia", "serif"), SANS),
        ("nature", ("MS Gothic",), SANS),
        # No face, or a word that every program takes otherwise.
        ("nature", ("sans-serif",), SANS),
        ("nature", ("system-ui",), SANS),
        ("nature", ("serif",), SANS),
        ("plos", ("serif",), ("Times", "Times New Roman", "Liberation Serif", "serif")),
        ("nature", (), SANS),
        ("", ("sans-serif",), SANS),
        ("", ("serif",), SERIF),
        ("", ("monospace",), MONO),
        ("", ("cursive",), None),
        # Without a journal a face is nobody's business, but for what comes after it.
        ("", ("Verdana", "sans-serif"), None),
        ("", ("Verdana",), ("Verdana", *SANS)),
        ("", ("DejaVu Serif",), ("DejaVu Serif", *SERIF)),
    ],
)
def test_stacks(fonts, own, stack):
    assert stack_for(own, JOURNAL_FONTS[fonts]) == stack
    if stack is not None:
        # Done once.
        assert stack_for(stack, JOURNAL_FONTS[fonts]) is None


T = '<text x="20" y="40"{}>Latency</text>'


@pytest.mark.parametrize(
    ("root", "inner", "written"),
    [
        (' font-family="Verdana"', T.format(""), f'font-family="{ARIAL}"'),
        ("", T.format(' font-family="Verdana"'), f'<text x="20" y="40" font-family="{ARIAL}">'),
        ("", T.format(""), f'<text x="20" y="40" font-family="{ARIAL}">'),
        (
            "",
            T.format(' style="font-family:Verdana;fill:#111"'),
            f'style="fill:#111; font-family: {ARIAL}"',
        ),
        (
            "",
            T.format(' style="font: bold 7px Verdana; fill: #111"'),
            f'style="font: bold 7px Verdana; fill: #111; font-family: {ARIAL}"',
        ),
        (
            "",
            "<style>.t{font-family:Verdana}</style>" + T.format(' class="t"'),
            f'<text x="20" y="40" class="t" style="font-family: {ARIAL}">',
        ),
        (
            "",
            "<style>text{font:7px Verdana}</style>" + T.format(' font-family="Arial, sans-serif"'),
            f'font-family="Arial, sans-serif" style="font-family: {ARIAL}">',
        ),
        (
            "",
            "<style>.t{font-family:Verdana!important}</style>" + T.format(' class="t"'),
            f'style="font-family: {ARIAL} !important">',
        ),
        (
            "",
            "<style>@font-face{font-family:X;src:url(x)}:root{--f:Verdana}.t{font-family:var(--f)}</style>"
            + T.format(' class="t"'),
            f'class="t" style="font-family: {ARIAL}">',
        ),
        (
            "",
            "<text x='20' y='40' style=\"font-family:'A;B', serif;fill:#111\">Latency</text>",
            f'style="fill:#111; font-family: {ARIAL}"',
        ),
    ],
)
def test_where_it_is_written(root, inner, written):
    result = fixed(inner, root)
    assert written in result.data.decode()
    assert families(result) == [SANS]
    assert "TXT004" not in {f.code for f in result.after.findings}
    assert result.kept == []
    assert fix_svg(result.data, Path("fig.svg"), NATURE, select=["TXT004"]).mended == []


def test_what_a_group_declares_for_many_is_changed_there():
    inner = f'<g font-family="Verdana">{T.format("")}{T.format("").replace("40", "60")}</g>'
    text = fixed(inner).data.decode()
    assert text.count("font-family") == 1
    assert f'<g font-family="{ARIAL}">' in text


def test_a_group_with_html_keeps_its_face_for_the_html():
    inner = (
        f'<g font-family="Verdana">{T.format("")}{T.format("").replace("40", "60")}<foreignObject width="9" '
        'height="9"><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></g>'
    )
    text = fixed(inner).data.decode()
    assert '<g font-family="Verdana">' in text
    assert text.count(f'font-family="{ARIAL}"') == 2


@pytest.mark.parametrize(
    ("inner", "kept"),
    [
        ('<text x="20" y="60">× − ±</text>', ("DejaVu Sans",)),
        ('<text x="20" y="60" font-family="Symbol">α</text>', ("Symbol",)),
        (
            '<text x="20" y="60" font-family="Courier New, monospace">ACGTTGCA</text>',
            ("Courier New", "monospace"),
        ),
        ('<text x="20" y="60" visibility="hidden">hidden</text>', ("DejaVu Sans",)),
    ],
)
def test_symbols_and_sequences_stay_also_where_they_inherit(inner, kept):
    result = fixed(T.format("") + T.format("").replace("40", "80") + inner, ' font-family="DejaVu Sans"')
    assert result.mended == ["TXT004: named Arial first in 2 texts set in DejaVu Sans"]
    assert families(result) == [SANS, SANS, kept]


def test_a_symbol_within_a_label_keeps_its_face_where_it_is_a_piece_of_its_own():
    inner = '<text x="20" y="40">Speed <tspan fill="#c00">★</tspan> up</text>'
    result = fixed(inner, ' font-family="DejaVu Sans"')
    assert [(r.text.strip(), r.family) for r in result.after.document.runs] == [
        ("Speed", "Arial"),
        ("★", "DejaVu Sans"),
        ("up", "Arial"),
    ]


def test_all_pieces_of_a_run_change():
    piece = '<tspan font-family="Verdana">{}</tspan>'
    inner = f'<text x="20" y="40">{piece.format("La")}{piece.format("bel")}</text>'
    result = fixed(inner)
    assert families(result) == [SANS]
    assert result.after.document.runs[0].text == "Label"


def test_two_faces_in_one_label():
    inner = '<text x="20" y="40" font-family="Verdana">La<tspan font-family="Georgia">bel</tspan>s</text>'
    result = fixed(inner)
    assert families(result) == [SANS]


@pytest.mark.parametrize(
    ("family", "said"),
    [
        ("MyriadPro-Bold", ("bold", "normal")),
        ("MyriadPro-Regular", ("normal", "normal")),
        ("MyriadPro-It", ("normal", "italic")),
        ("Minion Pro Semibold Italic", ("bold", "italic")),
        ("HelveticaNeueLTStd-BdIt", ("normal", "normal")),
        ("Boldoni", ("normal", "normal")),
    ],
)
def test_weight_and_slant_of_the_faces_name_are_not_lost(family, said):
    result = fixed(T.format(f' font-family="{family}, serif"'))
    (run,) = result.after.document.runs
    assert (run.weight, run.style) == said


def test_a_declared_weight_stays():
    result = fixed(T.format(' font-family="MyriadPro-Bold" font-weight="900"'))
    assert result.after.document.runs[0].weight == "900"


def test_a_face_that_the_file_carries_stays_first():
    face = "<style>@font-face{font-family:Own;src:url(data:font/woff2;base64,AA)}</style>"
    result = fixed(
        face
        + T.format(' font-family="Own, serif"')
        + T.format(' y="60" font-family="Verdana"'.replace(' y="60"', "")).replace("40", "60")
    )
    assert families(result) == [("Own", "serif"), SANS]
    assert result.kept == ["TXT004: 'Own' stays first: the file brings this face along"]


def test_another_face_is_only_named_where_nothing_then_collides():
    # Set in Arial Narrow there is room for both; in Arial there isn't.
    narrow = " font-family=\"'Arial Narrow', sans-serif\""
    inner = T.format(narrow) + '<text x="42" y="40" font-family="Arial, sans-serif">next</text>'
    result = fixed(inner)
    assert result.mended == []
    (said,) = result.kept
    assert re.match(r"TXT004: not named Arial first in one text set in Arial Narrow: 'next' lies 0\.", said)
    assert result.data.decode() == f"{OPEN.format('')}{inner}</svg>"


def test_one_face_that_collides_does_not_hold_up_another():
    narrow = " font-family=\"'Arial Narrow', sans-serif\""
    inner = (
        T.format(narrow)
        + '<text x="42" y="40" font-family="Arial, sans-serif">next</text>'
        + '<text x="20" y="90" font-family="Verdana">Free</text>'
    )
    result = fixed(inner)
    assert result.mended == ["TXT004: named Arial first in one text set in Verdana"]
    assert len(result.kept) == 1


def test_a_list_known_at_second_hand_changes_no_face():
    result = fixed(T.format(' font-family="Verdana, serif"'), context=Context(journals.load("lancet")))
    assert (result.mended, result.kept) == ([], [])


def test_spared_texts_stay():
    inner = T.format(' font-family="Verdana"') + '<text x="20" y="60" font-family="Verdana">Own words</text>'
    result = fixed(inner, is_spared=lambda f: f.where.text == "Own words")
    assert families(result) == [SANS, ("Verdana",)]


def test_names_with_odd_letters_are_quoted():
    inner = """<text x="20" y="40" font-family="'It\\'s 3 fonts', serif">Latency</text>"""
    context = Context(journals.load("nature-machine-intelligence"))
    result = fixed(inner.replace(", serif", ""), context=context)
    assert families(result)[0] == ("It's 3 fonts", *SANS)
