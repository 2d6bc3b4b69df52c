"""Survival panels: step curves, ticks where subjects are censored, the table below."""

import numpy as np
import pytest

from charts.staging import check, draw, table
from natfig.charts.survival import format_p
from natfig.core.errors import DataError

# Freireich et al. (1963), Blood 21, 699-716: weeks in remission, 1 = relapse.
MP6 = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
MP6_EVENT = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
LEUKAEMIA = table(
    weeks=[*map(float, MP6), *map(float, PLACEBO)],
    relapse=MP6_EVENT + [1] * 21,
    state=["relapse" if e else "censored" for e in MP6_EVENT + [1] * 21],
    arm=["6-MP"] * 21 + ["Placebo"] * 21,
)
BASE = "kind: survival, time: {field: weeks, label: Time (weeks)}, event: relapse"
ARMS = f"{{{BASE}, color: arm}}"


def test_curves_start_at_one_and_step_down_at_events():
    stage = draw(ARMS, LEUKAEMIA)
    line = stage.named("series.6-MP")[0]
    x, y = line.get_data()
    assert line.get_drawstyle() == "steps-post"
    assert (x[0], y[0]) == (0, 1)
    assert x[-1] == 35
    assert dict(zip(np.asarray(x).tolist(), np.round(y, 3).tolist(), strict=True))[22] == 0.538
    assert not line.get_clip_on()


def test_percent():
    stage = draw(f"{{{BASE}, color: arm, percent: true}}", LEUKAEMIA)
    assert stage.named("series.6-MP")[0].get_ydata()[0] == 100
    assert stage.ax.get_ylim() == (0, 100)
    assert stage.ax.get_ylabel() == "Survival (%)"


def test_axes_start_at_zero():
    stage = draw(ARMS, LEUKAEMIA)
    assert stage.ax.get_xlim() == (0, 35)
    assert stage.ax.get_ylim() == (0, 1)
    assert stage.ax.get_xticks().tolist() == [0, 8, 16, 24, 32]
    assert (stage.ax.get_xlabel(), stage.ax.get_ylabel()) == ("Time (weeks)", "Survival probability")


@pytest.mark.parametrize(("unit", "last", "ticks"), [
    ("months", 58, [0, 12, 24, 36, 48, 60]),
    ("months", 30, [0, 6, 12, 18, 24, 30]),
    ("days", 350, [0, 90, 180, 270, 360]),
    ("years", 9.4, [0, 2, 4, 6, 8]),
    ("time", 0.8, [0, 0.2, 0.4, 0.6, 0.8]),
    ("months", 0.4, [0, 0.1, 0.2, 0.3, 0.4]),
])  # fmt: skip
def test_ticks_follow_the_unit(unit, last, ticks):
    data = table(t=[last / 3, last], e=[1, 0])
    stage = draw(f"{{kind: survival, time: {{field: t, label: Time ({unit})}}, event: e}}", data)
    assert stage.ax.get_xticks().tolist() == pytest.approx(ticks)


def test_censoring_ticks_stand_on_the_curve():
    stage = draw(ARMS, LEUKAEMIA)
    (ticks,) = stage.named("censored.6-MP")
    x, y = ticks.get_data()
    expected = sorted({t for t, e in zip(MP6, MP6_EVENT, strict=True) if not e})
    assert np.asarray(x).tolist() == expected
    assert np.round(y[0], 3) == 0.857
    assert stage.named("censored.Placebo") == []
    assert draw(ARMS.replace("color", "censoring: false, color"), LEUKAEMIA).named("censored") == []


def test_numbers_at_risk_are_those_observed_until_then():
    stage = draw(ARMS, LEUKAEMIA)
    head, treated, placebo = stage.drawn.below
    assert (head.label, list(head.cells)) == ("Number at risk", [])
    assert list(treated.cells) == [(0, "21"), (8, "16"), (16, "11"), (24, "5"), (32, "4")]
    assert list(placebo.cells) == [(0, "21"), (8, "12"), (16, "3"), (24, "0"), (32, "0")]
    assert treated.color == stage.style.mark("6-MP").color
    assert stage.drawn.n == {"6-MP": 21, "Placebo": 21}


def test_one_group_has_one_row():
    stage = draw(f"{{{BASE}}}", LEUKAEMIA)
    (row,) = stage.drawn.below
    assert (row.label, row.color) == ("Number at risk", None)
    assert stage.drawn.legend == []
    assert stage.named("series")[0].get_color() == stage.style.signal


def test_without_numbers_at_risk():
    assert draw(f"{{{BASE}, at_risk: false}}", LEUKAEMIA).drawn.below == []


@pytest.mark.parametrize("interval", ["log-log", "plain"])
def test_band_surrounds_the_curve(interval):
    stage = draw(f"{{{BASE}, color: arm, interval: {interval}}}", LEUKAEMIA)
    (band,) = stage.named("band.6-MP")
    corners = band.get_paths()[0].vertices
    assert corners[:, 1].min() >= 0
    assert corners[:, 1].max() <= 1
    assert band.get_alpha() == stage.style.look.band_alpha


def test_no_band():
    assert draw(f"{{{BASE}, color: arm, interval: none}}", LEUKAEMIA).named("band") == []


def test_test_and_medians_only_when_asked():
    assert draw(ARMS, LEUKAEMIA).drawn.notes == []
    stage = draw(f"{{{BASE}, color: arm, test: log-rank, median: true}}", LEUKAEMIA)
    assert stage.drawn.notes == ["Median 6-MP: 23 weeks", "Median Placebo: 8 weeks", "Log-rank P < 0.0001"]


def test_median_that_is_not_reached():
    stage = draw("{kind: survival, time: t, event: e, median: true}", table(t=[1.0, 2.0, 3.0], e=[1, 0, 0]))
    assert stage.drawn.notes == ["Median: not reached"]


@pytest.mark.parametrize(("p", "text"), [
    (0.00001, "P < 0.0001"), (0.0001, "P = 0.0001"), (0.00048, "P = 0.0005"), (0.003, "P = 0.003"),
    (0.0123, "P = 0.012"), (0.0496, "P = 0.050"), (0.234, "P = 0.23"), (0.98, "P = 0.98"),
    (0.999, "P > 0.99"),
])  # fmt: skip
def test_p_values(p, text):
    assert format_p(p) == text


def test_direct_labels_where_curves_end_apart():
    data = table(t=[1.0, 8, 8, 9, 1, 2, 3, 9], e=[1, 0, 0, 0, 1, 1, 1, 0], g=["A"] * 4 + ["B"] * 4)
    stage = draw("{kind: survival, time: t, event: e, color: g}", data)
    assert [(d.text, round(d.y, 3)) for d in stage.drawn.direct] == [("A", 0.75), ("B", 0.25)]
    assert [e.text for e in stage.drawn.legend] == ["A", "B"]


def test_no_direct_labels_where_a_curve_ends_early_or_beside_another():
    assert draw(ARMS, LEUKAEMIA).drawn.direct == []
    data = table(t=[1.0, 8, 8, 9, 1, 8, 8, 9], e=[1, 0, 0, 0, 1, 0, 0, 0], g=["A"] * 4 + ["B"] * 4)
    assert draw("{kind: survival, time: t, event: e, color: g}", data).drawn.direct == []


def test_text_events():
    text = f"{{{BASE.replace('relapse', 'state')}, event_value: relapse, color: arm}}"
    assert np.array_equal(draw(text, LEUKAEMIA).data("series."), draw(ARMS, LEUKAEMIA).data("series."))


def test_limits_cut_the_curve_and_say_so():
    stage = draw(ARMS.replace("(weeks)", "(weeks), limits: [0, 20]"), LEUKAEMIA)
    assert stage.ax.get_xlim() == (0, 20)
    assert stage.named("series.6-MP")[0].get_clip_on()
    assert [x for x, _ in stage.drawn.below[1].cells][-1] <= 20
    assert "hide" in stage.drawn.warnings[0]


def test_own_ticks():
    stage = draw(ARMS.replace("(weeks)", "(weeks), ticks: [0, 10, 30]"), LEUKAEMIA)
    assert [x for x, _ in stage.drawn.below[1].cells] == [0, 10, 30]


@pytest.mark.parametrize(("text", "data", "parts"), [
    ("{kind: survival, time: t, event: e}", table(t=[-1.0, 2], e=[0, 1]), ("-1", "from 0")),
    ("{kind: survival, time: t, event: e}", table(t=[1.0, 2], e=["x", "y"]), ("'x', 'y'", "event_value: x")),
    ("{kind: survival, time: t, event: e}", table(t=[1.0, np.inf], e=[0, 1]), ("infinite",)),
    ("{kind: survival, time: {field: t, scale: log}, event: e}", table(t=[1.0], e=[1]), ("time.scale",)),
    ("{kind: survival, time: {field: t, limits: [2, 5]}, event: e}", table(t=[1.0], e=[1]), ("start at 0",)),
    ("{kind: survival, time: t, event: e, test: log-rank}", table(t=[1.0], e=[1]), ("compares groups",)),
    (
        "{kind: survival, time: t, event: e, color: g, test: log-rank}",
        table(t=[1.0, 2], e=[0, 0], g=["a", "b"]), ("no event happened",),
    ),
])  # fmt: skip
def test_bad_input_gets_one_sentence(text, data, parts):
    with pytest.raises(DataError) as caught:
        check(text, data)
    assert all(part in str(caught.value) for part in parts), str(caught.value)


def test_groups_that_are_never_at_risk_together_are_not_compared():
    data = table(t=[1.0, 2, 5, 6], e=[0, 0, 1, 1], g=["a", "a", "b", "b"])
    with pytest.raises(DataError, match="log-rank test can't be done"):
        draw("{kind: survival, time: t, event: e, color: g, test: log-rank}", data)
