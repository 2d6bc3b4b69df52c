"""Letters that are put one by one, and what looks like them but isn't."""

import pytest
from lxml import etree

from natfig.qa.readers._svg.css import Cascade
from natfig.qa.readers._svg.style import ROOT
from natfig.qa.readers._svg.text import lay_out

SVG = "http://www.w3.org/2000/svg"


def placed(text):
    tree = etree.fromstring(f'<svg xmlns="{SVG}" font-family="Arial" font-size="10">{text}</svg>')
    cascade = Cascade(tree, viewport=(100, 100))
    return lay_out(
        tree[0], cascade.style(tree[0], cascade.style(tree, ROOT)), cascade, lambda href: None
    ).placed


FORMULA = "".join(
    f'<tspan x="{x}" y="0" style="font-size: 10px">{letter}</tspan>\n'
    for x, letter in ((0, "T"), (6.1, "i"), (8.3, "m"), (16.7, "e"))
)


# Widths at 10 px: T 6.11, i 2.22, m 8.33, e 5.56, blank 2.78; "Hazard" 32.2.
@pytest.mark.parametrize(
    ("text", "count"),
    [
        # Illustrator and pdf2svg: a list of places in one element, also where they are uneven
        ('<text><tspan x="0 6.1 8.3 16.7" y="0">Time</tspan></text>', 3),
        ('<text x="0 6.1 8.3 16.7">Time</text>', 3),
        ('<text x="0 9 14 27">Time</text>', 3),
        ('<text x="0 6.1 8.3 16.7 22 25 30 36">Time for</text>', 5),
        # and one that spells the word with letter spacing
        ('<text x="0 8.1 12.3 22.7" letter-spacing="2">Time</text>', 3),
        # an element a letter
        ('<text><tspan x="0">T</tspan><tspan x="6.1">i</tspan><tspan x="8.3">m</tspan></text>', 2),
        ('<text><tspan x="0" y="0">T</tspan>\n <tspan x="6.1" y="0">i</tspan>\n</text>', 1),
        ('<text>Resp<tspan x="23.4">onse</tspan></text>', 1),
        # moved far by dx, one by one
        ('<text dx="0 3 3 3">Time</text>', 3),
        # down the page
        ('<text x="5" y="0 6.1 8.3 16.7" style="writing-mode:vertical-rl">Time</text>', 3),
    ],
)
def test_letters_put_one_by_one_count(text, count):
    assert placed(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "<text>Time</text>",
        '<text x="3" y="4">Time</text>',
        # a justified line
        '<text textLength="90">Time for it</text>',
        '<text textLength="90" lengthAdjust="spacingAndGlyphs">Time</text>',
        '<text letter-spacing="3">Time</text>',
        # kerned pairs
        '<text dx="0 -.7 -.7 .9">AVAV</text>',
        '<text>A<tspan dx="-0.7">V</tspan><tspan dx="-0.7">A</tspan></text>',
        # words, each with a place of its own
        '<text><tspan x="0">Hazard</tspan><tspan x="35">ratio</tspan><tspan x="58">of</tspan></text>',
        '<text><tspan x="0">Hazard</tspan> <tspan x="35">ratio</tspan> <tspan x="58">of</tspan></text>',
        # lines
        '<text><tspan x="0" y="0">one</tspan><tspan x="0" y="12">two</tspan></text>',
        '<text><tspan x="0">a</tspan><tspan x="0" dy="9">b</tspan><tspan x="0" dy="9">c</tspan></text>',
        # scripts
        '<text>CO<tspan x="15" dy="2" font-size="7">2</tspan></text>',
        '<text>10<tspan dx="2" dy="-4" font-size="7">6</tspan></text>',
        '<text>x<tspan x="5" dy="-4">2</tspan></text>',
        # a formula of matplotlib
        f"<text>{FORMULA}</text>",
        # turned letters, which still follow one another
        '<text rotate="10 20 30">Time</text>',
        # table columns
        '<text><tspan x="0">0</tspan><tspan x="20">1</tspan><tspan x="40">2</tspan></text>',
    ],
)
def test_what_a_word_or_a_line_does_by_itself_does_not(text):
    assert placed(text) == 0
