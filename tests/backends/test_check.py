import pytest

from natfig.backends.mpl.check import collisions, outside, owner_name
from natfig.backends.mpl.measure import TextBox
from natfig.layout.grid import GridPlan


def text(name, x0, y0, x1, y1, owner="panel-a"):
    return TextBox(name, (x0, y0, x1, y1), owner, 7)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("panel-a", "panel a"),
        ("panel-b.axis-x", "panel b"),
        ("panel-aa.legend.INT8", "panel aa"),
        ("legend", "the legend"),
        ("legend.INT8", "the legend"),
        ("", "the page"),
        ("mine.axis-y", "'mine'"),
    ],
)
def test_owners_are_named_in_words(owner, name):
    assert owner_name(owner) == name


@pytest.mark.parametrize(
    ("other", "missing"),
    [
        ((10, 0, 20, 8), None),  # side by side
        ((9.99, 0, 20, 8), None),  # a rounding error
        ((0, 8, 10, 16), None),  # one above the other
        ((5, 2, 20, 6), "1.5 mm"),  # 4 pt deep
        ((9, 0, 20, 8), "0.4 mm"),
        ((2, 2, 4, 4), "0.8 mm"),  # inside
        ((0, 0, 10, 8), "2.9 mm"),  # the same place
    ],
)
def test_texts_that_touch_are_told_with_the_depth(other, missing):
    found = collisions([text("one", 0, 0, 10, 8), text("two\nlines", *other, owner="panel-b")])
    if missing is None:
        assert found == []
    else:
        ((whose, what, hint),) = found
        assert whose in ("panel a", "panel b")
        assert "'one'" in what
        assert "'two lines'" in what
        assert f"overlap; {missing} are missing" in what
        assert hint


def test_every_pair_is_told():
    same = [text(str(k), 0, 0, 10, 8) for k in range(4)]
    assert len(collisions(same)) == 6


@pytest.mark.parametrize(
    ("box", "over"),
    [
        ((0, 0, 100, 50), None),
        ((-0.01, 0, 50, 50), None),
        ((-7.2, 0, 50, 50), "2.6 mm"),
        ((0, 0, 107.2, 50), "2.6 mm"),
        ((0, -7.2, 10, 50), "2.6 mm"),
        ((0, 0, 10, 57.2), "2.6 mm"),
    ],
)
def test_text_off_the_page_is_told_with_the_depth(box, over):
    found = outside([text("label", *box)], GridPlan(100 * 25.4 / 72, 50 * 25.4 / 72, {}, {}))
    assert [what for _, what, _ in found] == (
        [] if over is None else [f"panel a: 'label' leaves the page by {over}"]
    )
