"""Area panels: stacks that add up, no row invented, labels at the middle of each band."""

import numpy as np
import pytest

from charts.staging import check, draw, table
from natfig.core.errors import DataError

POWER = table(
    year=[2010, 2010, 2020, 2020, 2015, 2015],
    source=["Coal", "Wind"] * 3,
    twh=[30.0, 10.0, 10.0, 30.0, 20.0, 20.0],
)
BASE = "kind: area, x: year, y: {field: twh, label: Electricity (TWh)}, color: source"


HALF_YEAR = {f"{month} 2024" for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun")}


def dated(*days):
    return table(day=np.array(days, dtype="datetime64[D]"), v=np.arange(1.0, len(days) + 1))


def band(stage, level):
    (area,) = [a for a in stage.named(f"series.{level}") if hasattr(a, "get_paths")]
    return area.get_paths()[0].vertices


def test_bands_lie_on_each_other():
    stage = draw(f"{{{BASE}}}", POWER)
    coal, wind = band(stage, "Coal"), band(stage, "Wind")
    assert coal[:, 1].min() == 0
    assert coal[:, 1].max() == 30
    assert wind[:, 1].max() == 40
    assert wind[:, 1].min() == 10


def test_rows_are_drawn_in_the_order_of_x():
    x = band(draw(f"{{{BASE}}}", POWER), "Coal")[:, 0]
    assert sorted(set(x.tolist())) == [2010, 2015, 2020]


def test_fill_ends_at_one():
    stage = draw(f"{{{BASE}, stack: fill}}", POWER)
    assert stage.ax.get_ylim() == (0, 1)
    assert band(stage, "Wind")[:, 1].max() == pytest.approx(1)
    assert band(stage, "Coal")[:, 1].max() == pytest.approx(0.75)
    stage.ax.figure.canvas.draw()
    assert [t.get_text() for t in stage.ax.get_yticklabels()] == ["0%", "25%", "50%", "75%", "100%"]


def test_overlaid_areas_start_at_zero_and_are_transparent():
    stage = draw(f"{{{BASE}, stack: false}}", POWER)
    assert band(stage, "Wind")[:, 1].min() == 0
    assert all(0 < a.get_alpha() < 0.5 for a in stage.named("series") if hasattr(a, "get_paths"))
    assert [a.get_linewidth() for a in stage.named("series") if hasattr(a, "get_xdata")] == [1, 1]


def test_no_outlines_and_a_white_hairline_between_bands():
    stage = draw(f"{{{BASE}}}", POWER)
    assert all(a.get_linewidth() == [0] for a in stage.named("series"))
    (line,) = stage.named("hairline")
    assert line.get_color() == "#FFFFFF"
    assert line.get_ydata().tolist() == [30, 20, 10]


def test_no_margin_left_right_and_below():
    ax = draw(f"{{{BASE}}}", POWER).ax
    assert ax.get_xlim() == (2010, 2020)
    assert ax.get_ylim() == (0, 42)


def test_labels_at_the_middle_of_each_band_from_the_top():
    drawn = draw(f"{{{BASE}}}", POWER).drawn
    assert [(d.text, d.y) for d in drawn.direct] == [("Wind", 25), ("Coal", 5)]
    assert [(e.text, e.handle) for e in drawn.legend] == [("Wind", "patch"), ("Coal", "patch")]
    overlaid = draw(f"{{{BASE}, stack: false}}", POWER).drawn
    assert [(d.text, d.y) for d in overlaid.direct] == [("Wind", 30), ("Coal", 10)]


def test_order_of_the_bands():
    text = f"{{{BASE.replace('color: source', 'color: {field: source, order: [Wind, Coal]}')}}}"
    assert band(draw(text, POWER), "Wind")[:, 1].min() == 0


def test_one_area_needs_no_label():
    drawn = draw("{kind: area, x: year, y: twh}", POWER.take(np.array([0, 2, 4]))).drawn
    assert (drawn.direct, drawn.legend) == ([], [])


@pytest.mark.parametrize("stack", ["true", "fill", "false"])
def test_missing_rows_are_named_and_never_zero(stack):
    with pytest.raises(DataError, match=r"rows are missing for 'year 2020, source Wind'.*missing"):
        check(f"{{{BASE}, stack: {stack}}}", POWER.take(np.array([0, 1, 2, 4, 5])))


def test_with_a_reason_incomplete_positions_are_left_out_and_reported():
    stage = draw(f"{{{BASE}, missing: {{drop: plant closed}}}}", POWER.take(np.array([0, 1, 2, 4, 5])))
    assert stage.ax.get_xlim() == (2010, 2015)
    assert stage.drawn.warnings == ["left out year 2020: not every 'source' has a row there"]


@pytest.mark.parametrize(("days", "texts"), [
    (("2024-01-01", "2024-03-01", "2024-06-01"), HALF_YEAR),
    (("2001-01-01", "2010-01-01", "2020-01-01"), {str(y) for y in range(2000, 2021)}),
])  # fmt: skip
def test_dates(days, texts):
    stage = draw("{kind: area, x: day, y: v}", dated(*days))
    stage.ax.figure.canvas.draw()
    shown = [t.get_text() for t in stage.ax.get_xticklabels()]
    assert len(shown) >= 2
    assert set(shown) <= texts


def test_date_format():
    stage = draw("{kind: area, x: {field: day, format: '%d.%m.%y'}, y: v}", dated("2024-01-01", "2024-06-01"))
    stage.ax.figure.canvas.draw()
    assert all(t.get_text().endswith(".24") for t in stage.ax.get_xticklabels())


def test_reverse_and_limits():
    stage = draw(f"{{{BASE.replace('x: year', 'x: {field: year, reverse: true}')}}}", POWER)
    assert stage.ax.get_xlim() == (2020, 2010)
    assert [(d.text, d.y) for d in stage.drawn.direct] == [("Wind", 35), ("Coal", 15)]
    cut = draw(f"{{{BASE.replace('x: year', 'x: {field: year, limits: [2010, 2015]}')}}}", POWER)
    assert cut.drawn.direct == []
    assert len(cut.drawn.legend) == 2


@pytest.mark.parametrize(("text", "data", "parts"), [
    (f"{{{BASE}}}", POWER.take(np.array([0, 0, 1, 2, 3])), ("more than one row", "Coal")),
    (f"{{{BASE}}}", table(year=[1, 2], source=["a", "a"], twh=[1.0, -2]), ("-2", "stack: false")),
    ("{kind: area, x: g, y: v}", table(g=["a", "b"], v=[1.0, 2]), ("neither numbers nor dates", "kind: bar")),
    ("{kind: area, x: v, y: v}", table(v=[1.0]), ("one value",)),
    ("{kind: area, x: v, y: {field: v, scale: log}}", table(v=[1.0, 2]), ("y.scale",)),
    ("{kind: area, x: v, y: {field: v, limits: [1, 2]}}", table(v=[1.0, 2]), ("start at 0",)),
    ("{kind: area, x: {field: day, scale: log}, y: v}", dated("2024-01-01", "2024-02-01"), ("dates",)),
    (
        "{kind: area, x: x, y: v, color: g, stack: fill}",
        table(x=[1, 1, 2, 2], g=["a", "b"] * 2, v=[1.0, 1, 0, 0]), ("zero at x 2",),
    ),
    ("{kind: area, x: x, y: v}", table(x=[1, 2], v=[1.0, np.inf]), ("infinite",)),
])  # fmt: skip
def test_bad_input_gets_one_sentence(text, data, parts):
    with pytest.raises(DataError) as caught:
        check(text, data)
    assert all(part in str(caught.value) for part in parts), str(caught.value)
