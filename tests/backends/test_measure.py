import math

import pytest
from matplotlib.figure import Figure

from backends import pictures
from natfig.backends.mpl.measure import Measure
from natfig.backends.mpl.text import ASCENT, DESCENT, TextSetter
from oracles import chromium

PAGE_PT = tuple(v / 25.4 * 72 for v in pictures.SIZE_MM)


def boxes(figure):
    """Return the boxes of all texts in pt, by what they say."""
    measure = Measure(*PAGE_PT, 5)
    before, figure.dpi = figure.dpi, 72
    figure.draw(measure)
    figure.dpi = before
    return {b.text: b for b in measure.boxes}


def one(words, **kwargs):
    with pictures.drawing():
        figure = Figure()
        figure.text(0.5, 0.5, words, **kwargs)
        (box,) = boxes(figure).values()
        return box, TextSetter().line(
            words.split("\n")[0], figure.texts[0].get_fontproperties(), "$" in words
        )


def test_a_box_is_the_line_and_the_fonts_height():
    box, line = one("Latency (ms)", fontsize=10, va="baseline")
    x0, y0, x1, y1 = box.box
    assert (x0, y0) == pytest.approx((PAGE_PT[0] / 2, PAGE_PT[1] / 2 - 10 * DESCENT), abs=0.01)
    assert (x1 - x0, y1 - y0) == pytest.approx((line.width_pt, 10 * (ASCENT + DESCENT)), abs=0.01)
    assert box.size_pt == 10


@pytest.mark.parametrize("angle", [0, 30, 90, 135, 180, 270])
def test_a_turned_box_is_the_upright_box_around_it(angle):
    box, line = one("turned", fontsize=10, rotation=angle)
    x0, y0, x1, y1 = box.box
    w, h, turn = line.width_pt, 10 * (ASCENT + DESCENT), math.radians(angle)
    assert x1 - x0 == pytest.approx(abs(w * math.cos(turn)) + abs(h * math.sin(turn)), abs=0.01)
    assert y1 - y0 == pytest.approx(abs(w * math.sin(turn)) + abs(h * math.cos(turn)), abs=0.01)


def test_lines_of_a_label_are_one_box():
    box, _ = one("first\nsecond line", fontsize=10)
    assert box.text == "first\nsecond line"
    assert box.box[3] - box.box[1] == pytest.approx(10 * (ASCENT + DESCENT) + 1.15 * 10, abs=0.05)


@pytest.mark.parametrize(("words", "size"), [("$10^6$", 5), ("10$_2$", 5), ("plain", 6)])
def test_the_size_of_a_label_is_that_of_its_smallest_letters(words, size):
    assert one(words, fontsize=6)[0].size_pt == size


def test_texts_know_whose_they_are():
    with pictures.drawing() as ax:
        ax.set_gid("panel-b")
        ax.xaxis.set_gid("panel-b.axis-x")
        ax.set_xlabel("below")
        ax.text(0.5, 0.5, "inside")
        ax.figure.text(0, 0, "page")
        found = boxes(ax.figure)
    assert found["below"].owner == "panel-b.axis-x"
    assert found["inside"].owner == "panel-b"
    assert found["page"].owner == ""


def test_empty_and_hidden_texts_have_no_box():
    with pictures.drawing() as ax:
        ax.set_axis_off()
        ax.text(0, 0, "")
        ax.text(0, 0, "hidden", visible=False)
        assert boxes(ax.figure) == {}


# Kerned in a browser, set without in ours: what is compared has no kerning pairs.
UNKERNED = ["minimum", "0123456789", "(ms)", "α β δ", "−0.5"]


@pytest.mark.chromium
def test_a_browser_finds_the_same_boxes(tmp_path):
    with pictures.drawing() as ax:
        ax.set_axis_off()
        for k, words in enumerate(UNKERNED):
            ax.text(0.05, k / 5, words)
            ax.text(0.6, k / 5, f"{words}\n{words}", ha="center", fontsize=6)
            ax.text(0.95, k / 5, words[:3], rotation=40 * k, fontsize=5)
        mine = boxes(ax.figure)
        path = tmp_path / "page.svg"
        path.write_bytes(pictures.export(ax.figure, "svg"))
    (page,) = chromium.measure([path])
    found = {text.content.replace(" ", ""): text.rect for text in page.texts}
    assert len(found) == len(mine) == 3 * len(UNKERNED)
    for words, box in mine.items():
        rect = found["".join(words.split())]
        x0, y0, x1, y1 = (v * 25.4 / 72 for v in box.box)
        bottom = pictures.SIZE_MM[1] - rect.y - rect.h
        assert (rect.x, bottom) == pytest.approx((x0, y0), abs=0.12)
        assert (rect.w, rect.h) == pytest.approx((x1 - x0, y1 - y0), abs=0.12)
