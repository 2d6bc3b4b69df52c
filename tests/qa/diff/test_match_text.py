"""Which text is which: by content, place, id and likeness."""

import pytest

from qa.diff.pairs import differ, said

LABEL = '<text x="10" y="20">Latency</text>'


def texts(*items):
    return "".join(f'<text x="{x}" y="{y}">{text}</text>' for x, y, text in items)


def test_equal_texts_are_the_same():
    assert said(LABEL, LABEL) == []


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize(("old", "new"), [("12", "13"), ("9", "10"), ("1000", "7")])
def test_a_number_in_the_same_place_is_a_change(anchor, old, new):
    pair = [f'<text x="40" y="20" text-anchor="{anchor}">{n}</text>' for n in (old, new)]
    (change,) = differ(*pair).changes
    assert (change.kind, change.what, change.old, change.new) == ("changed", "number", old, new)
    assert change.message == f"“{old}” is now “{new}”"


def test_a_text_that_grew_where_it_is_held_has_not_moved():
    pair = [f'<text x="40" y="20" text-anchor="end" font-size="{s}">Latency</text>' for s in (2.5, 3.5)]
    assert said(*pair) == ["“Latency”: size 7.09 pt → 9.92 pt"]


@pytest.mark.parametrize("turn", [0, 90, -90, 37, 180])
def test_a_turned_text_is_held_along_its_own_direction(turn):
    where = f'x="40" y="30" text-anchor="middle" transform="rotate({turn} 40 30)"'
    pair = [f"<text {where}>{text}</text>" for text in ("Latency (ms)", "Latency (µs) of all")]
    assert said(*pair) == ["“Latency (ms)” is now “Latency (µs) of all”"]


@pytest.mark.parametrize(
    ("dx", "dy", "words"),
    [
        (3.2, 0, "right 3.2 mm"),
        (-1, 0, "left 1 mm"),
        (0, 0.25, "down 0.25 mm"),
        (0, -7, "up 7 mm"),
        (2, -4, "right 2 mm and up 4 mm"),
        (5, 0.15, "right 5 mm"),
    ],
)
def test_a_moved_text(dx, dy, words):
    new = f'<text x="{10 + dx}" y="{20 + dy}">Latency</text>'
    assert said(LABEL, new) == [f"“Latency” moved {words}"]


@pytest.mark.parametrize(("by", "is_same"), [(0.05, True), (0.099, True), (0.12, False)])
def test_the_tolerance_is_for_places(by, is_same):
    new = f'<text x="{10 + by}" y="20">Latency</text>'
    assert differ(LABEL, new).same is is_same
    assert differ(LABEL, new, tolerance_mm=0.01).same is False
    assert differ(LABEL, new, tolerance_mm=1).same is True


def test_gone_and_new():
    assert said(texts((10, 20, "Control")), texts((60, 50, "Drug"))) == ["“Control” is gone", "“Drug” is new"]


def test_order_does_not_matter():
    items = [(x, 20, text) for x, text in ((10, "a1"), (20, "b2"), (30, "c3"))]
    assert said(texts(*items), texts(*reversed(items))) == []


def test_of_equal_texts_each_keeps_its_place():
    old = texts((10, 20, "0"), (50, 20, "0"), (10, 40, "0"))
    new = texts((10, 40, "0"), (10, 20, "0"), (52, 20, "0"))
    assert said(old, new) == ["“0” moved right 2 mm"]


def test_a_corrected_text_nearby_is_the_same_text():
    old, new = texts((10, 20, "Latency of batch (ms)")), texts((13, 24, "Latency per batch (ms)"))
    assert said(old, new) == [
        "“Latency of batch (ms)” is now “Latency per batch (ms)”",
        "“Latency per batch (ms)” moved right 3 mm and down 4 mm",
    ]


def test_an_id_tells_that_it_is_the_same_text():
    old, new = (
        f'<text id="y-title" x="{x}" y="20">{text}</text>' for x, text in ((10, "Dose"), (70, "Amount given"))
    )
    assert "“Dose” is now “Amount given”" in said(old, new)


def test_a_hidden_text():
    new = LABEL.replace("<text", '<text visibility="hidden"')
    assert said(LABEL, new) == ["“Latency” is hidden now"]
    assert said(new, LABEL) == ["“Latency” was hidden and is shown now"]


def test_white_space_and_composition_are_not_content():
    assert (
        said("<text x='9' y='9'>Café  au lait</text>", "<text x='9' y='9'>Cafe\u0301 au\n lait</text>") == []
    )


def test_many_texts_are_summed_up():
    old = texts(*[(10, 1 + k / 2, f"old {k}") for k in range(100)])
    found = said(old, "")
    assert len(found) == 30
    assert found[-1].startswith("and 71 more texts are gone: ")


def test_texts_that_move_alike_are_one_sentence():
    items = [(10 + 9 * k, 20, f"t{k}") for k in range(5)] + [(10, 50, "stays"), (40, 50, "put")]
    items += [(70, 50, "here"), (10, 55, "and"), (40, 55, "there")]
    moved = [(x, y + 3 if text[0] == "t" and len(text) == 2 else y, text) for x, y, text in items]
    assert said(texts(*items), texts(*moved)) == ["5 texts (“t0”, “t1”, “t2”, …) moved down 3 mm"]
