"""Which letters are panel letters."""

from pathlib import Path

import pytest

from natfig.qa.checks._panels import find_panel_letters
from natfig.qa.document import Box, Document, Page, TextElement, TextRun


def document(*texts, body=("Batch size", "Latency (ms)", "INT8")):
    """Return a document of (text, x, y, more), and of ordinary text in 7 pt."""
    made = Document(Path("x.svg"), "svg", 1, Page(183, 120))
    more = {"size_pt": 7.0, "weight": "normal", "group": "", "rotation_deg": 0.0}
    for i, (text, x, y, own) in enumerate([*texts, *((b, 60, 90 + 8 * k, {}) for k, b in enumerate(body))]):
        box = Box(x, y - 2, x + 2 * len(text), y)
        quad = ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))
        made.runs.append(
            TextRun(
                text,
                family="Arial",
                families=("Arial",),
                style="normal",
                fill="#000000",
                opacity=1.0,
                visible=True,
                box=box,
                ink=quad,
                element=i,
                order=i,
                **(more | own),
            )
        )
        made.elements.append(TextElement(text, range(i, i + 1), box))
    return made


def found(*texts):
    return [(item.letter, item.pattern) for item in find_panel_letters(document(*texts))]


BOLD = {"weight": "bold", "size_pt": 8.0}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("a", "b", [("a", "{}"), ("b", "{}")]),
        ("A", "B", [("A", "{}"), ("B", "{}")]),
        ("(a)", "(b)", [("a", "({})"), ("b", "({})")]),
        ("a)", "b)", [("a", "{})"), ("b", "{})")]),
        ("A.", "B.", [("A", "{}."), ("B", "{}.")]),
        ("[a]", "[b]", [("a", "[{}]"), ("b", "[{}]")]),
        ("(a) Latency", "(b) Throughput", [("a", "({})"), ("b", "({})")]),
        ("ab", "b", []),
        ("b", "c", []),
        ("a", "a", []),
        ("a", "z", []),
        ("1", "2", []),
        ("A man", "B side", []),
    ],
)
def test_forms(first, second, expected):
    assert found((first, 5, 10, BOLD), (second, 95, 10, BOLD)) == expected


@pytest.mark.parametrize(
    ("more", "count"),
    [({"weight": "bold"}, 2), ({"weight": "700"}, 2), ({"size_pt": 9.0}, 2), ({}, 0), ({"size_pt": 7.2}, 0)],
    ids=["bold", "700", "larger", "ordinary", "hardly larger"],
)
def test_letters_stand_out(more, count):
    assert len(found(("a", 5, 10, more), ("b", 95, 10, more))) == count


def test_ids_decide():
    one = {"group": "panel-a/panel-a.letter"}
    assert found(("a", 5, 10, one)) == [("a", "{}")]
    assert found(("a", 5, 10, {"group": "a/panel-label"}), ("d", 60, 10, BOLD)) == [("a", "{}")]


def test_an_ordinary_letter_in_line_fills_the_gap():
    assert found(("a", 5, 10, BOLD), ("b", 95, 10, {}), ("c", 5, 60, BOLD)) == [
        ("a", "{}"),
        ("b", "{}"),
        ("c", "{}"),
    ]
    assert len(found(("a", 5, 10, BOLD), ("b", 70, 40, {}), ("c", 5, 60, BOLD))) == 2


def test_legend_letters_are_not_taken():
    texts = [("a", 5, 10, BOLD), ("b", 95, 10, BOLD), ("A", 40, 30, {}), ("B", 40, 36, {})]
    assert found(*texts) == [("a", "{}"), ("b", "{}")]


def test_turned_letters_are_none():
    turned = BOLD | {"rotation_deg": -90.0}
    assert found(("a", 5, 10, turned), ("b", 95, 10, turned)) == []


def test_bases_come_more_than_once():
    assert found(*((c, 20 + 5 * k, 10, BOLD) for k, c in enumerate("ACGTACGT"))) == []


def test_categories_under_an_axis():
    assert found(*((c, 20 + 20 * k, 116, BOLD) for k, c in enumerate("ABCD"))) == []


def test_nothing_in_an_empty_document():
    assert find_panel_letters(Document(Path("x.svg"), "svg", 1, Page(183, 120))) == []
