"""ROC panels: exact curves, areas in the legend, square axes from 0 to 1."""

import numpy as np
import pytest

from charts.staging import check, draw, table
from natfig.core.errors import DataError

rng = np.random.default_rng(4)
TRUTH = [*([1] * 30), *([0] * 50)] * 2
SCORES = table(
    truth=TRUTH,
    status=["ill" if t else "well" for t in TRUTH],
    score=np.round(rng.normal(size=160) + np.array(TRUTH) * np.repeat([1.8, 0.6], 80), 1).tolist(),
    model=["CNN"] * 80 + ["Logistic"] * 80,
)
RAW = "{kind: roc, truth: truth, score: score, color: model}"
GIVEN = table(fpr=[0, 0.2, 1, 0, 0.5, 1], tpr=[0, 0.9, 1, 0, 0.6, 1.0], m=["A", "A", "A", "B", "B", "B"])
CURVES = "{kind: roc, x: fpr, y: tpr, color: m}"


def test_legend_has_the_areas():
    stage = draw(RAW, SCORES)
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    for entry, (level, rows) in zip(stage.drawn.legend, SCORES.groups("model"), strict=True):
        area = metrics.roc_auc_score(rows["truth"], rows["score"])
        assert entry.text == f"{level}, AUC = {area:.2f}"
    assert stage.drawn.n == {"CNN": 80, "Logistic": 80}


def test_average_precision_in_the_legend():
    stage = draw(RAW.replace("roc,", "roc, curve: pr,"), SCORES)
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    rows = SCORES.take(np.arange(80))
    area = metrics.average_precision_score(rows["truth"], rows["score"])
    assert stage.drawn.legend[0].text == f"CNN, AP = {area:.2f}"


def test_intervals_stand_in_parentheses():
    stage = draw(RAW.replace("}", ", interval: true, decimals: 3}"), SCORES)
    assert stage.drawn.legend[0].text.count("0.") == 3
    assert "(0." in stage.drawn.legend[0].text
    assert "–0." in stage.drawn.legend[0].text


@pytest.mark.parametrize("curve", ["roc", "pr"])
def test_axes_are_square_from_zero_to_one_with_three_ticks(curve):
    stage = draw(RAW.replace("roc,", f"roc, curve: {curve},"), SCORES)
    assert stage.drawn.square
    assert stage.ax.get_xlim() == stage.ax.get_ylim() == (0, 1)
    for axis in (stage.ax.xaxis, stage.ax.yaxis):
        assert axis.get_ticklocs().tolist() == [0, 0.5, 1]
        assert [t.get_text() for t in axis.get_ticklabels()] == ["0", "0.5", "1"]


def test_curves_are_not_clipped_and_named():
    stage = draw(RAW, SCORES)
    lines = stage.named("series.")
    assert [line.get_gid() for line in lines] == ["panel-a.series.CNN", "panel-a.series.Logistic"]
    assert not any(line.get_clip_on() for line in lines)
    assert [line.get_color() for line in lines] == [stage.style.mark(m).color for m in ("CNN", "Logistic")]


def test_curve_runs_from_corner_to_corner():
    x, y = draw(RAW, SCORES).named("series.CNN")[0].get_data()
    assert (x[0], y[0], x[-1], y[-1]) == (0, 0, 1, 1)
    assert (np.diff(x) >= 0).all()
    assert (np.diff(y) >= 0).all()


def test_the_line_of_chance():
    (line,) = draw(RAW, SCORES).named("reference.chance")
    assert np.array_equal(line.get_data(), [[0, 1], [0, 1]])
    assert line.get_linewidth() == 0.5


def test_prevalence_lines_are_drawn_once_each():
    stage = draw(RAW.replace("roc,", "roc, curve: pr,"), SCORES)
    (line,) = stage.named("reference.prevalence")
    assert np.asarray(line.get_ydata()) == pytest.approx([0.375, 0.375])


def test_pr_is_drawn_as_steps_whose_area_is_the_average_precision():
    stage = draw(RAW.replace("roc,", "roc, curve: pr,"), SCORES)
    line = stage.named("series.CNN")[0]
    assert line.get_drawstyle() == "steps-pre"
    x, y = line.get_data()
    assert x[0] == 0
    area = float(np.sum(np.diff(x) * y[1:]))
    assert stage.drawn.legend[0].text == f"CNN, AP = {area:.2f}"


def test_one_curve_has_a_note_instead_of_a_legend():
    stage = draw("{kind: roc, truth: truth, score: score}", SCORES.take(np.arange(80)))
    assert stage.drawn.legend == []
    assert stage.drawn.notes[0].startswith("AUC = 0.")
    assert stage.drawn.n == {"all": 80}


def test_text_truth_gives_the_same_curve():
    text = draw(RAW.replace("truth: truth", "truth: status, positive: ill"), SCORES)
    assert np.array_equal(text.data("series."), draw(RAW, SCORES).data("series."))


def test_the_other_class_turns_the_area():
    ill = draw(RAW.replace("truth: truth", "truth: status, positive: ill"), SCORES).drawn.legend[1].text
    well = draw(RAW.replace("truth: truth", "truth: status, positive: well"), SCORES).drawn.legend[1].text
    assert float(ill[-4:]) + float(well[-4:]) == pytest.approx(1, abs=0.011)


@pytest.mark.parametrize(("curve", "x", "y"), [
    ("roc", "False-positive rate", "True-positive rate"),
    ("pr", "Recall", "Precision"),
])  # fmt: skip
def test_labels(curve, x, y):
    ax = draw(RAW.replace("roc,", f"roc, curve: {curve},"), SCORES).ax
    assert (ax.get_xlabel(), ax.get_ylabel()) == (x, y)


def test_own_labels():
    ax = draw(RAW.replace("}", ", x_label: 1 − specificity, y_label: Sensitivity}"), SCORES).ax
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("1 − specificity", "Sensitivity")
    ax = draw("{kind: roc, x: {field: fpr, label: FPR}, y: tpr, color: m}", GIVEN).ax
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("FPR", "True-positive rate")


@pytest.mark.parametrize(("keys", "text"), [
    ("", "AUC = 0.996"), (", decimals: 2", "AUC = 1.00"), (", decimals: 4", "AUC = 0.9956"),
])  # fmt: skip
def test_an_imperfect_area_does_not_read_one(keys, text):
    data = table(t=[0] * 15 + [1] * 15, s=[*range(14), 15, 14, *range(16, 30)])
    assert draw(f"{{kind: roc, truth: t, score: s{keys}}}", data).drawn.notes == [text]


def test_given_curves_are_drawn_as_they_are():
    stage = draw(CURVES, GIVEN)
    assert [e.text for e in stage.drawn.legend] == ["A, AUC = 0.85", "B, AUC = 0.55"]
    assert np.asarray(stage.named("series.A")[0].get_xydata()).tolist() == [[0, 0], [0.2, 0.9], [1, 1]]


def test_given_curves_may_run_backwards():
    back = GIVEN.take(np.array([2, 1, 0, 5, 4, 3]))
    assert [e.text for e in draw(CURVES, back).drawn.legend] == ["A, AUC = 0.85", "B, AUC = 0.55"]


def test_a_part_of_a_curve_gets_no_area():
    stage = draw(CURVES, GIVEN.take(np.array([0, 1, 3, 4, 5])))
    assert [e.text for e in stage.drawn.legend] == ["A", "B, AUC = 0.55"]
    assert "0 to 0.2" in stage.drawn.warnings[0]


def test_a_perfect_score_is_said_to_have_no_width():
    data = table(t=[0, 0, 1, 1], s=[1.0, 2.0, 3.0, 4.0])
    stage = draw("{kind: roc, truth: t, score: s, interval: true}", data)
    assert stage.drawn.notes == ["AUC = 1.00 (1.00–1.00)"]
    assert "no width" in stage.drawn.warnings[0]


def test_order_of_the_models():
    stage = draw(RAW.replace("color: model", "color: {field: model, order: [Logistic, CNN]}"), SCORES)
    assert [e.text.split(",")[0] for e in stage.drawn.legend] == ["Logistic", "CNN"]


@pytest.mark.parametrize(("text", "data", "parts"), [
    ("{kind: roc, truth: truth}", SCORES, ("score is missing",)),
    ("{kind: roc, x: fpr}", GIVEN, ("y is missing",)),
    ("{kind: roc}", GIVEN, ("no curve", "truth: and score:")),
    ("{kind: roc, truth: t, score: t, x: t, y: t}", table(t=[0, 1]), ("both truth: and x:",)),
    ("{kind: roc, truth: status, score: score}", SCORES, ("'ill', 'well'", "positive: ill")),
    ("{kind: roc, truth: status, score: score, positive: il}", SCORES, ("did you mean 'ill'?",)),
    ("{kind: roc, truth: t, score: s}", table(t=[1, 1], s=[0.1, 0.2]), ("no row is negative",)),
    (
        "{kind: roc, truth: t, score: s, interval: true}",
        table(t=[1, 0, 0], s=[0.1, 0.2, 0.3]), ("1 row is positive", "2 at least"),
    ),
    (
        "{kind: roc, truth: t, score: s, color: m}",
        table(t=[1, 0, 0], s=[0.1, 0.2, 0.3], m=["A", "A", "B"]), ("of 'B' is positive",),
    ),
    ("{kind: roc, truth: t, score: s}", table(t=[1, 0], s=[np.inf, 0.2]), ("infinite",)),
    ("{kind: roc, truth: truth, score: {field: score, scale: log}}", SCORES, ("score.scale has no effect",)),
    ("{kind: roc, x: {field: fpr, limits: [0, 0.5]}, y: tpr, color: m}", GIVEN, ("x.limits",)),
    ("{kind: roc, x: fpr, y: tpr}", GIVEN, ("back and forth", "color:")),
    ("{kind: roc, x: fpr, y: tpr, color: m, interval: true}", GIVEN, ("interval needs the scores",)),
    ("{kind: roc, x: f, y: t}", table(f=[0, 1.2], t=[0, 1.0]), ("1.2", "between 0 and 1")),
    ("{kind: roc, x: f, y: t}", table(f=[0, 0.5, 1], t=[0, 0.9, 0.8]), ("falls",)),
    ("{kind: roc, x: f, y: t}", table(f=[0.5], t=[0.9]), ("one point only",)),
    ("{kind: roc, x: fpr, y: tpr, color: m, prevalence: 0.2}", GIVEN, ("prevalence has no effect",)),
    ("{kind: roc, truth: truth, score: score, curve: pr, prevalence: 0.2}", SCORES, ("prevalence",)),
    ("{kind: roc, truth: truth, score: score, color: {field: model, order: [CNN]}}", SCORES, ("Logistic",)),
    ("{kind: roc, truth: t, score: s}", table(t=np.array([], int), s=np.array([], float)), ("no rows",)),
])  # fmt: skip
def test_bad_input_gets_one_sentence(text, data, parts):
    with pytest.raises(DataError) as caught:
        check(text, data)
    message = str(caught.value)
    assert "\n" not in message
    assert all(part in message for part in parts), message
