"""What is said of texts: sizes, faces, colours, rotation, pieces."""

import pytest

from qa.diff.pairs import differ, kinds, said


def text(attributes="", content="Dose"):
    return f'<text x="40" y="30" {attributes}>{content}</text>'


@pytest.mark.parametrize(
    ("old", "new", "kind", "message"),
    [
        ('font-size="2.47"', 'font-size="2.82"', "resized", "“Dose”: size 7 pt → 7.99 pt"),
        ("", 'font-family="Times"', "restyled", "“Dose”: font Arial → Times"),
        ("", 'font-weight="bold"', "restyled", "“Dose”: weight normal → bold"),
        ("", 'font-style="italic"', "restyled", "“Dose”: style normal → italic"),
        ("", 'fill="red"', "recoloured", "“Dose”: colour #000000 → #FF0000"),
        ("", 'opacity="0.5"', "restyled", "“Dose”: opacity 1 → 0.5"),
        ("", 'transform="rotate(45 40 30)"', "turned", "“Dose”: rotation 0° → 45°"),
        ("", 'transform="rotate(-90 40 30)"', "turned", "“Dose”: rotation 0° → -90°"),
    ],
)
def test_a_look(old, new, kind, message):
    (change,) = differ(text(old), text(new)).changes
    assert (change.kind, change.what, change.message) == (kind, "text", message)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('font-size="2.5"', 'font-size="2.51"'),
        ('fill="#ff0000"', 'fill="red"'),
        ('font-weight="bold"', 'font-weight="700"'),
        ('style="font-family: Arial"', "font-family=\"Arial, Helvetica, 'Liberation Sans'\""),
        ('font-family="arial"', 'font-family="Arial"'),
        ('opacity="0.5"', 'fill-opacity="0.5"'),
    ],
)
def test_what_is_no_change(old, new):
    assert said(text(old), text(new)) == []


def test_one_word_in_another_colour():
    new = text(content='Dose <tspan fill="blue">high</tspan>')
    assert said(text(content="Dose high"), new) == ["“Dose high”: colour #000000 → #0000FF"]


def test_how_a_text_is_cut_into_spans_does_not_matter():
    new = text(content="Do<tspan>se</tspan> <tspan>high</tspan>")
    assert said(text(content="Dose high"), new) == []


def test_alike_changes_are_one_sentence():
    labels = [f'<text x="{10 * k}" y="30">L{k}</text>' for k in range(1, 7)]
    bigger = [label.replace("<text", '<text font-size="3"') for label in labels]
    assert said("".join(labels), "".join(bigger)) == ["6 texts (“L1”, “L2”, “L3”, …): size 7.09 pt → 8.5 pt"]


def test_content_comes_before_looks_and_looks_before_places():
    old = text() + '<text x="10" y="10">Alpha</text><text x="10" y="50">12</text>'
    new = text('fill="red"') + '<text x="15" y="10">Alpha</text><text x="10" y="50">13</text>'
    assert [kind for kind, _ in kinds(old, new)] == ["changed", "recoloured", "moved"]


def test_control_characters_of_a_file_are_made_visible():
    found = said(text(content="Dose"), text(content="Do\u202ese"))
    assert found == ["“Dose” is now “Do\\u202ese”"]


def test_a_text_of_a_renamed_id():
    assert said(text('id="dose-label"'), text('id="x-label"')) == ["“Dose”: id dose-label → x-label"]
    assert said(text('id="text12"'), text('id="text7"')) == []
