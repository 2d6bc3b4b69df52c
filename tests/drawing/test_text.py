"""Texts of drawings: pieces become the labels people would type."""

import pytest

from natfig.drawing.read import read_drawing
from natfig.drawing.widths import text_width_em

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" font-size="10" font-family="Arial">'


def labels(body):
    return read_drawing(f"{HEAD}{body}</svg>".encode(), "t.svg").labels


def lines(label):
    return ["".join(r.text for r in line) for line in label.lines]


HTML = '<foreignObject width="90" height="40"><p xmlns="http://www.w3.org/1999/xhtml">{}</p></foreignObject>'
# (x, y, text) of each tspan, or a whole body → the labels, each with its lines.
SPANS = [
    ([(5, 20, "first"), (5, 32, "second")], [["first", "second"]]),
    ([(5, 20, "left"), (90, 20, "right")], [["left"], ["right"]]),
    ([(5, 20, "far"), (5, 60, "below")], [["far"], ["below"]]),
]
BODIES = [
    ('<text y="9">  Growth\n   cone </text>', [["Growth cone"]]),
    ('<text y="9">one <tspan font-weight="bold">two</tspan> three</text>', [["one two three"]]),
    ('<text x="5" y="20">first<tspan x="5" dy="1.2em">second</tspan></text>', [["first", "second"]]),
    ('<text x="5 10.6 16.1 18.4" y="20">cell</text>', [["cell"]]),
    ('<text x="5" y="9">A</text><text x="14" y="9">word</text>', [["A word"]]),
    ('<text x="5" y="9">A</text><text x="60" y="9">word</text>', [["A"], ["word"]]),
    ('<text y="9" fill="red">red<tspan fill="blue">blue</tspan></text>', [["red"], ["blue"]]),
    ('<text y="9">shown<tspan display="none">not</tspan></text>', [["shown"]]),
    ('<text y="9" opacity="0">gone</text>', []),
    ('<text y="9" fill="none">gone</text>', []),
    (f'<switch>{HTML.format("Long label")}<text x="50" y="50">Long…</text></switch>', [["Long label"]]),
    (HTML.format("one<br/>two"), [["one", "two"]]),
]


@pytest.mark.parametrize(("spans", "expected"), SPANS)
def test_spans_with_places_of_their_own(spans, expected):
    inside = "".join(f'<tspan x="{x}" y="{y}">{text}</tspan>' for x, y, text in spans)
    assert [lines(label) for label in labels(f"<text>{inside}</text>")] == expected


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_what_is_one_label(body, expected):
    assert [lines(label) for label in labels(body)] == expected


@pytest.mark.parametrize(
    "body",
    [
        '<text y="20">CO<tspan baseline-shift="sub" font-size="7">2</tspan></text>',
        '<text y="20">CO<tspan dy="2" font-size="7">2</tspan></text>',
        '<text><tspan x="5" y="20">CO</tspan><tspan x="19.9" y="22" font-size="7">2</tspan></text>',
    ],
)
def test_subscripts(body):
    ((label),) = labels(body)
    assert [(r.text, r.rise) for r in label.lines[0]] == [("CO", 0), ("2", -1)]


def test_superscripts_come_back_to_the_baseline():
    (label,) = labels(
        '<text y="20">s<tspan dy="-4" font-size="7">−1</tspan><tspan dy="4"> per</tspan></text>'
    )
    assert [(r.text, r.rise) for r in label.lines[0]] == [("s", 0), ("−1", 1), (" per", 0)]


def test_where_and_how_large():
    (label,) = labels(
        '<g transform="translate(10 20) scale(2)"><text x="3" y="4" text-anchor="end">abc</text></g>'
    )
    assert (label.x, label.y, label.size, label.anchor, label.angle_deg) == (16, 28, 20, "end", 0)
    (turned,) = labels('<text transform="translate(50 50) rotate(-90)">abc</text>')
    assert (turned.x, turned.y, turned.angle_deg) == (50, 50, -90)


@pytest.mark.parametrize(("anchor", "share"), [("start", 0.0), ("middle", 0.5), ("end", 1.0)])
def test_lines_with_places_of_their_own_keep_their_alignment(anchor, share):
    texts = ["a long first line", "short one"]
    xs = [90 - share * 10 * text_width_em(t) for t in texts]
    places = enumerate(zip(xs, texts, strict=True))
    spans = "".join(f'<tspan x="{x}" y="{20 + 11 * i}">{t}</tspan>' for i, (x, t) in places)
    (label,) = labels(f"<text>{spans}</text>")
    assert (label.anchor, label.x) == (anchor, pytest.approx(90))


@pytest.mark.parametrize(
    ("value", "moved_em"), [("middle", 0.26), ("central", 0.35), ("hanging", 0.72), ("auto", 0)]
)
def test_baselines(value, moved_em):
    (label,) = labels(f'<text y="20" dominant-baseline="{value}">x</text>')
    assert label.y == pytest.approx(20 + 10 * moved_em)


@pytest.mark.parametrize(
    ("style", "is_bold", "is_italic"),
    [
        ("font-weight:bold", True, False),
        ("font-weight:600", True, False),
        ("font-style:italic", False, True),
        ("font:italic bold 12px Arial", True, True),
    ],
)
def test_styles(style, is_bold, is_italic):
    (label,) = labels(f'<text y="20" style="{style}">x</text>')
    assert (label.lines[0][0].is_bold, label.lines[0][0].is_italic) == (is_bold, is_italic)


def test_relative_sizes_count_once():
    (label,) = labels('<g font-size="2em"><g><text y="30"><tspan>x</tspan></text></g></g>')
    assert label.size == 20


def test_a_text_on_a_path_stands_where_its_middle_is():
    (label,) = labels(
        '<path id="p" d="M20 50H120" fill="none"/><text><textPath href="#p" startOffset="50%" '
        'text-anchor="middle">abc</textPath></text>'
    )
    assert (label.x, label.y, label.anchor) == (70, 50, "middle")
