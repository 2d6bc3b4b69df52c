"""Forest panels: rows from the top, squares by weight, diamonds, numbers in the margin."""

import matplotlib as mpl
import numpy as np
import pytest

from charts.staging import check, draw, table
from natfig.core.errors import DataError

TRIALS = table(
    trial=["A 2011", "B-2", "C", "Overall"],
    hr=[0.72, 0.9, 0.55, 0.78],
    low=[0.5, 0.7, 0.2, 0.68],
    high=[1.04, 1.15, 1.6, 0.9],
    weight=[20.0, 80.0, 5.0, 100.0],
    n=[310, 1204, 58, 15400],
    is_sum=[0, 0, 0, 1],
)
X = "x: {field: hr, low: low, high: high, label: Hazard ratio, scale: log}"
BASE = f"kind: forest, y: trial, {X}"
GROUPS = table(
    row=["Female", "Male", "Young", "Old", "All"],
    part=["Sex", "Sex", "Age", "Age", "All"],
    d=[-0.3, -0.12, -0.4, 0.05, -0.24],
    e=[0.22, 0.28, 0.3, 0.35, 0.09],
)
GROUPED = "kind: forest, y: row, group: part, x: {field: d, error: e, label: Mean difference (mM)}"
MODELS = table(
    factor=["Age", "Age", "Dose", "Dose"], model=["Crude", "Adjusted"] * 2,
    b=[1.2, 1.1, 2.1, 1.6], lo=[0.9, 0.8, 1.2, 1.1], hi=[1.6, 1.5, 3.7, 2.2],
)  # fmt: skip


def names(stage):
    return [(t.get_text(), t.get_fontweight()) for t in stage.ax.get_yticklabels()]


def squares(stage, prefix="series"):
    return [m for m in stage.named(prefix) if hasattr(m, "get_marker") and m.get_marker() == "s"]


def test_first_row_is_on_top():
    stage = draw(f"{{{BASE}}}", TRIALS)
    assert [n for n, _ in names(stage)] == ["A 2011", "B-2", "C", "Overall"]
    low, high = stage.ax.get_ylim()
    assert low > high
    assert [float(m.get_ydata()[0]) for m in squares(stage)] == [0, 1, 2, 3]
    assert [float(m.get_xdata()[0]) for m in squares(stage)] == TRIALS["hr"].tolist()


def test_intervals_run_from_end_to_end():
    stage = draw(f"{{{BASE}}}", TRIALS)
    lines = [m for m in stage.named("series") if m.get_linestyle() == "-"]
    assert [tuple(m.get_xdata()) for m in lines] == list(zip(TRIALS["low"], TRIALS["high"], strict=True))
    assert {m.get_linewidth() for m in lines} == {0.75}


def test_area_of_the_squares_is_proportional_to_the_weight():
    stage = draw(f"{{{BASE}, weight: weight, summary: [Overall]}}", TRIALS)
    sides = [m.get_markersize() for m in squares(stage)]
    assert sides[1] == 6
    assert (sides[0] / sides[1]) ** 2 == pytest.approx(20 / 80)
    assert (sides[2] / sides[1]) ** 2 == pytest.approx(5 / 80)


@pytest.mark.parametrize("summary", ["[Overall]", "is_sum"])
def test_summaries_are_diamonds(summary):
    stage = draw(f"{{{BASE}, summary: {summary}}}", TRIALS)
    (diamond,) = stage.named("summary")
    corners = diamond.get_xy()
    assert corners[:, 0].min() == 0.68
    assert corners[:, 0].max() == 0.9
    assert diamond.get_facecolor()[:3] != squares(stage)[0].get_color()
    assert len(squares(stage)) == 3


@pytest.mark.parametrize(("text", "x"), [
    (f"{{{BASE}}}", 1), (f"{{{BASE}, null_value: 0.5}}", 0.5), (f"{{{GROUPED}}}", 0),
])  # fmt: skip
def test_null_line(text, x):
    stage = draw(text, GROUPS if "row" in text else TRIALS)
    (line,) = stage.named("reference.null")
    assert set(line.get_xdata()) == {x}


def test_null_outside_the_limits_is_not_drawn():
    text = f"{{{BASE.replace('scale: log', 'scale: log, limits: [0.1, 0.8]')}}}"
    assert draw(text, TRIALS).named("reference") == []


def test_numbers_in_the_margin():
    stage = draw(f"{{{BASE}}}", TRIALS)
    (column,) = stage.drawn.margin_text
    assert column.header == "HR (95% CI)"
    assert column.cells[0] == (0, "0.72 (0.50–1.04)")
    assert [y for y, _ in column.cells] == [0, 1, 2, 3]


def test_columns_come_before_the_numbers():
    stage = draw(f"{{{BASE}, columns: [n, {{field: trial, label: Study}}]}}", TRIALS)
    assert [c.header for c in stage.drawn.margin_text] == ["n", "Study", "HR (95% CI)"]
    assert [t for _, t in stage.drawn.margin_text[0].cells] == ["310", "1204", "58", "15\u2009400"]


def test_negative_numbers_are_parted_by_to_and_have_a_true_minus():
    (column,) = draw(f"{{{GROUPED}}}", GROUPS).drawn.margin_text
    assert column.header == "MD (95% CI)"
    assert column.cells[0][1] == "−0.30 (−0.52 to −0.08)"


@pytest.mark.parametrize(("keys", "header"), [
    ("header: Ratio", "Ratio"),
    ("level: 99", "HR (99% CI)"),
    ("level: 97.5", "HR (97.5% CI)"),
])  # fmt: skip
def test_header(keys, header):
    assert draw(f"{{{BASE}, {keys}}}", TRIALS).drawn.margin_text[0].header == header


@pytest.mark.parametrize(("label", "header"), [
    ("Odds ratio per s.d.", "OR"), ("Relative risk (death)", "RR"), ("Standardized mean difference", "SMD"),
    ("Mean difference", "MD"), ("β", "β"), ("Slope of the line", "Estimate"),
])  # fmt: skip
def test_header_abbreviates_the_effect(label, header):
    text = f"{{{BASE.replace('Hazard ratio', label)}}}"
    assert draw(text, TRIALS).drawn.margin_text[0].header == f"{header} (95% CI)"


def test_own_format_or_no_numbers():
    assert draw(f"{{{BASE}, numbers: .1f}}", TRIALS).drawn.margin_text[0].cells[0][1] == "0.7 (0.5–1.0)"
    assert draw(f"{{{BASE}, numbers: null}}", TRIALS).drawn.margin_text == []


def test_groups_have_bold_headings_and_a_lone_row_has_none():
    stage = draw(f"{{{GROUPED}, summary: [All]}}", GROUPS)
    assert names(stage) == [
        ("Sex", "bold"), ("Female", "normal"), ("Male", "normal"),
        ("Age", "bold"), ("Young", "normal"), ("Old", "normal"), ("All", "normal"),
    ]  # fmt: skip
    headings = {0.0, 3.3}
    assert not headings & {y for y, _ in stage.drawn.margin_text[0].cells}


def test_rows_stand_in_under_their_heading():
    with mpl.rc_context({"ytick.labelsize": 6}):
        stage = draw(f"{{{GROUPED}, summary: [All]}}", GROUPS)
        stage.ax.figure.canvas.draw()
    left = {t.get_text(): t.get_window_extent().x0 for t in stage.ax.get_yticklabels()}
    assert left["Sex"] == pytest.approx(left["Age"], abs=1)
    assert left["All"] == pytest.approx(left["Sex"], abs=1)
    assert left["Female"] > left["Sex"] + 1
    right = max(t.get_window_extent().x1 for t in stage.ax.get_yticklabels())
    assert right < stage.ax.get_window_extent().x0


def test_a_label_of_the_rows_is_a_header_above_them():
    text = f"{{{BASE.replace('y: trial', 'y: {field: trial, label: Trial}')}}}"
    with mpl.rc_context({"ytick.labelsize": 6}):
        stage = draw(text, TRIALS)
        stage.ax.figure.canvas.draw()
    assert stage.ax.get_ylabel() == ""
    assert [n for n, _ in names(stage)][:2] == ["Trial", "A 2011"]
    header, first = (t.get_window_extent() for t in stage.ax.get_yticklabels()[:2])
    assert header.x0 == pytest.approx(first.x0, abs=1)
    assert header.y0 > stage.ax.get_window_extent().y1
    assert [y for y, _ in stage.drawn.margin_text[0].cells] == [0, 1, 2, 3]


def test_several_effects_of_one_row():
    text = "{kind: forest, y: factor, color: model, x: {field: b, low: lo, high: hi, scale: log2}}"
    stage = draw(text, MODELS)
    assert [n for n, _ in names(stage)] == ["Age", "Dose"]
    ys = [float(m.get_ydata()[0]) for m in squares(stage)]
    assert len(set(ys)) == 4
    colors = [stage.style.mark(level).color for level in ("Crude", "Adjusted")]
    assert [m.get_color() for m in squares(stage)] == colors * 2
    assert [(e.text, e.handle, e.mark.marker) for e in stage.drawn.legend] == [
        ("Crude", "marker", "s"), ("Adjusted", "marker", "s"),
    ]  # fmt: skip


def test_arrows_where_an_interval_leaves_the_limits():
    stage = draw(f"{{{BASE.replace('scale: log', 'scale: log, limits: [0.4, 1.2]')}}}", TRIALS)
    marks = [(m.get_marker(), *m.get_xydata()[0].tolist()) for m in stage.named("series")]
    assert {m for m in marks if m[0] in {4, 5}} == {(4, 0.4, 2), (5, 1.2, 2)}
    assert stage.ax.get_xlim() == (0.4, 1.2)


def test_a_hidden_effect_is_reported():
    stage = draw(f"{{{BASE.replace('scale: log', 'scale: log, limits: [0.6, 1.2]')}}}", TRIALS)
    assert stage.drawn.warnings == ["x.limits hide the effect of 'C' (0.55)"]
    assert len(squares(stage)) == 3


def test_an_endless_interval_has_an_arrow():
    data = table(t=["a", "b"], v=[1.5, 1.2], lo=[1.1, 0.9], hi=[np.inf, 2.0])
    stage = draw("{kind: forest, y: t, x: {field: v, low: lo, high: hi, scale: log}}", data)
    assert stage.drawn.margin_text[0].cells[0][1] == "1.50 (1.10–∞)"
    assert 5 in {m.get_marker() for m in stage.named("series")}
    assert np.isfinite(stage.ax.get_xlim()).all()


def test_limits_include_everything_and_null():
    low, high = draw(f"{{{BASE}}}", TRIALS).ax.get_xlim()
    assert low < 0.2
    assert high > 1.6
    data = table(t=["a"], v=[3.0], lo=[2.0], hi=[4.0])
    low, high = draw("{kind: forest, y: t, x: {field: v, low: lo, high: hi, scale: log}}", data).ax.get_xlim()
    assert low < 1
    assert high > 4


def test_ratio_ticks_are_plain_numbers():
    ax = draw(f"{{{BASE.replace('scale: log', 'scale: log2')}}}", TRIALS).ax
    ax.figure.canvas.draw()
    assert [t.get_text() for t in ax.get_xticklabels()] == ["0.25", "0.5", "1"]


@pytest.mark.parametrize("favours", ["[drug, placebo]", "[Favours drug, favours placebo]"])
def test_favours_are_a_second_line_of_the_label(favours):
    text = draw(f"{{{BASE}, favours: {favours}}}", TRIALS).ax.get_xlabel().lower()
    assert text == "hazard ratio\n← favours drug   favours placebo →"


def test_order_of_rows():
    text = f"{{{BASE.replace('y: trial', 'y: {field: trial, order: [C, Overall, B-2, A 2011]}')}}}"
    assert [n for n, _ in names(draw(text, TRIALS))] == ["C", "Overall", "B-2", "A 2011"]
    reverse = f"{{{BASE.replace('y: trial', 'y: {field: trial, reverse: true}')}}}"
    assert [n for n, _ in names(draw(reverse, TRIALS))] == ["Overall", "C", "B-2", "A 2011"]


PLAIN = "kind: forest, y: t, x: {field: v, low: lo, high: hi}"


@pytest.mark.parametrize(("text", "data", "parts"), [
    ("{kind: forest, y: trial, x: hr}", TRIALS, ("interval", "x.low and x.high")),
    ("{kind: forest, y: trial, x: {field: hr, low: low}}", TRIALS, ("interval",)),
    ("{kind: forest, y: trial, x: {field: hr, low: low, high: high, error: n}}", TRIALS, ("interval",)),
    (f"{{{PLAIN}}}", table(t=["a"], v=[3.0], lo=[1.0], hi=[2.0]), ("'a' is 3", "1 to 2")),
    (f"{{{PLAIN}}}", table(t=["a", "a"], v=[1.0, 1], lo=[0.0, 0], hi=[2.0, 2]), ("two rows called 'a'",)),
    (
        "{kind: forest, y: t, x: {field: v, low: lo, high: hi, scale: log}}",
        table(t=["a"], v=[0.1], lo=[-0.5], hi=[2.0]), ("-0.5", "log scale"),
    ),
    (f"{{{BASE}, null_value: 0}}", TRIALS, ("null_value is 0",)),
    (f"{{{BASE}, summary: [Overal]}}", TRIALS, ("did you mean 'Overall'?",)),
    (f"{{{BASE}, summary: n}}", TRIALS, ("'n'", "0 and 1")),
    (f"{{{BASE}, weight: w}}", table(**TRIALS.columns, w=[1.0, 2, -3, 4]), ("negative",)),
    (f"{{{BASE.replace('scale: log', 'scale: symlog')}}}", TRIALS, ("symlog",)),
    (f"{{{BASE.replace('scale: log', 'reverse: true')}}}", TRIALS, ("x.reverse",)),
    (f"{{{BASE.replace('y: trial', 'y: {field: trial, limits: [0, 1]}')}}}", TRIALS, ("y.limits",)),
    (f"{{{BASE.replace('y: trial', 'y: {field: trial, order: [C]}')}}}", TRIALS, ("order leaves out",)),
])  # fmt: skip
def test_bad_input_gets_one_sentence(text, data, parts):
    with pytest.raises(DataError) as caught:
        check(text, data)
    assert all(part in str(caught.value) for part in parts), str(caught.value)


def test_a_bad_number_format_and_bad_limits_are_errors():
    with pytest.raises(DataError, match="'abc' is not a number format"):
        draw(f"{{{BASE}, numbers: abc}}", TRIALS)
    with pytest.raises(DataError, match="start at 0"):
        draw(f"{{{BASE.replace('scale: log', 'scale: log, limits: [0, 2]')}}}", TRIALS)
