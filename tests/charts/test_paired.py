"""Pairs: one line per subject, and no subject without its other half."""

import statistics

import numpy as np
import pytest
import yaml

from charts.staging import check, draw, table
from natfig.charts import charts
from natfig.core.errors import DataError

BEFORE, AFTER = [5.0, 6.0, 7.0, 4.0], [6.0, 5.5, 7.0, 8.0]
TWO = table(
    who=["s1", "s2", "s3", "s4"] * 2,
    when=["before"] * 4 + ["after"] * 4,
    v=BEFORE + AFTER,
    arm=["x", "x", "y", "y"] * 2,
)
TEXT = "kind: paired\nid: who\nx: when\ny: v\n"


def take(mask):
    return TWO.take(np.array(mask))


def lines_of(stage, name="pairs"):
    """Return each subject's (x, y), from the one broken line."""
    line = next(a for a in stage.named(f"series.{name}") if a.get_linestyle() != "None")
    x, y = (np.asarray(a, float) for a in line.get_data())
    pieces = np.split(np.arange(len(y)), np.flatnonzero(np.isnan(y)) + 1)
    return [(list(x[p[:-1]]), list(y[p[:-1]])) for p in pieces if len(p)]


def test_every_subject_has_its_line():
    stage = draw(TEXT, TWO)
    assert lines_of(stage) == [([0, 1], [b, a]) for b, a in zip(BEFORE, AFTER, strict=True)]
    assert list(stage.ax.xaxis.get_major_formatter().seq) == ["before", "after"]
    assert stage.drawn.n == {"pairs": 4}
    assert stage.drawn.notes == ["n = 4 pairs"]
    assert stage.drawn.legend == []


def test_rows_may_come_in_any_order():
    order = np.random.default_rng(0).permutation(8)
    keyed = "kind: paired\nid: who\nx: {field: when, order: [before, after]}\ny: v\n"
    shuffled = sorted(lines_of(draw(keyed, TWO.take(order))))
    assert shuffled == sorted(lines_of(draw(keyed, TWO)))


def test_three_conditions():
    data = table(who=["a"] * 3 + ["b"] * 3, when=["0 h", "1 h", "2 h"] * 2, v=[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    assert lines_of(draw(TEXT, data)) == [([0, 1, 2], [1, 2, 3]), ([0, 1, 2], [4, 5, 6])]


def test_direction_is_told_by_colour_dash_and_marker():
    stage = draw(TEXT + "highlight: direction", TWO)
    legend = {e.text: e.mark for e in stage.drawn.legend}
    assert set(legend) == {"No change (n = 1)", "Increase (n = 2)", "Decrease (n = 1)"}
    for look in ("color", "marker"):
        assert len({getattr(m, look) for m in legend.values()}) == 3
    assert legend["Increase (n = 2)"].dash != legend["Decrease (n = 1)"].dash
    assert lines_of(stage, "Decrease") == [([0, 1], [6.0, 5.5])]
    assert lines_of(stage, "Increase") == [([0, 1], [5.0, 6.0]), ([0, 1], [4.0, 8.0])]


def test_colour_groups_subjects():
    stage = draw(TEXT + "color: arm", TWO)
    assert [e.text for e in stage.drawn.legend] == ["x", "y"]
    assert stage.drawn.n == {"x": 2, "y": 2}
    assert lines_of(stage, "y") == [([0, 1], [7.0, 7.0]), ([0, 1], [4.0, 8.0])]


def test_lines_with_a_colour_each_are_named_at_their_ends():
    stage = draw(TEXT + "color: who", TWO)
    assert [(d.text, d.y) for d in stage.drawn.direct] == list(
        zip(["s1", "s2", "s3", "s4"], AFTER, strict=True)
    )
    assert len(stage.drawn.legend) == 4
    assert draw(TEXT + "color: arm", TWO).drawn.direct == []


def test_centres_stand_beside_the_lines():
    stage = draw(TEXT + "stats: {center: mean, spread: sd, n: 4, unit: animals}", TWO)
    x, y = stage.data("center")
    assert list(y) == pytest.approx([statistics.mean(BEFORE), statistics.mean(AFTER)])
    assert x[0] < 0
    assert x[1] > 1
    segments = [s for a in stage.named("spread") if hasattr(a, "get_segments") for s in a.get_segments()]
    low, high = segments[0][:, 1]
    assert high - low == pytest.approx(2 * statistics.stdev(BEFORE))
    assert stage.drawn.notes == ["n = 4 animals"]


def test_without_stats_no_centre_is_invented():
    assert not draw(TEXT, TWO).named("center")


def test_horizontal_pairs():
    stage = draw(TEXT + "horizontal: true", TWO)
    assert stage.ax.yaxis.get_inverted()
    assert lines_of(stage)[0] == ([5.0, 6.0], [0, 1])


def test_an_incomplete_subject_is_named():
    with pytest.raises(DataError, match="subject 's4' has no value for 'after'; complete the pairs"):
        check(TEXT, take([True] * 7 + [False]))


def test_the_number_of_incomplete_subjects_is_told():
    with pytest.raises(DataError, match=r"subject 's2' has no value for 'after' \(1 more are incomplete\)"):
        check(TEXT, take([True] * 5 + [False, True, False]))


@pytest.mark.parametrize(
    "rule", ["missing: {drop: lost to follow-up}", 'exclude: [{rule: "v > 7", reason: off scale}]']
)
def test_with_a_rule_incomplete_subjects_are_left_out_and_counted(rule):
    stage = draw(TEXT + rule, take([True] * 7 + [False]))
    assert len(lines_of(stage)) == 3
    assert stage.drawn.n == {"pairs": 3}
    assert stage.drawn.warnings == ["subject 's4' left out: not every condition is there (1 of 4)"]


def test_a_repeated_value_is_an_error_even_with_a_rule():
    twice = TWO.take(np.array([0, *range(8)]))
    with pytest.raises(DataError, match="subject 's1' has 2 values for 'before'"):
        check(TEXT + "missing: {drop: lost}", twice)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"id": "whoo"}, "no column 'whoo' in t; did you mean 'who'?"),
        ({"stats": {"n": 8}}, "panel says n = 8 but there are 4 complete pairs"),
        ({"stats": {"n": 3, "unit": "mice"}}, "4 complete mice"),
        ({"stats": {"center": "median", "spread": "sd"}}, "belongs to the mean"),
        ({"color": "arm", "highlight": "direction"}, "both colour the lines"),
        ({"color": "when"}, "subject 's1' is both 'before' and 'after'"),
        ({"x": {"field": "when", "order": ["before"]}}, "leaves out 'after'"),
        ({"x": "arm"}, "subject 's1' has 2 values for 'x'"),
        ({"y": {"field": "v", "low": "v", "high": "v"}}, "y.low has no meaning"),
    ],
)
def test_what_pairs_refuse(keys, message):
    with pytest.raises(DataError) as caught:
        check(yaml.safe_dump(yaml.safe_load(TEXT) | keys), TWO)
    assert message in str(caught.value)


def test_one_condition_is_no_pair():
    with pytest.raises(DataError, match="pairs need two conditions, but column 'when' has only 'before'"):
        check(TEXT, take([True] * 4 + [False] * 4))


def test_no_complete_subject_is_an_error_even_with_a_rule():
    data = table(who=["a", "b"], when=["before", "after"], v=[1.0, 2.0])
    with pytest.raises(DataError, match="no subject in column 'who' has a value for every condition"):
        check(TEXT + "missing: {drop: lost}", data)


def test_a_numeric_subject_is_fine():
    data = table(who=[1, 2, 1, 2], when=["before"] * 2 + ["after"] * 2, v=[1.0, 2.0, 3.0, 4.0])
    assert len(lines_of(draw(TEXT, data))) == 2


def test_the_example_is_a_panel():
    chart = charts.load("paired")
    assert chart.Panel.model_validate(yaml.safe_load(chart.example)).kind == "paired"
